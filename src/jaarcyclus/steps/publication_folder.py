"""One folder on the disk whose files others look at: replaced at once, put back, or cleared of what is ours.

Nothing here follows a link, and nothing decides what is ours: `steps.publication_target` does.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from jaarcyclus.terms.kept import Kept, hash_stream

NEW_FORM, _OLD = ".nieuw", ".oud"


def hashes_at(target: Path) -> dict[str, str]:
    """Return what is there: name and SHA-256; what is no plain file has none."""
    if not target.is_dir():
        return {}
    return {path.name: hash_file(path) if is_plain(path) else "" for path in target.iterdir()}


def beside(target: Path) -> tuple[Path, Path]:
    """Return where a folder is made before it takes its place, and where the one before it goes."""
    new, old = (target.with_name(f"{mark}-{target.name}") for mark in (NEW_FORM, _OLD))
    return new, old


def replace_directory(target: Path, files: Mapping[str, Kept]) -> None:
    """Write beside and move: a crash leaves the old or the new folder, or none, and the next attempt repairs that.

    When it raises, what stood there stands there.
    """
    new, old = beside(target)
    for leftover in (new, old):
        remove(leftover)
    try:
        new.mkdir(parents=True)
        for name, file in files.items():
            write_file(new / name, file.pieces())
        if target.exists():
            target.replace(old)
        new.replace(target)
    except BaseException:
        remove(new)
        if old.exists():
            old.replace(target)
        raise


def put_back(target: Path) -> None:
    """Undo `replace_directory`: let stand what stood there, or nothing."""
    _, old = beside(target)
    remove(target)
    if old.exists():
        old.replace(target)


def clear(place: Path, is_ours: Callable[[Path], bool]) -> None:
    """Take our files from a folder, and the folder too when nothing is left in it: what else is there stays."""
    if not place.is_dir():
        return
    for path in [path for path in place.iterdir() if is_plain(path) and is_ours(path)]:
        path.unlink()
    if not any(place.iterdir()):
        place.rmdir()


def is_plain(path: Path) -> bool:
    """Return whether it is a file, and no link to one."""
    return path.is_file() and not path.is_symlink()


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file of any size. Raises OSError."""
    with path.open("rb") as file:
        return hash_stream(file)


def remove(leftover: Path) -> None:
    """Take away what an earlier attempt left, whatever it is now; never what a link points at."""
    if leftover.is_symlink() or leftover.is_file():
        leftover.unlink()
    elif leftover.exists():
        shutil.rmtree(leftover)


def replace_file(path: Path, content: bytes, *, draft: Path) -> None:
    """Write elsewhere and move: who opens the page sees the old or the new one."""
    remove(draft)
    write_file(draft, [content])
    draft.replace(path)


def write_file(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a new file and flush it, with the modes of its folder: others read it. Raises OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with os.fdopen(os.open(path, flags, 0o644), "wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
