"""The parent of all that runs: starts Airflow's three processes, restarts one that dies, watches the inbox.

It leads the session by which `installation.launcher.stop` finds every descendant, and it is the only part that lives as
long as the installation. Keep it small: it holds no figures, imports nothing heavy, and what needs memory runs
as a short process of its own.
"""

import logging
import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Protocol

from jaarcyclus import disk
from jaarcyclus.installation import inbox, processes, pulse
from jaarcyclus.installation.environment import CONNECTION, PROJECT, VAULT, airflow_home
from jaarcyclus.installation.processes import Process, Session
from jaarcyclus.settings import OidcSettings, Settings

log = logging.getLogger(__name__)

# A process that keeps dying is tried less and less often, up to once a minute; one that ran well starts afresh.
_FIRST_WAIT_S = 1.0
_LONGEST_WAIT_S = 60.0
_RAN_WELL_S = 300.0
_REST_S = 1.0
_INBOX_S = 5.0
_LIBRARIES_S = 60.0  # a look is a process, and a second of a core
_CALENDAR_S = 300.0
_ORPHANS_S = 10.0  # asked at one look, ended at the next: a killed scheduler's workers are gone within a minute


AFTER_START = "na-start"
API_SERVER, LIBRARIES = "api-server", "libraries"
AIRFLOW = (sys.executable, "-m", "airflow")
# Whose forks run tasks: what is imported in it once is shared by all of them.
PRELOADED = (sys.executable, "-P", str(PROJECT / "plugins" / "jaarcyclus_airflow" / "preloaded.py"))


def commands(settings: Settings) -> Mapping[str, tuple[str, ...]]:
    """Return the three processes of Airflow, by name. Logs are read from disk, so no log server listens."""
    return {
        API_SERVER: (*AIRFLOW, "api-server", *(["--proxy-headers"] if settings.proxy else [])),
        "scheduler": (*PRELOADED, "scheduler", "--skip-serve-logs"),
        "dag-processor": (*AIRFLOW, "dag-processor"),
    }


# Whose part it is to know them: no task needs how people sign in, and where connections are a task asks the API server.
_OF_FEW = {OidcSettings.OWN_PREFIX: (API_SERVER,), CONNECTION: (API_SERVER, LIBRARIES), VAULT: (API_SERVER, LIBRARIES)}


def environment_of(part: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Return of an environment what this part may know."""
    others = tuple(prefix for prefix, parts in _OF_FEW.items() if part not in parts)
    return {name: text for name, text in environment.items() if not name.startswith(others)}


class Child:
    """One child process. It stays in our session, on purpose: `stop` finds it by that."""

    def __init__(self, name: str, command: tuple[str, ...], logs: Path) -> None:
        self.name = name
        self._command = command
        self._log = logs / f"{name}.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process; its output goes to a log of its own."""
        with self._log.open("ab") as stream:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                cwd=PROJECT,
                env=environment_of(self.name, os.environ),
            )

    @property
    def pid(self) -> int | None:
        """The number of the process that was started last."""
        return self._process.pid if self._process else None

    def runs(self) -> bool:
        """Return whether the process lives; this also takes leave of one that ended."""
        return self._process is not None and self._process.poll() is None

    def terminate(self) -> None:
        """Ask the process to end."""
        if self._process is not None and self.runs():
            self._process.terminate()


class Daemon:
    """A child that must always run: restarted with growing patience."""

    def __init__(self, child: Child) -> None:
        self.child = child
        self._wait_s = _FIRST_WAIT_S
        self._started = 0.0

    def end(self) -> None:
        """Ask the child to end."""
        self.child.terminate()

    def look(self, now: float) -> None:
        """Start the child when it does not run and its patience is over."""
        if self.child.runs() or now < self._started + self._wait_s:
            return
        ran_well = self._started and now - self._started > _RAN_WELL_S
        self._wait_s = _FIRST_WAIT_S if ran_well else min(self._wait_s * 2, _LONGEST_WAIT_S)
        self._started = now
        self.child.start()


class Chore:
    """A child that runs now and then, when there is something to do, one at a time."""

    def __init__(
        self, child: Child, every_s: float, has_work: Callable[[], bool], *, first_s: float | None = None
    ) -> None:
        self.child = child
        self._every_s = every_s
        self._has_work = has_work
        self._due = time.monotonic() + (every_s if first_s is None else first_s)

    def end(self) -> None:
        """Ask the child to end."""
        self.child.terminate()

    def look(self, now: float) -> None:
        """Start the child when it is time and there is work."""
        if self.child.runs() or now < self._due:
            return
        self._due = now + self._every_s
        if self._has_work():
            self.child.start()


class Sweep:
    """Ends what a process that died left behind: idle workers keep hundreds of megabytes and ignore a plain stop."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._asked: frozenset[Process] = frozenset()
        self._looked = time.monotonic()

    def end(self) -> None:
        """Leave it to `stop`, which ends the whole session."""

    def look(self, now: float) -> None:
        """Ask orphans to end; end those that were asked at the look before."""
        if now < self._looked + _ORPHANS_S:
            return
        self._looked = now
        found = frozenset(processes.orphans(self._session))
        for process in found:
            log.warning("process %s lost its parent", process.pid)
            processes.send(process, signal.SIGKILL if process in self._asked else signal.SIGTERM)
        self._asked = found


class Teller:
    """Tells `status` that the supervisor looked, and which process is which part."""

    def __init__(self, settings: Settings, daemons: Sequence[Daemon]) -> None:
        self._settings = settings
        self._daemons = daemons

    def end(self) -> None:
        """Nothing runs."""

    def look(self, _: float) -> None:
        """Tell it anew."""
        children = (daemon.child for daemon in self._daemons)
        pulse.tell(self._settings, {child.name: child.pid for child in children if child.pid})


class Duty(Protocol):
    """What is looked after."""

    def look(self, now: float) -> None:
        """Do what is due at this moment (monotonic seconds)."""

    def end(self) -> None:
        """Ask what runs to end."""


def run(settings: Settings) -> None:
    """Watch until told to stop. The environment is already that of `installation.environment`."""
    logs = airflow_home(settings) / "logs"
    disk.make_folder(logs)
    daemons = _daemons(settings, logs)
    sweep = Sweep(processes.session_of(os.getpid()))
    watch([*daemons, *chores(settings, logs), sweep, Teller(settings, daemons)])


def watch(duties: Sequence[Duty]) -> None:
    """Let each duty look, once a second, until told to stop."""
    end = _StopRequest()
    while not end.asked:
        for duty in duties:
            look_or_log(duty, time.monotonic())
        time.sleep(_REST_S)
    for duty in duties:
        duty.end()


def look_or_log(duty: Duty, now: float) -> None:
    """Let one duty look; what goes wrong there must not end the watch over the others."""
    try:
        duty.look(now)
    except Exception:
        log.exception("one look of the supervisor failed")


def _daemons(settings: Settings, logs: Path) -> list[Daemon]:
    return [Daemon(Child(name, command, logs)) for name, command in commands(settings).items()]


def chores(settings: Settings, logs: Path) -> list[Chore]:
    """Return what is done now and then, wherever Airflow's own processes run."""

    def module(name: str, *arguments: str) -> Child:
        return Child(name, (sys.executable, "-m", f"jaarcyclus.installation.{name}", *arguments), logs)

    return [
        Chore(module("inbox"), _INBOX_S, lambda: bool(inbox.waiting(settings))),
        Chore(module(LIBRARIES), _LIBRARIES_S, lambda: inbox.may_be_in_library(settings)),
        # The calendar heals everything else; a paused calendar cannot heal itself.
        Chore(module("repair"), _CALENDAR_S, lambda: True),
        # Once: what failed under the release of before need not wait for the hour.
        Chore(module("repair", AFTER_START), math.inf, lambda: True, first_s=0.0),
    ]


class _StopRequest:
    """Whether a stop was asked for: a signal handler may do no more than note it."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGTERM, self._note)
        signal.signal(signal.SIGINT, self._note)

    def _note(self, _signal_number: int, _frame: FrameType | None) -> None:
        self.asked = True


if __name__ == "__main__":
    os.umask(disk.OWNER_ONLY)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    run(Settings.from_env())
