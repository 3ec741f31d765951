"""A file of any size, by its hash: what may not fit in memory is passed on as this, and read a block at a time.

Whoever makes one has looked through all of it once. Each block is held to what it was then before it is given out:
what changed since is never sent, written or believed. Nothing here knows where a file lies; it is told how to open it.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from io import SEEK_CUR, SEEK_SET, BufferedReader, BytesIO, RawIOBase
from typing import Any, BinaryIO

from jaarcyclus.errors import ArtefactDamaged

_Hash = Any  # what hashlib gives has no name of its own

BLOCK = 1024 * 1024
"""Bytes (chosen): so much of a file is held at once."""

Open = Callable[[], BinaryIO]
"""Opens the same file each time, for reading, at its beginning; it can seek."""

Write = Callable[[BinaryIO], object]
"""Writes a whole file into what it is given, which can seek and is empty."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """The SHA-256 and size in bytes of a file. What `open` gives raises ArtefactDamaged where it changed since."""

    sha256: str
    size: int
    open: Open = field(compare=False, repr=False)

    def read(self) -> bytes:
        """Return all of it: for what is known to be small."""
        with self.open() as stream:
            return stream.read()

    def pieces(self) -> Iterator[bytes]:
        """Give it a block at a time."""
        with self.open() as stream:
            yield from _blocks(stream)


def keep(content: bytes) -> Kept:
    """Return bytes in memory as such a file."""
    return Kept(sha256=hashlib.sha256(content).hexdigest(), size=len(content), open=lambda: BytesIO(content))


def look_through(stream: BinaryIO, again: Open, *, start: int = 0) -> Kept:
    """Read `stream` to its end and return what it was; `again` opens the same bytes, there from `start` on."""
    seen, size = [hashlib.sha256()], 0
    for block in _blocks(stream):
        seen.append(_after(seen[-1], block))
        size += len(block)
    sha256 = seen[-1].hexdigest()
    return Kept(
        sha256=sha256,
        size=size,
        open=lambda: BufferedReader(_AsSeen(again(), start=start, size=size, seen=seen, name=sha256), BLOCK),
    )


def look_at(again: Open) -> Kept:
    """Return what `again` opens, looked through. Raises what opening and reading raise."""
    with again() as stream:
        return look_through(stream, again)


def hash_stream(stream: BinaryIO) -> str:
    """Return the SHA-256 of what is left to read."""
    whole = hashlib.sha256()
    for block in _blocks(stream):
        whole.update(block)
    return whole.hexdigest()


def _after(before: _Hash, block: bytes) -> _Hash:
    """Return the hash of what came before and this block: one for both, as a second for each block takes as long."""
    after = before.copy()
    after.update(block)
    return after


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: stream.read(BLOCK), b"")


class FromAnywhere(RawIOBase):
    """A file of a known size in bytes, read from wherever one stands in it; `part` says what lies there."""

    def __init__(self, size: int) -> None:
        self.size, self._at = size, 0

    def part(self, start: int, end: int) -> bytes:
        """Return the bytes from `start` up to `end`, both within the file; fewer, but one at least, will do."""
        raise NotImplementedError

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        origin = 0 if whence == SEEK_SET else self._at if whence == SEEK_CUR else self.size
        self._at = max(0, origin + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        end = min(self._at + len(buffer), self.size)
        piece = self.part(self._at, end) if self._at < end else b""
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


class _AsSeen(FromAnywhere):
    """Part of an open file, of which each block is still what it was; `seen` is the hash up to each, and of all."""

    def __init__(self, source: BinaryIO, *, start: int, size: int, seen: Sequence[_Hash], name: str) -> None:
        super().__init__(size)
        self._source, self._start, self._seen, self._name = source, start, seen, name
        self._held, self._block = -1, b""

    def part(self, start: int, end: int) -> bytes:
        number, skip = divmod(start, BLOCK)
        return self._block_of(number)[skip : skip + end - start]

    def close(self) -> None:
        self._source.close()
        super().close()

    def _block_of(self, number: int) -> bytes:
        if number != self._held:
            self._source.seek(self._start + number * BLOCK)
            block = self._source.read(min(BLOCK, self.size - number * BLOCK))
            if _after(self._seen[number], block).digest() != self._seen[number + 1].digest():
                raise ArtefactDamaged(
                    f"Bestand {self._name} veranderde terwijl het werd gelezen; zet het terug uit een reservekopie."
                )
            self._held, self._block = number, block
        return self._block
