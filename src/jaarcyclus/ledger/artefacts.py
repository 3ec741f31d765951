"""Every file by the SHA-256 of its bytes: what was voted on can be fetched again, or is known to be damaged.

In a folder, or as objects elsewhere. A hash lies under `ab/cd/abcd…`, so that no directory grows without end. Do not
write here by another road, and do not trust what lies here: `get` and `find` hash it again each time.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile, gettempdir
from typing import BinaryIO

from jaarcyclus import disk
from jaarcyclus.errors import ArtefactDamaged, ArtefactMissing
from jaarcyclus.ledger.objects import Objects
from jaarcyclus.terms.canonical import sha256
from jaarcyclus.terms.kept import Kept, Write, hash_stream, look_at, look_through


class ArtefactStore:
    """A store at a folder, `file:///pad`, or at what `ledger.objects` knows, `s3://emmer/map`."""

    def __init__(self, url: str, *, secrets_file: str = "", drafts: Path | None = None) -> None:
        """Point at `url`; nothing is made or asked before the first use.

        `secrets_file` and `drafts` are for objects: what gives access, and a folder, there by then, where a file of any
        size is written before it goes there. Raises InvalidSetting.
        """
        self._drafts, self._shelf = drafts, _find_shelf(url, secrets_file)

    @property
    def objects(self) -> Objects | None:
        """Return the objects that it lies in, to be tried out; None for a folder."""
        return self._shelf if isinstance(self._shelf, Objects) else None

    def put(self, content: bytes) -> str:
        """Store `content` for good and return its SHA-256; storing it again changes nothing.

        Raises ArtefactDamaged when other bytes already lie under that hash: they are evidence and stay. Raises
        StoreFailed when the store does not take it, and then nothing of it is left.
        """
        sha = sha256(content)
        if self.has(sha) or not self._shelf.add(_name(sha), content):
            self.get(sha)
        return sha

    def take(self, write: Write) -> Kept:
        """Store for good the file of any size that `write` writes, and return it; raises as `put`.

        What `write` raises passes, and then nothing of it is left.
        """
        if isinstance(self._shelf, _Folder):
            return self._take_into(self._shelf.root, write)
        with disk.explained(self._drafts or Path(gettempdir())), TemporaryFile(dir=self._drafts) as aside:
            write(aside)
            sha = hash_stream(_rewound(aside))
            if not self.has(sha):
                self._shelf.add_file(_name(sha), aside)
        return self.find(sha)

    def _take_into(self, root: Path, write: Write) -> Kept:
        with disk.writing(root / "concept") as draft:
            write(draft.file)
            taken = look_through(_rewound(draft.file), lambda: self._shelf.open(_name(taken.sha256)))
            draft.path = root / _name(taken.sha256)
            if self.has(taken.sha256):
                self.find(taken.sha256)
                draft.discard()
        _flush_above(root, draft.path)
        return taken

    def get(self, sha: str) -> bytes:
        """Return the bytes with this hash. Raises ArtefactMissing, or ArtefactDamaged when they differ."""
        with self._explained(sha):
            content = self._shelf.read(_name(sha))
        _require(sha, sha256(content))
        return content

    def find(self, sha: str) -> Kept:
        """Return the file with this hash, looked through but not held. Raises as `get`."""
        with self._explained(sha):
            found = look_at(partial(self._shelf.open, _name(sha)))
        _require(sha, found.sha256)
        return found

    @contextmanager
    def _explained(self, sha: str) -> Iterator[None]:
        if not _is_sha(sha):
            raise ArtefactMissing(f"'{sha:.80}' is geen SHA-256 (64 tekens 0-9 en a-f); controleer de verwijzing.")
        try:
            yield
        except FileNotFoundError as error:
            raise ArtefactMissing(f"Bestand {sha} ontbreekt; zet het terug uit een reservekopie.") from error
        except OSError as error:
            raise ArtefactDamaged(
                f"Bestand {sha} is er, maar niet te lezen ({error.strerror or error}); geef {self._shelf.place} aan de "
                "gebruiker van Jaarcyclus, of zet het terug uit een reservekopie."
            ) from error

    def has(self, sha: str) -> bool:
        """Return whether a file lies under this hash, whole or not; only `get` and `find` look inside."""
        return _is_sha(sha) and self._shelf.has(_name(sha))


class _Folder:
    """Files by name in a folder of this machine."""

    def __init__(self, root: Path) -> None:
        self.root, self.place = root, str(root)

    def has(self, name: str) -> bool:
        return (self.root / name).is_file()

    def read(self, name: str) -> bytes:
        return (self.root / name).read_bytes()

    def open(self, name: str) -> BinaryIO:
        return (self.root / name).open("rb")

    def add(self, name: str, content: bytes) -> bool:
        disk.write(self.root / name, content)
        _flush_above(self.root, self.root / name)
        return True


def _find_shelf(url: str, secrets_file: str) -> "_Folder | Objects":
    """A path from somewhere would be another folder for each process that starts elsewhere: it is no address."""
    path = url.removeprefix("file://")
    return _Folder(Path(path)) if path.startswith("/") else Objects(url, secrets_file)


def _name(sha: str) -> str:
    return f"{sha[:2]}/{sha[2:4]}/{sha}"


def _flush_above(root: Path, path: Path) -> None:
    """Flush the names of the folders above it too: another process may have made them just now."""
    with disk.explained(root):
        for folder in (path.parent.parent, root):
            disk.flush(folder)


def _rewound(file: BinaryIO) -> BinaryIO:
    file.seek(0)
    return file


def _require(sha: str, found: str) -> None:
    if found != sha:
        raise ArtefactDamaged(f"Bestand {sha} is beschadigd; zet het terug uit een reservekopie.")


def _is_sha(text: str) -> bool:
    return re.fullmatch("[0-9a-f]{64}", text) is not None
