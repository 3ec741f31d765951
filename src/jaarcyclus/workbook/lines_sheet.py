"""Finishes the sheet with lines: what it reckons, what it colours by condition, its filter, and what stays in sight.

A condition colours a row when it is in use or nearly so: five thousand yellow rows would say that all are to be filled.
"""

from typing import Any

from jaarcyclus.errors import FormNotWritten
from jaarcyclus.workbook.form import CHECK_COLUMN, CellKind, column_letter
from jaarcyclus.workbook.live import ROOM_BELOW, Lines, explains_row, filled_row, live_cells
from jaarcyclus.workbook.styles import rule_styles

_IN_SIGHT = 4  # columns: taakveld to omschrijving
# A filter works on a protected sheet when it was there before. Sorting does not, for columns in it are locked.
_PROTECTION = {"format_columns": True, "format_rows": True, "autofilter": True}


def finish_lines(workbook: Any, sheet: Any, lines: Lines, styles: Any) -> None:
    """Write what the sheet reckons and colours, and set what stays in sight."""
    table = lines.table
    for number, column in enumerate(table.computed, len(table.columns)):
        sheet.set_column(number, number, column.width, styles("rest"))
    for live in live_cells(lines):
        row, place = live.place
        style = styles("aandeel") if live.kind is None else styles(live.kind, locked=True)
        sheet.write_formula(row - 1, place - 1, live.formula, style, live.outcome)
    _add_conditions(sheet, lines, rule_styles(workbook))
    sheet.autofilter(table.heading_row - 1, 0, table.last_row - 1, len(table.columns) + len(table.computed) - 1)
    sheet.freeze_panes(table.heading_row, _IN_SIGHT)
    sheet.protect("", _PROTECTION)


def _add_conditions(sheet: Any, lines: Lines, looks: Any) -> None:
    """Add the rules, the strongest first: what is missing, what is negative, where there is room to go on."""
    table, first = lines.table, lines.table.first_row
    for sleutel in lines.required():
        letter = column_letter(table.column_number(sleutel))
        _add(sheet, lines, sleutel, f'=AND({filled_row(table, first)},{letter}{first}="")', looks["mis"])
    if lines.compares:
        _add(sheet, lines, "toelichting", f"={explains_row(lines, first)}", looks["mis"])
    for column in table.columns:
        if column.kind == CellKind.AMOUNT and not column.empty:
            cell = f"{column_letter(table.column_number(column.sleutel))}{first}"
            _add(sheet, lines, column.sleutel, f"=N({cell})<0", looks["min"])
    counted = next(check.row for check in table.checks if check.name == "regels")
    used = f"${column_letter(CHECK_COLUMN)}${counted}"
    reach = f"=ROW()<=MAX({lines.last_open_row},{used}+{table.heading_row + ROOM_BELOW})"
    for column in table.columns:
        if not (column.empty or column.locked):  # what is written has its own look, and part of it is locked
            _add(sheet, lines, column.sleutel, reach, looks["open"], below=len(lines.rows))


def _add(sheet: Any, lines: Lines, sleutel: str, formula: str, look: Any, *, below: int = 0) -> None:
    """Add a rule to a column, from the first row or so many lower; the formula is that of its first cell."""
    number, table = lines.table.column_number(sleutel) - 1, lines.table
    rule = {"type": "formula", "criteria": formula, "format": look}
    if sheet.conditional_format(table.first_row - 1 + below, number, table.last_row - 1, number, rule) != 0:
        raise FormNotWritten(f"no condition on {sleutel}")
