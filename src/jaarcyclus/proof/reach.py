"""How far the export of a postbus or bezetting reaches beside a dossier: an older one knows nothing of what follows.

That is no contradiction, and no proof either: a forger may have cut its end off. A dossier that names a number which
the chain does not have yet, at a moment after its last event, is not judged there, and the report says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.events import (
    BezettingVastgelegd,
    BijlageVastgelegd,
    InzendingGeaccepteerd,
    InzendingGeweigerd,
    StemAangemeld,
    StemNaUitgifte,
)
from jaarcyclus.ledger.parts import Ketenkop
from jaarcyclus.ledger.postbus_events import BestandBeoordeeld, BestandOntvangen
from jaarcyclus.ledger.signing_events import StemOndertekend
from jaarcyclus.rules.transitions import MAX_CLOCK_SKEW


@dataclass(frozen=True, kw_only=True)
class Reach:
    """The day (ISO) of the last event of the other chain, and the numbers of dossier events that name a later one."""

    last: str
    beyond: tuple[int, ...]


def reach_of_postbus(dossier: Sequence[Event], postbus: Sequence[Event]) -> Reach:
    """Return how far it reaches: to its last event, or to an annex that names that one as the last of then."""
    annexes = list(wire.of_kind(dossier, BijlageVastgelegd))
    named = [event.tijd for event, annex in annexes if annex.postbus.kop == postbus[-1].hash]
    until = max(map(datetime.fromisoformat, (postbus[-1].tijd, *named)))
    judged = {given.ontvangst for _, given in wire.of_kind(postbus, BestandBeoordeeld)}

    def later() -> Iterator[Event]:
        accepted, refused = wire.of_kind(dossier, InzendingGeaccepteerd), wire.of_kind(dossier, InzendingGeweigerd)
        for event, number in (*((e, c.ontvangst) for e, c in accepted), *((e, c.ontvangst) for e, c in refused)):
            if number not in judged and _may_be_later(number, postbus):
                yield event
        yield from (event for event, annex in annexes if _is_later_head(annex.postbus, postbus))
        for event, mark in wire.of_kind(dossier, StemNaUitgifte):
            if mark.uitgifte > len(postbus):
                yield event

    return _reach(postbus, later(), until)


def reach_of_bezetting(dossier: Sequence[Event], bezetting: Sequence[Event]) -> Reach:
    """Return how far it reaches: to its last event."""
    told, links = wire.of_kind(dossier, BezettingVastgelegd), wire.of_kind(dossier, StemAangemeld)
    later = (event for event, content in told if _is_later_head(content.keten, bezetting))
    linked = (event for event, mark in links if mark.koppeling > len(bezetting))
    signed = (event for event, given in wire.of_kind(dossier, StemOndertekend) if given.passkey > len(bezetting))
    return _reach(bezetting, chain(later, linked, signed), datetime.fromisoformat(bezetting[-1].tijd))


def lengths_at(other: Sequence[Event], event: Event) -> tuple[int, int]:
    """Return the least and the most events that another chain may have had when this event was recorded.

    Two machines may differ, and what was recorded while somebody voted may come just too late for this vote.
    """
    moment = datetime.fromisoformat(event.tijd)
    return _length_at(other, moment - MAX_CLOCK_SKEW), _length_at(other, moment + MAX_CLOCK_SKEW)


def _length_at(other: Sequence[Event], moment: datetime) -> int:
    return max((event.seq for event in other if datetime.fromisoformat(event.tijd) <= moment), default=0)


def _reach(other: Sequence[Event], later: Iterator[Event], until: datetime) -> Reach:
    beyond = (event.seq for event in later if datetime.fromisoformat(event.tijd) > until)
    return Reach(last=other[-1].klok[:10], beyond=tuple(sorted(beyond)))


def _may_be_later(number: int, postbus: Sequence[Event]) -> bool:
    """A receipt that is there is not judged yet; one that could be there and is not, is none."""
    return number > len(postbus) or (number > 0 and postbus[number - 1].soort == wire.kind_of(BestandOntvangen))


def _is_later_head(head: Ketenkop, other: Sequence[Event]) -> bool:
    return head.seq > len(other) and all(event.hash != head.kop for event in other)
