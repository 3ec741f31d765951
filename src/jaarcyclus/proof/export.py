"""What a dossier is outside the house: one zip with its events, every file they rest on, and a list of both.

All of it follows from the events and the store, the read-me included, so that verifying is building it again and
comparing. Do not put anything in that does not follow from them: nobody could say later whether it was changed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event, event_to_line
from jaarcyclus.proof.exhibits import exhibits
from jaarcyclus.proof.readme import write_readme
from jaarcyclus.terms import canonical
from jaarcyclus.terms.kept import Kept, keep

EVENTS_FILE = "gebeurtenissen.jsonl"
MANIFEST = "manifest.json"
README_FILE = "LEESMIJ.txt"
ARTEFACTS_FOLDER = "artefacten/"

Find = Callable[[str], Kept]
"""Gives an artefact by SHA-256, looked through; raises when it is absent or damaged."""


def build_files(events: Sequence[Event], find: Find) -> dict[str, Kept]:
    """Return every file of the export of a dossier, or of another chain, by name. Raises what `find` raises."""
    pieces, form = exhibits(events, lambda sha: find(sha).read()), _form_of(events)
    files = {f"{ARTEFACTS_FOLDER}{piece.sha256}": find(piece.sha256) for piece in pieces}
    files[EVENTS_FILE] = keep(write_lines(events))
    readme = write_readme(
        form,
        events[0].dossier,
        [f"{piece.sha256}  {piece.name}" for piece in pieces],
        exercise=any(event.gesimuleerd for event in events),
        names={"gebeurtenissen": EVENTS_FILE, "manifest": MANIFEST, "artefacten": ARTEFACTS_FOLDER},
    )
    files[README_FILE] = keep(readme)
    files[MANIFEST] = keep(canonical.dumps(_manifest(events, files, form)))
    return files


def _form_of(events: Sequence[Event]) -> str:
    """A round of rules 1 keeps its first form: who exports it again has the file that was exported before."""
    if events[0].soort in wire.POSTBUS_KINDS:
        return "jaarcyclus-postbus-1"
    if events[0].soort in wire.BEZETTING_KINDS:
        return "jaarcyclus-bezetting-1"
    if events[0].soort in wire.PLAATSING_KINDS:
        return "jaarcyclus-plaatsing-1"
    if events[0].soort in wire.BERICHTEN_KINDS:
        return "jaarcyclus-berichten-1"
    return "jaarcyclus-dossier-1" if events[0].inhoud.get("regels", 1) == 1 else "jaarcyclus-dossier-2"


def write_lines(events: Iterable[Event]) -> bytes:
    """Return the events as lines of canonical JSON, each with a line end."""
    return b"".join(event_to_line(event) + b"\n" for event in events)


def _manifest(events: Sequence[Event], files: Mapping[str, Kept], form: str) -> dict[str, Any]:
    return {
        "vorm": form,
        "dossier": events[0].dossier,
        "gebeurtenissen": len(events),
        "kop": events[-1].hash,
        "bestanden": {name: {"bytes": file.size, "sha256": file.sha256} for name, file in files.items()},
    }
