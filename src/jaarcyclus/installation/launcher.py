"""Starts and stops the installation: Airflow's three processes under one supervisor, on loopback.

`airflow standalone` does not do: it takes the simple sign-in, listens on every address, starts dozens of
workers and leaves children behind. Imports no airflow; what must, runs as a script from `plugins/`.
"""

import contextlib
import fcntl
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jaarcyclus import disk
from jaarcyclus.errors import InvalidSetting, StartFailed, StoreFailed
from jaarcyclus.installation import credentials, processes, pulse
from jaarcyclus.installation.client import PARTS, AirflowClient
from jaarcyclus.installation.environment import HOST, PROJECT, airflow_home, base_url, make_environment
from jaarcyclus.installation.preparation import open_private, prepare
from jaarcyclus.installation.processes import Session
from jaarcyclus.installation.pulse import Pulse
from jaarcyclus.settings import Settings
from jaarcyclus.steps import airflow_names

DEFAULT_PORT = 8080
_START_S = 300.0
_CALLED_OFF_S = 120.0  # the start ends once Airflow's tables are made: on a slow machine a minute
_CALLED_OFF = "Jaarcyclus is intussen gestopt, en dit starten is afgebroken; begin opnieuw met: jaarcyclus start"
# Airflow has no process for its database: the API server is the one that says what is wrong with it.
_LOGS = {"metadatabase": "api-server.log", "scheduler": "scheduler.log", "dag_processor": "dag-processor.log"}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One line of `status`. `toestand` is `gezond`, `ongezond`, `gestopt`, or `wacht` (on a person: no fault)."""

    naam: str
    toestand: str
    toelichting: str


def start(settings: Settings, *, fast: bool = False, port: int = DEFAULT_PORT) -> str:
    """Start everything and return the address once all of it is healthy.

    First ends what an earlier start left, whatever was killed of it. `fast` makes the scheduler look five
    times a second: for the demo. Raises InvalidProfile, InvalidSetting, StartFailed, also once `stop` called it off.
    """
    require_one_machine(settings)
    with _only_one(settings):
        _end_previous(settings)
        _require_free(port)
        environment = make_environment(settings, port=port, fast=fast)
        prepare(settings, environment)
        if _is_called_off(settings):
            raise StartFailed(_CALLED_OFF)
        _launch(settings, environment, port, fast)
        _wait_until_healthy(settings)
    return base_url(port)


def stop(settings: Settings) -> int:
    """End every process of the installation, and a start that is busy; return how many processes there were.

    Raises InvalidSetting, and StartFailed when that start does not give up.
    """
    require_one_machine(settings)
    busy = _call_off(settings)
    found = _end_previous(settings)
    if busy:
        _wait_until_given_up(settings)
    return found


def mend(settings: Settings) -> bool:
    """Start anew, on the same port, what runs without its supervisor; return whether it did.

    Nobody restarts what dies there, or looks into the inbox. Raises InvalidProfile, StartFailed.
    """
    state = _read_state(settings)
    if state is None or state.get("stopt") or not _is_headless(_session(state)):
        return False
    start(settings, fast=state.get("snel", False), port=state["poort"])
    return True


def status(settings: Settings) -> tuple[Part, ...]:
    """Return one line per part; all `gestopt` when nothing runs. In containers ask `installation.service`."""
    state = _read_state(settings)
    if state is None or not processes.members(_session(state)):
        return tuple(Part(naam=n, toestand="gestopt", toelichting="") for n in ("toezicht", "api-server", *PARTS))
    health, session, told = _health(state["poort"]), _session(state), pulse.read(settings)
    api = Part(
        naam="api-server",
        toestand="gezond" if health else "ongezond",
        toelichting=base_url(state["poort"]) if health else _read_log(settings, "api-server.log"),
    )
    return (_supervision(session, told), api, *(_part(settings, name, health, session, told) for name in PARTS))


def require_one_machine(settings: Settings) -> None:
    """Raise InvalidSetting in a container: a second Airflow there would give every seat another number."""
    if settings.api:
        raise InvalidSetting(
            "Deze installatie draait in containers, en is van hieruit niet te starten of te stoppen. Gebruik op de "
            "machine zelf: docker compose up -d of docker compose stop."
        )


def _is_headless(session: Session) -> bool:
    return bool(processes.members(session)) and not processes.is_led(session)


def _supervision(session: Session, told: Pulse | None) -> Part:
    fault = pulse.fault_of_supervisor(session, told)
    return Part(naam="toezicht", toestand="ongezond" if fault else "gezond", toelichting=fault or "")


def _part(
    settings: Settings, name: str, health: dict[str, dict[str, str]], session: Session, told: Pulse | None
) -> Part:
    if not health:
        return Part(naam=name, toestand="ongezond", toelichting="onbekend zolang de api-server niet antwoordt")
    known = health.get(name, {})
    fault = pulse.fault_of_part(session, told, name.replace("_", "-"), known.get(f"latest_{name}_heartbeat"))
    healthy = known.get("status") == "healthy" and fault is None
    hint = "" if healthy else fault or _read_log(settings, _LOGS[name])
    return Part(naam=name, toestand="gezond" if healthy else "ongezond", toelichting=hint)


def _read_log(settings: Settings, name: str) -> str:
    log = airflow_home(settings) / "logs" / name
    return f"lees {log}" if log.exists() else f"er is geen {name}; start opnieuw met: jaarcyclus start"


def read_session(settings: Settings) -> Session:
    """Return the session of the installation. Raises StartFailed when it was never started."""
    state = _read_state(settings)
    if state is None:
        raise StartFailed("Jaarcyclus draait niet; start het met `jaarcyclus start`")
    return _session(state)


def client(settings: Settings, account: str) -> AirflowClient:
    """Return this account's conversation with the running installation. Raises StartFailed when none runs."""
    url = address(settings)
    if url is None:
        raise StartFailed("Jaarcyclus draait niet; start het met `jaarcyclus start`")
    return AirflowClient(url, account, credentials.password_of(settings, account))


def technical_client(settings: Settings) -> AirflowClient:
    """Return the conversation of the installation itself, which may start, resume and end runs."""
    return client(settings, airflow_names.TECHNICAL)


def address(settings: Settings) -> str | None:
    """Return the address of the running installation, or None; in containers the setting says it."""
    if settings.api:
        return settings.api
    state = _read_state(settings)
    return base_url(state["poort"]) if state and processes.members(_session(state)) else None


def _require_free(port: int) -> None:
    """Raise StartFailed when another program listens there: its answers would pass for ours."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as taken:
            raise StartFailed(f"poort {port} is bezet door een ander programma; kies een andere met --poort") from taken


def _launch(settings: Settings, environment: dict[str, str], port: int, fast: bool) -> None:
    pulse.forget(settings)
    with open_private(airflow_home(settings) / "logs" / "toezicht.log") as stream:
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "jaarcyclus.installation.supervisor"],
            env=environment,
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
            umask=disk.OWNER_ONLY,
        )
    session = asdict(processes.session_of(supervisor.pid))
    _write_state(settings, {"sessie": session, "poort": port, "snel": fast, "stopt": False})


def _wait_until_healthy(settings: Settings) -> None:
    end = time.monotonic() + _START_S
    while time.monotonic() < end:
        found = {part.toestand for part in status(settings)}
        if _is_called_off(settings):
            _end_previous(settings)  # `stop` may have come just before there was something to end
            raise StartFailed(_CALLED_OFF)
        if found == {"gezond"}:
            return
        if found == {"gestopt"}:
            raise StartFailed(f"er draait niets meer van wat gestart was; lees {airflow_home(settings) / 'logs'}")
        time.sleep(0.3)
    raise StartFailed(f"Airflow werd niet gezond binnen {_START_S:.0f} s; lees {airflow_home(settings) / 'logs'}")


def _health(port: int) -> dict[str, dict[str, str]]:
    with AirflowClient(base_url(port), "", "") as client:
        return client.health()


@contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    """Hold the start lock. Raises StartFailed when another start is busy."""
    settings.open_var()
    with open_private(_slot(settings)) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise StartFailed(
                "er wordt al gestart; wacht tot dat klaar is en kijk met `jaarcyclus status`, of breek het af met "
                "`jaarcyclus stop`"
            ) from taken
        lock.truncate(0)  # a stop of before is not meant for this start
        yield


def _call_off(settings: Settings) -> bool:
    """Tell a start that is busy to give up, in the file that it holds, and return whether there is one."""
    if not is_starting(settings):
        return False
    with contextlib.suppress(OSError), _slot(settings).open("ab") as slot:  # a full disk: its parts are ended anyway
        slot.write(b"stop\n")
    return True


def _is_called_off(settings: Settings) -> bool:
    return _slot(settings).stat().st_size > 0


def is_starting(settings: Settings) -> bool:
    """Return whether a start is busy."""
    try:
        with _slot(settings).open("rb") as slot:
            fcntl.flock(slot, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _wait_until_given_up(settings: Settings) -> None:
    end = time.monotonic() + _CALLED_OFF_S
    while is_starting(settings):
        if time.monotonic() > end:
            raise StartFailed("het starten houdt nog niet op; wacht een minuut en probeer opnieuw: jaarcyclus stop")
        time.sleep(0.1)


def _slot(settings: Settings) -> Path:
    return settings.var / "start.slot"


def _end_previous(settings: Settings) -> int:
    state = _read_state(settings)
    if state is None:
        return 0
    # Its supervisor goes first: who looks meanwhile must not start anew what is being stopped.
    with contextlib.suppress(StoreFailed):  # a full disk is a reason to stop, and none to go on
        _write_state(settings, {**state, "stopt": True})
    found = processes.end_session(_session(state))
    with contextlib.suppress(OSError):  # a session without processes is none
        _state_path(settings).unlink(missing_ok=True)
    return found


def _state_path(settings: Settings) -> Path:
    return settings.var / "sessie.json"


def _read_state(settings: Settings) -> dict[str, Any] | None:
    path = _state_path(settings)
    return json.loads(path.read_text()) if path.exists() else None


def _write_state(settings: Settings, state: dict[str, Any]) -> None:
    disk.write(_state_path(settings), json.dumps(state).encode())


def _session(state: dict[str, Any]) -> Session:
    return Session(**state["sessie"])
