"""Adds one script and one style to Airflow's own page: a member reads in Dutch why an answer was refused, can answer on
a phone, and is not offered what would be refused (`refused.py`).

The page shows only the name of the HTTP status ("Conflict", "Validation Error"; for 403 nothing at all) where our
door answers with a sentence. The script shows that sentence. It changes nothing that is sent, and without it every
vote works as before. Do not build pages with it.
"""

import re
from pathlib import Path

from airflow.api_fastapi.app import get_auth_manager
from fastapi import HTTPException
from starlette.concurrency import run_in_threadpool

from jaarcyclus_airflow.asgi import Reply, ask, uncompressed
from jaarcyclus_airflow.refused import write_style
from jaarcyclus_airflow.vote_door import user_of

SCRIPT = b"<script>" + Path(__file__).with_suffix(".js").read_bytes() + b"</script>"
STYLE = Path(__file__).with_suffix(".css").read_text()
_NO_PAGE = ("/api/", "/ui/", "/static/", "/auth/", "/execution/", "/jaarcyclus/")
_END_OF_HEAD = b"</head>"


class Screen:
    """Pure ASGI middleware; only Airflow's own page comes out of it changed."""

    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        """Add the script to a page, pass everything else on."""
        if not _is_page(scope):
            await self.app(_dated(scope), receive, send)
            return
        status, headers, body = await ask(self.app, uncompressed(scope), receive)
        style = f"<style>{STYLE}{await _refused(scope)}</style>".encode()
        answer = Reply(status, headers, body.replace(_END_OF_HEAD, SCRIPT + style + _END_OF_HEAD, 1))
        await answer(scope, receive, send)


async def _refused(scope) -> str:
    try:
        user = await user_of(scope)
    except HTTPException:  # nobody is signed in, and the page will say so
        return ""
    return await run_in_threadpool(write_style, get_auth_manager(), user)


def _dated(scope):
    """Return a request for the calendar of a DAG with a first day.

    Without a day Airflow fails on runs that have no logical date, as ours; with one it leaves them out.
    """
    if (
        scope["type"] == "http"
        and scope["path"].startswith("/ui/calendar/")
        and not re.search(rb"(logical|partition)_date_", scope["query_string"])
    ):
        return {**scope, "query_string": scope["query_string"] + b"&logical_date_gte=1970-01-01T00:00:00Z"}
    return scope


def _is_page(scope) -> bool:
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and not scope["path"].startswith(_NO_PAGE)
        and any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])
    )
