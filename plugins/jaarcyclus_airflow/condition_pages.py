"""The pages of a condition: what was asked of whom, the form to report it as met, the check of it, and doing it.

The act is the function that the small API calls; rules refuse there, and the calendar looks at once. Do not decide
anything here.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from jaarcyclus.dossier.ballot import MAX_BYTES
from jaarcyclus.errors import Refused
from jaarcyclus.pages import condition_page, conditions
from jaarcyclus.steps import acts
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


@router.post("/bevestig")
def confirm(condition: Condition, looking: Look, words: Words) -> Response:
    """Report it as met; the page that says so is read from the ledger, for a button that was pressed twice too."""
    asked = {"gate": condition.gate, "zetel": condition.zetel, "toelichting": words}
    try:
        following.do(looking.workspace, acts.fulfil_condition, condition.dossier, looking.reader.person, **asked)
    except Refused as refusal:
        now = find_condition(condition.dossier, condition.gate, condition.zetel, looking)
        if not conditions.is_met_so(now, looking.reader, words):
            return _refused(now, looking, words, refusal)
    return RedirectResponse(condition.path, status_code=303)


def _refused(condition: conditions.Condition, looking: Looking, words: str, refusal: Refused) -> HTMLResponse:
    html = condition_page.show_condition(condition, looking.reader, words=words, fault=refusal.message)
    return page(html, refusal_status(refusal.code), of_form=True)
