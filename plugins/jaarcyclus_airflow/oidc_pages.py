"""The pages of signing in at the office's identity provider: one button, there and back, and which function it is for.

Nobody gets an account or a right here: the token tells who somebody is, the bezetting for which functions that person
comes in (`steps.links`), and the account of that function is the profile's. What lies between two pages is in a signed
cookie of ten minutes, for these pages only.
"""

import asyncio
import hashlib
import hmac
import re
import time
from urllib.parse import quote, unquote

from airflow.api_fastapi.app import get_cookie_path
from airflow.api_fastapi.auth.managers.base_auth_manager import COOKIE_NAME_JWT_TOKEN
from airflow.configuration import conf
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Route

from jaarcyclus.dossier.links import Identity
from jaarcyclus.errors import JaarcyclusError, Refused, tell
from jaarcyclus.installation.oidc import identity_of
from jaarcyclus.installation.oidc_metadata import read_metadata
from jaarcyclus.printing.template import fill_template
from jaarcyclus.steps import airflow_names, links
from jaarcyclus.steps.workspace import open_workspace
from jaarcyclus_airflow import auth_store
from jaarcyclus_airflow.act_log import note
from jaarcyclus_airflow.oidc_client import EXPIRED, OidcClient
from jaarcyclus_airflow.sign_in_page import PASSWORD_COOKIE, PASSWORD_FORM
from jaarcyclus_airflow.ways_in import CLOSED, PAGE

_KEPT_S = 600
_FRESH_S = 3600  # what a provider tells of itself may change; its keys are asked for as soon as one is unknown
_PATIENCE_S = 10.0  # a provider that does not answer is not asked by everybody who waits
HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; "
    "style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
}
UNKNOWN = (
    "U bent aangemeld bij {name}, maar die aanmelding hoort niet bij een functie in Jaarcyclus. Vraag de beheerder van "
    "uw samenwerking om haar te koppelen aan uw functie, en stuur hem dit kenmerk:"
)
_NEXT = re.compile(r"/(?![/\\])[!-\[\]-~]{0,500}")


class OidcPages:
    """The application behind `PAGE`."""

    def __init__(self, ways) -> None:
        self._ways = ways
        self._client: OidcClient | None = None
        self._asked = -_FRESH_S
        self._fault: Refused | None = None
        self._lock = asyncio.Lock()
        own = conf.get("api", "base_url").rstrip("/")
        self._own, self._secure = own, own.startswith("https://")
        key = conf.get("api", "secret_key").encode()
        self.app = Starlette(
            routes=[
                Route("/", self._show),
                Route("/start", self._begin),
                Route("/terug", self._finish),
                Route("/functie", self._choose, methods=["POST"]),
                Route("/wachtwoord", self._offer_password),
                Route("/af", self._sign_out),
            ],
            middleware=[
                Middleware(
                    SessionMiddleware,
                    secret_key=hmac.new(key, b"jaarcyclus aanmelden", hashlib.sha256).hexdigest(),
                    session_cookie="jc_aanmelden",
                    max_age=_KEPT_S,
                    path=PAGE,
                    same_site="lax",
                    https_only=self._secure,
                )
            ],
            exception_handlers={Refused: self._refuse, JaarcyclusError: self._fail},
        )

    @property
    def _provider(self):
        return self._ways.provider

    async def _show(self, request):
        closed = CLOSED.format(name=self._provider.name) if "wachtwoord" in request.query_params else ""
        return self._page(next=safe_next(request.query_params.get("next", ""), self._own), fault=closed)

    async def _begin(self, request):
        client = await self._connect()
        request.session.clear()
        answer = await client.begin(request, f"{self._own}{PAGE}terug")
        request.session["next"] = safe_next(request.query_params.get("next", ""), self._own)
        return answer

    async def _finish(self, request):
        client, goal = await self._connect(), request.session.get("next", "/")
        claims = await client.finish(request)
        identity = identity_of(self._provider, claims)
        found = await run_in_threadpool(links.entrances, open_workspace(), identity)
        request.session.clear()
        if not found:
            return self._page(status=403, next=goal, fault=UNKNOWN.format(name=self._provider.name), own=identity.value)
        if len(found) == 1:
            return await self._enter(request, found[0], goal)
        request.session.update(wie=identity.value, next=goal, tot=int(time.time()) + _KEPT_S)
        return self._page(choices=await run_in_threadpool(describe, found))

    async def _choose(self, request):
        """Who holds more functions says which one this is for; whether it is still theirs is asked again."""
        form, kept = await request.form(max_files=0, max_fields=1, max_part_size=200), dict(request.session)
        if kept.get("tot", 0) < time.time():
            raise Refused("AANMELDING_VERLOPEN", EXPIRED)
        identity = Identity(issuer=self._provider.issuer, claim=self._provider.claim, value=kept["wie"])
        found = await run_in_threadpool(links.entrances, open_workspace(), identity)
        chosen = next((one for one in found if account_of(one) == form.get("account")), None)
        if chosen is None:
            raise Refused("FUNCTIE_ONBEKEND", "Deze functie hebt u niet of niet meer; begin opnieuw.")
        return await self._enter(request, chosen, kept["next"])

    async def _enter(self, request, entrance, goal: str):
        note(who=account_of(entrance))
        token = await run_in_threadpool(auth_store.issue_token, account_of(entrance), entrance.link)
        request.session.clear()
        answer = RedirectResponse(goal, status_code=303, headers={"Cache-Control": "no-store"})
        path = get_cookie_path()
        answer.set_cookie(COOKIE_NAME_JWT_TOKEN, token, path=path, secure=self._secure, httponly=True, samesite="lax")
        # A session of a password that this browser had would make tokens of its own account.
        answer.delete_cookie("session", path=path, secure=self._secure, httponly=True)
        return answer

    async def _offer_password(self, request):
        goal = safe_next(request.query_params.get("next", ""), self._own)
        answer = RedirectResponse(f"{PASSWORD_FORM}?next={quote(goal, safe='/')}", status_code=303)
        answer.set_cookie(
            PASSWORD_COOKIE,
            "ja",
            max_age=_KEPT_S,
            path="/auth/login",
            secure=self._secure,
            httponly=True,
            samesite="lax",
        )
        return answer

    async def _sign_out(self, request):
        """Lead to the provider's own page of signing out, which asks; signing out here is Airflow's."""
        address = await (await self._connect()).logout_address(f"{self._own}{PAGE}")
        return RedirectResponse(address or PAGE, status_code=303)

    async def _connect(self) -> OidcClient:
        """Return the client, with what the provider told within the hour. Raises Refused while it does not answer."""
        async with self._lock:
            waited = time.monotonic() - self._asked
            if self._fault is not None and waited < _PATIENCE_S:
                raise self._fault
            if self._client is None or waited > _FRESH_S:
                self._client = None
                try:
                    self._client = OidcClient(self._provider, await run_in_threadpool(read_metadata, self._provider))
                    self._fault = None
                except Refused as fault:
                    self._fault = Refused(fault.code, f"{fault.message} Meld het aan de beheerder van uw samenwerking.")
                    raise self._fault from fault
                finally:
                    self._asked = time.monotonic()  # it may have taken as long as the patience to hear nothing
            return self._client

    async def _refuse(self, request, fault: Refused):
        request.session.clear()
        return self._page(status=503 if fault.code.startswith("AANMELDDIENST") else 403, fault=fault.message)

    async def _fail(self, request, fault: JaarcyclusError):
        return self._page(status=409, fault=tell(fault))

    def _page(self, *, status: int = 200, next: str = "/", fault: str = "", own: str = "", choices=()):  # noqa: A002
        html = fill_template(
            "aanmelden.html",
            naam=self._provider.name,
            fout=fault,
            kenmerk=own,
            keuzes=choices,
            verder=quote(next, safe="/"),
            met_wachtwoord=" of ".join(sorted(self._provider.passwords or ())).capitalize(),
        )
        return HTMLResponse(html, status_code=status, headers=HEADERS)


def account_of(entrance) -> str:
    """Return the account of the function for which somebody may come in."""
    return airflow_names.account_name(entrance.profiel, entrance.functie)


def describe(found) -> tuple[tuple[str, str], ...]:
    """Return account and what a person calls it, of each function."""
    workspace = open_workspace()
    profiles = {one.profiel: workspace.profile(one.profiel) for one in found}
    return tuple(
        (account_of(one), f"{profiles[one.profiel].name_person(one.functie)} ({profiles[one.profiel].naam})")
        for one in found
    )


def safe_next(asked: str, own: str) -> str:
    """Return a path of ours to go on to; the start page for any other address, and for signing in itself."""
    path = asked.removeprefix(own) if asked.startswith(f"{own}/") else asked
    leads_back = path.startswith(("/auth/", "/jaarcyclus/aanmelden", "/api/v2/auth/"))
    if not _NEXT.fullmatch(path) or not _NEXT.fullmatch(unquote(path)) or leads_back:
        return "/"
    return path
