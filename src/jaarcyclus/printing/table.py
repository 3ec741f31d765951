"""A table as data: the PDF and the workbook of a product are written from the same one, so they cannot differ.

Amounts stay integer cents until a cell is drawn. Nothing here knows HTML or Excel.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from jaarcyclus.errors import OnvolledigeStaat
from jaarcyclus.terms.formats import format_afwijking, format_bedrag, format_fte
from jaarcyclus.terms.money import format_aantal

Soort = Literal["tekst", "bedrag", "afwijking", "fte", "pct"]
Waarde = str | int | None


@dataclass(frozen=True, kw_only=True)
class Kolom:
    """`soort` says what its values are: text; cents (`bedrag`, `afwijking`: V is positive); hundredths (`fte`)."""

    titel: str
    soort: Soort = "tekst"
    breedte_pct: int | None = None

    @property
    def is_getal(self) -> bool:
        return self.soort != "tekst"


@dataclass(frozen=True, kw_only=True)
class Staat:
    """Rows under columns; the first column names its row. Raises OnvolledigeStaat when a row has another length."""

    titel: str
    kolommen: tuple[Kolom, ...]
    rijen: tuple[tuple[Waarde, ...], ...]
    totalen: tuple[tuple[Waarde, ...], ...] = ()
    noot: str = ""

    def __post_init__(self) -> None:
        for row in (*self.rijen, *self.totalen):
            if len(row) != len(self.kolommen):
                raise OnvolledigeStaat(f"{self.titel}: {len(row)} cells under {len(self.kolommen)} columns")

    def heeft_centen(self) -> bool:
        """Return whether any amount is no whole euro; then all show their cents."""
        return any(
            value % 100
            for row in (*self.rijen, *self.totalen)
            for kolom, value in zip(self.kolommen, row, strict=True)
            if kolom.soort in ("bedrag", "afwijking") and isinstance(value, int)
        )

    def teksten(self, rij: tuple[Waarde, ...], *, centen: bool) -> Iterator[tuple[Kolom, str]]:
        """Yield each cell of a row as it is read on paper."""
        for kolom, value in zip(self.kolommen, rij, strict=True):
            yield kolom, as_text(kolom.soort, value, centen=centen)


@dataclass(frozen=True, kw_only=True)
class Hoofdstuk:
    """A chapter: prose, tables, and chapters of its own. `anker` is its address within the document."""

    titel: str
    anker: str
    alineas: tuple[str, ...] = ()
    staten: tuple[Staat, ...] = ()
    onderdelen: tuple["Hoofdstuk", ...] = ()
    breed: bool = False  # on pages of its own, on their side
    nieuw: bool = False  # starts a page


def as_text(soort: Soort, value: Waarde, *, centen: bool = True) -> str:
    """Return one value as it is read on paper; None is nothing to show in text and a dash among numbers."""
    if isinstance(value, str):
        return value
    if soort == "tekst":
        return "" if value is None else str(value)
    if soort == "afwijking":
        return format_afwijking(value, centen=centen)
    if value is None or soort == "bedrag":
        return format_bedrag(value, centen=centen)
    return _GETALLEN[soort](value)


def _format_pct(number: int) -> str:
    return f"{format_aantal(number)} %"


_GETALLEN: Mapping[Soort, Callable[[int], str]] = {
    "fte": format_fte,
    "pct": _format_pct,
}
