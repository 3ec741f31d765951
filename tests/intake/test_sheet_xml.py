"""XML that two readers would read differently is refused in the child too, whatever quarantine lets through."""

import pytest

from builders.zip import packed, sheet, strings, workbook_parts
from jaarcyclus.intake.part_walk import read_parts
from jaarcyclus.intake.plain_styles import MAIN
from jaarcyclus.intake.sheet_xml import AMBIGUOUS, Unreadable


def require_one_reading(content: bytes) -> None:
    read_parts(content, most_cells=10)


def test_a_plain_workbook_has_one_reading() -> None:
    require_one_reading(packed(workbook_parts()))


@pytest.mark.parametrize(
    "xml",
    [
        f"<!DOCTYPE worksheet []>{sheet()}",
        sheet('<row r="2"/><row r="1"/>'),
        sheet('<row r="1"><c r="A1"/><c r="A1"/></row>'),
    ],
    ids=["own definitions", "a row before its place", "a cell twice"],
)
def test_what_can_be_read_in_two_ways_is_told_by_its_code(xml: str) -> None:
    with pytest.raises(Unreadable) as fault:
        require_one_reading(packed(workbook_parts(xml)))

    assert fault.value.code == AMBIGUOUS


CHOICE = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def chosen(content: str) -> str:
    """Return content that Excel takes when it knows what is asked, and another program does not."""
    return f'<mc:AlternateContent {CHOICE}><mc:Choice Requires="x14">{content}</mc:Choice></mc:AlternateContent>'


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("customXml/item1.xml", strings("<si/>")),
        ("customXml/item1.xml", workbook_parts()["xl/workbook.xml"]),
        ("xl/styles.xml", f"<styleSheet xmlns='{MAIN}'>{chosen('<cellXfs><xf/></cellXfs>')}</styleSheet>"),
        ("xl/styles.xml", f"<styleSheet xmlns='{MAIN}'><fonts>{chosen('<font/>')}</fonts></styleSheet>"),
        (
            "xl/styles.xml",
            f"<styleSheet xmlns='{MAIN}'><tableStyles>{chosen('<tableStyle/>')}</tableStyles></styleSheet>",
        ),
        (
            "xl/styles.xml",
            f"<styleSheet xmlns='{MAIN}'><cellXfs><x>{chosen('<alignment/>')}</x></cellXfs></styleSheet>",
        ),
        ("xl/tables/table1.xml", f"<table xmlns='{MAIN}'>{chosen('<tableStyleInfo/>')}</table>"),
        ("xl/sharedStrings.xml", strings(chosen("<si><t>1</t></si>"))),
        ("xl/sharedStrings.xml", strings(f"<si>{chosen('<t>1</t>')}</si>")),
        ("xl/worksheets/sheet1.xml", sheet(f'<row r="1"><c r="A1">{chosen("<v>1</v>")}</c></row>')),
        ("xl/worksheets/sheet1.xml", sheet(before=chosen("<cols/>"))),
        ("xl/worksheets/sheet1.xml", sheet(before=f'<x {CHOICE} mc:ProcessContent="x:*"/>')),
    ],
)
def test_a_second_part_of_its_kind_or_a_choice_has_two_readings(name: str, part: str) -> None:
    """What a cell holds or shows is then for the program to say: we would read one thing, and Excel show another."""
    with pytest.raises(Unreadable) as fault:
        require_one_reading(packed(workbook_parts() | {name: part}))

    assert fault.value.code == AMBIGUOUS


def test_two_links_of_one_name_have_two_readings() -> None:
    parts = workbook_parts()
    links = parts["xl/_rels/workbook.xml.rels"].replace('"r2"', '"r1"')

    with pytest.raises(Unreadable):
        require_one_reading(packed(parts | {"xl/_rels/workbook.xml.rels": links}))


@pytest.mark.parametrize(
    "text", ["<t>A</t><t>B</t>", "<r><t>A</t><t>B</t></r>", "<t>A</t><r><t>B</t></r>", "<r/><t>A</t>"]
)
def test_a_text_that_is_told_twice_has_two_readings(text: str) -> None:
    """The library takes the last of two texts, and puts a text before its runs."""
    for parts in (
        workbook_parts(strings=strings(f"<si>{text}</si>")),
        workbook_parts(sheet(f'<row r="1"><c r="A1" t="inlineStr"><is>{text}</is></c></row>')),
    ):
        with pytest.raises(Unreadable):
            require_one_reading(packed(parts))


def test_a_text_of_runs_and_how_it_sounds_have_one_reading() -> None:
    runs = "<si><r><t>A</t></r><r><rPr/><t>B</t></r><rPh><t>C</t></rPh></si><si><t/><rPh><t>C</t></rPh></si>"

    require_one_reading(packed(workbook_parts(strings=strings(runs))))


def test_a_choice_of_how_a_control_looks_has_one_reading() -> None:
    """Excel writes it for every button and every path on a disk."""
    parts = workbook_parts(sheet(before=chosen("<controls><control/></controls>")))

    require_one_reading(packed(parts))
