"""The environment Airflow runs in: every setting we choose for it, in one place, with its reason.

Settings go by environment only, so that no `airflow.cfg` can drift from the code. Do not put a path or a
number of Airflow anywhere else.
"""

import os
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from jaarcyclus import disk
from jaarcyclus.graph.airflow_connection import CERTIFICATE
from jaarcyclus.installation.credentials import read_secret
from jaarcyclus.settings import Settings, project_root

PROJECT = project_root()
# What the office tells Airflow of where connections are, by Airflow's own names; all else of Airflow is told here.
CONNECTION, VAULT, WORKERS_VAULT = "AIRFLOW_CONN_", "AIRFLOW__SECRETS__", "AIRFLOW__WORKERS__SECRETS_BACKEND"
HOST = "127.0.0.1"
# A working day: who signs in at nine is not signed out over a vote at five, and no session outlives the night (chosen).
# Airflow gives a day for a token and thirty days, ever prolonged by an open page, for a session.
_SESSION_MIN = 600
# A writer waits this long for SQLite's one lock: at the default of 5 s a busy machine turned a vote into an error.
_WAIT_S = 60


def airflow_home(settings: Settings) -> Path:
    """Return where Airflow keeps its own database and logs. Nothing in there is evidence."""
    return settings.var / "airflow"


def make_home(settings: Settings) -> None:
    """Make it, with a file of settings that says nothing: Airflow writes one with every secret when there is none.

    Raises StoreFailed.
    """
    disk.make_folder(airflow_home(settings) / "logs")
    with disk.explained(airflow_home(settings)):
        Path(_config(settings)).touch(mode=0o600)


def base_url(port: int | str) -> str:
    """Return the address people and tasks use."""
    return f"http://{HOST}:{port}"


def make_environment(settings: Settings, *, port: int, fast: bool) -> dict[str, str]:
    """Return the environment of every process of Airflow on this machine. `fast` is for demo and tests: see `_PACE`."""
    own = {
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        # Two cores: more workers only cost memory. A parked gate holds none of them.
        "AIRFLOW__CORE__PARALLELISM": "3",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{airflow_home(settings)}/airflow.db?timeout={_WAIT_S}",
        **_secret_environment(settings),
    }
    return complete(settings, own, listen=HOST, port=port, api=base_url(port), fast=fast)


def is_complete(settings: Settings, environment: Mapping[str, str]) -> bool:
    """Return whether it is what `complete` made for this installation."""
    return environment.get("AIRFLOW_CONFIG") == _config(settings)


def _config(settings: Settings) -> str:
    return str(airflow_home(settings) / "airflow.cfg")


def complete(
    settings: Settings, own: Mapping[str, str], *, listen: str, port: int, api: str, fast: bool = False
) -> dict[str, str]:
    """Return the environment of a process of Airflow: what holds in every form of installation, and what is its `own`.

    The API server listens at `listen` and `port`; tasks find it at `api`.
    """
    chosen = {
        "AIRFLOW_HOME": str(airflow_home(settings)),
        "AIRFLOW_CONFIG": _config(settings),
        "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(PROJECT / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__AUTH_MANAGER": "airflow.providers.fab.auth_manager.fab_auth_manager.FabAuthManager",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{api}/execution/",
        # A connection shows it to every beheerder otherwise: a key, under a name that does not sound like one.
        "AIRFLOW__CORE__SENSITIVE_VAR_CONN_NAMES": CERTIFICATE,
        "AIRFLOW__CORE__DEFAULT_TIMEZONE": "Europe/Amsterdam",
        "AIRFLOW__API__HOST": listen,
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__BASE_URL": settings.adres or base_url(port),
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API__EXPOSE_CONFIG": "False",
        "AIRFLOW__API__ENABLE_SWAGGER_UI": "False",
        "AIRFLOW__API__INSTANCE_NAME": "Jaarcyclus",
        "AIRFLOW__FAB__CONFIG_FILE": str(PROJECT / "plugins" / "jaarcyclus_airflow" / "sign_in.py"),
        "AIRFLOW__FAB__COOKIE_SAMESITE": "Lax",
        "AIRFLOW__FAB__COOKIE_SECURE": str(settings.behind_tls),
        "AIRFLOW__FAB__SESSION_LIFETIME_MINUTES": str(_SESSION_MIN),
        "AIRFLOW__FAB__SESSION_MAX_LIFETIME_MINUTES": str(_SESSION_MIN),
        "AIRFLOW__API_AUTH__JWT_EXPIRATION_TIME": str(_SESSION_MIN * 60),
        # Behind a proxy the page of signing in leads to where people are: one proxy, that sets For and Proto itself and
        # passes Host on. What else may be forwarded it does not set, so anybody could.
        "AIRFLOW__FAB__ENABLE_PROXY_FIX": str(bool(settings.proxy)),
        "AIRFLOW__FAB__PROXY_FIX_X_HOST": "0",
        "AIRFLOW__FAB__PROXY_FIX_X_PORT": "0",
        "AIRFLOW__FAB__PROXY_FIX_X_PREFIX": "0",
        # Ours counts by account and address, on every way in (plugins/jaarcyclus_airflow/sign_in_limit.py).
        "AIRFLOW__FAB__AUTH_RATE_LIMITED": "False",
        # Read by uvicorn, and only where the supervisor asks for it.
        "FORWARDED_ALLOW_IPS": settings.proxy,
        # The default of 5 s makes every gate wait for it; measured 10 s against 6 s a gate.
        "AIRFLOW__WORKERS__MIN_HEARTBEAT_INTERVAL": "1",
        # A killed worker heals after half a minute instead of five.
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "30",
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "10",
        "AIRFLOW__SCHEDULER__MAX_DAGRUNS_PER_LOOP_TO_SCHEDULE": "100",
        "AIRFLOW__DAG_PROCESSOR__PARSING_PROCESSES": "1",
        # The DAGs lie in one folder: no bundle has versions to tidy up, and a worker of Celery forks itself to do it.
        "AIRFLOW__DAG_PROCESSOR__STALE_BUNDLE_CLEANUP_INTERVAL": "0",
        "AIRFLOW__METRICS__STATSD_ON": "False",
        "AIRFLOW__METRICS__OTEL_ON": str(bool(settings.metingen)),
        "AIRFLOW__LOGGING__COLORED_CONSOLE_LOG": "False",
        # By default it opens the logs of tasks for the group and for everybody, whatever the mask.
        "AIRFLOW__LOGGING__FILE_TASK_HANDLER_NEW_FOLDER_PERMISSIONS": "0o700",
        "AIRFLOW__LOGGING__FILE_TASK_HANDLER_NEW_FILE_PERMISSIONS": "0o600",
        "GX_ANALYTICS_ENABLED": "false",
        # Without this the C library keeps an arena per thread and the three processes grow by 100 MB.
        "MALLOC_ARENA_MAX": "2",
        **_metrics_environment(settings),
        **_PACE[fast],
        **own,
        **_settings_environment(settings),
    }
    kept = {name: text for name, text in os.environ.items() if not name.startswith("AIRFLOW") or _leads(settings, name)}
    return kept | chosen


def _leads(settings: Settings, name: str) -> bool:
    """Return whether it leads Airflow to the connection that the settings name: the connection itself, or a vault."""
    wanted = settings.graph.airflow_connection
    return wanted != "" and (name == f"{CONNECTION}{wanted.upper()}" or name.startswith((VAULT, WORKERS_VAULT)))


# Measured at rest: 0.2 s and 10 s cost 31 CPU seconds a minute, 1 s and 60 s cost 11.
_PACE: Mapping[bool, Mapping[str, str]] = {
    True: {
        "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.2",
        "AIRFLOW__SCHEDULER__SCHEDULER_HEARTBEAT_SEC": "1",
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "10",
        "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "10",
    },
    False: {
        "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "1",
        "AIRFLOW__SCHEDULER__SCHEDULER_HEARTBEAT_SEC": "5",
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "60",
        "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "60",
    },
}


def _metrics_environment(settings: Settings) -> dict[str, str]:
    """Return where metrics go: by OpenTelemetry's own names, as Airflow's for them are deprecated."""
    if not settings.metingen:
        return {}
    return {"OTEL_EXPORTER_OTLP_ENDPOINT": settings.metingen, "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf"}


def _settings_environment(settings: Settings) -> dict[str, str]:
    """Return our own settings as `JAARCYCLUS_…`, so that every task reads the same ones."""
    names = {field.name for field in fields(settings)} - {"graph", "oidc"}
    own = {f"JAARCYCLUS_{name.upper()}": str(getattr(settings, name)) for name in sorted(names)}
    return own | settings.graph.as_env() | settings.oidc.as_env() | settings.mail.as_env()


def _secret_environment(settings: Settings) -> dict[str, str]:
    """Return the keys the three processes share; made once, kept readable by the owner only."""
    return {
        "AIRFLOW__API_AUTH__JWT_SECRET": read_secret(settings, "jwt"),
        "AIRFLOW__API__SECRET_KEY": read_secret(settings, "sessie"),
        "AIRFLOW__CORE__FERNET_KEY": read_secret(settings, "fernet"),
    }
