"""Every artefact that a dossier rests on, and what a person would call the file.

A refused workbook is not among them: no figure rests on it and it may be hostile.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.evidence import suffix_of
from jaarcyclus.errors import InvalidTransition
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.correction_events import CorrectieGepubliceerd, Ingetrokken
from jaarcyclus.ledger.earlier_events import CijfersBekend, CijfersOvergenomen
from jaarcyclus.ledger.events import (
    BijlageGemaakt,
    GateVoorgelegd,
    Gepubliceerd,
    InzendingGeaccepteerd,
    RondeGeopend,
    VersieGemaakt,
    VoorwaardeBewezen,
)
from jaarcyclus.ledger.parts import BekendeKolom
from jaarcyclus.rules.context import Read


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """An artefact the dossier rests on: its SHA-256 and what a person would call the file."""

    sha256: str
    name: str


def exhibits(events: Iterable[Event], read: Read) -> tuple[Exhibit, ...]:
    """Return every artefact the dossier rests on, in the order of the events; one file may have two names.

    A refused workbook is not among them (chosen): no figure rests on it and it may be hostile; its hash and its
    findings stand in the event. Raises what `read` raises, and ValueError or TypeError on a manifest that is
    none.
    """
    return tuple(dict.fromkeys(item for event in events for item in _named(event, read)))


def _named(event: Event, read: Read) -> Iterator[Exhibit]:
    match _content_of(event):
        case RondeGeopend() as opened:
            yield Exhibit(sha256=opened.profiel_sha256, name=f"profiel-{opened.profiel}.yaml")
        case CijfersBekend() | CijfersOvergenomen() as taken:
            yield from _taken(event.seq, taken)
        case InzendingGeaccepteerd() as accepted:
            name = f"inzending-{event.seq}-{accepted.perceel}"
            yield Exhibit(sha256=accepted.sha256, name=f"{name}.xlsx")
            yield Exhibit(sha256=accepted.cijfers_sha256, name=f"{name}-cijfers.json")
        case VersieGemaakt() as version:
            yield from _of_version(version, read)
        case GateVoorgelegd() as gate:
            yield Exhibit(sha256=gate.stand_sha256, name=f"stand-{event.seq}-{gate.gate}.html")
        case BijlageGemaakt() | VoorwaardeBewezen() as kept:
            yield _kept(event.seq, kept)
        case Gepubliceerd() | Ingetrokken() as placed:
            yield Exhibit(sha256=placed.metadata_sha256, name=_name_metadata(event.seq, placed))


def _kept(seq: int, kept: BijlageGemaakt | VoorwaardeBewezen) -> Exhibit:
    if isinstance(kept, VoorwaardeBewezen):
        return Exhibit(sha256=kept.sha256, name=f"bewijs-{seq}{suffix_of(kept.naam)}")
    return Exhibit(sha256=kept.bijlage_sha256, name=f"bijlage-{seq}-besluitvorming.pdf")


def _name_metadata(seq: int, placed: Gepubliceerd | Ingetrokken) -> str:
    match placed:
        case Ingetrokken():
            return f"intrekking-{seq}-metadata.json"
        case CorrectieGepubliceerd():
            return f"publicatie-{seq}-metadata.json"
        case _:
            return "publicatie-metadata.json"  # there is one, and older exports name it so


def _content_of(event: Event) -> Any:
    try:
        return wire.read(event)
    except InvalidTransition:
        return None  # a forged one rests on nothing; that it is none, the rules say


def _taken(seq: int, taken: CijfersBekend | CijfersOvergenomen) -> Iterator[Exhibit]:
    if isinstance(taken, CijfersBekend):
        yield from _of_columns(taken.kolommen, "bekend")
        return
    yield from _of_columns(taken.kolommen, f"overgenomen-{seq}")
    yield Exhibit(sha256=taken.cijfers_sha256, name=f"overgenomen-{seq}-{taken.perceel}-cijfers.json")


def _of_columns(columns: Mapping[str, BekendeKolom], prefix: str) -> Iterator[Exhibit]:
    for column, found in columns.items():
        for perceel, sha256 in sorted(found.cijfers.items()):
            yield Exhibit(sha256=sha256, name=f"{prefix}-{column}-{found.dossier}-{perceel}.json")


def _of_version(version: VersieGemaakt, read: Read) -> Iterator[Exhibit]:
    sha256, prefix = version.manifest_sha256, f"versie-{version.versie}"
    made = manifest.from_bytes(read(sha256))
    yield Exhibit(sha256=sha256, name=f"{prefix}-manifest.json")
    yield Exhibit(sha256=made.consolidatie_sha256, name=f"{prefix}-consolidatie.json")
    for name, document in sorted(made.documenten.items()):
        yield Exhibit(sha256=document, name=f"{prefix}-{name}")
