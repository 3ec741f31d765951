"""The sheets that a profile switched on, in the chapter of a perceel: each a table as it was filled in."""

from collections.abc import Mapping

from jaarcyclus.documents.order import DocumentOrder
from jaarcyclus.figures.kaders import SHEETS
from jaarcyclus.figures.records import Figures
from jaarcyclus.printing.table import Chapter, Column, ColumnKind, Table, Value
from jaarcyclus.workbook.extra_tables import EXTRA_SHEETS, EXTRA_TABLES
from jaarcyclus.workbook.form import CellKind, FormColumn, FormTable

_KINDS: Mapping[CellKind, ColumnKind] = {CellKind.AMOUNT: "bedrag", CellKind.FTE: "fte"}


def extra_chapters(order: DocumentOrder, figures: Figures) -> tuple[Chapter, ...]:
    """Return a chapter for each sheet that holds something, in the order of the profile; not of the kaders."""
    keys = order.profile.verantwoording_over(order.boekjaar).sheets_of(order.product)
    return tuple(_chapter(order, figures, key) for key in keys if key not in SHEETS and figures.bladen.get(key))


def make_extra_table(order: DocumentOrder, figures: Figures, key: str) -> Table:
    """Return one sheet as a table; amounts in cents, as they were filled in."""
    form = EXTRA_TABLES[key](order.profile.verantwoording_over(order.boekjaar))
    return Table(
        title=f"{EXTRA_SHEETS[key]} van {order.names[figures.perceel]}",
        columns=tuple(_column(column) for column in form.columns),
        rows=tuple(tuple(_value(row, column, form) for column in form.columns) for row in figures.bladen[key]),
    )


def _chapter(order: DocumentOrder, figures: Figures, key: str) -> Chapter:
    return Chapter(
        title=EXTRA_SHEETS[key],
        anchor=f"{figures.perceel}-{key.replace('_', '-')}",
        wide=True,
        tables=(make_extra_table(order, figures, key),),
    )


def _column(column: FormColumn) -> Column:
    return Column(title=column.heading, kind=_KINDS.get(column.kind, "tekst"))


def _value(row: Mapping[str, str | int], column: FormColumn, form: FormTable) -> Value:
    value = row.get(column.sleutel)
    if form.fixed_rows is not None and column == form.columns[0]:
        return form.fixed_rows.get(str(value), str(value))
    return value
