"""The forms with which who runs the cycle acts on a dossier: what will happen, the check of it, and doing it.

Each act is the function that the small API calls; rules refuse there, and the calendar looks at once. Do not decide
anything here.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from jaarcyclus.errors import Refused
from jaarcyclus.pages import act_page
from jaarcyclus.pages.act_page import Acting, Typed
from jaarcyclus_airflow import following
from jaarcyclus_airflow.page_faults import page
from jaarcyclus_airflow.reading import Looking, look
from jaarcyclus_airflow.vote_door import refusal_status

router = APIRouter(prefix="/jaar/dossier")
Name = Annotated[str, Path(pattern="^[a-z0-9_-]+$", max_length=120)]
Text = Annotated[str, Form(max_length=10_000)]
Codes = Annotated[list[Annotated[str, Form(max_length=200)]], Form()]
Look = Annotated[Looking, Depends(look)]
_ABOUT = "/{dossier}/{kind}/{about}"
_PLAIN = "/{dossier}/{kind}"


def read_form(
    reden: Text = "",
    advies: Text = "",
    tekst: Text = "",
    deskundige: Text = "",
    datum: Text = "",
    perceel: Text = "",
    percelen: Codes = [],  # noqa: B006 - how FastAPI is told
    kenmerken: Codes = [],  # noqa: B006
) -> Typed:
    """Return what was typed; a browser ends lines as mail does, the ledger as text does."""
    reason, words, expert = (text.replace("\r\n", "\n") for text in (reden, tekst, deskundige))
    return Typed(
        reason=reason,
        percelen=tuple(percelen),
        kenmerken=tuple(kenmerken),
        outcome=advies,
        words=words,
        expert=expert,
        day=datum.strip(),
        perceel=perceel,
    )


def find_acting(request: Request, dossier: Name, kind: Name, looking: Look) -> Acting | None:
    """Return the act of who looks, None when it makes no sense any more. Raises UnknownKey for what is not his."""
    about = request.path_params.get("about", "")  # not of every act: FastAPI takes no path with a default
    return act_page.find_acting(looking.standings, looking.reader, dossier, kind, about)


Found = Annotated[Acting | None, Depends(find_acting)]
Filled = Annotated[Typed, Depends(read_form)]


@router.get(_PLAIN)
@router.get(_ABOUT)
def show_act(acting: Found, looking: Look) -> HTMLResponse:
    """Show the form of an act."""
    return page(act_page.show_act(acting, looking.reader)) if acting else _gone(looking, Typed())


@router.post(f"{_PLAIN}/wijzig")
@router.post(f"{_ABOUT}/wijzig")
def change(acting: Found, looking: Look, typed: Filled) -> HTMLResponse:
    """Show the form again with what was typed."""
    if acting is None:
        return _gone(looking, typed)
    return page(act_page.show_act(acting, looking.reader, typed=typed), of_form=True)


@router.post(f"{_PLAIN}/controle")
@router.post(f"{_ABOUT}/controle")
def check(acting: Found, looking: Look, typed: Filled) -> HTMLResponse:
    """Repeat what will happen; nothing is recorded yet."""
    if acting is None:
        return _gone(looking, typed)
    try:
        act_page.rehearse_act(looking.standings, acting, typed)
    except Refused as refusal:
        return _refused(acting, looking, typed, refusal)
    return page(act_page.show_act_check(acting, looking.reader, typed), of_form=True)


@router.post(f"{_PLAIN}/bevestig")
@router.post(f"{_ABOUT}/bevestig")
def confirm(acting: Found, looking: Look, typed: Filled) -> Response:
    """Do it; the page that shows its effect is read from the ledger."""
    if acting is None:
        return _gone(looking, typed)
    try:
        following.do(
            looking.workspace,
            acting.do,
            acting.on,
            acting.person,
            **acting.asked(typed),
        )
    except Refused as refusal:
        return _refused(acting, looking, typed, refusal)
    return RedirectResponse(acting.landing, status_code=303)


def _gone(looking: Looking, typed: Typed) -> HTMLResponse:
    return page(act_page.show_gone(looking.reader, typed), 409, of_form=True)


def _refused(acting: Acting, looking: Looking, typed: Typed, refusal: Refused) -> HTMLResponse:
    html = act_page.show_act(acting, looking.reader, typed=typed, refusal=refusal)
    return page(html, refusal_status(refusal.code), of_form=True)
