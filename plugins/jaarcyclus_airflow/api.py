"""What people do besides voting: hand in, read a document, fulfil a condition, reopen, record advice, confirm.

Behind Airflow's own sign-in, which is asked of the whole app at once so that no route can forget it. Each call
is one function of the core; the rules refuse there. Do not decide anything here.
"""

import logging
from typing import Annotated

from airflow.api_fastapi.core_api.security import GetUserDep, get_user
from fastapi import Depends, FastAPI, File, Form, HTTPException, Path, Request, Response, UploadFile
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from jaarcyclus.errors import Geweigerd, JaarcyclusError, OnbekendeSleutel
from jaarcyclus.installation import launcher
from jaarcyclus.settings import Settings
from jaarcyclus.steps import acts, airflow_names, overview, receipts
from jaarcyclus.steps.workspace import Werkplaats, open_werkplaats
from jaarcyclus_airflow.vote_door import LEZEND, refuse

log = logging.getLogger(__name__)

SOORTEN = {
    ".pdf": ("application/pdf", "inline"),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "attachment"),
}
Dossiernaam = Annotated[str, Path(pattern=f"^{airflow_names.DOSSIER}$", max_length=120)]
Profielnaam = Annotated[str, Path(pattern=f"^{airflow_names.CODE}$", max_length=60)]
Tekst = Annotated[str, Field(max_length=10_000)]
Sleutel = Annotated[str, Field(max_length=200)]


class _Verzoek(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Voorwaarde(_Verzoek):
    """A condition that was met."""

    gate: Sleutel
    zetel: Sleutel
    toelichting: Tekst


class Heropening(_Verzoek):
    """A round to be opened again; no percelen leaves open which one hands in."""

    reden: Tekst
    percelen: tuple[Sleutel, ...] = ()


class Kenmerken(_Verzoek):
    """Which conditions of the route hold; none is an answer too."""

    kenmerken: tuple[Sleutel, ...]
    reden: Tekst


class Advies(_Verzoek):
    """Binding advice (covenant art. 16)."""

    gate: Sleutel
    advies: Sleutel
    tekst: Tekst
    deskundige: Sleutel


class Ontvangst(_Verzoek):
    """A gremium that received the product."""

    gremium: Sleutel


async def same_site(request: Request) -> None:
    """Refuse a change that another page made this browser send: the cookie goes along by itself.

    A request with its own Authorization header was made on purpose.
    """
    if request.method in LEZEND or "authorization" in request.headers:
        return
    if request.headers.get("origin") != f"{request.url.scheme}://{request.url.netloc}":
        raise HTTPException(403, "Dit verzoek kwam van een andere website; ga naar Jaarcyclus zelf en doe het daar.")


app = FastAPI(title="Jaarcyclus", dependencies=[Depends(get_user), Depends(same_site)], openapi_url=None)


@app.exception_handler(Geweigerd)
async def on_refusal(_request: Request, fout: Geweigerd) -> Response:
    """Answer with the sentence of the rule that refused."""
    return refuse(fout)


@app.exception_handler(OnbekendeSleutel)
async def on_unknown(_request: Request, fout: OnbekendeSleutel) -> Response:
    """Answer that what was asked for is not there."""
    return JSONResponse({"detail": str(fout)}, status_code=404)


@app.exception_handler(RequestValidationError)
async def on_unreadable(_request: Request, fout: RequestValidationError) -> Response:
    """Answer with the places that cannot be read."""
    velden = ", ".join(".".join(str(deel) for deel in item["loc"][1:]) or "het verzoek" for item in fout.errors())
    return JSONResponse({"detail": f"Ontbreekt of klopt niet: {velden}. Vul het aan en probeer opnieuw."}, 422)


class Grens:
    """Stops reading a body that is larger than any workbook may be, before it fills the disk."""

    MARGE = 100_000  # what multipart adds around the file

    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        """Count what comes in."""
        grens, gelezen = Settings.from_env().max_werkboek_bytes + self.MARGE, 0

        async def counted():
            nonlocal gelezen
            bericht = await receive()
            gelezen += len(bericht.get("body", b""))
            if gelezen > grens:
                raise HTTPException(413, f"Het bestand is te groot; een werkboek is hooguit {grens // 10**6} MB.")
            return bericht

        await self.app(scope, counted, send)


app.add_middleware(Grens)


def _person(user, profiel: str) -> str:
    """Return the person's key. Raises OnbekendeSleutel for someone of another cooperation: it is not theirs to see."""
    persoon = airflow_names.person_of(user.get_name(), profiel)
    if persoon is None:
        raise OnbekendeSleutel("Dit bestaat niet, of het is niet van uw samenwerking.")
    return persoon


@app.post("/inzending/{profiel}", status_code=202)
def hand_in(
    profiel: Profielnaam,
    user: GetUserDep,
    bestand: Annotated[UploadFile, File()],
    perceel: Annotated[str, Form(max_length=60)],
):
    """Keep a workbook and start its check; it is safe once this answers."""
    werkplaats, persoon = open_werkplaats(), _person(user, profiel)
    receipts.require_submitter(werkplaats.profile(profiel), perceel, persoon)
    ontvangen = receipts.receive(
        werkplaats,
        profiel,
        bestand.file.read(),
        bestandsnaam=bestand.filename or "werkboek.xlsx",
        inzender=persoon,
        via="api",
        perceel=perceel,
    )
    dag, run = airflow_names.kind_dag(profiel, airflow_names.INZENDING), airflow_names.attempt_run(ontvangen.sleutel)
    _start(werkplaats, dag, run, {"ontvangst": ontvangen.nummer})
    return {"ontvangst": ontvangen.nummer, "sha256": ontvangen.sha256}


@app.get("/inzending/{profiel}/{nummer}")
def read_verdict(profiel: Profielnaam, nummer: int, user: GetUserDep):
    """Return the verdict on a workbook, `null` while it is being read; to its sender and the controller."""
    werkplaats, persoon = open_werkplaats(), _person(user, profiel)
    ontvangen = receipts.find_receipt(werkplaats, profiel, nummer)
    if persoon not in (ontvangen.inzender, werkplaats.profile(profiel).controller):
        raise OnbekendeSleutel(f"Ontvangst {nummer} is niet van u.")
    return {"ontvangst": nummer, "oordeel": receipts.verdict(werkplaats, profiel, nummer)}


@app.get("/document/{sha256}")
def read_document(sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")], user: GetUserDep) -> Response:
    """Return a document of one of the reader's own cooperation's dossiers."""
    profiel = airflow_names.profile_of_account(user.get_name())
    _person(user, profiel)
    naam, inhoud = overview.find_document(open_werkplaats(), profiel, sha256)
    soort, wijze = SOORTEN.get(naam[naam.rfind(".") :], ("application/octet-stream", "attachment"))
    return Response(
        inhoud,
        media_type=soort,
        headers={
            "Content-Disposition": f'{wijze}; filename="{naam}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


@app.get("/dossier/{dossier}")
def read_dossier(dossier: Dossiernaam, user: GetUserDep):
    """Return where a dossier stands."""
    _person(user, airflow_names.profile_of_dossier(dossier))
    return overview.describe(open_werkplaats(), dossier).als_json()


@app.post("/dossier/{dossier}/voorwaarde", status_code=204)
def fulfil_condition(dossier: Dossiernaam, verzoek: Voorwaarde, user: GetUserDep) -> None:
    """Record that a condition was met."""
    _act(acts.fulfil_condition, dossier, verzoek, user)


@app.post("/dossier/{dossier}/heropen", status_code=204)
def reopen(dossier: Dossiernaam, verzoek: Heropening, user: GetUserDep) -> None:
    """Open a round again; only the controller can."""
    _act(acts.reopen, dossier, verzoek, user)


@app.post("/dossier/{dossier}/kenmerken", status_code=204)
def set_kenmerken(dossier: Dossiernaam, verzoek: Kenmerken, user: GetUserDep) -> None:
    """Record which conditions of the route hold; only the controller can."""
    _act(acts.set_kenmerken, dossier, verzoek, user)


@app.post("/dossier/{dossier}/advies", status_code=204)
def record_advice(dossier: Dossiernaam, verzoek: Advies, user: GetUserDep) -> None:
    """Record binding advice."""
    _act(acts.record_advice, dossier, verzoek, user)


@app.post("/dossier/{dossier}/ontvangst", status_code=204)
def confirm_receipt(dossier: Dossiernaam, verzoek: Ontvangst, user: GetUserDep) -> None:
    """Record that a gremium received the product."""
    _act(acts.confirm_receipt, dossier, verzoek, user)


def _act(handeling, dossier: str, verzoek: _Verzoek, user) -> None:
    """Do one act of a person, then let the calendar look what follows from it."""
    werkplaats, profiel = open_werkplaats(), airflow_names.profile_of_dossier(dossier)
    handeling(werkplaats, dossier, _person(user, profiel), **verzoek.model_dump())
    run = airflow_names.run_after_act(dossier, werkplaats.dossier(dossier).seq)
    _start(werkplaats, airflow_names.kind_dag(profiel, airflow_names.KALENDER), run, {})


def _start(werkplaats: Werkplaats, dag: str, run: str, conf) -> None:
    """Start a run now rather than at the next tick. What was recorded is safe when this fails."""
    try:
        with launcher.technical_client(werkplaats.settings) as client:
            client.trigger(dag, run, conf)
    except JaarcyclusError:
        log.exception("could not start %s %s; the calendar will", dag, run)
