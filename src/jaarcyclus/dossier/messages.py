"""What people were told outside the program, from the events of the berichten of a cooperation. Pure.

What a server took and what nobody knows of counts as told: saying it twice is worse than once. What certainly did not
go out does not, unless only a person can mend that.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.message_events import (
    BerichtAangenomen,
    BerichtNietVerzonden,
    BerichtOnzeker,
    BerichtVoorgenomen,
)
from jaarcyclus.ledger.parts import Content

DIGEST, AT_ONCE = "overzicht", "direct"
"""The kinds of message: all that is new once a day, and what cannot wait for that."""
MAIL, TEAMS, FOLDER = "mail", "teams", "map"
"""The channels; what is laid in a folder leaves nowhere, and is there to look at."""
Outcome: TypeAlias = BerichtAangenomen | BerichtNietVerzonden | BerichtOnzeker


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message to one person; `outcome` is None until something is known of it.

    `begun` and `ended` are moments (ISO).
    """

    content: BerichtVoorgenomen
    seq: int
    begun: str
    outcome: Outcome | None = None
    ended: str | None = None

    @property
    def until(self) -> datetime:
        """Return until when whoever sends it is believed to be alive."""
        return datetime.fromisoformat(self.content.tot)

    @property
    def counts_as_told(self) -> bool:
        return not isinstance(self.outcome, BerichtNietVerzonden)

    def was_to(self, address: str) -> bool:
        """Return whether it went to this address."""
        return self.content.adres == hash_address(address, self.content.zout)


def hash_address(address: str, salt: str) -> str:
    """Return what stands in the chain instead of an address: without the salt it is not found by guessing."""
    return hashlib.sha256(f"{salt}{address}".encode()).hexdigest()


def read_messages(events: Iterable[Event]) -> dict[int, Message]:
    """Return every message by the seq of its intention. Raises InvalidTransition as `wire.read`."""
    return read_on({}, events)


def read_on(known: Mapping[int, Message], events: Iterable[Event]) -> dict[int, Message]:
    """Return the messages of before with what these events, which come next, begin and end."""
    found = dict(known)
    for event in events:
        found |= after(found, event, wire.read(event))
    return found


def after(known: Mapping[int, Message], event: Event, content: Content) -> dict[int, Message]:
    """Return the message, by its number, that one more event begins or ends."""
    if isinstance(content, BerichtVoorgenomen):
        return {event.seq: Message(content=content, seq=event.seq, begun=event.klok)}
    if isinstance(content, BerichtAangenomen | BerichtNietVerzonden | BerichtOnzeker):
        return {content.voornemen: replace(known[content.voornemen], outcome=content, ended=event.klok)}
    return {}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One person, as one holder of a function, on one channel."""

    person: str
    holding: int
    channel: str


def line_of(message: Message) -> Line:
    """Return to whom this message is, and by which channel."""
    told = message.content
    return Line(person=told.persoon, holding=told.bezetting, channel=told.kanaal)


def told_keys(known: Iterable[Message], line: Line, address: str) -> frozenset[str]:
    """Return what this person need not be told again by this channel: told, or refused for good at this address."""
    own = (message for message in known if line_of(message) == line)
    return frozenset(
        key
        for message in own
        if message.counts_as_told or (_waits_for_person(message) and message.was_to(address))
        for key in message.content.sleutels
    )


def _waits_for_person(message: Message) -> bool:
    return isinstance(message.outcome, BerichtNietVerzonden) and message.outcome.niet_voor is None


def held_until(known: Iterable[Message], line: Line) -> datetime | None:
    """Return until when this person is not tried again by this channel: the last attempt said so, or still goes on."""
    last = next((message for message in reversed(tuple(known)) if line_of(message) == line), None)
    if last is None:
        return None
    if last.outcome is None:
        return last.until
    waits = isinstance(last.outcome, BerichtNietVerzonden) and last.outcome.niet_voor
    return datetime.fromisoformat(waits) if waits else None


def had_digest_on(known: Iterable[Message], line: Line, day: str) -> bool:
    """Return whether the daily summary of this day (ISO) went, or may have gone."""
    own = (message for message in known if line_of(message) == line and message.counts_as_told)
    return any(message.content.soort == DIGEST and message.begun[:10] == day for message in own)
