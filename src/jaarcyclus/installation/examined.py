"""What the doctor found last, and when: kept in a file, so that a page can show it without looking again.

A look reads every chain and asks SharePoint: that takes seconds to minutes, so nobody who opens a page waits for it.
Who gives the command `jaarcyclus doctor`, as each night a monitor does, keeps it up to date too.
"""

import contextlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from jaarcyclus import clock, disk
from jaarcyclus.errors import JaarcyclusError
from jaarcyclus.installation import doctor
from jaarcyclus.installation.doctor import CheckResult
from jaarcyclus.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Examined:
    """What one look found; `moment` is the machine's own, with its offset."""

    moment: datetime
    results: tuple[CheckResult, ...]


def examine_and_keep(settings: Settings) -> tuple[CheckResult, ...]:
    """Return what was found, and keep it where there is an installation; a full disk changes no result."""
    found = doctor.examine(settings)
    if settings.var.is_dir():
        kept = {"moment": clock.real_time().isoformat(), "bevindingen": [asdict(item) for item in found]}
        with contextlib.suppress(JaarcyclusError, OSError):
            disk.write(_path(settings), json.dumps(kept).encode())
    return found


def read_last(settings: Settings) -> Examined | None:
    """Return what the last look found; None when there was none, or nobody can read what it kept."""
    try:
        kept = json.loads(_path(settings).read_text())
        results = tuple(CheckResult(**item) for item in kept["bevindingen"])
        return Examined(moment=datetime.fromisoformat(kept["moment"]), results=results)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _path(settings: Settings) -> Path:
    return settings.var / "doctor.json"
