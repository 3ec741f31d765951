"""Two routes about passwords: the beheerder issues one for somebody, and everybody chooses the own one on a page.

A one-time password is in one answer and nowhere else: no log, no file, no chain. Airflow's own page for it is English,
records nothing and leaves the file with passwords stale; its address leads here.
"""

from secrets import token_urlsafe
from time import sleep
from typing import Annotated

from airflow.api_fastapi.core_api.security import GetUserDep
from fastapi import APIRouter, Form, Path, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from jaarcyclus import clock
from jaarcyclus.errors import Refused
from jaarcyclus.installation import credentials
from jaarcyclus.printing.template import fill_template
from jaarcyclus.steps import airflow_names, passwords
from jaarcyclus.steps.workspace import Workspace, open_workspace
from jaarcyclus_airflow import auth_store
from jaarcyclus_airflow.act_log import note
from jaarcyclus_airflow.signed_in import person_in

NEVER_KEPT = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; "
    "style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
}
ProfileName = Annotated[str, Path(pattern=f"^{airflow_names.CODE}$", max_length=60)]
Typed = Annotated[str, Form()]  # nothing is too short or too long to be answered with the page
router = APIRouter()


class Issue(BaseModel):
    """For whom a one-time password is asked, and why."""

    model_config = ConfigDict(extra="forbid")

    persoon: Annotated[str, Field(max_length=60)]
    reden: Annotated[str, Field(max_length=10_000)]


@router.post("/uitgifte/{profiel}", status_code=201)
def issue(profiel: ProfileName, asked: Issue, user: GetUserDep, response: Response):
    """Give somebody's account a one-time password and show it once; only the beheerder can."""
    password = token_urlsafe(18)
    issuer = person_in(user, profiel)
    account = give_password(open_workspace(), profiel, issuer, asked.persoon, asked.reden, password)
    response.headers["Cache-Control"] = "private, no-store"
    return {"account": account, "wachtwoord": password}


def give_password(workspace: Workspace, profiel: str, issuer: str, person: str, reason: str, password: str) -> str:
    """Record that the beheerder issues a password, and give it to the account. Raises Refused, UnknownKey."""
    account = airflow_names.account_name(profiel, person)
    passwords.require_beheerder(workspace, profiel, issuer, person)
    note(on=f"{profiel}/{person}")
    credentials.user_id(workspace.settings, account)  # before it is recorded: a profile may be newer than the accounts
    with auth_store.SETTING:
        passwords.issue(workspace, profiel, issuer, person=person, reason=reason)
        auth_store.replace(account, password)
    credentials.forget(workspace.settings, account)
    return account


@router.get("/wachtwoord")
def show_page(user: GetUserDep) -> HTMLResponse:
    """Return the page on which who is signed in chooses an own password, with what was done to the account."""
    return _page(*_own(user))


@router.post("/wachtwoord")
def choose(
    user: GetUserDep, username: Typed = "", huidig: Typed = "", nieuw: Typed = "", nogmaals: Typed = ""
) -> HTMLResponse:
    """Replace the own password, and record that. The account is in the form for who counts tries, and is checked."""
    profiel, person = _own(user)
    try:
        _choose(profiel, person, username, huidig, nieuw, nogmaals)
    except Refused as refusal:
        # Only a wrong password of now is a try at somebody's password.
        return _page(profiel, person, refusal.message, status=401 if refusal.code == "WACHTWOORD_ONJUIST" else 422)
    return _page(profiel, person, done=True)


def _own(user) -> tuple[str, str]:
    """Return cooperation and person. Raises UnknownKey for the installation's own account, which is nobody's."""
    profiel = airflow_names.profile_of_account(user.get_name())
    return profiel, person_in(user, profiel)


def _choose(profiel: str, person: str, named: str, old: str, new: str, again: str) -> None:
    workspace, account = open_workspace(), airflow_names.account_name(profiel, person)
    if named != account or not auth_store.is_right(account, old):
        raise Refused("WACHTWOORD_ONJUIST", "Uw wachtwoord van nu klopt niet; vul het opnieuw in.")
    passwords.require_suitable(account, old, new, again)
    passwords.require_recordable(workspace, profiel)  # before it works: what is told as not done is not done
    auth_store.replace(account, new)
    credentials.forget(workspace.settings, account)
    passwords.note_choice(workspace, profiel, person)
    _let_the_second_pass()


def _let_the_second_pass() -> None:
    """Wait until a token can tell that it is of after the choice: it counts in whole seconds (`password_wall`)."""
    sleep(1.01 - clock.real_time().microsecond / 1e6)


def _page(profiel: str, person: str, fault: str = "", *, done: bool = False, status: int = 200) -> HTMLResponse:
    workspace = open_workspace()
    html = fill_template(
        "wachtwoord.html",
        account=airflow_names.account_name(profiel, person),
        fout=fault,
        klaar=done,
        moet=passwords.must_choose(workspace, profiel, person),
        uitgiften=passwords.describe_own(workspace, profiel, person),
        kortste=passwords.SHORTEST,
    )
    return HTMLResponse(html, status_code=status, headers=NEVER_KEPT)
