"""The pages of passkeys: showing the own one, confirming somebody else's, withdrawing.

What a browser made is read by `passkey_library`; who may do what, `steps.passkeys` and the rules decide.
"""

from typing import Annotated

from airflow.configuration import conf
from fastapi import APIRouter, Depends, Form, Path
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from jaarcyclus.dossier.signing import MAX_SIGNS
from jaarcyclus.errors import Refused
from jaarcyclus.pages import passkey_page
from jaarcyclus.pages.reader import PASSKEYS
from jaarcyclus.steps import passkeys
from jaarcyclus_airflow.page_faults import page
from jaarcyclus_airflow.passkey_library import NOT_MADE, read_registration
from jaarcyclus_airflow.reading import Looking, look
from jaarcyclus_airflow.vote_door import refusal_status

router = APIRouter(prefix="/sleutels")
Look = Annotated[Looking, Depends(look)]
Number = Annotated[int, Path(ge=1, le=10**9)]
Reason = Annotated[str, Form(max_length=10_000)]
Made = Annotated[str, Form(max_length=MAX_SIGNS)]


def find_key(number: Number, looking: Look) -> passkey_page.KeyLine:
    """Return the passkey that who looks has something to do with. Raises UnknownKey."""
    return passkey_page.find_key(looking.workspace, looking.reader, number)


Found = Annotated[passkey_page.KeyLine, Depends(find_key)]


@router.get("")
def show_keys(looking: Look) -> HTMLResponse:
    """Show the own passkey, and those of others that wait."""
    return page(passkey_page.show_keys(looking.workspace, looking.reader, _address()), scripted=True)


@router.post("")
def show_own(looking: Look, ondertekening: Made = "", reden: Reason = "") -> Response:
    """Record the passkey that the browser made; it counts once somebody else has confirmed it."""
    passkey_page.require_reader(looking.reader)
    workspace, profiel, person = looking.workspace, looking.reader.profiel, looking.reader.person
    reason = reden.replace("\r\n", "\n")
    try:
        if not ondertekening:
            raise Refused("PASSKEY_ONJUIST", NOT_MADE)
        place = passkeys.place_of(_address())
        key = read_registration(ondertekening, passkeys.registration_challenge(workspace, profiel, person), place)
        passkeys.show(workspace, profiel, person, key, place, reden=reason)
    except Refused as refusal:
        html = passkey_page.show_keys(workspace, looking.reader, _address(), refusal=refusal, reason=reason)
        return page(html, refusal_status(refusal.code), of_form=True, scripted=True)
    return RedirectResponse(PASSKEYS, status_code=303)


@router.get("/{number}/bevestig")
def show_confirming(found: Found, looking: Look) -> HTMLResponse:
    """Show what confirming does."""
    return page(passkey_page.show_act(looking.reader, found, "bevestig"))


@router.post("/{number}/bevestig")
def confirm(found: Found, looking: Look) -> Response:
    """Record that this passkey is of who holds that function."""
    try:
        passkeys.confirm(looking.workspace, looking.reader.profiel, looking.reader.person, found.number)
    except Refused as refusal:
        html = passkey_page.show_act(looking.reader, found, "bevestig", refusal=refusal)
        return page(html, refusal_status(refusal.code), of_form=True)
    return RedirectResponse(PASSKEYS, status_code=303)


@router.get("/{number}/intrek")
def show_withdrawing(found: Found, looking: Look) -> HTMLResponse:
    """Show what withdrawing does, and ask why."""
    return page(passkey_page.show_act(looking.reader, found, "intrek"))


@router.post("/{number}/intrek")
def withdraw(found: Found, looking: Look, reden: Reason = "") -> Response:
    """Record that nobody signs with this passkey any more."""
    reason = reden.replace("\r\n", "\n")
    try:
        passkeys.withdraw(looking.workspace, looking.reader.profiel, looking.reader.person, found.number, reden=reason)
    except Refused as refusal:
        html = passkey_page.show_act(looking.reader, found, "intrek", refusal=refusal, reason=reason)
        return page(html, refusal_status(refusal.code), of_form=True)
    return RedirectResponse(PASSKEYS, status_code=303)


def _address() -> str:
    return conf.get("api", "base_url")
