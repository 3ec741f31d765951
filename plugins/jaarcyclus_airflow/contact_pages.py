"""Mijn berichten, for everybody who signs in: where somebody wants to be told, and the address of the own calendar.

The calendar itself is read without signing in, by programs that cannot: its address is the right to read it, and no log
tells that (`sign_in_page.Untold`). Do not decide anything here.
"""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from jaarcyclus.errors import Refused
from jaarcyclus.pages import contact_page
from jaarcyclus.pages.contact_page import PATH, Typed
from jaarcyclus.steps import agendas, contacts
from jaarcyclus.steps.agendas import AGENDA
from jaarcyclus_airflow.page_faults import page
from jaarcyclus_airflow.reading import Looking, look, open_standings
from jaarcyclus_airflow.vote_door import refusal_status

router = APIRouter(prefix=PATH.removeprefix("/jaarcyclus"))
agenda = APIRouter(prefix=AGENDA.removeprefix("/jaarcyclus").rstrip("/"))
Look = Annotated[Looking, Depends(look)]
Channels = Annotated[list[Annotated[str, Form(max_length=20)]], Form()]


def read_form(
    kanalen: Channels = [],  # noqa: B006 - how FastAPI is told
    mail: Annotated[str, Form(max_length=400)] = "",
    teams: Annotated[str, Form(max_length=4000)] = "",
) -> Typed:
    """Return what was typed."""
    return Typed(channels=tuple(kanalen), mail=mail, teams=teams)


@router.get("")
def show_contact(looking: Look) -> HTMLResponse:
    """Show where who looks wants to be told."""
    return page(contact_page.show_contact(looking.standings, looking.reader))


@router.post("")
def choose(looking: Look, typed: Annotated[Typed, Depends(read_form)]) -> Response:
    """Keep what was chosen; the page that says so is read from what is kept."""
    workspace, reader = looking.workspace, looking.reader
    try:
        contacts.choose(workspace, reader.profiel, reader.person, **typed.asked)
    except Refused as refusal:
        html = contact_page.show_contact(looking.standings, reader, typed=typed, refusal=refusal)
        return page(html, refusal_status(refusal.code), of_form=True)
    return RedirectResponse(PATH, status_code=303)


@router.post("/agenda")
def make_address(
    request: Request, looking: Look, before: Annotated[str, Form(alias="vorige", max_length=64)] = ""
) -> HTMLResponse:
    """Make an address and show it, this once: led elsewhere it would have to stand in an address or a cookie.

    Who loads this page again sends the form again, which is refused and changes nothing.
    """
    workspace, reader = looking.workspace, looking.reader
    try:
        token = agendas.make_address(workspace, reader.profiel, reader.person, before=before)
    except Refused as refusal:
        html = contact_page.show_contact(looking.standings, reader, refusal=refusal)
        return page(html, refusal_status(refusal.code))
    address = f"{site_of(request, workspace.settings.adres)}{AGENDA}{token}.ics"
    return page(contact_page.show_contact(looking.standings, reader, address=address))


@router.post("/agenda/intrekken")
def withdraw_address(looking: Look) -> RedirectResponse:
    """Let the address work no more."""
    agendas.withdraw_address(looking.workspace, looking.reader.profiel, looking.reader.person)
    return RedirectResponse(PATH, status_code=303)


@agenda.get("/{token}.ics")
@agenda.head("/{token}.ics")
def give_agenda(request: Request, token: str) -> Response:
    """Give a calendar to who has its address; every other address is answered alike."""
    standings = open_standings()
    content = contact_page.make_agenda(standings, token, site_of(request, standings.workspace.settings.adres))
    if content is None:
        return Response("Deze agenda bestaat niet.", 404, {"Cache-Control": "no-store"}, "text/plain; charset=utf-8")
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if contact_page.same_as_known(tag, request.headers.getlist("if-none-match")):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type="text/calendar; charset=utf-8")


def site_of(request: Request, address: str) -> str:
    """Return where people reach us: as configured, else as they asked (`border` knows the names)."""
    return address or f"{request.url.scheme}://{request.url.netloc}"
