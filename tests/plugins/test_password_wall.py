"""What an account may do while its password is somebody else's, and what a token of before the choice is worth."""

import asyncio
import base64
import json
import sys
import time
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from builders.dossier import Office, with_version
from jaarcyclus.errors import Refused
from jaarcyclus.installation.environment import PROJECT
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.store import Ledger
from jaarcyclus.pages.mailbox import Mailboxes
from jaarcyclus.steps import passwords

sys.path.append(str(PROJECT / "plugins"))
from jaarcyclus_airflow import password_wall, passwords_api, withdrawn
from jaarcyclus_airflow.password_wall import PasswordWall
from jaarcyclus_airflow.withdrawn import Withdrawn

MEMBER = "vertegenwoordiger_ict_raalte"
BROWSER = {"accept": "text/html,application/xhtml+xml"}


async def airflow(_scope: Any, _receive: Any, send: Any) -> None:
    """Airflow, which would do it."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


class Door:
    """The wall in front of Airflow; whoever comes is the member, with a token of some second."""

    def __init__(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        self.office = office
        self.account = f"dowr-{MEMBER}"
        self.wall = PasswordWall(airflow, withdrawn=Withdrawn())
        self.chosen_at: float | None = None
        monkeypatch.setattr(password_wall, "account_of", self._account_of)
        monkeypatch.setattr(withdrawn, "open_workspace", lambda: office.workspace)
        boxes = Mailboxes(office.workspace)
        monkeypatch.setattr(withdrawn, "mailboxes", lambda: boxes)

    async def _account_of(self, _scope: Any) -> str:
        return self.account

    def ask(self, path: str, method: str = "GET", *, token_age_s: float = -60, **headers: str) -> httpx.Response:
        """Ask with a token of so many seconds before the choice, or before now; by default of a minute after."""
        issued_at = int((self.chosen_at or time.time()) - token_age_s)
        claims = base64.urlsafe_b64encode(json.dumps({"iat": issued_at}).encode()).decode()
        token = f"kop.{claims.rstrip('=')}.teken"

        async def send() -> httpx.Response:
            own = {"authorization": f"Bearer {token}", **headers}
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self.wall), base_url="http://hier") as client:
                return await client.request(method, path, headers=own)

        return asyncio.run(send())

    def issue(self, person: str = MEMBER) -> None:
        passwords.issue(self.office.workspace, "dowr", "beheerder", person=person, reason="Wachtwoord kwijt.")

    def choose(self) -> None:
        passwords.note_choice(self.office.workspace, "dowr", MEMBER)
        chosen = self.office.workspace.ledger.events("dowr-postbus")[-1]
        self.chosen_at = datetime.fromisoformat(chosen.tijd).timestamp()


@pytest.fixture
def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Door:
    return Door(with_version(tmp_path, "begroting", "dowr"), monkeypatch)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v2/dags"),
        ("GET", "/ui/config"),
        ("GET", "/jaarcyclus/dossier/dowr-2027-begroting"),
        ("POST", "/jaarcyclus/dossier/dowr-2027-begroting/heropen"),
        ("PATCH", "/api/v2/dags/a/dagRuns/b/taskInstances/zetel/0/hitlDetails"),
        ("GET", "/auth/fab/v1/users"),
        ("POST", "/jaarcyclus/wachtwoord/"),
        ("GET", "/jaarcyclus/wachtwoord/../klok/dowr"),
    ],
)
def test_with_an_issued_password_nothing_is_done(door: Door, method: str, path: str) -> None:
    door.issue()
    answer = door.ask(path, method)

    assert answer.status_code == 403
    assert "kies eerst een eigen wachtwoord op /jaarcyclus/wachtwoord" in answer.json()["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "/jaarcyclus/wachtwoord",
        "/auth/login/",
        "/auth/logout",
        "/auth/token",
        "/static/assets/i.js",
        "/api/v2/auth/logout",
    ],
)
def test_but_choosing_an_own_and_signing_in_or_out(door: Door, path: str) -> None:
    door.issue()

    assert door.ask(path).status_code == 200


def test_a_browser_is_led_to_the_page(door: Door) -> None:
    door.issue()
    answer = door.ask("/dags", **BROWSER)

    assert (answer.status_code, answer.headers["location"]) == (303, "/jaarcyclus/wachtwoord")


def test_others_go_on(door: Door) -> None:
    door.issue("controller")

    assert door.ask("/api/v2/dags").status_code == 200


def test_the_account_of_the_installation_is_nobodys(door: Door) -> None:
    door.issue()
    door.account = "jaarcyclus_technisch"

    assert door.ask("/api/v2/dags", token_age_s=60).status_code == 200


def test_an_issue_between_two_requests_is_seen(door: Door) -> None:
    before = door.ask("/api/v2/dags").status_code
    door.issue()

    assert (before, door.ask("/api/v2/dags").status_code) == (200, 403)


@pytest.mark.parametrize(("age_s", "status"), [(60, 401), (0, 401), (-60, 200)], ids=["before", "that second", "after"])
def test_a_token_of_before_the_choice_is_worth_nothing(door: Door, age_s: float, status: int) -> None:
    """Whoever issued the password may have signed in with it first."""
    door.issue()
    door.choose()

    assert door.ask("/api/v2/dags", token_age_s=age_s).status_code == status


def test_who_chose_and_signs_in_at_once_is_let_in(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer to the choice comes when a token of that moment is told from one of before."""
    monkeypatch.setattr(passwords_api, "open_workspace", lambda: door.office.workspace)
    monkeypatch.setattr(passwords_api.auth_store, "is_right", lambda *_: True)
    monkeypatch.setattr(passwords_api.auth_store, "replace", lambda *_: None)
    monkeypatch.setattr(passwords_api.credentials, "forget", lambda *_: None)
    door.issue()
    new = "een zin van een paar woorden"
    user = SimpleNamespace(get_name=lambda: door.account)
    answer = passwords_api.choose(user, username=door.account, huidig="uitgegeven", nieuw=new, nogmaals=new)

    assert (answer.status_code, door.ask("/api/v2/dags", token_age_s=0).status_code) == (200, 200)


def test_a_token_that_tells_no_moment_is_one_of_before(door: Door) -> None:
    door.issue()
    door.choose()

    assert door.ask("/api/v2/dags", authorization="Bearer a.b.c").status_code == 401


def test_a_ledger_that_cannot_be_read_lets_nobody_through(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OSError

    monkeypatch.setattr(withdrawn, "open_workspace", fail)
    monkeypatch.setattr(withdrawn, "mailboxes", fail)

    assert door.ask("/api/v2/dags").status_code == 503


def test_while_the_postbus_is_an_older_copy_what_was_seen_holds(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """And others go on: the controller must be able to confirm that the older copy is meant."""

    def refuse(_: object, chain: str, *, after: int = 0) -> tuple[Event, ...]:
        raise Refused("LOGBOEK_TERUGGEZET", chain)

    door.issue()
    before = door.ask("/api/v2/dags").status_code
    monkeypatch.setattr(Ledger, "events", refuse)
    after = door.ask("/api/v2/dags").status_code
    door.account = "dowr-controller"

    assert (before, after, door.ask("/jaarcyclus/terugzetting/dowr", "POST").status_code) == (403, 403, 200)
