"""What was published of one dossier, and what the controller decided about it since: withdrawn, corrected.

A dossier has one publication, and one more for each correction that went the whole route. Only the last counts, unless
it is withdrawn: a version that was replaced does not come back when its successor is withdrawn.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from jaarcyclus.errors import InvalidTransition
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.correction_events import CorrectieGepubliceerd, Ingetrokken, IntrekkingBesloten
from jaarcyclus.ledger.events import Gepubliceerd


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """The decision that a publication goes; `done` once the page that says so stood in its place.

    `kop` is the head of the chain with the decision, None when answers may have been sealed then (`dossier.sight`).
    """

    reden: str
    door: str
    klok: str
    seq: int
    kop: str | None
    done: Ingetrokken | None = None


@dataclass(frozen=True, kw_only=True)
class Published:
    """One version that was placed and read back."""

    content: Gepubliceerd
    klok: str
    seq: int
    withdrawal: Withdrawal | None = None

    @property
    def versie(self) -> int:
        return self.content.versie

    @property
    def replaces(self) -> int | None:
        """Return the published version that this one replaces; None for the first."""
        return self.content.vervangt if isinstance(self.content, CorrectieGepubliceerd) else None

    @property
    def waits_for_withdrawal(self) -> bool:
        """Return whether it is to go and may still stand at its place."""
        return self.withdrawal is not None and self.withdrawal.done is None

    def withdrawn(self, event: Event, content: IntrekkingBesloten, *, kop: str | None) -> "Published":
        """Return it after the decision in this event."""
        decided = Withdrawal(reden=content.reden, door=event.actor, klok=event.klok, seq=event.seq, kop=kop)
        return replace(self, withdrawal=decided)

    def gone(self, content: Ingetrokken) -> "Published":
        """Return it after it was taken away. Raises InvalidTransition when nobody withdrew it."""
        if self.withdrawal is None:
            raise InvalidTransition(f"nobody withdrew version {self.versie}")
        return replace(self, withdrawal=replace(self.withdrawal, done=content))


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A published round that was opened again, to correct the published version `versie`."""

    versie: int
    reden: str
    door: str
    klok: str
    seq: int


def place_path(profiel: str, boekjaar: int, product: str, number: int) -> tuple[str, str, str]:
    """Return where publication `number` of a dossier (from 0) is placed: each correction beside what it replaces.

    Not by its version: when one could not be recorded, the next takes its place.
    """
    return profiel, str(boekjaar), f"{product}-correctie-{number}" if number else product


def find_successor(published: Iterable[Published], versie: int) -> Published | None:
    """Return the publication that replaced this version."""
    return next((item for item in published if item.replaces == versie), None)
