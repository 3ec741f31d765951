"""Proves a plaatsing from its events alone: what was put on SharePoint, once each, and by one attempt at a time.

What stands there now only the library knows: it rewrites files after they came (`docs/sharepoint.md`). The bytes are
proven by the dossier that lies beside them.
"""

from collections.abc import Iterable, Iterator, Sequence

from jaarcyclus.dossier.placing import SHA_COLUMN, Placing, read_placings
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.proof.replay import bounded
from jaarcyclus.rules.placing import refusals


def is_plaatsing(events: Sequence[Event]) -> bool:
    """Return whether this chain is one of what was put on SharePoint."""
    return events[0].soort in wire.PLAATSING_KINDS


def verify_plaatsing(events: Sequence[Event]) -> tuple[str, ...]:
    """Return which events of a plaatsing its rules would have refused, else what contradicts itself in it.

    Raises nothing for any events.
    """
    refused = bounded(
        f"Gebeurtenis {event.seq} ({event.soort}) had niet vastgelegd mogen worden ({refusal.code}): {refusal.message}"
        for event, refusal in refusals(events)
    )
    return refused or bounded(_contradictions(events))


def _contradictions(events: Sequence[Event]) -> Iterator[str]:
    """Yield what no attempt can have met: no rule asks it, for what SharePoint answers is recorded as it came."""
    known: dict[str, tuple[str, str]] = {}
    for placing in read_placings(events).values():
        place = placing.content.sleutel.rpartition(":")[0]
        for name, file in placing.files.items():
            about = f"Bestand {name} van plaatsing {placing.content.sleutel}"
            if file.wanted.kolommen.get(SHA_COLUMN, file.wanted.sha256) != file.wanted.sha256:
                yield f"{about} heeft in zijn kolom een andere SHA-256 dan waarmee het is voorgenomen."
            if file.seen is None:
                continue
            if file.wanted.item not in (None, file.seen.item):
                yield f"{about} vervangt {file.wanted.item}, en gezien is een ander: {file.seen.item}."
            if known.setdefault(file.seen.item, (place, name)) != (place, name):
                yield f"{about} is volgens deze keten hetzelfde als {known[file.seen.item][1]}: {file.seen.item}."


def describe_plaatsing(events: Sequence[Event]) -> str:
    """Return how many placings there are and how many are complete; only for events that hold."""
    placings = read_placings(events).values()
    open_ones = list(_unconfirmed(placings))
    done = len(placings) - len(open_ones)
    told = f"{len(placings)} plaatsingen, volgens deze keten elk bestand één keer; {done} bevestigd."
    return f"{told} Nog niet klaar: {', '.join(open_ones)}." if open_ones else told


def _unconfirmed(placings: Iterable[Placing]) -> Iterator[str]:
    return (item.content.sleutel for item in placings if item.confirmed is None)
