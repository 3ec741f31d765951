"""A table as data: the PDF and the workbook of a product are written from the same one, so they cannot differ.

Amounts stay integer cents until a cell is drawn. Nothing here knows HTML or Excel.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from jaarcyclus.errors import IncompleteTable
from jaarcyclus.terms.formats import format_amount, format_deviation, format_fte
from jaarcyclus.terms.money import format_count

ColumnKind = Literal["tekst", "bedrag", "afwijking", "fte", "pct"]
Value = str | int | None


@dataclass(frozen=True, kw_only=True)
class Column:
    """`kind` says what its values are: text; cents (`bedrag`, `afwijking`: V is positive); hundredths (`fte`)."""

    title: str
    kind: ColumnKind = "tekst"
    width_pct: int | None = None

    @property
    def is_number(self) -> bool:
        return self.kind != "tekst"


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows under columns; the first column names its row. Raises IncompleteTable when a row has another length."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    totals: tuple[tuple[Value, ...], ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        for row in (*self.rows, *self.totals):
            if len(row) != len(self.columns):
                raise IncompleteTable(f"{self.title}: {len(row)} cells under {len(self.columns)} columns")

    def has_cents(self) -> bool:
        """Return whether any amount is no whole euro; then all show their cents."""
        return any(
            value % 100
            for row in (*self.rows, *self.totals)
            for column, value in zip(self.columns, row, strict=True)
            if column.kind in ("bedrag", "afwijking") and isinstance(value, int)
        )

    def texts(self, row: tuple[Value, ...], *, cents: bool) -> Iterator[tuple[Column, str]]:
        """Yield each cell of a row as it is read on paper."""
        for column, value in zip(self.columns, row, strict=True):
            yield column, as_text(column.kind, value, cents=cents)


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A chapter: prose, tables, and chapters of its own. `anchor` is its address within the document."""

    title: str
    anchor: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    parts: tuple["Chapter", ...] = ()
    wide: bool = False  # on pages of its own, on their side
    fresh: bool = False  # starts a page


def as_text(kind: ColumnKind, value: Value, *, cents: bool = True) -> str:
    """Return one value as it is read on paper; None is nothing to show in text and a dash among numbers."""
    if isinstance(value, str):
        return value
    if kind == "tekst":
        return "" if value is None else str(value)
    if kind == "afwijking":
        return format_deviation(value, cents=cents)
    if value is None or kind == "bedrag":
        return format_amount(value, cents=cents)
    return _NUMBERS[kind](value)


def _format_pct(number: int) -> str:
    return f"{format_count(number)}%"


_NUMBERS: Mapping[ColumnKind, Callable[[int], str]] = {
    "fte": format_fte,
    "pct": _format_pct,
}
