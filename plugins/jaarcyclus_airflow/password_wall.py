"""Nobody does anything with a password that somebody else issued, or by a way that the office closed.

Whoever issued a password knows it, and may have signed in with it: until the holder chose, the account stands still,
and a token from before that choice is worth nothing. Whether it is so, the postbus tells; read again when it grew. Who
signed in at the office's provider used no password: that counts for as long as the bezetting lets that person in.
"""

import logging
import re
from contextlib import suppress

from fastapi import HTTPException
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse

from jaarcyclus.dossier.issuances import last_choice, read_issuances, unanswered
from jaarcyclus.errors import Refused
from jaarcyclus.steps import airflow_names
from jaarcyclus.steps.passwords import PAGE
from jaarcyclus_airflow.reading import mailboxes
from jaarcyclus_airflow.token_claims import LINK, claims_of, issued_at
from jaarcyclus_airflow.vote_door import account_of
from jaarcyclus_airflow.ways_in import CLOSED, GONE, WaysIn

log = logging.getLogger(__name__)

SIGN_IN = "/auth/login/"
# What signs in or out, and what is no person's.
_OPEN = re.compile(
    r"/auth/(login|logout|back|token|token/cli|token/logout|oauth-authorized/[\w-]+)/?"
    r"|/auth/api/v1/security/(login|refresh)/?|/api/v2/auth/(login|logout)|/api/v2/monitor/health"
    r"|(/auth)?/static/.*|/execution/.*"
    r"|/jaarcyclus/aanmelden/(start|terug|functie|wachtwoord|af)?"
)
CHOOSE = f"Voor uw account is een nieuw wachtwoord uitgegeven; kies eerst een eigen wachtwoord op {PAGE}."
AGAIN = "U hebt een ander wachtwoord gekozen; meld u opnieuw aan en begin opnieuw."
FAILED = "Dit gaat nu niet door een storing. Wacht een halve minuut en begin opnieuw."


class PasswordWall:
    """Pure ASGI middleware."""

    def __init__(self, app, ways: WaysIn | None = None) -> None:
        self.app = app
        self._ways = ways or WaysIn()
        self._seen: dict[str, tuple] = {}  # profiel -> the events about passwords that were seen last

    async def __call__(self, scope, receive, send) -> None:
        """Refuse what waits for an own password; pass everything else on."""
        answer = await self._answer(scope) if scope["type"] == "http" else None
        await (answer or self.app)(scope, receive, send)

    async def _answer(self, scope):
        if _OPEN.fullmatch(scope["path"]):
            return None
        try:
            account = await account_of(scope)
            return await run_in_threadpool(self._refusal, scope, account, await claims_of(scope))
        except HTTPException:
            # Nobody is signed in, and whoever serves this refuses that; of our page a person sees how to go on.
            own = scope["path"] == PAGE and _is_browser(scope)
            return RedirectResponse(f"{SIGN_IN}?next={PAGE}", status_code=303) if own else None
        except Exception:
            log.exception("the wall for passwords failed")
            return JSONResponse({"detail": FAILED}, status_code=503)

    def _refusal(self, scope, account: str, claims):
        if claims.get(LINK) is not None:
            return None if self._ways.lets_in(account, claims[LINK]) else _refuse(scope, GONE, 401, SIGN_IN)
        if not self._ways.takes_password(account):
            return _refuse(scope, CLOSED.format(name=self._ways.provider.name), 401, SIGN_IN)
        return self._refusal_of_password(scope, account, issued_at(claims))

    def _refusal_of_password(self, scope, account: str, token_of):
        profiel = airflow_names.profile_of_account(account)
        person = airflow_names.person_of(account, profiel)
        events = self._events(profiel) if person is not None else ()
        if scope["path"] != PAGE and unanswered(read_issuances(events), person):
            return _refuse(scope, CHOOSE, 403, PAGE)
        chosen = last_choice(events, person)
        # A token counts in whole seconds: that of the same second may be from just before.
        if chosen is not None and (token_of is None or token_of <= chosen):
            return _refuse(scope, AGAIN, 401, SIGN_IN)
        return None

    def _events(self, profiel: str) -> tuple:
        with suppress(Refused):  # put back to an older copy: what was seen holds, and the controller can go on
            self._seen[profiel] = mailboxes().passwords(profiel)
        return self._seen.get(profiel, ())


def _refuse(scope, sentence: str, status: int, page: str):
    """Lead a browser to the page where it goes on, and tell a program."""
    if _is_browser(scope):
        return RedirectResponse(page, status_code=303)
    code = "WACHTWOORD_KIEZEN" if page == PAGE else "OPNIEUW_AANMELDEN"
    return JSONResponse({"detail": sentence, "code": code}, status_code=status)


def _is_browser(scope) -> bool:
    return scope["method"] == "GET" and any(n == b"accept" and b"text/html" in v for n, v in scope["headers"])
