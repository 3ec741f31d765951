"""Where people want to be told, kept in both databases: sealed, one row a function, and never more of somebody."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from builders.ledger import append, vote_event
from jaarcyclus.errors import LedgerError
from jaarcyclus.graph.sealing import AddressSeal
from jaarcyclus.ledger.contacts import ContactBook
from jaarcyclus.ledger.reach import Reach
from jaarcyclus.ledger.store import Ledger

SEAL = AddressSeal("A" * 43 + "=")
FLOW = "https://8a.environment.api.powerplatform.com:443/x?sig=geheim"
RAALTE = Reach(
    profiel="dowr",
    functie="gemeentesecretaris_raalte",
    bezetting=3,
    sinds="2026-06-19T10:30:00+02:00",
    mail="secretaris@raalte.nl",
    teams=FLOW,
    agenda="ab" * 32,
)
BOTH = ("mail", "teams")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with an empty ledger."""
    address = f"sqlite:///{tmp_path}/ledger.sqlite"
    if request.param == "postgresql":
        address = request.getfixturevalue("postgres_database")
    Ledger(address).create()
    return address


@pytest.fixture
def book(url: str) -> ContactBook:
    return ContactBook.at(url, SEAL)


def test_what_was_kept_is_what_is_found(book: ContactBook) -> None:
    book.put(RAALTE, BOTH)

    assert book.find("dowr", RAALTE.functie) == RAALTE
    assert book.of_profile("dowr") == (RAALTE,)
    assert book.of_agenda("ab" * 32) == RAALTE
    assert book.find("dowr", "controller") is None
    assert book.of_profile("regio_zwolle") == ()
    assert book.of_agenda("cd" * 32) is None


def test_no_address_lies_in_the_database_in_clear(book: ContactBook, url: str) -> None:
    book.put(RAALTE, BOTH)

    with create_engine(url).connect() as connection:
        stored = str(connection.execute(text("SELECT * FROM bereikbaarheid")).all())
    assert "raalte.nl" not in stored
    assert "powerplatform" not in stored


def test_with_another_key_an_address_is_none(book: ContactBook, url: str) -> None:
    book.put(RAALTE, BOTH)

    found = ContactBook.at(url, AddressSeal("B" * 43 + "=")).find("dowr", RAALTE.functie)
    assert found == replace(RAALTE, mail=None, teams=None)


def test_one_field_is_changed_and_the_others_stay(book: ContactBook) -> None:
    """Whoever takes the calendar's address back while the same person changes a mail address, has taken it back."""
    book.put(RAALTE, BOTH)
    book.put(replace(RAALTE, agenda=None, mail="oud@raalte.nl"), ("agenda",))
    book.put(replace(RAALTE, mail="nieuw@raalte.nl", teams=None), BOTH)

    assert book.find("dowr", RAALTE.functie) == replace(RAALTE, mail="nieuw@raalte.nl", teams=None, agenda=None)


def test_a_successor_inherits_nothing(book: ContactBook) -> None:
    book.put(RAALTE, BOTH)
    book.put(Reach(profiel="dowr", functie=RAALTE.functie, bezetting=9, sinds=RAALTE.sinds, mail="na@raalte.nl"), BOTH)

    found = book.find("dowr", RAALTE.functie)
    assert found
    assert (found.bezetting, found.mail, found.teams, found.agenda) == (9, "na@raalte.nl", None, None)
    assert book.of_agenda("ab" * 32) is None


def test_a_first_address_does_not_overrule_who_has_chosen(book: ContactBook) -> None:
    book.put(RAALTE, BOTH)
    book.put(replace(RAALTE, mail="van.een.ander@raalte.nl"), ("mail",), first=True)

    assert book.find("dowr", RAALTE.functie) == RAALTE


def test_what_a_holder_left_goes_and_what_the_next_chose_stays(book: ContactBook) -> None:
    book.put(RAALTE, BOTH)
    book.remove("dowr", RAALTE.functie, bezetting=2)
    assert book.find("dowr", RAALTE.functie) == RAALTE

    book.remove("dowr", RAALTE.functie, bezetting=3)
    assert book.of_profile("dowr") == ()


def test_two_people_never_have_one_calendar(book: ContactBook) -> None:
    book.put(RAALTE, BOTH)
    with pytest.raises(LedgerError) as caught:
        book.put(replace(RAALTE, functie="controller"), BOTH)

    assert isinstance(caught.value.__cause__, IntegrityError)
    assert "raalte.nl" not in str(caught.value)
    assert book.of_profile("dowr") == (RAALTE,)


def test_a_rehearsal_reads_and_changes_nothing(book: ContactBook) -> None:
    book.put(RAALTE, BOTH)
    rehearsal = book.rehearsed()
    rehearsal.put(replace(RAALTE, mail="oud@raalte.nl"), BOTH)
    rehearsal.remove("dowr", RAALTE.functie, bezetting=3)

    assert rehearsal.find("dowr", RAALTE.functie) == RAALTE
    assert book.of_profile("dowr") == (RAALTE,)


def test_a_chain_knows_nothing_of_it(book: ContactBook, url: str) -> None:
    ledger = Ledger(url)
    append(ledger, vote_event("Raalte"))
    book.put(RAALTE, BOTH)

    assert ledger.dossiers() == ("dowr-2027-begroting",)


def test_a_ledger_of_before_gets_the_table_at_the_next_start(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/ledger.sqlite"
    Ledger(url).create()
    append(Ledger(url), vote_event("Raalte"))
    with sqlite3.connect(tmp_path / "ledger.sqlite") as before:
        before.execute("DROP TABLE bereikbaarheid")

    Ledger(url).create()
    ContactBook.at(url, SEAL).put(RAALTE, BOTH)
    assert ContactBook.at(url, SEAL).find("dowr", RAALTE.functie) == RAALTE
    assert len(Ledger(url).events("dowr-2027-begroting")) == 1
