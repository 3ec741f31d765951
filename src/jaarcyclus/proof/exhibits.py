"""Every artefact that a dossier rests on, and what a person would call the file.

A refused workbook is not among them: no figure rests on it and it may be hostile.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from jaarcyclus.dossier import manifest
from jaarcyclus.ledger.chain import Event
from jaarcyclus.rules.context import Read


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """An artefact the dossier rests on: its SHA-256 and what a person would call the file."""

    sha256: str
    name: str


def exhibits(events: Iterable[Event], read: Read) -> tuple[Exhibit, ...]:
    """Return every artefact the dossier rests on, in the order of the events; one file may have two names.

    A refused workbook is not among them (chosen): no figure rests on it and it may be hostile; its hash and its
    findings stand in the event. Raises what `read` raises, and ValueError or TypeError on a manifest that is none.
    """
    return tuple(dict.fromkeys(item for event in events for item in _named(event, read)))


def _named(event: Event, read: Read) -> Iterator[Exhibit]:
    content = event.inhoud
    if event.soort == "ronde_geopend":
        yield Exhibit(sha256=content["profiel_sha256"], name=f"profiel-{content['profiel']}.yaml")
    elif event.soort == "inzending_geaccepteerd":
        name = f"inzending-{event.seq}-{content['perceel']}"
        yield Exhibit(sha256=content["sha256"], name=f"{name}.xlsx")
        yield Exhibit(sha256=content["cijfers_sha256"], name=f"{name}-cijfers.json")
    elif event.soort == "versie_gemaakt":
        yield from _of_version(content, read)
    elif event.soort == "bijlage_gemaakt":
        yield Exhibit(sha256=content["bijlage_sha256"], name=f"bijlage-{event.seq}-besluitvorming.pdf")
    elif event.soort == "gepubliceerd":
        yield Exhibit(sha256=content["metadata_sha256"], name="publicatie-metadata.json")


def _of_version(content: Mapping[str, str], read: Read) -> Iterator[Exhibit]:
    sha256, prefix = content["manifest_sha256"], f"versie-{content['versie']}"
    made = manifest.from_bytes(read(sha256))
    yield Exhibit(sha256=sha256, name=f"{prefix}-manifest.json")
    yield Exhibit(sha256=made.consolidatie_sha256, name=f"{prefix}-consolidatie.json")
    for name, document in sorted(made.documenten.items()):
        yield Exhibit(sha256=document, name=f"{prefix}-{name}")
