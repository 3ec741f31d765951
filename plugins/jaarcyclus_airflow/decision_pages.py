"""The pages of who decides: what is asked, one question, the check of an answer, and giving it.

An answer goes through the door for votes, as one on Airflow's own page does: rules, then Airflow, then the ledger, and
only then somebody reads that it is recorded. Do not decide anything here.
"""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from jaarcyclus.dossier.ballot import MAX_BYTES, Ballot, spelled, write_answer
from jaarcyclus.dossier.signing import MAX_SIGNS
from jaarcyclus.errors import Refused
from jaarcyclus.pages import conditions, decisions, deliveries, seat_page
from jaarcyclus.pages.html import fill_page
from jaarcyclus.pages.reader import DECISIONS
from jaarcyclus.steps import acts, airflow_names
from jaarcyclus_airflow import following
from jaarcyclus_airflow.inner import INNER
from jaarcyclus_airflow.page_faults import page
from jaarcyclus_airflow.reading import Looking, look
from jaarcyclus_airflow.vote_door import NOT_RECORDED, SIGNATURE, refusal_status

router = APIRouter(prefix="/besluiten")
Name = Annotated[str, Path(pattern="^[a-z0-9_-]+$", max_length=120)]
Typed = Annotated[str, Form(max_length=MAX_BYTES)]
Signed = Annotated[str, Form(max_length=MAX_SIGNS)]
Look = Annotated[Looking, Depends(look)]
NOT_SIGNED = (
    "Uw antwoord is niet ondertekend. Bevestig opnieuw en gebruik daarbij uw passkey; daarvoor moet uw browser "
    "JavaScript uitvoeren."
)
NOT_READY = (
    "Deze vraag wordt nog klaargezet. Uw antwoord is niet vastgelegd; wacht een halve minuut en bevestig opnieuw."
)
_LOOKS, _PAUSE_S = 8, 0.25  # an answer under way is recorded within a second or two
_MOST = 100  # what Airflow gives at once


def read_ballot(
    antwoord: Typed = "", toelichting: Typed = "", voorwaarde: Typed = "", eigenaar: Typed = "", datum: Typed = ""
) -> Ballot:
    """Return what was typed as it is recorded: what the check repeats, and what a passkey signs."""
    typed = Ballot(antwoord=antwoord, toelichting=toelichting, voorwaarde=voorwaarde, eigenaar=eigenaar, datum=datum)
    return spelled(typed)


def find_seat(dossier: Name, gate: Name, zetel: Name, looking: Look) -> seat_page.Seat:
    """Return the seat of who looks. Raises UnknownKey."""
    return seat_page.find_seat(looking.standings, dossier, gate, zetel, looking.reader)


def find_delivery(dossier: Name, gremium: Name, looking: Look) -> deliveries.Delivery:
    """Return what was delivered to a gremium of who looks. Raises UnknownKey."""
    return deliveries.find_delivery(looking.standings, dossier, gremium, looking.reader)


Delivered = Annotated[deliveries.Delivery, Depends(find_delivery)]
Filled = Annotated[Ballot, Depends(read_ballot)]
Seat = Annotated[seat_page.Seat, Depends(find_seat)]


@router.get("")
def list_decisions(looking: Look) -> HTMLResponse:
    """Show what is asked of who looks."""
    found = looking.standings.of_profile(looking.reader.profiel)
    person, today = looking.reader.person, looking.workspace.today()
    html = fill_page(
        "besluiten.html",
        looking.reader,
        current=DECISIONS,
        besluiten=decisions.list_decisions(found.standings, person, today),
        leveringen=deliveries.list_deliveries(found.standings, person),
        voorwaarden=conditions.list_conditions(found.standings, person, today),
        vastgehouden=found.held,
    )
    return page(html)


@router.get("/ontvangst/{dossier}/{gremium}")
def show_delivery(delivery: Delivered, looking: Look) -> HTMLResponse:
    """Show what was delivered, with the button to say that it was received."""
    return page(_delivery(looking, delivery, ""))


@router.post("/ontvangst/{dossier}/{gremium}")
def confirm_receipt(delivery: Delivered, looking: Look) -> Response:
    """Say that a gremium received it; the page that says so is read from the ledger."""
    try:
        following.do(
            looking.workspace, acts.confirm_receipt, delivery.dossier, looking.reader.person, gremium=delivery.gremium
        )
    except Refused as refusal:
        return page(_delivery(looking, delivery, refusal.message), refusal_status(refusal.code), of_form=True)
    return RedirectResponse(delivery.path, status_code=303)


def _delivery(looking: Looking, delivery: deliveries.Delivery, fault: str) -> str:
    document = deliveries.document_of(looking.standings, delivery)
    return fill_page(
        "ontvangst.html", looking.reader, current=DECISIONS, levering=delivery, document=document, fout=fault
    )


@router.get("/{dossier}/{gate}/{zetel}")
def show_question(seat: Seat, looking: Look) -> HTMLResponse:
    """Show a question, or the receipt of its answer."""
    return page(seat_page.show_question(looking.standings, seat, looking.reader))


@router.post("/{dossier}/{gate}/{zetel}/wijzig")
def change(seat: Seat, looking: Look, typed: Filled) -> HTMLResponse:
    """Show the question again with what was typed."""
    return page(seat_page.show_question(looking.standings, seat, looking.reader, typed=typed), of_form=True)


@router.post("/{dossier}/{gate}/{zetel}/controle")
def check(seat: Seat, looking: Look, typed: Filled) -> HTMLResponse:
    """Repeat an answer before it is given; nothing is recorded yet."""
    try:
        seat_page.check_answer(looking.standings, seat, looking.reader, typed)
        html = seat_page.show_check(looking.standings, seat, looking.reader, typed)
    except Refused as refusal:
        return _refused(looking, seat, typed, refusal)
    return page(html, of_form=True, scripted=seat_page.asks_passkey(seat))


@router.post("/{dossier}/{gate}/{zetel}/antwoord")
async def give(request: Request, seat: Seat, looking: Look, typed: Filled, ondertekening: Signed = "") -> Response:
    """Give an answer; the page that says so is read from the ledger."""
    receipt = RedirectResponse(request.url.path.removesuffix("/antwoord"), status_code=303)
    try:
        await run_in_threadpool(seat_page.check_answer, looking.standings, seat, looking.reader, typed)
    except Refused as refusal:
        if await _is_given(looking, seat, typed):
            return receipt
        return await run_in_threadpool(_refused, looking, seat, typed, refusal)
    if not ondertekening and seat_page.asks_passkey(seat):
        return await run_in_threadpool(_failed, looking, seat, typed, NOT_SIGNED, 422)
    path = await _waiting(request, seat)
    if path is None:
        if await _is_given(looking, seat, typed, looks=_LOOKS):
            return receipt
        return await run_in_threadpool(_failed, looking, seat, typed, NOT_READY, 503)
    status, told = await INNER.ask(request, "PATCH", path, content=_as_airflow(typed), headers=_signed(ondertekening))
    if status != 200:
        if await _is_given(looking, seat, typed, looks=_LOOKS):
            return receipt
        sentence = told.get("detail", NOT_RECORDED)
        return await run_in_threadpool(_failed, looking, seat, typed, sentence, status)
    return receipt


async def _is_given(looking: Looking, seat: seat_page.Seat, typed: Ballot, *, looks: int = 1) -> bool:
    """Return whether this very answer is recorded, by a button that was pressed twice; that may still be under way."""
    for left in range(looks, 0, -1):
        if await run_in_threadpool(seat_page.is_given, looking.standings, seat, looking.reader, typed):
            return True
        await asyncio.sleep(_PAUSE_S if left > 1 else 0)
    return False


async def _waiting(request: Request, seat: seat_page.Seat) -> str | None:
    """Return where Airflow waits for this seat now, None while it does not: a gate may be asked by a second run."""
    place = seat.place
    dag = airflow_names.gate_dag(place.profiel, place.gremium)
    query = {"map_index": place.place, "response_received": "false", "limit": _MOST}
    _, told = await INNER.ask(request, "GET", f"/api/v2/dags/{dag}/dagRuns/~/hitlDetails", query=query)
    for question in told.get("hitl_details", ()):
        task = question["task_instance"]
        if airflow_names.asks_gate(task["dag_run_id"], place.dossier, place.gate):
            return airflow_names.answer_path(dag, task["dag_run_id"], task["task_id"], place.place)
    return None


def _as_airflow(typed: Ballot):
    asked = {"voorwaarde": typed.voorwaarde, "eigenaar": typed.eigenaar, "datum": typed.datum}
    given = {name: text for name, text in {"toelichting": typed.toelichting, **asked}.items() if text}
    return write_answer(typed.antwoord, given)


def _signed(text: str) -> tuple[tuple[str, str], ...]:
    """What is no ASCII is no signature, and no header either."""
    return ((SIGNATURE, text if text.isascii() else "{}"),) if text else ()


def _refused(looking: Looking, seat: seat_page.Seat, typed: Ballot, refusal: Refused) -> HTMLResponse:
    html = seat_page.show_question(looking.standings, seat, looking.reader, typed=typed, refusal=refusal)
    return page(html, refusal_status(refusal.code), of_form=True)


def _failed(looking: Looking, seat: seat_page.Seat, typed: Ballot, sentence: str, status: int) -> HTMLResponse:
    try:
        html = seat_page.show_check(looking.standings, seat, looking.reader, typed, fault=sentence)
    except Refused as refusal:  # whoever could sign a moment ago no longer can
        return _refused(looking, seat, typed, refusal)
    return page(html, status, of_form=True, scripted=seat_page.asks_passkey(seat))
