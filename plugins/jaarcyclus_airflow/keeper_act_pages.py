"""The forms with which the beheerder keeps functions and accounts: what will happen, the check of it, and doing it.

Each act is the function that the small API calls. An issued password is shown once, on a page of its own that is asked
for after the act: no form that is sent again issues another, and no address, log or cache has it.
"""

from secrets import token_urlsafe
from threading import Lock
from time import monotonic
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from jaarcyclus.errors import Refused
from jaarcyclus.pages import keeper_act_page
from jaarcyclus.pages.keeper_act_page import Acting, Typed
from jaarcyclus.pages.keeper_acts import KeeperAct
from jaarcyclus.steps import airflow_names
from jaarcyclus_airflow import passwords_api
from jaarcyclus_airflow.keeper_pages import Overseer
from jaarcyclus_airflow.machine_looks import ways_known
from jaarcyclus_airflow.page_faults import page
from jaarcyclus_airflow.reading import Looking
from jaarcyclus_airflow.vote_door import refusal_status
from jaarcyclus_airflow.withdrawn import WITHDRAWN

router = APIRouter(prefix="/beheer")
Kind = Annotated[str, Path(pattern="^[a-z]+$", max_length=20)]
Key = Annotated[str, Path(pattern=f"^{airflow_names.CODE}$", max_length=60)]
Short = Annotated[str, Form(max_length=300)]
Long = Annotated[str, Form(max_length=10_000)]
_FORM = "/{kind}/{key}"
SHOWN = "/jaarcyclus/beheer/uitgegeven"
_KEPT_S = 120.0  # chosen: a browser follows at once


class Once:
    """Issued passwords until they are shown: in memory only, each to who issued it, once, and not for long."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[str, tuple[float, str, str]] = {}

    def keep(self, issuer: str, account: str, password: str) -> None:
        """Keep it for who issued it; an earlier one of this issuer that was not looked at is gone."""
        with self._lock:
            self._kept = {who: item for who, item in self._kept.items() if monotonic() < item[0]}
            self._kept[issuer] = (monotonic() + _KEPT_S, account, password)

    def take(self, issuer: str) -> tuple[str, str | None]:
        """Return account and password, and forget both; no password when there is none any more."""
        with self._lock:
            until, account, password = self._kept.pop(issuer, (0.0, "", ""))
        return (account, password) if monotonic() < until else ("", None)


ISSUED = Once()
_ONE_ISSUE = Lock()


def read_form(
    naam: Short = "", vanaf: Short = "", per: Short = "", reden: Long = "", kenmerk: Short = "", na: Short = "",
    mail: Short = "",
) -> Typed:  # fmt: skip
    """Return what was typed; a browser ends lines as mail does, the ledger as text does."""
    words = {"naam": naam, "vanaf": vanaf, "per": per, "reden": reden, "kenmerk": kenmerk, "na": na, "mail": mail}
    return {name: text.replace("\r\n", "\n") for name, text in words.items()}


def find_acting(kind: Kind, key: Key, looking: Overseer) -> Acting | None:
    """Return the act, None when it makes no sense any more. Raises UnknownKey to anybody but the beheerder."""
    service = ways_known(looking.workspace, looking.reader.profiel).service
    return keeper_act_page.find_acting(looking.workspace, looking.reader, kind, key, service)


Found = Annotated[Acting | None, Depends(find_acting)]
Filled = Annotated[Typed, Depends(read_form)]


@router.get("/uitgegeven")
def show_issued(looking: Overseer) -> HTMLResponse:
    """Show the password that who looks has just issued, once."""
    account, password = ISSUED.take(_issuer(looking))
    return page(keeper_act_page.show_password(looking.reader, account, password))


@router.get(_FORM)
def show_act(acting: Found, looking: Overseer, kind: Kind, key: Key) -> HTMLResponse:
    """Show the form of an act."""
    return page(keeper_act_page.show_act(acting)) if acting else _gone(looking, {}, kind, key)


@router.post(f"{_FORM}/wijzig")
def change(acting: Found, looking: Overseer, typed: Filled, kind: Kind, key: Key) -> HTMLResponse:
    """Show the form again with what was typed."""
    return (
        page(keeper_act_page.show_act(acting, typed=typed), of_form=True)
        if acting
        else _gone(looking, typed, kind, key)
    )


@router.post(f"{_FORM}/controle")
def check(acting: Found, looking: Overseer, typed: Filled, kind: Kind, key: Key) -> HTMLResponse:
    """Repeat what will happen; nothing is recorded yet."""
    if acting is None:
        return _gone(looking, typed, kind, key)
    try:
        keeper_act_page.rehearse_act(acting, typed)
    except Refused as refusal:
        return _refused(acting, typed, refusal)
    return page(keeper_act_page.show_act_check(acting, typed), of_form=True)


@router.post(f"{_FORM}/bevestig")
def confirm(acting: Found, looking: Overseer, typed: Filled, kind: Kind, key: Key) -> Response:
    """Do it; the page that shows its effect is read from the ledger."""
    if acting is None:
        return _gone(looking, typed, kind, key)
    try:
        if acting.act.kind == KeeperAct.ISSUE:
            with _ONE_ISSUE:  # a button that is pressed twice sends two requests at once
                acting.require_first(typed)
                return _issue(looking, acting, typed)
        acting.do(looking.workspace, typed)
    except Refused as refusal:
        return _refused(acting, typed, refusal)
    WITHDRAWN.withdraw(airflow_names.account_name(looking.reader.profiel, acting.act.key))  # if that day has come
    return RedirectResponse(f"{acting.act.back}#{acting.act.key}", status_code=303)


def _issue(looking: Looking, acting: Acting, typed: Typed) -> Response:
    reader, password = looking.reader, token_urlsafe(18)
    account = passwords_api.give_password(
        looking.workspace, reader.profiel, reader.person, acting.act.key, typed["reden"], password
    )
    ISSUED.keep(_issuer(looking), account, password)
    return RedirectResponse(SHOWN, status_code=303)


def _issuer(looking: Looking) -> str:
    return airflow_names.account_name(looking.reader.profiel, looking.reader.person)


def _gone(looking: Looking, typed: Typed, kind: str, key: str) -> HTMLResponse:
    return page(keeper_act_page.show_gone(looking.reader, typed, kind, key), 409, of_form=True)


def _refused(acting: Acting, typed: Typed, refusal: Refused) -> HTMLResponse:
    html = keeper_act_page.show_act(acting, typed=typed, refusal=refusal)
    return page(html, refusal_status(refusal.code), of_form=True)
