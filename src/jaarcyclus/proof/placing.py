"""Proves a plaatsing from its events alone: what was put on SharePoint, once each, and by one attempt at a time.

What stands there now only the library knows: it rewrites files after they came (`docs/sharepoint.md`). The bytes are
proven by the dossier that lies beside them.
"""

from collections.abc import Iterable, Iterator, Sequence

from jaarcyclus.dossier.placing import Placing, read_placings
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.proof.replay import bounded
from jaarcyclus.rules.placing import refusals


def is_plaatsing(events: Sequence[Event]) -> bool:
    """Return whether this chain is one of what was put on SharePoint."""
    return events[0].soort in wire.PLAATSING_KINDS


def verify_plaatsing(events: Sequence[Event]) -> tuple[str, ...]:
    """Return which events of a plaatsing its rules would have refused. Raises nothing for any events."""
    return bounded(
        f"Gebeurtenis {event.seq} ({event.soort}) had niet vastgelegd mogen worden ({refusal.code}): {refusal.message}"
        for event, refusal in refusals(events)
    )


def describe_plaatsing(events: Sequence[Event]) -> str:
    """Return how many placings there are and how many are complete; only for events that hold."""
    placings = read_placings(events).values()
    open_ones = list(_unconfirmed(placings))
    told = f"{len(placings)} plaatsingen, elk bestand één keer; {len(placings) - len(open_ones)} bevestigd."
    return f"{told} Nog niet klaar: {', '.join(open_ones)}." if open_ones else told


def _unconfirmed(placings: Iterable[Placing]) -> Iterator[str]:
    return (item.content.sleutel for item in placings if item.confirmed is None)
