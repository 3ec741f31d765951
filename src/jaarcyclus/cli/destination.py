"""Where somebody asked to have a file written: a folder or name that cannot take it is their mistake, told in Dutch.

These are for people to read and pass on, so unlike what the installation keeps they have the modes of their folder.
What a command writes comes there as a whole or not at all: an export of yesterday is not lost to one that does not fit.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryFile

from jaarcyclus import disk
from jaarcyclus.errors import InvalidDestination
from jaarcyclus.terms.kept import Write

_MODE = 0o666  # less what the mask of the user takes


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by name, all or none; a folder that is made for them goes with them.

    Raises InvalidDestination, or StoreFailed as the disk says.
    """
    standing = next(above for above in (folder, *folder.absolute().parents) if above.exists())
    if not standing.is_dir():
        raise InvalidDestination(f"{standing} is geen map; geef met --naar een andere map.")
    made = next(
        (above for above in (*reversed(folder.absolute().parents), folder.absolute()) if not above.exists()), None
    )
    try:
        with disk.explained(standing):
            folder.mkdir(parents=True, exist_ok=True)
        _write({folder / name: _writer(content) for name, content in files.items()})
    except BaseException:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)
        raise


def write_file(path: Path, content: bytes) -> None:
    """Write one file. Raises InvalidDestination, or StoreFailed as the disk says."""
    write_through(path, _writer(content))


def write_through(path: Path, write: Write) -> None:
    """Write one file of any size, which `write` puts in the file that it is given. Raises as `write_file`."""
    if not path.parent.is_dir():
        raise InvalidDestination(f"De map {path.parent} bestaat niet; maak haar, of geef met --naar een ander pad.")
    if path.exists() and not path.is_file() and not path.is_dir():  # a pipe, a device: nothing takes its place
        with TemporaryFile() as aside:  # a pipe cannot seek
            write(aside)
            aside.seek(0)
            with disk.explained(path), path.open("wb") as target:
                shutil.copyfileobj(aside, target)
        return
    _write({path: write})


def _writer(content: bytes) -> Write:
    return lambda file: file.write(content)


def _write(files: Mapping[Path, Write]) -> None:
    """A link is followed, as whoever laid it there means."""
    folders = [path for path in files if path.is_dir()]
    if folders:
        raise InvalidDestination(f"{folders[0]} is een map; geef met --naar ook de naam van het bestand.")
    if files:
        disk.write_together({path.resolve(): write for path, write in files.items()}, mode=_MODE)
