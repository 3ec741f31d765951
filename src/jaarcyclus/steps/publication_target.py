"""Where a publication goes: the interface, and the folder that implements it. SharePoint will be another.

A target takes a whole publication at once and shows either the old or the new one, never half of it. Do not decide
here whether something may be published: `steps.publication` did.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from jaarcyclus.dossier.publication_metadata import METADATA, WITHDRAWN
from jaarcyclus.errors import NotCanonical, PublicationRefused
from jaarcyclus.printing.template import fill_template
from jaarcyclus.terms import canonical

INDEX = "index.html"
_NEW_FORM, _OLD = ".nieuw", ".oud"


@dataclass(frozen=True, kw_only=True)
class Publication:
    """Everything that is published of one product: `path` is profiel, boekjaar, product; `files` by name.

    `status` is what a list of files says of them: that they count, are replaced or withdrawn.
    """

    path: tuple[str, str, str]
    files: Mapping[str, bytes]
    status: str = "vastgesteld"


class PublicationTarget(Protocol):
    """A place for publications. Doing a thing twice has the effect of once; a file of somebody else is never lost.

    `place` is for what was not recorded yet, `alter` for what was: a target that never rewrites a document needs only
    the second to change the page of an old publication, and to take its documents away.
    """

    def place(self, publication: Publication) -> str:
        """Put all files there and return where, as it is recorded: without a machine or a person in it.

        Raises PublicationRefused when documents would come back where a publication was withdrawn.
        """
        ...

    def alter(self, publication: Publication) -> str:
        """Let exactly these files stand where the program published before, and return where.

        What is equal stays as it is; what was published there and is not among these files is taken away. Raises as
        `place`.
        """
        ...

    def require_arrived(self, publication: Publication) -> None:
        """Raise PublicationRefused unless what stands at the place is this publication, and nothing else."""
        ...

    def add_proof(self, publication: Publication, name: str, make: Callable[[], bytes]) -> None:
        """Lay the export of the dossier beside it, where the place changes what it is given; made when it lacks."""
        ...

    def take_back(self, publication: Publication) -> None:
        """Take away what was placed and could not be recorded; nothing happens when it is not there."""
        ...


@dataclass(frozen=True)
class FolderTarget:
    """A folder with a folder per profiel, boekjaar and product, an index page in each and one over all."""

    root: Path

    def place(self, publication: Publication) -> str:
        target = self._path(publication)
        with self._locked():
            self._require_no_link(target)
            _require_not_withdrawn(target, publication)
            differs = _differing(self.read_back(publication), publication.files)
            if differs == {INDEX} and INDEX in publication.files:
                _replace_file(target / INDEX, publication.files[INDEX], draft=_beside(target)[0])
            elif differs:
                _require_nothing_foreign(target, publication.files)
                _replace_directory(target, publication.files)
            for leftover in _beside(target):  # what a crash left there could still be fetched
                _remove(leftover)
            self._write_overview()
        return f"map:{'/'.join(publication.path)}"

    def alter(self, publication: Publication) -> str:
        return self.place(publication)  # a folder swaps what it holds at once, old or new

    def require_arrived(self, publication: Publication) -> None:
        wrong = sorted(_differing(self.read_back(publication), publication.files))
        if wrong:
            raise PublicationRefused(
                f"Wat aankwam is niet wat is gepubliceerd ({', '.join(wrong)}); probeer het opnieuw."
            )

    def add_proof(self, publication: Publication, name: str, make: Callable[[], bytes]) -> None:
        """Add nothing: a folder gives back the bytes that it was given."""

    def read_back(self, publication: Publication) -> Mapping[str, bytes]:
        """Return what now stands there, fetched anew, also what does not belong there."""
        target = self._path(publication)
        if not target.is_dir():
            return {}
        return {path.name: path.read_bytes() if _is_plain(path) else b"" for path in target.iterdir()}

    def take_back(self, publication: Publication) -> None:
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
        places = sorted(path.parent for path in self.root.glob(f"*/*/*/{METADATA}") if _is_shown(path.parent))
        page = fill_template("publicatie_overzicht.html", publicaties=_entries(self.root, places))
        _replace_file(self.root / INDEX, page.encode(), draft=self.root / f"{_NEW_FORM}-{INDEX}")


def _is_shown(place: Path) -> bool:
    return not place.name.startswith(".")


def _entries(root: Path, places: Sequence[Path]) -> list[dict[str, Any]]:
    """Return what the overview says of each place, its data believed as far as they are whole."""
    told = {place.relative_to(root).as_posix(): _read_metadata(place) for place in places}
    successors = {place: content.get("versie") for content in told.values() if (place := _replaces(content))}
    return [
        {"href": f"{place}/{INDEX}", **_entry(place, content), "vervangen_door": successors.get(place)}
        for place, content in told.items()
    ]


def _replaces(metadata: Mapping[str, Any]) -> str | None:
    replaced = metadata.get("vervangt")
    place = replaced.get("plaats") if isinstance(replaced, dict) else None
    return place if isinstance(place, str) else None


def _entry(place: str, metadata: Mapping[str, Any]) -> dict[str, Any]:
    try:
        shown = {name: metadata[name] for name in ("titel", "samenwerking", "oefening")}
    except KeyError:
        # Someone else's damage must not keep this product from being published, nor stay unseen.
        shown = {"titel": place, "samenwerking": "de gegevens zijn beschadigd", "oefening": False}
    corrects = metadata.get("versie") if _replaces(metadata) else None
    return {**shown, "ingetrokken": metadata.get("status") == WITHDRAWN, "correctie": corrects}


def _read_metadata(place: Path) -> Mapping[str, Any]:
    """Return the data that lie at a place; {} when they are not there or are none."""
    try:
        return _load((place / METADATA).read_bytes())
    except OSError:
        return {}


def _load(content: bytes) -> Mapping[str, Any]:
    try:
        found = canonical.loads(content)
    except NotCanonical:
        return {}
    return found if isinstance(found, dict) else {}


def _differing(there: Mapping[str, bytes], wanted: Mapping[str, bytes]) -> set[str]:
    return {name for name in there.keys() | wanted.keys() if there.get(name) != wanted.get(name)}


def _beside(target: Path) -> tuple[Path, Path]:
    """Return where a folder is made before it takes its place, and where the one before it goes."""
    new, old = (target.with_name(f"{mark}-{target.name}") for mark in (_NEW_FORM, _OLD))
    return new, old


def _replace_directory(target: Path, files: Mapping[str, bytes]) -> None:
    """Write beside and move: a crash leaves the old or the new folder, or none, and the next attempt repairs that."""
    new, old = _beside(target)
    for leftover in (new, old):
        _remove(leftover)
    new.mkdir(parents=True)
    for name, content in files.items():
        _write_file(new / name, content)
    if target.exists():
        target.replace(old)
    new.replace(target)


def _require_nothing_foreign(target: Path, files: Mapping[str, bytes]) -> None:
    """Raise PublicationRefused when somebody keeps a file of his own in the folder: replacing it would lose that."""
    if not target.is_dir():
        return
    ours = files.keys() | _published_before(target)
    foreign = sorted(path.name for path in target.iterdir() if path.name not in ours)
    if foreign:
        raise PublicationRefused(
            f"In {target} staat iets dat niet van ons is ({', '.join(foreign[:5])}); er is niets vervangen. Zet het "
            "ergens anders neer; de kalender probeert het daarna opnieuw."
        )


def _require_not_withdrawn(target: Path, publication: Publication) -> None:
    """Raise PublicationRefused when documents would come back where they were taken away: a late attempt tries to."""
    comes = publication.files.get(METADATA, b"")
    if _read_metadata(target).get("status") == WITHDRAWN != _load(comes).get("status"):
        raise PublicationRefused(
            f"Wat op {target} stond is ingetrokken en komt daar niet terug. Vraag de controller om een correctie."
        )


def _published_before(target: Path) -> set[str]:
    metadata = _read_metadata(target)
    # Of a withdrawn publication the files are gone: one of that name is somebody else's.
    named = {} if metadata.get("status") == WITHDRAWN else metadata.get("bestanden")
    return {METADATA, INDEX, *(named if isinstance(named, dict) else ())}


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _remove(leftover: Path) -> None:
    """Take away what an earlier attempt left, whatever it is now; never what a link points at."""
    if leftover.is_symlink() or leftover.is_file():
        leftover.unlink()
    elif leftover.exists():
        shutil.rmtree(leftover)


def _replace_file(path: Path, content: bytes, *, draft: Path) -> None:
    """Write elsewhere and move: who opens the page sees the old or the new one."""
    _remove(draft)
    _write_file(draft, content)
    draft.replace(path)


def _write_file(path: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with os.fdopen(os.open(path, flags, 0o644), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
