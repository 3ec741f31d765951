"""What stands in front of everything, Airflow's own pages too: which host, from which page, with which headers.

A browser sends the cookie along by itself, also when another page made it send the request. Airflow asks for no token
against that, so the page of origin is looked at here, for every change and for signing out. Do not look at the person:
that comes later.
"""

import re
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse

from jaarcyclus.settings import Settings
from jaarcyclus_airflow.asgi import READING_METHODS

_HOST = re.compile(r"(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:[0-9]{1,5})?")
# Airflow signs out by GET; an address that somebody types is "none", and an older browser says nothing.
_SIGN_OUT = re.compile(r"(/api/v2)?/auth/(token/)?logout/?")
# As strict as Airflow's own pages bear: they have styles and scripts in the page. Framed by itself: its FAB lists are.
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Content-Security-Policy": "frame-ancestors 'self'; object-src 'none'; base-uri 'self'",
    "Referrer-Policy": "same-origin",  # with no-referrer a browser calls its origin "null", also to us
}
HSTS = {"Strict-Transport-Security": "max-age=31536000"}  # a year; of the other names of the domain we know nothing
OTHER_HOST = "Deze naam hoort niet bij Jaarcyclus; ga naar het adres dat u van de beheerder kreeg."
OTHER_SITE = "Dit verzoek kwam van een andere website; ga naar Jaarcyclus zelf en doe het daar."


class Border:
    """Pure ASGI middleware, in front of all others of ours."""

    def __init__(self, app, settings: Settings) -> None:
        self.app = app
        self._hosts = settings.host_names
        self._address = settings.adres
        self._behind_tls = settings.behind_tls

    async def __call__(self, scope, receive, send) -> None:
        """Refuse what is not for us or not from us; give every answer its headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self._behind_tls:  # so that every cookie becomes Secure, whatever the proxy tells or leaves out
            scope = {**scope, "scheme": "https"}
        answer = self._refusal(scope) or self.app
        await answer(scope, receive, _with_headers(scope, send))

    def _refusal(self, scope) -> JSONResponse | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        if not is_known(host, self._hosts):
            return JSONResponse({"detail": OTHER_HOST}, status_code=400)
        own = self._address or f"{scope['scheme']}://{host}"
        if scope["method"] not in READING_METHODS and is_sent_by_another_site(headers, own):
            return JSONResponse({"detail": OTHER_SITE}, status_code=403)
        if _SIGN_OUT.fullmatch(scope["path"]) and headers.get("sec-fetch-site") in ("cross-site", "same-site"):
            return JSONResponse({"detail": OTHER_SITE}, status_code=403)
        return None


def is_known(host: str, names: frozenset[str]) -> bool:
    """Return whether a Host header, in lower case, names us, on whatever port."""
    found = _HOST.fullmatch(host)
    return found is not None and found[1] in names


def is_sent_by_another_site(headers: Mapping[str, str], own: str) -> bool:
    """Return whether another page than ours may have made a browser send this change.

    A token of its own no page can add unasked. Without `Origin` a browser must say that it is our page, and who brings
    no cookie, as a program does, brings nobody's rights either.
    """
    if headers.get("authorization", "").lower().startswith("bearer "):
        return False
    origin = headers.get("origin")
    if origin is not None:
        return origin != own
    return "cookie" in headers and headers.get("sec-fetch-site") != "same-origin"


def _with_headers(scope, send):
    added = SECURITY_HEADERS | (HSTS if scope["scheme"] == "https" else {})

    async def send_with_headers(message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in added.items():
                headers.setdefault(name, value)  # our own pages are stricter
        await send(message)

    return send_with_headers
