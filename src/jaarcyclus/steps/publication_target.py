"""Where a publication goes: the interface, and the folder that implements it. SharePoint will be another.

A target takes a whole publication at once and shows either the old or the new one, never half of it. Do not decide
here whether something may be published: `steps.publication` did.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from jaarcyclus.dossier.publication_metadata import METADATA
from jaarcyclus.errors import NotCanonical, PublicationRefused
from jaarcyclus.printing.template import fill_template
from jaarcyclus.terms import canonical

INDEX = "index.html"
_NEW_FORM, _OLD = ".nieuw", ".oud"


@dataclass(frozen=True, kw_only=True)
class Publication:
    """Everything that is published of one product: `path` is profiel, boekjaar, product; `files` by name."""

    path: tuple[str, str, str]
    files: Mapping[str, bytes]


class PublicationTarget(Protocol):
    """A place for publications. Placing twice has the effect of once; what was there before is replaced."""

    def place(self, publication: Publication) -> str:
        """Put all files there and return where, as it is recorded: without a machine or a person in it."""
        ...

    def read_back(self, publication: Publication) -> Mapping[str, bytes]:
        """Return what now stands there, fetched anew, also what does not belong there."""
        ...

    def withdraw(self, publication: Publication) -> None:
        """Take it away again; nothing happens when it is not there."""
        ...


@dataclass(frozen=True)
class FolderTarget:
    """A folder with a folder per profiel, boekjaar and product, an index page in each and one over all."""

    root: Path

    def place(self, publication: Publication) -> str:
        target = self._path(publication)
        with self._locked():
            self._require_no_link(target)
            if self.read_back(publication) != dict(publication.files):
                _require_nothing_foreign(target, publication.files)
                _replace_directory(target, publication.files)
            self._write_overview()
        return f"map:{'/'.join(publication.path)}"

    def read_back(self, publication: Publication) -> Mapping[str, bytes]:
        target = self._path(publication)
        if not target.is_dir():
            return {}
        return {path.name: path.read_bytes() if _is_plain(path) else b"" for path in target.iterdir()}

    def withdraw(self, publication: Publication) -> None:
        with self._locked():
            self._require_no_link(self._path(publication))
            shutil.rmtree(self._path(publication), ignore_errors=True)
            self._write_overview()

    def _path(self, publication: Publication) -> Path:
        return self.root.joinpath(*publication.path)

    def _require_no_link(self, target: Path) -> None:
        """Raise PublicationRefused when a folder on the way is a link: it would write where nobody looks."""
        for folder in (target, *target.parents):
            if folder == self.root:
                return
            if folder.is_symlink():
                raise PublicationRefused(
                    f"{folder} is een verwijzing naar een andere plek; er is niets geplaatst. Haal haar weg en "
                    "publiceer opnieuw."
                )

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One writer at a time: two retries of one publication may run beside each other."""
        self.root.mkdir(parents=True, exist_ok=True)
        directory = os.open(self.root, os.O_RDONLY)
        try:
            fcntl.flock(directory, fcntl.LOCK_EX)
            yield
        finally:
            os.close(directory)

    def _write_overview(self) -> None:
        found = sorted(path for path in self.root.glob(f"*/*/*/{METADATA}") if not path.parent.name.startswith("."))
        page = fill_template("publicatie_overzicht.html", publicaties=[_entry(self.root, path) for path in found])
        _remove(self.root / f"{_NEW_FORM}-{INDEX}")
        _write_file(self.root / f"{_NEW_FORM}-{INDEX}", page.encode())
        (self.root / f"{_NEW_FORM}-{INDEX}").replace(self.root / INDEX)


def _entry(root: Path, metadata: Path) -> dict[str, Any]:
    place = metadata.parent.relative_to(root).as_posix()
    try:
        content = canonical.loads(metadata.read_bytes())
        shown = {name: content[name] for name in ("titel", "samenwerking", "oefening")}
    except (NotCanonical, KeyError, TypeError):
        # Someone else's damage must not keep this product from being published, nor stay unseen.
        shown = {"titel": place, "samenwerking": "de gegevens zijn beschadigd", "oefening": False}
    return {"href": f"{place}/{INDEX}", **shown}


def _replace_directory(target: Path, files: Mapping[str, bytes]) -> None:
    """Write beside and move: a crash leaves the old or the new folder, or none, and the next attempt repairs that."""
    new, old = (target.with_name(f"{mark}-{target.name}") for mark in (_NEW_FORM, _OLD))
    for leftover in (new, old):
        _remove(leftover)
    new.mkdir(parents=True)
    for name, content in files.items():
        _write_file(new / name, content)
    if target.exists():
        target.replace(old)
    new.replace(target)
    shutil.rmtree(old, ignore_errors=True)


def _require_nothing_foreign(target: Path, files: Mapping[str, bytes]) -> None:
    """Raise PublicationRefused when somebody keeps a file of his own in the folder: replacing it would lose that."""
    if not target.is_dir():
        return
    ours = files.keys() | _published_before(target)
    foreign = sorted(path.name for path in target.iterdir() if path.name not in ours)
    if foreign:
        raise PublicationRefused(
            f"In {target} staat iets dat niet van ons is ({', '.join(foreign[:5])}); er is niets vervangen. Zet het "
            "ergens anders neer en publiceer opnieuw."
        )


def _published_before(target: Path) -> set[str]:
    try:
        return {METADATA, INDEX, *canonical.loads((target / METADATA).read_bytes())["bestanden"]}
    except (OSError, NotCanonical, KeyError, TypeError):
        return {METADATA, INDEX}


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _remove(leftover: Path) -> None:
    """Take away what an earlier attempt left, whatever it is now; never what a link points at."""
    if leftover.is_symlink() or leftover.is_file():
        leftover.unlink()
    elif leftover.exists():
        shutil.rmtree(leftover)


def _write_file(path: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with os.fdopen(os.open(path, flags, 0o644), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
