"""What a published kaderbrief fixes for the begroting: indices, volumes, taakstelling and honoured claims. Pure.

It is made of the figures of that kaderbrief alone, so whoever has those finds the same. What was asked and not honoured
is not in it: a claim goes from its workbook before the gremia adopt the version that all of this stands in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from jaarcyclus.figures.records import Figures, Line

SHEETS = ("indexen", "volumes", "taakstelling")
"""Where the kaders stand in `Figures.bladen`."""
YEARS = ("t", "t_plus1", "t_plus2", "t_plus3")
NEW_POLICY, SAVING = "nieuw beleid", "taakstelling"
"""What a line of the begroting is called that follows a claim, and one that saves what is asked."""
_Row = Mapping[str, str | int]


@dataclass(frozen=True, kw_only=True)
class Index:
    """By how much prices of a categorie, or of all that begin with it, rise: hundredths of a percent, a year each.

    The first is that of the boekjaar against the year before; `day` (ISO) is that of its source.
    """

    categorie: str
    hundredths: tuple[int, ...]
    source: str
    day: str


@dataclass(frozen=True, kw_only=True)
class Volume:
    """How many a gemeente has of what a verdeelsleutel counts, on `peildatum` (ISO); both by their names."""

    sleutel: str
    gemeente: str
    count: int
    peildatum: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Taakstelling:
    """What a perceel must save, in cents a year; positive is less cost."""

    perceel: str
    amounts_cent: tuple[int, ...]
    toelichting: str


@dataclass(frozen=True, kw_only=True)
class Kaders:
    """What one kaderbrief fixes for its boekjaar and the three after it. `claims`: perceel -> lines of new policy."""

    boekjaar: int
    indexen: tuple[Index, ...]
    volumes: tuple[Volume, ...]
    taakstellingen: tuple[Taakstelling, ...]
    claims: Mapping[str, tuple[Line, ...]]


def kaders_of(figures: Iterable[Figures]) -> Kaders | None:
    """Return what the workbooks of one kaderbrief fix together; None without any."""
    parts = sorted(figures, key=lambda item: item.perceel)
    if not parts:
        return None

    def rows(key: str) -> Iterable[_Row]:
        return (row for item in parts for row in item.bladen.get(key, ()))

    return Kaders(
        boekjaar=parts[0].boekjaar,
        indexen=tuple(
            Index(
                categorie=_text(row, "groep"),
                hundredths=tuple(_number(row, f"{year}_honderdste") for year in YEARS),
                source=_text(row, "bron"),
                day=_text(row, "datum"),
            )
            for row in rows("indexen")
        ),
        volumes=tuple(
            Volume(
                sleutel=_text(row, "sleutel"),
                gemeente=_text(row, "gemeente"),
                count=_number(row, "aantal"),
                peildatum=_text(row, "datum"),
                source=_text(row, "bron"),
            )
            for row in rows("volumes")
        ),
        taakstellingen=tuple(
            Taakstelling(
                perceel=_text(row, "perceel"),
                amounts_cent=tuple(_number(row, f"{year}_cent") for year in YEARS),
                toelichting=_text(row, "toelichting"),
            )
            for row in rows("taakstelling")
        ),
        claims={item.perceel: item.regels for item in parts if item.regels},
    )


def index_for(kaders: Kaders, categorie: str) -> Index | None:
    """Return the index of a categorie: its own, else that of the nearest group (3.5.1, 3.5, 3); None without one."""
    by_code = {index.categorie: index for index in kaders.indexen}
    parts = categorie.split(".")
    codes = (".".join(parts[:count]) for count in range(len(parts), 0, -1))
    return next((by_code[code] for code in codes if code in by_code), None)


def proposal(kaders: Kaders, cents: int, categorie: str, years: int) -> int | None:
    """Return an amount of the year before the boekjaar, in cents, `years` later (1: the boekjaar, at most 4).

    Every year has its own index, on top of the one before; rounded half up once. None when no index is for it.
    """
    index = index_for(kaders, categorie)
    if index is None:
        return None
    amount = Fraction(cents)
    for pct in index.hundredths[:years]:
        amount *= Fraction(10_000 + pct, 10_000)
    return floor(amount + Fraction(1, 2))


def _text(row: _Row, name: str) -> str:
    return str(row.get(name, ""))


def _number(row: _Row, name: str) -> int:
    return int(row.get(name, 0))
