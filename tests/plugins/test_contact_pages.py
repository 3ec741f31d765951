"""The one page that is read without signing in: a calendar, by its address, of which no log tells."""

import sys
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from builders.asgi import call
from builders.dossier import Office, open_round
from jaarcyclus.installation.environment import PROJECT
from jaarcyclus.pages.standings import Standings
from jaarcyclus.steps import agendas

sys.path.append(str(PROJECT / "plugins"))
from jaarcyclus_airflow import contact_pages
from jaarcyclus_airflow.sign_in_page import Untold

ICT = "manager_ict"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_round(tmp_path)


@pytest.fixture
def app(office: Office, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    """The route as the API server mounts it, with what stands in front of all."""
    monkeypatch.setattr(contact_pages, "open_standings", lambda: Standings(office.workspace))
    made, inner = FastAPI(), FastAPI()
    inner.include_router(contact_pages.agenda)
    made.mount("/jaarcyclus", inner)
    made.add_middleware(Untold)
    return made


@pytest.fixture
def address(office: Office) -> str:
    return f"/jaarcyclus/agenda/{agendas.make_address(office.workspace, 'dowr', ICT, before='')}.ics"


def test_a_program_reads_it_without_signing_in(app: FastAPI, address: str) -> None:
    answer = call(app, "GET", address)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert call(app, "HEAD", address).status_code == 200


def test_and_gets_nothing_anew_while_it_is_the_same(app: FastAPI, address: str) -> None:
    tag = call(app, "GET", address).headers["etag"]
    again = call(app, "GET", address, headers={"if-none-match": tag})

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)


def test_every_other_address_is_answered_alike(app: FastAPI, address: str, office: Office) -> None:
    agendas.withdraw_address(office.workspace, "dowr", ICT)
    wrong = ["a" * 43, "x", "a" * 500, "%00", "dowr", address.removeprefix("/jaarcyclus/agenda/").removesuffix(".ics")]
    answers = [call(app, "GET", f"/jaarcyclus/agenda/{token}.ics") for token in wrong]

    assert {(each.status_code, each.text, str(each.headers)) for each in answers} == {
        (404, "Deze agenda bestaat niet.", str(answers[0].headers))
    }


def test_nobody_changes_anything_by_it(app: FastAPI, address: str) -> None:
    assert {call(app, method, address).status_code for method in ("POST", "PUT", "PATCH", "DELETE")} == {405}


@pytest.mark.parametrize(
    "path", ["{address}", "{address}?x=1", "/JAARCYCLUS/Agenda/geheim.ics", "/jaarcyclus/agenda/g/h"]
)
def test_no_log_tells_the_address(app: FastAPI, address: str, path: str) -> None:
    """Airflow logs the scope that it passed on, once the answer has gone; a tracer may look while it goes."""
    asked, seen = path.format(address=address), []

    async def logging_app(scope: Any, receive: Any, send: Any) -> None:
        async def looking(message: Any) -> None:
            seen.append(dict(scope))
            await send(message)

        try:
            await app(scope, receive, looking)
        finally:
            seen.append(dict(scope))

    status = call(logging_app, "GET", asked).status_code
    assert (status == 200) == ("{address}" in path)
    assert {(each["path"], each["raw_path"], each["query_string"]) for each in seen} == {
        ("/jaarcyclus/agenda/-", b"/jaarcyclus/agenda/-", b"")
    }


def test_the_own_page_keeps_its_name_in_the_log(app: FastAPI) -> None:
    seen = []

    async def logging_app(scope: Any, receive: Any, send: Any) -> None:
        await app(scope, receive, send)
        seen.append(scope["path"])

    call(logging_app, "POST", "/jaarcyclus/berichten/agenda")
    assert seen == ["/jaarcyclus/berichten/agenda"]
