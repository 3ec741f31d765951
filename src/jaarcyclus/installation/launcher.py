"""Starts and stops the installation: Airflow's three processes under one supervisor, on loopback.

`airflow standalone` does not do: it takes the simple sign-in, listens on every address, starts dozens of
workers and leaves children behind. Imports no airflow; what must, runs as a script from `plugins/`.
"""

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

from jaarcyclus.errors import StartMislukt
from jaarcyclus.installation import credentials, processes
from jaarcyclus.installation.client import AirflowClient
from jaarcyclus.installation.credentials import write_private
from jaarcyclus.installation.environment import HOST, PROJECT, airflow_home, base_url, make_environment
from jaarcyclus.installation.processes import Sessie
from jaarcyclus.profile.checks.soundness import require_sound
from jaarcyclus.profile.records import load_profile
from jaarcyclus.settings import Settings
from jaarcyclus.steps import airflow_names

STANDAARD_POORT = 8080
_START_S = 300.0
_ONDERDELEN = ("metadatabase", "scheduler", "dag_processor")


@dataclass(frozen=True, kw_only=True)
class Onderdeel:
    """One line of `status`. `toestand` is `gezond`, `ongezond` or `gestopt`."""

    naam: str
    toestand: str
    toelichting: str


def start(settings: Settings, *, snel: bool = False, poort: int = STANDAARD_POORT) -> str:
    """Start everything and return the address once all of it is healthy.

    First ends what an earlier start left, whatever was killed of it. `snel` makes the scheduler look five
    times a second: for the demo. Raises OngeldigProfiel, StartMislukt.
    """
    with _only_one(settings):
        _end_previous(settings)
        _require_free(poort)
        omgeving = make_environment(settings, poort=poort, snel=snel)
        _prepare(settings, omgeving)
        _launch(settings, omgeving, poort)
        _wait_until_healthy(settings, poort)
    return base_url(poort)


def stop(settings: Settings) -> int:
    """End every process of the installation and return how many there were."""
    return _end_previous(settings)


def status(settings: Settings) -> tuple[Onderdeel, ...]:
    """Return one line per part; all `gestopt` when nothing runs."""
    staat = _read_state(settings)
    if staat is None or not processes.members(_session(staat)):
        return tuple(Onderdeel(naam=n, toestand="gestopt", toelichting="") for n in ("api-server", *_ONDERDELEN))
    gezondheid = _health(staat["poort"])
    api = Onderdeel(
        naam="api-server",
        toestand="gezond" if gezondheid else "ongezond",
        toelichting=base_url(staat["poort"]),
    )
    return (api, *(_part(naam, gezondheid) for naam in _ONDERDELEN))


def _part(naam: str, gezondheid: dict[str, dict[str, str]]) -> Onderdeel:
    gezond = gezondheid.get(naam, {}).get("status") == "healthy"
    return Onderdeel(
        naam=naam,
        toestand="gezond" if gezond else "ongezond",
        toelichting="" if gezond else f"lees {naam.replace('_', '-')}.log in de map airflow/logs",
    )


def read_session(settings: Settings) -> Sessie:
    """Return the session of the installation. Raises StartMislukt when it was never started."""
    staat = _read_state(settings)
    if staat is None:
        raise StartMislukt("Jaarcyclus draait niet; start het met `jaarcyclus start`")
    return _session(staat)


def client(settings: Settings, account: str) -> AirflowClient:
    """Return this account's conversation with the running installation. Raises StartMislukt when none runs."""
    adres = address(settings)
    if adres is None:
        raise StartMislukt("Jaarcyclus draait niet; start het met `jaarcyclus start`")
    return AirflowClient(adres, account, credentials.read(settings)[account])


def technical_client(settings: Settings) -> AirflowClient:
    """Return the conversation of the installation itself, which may start, resume and end runs."""
    return client(settings, airflow_names.TECHNICAL)


def address(settings: Settings) -> str | None:
    """Return the address of the running installation, or None."""
    staat = _read_state(settings)
    return base_url(staat["poort"]) if staat and processes.members(_session(staat)) else None


def _require_free(poort: int) -> None:
    """Raise StartMislukt when another program listens there: its answers would pass for ours."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, poort))
        except OSError as bezet:
            raise StartMislukt(
                f"poort {poort} is bezet door een ander programma; kies een andere met --poort"
            ) from bezet


def _prepare(settings: Settings, omgeving: dict[str, str]) -> None:
    """Make the folders, Airflow's tables and the accounts. Raises OngeldigProfiel, StartMislukt."""
    for path in sorted(settings.profielen.glob("*.yaml")):
        require_sound(load_profile(path))
    home = airflow_home(settings)
    (home / "logs").mkdir(parents=True, exist_ok=True)
    # Present and empty: Airflow writes one with every secret in it when there is none.
    (home / "airflow.cfg").touch()
    log = home / "logs" / "voorbereiding.log"
    with log.open("ab") as stream:
        script = PROJECT / "plugins" / "jaarcyclus_airflow" / "accounts.py"
        klaar = subprocess.run(
            [sys.executable, "-P", str(script)],
            env=omgeving,
            cwd=PROJECT,
            stdout=stream,
            stderr=stream,
            check=False,
        )
    if klaar.returncode:
        raise StartMislukt(f"de voorbereiding van Airflow is mislukt; lees {log}")


def _launch(settings: Settings, omgeving: dict[str, str], poort: int) -> None:
    log = airflow_home(settings) / "logs" / "toezicht.log"
    with log.open("ab") as stream:
        toezicht = subprocess.Popen(
            [sys.executable, "-m", "jaarcyclus.installation.supervisor"],
            env=omgeving,
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )
    _write_state(settings, processes.session_of(toezicht.pid), poort)


def _wait_until_healthy(settings: Settings, poort: int) -> None:
    einde = time.monotonic() + _START_S
    while time.monotonic() < einde:
        gezondheid = _health(poort)
        if gezondheid and all(gezondheid[naam]["status"] == "healthy" for naam in _ONDERDELEN):
            return
        time.sleep(0.3)
    raise StartMislukt(f"Airflow werd niet gezond binnen {_START_S:.0f} s; lees {airflow_home(settings) / 'logs'}")


def _health(poort: int) -> dict[str, dict[str, str]]:
    with AirflowClient(base_url(poort), "", "") as client:
        return client.health()


@contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    """Hold the start lock. Raises StartMislukt when another start is busy."""
    settings.var.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (settings.var / "start.slot").open("w") as slot:
        try:
            fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as bezet:
            raise StartMislukt("er wordt al gestart; wacht tot dat klaar is en kijk met `jaarcyclus status`") from bezet
        yield


def _end_previous(settings: Settings) -> int:
    staat = _read_state(settings)
    if staat is None:
        return 0
    found = processes.end_session(_session(staat))
    _state_path(settings).unlink(missing_ok=True)
    return found


def _state_path(settings: Settings) -> Path:
    return settings.var / "sessie.json"


def _read_state(settings: Settings) -> dict[str, Any] | None:
    path = _state_path(settings)
    return json.loads(path.read_text()) if path.exists() else None


def _write_state(settings: Settings, sessie: Sessie, poort: int) -> None:
    write_private(_state_path(settings), json.dumps({"sessie": asdict(sessie), "poort": poort}))


def _session(staat: dict[str, Any]) -> Sessie:
    return Sessie(**staat["sessie"])
