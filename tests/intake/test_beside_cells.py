"""Words and rows that a sheet holds beside its cells or out of sight, each as a file of its own says it."""

import pytest

from builders.workbook import SETTINGS
from builders.zip import packed, sheet, workbook_parts
from jaarcyclus.intake.beside_cells import header_words
from jaarcyclus.intake.sandbox import Sheet, read_workbook

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
THREADED = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
CELL = '<row r="9"><c r="J9"><v>1</v></c></row>'
SHAPE = "<xml xmlns:v='v' xmlns:x='x'><v:shapetype id='t'/>{}</xml>"
NOTE = "<v:shape><x:ClientData ObjectType='Note'/></v:shape>"
BOX = "<v:shape type='#t'><v:textbox><div>Nog niet akkoord<br></div></v:textbox></v:shape>"


def read(xml: str, part: str | None = None, kind: str = "") -> Sheet:
    """Return the one sheet, with one more part that it leads to."""
    parts = workbook_parts(xml)
    if part is not None:
        parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
            "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
            f"<Relationship Id='r9' Type='{kind}' Target='../beside.xml'/></Relationships>"
        )
        parts["xl/Beside.xml"] = part
    reading = read_workbook(packed(parts), SETTINGS)
    assert not reading.bevindingen
    return reading.sheets["Regels"]


@pytest.mark.parametrize(
    "header",
    [
        "Pagina &P van &N",
        '&C&"Arial,Bold"&14&P / &N',
        "&L&F&C&A&R&D &T",
        "&K000000&P",
        "&R&[Pagina] van &[Pagina\u0027s]",
        "&P+1",
        "",
    ],
)
def test_a_page_number_is_no_word_that_is_lost(header: str) -> None:
    assert header_words([header]) == ""


@pytest.mark.parametrize(
    "header", ["Nog niet akkoord", "&CNog niet akkoord", "pagina &P, concept", "&LB && W: &P", "2026"]
)
def test_words_in_a_page_header_are_told(header: str) -> None:
    assert header_words(["", header])


def test_a_page_header_without_a_place_is_read() -> None:
    xml = sheet(CELL).replace(
        "</worksheet>", "<headerFooter><oddFooter>Nog niet akkoord</oddFooter></headerFooter></worksheet>"
    )

    assert read(xml).page_header == "Nog niet akkoord"


def test_a_comment_of_the_newer_kind_is_told_though_the_older_one_is_not_there() -> None:
    part = "<ThreadedComments xmlns='t'><threadedComment ref='J9'/></ThreadedComments>"

    assert read(sheet(CELL), part, THREADED).comments == ((9, 10),)


@pytest.mark.parametrize("told", ["J9", "$J$9"])
def test_a_note_is_told_in_every_spelling_of_its_place(told: str) -> None:
    part = f"<comments xmlns='c'><commentList><comment ref='{told}'/><comment ref='?'/></commentList></comments>"

    assert read(sheet(CELL), part, f"{OFFICE}/comments").comments == ((9, 10),)


@pytest.mark.parametrize(("shapes", "told"), [(BOX, True), (NOTE, False), (NOTE + BOX, True), ("", False)])
def test_a_text_box_of_older_programs_is_told_and_the_shape_of_a_note_is_not(shapes: str, told: bool) -> None:
    """It is no XML that every reader takes: a break of a line is not shut."""
    assert read(sheet(CELL), SHAPE.format(shapes), f"{OFFICE}/vmlDrawing").drawing is told


@pytest.mark.parametrize("told", ['ht="1"', 'ht="5.9"', 'ht="-1"', 'hidden="true"'])
def test_a_row_too_low_to_read_is_hidden(told: str) -> None:
    assert read(sheet(CELL.replace('r="9"', f'r="9" {told}'))).hidden_rows == {9}


def test_a_row_that_can_be_read_is_not() -> None:
    assert read(sheet(CELL.replace('r="9"', 'r="9" ht="6"'))).hidden_rows == frozenset()


@pytest.mark.parametrize(
    ("usual", "rows", "columns"),
    [
        ('defaultRowHeight="1"', {9}, ()),
        ('defaultColWidth="0" defaultRowHeight="15"', set(), ((10, 10),)),
        ('baseColWidth="0" defaultRowHeight="15"', set(), ((10, 10),)),
        ('defaultRowHeight="15"', set(), ()),
    ],
)
def test_rows_and_columns_of_no_usual_size_are_hidden(usual: str, rows: set[int], columns: tuple[object, ...]) -> None:
    found = read(sheet(CELL, f"<sheetFormatPr {usual}/>"))

    assert (found.hidden_rows, found.hidden_columns) == (rows, columns)


@pytest.mark.parametrize(
    ("pane", "rows", "columns"),
    [
        ('ySplit="1" state="frozen"', {9}, ()),
        ('ySplit="1" xSplit="1" state="frozen"', {9}, ((1, 11),)),
        ('ySplit="1" state="split"', set(), ()),
        ('xSplit="1" state="frozen"', set(), ((1, 11),)),
    ],
)
def test_what_lies_before_a_frozen_view_cannot_be_scrolled_to(
    pane: str, rows: set[int], columns: tuple[object, ...]
) -> None:
    found = read(sheet(CELL, f'<sheetViews><sheetView topLeftCell="L11"><pane {pane}/></sheetView></sheetViews>'))

    assert (found.hidden_rows, found.hidden_columns) == (rows, columns)


def test_a_picture_behind_the_cells_is_told() -> None:
    """It lies behind the whole sheet, as a stamp `concept` does, and is no drawing: the sheet leads to it itself."""
    assert read(sheet(CELL), "picture", f"{OFFICE}/image").drawing
    assert not read(sheet(CELL), "<t/>", f"{OFFICE}/printerSettings").drawing
