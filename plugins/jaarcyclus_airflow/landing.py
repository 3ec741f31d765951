"""Leads who signs in to our own pages, or to the page where that person was going.

Airflow has no setting for it: it always leads to its own first page, and forgets where somebody was going when its
second cookie still lives. Who administers Airflow itself has that page for home, and it stays at `/?airflow` for all.
"""

from urllib.parse import unquote

from airflow.api_fastapi.app import get_auth_manager, get_cookie_path
from fastapi import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse

from jaarcyclus.pages.reader import HOME
from jaarcyclus.steps import airflow_names
from jaarcyclus_airflow.page_faults import RETURN_COOKIE
from jaarcyclus_airflow.vote_door import account_of

_LONGEST = 500


class Landing:
    """Pure ASGI middleware; only a request for Airflow's first page is looked at."""

    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        """Lead a person from Airflow's first page to ours; pass everything else on."""
        answer = await self._answer(scope) if _is_first_page(scope) else None
        await (answer or self.app)(scope, receive, send)

    async def _answer(self, scope):
        try:
            account = await account_of(scope)
        except HTTPException:  # Airflow's page would lead there by script
            return RedirectResponse(get_auth_manager().get_url_login(next_url="/"), status_code=303)
        if airflow_names.person_of(account, airflow_names.profile_of_account(account)) is None:
            return None
        asked = unquote(Request(scope).cookies.get(RETURN_COOKIE, ""))
        answer = RedirectResponse(asked if is_own(asked) else HOME, status_code=303)
        answer.delete_cookie(RETURN_COOKIE, path=get_cookie_path())
        return answer


def is_own(address: str) -> bool:
    """Return whether this is a page of ours, and nothing that a browser could read as another site."""
    return (
        address.startswith(HOME)
        and len(address) <= _LONGEST
        and "//" not in address
        and "\\" not in address
        and address.isprintable()
    )


def _is_first_page(scope) -> bool:
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and scope["path"] == "/"
        and not scope["query_string"]
        and any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])
    )
