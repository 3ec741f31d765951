"""When the calendar starts a run that tells people: once anybody said where, and not beside one that waits."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from builders.dossier import Office, open_round
from jaarcyclus.errors import StoreFailed
from jaarcyclus.steps import contacts
from jaarcyclus_airflow.runs import runs_to_tell


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_round(tmp_path / "var")


def asked(office: Office, *, queued: int = 0) -> list[str]:
    """Return which DAGs are started, while this many runs have yet to begin."""
    task = SimpleNamespace(get_dr_count=lambda **_: queued)
    return [found["trigger_dag_id"] for found in runs_to_tell(office.workspace, "dowr", task)]


def test_nothing_starts_while_nobody_said_where(office: Office) -> None:
    assert asked(office) == []


def test_one_address_is_enough_and_a_run_that_waits_looks_for_all(office: Office) -> None:
    contacts.choose(office.workspace, "dowr", "controller", mail="c@gemeente.example", teams=None)

    assert asked(office) == ["dowr_berichten"]
    assert asked(office, queued=1) == []


def test_what_cannot_be_read_fails_that_run_and_not_the_calendar(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise StoreFailed("de schijf is vol")

    monkeypatch.setattr(contacts, "contacts_of", broken)

    assert asked(office) == ["dowr_berichten"]
