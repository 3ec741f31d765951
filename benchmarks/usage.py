"""What a session of processes costs: memory as PSS, and CPU time, from /proc.

PSS counts a page that four processes share for a quarter in each: the sum over a forked family is what it really
holds, where RSS counts the same libraries again and again. Linux only.
"""

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from jaarcyclus.installation.processes import Session, members, read_process

_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, kw_only=True)
class Usage:
    """Of all processes together: memory in MB (10^6 bytes) and CPU seconds a minute."""

    pss_mb: float
    cpu_s_a_minute: float
    processes: int


def measure_at_rest(session: Session, seconds: float) -> Usage:
    """Watch the session for so long; the memory is the higher of before and after."""
    before, used, begin = pss_mb(session), cpu_seconds(session), time.monotonic()
    time.sleep(seconds)
    used = cpu_seconds(session) - used
    return Usage(
        pss_mb=max(before, pss_mb(session)),
        cpu_s_a_minute=used / (time.monotonic() - begin) * 60,
        processes=len(members(session)),
    )


def pss_mb(session: Session) -> float:
    """Return the proportional memory of the session in MB (10^6 bytes)."""
    return sum(_pss_kib(process.pid) for process in members(session)) * 1024 / 1e6


def pss_of_trees(pids: Iterable[int]) -> float:
    """Return the same of these processes and all their descendants, whatever sessions those have made."""
    found, living = set(pids), [process for path in _PROC.glob("[0-9]*") if (process := read_process(int(path.name)))]
    while new := {process.pid for process in living if process.parent in found} - found:
        found |= new
    return sum(map(_pss_kib, found)) * 1024 / 1e6


def cpu_seconds(session: Session) -> float:
    """Return what the living processes used, and every child that they waited for: only an orphan's end is missed."""
    return sum(_cpu_ticks(process.pid) for process in members(session)) / _TICKS


def _pss_kib(pid: int) -> int:
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0  # it ended while we were counting
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _cpu_ticks(pid: int) -> int:
    try:
        stat = (_PROC / str(pid) / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    # After the name in brackets: user and system time, its own and that of the children it waited for.
    return sum(int(ticks) for ticks in stat.rpartition(")")[2].split()[11:15])
