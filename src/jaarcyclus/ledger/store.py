"""The append-only store of everything that happened: one hash chain per dossier, in SQLite or PostgreSQL.

Whoever writes holds the lock of the chain while reading its head: two writers never link to the same event.
SQLite has one lock for the whole file (BEGIN IMMEDIATE). PostgreSQL takes an advisory lock per dossier that
ends with the transaction: unlike SELECT … FOR UPDATE it also serialises the first event, when there is no row
to lock yet, and unlike SERIALIZABLE it makes writers wait instead of fail. Do not add a second way to write, and do not
decide outside `transact` on what was read before it.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, func, inspect, select

from jaarcyclus.clock import real_time
from jaarcyclus.errors import LedgerError, NotCanonical, Refused, StoreFailed
from jaarcyclus.ledger.chain import Event, Head, NewEvent, extend, make_event
from jaarcyclus.ledger.database import Engines, exclusive_creation, explained, locked, read_url
from jaarcyclus.ledger.schema import EVENT_TABLE, WITNESSED_TABLE, create_schema
from jaarcyclus.ledger.witness import Rollback, Witness
from jaarcyclus.terms import canonical

log = logging.getLogger(__name__)

Decide = Callable[[tuple[Event, ...]], Sequence[NewEvent]]
Judge = Callable[[tuple[Event, ...]], None]

_CREATION = "jaarcyclus:aanmaken"

# Built once: SQLAlchemy takes longer to build and recognise a query than SQLite to run it.
_THIS = EVENT_TABLE.c.dossier == bindparam("dossier")
_HEAD = select(EVENT_TABLE.c.seq, EVENT_TABLE.c.hash).where(_THIS).order_by(EVENT_TABLE.c.seq.desc()).limit(1)
_HASH_AT = select(EVENT_TABLE.c.hash).where(_THIS, EVENT_TABLE.c.seq == bindparam("seq"))
# From each name to the next and there to its last event: what groups all events reads all of them, at every look.
_FIRST = select(func.min(EVENT_TABLE.c.dossier).label("dossier")).cte("keten", recursive=True)
_AFTER = select(func.min(EVENT_TABLE.c.dossier)).where(EVENT_TABLE.c.dossier > _FIRST.c.dossier).scalar_subquery()
_NAMES = _FIRST.union_all(select(_AFTER).where(_FIRST.c.dossier.is_not(None)))
_LAST = EVENT_TABLE.alias("laatste")
_LAST_HASH = (
    select(_LAST.c.hash).where(_LAST.c.dossier == _NAMES.c.dossier).order_by(_LAST.c.seq.desc()).limit(1)
).scalar_subquery()
_HEADS = select(_NAMES.c.dossier, _LAST_HASH.label("hash")).where(_NAMES.c.dossier.is_not(None))
_CHAIN = select(EVENT_TABLE).where(_THIS, EVENT_TABLE.c.seq > bindparam("after")).order_by(EVENT_TABLE.c.seq)
_OF_KINDS = _CHAIN.where(EVENT_TABLE.c.soort.in_(bindparam("kinds", expanding=True)))
_INSERT = EVENT_TABLE.insert()
_MARK = select(WITNESSED_TABLE.c.dossier).where(WITNESSED_TABLE.c.dossier == bindparam("dossier"))
_ANY_MARK = select(WITNESSED_TABLE.c.dossier).limit(1)
_INSERT_MARK = WITNESSED_TABLE.insert()


class Ledger:
    """Every method is one transaction. Raises LedgerError when the database refuses, or was never created.

    With a witness each reading and each recording is also compared with what was seen before: Refused when the chain
    was put back to an older copy. Without one it reads what is there, whoever put it there.
    """

    def __init__(self, url: str, witness: Witness | None = None) -> None:
        """Point at `sqlite:///path` or `postgresql+psycopg://…`; nothing is opened yet."""
        self._url = read_url(url)
        self._witness = witness
        self._engines = Engines(self._url)
        self._has_marks = False
        self._thread = threading.local()

    @property
    def _engine(self) -> Engine:
        return self._engines.own()

    def create(self) -> None:
        """Make table and triggers where they are missing; harmless to repeat, also at the same moment."""
        with explained(self._engine), exclusive_creation(self._engine), self._locked(_CREATION) as connection:
            create_schema(connection)

    @contextmanager
    def kept_open(self) -> Iterator[None]:
        """Keep the file of SQLite open meanwhile, for who records much: whoever closes it last folds its WAL in.

        Nothing is locked. Raises LedgerError as every method.
        """
        if self._url.drivername != "sqlite":
            yield
            return
        with explained(self._engine):
            connection = self._engine.connect()
        with closing(connection):
            yield

    def append(self, dossier: str, new: Sequence[NewEvent], *, moment: datetime, simulated: bool) -> tuple[Event, ...]:
        """Add `new` to the end of the chain, all or none, and return them as stored. `moment` has an offset.

        Raises NotCanonical when an `inhoud` has no canonical form.
        """
        with self._recording(dossier) as connection:
            head = _read_head(connection, dossier)
            return _store(connection, head, dossier, new, moment, simulated)

    def transact(
        self, dossier: str, decide: Decide, *, judge: Judge | None = None, moment: datetime, simulated: bool
    ) -> tuple[Event, ...]:
        """Give the whole chain to `decide` and store what it returns, while nobody else can write to it.

        `judge` sees the new events exactly as they are then stored. What either raises passes through, and nothing is
        stored.
        """
        with self._recording(dossier) as connection:
            events = _read_events(connection, dossier)
            head = Head(events[-1].seq, events[-1].hash) if events else Head()
            return _store(connection, head, dossier, decide(events), moment, simulated, judge)

    def events(self, dossier: str, *, after: int = 0, kinds: Sequence[str] = ()) -> tuple[Event, ...]:
        """Return the chain in order, `()` for an unknown dossier. It is read, not checked: see `check`.

        Only what stands behind the event with seq `after`, for who keeps the rest; only of these `kinds`, if any.
        """
        with self._reading(dossier) as connection:
            return _read_events(connection, dossier, after, kinds)

    def head(self, dossier: str) -> str:
        """Return the hash of the last event; 64 zeros when there is none."""
        with self._reading(dossier) as connection:
            return _read_head(connection, dossier).hash

    def heads(self) -> dict[str, str]:
        """Return the hash of the last event of every chain, in one look: whether it changed, not that it is whole."""
        with explained(self._engine), self._engine.connect() as connection:
            return {row.dossier: row.hash for row in connection.execute(_HEADS)}

    def dossiers(self) -> tuple[str, ...]:
        """Return the name of every chain, sorted: also of one that was seen before and is gone."""
        with explained(self._engine), self._engine.connect() as connection:
            stored = set(connection.scalars(select(EVENT_TABLE.c.dossier).distinct()))
        return tuple(sorted(stored.union(self._witness.chains() if self._witness else ())))

    def rollback(self, dossier: str) -> Rollback | None:
        """Return how this chain was put back, None when it holds all that was seen of it."""
        seen = self._seen(dossier)  # first: what was seen before we look must be there when we look
        with explained(self._engine), self._engine.connect() as connection:
            return self._compare(connection, dossier, seen)

    def go_back(self, dossier: str) -> None:
        """Believe this chain as it is now: somebody answers for it that it was put back."""
        with explained(self._engine), self._locked(dossier) as connection:
            if self._witness:
                self._witness.go_back(dossier, _read_head(connection, dossier))

    @contextmanager
    def _reading(self, dossier: str) -> Iterator[Connection]:
        """Connect to a chain that holds what was seen of it; what was never seen is noted."""
        seen = self._seen(dossier)
        with explained(self._engine), self._engine.connect() as connection:
            self._require_all_seen(connection, dossier, seen)
            yield connection
            head = _read_head(connection, dossier)
            marked = self._is_marked(connection, dossier)
        # Whoever decides under a lock would wait for himself, as SQLite has one for all: the next look notes it.
        if (head.seq > seen.seq or (head.seq and not marked)) and not getattr(self._thread, "holds", False):
            self._note(dossier, head)

    @contextmanager
    def _recording(self, dossier: str) -> Iterator[Connection]:
        """Hold the chain's lock; note the new head once it is on the disk, never before."""
        self._require_watched(dossier)
        with self._following(dossier) as note:
            with explained(self._engine), self._locked(dossier) as connection:
                self._require_all_seen(connection, dossier, self._seen(dossier))
                yield connection
                head = _read_head(connection, dossier)
                self._mark(connection, dossier, head)
            note(head)

    def _note(self, dossier: str, head: Head) -> None:
        """Let the witness catch up with what was recorded before it, or while it could not be written."""
        try:
            self._require_watched(dossier)
            with self._following(dossier) as note:
                note(head)
            with explained(self._engine), self._locked(dossier) as connection:
                self._mark(connection, dossier, head)
        except (StoreFailed, LedgerError, Refused):
            log.warning("the witness of %s lags behind event %s", dossier, head.seq, exc_info=True)

    def _seen(self, dossier: str) -> Head:
        return self._witness.last(dossier) if self._witness else Head()

    def _compare(self, connection: Connection, dossier: str, seen: Head) -> Rollback | None:
        if self._is_unwatched(connection, dossier):
            head = _read_head(connection, dossier)
            return Rollback(chain=dossier, seen=head, found=head, unwatched=True)
        if seen.seq == 0 or connection.scalar(_HASH_AT, {"dossier": dossier, "seq": seen.seq}) == seen.hash:
            return None
        return Rollback(chain=dossier, seen=seen, found=_read_head(connection, dossier))

    def _require_all_seen(self, connection: Connection, dossier: str, seen: Head) -> None:
        """Raise Refused when the chain lacks what was seen of it."""
        if rollback := self._compare(connection, dossier, seen):
            raise Refused("LOGBOEK_TERUGGEZET", rollback.sentence())

    def _require_watched(self, dossier: str) -> None:
        """Raise Refused before a file is made where the witness's disk should be, also for a chain that is new."""
        with explained(self._engine), self._engine.connect() as connection:
            self._require_all_seen(connection, dossier, Head())
            if self._is_marked(connection, dossier) or self._witness is None:
                return
            if connection.scalar(_ANY_MARK) is not None and self._witness.is_empty():
                head = _read_head(connection, dossier)
                gone = Rollback(chain=dossier, seen=head, found=head, unwatched=True)
                raise Refused("LOGBOEK_TERUGGEZET", gone.sentence())

    def _is_unwatched(self, connection: Connection, dossier: str) -> bool:
        """Return whether the witness lacks the file of this chain that it had."""
        if self._witness is None or not self._keeps_marks(connection):
            return False
        # The database is asked first: a file is there before its mark is.
        return self._is_marked(connection, dossier) and not self._witness.knows(dossier)

    def _is_marked(self, connection: Connection, dossier: str) -> bool:
        """Return whether the witness has, or had, a file of this chain; also when that can be kept nowhere."""
        if self._witness is None or not self._keeps_marks(connection):
            return True
        return connection.scalar(_MARK, {"dossier": dossier}) is not None

    def _mark(self, connection: Connection, dossier: str, head: Head) -> None:
        """Keep that the witness has a file of this chain; the caller holds the chain's lock and made that file."""
        if head.seq and not self._is_marked(connection, dossier):
            connection.execute(_INSERT_MARK, {"dossier": dossier})

    def _keeps_marks(self, connection: Connection) -> bool:
        """Return whether there is a table of them: not in a ledger of before, on a disk that takes nothing."""
        self._has_marks = self._has_marks or inspect(connection).has_table(WITNESSED_TABLE.name)
        return self._has_marks

    @contextmanager
    def _following(self, dossier: str) -> Iterator[Callable[[Head], None]]:
        if self._witness is None:
            yield lambda _: None
            return
        with self._witness.following(dossier) as note:
            yield note

    @contextmanager
    def _locked(self, dossier: str) -> Iterator[Connection]:
        with locked(self._engine, dossier) as connection:
            self._thread.holds = True
            try:
                yield connection
            finally:
                self._thread.holds = False


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


def _read_events(connection: Connection, dossier: str, after: int = 0, kinds: Sequence[str] = ()) -> tuple[Event, ...]:
    asked = {"dossier": dossier, "after": after} | ({"kinds": list(kinds)} if kinds else {})
    rows = connection.execute(_OF_KINDS if kinds else _CHAIN, asked).mappings()
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
