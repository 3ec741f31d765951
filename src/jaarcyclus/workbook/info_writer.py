"""Writes the sheets that people only read: Start, with the state of every sheet and a link to it, and Codelijsten."""

from collections.abc import Mapping, Sequence
from typing import Any

from jaarcyclus.printing.spreadsheet import write_text
from jaarcyclus.workbook.form import START_FIRST_SHEET, START_STATE_COLUMN, CellPlace, FormTable
from jaarcyclus.workbook.rows import Value
from jaarcyclus.workbook.states import formula_of, is_reckoned, state_of
from jaarcyclus.workbook.styles import print_one_page_wide, row_height

_WIDTHS = (24, 14, 90)
_WHOLE = sum(_WIDTHS)  # a text that runs on over the empty cells beside it
_LIST_WIDTH = 62


def write_start(
    sheet: Any,
    cells: Mapping[CellPlace, str],
    tables: Sequence[FormTable],
    rows: Mapping[str, Sequence[Mapping[str, Value]]],
    styles: Any,
) -> None:
    """Write Start: its texts, and per sheet a link and a state."""
    for number, width in enumerate(_WIDTHS):
        sheet.set_column(number, number, width)
    listed = range(START_FIRST_SHEET, START_FIRST_SHEET + len(tables))
    for (row, column), text in cells.items():
        if row in listed and column == 1:
            link = f"internal:'{text.replace(chr(39), chr(39) * 2)}'!A1"
            sheet.write_url(row - 1, 0, link, styles("link"), text, f"Ga naar {text}")
        else:
            write_text(sheet, row - 1, column - 1, text, styles(_style(row, column, text, listed)))
    for row, table in zip(listed, tables, strict=True):
        if is_reckoned(table):
            state = state_of(table, rows.get(table.sheet, ()))
            sheet.write_formula(row - 1, START_STATE_COLUMN - 1, formula_of(table), styles("stand"), state)
    sheet.freeze_panes(START_FIRST_SHEET - 1, 0)
    sheet.protect("")
    print_one_page_wide(sheet)


def _style(row: int, column: int, text: str, listed: range) -> str:
    if row == 1:
        return "titel"
    if row == START_FIRST_SHEET - 1:
        return "kop"
    if row in listed and column == START_STATE_COLUMN:
        return "stand"
    return "tussenkop" if text in HEADINGS and row > listed.stop else "gewoon" if row in listed else "rest"


HEADINGS = ("Zo vult u het in", "Btw-regimes")


def write_codes(sheet: Any, cells: Mapping[CellPlace, str], styles: Any) -> None:
    """Write Codelijsten: a column per list, its heading in sight."""
    for (row, column), text in cells.items():
        write_text(sheet, row - 1, column - 1, text, styles("kop" if row == 1 else "lijst"))
    for column in {column for _, column in cells}:
        sheet.set_column(column - 1, column - 1, _LIST_WIDTH)
    sheet.set_row(0, row_height([]))
    sheet.freeze_panes(1, 0)
    sheet.protect("")
    print_one_page_wide(sheet)
