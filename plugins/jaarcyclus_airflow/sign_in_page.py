"""Leads who wants to sign in to the page with the button, where the office has an identity provider.

Airflow's form for a name and a password stays behind a link on that page, which leaves a cookie of ten minutes: after a
wrong password the form must come back, with its sentence.
"""

from urllib.parse import parse_qs, quote

from starlette.requests import Request
from starlette.responses import RedirectResponse

from jaarcyclus.steps.agendas import AGENDA
from jaarcyclus_airflow.asgi import ask
from jaarcyclus_airflow.ways_in import PAGE

UNTOLD_AGENDA = f"{AGENDA}-"
"""What a log says instead."""
_TOLD_AS_IT_IS = "/:@!$&()*+,;~"  # beside letters, digits and -._: none begins a field, quotes one or is unseen
SIGN_OUT, END_OF_SESSION = "/auth/logout", "/auth/logout/"
"""Two routes: of Airflow's provider, to which signing out leads, and of the library behind its form."""
PASSWORD_FORM = "/auth/login/"  # noqa: S105 - an address
PASSWORD_COOKIE = "jc_wachtwoord"  # noqa: S105 - a name


class SignInPage:
    """Pure ASGI middleware."""

    def __init__(self, app, ways) -> None:
        self.app = app
        self._ways = ways

    async def __call__(self, scope, receive, send) -> None:
        """Lead to our page; pass everything else on."""
        if self._ways.provider is not None and is_form(scope) and PASSWORD_COOKIE not in Request(scope).cookies:
            asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("next", ["/"])[0]
            answer = RedirectResponse(f"{PAGE}?next={quote(asked, safe='/')}", status_code=303)
            await answer(scope, receive, send)
            return
        if scope["type"] == "http" and scope["path"] == SIGN_OUT:
            # Airflow's route only takes the cookies away; who kept that of the session would get a new token for it.
            await ask(self.app, {**scope, "path": END_OF_SESSION, "raw_path": END_OF_SESSION.encode()}, receive)
        await self.app(scope, receive, send)


def is_form(scope) -> bool:
    """Return whether this asks for Airflow's page of signing in."""
    return (
        scope["type"] == "http"
        and scope["method"] in ("GET", "HEAD")
        and scope["path"].rstrip("/") == PASSWORD_FORM.rstrip("/")
    )


class Untold:
    """Pure ASGI middleware in front of all others: what Airflow's log of requests may not repeat, it does not get.

    That log is written last, from the scope that it passed on. The code of a sign-in has served by then, and yet is no
    one's to read; the address of somebody's calendar serves for as long as it is not withdrawn. And a server makes the
    signs again that a stranger sent as %20 or %00: with those a path would read as another line, or end the reading.
    """

    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        """Pass everything on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        inner = dict(scope)  # and at once: whoever looks meanwhile reads nothing of it either
        if AGENDA.rstrip("/") in scope["path"].lower():
            scope |= {"path": UNTOLD_AGENDA, "raw_path": UNTOLD_AGENDA.encode(), "query_string": b""}
        else:
            scope["path"] = quote(scope["path"], safe=_TOLD_AS_IT_IS, errors="replace")
            if inner["path"] == f"{PAGE}terug":
                scope["query_string"] = b""
        await self.app(inner, receive, send)
