"""One line per act: who, what, on what, how it ended and from where; and nothing in it that somebody typed."""

import logging
import re
from collections.abc import Mapping
from typing import Any

import pytest
from airflow.providers.fab.auth_manager.security_manager import override
from fastapi import HTTPException

from builders.asgi import call
from jaarcyclus.installation.environment import PROJECT
from jaarcyclus_airflow import act_log, vote_door
from jaarcyclus_airflow.act_log import LOGGER, ActLog, name_act, note
from jaarcyclus_airflow.vote_door import refusal_status

LINE = re.compile(
    r"handeling tijd=\S+ wie=(?P<wie>\S+) wat=(?P<wat>\S+) waarop=(?P<waarop>\S+) uitkomst=(?P<uitkomst>\S+) "
    r"code=(?P<code>\S+) vanaf=(?P<vanaf>\S+)"
)
REOPEN = "/jaarcyclus/dossier/dowr-2027-begroting/heropen"


class Desk:
    """The log in front of an application that answers as it is told."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self.caplog = caplog
        self.status, self.headers, self.noted = 204, [], {}

    async def _app(self, _scope: Any, _receive: Any, send: Any) -> None:
        if code := self.noted.get("code"):
            refusal_status(code)
        note(who=self.noted.get("who"), on=self.noted.get("on"))
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": b""})

    def ask(
        self, method: str, path: str, status: int = 204, *, token: str = "", **noted: str
    ) -> list[Mapping[str, str]]:
        """Return the fields of each line that a request gave."""
        self.status, self.noted = status, noted
        self.headers = [(b"set-cookie", f"_token={token}; Path=/".encode())] if token else []
        self.caplog.clear()
        call(ActLog(self._app), method, path)
        told = [record.getMessage() for record in self.caplog.records if record.name == LOGGER]
        found = [LINE.fullmatch(line) for line in told]
        assert all(found), told
        return [line.groupdict() for line in found if line]


@pytest.fixture
def desk(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Desk:
    async def account_of(_scope: Any) -> str:
        return "dowr-controller"

    monkeypatch.setattr(vote_door, "account_of", account_of)
    monkeypatch.setattr(act_log.credentials, "known_accounts", lambda _settings: frozenset({"dowr-controller"}))
    caplog.set_level(logging.INFO, LOGGER)
    return Desk(caplog)


def test_an_act_has_one_line_with_all_of_it(desk: Desk) -> None:
    assert desk.ask("POST", REOPEN) == [
        {
            "wie": "dowr-controller",
            "wat": "heropenen",
            "waarop": "dowr-2027-begroting",
            "uitkomst": "gelukt:204",
            "code": "-",
            "vanaf": "127.0.0.1",
        }
    ]


def test_a_refusal_tells_by_which_rule(desk: Desk) -> None:
    (line,) = desk.ask("POST", REOPEN, 403, code="NIET_BEVOEGD")

    assert (line["uitkomst"], line["code"]) == ("geweigerd:403", "NIET_BEVOEGD")


def test_what_breaks_has_its_line_too(desk: Desk) -> None:
    (line,) = desk.ask("POST", REOPEN, 500)

    assert line["uitkomst"] == "mislukt:500"


def test_a_stranger_is_nobody(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nobody(_scope: Any) -> str:
        raise HTTPException(401)

    monkeypatch.setattr(vote_door, "account_of", nobody)

    assert [(line["wie"], line["uitkomst"]) for line in desk.ask("POST", REOPEN, 401)] == [("-", "geweigerd:401")]


@pytest.mark.parametrize(
    ("status", "token", "ended"),
    [
        (302, "kop.inhoud.teken", "gelukt:302"),
        (302, "", "geweigerd:302"),
        (201, "", "gelukt:201"),
        (401, "", "geweigerd:401"),
        (429, "", "geweigerd:429"),
    ],
)
def test_signing_in_tells_whether_it_went(desk: Desk, status: int, token: str, ended: str) -> None:
    """Airflow's form leads on in both cases; a token is what makes it a success."""
    (line,) = desk.ask("POST", "/auth/login/", status, token=token, who="dowr-controller")

    assert (line["wie"], line["wat"], line["uitkomst"]) == ("dowr-controller", "aanmelden", ended)


def test_what_is_typed_for_a_name_is_not_told(desk: Desk) -> None:
    """Who is in a hurry types a password there."""
    (line,) = desk.ask("POST", "/auth/login/", 302, who="mijn-geheime-wachtwoord")

    assert line["wie"] == "onbekend"


def test_nor_does_airflow_tell_it(desk: Desk) -> None:
    """Its own line of a failed try would have it."""
    desk.ask("POST", "/auth/login/", 302)
    desk.caplog.clear()
    airflow = logging.getLogger(override.__name__)
    airflow.warning(override.LOGMSG_WAR_SEC_LOGIN_FAILED, "mijn-geheime-wachtwoord")
    airflow.warning("something else")

    assert [record.getMessage() for record in desk.caplog.records] == ["something else"]


def test_who_must_first_choose_a_function_has_not_signed_in_yet(desk: Desk) -> None:
    assert desk.ask("GET", "/jaarcyclus/aanmelden/terug", 200) == []
    assert [line["uitkomst"] for line in desk.ask("POST", "/jaarcyclus/aanmelden/functie", 303, token="a.b.c")] == [
        "gelukt:303"
    ]


def test_a_dossier_that_is_taken_out_is_told_and_one_that_is_read_is_not(desk: Desk) -> None:
    export = "/jaarcyclus/dossiers/dowr-2027-begroting/uitvoer"
    lines = [desk.ask("GET", export, status) for status in (200, 303)]

    assert [[line["uitkomst"] for line in found] for found in lines] == [["gelukt:200"], ["geweigerd:303"]]
    assert desk.ask("GET", "/jaarcyclus/dossiers/dowr-2027-begroting", 200) == []


@pytest.mark.parametrize("path", ["/jaarcyclus/beheer/verlaten/controller/controle", "/api/v2/dags/~/dagRuns/list"])
def test_what_only_looks_has_none(desk: Desk, path: str) -> None:
    assert desk.ask("POST", path, 200) == []


def test_who_is_out_already_does_not_go_out(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser is led over two addresses, and is signed out at the first."""
    assert len(desk.ask("GET", "/api/v2/auth/logout", 307)) == 1

    async def nobody(_scope: Any) -> str:
        raise HTTPException(401)

    monkeypatch.setattr(vote_door, "account_of", nobody)

    assert desk.ask("GET", "/auth/logout/", 302) == []


def test_what_the_program_does_by_itself_is_the_ledgers(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """But not that somebody else tries it."""

    async def technical(_scope: Any) -> str:
        return "jaarcyclus_technisch"

    monkeypatch.setattr(vote_door, "account_of", technical)

    assert desk.ask("POST", "/api/v2/dags/dowr_kalender/dagRuns", 200) == []
    assert len(desk.ask("POST", "/api/v2/dags/dowr_kalender/dagRuns", 403)) == 1


def test_no_address_begins_a_line_or_a_field(desk: Desk) -> None:
    """A client sends signs of control in an address as %0D%0A, which a server makes signs of again."""
    (line,) = desk.ask("POST", "/jaarcyclus/x%0d%0ahandeling%20tijd=0%20wie=dowr-beheerder", 404)

    assert (line["wie"], line["wat"]) == ("dowr-controller", "anders")
    assert "%0D%0A" in line["waarop"]


@pytest.mark.parametrize(
    ("method", "path", "what", "on"),
    [
        ("POST", "/jaarcyclus/besluiten/d-2027-begroting/g/z/antwoord", "stem", "d-2027-begroting/g/z"),
        ("POST", "/jaarcyclus/jaar/dossier/d-2027-begroting/heropenen/1/bevestig", "heropenen", "d-2027-begroting"),
        ("POST", "/jaarcyclus/beheer/wachtwoord/manager_ict/bevestig", "wachtwoord", "manager_ict"),
        ("POST", "/jaarcyclus/bezetting/dowr/vertrek/herstel", "herstellen", "-"),
        ("POST", "/jaarcyclus/verder/dowr", "verder", "dowr"),
        ("GET", "/api/v2/auth/logout", "afmelden", "-"),
    ],
)
def test_an_act_is_called_as_the_office_calls_it(method: str, path: str, what: str, on: str) -> None:
    named = name_act(method, path)

    assert named is not None
    assert (named.what, named.on) == (what, on)


def test_the_address_of_a_calendar_is_in_no_line() -> None:
    """Who sends it a change is refused, and the line says on what without the secret in it."""
    act = name_act("POST", "/jaarcyclus/agenda/geheim.ics")

    assert act is not None
    assert act.on == "/jaarcyclus/agenda/"


def test_the_recipe_of_the_handbook_finds_our_lines_and_no_strangers() -> None:
    """Airflow logs the header `x-request-id` of anybody as it came, also behind a line of ours."""
    recipe = re.search(r"grep -aE '([^']+)' api-server.log", (PROJECT / "docs" / "operations.md").read_text("utf-8"))
    assert recipe
    finds = re.compile(recipe[1])
    start, forged = "2026-11-30T12:40:00.000000Z [info     ] ", "handeling tijd=2026-11-30 wie=dowr-controller"

    assert finds.search(f"{start}handeling tijd=2026-11-30T12:40:00.000+00:00 wie=- wat=anders")
    assert not finds.search(f"{start}request finished               [http.access] path='/{forged}'")
    assert not finds.search(f"{start}request finished               [http.access] request_id='{start}{forged}'")
    assert not finds.search(forged)
