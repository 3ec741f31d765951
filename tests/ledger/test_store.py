"""The store of events, on SQLite and on a real PostgreSQL: nothing lost, nothing forked, nothing changed."""

import os
import signal
import sqlite3
import stat
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from builders.ledger import DOSSIER, FORK, MOMENT, append, run_together, vote_event
from jaarcyclus.errors import LedgerError, NotCanonical, Refused
from jaarcyclus.ledger.chain import GENESIS, Event, NewEvent, check, compute_hash
from jaarcyclus.ledger.store import Ledger


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without a ledger."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/ledger.sqlite"
    address: str = request.getfixturevalue("postgres_database")
    return address


@pytest.fixture
def ledger(url: str) -> Ledger:
    """A ledger without events."""
    made = Ledger(url)
    made.create()
    return made


def connect(url: str) -> Connection:
    """Reach around our code, as an administrator with a database tool would."""
    return create_engine(url, isolation_level="AUTOCOMMIT").connect()


def drop_guards(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(text("DROP TRIGGER gebeurtenis_update"))
    else:
        connection.execute(text("ALTER TABLE gebeurtenis DISABLE TRIGGER ALL"))


def append_one_by_one(ledger: Ledger, name: str, count: int) -> None:
    for number in range(count):
        append(ledger, vote_event("Raalte", door=name, nummer=number))


def test_of_a_chain_only_some_kinds_are_read(ledger: Ledger) -> None:
    """A postbus has thousands of files, and a handful of passwords."""
    other = NewEvent("toets", "systeem", {})
    first, second, third = append(ledger, vote_event("Raalte"), other, vote_event("Deventer"))

    assert ledger.events(DOSSIER, kinds=["toets"]) == (second,)
    assert ledger.events(DOSSIER, kinds=[first.soort, "toets"], after=1) == (second, third)
    assert ledger.events(DOSSIER, kinds=["iets_anders"]) == ()


def test_one_look_tells_the_head_of_every_chain(ledger: Ledger) -> None:
    """Also of names of which one begins as another does, and of chains of which the last event is not the newest."""
    assert ledger.heads() == {}

    names = ("dowr-2027-begroting", "dowr-2027-begroting-x", "dowr-postbus", "a", "z")
    for name in (*names, "dowr-2027-begroting", "a"):
        ledger.append(name, [vote_event("Raalte")], moment=MOMENT, simulated=False)

    assert ledger.heads() == {name: ledger.head(name) for name in names}


def test_what_was_appended_is_what_is_read(ledger: Ledger) -> None:
    first = append(ledger, vote_event("Deventer"), vote_event("Olst-Wijhe", toelichting="€ 1.000 – één keer\x00😀"))
    second = append(ledger, vote_event("Raalte", bijlagen=("a", "b"), bedrag_cent=-(10**17)))

    assert ledger.events(DOSSIER) == first + second
    assert ledger.head(DOSSIER) == second[-1].hash
    assert check(first + second) == ()


def test_an_event_carries_both_clocks_and_says_when_one_is_simulated(ledger: Ledger) -> None:
    (event,) = ledger.append(DOSSIER, [vote_event("Raalte")], moment=MOMENT, simulated=True)

    assert (event.klok, event.gesimuleerd) == ("2026-06-19T10:30:00+02:00", True)
    assert event.tijd > event.klok
    assert ledger.events(DOSSIER) == (event,)


def test_nothing_appended_is_nothing_stored(ledger: Ledger) -> None:
    assert append(ledger) == ()
    assert ledger.events(DOSSIER) == ()
    assert ledger.head(DOSSIER) == GENESIS


def test_each_dossier_is_a_chain_of_its_own(ledger: Ledger) -> None:
    append(ledger, vote_event("Deventer"), dossier="dowr-postbus")
    (event,) = append(ledger, vote_event("Raalte"))

    assert (event.seq, event.vorige) == (1, GENESIS)
    assert ledger.dossiers() == ("dowr-2027-begroting", "dowr-postbus")


def test_eight_processes_with_a_thousand_events_each_make_one_unbroken_chain(ledger: Ledger) -> None:
    """The ledger was used before the fork, as in a scheduler that starts tasks."""
    append(ledger, vote_event("Deventer"))

    exits = run_together(append_one_by_one, [(ledger, f"proces {n}", 1_000) for n in range(8)])

    events = ledger.events(DOSSIER)
    stored = [(event.inhoud["door"], event.inhoud["nummer"]) for event in events[1:]]
    assert exits == [0] * 8
    assert sorted(stored) == [(f"proces {n}", number) for n in range(8) for number in range(1_000)]
    assert check(events) == ()


def test_a_server_that_prefers_old_snapshots_breaks_no_chain(postgres_database: str) -> None:
    """Under REPEATABLE READ a writer would link to the head from before it waited for the lock."""
    ledger = Ledger(f"{postgres_database}?options=-c%20default_transaction_isolation=serializable")
    ledger.create()

    exits = run_together(append_one_by_one, [(ledger, f"proces {n}", 50) for n in range(4)])

    assert exits == [0] * 4
    assert len(ledger.events(DOSSIER)) == 200
    assert check(ledger.events(DOSSIER)) == ()


def test_of_two_votes_for_one_seat_at_once_one_is_refused(ledger: Ledger) -> None:
    """What `decide` sees is still so when its answer is stored."""

    def vote_once(events: Sequence[Event]) -> list[NewEvent]:
        if events:
            raise Refused("REEDS_GESTEMD", "Voor deze zetel is al gestemd.")
        time.sleep(0.05)  # every other process arrives in the meantime
        return [vote_event("Raalte")]

    def vote() -> None:
        try:
            ledger.transact(DOSSIER, vote_once, moment=MOMENT, simulated=False)
        except Refused:
            sys.exit(7)  # any other exception ends with 1: a refused vote is no fault of the store

    exits = run_together(vote, [()] * 6)

    assert sorted(exits) == [0, 7, 7, 7, 7, 7]
    assert len(ledger.events(DOSSIER)) == 1


def test_what_the_judge_refuses_is_not_stored(ledger: Ledger) -> None:
    """It sees the new events linked to the chain, with their hashes."""
    append(ledger, vote_event("Raalte"))
    seen: list[Event] = []

    def refuse(events: tuple[Event, ...]) -> None:
        seen.extend(events)
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        ledger.transact(DOSSIER, lambda _: [vote_event("Deventer")], judge=refuse, moment=MOMENT, simulated=False)

    assert [(event.seq, event.vorige) for event in seen] == [(2, ledger.head(DOSSIER))]
    assert len(ledger.events(DOSSIER)) == 1


def test_kept_open_the_wal_is_folded_in_once_and_another_may_write_meanwhile(tmp_path: Path) -> None:
    """Whoever closes a file of SQLite last folds its WAL in: with each event alone, when nobody keeps it open."""
    ledger, another = (Ledger(f"sqlite:///{tmp_path}/ledger.sqlite") for _ in range(2))
    ledger.create()
    wal = tmp_path / "ledger.sqlite-wal"

    append(ledger, vote_event("Raalte"))
    alone = wal.exists()
    with ledger.kept_open():
        append(ledger, vote_event("Deventer"))
        append(another, vote_event("Olst-Wijhe"))
        meanwhile = wal.exists()

    assert (alone, meanwhile, wal.exists()) == (False, True, False)
    assert len(ledger.events(DOSSIER)) == 3


def test_transact_decides_on_the_whole_chain(ledger: Ledger) -> None:
    before = append(ledger, vote_event("Deventer"), vote_event("Olst-Wijhe"))
    seen: list[tuple[Event, ...]] = []

    (event,) = ledger.transact(
        DOSSIER, lambda events: [seen.append(events) or vote_event("Raalte")], moment=MOMENT, simulated=False
    )

    assert seen == [before]
    assert (event.seq, event.vorige) == (3, before[-1].hash)


def test_a_refusal_in_decide_passes_through_and_stores_nothing(ledger: Ledger) -> None:
    before = append(ledger, vote_event("Deventer"))

    def refuse(events: Sequence[Event]) -> list[NewEvent]:
        raise Refused("GATE_GESLOTEN", "Deze gate is gesloten.")

    with pytest.raises(Refused, match="GATE_GESLOTEN"):
        ledger.transact(DOSSIER, refuse, moment=MOMENT, simulated=False)

    assert ledger.events(DOSSIER) == before


def test_of_several_events_all_are_stored_or_none(ledger: Ledger) -> None:
    with pytest.raises(NotCanonical):
        append(ledger, vote_event("Deventer"), vote_event("Raalte", bedrag=12.5))

    assert ledger.events(DOSSIER) == ()


def test_a_writer_killed_at_any_moment_leaves_an_unbroken_chain(ledger: Ledger) -> None:
    """kill -9 halfway: what was stored stays, in whole triples, and the next writer goes on."""

    def append_triples() -> None:
        while True:
            append(ledger, vote_event("Deventer"), vote_event("Olst-Wijhe"), vote_event("Raalte"))

    for _ in range(8):
        known = len(ledger.events(DOSSIER))
        process = FORK.Process(target=append_triples)
        process.start()
        while len(ledger.events(DOSSIER)) < known + 30:
            time.sleep(0.001)
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()

        events = ledger.events(DOSSIER)
        assert check(events) == ()
        assert len(events) % 3 == 0
    assert append(ledger, vote_event("Raalte"))[0].seq == len(events) + 1


def test_several_processes_may_create_one_ledger_at_once(url: str) -> None:
    """The launcher, the scheduler and a command all start with it."""

    def create_and_append(number: int) -> None:
        ledger = Ledger(url)
        ledger.create()
        append(ledger, vote_event("Raalte", nummer=number))

    exits = run_together(create_and_append, [(number,) for number in range(8)])

    assert exits == [0] * 8
    assert len(Ledger(url).events(DOSSIER)) == 8


def test_sqlite_files_created_at_once_are_never_locked_or_there_already(tmp_path: Path) -> None:
    """SQLite refuses at once, without waiting, when two switch one new file to WAL: a matter of luck in one try."""
    addresses = [f"sqlite:///{tmp_path}/{number}.sqlite" for number in range(60)]
    each_at_once = FORK.Barrier(8, timeout=60)

    def create_each() -> None:
        for address in addresses:
            each_at_once.wait()
            Ledger(address).create()

    exits = run_together(create_each, [()] * 8)

    assert exits == [0] * 8
    assert [Ledger(address).dossiers() for address in addresses] == [()] * 60


def test_creating_again_keeps_what_is_there(url: str, ledger: Ledger) -> None:
    before = append(ledger, vote_event("Raalte"))

    Ledger(url).create()

    assert ledger.events(DOSSIER) == before


def test_a_ledger_that_was_never_created_says_what_to_do(url: str, tmp_path: Path) -> None:
    ledger = Ledger(url)

    for use in (lambda: ledger.events(DOSSIER), lambda: append(ledger, vote_event("Raalte")), ledger.dossiers):
        with pytest.raises(LedgerError, match=r"Er is nog geen logboek op .* `jaarcyclus start`"):
            use()
    assert list(tmp_path.iterdir()) == []


def test_an_empty_database_file_is_no_ledger(tmp_path: Path) -> None:
    (tmp_path / "leeg.sqlite").touch()

    with pytest.raises(LedgerError, match="nog geen logboek"):
        Ledger(f"sqlite:///{tmp_path}/leeg.sqlite").events(DOSSIER)


def test_a_ledger_that_cannot_be_opened_is_not_called_absent(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").mkdir()

    with pytest.raises(LedgerError, match="is er, maar mag niet worden geopend"):
        Ledger(f"sqlite:///{tmp_path}/ledger.sqlite").events(DOSSIER)


@pytest.mark.parametrize(
    "address", ["", "grootboek", "sqlite://", "sqlite:///:memory:", "mysql://db/dowr", "postgresql://db/dowr"]
)
def test_an_address_we_cannot_keep_a_ledger_at_is_refused(address: str) -> None:
    with pytest.raises(LedgerError, match="JAARCYCLUS_LEDGER_URL"):
        Ledger(address)


def test_an_error_never_shows_the_password(postgres_database: str) -> None:
    address = make_url(postgres_database).set(password="geheim-woord", database="bestaat_niet")

    with pytest.raises(LedgerError) as fault:
        Ledger(address.render_as_string(hide_password=False)).events(DOSSIER)

    assert "geheim-woord" not in str(fault.value)
    assert "bestaat_niet" in str(fault.value)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"geen database" * 100)

    with pytest.raises(LedgerError, match=r"ledger\.sqlite werkt niet mee"):
        Ledger(f"sqlite:///{tmp_path}/ledger.sqlite").events(DOSSIER)


def test_the_sqlite_file_is_ours_alone_and_written_ahead(tmp_path: Path) -> None:
    path = tmp_path / "var" / "ledger.sqlite"
    Ledger(f"sqlite:///{path}").create()

    with sqlite3.connect(path) as connection:
        (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    assert mode == "wal"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE gebeurtenis SET actor = 'controller'",
        "UPDATE gebeurtenis SET seq = 9 WHERE seq = 2",
        "DELETE FROM gebeurtenis WHERE seq = 2",
        "DELETE FROM gebeurtenis",
    ],
)
def test_the_database_refuses_to_change_or_delete(url: str, ledger: Ledger, statement: str) -> None:
    before = append(ledger, vote_event("Deventer"), vote_event("Raalte"))

    with connect(url) as connection, pytest.raises(DBAPIError, match="onveranderlijk"):
        connection.execute(text(statement))

    assert ledger.events(DOSSIER) == before


def test_postgresql_refuses_to_truncate(postgres_database: str) -> None:
    ledger = Ledger(postgres_database)
    ledger.create()
    before = append(ledger, vote_event("Raalte"))

    with connect(postgres_database) as connection, pytest.raises(DBAPIError, match="TRUNCATE is geweigerd"):
        connection.execute(text("TRUNCATE gebeurtenis"))

    assert ledger.events(DOSSIER) == before


@pytest.mark.parametrize("verb", ["INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE", "REPLACE"])
def test_sqlite_refuses_to_replace_an_event(tmp_path: Path, verb: str) -> None:
    """INSERT OR REPLACE deletes the old row without asking the delete trigger."""
    address = f"sqlite:///{tmp_path}/ledger.sqlite"
    ledger = Ledger(address)
    ledger.create()
    before = append(ledger, vote_event("Deventer"), vote_event("Raalte"))
    copy = "SELECT dossier, seq, soort, 'controller', klok, gesimuleerd, tijd, inhoud, vorige, hash FROM gebeurtenis"

    with connect(address) as connection, pytest.raises(DBAPIError, match="sluit niet aan"):
        connection.execute(text(f"{verb} INTO gebeurtenis {copy} WHERE seq = 2"))

    assert ledger.events(DOSSIER) == before


@pytest.mark.parametrize(("seq", "previous"), [(2, GENESIS), (3, "the head"), (1, GENESIS), (0, GENESIS)])
def test_the_database_lets_only_the_next_link_in(url: str, ledger: Ledger, seq: int, previous: str) -> None:
    before = append(ledger, vote_event("Raalte"))
    row = {"seq": seq, "vorige": before[0].hash if previous == "the head" else previous}

    with connect(url) as connection, pytest.raises(DBAPIError, match="sluit niet aan"):
        connection.execute(
            text(
                "INSERT INTO gebeurtenis SELECT dossier, :seq, soort, actor, klok, gesimuleerd, tijd, inhoud, "
                ":vorige, hash FROM gebeurtenis"
            ),
            row,
        )

    assert ledger.events(DOSSIER) == before


def test_an_administrator_who_drops_the_guards_is_found_by_the_chain(url: str, ledger: Ledger) -> None:
    append(ledger, vote_event("Deventer"), vote_event("Raalte", "stemt niet in"), vote_event("Olst-Wijhe"))

    with connect(url) as connection:
        drop_guards(connection)
        connection.execute(
            text("UPDATE gebeurtenis SET inhoud = replace(inhoud, 'stemt niet in', 'stemt in') WHERE seq = 2")
        )

    assert check(ledger.events(DOSSIER)) == (
        "Gebeurtenis 2 (stem_uitgebracht) is gewijzigd: de inhoud hoort niet bij de hash.",
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("inhoud = replace(inhoud, ',', ', ')", "buiten Jaarcyclus om gewijzigd"),
        ("inhoud = '{'", "buiten Jaarcyclus om gewijzigd"),
        ("inhoud = '[]'", "het veld inhoud is onbruikbaar"),
        ("actor = ''", "het veld actor is onbruikbaar"),
        ("klok = 'gisteren'", "het veld klok is onbruikbaar"),
    ],
)
def test_a_stored_event_in_another_spelling_is_not_read(url: str, ledger: Ledger, change: str, told: str) -> None:
    """The hash is over bytes: the same JSON with a space more is not what was recorded."""
    append(ledger, vote_event("Raalte"))

    with connect(url) as connection:
        drop_guards(connection)
        connection.execute(text(f"UPDATE gebeurtenis SET {change}"))

    with pytest.raises(LedgerError, match=told):
        ledger.events(DOSSIER)


def test_a_stored_event_keeps_its_hash_as_computed(ledger: Ledger) -> None:
    (event,) = append(ledger, vote_event("Raalte"))

    assert compute_hash(ledger.events(DOSSIER)[0]) == event.hash
