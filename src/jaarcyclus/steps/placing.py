"""Puts files on SharePoint, once in effect: one attempt at a time, recorded step by step, stopping where it must.

It never sleeps: what it waits for stands in the chain of the plaatsing, with the moment from which asking again is no
trouble. What is done to one file is `steps.placing_acts`.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jaarcyclus.clock import AMSTERDAM
from jaarcyclus.dossier.placing import Placing, read_placings
from jaarcyclus.dossier.round import plaatsing_id
from jaarcyclus.errors import PublicationRefused, Refused
from jaarcyclus.graph.outcomes import Done
from jaarcyclus.ledger.chain import Event, NewEvent
from jaarcyclus.ledger.parts import Content
from jaarcyclus.ledger.placing_events import PlaatsingGepacht, PlaatsingGestuit, PlaatsingVoorgenomen, PlaatsingWacht
from jaarcyclus.ledger.wire import system_event
from jaarcyclus.rules.placing import LEASE
from jaarcyclus.steps.placing_acts import Hand, Library, prepare
from jaarcyclus.steps.placing_fence import Fence
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.formats import format_moment

_OVERTAKEN = ("PACHT_LOOPT", "PACHT_VOORBIJ", "PLAATSING_ONBEKEND")  # by another attempt, which may have ended by now


def intend(workspace: Workspace, profiel: str, content: PlaatsingVoorgenomen) -> None:
    """Record what is to stand where; the same again changes nothing.

    Raises PublicationRefused when something else was meant by that key before: two publications are never mixed.
    """
    workspace.record_plaatsing(
        plaatsing_id(profiel),
        lambda chain: [] if content.sleutel in read_placings(chain) else [system_event(content)],
    )
    known = find(workspace, profiel, content.sleutel)
    if known is None or known.content != content:
        raise PublicationRefused(
            f"Plaatsing {content.sleutel} is eerder met andere bestanden begonnen; er is niets veranderd. Laat de "
            "beheerder de plaatsing nakijken met: jaarcyclus dossier exporteer " + plaatsing_id(profiel)
        )


def find(workspace: Workspace, profiel: str, sleutel: str) -> Placing | None:
    """Return where a placing stands, None when nobody meant it yet."""
    return read_placings(workspace.ledger.events(plaatsing_id(profiel))).get(sleutel)


def carry_on(workspace: Workspace, profiel: str, sleutel: str, library: Library) -> Placing:
    """Go on with a placing as far as it goes now, and return where it then stands.

    Before the moment that it waits for, and while another attempt has it, nothing is asked of the library.
    """
    placing = find(workspace, profiel, sleutel)
    if placing is None:
        raise PublicationRefused(f"Plaatsing {sleutel} is nog niet voorgenomen; publiceer het product opnieuw.")
    if placing.confirmed or _waits(placing, library.now()):
        return placing
    try:
        return _begin(workspace, profiel, sleutel, library).run()
    except Refused as refusal:
        if refusal.code not in _OVERTAKEN:
            raise
        return find(workspace, profiel, sleutel) or placing


def _waits(placing: Placing, moment: datetime) -> bool:
    waiting = placing.hindrance
    return isinstance(waiting, PlaatsingWacht) and moment < datetime.fromisoformat(waiting.niet_voor)


def tell_unfinished(workspace: Workspace, profiel: str) -> tuple[tuple[str, str], ...]:
    """Return per publication that is still on its way its dossier, and in Dutch what it waits for."""
    chain = workspace.ledger.events(plaatsing_id(profiel))
    return tuple(
        (placing.content.dossier, f"publicatie van versie {placing.content.versie} op SharePoint: {_tell(placing)}")
        for placing in read_placings(chain).values()
        if placing.confirmed is None
    )


def _tell(placing: Placing) -> str:
    match placing.hindrance:
        case PlaatsingGestuit(melding=told):
            return told
        case PlaatsingWacht(reden=told, niet_voor=niet_voor):
            moment = datetime.fromisoformat(niet_voor).astimezone(AMSTERDAM)
            return f"{told} Niet voor {format_moment(moment.isoformat())}."
        case _:
            return "Jaarcyclus is ermee bezig."


@dataclass(frozen=True, kw_only=True)
class _Attempt:
    """One attempt under its lease."""

    workspace: Workspace
    profiel: str
    library: Library
    fence: Fence
    until: datetime

    def run(self) -> Placing:
        """Do what is next until all is done, something is in the way, or the lease is nearly over."""
        ready = prepare(self.library)
        if not isinstance(ready, Done):
            return self._record(self.fence.hindrance(ready, None))
        find = functools.cache(self.workspace.store.find)  # looked through once: it holds what it saw, not the bytes
        hand = Hand(library=self.library, folder=ready.value, find=find, fence=self.fence, until=self.until)
        placing = self._placing()
        while placing.hindrance is None and placing.next is not None:
            done = self.fence.pause(self.library.now()) if hand.is_late else hand.do(*placing.next, placing)
            placing = self._record(done)
        return placing

    def _record(self, content: Content) -> Placing:
        self.workspace.record_plaatsing(plaatsing_id(self.profiel), lambda _: [system_event(content)])
        return self._placing()

    def _placing(self) -> Placing:
        found = find(self.workspace, self.profiel, self.fence.sleutel)
        assert found is not None, "what is leased was intended"
        return found


def _begin(workspace: Workspace, profiel: str, sleutel: str, library: Library) -> _Attempt:
    """Take the lease. Raises Refused when another attempt still has it."""

    def lease(_: Sequence[Event]) -> list[NewEvent]:
        """Count from when the chain is ours: this process may have stood still before."""
        until = library.now() + LEASE - timedelta(seconds=1)  # the ledger reads its clock a little later
        return [system_event(PlaatsingGepacht(sleutel=sleutel, tot=until.isoformat()))]

    (event,) = workspace.record_plaatsing(plaatsing_id(profiel), lease)
    until = datetime.fromisoformat(event.inhoud["tot"])
    fence = Fence(sleutel=sleutel, seq=event.seq)
    return _Attempt(workspace=workspace, profiel=profiel, library=library, fence=fence, until=until)
