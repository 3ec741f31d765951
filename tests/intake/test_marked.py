"""The sender's own workbook comes back: its faults marked, and all that he put in as he put it in."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from builders.workbook import (
    SETTINGS,
    dowr,
    edit,
    filled,
    judge_workbook,
    make_figures,
    make_line,
    with_part,
)
from jaarcyclus.intake import marked, quarantine
from jaarcyclus.intake.marked import mark_workbook
from jaarcyclus.intake.sandbox import read_workbook
from jaarcyclus.intake.verdict import Verdict
from jaarcyclus.marking.own import HEADINGS, is_own_note
from jaarcyclus.terms.findings import Bevinding, bevinding

REAL = Path(__file__).resolve().parents[3] / "shared/data/xlsx"
REGELS = "xl/worksheets/sheet2.xml"


def judge(content: bytes) -> Verdict:
    return judge_workbook(content, dowr(), SETTINGS)


def with_faults() -> bytes:
    """A form with a code as a number, an unknown category and a risk without its chance."""

    def spoil(book: Any) -> None:
        book["Regels"]["A10"] = 0.4
        book["Regels"]["C9"] = '3.88 "x"'
        book["Risico's"]["B5"] = None

    return edit(filled(), spoil)


def mark(content: bytes) -> bytes:
    """The workbook with the findings of its own verdict."""
    given = mark_workbook(content, judge(content).bevindingen, SETTINGS)
    assert given.content is not None, given.reason
    return given.content


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(content))


def part(content: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name)


def rows(content: bytes, name: str) -> bytes:
    found = re.search(rb"<sheetData.*</sheetData>", part(content, name), re.DOTALL)
    assert found
    return found[0]


def test_each_faulty_cell_is_coloured_and_says_what_to_do() -> None:
    book = opened(mark(with_faults()))

    note = book["Regels"]["C9"].comment.text
    assert note.startswith("Jaarcyclus · CATEGORIE_ONBEKEND · ")
    assert "Te doen: " in note
    ours = {
        str(area.sqref): (rule.formula[0], rule.dxf.fill.bgColor.rgb)
        for area in book["Regels"].conditional_formatting
        for rule in area.rules
        if "Jaarcyclus" in rule.formula[0]
    }
    assert ours["C9"] == ('AND(N("Jaarcyclus")=0,EXACT(C9,"3.88 ""x"""))', "FFFFC7CE")
    assert ours["A10"] == ('AND(N("Jaarcyclus")=0,AND(ISNUMBER(A10),A10=0.4))', "FFFFC7CE")
    assert book["Risico's"]["B5"].comment is not None


def test_a_warning_looks_otherwise_than_a_fault() -> None:
    content = with_faults()
    warned = next(item for item in judge(content).bevindingen if item.ernst == "waarschuwing")
    book = opened(mark(content))

    (area,) = [area for area in book["Regels"].conditional_formatting if str(area.sqref) == warned.cel]
    assert area.rules[0].dxf.fill.bgColor.rgb == "FFFFEB9C"


def test_the_sheet_of_findings_leads_to_each_cell() -> None:
    content = with_faults()
    sheet = opened(mark(content))["Bevindingen"]

    findings = judge(content).bevindingen
    assert tuple(cell.value for cell in sheet[1]) == HEADINGS
    assert [(row[0].value, row[1].value, row[2].value) for row in sheet.iter_rows(min_row=2)] == [
        (item.ernst, item.blad, item.cel) for item in findings
    ]
    assert {row[2].hyperlink.location for row in sheet.iter_rows(min_row=2)} >= {"'Regels'!C9", "'Risico''s'!B5"}
    assert sheet.freeze_panes == "A2"


def test_the_rows_are_his_byte_for_byte_and_no_part_is_lost() -> None:
    content = with_faults()
    result = mark(content)

    with ZipFile(BytesIO(content)) as before, ZipFile(BytesIO(result)) as after:
        assert set(before.namelist()) <= set(after.namelist())
        other = {name for name in before.namelist() if before.read(name) != after.read(name)}
        sheets = [name for name in before.namelist() if name.startswith("xl/worksheets/sheet")]
    assert all(rows(content, name) == rows(result, name) for name in sheets)
    assert {name for name in other if not name.startswith("xl/worksheets/")} == {
        "[Content_Types].xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
    }


def test_a_marked_workbook_that_comes_back_is_read_as_the_one_before_it() -> None:
    content = with_faults()

    assert judge(mark(content)).bevindingen == judge(content).bevindingen


def test_a_workbook_that_was_corrected_in_its_marked_copy_is_accepted() -> None:
    content = with_part(filled(), "xl/sharedStrings.xml", lambda xml: xml.replace("<t>3.8 Overige", "<t>3.88 Overige"))
    assert not judge(content).accepted
    result = mark(content)

    corrected = with_part(result, "xl/sharedStrings.xml", lambda xml: xml.replace("<t>3.88 Overige", "<t>3.8 Overige"))

    verdict = judge(corrected)
    assert verdict.accepted
    assert verdict.bevindingen == ()


def test_marking_a_marked_workbook_leaves_what_marking_it_once_left() -> None:
    result = mark(with_faults())

    assert mark(result) == result


def test_rules_of_his_own_have_their_numbers_back_when_nothing_is_marked_any_more() -> None:
    """Ours come before them only as long as they are there; the form itself has rules on every column."""
    content = with_faults()
    result = mark_workbook(mark(content), [bevinding("REGELS_LEEG", blad="Regels")], SETTINGS).content

    assert result is not None
    numbers = [re.findall(rb'priority="(\d+)"', part(file, REGELS)) for file in (content, result)]
    assert numbers[0] == numbers[1] != []


def test_a_former_mark_goes_where_nothing_is_wrong_any_more() -> None:
    result = mark(with_faults())
    left = tuple(item for item in judge(result).bevindingen if item.blad != "Risico's")

    again = mark_workbook(result, left, SETTINGS).content

    assert again is not None
    book = opened(again)
    assert book["Risico's"]["B5"].comment is None
    assert not list(book["Risico's"].conditional_formatting)


def test_a_note_of_his_stays_and_gets_none_of_ours() -> None:
    def note(book: Any) -> None:
        book["Regels"]["C9"].comment = openpyxl.comments.Comment("Navragen bij inkoop", "controller")
        book["Regels"]["I11"].comment = openpyxl.comments.Comment("Klopt", "controller")

    book = opened(mark(edit(with_faults(), note)))

    assert book["Regels"]["C9"].comment.text == "Navragen bij inkoop"
    assert book["Regels"]["I11"].comment.text == "Klopt"
    assert is_own_note(book["Regels"]["A10"].comment.text)


def test_what_he_adds_to_a_note_of_ours_is_a_finding() -> None:
    def answer(book: Any) -> None:
        book["Regels"]["C9"].comment.text += "\nDit is onze eigen code."

    found = judge(edit(mark(with_faults()), answer)).bevindingen

    assert [(item.code, item.cel) for item in found if item.code == "OPMERKING_NIET_GELEZEN"] == [
        ("OPMERKING_NIET_GELEZEN", "C9")
    ]


def test_a_sheet_of_his_own_with_our_name_is_still_unknown() -> None:
    def add(book: Any) -> None:
        book.create_sheet("Bevindingen")["A1"] = "Onze eigen lijst"

    found = judge(edit(with_faults(), add)).bevindingen

    assert ("BLAD_ONBEKEND", "Bevindingen") in {(item.code, item.blad) for item in found}


def test_ours_come_before_his_own_rules_which_stay() -> None:
    own = (
        '<conditionalFormatting sqref="H9"><cfRule type="cellIs" operator="lessThan" priority="1"><formula>0</formula>'
    )
    closed = f"{own}</cfRule></conditionalFormatting>"
    content = with_part(with_faults(), REGELS, lambda xml: xml.replace("<dataValidations", f"{closed}<dataValidations"))

    xml = part(mark(content), REGELS).decode()

    marks = xml.count('N("Jaarcyclus")')
    assert own.replace('priority="1"', f'priority="{marks + 1}"') in xml


def test_a_text_of_a_formula_in_a_finding_is_text() -> None:
    found = [bevinding("CEL_BUITEN_SJABLOON", blad="Regels", cel="A12", waarde='=HYPERLINK("https://x","y")')]
    result = mark_workbook(filled(), found, SETTINGS).content

    assert result is not None
    cell = opened(result)["Bevindingen"]["E2"]
    assert cell.data_type in ("s", "inlineStr")


def test_four_hundred_lines_with_as_many_faults_come_back_whole() -> None:
    lines = tuple(make_line(f"Regel {number}", taakveld="9.99", rij=9 + number) for number in range(400))
    content = filled(make_figures(regels=lines))
    result = mark(content)

    assert rows(content, REGELS) == rows(result, REGELS)
    assert judge(result).bevindingen == judge(content).bevindingen


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"geen werkboek", "kan niet worden geopend"),
        (
            with_part(filled(), "xl/styles.xml", lambda xml: xml.replace('encoding="UTF-8"', 'encoding="ISO-8859-1"')),
            "zo opgeslagen",
        ),
    ],
)
def test_what_cannot_be_marked_gives_a_sentence_and_no_file(content: bytes, words: str) -> None:
    given = mark_workbook(content, [bevinding("CEL_BUITEN_SJABLOON", blad="Regels", cel="A12")], SETTINGS)

    assert given.content is None
    assert words in given.reason


def test_findings_without_a_place_give_no_file() -> None:
    given = mark_workbook(filled(), [bevinding("GEEN_OPEN_RONDE", product="de begroting")], SETTINGS)

    assert given.content is None
    assert "niets te markeren" in given.reason


def test_a_child_that_changes_a_cell_gets_nothing_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the child gives is as hostile as what it got: one other byte in the rows is seen."""
    honest = marked.run_child

    def lying(module: str, given: bytes, settings: Any) -> tuple[int, bytes]:
        status, result = honest(module, given, settings)
        return status, with_part(result, REGELS, lambda xml: xml.replace("<v>1000.5</v>", "<v>1000.6</v>", 1))

    monkeypatch.setattr(marked, "run_child", lying)

    assert mark_workbook(with_faults(), judge(with_faults()).bevindingen, SETTINGS).content is None


def test_a_child_that_loses_a_part_gets_nothing_sent() -> None:
    content = with_faults()
    lost = BytesIO()
    with ZipFile(BytesIO(mark(content))) as source, ZipFile(lost, "w") as target:
        for info in source.infolist():
            if info.filename != "docProps/app.xml":
                target.writestr(info, source.read(info))

    assert not marked._same_parts(content, lost.getvalue(), "")


def test_a_workbook_that_would_grow_too_large_gives_a_sentence() -> None:
    content = with_faults()
    given = mark_workbook(content, judge(content).bevindingen, replace(SETTINGS, max_werkboek_bytes=len(content)))

    assert given.content is None


def real_files() -> list[Path]:
    return sorted(path for path in REAL.rglob("*.xlsx") if path.is_file())


@pytest.mark.parametrize("path", real_files() or [REAL], ids=lambda path: path.name)
def test_every_odd_workbook_of_others_comes_back_whole_or_not_at_all(path: Path, shared_data: Path) -> None:
    content = path.read_bytes()
    before = read_workbook(content, SETTINGS)
    found = [_at_first_cell(name) for name in before.sheets] or [_at_first_cell("Regels")]
    given = mark_workbook(content, found, SETTINGS)

    assert (given.content is None) == bool(before.bevindingen), given.reason
    if given.content is not None:
        assert not quarantine.inspect(given.content, SETTINGS.max_werkboek_bytes, SETTINGS.max_werkboek_cellen)


def _at_first_cell(sheet: str) -> Bevinding:
    return replace(bevinding("CEL_BUITEN_SJABLOON", cel="A1"), blad=sheet)
