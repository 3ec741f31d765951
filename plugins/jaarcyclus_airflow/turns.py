"""One change at a time on SQLite: without this two people who act at once make the API server stand still.

Airflow writes its audit log inside the event loop and commits there, waiting for SQLite's one lock. When a
request in a thread holds that lock and needs the loop to commit, both wait until the database gives up: measured
as 5 s and an error at the default, 70 s with a longer wait. So changes take turns. PostgreSQL needs none of it.

Signing in and out take one too: they write who came in when and which session ended, and a first change of somebody who
had just signed in, beside a heartbeat of a task, let the server stand still for the minute that a writer waits.
"""

import asyncio

from airflow.configuration import conf
from starlette.responses import JSONResponse

from jaarcyclus_airflow.asgi import READING_METHODS, TooLarge, read_body, replay

# Ours commits in the thread it began in, and calls Airflow itself: its turn would wait for its own turn.
WITHOUT_TURN = ("/jaarcyclus/",)
SIGN_OUT = ("/auth/logout", "/auth/logout/", "/api/v2/auth/logout")  # by GET
MAX_BYTES = 2_000_000
MAX_BYTES_TASK = 50_000_000  # what a task returns


class Turns:
    """Pure ASGI middleware. A body is read before the turn is taken: a slow sender holds nobody up."""

    def __init__(self, app) -> None:
        self.app = app
        self._lock = asyncio.Lock()
        self._nodig = conf.get("database", "sql_alchemy_conn").startswith("sqlite")

    async def __call__(self, scope, receive, send) -> None:
        """Let a change wait for its turn, and everything else through."""
        if not self._nodig or scope["type"] != "http" or not _is_change(scope):
            await self.app(scope, receive, send)
            return
        if (
            scope["method"] in READING_METHODS
        ):  # it has no body, and whoever waits for one waits until the caller leaves
            async with self._lock:
                await self.app(scope, receive, send)
            return
        maximum = MAX_BYTES_TASK if scope["path"].startswith("/execution/") else MAX_BYTES
        try:
            body = await read_body(receive, maximum)
        except TooLarge:
            refusal = JSONResponse({"detail": "Dit verzoek is te groot."}, status_code=413)
            await refusal(scope, receive, send)
            return
        async with self._lock:
            await self.app(scope, replay(body, receive), send)


def _is_change(scope) -> bool:
    path = scope["path"]
    return path in SIGN_OUT or (scope["method"] not in READING_METHODS and not path.startswith(WITHOUT_TURN))
