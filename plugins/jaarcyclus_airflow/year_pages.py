"""The pages of who runs the cycle: all that is under way, and one boekjaar. Do not decide anything here."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import HTMLResponse

from jaarcyclus.pages import year_page
from jaarcyclus_airflow.page_faults import page
from jaarcyclus_airflow.reading import Looking, look

router = APIRouter(prefix="/jaar")
Look = Annotated[Looking, Depends(look)]
Boekjaar = Annotated[int, Path(ge=1900, le=9999)]


@router.get("")
def show_year(looking: Look) -> HTMLResponse:
    """Show all that is under way."""
    return page(year_page.show_year(looking.standings, looking.reader))


@router.get("/{boekjaar}")
def show_boekjaar(boekjaar: Boekjaar, looking: Look) -> HTMLResponse:
    """Show one boekjaar."""
    return page(year_page.show_boekjaar(looking.standings, looking.reader, boekjaar))
