"""Where a publication goes: the interface, and the folder that implements it; `steps.sharepoint_target` is another.

A target takes a whole publication at once and shows either the old or the new one, never half of it. Do not decide
here whether something may be published: `steps.publication` did.
"""

import fcntl
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from jaarcyclus import disk
from jaarcyclus.dossier.publication_metadata import METADATA, WITHDRAWN
from jaarcyclus.errors import PublicationRefused
from jaarcyclus.steps.publication_folder import (
    NEW_FORM,
    beside,
    clear,
    hash_file,
    hashes_at,
    is_plain,
    put_back,
    remove,
    replace_directory,
    replace_file,
)
from jaarcyclus.steps.publication_overview import INDEX, load_metadata, read_metadata, write_overview
from jaarcyclus.terms.kept import Kept, Write


@dataclass(frozen=True, kw_only=True)
class Publication:
    """Everything that is published of one product: `path` is profiel, boekjaar, product; `files` by name.

    `status` is what a list of files says of them: that they count, are replaced or withdrawn.
    `earlier` has the names of what else the dossier may have placed there, as its ledger knows them.
    """

    path: tuple[str, str, str]
    files: Mapping[str, Kept]
    status: str = "vastgesteld"
    earlier: frozenset[str] = frozenset()


class PublicationTarget(Protocol):
    """A place for publications. Doing a thing twice has the effect of once; a file of somebody else is never lost.

    `place` is for what was not recorded yet, `alter` for what was: a target that never rewrites a document needs only
    the second to change the page of an old publication, and to take its documents away.
    """

    def place(self, publication: Publication) -> str:
        """Put all files there and return where, as it is recorded: without a machine or a person in it.

        When it raises, nothing of it is there that was not before. Raises PublicationRefused when documents would come
        back where a publication was withdrawn, or something lies there that is not ours; StoreFailed for the disk.
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

    def add_proof(self, publication: Publication, name: str, write: Write) -> None:
        """Lay the export of the dossier beside it, where the place changes what it is given; written when it lacks."""
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
            self._require_free(target)
            _require_not_withdrawn(target, publication)
            _require_nothing_foreign(target, publication)
            differs = _differing(hashes_at(target), publication.files)
            if differs == {INDEX} and INDEX in publication.files:
                replace_file(target / INDEX, publication.files[INDEX].read(), draft=beside(target)[0])
            elif differs:
                replace_directory(target, publication.files)
            try:
                self._write_overview()
            except BaseException:
                if differs - {INDEX}:
                    put_back(target)
                raise
            for leftover in beside(target):  # what a crash left there could still be fetched
                remove(leftover)
        return f"map:{'/'.join(publication.path)}"

    def alter(self, publication: Publication) -> str:
        return self.place(publication)  # a folder swaps what it holds at once, old or new

    def require_arrived(self, publication: Publication) -> None:
        wrong = sorted(_differing(self.read_back(publication), publication.files))
        if wrong:
            raise PublicationRefused(
                f"Wat aankwam is niet wat is gepubliceerd ({', '.join(wrong)}); probeer het opnieuw."
            )

    def add_proof(self, publication: Publication, name: str, write: Write) -> None:
        """Add nothing: a folder gives back the bytes that it was given."""

    def read_back(self, publication: Publication) -> Mapping[str, str]:
        """Return name and SHA-256 of what now stands there, read anew, also of what does not belong there."""
        target = self._path(publication)
        with disk.explained(target):
            return hashes_at(target)

    def take_back(self, publication: Publication) -> None:
        target = self._path(publication)
        with self._locked():
            self._require_no_link(target)
            clear(target, lambda path: path.name in publication.files)
            self._write_overview()

    def take_back_unfinished(self, path: tuple[str, str, str], is_ours: Callable[[Path], bool]) -> None:
        """Take away the files that an attempt left at this place or beside it, of those that are ours by this rule.

        The rule is asked while nobody else writes here. Raises as `place`.
        """
        target = self.root.joinpath(*path)
        places = [place for place in (target, *beside(target)) if place.is_dir()]
        if places:
            with self._locked():
                self._require_no_link(target)
                for place in places:
                    clear(place, is_ours)
                self._write_overview()

    def _path(self, publication: Publication) -> Path:
        return self.root.joinpath(*publication.path)

    def _require_free(self, target: Path) -> None:
        """Raise PublicationRefused when something stands where a folder or the page over all must come."""
        self._require_no_link(target)
        for folder in (target, *target.parents):
            if folder == self.root:
                break
            if folder.exists() and not folder.is_dir():
                raise PublicationRefused(_IN_THE_WAY.format(path=folder, wat="een bestand"))
        overview = self.root / INDEX
        for page in (overview, self._overview_draft):
            if page.is_dir() and not page.is_symlink():
                raise PublicationRefused(_IN_THE_WAY.format(path=page, wat="een map"))
        if overview.is_symlink():
            raise PublicationRefused(_IN_THE_WAY.format(path=overview, wat="een verwijzing naar een andere plek"))

    def _require_no_link(self, target: Path) -> None:
        """Raise PublicationRefused when a folder on the way is a link: it would write where nobody looks."""
        for folder in (target, *target.parents):
            if folder == self.root:
                return
            if folder.is_symlink():
                raise PublicationRefused(_IN_THE_WAY.format(path=folder, wat="een verwijzing naar een andere plek"))

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One writer at a time: two retries of one publication may run beside each other. Raises StoreFailed."""
        with disk.explained(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            directory = os.open(self.root, os.O_RDONLY)
            try:
                fcntl.flock(directory, fcntl.LOCK_EX)
                yield
            finally:
                os.close(directory)

    def _write_overview(self) -> None:
        replace_file(self.root / INDEX, write_overview(self.root), draft=self._overview_draft)

    @property
    def _overview_draft(self) -> Path:
        return self.root / f"{NEW_FORM}-{INDEX}"


_IN_THE_WAY = (
    "{path} is {wat}; er is niets geplaatst. Zet het ergens anders neer; de kalender probeert het daarna opnieuw."
)


def _differing(there: Mapping[str, str], wanted: Mapping[str, Kept]) -> set[str]:
    hashes = {name: file.sha256 for name, file in wanted.items()}
    return {name for name in there.keys() | hashes.keys() if there.get(name) != hashes.get(name)}


def _require_nothing_foreign(target: Path, publication: Publication) -> None:
    """Raise PublicationRefused when somebody keeps a file of his own in the folder: replacing it would lose that.

    Beside it, in what a crash left there, too. No list that lies in the folder itself says what is ours.
    """
    new, old = beside(target)
    ours = {METADATA, INDEX, *publication.files, *publication.earlier}
    foreign = [
        *_foreign(target, publication.files, _placed_names(target, ours)),
        *_foreign(new, publication.files, ours),
        *_foreign(old, publication.files, ours),
        *([old] if old.is_file() else []),  # we put a folder there, and no file
    ]
    if foreign:
        named = ", ".join(str(path.relative_to(target.parent)) for path in sorted(foreign)[:5])
        raise PublicationRefused(
            f"In {target.parent} staat iets dat niet van ons is ({named}); er is niets vervangen. Zet het ergens "
            "anders neer; de kalender probeert het daarna opnieuw."
        )


def _foreign(folder: Path, files: Mapping[str, Kept], ours: Collection[str]) -> list[Path]:
    """Return what is in a folder by another name than ours, and has not the bytes that come there anyway."""
    there = sorted(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else []
    return [
        path for path in there if not is_plain(path) or (path.name not in ours and not _is(path, files.get(path.name)))
    ]


def _is(path: Path, file: Kept | None) -> bool:
    return file is not None and hash_file(path) == file.sha256


def _placed_names(target: Path, ours: Collection[str]) -> Collection[str]:
    """Return which names are those of our files at a place."""
    if not (target / METADATA).is_file():
        return ()  # we place no document without our data
    # Of a withdrawn publication the files are gone: one of that name is somebody else's.
    return {METADATA, INDEX} if read_metadata(target).get("status") == WITHDRAWN else ours


def _require_not_withdrawn(target: Path, publication: Publication) -> None:
    """Raise PublicationRefused when documents would come back where they were taken away: a late attempt tries to."""
    comes = publication.files[METADATA].read() if METADATA in publication.files else b""
    if read_metadata(target).get("status") == WITHDRAWN != load_metadata(comes).get("status"):
        raise PublicationRefused(
            f"Wat op {target} stond is ingetrokken en komt daar niet terug. Vraag de controller om een correctie."
        )
