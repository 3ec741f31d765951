"""Which processes are ours, and how they end: one session (setsid), read from /proc.

Every Airflow task has its own process group and idle workers outlive their scheduler and ignore a plain
stop, so neither process ids nor groups find them all. A session does: it passes to every descendant, and
the kernel hands its number to nobody else while one of them lives. Linux only. Do not kill by name here.
"""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from jaarcyclus.errors import SessieLeeft

_PROC = Path("/proc")


@dataclass(frozen=True, kw_only=True)
class Sessie:
    """One session as it was when it began. `start` is the leader's start time in clock ticks since boot."""

    sid: int
    start: int
    boot_id: str


@dataclass(frozen=True, kw_only=True)
class Proces:
    """One line of /proc/<pid>/stat, as far as it matters here."""

    pid: int
    sid: int
    start: int
    zombie: bool


def boot_id() -> str:
    """Return the id the kernel gave this boot; process numbers mean nothing across boots."""
    return (_PROC / "sys/kernel/random/boot_id").read_text().strip()


def read_proces(pid: int) -> Proces | None:
    """Return the process with this number, or None when there is none."""
    try:
        stat = (_PROC / str(pid) / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The name stands between brackets and may hold spaces and brackets: count from the last one.
    fields = stat.rpartition(")")[2].split()
    return Proces(pid=pid, sid=int(fields[3]), start=int(fields[19]), zombie=fields[0] in "ZX")


def session_of(pid: int) -> Sessie:
    """Return the session that the living process `pid` leads. Raises ProcessLookupError."""
    proces = read_proces(pid)
    if proces is None:
        raise ProcessLookupError(pid)
    return Sessie(sid=pid, start=proces.start, boot_id=boot_id())


def members(sessie: Sessie) -> tuple[Proces, ...]:
    """Return the living processes of this session; none when the machine was restarted since.

    A number can be handed out again once all of a session have ended; then its leader started later.
    """
    if sessie.boot_id != boot_id():
        return ()
    leader = read_proces(sessie.sid)
    if leader is not None and leader.start != sessie.start:
        return ()
    alle = (read_proces(int(path.name)) for path in _PROC.iterdir() if path.name.isdigit())
    return tuple(p for p in alle if p and p.sid == sessie.sid and p.start >= sessie.start and not p.zombie)


def end_session(sessie: Sessie, *, wacht_s: float = 10.0) -> int:
    """End every process of this session: TERM, `wacht_s` seconds, KILL. Return how many there were.

    Raises SessieLeeft when one survives even that.
    """
    found = len(members(sessie))
    _signal_all(sessie, signal.SIGTERM)
    if not _wait_until_empty(sessie, wacht_s):
        _signal_all(sessie, signal.SIGKILL)
        if not _wait_until_empty(sessie, 5.0):
            pids = ", ".join(str(proces.pid) for proces in members(sessie))
            raise SessieLeeft(
                f"processen {pids} van sessie {sessie.sid} eindigen niet; wacht en probeer opnieuw: jaarcyclus stop"
            )
    return found


def _signal_all(sessie: Sessie, signaal: signal.Signals) -> None:
    for proces in members(sessie):
        try:
            os.kill(proces.pid, signaal)
        except ProcessLookupError:
            continue


def _wait_until_empty(sessie: Sessie, wacht_s: float) -> bool:
    """Return whether the session emptied in time."""
    einde = time.monotonic() + wacht_s
    while members(sessie):
        if time.monotonic() > einde:
            return False
        time.sleep(0.1)
    return True
