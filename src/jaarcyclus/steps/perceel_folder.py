"""The folder of one perceel, which is in its sender's hands too: keep a file in it, or lay a text in it.

Every step goes by an opened folder, never by a path: a sender may put a link where a folder was a moment ago. A
text never takes the place of what lies there, and no name that a sender chose says where anything goes.
"""

import contextlib
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

VERWERKT = "verwerkt"
GEWEIGERD = "geweigerd"
_MAX_NAAM_BYTES = 200  # chosen: a file system takes 255, and a number comes before it
_MAP = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NIEUW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
# A pipe that a sender laid down must not make us wait for its other end.
_LEZEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@contextmanager
def opened(map_: Path, onder: str) -> Iterator[int]:
    """Yield the opened folder `onder` of a perceel's folder, made when it is not there.

    Raises OSError when a link or a file stands in its place.
    """
    (map_ / onder).mkdir(parents=True, exist_ok=True)
    boven = os.open(map_, _MAP)
    try:
        folder = os.open(onder, _MAP, dir_fd=boven)
    finally:
        os.close(boven)
    try:
        yield folder
    finally:
        os.close(folder)


def keep(pad: Path, folder: int, nummer: str) -> None:
    """Move a workbook into an opened folder, its own name behind the number while that fits."""
    fits = len(os.fsencode(pad.name)) <= _MAX_NAAM_BYTES
    os.rename(pad, f"{nummer}-{pad.name if fits else 'werkboek.xlsx'}", dst_dir_fd=folder)


def read_plain(pad: Path | str, maximum: int, *, folder: int | None = None) -> bytes:
    """Return at most `maximum` bytes of a plain file. Raises OSError for a link, a folder, a pipe."""
    found = os.open(pad, _LEZEN, dir_fd=folder)
    try:
        if not stat.S_ISREG(os.fstat(found).st_mode):
            raise OSError(f"{pad} is no plain file")
        with os.fdopen(found, "rb", closefd=False) as stream:
            return stream.read(maximum)
    finally:
        os.close(found)


def place_text(folder: int, stam: str, text: str) -> str:
    """Lay a text down in an opened folder, whole or not at all, and return its name; the same text lies there once.

    Where something else has the name `<stam>.txt` ours is `<stam>-2.txt`, and so on. The mode of the file is left to
    the mask and the access list of the folder: its sender must be able to read it.
    """
    content = text.encode()
    concept = f".{secrets.token_hex(8)}"
    try:
        _write(folder, concept, content)
        return next(naam for naam in _names(stam) if _settle(folder, concept, naam, content))
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(concept, dir_fd=folder)


def _names(stam: str) -> Iterator[str]:
    yield f"{stam}.txt"
    for nummer in count(2):
        yield f"{stam}-{nummer}.txt"


def _write(folder: int, naam: str, content: bytes) -> None:
    with os.fdopen(os.open(naam, _NIEUW, 0o666, dir_fd=folder), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _settle(folder: int, concept: str, naam: str, content: bytes) -> bool:
    """Return whether our text now has this name: a link, unlike a rename, takes nobody's place."""
    try:
        os.link(concept, naam, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
    except FileExistsError:
        return _holds(folder, naam, content)
    os.fsync(folder)
    return True


def _holds(folder: int, naam: str, content: bytes) -> bool:
    try:
        return read_plain(naam, len(content) + 1, folder=folder) == content
    except OSError:  # a link, a folder, what we may not read: none of ours
        return False
