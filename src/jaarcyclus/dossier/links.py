"""Whose sign-in at the office's identity provider is the holder of a function: what a bezetting amounts to. Pure.

A link is of one tenure, so who leaves a function can no longer sign in for it. What may be recorded is `rules.links`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from jaarcyclus.dossier.holders import Tenure, tenures
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.holders_events import AanmeldingGekoppeld, AanmeldingOntkoppeld
from jaarcyclus.ledger.parts import Content

CLAIMS = ("sub", "oid", "email")
"""What of a token may tell who somebody is. Not `preferred_username`: who comes later may get that of who left."""


@dataclass(frozen=True, kw_only=True)
class Identity:
    """One sign-in at one provider: what the token of `issuer` says in this claim."""

    issuer: str
    claim: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Link:
    """Who the holder of a tenure is at the provider; `number` is its seq in the bezetting, `bezetting` the tenure's."""

    number: int
    bezetting: int
    identity: Identity
    ended: bool = False


def links(events: Iterable[Event]) -> tuple[Link, ...]:
    """Return every link that the events of a bezetting record, in their order. Raises InvalidTransition."""
    found: dict[int, Link] = {}
    for event in events:
        found |= after(found, event.seq, wire.read(event))
    return tuple(found.values())


def after(known: Mapping[int, Link], number: int, content: Content) -> dict[int, Link]:
    """Return the link, by its number, that one more event makes or ends; {} when it is about none."""
    match content:
        case AanmeldingGekoppeld():
            told = Identity(issuer=content.uitgever, claim=content.claim, value=content.waarde)
            return {number: Link(number=number, bezetting=content.bezetting, identity=told)}
        case AanmeldingOntkoppeld() if content.koppeling in known:
            return {content.koppeling: replace(known[content.koppeling], ended=True)}
    return {}


def link_of(known: Iterable[Link], tenure: Tenure) -> Link | None:
    """Return the link of this tenure that was not taken away."""
    return next((link for link in known if link.bezetting == tenure.number and not link.ended), None)


def in_force(events: Iterable[Event], day: str) -> tuple[tuple[Link, Tenure], ...]:
    """Return what lets somebody in on this day (ISO): links that stand, of who has the function then."""
    chain = tuple(events)
    held = {tenure.number: tenure for tenure in tenures(chain) if tenure.holds_on(day)}
    return tuple((link, held[link.bezetting]) for link in links(chain) if not link.ended and link.bezetting in held)
