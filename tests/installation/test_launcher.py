"""A start that somebody ends: it says so at once, nothing of it stays, and the next one may begin."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from queue import Queue

import pytest

from airflow_stack import free_port
from jaarcyclus.errors import StartFailed
from jaarcyclus.installation import launcher, processes
from jaarcyclus.settings import Settings

PATIENCE_S = 60.0  # far longer than anything takes


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    made = Settings.from_env({"JAARCYCLUS_VAR": str(tmp_path / "var")})
    yield made
    launcher.stop(made)


@pytest.fixture
def sleeper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts that never get well: one process, in a session of its own, that only sleeps."""

    def launch(settings: Settings, _environment: dict[str, str], port: int, fast: bool) -> None:
        command = (sys.executable, "-c", "import time; time.sleep(600)")
        session = processes.session_of(subprocess.Popen(command, start_new_session=True).pid)
        state = {"sessie": asdict(session), "poort": port, "snel": fast, "stopt": False}
        launcher._write_state(settings, state)

    monkeypatch.setattr(launcher, "prepare", lambda *_: None)
    monkeypatch.setattr(launcher, "_launch", launch)


def start(settings: Settings) -> Queue[str]:
    """Start in the background; what it says when it gives up comes in the queue."""
    said: Queue[str] = Queue()

    def run() -> None:
        try:
            said.put(launcher.start(settings, port=free_port()))
        except StartFailed as gave_up:
            said.put(str(gave_up))

    threading.Thread(target=run, daemon=True).start()
    return said


def wait_for(look: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not look():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_without_its_password_a_command_says_how_that_comes(tmp_path: Path) -> None:
    """`opruimen` before `init` has run, or on a volume that was emptied, was called a mistake in the program."""
    there = Settings.from_env({"JAARCYCLUS_VAR": str(tmp_path), "JAARCYCLUS_API": "http://127.0.0.1:9"})

    with pytest.raises(StartFailed, match="staat geen wachtwoord van jaarcyclus_technisch"):
        launcher.technical_client(there)


@pytest.mark.usefixtures("sleeper")
def test_a_stop_ends_the_start_too(settings: Settings) -> None:
    """It waited five minutes for parts that were gone, and meanwhile no other start might begin."""
    said = start(settings)
    wait_for(lambda: launcher.address(settings))

    ended = launcher.stop(settings)

    assert ended == 1
    assert "is intussen gestopt" in said.get(timeout=PATIENCE_S)
    with launcher._only_one(settings):
        assert launcher.address(settings) is None


@pytest.mark.usefixtures("sleeper")
def test_a_stop_before_any_part_runs_is_no_less_a_stop(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """While Airflow's tables are made there is nothing to end; what would come after that must not come."""
    begun, go_on = threading.Event(), threading.Event()
    monkeypatch.setattr(launcher, "prepare", lambda *_: (begun.set(), go_on.wait(PATIENCE_S)))
    said = start(settings)
    assert begun.wait(PATIENCE_S)
    stopping = threading.Thread(target=launcher.stop, args=(settings,))
    stopping.start()
    wait_for(lambda: launcher._is_called_off(settings))
    go_on.set()
    stopping.join(PATIENCE_S)

    assert "is intussen gestopt" in said.get(timeout=PATIENCE_S)
    assert launcher.address(settings) is None


@pytest.mark.usefixtures("sleeper")
def test_a_start_whose_parts_were_killed_gives_up(settings: Settings) -> None:
    said = start(settings)
    wait_for(lambda: launcher.address(settings))

    processes.end_session(launcher.read_session(settings))

    assert "niets meer van wat gestart was" in said.get(timeout=PATIENCE_S)


@pytest.mark.usefixtures("sleeper")
def test_an_earlier_stop_does_not_end_the_next_start(settings: Settings) -> None:
    said = start(settings)
    wait_for(lambda: launcher.address(settings))
    launcher.stop(settings)
    said.get(timeout=PATIENCE_S)

    again = start(settings)
    wait_for(lambda: launcher.address(settings))

    assert not launcher._is_called_off(settings)
    assert again.empty()
    launcher.stop(settings)
