"""Between a record of an event and its JSON: the only way from stored `inhoud` to a value, and back.

A kind that is not known, a field too many, too few or of another type is never read: what the shape of an event is
follows from its record in `ledger.events` and the modules beside it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError, to_json

from jaarcyclus.errors import InvalidContent, InvalidTransition
from jaarcyclus.ledger.chain import SYSTEM, Event, NewEvent
from jaarcyclus.ledger.correction_events import OF_CORRECTION
from jaarcyclus.ledger.earlier_events import OF_EARLIER
from jaarcyclus.ledger.events import OF_DOSSIER
from jaarcyclus.ledger.holders_events import OF_BEZETTING
from jaarcyclus.ledger.message_events import OF_BERICHTEN
from jaarcyclus.ledger.parts import Content
from jaarcyclus.ledger.placing_events import OF_PLAATSING
from jaarcyclus.ledger.postbus_events import OF_POSTBUS
from jaarcyclus.ledger.signing_events import SIGNING_OF_BEZETTING, StemOndertekend

C = TypeVar("C", bound=Content)


def kind_of(record: type[Content]) -> str:
    """Return the kind on the wire: `gate_geopend` of `GateGeopend`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", record.__name__).lower()


DOSSIER_KINDS: Mapping[str, type[Content]] = {
    kind_of(record): record for record in (*OF_DOSSIER, *OF_EARLIER, *OF_CORRECTION, StemOndertekend)
}
POSTBUS_KINDS: Mapping[str, type[Content]] = {kind_of(record): record for record in OF_POSTBUS}
BEZETTING_KINDS: Mapping[str, type[Content]] = {
    kind_of(record): record for record in (*OF_BEZETTING, *SIGNING_OF_BEZETTING)
}
PLAATSING_KINDS: Mapping[str, type[Content]] = {kind_of(record): record for record in OF_PLAATSING}
BERICHTEN_KINDS: Mapping[str, type[Content]] = {kind_of(record): record for record in OF_BERICHTEN}
KINDS: Mapping[str, type[Content]] = {
    **DOSSIER_KINDS,
    **POSTBUS_KINDS,
    **BEZETTING_KINDS,
    **PLAATSING_KINDS,
    **BERICHTEN_KINDS,
}


def field_names(record: type[Content]) -> tuple[str, ...]:
    """Return the keys of `inhoud`, in their order."""
    return tuple(field.name for field in fields(record))  # type: ignore[arg-type]


def read(event: Event) -> Any:
    """Return what happened, as the record of its kind.

    Raises InvalidTransition for an unknown kind, InvalidContent for fields that are not those of the record.
    """
    if event.soort not in KINDS:
        raise InvalidTransition(f"unknown event kind {event.soort!r}")
    try:
        # From JSON: there a list is a tuple of the record, and yet a text is no number.
        return _adapter(event.soort).validate_json(to_json(event.inhoud))
    except ValidationError as fault:
        odd = dict.fromkeys(str(error["loc"][0]) for error in fault.errors() if error["loc"])
        raise InvalidContent(f"event {event.seq} ({event.soort}): {fault}", tuple(odd)) from fault
    except PydanticSerializationError as fault:
        names = field_names(KINDS[event.soort])
        raise InvalidContent(f"event {event.seq} ({event.soort}) holds half a character", names) from fault


def of_kind(events: Iterable[Event], record: type[C]) -> Iterator[tuple[Event, C]]:
    """Yield every event of one kind with what it says, in order. Raises InvalidTransition as `read`."""
    kind = kind_of(record)
    return ((event, read(event)) for event in events if event.soort == kind)


def new_event(actor: str, content: Content) -> NewEvent:
    """Return what a person is about to record."""
    return NewEvent(kind_of(type(content)), actor, as_json(content))


def system_event(content: Content) -> NewEvent:
    """Return what the program itself is about to record."""
    return new_event(SYSTEM, content)


def as_json(content: Content) -> dict[str, Any]:
    """Return the record as `inhoud` holds it."""
    return asdict(content)  # type: ignore[call-overload, no-any-return]


def values_of(content: Content) -> dict[str, Any]:
    """Return value by field, not a copy and not JSON: for a record that holds the same and more."""
    return {name: getattr(content, name) for name in field_names(type(content))}


@cache
def _adapter(kind: str) -> TypeAdapter[Content]:
    return TypeAdapter(KINDS[kind])
