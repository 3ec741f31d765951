"""One service of an installation in containers: what it does when it starts, and whether it is well.

`start` becomes the process that was asked for, so that a signal to the container reaches it; nothing stays in between.
"""

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from jaarcyclus import disk
from jaarcyclus.errors import StartFailed, UnknownKey
from jaarcyclus.installation import keyring, supervisor
from jaarcyclus.installation.client import PARTS, AirflowClient
from jaarcyclus.installation.containers import API_PORT, HEALTH_PORT, Containers
from jaarcyclus.installation.environment import PROJECT, airflow_home
from jaarcyclus.installation.launcher import Part
from jaarcyclus.settings import Settings

INIT, INBOX = "init", "inbox"
SERVICES = (INIT, "api-server", "scheduler", "dag-processor", "worker", INBOX)
_LOGS = {"metadatabase": "postgres", "dag_processor": "dag-processor"}  # services that are called otherwise
_BEAT_S = 10.0
_LATE_S = 60.0
_PATIENCE_S = 5.0  # chosen: who is on the same network answers within milliseconds


def start(name: str) -> None:
    """Be this service until it is stopped; return once init is done. Raises UnknownKey, InvalidSetting, StartFailed."""
    containers = _containers(name)
    os.umask(disk.OWNER_ONLY)
    if name == supervisor.API_SERVER:
        from jaarcyclus.installation.oidc import provider_of  # as in `_initialise`: not for a look

        provider_of(containers.settings.oidc)  # Airflow's own start would say it too, in the middle of a traceback
    if name == INIT:
        _initialise(containers)
        return
    if name == INBOX:
        _watch(containers)
        return
    if name == "worker":
        _require_queue(containers)
    _become(containers, name, *_commands(containers)[name])


def is_well(name: str) -> bool:
    """Return whether this service, in this container, does its work. Raises UnknownKey, InvalidSetting.

    Airflow and Celery have a command that asks it of two of them: then become that, so that a look that takes too long
    ends as a whole.
    """
    if name == INIT:
        raise UnknownKey("De dienst 'init' eindigt zodra ze klaar is; bekijk hoe met: docker compose ps -a init")
    containers = _containers(name)
    match name:
        case "api-server":
            return _metadatabase_is_healthy(containers)
        case "scheduler":
            with _ask(containers, HEALTH_PORT) as client:
                return client.answers("/health")
        case "dag-processor":
            _become(containers, name, *supervisor.AIRFLOW, "jobs", "check", "--job-type", "DagProcessorJob", "--local")
        case "worker":
            ping = (sys.executable, "-m", "celery", "inspect", "ping", "-t", "5", "-d", f"celery@{containers.name}")
            _become(containers, name, *ping)
    return _beats(containers.settings)


def status(settings: Settings) -> tuple[Part, ...]:
    """Return one line per part, as it is seen from within any container. Of workers only who runs them knows."""
    with AirflowClient(settings.api, "", "") as client:
        health = client.health()
    well = {"api-server": bool(health)}
    well |= {part: health.get(part, {}).get("status") == "healthy" for part in PARTS}
    well[INBOX] = _beats(settings)
    return tuple(
        Part(naam=part, toestand="gezond", toelichting="")
        if good
        else Part(naam=part, toestand="ongezond", toelichting=f"bekijk wat de dienst {_LOGS.get(part, part)} meldt")
        for part, good in well.items()
    )


def _containers(name: str) -> Containers:
    if name not in SERVICES:
        raise UnknownKey(f"Er is geen dienst '{name}'; kies uit: {', '.join(SERVICES)}.")
    return Containers.from_env(with_superuser=name == INIT)


def _become(containers: Containers, name: str, *command: str) -> NoReturn:
    """Go on as this command: nothing of ours stays behind, or between a signal and who it is for."""
    os.chdir(PROJECT)
    environment = supervisor.environment_of(name, containers.environment())
    os.execve(command[0], command, environment)  # noqa: S606 - one of our own few, without a shell


def _initialise(containers: Containers) -> None:
    from jaarcyclus.installation import databases  # a look at a service needs neither, and is taken every minute
    from jaarcyclus.installation.preparation import prepare

    owners = {databases.AIRFLOW: keyring.AIRFLOW, databases.LEDGER: keyring.LEDGER}
    passwords = {owner: containers.secrets[secret] for owner, secret in owners.items()}
    databases.make(containers.database, containers.secrets[keyring.SUPERUSER], passwords)
    containers.settings.shut_var()
    prepare(containers.settings, containers.environment())


def _require_queue(containers: Containers) -> None:
    """Else Celery asks it as the first thing, and ends in a traceback that tells nobody what to do."""
    import redis  # a look at a service does without, and is taken every minute

    host, _, port = containers.queue.rpartition(":")
    password = containers.secrets[keyring.QUEUE]
    try:
        with redis.Redis(host, int(port), password=password, socket_timeout=_PATIENCE_S) as queue:
            queue.ping()
    except redis.AuthenticationError:
        raise StartFailed(
            f"Redis op {containers.queue} weigert het wachtwoord, dus de worker krijgt geen werk. Laat de beheerder "
            f"Redis hetzelfde {keyring.PREFIX}{keyring.QUEUE} geven als de worker (docker compose up -d); die start "
            "daarna vanzelf."
        ) from None
    except (redis.RedisError, ValueError) as fault:
        raise StartFailed(
            f"Redis op {containers.queue} antwoordt niet, dus de worker krijgt geen werk. Laat de beheerder nagaan of "
            "JAARCYCLUS_WACHTRIJ klopt, of Redis draait en wat het meldt (docker compose logs redis); de worker start "
            "daarna vanzelf."
        ) from fault


def _commands(containers: Containers) -> Mapping[str, tuple[str, ...]]:
    """Return what each service becomes. Tasks run in a worker's forks; the scheduler has none here."""
    worker = ("celery", "worker", "--skip-serve-logs", "--celery-hostname", containers.name)
    return {
        **supervisor.commands(containers.settings),
        "scheduler": (*supervisor.AIRFLOW, "scheduler", "--skip-serve-logs"),
        "worker": (*supervisor.PRELOADED, *worker),
    }


class _Beat:
    """Leaves a sign of life: a watch that hangs leaves none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._looked = -_BEAT_S

    def end(self) -> None:
        """Nothing runs."""

    def look(self, now: float) -> None:
        """Touch the file now and then."""
        if now >= self._looked + _BEAT_S:
            self._looked = now
            self._path.touch(mode=0o600)


def _watch(containers: Containers) -> None:
    own = containers.environment()
    os.environ.clear()  # what it starts now and then reads its settings there
    os.environ.update(own)
    logs = airflow_home(containers.settings) / "logs"
    disk.make_folder(logs)
    supervisor.watch([*supervisor.chores(containers.settings, logs), _Beat(_sign_of_life(containers.settings))])


def _sign_of_life(settings: Settings) -> Path:
    return settings.var / "wacht"


def _beats(settings: Settings) -> bool:
    sign = _sign_of_life(settings)
    return sign.exists() and time.time() - sign.stat().st_mtime < _LATE_S


def _ask(containers: Containers, port: int) -> AirflowClient:
    return AirflowClient(f"http://{containers.own_address}:{port}", "", "")


def _metadatabase_is_healthy(containers: Containers) -> bool:
    """The server answers 200 whatever is wrong with the rest, and says it in the answer."""
    with _ask(containers, API_PORT) as client:
        return client.health().get("metadatabase", {}).get("status") == "healthy"
