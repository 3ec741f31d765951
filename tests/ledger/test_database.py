"""A ledger on a disk that takes nothing: what was recorded is read, nothing is recorded, and the cause is told."""

import sqlite3
from pathlib import Path

import pytest

from builders.ledger import DOSSIER, append, vote_event
from jaarcyclus import disk
from jaarcyclus.errors import LedgerError
from jaarcyclus.ledger import database
from jaarcyclus.ledger.store import Ledger
from jaarcyclus.settings import Settings
from jaarcyclus.steps import workspace


class Stuck:
    """What SQLite gives on a full disk: no file beside the ledger, so not even a look into it."""

    def execute(self, _: str) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    def close(self) -> None:
        """Nothing was opened."""


@pytest.fixture
def stuck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """A ledger with one vote, of which SQLite from now on cannot open the file to write."""
    ledger = Ledger(f"sqlite:///{tmp_path}/ledger.sqlite")
    ledger.create()
    append(ledger, vote_event("deventer"))
    connect = database._connect
    monkeypatch.setattr(database, "_connect", lambda path, how: Stuck() if how == "mode=rw" else connect(path, how))
    return ledger


@pytest.fixture(params=["is_full", "is_read_only"])
def takes_nothing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(disk, request.param, lambda _: True)
    return str(request.param)


def test_on_a_disk_that_takes_nothing_the_ledger_is_read(stuck: Ledger, takes_nothing: str) -> None:
    assert len(stuck.events(DOSSIER)) == 1


def test_and_what_is_not_recorded_says_why(stuck: Ledger, takes_nothing: str) -> None:
    told = {
        "is_full": "is vol; er is niets vastgelegd. Maak ruimte vrij",
        "is_read_only": "Maak de schijf beschrijfbaar",
    }
    with pytest.raises(LedgerError, match=told[takes_nothing]):
        append(stuck, vote_event("raalte"))

    assert len(stuck.events(DOSSIER)) == 1


def test_what_still_has_to_come_into_the_file_is_not_left_out(
    stuck: Ledger, takes_nothing: str, tmp_path: Path
) -> None:
    """Killed before its last pages were in the file: without them it would be an older ledger."""
    (tmp_path / "ledger.sqlite-wal").write_bytes(b"x")

    with pytest.raises(LedgerError):
        stuck.events(DOSSIER)


def test_on_a_disk_with_room_it_is_no_reason_to_read_past_it(stuck: Ledger) -> None:
    with pytest.raises(LedgerError, match="werkt niet mee"):
        stuck.events(DOSSIER)


def test_who_only_looks_can_open_the_installation(stuck: Ledger, takes_nothing: str, tmp_path: Path) -> None:
    opened = workspace.open_workspace(Settings.from_env({"JAARCYCLUS_VAR": str(tmp_path)}))

    assert opened.ledger.dossiers() == (DOSSIER,)
