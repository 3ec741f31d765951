"""Every file by the SHA-256 of its bytes: what was voted on can be fetched again, or is known to be damaged.

This is the only door to fsspec. A hash lies under `ab/cd/abcd…`, so that no directory grows without end. Do not
write here by another road, and do not trust what lies here: `get` hashes it again each time.
"""

import contextlib
import errno
import os
import re
import secrets
from pathlib import Path

import fsspec
from fsspec.implementations.local import LocalFileSystem

from jaarcyclus.errors import ArtefactDamaged, ArtefactMissing, StoreFailed
from jaarcyclus.terms.canonical import sha256


class ArtefactStore:
    """A store at any fsspec address: `file:///pad`, `s3://bucket/map`, `memory://naam`."""

    def __init__(self, url: str) -> None:
        """Point at `url`; nothing is made before the first `put`."""
        self._fs, root = fsspec.core.url_to_fs(url)
        self._root = root.rstrip("/")

    def put(self, content: bytes) -> str:
        """Store `content` for good and return its SHA-256; storing it again changes nothing.

        Raises ArtefactDamaged when other bytes already lie under that hash: they are evidence and stay.
        """
        sha = sha256(content)
        if self.has(sha):
            self.get(sha)
        elif isinstance(self._fs, LocalFileSystem):
            _write_local(Path(self._root), Path(self._path(sha)), content)
        else:
            self._write_remote(self._path(sha), content)
        return sha

    def get(self, sha: str) -> bytes:
        """Return the bytes with this hash. Raises ArtefactMissing, or ArtefactDamaged when they differ."""
        if not _is_sha(sha):
            raise ArtefactMissing(f"'{sha:.80}' is geen SHA-256 (64 tekens 0-9 en a-f); controleer de verwijzing.")
        try:
            content: bytes = self._fs.cat_file(self._path(sha))
        except FileNotFoundError as error:
            raise ArtefactMissing(f"Bestand {sha} ontbreekt; zet het terug uit een reservekopie.") from error
        if sha256(content) != sha:
            raise ArtefactDamaged(f"Bestand {sha} is beschadigd; zet het terug uit een reservekopie.")
        return content

    def has(self, sha: str) -> bool:
        """Return whether a file lies under this hash, whole or not; only `get` looks inside."""
        return _is_sha(sha) and bool(self._fs.isfile(self._path(sha)))

    def _path(self, sha: str) -> str:
        return f"{self._root}/{sha[:2]}/{sha[2:4]}/{sha}"

    def _write_remote(self, path: str, content: bytes) -> None:
        """Write aside and move: a store that shows half a file while it is written never shows it under a hash."""
        temporary = _temporary(path)
        self._fs.makedirs(path.rpartition("/")[0], exist_ok=True)
        self._fs.pipe_file(temporary, content)
        self._fs.mv(temporary, path)


def _write_local(root: Path, path: Path, content: bytes) -> None:
    """Write, flush to disk, rename, flush the names: after this a power cut loses nothing. Readable by us only."""
    temporary = Path(_temporary(str(path)))
    try:
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
        for directory in (path.parent.parent, path.parent):
            directory.mkdir(exist_ok=True, mode=0o700)
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as fault:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise StoreFailed(_explain(root, fault)) from fault
    for directory in (path.parent, path.parent.parent, root):
        _flush_directory(directory)


def _explain(root: Path, fault: OSError) -> str:
    if fault.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"De schijf van {root} is vol; er is niets bewaard. Maak ruimte vrij en probeer het opnieuw."
    if fault.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return (
            f"In {root} mag niet worden geschreven ({fault.strerror}); er is niets bewaard. Maak de schijf "
            "beschrijfbaar, of geef de map aan de gebruiker van Jaarcyclus."
        )
    return f"In {root} is niets bewaard: {fault.strerror}. Laat de beheerder de schijf nakijken."


def _flush_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _temporary(path: str) -> str:
    return f"{path}.{secrets.token_hex(8)}.nieuw"


def _is_sha(text: str) -> bool:
    return re.fullmatch("[0-9a-f]{64}", text) is not None
