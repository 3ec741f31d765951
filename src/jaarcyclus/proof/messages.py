"""Proves the berichten of a cooperation from their events alone: told once, and what came of it once.

Whether a message arrived, and whether anybody read it, no chain can say: that is said here too.
"""

from collections import Counter
from collections.abc import Sequence

from jaarcyclus.dossier.messages import FOLDER, read_messages
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.message_events import BerichtAangenomen, BerichtNietVerzonden, BerichtOnzeker
from jaarcyclus.proof.replay import bounded
from jaarcyclus.rules.messages import refusals


def is_berichten(events: Sequence[Event]) -> bool:
    """Return whether this chain is one of what people were told."""
    return events[0].soort in wire.BERICHTEN_KINDS


def verify_berichten(events: Sequence[Event]) -> tuple[str, ...]:
    """Return which events its rules would have refused. Raises nothing for any events."""
    return bounded(
        f"Gebeurtenis {event.seq} ({event.soort}) had niet vastgelegd mogen worden ({refusal.code}): {refusal.message}"
        for event, refusal in refusals(events)
    )


def describe_berichten(events: Sequence[Event]) -> str:
    """Return how many messages there are and what came of them; only for events that hold."""
    messages = read_messages(events).values()
    ends = Counter(type(message.outcome) for message in messages)
    laid = sum(item.content.kanaal == FOLDER and isinstance(item.outcome, BerichtAangenomen) for item in messages)
    trial = f"{laid} bij een proef in een map gelegd, " if laid else ""
    return (
        f"{len(messages)} berichten, niets twee keer aan dezelfde persoon langs dezelfde weg; "
        f"{ends[BerichtAangenomen] - laid} door een server aangenomen, {trial}{ends[BerichtNietVerzonden]} niet "
        f"verzonden, {ends[BerichtOnzeker]} onzeker, {ends[type(None)]} zonder uitkomst. Of iemand ze las, zegt deze "
        "keten niet."
    )
