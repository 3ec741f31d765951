"""What was seen of each chain, kept beside the database and not in it: a ledger put back to an older copy shows.

A file per chain, a line per recording: the last `seq` and its hash. It is written after the database has committed, so
a crash between the two leaves it behind, which is no fault; a chain that lacks what was seen was put back. A chain
nobody saw yet, as in an installation of before this file, is believed at first sight; that it was seen stands in the
ledger's database, so that a folder that is gone or not mounted is no first sight (`ledger.store`). Do not write here
before the ledger did, and do not keep this in one backup with it.
"""

import fcntl
import logging
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from jaarcyclus import disk
from jaarcyclus.ledger.chain import Head

log = logging.getLogger(__name__)

_SUFFIX = ".keten"
_FLAGS = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
_LINE = re.compile(rb"^(0|[1-9][0-9]*) ([0-9a-f]{64})\n", re.MULTILINE)
_TAIL_BYTES = 4096  # many lines: of those that a full disk cut off, none makes the last whole one unseen


@dataclass(frozen=True, kw_only=True)
class Rollback:
    """A chain that lacks what was seen of it: somebody put an older copy back.

    `unwatched`: what was seen of it is gone, or on a disk that is not there; then `seen` is what is found.
    """

    chain: str
    seen: Head
    found: Head
    unwatched: bool = False

    def sentence(self) -> str:
        """Return what a person reads, and what to do."""
        if self.unwatched:
            return (
                f"De getuige van {self.chain} is er niet: de map waarin staat tot waar deze keten is gezien, is leeg, "
                f"weg of niet aangekoppeld. Er is niets gedaan en {self.chain} staat stil. Laat de beheerder de schijf "
                "met de getuige aankoppelen, of JAARCYCLUS_GETUIGE verbeteren; is de getuige weg, laat de controller "
                "dan bevestigen dat het logboek klopt met: jaarcyclus handeling terugzetting "
                f"{self.chain.partition('-')[0]}"
            )
        # No head in it: that may cover an answer that is sealed for whoever reads this.
        if self.found.seq < self.seen.seq:
            told = (
                f"ouder dan wat hier eerder is vastgelegd: gebeurtenis {self.seen.seq} ontbreekt, en de keten gaat tot "
            )
            told += f"{self.found.seq}"
        else:
            told = f"een ander dan hier eerder is vastgelegd: gebeurtenis {self.seen.seq} is niet die van toen. Een "
            told += "oudere kopie is teruggezet en ging verder, of iemand herschreef de keten"
        return (
            f"Het logboek van {self.chain} is {told}. Er is niets gedaan en "
            f"{self.chain} staat stil. Laat de beheerder de nieuwste reservekopie terugzetten; is de oudere bedoeld, "
            "laat de controller dat dan bevestigen met: jaarcyclus handeling terugzetting "
            f"{self.chain.partition('-')[0]}"
        )


class Witness:
    """The witness in one folder. Raises StoreFailed when that cannot be read or written."""

    def __init__(self, folder: Path) -> None:
        """Point at `folder`; nothing is made before the first chain is seen."""
        self._folder = folder

    def chains(self) -> tuple[str, ...]:
        """Return the name of every chain that was ever seen, sorted; a first event that was refused is none."""
        names = (unquote(path.name.removesuffix(_SUFFIX)) for path in self._folder.glob(f"*{_SUFFIX}"))
        return tuple(sorted(name for name in names if self.last(name).seq))

    def knows(self, chain: str) -> bool:
        """Return whether there is a file of this chain, with or without a line. Raises StoreFailed."""
        with disk.explained(self._folder):
            return self._path(chain).is_file()

    def is_empty(self) -> bool:
        """Return whether there is a file of no chain at all, or no folder. Raises StoreFailed."""
        with disk.explained(self._folder):
            return next(self._folder.glob(f"*{_SUFFIX}"), None) is None

    def last(self, chain: str) -> Head:
        """Return the head that was seen last; that of an empty chain when none was."""
        with disk.explained(self._folder):
            try:
                descriptor = os.open(self._path(chain), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
            except FileNotFoundError:
                return Head()
            try:
                return _read_last(descriptor)
            finally:
                os.close(descriptor)

    @contextmanager
    def following(self, chain: str) -> Iterator[Callable[[Head], None]]:
        """Yield what notes a new head: opened before anything is recorded, so that a closed folder is refused first.

        A head that is no further than the last is not noted: of two writers the first may come second.
        """
        with self._opened(chain) as descriptor:
            yield lambda head: _note_or_log(descriptor, chain, head)

    def go_back(self, chain: str, head: Head) -> None:
        """Go on from an older head: somebody answers for it that the chain was put back."""
        with self._opened(chain) as descriptor, disk.explained(self._folder):
            _append(descriptor, head, only_further=False)

    @contextmanager
    def _opened(self, chain: str) -> Iterator[int]:
        with disk.explained(self._folder):
            descriptor = self._open(self._path(chain))
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def _open(self, path: Path) -> int:
        if path.exists():
            return os.open(path, _FLAGS, 0o600)
        disk.make_folder(self._folder)
        descriptor = os.open(path, _FLAGS, 0o600)
        disk.flush(self._folder)
        return descriptor

    def _path(self, chain: str) -> Path:
        return self._folder / f"{quote(chain, safe='')}{_SUFFIX}"


def _note_or_log(descriptor: int, chain: str, head: Head) -> None:
    """What the ledger recorded stands: a witness that lags catches up at the next look."""
    try:
        _append(descriptor, head, only_further=True)
    except OSError:
        log.exception("the witness of %s lags behind event %s", chain, head.seq)


def _append(descriptor: int, head: Head, *, only_further: bool) -> None:
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        if only_further and head.seq <= _read_last(descriptor).seq:
            return
        # A line that was cut off ends here, and is read by nobody.
        line = f"{'' if _ends_whole(descriptor) else chr(10)}{head.seq} {head.hash}\n".encode()
        while line:
            line = line[os.write(descriptor, line) :]
        os.fsync(descriptor)
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def _read_last(descriptor: int) -> Head:
    found = _LINE.findall(_tail(descriptor))
    return Head(int(found[-1][0]), found[-1][1].decode()) if found else Head()


def _ends_whole(descriptor: int) -> bool:
    return _tail(descriptor)[-1:] in (b"", b"\n")


def _tail(descriptor: int) -> bytes:
    size = os.fstat(descriptor).st_size
    return os.pread(descriptor, _TAIL_BYTES, max(0, size - _TAIL_BYTES))
