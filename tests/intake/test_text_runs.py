"""A run of a text in a look of its own: in a text in two looks a reader misses what he cannot see."""

import pytest

from builders.workbook import SETTINGS
from builders.zip import packed, sheet, strings, workbook_parts
from jaarcyclus.intake.plain_styles import MAIN
from jaarcyclus.intake.sandbox import Cell, read_workbook

LINKS = "xl/_rels/workbook.xml.rels"
STYLES = (
    f"<styleSheet xmlns='{MAIN}'><fonts><font/></fonts><fills><fill/><fill/><fill><patternFill patternType='solid'>"
    "<fgColor rgb='FFC00000'/></patternFill></fill></fills><cellXfs><xf/><xf fillId='2'/></cellXfs></styleSheet>"
)


def kind_of(text: str, style: str = "") -> str:
    """Return the kind of a cell with this text, shared and of its own: of both the same."""
    rows = f'<row r="1"><c r="A1"{style} t="s"><v>1</v></c><c r="B1"{style} t="inlineStr"><is>{text}</is></c></row>'
    parts = workbook_parts(sheet(rows), strings=strings(f"<si><t>eerst</t></si><si>{text}</si>"))
    link = "<Relationship Id='r9' Type='http://x/styles' Target='styles.xml'/></Relationships>"
    parts |= {LINKS: parts[LINKS].replace("</Relationships>", link), "xl/styles.xml": STYLES}
    cells = read_workbook(packed(parts), SETTINGS).sheets["Regels"].cells

    assert cells[1, 1] == cells[1, 2]
    return cells[1, 1].kind


def runs(look: str, first: str = "Salarissen", second: str = " en meer") -> str:
    """Return a text of two runs, the second one in a look of its own."""
    return f"<r><t>{first}</t></r><r><rPr>{look}</rPr><t xml:space='preserve'>{second}</t></r>"


HIDDEN = [
    "<color rgb='FFFFFFFF'/>",
    "<color theme='0'/>",
    "<b/><color indexed='9'/><sz val='11'/>",
    "<sz val='1'/>",
    "<rFont val='Wingdings'/>",
]


@pytest.mark.parametrize("look", HIDDEN)
def test_a_run_that_nobody_reads_is_told(look: str) -> None:
    assert kind_of(runs(look)) == "tekst_verhuld"


@pytest.mark.parametrize("look", ["<b/>", "<color rgb='FFFF0000'/>", "<sz val='8'/>", "<color theme='1'/>"])
def test_a_run_that_only_looks_otherwise_is_clean(look: str) -> None:
    assert kind_of(runs(look)) == "tekst"


@pytest.mark.parametrize(("font", "dot"), [("Symbol", "·"), ("Wingdings", "§"), ("Wingdings", "Ø")])
def test_a_dot_before_a_line_is_clean(font: str, dot: str) -> None:
    """Word pastes it as one sign in such a font, and blanks in another (python-excel/xlrd#225)."""
    assert kind_of(runs(f"<rFont val='{font}'/>", "", dot) + "<r><rPr><sz val='7'/></rPr><t>   </t></r>") == "tekst"


def test_a_word_in_signs_is_told_in_runs_of_one_letter_too() -> None:
    sign = "<r><rPr><rFont val='Wingdings'/></rPr><t>{}</t></r>".format
    words = "<r><t xml:space='preserve'> een </t></r>"

    assert kind_of(sign("J") + sign("A")) == "tekst_verhuld"
    assert kind_of(sign("J") + words + sign("A")) == "tekst"


def test_a_digit_in_a_font_of_signs_is_told() -> None:
    assert kind_of(runs("<rFont val='Webdings'/>", "", "5")) == "tekst_verhuld"


def test_the_ground_of_its_cell_counts() -> None:
    assert kind_of(runs("<color rgb='FFFFFFFF'/>", "", "wit op rood"), " s='1'") == "tekst"
    assert kind_of(runs("<color rgb='FFC00000'/>"), " s='1'") == "tekst_verhuld"


def test_blanks_in_a_colour_that_nobody_sees_are_clean() -> None:
    """Programs leave such a run behind where a person deletes."""
    assert kind_of(runs("<color rgb='FFFFFFFF'/>", second="  ")) == "tekst"


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("10", "3", "tekst_verhuld"),
        ("12500", "1) geschat", "tekst_verhuld"),
        ("per m", "2", "tekst"),
        ("10", "e", "tekst"),
    ],
)
def test_a_raised_digit_behind_a_digit_is_no_digit_of_it(first: str, second: str, kind: str) -> None:
    """Of 10³ a text holds 103, and of a footnote one digit more (ExcelDataReader/ExcelDataReader#319)."""
    assert kind_of(runs("<vertAlign val='superscript'/>", first, second)) == kind


def test_reading_aid_is_no_text() -> None:
    """A Japanese Excel writes how signs are read beside them (ExcelDataReader/ExcelDataReader#12)."""
    aid = "<t>kosten</t><rPh sb='0' eb='2'><t>uitspraak</t></rPh><phoneticPr fontId='1'/>"
    content = packed(workbook_parts(sheet('<row><c t="s"><v>0</v></c></row>'), strings=strings(f"<si>{aid}</si>")))

    assert read_workbook(content, SETTINGS).sheets["Regels"].cells == {(1, 1): Cell("tekst", "kosten")}


@pytest.mark.parametrize(
    ("item", "read"),
    [
        ("<t>lasten </t>", "lasten"),
        ("<t>\n lasten</t>", "lasten"),
        ("<t xml:space='preserve'>lasten </t>", "lasten "),
        ("<t xml:space='default'>lasten&#32;</t>", "lasten"),
        ("<r><t>een</t></r><r><t> </t></r><r><t>twee</t></r>", "een twee"),
    ],
)
def test_blanks_around_a_text_are_kept_when_it_asks_so(item: str, read: str) -> None:
    """Excel takes them off otherwise: its owner sees a choice of the list (dhatim/fastexcel#624, randym/axlsx#358)."""
    rows = f'<row><c t="s"><v>0</v></c><c t="inlineStr"><is>{item}</is></c></row>'
    cells = read_workbook(packed(workbook_parts(sheet(rows), strings=strings(f"<si>{item}</si>"))), SETTINGS)

    assert [cell.text for cell in cells.sheets["Regels"].cells.values()] == [read, read]
