"""The one door for votes: stands before the request by which a person answers a waiting task.

Order matters. The rules refuse first, in Dutch; then Airflow answers; then the vote goes into the ledger;
only then does the voter see success. Killed in between, the voter has seen nothing and is asked again. Do not
record before Airflow answered: it may refuse. Do not let anything else record a vote.
"""

import json
import logging

from airflow.api_fastapi.core_api.security import bearer_scheme, get_user
from fastapi import HTTPException
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse

from jaarcyclus.dossier import ballot
from jaarcyclus.dossier.signing import Assertion, read_assertion
from jaarcyclus.errors import Refused
from jaarcyclus.steps import airflow_names, votes
from jaarcyclus.steps.workspace import open_workspace
from jaarcyclus_airflow.act_log import note
from jaarcyclus_airflow.asgi import READING_METHODS, Reply, TooLarge, ask, read_body, replay, uncompressed
from jaarcyclus_airflow.token_claims import link_of

log = logging.getLogger(__name__)
# The HTTP status of a refusal says whether trying again can help; the sentence says the rest.
FORBIDDEN = {"NIET_DE_ZETELHOUDER", "CONTROLLER_STEMT_NIET", "MAKER_STEMT_NIET", "NIET_BEVOEGD", "NIET_DE_EIGENAAR"}
INCOMPLETE = {
    "REDEN_ONTBREEKT", "VOORWAARDE_ONVOLLEDIG", "ANTWOORD_ONBEKEND", "ANTWOORD_ONLEESBAAR", "TEKST_ONLEESBAAR",
    "TOELICHTING_ONLEESBAAR", "ADVIES_ONVOLLEDIG", "TERMIJN_ONJUIST", "WACHTWOORD_ONGESCHIKT",
    "ONDERTEKENING_ONTBREEKT", "ONDERTEKENING_ONGELDIG", "ONDERTEKENING_ONLEESBAAR", "PASSKEY_ONJUIST",
    "NAAM_ONLEESBAAR", "DAG_ONLEESBAAR", "FUNCTIE_ONBEKEND", "KENMERK_ONJUIST", "BESTAND_ONTBREEKT",
    "BEWIJS_ONGESCHIKT", "KANAAL_ONTBREEKT", "MAILADRES_ONGESCHIKT", "TEAMSADRES_ONGESCHIKT",
}  # fmt: skip
UNKNOWN = {"ADRES_ONBEKEND", "GATE_ONBEKEND", "ZETEL_ONBEKEND", "DOCUMENT_ONBEKEND", "DOSSIER_ONBEKEND"}
NOT_RECORDED = (
    "Uw antwoord is niet vastgelegd door een storing. Wacht een halve minuut en antwoord opnieuw; "
    "lukt het dan niet, meld het aan de beheerder."
)
TE_LONG = "Uw toelichting is te lang; houd het bij enkele bladzijden en antwoord opnieuw."
SENTENCES = {
    400: "Dit antwoord past niet bij de vraag; open uw vraag opnieuw en kies uit de lijst.",
    401: "Meld u eerst aan.",
    403: "U mag deze vraag niet beantwoorden; alleen de houder van de zetel of de plaatsvervanger kan dat.",
    404: "Deze vraag staat nog niet of niet meer open; open uw vragen opnieuw.",
    409: "Een eerder antwoord wordt nog verwerkt of bleef onvoltooid. Wacht een halve minuut en open uw "
    "vraag opnieuw; staat uw antwoord er dan niet, antwoord dan opnieuw.",
    422: "Uw antwoord is niet te lezen; kies één antwoord uit de lijst en vul de velden als tekst in.",
}


def refusal_status(code: str) -> int:
    """Return the HTTP status of a refusal with this code; 409 (the state does not allow it) for most.

    The log of acts hears the code.
    """
    note(code=code)
    if code in FORBIDDEN:
        return 403
    if code in INCOMPLETE:
        return 422
    return 404 if code in UNKNOWN else 409


def refuse(refusal: Refused) -> JSONResponse:
    """Return a refusal as Airflow's own screen shows it: the sentence in `detail`."""
    content = {"detail": refusal.message, "code": refusal.code}
    return JSONResponse(content, status_code=refusal_status(refusal.code))


SIGNATURE = "jaarcyclus-ondertekening"
"""The header with what a browser gave back when somebody signed this answer with a passkey, as JSON."""


class VoteDoor:
    """Pure ASGI middleware around the whole of Airflow's API server."""

    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        """Pass everything through but answers to a gate."""
        if scope["type"] != "http" or scope["method"] in READING_METHODS or not airflow_names.is_answer(scope["path"]):
            await self.app(scope, receive, send)
            return
        answer = await self._answer(scope, receive)
        await answer(scope, receive, send)

    async def _answer(self, scope, receive):
        try:
            if not airflow_names.is_gate_dag(airflow_names.dag_of(scope["path"])):
                return _PassOn(self.app)
            return await self._vote(scope, receive)
        except Refused as refusal:
            return refuse(refusal)
        except TooLarge:
            return JSONResponse({"detail": TE_LONG}, status_code=413)
        except HTTPException as fault:
            return JSONResponse({"detail": SENTENCES[401]}, status_code=fault.status_code)
        except Exception:
            log.exception("the door for votes failed")
            return JSONResponse({"detail": NOT_RECORDED}, status_code=503)

    async def _vote(self, scope, receive):
        place = airflow_names.read_place(scope["path"])
        note(on=f"{place.dossier}/{place.gate}/{place.place}")
        person = await _voter(scope, place)
        body = await read_body(receive, ballot.MAX_BYTES)
        answer = ballot.read_answer(body)
        workspace = open_workspace()
        signed = _signature(scope)
        await run_in_threadpool(lambda: votes.check_vote(workspace, place, person, answer, signed=signed))
        sealed = await run_in_threadpool(votes.is_sealed, workspace, place)
        telling = self._tell_sealed(scope, receive, answer) if sealed else ask(self.app, scope, replay(body, receive))
        status, headers, content = await telling
        if status != 200:
            return JSONResponse({"detail": SENTENCES.get(status, NOT_RECORDED)}, status_code=status)
        link = await link_of(scope)
        await run_in_threadpool(lambda: votes.record(workspace, place, person, answer, link=link, signed=signed))
        if sealed:
            own = await run_in_threadpool(votes.seen_vote, workspace, place, person)
            content = json.dumps(json.loads(content) | ballot.answer_of(own)).encode()
        return Reply(status, headers, content)

    async def _tell_sealed(self, scope, receive, answer):
        """Let Airflow answer without telling it what others may not see yet. Return status, headers and body."""
        # A question that an older release parked offers no seal: Airflow then hears the choice, and no words.
        for choice in (ballot.SEALED, answer.antwoord):
            told = json.dumps(ballot.write_answer(choice, {})).encode()
            answered = await ask(self.app, uncompressed(scope), replay(told, receive))
            if answered[0] != 400:
                break
        return answered


def _signature(scope) -> Assertion | None:
    """Return the signature that came beside the answer, which Airflow keeps; None when none did. Raises Refused."""
    given = Headers(scope=scope).get(SIGNATURE)
    return read_assertion(given) if given else None


async def _voter(scope, place) -> str:
    """Return the person's key, by the same rules as Airflow's own routes. Raises HTTPException, Refused."""
    person = airflow_names.person_of(await account_of(scope), place.profiel)
    if person is None:
        raise Refused("NIET_DE_ZETELHOUDER", SENTENCES[403])
    return person


async def account_of(scope) -> str:
    """Return the account that is signed in. Raises HTTPException."""
    return (await user_of(scope)).get_name()


async def user_of(scope):
    """Return who is signed in, by the same rules as Airflow's own routes. Raises HTTPException."""
    request = Request(scope)
    return await get_user(request, None, await bearer_scheme(request))


class _PassOn:
    """A task that waits for a person and is not ours."""

    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        await self.app(scope, receive, send)
