"""One file that holds an installation: made while it runs, checked without it, put back where none is.

The ledger is copied first and Airflow after it: an answer that Airflow knows and the ledger does not is asked again,
the other way round a seat waits for an answer that the ledger refuses as its second. The witness (`ledger.witness`)
stays out, and the ledger tells that it had one: so each chain of a copy stands still until the controller says that it
is meant. Everything else under `var/` goes in, keys and passwords too: keep the file as you keep those.
"""

import errno
import hashlib
import io
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from jaarcyclus import disk
from jaarcyclus.errors import InvalidArchive, InvalidSetting, NotCanonical, StoreFailed
from jaarcyclus.graph.shared_wait import FOLDER as WAITS
from jaarcyclus.ledger.chain import check
from jaarcyclus.ledger.store import Ledger
from jaarcyclus.settings import Settings
from jaarcyclus.terms import canonical

MANIFEST, FORM = "RESERVEKOPIE.json", "jaarcyclus-reservekopie-1"
LEDGER, AIRFLOW, ARTEFACTS = "ledger.sqlite", "airflow/airflow.db", "artefacten"
_DATABASES = (LEDGER, AIRFLOW)  # in this order
_OF_NOW = ("start.slot", "sessie.json", "doctor.json")  # of the processes that run, and of no use to others
_PASSING = ("airflow/logs/", f"{WAITS}/")
_PIECE = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What a backup holds: size and SHA-256 by name, below `var/` or `profielen/`.

    `beside` are what is not in it, or was not put back: a folder elsewhere, a profile that differs from the one there.
    """

    files: Mapping[str, tuple[int, str]]
    beside: tuple[Path, ...] = ()

    @property
    def total(self) -> int:
        """Return how many bytes there are."""
        return sum(size for size, _ in self.files.values())


def make(settings: Settings, path: Path) -> Contents:
    """Write a backup to `path`, whole or not at all. Raises StoreFailed, and InvalidSetting when that cannot be."""
    if settings.ledger_url != f"sqlite:///{settings.var / LEDGER}" or not (settings.var / LEDGER).exists():
        raise InvalidSetting(
            f"Hier is geen logboek in {settings.var / LEDGER}; van een installatie op PostgreSQL maakt u een kopie met "
            f"pg_dump, en daarna een van de bestanden in {settings.store_url} (docs/operations.md)."
        )
    _require_all_here(settings, path)
    found: dict[str, tuple[int, str]] = {}
    with disk.writing(path) as draft, tarfile.open(fileobj=draft.file, mode="w") as archive:
        for name, source in _sources(settings):
            found[name] = _add(archive, name, source)
        told = canonical.dumps({"vorm": FORM, "bestanden": {name: list(each) for name, each in found.items()}})
        _add_bytes(archive, MANIFEST, told)
    folders = (settings.publicatie, settings.inbox)
    return Contents(files=found, beside=tuple(f for f in folders if f.exists() and settings.var not in f.parents))


def _require_all_here(settings: Settings, path: Path) -> None:
    """Raise InvalidSetting when what proves is kept elsewhere, or the backup would lie in what it copies."""
    if settings.store_url != f"file://{settings.var / ARTEFACTS}":
        raise InvalidSetting(
            f"De bestanden staan in {settings.store_url}, buiten {settings.var}: een reservekopie zonder hen bewijst "
            "niets. Maak een kopie van het logboek, en daarna een met de middelen van die opslag (docs/operations.md)."
        )
    if {settings.var, settings.profielen} & {path, *path.parents}:
        raise InvalidSetting(
            f"{path} ligt in wat wordt gekopieerd; geef met --naar een plaats buiten de installatie, liefst op een "
            "andere schijf."
        )


def _sources(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Yield every file with its name in the archive: the two databases as copies of one moment each, first."""
    with tempfile.TemporaryDirectory(prefix="jaarcyclus-reservekopie-") as folder:
        for name in _DATABASES:
            if (settings.var / name).exists():
                yield f"var/{name}", _copy_database(settings.var / name, Path(folder) / PurePosixPath(name).name)
    for path in _plain_files(settings.var):
        name = path.relative_to(settings.var).as_posix()
        if _is_kept(name, settings):
            yield f"var/{name}", path
    for path in _plain_files(settings.profielen):
        yield f"profielen/{path.relative_to(settings.profielen).as_posix()}", path


def _plain_files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())


def _is_kept(name: str, settings: Settings) -> bool:
    of_database = any(name in (each, f"{each}-wal", f"{each}-shm", f"{each}-journal") for each in _DATABASES)
    witness = settings.var in settings.getuige.parents and name.startswith(
        f"{settings.getuige.relative_to(settings.var).as_posix()}/"
    )
    return not (of_database or witness or name in _OF_NOW or name.startswith(_PASSING))


def _copy_database(source: Path, target: Path) -> Path:
    """Copy as SQLite itself does it, while others write. Raises StoreFailed."""
    try:
        with closing(sqlite3.connect(source, timeout=60)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
    except sqlite3.Error as fault:
        if fault.sqlite_errorcode == sqlite3.SQLITE_FULL:
            raise StoreFailed(disk.explain(target.parent, OSError(errno.ENOSPC, str(fault)))) from fault
        raise StoreFailed(
            f"De database {source} is niet te kopiëren ({fault}); er is niets bewaard. Laat de beheerder haar nakijken "
            "met jaarcyclus doctor, en bewaar de vorige reservekopie."
        ) from fault
    return target


def _add(archive: tarfile.TarFile, name: str, source: Path) -> tuple[int, str]:
    """Add a file by what is read of it: it may grow meanwhile."""
    with tempfile.SpooledTemporaryFile(max_size=64 * _PIECE) as held, source.open("rb") as file:
        hashing, size = hashlib.sha256(), 0
        while piece := file.read(_PIECE):
            with disk.explained(Path(tempfile.gettempdir())):  # not what the backup itself lies on
                held.write(piece)
            hashing.update(piece)
            size += len(piece)
        held.seek(0)
        info = _info(name, size)
        archive.addfile(info, held)
    return size, hashing.hexdigest()


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    archive.addfile(_info(name, len(content)), io.BytesIO(content))


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


def check_backup(path: Path) -> Contents:
    """Return what a backup holds when all of it is whole: databases, chains, artefacts.

    Raises InvalidArchive, and StoreFailed when there is no room to unpack it for a moment.
    """
    with tempfile.TemporaryDirectory(prefix="jaarcyclus-reservekopie-") as folder:
        return _unpack(path, Path(folder))


def put_back(settings: Settings, path: Path) -> Contents:
    """Put a backup where no installation is. Raises InvalidArchive, InvalidSetting, StoreFailed; then nothing came."""
    if settings.var.exists() and any(settings.var.iterdir()):
        raise InvalidSetting(
            f"In {settings.var} staat al een installatie; er is niets teruggezet. Zet die map elders neer, of geef met "
            "JAARCYCLUS_VAR een andere map."
        )
    disk.make_folder(settings.var.parent)
    with tempfile.TemporaryDirectory(prefix=".terug-", dir=settings.var.parent) as folder, disk.explained(settings.var):
        contents = _unpack(path, Path(folder))
        others = tuple(_put_profiles(Path(folder) / "profielen", settings.profielen))
        if settings.var.exists():
            settings.var.rmdir()
        (Path(folder) / "var").rename(settings.var)
    return replace(contents, beside=others)


def _put_profiles(found: Path, target: Path) -> Iterator[Path]:
    """Lay the profiles there where none of that name is; yield those that stand there and differ."""
    for path in sorted(found.glob("*.yaml")):
        kept = target / path.name
        if not disk.write_new(kept, path.read_bytes()) and kept.read_bytes() != path.read_bytes():
            yield kept


def _unpack(path: Path, folder: Path) -> Contents:
    """Write every file below `folder`, each as the manifest says and as its own name says.

    Raises InvalidArchive, and StoreFailed for what is wrong with this machine's disk and not with the backup.
    """
    try:
        with _open(path) as file, disk.explained(folder), tarfile.open(fileobj=file, mode="r:") as archive:
            written = {info.name: _write(archive, info, folder) for info in archive}
            told = _read_manifest(folder / MANIFEST) if MANIFEST in written else {}
    except (tarfile.TarError, EOFError) as fault:
        raise InvalidArchive(f"{path} is geen reservekopie van Jaarcyclus, of is beschadigd ({fault}).") from fault
    written.pop(MANIFEST, None)
    wrong = sorted(name for name in told.keys() | written.keys() if told.get(name) != written.get(name))
    if wrong or not told:
        more = f": {', '.join(wrong[:5])}" if wrong else ""
        raise InvalidArchive(f"{path} is geen hele reservekopie van Jaarcyclus{more}. Gebruik een andere.")
    _check_artefacts(told)
    _check_databases(folder / "var")
    return Contents(files=told)


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as fault:
        raise InvalidArchive(
            f"De reservekopie {path} is niet te openen ({fault.strerror}). Controleer de naam, en of u haar mag lezen."
        ) from fault


def _check_artefacts(told: Mapping[str, tuple[int, str]]) -> None:
    """Raise InvalidArchive when an artefact is not what its name says: it was damaged before it was copied."""
    artefacts = {name: sha for name, (_, sha) in told.items() if name.startswith(f"var/{ARTEFACTS}/")}
    damaged = sorted(name for name, sha in artefacts.items() if name.rpartition("/")[2] != sha)
    if damaged:
        raise InvalidArchive(
            f"Deze bestanden waren al beschadigd toen de kopie werd gemaakt: {', '.join(damaged[:5])}. Gebruik een "
            "oudere reservekopie."
        )


def _write(archive: tarfile.TarFile, info: tarfile.TarInfo, folder: Path) -> tuple[int, str]:
    source = archive.extractfile(info) if info.isreg() and _is_of_ours(info.name) else None
    if source is None:
        raise InvalidArchive(
            f"In de reservekopie staat iets dat daar niet hoort: {info.name:.200}. Gebruik een andere."
        )
    target = folder / info.name
    disk.make_folder(target.parent)
    hashing, size = hashlib.sha256(), 0
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while piece := source.read(_PIECE):
            file.write(piece)
            hashing.update(piece)
            size += len(piece)
    return size, hashing.hexdigest()


def _is_of_ours(name: str) -> bool:
    """Return whether this is a name that we write: nothing that leads out of the folder it is unpacked in."""
    parts = name.split("/")
    return name == MANIFEST or (
        parts[0] in ("var", "profielen") and len(parts) > 1 and not {"", ".", ".."} & set(parts)
    )


def _read_manifest(path: Path) -> dict[str, tuple[int, str]]:
    try:
        content = canonical.loads(path.read_bytes())
        if content["vorm"] != FORM:
            return {}
        return {str(name): (int(size), str(sha)) for name, (size, sha) in content["bestanden"].items()}
    except (NotCanonical, KeyError, TypeError, ValueError):
        return {}


def _check_databases(var: Path) -> None:
    """Raise InvalidArchive when a database lacks or is damaged, or a chain of the ledger does not close."""
    if not (var / LEDGER).exists():
        raise InvalidArchive("In deze reservekopie staat geen logboek. Gebruik een andere.")
    for name in _DATABASES:
        if (var / name).exists():
            with closing(sqlite3.connect(var / name)) as database:
                answer = database.execute("PRAGMA integrity_check").fetchone()[0]
            if answer != "ok":
                raise InvalidArchive(f"De database {name} in de reservekopie is beschadigd ({answer:.100}).")
    ledger = Ledger(f"sqlite:///{var / LEDGER}")
    for chain in ledger.dossiers():
        if faults := check(ledger.events(chain)):
            raise InvalidArchive(f"Keten {chain} in de reservekopie sluit niet: {faults[0]}")
