"""What the small API says when a request fails: a Dutch sentence in `detail`, whichever library refused.

FastAPI, the reader of forms and the sign-in have sentences of their own, in English; a sentence of ours stays as it is.
"""

import logging

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from jaarcyclus.errors import Refused, UnknownKey
from jaarcyclus_airflow.vote_door import SENTENCES, refuse

log = logging.getLogger(__name__)
OF_LIBRARIES = {
    400: "Dit verzoek is niet te lezen. Stuur een werkboek als formulier met één bestand en één perceel, en geef het "
    "bestand een naam van hooguit 200 tekens; stuur al het andere als JSON.",
    401: SENTENCES[401],
    403: "Uw aanmelding geldt niet of niet meer; meld u opnieuw aan.",
    404: "Dit adres bestaat niet; controleer het en probeer het opnieuw.",
    405: "Dit kan niet op dit adres; controleer het adres en probeer het opnieuw.",
}
BROKEN = (
    "Dit lukte niet door een storing. Wacht een halve minuut en probeer het opnieuw; lukt het dan niet, meld het aan "
    "de beheerder."
)


def answer_faults(app: FastAPI) -> None:
    """Let `app` answer every fault with a sentence."""
    app.exception_handler(Refused)(_on_refusal)
    app.exception_handler(UnknownKey)(_on_unknown)
    app.exception_handler(RequestValidationError)(_on_unreadable)
    app.exception_handler(HTTPException)(_on_library)
    app.exception_handler(Exception)(_on_broken)


async def _on_refusal(_request: Request, fault: Refused) -> Response:
    return refuse(fault)


async def _on_unknown(_request: Request, fault: UnknownKey) -> Response:
    return JSONResponse({"detail": str(fault)}, status_code=404)


async def _on_unreadable(_request: Request, fault: RequestValidationError) -> Response:
    field_names = ", ".join(".".join(str(part) for part in item["loc"][1:]) or "het verzoek" for item in fault.errors())
    return JSONResponse({"detail": f"Ontbreekt of klopt niet: {field_names}. Vul het aan en probeer opnieuw."}, 422)


async def _on_library(_request: Request, fault: HTTPException) -> Response:
    sentence = OF_LIBRARIES.get(fault.status_code, fault.detail)
    return JSONResponse({"detail": sentence}, status_code=fault.status_code, headers=fault.headers)


async def _on_broken(_request: Request, _fault: Exception) -> Response:
    log.exception("a request failed")
    return JSONResponse({"detail": BROKEN}, status_code=500)
