"""How many events a second the ledger takes, beside bare sqlite3 inserts that are as durable, in the same run.

The bare side keeps one connection open, holds no chain and one index: what it costs to put a row on this disk.
"""

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from jaarcyclus.ledger.chain import NewEvent, check
from jaarcyclus.ledger.store import Ledger

COUNT = 1_000
DOSSIER = "dowr-2027-begroting"
MOMENT = datetime(2026, 6, 19, 8, 30, tzinfo=UTC)
VOTE = {"gate": "v1-bvr-r1", "zetel": "Raalte", "antwoord": "stemt in", "manifest_sha256": "0" * 64}


def append_events(path: Path) -> None:
    """Append one event a transaction, as every door does."""
    ledger = Ledger(f"sqlite:///{path}")
    ledger.create()
    for number in range(COUNT):
        event = NewEvent("stem_uitgebracht", "gemeentesecretaris Raalte", VOTE | {"nummer": number})
        ledger.append(DOSSIER, [event], moment=MOMENT, simulated=False)


def insert_rows(path: Path) -> None:
    """Insert rows of about the same size with sqlite3 alone, each synced to disk."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE rij (nummer INTEGER PRIMARY KEY, inhoud TEXT)")
    for number in range(COUNT):
        connection.execute("INSERT INTO rij VALUES (?, ?)", (number, str(VOTE) + "0" * 250))
    connection.close()


def measure(write: Callable[[Path], None], path: Path) -> float:
    """Return how many writes a second `write` makes."""
    start = time.perf_counter()
    write(path)
    return COUNT / (time.perf_counter() - start)


def main() -> None:
    """Print appends a second, bare inserts a second, their ratio, and what reading and checking the chain takes."""
    with tempfile.TemporaryDirectory(dir=".", prefix=".bench-") as directory:
        path = Path(directory) / "ledger.sqlite"
        appends = measure(append_events, path)
        inserts = measure(insert_rows, Path(directory) / "kaal.sqlite")
        start = time.perf_counter()
        events = Ledger(f"sqlite:///{path}").events(DOSSIER)
        read = time.perf_counter() - start
        faults = check(events)
        checked = time.perf_counter() - start - read
    assert len(events) == COUNT
    assert faults == ()
    sys.stdout.write(f"ledger {appends:,.0f}/s, bare sqlite3 {inserts:,.0f}/s, ratio {inserts / appends:.1f}\n")
    sys.stdout.write(f"reading {COUNT} events {read * 1_000:.0f} ms, checking them {checked * 1_000:.0f} ms\n")


if __name__ == "__main__":
    main()
