"""The folder of one perceel, which is in its sender's hands too: keep a file in it, or lay one of ours in it.

Every step goes by an opened folder, never by a path: a sender may put a link where a folder was a moment ago. What
we lay never takes the place of what lies there, and no name that a sender chose says where anything goes.
"""

import contextlib
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path, PurePath

from jaarcyclus.terms.canonical import sha256

PROCESSED = "verwerkt"
REFUSED = "geweigerd"
GIVEN = "werkboek"
OURS = (PROCESSED, REFUSED, GIVEN)
_HALF = (".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".filepart", ".swp", ".lock")
_OF_THE_DESK = ("desktop.ini", "thumbs.db")  # what a desktop lays in every folder
_MAX_NAME_BYTES = 200  # chosen: a file system takes 255, and a number comes before it
_MAP = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW_FORM = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
# A pipe that a sender laid down must not make us wait for its other end.
_READING = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def is_meant_for_us(name: str) -> bool:
    """Return whether a file of this name is handed in: Excel, browsers and sync programs park half a file under others.

    Whatever kind it is: who sends an old .xls hears that it is none.
    """
    parked = name.startswith((".", "~")) or PurePath(name).suffix.lower() in _HALF
    return not parked and name.lower() not in _OF_THE_DESK


def is_workbook(name: str) -> bool:
    """Return whether a file has the name of a workbook as we lay one down."""
    return name.lower().endswith(".xlsx")


@contextmanager
def opened(directory: Path, under: str) -> Iterator[int]:
    """Yield the opened folder `under` of a perceel's folder, made when it is not there.

    Raises OSError when a link or a file stands in its place.
    """
    (directory / under).mkdir(parents=True, exist_ok=True)
    boven = os.open(directory, _MAP)
    try:
        folder = os.open(under, _MAP, dir_fd=boven)
    finally:
        os.close(boven)
    try:
        yield folder
    finally:
        os.close(folder)


def keep(path: Path, folder: int, number: str, called: str | None = None) -> None:
    """Move a workbook into an opened folder, its own name (or how it was `called`) behind the number while that fits.

    What a sender laid there under that name stays: the next number is taken.
    """
    name = called or path.name
    if len(os.fsencode(name)) > _MAX_NAME_BYTES:
        name = "werkboek.xlsx"
    names = (f"{number}-{name}", *(f"{number}-{again}-{name}" for again in range(2, 100)))
    os.rename(path, next(name for name in names if not _is_taken(folder, name)), dst_dir_fd=folder)


def make_way(path: Path, number: str) -> Path:
    """Give what stands in the place of one of our folders another name beside it, and return that.

    Raises OSError when the folder does not let go of it.
    """
    return path.rename(path.with_name(f"{number}-{path.name}"))


def _is_taken(folder: int, name: str) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def read_plain(path: Path | str, maximum: int, *, folder: int | None = None) -> bytes:
    """Return at most `maximum` bytes of a plain file. Raises OSError for a link, a folder, a pipe."""
    found = os.open(path, _READING, dir_fd=folder)
    try:
        if not stat.S_ISREG(os.fstat(found).st_mode):
            raise OSError(f"{path} is no plain file")
        with os.fdopen(found, "rb", closefd=False) as stream:
            return stream.read(maximum)
    finally:
        os.close(found)


def place_text(folder: int, stem: str, text: str) -> str:
    """Lay a text down in an opened folder as `place` does, and return its name."""
    return place(folder, stem, ".txt", text.encode())


def place(folder: int, stem: str, suffix: str, content: bytes) -> str:
    """Lay a file down in an opened folder, whole or not at all, and return its name; the same content lies there once.

    Where something else has its name, such as `<stem>.txt`, ours is `<stem>-2.txt`, and so on. The mode of the file is
    left to the mask and the access list of the folder: its sender must be able to read it.
    """
    draft = f".{secrets.token_hex(8)}"
    try:
        _write(folder, draft, content)
        return next(name for name in _names(stem, suffix) if _settle(folder, draft, name, content))
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(draft, dir_fd=folder)


def take_away(folder: int, name: str, content_sha256: str, maximum: int) -> None:
    """Take a file of ours away while it is as it was laid: what somebody wrote in stays. Raises OSError."""
    try:
        if sha256(read_plain(name, maximum, folder=folder)) == content_sha256:
            os.unlink(name, dir_fd=folder)
    except FileNotFoundError:
        return


def _names(stem: str, suffix: str) -> Iterator[str]:
    yield f"{stem}{suffix}"
    for number in count(2):
        yield f"{stem}-{number}{suffix}"


def _write(folder: int, name: str, content: bytes) -> None:
    with os.fdopen(os.open(name, _NEW_FORM, 0o666, dir_fd=folder), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _settle(folder: int, draft: str, name: str, content: bytes) -> bool:
    """Return whether our text now has this name: a link, unlike a rename, takes nobody's place."""
    try:
        os.link(draft, name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
    except FileExistsError:
        return _holds(folder, name, content)
    os.fsync(folder)
    return True


def _holds(folder: int, name: str, content: bytes) -> bool:
    try:
        return read_plain(name, len(content) + 1, folder=folder) == content
    except OSError:  # a link, a folder, what we may not read: none of ours
        return False
