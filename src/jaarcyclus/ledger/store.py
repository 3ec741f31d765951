"""The append-only store of everything that happened: one hash chain per dossier, in SQLite or PostgreSQL.

Whoever writes holds the lock of the chain while reading its head: two writers never link to the same event.
SQLite has one lock for the whole file (BEGIN IMMEDIATE). PostgreSQL takes an advisory lock per dossier that
ends with the transaction: unlike SELECT … FOR UPDATE it also serialises the first event, when there is no row
to lock yet, and unlike SERIALIZABLE it makes writers wait instead of fail. No connection survives a fork: a
SQLite file is opened for one call, a process keeps one PostgreSQL connection of its own. Do not add a second way
to write, and do not decide outside `transact` on what was read before it.
"""

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, NullPool, bindparam, create_engine, make_url, select, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from jaarcyclus.clock import real_time
from jaarcyclus.errors import LedgerError, NotCanonical
from jaarcyclus.ledger.chain import Event, Head, NewEvent, extend, make_event
from jaarcyclus.ledger.schema import EVENT_TABLE, create_schema
from jaarcyclus.terms import canonical

Decide = Callable[[tuple[Event, ...]], Sequence[NewEvent]]
Judge = Callable[[tuple[Event, ...]], None]

_WAIT_SECONDS = 120  # chosen: far longer than any transaction lasts, so a busy ledger is slow and never fails
_CREATION = "jaarcyclus:aanmaken"
_NO_TABLE = "no such table"
_SQLITE_MISSING = (_NO_TABLE, "unable to open database file")
_POSTGRESQL_MISSING = "42P01"  # undefined_table; the sentence beside it may be in the server's own language

# Built once: SQLAlchemy takes longer to build and recognise a query than SQLite to run it.
_THIS = EVENT_TABLE.c.dossier == bindparam("dossier")
_HEAD = select(EVENT_TABLE.c.seq, EVENT_TABLE.c.hash).where(_THIS).order_by(EVENT_TABLE.c.seq.desc()).limit(1)
_CHAIN = select(EVENT_TABLE).where(_THIS).order_by(EVENT_TABLE.c.seq)
_INSERT = EVENT_TABLE.insert()
_PATIENCE = text(f"SET LOCAL lock_timeout = '{_WAIT_SECONDS}s'")
# Two dossiers that hash to one key only wait for each other.
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")


class Ledger:
    """Every method is one transaction. Raises LedgerError when the database refuses, or was never created."""

    def __init__(self, url: str) -> None:
        """Point at `sqlite:///path` or `postgresql+psycopg://…`; nothing is opened yet."""
        self._url = _read_url(url)
        self._engines: dict[int, Engine] = {}

    @property
    def _engine(self) -> Engine:
        """The engine of this very process; a parent's is kept but never used, so no socket is shared or closed."""
        if os.getpid() not in self._engines:
            self._engines[os.getpid()] = _make_engine(self._url)
        return self._engines[os.getpid()]

    def create(self) -> None:
        """Make table and triggers where they are missing; harmless to repeat, also at the same moment."""
        with (
            _explained(self._engine),
            _exclusive_creation(self._engine),
            self._locked(_CREATION) as connection,
        ):
            create_schema(connection)

    def append(self, dossier: str, new: Sequence[NewEvent], *, moment: datetime, simulated: bool) -> tuple[Event, ...]:
        """Add `new` to the end of the chain, all or none, and return them as stored. `moment` has an offset.

        Raises NotCanonical when an `inhoud` has no canonical form.
        """
        with _explained(self._engine), self._locked(dossier) as connection:
            head = _read_head(connection, dossier)
            return _store(connection, head, dossier, new, moment, simulated)

    def transact(
        self, dossier: str, decide: Decide, *, judge: Judge | None = None, moment: datetime, simulated: bool
    ) -> tuple[Event, ...]:
        """Give the whole chain to `decide` and store what it returns, while nobody else can write to it.

        `judge` sees the new events exactly as they are then stored. What either raises passes through, and nothing is
        stored.
        """
        with _explained(self._engine), self._locked(dossier) as connection:
            events = _read_events(connection, dossier)
            head = Head(events[-1].seq, events[-1].hash) if events else Head()
            return _store(connection, head, dossier, decide(events), moment, simulated, judge)

    def events(self, dossier: str) -> tuple[Event, ...]:
        """Return the chain in order, `()` for an unknown dossier. It is read, not checked: see `check`."""
        with _explained(self._engine), self._engine.connect() as connection:
            return _read_events(connection, dossier)

    def head(self, dossier: str) -> str:
        """Return the hash of the last event; 64 zeros when there is none."""
        with _explained(self._engine), self._engine.connect() as connection:
            return _read_head(connection, dossier).hash

    def dossiers(self) -> tuple[str, ...]:
        """Return the name of every chain, sorted."""
        with _explained(self._engine), self._engine.connect() as connection:
            return tuple(sorted(connection.scalars(select(EVENT_TABLE.c.dossier).distinct())))

    @contextmanager
    def _locked(self, dossier: str) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                _lock_postgresql(connection, dossier)
            yield connection


def _store(
    connection: Connection,
    head: Head,
    dossier: str,
    new: Sequence[NewEvent],
    moment: datetime,
    simulated: bool,
    judge: Judge | None = None,
) -> tuple[Event, ...]:
    events = extend(head, dossier, new, moment=moment, simulated=simulated, machine_time=real_time())
    if judge:
        judge(events)
    if events:
        rows = [vars(event) | {"inhoud": canonical.dumps(event.inhoud).decode()} for event in events]
        connection.execute(_INSERT, rows)
    return events


def _read_head(connection: Connection, dossier: str) -> Head:
    row = connection.execute(_HEAD, {"dossier": dossier}).first()
    return Head(row.seq, row.hash) if row else Head()


def _read_events(connection: Connection, dossier: str) -> tuple[Event, ...]:
    rows = connection.execute(_CHAIN, {"dossier": dossier}).mappings()
    return tuple(_read_row(dict(row)) for row in rows)


def _read_row(row: dict[str, Any]) -> Event:
    try:
        # str(): a blob put there by hand is refused like any other spelling that is not ours
        return make_event(row | {"inhoud": canonical.loads(str(row["inhoud"]).encode())})
    except NotCanonical as error:
        raise LedgerError(
            f"Gebeurtenis {row['seq']} van dossier {row['dossier']} is buiten Jaarcyclus om gewijzigd; "
            "zet een gave reservekopie van het logboek terug."
        ) from error


def _read_url(text: str) -> URL:
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise LedgerError(_WRONG_URL) from error
    if url.drivername == "postgresql+psycopg" or (url.drivername == "sqlite" and _names_file(url)):
        return url
    raise LedgerError(_WRONG_URL)


def _names_file(url: URL) -> bool:
    return url.database not in (None, "", ":memory:")


def _make_engine(url: URL) -> Engine:
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


def _sqlite_path(url: URL) -> Path:
    return Path(str(url.database)).resolve()


_WRONG_URL = (
    "Het adres van het logboek is niet bruikbaar: "
    "schrijf in JAARCYCLUS_LEDGER_URL sqlite:///pad/naar/bestand of postgresql+psycopg://…"
)


def _open_sqlite(path: Path) -> sqlite3.Connection:
    """Open an existing file only (mode=rw): reading must not make an empty ledger that looks real."""
    uri = f"file:{quote(str(path))}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, timeout=_WAIT_SECONDS, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")  # a commit is on the disk, also in WAL
    return connection


def _lock_postgresql(connection: Connection, dossier: str) -> None:
    connection.execute(_PATIENCE)
    connection.execute(_LOCK, {"name": f"jaarcyclus:{dossier}"})


@contextmanager
def _exclusive_creation(engine: Engine) -> Iterator[None]:
    """Make the SQLite file (0600) in WAL mode, one process at a time: switching to WAL does not wait."""
    if engine.dialect.name != "sqlite":
        yield
        return
    path = _sqlite_path(engine.url)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(directory, fcntl.LOCK_EX)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        yield
    finally:
        os.close(directory)


def _is_there(engine: Engine) -> bool:
    return _sqlite_path(engine.url).exists()


def _disk_sentence(where: str, cause: str) -> str:
    """Return why SQLite does not take or give it, for who can mend the disk."""
    if "full" in cause:
        return f"De schijf van het logboek op {where} is vol; er is niets vastgelegd. Maak ruimte vrij."
    if "readonly" in cause or "unable to open" in cause:
        return (
            f"Het logboek op {where} is er, maar mag niet worden geopend om te schrijven ({cause}). Maak de schijf "
            "beschrijfbaar, of geef map en bestand aan de gebruiker van Jaarcyclus."
        )
    return f"Het logboek op {where} werkt niet mee: {cause}. Meld dit aan de beheerder."


@contextmanager
def _explained(engine: Engine) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        original = getattr(error, "orig", error)
        cause = str(original).strip()
        where = engine.url.render_as_string(hide_password=True)
        missing = getattr(original, "sqlstate", None) == _POSTGRESQL_MISSING
        if engine.dialect.name == "sqlite" and _is_there(engine) and _NO_TABLE not in cause:
            raise LedgerError(_disk_sentence(where, cause)) from error
        if missing or any(sign in cause for sign in _SQLITE_MISSING):
            raise LedgerError(f"Er is nog geen logboek op {where}: maak het met `jaarcyclus start`.") from error
        raise LedgerError(f"Het logboek op {where} werkt niet mee: {cause}. Meld dit aan de beheerder.") from error
