"""How an installation in containers is put together: one service a container, one source of what Airflow is told.

`docker-compose.yml` names which services there are, where they find each other and which secrets each of them gets;
what Airflow does with that is said here, on top of what holds in every form (`installation.environment`).
"""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from jaarcyclus.errors import InvalidSetting
from jaarcyclus.installation import keyring
from jaarcyclus.installation.environment import base_url, complete, is_complete, make_environment
from jaarcyclus.settings import Settings

API_PORT = 8080
HEALTH_PORT = 8974  # where a scheduler tells whether it is alive
_EVERYWHERE = "0.0.0.0"  # noqa: S104 - within a container; docker-compose.yml says what of it others reach
_SHARED = (keyring.FERNET, keyring.JWT, keyring.SESSION, keyring.AIRFLOW, keyring.LEDGER, keyring.QUEUE)
_SETTINGS = MappingProxyType(
    {
        "JAARCYCLUS_API": "het adres van de API-server, zoals http://api-server:8080",
        "JAARCYCLUS_LEDGER_URL": "het adres van het logboek in PostgreSQL",
        "JAARCYCLUS_DATABASE": "naam en poort van PostgreSQL, zoals postgres:5432",
        "JAARCYCLUS_WACHTRIJ": "naam en poort van Redis, zoals redis:6379",
    }
)


def airflow_environment(settings: Settings) -> dict[str, str]:
    """Return the environment of a process of Airflow that neither serves nor asks, in the form that this is.

    What Airflow runs, or the watch over the inbox, has it already. Raises InvalidSetting.
    """
    if is_complete(settings, os.environ):
        return dict(os.environ)
    if settings.api:
        return Containers.from_env().environment()
    return make_environment(settings, port=API_PORT, fast=False)


@dataclass(frozen=True, kw_only=True)
class Containers:
    """What one service knows of the others. `database` and `queue` are `host:port`; `name` is its own, and unique.

    `port` is where the host itself reaches the API server.
    """

    settings: Settings = field(repr=False)  # the address of the ledger holds a password
    name: str
    listen: str
    port: str
    database: str
    queue: str
    secrets: Mapping[str, str] = field(repr=False)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, *, with_superuser: bool = False) -> "Containers":
        """Read what docker-compose.yml gave. Raises InvalidSetting for what is absent, and for a weak secret."""
        env = dict(os.environ if environ is None else environ)
        if missing := [f"{name} ({what})" for name, what in _SETTINGS.items() if not env.get(name)]:
            raise InvalidSetting(
                f"Deze dienst start niet: {', '.join(missing)} ontbreekt. Zet dat in het composebestand."
            )
        return cls(
            settings=Settings.from_env(env),
            name=env.get("HOSTNAME") or socket.gethostname(),
            listen=env.get("JAARCYCLUS_LUISTER") or _EVERYWHERE,
            port=env.get("JAARCYCLUS_POORT") or str(API_PORT),
            database=env["JAARCYCLUS_DATABASE"],
            queue=env["JAARCYCLUS_WACHTRIJ"],
            secrets=keyring.require(env, (*_SHARED, *([keyring.SUPERUSER] if with_superuser else []))),
        )

    @property
    def own_address(self) -> str:
        """Return where a service finds itself."""
        return "127.0.0.1" if self.listen == _EVERYWHERE else self.listen

    def environment(self) -> dict[str, str]:
        """Return the whole environment of a process of Airflow; the secrets themselves are no longer in it."""
        made = complete(self.settings, self._own(), listen=self.listen, port=API_PORT, api=self.settings.api)
        return {name: value for name, value in made.items() if not name.startswith(keyring.PREFIX)}

    def _own(self) -> dict[str, str]:
        queue = f"redis://:{self.secrets[keyring.QUEUE]}@{self.queue}/0"
        database = f"postgresql+psycopg://airflow:{self.secrets[keyring.AIRFLOW]}@{self.database}/airflow"
        return {
            # Airflow sends who must sign in there: not to the port within the container.
            "AIRFLOW__API__BASE_URL": self.settings.adres or base_url(self.port),
            "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
            "AIRFLOW__CORE__PARALLELISM": "16",
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": database,
            # One driver for both: the ledger has it already, and Airflow would take another for this.
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC": database,
            "AIRFLOW__CELERY__BROKER_URL": queue,
            # Read by Celery's own command: a ping that goes by Airflow's costs two seconds more of a core each time.
            "CELERY_BROKER_URL": queue,
            "AIRFLOW__CELERY__RESULT_BACKEND": f"db+{database}",
            # A step prints and judges: two at once fill two cores. The default of 16 would fill the memory.
            "AIRFLOW__CELERY__WORKER_CONCURRENCY": "2",
            # By default a scheduler forks as many processes as it has cores, to ask for the outcome of so few tasks.
            "AIRFLOW__CELERY__SYNC_PARALLELISM": "1",
            "AIRFLOW__SCHEDULER__ENABLE_HEALTH_CHECK": "True",
            "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_HOST": self.listen,
            "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_PORT": str(HEALTH_PORT),
            "AIRFLOW__CORE__FERNET_KEY": self.secrets[keyring.FERNET],
            "AIRFLOW__API_AUTH__JWT_SECRET": self.secrets[keyring.JWT],
            "AIRFLOW__API__SECRET_KEY": self.secrets[keyring.SESSION],
        }
