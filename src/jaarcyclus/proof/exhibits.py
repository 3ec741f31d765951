"""Every artefact that a dossier rests on, and what a person would call the file.

A refused workbook is not among them: no figure rests on it and it may be hostile.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from jaarcyclus.dossier import manifest
from jaarcyclus.ledger.chain import Event
from jaarcyclus.rules.context import Read


@dataclass(frozen=True, kw_only=True)
class Bewijsstuk:
    """An artefact the dossier rests on: its SHA-256 and what a person would call the file."""

    sha256: str
    naam: str


def bewijsstukken(events: Iterable[Event], read: Read) -> tuple[Bewijsstuk, ...]:
    """Return every artefact the dossier rests on, in the order of the events; one file may have two names.

    A refused workbook is not among them (chosen): no figure rests on it and it may be hostile; its hash and its
    findings stand in the event. Raises what `read` raises, and ValueError or TypeError on a manifest that is none.
    """
    return tuple(dict.fromkeys(item for event in events for item in _named(event, read)))


def _named(event: Event, read: Read) -> Iterator[Bewijsstuk]:
    content = event.inhoud
    if event.soort == "ronde_geopend":
        yield Bewijsstuk(sha256=content["profiel_sha256"], naam=f"profiel-{content['profiel']}.yaml")
    elif event.soort == "inzending_geaccepteerd":
        name = f"inzending-{event.seq}-{content['perceel']}"
        yield Bewijsstuk(sha256=content["sha256"], naam=f"{name}.xlsx")
        yield Bewijsstuk(sha256=content["cijfers_sha256"], naam=f"{name}-cijfers.json")
    elif event.soort == "versie_gemaakt":
        yield from _of_version(content, read)
    elif event.soort == "bijlage_gemaakt":
        yield Bewijsstuk(sha256=content["bijlage_sha256"], naam=f"bijlage-{event.seq}-besluitvorming.pdf")
    elif event.soort == "gepubliceerd":
        yield Bewijsstuk(sha256=content["metadata_sha256"], naam="publicatie-metadata.json")


def _of_version(content: Mapping[str, str], read: Read) -> Iterator[Bewijsstuk]:
    sha256, prefix = content["manifest_sha256"], f"versie-{content['versie']}"
    made = manifest.from_bytes(read(sha256))
    yield Bewijsstuk(sha256=sha256, naam=f"{prefix}-manifest.json")
    yield Bewijsstuk(sha256=made.consolidatie_sha256, naam=f"{prefix}-consolidatie.json")
    for name, document in sorted(made.documenten.items()):
        yield Bewijsstuk(sha256=document, naam=f"{prefix}-{name}")
