"""Closes Airflow's own routes for accounts, roles and rights: for everybody, an administrator too.

Who sets a member's password can sign in as that member and vote; who lists accounts reads those of every cooperation.
Accounts come from the profile alone; a new password is issued by an act of ours that is recorded (`passwords_api`), or
as Airflow starts (`accounts`). What stands here is open, and the rest is not: a route that a next version of Airflow
brings is closed until somebody has looked at it.
"""

import re

from starlette.responses import JSONResponse, RedirectResponse

from jaarcyclus.steps.passwords import PAGE
from jaarcyclus_airflow.asgi import READING_METHODS

_MOUNT = re.compile(r"/auth(/|$)")
_AIRFLOWS_PAGE = re.compile(r"/auth/resetmypassword/form/?")
_OPEN = re.compile(
    r"/auth/?"
    r"|/auth/(login|logout|back|users/userinfo)/?"
    r"|/auth/oauth-authorized/[\w-]+"
    r"|/auth/(token|token/cli|token/logout|api/v1/security/login)/?"
    r"|/auth/static/[^?#]*"
)
# A token made of a token would make a sign-in last for ever; one for a password lasts ten hours.
_RENEWAL = re.compile(r"/ui/auth/token/?")
_OPEN_TO_READ = re.compile(r"/auth/(docs|redoc|openapi\.json)[^?#]*")
CLOSED = (
    "Accounts en rechten volgen uit het profiel en worden hier niet getoond of veranderd, en een token haalt u met uw "
    f"wachtwoord op /auth/token. Uw eigen wachtwoord verandert u op {PAGE}; is het zoek, vraag dan de beheerder "
    "van uw samenwerking om een nieuw."
)


class AccountsWall:
    """Pure ASGI middleware."""

    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        """Refuse what would change or list accounts, lead to our page for the own password; pass everything else on."""
        if scope["type"] == "http" and _AIRFLOWS_PAGE.fullmatch(scope["path"]):
            await RedirectResponse(PAGE, status_code=303)(scope, receive, send)
            return
        if scope["type"] == "http" and is_closed(scope["method"], scope["path"]):
            await JSONResponse({"detail": CLOSED}, status_code=403)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def is_closed(method: str, path: str) -> bool:
    """Return whether nobody may come here: a route below /auth that is not known to be harmless, or a renewal."""
    if _RENEWAL.fullmatch(path):
        return True
    if not _MOUNT.match(path) or _OPEN.fullmatch(path):
        return False
    return method not in READING_METHODS or not _OPEN_TO_READ.fullmatch(path)
