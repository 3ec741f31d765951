"""Where somebody asked to have a file written: a folder or name that cannot take it is their mistake, told in Dutch.

These are for people to read and pass on, so unlike what the installation keeps they have the modes of their folder.
"""

from pathlib import Path

from jaarcyclus.disk import explained
from jaarcyclus.errors import InvalidDestination


def make_folder(path: Path) -> None:
    """Make the folder for what a command writes. Raises InvalidDestination, or StoreFailed as the disk says."""
    standing = next(above for above in (path, *path.absolute().parents) if above.exists())
    if not standing.is_dir():
        raise InvalidDestination(f"{standing} is geen map; geef met --naar een andere map.")
    with explained(standing):
        path.mkdir(parents=True, exist_ok=True)


def write_file(path: Path, content: bytes) -> None:
    """Write one file. Raises InvalidDestination, or StoreFailed as the disk says."""
    if not path.parent.is_dir():
        raise InvalidDestination(f"De map {path.parent} bestaat niet; maak haar, of geef met --naar een ander pad.")
    if path.is_dir():
        raise InvalidDestination(f"{path} is een map; geef met --naar ook de naam van het bestand.")
    with explained(path.parent):
        path.write_bytes(content)
