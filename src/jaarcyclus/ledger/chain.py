"""The hash chain of one dossier, without a database: how events are linked, checked and written as lines.

The accountant verifies with this module alone, so it imports no store. It trusts nothing it reads: a line
that is not exactly what we would have written is refused. Do not compare the `tijd` of two events: machines
disagree, and the order of a chain is `seq`, never a clock.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from jaarcyclus.errors import LedgerError, NotCanonical
from jaarcyclus.terms import canonical

GENESIS = "0" * 64
"""What the first event of a chain has as `vorige`."""

SYSTEM = "systeem"
"""The actor of what the program records by itself."""

FIELD_TYPES: Mapping[str, type] = {
    "dossier": str,
    "seq": int,
    "soort": str,
    "actor": str,
    "klok": str,
    "gesimuleerd": bool,
    "tijd": str,
    "inhoud": dict,
    "vorige": str,
    "hash": str,
}


@dataclass(frozen=True)
class NewEvent:
    """What is about to be recorded; the ledger adds place, time and hash. `inhoud` holds no floats."""

    soort: str
    actor: str
    inhoud: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Event:
    """What happened. `klok` is the moment that counts, `tijd` the machine's (UTC); both ISO with an offset.

    `seq` counts from 1 within a dossier. `hash` is the SHA-256 of the canonical JSON of all other fields.
    """

    dossier: str
    seq: int
    soort: str
    actor: str
    klok: str
    gesimuleerd: bool
    tijd: str
    inhoud: Mapping[str, Any]
    vorige: str
    hash: str


@dataclass(frozen=True)
class Head:
    """The end of a chain, to which the next event is linked."""

    seq: int = 0
    hash: str = GENESIS


def extend(
    head: Head,
    dossier: str,
    additions: Iterable[NewEvent],
    *,
    moment: datetime,
    simulated: bool,
    machine_time: datetime,
) -> tuple[Event, ...]:
    """Link `additions` to `head`, in order. Raises LedgerError on an empty name or a moment without an offset,
    NotCanonical on an `inhoud` that has no canonical form."""
    events = []
    for new in additions:
        fields = {
            "dossier": dossier,
            "seq": head.seq + 1,
            "soort": new.soort,
            "actor": new.actor,
            "klok": moment.isoformat(),
            "gesimuleerd": simulated,
            "tijd": machine_time.isoformat(),
            "inhoud": new.inhoud,
            "vorige": head.hash,
        }
        text = canonical.dumps(fields)
        # Read back from the bytes: the caller gets what was hashed, and no longer its own dict.
        event = make_event({**canonical.loads(text), "hash": canonical.sha256(text)})
        events.append(event)
        head = Head(event.seq, event.hash)
    return tuple(events)


def make_event(fields: Mapping[str, Any]) -> Event:
    """Make an event of stored fields. Raises LedgerError on a missing, unknown or mistyped one."""
    if set(fields) != set(FIELD_TYPES):
        strange = ", ".join(sorted(set(fields) ^ set(FIELD_TYPES)))
        raise LedgerError(f"Een gebeurtenis heeft andere velden dan afgesproken ({strange}); gebruik een gave kopie.")
    for name, kind in FIELD_TYPES.items():
        _require(type(fields[name]) is kind, name, fields)
    for name in ("dossier", "soort", "actor"):
        _require(bool(fields[name]), name, fields)
    for name in ("klok", "tijd"):
        _require(_is_moment(fields[name]), name, fields)
    return Event(**fields)


def compute_hash(event: Event) -> str:
    """Return the hash that `event` should carry: over every field but the hash itself."""
    fields = asdict(event)
    del fields["hash"]
    return canonical.sha256(canonical.dumps(fields))


def check(events: Iterable[Event]) -> tuple[str, ...]:
    """Return every fault of one whole chain as a Dutch sentence; `()` when it holds.

    A tail that was cut off does not show here: compare the last hash with a head printed or kept elsewhere.
    A `tijd` earlier than the one before is no fault (chosen): two machines may have appended.
    """
    faults: list[str] = []
    dossier, head = None, Head()
    for event in events:
        dossier = dossier or event.dossier
        faults.extend(_check_one(event, dossier, head))
        head = Head(event.seq, event.hash)
    return tuple(faults)


def event_to_line(event: Event) -> bytes:
    """Return the canonical JSON of one event, without a line ending."""
    return canonical.dumps(asdict(event))


def event_from_line(line: bytes) -> Event:
    """Read what `event_to_line` wrote; a single differing byte raises LedgerError. The hash is for `check`."""
    try:
        fields = canonical.loads(line)
    except NotCanonical as error:
        raise LedgerError("Een regel is niet meer zoals wij hem schreven; gebruik een gave kopie.") from error
    if not isinstance(fields, dict):
        raise LedgerError("Een regel bevat geen gebeurtenis; gebruik een gave kopie.")
    return make_event(fields)


def latest(moments: Iterable[str]) -> str:
    """Return the latest of these `klok` texts. By time, not as text: one hour of October is there twice."""
    return max(moments, key=datetime.fromisoformat)


def _check_one(event: Event, dossier: str, head: Head) -> Iterable[str]:
    name = f"Gebeurtenis {event.seq} ({event.soort})"
    if event.dossier != dossier:
        yield f"{name} hoort bij dossier {event.dossier} en niet bij {dossier}."
    if event.seq > head.seq + 1:
        yield f"{name} volgt op {head.seq or 'het begin'}: wat ertussen hoort, ontbreekt."
    if event.seq <= head.seq:
        yield f"{name} staat na gebeurtenis {head.seq}: dubbel of verplaatst."
    if event.vorige != head.hash:
        yield f"{name} sluit niet aan op wat ervoor staat: verwijderd, verplaatst, ingevoegd of gewijzigd."
    if event.hash != compute_hash(event):
        yield f"{name} is gewijzigd: de inhoud hoort niet bij de hash."


def _require(holds: bool, name: str, fields: Mapping[str, Any]) -> None:
    if not holds:
        raise LedgerError(
            f"Gebeurtenis {fields['seq']!r} van dossier {fields['dossier']!r}: het veld {name} is "
            f"onbruikbaar ({fields[name]!r:.80}); gebruik een gave kopie of meld het aan de beheerder."
        )


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
