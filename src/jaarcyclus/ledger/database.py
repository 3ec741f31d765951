"""The database under the ledger: SQLite or PostgreSQL, how each is opened, and in Dutch why one does not work.

Nothing here knows of events. No connection survives a fork: a SQLite file is opened for one call, a process keeps one
PostgreSQL connection of its own.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from jaarcyclus import disk
from jaarcyclus.errors import LedgerError

_WAIT_SECONDS = 120  # chosen: far longer than any transaction lasts, so a busy ledger is slow and never fails
_NO_TABLE = "no such table"
_SQLITE_MISSING = (_NO_TABLE, "unable to open database file")
_POSTGRESQL_MISSING = "42P01"  # undefined_table; the sentence beside it may be in the server's own language
_PATIENCE = text(f"SET LOCAL lock_timeout = '{_WAIT_SECONDS}s'")
# Two dossiers that hash to one key only wait for each other.
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")


def read_url(text: str) -> URL:
    """Return an address that a ledger can be kept at. Raises LedgerError for any other."""
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise LedgerError(_WRONG_URL) from error
    if url.drivername == "postgresql+psycopg" or (url.drivername == "sqlite" and _names_file(url)):
        return url
    raise LedgerError(_WRONG_URL)


def _names_file(url: URL) -> bool:
    return url.database not in (None, "", ":memory:")


def make_engine(url: URL) -> Engine:
    """Return the engine of one process; nothing is opened yet."""
    if url.drivername == "sqlite":
        path = _sqlite_path(url)
        return create_engine(url, creator=lambda: _open_sqlite(path), poolclass=NullPool, hide_parameters=True)
    return create_engine(
        url,
        isolation_level="READ COMMITTED",  # after waiting for the lock, see what the writer before us committed
        pool_size=1,
        max_overflow=-1,
        pool_pre_ping=True,
        hide_parameters=True,
    )


class Engines:
    """One engine per process: a parent's is kept but never used, so no socket is shared or closed."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._engines: dict[int, Engine] = {}

    def own(self) -> Engine:
        """Return the engine of this very process."""
        if os.getpid() not in self._engines:
            self._engines[os.getpid()] = make_engine(self._url)
        return self._engines[os.getpid()]


def _sqlite_path(url: URL) -> Path:
    return Path(str(url.database)).resolve()


_WRONG_URL = (
    "Het adres van het logboek is niet bruikbaar: "
    "schrijf in JAARCYCLUS_LEDGER_URL sqlite:///pad/naar/bestand of postgresql+psycopg://…"
)


def _open_sqlite(path: Path) -> sqlite3.Connection:
    """Open an existing file only (mode=rw): reading must not make an empty ledger that looks real."""
    connection = _connect(path, "mode=rw")
    try:
        connection.execute("PRAGMA schema_version")  # the first look: WAL makes a file beside it even to read
    except sqlite3.OperationalError:
        connection.close()
        if not _is_whole_without_writing(path):
            raise
        return _connect(path, "mode=ro&immutable=1")
    connection.execute("PRAGMA synchronous=FULL")  # a commit is on the disk, also in WAL
    return connection


def _connect(path: Path, how: str) -> sqlite3.Connection:
    uri = f"file:{quote(str(path))}?{how}"
    return sqlite3.connect(uri, uri=True, timeout=_WAIT_SECONDS, isolation_level=None)


def _is_whole_without_writing(path: Path) -> bool:
    """Return whether the file alone is the ledger, on a disk that takes nothing: then it can at least be read."""
    wal = path.with_name(f"{path.name}-wal")
    pending = wal.exists() and wal.stat().st_size > 0
    return path.exists() and not pending and (disk.is_full(path.parent) or disk.is_read_only(path.parent))


def lock_postgresql(connection: Connection, dossier: str) -> None:
    """Wait for the lock of one chain; it ends with the transaction."""
    connection.execute(_PATIENCE)
    connection.execute(_LOCK, {"name": f"jaarcyclus:{dossier}"})


@contextmanager
def locked(engine: Engine, name: str) -> Iterator[Connection]:
    """Begin a transaction that alone may write under this name; SQLite has one lock for the whole file."""
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            lock_postgresql(connection, name)
        yield connection


@contextmanager
def exclusive_creation(engine: Engine) -> Iterator[None]:
    """Make the SQLite file (0600) in WAL mode, one process at a time: switching to WAL does not wait."""
    if engine.dialect.name != "sqlite":
        yield
        return
    path = _sqlite_path(engine.url)
    disk.make_folder(path.parent)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(directory, fcntl.LOCK_EX)
        with disk.explained(path.parent):
            if not path.exists():
                os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        yield
    finally:
        os.close(directory)


def _is_there(engine: Engine) -> bool:
    try:
        return _sqlite_path(engine.url).exists()
    except OSError:  # a folder that we may not enter: what is in it is not absent
        return True


def _disk_sentence(where: str, cause: str, folder: Path) -> str:
    """Return why SQLite does not take or give it, for who can mend the disk.

    Its own words only tell a part of what it met: a full disk is 'disk I/O error' or 'unable to open' too.
    """
    closed = disk.is_read_only(folder)
    if "full" in cause or (not closed and disk.is_full(folder)):
        return f"De schijf van het logboek op {where} is vol; er is niets vastgelegd. Maak ruimte vrij."
    if closed or "readonly" in cause or "unable to open" in cause:
        return (
            f"Het logboek op {where} is er, maar mag niet worden geopend om te schrijven ({cause}). Maak de schijf "
            "beschrijfbaar, of geef map en bestand aan de gebruiker van Jaarcyclus."
        )
    return f"Het logboek op {where} werkt niet mee: {cause}. Meld dit aan de beheerder."


@contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """Turn what the database says into LedgerError, with the cause and the remedy."""
    try:
        yield
    except SQLAlchemyError as error:
        original = getattr(error, "orig", error)
        cause = str(original).strip()
        where = engine.url.render_as_string(hide_password=True)
        missing = getattr(original, "sqlstate", None) == _POSTGRESQL_MISSING
        if engine.dialect.name == "sqlite" and _is_there(engine) and _NO_TABLE not in cause:
            raise LedgerError(_disk_sentence(where, cause, _sqlite_path(engine.url).parent)) from error
        if missing or any(sign in cause for sign in _SQLITE_MISSING):
            raise LedgerError(f"Er is nog geen logboek op {where}: maak het met `jaarcyclus start`.") from error
        raise LedgerError(f"Het logboek op {where} werkt niet mee: {cause}. Meld dit aan de beheerder.") from error
