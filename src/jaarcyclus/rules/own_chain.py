"""What holds of every event of a chain that is no dossier: a known kind, the fields of its record, our spelling."""

from collections.abc import Mapping
from datetime import datetime

from jaarcyclus.clock import AMSTERDAM
from jaarcyclus.errors import InvalidContent, Refused
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.parts import Content
from jaarcyclus.rules.context import require


def read_event(event: Event, kinds: Mapping[str, type[Content]], chain: str) -> Content:
    """Return what happened, as one of these kinds; `chain` is what a person calls it. Raises Refused."""
    if event.soort not in kinds:
        raise Refused("SOORT_ONBEKEND", f"Een gebeurtenis '{event.soort}' bestaat niet in een {chain}.")
    try:
        content: Content = wire.read(event)
    except InvalidContent as fault:
        named = ", ".join(fault.fields)
        raise Refused("VELD_ANDERS", f"Van een gebeurtenis '{event.soort}' klopt niet: {named}.") from fault
    require(_spelled_as_ours(event), "KLOK_ANDERE_ZONE", "Een moment staat er anders dan wij het schrijven.")
    return content


def read_moment(told: str) -> datetime:
    """Return a moment of a field, aware. Raises Refused when it is none, or is written otherwise than we do."""
    try:
        found = datetime.fromisoformat(told)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or found.isoformat() != told:
        raise Refused("MOMENT_ONLEESBAAR", "Een moment staat er anders dan wij het schrijven.")
    return found


def _spelled_as_ours(event: Event) -> bool:
    """Return whether both moments stand there as we write them: `20260612T0900Z` is no second spelling."""
    moment, machine = datetime.fromisoformat(event.klok), datetime.fromisoformat(event.tijd)
    return moment.astimezone(AMSTERDAM).isoformat() == event.klok and machine.isoformat() == event.tijd
