"""The parent of all that runs: starts Airflow's three processes, restarts one that dies, watches the inbox.

It leads the session by which `installation.launcher.stop` finds every descendant, and it is the only part that lives as
long as the installation. Keep it small: it holds no figures, imports nothing heavy, and what needs memory runs
as a short process of its own.
"""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType

from jaarcyclus.installation import inbox
from jaarcyclus.installation.environment import PROJECT, airflow_home
from jaarcyclus.settings import Settings

log = logging.getLogger(__name__)

# A process that keeps dying is tried less and less often, up to once a minute; one that ran well starts afresh.
_EERSTE_WACHT_S = 1.0
_LANGSTE_WACHT_S = 60.0
_LIEP_GOED_S = 300.0
_RUST_S = 1.0
_INBOX_S = 5.0
_KALENDER_S = 600.0


def commands() -> Mapping[str, tuple[str, ...]]:
    """Return the three processes of Airflow, by name."""
    airflow = (sys.executable, "-m", "airflow")
    return {
        "api-server": (*airflow, "api-server"),
        "scheduler": (sys.executable, "-P", str(PROJECT / "plugins" / "jaarcyclus_airflow" / "scheduler.py")),
        "dag-processor": (*airflow, "dag-processor"),
    }


class Kind:
    """One child process. It stays in our session, on purpose: `stop` finds it by that."""

    def __init__(self, naam: str, opdracht: tuple[str, ...], logs: Path) -> None:
        self._opdracht = opdracht
        self._log = logs / f"{naam}.log"
        self._proces: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process; its output goes to a log of its own."""
        with self._log.open("ab") as stream:
            self._proces = subprocess.Popen(
                self._opdracht, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream, cwd=PROJECT
            )

    def runs(self) -> bool:
        """Return whether the process lives; this also takes leave of one that ended."""
        return self._proces is not None and self._proces.poll() is None

    def terminate(self) -> None:
        """Ask the process to end."""
        if self._proces is not None and self.runs():
            self._proces.terminate()


class Blijvend:
    """A child that must always run: restarted with growing patience."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self._wacht_s = _EERSTE_WACHT_S
        self._gestart = 0.0

    def look(self, nu: float) -> None:
        """Start the child when it does not run and its patience is over."""
        if self.kind.runs() or nu < self._gestart + self._wacht_s:
            return
        liep_goed = self._gestart and nu - self._gestart > _LIEP_GOED_S
        self._wacht_s = _EERSTE_WACHT_S if liep_goed else min(self._wacht_s * 2, _LANGSTE_WACHT_S)
        self._gestart = nu
        self.kind.start()


class Klus:
    """A child that runs now and then, when there is something to do, one at a time."""

    def __init__(self, kind: Kind, iedere_s: float, te_doen: Callable[[], bool]) -> None:
        self.kind = kind
        self._iedere_s = iedere_s
        self._te_doen = te_doen
        self._gekeken = time.monotonic()

    def look(self, nu: float) -> None:
        """Start the child when it is time and there is work."""
        if self.kind.runs() or nu < self._gekeken + self._iedere_s:
            return
        self._gekeken = nu
        if self._te_doen():
            self.kind.start()


def run(settings: Settings) -> None:
    """Watch until told to stop. The environment is already that of `installation.environment`."""
    logs = airflow_home(settings) / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    taken = _duties(settings, logs)
    einde = _Einde()
    while not einde.gevraagd:
        for taak in taken:
            look_or_log(taak, time.monotonic())
        time.sleep(_RUST_S)
    for taak in taken:
        taak.kind.terminate()


def look_or_log(taak: Blijvend | Klus, nu: float) -> None:
    """Let one duty look; what goes wrong there must not end the watch over the others."""
    try:
        taak.look(nu)
    except Exception:
        log.exception("one look of the supervisor failed")


def _duties(settings: Settings, logs: Path) -> list[Blijvend | Klus]:
    def module(naam: str) -> Kind:
        return Kind(naam, (sys.executable, "-m", f"jaarcyclus.installation.{naam}"), logs)

    return [
        *(Blijvend(Kind(naam, opdracht, logs)) for naam, opdracht in commands().items()),
        Klus(module("inbox"), _INBOX_S, lambda: bool(inbox.waiting(settings))),
        # The calendar heals everything else; a paused calendar cannot heal itself.
        Klus(module("repair"), _KALENDER_S, lambda: True),
    ]


class _Einde:
    """Whether a stop was asked for: a signal handler may do no more than note it."""

    def __init__(self) -> None:
        self.gevraagd = False
        signal.signal(signal.SIGTERM, self._note)
        signal.signal(signal.SIGINT, self._note)

    def _note(self, _signaal: int, _frame: FrameType | None) -> None:
        self.gevraagd = True


if __name__ == "__main__":
    os.umask(0o077)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    run(Settings.from_env())
