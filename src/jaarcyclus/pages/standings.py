"""Every dossier of a cooperation as it stands, read anew only when its chain grew.

Folding a thousand dossiers takes seconds, and a page has no seconds. What is kept goes by the hash of the last event:
another process may record at any moment, and then the hash is another. Nothing that depends on the clock or on a person
is kept: what is confidential is taken out for each reader, here, so that no page can forget it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import Lock

from jaarcyclus.dossier.confidential import as_seen
from jaarcyclus.dossier.fold import fold
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.chain import GENESIS
from jaarcyclus.ledger.events import Heropend, RondeGeopend
from jaarcyclus.ledger.wire import kind_of
from jaarcyclus.profile.records import Profile
from jaarcyclus.steps.airflow_names import DOSSIER, profile_of_dossier
from jaarcyclus.steps.message_log import MessageBook
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.products import PRODUCTS

_OPENS = (kind_of(RondeGeopend), kind_of(Heropend))


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One dossier, and the profile of its round; `opened_at`: when the round opened and reopened, by seq."""

    state: Dossier
    profile: Profile
    opened_at: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Found:
    """The dossiers of a cooperation by name; `held` says in Dutch which cannot be shown, and what is to be done."""

    standings: tuple[Standing, ...]
    held: tuple[str, ...] = ()


@dataclass
class Standings:
    """The dossiers of one installation, kept while the process lives.

    `person`: as whom they are read, in a cooperation whose dossiers are asked; None for all of it, which no page shows.
    """

    workspace: Workspace
    person: str | None = None
    _kept: dict[str, tuple[str, Standing]] = field(default_factory=dict)
    _profiles: dict[tuple[str, str, int, str], Profile] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    @cached_property
    def message_book(self) -> MessageBook:
        """Return what people were told, kept likewise."""
        return MessageBook(self.workspace)

    def seen_by(self, person: str) -> "Standings":
        """Return the same dossiers as this person may know them; what was read is shared."""
        made = replace(self, person=person)
        made.__dict__["message_book"] = self.message_book  # as `cached_property` keeps it
        return made

    def of_profile(self, profiel: str) -> Found:
        """Return every dossier of this cooperation whose round is open."""
        heads = self.workspace.ledger.heads()
        found, held = [], []
        for name in sorted(name for name in heads if _is_dossier(name) and profile_of_dossier(name) == profiel):
            try:
                found.append(self._at(name, heads[name]))
            except Refused as refusal:  # put back to an older copy: it holds up no other
                held.append(refusal.message)
        return Found(standings=tuple(found), held=tuple(held))

    def of_dossier(self, dossier: str) -> Standing | None:
        """Return one dossier, None when there is none of that name. Raises Refused when it was put back."""
        head = self.workspace.ledger.head(dossier) if _is_dossier(dossier) else GENESIS
        return None if head == GENESIS else self._at(dossier, head)

    def _at(self, name: str, head: str) -> Standing:
        known = self._kept.get(name)
        if known is None or known[0] != head:
            known = self._read_once(name, head)
        return self._seen(known[1])

    def _seen(self, standing: Standing) -> Standing:
        if self.person is None or standing.state.ronde is None:
            return standing
        state = as_seen(standing.state, standing.profile, self.person)
        return standing if state is standing.state else replace(standing, state=state)

    def _read_once(self, name: str, head: str) -> tuple[str, Standing]:
        """Of two who ask for the same dossier one reads it: both together take twice as long."""
        with self._lock:
            known = self._kept.get(name)
            if known is None or known[0] != head:
                known = self._kept[name] = self._read(name)
            return known

    def _read(self, name: str) -> tuple[str, Standing]:
        """Return a dossier, and the hash of its last event."""
        events = self.workspace.ledger.events(name)
        state = fold(events, name)
        opened_at = {event.seq: event.klok for event in events if event.soort in _OPENS}
        standing = Standing(state=state, profile=self._profile_of(state), opened_at=opened_at)
        return events[-1].hash if events else "", standing

    def _profile_of(self, state: Dossier) -> Profile:
        opened = state.opened
        # A request has a profile of its own: one perceel, and its route under its own number.
        asked = opened.product if PRODUCTS[opened.product].on_request else ""
        key = (opened.profiel_sha256, opened.deadlines.opent, opened.boekjaar, asked)
        if key not in self._profiles:
            self._profiles[key] = self.workspace.profile_of(state)
        return self._profiles[key]


def _is_dossier(chain: str) -> bool:
    return re.fullmatch(DOSSIER, chain) is not None
