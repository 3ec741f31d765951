"""The log of the server as records: what was asked, and what that did. No client can reach it."""

import json
from dataclasses import dataclass
from typing import Any

from graph.state import Store


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One row of a log of the server, with what its kind tells besides in `detail`."""

    seq: int
    at: float
    kind: str
    actor: str
    item: str | None
    name: str | None
    size: int | None
    sha256: str | None
    request: int | None
    detail: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request as it arrived; `status` is what it came to, whether or not a fault kept that from the caller."""

    seq: int
    host: str
    method: str
    path: str
    query: str
    step: str
    nth: int
    authorization: bool
    cookie: bool
    fault: str | None
    actor: str | None
    status: int | None


def effects(store: Store, after: int = 0) -> list[Entry]:
    """Return what was done behind entry number `after`."""
    rows = store.all("SELECT * FROM effect WHERE seq > ? ORDER BY seq", after)
    return [Entry(**{**dict(row), "detail": json.loads(row["detail"])}) for row in rows]


def requests(store: Store, after: int = 0) -> list[Asked]:
    """Return what was asked behind request number `after`."""
    rows = [dict(row) for row in store.all("SELECT * FROM request WHERE seq > ? ORDER BY seq", after)]
    kept = [{name: value for name, value in row.items() if name != "at"} for row in rows]
    return [Asked(**row | {name: bool(row[name]) for name in ("authorization", "cookie")}) for row in kept]


def last(store: Store) -> tuple[int, int]:
    """Return the numbers of the newest request and the newest effect."""
    newest = (store.value(f"SELECT COALESCE(MAX(seq), 0) FROM {log}") for log in ("request", "effect"))
    return next(newest), next(newest)
