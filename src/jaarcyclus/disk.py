"""How a file gets onto the disk: whole or not at all, for its owner only, and with the right cause when it does not.

What people outside the installation read (a publication, an answer in a perceel's folder, an export) is not written
here: that takes the modes of their folders.
"""

import contextlib
import errno
import os
import secrets
import shlex
import stat
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO

from jaarcyclus.errors import StoreFailed

OWNER_ONLY = 0o077  # the mask for whatever an installation makes
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_LEAST_BYTES = 256_000  # chosen: SQLite takes some tens of kilobytes at once beside its file before it even reads
_CLOSED = (errno.EROFS, errno.EACCES, errno.EPERM)
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass(frozen=True, kw_only=True)
class Openness:
    """What others on the machine could reach until now: what was shut, and what could not be."""

    shut: tuple[Path, ...]
    left_open: tuple[Path, ...]


@dataclass(kw_only=True)
class Draft:
    """A file that is not at its place yet: `path`, which may be changed while its content is not known yet."""

    path: Path
    file: BinaryIO
    is_discarded: bool = False

    def discard(self) -> None:
        """Leave what lay there as it is."""
        self.is_discarded = True


def write(path: Path, content: bytes) -> None:
    """Write, flush to disk, rename, flush the name: after this a power cut loses nothing. Readable by us only.

    Raises StoreFailed; then what lay there lies there still, and nothing is left half.
    """
    with writing(path) as draft:
        draft.file.write(content)


def write_new(path: Path, content: bytes) -> bool:
    """Write as `write` does, unless something of that name is there: then return False and change nothing.

    Raises StoreFailed.
    """
    aside = _beside(path)
    write(aside, content)
    with explained(path.parent):
        try:
            os.link(aside, path)  # unlike a rename it never replaces, and it is one act
        except FileExistsError:
            return False
        finally:
            aside.unlink()
        flush(path.parent)
    return True


@contextmanager
def writing(path: Path) -> Iterator[Draft]:
    """The same in pieces: what was written is at `path` when the `with` ends well and it was not discarded.

    Raises StoreFailed, also for an OSError that is raised inside; what else is raised there passes.
    """
    temporary = _beside(path)
    make_folder(path.parent)
    with explained(path.parent):
        try:
            with os.fdopen(os.open(temporary, _NEW, 0o600), "w+b") as file:
                draft = Draft(path=path, file=file)
                yield draft
                file.flush()
                os.fsync(file.fileno())
            if draft.is_discarded:
                return temporary.unlink()
            make_folder(draft.path.parent)
            temporary.replace(draft.path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
        flush(draft.path.parent)


def write_together(files: Mapping[Path, Callable[[BinaryIO], object]], *, mode: int) -> None:
    """Write files of one folder beside their places, flush them, and only then give all of them their names.

    `files` has for each what writes it, into a new file that can seek. A file that lay there before is for nobody else
    than it was for. Raises StoreFailed; then nothing is left half, and what lay there lies there still, unless a name
    was refused after others had been given.
    """
    folder = next(iter(files)).parent
    beside = {path: _beside(path) for path in files}
    with explained(folder):
        try:
            for path, temporary in beside.items():
                with os.fdopen(os.open(temporary, _NEW, _mode_of(path, mode)), "w+b") as file:
                    files[path](file)
                    file.flush()
                    os.fsync(file.fileno())
            for path, temporary in beside.items():
                temporary.replace(path)
        except BaseException:
            for temporary in beside.values():
                with contextlib.suppress(OSError):
                    temporary.unlink(missing_ok=True)
            raise
        flush(folder)


def _beside(path: Path) -> Path:
    """Return a name that nobody has yet, on the same disk."""
    return path.with_name(f"{path.name}.{secrets.token_hex(8)}.nieuw")


def _mode_of(path: Path, mode: int) -> int:
    try:
        return mode & (stat.S_IMODE(path.stat().st_mode) | 0o600)
    except FileNotFoundError:
        return mode


def make_folder(path: Path) -> None:
    """Make a folder, and those above it that are missing, for their owner only. Raises StoreFailed."""
    with explained(path):
        if path.is_dir():
            return
        make_folder(path.parent)
        path.mkdir(exist_ok=True, mode=0o700)


def read_secret(path: Path) -> str:
    """Return the generated secret in this file, making it at first use: 32 random bytes, base64. Raises StoreFailed."""
    if not path.exists():  # and of two who find that at once, one makes it
        write_new(path, f"{secrets.token_urlsafe(32)}=".encode())
    return path.read_text().strip()


def flush(folder: Path) -> None:
    """Let the names in a folder survive a power cut. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def explained(where: Path) -> Iterator[None]:
    """Turn what the disk says into StoreFailed, with the cause and the remedy."""
    try:
        yield
    except OSError as fault:
        raise StoreFailed(explain(where, fault)) from fault


def is_full(folder: Path) -> bool:
    """Return whether nothing more fits there; a library may only say that reading or writing failed."""
    try:
        room = os.statvfs(nearest(folder))
    except OSError:
        return False
    return room.f_bavail * room.f_frsize < _LEAST_BYTES or (room.f_files > 0 and room.f_favail == 0)


def is_read_only(folder: Path) -> bool:
    """Return whether the disk is such that nobody can write there."""
    try:
        return bool(os.statvfs(nearest(folder)).f_flag & os.ST_RDONLY)
    except OSError:
        return False


def nearest(folder: Path) -> Path:
    """Return the folder itself, or the first above it that is there."""
    return next((path for path in (folder, *folder.parents) if path.exists()), folder)


def is_of_the_disk(fault: OSError) -> bool:
    """Return whether this says that a disk is full or may not be written."""
    return fault.errno in (*_FULL, *_CLOSED)


def explain(where: Path | str, fault: OSError) -> str:
    """Return in Dutch why `where` did not take a file, and what to do."""
    if fault.errno in _FULL:
        return f"De schijf van {where} is vol; er is niets bewaard. Maak ruimte vrij en probeer het opnieuw."
    if fault.errno in _CLOSED:
        return (
            f"In {where} mag niet worden geschreven ({fault.strerror}); er is niets bewaard. Maak de schijf "
            "beschrijfbaar, of geef de map aan de gebruiker van Jaarcyclus."
        )
    return f"In {where} is niets bewaard: {fault.strerror or fault}. Laat de beheerder de schijf nakijken."


def is_open_to_others(file: IO[Any]) -> bool:
    """Return whether somebody else on this machine may reach the file that this is. Raises OSError.

    Of one that is not ours the group does not count: through it we read what root keeps.
    """
    state = os.fstat(file.fileno())
    return bool(state.st_mode & (OWNER_ONLY if state.st_uid == os.geteuid() else stat.S_IRWXO))


def how_to_shut(path: str) -> str:
    """Return in Dutch what to do about a file with a secret that others can reach."""
    return f"geef het aan de gebruiker van Jaarcyclus en sluit het af met: chmod 600 {shlex.quote(path)}"


def shut(root: Path, besides: Collection[Path] = ()) -> Openness:
    """Take the group's and others' rights from a folder and all in it, but for `besides`; links are left alone.

    The folder itself goes first: from then on nobody else can put a link where a file was.
    """
    closed: list[Path] = []
    failed: list[Path] = []
    for path in (root, *_beneath(root, besides)):
        try:
            closed += [path] if _shut_one(path) else []
        except FileNotFoundError:  # a run that just ended took it away
            continue
        except OSError:
            failed.append(path)
    return Openness(shut=tuple(closed), left_open=tuple(failed))


def _beneath(root: Path, besides: Collection[Path]) -> Iterator[Path]:
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if Path(folder, name) not in besides]
        yield from (Path(folder, name) for name in (*folders, *files))


def _shut_one(path: Path) -> bool:
    """Return whether others had a right to it."""
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode) or not mode & OWNER_ONLY:
        return False
    path.chmod(stat.S_IMODE(mode) & ~OWNER_ONLY)
    return True
