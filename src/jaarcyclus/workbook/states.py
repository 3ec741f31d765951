"""How far each sheet is, for Start: leeg, bezig or klaar, as a formula and as its outcome for what is written with it.

"Klaar" says that nothing which must be filled in is empty. Whether it is right, intake says.
"""

from collections.abc import Mapping, Sequence

from jaarcyclus.workbook.form import CHECK_COLUMN, FormTable, cell_name, column_letter
from jaarcyclus.workbook.rows import Value

EMPTY, BUSY, DONE, FREE = "leeg", "bezig", "klaar", "mag leeg"


def is_reckoned(table: FormTable) -> bool:
    """Return whether Start can reckon the state of a sheet: gnumeric reads no formula with an apostrophe in a name."""
    return "'" not in table.sheet


def formula_of(table: FormTable) -> str:
    """Return the formula of the state of a sheet."""
    if table.checks:
        lines, empty = (f"{_sheet(table)}{cell_name(row, CHECK_COLUMN)}" for row in _check_rows(table))
        return f'=IF({lines}+{empty}=0,"{EMPTY}",IF({empty}>0,"{BUSY}","{DONE}"))'
    filled = "+".join(f"COUNTA({_area(table, sleutel)})" for sleutel in _keys(table))
    if table.every_row:
        asked = (table.last_row - table.heading_row) * len(_keys(table))
        return f'=IF({filled}=0,"{EMPTY}",IF({filled}<{asked},"{BUSY}","{DONE}"))'
    first, *others = _keys(table)
    missing = [f'COUNTIFS({_area(table, first)},"?*",{_area(table, sleutel)},"")' for sleutel in others]
    nameless = f'COUNTIFS({_area(table, first)},"",{_area(table, others[0])},"?*")'
    return f'=IF({filled}=0,"{EMPTY}",IF({"+".join((*missing, nameless))}>0,"{BUSY}","{DONE}"))'


def state_of(table: FormTable, rows: Sequence[Mapping[str, Value]]) -> str:
    """Return the state of a sheet with these rows in it."""
    used = [row for row in rows if any(row.get(key) not in (None, "") for key in _keys(table))]
    if not used:
        return EMPTY
    asked = range(table.last_row - table.heading_row) if table.every_row else used
    full = [row for row in used if all(row.get(key) not in (None, "") for key in _keys(table))]
    return DONE if len(full) == len(asked) else BUSY


def _keys(table: FormTable) -> list[str]:
    """Return the columns that a filled row cannot do without, but for the one that the form fills in itself."""
    keys = [column.sleutel for column in table.columns if column.required]
    return keys[1:] if table.fixed_rows else keys


def _check_rows(table: FormTable) -> tuple[int, int]:
    rows = {check.name: check.row for check in table.checks}
    return rows["regels"], rows["leeg"]


def _sheet(table: FormTable) -> str:
    return f"'{table.sheet}'!"


def _area(table: FormTable, sleutel: str) -> str:
    letter = column_letter(table.column_number(sleutel))
    return f"{_sheet(table)}${letter}${table.first_row}:${letter}${table.last_row}"
