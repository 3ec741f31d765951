"""What the supervisor tells of itself: that it still looks, and which process is which part; `status` reads it.

A process that hangs is there for the kernel, and Airflow calls a part healthy for half a minute after its death: so
neither is asked alone. An installation whose supervisor never wrote this file, as an older release, is not ill.
"""

import contextlib
import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from jaarcyclus import disk
from jaarcyclus.installation import processes
from jaarcyclus.installation.processes import Session
from jaarcyclus.settings import Settings

_SILENT_S = 30.0  # chosen: it looks every second
_SLACK_S = 1.0


@dataclass(frozen=True, kw_only=True)
class Pulse:
    """`parts` maps the name of a part to its process; `silent_s` is how long ago the supervisor looked."""

    parts: Mapping[str, int]
    silent_s: float


def tell(settings: Settings, parts: Mapping[str, int]) -> None:
    """Keep that the supervisor looked; write only when a process is another one. Raises StoreFailed, OSError."""
    path = _path(settings)
    with contextlib.suppress(FileNotFoundError):
        if _read_parts(path) == parts:
            os.utime(path)
            return
    disk.write(path, json.dumps(parts).encode())


def forget(settings: Settings) -> None:
    """Take away what an earlier supervisor told."""
    _path(settings).unlink(missing_ok=True)


def read(settings: Settings) -> Pulse | None:
    """Return what it told last; None when it told nothing yet."""
    path = _path(settings)
    try:
        return Pulse(parts=_read_parts(path), silent_s=time.time() - path.stat().st_mtime)
    except FileNotFoundError:
        return None


def fault_of_supervisor(session: Session, told: Pulse | None) -> str | None:
    """Return in Dutch why the supervisor does not watch, None when it does."""
    leader = processes.find(session, session.sid)
    if leader is None:
        return "weg: niemand herstart wat uitvalt; herstel het met: jaarcyclus start"
    if leader.stopped or (told is not None and told.silent_s > _SILENT_S):
        return "hangt: niemand herstart wat uitvalt; herstel het met: jaarcyclus start"
    return None


def fault_of_part(session: Session, told: Pulse | None, name: str, heartbeat: str | None) -> str | None:
    """Return in Dutch why a part does no work now, whatever Airflow still says of it; None when that is not seen.

    `heartbeat` is Airflow's own last sign of it (ISO), which may be of the process before.
    """
    if told is None or name not in told.parts:
        return None
    process = processes.find(session, told.parts[name])
    if process is None:
        return "net weggevallen; is het toezicht gezond, dan start dat het opnieuw: kijk over een minuut weer"
    if process.stopped:
        return "staat stil; herstel het met: jaarcyclus start"
    if heartbeat and _seconds_since(heartbeat) > processes.age_s(process) + _SLACK_S:
        return "start nog op; kijk over een minuut weer"
    return None


def _seconds_since(moment: str) -> float:
    return (datetime.now(UTC) - datetime.fromisoformat(moment)).total_seconds()


def _read_parts(path: Path) -> Mapping[str, int]:
    try:
        return dict(json.loads(path.read_text()))
    except ValueError:
        return {}


def _path(settings: Settings) -> Path:
    return settings.var / "toezicht.json"
