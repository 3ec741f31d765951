"""A table over PSA's risk: what its style hides is a finding, and what can be seen on the ground it gives is none."""

import re
from collections.abc import Callable, Sequence
from io import BytesIO
from zipfile import ZipFile

import pytest

from builders.psa import FIRST, change, codes, with_differing, with_letters
from builders.workbook import SETTINGS
from jaarcyclus.intake.plain_styles import MAIN, Written
from jaarcyclus.intake.sandbox import read_workbook
from jaarcyclus.intake.table_look import Paint
from jaarcyclus.workbook.form import cell_name

SHEET, STYLES = "xl/worksheets/sheet5.xml", "xl/styles.xml"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/table"
LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{LINK}" Target="../tables/table1.xml"/></Relationships>'
)
WHITE, RED = (f'<font><color rgb="{colour}"/></font>' for colour in ("FFFFFFFF", "FFC00000"))
ON_RED = (
    '<fill><patternFill patternType="solid"><fgColor rgb="FFC00000"/><bgColor rgb="FFC00000"/></patternFill></fill>'
)
HEADING, FILLED = {f"{column}4" for column in "ABCD"}, {f"{column}5" for column in "ABCD"}


def with_table(
    parts: Sequence[tuple[str, str]],
    *,
    name: str = "Eigen",
    shown: str = 'showRowStripes="1"',
    edit: Callable[[str], str] = lambda styles: styles,
) -> bytes:
    """Return the workbook with a table from its heading down, in a style of these parts and differing formats."""
    elements = "".join(f'<tableStyleElement type="{kind}" dxfId="{at}"/>' for at, (kind, _) in enumerate(parts, FIRST))
    laid = f'<tableStyles><tableStyle name="Eigen">{elements}</tableStyle></tableStyles>'

    def lay(text: str) -> str:
        if "<styleSheet" in text:
            return edit(re.sub(r"<tableStyles.*/>", laid, with_differing(text, [look for _, look in parts])))
        return text.replace("</worksheet>", '<tableParts count="1"><tablePart r:id="rId1"/></tableParts></worksheet>')

    content = BytesIO(change(rf"{SHEET}|{STYLES}".replace(".", r"\."), lay))
    with ZipFile(content, "a") as made:
        made.writestr("xl/worksheets/_rels/sheet5.xml.rels", LINKS)
        style = f'<tableStyleInfo name="{name}" {shown}/>'
        made.writestr("xl/tables/table1.xml", f'<table xmlns="{MAIN}" id="1" ref="A4:D20">{style}</table>')
    return content.getvalue()


def hidden(content: bytes) -> set[str]:
    """Return which cells of heading and first row look otherwise than they count."""
    cells = read_workbook(content, SETTINGS).sheets["Risico's"].cells
    found = {cell_name(*place) for place, cell in cells.items() if cell.kind in ("verhuld", "tekst_verhuld")}
    return found & (HEADING | FILLED)


def on_no_ground(styles: str) -> str:
    """Let the cells to fill in, and the heading, have no fill of their own."""
    return re.sub(r'fillId="[2-9]"', 'fillId="0"', styles)


@pytest.mark.parametrize(
    ("part", "cells"),
    [
        ("wholeTable", HEADING | FILLED),
        ("headerRow", HEADING),
        ("firstRowStripe", FILLED),
        ("secondRowStripe", FILLED),
        ("firstColumn", {"A4", "A5"}),
        ("lastColumn", {"D4", "D5"}),
        ("lastHeaderCell", {"D4"}),
        ("firstColumnStripe", set()),
        ("totalRow", set()),
    ],
)
def test_a_white_font_of_a_table_hides_the_cells_of_that_part(part: str, cells: set[str]) -> None:
    shown = 'showFirstColumn="1" showLastColumn="1" showRowStripes="1" showColumnStripes="0"'

    assert hidden(with_table([(part, WHITE)], shown=shown, edit=on_no_ground)) == cells


def test_a_part_that_is_not_shown_hides_nothing() -> None:
    parts = [(kind, WHITE) for kind in ("firstColumn", "lastColumn", "firstRowStripe", "secondColumnStripe")]

    assert hidden(with_table(parts, shown="", edit=on_no_ground)) == set()


def test_what_a_table_hides_is_a_finding() -> None:
    assert set(codes(with_table([("wholeTable", WHITE)]))) == {"GETAL_ANDERS_GETOOND", "TEKST_ANDERS_GETOOND"}


def test_the_ground_of_one_part_and_the_font_of_another_hide_together() -> None:
    parts = [("wholeTable", RED), ("firstRowStripe", ON_RED)]

    assert hidden(with_table(parts, edit=on_no_ground)) == FILLED


def test_a_style_is_known_by_its_name_in_any_capitals() -> None:
    assert hidden(with_table([("wholeTable", WHITE)], name=" EIGEN ", edit=on_no_ground)) == HEADING | FILLED
    assert hidden(with_table([("wholeTable", WHITE)], name="TableStyleMedium2", edit=on_no_ground)) == set()


def test_a_fill_of_the_cell_prevails_over_that_of_the_table() -> None:
    """A dark table over our own form: black letters on our yellow stay what they were."""
    black = ON_RED.replace("FFC00000", "FF000000")

    assert hidden(with_table([("wholeTable", black)])) == set()
    assert hidden(with_table([("wholeTable", black)], edit=on_no_ground)) == HEADING | FILLED


def test_a_colour_of_the_cell_prevails_over_that_of_the_table() -> None:
    """But for that of a named style: Excel takes it for no colour of the cell."""
    blue = with_table([("wholeTable", WHITE)], edit=lambda text: own_font(text, "FF000080"))
    named = with_table([("wholeTable", WHITE)], edit=lambda text: with_letters(text, 'rgb="FF000080"'))

    assert hidden(blue) == set()
    assert hidden(named) == FILLED


def test_the_first_font_is_that_of_a_workbook_without_named_styles() -> None:
    def unname(styles: str) -> str:
        return re.sub(r"<cellStyleXfs.*</cellStyleXfs>", "", styles)

    assert hidden(with_table([("wholeTable", WHITE)], edit=unname)) == FILLED


def own_font(styles: str, colour: str) -> str:
    """Give every cell a font of this colour, and no named style that font."""
    styles = with_letters(styles, f'rgb="{colour}"')
    added = styles.partition("</fonts>")[0].count("<font>")
    styles = styles.replace("</fonts>", '<font><color theme="1"/></font></fonts>')
    return re.sub(r'(<cellStyleXfs.*?fontId=)"0"', rf'\1"{added}"', styles)


@pytest.mark.parametrize("name", ["Light8", "Light21", "Medium2", "Medium15", "Medium28", "Dark1", "Dark8", "Dark11"])
def test_the_styles_of_excel_itself_are_clean(name: str) -> None:
    shown = 'showFirstColumn="1" showLastColumn="1" showRowStripes="1" showColumnStripes="1"'

    assert codes(with_table([], name=f"TableStyle{name}", shown=shown, edit=on_no_ground)) == []


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("TableStyleMedium2", HEADING),
        ("TableStyleMedium21", HEADING),
        ("TableStyleLight9", HEADING),
        ("TableStyleDark10", HEADING),
        ("TableStyleDark2", HEADING | FILLED),
        ("TableStyleMedium22", set()),
        ("TableStyleLight1", set()),
        ("TableStyleMedium99", set()),
        ("Eigen", set()),
    ],
)
def test_white_letters_are_seen_where_a_style_of_excel_has_a_dark_ground(name: str, seen: set[str]) -> None:
    """And nowhere else: a table must not be a way to hide them."""

    def whiten(styles: str) -> str:
        return own_font(on_no_ground(styles), "FFFFFFFF")

    assert hidden(with_table([], name=name, edit=whiten)) == (HEADING | FILLED) - seen


def test_white_letters_are_seen_on_the_dark_ground_of_a_style_of_ones_own() -> None:
    dark = [("wholeTable", ON_RED)]

    def whiten(styles: str) -> str:
        return own_font(on_no_ground(styles), "FFFFFFFF")

    assert hidden(with_table(dark, edit=whiten)) == set()
    assert hidden(with_table([*dark, ("secondRowStripe", ON_RED.replace("C00000", "FFFFFF"))], edit=whiten)) == FILLED


def test_no_ground_undoes_a_letter_too_small_to_read() -> None:
    small = with_table([("wholeTable", RED)], edit=lambda text: text.replace('<sz val="11"/>', '<sz val="1"/>'))

    assert hidden(small) == HEADING | FILLED


def test_a_paint_without_colours_leaves_a_cell_as_it_is() -> None:
    cell = Written(font={"rgb": "FFC00000"}, under=({"rgb": "FFFFFFFF"},))

    assert Paint(area=(1, 1, 1, 1), font=None, ground=None).under(cell) == cell
