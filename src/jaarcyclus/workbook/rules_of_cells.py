"""What a spreadsheet program lets somebody type in a cell, and says beside it; whatever is pasted passes it by.

So intake judges all of it again. A rule that the library does not write, because a text is too long, breaks the build.
"""

from typing import Any

from jaarcyclus.errors import FormNotWritten
from jaarcyclus.workbook.form import CellKind, FormColumn, FormTable, column_letter
from jaarcyclus.workbook.info_sheets import code_range
from jaarcyclus.workbook.prompts import MAX_TITLE, prompt_of
from jaarcyclus.workbook.spoken import Lists

_MOST = 10**13  # euros; intake takes no more either


def add_rule(sheet: Any, table: FormTable, number: int, lists: Lists) -> None:
    """Give the cells of a column (from 0) their list, their bounds and their texts. Raises FormNotWritten."""
    column = table.columns[number]
    told, title = prompt_of(table.sheet, column), _title(column.heading)
    asked = {"input_title": title, "input_message": told.asked} if told.asked else {}
    options = {**_bounds(column, table, lists), **asked, "error_title": title, "error_message": told.refused}
    outcome = sheet.data_validation(table.first_row - 1, number, table.last_row - 1, number, options)
    if outcome != 0:
        raise FormNotWritten(f"no rule for {table.sheet}, {column.heading}: {outcome}")


def _title(heading: str) -> str:
    return heading if len(heading) <= MAX_TITLE else f"{heading[: MAX_TITLE - 1]}…"


def _bounds(column: FormColumn, table: FormTable, lists: Lists) -> dict[str, Any]:
    source = list(column.choices) if column.choices else _listed(column.sleutel, table, lists)
    if source is not None:
        return {"validate": "list", "source": source}
    if column.kind in (CellKind.AMOUNT, CellKind.FTE):
        return {"validate": "decimal", "criteria": "between", "minimum": -_MOST, "maximum": _MOST}
    if column.kind == CellKind.NUMBER:
        return {"validate": "integer", "criteria": "between", "minimum": -_MOST, "maximum": _MOST}
    return {"validate": "length", "criteria": "<=", "value": column.max_text}


def _listed(sleutel: str, table: FormTable, lists: Lists) -> str | None:
    """Return the formula of the list of a column of codes; that of a categorie follows the kant in its row."""
    if sleutel == "categorie":
        side = f"${column_letter(table.column_number('kant'))}{table.first_row}"
        baten, lasten = (code_range(f"categorie_{name}", lists) for name in ("baten", "lasten"))
        return f'=IF({side}="baten",{baten},{lasten})'
    return f"={code_range(sleutel, lists)}" if sleutel in lists else None
