"""One line in the log per act of a person: who, what, on what, how it ended, from where (BIO2 8.15).

Stands in front of everything, so that what is refused has its line too, by whichever wall. The one place that writes
such a line; what only a route knows, it notes. Nothing that people type is in it, and no secret: a value is a code of
ours, an address that is known, or a dash. Do not log here what somebody only looks at, but for a dossier taken out.
"""

import logging
import re
from contextvars import ContextVar
from dataclasses import dataclass
from urllib.parse import quote

from airflow.api_fastapi.auth.managers.base_auth_manager import COOKIE_NAME_JWT_TOKEN
from fastapi import HTTPException
from flask_appbuilder.const import LOGMSG_WAR_SEC_LOGIN_FAILED
from starlette.concurrency import run_in_threadpool

from jaarcyclus import clock
from jaarcyclus.errors import JaarcyclusError
from jaarcyclus.installation import credentials
from jaarcyclus.settings import Settings
from jaarcyclus.steps.agendas import AGENDA
from jaarcyclus.steps.airflow_names import TECHNICAL, is_answer
from jaarcyclus_airflow.asgi import READING_METHODS

LOGGER = "jaarcyclus.handelingen"
log = logging.getLogger(LOGGER)
log.setLevel(logging.INFO)  # whatever Airflow sets for itself

_OF_SIGN_IN = "airflow.providers.fab.auth_manager.security_manager.override"
NOTHING = "-"
SIGN_IN, SIGN_OUT = "aanmelden", "afmelden"
UNNAMED, OF_AIRFLOW = "anders", "airflow"
_UNKNOWN = "onbekend"
_SAFE = re.compile(r"[A-Za-z0-9_.:/~-]{1,200}")
_FAILED, _REFUSED = 500, 400
_N, _D = r"[a-z0-9_-]+", r"(?P<op>[a-z0-9_-]+)"
_ACTS = tuple(
    (method, re.compile(path), what)
    for method, path, what in (
        ("POST", rf"/jaarcyclus/besluiten/(?P<op>{_N}/{_N}/{_N})/antwoord", "stem"),
        ("POST", rf"/jaarcyclus/besluiten/ontvangst/(?P<op>{_N}/{_N})", "ontvangst"),
        ("POST", r"/jaarcyclus/inleveren", "inzending"),
        ("POST", rf"/jaarcyclus/inzending/{_N}", "inzending"),
        ("POST", rf"/jaarcyclus/inleveren/voorwaarde/(?P<op>{_N}/{_N}/{_N})/bevestig", "voorwaarde"),
        ("POST", rf"/jaarcyclus/jaar/dossier/(?P<op>{_N})/(?P<wat>[a-z]+)(?:/{_N})?/bevestig", ""),
        ("POST", rf"/jaarcyclus/dossier/{_D}/heropen", "heropenen"),
        ("POST", rf"/jaarcyclus/dossier/{_D}/correctie", "corrigeren"),
        ("POST", rf"/jaarcyclus/dossier/{_D}/intrekking", "intrekken"),
        ("POST", rf"/jaarcyclus/dossier/{_D}/(?P<wat>[a-z]+)", ""),
        ("POST", rf"/jaarcyclus/dossiers/{_D}/controle", "narekenen"),
        ("GET", rf"/jaarcyclus/dossiers/{_D}/uitvoer", "uitvoer"),
        ("POST", r"/jaarcyclus/jaar/bevestig/(?P<wat>[a-z]+)", ""),
        ("POST", rf"/jaarcyclus/(?P<wat>klok|terugzetting|verder)/{_D}", ""),
        ("POST", r"/jaarcyclus/beheer/kalender", "verder"),
        ("POST", r"/jaarcyclus/beheer/controle", "machinecontrole"),
        ("POST", rf"/jaarcyclus/beheer/(?P<wat>[a-z]+)/(?P<op>{_N})/bevestig", ""),
        ("POST", rf"/jaarcyclus/bezetting/{_N}", "bezetten"),
        ("POST", rf"/jaarcyclus/bezetting/{_N}/vertrek", "verlaten"),
        ("POST", rf"/jaarcyclus/bezetting/{_N}/vertrek/herstel", "herstellen"),
        ("POST", rf"/jaarcyclus/bezetting/{_N}/koppeling", "koppelen"),
        ("POST", rf"/jaarcyclus/bezetting/{_N}/ontkoppeling", "ontkoppelen"),
        ("POST", rf"/jaarcyclus/uitgifte/{_N}", "wachtwoord"),
        ("POST", r"/jaarcyclus/wachtwoord", "eigen_wachtwoord"),
        ("POST", r"/jaarcyclus/berichten", "berichten"),
        ("POST", r"/jaarcyclus/berichten/agenda", "agenda"),
        ("POST", r"/jaarcyclus/berichten/agenda/intrekken", "agenda_intrekken"),
        ("POST", r"/jaarcyclus/sleutels", "sleutel"),
        ("POST", r"/jaarcyclus/sleutels/(?P<op>\d+)/bevestig", "sleutel_bevestigen"),
        ("POST", r"/jaarcyclus/sleutels/(?P<op>\d+)/intrek", "sleutel_intrekken"),
        ("POST", r"/auth/login/?|/auth/token(?:/cli)?/?|/auth/api/v1/security/login/?", SIGN_IN),
        ("GET", r"/jaarcyclus/aanmelden/terug", SIGN_IN),
        ("POST", r"/jaarcyclus/aanmelden/functie", SIGN_IN),
        ("GET", r"(?:/api/v2)?/auth/logout/?", SIGN_OUT),
        ("GET", r"/jaarcyclus/aanmelden/af", SIGN_OUT),
    )
)
# A form that is checked or changed does nothing yet; nor does what Airflow's page asks with POST, or a task tells.
_NO_ACT = re.compile(r"/jaarcyclus/.*/(?:wijzig|controle)|/api/v2/.*/list|/execution/.*")


@dataclass
class Noted:
    """What is known of one act so far; `who` None while nobody said so."""

    what: str
    on: str
    who: str | None = None
    code: str = NOTHING


_NOTED: ContextVar[Noted | None] = ContextVar("jaarcyclus_noted", default=None)


def note(*, who: str | None = None, on: str | None = None, code: str | None = None) -> None:
    """Tell what only a route knows of the act that is under way; outside one nothing happens.

    On what it is, an address of ours tells best.
    """
    noted = _NOTED.get()
    if noted is not None:
        noted.who, noted.code = who or noted.who, code or noted.code
        noted.on = on if on and noted.on == NOTHING else noted.on


def name_act(method: str, path: str) -> Noted | None:
    """Return what a request does, and on what by its address; None when it only looks."""
    for known, pattern, what in _ACTS:
        if method == known and (found := pattern.fullmatch(path)):
            told = found.groupdict()
            return Noted(what=what or told["wat"], on=told.get("op") or NOTHING)
    if method in READING_METHODS or _NO_ACT.fullmatch(path):
        return None
    if AGENDA.rstrip("/") in path.lower():  # what stands behind it is a secret
        return Noted(what=UNNAMED, on=AGENDA)
    if is_answer(path):
        return Noted(what="stem", on=NOTHING)  # which, the door for votes notes
    return Noted(what=UNNAMED if path.startswith("/jaarcyclus/") else OF_AIRFLOW, on=path)


class ActLog:
    """Pure ASGI middleware, in front of all others."""

    def __init__(self, app) -> None:
        self.app = app
        logging.getLogger(_OF_SIGN_IN).addFilter(is_not_of_a_try)

    async def __call__(self, scope, receive, send) -> None:
        """Pass everything on, and write the line of an act once it has ended."""
        noted = name_act(scope["method"], scope["path"]) if scope["type"] == "http" else None
        if noted is None:
            await self.app(scope, receive, send)
            return
        signing = noted.what == SIGN_IN
        who = None if signing else await _signed_in(scope)  # before: who signs out or chooses a password is out after
        status, entered = 500, False

        async def send_and_see(message) -> None:
            nonlocal status, entered
            if message["type"] == "http.response.start":
                status, entered = message["status"], _gives_token(message["headers"])
            await send(message)

        token = _NOTED.set(noted)
        try:
            await self.app(scope, receive, send_and_see)
        finally:
            _NOTED.reset(token)
            named = await run_in_threadpool(_known, noted.who) if signing else who
            ended = _ended(noted.what, scope["method"], status, entered=entered)
            if ended and not _goes_without(noted.what, named, ended):
                log.info(write_line(noted, named, ended, status, (scope.get("client") or ("",))[0]))


def _goes_without(what: str, who: str | None, ended: str) -> bool:
    """What the program itself does is in the ledger; and who is out already, as on the way that a browser goes, does
    not go out."""
    return (who == TECHNICAL and ended == "gelukt") or (what == SIGN_OUT and who is None)


def write_line(noted: Noted, who: str | None, ended: str, status: int, address: str) -> str:
    """Return the line: seven fields in this order, each `name=value`, no value with a space or a sign of control."""
    told = {
        "tijd": clock.real_time().isoformat(timespec="milliseconds"),
        "wie": who,
        "wat": noted.what,
        "waarop": noted.on,
        "uitkomst": f"{ended}:{status}",
        "code": noted.code,
        "vanaf": address,
    }
    return " ".join(("handeling", *(f"{name}={_plain(value)}" for name, value in told.items())))


def _plain(value: str | None) -> str:
    """A code of ours is told as it is; of anything else no sign that could begin a line or a field."""
    if not value:
        return NOTHING
    return value if _SAFE.fullmatch(value) else quote(value[:200], safe="/_.:~-+")


def _ended(what: str, method: str, status: int, *, entered: bool) -> str | None:
    """Return how it ended; None when signing in goes on, as for who must first say for which function."""
    if status >= _FAILED:
        return "mislukt"
    if status >= _REFUSED:
        return "geweigerd"
    if what == SIGN_IN:
        return "gelukt" if entered else _not_entered(method, status)
    if method == "GET" and what != SIGN_OUT and status != 200:  # led to the page of signing in
        return "geweigerd"
    return "gelukt"


def _not_entered(method: str, status: int) -> str | None:
    if status == 201:  # a program gets its token in the answer
        return "gelukt"
    return "geweigerd" if method == "POST" else None


def _gives_token(headers) -> bool:
    started = f"{COOKIE_NAME_JWT_TOKEN}=".encode()
    given = (value for name, value in headers if name.lower() == b"set-cookie" and value.startswith(started))
    return any(not value.startswith((started + b";", started + b'"')) for value in given)


def is_not_of_a_try(record: logging.LogRecord) -> bool:
    """Airflow's own line of a failed try has what was typed for a name; ours tells of the try without it."""
    return record.msg != LOGMSG_WAR_SEC_LOGIN_FAILED


async def _signed_in(scope) -> str | None:
    from jaarcyclus_airflow.vote_door import account_of  # the door notes here what it refuses

    try:
        return await account_of(scope)
    except HTTPException:
        return None
    except Exception:  # whoever serves the request says what is wrong
        log.exception("it could not be told who is signed in")
        return None


def _known(tried: str | None) -> str:
    """Return the account that was tried; of one that is not ours no sign: people type a password there too."""
    try:
        return tried if tried in credentials.known_accounts(Settings.from_env()) else _UNKNOWN
    except (JaarcyclusError, OSError):
        return _UNKNOWN
