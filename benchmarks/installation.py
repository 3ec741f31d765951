"""An installation of its own for one benchmark: started, left in peace, and ended with everything in it.

It lives in a temporary folder and on a free port of the loopback address, so a running Jaarcyclus is not touched.
"""

import json
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jaarcyclus import clock
from jaarcyclus.installation import launcher
from jaarcyclus.installation.client import AirflowClient
from jaarcyclus.installation.processes import Session
from jaarcyclus.settings import Settings

_BUSY = ("scheduled", "queued", "running", "up_for_retry", "restarting")
_QUIET_S = 20.0


@dataclass(frozen=True, kw_only=True)
class Installation:
    """A running installation at `address`; `client` is the conversation of its technical account."""

    settings: Settings
    address: str
    client: AirflowClient

    @property
    def session(self) -> Session:
        """Return the session that holds all of its processes."""
        return Session(**json.loads((self.settings.var / "sessie.json").read_text())["sessie"])

    def count_tasks(self, *states: str) -> int:
        """Return how many task instances are in one of these states, by REST."""
        query = {"state": list(states), "limit": 1}
        return int(self.client.call("GET", "/api/v2/dags/~/dagRuns/~/taskInstances", params=query)["total_entries"])

    def wait_until_quiet(self, patience_s: float) -> None:
        """Return once no task has been busy for some time. Raises TimeoutError."""
        wait_until("rest", self._stays_quiet, patience_s)

    def _stays_quiet(self) -> bool:
        end = time.monotonic() + _QUIET_S
        while self.count_tasks(*_BUSY) == 0:
            if time.monotonic() > end:
                return True
            time.sleep(2)
        return False


@contextmanager
def running_installation(
    *, fast: bool, profielen: Path | None = None, moment: datetime | None = None
) -> Iterator[Installation]:
    """Start one with the profiles of the repository, or of `profielen`; stop it whatever happens.

    With `moment` the clock is a simulated one from before the first tick.
    """
    with tempfile.TemporaryDirectory(prefix="jaarcyclus-bench-") as folder:
        environ = {"JAARCYCLUS_VAR": f"{folder}/var"} | ({"JAARCYCLUS_PROFIELEN": str(profielen)} if profielen else {})
        settings = Settings.from_env(environ)
        if moment is not None:
            clock.set_simulated(settings, moment)
        try:
            address = launcher.start(settings, fast=fast, port=free_port())
            with launcher.technical_client(settings) as client:
                yield Installation(settings=settings, address=address, client=client)
        finally:
            launcher.stop(settings)


def wait_until(what: str, look: Callable[[], bool], patience_s: float, rest_s: float = 1.0) -> None:
    """Return once `look` is true. Raises TimeoutError with `what` in it."""
    end = time.monotonic() + patience_s
    while not look():
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not after {patience_s:.0f} s")
        time.sleep(rest_s)


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
