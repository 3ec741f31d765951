"""Whose passkey is in force: what a bezetting amounts to. Pure.

A passkey is of one tenure, so it signs nothing any more once its holder has left. It counts when somebody else has
confirmed it, until it is withdrawn or another one is confirmed in its place. What may be recorded is `rules.passkeys`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from jaarcyclus.dossier.holders import Tenure, held_on, tenures
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.parts import Content
from jaarcyclus.ledger.signing_events import PasskeyAangemeld, PasskeyBevestigd, PasskeyIngetrokken, PasskeyVervangen


@dataclass(frozen=True, kw_only=True)
class Passkey:
    """One key of one holder; `number` is its seq in the bezetting.

    `confirmed` is the seq of the event by which it came to count, `ended` of that by which it no longer did.
    """

    number: int
    content: PasskeyAangemeld
    confirmed: int | None = None
    ended: int | None = None

    @property
    def counts(self) -> bool:
        return self.confirmed is not None and self.ended is None

    @property
    def is_pending(self) -> bool:
        return self.confirmed is None and self.ended is None

    @property
    def replaces(self) -> int | None:
        return self.content.vervangt if isinstance(self.content, PasskeyVervangen) else None


def passkeys(events: Iterable[Event]) -> tuple[Passkey, ...]:
    """Return every passkey that the events of a bezetting record, in their order. Raises InvalidTransition."""
    found: dict[int, Passkey] = {}
    for event in events:
        found |= after(found, event.seq, wire.read(event))
    return tuple(found.values())


def after(known: Mapping[int, Passkey], number: int, content: Content) -> dict[int, Passkey]:
    """Return the passkeys, by number, that one more event shows, confirms or ends; {} when it is about none."""
    match content:
        case PasskeyAangemeld():
            return {number: Passkey(number=number, content=content)}
        case PasskeyBevestigd() if content.passkey in known:
            key = known[content.passkey]
            old = known.get(key.replaces or 0)
            gone = {old.number: replace(old, ended=number)} if old else {}
            return gone | {key.number: replace(key, confirmed=number)}
        case PasskeyIngetrokken() if content.passkey in known:
            return {content.passkey: replace(known[content.passkey], ended=number)}
    return {}


def of_tenure(known: Iterable[Passkey], tenure: Tenure) -> tuple[Passkey, ...]:
    """Return the passkeys of this tenure that have not ended: one that counts, one that waits, or both."""
    return tuple(key for key in known if key.content.bezetting == tenure.number and key.ended is None)


def in_force(events: Iterable[Event], functie: str, day: str) -> Passkey | None:
    """Return the passkey that signs for this function on this day (ISO)."""
    chain = tuple(events)
    tenure = held_on(tenures(chain), functie, day)
    own = of_tenure(passkeys(chain), tenure) if tenure else ()
    return next((key for key in own if key.counts), None)
