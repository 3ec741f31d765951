"""Who held which function on which day: what the bezetting of a cooperation amounts to, and what of it a gate tells.

The profile speaks of functions; here is who they were. A dossier holds numbers of this chain and no names, unless the
profile lets names be printed. Pure: what may be recorded is `rules.holders`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from jaarcyclus.dossier.records import Gate
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.events import BezettingVastgelegd
from jaarcyclus.ledger.holders_events import FunctieBezet, FunctieVerlaten
from jaarcyclus.ledger.parts import Content, Functiehouder, Gatezetel, Ketenkop


@dataclass(frozen=True, kw_only=True)
class Tenure:
    """One person's time in one function, ISO days; `until` is the first day no longer, None while none is known.

    `number` is the seq of its event.
    """

    number: int
    functie: str
    name: str
    since: str
    until: str | None = None

    @property
    def never_was(self) -> bool:
        """Whether it ends on the day that it began: so a mistake is taken back."""
        return self.until == self.since

    def holds_on(self, day: str) -> bool:
        """Return whether the person has the function on this day (ISO)."""
        return self.since <= day and (self.until is None or day < self.until)


class _Asked(Protocol):
    """A gate, or what opens one."""

    @property
    def gate(self) -> str: ...
    @property
    def zetels(self) -> tuple[Gatezetel, ...]: ...


def tenures(events: Iterable[Event]) -> tuple[Tenure, ...]:
    """Return every tenure that the events of a bezetting record, in their order. Raises InvalidTransition."""
    found: dict[int, Tenure] = {}
    for event in events:
        found |= after(found.values(), event.seq, wire.read(event))
    return tuple(found.values())


def after(known: Iterable[Tenure], number: int, content: Content) -> dict[int, Tenure]:
    """Return the tenure, by its number, that one more event begins, ends or ends on another day; {} for none."""
    if isinstance(content, FunctieBezet):
        return {number: Tenure(number=number, functie=content.functie, name=content.naam, since=content.vanaf)}
    if isinstance(content, FunctieVerlaten) and (last := last_tenure(known, content.functie)):
        return {last.number: replace(last, until=content.per)}
    return {}


def last_tenure(known: Iterable[Tenure], functie: str) -> Tenure | None:
    """Return the last tenure of this function that was or is to be, also when it has ended."""
    own = (tenure for tenure in reversed(tuple(known)) if tenure.functie == functie)
    return next((tenure for tenure in own if not tenure.never_was), None)


def held_on(known: Iterable[Tenure], functie: str, day: str) -> Tenure | None:
    """Return the tenure of this function on this day (ISO)."""
    return next((tenure for tenure in known if tenure.functie == functie and tenure.holds_on(day)), None)


def functions_of(zetels: Iterable[Gatezetel]) -> tuple[str, ...]:
    """Return the functions that may answer for these seats, each once."""
    people = (person for zetel in zetels for person in (zetel.houder, zetel.plaatsvervanger) if person)
    return tuple(dict.fromkeys(people))


def holders_content(chain: Sequence[Event], asked: _Asked, day: str, *, named: bool) -> BezettingVastgelegd:
    """Return who holds the functions of a gate on this day (ISO) by a chain that is not empty, with names or without.

    Raises InvalidTransition.
    """
    known, last = tenures(chain), chain[-1]
    found = {functie: held_on(known, functie, day) for functie in functions_of(asked.zetels)}
    return BezettingVastgelegd(
        gate=asked.gate,
        keten=Ketenkop(seq=last.seq, kop=last.hash, dag=last.klok[:10]),
        houders={functie: _as_told(tenure, named=named) for functie, tenure in found.items()},
    )


def _as_told(tenure: Tenure | None, *, named: bool) -> Functiehouder | None:
    return Functiehouder(bezetting=tenure.number, naam=tenure.name if named else None) if tenure else None


def told_holders(gate: Gate, seq: int | None = None) -> Mapping[str, Functiehouder | None]:
    """Return who held the functions of the gate just before event `seq` of its dossier, by that dossier; now if None.

    {} while it did not say so yet.
    """
    before = [held for held in gate.holdings if seq is None or held.seq < seq]
    return before[-1].houders if before else {}
