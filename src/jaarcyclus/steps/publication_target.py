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
from jaarcyclus.errors import NotCanonical
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
            if self.read_back(publication) != dict(publication.files):
                _replace_directory(target, publication.files)
            self._write_overview()
        return f"map:{'/'.join(publication.path)}"

    def read_back(self, publication: Publication) -> Mapping[str, bytes]:
        target = self._path(publication)
        if not target.is_dir():
            return {}
        return {path.name: path.read_bytes() if path.is_file() else b"" for path in target.iterdir()}

    def withdraw(self, publication: Publication) -> None:
        with self._locked():
            shutil.rmtree(self._path(publication), ignore_errors=True)
            self._write_overview()

    def _path(self, publication: Publication) -> Path:
        return self.root.joinpath(*publication.path)

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
        shutil.rmtree(leftover, ignore_errors=True)
    new.mkdir(parents=True)
    for name, content in files.items():
        _write_file(new / name, content)
    if target.exists():
        target.replace(old)
    new.replace(target)
    shutil.rmtree(old, ignore_errors=True)


def _write_file(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
