"""Who handed in what for the products of one boekjaar: a matrix, with what was refused and what was warned of. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jaarcyclus.dossier.planning import missing_submissions
from jaarcyclus.dossier.standing import name_warnings
from jaarcyclus.dossier.warnings import warnings_of
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.postbus_events import BestandBeoordeeld
from jaarcyclus.ledger.wire import of_kind
from jaarcyclus.pages.standings import Standing
from jaarcyclus.terms.findings import Bevinding, in_one_sentence
from jaarcyclus.terms.formats import format_day
from jaarcyclus.terms.products import name_product
from jaarcyclus.terms.text import on_one_line

MOST_FINDINGS = 5
"""How many faults of one workbook a page of the whole year tells (chosen); its sender has them all."""


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """The last workbook of a perceel that was refused for a round."""

    dossier: str
    perceel: str
    moment: str
    receipt: int
    findings: tuple[Bevinding, ...]

    @property
    def faults(self) -> int:
        return sum(item.ernst == "fout" for item in self.findings)


@dataclass(frozen=True, kw_only=True)
class Handed:
    """One perceel of one product: `told` in a word or two, ISO `day` when it came in; `bad` when it must come."""

    told: str
    day: str | None = None
    bad: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """One perceel, with a cell per product; None where it owes nothing or its round is not open."""

    name: str
    cells: tuple[Handed | None, ...]


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """All percelen against the products of a boekjaar whose rounds are open."""

    products: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is to be said of the workbooks of one product: faults of refused ones, warnings of those that count."""

    product: str
    faults: tuple[str, ...]
    warnings: tuple[str, ...]


Refusals = Mapping[tuple[str, str], Refusal]


def read_refusals(postbus: Iterable[Event]) -> dict[tuple[str, str], Refusal]:
    """Return the last refusal by dossier and perceel; a file of which neither is known is nobody's here.

    Nor is one that was here already: nobody has to mend it.
    """
    found = {}
    for event, given in of_kind(postbus, BestandBeoordeeld):
        known = any(item.code == "AL_ONTVANGEN" for item in given.bevindingen)
        if not given.geaccepteerd and not known and given.dossier and given.perceel:
            found[given.dossier, given.perceel] = Refusal(
                dossier=given.dossier,
                perceel=given.perceel,
                moment=event.klok,
                receipt=given.ontvangst,
                findings=given.bevindingen,
            )
    return found


def make_matrix(standings: Sequence[Standing], refusals: Refusals, today: date) -> Matrix:
    """Return who handed in what, for the dossiers of one boekjaar."""
    names: dict[str, str] = {}
    for standing in standings:
        names |= {duty.code: duty.naam for duty in standing.state.opened.inzendplichten}
    return Matrix(
        products=tuple(name_product(item.state.product, item.state.boekjaar) for item in standings),
        rows=tuple(
            Row(name=name, cells=tuple(_cell(standing, code, refusals, today) for standing in standings))
            for code, name in names.items()
        ),
    )


def tell_findings(standing: Standing, refusals: Refusals, person: str) -> Told:
    """Return what is to be said of the workbooks of one dossier, to who runs the cycle."""
    state = standing.state
    faults = [
        line
        for duty in state.opened.inzendplichten
        if (refusal := refusal_in_force(standing, duty.code, refusals))
        for line in _faults(duty.naam, refusal)
    ]
    return Told(
        product=name_product(state.product, state.boekjaar),
        faults=tuple(faults),
        warnings=tuple(name_warnings(state, standing.profile, person)),
    )


def refusal_in_force(standing: Standing, code: str, refusals: Refusals) -> Refusal | None:
    """Return what was refused of this perceel, unless an accepted workbook came after it."""
    refusal, accepted = refusals.get((standing.state.dossier, code)), standing.state.current.get(code)
    later = accepted is not None and refusal is not None and accepted.ontvangst > refusal.receipt
    return None if later else refusal


def _cell(standing: Standing, code: str, refusals: Refusals, today: date) -> Handed | None:
    state = standing.state
    if all(duty.code != code for duty in state.opened.inzendplichten):
        return None
    accepted, refusal = state.current.get(code), refusal_in_force(standing, code, refusals)
    if code in missing_submissions(state):
        if refusal is not None:
            return Handed(told=_count(refusal.faults, "fout", "fouten"), day=refusal.moment[:10], bad=True)
        if accepted is not None:
            return Handed(told="opnieuw gevraagd", bad=True)
        late = today > state.closing_day
        return Handed(told="ontbreekt" if late else "nog niet binnen", bad=late)
    if accepted is None:
        return None
    if accepted.overgenomen:
        return Handed(told="ontbreekt: cijfers overgenomen", day=accepted.klok[:10], bad=True)
    warned = warnings_of(state, code)
    passed = sum(item.passed is not None for item in warned)
    told = "te laat" if accepted.te_laat else "op tijd"
    told += f", {_count(len(warned), 'waarschuwing', 'waarschuwingen')}" if warned else ""
    told += f" ({passed} afgedaan)" if passed else ""
    return Handed(told=told, day=accepted.klok[:10])


def _faults(name: str, refusal: Refusal) -> list[str]:
    faults = [item for item in refusal.findings if item.ernst == "fout"]
    lines = [
        f"{name}, geweigerd op {format_day(refusal.moment)}: "
        f"{f'{on_one_line(item.place)}: ' if item.place else ''}{on_one_line(in_one_sentence(item))}"
        for item in faults[:MOST_FINDINGS]
    ]
    rest = len(faults) - MOST_FINDINGS
    return [*lines, f"{name}: en nog {rest} fouten; de inzender heeft ze alle"] if rest > 0 else lines


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
