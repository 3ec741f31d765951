"""A ledger that was put back to an older copy shows, and what a crash leaves behind is no alarm."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jaarcyclus.errors import Refused
from jaarcyclus.ledger.chain import Head, NewEvent
from jaarcyclus.ledger.store import Ledger
from jaarcyclus.ledger.witness import Rollback, Witness

CHAIN = "dowr-2027-begroting"
MOMENT = datetime(2026, 6, 1, 9, tzinfo=UTC)


class Installation:
    """A ledger with its witness in another folder, and copies of the database file."""

    def __init__(self, root: Path) -> None:
        self.file, self.witness = root / "logboek.sqlite", Witness(root / "getuige")
        self.ledger = Ledger(f"sqlite:///{self.file}", self.witness)
        self.ledger.create()

    def record(self, *seats: str) -> None:
        for seat in seats:
            self.ledger.append(CHAIN, [NewEvent("stem", seat, {"zetel": seat})], moment=MOMENT, simulated=False)

    def copy(self) -> Path:
        """Make a copy as an administrator would, with nothing left in the write-ahead log."""
        with self.ledger._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return Path(shutil.copy(self.file, self.file.with_suffix(".kopie")))

    def put_back(self, copy: Path) -> None:
        for rest in self.file.parent.glob("logboek.sqlite-*"):
            rest.unlink()
        shutil.copy(copy, self.file)


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


def test_a_chain_that_goes_on_is_no_rollback(installation: Installation) -> None:
    installation.record("deventer", "raalte")

    assert installation.ledger.rollback(CHAIN) is None
    assert installation.witness.last(CHAIN) == Head(2, installation.ledger.head(CHAIN))


def test_an_older_copy_takes_no_vote_and_says_what_to_do(installation: Installation) -> None:
    installation.record("deventer")
    copy = installation.copy()
    installation.record("raalte")
    installation.put_back(copy)

    with pytest.raises(Refused, match=r"LOGBOEK_TERUGGEZET.*gebeurtenis 2.*jaarcyclus handeling terugzetting dowr"):
        installation.record("olst_wijhe")
    with pytest.raises(Refused, match="LOGBOEK_TERUGGEZET"):
        installation.ledger.events(CHAIN)


def test_other_answers_after_an_older_copy_are_seen_too(installation: Installation) -> None:
    """As long as before, with another event: longer is not enough."""
    installation.record("deventer")
    copy = installation.copy()
    installation.record("raalte")
    installation.put_back(copy)
    unseen = Ledger(f"sqlite:///{installation.file}")
    unseen.append(CHAIN, [NewEvent("stem", "raalte", {"zetel": "anders"})], moment=MOMENT, simulated=False)

    assert installation.ledger.rollback(CHAIN) is not None


def test_a_chain_that_is_gone_is_still_named(installation: Installation) -> None:
    copy = installation.copy()
    installation.record("deventer")
    installation.put_back(copy)

    assert installation.ledger.dossiers() == (CHAIN,)


def test_an_installation_of_before_is_believed_at_first_sight(installation: Installation) -> None:
    Ledger(f"sqlite:///{installation.file}").append(
        CHAIN, [NewEvent("stem", "raalte", {})], moment=MOMENT, simulated=False
    )

    assert installation.ledger.rollback(CHAIN) is None
    installation.ledger.events(CHAIN)
    assert installation.witness.last(CHAIN).seq == 1


def test_who_decides_on_one_chain_looks_into_another_without_waiting_for_himself(
    installation: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    """SQLite has one lock: to note what was seen meanwhile took a minute a look, of everybody's time."""
    other = Ledger(f"sqlite:///{installation.file}")
    other.append("dowr-postbus", [NewEvent("stem", "raalte", {})], moment=MOMENT, simulated=False)

    def decide(_: object) -> list[NewEvent]:
        assert len(installation.ledger.events("dowr-postbus")) == 1
        return [NewEvent("stem", "deventer", {})]

    installation.ledger.transact(CHAIN, decide, moment=MOMENT, simulated=False)

    assert caplog.messages == []
    installation.ledger.events("dowr-postbus")
    assert installation.witness.last("dowr-postbus").seq == 1


def test_a_crash_between_ledger_and_witness_is_no_rollback(installation: Installation) -> None:
    installation.record("deventer")
    Ledger(f"sqlite:///{installation.file}").append(
        CHAIN, [NewEvent("stem", "raalte", {})], moment=MOMENT, simulated=False
    )
    installation.record("olst_wijhe")

    assert installation.witness.last(CHAIN).seq == 3


@pytest.mark.parametrize("rest", [b"3", b"3 abc", b"9 " + b"f" * 63])
def test_a_line_that_a_full_disk_cut_off_counts_for_nothing(installation: Installation, rest: bytes) -> None:
    installation.record("deventer")
    file = next((installation.file.parent / "getuige").iterdir())
    file.write_bytes(file.read_bytes() + rest)

    assert installation.witness.last(CHAIN).seq == 1
    installation.record("raalte")
    assert installation.witness.last(CHAIN).seq == 2


def test_the_witness_is_for_its_owner_only(installation: Installation) -> None:
    installation.record("deventer")
    file = next((installation.file.parent / "getuige").iterdir())

    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_first_event_that_was_refused_makes_no_chain(installation: Installation) -> None:
    """Else the calendar would look for a round that never opened."""

    def refuse(_: object) -> list[NewEvent]:
        raise Refused("PROFIEL_FOUT", "Verbeter het profiel.")

    with pytest.raises(Refused, match="PROFIEL_FOUT"):
        installation.ledger.transact(CHAIN, refuse, moment=MOMENT, simulated=False)

    assert installation.ledger.dossiers() == ()


def test_of_two_writers_the_first_may_come_second(installation: Installation) -> None:
    with installation.witness.following(CHAIN) as note:
        note(Head(2, "b" * 64))
        note(Head(1, "a" * 64))

    assert installation.witness.last(CHAIN) == Head(2, "b" * 64)


def unmount(installation: Installation) -> Path:
    """Let the folder be as the place of a disk that is not mounted."""
    folder = installation.file.parent / "getuige"
    shutil.move(folder, folder.with_name("schijf"))
    folder.mkdir()
    return folder


def test_a_witness_that_is_not_mounted_is_no_first_sight(installation: Installation) -> None:
    """Under an empty folder an older copy passed for the newest."""
    installation.record("deventer")
    folder = unmount(installation)

    for act in (lambda: installation.record("raalte"), lambda: installation.ledger.events(CHAIN)):
        with pytest.raises(Refused, match=r"De getuige van .* aankoppelen.*jaarcyclus handeling terugzetting dowr"):
            act()
    assert installation.ledger.rollback(CHAIN) is not None
    assert not list(folder.iterdir())


def test_no_new_chain_begins_beside_an_empty_witness(installation: Installation) -> None:
    """Its file would lie under the disk, and be missed as soon as that is mounted."""
    installation.record("deventer")
    unmount(installation)

    with pytest.raises(Refused, match="De getuige van dowr-postbus"):
        installation.ledger.append("dowr-postbus", [NewEvent("x", "systeem", {})], moment=MOMENT, simulated=False)


def test_mounted_again_it_goes_on(installation: Installation) -> None:
    installation.record("deventer")
    folder = unmount(installation)
    assert installation.ledger.rollback(CHAIN)
    folder.rmdir()
    shutil.move(folder.with_name("schijf"), folder)

    installation.record("raalte")
    assert installation.witness.last(CHAIN).seq == 2


def test_a_witness_that_is_lost_is_confirmed_as_a_ledger_that_was_put_back(installation: Installation) -> None:
    installation.record("deventer")
    unmount(installation)

    installation.ledger.go_back(CHAIN)

    installation.record("raalte")
    assert installation.ledger.rollback(CHAIN) is None


def test_a_witness_of_before_the_marks_is_believed_and_missed_from_then_on(installation: Installation) -> None:
    """Its files were there, and the database of the last release said nothing of them."""
    installation.record("deventer")
    with installation.ledger._engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM gezien")

    assert installation.ledger.events(CHAIN)
    unmount(installation)
    assert installation.ledger.rollback(CHAIN) is not None


def test_a_ledger_without_a_place_for_marks_can_be_read(installation: Installation) -> None:
    """Of before, on a disk that takes nothing: it is looked into all the same."""
    installation.record("deventer")
    with installation.ledger._engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE gezien")
    reader = Ledger(f"sqlite:///{installation.file}", installation.witness)

    assert len(reader.events(CHAIN)) == 1


@pytest.mark.parametrize(("found", "told"), [(2, "gebeurtenis 3 ontbreekt"), (3, "3 is niet die van toen")])
def test_what_was_rewritten_is_not_called_shorter(found: int, told: str) -> None:
    """Of a chain as long as before no event is missing: another hand wrote it, or an older copy went on."""
    sentence = Rollback(chain="dowr-plaatsing", seen=Head(3, "a" * 64), found=Head(found, "b" * 64)).sentence()

    assert told in sentence
    assert ("herschreef" in sentence) == (found == 3)
