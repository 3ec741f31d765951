"""The pages of who hands in: what is owed, the workbook to begin with, sending it, and what became of it.

A file goes the way of the small API: kept and recorded before anybody reads it. Do not decide anything here.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Path, Query, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from jaarcyclus.errors import Refused
from jaarcyclus.pages import hand_in_page
from jaarcyclus.pages.mailbox import Attempt
from jaarcyclus.pages.owed import attempt_path
from jaarcyclus.steps import marked_workbook
from jaarcyclus_airflow import following
from jaarcyclus_airflow.page_faults import page
from jaarcyclus_airflow.reading import Looking, look
from jaarcyclus_airflow.upload import require_one_of_each
from jaarcyclus_airflow.vote_door import refusal_status

router = APIRouter(prefix="/inleveren")
Name = Annotated[str, Path(pattern="^[a-z0-9_-]+$", max_length=120)]
Look = Annotated[Looking, Depends(look)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LOOK_AGAIN_S = "3"


def find_attempt(number: int, looking: Look) -> Attempt:
    """Return a received file to its sender and the controller. Raises UnknownKey."""
    controller = looking.workspace.profile(looking.reader.profiel).controller
    return hand_in_page.find_attempt(looking.mailboxes, number, looking.reader, controller)


Sent = Annotated[Attempt, Depends(find_attempt)]


@router.get("")
def show_owed(looking: Look) -> HTMLResponse:
    """Show what who looks hands in."""
    return page(hand_in_page.show_owed(looking.standings, looking.mailboxes, looking.reader))


@router.post("", dependencies=[Depends(require_one_of_each)])
def hand_in(
    looking: Look,
    upload: Annotated[UploadFile | None, File(alias="bestand")] = None,
    perceel: Annotated[str, Form(max_length=60)] = "",
) -> Response:
    """Keep a workbook, and lead to the page that tells what becomes of it."""
    reader = looking.reader
    try:
        if upload is None or not upload.filename:
            raise hand_in_page.NO_FILE
        received = following.hand_in(looking.workspace, reader.profiel, reader.person, perceel, upload)
    except Refused as refusal:
        html = hand_in_page.show_owed(looking.standings, looking.mailboxes, reader, perceel=perceel, refusal=refusal)
        return page(html, refusal_status(refusal.code), of_form=True)
    return RedirectResponse(attempt_path(received.number), status_code=303)


@router.get("/werkboek/{dossier}/{perceel}")
def give_form(
    dossier: Name, perceel: Name, looking: Look, first_year: Annotated[bool, Query(alias="eerste_jaar")] = False
) -> Response:
    """Give the workbook to begin with."""
    name, content = hand_in_page.make_form(looking.standings, dossier, perceel, looking.reader, first_year=first_year)
    return _file(name, content)


@router.get("/{number}")
def show_attempt(sent: Sent, looking: Look, still: Annotated[bool, Query(alias="stil")] = False) -> HTMLResponse:
    """Show what became of a file; until there is a verdict the browser looks again by itself, unless it is told not to.

    A header, as no page of ours carries a script; who is hindered by a page that changes can stop it (WCAG 2.2.1).
    """
    answer = page(hand_in_page.show_attempt(looking.standings, sent, looking.mailboxes, looking.reader, still=still))
    if sent.verdict is None and not still:
        answer.headers["Refresh"] = LOOK_AGAIN_S
    return answer


@router.get("/{number}/werkboek")
def give_sent(sent: Sent, looking: Look) -> Response:
    """Give a file as it came."""
    return _file(f"inzending-{sent.receipt.number}.xlsx", looking.workspace.store.get(sent.receipt.sha256))


@router.get("/{number}/gemarkeerd")
def give_marked(sent: Sent, looking: Look) -> Response:
    """Give a file with its findings marked; a page with a sentence when it cannot be marked."""
    content = marked_workbook.require_marked(looking.workspace, sent.receipt, sent.verdict)
    return _file(f"inzending-{sent.receipt.number}-gemarkeerd.xlsx", content)


def _file(name: str, content: bytes) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type=XLSX, headers=headers)
