"""What the server knows, in one SQLite file: it may be killed at any moment and goes on where the file stands.

The same file holds the log of what it was asked and what that did, which no client can reach. Tests open it beside the
running server, to arrange and to look.
"""

import json
import sqlite3
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from graph.behaviour import Behaviour

SCHEMA = """
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS app (
    id TEXT PRIMARY KEY, name TEXT, secret TEXT, secret_expires REAL, certificate TEXT, roles TEXT);
CREATE TABLE IF NOT EXISTS assertion (jti TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS site (id TEXT PRIMARY KEY, host TEXT, path TEXT, name TEXT);
CREATE TABLE IF NOT EXISTS site_grant (site TEXT, app TEXT, role TEXT, PRIMARY KEY (site, app));
CREATE TABLE IF NOT EXISTS drive (
    id TEXT PRIMARY KEY, site TEXT, list TEXT, name TEXT, url_name TEXT, require_checkout INTEGER, next_number INTEGER,
    drafts TEXT DEFAULT '');
CREATE TABLE IF NOT EXISTS list_column (
    id TEXT PRIMARY KEY, list TEXT, name TEXT, display TEXT, required INTEGER, read_only INTEGER, facet TEXT,
    hidden INTEGER DEFAULT 0,
    UNIQUE (list, name));
CREATE TABLE IF NOT EXISTS item (
    id TEXT PRIMARY KEY, drive TEXT, parent TEXT, name TEXT, name_key TEXT, folder INTEGER, guid TEXT,
    etag INTEGER DEFAULT 1, ctag INTEGER DEFAULT 1, size INTEGER DEFAULT 0, blob TEXT, sha256 TEXT, hash TEXT,
    created REAL, modified REAL, created_by TEXT, modified_by TEXT, number INTEGER, fields TEXT DEFAULT '{}',
    checked_out_by TEXT, checked_in INTEGER DEFAULT 1, locked_by TEXT, locked_until REAL,
    rewrite_at REAL, conflicts INTEGER DEFAULT 0, deleted INTEGER DEFAULT 0,
    package TEXT, malware INTEGER DEFAULT 0, draft INTEGER DEFAULT 0, before_checkout TEXT);
CREATE UNIQUE INDEX IF NOT EXISTS item_name ON item (drive, parent, name_key) WHERE deleted = 0;
CREATE TABLE IF NOT EXISTS version (
    item TEXT, number INTEGER, size INTEGER, blob TEXT, sha256 TEXT, fields TEXT, at REAL, actor TEXT,
    PRIMARY KEY (item, number));
CREATE TABLE IF NOT EXISTS session (
    guid TEXT PRIMARY KEY, auth TEXT, drive TEXT, parent TEXT, name TEXT, name_key TEXT, conflict TEXT, item TEXT,
    defer INTEGER, total INTEGER, received INTEGER DEFAULT 0, expires REAL, actor TEXT);
CREATE TABLE IF NOT EXISTS download (
    query TEXT PRIMARY KEY, item TEXT, blob TEXT, name TEXT, expires REAL, uses INTEGER DEFAULT 0);
CREATE TABLE IF NOT EXISTS change (
    id INTEGER PRIMARY KEY, drive TEXT, item TEXT, ready REAL, seq INTEGER);
CREATE TABLE IF NOT EXISTS throttle (app TEXT PRIMARY KEY, until REAL, minute INTEGER, units INTEGER);
CREATE TABLE IF NOT EXISTS plan (step TEXT, nth INTEGER, fault TEXT, played INTEGER DEFAULT 0);
CREATE TABLE IF NOT EXISTS calls (step TEXT PRIMARY KEY, n INTEGER);
CREATE TABLE IF NOT EXISTS request (
    seq INTEGER PRIMARY KEY, at REAL, host TEXT, method TEXT, path TEXT, query TEXT, step TEXT, nth INTEGER,
    authorization INTEGER, cookie INTEGER, fault TEXT, actor TEXT, status INTEGER);
CREATE TABLE IF NOT EXISTS effect (
    seq INTEGER PRIMARY KEY, request INTEGER, at REAL, kind TEXT, actor TEXT, item TEXT, name TEXT,
    size INTEGER, sha256 TEXT, detail TEXT);
"""


class Store:
    """One connection to the state in `folder`; bytes of files lie beside it in `blobs/`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.blobs = folder / "blobs"
        self.blobs.mkdir(parents=True, exist_ok=True)
        self.request: int | None = None  # the row of the request that is being answered
        self._db = sqlite3.connect(folder / "graph.sqlite", isolation_level=None, timeout=30, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        # a killed process loses nothing that was written; only a power cut would
        self._db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;")
        self._db.executescript(SCHEMA)

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def all(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        return self._db.execute(sql, values).fetchall()

    def one(self, sql: str, *values: Any) -> sqlite3.Row | None:
        return self._db.execute(sql, values).fetchone()

    def value(self, sql: str, *values: Any) -> Any:
        found = self.one(sql, *values)
        return None if found is None else found[0]

    def run(self, sql: str, *values: Any) -> int:
        """Write, and return the number of the row that was added, if one was."""
        return self._db.execute(sql, values).lastrowid or 0

    def insert(self, table: str, **row: Any) -> int:
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        return self.run(f"INSERT INTO {table} ({names}) VALUES ({marks})", *row.values())

    def setting(self, name: str, default: Any = None) -> Any:
        found = self.value("SELECT value FROM setting WHERE name = ?", name)
        return default if found is None else json.loads(found)

    def set(self, name: str, value: Any) -> None:
        self.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", name, json.dumps(value))

    def behaviour(self) -> Behaviour:
        return Behaviour(**self.setting("behaviour", {}))

    def set_behaviour(self, behaviour: Behaviour) -> None:
        self.set("behaviour", asdict(behaviour))

    def now(self) -> float:
        """Return the server's own clock in seconds: the machine's, moved by what a test moved it."""
        return time.time() + float(self.setting("clock", 0))

    def effect(self, kind: str, actor: str, item: sqlite3.Row | None = None, **detail: Any) -> None:
        """Log what was just done, in the transaction that does it. `detail` may give name, size and sha256 itself."""
        told = {key: item[key] for key in ("name", "size", "sha256")} if item is not None else {}
        told |= {key: detail.pop(key) for key in ("name", "size", "sha256") if key in detail}
        self.insert(
            "effect", request=self.request, at=self.now(), kind=kind, actor=actor,
            item=item["id"] if item is not None else None, detail=json.dumps(detail), **told,
        )  # fmt: skip

    def new_blob(self, content: bytes = b"") -> str:
        """Keep `content` and return the name it lies under."""
        name = uuid.uuid4().hex
        (self.blobs / name).write_bytes(content)
        return name


def moment(seconds: float) -> str:
    """Return a moment as Graph spells it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
