"""What came into the postbus of a cooperation, what was found of each, and which passwords were issued; read on from
where it was read before.

A postbus holds every file of every year. It only grows, so what is kept goes by its last event: when the next one does
not name it, the chain was put back, and all is read anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from threading import Lock

from jaarcyclus.dossier.issuances import KINDS as PASSWORDS
from jaarcyclus.dossier.issuances import Issuance, read_issuances
from jaarcyclus.dossier.round import postbus_id
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.postbus_events import BestandBeoordeeld, BestandOntvangen
from jaarcyclus.pages.submissions import Refusals, read_refusals
from jaarcyclus.steps.receipts import Receipt, receipt_of
from jaarcyclus.steps.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One received file; `moment` is the one that counts, `came` the machine's own. `size` in bytes."""

    receipt: Receipt
    moment: str
    came: str
    size: int
    verdict: BestandBeoordeeld | None = None

    @property
    def perceel(self) -> str | None:
        """Return whose workbook it says to be, or else whose its sender said."""
        return (self.verdict.perceel if self.verdict else None) or self.receipt.perceel


@dataclass(frozen=True, kw_only=True)
class _Read:
    """What was read of one postbus, up to `last`."""

    last: Event | None = None
    attempts: Mapping[int, Attempt] = field(default_factory=dict)
    passwords: tuple[Event, ...] = ()
    refusals: Refusals = field(default_factory=dict)


@dataclass
class Mailboxes:
    """The postbussen of one installation, kept while the process lives."""

    workspace: Workspace
    _kept: dict[str, _Read] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def of_profile(self, profiel: str) -> Mapping[int, Attempt]:
        """Return every file that came, by the number of its receipt. Raises Refused when the postbus was put back."""
        return self._read(profiel).attempts

    def issuances(self, profiel: str) -> tuple[Issuance, ...]:
        """Return every password that was issued, in order. Raises Refused as `of_profile`."""
        return read_issuances(self.passwords(profiel))

    def passwords(self, profiel: str) -> tuple[Event, ...]:
        """Return every event that is about a password, in order. Raises Refused as `of_profile`."""
        return self._read(profiel).passwords

    def refusals(self, profiel: str) -> Refusals:
        """Return the last refusal by dossier and perceel. Raises Refused as `of_profile`."""
        return self._read(profiel).refusals

    def _read(self, profiel: str) -> _Read:
        chain = postbus_id(profiel)
        with self._lock:
            known = self._kept.get(chain, _Read())
            new = self.workspace.read_on(chain, known.last)
            if new is None:
                known, new = _Read(), self.workspace.ledger.events(chain)
            if new:
                known = self._kept[chain] = _Read(
                    last=new[-1],
                    attempts=read_attempts(known.attempts, new),
                    passwords=(*known.passwords, *(event for event in new if event.soort in PASSWORDS)),
                    refusals={**known.refusals, **read_refusals(new)},
                )
            return known


def read_attempts(known: Mapping[int, Attempt], new: tuple[Event, ...]) -> Mapping[int, Attempt]:
    """Return the files of before and those that these events of a postbus record. Pure."""
    attempts = dict(known)
    for event, came in wire.of_kind(new, BestandOntvangen):
        receipt = receipt_of(event, came)
        attempts[event.seq] = Attempt(receipt=receipt, moment=event.klok, came=event.tijd, size=came.grootte)
    for _, given in wire.of_kind(new, BestandBeoordeeld):
        attempts[given.ontvangst] = replace(attempts[given.ontvangst], verdict=given)
    return attempts
