"""What people do besides voting: hand in, read a document, fulfil a condition, reopen, record advice, confirm.

Behind Airflow's own sign-in, which is asked of the whole app at once so that no route can forget it. Each call
is one function of the core; the rules refuse there. Do not decide anything here.
"""

from time import time_ns
from typing import Annotated

from airflow.api_fastapi.core_api.security import GetUserDep, get_user
from fastapi import Depends, FastAPI, File, Form, Path, Query, Response, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from jaarcyclus.dossier.round import postbus_id
from jaarcyclus.installation import launcher
from jaarcyclus.ledger.wire import as_json
from jaarcyclus.steps import acts, airflow_names, confirmations, documents, overview, receipts, rejections, requests
from jaarcyclus.steps.workspace import open_workspace
from jaarcyclus.terms.findings import as_dict
from jaarcyclus_airflow import following, holders_api, passwords_api
from jaarcyclus_airflow.faults import answer_faults
from jaarcyclus_airflow.signed_in import person_in
from jaarcyclus_airflow.upload import BodyLimit, require_one_of_each

KINDS = {
    ".pdf": ("application/pdf", "inline"),
    ".html": ("text/html; charset=utf-8", "inline"),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "attachment"),
}
# Not for a PDF: the viewer of a browser does not open in a sandbox.
ONLY_SHOWN = {"Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'"}
DossierName = Annotated[str, Path(pattern=f"^{airflow_names.DOSSIER}$", max_length=120)]
PartNumber = Annotated[int, Query(ge=1, le=9_999)]
ProfileName = Annotated[str, Path(pattern=f"^{airflow_names.CODE}$", max_length=60)]
Text = Annotated[str, Field(max_length=10_000)]
Sleutel = Annotated[str, Field(max_length=200)]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Voorwaarde(_Request):
    """A condition that was met."""

    gate: Sleutel
    zetel: Sleutel
    toelichting: Text


class Reopening(_Request):
    """A round to be opened again; no percelen leaves open which one hands in."""

    reden: Text
    percelen: tuple[Sleutel, ...] = ()


class Reason(_Request):
    """Why something is done that needs no more than that."""

    reden: Text


class Withdrawal(_Request):
    """A publication to be withdrawn; the last one when no version is named."""

    reden: Text
    versie: Annotated[int, Field(ge=1)] | None = None


class Marks(_Request):
    """Which conditions of the route hold; none is an answer too."""

    kenmerken: tuple[Sleutel, ...]
    reden: Text


class Advies(_Request):
    """Binding advice (covenant art. 16)."""

    gate: Sleutel
    advies: Sleutel
    tekst: Text
    deskundige: Sleutel


class Extension(_Request):
    """An open gate that gets until another day."""

    gate: Sleutel
    tot: Sleutel
    reden: Text


class Request(_Request):
    """A perceel that asks for something outside the yearly products."""

    perceel: Sleutel


class Carrying(_Request):
    """A perceel that hands in nothing, and of which earlier figures are to count."""

    perceel: Sleutel
    reden: Text


class Passing(_Request):
    """A warning that the controller lets pass, by its number or whole fingerprint."""

    perceel: Sleutel
    waarschuwing: Sleutel
    reden: Text


class Receipt(_Request):
    """A gremium that received the product."""

    gremium: Sleutel


app = FastAPI(title="Jaarcyclus", dependencies=[Depends(get_user)], openapi_url=None)
answer_faults(app)
app.add_middleware(BodyLimit)
app.include_router(passwords_api.router)
app.include_router(holders_api.router)


@app.post("/inzending/{profiel}", status_code=202, dependencies=[Depends(require_one_of_each)])
def hand_in(
    profiel: ProfileName,
    user: GetUserDep,
    bestand: Annotated[UploadFile, File()],
    perceel: Annotated[str, Form(max_length=60)],
):
    """Keep a workbook and start its check; it is safe once this answers."""
    received = following.hand_in(open_workspace(), profiel, person_in(user, profiel), perceel, bestand)
    return {"ontvangst": received.number, "sha256": received.sha256}


@app.get("/inzending/{profiel}/{nummer}")
def read_verdict(profiel: ProfileName, nummer: int, user: GetUserDep):
    """Return the verdict on a workbook, `null` while it is being read; to its sender and the controller."""
    workspace, person = open_workspace(), person_in(user, profiel)
    receipts.find_receipt_for(workspace, profiel, nummer, person)
    given = receipts.verdict(workspace, profiel, nummer)
    contradicts = rejections.of_receipt(workspace, given) if given else ()
    return {
        "ontvangst": nummer,
        "oordeel": as_json(given) if given else None,
        "sluit_niet_aan": [as_dict(item) for item in contradicts],
    }


@app.get("/document/{sha256}")
def read_document(sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")], user: GetUserDep) -> Response:
    """Return a document of a dossier that the reader has a part in, or that is published."""
    profiel = airflow_names.profile_of_account(user.get_name())
    name, content = documents.find_document(open_workspace(), profiel, person_in(user, profiel), sha256)
    known = {} if documents.is_evidence(name) else KINDS  # a stranger's file is only saved, whatever it says to be
    kind, manner = known.get(name[name.rfind(".") :], ("application/octet-stream", "attachment"))
    return Response(
        content,
        media_type=kind,
        headers={
            "Content-Disposition": f'{manner}; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
            **(ONLY_SHOWN if name.endswith(".html") else {}),
        },
    )


@app.get("/dossier/{dossier}")
def read_dossier(dossier: DossierName, user: GetUserDep):
    """Return where a dossier stands, to who has a part in it; to the whole cooperation once it is published."""
    person = person_in(user, airflow_names.profile_of_dossier(dossier))
    return overview.describe_for(open_workspace(), dossier, person).as_json()


@app.post("/klok/{profiel}", status_code=204)
def confirm_clock(profiel: ProfileName, asked: Reason, user: GetUserDep) -> None:
    """Let the calendar go on after the machine's clock jumped, ahead or back; only the controller can."""
    workspace = open_workspace()
    confirmations.confirm_clock(workspace, profiel, person_in(user, profiel), reason=asked.reden)
    run = airflow_names.calendar_run("klok", len(workspace.ledger.events(postbus_id(profiel))))
    following.start(workspace, airflow_names.kind_dag(profiel, airflow_names.CALENDAR), run, {})


@app.post("/terugzetting/{profiel}", status_code=204)
def confirm_restored(profiel: ProfileName, asked: Reason, user: GetUserDep) -> None:
    """Go on from an older copy of the ledger; only the controller can."""
    confirmations.confirm_ledger(open_workspace(), profiel, person_in(user, profiel), reason=asked.reden)


@app.post("/verder/{profiel}", status_code=204)
def look_now(profiel: ProfileName, user: GetUserDep) -> None:
    """Let the calendar look before its hour what can go on; only the controller and the beheerder can.

    Nothing is recorded, so who asked hears it when this fails.
    """
    workspace = open_workspace()
    acts.require_may_wake(workspace, profiel, person_in(user, profiel))
    dag, run = airflow_names.kind_dag(profiel, airflow_names.CALENDAR), airflow_names.calendar_run("verder", time_ns())
    with launcher.technical_client(workspace.settings) as client:
        client.trigger(dag, run, {})


@app.post("/dossier/{dossier}/voorwaarde", status_code=204)
def fulfil_condition(dossier: DossierName, asked: Voorwaarde, user: GetUserDep) -> None:
    """Record that a condition was met."""
    _act(acts.fulfil_condition, dossier, asked, user)


@app.post("/dossier/{dossier}/heropen", status_code=204)
def reopen(dossier: DossierName, asked: Reopening, user: GetUserDep) -> None:
    """Open a round again; only the controller can."""
    _act(acts.reopen, dossier, asked, user)


@app.post("/dossier/{dossier}/bedenktijd", status_code=204)
def skip_pause(dossier: DossierName, asked: Reason, user: GetUserDep) -> None:
    """End the pause in which percelen may replace their workbook; only the controller can."""
    _act(acts.skip_pause, dossier, asked, user)


@app.post("/dossier/{dossier}/kenmerken", status_code=204)
def set_kenmerken(dossier: DossierName, asked: Marks, user: GetUserDep) -> None:
    """Record which conditions of the route hold; only the controller can."""
    _act(acts.set_kenmerken, dossier, asked, user)


@app.post("/dossier/{dossier}/advies", status_code=204)
def record_advice(dossier: DossierName, asked: Advies, user: GetUserDep) -> None:
    """Record binding advice."""
    _act(acts.record_advice, dossier, asked, user)


@app.post("/dossier/{dossier}/uitstel", status_code=204)
def extend_term(dossier: DossierName, asked: Extension, user: GetUserDep) -> None:
    """Give the seats of an open gate until another day; only the controller can."""
    _act(acts.extend_term, dossier, asked, user)


@app.post("/dossier/{dossier}/openen", status_code=204)
def open_request(dossier: DossierName, asked: Request, user: GetUserDep) -> None:
    """Open a wijzigingsverzoek for one perceel; only the controller can."""
    _act(requests.open_request, dossier, asked, user)


@app.post("/dossier/{dossier}/overnemen", status_code=204)
def carry_forward(dossier: DossierName, asked: Carrying, user: GetUserDep) -> None:
    """Let earlier figures count for who handed in nothing; only the controller can."""
    _act(acts.carry_forward, dossier, asked, user)


@app.post("/dossier/{dossier}/handhaven", status_code=204)
def keep_workbook(dossier: DossierName, asked: Carrying, user: GetUserDep) -> None:
    """Let the last workbook count again of who was asked anew; only the controller can."""
    _act(acts.keep_workbook, dossier, asked, user)


@app.post("/dossier/{dossier}/afdoen", status_code=204)
def pass_warning(dossier: DossierName, asked: Passing, user: GetUserDep) -> None:
    """Let a warning on a workbook pass; only the controller can."""
    _act(acts.pass_warning, dossier, asked, user)


@app.post("/dossier/{dossier}/ontvangst", status_code=204)
def confirm_receipt(dossier: DossierName, asked: Receipt, user: GetUserDep) -> None:
    """Record that a gremium received the product."""
    _act(acts.confirm_receipt, dossier, asked, user)


@app.post("/dossier/{dossier}/intrekking", status_code=204)
def withdraw(dossier: DossierName, asked: Withdrawal, user: GetUserDep) -> None:
    """Withdraw what was published; only the controller can."""
    _act(acts.withdraw, dossier, asked, user)


@app.post("/dossier/{dossier}/correctie", status_code=204)
def correct(dossier: DossierName, asked: Reopening, user: GetUserDep) -> None:
    """Open a published round again to correct it; only the controller can."""
    _act(acts.correct, dossier, asked, user)


def _act(act, dossier: str, asked: _Request, user) -> None:
    """Do one act of a person, then let the calendar look what follows from it."""
    person = person_in(user, airflow_names.profile_of_dossier(dossier))
    following.do(open_workspace(), act, dossier, person, **asked.model_dump())
