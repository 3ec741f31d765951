"""Every file by the SHA-256 of its bytes: what was voted on can be fetched again, or is known to be damaged.

This is the only door to fsspec. A hash lies under `ab/cd/abcd…`, so that no directory grows without end. Do not
write here by another road, and do not trust what lies here: `get` and `find` hash it again each time.
"""

import contextlib
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

import fsspec
from fsspec.implementations.local import LocalFileSystem

from jaarcyclus import disk
from jaarcyclus.errors import ArtefactDamaged, ArtefactMissing, StoreFailed
from jaarcyclus.terms.canonical import sha256
from jaarcyclus.terms.kept import BLOCK, Kept, Write, hash_stream, look_at, look_through


class ArtefactStore:
    """A store at any fsspec address: `file:///pad`, `s3://bucket/map`, `memory://naam`."""

    def __init__(self, url: str) -> None:
        """Point at `url`; nothing is made before the first `put`."""
        self._fs, root = fsspec.core.url_to_fs(url)
        self._root = root.rstrip("/")

    def put(self, content: bytes) -> str:
        """Store `content` for good and return its SHA-256; storing it again changes nothing.

        Raises ArtefactDamaged when other bytes already lie under that hash: they are evidence and stay. Raises
        StoreFailed when the disk does not take it, and then nothing of it is left.
        """
        sha = sha256(content)
        if self.has(sha):
            self.get(sha)
        elif isinstance(self._fs, LocalFileSystem):
            _write_local(Path(self._root), Path(self._path(sha)), content)
        else:
            self._write_remote(self._path(sha), [content])
        return sha

    def take(self, write: Write) -> Kept:
        """Store for good the file of any size that `write` writes, and return it; raises as `put`.

        What `write` raises passes, and then nothing of it is left.
        """
        if isinstance(self._fs, LocalFileSystem):
            return self._take_local(Path(self._root), write)
        with TemporaryFile() as aside:
            write(aside)
            sha = hash_stream(_rewound(aside))
            if not self.has(sha):
                self._write_remote(self._path(sha), iter(partial(_rewound(aside).read, BLOCK), b""))
        return self.find(sha)

    def _take_local(self, root: Path, write: Write) -> Kept:
        with disk.writing(root / "concept") as draft:
            write(draft.file)
            taken = look_through(_rewound(draft.file), lambda: self._open(taken.sha256))
            draft.path = Path(self._path(taken.sha256))
            if self.has(taken.sha256):
                self.find(taken.sha256)
                draft.discard()
        _flush_above(root, draft.path)
        return taken

    def get(self, sha: str) -> bytes:
        """Return the bytes with this hash. Raises ArtefactMissing, or ArtefactDamaged when they differ."""
        with self._explained(sha):
            content: bytes = self._fs.cat_file(self._path(sha))
        _require(sha, sha256(content))
        return content

    def find(self, sha: str) -> Kept:
        """Return the file with this hash, looked through but not held. Raises as `get`."""
        with self._explained(sha):
            found = look_at(partial(self._open, sha))
        _require(sha, found.sha256)
        return found

    def _open(self, sha: str) -> BinaryIO:
        opened: BinaryIO = self._fs.open(self._path(sha), "rb")
        return opened

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
                f"Bestand {sha} is er, maar niet te lezen ({error.strerror or error}); geef {self._root} aan de "
                "gebruiker van Jaarcyclus, of zet het terug uit een reservekopie."
            ) from error

    def has(self, sha: str) -> bool:
        """Return whether a file lies under this hash, whole or not; only `get` looks inside."""
        return _is_sha(sha) and bool(self._fs.isfile(self._path(sha)))

    def _path(self, sha: str) -> str:
        return f"{self._root}/{sha[:2]}/{sha[2:4]}/{sha}"

    def _write_remote(self, path: str, pieces: Iterable[bytes]) -> None:
        """Write aside and move: a store that shows half a file while it is written never shows it under a hash."""
        temporary = f"{path}.{secrets.token_hex(8)}.nieuw"
        try:
            self._fs.makedirs(path.rpartition("/")[0], exist_ok=True)
            with self._fs.open(temporary, "wb") as target:
                for piece in pieces:
                    target.write(piece)
            self._fs.mv(temporary, path)
        except OSError as fault:
            with contextlib.suppress(OSError):
                self._fs.rm_file(temporary)
            raise StoreFailed(disk.explain(self._root, fault)) from fault


def _write_local(root: Path, path: Path, content: bytes) -> None:
    disk.write(path, content)
    _flush_above(root, path)


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
