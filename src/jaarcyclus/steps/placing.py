"""Puts files on SharePoint, once in effect: one attempt at a time, recorded step by step, stopping where it must.

It never sleeps: what it waits for stands in the chain of the plaatsing, with the moment from which asking again is no
trouble. What is done to one file is `steps.placing_acts`.
"""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jaarcyclus.clock import AMSTERDAM
from jaarcyclus.dossier.placing import Placing, read_placings
from jaarcyclus.dossier.round import plaatsing_id
from jaarcyclus.errors import InvalidSetting, PublicationRefused, Refused
from jaarcyclus.graph.outcomes import Done
from jaarcyclus.graph.reasons import tell_repeats
from jaarcyclus.ledger.chain import Event, NewEvent
from jaarcyclus.ledger.parts import Content
from jaarcyclus.ledger.placing_events import PlaatsingGepacht, PlaatsingGestuit, PlaatsingVoorgenomen, PlaatsingWacht
from jaarcyclus.ledger.wire import system_event
from jaarcyclus.rules.placing import LEASE
from jaarcyclus.steps.placing_acts import Hand
from jaarcyclus.steps.placing_fence import Fence
from jaarcyclus.steps.placing_library import Library, prepare
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.formats import format_moment
from jaarcyclus.terms.kept import Kept

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


def carry_on(workspace: Workspace, profiel: str, sleutel: str, library: Library, known: Kept | None = None) -> Placing:
    """Go on with a placing as far as it goes now, and return where it then stands. `known` was looked through before.

    Before the moment that it waits for, and while another attempt has it, nothing is asked of the library.
    """

    def go_on(chain: _Chain) -> Placing:
        fence, until = _lease(chain, library.now)
        try:
            with workspace.ledger.kept_open():
                return _Attempt(chain=chain, library=library, fence=fence, until=until, known=known).run()
        except InvalidSetting as fault:
            return chain.record(fence.unusable(fault))

    return _try(_Chain(workspace=workspace, profiel=profiel, sleutel=sleutel), library.now, go_on)


def give_up(
    workspace: Workspace, profiel: str, sleutel: str, fault: InvalidSetting, now: Callable[[], datetime]
) -> Placing:
    """Record, for `status`, that there is no library to go on in: nothing says how to sign in there."""
    chain = _Chain(workspace=workspace, profiel=profiel, sleutel=sleutel)
    return _try(chain, now, lambda chain: chain.record(_lease(chain, now)[0].unusable(fault)))


def _try(chain: "_Chain", now: Callable[[], datetime], go_on: "Callable[[_Chain], Placing]") -> Placing:
    """Go on unless it is done, waits, or is with another attempt."""
    placing = find(chain.workspace, chain.profiel, chain.sleutel)
    if placing is None:
        raise PublicationRefused(f"Plaatsing {chain.sleutel} is nog niet voorgenomen; publiceer het product opnieuw.")
    if placing.confirmed or _waits(placing, now()):
        return placing
    try:
        return go_on(chain)
    except Refused as refusal:
        if refusal.code not in _OVERTAKEN:
            raise
        return chain.read()


def _waits(placing: Placing, moment: datetime) -> bool:
    waiting = placing.hindrance
    return isinstance(waiting, PlaatsingWacht) and moment < datetime.fromisoformat(waiting.niet_voor)


def tell_unfinished(workspace: Workspace, profiel: str) -> tuple[tuple[str, str], ...]:
    """Return per publication that is still on its way its dossier, and in Dutch what it waits for."""
    chain = workspace.ledger.events(plaatsing_id(profiel))
    return tuple(
        (
            placing.content.dossier,
            f"publicatie van versie {placing.content.versie} op SharePoint: {_tell(placing, profiel)}",
        )
        for placing in read_placings(chain).values()
        if placing.confirmed is None
    )


def _tell(placing: Placing, profiel: str) -> str:
    match placing.hindrance:
        case PlaatsingGestuit(melding=told):
            return f"{told} {_AFTER.format(place=_tell_folder(placing), profiel=profiel)}"
        case PlaatsingWacht(reden=told, niet_voor=niet_voor):
            moment = datetime.fromisoformat(niet_voor).astimezone(AMSTERDAM)
            return f"{told} Niet voor {format_moment(moment.isoformat())}.{tell_repeats(placing.waits)}"
        case _:
            return "Jaarcyclus is ermee bezig."


_AFTER = (
    "De map is {place}; de kalender kijkt elk uur of het verder kan, en meteen na: "
    "jaarcyclus handeling verder {profiel}"
)


def _tell_folder(placing: Placing) -> str:
    """Return where it comes to stand, as people read it."""
    _, *below = placing.content.sleutel.rpartition(":")[0].split("/")
    return "/".join((placing.content.plek, *below))


@dataclass(frozen=True, kw_only=True)
class _Chain:
    """Where one placing is recorded."""

    workspace: Workspace
    profiel: str
    sleutel: str

    def record(self, content: Content) -> Placing:
        """Record what came of it, and return where it then stands."""
        self.workspace.record_plaatsing(plaatsing_id(self.profiel), lambda _: [system_event(content)])
        return self.read()

    def read(self) -> Placing:
        """Return where it stands."""
        found = find(self.workspace, self.profiel, self.sleutel)
        assert found is not None, "what is leased was intended"
        return found


@dataclass(frozen=True, kw_only=True)
class _Attempt:
    """One attempt under its lease."""

    chain: _Chain
    library: Library
    fence: Fence
    until: datetime
    known: Kept | None

    def run(self) -> Placing:
        """Do what is next until all is done, something is in the way, or the lease is nearly over."""
        ready = prepare(self.library)
        if not isinstance(ready, Done):
            return self.chain.record(self.fence.hindrance(ready, None))
        hand = Hand(library=self.library, folder=ready.value, find=self._finder(), fence=self.fence, until=self.until)
        placing = self.chain.read()
        while placing.hindrance is None and placing.next is not None:
            done = self.fence.pause(self.library.now()) if hand.is_late else hand.do(*placing.next, placing)
            placing = self.chain.record(done)
        return placing

    def _finder(self) -> Callable[[str], Kept]:
        """Return what finds a file: looked through once, as it holds what it saw and no bytes."""
        find, known = functools.cache(self.chain.workspace.store.find), self.known
        return lambda sha: known if known and known.sha256 == sha else find(sha)


def _lease(chain: _Chain, now: Callable[[], datetime]) -> tuple[Fence, datetime]:
    """Take the lease; return it and until when. Raises Refused when another attempt still has it."""

    def lease(_: Sequence[Event]) -> list[NewEvent]:
        """Count from when the chain is ours: this process may have stood still before."""
        until = now() + LEASE - timedelta(seconds=1)  # the ledger reads its clock a little later
        return [system_event(PlaatsingGepacht(sleutel=chain.sleutel, tot=until.isoformat()))]

    (event,) = chain.workspace.record_plaatsing(plaatsing_id(chain.profiel), lease)
    return Fence(sleutel=chain.sleutel, seq=event.seq), datetime.fromisoformat(event.inhoud["tot"])
