"""Any bytes give cells or findings: never an exception, never a hang, never a cell turned into nothing."""

import random
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from builders.workbook import SETTINGS, edit, filled, with_cell, with_part
from builders.zip import packed, sheet, strings, workbook_parts
from jaarcyclus.errors import ReaderUnusable
from jaarcyclus.intake import sandbox
from jaarcyclus.intake.plain_styles import MAIN
from jaarcyclus.intake.sandbox import Cell, Reading, read_workbook
from jaarcyclus.settings import Settings
from jaarcyclus.terms.findings import Bevinding

LINKS = "xl/_rels/workbook.xml.rels"
REAL = Path(__file__).resolve().parents[3] / "shared/data/xlsx"
# Limits for files that are made to exhaust them: the same outcome, sooner.
TIGHT = replace(SETTINGS, max_lees_seconden=8, max_lees_geheugen_bytes=400_000_000)


def read(content: bytes, settings: Settings = SETTINGS) -> Reading:
    return read_workbook(content, settings)


def codes(content: bytes, settings: Settings = TIGHT) -> list[str]:
    return [item.code for item in read(content, settings).bevindingen]


def real_files() -> list[Path]:
    return sorted(path for path in REAL.rglob("*") if path.is_file())


@pytest.mark.parametrize("path", real_files() or [REAL], ids=lambda path: path.name)
def test_every_odd_workbook_of_others_gets_an_answer(path: Path, shared_data: Path) -> None:
    """Damaged, of another format, password-protected, with macros: sheets or a finding, within the limits."""
    reading = read(path.read_bytes())

    assert bool(reading.sheets) != bool(reading.bevindingen)


def test_the_collection_of_odd_workbooks_is_there(shared_data: Path) -> None:
    assert len(real_files()) > 100


def test_a_cell_keeps_its_kind() -> None:
    """`007` and NA stay text, a date stays a date, a truth a truth; a number is text of digits, not a float."""
    values = {"A9": "007", "A10": "NA", "A11": 0.1, "A12": date(2027, 1, 31), "A13": True, "A14": 12, "A15": "=1+1"}

    content = filled()
    for place, value in values.items():
        content = with_cell("Regels", place, value, content)
    cells = read(content).sheets["Regels"].cells

    assert [cells[row, 1] for row in range(9, 16)] == [
        Cell("tekst", "007"),
        Cell("tekst", "NA"),
        Cell("getal", "0.1"),
        Cell("datum", "2027-01-31 00:00:00"),
        Cell("waar", "WAAR"),
        Cell("getal", "12"),
        Cell("leeg", "", formula=True),
    ]


@pytest.mark.parametrize(
    ("typography", "kind"),
    [("0%", "procent"), ("0.00%", "procent"), ('0"%"', "getal_als_deel"), ("0\\%", "getal_als_deel")],
)
def test_a_number_shown_as_a_percentage_is_told(typography: str, kind: str) -> None:
    """A percent sign in quotes is only shown; a bare one multiplies what is shown by hundred."""

    def show(book: Any) -> None:
        book["Risico's"]["B5"].number_format = typography

    assert read(edit(filled(), show)).sheets["Risico's"].cells[5, 2] == Cell(kind, "20")


def test_a_formula_keeps_its_stored_result() -> None:
    cells = read(filled()).sheets["Regels"].cells

    assert cells[4, 9] == Cell("getal", "2001", formula=True)


def test_an_error_is_no_empty_cell() -> None:
    rows = '<row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B1" t="e"><v>#N/A</v></c></row>'

    cells = read(packed(workbook_parts(sheet(rows)))).sheets["Regels"].cells

    assert cells == {(1, 1): Cell("fout", "#DIV/0!", formula=True), (1, 2): Cell("fout", "#N/A")}


def test_hidden_and_merged_places_are_told() -> None:
    def hide(xml: str) -> str:
        hidden = xml.replace('<row r="9"', '<row hidden="1" r="9"').replace('<col min="4"', '<col hidden="1" min="4"')
        return hidden.replace("</sheetData>", "</sheetData><!-- -->").replace(
            "<dataValidations", '<mergeCells count="1"><mergeCell ref="A9:B9"/></mergeCells><dataValidations'
        )

    sheet = read(with_part(filled(), "xl/worksheets/sheet2.xml", hide)).sheets["Regels"]

    assert sheet.hidden_rows == {9}
    assert [number for number in range(1, 10) if sheet.is_hidden_column(number)] == [4]
    assert sheet.merged == ("A9:B9",)


def test_a_sheet_that_claims_to_be_endless_costs_nothing() -> None:
    """The dimension says 17 billion cells and one stands in the last corner: only real cells are read."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    content = packed(workbook_parts(sheet(rows, before='<dimension ref="A1:XFD1048576"/>')))

    cells = read(content, TIGHT).sheets["Regels"].cells

    assert cells == {(1, 1): Cell("getal", "1"), (1_048_576, 16_384): Cell("getal", "2")}


def test_cells_that_quarantine_cannot_count_are_counted_by_the_reader() -> None:
    """Another prefix for the same names is the same XML: `<x:c>` is a cell too."""
    settings = replace(SETTINGS, max_lees_seconden=60, max_werkboek_cellen=20_000)

    assert codes(many_cells(21_000), settings) == ["WERKBOEK_ONLEESBAAR"]


def test_when_time_is_up_the_child_is_gone() -> None:
    """A second is not enough: refused, and the verdict does not wait for the child."""
    assert codes(many_cells(250_000), replace(SETTINGS, max_lees_seconden=1)) == ["WERKBOEK_TE_ZWAAR"]


def test_when_memory_is_up_it_is_a_finding() -> None:
    """30 MB of text that hardly compresses, in 80 MB of memory."""
    noise = random.Random(2027).randbytes(15_000_000).hex()
    content = packed(workbook_parts(strings=strings(f"<si><t>{noise}</t></si>")))

    assert codes(content, replace(SETTINGS, max_lees_geheugen_bytes=80_000_000)) == ["WERKBOEK_TE_ZWAAR"]


@pytest.mark.parametrize(
    "xml",
    [
        "<a>" * 200_000 + "</a>" * 200_000,
        sheet("<row>" * 100_000 + "</row>" * 100_000),
        sheet('<row r="1"><c r="A1"><v>NaN</v></c></row>'),
        sheet('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
        sheet('<row r="-1"><c r="A-1"><v>1</v></c></row>'),
        sheet('<row r="1"><c r="ZZZZZ1"><v>1</v></c></row>'),
        sheet('<row r="1"><c r="A1" s="4000000000"><v>1</v></c></row>'),
        "geen xml",
        "",
    ],
    ids=["diep", "diepe rijen", "NaN", "tekst 99", "rij -1", "kolom ZZZZZ", "stijl", "tekst", "leeg"],
)
def test_a_crafted_sheet_ends_in_an_answer(xml: str) -> None:
    parts = {**workbook_parts(), "xl/worksheets/sheet1.xml": xml}

    reading = read(packed(parts), TIGHT)

    assert bool(reading.sheets) != bool(reading.bevindingen)


ONE = '<c r="A1"><v>1</v></c>'
TWO = '<c r="A1"><v>2</v></c>'
WORKBOOK = workbook_parts()["xl/workbook.xml"]


@pytest.mark.parametrize(
    "rows",
    [
        f'<row r="1">{ONE}{TWO}</row>',
        f'<row r="1">{ONE}</row><row r="1">{TWO}</row>',
        f'<row r="2"/><row r="1">{ONE}</row>',
        f'<row r="9">{ONE}</row>',
        '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="a1"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        f'<row r="-1">{ONE}</row>',
        '<row r="0"/>',
        '<row r="1048577"/>',
        '<row r="1.0"/>',
        f'<row r="1">{ONE}</row></sheetData><sheetData><row r="1">{TWO}</row>',
        f'<row r="1"><d r="A1"><v>2</v></d>{ONE}</row>',
        '<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        '<row r="1"><c r="A1" t="z"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1_000</v></c></row>',
        f'</sheetData><x><sheetData><row r="1">{TWO}</row></sheetData></x><sheetData>',
    ],
)
def test_xml_with_two_readings_is_refused(rows: str) -> None:
    """Excel and the library would each take another value from it; Excel never writes such a file."""
    content = packed(workbook_parts(sheet(rows), strings=strings("<si><t>tekst</t></si>")))

    [found] = read(content).bevindingen

    assert (found.code, found.waarde) == ("WERKBOEK_ONLEESBAAR", "Tweeduidig")


@pytest.mark.parametrize(
    "listed",
    [
        '<sheet name="Extra" sheetId="2"/>',
        '<sheet name="Extra" sheetId="2" r:id=""/>',
        WORKBOOK.split("sheets>")[1][:-2],
    ],
)
def test_a_sheet_without_a_part_of_its_own_is_refused(listed: str) -> None:
    """The library leaves it out without a word."""
    content = packed(workbook_parts(workbook=WORKBOOK.replace("</sheets>", f"{listed}</sheets>")))

    [found] = read(content).bevindingen

    assert (found.code, found.waarde) == ("WERKBOEK_ONLEESBAAR", "Tweeduidig")


RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.mark.parametrize(
    ("kind", "leads"),
    [("officeDocument", "_rels/.rels"), ("styles", LINKS), ("sharedStrings", LINKS)],
)
def test_a_part_that_excel_takes_elsewhere_is_refused(kind: str, leads: str) -> None:
    """The library goes by name or kind, Excel by links: one of the two would see other figures or other formats."""
    parts = {**workbook_parts(sheet('<row r="1"><c r="A1"><v>1</v></c></row>')), "xl/other.xml": "<other/>"}
    link = f'<Relationship Id="r9" Type="{RELATIONS}/{kind}" Target="/xl/other.xml"/>'
    parts[leads] = parts[leads].replace("</Relationships>", f"{link}</Relationships>")

    (found,) = read(packed(parts)).bevindingen

    assert (found.code, found.waarde) == ("WERKBOEK_ONLEESBAAR", "Tweeduidig")


def test_texts_to_which_nothing_leads_are_refused() -> None:
    """Excel knows no such texts, and the library takes them by their kind."""
    parts = workbook_parts()
    parts[LINKS] = parts[LINKS].replace("/sharedStrings", "/niets")

    assert codes(packed(parts)) == ["WERKBOEK_ONLEESBAAR"]


SHOWN = (
    f"<styleSheet xmlns='{MAIN}'><numFmts><numFmt numFmtId='200' formatCode='{{}}'/></numFmts>"
    "<cellXfs><xf numFmtId='0'/><xf numFmtId='200'/></cellXfs></styleSheet>"
)
TEXT_AND_NUMBER = sheet('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>0.5</v></c></row>')


def styled(number_format: str) -> dict[str, str]:
    """Return the parts of a workbook with one text, and one number with this format."""
    parts = workbook_parts(TEXT_AND_NUMBER, strings=strings("<si><t>tekst</t></si>"))
    link = f'<Relationship Id="r9" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>'
    parts[LINKS] = parts[LINKS].replace("</Relationships>", link)
    return {**parts, "xl/styles.xml": SHOWN.format(number_format)}


AS_WRITTEN = {(1, 1): Cell("tekst", "tekst"), (1, 2): Cell("procent", "0.5")}


@pytest.mark.parametrize(
    "names",
    [
        {"xl/styles.xml": "xl/Styles.xml", "xl/sharedStrings.xml": "xl/SharedStrings.xml"},
        {"xl/worksheets/sheet1.xml": "xl/worksheets/Sheet1.xml", LINKS: LINKS.upper()},
        {name: name.replace("/", "\\") for name in styled("0%")},
        {
            "[Content_Types].xml": "[content_types].xml",
            "_rels/.rels": "_Rels/.rels",
            "xl/workbook.xml": "XL/workbook.xml",
        },
    ],
    ids=["styles and texts", "a sheet and links", "as Windows spells a path", "types, links and the list of sheets"],
)
def test_a_part_has_its_name_in_any_capitals(names: dict[str, str]) -> None:
    """Other programs write such files and Excel opens them: `SharedStrings.xml` (python-excel/xlrd#169, #150)."""
    parts = {names.get(name, name): part for name, part in styled("0%").items()}

    assert read(packed(parts)).sheets["Regels"].cells == AS_WRITTEN


def prefixed(part: str) -> str:
    return part.replace("<Rel", "<p:Rel").replace("</Rel", "</p:Rel").replace("xmlns=", "xmlns:p=")


def in_code(parts: dict[str, str], code: str) -> dict[str, bytes]:
    told = {name: f'<?xml version="1.0" encoding="{code}"?>{part.split("?>")[-1]}' for name, part in parts.items()}
    return {name: part.encode(code) for name, part in told.items()}


@pytest.mark.parametrize(
    "parts",
    [
        in_code(styled("0%"), "UTF-16"),
        in_code(styled("0%"), "UTF-16BE"),
        in_code(styled("0%"), "ISO-8859-1"),
        {name: part.encode("utf-8-sig") for name, part in styled("0%").items()},
        {name: prefixed(part) if name == LINKS else part for name, part in styled("0%").items()},
        {
            name: part.replace('Target="', 'Target="/xl/') if name == LINKS else part
            for name, part in styled("0%").items()
        },
    ],
    ids=["UTF-16", "UTF-16 without a mark", "Latin", "UTF-8 with a mark", "prefixed links", "links from the root"],
)
def test_the_same_workbook_as_other_programs_write_it(parts: dict[str, Any]) -> None:
    """EPPlusSoftware/EPPlus#1388, PHPOffice/PhpSpreadsheet#1636, ExcelDataReader#682, JuliaData/XLSX.jl#62."""
    assert read(packed(parts)).sheets["Regels"].cells == AS_WRITTEN


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('<c t="inlineStr"><f>"a"</f><is><t>a</t></is></c>', Cell("tekst", "a", formula=True)),
        (
            '<c><f t="dataTable" ref="A1:A2" dt2D="1" r1="C1" r2="C2"/><v>12.5</v></c>',
            Cell("getal", "12.5", formula=True),
        ),
        ('<c><f t="array" ref="A1:A2">B1:B2*2</f><v>4</v></c>', Cell("getal", "4", formula=True)),
        ('<c><f t="shared" si="0"/></c>', Cell("leeg", "", formula=True)),
        ('<c t="d"><v>2027-01-31</v></c>', Cell("datum", "2027-01-31")),
        ('<c t="b"><v>true</v></c>', Cell("waar", "WAAR")),
        ('<c t="b"><v> false </v></c>', Cell("waar", "ONWAAR")),
    ],
)
def test_a_value_in_every_form_that_programs_store(cell: str, expected: Cell) -> None:
    """python-excel/xlrd#81, EPPlus#868, ClosedXML#2337, JuliaData/XLSX.jl#235, ExcelDataReader#221."""
    assert read(packed(workbook_parts(sheet(f"<row>{cell}</row>")))).sheets["Regels"].cells == {(1, 1): expected}


@pytest.mark.parametrize(("number", "kind"), [(27, "datum"), (57, "datum"), (14, "datum"), (43, "getal"), (7, "getal")])
def test_a_format_of_excels_own_that_differs_by_country(number: int, kind: str) -> None:
    """A file has its number only: of the East's days (ExcelDataReader#736) the library knows none."""
    parts = styled("0")
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace("<xf numFmtId='200'/>", f"<xf numFmtId='{number}'/>")

    assert read(packed(parts)).sheets["Regels"].cells[1, 2].kind == kind


def test_styles_and_texts_stand_where_a_link_leads() -> None:
    """Dynamics AX lays them elsewhere (python-excel/xlrd#317); what then has the usual name is something else."""
    parts = styled("0%")
    parts |= {"styles.xml": parts.pop("xl/styles.xml"), "texts.xml": parts.pop("xl/sharedStrings.xml")}
    parts |= {"xl/styles.xml": "<styleSheet><cellXfs/></styleSheet>"}
    parts[LINKS] = parts[LINKS].replace('"styles.xml', '"/styles.xml').replace('"sharedStrings.xml', '"/texts.xml')

    assert read(packed(parts)).sheets["Regels"].cells == AS_WRITTEN


def test_cells_may_leave_their_place_unsaid() -> None:
    """Some programs count on the order; there is one reading of it."""
    cells = read(packed(workbook_parts(sheet('<row><c><v>1</v></c><c r="C1"><v>2</v></c><c><v>3</v></c></row>'))))

    assert list(cells.sheets["Regels"].cells) == [(1, 1), (1, 3), (1, 4)]


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        ("regel 1_x000D_", "regel 1\r"),
        ("piep_x0007_", "piep\x07"),
        ("_x005F_x000D_", "_x000D_"),
        ("_xD83D__xDE00_", "😀"),
        ("x005F_", "x005F_"),
    ],
)
def test_a_sign_in_excels_own_spelling_is_read_once(stored: str, meant: str) -> None:
    """In all three places where a text can stand: shared, in the cell, and as the result of a formula."""
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c>'
        f'<c r="B1" t="inlineStr"><is><t>{stored}</t></is></c><c r="C1" t="str"><f>A1</f><v>{stored}</v></c></row>'
    )
    content = packed(workbook_parts(sheet(rows), strings=strings(f"<si><t>{stored}</t></si>")))

    cells = read(content).sheets["Regels"].cells

    assert [cells[1, column].text for column in (1, 2, 3)] == [meant] * 3


@pytest.mark.parametrize(
    ("row", "before"),
    [
        ('<row r="9" hidden="1">', ""),
        ('<row r="9" ht="0" customHeight="1">', ""),
        ('<row r="9" ht="5" customHeight="1">', ""),
        ('<row r="9">', '<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>'),
    ],
)
def test_a_row_nobody_sees_is_hidden(row: str, before: str) -> None:
    content = packed(workbook_parts(sheet(f'{row}<c r="A9"><v>1</v></c></row>', before=before)))

    assert read(content).sheets["Regels"].hidden_rows == {9}


@pytest.mark.parametrize("seen", ['hidden="1"', 'width="0" customWidth="1"', 'width="1.5"', 'style="1"'])
def test_a_column_nobody_sees_is_hidden(seen: str) -> None:
    content = packed(workbook_parts(sheet(before=f'<cols><col min="4" max="5" {seen}/></cols>')))

    assert read(content).sheets["Regels"].hidden_columns == ((4, 5),)


def test_a_long_number_stays_what_it_is() -> None:
    """Infinity and 400 digits are for `intake.cells` to refuse; they must not become nothing here."""
    rows = f'<row r="1"><c r="A1"><v>1E400</v></c><c r="B1"><v>{"9" * 400}</v></c></row>'

    cells = read(packed(workbook_parts(sheet(rows)))).sheets["Regels"].cells

    assert cells == {(1, 1): Cell("getal", "inf"), (1, 2): Cell("getal", "9" * 400)}


def test_a_text_beyond_excels_own_limit_is_marked() -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    content = packed(workbook_parts(sheet(rows), strings=strings(f"<si><t>{'x ' * 20_000}</t></si>")))

    assert read(content).sheets["Regels"].cells[1, 1].kind == "te_lang"


def test_one_long_text_in_every_cell_is_refused_by_size() -> None:
    """Ten kilobytes of text, pointed at from 40.000 cells, would be an answer of 400 MB."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 40_001))
    content = packed(workbook_parts(sheet(rows), strings=strings(f"<si><t>{'x' * 10_000}</t></si>")))

    assert codes(content) == ["WERKBOEK_TE_ZWAAR"]


@pytest.mark.parametrize(
    ("answer", "reason", "value"),
    [
        ('{"fault": "too_many_cells"}', "het heeft meer dan 400000 ingevulde cellen", "OverflowError"),
        ('{"fault": "ambiguous"}', "een blad, rij of cel is op meer dan een manier te lezen", "Tweeduidig"),
        ('{"fault": "invalid", "kind": "KeyError"}', "de inhoud is geen geldige werkmap", "KeyError"),
        ('{"fault": "invalid", "kind": "OverflowError"}', "de inhoud is geen geldige werkmap", "OverflowError"),
        ('{"fault": "OverflowError"}', "het leesprogramma gaf een onbruikbaar antwoord", ""),
        ('{"fault": ["ambiguous"]}', "het leesprogramma gaf een onbruikbaar antwoord", ""),
    ],
)
def test_the_child_says_why_in_codes_and_the_parent_in_dutch(answer: str, reason: str, value: str) -> None:
    """A name that the library happens to raise is no word of ours: it does not become another reason."""
    found = sandbox._judge(0, answer.encode(), SETTINGS)

    assert isinstance(found, Bevinding)
    assert (found.code, found.waarde) == ("WERKBOEK_ONLEESBAAR", value)
    assert found.melding == f"Het werkboek is niet te lezen: {reason}."


def test_a_reader_that_does_not_start_is_not_the_senders_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken installation would refuse every submission as unreadable."""
    monkeypatch.setattr(sys, "executable", "/bin/false")

    with pytest.raises(ReaderUnusable):
        read(filled())


def many_cells(count: int) -> bytes:
    """A workbook with this many numbers, 100 a row, its XML written with a prefix."""
    rows = "".join(
        f'<x:row r="{row}">{"".join(f"<x:c><x:v>{row * 100 + column}</x:v></x:c>" for column in range(100))}</x:row>'
        for row in range(1, count // 100 + 1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = f'<x:worksheet xmlns:x="{main}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    return packed(workbook_parts(xml))
