"""Which processes are ours, and how they end: one session (setsid), read from /proc.

Every Airflow task has its own process group and idle workers outlive their scheduler and ignore a plain
stop, so neither process ids nor groups find them all. A session does: it passes to every descendant, and
the kernel hands its number to nobody else while one of them lives. Linux only. Do not kill by name here.
"""

import contextlib
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from jaarcyclus.errors import SessionAlive

_PROC = Path("/proc")


@dataclass(frozen=True, kw_only=True)
class Session:
    """One session as it was when it began. `start` is the leader's start time in clock ticks since boot."""

    sid: int
    start: int
    boot_id: str


@dataclass(frozen=True, kw_only=True)
class Process:
    """One line of /proc/<pid>/stat, as far as it matters here."""

    pid: int
    parent: int
    sid: int
    start: int
    zombie: bool
    stopped: bool = False


def boot_id() -> str:
    """Return the id the kernel gave this boot; process numbers mean nothing across boots."""
    return (_PROC / "sys/kernel/random/boot_id").read_text().strip()


def read_process(pid: int) -> Process | None:
    """Return the process with this number, or None when there is none."""
    try:
        stat = (_PROC / str(pid) / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The name stands between brackets and may hold spaces and brackets: count from the last one.
    fields = stat.rpartition(")")[2].split()
    return Process(
        pid=pid,
        parent=int(fields[1]),
        sid=int(fields[3]),
        start=int(fields[19]),
        zombie=fields[0] in "ZX",
        stopped=fields[0] in "Tt",
    )


def session_of(pid: int) -> Session:
    """Return the session that the living process `pid` leads. Raises ProcessLookupError."""
    process = read_process(pid)
    if process is None:
        raise ProcessLookupError(pid)
    return Session(sid=pid, start=process.start, boot_id=boot_id())


def members(session: Session) -> tuple[Process, ...]:
    """Return the living processes of this session; none when the machine was restarted since.

    A number can be handed out again once all of a session have ended; then its leader started later.
    """
    if session.boot_id != boot_id():
        return ()
    leader = read_process(session.sid)
    if leader is not None and leader.start != session.start:
        return ()
    alle = (read_process(int(path.name)) for path in _PROC.iterdir() if path.name.isdigit())
    return tuple(p for p in alle if p and p.sid == session.sid and p.start >= session.start and not p.zombie)


def is_led(session: Session) -> bool:
    """Return whether the process that leads this session still lives."""
    return any(process.pid == session.sid for process in members(session))


def find(session: Session, pid: int) -> Process | None:
    """Return the living process of this session with this number, or None."""
    return next((process for process in members(session) if process.pid == pid), None)


def age_s(process: Process) -> float:
    """Return for how many seconds a process lives, by the clock that no change of the time touches."""
    uptime = float((_PROC / "uptime").read_text().split()[0])
    return uptime - process.start / os.sysconf("SC_CLK_TCK")


def orphans(session: Session) -> tuple[Process, ...]:
    """Return the processes of this session that its leader lost sight of: whoever started them died.

    A child of an orphan is one too, although its own parent lives.
    """
    found = members(session)
    known, led = frozenset[int](), frozenset({session.sid})
    while led != known:
        known, led = led, led | {process.pid for process in found if process.parent in led}
    return tuple(process for process in found if process.pid not in led)


def end_session(session: Session, *, wait_s: float = 10.0) -> int:
    """End every process of this session: TERM, `wait_s` seconds, KILL. Return how many there were.

    Raises SessionAlive when one survives even that.
    """
    found = len(members(session))
    _signal_all(session, signal.SIGTERM)
    if not _wait_until_empty(session, wait_s):
        _signal_all(session, signal.SIGKILL)
        if not _wait_until_empty(session, 5.0):
            pids = ", ".join(str(process.pid) for process in members(session))
            raise SessionAlive(
                f"processen {pids} van sessie {session.sid} eindigen niet; wacht en probeer opnieuw: jaarcyclus stop"
            )
    return found


def _signal_all(session: Session, number: signal.Signals) -> None:
    for process in members(session):
        send(process, number)


def send(process: Process, number: signal.Signals) -> None:
    """Send a signal to a process that may have ended meanwhile."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(process.pid, number)


def _wait_until_empty(session: Session, wait_s: float) -> bool:
    """Return whether the session emptied in time."""
    end = time.monotonic() + wait_s
    while members(session):
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True
