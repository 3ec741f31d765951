"""What the small API says when something else than a rule of ours refuses: Dutch, and what to do next."""

from typing import Annotated

import httpx
import pytest
from fastapi import Depends, FastAPI, File, HTTPException, UploadFile

from builders.asgi import call
from jaarcyclus.errors import Refused, UnknownKey
from jaarcyclus_airflow.faults import BROKEN, OF_LIBRARIES, answer_faults

NAME = b"a" * 5_000


def nobody() -> None:
    """As Airflow's own sign-in says it."""
    raise HTTPException(401, "Not authenticated", headers={"WWW-Authenticate": "Bearer"})


@pytest.fixture
def api() -> FastAPI:
    app = FastAPI(openapi_url=None)
    answer_faults(app)

    @app.get("/eigen", dependencies=[Depends(nobody)])
    def own() -> None: ...

    @app.post("/bestand")
    def upload(workbook: Annotated[UploadFile, File(alias="bestand")]) -> str | None:
        return workbook.filename

    @app.get("/nummer/{number}")
    def read_number(number: int) -> int:
        return number

    @app.get("/fout/{kind}")
    def fail(kind: str) -> None:
        faults = {"regel": Refused("NIET_BEVOEGD", "Dat mag u niet."), "weg": UnknownKey("Dat is er niet.")}
        raise faults.get(kind) or RuntimeError("secret of the machine")

    return app


def said(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["detail"]


def test_who_is_not_signed_in_reads_it_in_dutch(api: FastAPI) -> None:
    """And a program still learns how to sign in."""
    answer = call(api, "GET", "/eigen")

    assert said(answer) == (401, "Meld u eerst aan.")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_an_address_that_is_none(api: FastAPI) -> None:
    assert said(call(api, "GET", "/elders")) == (404, OF_LIBRARIES[404])


def test_another_method(api: FastAPI) -> None:
    assert said(call(api, "DELETE", "/bestand")) == (405, OF_LIBRARIES[405])


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"geen grens", "multipart/form-data"),
        (b"kapot", "multipart/form-data; boundary=x"),
        (
            b'--x\r\nContent-Disposition: form-data; name="bestand"; filename="%s"\r\n\r\nPK\r\n--x--\r\n' % NAME,
            "multipart/form-data; boundary=x",
        ),
    ],
)
def test_a_form_that_cannot_be_read(api: FastAPI, body: bytes, kind: str) -> None:
    """Its boundary lacks, it is no form, or the name of the file is endless."""
    assert said(call(api, "POST", "/bestand", content=body, headers={"content-type": kind})) == (400, OF_LIBRARIES[400])


def test_a_file_name_of_two_hundred_signs_is_taken(api: FastAPI) -> None:
    """As the sentence says, whatever the signs."""
    assert call(api, "POST", "/bestand", files={"bestand": ("\u20ac" * 195 + ".xlsx", b"PK")}).status_code == 200


def test_a_place_that_is_wrong_is_named(api: FastAPI) -> None:
    assert said(call(api, "GET", "/nummer/zes"))[1].startswith("Ontbreekt of klopt niet: number.")


def test_a_sentence_of_ours_stays_as_it_is(api: FastAPI) -> None:
    assert said(call(api, "GET", "/fout/regel")) == (403, "Dat mag u niet.")
    assert said(call(api, "GET", "/fout/weg")) == (404, "Dat is er niet.")


def test_what_broke_is_not_told(api: FastAPI) -> None:
    assert said(call(api, "GET", "/fout/anders")) == (500, BROKEN)
