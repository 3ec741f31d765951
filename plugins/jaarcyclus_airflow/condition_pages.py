"""The pages of a condition: what was asked of whom, the form to report it as met, the check of it, and doing it.

The act is the function that the small API calls; rules refuse there, and the calendar looks at once. Do not decide
anything here.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, HTTPException, Path, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from jaarcyclus.dossier.ballot import MAX_BYTES
from jaarcyclus.errors import Refused
from jaarcyclus.pages import condition_page, conditions
from jaarcyclus.steps import acts
from jaarcyclus.terms.text import make_readable
from jaarcyclus.terms.words import normalise
from jaarcyclus_airflow import following
from jaarcyclus_airflow.page_faults import page
from jaarcyclus_airflow.reading import Looking, look
from jaarcyclus_airflow.vote_door import refusal_status

router = APIRouter(prefix="/inleveren/voorwaarde/{dossier}/{gate}/{zetel}")
Name = Annotated[str, Path(pattern="^[a-z0-9_-]+$", max_length=120)]
Look = Annotated[Looking, Depends(look)]


def read_words(toelichting: Annotated[str, Form(max_length=MAX_BYTES)] = "") -> str:
    """Return what was typed in the spelling in which it is recorded."""
    return normalise(toelichting)


def find_condition(dossier: Name, gate: Name, zetel: Name, looking: Look) -> conditions.Condition:
    """Return a condition to who must meet it or asked it. Raises UnknownKey."""
    return conditions.find_condition(looking.standings, dossier, gate, zetel, looking.reader)


async def require_one_file(request: Request) -> None:
    """Raise HTTPException when a field comes twice: the library would keep the last and say nothing."""
    names = [name for name, _ in (await request.form()).multi_items()]
    if len(names) > len(set(names)):
        raise HTTPException(422, "Stuur één bestand. Van dit verzoek is niets ontvangen; ga terug en kies er een.")


Condition = Annotated[conditions.Condition, Depends(find_condition)]
Words = Annotated[str, Depends(read_words)]


@router.get("")
def show_condition(condition: Condition, looking: Look) -> HTMLResponse:
    """Show a condition, with the form to report it as met."""
    return page(condition_page.show_condition(condition, looking.reader))


@router.post("/wijzig")
def change(condition: Condition, looking: Look, words: Words) -> HTMLResponse:
    """Show the form again with what was typed."""
    return page(condition_page.show_condition(condition, looking.reader, words=words), of_form=True)


@router.post("/controle")
def check(condition: Condition, looking: Look, words: Words) -> HTMLResponse:
    """Repeat what will be recorded; nothing is yet."""
    try:
        condition_page.rehearse(looking.workspace, condition, looking.reader, words)
    except Refused as refusal:
        return _refused(condition, looking, words, refusal)
    return page(condition_page.show_check(condition, looking.reader, words), of_form=True)


@router.post("/bevestig", dependencies=[Depends(require_one_file)])
def confirm(
    condition: Condition,
    looking: Look,
    words: Words,
    upload: Annotated[UploadFile | None, File(alias="bestand")] = None,
) -> Response:
    """Report it as met; the page that says so is read from the ledger, for a button that was pressed twice too."""
    evidence = (make_readable(upload.filename), upload.file.read()) if upload and upload.filename else None
    asked = {"gate": condition.gate, "zetel": condition.zetel, "toelichting": words, "evidence": evidence}
    try:
        if evidence:  # what is refused leaves no file behind
            condition_page.rehearse(looking.workspace, condition, looking.reader, words)
        following.do(looking.workspace, acts.fulfil_condition, condition.dossier, looking.reader.person, **asked)
    except Refused as refusal:
        now = find_condition(condition.dossier, condition.gate, condition.zetel, looking)
        if refusal.code == "BEWIJS_ONGESCHIKT":
            html = condition_page.show_check(now, looking.reader, words, fault=refusal.message)
            return page(html, refusal_status(refusal.code), of_form=True)
        if not conditions.is_met_so(now, looking.reader, words):
            return _refused(now, looking, words, refusal)
    return RedirectResponse(condition.path, status_code=303)


def _refused(condition: conditions.Condition, looking: Looking, words: str, refusal: Refused) -> HTMLResponse:
    html = condition_page.show_condition(condition, looking.reader, words=words, fault=refusal.message)
    return page(html, refusal_status(refusal.code), of_form=True)
