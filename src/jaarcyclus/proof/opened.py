"""An export as it lies before us, whoever wrapped it: its files, its events, and how to read an artefact from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from jaarcyclus.errors import ArtefactDamaged, ArtefactMissing, InvalidArchive
from jaarcyclus.ledger.chain import Event, event_from_line
from jaarcyclus.proof.archive import unpack
from jaarcyclus.proof.export import ARTEFACTS_FOLDER, EVENTS_FILE
from jaarcyclus.proof.wrapping import is_rewrapped, read_folder, unwrap
from jaarcyclus.rules.context import Read
from jaarcyclus.terms.canonical import sha256

MAX_EVENTS = 100_000  # chosen: a year's dossier has a few hundred, a postbus some thousands


@dataclass(frozen=True, kw_only=True)
class Opened:
    """The export; `wrapping` says that it is not packed as we pack, and is empty when it is."""

    files: Mapping[str, bytes]
    events: tuple[Event, ...]
    read: Read
    wrapping: str


Open = Callable[[], Opened]


def open_zip(content: bytes) -> Opened:
    """Return the export in this zip. Raises InvalidArchive, or LedgerError on a line that is no event."""
    if is_rewrapped(content):
        return _open(unwrap(content), _NOT_OURS.format(wat="een opnieuw ingepakte export"))
    return _open(unpack(content), "")


def open_folder(folder: Path) -> Opened:
    """Return the export that somebody unpacked here. Raises as `open_zip`."""
    return _open(read_folder(folder), _NOT_OURS.format(wat="een map"))


def open_export(given: bytes | Path) -> Opened:
    """Return the export in this zip, or in the folder where somebody unpacked it. Raises as `open_zip`."""
    return open_folder(given) if isinstance(given, Path) else open_zip(given)


_NOT_OURS = (
    "Dit is {wat}, en niet de verpakking die wij maken; wat erin zit is beoordeeld, de verpakking niet. Wat een "
    "computer zelf in mappen achterlaat, zoals .DS_Store, is overgeslagen."
)


def _open(files: Mapping[str, bytes], wrapping: str) -> Opened:
    return Opened(files=files, events=_read_events(files), read=_reader(files), wrapping=wrapping)


def _read_events(files: Mapping[str, bytes]) -> tuple[Event, ...]:
    if EVENTS_FILE not in files:
        raise InvalidArchive(f"Het bestand {EVENTS_FILE} ontbreekt; vraag een nieuwe export.")
    *lines, rest = files[EVENTS_FILE].split(b"\n")
    if rest or not lines or len(lines) > MAX_EVENTS:
        raise InvalidArchive(f"Het bestand {EVENTS_FILE} is leeg, onvolledig of te lang; vraag een nieuwe export.")
    return tuple(event_from_line(line) for line in lines)


def _reader(files: Mapping[str, bytes]) -> Read:
    """Read artefacts from the zip, as the store would: by SHA-256, and whole or not at all."""
    whole: set[str] = set()

    def read(sha: str) -> bytes:
        content = files.get(f"{ARTEFACTS_FOLDER}{sha}")
        if content is None:
            raise ArtefactMissing(f"Bestand {ARTEFACTS_FOLDER}{sha} ontbreekt.")
        if sha not in whole and sha256(content) != sha:
            raise ArtefactDamaged(f"Bestand {ARTEFACTS_FOLDER}{sha} is gewijzigd: de inhoud hoort niet bij zijn naam.")
        whole.add(sha)
        return content

    return read
