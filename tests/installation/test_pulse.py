"""Whoever asks for the status hears of what hangs and of what just died, whatever Airflow says; real processes."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from jaarcyclus.installation import processes, pulse
from jaarcyclus.installation.processes import Session
from jaarcyclus.installation.pulse import Pulse
from jaarcyclus.settings import Settings

SLEEPS = [sys.executable, "-c", "import time; print(flush=True); time.sleep(600)"]


@pytest.fixture
def leader() -> Iterator["subprocess.Popen[bytes]"]:
    """A process that leads a session of its own, as the supervisor does."""
    with subprocess.Popen(SLEEPS, start_new_session=True, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        yield process
        process.kill()


@pytest.fixture
def session(leader: "subprocess.Popen[bytes]") -> Session:
    return processes.session_of(leader.pid)


def send(leader: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    """Send the signal and wait until the kernel has done it."""
    leader.send_signal(number)
    os.waitid(os.P_PID, leader.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)


def told(leader: "subprocess.Popen[bytes]", silent_s: float = 0.0) -> Pulse:
    return Pulse(parts={"scheduler": leader.pid}, silent_s=silent_s)


def heartbeat(ago_s: float) -> str:
    return (datetime.now(UTC) - timedelta(seconds=ago_s)).isoformat()


def test_who_looks_and_works_is_well(leader: "subprocess.Popen[bytes]", session: Session) -> None:
    assert pulse.fault_of_supervisor(session, told(leader)) is None
    assert pulse.fault_of_part(session, told(leader), "scheduler", heartbeat(0)) is None


def test_one_that_told_nothing_yet_is_not_ill(session: Session) -> None:
    """An installation that an older release started."""
    assert pulse.fault_of_supervisor(session, None) is None
    assert pulse.fault_of_part(session, None, "scheduler", heartbeat(20)) is None


def test_a_supervisor_that_was_stopped_hangs(leader: "subprocess.Popen[bytes]", session: Session) -> None:
    send(leader, signal.SIGSTOP)

    assert str(pulse.fault_of_supervisor(session, told(leader))).startswith("hangt")
    assert str(pulse.fault_of_part(session, told(leader), "scheduler", heartbeat(0))).startswith("staat stil")


def test_a_supervisor_that_looks_no_more_hangs(leader: "subprocess.Popen[bytes]", session: Session) -> None:
    assert str(pulse.fault_of_supervisor(session, told(leader, silent_s=31))).startswith("hangt")


def test_a_part_that_just_died_is_seen_before_airflow_does(leader: "subprocess.Popen[bytes]", session: Session) -> None:
    """Its heartbeat is of a moment ago; it still has a number, as long as nobody took leave of it."""
    send(leader, signal.SIGKILL)

    assert str(pulse.fault_of_part(session, told(leader), "scheduler", heartbeat(0))).startswith("net weggevallen")
    assert str(pulse.fault_of_supervisor(session, told(leader))).startswith("weg")


def test_a_heartbeat_of_the_process_before_does_not_count(leader: "subprocess.Popen[bytes]", session: Session) -> None:
    assert str(pulse.fault_of_part(session, told(leader), "scheduler", heartbeat(900))).startswith("start nog op")


def test_what_was_told_is_read_and_forgotten(settings: Settings) -> None:
    assert pulse.read(settings) is None
    pulse.tell(settings, {"scheduler": 7})
    pulse.tell(settings, {"scheduler": 7})
    found = pulse.read(settings)
    pulse.forget(settings)

    assert found is not None
    assert found.parts == {"scheduler": 7}
    assert pulse.read(settings) is None


def test_a_file_that_was_cut_off_tells_of_no_part(settings: Settings) -> None:
    pulse.tell(settings, {"scheduler": 7})
    (settings.var / "toezicht.json").write_text('{"sched')

    found = pulse.read(settings)
    assert found is not None
    assert found.parts == {}
