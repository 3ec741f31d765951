"""The app of this installation at Microsoft: as its settings say, or the connection of Airflow that they name.

A task asks Airflow from within, and gives that as its `LookUp`. Any other process asks a child that is Airflow for as
long as it takes: what that finds comes through a pipe, into memory only.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from jaarcyclus import disk
from jaarcyclus.clock import real_time
from jaarcyclus.errors import InvalidSetting
from jaarcyclus.graph.airflow_connection import AirflowConnection, missing, require_name, unreachable
from jaarcyclus.graph.client import Client
from jaarcyclus.graph.connection import Connection, SharePoint, connect
from jaarcyclus.graph.probe import ProbeLine
from jaarcyclus.graph.records import mapping
from jaarcyclus.graph.shared_wait import SharedWait
from jaarcyclus.installation.containers import airflow_environment
from jaarcyclus.installation.environment import PROJECT, airflow_home, make_home
from jaarcyclus.settings import Settings

LookUp = Callable[[str], AirflowConnection]
"""From the name of a connection to what Airflow keeps under it; raises InvalidSetting."""

_SCRIPT = PROJECT / "plugins" / "jaarcyclus_airflow" / "graph_connection.py"
_PATIENCE_S = 60  # chosen: a vault across a slow network; Airflow itself takes some seconds


def app_of(settings: Settings, look_up: LookUp | None = None) -> Connection:
    """Return how the app signs in. Without `look_up` a child asks Airflow, where it must. Raises InvalidSetting."""
    name = settings.graph.airflow_connection
    if not name:
        return connect(settings.graph)
    require_name(name)
    return connect(settings.graph, (look_up or partial(ask_airflow, settings))(name))


def open_client(
    settings: Settings, app: Connection, place: SharePoint, *, attempt: int = 0, now: Callable[[], datetime] = real_time
) -> Client:
    """Return a client that waits when any process of this installation was told to. Raises InvalidSetting."""
    return Client(app, place, attempt=attempt, now=now, shared=SharedWait.of(settings.var, app))


def tell_app(settings: Settings, app: Callable[[], Connection]) -> Iterator[ProbeLine]:
    """Say for the doctor which connection was read, and nothing of what is in it. Raises InvalidSetting."""
    if name := settings.graph.airflow_connection:
        app()
        yield ProbeLine(subject="SharePoint, verbinding", severity="goed", text=f"'{name}', gelezen via Airflow")


def ask_airflow(settings: Settings, name: str) -> AirflowConnection:
    """Return what Airflow keeps under a name, wherever the office has it keep that. Raises InvalidSetting."""
    make_home(settings)
    try:
        done = subprocess.run(
            (sys.executable, "-P", str(_SCRIPT), name),
            env=airflow_environment(settings),
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE_S,
            umask=disk.OWNER_ONLY,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise _untold(settings, name, late.stderr or b"") from None  # it holds what was told so far
    told = _read(done.stdout)
    if done.returncode or not told.get("asked"):
        raise _untold(settings, name, done.stderr)
    if told["found"] is None:
        raise missing(name)
    return AirflowConnection.of(name, told["found"])


def _read(told: bytes) -> Mapping[str, Any]:
    try:
        return mapping(json.loads(told))
    except ValueError:
        return {}


def _untold(settings: Settings, name: str, said: bytes) -> InvalidSetting:
    """Keep what Airflow said of it last, for who must look; the sentence names the file."""
    log = airflow_home(settings) / "logs" / "verbinding.log"
    disk.write(log, said)
    return unreachable(name, log=str(log))
