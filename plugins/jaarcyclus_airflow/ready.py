"""Does once, before the server says that it listens, what else somebody's page would wait for.

Reading every dossier is one of two things. The other is Airflow's own: its API for tasks is built at the first request
of a task, and nobody is answered in those two seconds. Whatever fails here fails again where it is told to whoever
asks: no start is refused for it.
"""

import logging

from starlette.concurrency import run_in_threadpool

from jaarcyclus_airflow import reading
from jaarcyclus_airflow.asgi import ask

log = logging.getLogger(__name__)

OF_TASKS = "/execution/health"
"""Airflow's own page for who watches it: anybody may ask, and nothing is done."""
STARTED = "lifespan.startup.complete"


class Ready:
    """Pure ASGI middleware, behind all others of ours; only the start of the server is looked at."""

    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        """Hold back that all has started until nothing is left that comes only once; pass everything else on."""
        if scope["type"] != "lifespan":
            await self.app(scope, receive, send)
            return

        async def send_ready(message) -> None:
            if message["type"] == STARTED:
                await self._prepare(scope)
            await send(message)

        await self.app(scope, receive, send_ready)

    async def _prepare(self, scope) -> None:
        for prepare in (lambda: ask(self.app, _request(scope), _nothing), lambda: run_in_threadpool(reading.warm)):
            try:
                await prepare()
            except Exception:
                log.exception("the first who asks waits for what could not be done at the start")


def _request(scope):
    return {
        "type": "http",
        "asgi": scope["asgi"],
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": OF_TASKS,
        "raw_path": OF_TASKS.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", b"localhost")],
        "client": None,
        "server": None,
        "state": dict(scope.get("state") or {}),
        "app": scope.get("app"),
    }


async def _nothing():
    return {"type": "http.request", "body": b"", "more_body": False}
