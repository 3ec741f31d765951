"""The pages of dossiers: which somebody may read, one of them, its proof run now, and the file to prove it with."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, StreamingResponse

from jaarcyclus.errors import UnknownKey
from jaarcyclus.pages import dossiers, proving
from jaarcyclus.pages.html import fill_page
from jaarcyclus.pages.parts import part_of
from jaarcyclus.pages.proof_words import Proven
from jaarcyclus.pages.reader import DOSSIERS
from jaarcyclus.pages.standings import Standing
from jaarcyclus_airflow.api import DossierName, PartNumber
from jaarcyclus_airflow.page_faults import page
from jaarcyclus_airflow.reading import Looking, look

router = APIRouter(prefix="/dossiers")
Look = Annotated[Looking, Depends(look)]


def find_standing(dossier: DossierName, looking: Look) -> Standing:
    """Return the dossier that who looks may read. Raises UnknownKey."""
    return dossiers.find_dossier(looking.standings, dossier, looking.reader)


def find_provable(standing: Annotated[Standing, Depends(find_standing)], looking: Look) -> Standing:
    """Return the dossier when all of it may be read. Raises UnknownKey."""
    if not dossiers.is_provable(standing, looking.reader.person):
        raise UnknownKey(dossiers.why_not(standing, looking.reader.person))
    return standing


Found = Annotated[Standing, Depends(find_standing)]
Provable = Annotated[Standing, Depends(find_provable)]


@router.get("")
def list_dossiers(looking: Look, deel: PartNumber = 1) -> HTMLResponse:
    """Show which dossiers there are for who looks, in parts."""
    found = looking.standings.of_profile(looking.reader.profiel)
    listed = dossiers.list_dossiers(found.standings, looking.reader)
    part = part_of(listed, deel, DOSSIERS)
    return page(fill_page("dossiers.html", looking.reader, current=DOSSIERS, deel=part, vastgehouden=found.held))


@router.get("/{dossier}")
def show_dossier(standing: Found, looking: Look) -> HTMLResponse:
    """Show one dossier."""
    return _page(standing, looking, None)


@router.post("/{dossier}/controle")
def prove(standing: Provable, looking: Look) -> HTMLResponse:
    """Judge the dossier now, and show what came of it; nothing is recorded."""
    return _page(standing, looking, proving.prove(looking.workspace, standing))


@router.get("/{dossier}/uitvoer")
def export(standing: Provable, looking: Look) -> StreamingResponse:
    """Give the dossier as one file, of any size."""
    name = standing.state.dossier
    return StreamingResponse(
        proving.export(looking.workspace, name),
        media_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.zip"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _page(standing: Standing, looking: Looking, proven: Proven | None) -> HTMLResponse:
    others = looking.standings.of_profile(looking.reader.profiel).standings
    described = dossiers.describe_dossier(looking.workspace, standing, looking.reader, others)
    html = fill_page("dossier.html", looking.reader, current=DOSSIERS, dossier=described, uitkomst=proven)
    return page(html, of_form=proven is not None)
