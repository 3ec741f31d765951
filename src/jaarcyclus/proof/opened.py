"""An export as it lies before us, whoever wrapped it: its files, its events, and how to read an artefact from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from jaarcyclus.errors import ArtefactDamaged, ArtefactMissing, InvalidArchive
from jaarcyclus.ledger.chain import Event, event_from_line
from jaarcyclus.proof.archive import look_into
from jaarcyclus.proof.export import ARTEFACTS_FOLDER, EVENTS_FILE
from jaarcyclus.proof.wrapping import is_rewrapped, read_folder, unwrap
from jaarcyclus.terms.kept import Kept, Open, keep

MAX_EVENTS = 100_000  # chosen: a year's dossier has a few hundred, a postbus some thousands


@dataclass(frozen=True, kw_only=True)
class Opened:
    """The export; `wrapping` says that it is not packed as we pack, and is empty when it is."""

    files: Mapping[str, Kept]
    events: tuple[Event, ...]
    wrapping: str

    def find(self, sha: str) -> Kept:
        """Return an artefact as the store would: by SHA-256, and whole or not at all."""
        file = self.files.get(f"{ARTEFACTS_FOLDER}{sha}")
        if file is None:
            raise ArtefactMissing(f"Bestand {ARTEFACTS_FOLDER}{sha} ontbreekt.")
        if file.sha256 != sha:
            raise ArtefactDamaged(f"Bestand {ARTEFACTS_FOLDER}{sha} is gewijzigd: de inhoud hoort niet bij zijn naam.")
        return file

    def read(self, sha: str) -> bytes:
        """Return its bytes. Raises as `find`."""
        return self.find(sha).read()


OpenExport = Callable[[], Opened]


def open_zip(given: bytes | Path) -> Opened:
    """Return the export in this zip; of a file no more is held than is asked for.

    Raises InvalidArchive, or LedgerError on a line that is no event.
    """
    again: Open = (lambda: given.open("rb")) if isinstance(given, Path) else lambda: BytesIO(given)
    with again() as file:
        foreign = is_rewrapped(file)
    if not foreign:
        return _open(look_into(again), "")
    with again() as file:  # whoever packed it chose how it is squeezed: it is unpacked in memory, within limits
        files = unwrap(file.read())
    return _open(
        {name: keep(content) for name, content in files.items()},
        _NOT_OURS.format(wat="een opnieuw ingepakte export"),
    )


def open_folder(folder: Path) -> Opened:
    """Return the export that somebody unpacked here. Raises as `open_zip`."""
    return _open(read_folder(folder), _NOT_OURS.format(wat="een map"))


def open_export(given: bytes | Path) -> Opened:
    """Return the export in this zip, or in the folder where somebody unpacked it. Raises as `open_zip`."""
    return open_folder(given) if isinstance(given, Path) and given.is_dir() else open_zip(given)


_NOT_OURS = (
    "Dit is {wat}, en niet de verpakking die wij maken; wat erin zit is beoordeeld, de verpakking niet. Wat een "
    "computer zelf in mappen achterlaat, zoals .DS_Store, is overgeslagen."
)


def _open(files: Mapping[str, Kept], wrapping: str) -> Opened:
    return Opened(files=files, events=_read_events(files), wrapping=wrapping)


def _read_events(files: Mapping[str, Kept]) -> tuple[Event, ...]:
    if EVENTS_FILE not in files:
        raise InvalidArchive(f"Het bestand {EVENTS_FILE} ontbreekt; vraag een nieuwe export.")
    *lines, rest = files[EVENTS_FILE].read().split(b"\n")
    if rest or not lines or len(lines) > MAX_EVENTS:
        raise InvalidArchive(f"Het bestand {EVENTS_FILE} is leeg, onvolledig of te lang; vraag een nieuwe export.")
    return tuple(event_from_line(line) for line in lines)
