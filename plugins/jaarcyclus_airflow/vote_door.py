"""The one door for votes: stands before the request by which a person answers a waiting task.

Order matters. The rules refuse first, in Dutch; then Airflow answers; then the vote goes into the ledger;
only then does the voter see success. Killed in between, the voter has seen nothing and is asked again. Do not
record before Airflow answered: it may refuse. Do not let anything else record a vote.
"""

import logging

from airflow.api_fastapi.core_api.security import bearer_scheme, get_user
from fastapi import HTTPException
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

from jaarcyclus.dossier import ballot
from jaarcyclus.errors import Geweigerd
from jaarcyclus.steps import airflow_names, votes
from jaarcyclus.steps.workspace import open_werkplaats
from jaarcyclus_airflow.asgi import TeGroot, read_body, replay
from jaarcyclus_airflow.turns import LEZEND

log = logging.getLogger(__name__)
# The HTTP status of a refusal says whether trying again can help; the sentence says the rest.
VERBODEN = {"NIET_DE_ZETELHOUDER", "CONTROLLER_STEMT_NIET", "MAKER_STEMT_NIET", "NIET_BEVOEGD", "NIET_DE_EIGENAAR"}
ONVOLLEDIG = {"REDEN_ONTBREEKT", "VOORWAARDE_ONVOLLEDIG", "ANTWOORD_ONBEKEND", "ANTWOORD_ONLEESBAAR"}
ONBEKEND = {"ADRES_ONBEKEND", "GATE_ONBEKEND", "ZETEL_ONBEKEND", "DOCUMENT_ONBEKEND", "DOSSIER_ONBEKEND"}
NIET_VASTGELEGD = (
    "Uw antwoord is niet vastgelegd door een storing. Wacht een halve minuut en antwoord opnieuw; "
    "lukt het dan niet, meld het aan de beheerder."
)
TE_LANG = "Uw toelichting is te lang; houd het bij enkele bladzijden en antwoord opnieuw."
VAN_AIRFLOW = {
    400: "Dit antwoord past niet bij de vraag; open uw vereiste acties opnieuw en kies uit de lijst.",
    401: "Meld u eerst aan.",
    403: "U mag deze vraag niet beantwoorden; alleen de houder van de zetel of de plaatsvervanger kan dat.",
    404: "Deze vraag staat nog niet of niet meer open; open uw vereiste acties opnieuw.",
    409: "Een eerder antwoord wordt nog verwerkt of bleef onvoltooid. Wacht een halve minuut en open uw "
    "vereiste acties opnieuw; staat de vraag er dan nog, antwoord dan opnieuw.",
    422: "Uw antwoord is niet te lezen; kies één antwoord uit de lijst en vul de velden als tekst in.",
}


def refusal_status(code: str) -> int:
    """Return the HTTP status of a refusal with this code; 409 (the state does not allow it) for most."""
    if code in VERBODEN:
        return 403
    if code in ONVOLLEDIG:
        return 422
    return 404 if code in ONBEKEND else 409


def refuse(weigering: Geweigerd) -> JSONResponse:
    """Return a refusal as Airflow's own screen shows it: the sentence in `detail`."""
    inhoud = {"detail": weigering.melding, "code": weigering.code}
    return JSONResponse(inhoud, status_code=refusal_status(weigering.code))


class Stemdeur:
    """Pure ASGI middleware around the whole of Airflow's API server."""

    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        """Pass everything through but answers to a gate."""
        if scope["type"] != "http" or scope["method"] in LEZEND or not airflow_names.is_answer(scope["path"]):
            await self.app(scope, receive, send)
            return
        antwoord = await self._answer(scope, receive)
        await antwoord(scope, receive, send)

    async def _answer(self, scope, receive):
        try:
            if not airflow_names.is_gate_dag(airflow_names.dag_of(scope["path"])):
                return _Doorgeven(self.app)
            return await self._vote(scope, receive)
        except Geweigerd as weigering:
            return refuse(weigering)
        except TeGroot:
            return JSONResponse({"detail": TE_LANG}, status_code=413)
        except HTTPException as fout:
            return JSONResponse({"detail": VAN_AIRFLOW[401]}, status_code=fout.status_code)
        except Exception:
            log.exception("the door for votes failed")
            return JSONResponse({"detail": NIET_VASTGELEGD}, status_code=503)

    async def _vote(self, scope, receive):
        plaats = airflow_names.read_place(scope["path"])
        persoon = await _voter(scope, plaats)
        body = await read_body(receive, ballot.MAX_BYTES)
        antwoord = ballot.read_answer(body)
        werkplaats = open_werkplaats()
        await run_in_threadpool(votes.controleer, werkplaats, plaats, persoon, antwoord)
        status, headers, inhoud = await _ask_airflow(self.app, scope, replay(body, receive))
        if status != 200:
            return JSONResponse({"detail": VAN_AIRFLOW.get(status, NIET_VASTGELEGD)}, status_code=status)
        await run_in_threadpool(votes.record, werkplaats, plaats, persoon, antwoord)
        return _Antwoord(status, headers, inhoud)


async def _voter(scope, plaats) -> str:
    """Return the person's key, by the same rules as Airflow's own routes. Raises HTTPException, Geweigerd."""
    request = Request(scope)
    user = await get_user(request, None, await bearer_scheme(request))
    persoon = airflow_names.person_of(user.get_name(), plaats.profiel)
    if persoon is None:
        raise Geweigerd("NIET_DE_ZETELHOUDER", VAN_AIRFLOW[403])
    return persoon


async def _ask_airflow(app, scope, receive):
    """Let Airflow answer, without showing it to the voter yet. Return status, headers and body."""
    stukken, begin = [], {}

    async def send(bericht) -> None:
        if bericht["type"] == "http.response.start":
            begin.update(bericht)
        else:
            stukken.append(bericht.get("body", b""))

    await app(scope, receive, send)
    return begin["status"], begin["headers"], b"".join(stukken)


class _Antwoord:
    """Airflow's own answer, passed on unchanged."""

    def __init__(self, status: int, headers, inhoud: bytes) -> None:
        self.status, self.headers, self.inhoud = status, headers, inhoud

    async def __call__(self, scope, receive, send) -> None:
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": self.inhoud})


class _Doorgeven:
    """A task that waits for a person and is not ours."""

    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        await self.app(scope, receive, send)
