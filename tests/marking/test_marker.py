"""Marks come into every workbook that everybody reads alike, however its program wrote it, and nothing else changes."""

import random
import re
import zlib
from dataclasses import replace
from io import BytesIO
from typing import Any
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile

import openpyxl
import pytest

from builders.workbook import edit, filled, with_part
from builders.zip import packed, sheet, workbook_parts
from jaarcyclus.marking.formats import MAIN
from jaarcyclus.marking.marker import mark
from jaarcyclus.marking.order import Listed, Mark, Order
from jaarcyclus.marking.own import sign_note
from jaarcyclus.marking.places import Unmarkable

FIRST = "xl/worksheets/sheet1.xml"
ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'


def order(name: str = "Regels", cell: str = "A1") -> Order:
    """One fault at one cell."""
    note = sign_note("FOUT", "Dit klopt niet.")
    listed = Listed(
        severe=True,
        sheet=name,
        area=cell,
        message="=1+1",
        value="<&\x0b",
        expected="_x0041_",
        remedy="",
        code="FOUT",
        is_there=True,
    )
    return Order(marks=(Mark(sheet=name, area=cell, severe=True, formula="TRUE", note=note),), listed=(listed,))


def parts(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(content))


def test_a_mark_stands_before_the_formats_of_the_sender() -> None:
    """LibreOffice goes by their order, not by their numbers: the yellow of an open row hid every mark on it."""
    marked = parts(mark(filled(), order(cell="A12")))
    lines = next(part for name, part in marked.items() if b'sqref="A12"' in part and "sheet" in name)

    first = lines[lines.index(b"<conditionalFormatting") :]
    assert b'sqref="A12"' in first[: first.index(b">")]


def test_a_row_of_the_list_says_how_high_it_is() -> None:
    """Sentences of one row stood over those of the next in a workbook that LibreOffice had saved."""
    told = replace(order().listed[0], message="Dit is een lange zin. " * 12)
    result = mark(filled(), replace(order(), listed=(told,)))

    assert opened(result)["Bevindingen"].row_dimensions[2].height >= 60


def test_a_workbook_without_formats_gets_notes_and_the_list() -> None:
    result = mark(packed(workbook_parts(sheet(ROW))), order())

    assert b"conditionalFormatting" not in parts(result)[FIRST]
    assert opened(result)["Regels"]["A1"].comment.text.startswith("Jaarcyclus · FOUT · ")
    assert opened(result).sheetnames == ["Regels", "Bevindingen"]


def test_a_sheet_with_prefixes_keeps_them() -> None:
    rows = f"<x:sheetData>{ROW.replace('<', '<x:').replace('<x:/', '</x:')}</x:sheetData>"
    own, end = f'<x:worksheet xmlns:x="{MAIN}">{rows}', "<x:tableParts/></x:worksheet>"
    after = parts(mark(packed(workbook_parts(f"{own}{end}")), order()))[FIRST].decode()

    assert after.startswith(f'{own}<legacyDrawing xmlns="{MAIN}" ')
    assert after.endswith(f"/>{end}")


def test_texts_in_the_list_are_texts() -> None:
    (row,) = opened(mark(packed(workbook_parts(sheet(ROW))), order()))["Bevindingen"].iter_rows(min_row=2)

    assert [cell.value for cell in row] == ["fout", "Regels", "A1", "=1+1", "<&", "_x005F_x0041_", None, "FOUT"]
    assert row[3].data_type != "f"


def test_the_number_of_formats_is_counted_and_not_believed() -> None:
    told = '<dxfs count="7"><dxf/></dxfs>'
    content = with_part(filled(), "xl/styles.xml", lambda xml: re.sub("<dxfs .*</dxfs>", told, xml))
    result = parts(mark(content, order(cell="B9")))

    assert b'<dxfs count="5"><dxf/>' in result["xl/styles.xml"]
    assert b'sqref="B9"><cfRule type="expression" dxfId="1"' in result["xl/worksheets/sheet2.xml"]


def test_a_drawing_that_is_no_xml_is_left_alone() -> None:
    """Older programs write `<br>` in the box of a note: then the cells have colours, and no notes of ours."""

    def note(book: Any) -> None:
        book["Regels"]["H11"].comment = openpyxl.comments.Comment("Klopt", "controller")

    content = edit(filled(), note)
    drawing = next(name for name in parts(content) if name.endswith(".vml"))
    content = with_part(content, drawing, lambda xml: xml.replace("</xml>", "<br></xml>"))
    result = parts(mark(content, order(cell="B9")))

    assert result[drawing] == parts(content)[drawing]
    assert not any(b"Jaarcyclus \xc2\xb7" in part for name, part in result.items() if "comments" in name)
    assert b'sqref="B9"' in result["xl/worksheets/sheet2.xml"]


def test_his_notes_and_ours_lie_in_one_drawing_with_numbers_of_their_own() -> None:
    def note(book: Any) -> None:
        book["Regels"]["H11"].comment = openpyxl.comments.Comment("Klopt", "controller")

    content = edit(filled(), note)
    drawing = next(name for name in parts(content) if name.endswith(".vml"))
    after = parts(mark(content, order(cell="B9")))[drawing].decode()

    assert after.count('ObjectType="Note"') == 2
    assert 'id="_x0000_s1026"' in after


@pytest.mark.parametrize("name", ["xl/styles.xml", "xl/workbook.xml", FIRST, "[Content_Types].xml"])
def test_a_part_in_another_encoding_is_refused_whole(name: str) -> None:
    content = with_part(filled(), name, lambda xml: xml.replace('encoding="UTF-8"', 'encoding="ISO-8859-1"', 1))

    with pytest.raises(Unmarkable):
        mark(content, order())


def test_damaged_workbooks_are_marked_or_refused() -> None:
    """Three hundred with a few bytes changed: no other exception, as the child has no better word for one."""
    chance = random.Random(20261130)
    original = parts(mark(filled(), order(cell="B9")))
    names = [name for name in original if name.endswith((".xml", ".rels", ".vml"))]
    for _ in range(300):
        name = chance.choice(names)
        damaged = bytearray(original[name])
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(damaged))
            damaged[place : place + chance.randint(0, 30)] = chance.choice([b"", b"<", b'"', b"&", bytes(damaged[:40])])
        try:
            mark(packed({**original, name: bytes(damaged)}), order(cell="B9"))
        except (Unmarkable, ExpatError, BadZipFile, KeyError, zlib.error):
            continue


def test_of_a_cell_and_an_area_that_begins_there_the_fault_has_the_note() -> None:
    (fault,) = order().marks
    area = replace(fault, area="A1:B2", severe=False, note=sign_note("WAARSCHUWING", "Deze cellen zijn samengevoegd."))
    given = replace(order(), marks=(area, fault))

    assert "FOUT" in opened(mark(packed(workbook_parts(sheet(ROW))), given))["Regels"]["A1"].comment.text
