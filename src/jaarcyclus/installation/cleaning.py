"""Takes away what an installation no longer needs: old runs in Airflow's own database, and what their tasks logged.

Nothing of it is evidence; that is the ledger's, and is not touched. Airflow itself would take runs that have not ended
too, and a question may wait longer than any term: so nothing goes that is younger than the oldest of those.
"""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from jaarcyclus import disk
from jaarcyclus.errors import StartFailed
from jaarcyclus.installation import launcher, supervisor
from jaarcyclus.installation.containers import airflow_environment
from jaarcyclus.installation.environment import airflow_home
from jaarcyclus.installation.preparation import run_logged
from jaarcyclus.settings import Settings

# SQLite compares moments as texts, of which one says UTC and the other does not: an equal one would count as older.
_BEFORE_IT = timedelta(seconds=1)
_OF_RUNS = ("dag_id=*", "dag_processor")  # folders of logs that nobody writes to for months


@dataclass(frozen=True, kw_only=True)
class Cleaned:
    """What went: all before `until`, with so many files of logs."""

    until: datetime
    files: int


def clean(settings: Settings, before: datetime) -> Cleaned:
    """Take away what is older than `before`; Airflow must be running. Raises StartFailed, AirflowRefused."""
    with launcher.technical_client(settings) as client:
        running = client.oldest_running()
    until = min(before, running - _BEFORE_IT) if running else before
    _clean_database(settings, until)
    old = tuple(_old_logs(airflow_home(settings) / "logs", until))
    for path in old:
        _remove(path)
    return Cleaned(until=until, files=len(old))


def _clean_database(settings: Settings, before: datetime) -> None:
    moment = ("--clean-before-timestamp", before.isoformat())
    log = airflow_home(settings) / "logs" / "opruimen.log"
    disk.make_folder(log.parent)
    command = (*supervisor.AIRFLOW, "db", "clean", *moment, "--skip-archive", "--error-on-cleanup-failure", "--yes")
    if not run_logged(command, airflow_environment(settings), log):
        raise StartFailed(f"het opruimen van de database van Airflow is mislukt; lees {log} en probeer het opnieuw")


def _old_logs(logs: Path, before: datetime) -> Iterator[Path]:
    for folder in (found for pattern in _OF_RUNS for found in logs.glob(pattern)):
        files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
        yield from (path for path in files if path.stat().st_mtime < before.timestamp())


def _remove(path: Path) -> None:
    """Take away a file, and each folder above it that holds nothing any more: a run has two of its own."""
    path.unlink()
    with contextlib.suppress(OSError):  # one that holds something ends it
        os.removedirs(path.parent)
