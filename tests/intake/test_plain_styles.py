"""A font in the colour of its ground is no decoration: who looks at the cell sees nothing of what counts."""

import re

import pytest

from builders.psa import change, change_theme, codes, with_letters
from builders.workbook import SETTINGS
from builders.zip import packed
from jaarcyclus.intake.part_walk import read_parts
from jaarcyclus.intake.plain_styles import MAIN, Shown
from jaarcyclus.intake.sandbox import read_workbook

STYLES = r"xl/styles\.xml"
WHITE = "<font><strike/><color rgb='FFFFFFFF'/></font>"
DARK = "<fill><patternFill patternType='solid'><fgColor rgb='FFC00000'/><bgColor indexed='64'/></patternFill></fill>"
NONE = "<fill><patternFill/></fill>"
GRADIENT = (
    "<fill><gradientFill><stop position='0'><color rgb='FFFFFFFF'/></stop>"
    "<stop position='1'><color rgb='FFC00000'/></stop></gradientFill></fill>"
)


def written(font: str, fill: str, pointed: str = "fontId='1' fillId='2'", reserved: str = NONE) -> Shown:
    """Return how a cell is shown in a workbook whose one style has this font and this fill, the last of each."""
    styles = (
        f"<styleSheet xmlns='{MAIN}'><numFmts><numFmt numFmtId='200' formatCode='0.0'/></numFmts>"
        f"<fonts><font/>{font}</fonts><fills>{reserved}{reserved}{fill}</fills>"
        f"<cellXfs><xf {pointed}/></cellXfs></styleSheet>"
    )
    found = read_parts(packed({"xl/styles.xml": styles}), most_cells=0)["xl/styles.xml"].styles
    assert found is not None
    return found.shown(0)


@pytest.mark.parametrize(
    ("font", "fill"),
    [
        (WHITE, NONE),
        (WHITE, "<fill/>"),
        (WHITE, DARK.replace("solid", " none ")),
        (WHITE, DARK.replace("FFC00000", "FFFFFFFF")),
        ("<font/>", DARK.replace("FFC00000", "FF000000")),
        ("<font><color theme='0'/></font>", NONE),
        (WHITE, DARK.replace("solid", "gray0625").replace("FFC00000", "FFFFFFFF").replace("64", "65")),
        (WHITE, GRADIENT.replace("FFC00000", "FFFFFFFE")),
        ("<font><sz val='1'/></font>", NONE),
        ("<font><sz val=' 35E-1 '/></font>", NONE),
        ("<font><name val='Wingdings'/></font>", NONE),
    ],
)
def test_a_font_that_nobody_sees_is_told(font: str, fill: str) -> None:
    assert not written(font, fill).seen


@pytest.mark.parametrize(
    ("font", "fill"),
    [
        ("<font><strike/></font>", NONE),
        (WHITE, DARK),
        (WHITE, DARK.replace("solid", "gray125")),
        (WHITE, GRADIENT),
        ("<font><sz val='8'/><name val='Segoe UI Symbol'/></font>", NONE),
        (WHITE, "<fill><patternFill patternType='solid'/></fill>"),
        ("<font><color rgb='blauw'/></font>", NONE),
    ],
)
def test_a_font_that_is_seen_or_that_we_cannot_compute_is_not(font: str, fill: str) -> None:
    assert written(font, fill).seen


@pytest.mark.parametrize("colour", ["", "<fgColor auto='1'/>", "<fgColor auto=' true '/><bgColor rgb='FFFFFF00'/>"])
def test_a_solid_fill_of_no_colour_is_black(colour: str) -> None:
    """So Excel shows it, whatever its background says: black letters are gone in it, white ones are not."""
    fill = f"<fill><patternFill patternType='solid'>{colour}</patternFill></fill>"

    assert not written("<font/>", fill).seen
    assert not written("<font><color auto='1'/></font>", fill).seen
    assert written(WHITE, fill).seen


@pytest.mark.parametrize(("indent", "pushed"), [("250", True), (" 120 ", True), ("15", False), ("30", False)])
def test_an_indent_wider_than_its_column_pushes_the_text_out_of_it(indent: str, pushed: bool) -> None:
    """The column is 60 wide, of which 30 steps take 39: what is left shows the text."""
    content = change(STYLES, lambda text: text.replace('indent="1" wrapText', f'indent="{indent}" wrapText'))

    risk = read_workbook(content, SETTINGS).sheets["Risico's"].cells[5, 1]

    assert (risk.kind == "tekst_verhuld") is pushed


@pytest.mark.parametrize(("horizontal", "pushed"), [("right", True), ("center", False), ("centerContinuous", False)])
def test_a_centred_number_has_no_indent(horizontal: str, pushed: bool) -> None:
    aligned = f'<alignment horizontal="{horizontal}" indent="40"/>'
    content = change(STYLES, lambda text: text.replace('<alignment vertical="top"/>', aligned))

    assert ("GETAL_ANDERS_GETOOND" in codes(content)) is pushed


@pytest.mark.parametrize(
    ("pointed", "expected"),
    [
        ("numFmtId=' +0200 ' fontId=' 1 '", ("0.0", False)),
        ("numFmtId='200' fontId='99' fillId='99'", ("0.0", True)),
        ("numFmtId='x' fontId='-1'", ("General", True)),
    ],
)
def test_a_style_points_in_every_spelling_of_a_number(pointed: str, expected: tuple[str, bool]) -> None:
    shown = written(WHITE, NONE, pointed)

    assert (shown.number_format, shown.seen) == expected


@pytest.mark.parametrize("fill", [0, 1])
def test_the_first_two_fills_say_nothing(fill: int) -> None:
    """Excel shows these as none and as dots; some programs write solid black there, and everybody reads their cells."""
    black = DARK.replace("FFC00000", "FF000000")

    assert written("<font/>", "", f"fillId='{fill}'", reserved=black).seen


def test_a_cell_that_repeats_what_stands_in_it_shows_another_number() -> None:
    """Of 12 the alignment "fill" makes 121212."""
    repeated = change(
        STYLES, lambda text: re.sub(r'<alignment vertical="top"/>', '<alignment horizontal="fill"/>', text)
    )

    assert "GETAL_ANDERS_GETOOND" in codes(repeated)


def test_a_theme_may_make_white_of_a_colour() -> None:
    def whiten(text: str) -> str:
        return re.sub(r"(<a:dk1>).*?(</a:dk1>)", r'\1<a:srgbClr val="FFFFFF"/>\2', text)

    assert "GETAL_ANDERS_GETOOND" in codes(change_theme(whiten))


def test_white_on_white_is_a_finding_on_amounts_and_words() -> None:
    white = change(STYLES, lambda text: with_letters(text, 'rgb="FFFFFFFF"'))

    assert {"GETAL_ANDERS_GETOOND", "TEKST_ANDERS_GETOOND", "CEL_GEWIJZIGD"} <= set(codes(white))
