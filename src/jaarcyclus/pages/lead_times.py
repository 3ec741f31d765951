"""How long each gremium took over its step of a route, boekjaar beside boekjaar: a table, and the newest years as bars.

Counted in days of the calendar, from the day on which a question was asked to the day on which it was closed; of a
year in which it was asked more than once, all of those together. A question that is open or that lapsed does not count.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from jaarcyclus.dossier.records import Dossier, Gate
from jaarcyclus.dossier.tally import GESCHIL, Uitslag, name_role
from jaarcyclus.pages.bars import Bar, Sized, draw_bars
from jaarcyclus.pages.standings import Standing
from jaarcyclus.pages.year_words import tell_step
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.products import name_product, order_of

MOST_YEARS = 6
"""How many boekjaren stand beside each other (chosen): the newest."""
_DRAWN_YEARS = 2  # of which the newest are drawn, beside each other


@dataclass(frozen=True, kw_only=True)
class Taken:
    """One step of one boekjaar, in days and times. `asked`: how many days there were, extra time included.

    `late`: how often the term passed without all answers; `climbed`: to how many disputes it went; `back`: how often
    the product went back for it.
    """

    boekjaar: int
    times: int
    asked: int
    days: int
    late: int
    extended: int
    climbed: int
    back: int


@dataclass(frozen=True, kw_only=True)
class Row:
    """One gremium in one role on the route of one product; `years` has a place per boekjaar, None without answers."""

    product: str
    body: str
    role: str
    years: tuple[Taken | None, ...]


@dataclass(frozen=True, kw_only=True)
class LeadTimes:
    """The table and its drawing; `within`: how many questions are left out as the reader may not know of them."""

    boekjaren: tuple[int, ...]
    rows: tuple[Row, ...]
    within: int
    headings: tuple[tuple[str, int], ...] = ()
    bars: tuple[Bar, ...] = ()
    width: int = 0
    height: int = 0
    described: str = ""


@dataclass
class _Found:
    names: tuple[str, str, str]
    gates: dict[int, list[tuple[Dossier, Gate]]] = field(default_factory=dict)


def list_lead_times(standings: Iterable[Standing]) -> LeadTimes:
    """Return what these dossiers tell, in the order of products and routes."""
    found: dict[tuple[str, str, str], _Found] = {}
    within = 0
    for standing in standings:
        for gate in standing.state.gates:
            within += gate.withheld
            if gate.withheld or gate.uitslag is None or gate.gesloten_klok is None:
                continue
            _add(found, standing, gate)
    years = sorted({year for item in found.values() for year in item.gates})[-MOST_YEARS:]
    rows = tuple(
        _row(item, years) for _, item in sorted(found.items(), key=_order) if any(year in item.gates for year in years)
    )
    drawn = draw_bars(list(_groups(rows)))
    return LeadTimes(
        boekjaren=tuple(years),
        rows=rows,
        within=within,
        headings=drawn.headings,
        bars=drawn.bars,
        width=drawn.width,
        height=drawn.height,
        described="; ".join(f"{row.body}, {row.role}, {row.product}: {_in_words(row)}" for row in rows),
    )


def _add(found: dict[tuple[str, str, str], _Found], standing: Standing, gate: Gate) -> None:
    state, profile = standing.state, standing.profile
    role = "geschil" if gate.soort == GESCHIL else gate.rol
    # By the place on the route, which is the order in which somebody knows it.
    key = (state.product, f"{gate.stap:02}-{role == 'geschil'}-{gate.gremium}", role)
    names = (
        _name_kind(state),
        profile.gremium(gate.gremium).naam,
        _name_role(state, profile, gate),
    )
    found.setdefault(key, _Found(names)).gates.setdefault(state.boekjaar, []).append((state, gate))


def _name_role(state: Dossier, profile: Profile, gate: Gate) -> str:
    """A body may settle disputes of two steps, and those are two rows."""
    step = tell_step(state, profile, gate.stap).partition(" van ")[0]
    about = f" bij {step}" if step and gate.soort == GESCHIL else ""
    return f"{name_role(gate.rol, gate.soort)}{about}"


def _order(item: tuple[tuple[str, str, str], _Found]) -> tuple[tuple[int, int], str]:
    (product, place, _), _ = item
    return order_of(product), place


def _row(found: _Found, years: Sequence[int]) -> Row:
    product, body, role = found.names
    return Row(
        product=product,
        body=body,
        role=role,
        years=tuple(_taken(year, found.gates[year]) if year in found.gates else None for year in years),
    )


def _taken(boekjaar: int, gates: Sequence[tuple[Dossier, Gate]]) -> Taken:
    return Taken(
        boekjaar=boekjaar,
        times=len(gates),
        asked=sum(_days(gate.geopend_klok, gate.deadline) for _, gate in gates),
        days=sum(_days(gate.geopend_klok, gate.gesloten_klok or gate.geopend_klok) for _, gate in gates),
        late=sum(gate.uitslag == Uitslag.OVER_TIJD for _, gate in gates),
        extended=sum(len(gate.extensions) for _, gate in gates),
        climbed=sum(other.betwist == gate.gate for state, gate in gates for other in state.gates),
        back=sum(item.grond == gate.gate for state, gate in gates for item in state.reopenings),
    )


def _days(start: str, end: str) -> int:
    return (date.fromisoformat(end[:10]) - date.fromisoformat(start[:10])).days


def _groups(rows: Sequence[Row]) -> Iterator[tuple[str, Sequence[Sized]]]:
    """A heading per product, then its gremia: both on one line would be wider than a phone.

    Only a gremium that has two steps is named with its role.
    """
    twice = {key for key, count in Counter((row.product, row.body) for row in rows).items() if count > 1}
    for number, row in enumerate(rows):
        if number == 0 or rows[number - 1].product != row.product:
            yield row.product.upper(), ()
        name = f"{row.body}, {row.role}" if (row.product, row.body) in twice else row.body
        yield name, tuple(_sizes(row))


def _sizes(row: Row) -> Iterator[Sized]:
    for kind, taken in enumerate(row.years[-_DRAWN_YEARS:]):  # a year has one colour, whoever answered in it
        if taken is not None:
            told = f"{taken.boekjaar}: {_tell_days(taken.days)} van {taken.asked}"
            yield Sized(text=told, size=taken.days, kind=kind)


def _name_kind(state: Dossier) -> str:
    """Return the product without its year: `Tussenrapportage 1`."""
    return name_product(state.product, state.boekjaar).removesuffix(f" {state.boekjaar}").removesuffix(" over")


def _in_words(row: Row) -> str:
    return ", ".join(f"{taken.boekjaar} {_tell_days(taken.days)} van {taken.asked}" for taken in row.years if taken)


def _tell_days(days: int) -> str:
    return "1 dag" if days == 1 else f"{days} dagen"
