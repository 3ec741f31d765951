"""The pages of who keeps the installation of a cooperation: what needs a person, functions, accounts, the calendar.

Do not decide anything here.
"""

from time import time_ns
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from jaarcyclus.errors import JaarcyclusError, UnknownKey, tell
from jaarcyclus.installation import launcher
from jaarcyclus.pages import keeper_page
from jaarcyclus.pages.keeper_page import CALENDAR, KEEPING, NOT_FOUND
from jaarcyclus.steps import acts, airflow_names
from jaarcyclus_airflow.inner import INNER
from jaarcyclus_airflow.machine_looks import MACHINE_LOOK, PARTS_LOOK, ways_known
from jaarcyclus_airflow.page_faults import page
from jaarcyclus_airflow.reading import Looking, look

router = APIRouter(prefix="/beheer")
LOOK_AGAIN_S = "3"


def find_overseer(looking: Annotated[Looking, Depends(look)]) -> Looking:
    """Return who looks. Raises UnknownKey for who may not look here."""
    keeper_page.require_overseer(looking.reader)
    return looking


Overseer = Annotated[Looking, Depends(find_overseer)]


@router.get("")
def show_overview(looking: Overseer) -> HTMLResponse:
    """Show what needs a person, and how the program is; while either is looked at the browser looks again."""
    workspace, reader = looking.workspace, looking.reader
    looked = MACHINE_LOOK.last(workspace, reader.profiel)
    ways = ways_known(workspace, reader.profiel)
    seen = PARTS_LOOK.seen(workspace)
    answer = page(
        keeper_page.show_overview(looking.standings, looking.mailboxes, reader, ways, seen=seen, looked=looked)
    )
    if looked.busy or seen is None:
        answer.headers["Refresh"] = LOOK_AGAIN_S
    return answer


@router.post("/controle")
def look_at_machine(looking: Overseer) -> RedirectResponse:
    """Let the doctor look anew; the page says when that was done. Raises UnknownKey for anybody but the beheerder."""
    if not looking.reader.keeps:
        raise UnknownKey(NOT_FOUND)
    MACHINE_LOOK.begin()
    return RedirectResponse(KEEPING, status_code=303)


@router.get("/functies")
def show_functions(looking: Overseer) -> HTMLResponse:
    """Show who holds which function, and who may answer in whose name."""
    ways = ways_known(looking.workspace, looking.reader.profiel)
    return page(keeper_page.show_functions(looking.workspace, looking.mailboxes, looking.reader, ways))


@router.get("/accounts")
def show_accounts(looking: Overseer) -> HTMLResponse:
    """Show how each signs in."""
    ways = ways_known(looking.workspace, looking.reader.profiel)
    return page(keeper_page.show_accounts(looking.workspace, looking.mailboxes, looking.reader, ways))


@router.get("/kalender")
async def show_calendar(request: Request, looking: Overseer) -> HTMLResponse:
    """Show when the calendar looked, as Airflow tells this person."""
    return await _calendar(request, looking)


@router.post("/kalender")
async def wake_calendar(request: Request, looking: Overseer) -> Response:
    """Let the calendar look now; the page that shows it is read from Airflow."""
    try:
        await run_in_threadpool(_wake, looking)
    except JaarcyclusError as fault:
        return await _calendar(request, looking, tell(fault), 503)
    return RedirectResponse(CALENDAR, status_code=303)


def _wake(looking: Looking) -> None:
    workspace, reader = looking.workspace, looking.reader
    acts.require_may_wake(workspace, reader.profiel, reader.person)
    dag, run = _dag(looking), airflow_names.calendar_run("verder", time_ns())
    with launcher.technical_client(workspace.settings) as client:
        client.trigger(dag, run, {})


async def _calendar(request: Request, looking: Looking, fault: str = "", status: int = 200) -> HTMLResponse:
    query = {"order_by": "-run_after", "limit": keeper_page.MOST_RUNS}
    told_status, told = await INNER.ask(request, "GET", f"/api/v2/dags/{_dag(looking)}/dagRuns", query=query)
    runs = told.get("dag_runs", ()) if told_status == 200 else None
    html = await run_in_threadpool(keeper_page.show_calendar, looking.reader, runs, fault)
    return page(html, status, of_form=bool(fault))


def _dag(looking: Looking) -> str:
    return airflow_names.kind_dag(looking.reader.profiel, airflow_names.CALENDAR)
