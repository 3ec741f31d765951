"""What stands on the form beforehand, and what of it is locked or only proposed.

What people measure anew (bezetting, inhuur) is left for them to fill in: an old number that looks confirmed is worse
than an empty cell.
"""

from collections.abc import Mapping, Sequence

from jaarcyclus.figures.prefill import Prefill
from jaarcyclus.workbook.form import LAST_TEXT, LINE_KEY, MENSKRACHT, REGELS, TOELICHTING, FormColumn
from jaarcyclus.workbook.rows import Value

_CODES = frozenset({"taakveld", "categorie", "kant", "wederpartij"})
_NATURE = "aard"
_ADOPTED = frozenset({"doel", "indicator", "eenheid", "nulwaarde", "nuljaar", "bron", "streefwaarde"})
"""Of an indicator: what was adopted with the budget of the year."""
_MEASURED = frozenset({"bezetting_fte_honderdste", "externe_inhuur_cent"})

Rows = Sequence[Mapping[str, Value]]


def with_begun(rows: Mapping[str, Rows], begun: Prefill) -> dict[str, Rows]:
    """Return the rows to write per sheet, with the key of each line and the text that was written last."""
    lines = [{**row, LINE_KEY: key} for row, key in zip(rows[REGELS], begun.keys, strict=True)]
    texts = [{**row, LAST_TEXT: begun.texts.get(str(row["kop"]))} for row in rows[TOELICHTING]]
    staff = [{name: value for name, value in row.items() if name not in _MEASURED} for row in rows[MENSKRACHT]]
    return {**rows, REGELS: lines, TOELICHTING: texts, MENSKRACHT: staff}


def look_of(column: FormColumn, row: Mapping[str, Value], begun: Prefill | None) -> dict[str, bool]:
    """Return how a cell looks: `locked` when another value is refused, `proposed` when it is ours to begin with."""
    if column.locked:
        return {"locked": True}
    if begun is None:
        return {}
    if LINE_KEY not in row:
        return {"locked": begun.same_year and "streefwaarde" in row and column.sleutel in _ADOPTED}
    codes = _CODES | {_NATURE} if begun.same_year else _CODES
    fixed = column.sleutel in begun.fixed or (bool(row[LINE_KEY]) and column.sleutel in codes)
    return {"locked": fixed, "proposed": column.sleutel in begun.proposed}
