"""Our own pages and behind them the small API, as one application under `/jaarcyclus`.

Every page asks Airflow's own sign-in; only style and script are for everybody, a calendar for who has its address, and
what a profile says is public.
"""

from airflow.api_fastapi.core_api.security import get_user
from fastapi import APIRouter, Depends, FastAPI, Response
from fastapi.responses import RedirectResponse

from jaarcyclus.pages import landing
from jaarcyclus.pages.html import read_script, read_style, script_address, style_address
from jaarcyclus_airflow import (
    api,
    condition_pages,
    contact_pages,
    decision_pages,
    dossier_pages,
    hand_in_pages,
    keeper_act_pages,
    keeper_pages,
    passkey_pages,
    public_pages,
    year_act_pages,
    year_pages,
)
from jaarcyclus_airflow.page_faults import show_faults, show_missing
from jaarcyclus_airflow.reading import Looking, look
from jaarcyclus_airflow.upload import BodyLimit

pages = APIRouter(dependencies=[Depends(get_user)], default_response_class=Response)
pages.include_router(condition_pages.router)
pages.include_router(contact_pages.router)
pages.include_router(decision_pages.router)
pages.include_router(dossier_pages.router)
pages.include_router(hand_in_pages.router)
pages.include_router(passkey_pages.router)
pages.include_router(year_pages.router)
pages.include_router(year_act_pages.router)
pages.include_router(keeper_pages.router)
pages.include_router(keeper_act_pages.router)


@pages.get("/")
def lead_home(looking: Looking = Depends(look)) -> RedirectResponse:  # noqa: B008 - how FastAPI is told
    """Lead somebody to the page that is most for them."""
    return RedirectResponse(landing.find_landing(looking.standings, looking.reader), status_code=303)


KEPT = {"Cache-Control": "public, max-age=31536000, immutable"}
app = FastAPI(title="Jaarcyclus", openapi_url=None)
show_faults(app)
app.add_middleware(BodyLimit)


@app.get("/stijl.css")
def give_style() -> Response:
    """Give the style; its address changes when it does."""
    return Response(read_style(), media_type="text/css", headers=KEPT)


@app.get("/passkey.js")
def give_script() -> Response:
    """Give the script that makes and uses a passkey; only the pages that need it may run it."""
    return Response(read_script(), media_type="text/javascript", headers=KEPT)


app.include_router(contact_pages.agenda)
app.include_router(public_pages.router)  # asks no sign-in
app.include_router(pages)
show_missing(api.app)  # what is no page falls through to it
app.mount("", api.app)
style_address(), script_address()  # read as the server starts
