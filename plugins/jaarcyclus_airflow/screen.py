"""Adds one script to Airflow's own page, so that a member reads why an answer was refused, and reads it in Dutch.

The page shows only the name of the HTTP status ("Conflict", "Validation Error"; for 403 nothing at all) where our
door answers with a sentence. The script shows that sentence. It changes nothing that is sent, and without it every
vote works as before. Do not build pages with it.
"""

from pathlib import Path

SCRIPT = b"<script>" + Path(__file__).with_suffix(".js").read_bytes() + b"</script>"
_GEEN_PAGINA = ("/api/", "/ui/", "/static/", "/auth/", "/execution/", "/jaarcyclus/")
_EINDE_KOP = b"</head>"


class Scherm:
    """Pure ASGI middleware; only Airflow's own page comes out of it changed."""

    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        """Add the script to a page, pass everything else on."""
        if not _is_page(scope):
            await self.app(scope, receive, send)
            return
        begin, stukken = {}, []

        async def keep(bericht) -> None:
            if bericht["type"] == "http.response.start":
                begin.update(bericht)
            else:
                stukken.append(bericht.get("body", b""))

        await self.app(_uncompressed(scope), receive, keep)
        body = b"".join(stukken).replace(_EINDE_KOP, SCRIPT + _EINDE_KOP, 1)
        headers = [(naam, waarde) for naam, waarde in begin["headers"] if naam != b"content-length"]
        await send({**begin, "headers": [*headers, (b"content-length", str(len(body)).encode())]})
        await send({"type": "http.response.body", "body": body})


def _is_page(scope) -> bool:
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and not scope["path"].startswith(_GEEN_PAGINA)
        and any(naam == b"accept" and b"text/html" in waarde for naam, waarde in scope["headers"])
    )


def _uncompressed(scope):
    """Return the request without its wish for a compressed answer: the page is to be read here."""
    return {**scope, "headers": [(naam, waarde) for naam, waarde in scope["headers"] if naam != b"accept-encoding"]}
