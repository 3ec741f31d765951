"""What a person reads on a page of ours when it cannot be shown: a Dutch sentence, and how to go on.

Whoever is not signed in any more goes to sign in and comes back. What such a person was sending is not lost: it is on
the page that says so, to be sent again.
"""

import logging
from urllib.parse import quote

from airflow.api_fastapi.app import get_auth_manager, get_cookie_path
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from jaarcyclus.dossier.ballot import MAX_BYTES
from jaarcyclus.errors import JaarcyclusError, Refused, UnknownKey, tell
from jaarcyclus.pages.html import fill_page
from jaarcyclus_airflow.faults import BROKEN, OF_LIBRARIES
from jaarcyclus_airflow.vote_door import SENTENCES, refusal_status

log = logging.getLogger(__name__)

RETURN_COOKIE = "jc_naar"
RETURN_S = 600
POLICY = "Content-Security-Policy"
HEADERS = {
    "Cache-Control": "private, no-store",
    POLICY: "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
}
SIGNED_OUT = "Invalid JWT token"  # Airflow's own words, with 403, for a token that was valid once
UNREADABLE = "Dit formulier is niet te lezen of te lang. Ga terug en probeer het opnieuw."
TOO_LONG = "Te lang: {fields}. Er is niets vastgelegd. Ga terug en maak de tekst korter dan {most} tekens."


def show_faults(app: FastAPI) -> None:
    """Let `app` answer every fault with a page."""
    app.exception_handler(HTTPException)(_on_library)
    app.exception_handler(RequestValidationError)(_on_unreadable)
    app.exception_handler(Refused)(_on_refusal)
    app.exception_handler(UnknownKey)(_on_unknown)
    app.exception_handler(JaarcyclusError)(_on_named)
    app.exception_handler(Exception)(_on_broken)


def show_missing(app: FastAPI) -> None:
    """Let the API behind our pages answer a browser with a page where there is nothing; a program keeps its JSON."""
    of_programs = app.exception_handlers[HTTPException]

    @app.exception_handler(HTTPException)
    async def on_library(request: Request, fault: HTTPException) -> Response:
        by_browser = "text/html" in request.headers.get("accept", "")
        return await (_on_library if fault.status_code in (404, 405) and by_browser else of_programs)(request, fault)


def page(html: str, status: int = 200, *, of_form: bool = False, scripted: bool = False) -> HTMLResponse:
    """Return a page with the headers that all of ours have; `scripted`: it may run the one script that is ours.

    What answers a form may stay in the browser's memory: else its back button shows a fault of the browser's own.
    """
    kept = {"Cache-Control": "private, no-cache"} if of_form else {}
    policy = HEADERS[POLICY] + ("; script-src 'self'" if scripted else "")
    return HTMLResponse(html, status_code=status, headers=HEADERS | kept | {POLICY: policy})


async def _on_library(request: Request, fault: HTTPException) -> Response:
    if fault.status_code == 401 or (fault.status_code == 403 and fault.detail == SIGNED_OUT):
        return await _to_sign_in(request)
    if fault.status_code == 400 and "exceeded maximum size" in str(fault.detail):  # of a text: its name is not told
        return _told("Dit gaat niet", _too_long("een tekst in dit formulier", MAX_BYTES), 413)
    heading = "Niet gevonden" if fault.status_code == 404 else "Dit gaat niet"
    return _told(heading, OF_LIBRARIES.get(fault.status_code, str(fault.detail)), fault.status_code)


async def _to_sign_in(request: Request) -> Response:
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.method in ("GET", "HEAD"):
        answer = RedirectResponse(get_auth_manager().get_url_login(next_url=address), status_code=303, headers=HEADERS)
        # Airflow forgets where somebody was going when its other cookie is still alive (`landing.py`).
        answer.set_cookie(
            RETURN_COOKIE, quote(address), max_age=RETURN_S, path=get_cookie_path(), httponly=True, samesite="lax",
            secure=request.url.scheme == "https",
        )  # fmt: skip
        return answer
    sent = (await request.form()).multi_items()
    typed = [(name, text) for name, text in sent if isinstance(text, str)]
    if sum(len(name) + len(text) for name, text in typed) > MAX_BYTES:  # a stranger's: nobody types so much
        return _told("U bent niet meer aangemeld", SENTENCES[401], 401)
    html = fill_page(
        "verlopen.html",
        None,
        aanmelden=get_auth_manager().get_url_login(),
        naar=address,
        velden=typed,
        bestand=len(typed) < len(sent),  # which no page can send again by itself
    )
    return page(html, 401)


async def _on_refusal(_request: Request, fault: Refused) -> Response:
    return _told("Dit gaat niet", fault.message, refusal_status(fault.code))


async def _on_unknown(_request: Request, fault: UnknownKey) -> Response:
    return _told("Niet gevonden", str(fault), 404)


async def _on_unreadable(request: Request, fault: RequestValidationError) -> Response:
    faults = fault.errors()
    if request.method in ("GET", "HEAD") or any(item["loc"][0] == "path" for item in faults):  # nobody typed a form
        return _told("Niet gevonden", OF_LIBRARIES[404], 404)
    long = {str(item["loc"][-1]): item["ctx"]["max_length"] for item in faults if item["type"] == "string_too_long"}
    return _told("Dit gaat niet", _too_long(", ".join(long), min(long.values())) if long else UNREADABLE, 422)


def _too_long(fields: str, most: int) -> str:
    return TOO_LONG.format(fields=fields, most=f"{most:,}".replace(",", "."))


async def _on_named(_request: Request, fault: JaarcyclusError) -> Response:
    log.exception("a page could not be shown")
    return _told("Dit gaat nu niet", tell(fault), 503)


async def _on_broken(_request: Request, _fault: Exception) -> Response:
    log.exception("a page failed")
    return _told("Storing", BROKEN, 500)


def _told(heading: str, sentence: str, status: int) -> Response:
    return page(fill_page("melding.html", None, kop=heading, zin=sentence), status)
