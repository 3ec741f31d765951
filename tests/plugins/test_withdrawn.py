"""The password and the session of a former holder, at every door, from the day that somebody else has the function."""

import base64
import json
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from builders.asgi import call
from builders.dossier import Office, open_round
from builders.holders import BEHEERDER, leave, succeed, take
from jaarcyclus import clock
from jaarcyclus.errors import Refused
from jaarcyclus.installation.environment import PROJECT
from jaarcyclus.ledger.store import Ledger
from jaarcyclus.pages.mailbox import Mailboxes
from jaarcyclus.steps import passwords

sys.path.append(str(PROJECT / "plugins"))
from jaarcyclus_airflow import password_wall, withdrawn
from jaarcyclus_airflow.password_wall import PasswordWall
from jaarcyclus_airflow.sign_in_limit import SignInLimit
from jaarcyclus_airflow.withdrawn import Withdrawn

FUNCTIE, DEPUTY = "gemeentesecretaris_raalte", "loco_secretaris_raalte"
OLD = "het wachtwoord van de vorige houder"


class Desk:
    """The doors of the API server, and the passwords that the auth manager keeps."""

    def __init__(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        self.office, self.account = office, f"dowr-{FUNCTIE}"
        self.stored = {f"dowr-{person}": OLD for person in (FUNCTIE, DEPUTY, "controller")}
        self.forgotten: list[str] = []
        boxes = Mailboxes(office.workspace)
        monkeypatch.setattr(withdrawn, "open_workspace", lambda: office.workspace)
        monkeypatch.setattr(withdrawn, "mailboxes", lambda: boxes)
        monkeypatch.setattr(withdrawn.auth_store, "replace", self.stored.__setitem__)
        monkeypatch.setattr(withdrawn.credentials, "forget", lambda _, account: self.forgotten.append(account))
        monkeypatch.setattr(password_wall, "account_of", self._account_of)
        self.withdrawn = Withdrawn()
        self.wall = PasswordWall(self._airflow, withdrawn=self.withdrawn)
        self.limit = SignInLimit(self._airflow, withdraw=self.withdrawn.withdraw)

    async def _account_of(self, _scope: Any) -> str:
        return self.account

    async def _airflow(self, scope: Any, receive: Any, send: Any) -> None:
        status = 200
        if scope["path"] == "/auth/token":
            tried = json.loads((await receive())["body"])
            status = 201 if self.stored.get(tried["username"]) == tried["password"] else 401
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def sign_in(self, person: str = FUNCTIE, password: str = OLD) -> int:
        content = {"username": f"dowr-{person}", "password": password}
        return call(self.limit, "POST", "/auth/token", json=content).status_code

    def ask(self, path: str, method: str = "GET", *, age_s: int = 3600, **headers: str) -> httpx.Response:
        """Ask with a token of so long ago."""
        claims = base64.urlsafe_b64encode(json.dumps({"iat": int(time.time()) - age_s}).encode()).decode()
        return call(self.wall, method, path, headers={"authorization": f"Bearer a.{claims.rstrip('=')}.c", **headers})

    def issue(self) -> None:
        passwords.issue(self.office.workspace, "dowr", BEHEERDER, person=FUNCTIE, reason="Nieuwe houder.")
        self.stored[self.account] = "eenmalig"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Houder A has had the function since January; it is 1 April."""
    office = open_round(tmp_path)
    take(office, FUNCTIE, "Houder A")
    return Desk(office, monkeypatch)


def hand_over(desk: Desk, days: int = 0) -> None:
    succeed(desk.office, FUNCTIE, "Houder B", (desk.office.workspace.today() + timedelta(days=days)).isoformat())


def test_who_held_it_first_signs_in_and_goes_on(desk: Desk) -> None:
    assert (desk.sign_in(), desk.ask("/jaarcyclus/besluiten").status_code) == (201, 200)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/jaarcyclus/besluiten"),
        ("GET", "/jaarcyclus/wachtwoord"),
        ("POST", "/jaarcyclus/wachtwoord"),
        ("GET", "/jaarcyclus/dossier/dowr-2027-begroting"),
        ("GET", "/api/v2/dags"),
        ("PATCH", "/api/v2/dags/a/dagRuns/b/taskInstances/zetel/0/hitlDetails"),
        ("GET", "/required_actions"),
        ("GET", "/ui/config"),
    ],
)
def test_after_the_change_the_old_session_opens_nothing(desk: Desk, method: str, path: str) -> None:
    before = desk.ask(path, method).status_code
    hand_over(desk)
    answer = desk.ask(path, method)

    assert (before, answer.status_code) == (200, 401)
    assert "Vraag de beheerder van uw samenwerking om een nieuw" in answer.json()["detail"]


def test_nor_does_the_old_password_sign_in(desk: Desk) -> None:
    """It is as wrong as any other: no stranger hears that the function changed hands."""
    hand_over(desk)

    assert desk.sign_in() == 401
    assert desk.stored[desk.account] != OLD
    assert desk.forgotten == [desk.account]


def test_a_change_dated_ahead_counts_on_its_day(desk: Desk) -> None:
    hand_over(desk, days=1)
    today = desk.sign_in(), desk.ask("/dags").status_code
    clock.set_simulated(desk.office.workspace.settings, desk.office.workspace.now() + timedelta(days=1))

    assert (today, desk.sign_in(), desk.ask("/dags").status_code) == ((201, 200), 401, 401)


def test_who_is_issued_a_new_one_chooses_the_own(desk: Desk) -> None:
    hand_over(desk)
    assert desk.sign_in() == 401
    desk.issue()

    assert [desk.sign_in(), desk.sign_in(password="eenmalig")] == [401, 201]
    assert desk.ask("/jaarcyclus/wachtwoord", age_s=-60).status_code == 200
    passwords.note_choice(desk.office.workspace, "dowr", FUNCTIE)
    assert desk.ask("/jaarcyclus/besluiten", age_s=-60).status_code == 200


def test_the_old_session_does_not_see_the_page_of_the_new_password(desk: Desk) -> None:
    """It says why one was issued, and to whom."""
    hand_over(desk)
    desk.issue()
    page = desk.ask("/jaarcyclus/wachtwoord", accept="text/html")

    assert (page.status_code, page.headers["location"]) == (303, "/auth/login/")


def test_the_stored_one_is_replaced_once(desk: Desk) -> None:
    hand_over(desk)
    desk.sign_in()
    first = desk.stored[desk.account]
    desk.ask("/dags")

    assert desk.stored[desk.account] == first


def test_while_the_function_is_empty_nobody_goes_on(desk: Desk) -> None:
    leave(desk.office, FUNCTIE, desk.office.workspace.today().isoformat())

    assert (desk.sign_in(), desk.ask("/dags").status_code) == (401, 401)


def test_the_deputy_goes_on(desk: Desk) -> None:
    hand_over(desk)
    desk.account = f"dowr-{DEPUTY}"

    assert (desk.sign_in(DEPUTY), desk.ask("/jaarcyclus/besluiten", "POST").status_code) == (201, 200)


def test_what_cannot_be_replaced_opens_nothing_all_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: str) -> None:
        raise RuntimeError

    monkeypatch.setattr(withdrawn.auth_store, "replace", fail)
    hand_over(desk)

    assert (desk.sign_in(), desk.ask("/dags").status_code) == (201, 401)


def test_while_a_chain_is_an_older_copy_what_was_seen_holds(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object, chain: str) -> str:
        raise Refused("LOGBOEK_TERUGGEZET", chain)

    hand_over(desk)
    before = desk.ask("/dags").status_code
    monkeypatch.setattr(Ledger, "head", refuse)

    assert (before, desk.ask("/dags").status_code) == (401, 401)


@pytest.mark.parametrize("account", ["", "dowr", "jaarcyclus_technisch", "../x-y", "elders-beheerder"])
def test_whose_account_nobody_knows_is_nobodys(desk: Desk, account: str) -> None:
    assert desk.withdrawn.withdraw(account) is False


def test_airflows_own_page_of_an_account_asks_for_a_token(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session at the auth manager alone does not tell when its password was right."""

    async def nobody(_: Any) -> str:
        raise password_wall.HTTPException(401)

    monkeypatch.setattr(password_wall, "account_of", nobody)

    assert call(desk.wall, "GET", "/auth/users/userinfo/").headers["location"] == "/auth/login/"
