"""One installation at work: settings, ledger, artefacts and profiles together, and the only way to record.

`record` folds the chain, lets the caller decide, checks every new event against the rules and stores them, all
within the lock of that chain. Nothing else in the core writes to a dossier.
"""

import functools
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar

from jaarcyclus import clock, disk
from jaarcyclus.dossier.fold import apply, fold
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.round import profile_of
from jaarcyclus.errors import JaarcyclusError, Refused, UnknownKey
from jaarcyclus.graph.sealing import AddressSeal
from jaarcyclus.ledger.artefacts import ArtefactStore
from jaarcyclus.ledger.chain import Event, NewEvent
from jaarcyclus.ledger.contacts import ContactBook
from jaarcyclus.ledger.postbus_events import KlokBevestigd
from jaarcyclus.ledger.store import Ledger
from jaarcyclus.ledger.wire import kind_of
from jaarcyclus.ledger.witness import Rollback, Witness
from jaarcyclus.profile.records import Profile, load_profile
from jaarcyclus.rules import holders, messages, placing
from jaarcyclus.rules.postbus import Postbus, refusals
from jaarcyclus.rules.transitions import check
from jaarcyclus.settings import Settings
from jaarcyclus.steps import steady_clock
from jaarcyclus.steps.airflow_names import profile_of_dossier

log = logging.getLogger(__name__)

Decide = Callable[[Dossier], Sequence[NewEvent]]
DecideOnChain = Callable[[tuple[Event, ...]], Sequence[NewEvent]]
Refusals = Callable[[Iterable[Event]], Iterator[tuple[Event, Refused]]]
_NO_DOSSIER = ("-postbus", "-bezetting", "-plaatsing", "-berichten")


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """Open one with `open_workspace`; it holds no connection, so a task that forks inherits none."""

    rehearses: ClassVar[bool] = False
    """Whether nothing is recorded or kept: an act is only tried (`steps.rehearsal`)."""

    settings: Settings
    ledger: Ledger
    store: ArtefactStore

    def profile(self, profiel: str) -> Profile:
        """Return the profile as it is in the folder now. Raises UnknownKey or InvalidProfile."""
        return load_profile(profile_path(self.settings, profiel))

    def pin_profile(self, profiel: str) -> str:
        """Store the profile's own bytes and return their SHA-256."""
        return self.store.put(profile_path(self.settings, profiel).read_bytes())

    def profile_of(self, dossier: Dossier) -> Profile:
        """Return the profile that was pinned when the round opened, as in force on that day."""
        if dossier.ronde is None:
            raise UnknownKey(
                f"Dossier {dossier.dossier} bestaat niet of is nog niet geopend; zie: jaarcyclus dossier toon"
            )
        return profile_of(dossier.ronde, self.store.get)

    def dossier(self, dossier: str) -> Dossier:
        """Return what has happened so far."""
        return fold(self.ledger.events(dossier), dossier)

    def read_on(self, chain: str, last: Event | None) -> tuple[Event, ...] | None:
        """Return what stands behind `last`, all of a chain when that is None, for who keeps the rest.

        None when `last` does not stand there any more: then an older copy was put back, and all is to be read anew.
        """
        found = self.ledger.events(chain, after=last.seq - 1 if last else 0)
        if last is None:
            return found
        return found[1:] if found and found[0].hash == last.hash else None

    def dossiers(self, profiel: str) -> tuple[str, ...]:
        """Return the dossiers of a profile, without the chains beside them, such as its postbus."""
        return tuple(name for name in self._chains(profiel) if not name.endswith(_NO_DOSSIER))

    @property
    def contacts(self) -> ContactBook:
        """Return where people want to be told. Raises StoreFailed when its key can be neither read nor made."""
        book = _contacts_at(self.settings.ledger_url, self.settings.geheimen / "adressen")
        return book.rehearsed() if self.rehearses else book

    def now(self) -> datetime:
        """Return the moment that counts: the system's, or the simulated one."""
        return clock.now(self.settings)

    def today(self) -> date:
        return self.now().date()

    def rollbacks(self, profiel: str) -> tuple[Rollback, ...]:
        """Return which chains of a profile, its postbus too, were put back to an older copy."""
        return tuple(found for found in map(self.ledger.rollback, self._chains(profiel)) if found)

    def _chains(self, profiel: str) -> list[str]:
        return [name for name in self.ledger.dossiers() if profile_of_dossier(name) == profiel]

    def accept_rollbacks(self, postbus: str, events: Sequence[NewEvent], chains: Sequence[str]) -> None:
        """Record that older chains are meant, and go on from them.

        The postbus may be one of them: it is written past the witness, which is told last. Killed in between, all stand
        still as before, and doing it again is harmless.
        """
        moment, simulated = clock.now(self.settings), clock.is_simulated(self.settings)
        Ledger(self.settings.ledger_url).append(postbus, events, moment=moment, simulated=simulated)
        for chain in chains:
            self.ledger.go_back(chain)

    def require_steady(self, profiel: str) -> None:
        """Raise Refused when the machine's own clock has jumped ahead: nothing of this profile is recorded then."""
        if not clock.is_simulated(self.settings):
            recorded = functools.partial(self._last_moments, profiel)
            steady_clock.require_steady(self.settings, profiel, self.now(), recorded=recorded, load=self.profile)

    def require_not_behind(self, profiel: str) -> None:
        """Raise Refused when the machine's own clock fell back: then nothing new of this profile begins."""
        if not clock.is_simulated(self.settings):
            steady_clock.require_not_behind(self.settings, profiel, self.now())

    def _last_moments(self, profiel: str) -> list[str]:
        whole = (name for name in self._chains(profiel) if self.ledger.rollback(name) is None)
        return [event.klok for name in whole for event in self.ledger.events(name)[-1:]]

    def clock_fault(self, profiel: str) -> str | None:
        """Return in Dutch that the clock has jumped, ahead or back, and what to do; None when it has not."""
        try:
            self.require_steady(profiel)
            self.require_not_behind(profiel)
        except Refused as held:
            return held.message
        return None

    def _moment(self, chain: str) -> tuple[datetime, bool]:
        """Return the moment of what is recorded now, and whether it is simulated. Raises as `require_steady`."""
        self.require_steady(profile_of_dossier(chain))
        return self.now(), clock.is_simulated(self.settings)

    def record(self, dossier: str, decide: Decide) -> tuple[Event, ...]:
        """Store what `decide` returns for the dossier's state; raises Refused when a rule refuses it."""
        moment, simulated = self._moment(dossier)
        state = Dossier(dossier=dossier)

        def decided(events: tuple[Event, ...]) -> Sequence[NewEvent]:
            nonlocal state
            state = fold(events, dossier)
            return decide(state)

        def judge(events: tuple[Event, ...]) -> None:
            after = state
            for event in events:
                check(after, event, self.store.get)
                after = apply(after, event)

        return self.ledger.transact(dossier, decided, judge=judge, moment=moment, simulated=simulated)

    def record_postbus(
        self, postbus: str, events: Sequence[NewEvent], *, unless: Callable[[Event], bool] | None = None
    ) -> tuple[Event, ...]:
        """Store events of a profile's postbus; raises Refused on one that cannot follow, never for a file.

        Nothing when it holds an event for which `unless` is true. What it holds already is not judged: a fault in it
        must not shut out the next file.
        """
        if not any(event.soort == kind_of(KlokBevestigd) for event in events):
            self.require_steady(profile_of_dossier(postbus))
        return self._record_postbus(postbus, lambda known: () if unless and any(map(unless, known)) else events)

    def receive(self, postbus: str, decide: DecideOnChain) -> tuple[Event, ...]:
        """Store a receipt, and what in it depends on those before: as `record_postbus`."""
        self.require_steady(profile_of_dossier(postbus))
        return self._record_postbus(postbus, decide)

    def _record_postbus(self, postbus: str, decide: DecideOnChain) -> tuple[Event, ...]:
        moment, simulated = clock.now(self.settings), clock.is_simulated(self.settings)
        before: tuple[Event, ...] = ()

        def decided(known: tuple[Event, ...]) -> Sequence[NewEvent]:
            nonlocal before
            before = known
            return decide(known)

        def judge(new: tuple[Event, ...]) -> None:
            box = Postbus()
            for _ in refusals(before, box):
                pass
            for _, refusal in refusals(new, box):
                raise refusal

        return self.ledger.transact(postbus, decided, judge=judge, moment=moment, simulated=simulated)

    def record_bezetting(self, bezetting: str, decide: DecideOnChain) -> tuple[Event, ...]:
        """Store what `decide` returns for the bezetting of a profile; raises Refused on what cannot follow."""
        return self._record_chain(bezetting, decide, holders.refusals)

    def record_plaatsing(self, plaatsing: str, decide: DecideOnChain) -> tuple[Event, ...]:
        """Store what `decide` returns for the plaatsing of a profile; raises Refused on what cannot follow."""
        return self._record_chain(plaatsing, decide, placing.refusals)

    def record_berichten(self, berichten: str, decide: DecideOnChain) -> tuple[Event, ...]:
        """Store what `decide` returns for the berichten of a profile; raises Refused on what cannot follow."""
        return self._record_chain(berichten, decide, messages.refusals)

    def _record_chain(self, chain: str, decide: DecideOnChain, refusals: Refusals) -> tuple[Event, ...]:
        """What it holds already is not judged: a fault in it must not keep what comes next from being recorded."""
        moment, simulated = self._moment(chain)
        before: tuple[Event, ...] = ()

        def decided(known: tuple[Event, ...]) -> Sequence[NewEvent]:
            nonlocal before
            before = known
            return decide(known)

        def judge(new: tuple[Event, ...]) -> None:
            for event, refusal in refusals((*before, *new)):
                if event in new:
                    raise refusal

        return self.ledger.transact(chain, decided, judge=judge, moment=moment, simulated=simulated)


def open_workspace(settings: Settings | None = None) -> Workspace:
    """Return the installation; makes the ledger's tables when they are missing."""
    settings = settings or Settings.from_env()
    settings.open_var()
    _create_once(settings.ledger_url)
    return Workspace(
        settings=settings,
        ledger=Ledger(settings.ledger_url, Witness(settings.getuige)),
        store=ArtefactStore(settings.store_url, secrets_file=settings.store_sleutels, drafts=settings.var),
    )


def open_existing() -> Workspace:
    """Return the installation for who only looks: raises UnknownKey where there is none, and makes nothing."""
    settings = Settings.from_env()
    if not settings.var.is_dir():
        raise UnknownKey(
            f"Hier is geen installatie: {settings.var} bestaat niet. Ga naar de map van Jaarcyclus, of geef met "
            "JAARCYCLUS_VAR de map van de installatie."
        )
    return open_workspace(settings)


def profile_path(settings: Settings, profiel: str) -> Path:
    """Return where the profile of this name lies. Raises UnknownKey."""
    path = settings.profielen / f"{profiel}.yaml"
    if path.parent != settings.profielen or not path.is_file():
        names = ", ".join(profile_names(settings))
        raise UnknownKey(f"Er is geen profiel '{profiel}' in {settings.profielen}; kies uit: {names}.")
    return path


def profile_names(settings: Settings) -> tuple[str, ...]:
    """Return the profiles of the installation, by file name."""
    return tuple(sorted(path.stem for path in settings.profielen.glob("*.yaml")))


@functools.cache
def _contacts_at(ledger_url: str, key: Path) -> ContactBook:
    return ContactBook.at(ledger_url, AddressSeal(disk.read_secret(key)))


@functools.cache
def _create_once(ledger_url: str) -> None:
    """Make it, unless it is there and its disk takes nothing: then it can be looked into, and recording refuses."""
    ledger = Ledger(ledger_url)
    try:
        ledger.create()
    except JaarcyclusError as fault:
        if not _can_be_read(ledger):
            raise
        log.warning("the ledger can be read only: %s", fault)


def _can_be_read(ledger: Ledger) -> bool:
    try:
        ledger.dossiers()
    except JaarcyclusError:
        return False
    return True
