"""The parent of all that runs: starts Airflow's three processes, restarts one that dies, reads the inbox.

It leads the session by which `launcher.stop` finds every descendant, and it is the only part that lives as
long as the installation. Keep it small: it holds no figures and imports nothing heavy.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

from jaarcyclus.airflow_omgeving import PROJECT, airflow_home
from jaarcyclus.settings import Settings

# A process that keeps dying is tried less and less often, up to once a minute.
_EERSTE_WACHT_S = 1.0
_LANGSTE_WACHT_S = 60.0
_RUST_S = 1.0


def commands() -> Mapping[str, tuple[str, ...]]:
    """Return the three processes of Airflow, by name."""
    airflow = (sys.executable, "-m", "airflow")
    return {
        "api-server": (*airflow, "api-server"),
        "scheduler": (sys.executable, str(PROJECT / "plugins" / "jaarcyclus_planner.py")),
        "dag-processor": (*airflow, "dag-processor"),
    }


class Kind:
    """One child process: started, watched, restarted with growing patience."""

    def __init__(self, naam: str, opdracht: tuple[str, ...], logboek: Path) -> None:
        self.naam = naam
        self._opdracht = opdracht
        self._logboek = logboek
        self._wacht_s = _EERSTE_WACHT_S
        self._opnieuw_na = 0.0
        self._proces: subprocess.Popen[bytes] | None = None

    def keep_alive(self) -> None:
        """Start the process when it does not run and its patience is over."""
        nu = time.monotonic()
        if self._proces is not None and self._proces.poll() is None:
            return
        if nu < self._opnieuw_na:
            return
        with self._logboek.open("ab") as stream:
            # The same session, on purpose: `stop` finds it by that.
            self._proces = subprocess.Popen(
                self._opdracht, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream, cwd=PROJECT
            )
        self._opnieuw_na = nu + self._wacht_s
        self._wacht_s = min(self._wacht_s * 2, _LANGSTE_WACHT_S)

    def terminate(self) -> None:
        if self._proces is not None and self._proces.poll() is None:
            self._proces.terminate()


def run(settings: Settings) -> None:
    """Watch until told to stop. The environment is already that of `airflow_omgeving`."""
    logboeken = airflow_home(settings) / "logs"
    logboeken.mkdir(parents=True, exist_ok=True)
    kinderen = [Kind(naam, opdracht, logboeken / f"{naam}.log") for naam, opdracht in commands().items()]
    einde = _Einde()
    while not einde.gevraagd:
        for kind in kinderen:
            kind.keep_alive()
        time.sleep(_RUST_S)
    for kind in kinderen:
        kind.terminate()


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
    run(Settings.from_env())
