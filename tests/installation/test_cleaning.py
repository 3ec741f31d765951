"""What may go and what never does; on a running Airflow: tests/stack/test_upkeep.py."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jaarcyclus.errors import StartFailed
from jaarcyclus.installation import cleaning, launcher
from jaarcyclus.installation.client import AirflowClient
from jaarcyclus.settings import Settings

NOW = datetime(2026, 11, 29, tzinfo=UTC)
TERM = NOW - timedelta(days=90)
MONTHS_AGO = NOW - timedelta(days=120)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What Airflow is told to take away, by nobody; no run has not ended."""
    commands: list[list[str]] = []

    def run(command: Sequence[str], _environment: object, _log: Path) -> bool:
        commands.append([*command])
        return True

    monkeypatch.setattr(cleaning, "run_logged", run)
    monkeypatch.setattr(launcher, "technical_client", lambda _settings: AirflowClient("http://127.99.99.99:9", "", ""))
    monkeypatch.setattr(AirflowClient, "oldest_running", lambda _self: None)
    return commands


def settings_of(tmp_path: Path, **own: str) -> Settings:
    return Settings.from_env({"JAARCYCLUS_VAR": str(tmp_path / "var")} | own)


def lay(path: Path, moment: datetime) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("regel")
    os.utime(path, (moment.timestamp(),) * 2)
    return path


@pytest.mark.parametrize(
    ("running", "until"),
    [(None, TERM), (MONTHS_AGO, MONTHS_AGO - timedelta(seconds=1)), (NOW - timedelta(days=1), TERM)],
)
def test_nothing_goes_that_is_younger_than_the_oldest_run_that_has_not_ended(
    running: datetime | None, until: datetime, tmp_path: Path, asked: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Airflow would take a run that still waits for votes too."""
    monkeypatch.setattr(AirflowClient, "oldest_running", lambda _self: running)

    cleaned = cleaning.clean(settings_of(tmp_path), TERM)

    ((*_, before, archive, failure, yes),) = asked
    assert (before, cleaned.until) == (until.isoformat(), until)
    assert (archive, failure, yes) == ("--skip-archive", "--error-on-cleanup-failure", "--yes")


def test_only_old_logs_of_runs_go(tmp_path: Path, asked: list[list[str]]) -> None:
    """Not what a process writes to, and nothing beside the logs."""
    var = tmp_path / "var"
    logs = var / "airflow" / "logs"
    old = [
        lay(logs / "dag_id=dowr_kalender" / "run_id=x" / "task_id=t" / "attempt=1.log", MONTHS_AGO),
        lay(logs / "dag_processor" / "2026-07-01" / "dags-folder" / "jaarcyclus.py.log", MONTHS_AGO),
    ]
    kept = [
        lay(logs / "dag_id=dowr_kalender" / "run_id=y" / "task_id=t" / "attempt=1.log", NOW),
        lay(logs / "scheduler.log", MONTHS_AGO),
        lay(var / "artefacten" / "ab" / "abcd", MONTHS_AGO),
        lay(var / "inbox" / "dowr" / "ict" / "verwerkt" / "begroting.xlsx", MONTHS_AGO),
        lay(var / "getuige" / "dowr-postbus", MONTHS_AGO),
    ]

    cleaned = cleaning.clean(settings_of(tmp_path), TERM)

    assert cleaned == cleaning.Cleaned(until=TERM, files=2)
    assert [path.exists() for path in old] == [False, False]
    assert all(path.exists() for path in kept)
    assert not old[0].parents[1].exists()  # of its run; else a year of runs leaves thousands of empty folders


def test_who_cannot_be_asked_what_runs_keeps_all(tmp_path: Path, asked: list[list[str]], monkeypatch) -> None:
    monkeypatch.undo()

    with pytest.raises(StartFailed, match="draait niet"):
        cleaning.clean(settings_of(tmp_path), NOW)
    assert asked == []


def test_when_airflow_s_part_fails_no_log_goes(tmp_path: Path, asked, monkeypatch: pytest.MonkeyPatch) -> None:
    log = lay(tmp_path / "var" / "airflow" / "logs" / "dag_id=dowr_kalender" / "attempt=1.log", MONTHS_AGO)
    monkeypatch.setattr(cleaning, "run_logged", lambda *_: False)

    with pytest.raises(StartFailed, match=r"lees .*opruimen\.log"):
        cleaning.clean(settings_of(tmp_path), NOW)
    assert log.exists()
