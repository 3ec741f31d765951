"""The pages of who runs the cycle: all that is under way, one boekjaar, and what is confirmed of the machine.

Do not decide anything here.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from jaarcyclus.dossier.round import postbus_id
from jaarcyclus.errors import Refused
from jaarcyclus.pages import machine_page, warnings_page, year_page
from jaarcyclus.pages.reader import YEAR
from jaarcyclus.steps import airflow_names
from jaarcyclus_airflow import following
from jaarcyclus_airflow.page_faults import page
from jaarcyclus_airflow.reading import Looking, look
from jaarcyclus_airflow.vote_door import refusal_status

router = APIRouter(prefix="/jaar")
Look = Annotated[Looking, Depends(look)]
Kind = Annotated[str, Path(pattern="^[a-z]+$", max_length=20)]
Text = Annotated[str, Form(max_length=10_000)]
Dossier = Annotated[str, Query(pattern="^[a-z0-9_-]*$", max_length=120)]
Name = Annotated[str, Path(pattern="^[a-z0-9_-]+$", max_length=120)]
After = Annotated[int, Query(ge=0, le=10**9)]
Boekjaar = Annotated[int, Path(ge=1900, le=9999)]


@router.get("")
def show_year(looking: Look) -> HTMLResponse:
    """Show all that is under way."""
    return page(year_page.show_year(looking.standings, looking.reader))


@router.get("/doorlooptijden")
def show_lead_times(looking: Look) -> HTMLResponse:
    """Show how long each step took over the years."""
    return page(year_page.show_lead_times(looking.standings, looking.reader))


@router.get("/controles")
def show_checks(looking: Look) -> HTMLResponse:
    """Show every check with its last results."""
    return page(year_page.show_checks(looking.standings, looking.mailboxes, looking.reader))


@router.get("/waarschuwingen/{dossier}")
def show_warnings(dossier: Name, looking: Look, na: After | None = None) -> HTMLResponse:
    """Show the warnings on the workbooks of a dossier; to who has just let one pass also what the ledger says."""
    return page(warnings_page.show_warnings(looking.standings, looking.reader, dossier, na))


@router.get("/{boekjaar}")
def show_boekjaar(boekjaar: Boekjaar, looking: Look, dossier: Dossier = "", na: After = 0) -> HTMLResponse:
    """Show one boekjaar; to who has just done something in a dossier also what the ledger says of that."""
    acted = (dossier, na) if dossier else None
    return page(year_page.show_boekjaar(looking.standings, looking.mailboxes, looking.reader, boekjaar, acted))


@router.get("/bevestig/{kind}")
def ask_confirmation(kind: Kind, looking: Look) -> HTMLResponse:
    """Show what is to be confirmed of the machine."""
    asked = machine_page.find_confirmation(looking.standings, looking.reader, kind)
    return page(machine_page.show_confirmation(asked, looking.reader))


@router.post("/bevestig/{kind}")
def confirm_machine(kind: Kind, looking: Look, reden: Text = "") -> Response:
    """Record it, and let the calendar look at once."""
    workspace, reader = looking.workspace, looking.reader
    asked = machine_page.find_confirmation(looking.standings, reader, kind)
    try:
        asked.do(workspace, reader.profiel, reader.person, reason=reden.replace("\r\n", "\n"))
    except Refused as refusal:
        html = machine_page.show_confirmation(asked, reader, typed=reden, refusal=refusal)
        return page(html, refusal_status(refusal.code), of_form=True)
    number = len(workspace.ledger.events(postbus_id(reader.profiel)))
    dag, run = airflow_names.kind_dag(reader.profiel, airflow_names.CALENDAR), airflow_names.calendar_run(kind, number)
    following.start(workspace, dag, run, {})
    return RedirectResponse(YEAR, status_code=303)
