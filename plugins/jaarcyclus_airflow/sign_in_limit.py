"""How often a password may be tried: per account and address, on every way in, with a Dutch answer.

Not per address alone: a whole office has one. Not per account alone: then anybody could keep a member from voting.
Stands before Airflow looks at the password. Do not count in another process: the API server is one.
"""

import asyncio
import ipaddress
import json
import logging
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs
from weakref import WeakValueDictionary

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse

from jaarcyclus.steps.airflow_names import TECHNICAL
from jaarcyclus.steps.passwords import PAGE as OWN_PASSWORD
from jaarcyclus_airflow.act_log import note
from jaarcyclus_airflow.asgi import Reply, TooLarge, ask, read_body, replay
from jaarcyclus_airflow.ways_in import CLOSED, PAGE, WaysIn
from jaarcyclus_airflow.withdrawn import WITHDRAWN

log = logging.getLogger(__name__)

FORM = "/auth/login"
PAGES = (FORM, OWN_PASSWORD)  # who chooses an own password gives the one of now
FORM_ENCODING = "application/x-www-form-urlencoded"
# Each of these may make us ask the provider something.
ELSEWHERE = (f"{PAGE}start", f"{PAGE}terug", f"{PAGE}af")
TOKENS = ("/auth/token", "/auth/token/cli", "/auth/api/v1/security/login")
WAIT_S = 40  # Airflow's own measure: five tries in forty seconds
PER_ACCOUNT = RateLimitItemPerSecond(5, WAIT_S)
# More than an office that starts at nine; it bounds who goes along all accounts, or makes us compute hashes.
PER_ADDRESS = RateLimitItemPerSecond(100, WAIT_S)
MAX_BYTES = 20_000
WAITING = Path(__file__).with_suffix(".html").read_text()
TOO_OFTEN = f"U hebt te vaak geprobeerd u aan te melden. Wacht {WAIT_S} seconden en probeer het dan opnieuw."
TOO_LARGE = "Dit verzoek is te groot om een aanmelding te zijn; vul alleen uw gebruikersnaam en wachtwoord in."
OTHER_ENCODING = "Zo kunt u zich hier niet aanmelden. Open /auth/login/ in uw browser en vul daar uw gegevens in."
# What Airflow says in English to who asks for a token.
_UNREADABLE = "Dit verzoek om een token is niet te lezen; stuur `username` en `password` als JSON."
FAILURES = {
    400: _UNREADABLE,
    401: "Het account of het wachtwoord klopt niet; controleer beide en probeer het opnieuw.",
    422: _UNREADABLE,
}
_FAILED, _WRONG = 400, 401


class SignInLimit:
    """Pure ASGI middleware. Tries of one account from one address wait for each other: all at once gains nothing."""

    def __init__(self, app, ways: WaysIn | None = None, withdraw: Callable[[str], bool] = WITHDRAWN.withdraw) -> None:
        self.app = app
        self._ways = ways or WaysIn()
        self._withdraw = withdraw
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._turns: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def __call__(self, scope, receive, send) -> None:
        """Count a try; pass everything else on."""
        if scope["type"] == "http" and scope["path"] in ELSEWHERE:
            within = self._limiter.hit(PER_ADDRESS, "elders", address_of(scope))
            await (self.app if within else refusal(scope))(scope, receive, send)
            return
        if not is_try(scope):
            await self.app(scope, receive, send)
            return
        if is_otherwise_encoded(scope):
            await JSONResponse({"detail": OTHER_ENCODING}, status_code=415)(scope, receive, send)
            return
        try:
            body = await read_body(receive, MAX_BYTES)
        except TooLarge:
            await JSONResponse({"detail": TOO_LARGE}, status_code=413)(scope, receive, send)
            return
        account, address = tried_account(scope, body), address_of(scope)
        if scope["path"].rstrip("/") != OWN_PASSWORD:
            note(who=account)
        if account == TECHNICAL:
            # Its password is 144 random bits; whoever tries it must not stop the installation from signing in.
            await self.app(scope, replay(body, receive), send)
            return
        if scope["path"].rstrip("/") != OWN_PASSWORD and not self._ways.takes_password(account):
            await self._closed(scope)(scope, receive, send)
            return
        async with self._turns.setdefault((account, address), asyncio.Lock()):
            await self._try(scope, replay(body, receive), send, account, address)

    def _closed(self, scope):
        """Say it to a program; lead a person to the page where it goes on. It tells nothing of whether there is one."""
        if scope["path"].rstrip("/") == FORM:
            return RedirectResponse(f"{PAGE}?wachtwoord=dicht", status_code=303)
        return JSONResponse({"detail": CLOSED.format(name=self._ways.provider.name)}, status_code=403)

    async def _try(self, scope, receive, send, account: str, address: str) -> None:
        if not self._limiter.test(PER_ACCOUNT, account, address) or not self._limiter.hit(PER_ADDRESS, address):
            await refusal(scope)(scope, receive, send)
            return
        # That of a former holder is then as wrong as any other, and nobody hears of the change.
        try:
            await run_in_threadpool(self._withdraw, account)
        except Exception:  # the wall asks it again of the token
            log.exception("whether the password of an account has ended could not be read")
        answer = Reply(*await ask(self.app, scope, receive))
        path = scope["path"].rstrip("/")
        # What the form answers does not tell for whom it was right: a session may be somebody else's. So each counts.
        if path == FORM or (answer.status == _WRONG if path == OWN_PASSWORD else answer.status >= _FAILED):
            self._limiter.hit(PER_ACCOUNT, account, address)
        if path in TOKENS and answer.status in FAILURES:
            answer = JSONResponse({"detail": FAILURES[answer.status]}, status_code=answer.status)
        await answer(scope, receive, send)


def is_try(scope) -> bool:
    """Return whether this request offers a password."""
    return scope["type"] == "http" and scope["method"] == "POST" and scope["path"].rstrip("/") in (*PAGES, *TOKENS)


def is_otherwise_encoded(scope) -> bool:
    """Return whether the form comes in another encoding than its page sends.

    Airflow would read the account from multipart and from JSON too, and for each that we read less well than Airflow
    there would be tries that nobody counts.
    """
    if scope["path"].rstrip("/") not in PAGES:
        return False
    kinds = [kind.partition(";")[0].strip().lower() for kind in Headers(scope=scope).getlist("content-type")]
    return kinds != [FORM_ENCODING]


def tried_account(scope, body: bytes) -> str:
    """Return the account that is tried, in one spelling; empty for what cannot be read, which counts together.

    Airflow takes capitals for small letters, and the mail address that we made for the name.
    """
    name = _form_name(body) if scope["path"].rstrip("/") in PAGES else _json_name(body)
    return name.partition("@")[0].strip().casefold()[:200]


def _form_name(body: bytes) -> str:
    fields = parse_qs(body.decode(errors="replace"), keep_blank_values=True)
    return fields.get("username", [""])[0]


def _json_name(body: bytes) -> str:
    try:
        return str(json.loads(body)["username"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def address_of(scope) -> str:
    """Return where the request came from; of IPv6 the network, as one desk has all addresses in it."""
    host = (scope.get("client") or ("",))[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return str(host)
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else host


def refusal(scope):
    """Return the answer to one try too many: a page on the page, a sentence to a program."""
    headers = {"Retry-After": str(WAIT_S), "Cache-Control": "no-store"}
    if scope["path"].rstrip("/") in PAGES or scope["path"] in ELSEWHERE:
        return HTMLResponse(WAITING, status_code=429, headers=headers)
    return JSONResponse({"detail": TOO_OFTEN}, status_code=429, headers=headers)
