"""By which way an account is signed in: what the office closed, whom the bezetting lets in, and where the button is."""

import json
import sys
from base64 import urlsafe_b64encode
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
import pytest

from builders.asgi import call
from builders.holders import BEHEERDER, succeed, take
from builders.links import ISSUER, identity, link
from jaarcyclus import clock
from jaarcyclus.installation.environment import PROJECT
from jaarcyclus.ledger.chain import Head
from jaarcyclus.ledger.witness import Witness
from jaarcyclus.pages.mailbox import Mailboxes
from jaarcyclus.settings import Settings
from jaarcyclus.steps import links
from jaarcyclus.steps.workspace import Workspace, open_workspace

sys.path.append(str(PROJECT / "plugins"))
from jaarcyclus_airflow import password_wall, ways_in, withdrawn
from jaarcyclus_airflow.password_wall import PasswordWall
from jaarcyclus_airflow.sign_in_limit import PER_ADDRESS, SignInLimit
from jaarcyclus_airflow.sign_in_page import SignInPage, Untold
from jaarcyclus_airflow.ways_in import WaysIn
from jaarcyclus_airflow.withdrawn import Withdrawn

MEMBER = "vertegenwoordiger_ict_deventer"
ACCOUNT = f"dowr-{MEMBER}"
FORM = {"content-type": "application/x-www-form-urlencoded"}
BROWSER = {"accept": "text/html"}


async def airflow(_scope: Any, _receive: Any, send: Any) -> None:
    """Airflow, which would do it."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"Airflow"})


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """One seat has a holder, who signs in at the provider by link 2; the office closed passwords but for two."""
    told = {"UITGEVER": ISSUER, "CLIENT": "jaarcyclus", "GEHEIM": "geheim-van-de-proef", "NAAM": "Regio-post"}
    for name, value in (told | {"WACHTWOORD": "beheerder,controller"}).items():
        monkeypatch.setenv(f"JAARCYCLUS_OIDC_{name}", value)
    made = open_workspace(Settings.from_env({"JAARCYCLUS_VAR": str(tmp_path / "var")}))
    for module in (ways_in, withdrawn):
        monkeypatch.setattr(module, "open_workspace", lambda: made)
    monkeypatch.setattr(withdrawn, "mailboxes", lambda: Mailboxes(made))
    take(made, MEMBER, "Houder A")
    link(made, MEMBER)
    return made


@pytest.mark.parametrize(
    ("account", "takes"),
    [
        ("dowr-beheerder", True),
        ("dowr-controller", True),
        ("jaarcyclus_technisch", True),
        (ACCOUNT, False),
        ("dowr-", False),
        ("", False),
        ("regio_zwolle-vreemde", False),
        ("bestaat_niet-beheerder", False),
        ("../dowr-beheerder", False),
    ],
)
def test_a_closed_password_is_closed_for_all_but_those_who_mend_it(
    workspace: Workspace, account: str, takes: bool
) -> None:
    assert WaysIn().takes_password(account) is takes


def test_by_default_passwords_stay(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAARCYCLUS_OIDC_WACHTWOORD", "iedereen")

    assert WaysIn().takes_password(ACCOUNT)


@pytest.mark.parametrize(
    ("account", "number", "lets"),
    [(ACCOUNT, 2, True), (ACCOUNT, 1, False), (ACCOUNT, "2", False), (ACCOUNT, None, False),
     ("dowr-controller", 2, False), ("regio_zwolle-controller", 2, False)],
)  # fmt: skip
def test_a_link_lets_in_for_its_own_function(workspace: Workspace, account: str, number: object, lets: bool) -> None:
    assert WaysIn().lets_in(account, number) is lets


def test_no_longer_when_the_function_is_left_or_the_link_taken_away(workspace: Workspace) -> None:
    ways = WaysIn()
    before = ways.lets_in(ACCOUNT, 2)
    tomorrow = workspace.now() + timedelta(days=1)
    succeed(workspace, MEMBER, "Houder B", tomorrow.date().isoformat())
    link(workspace, MEMBER, identity("b1"))
    today = ways.lets_in(ACCOUNT, 2), ways.lets_in(ACCOUNT, 5)
    clock.set_simulated(workspace.settings, tomorrow)
    then = ways.lets_in(ACCOUNT, 2), ways.lets_in(ACCOUNT, 5)
    links.unlink(workspace, "dowr", BEHEERDER, functie=MEMBER, reden="Verkeerd.")

    assert (before, today, then, ways.lets_in(ACCOUNT, 5)) == (True, (True, False), (False, True), False)


@pytest.mark.parametrize(
    "other",
    [
        {"UITGEVER": f"{ISSUER}2"},
        {"KENMERK": "email"},
        dict.fromkeys(("UITGEVER", "CLIENT", "GEHEIM", "WACHTWOORD", "NAAM", "KENMERK"), ""),
    ],
)
def test_nor_when_the_office_has_another_provider_or_none(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, other: dict[str, str]
) -> None:
    for name, value in other.items():
        monkeypatch.setenv(f"JAARCYCLUS_OIDC_{name}", value)

    assert not WaysIn().lets_in(ACCOUNT, 2)


def test_while_the_bezetting_is_an_older_copy_what_was_seen_holds(workspace: Workspace) -> None:
    ways = WaysIn()
    before = ways.lets_in(ACCOUNT, 2)
    Witness(workspace.settings.getuige).go_back("dowr-bezetting", Head(17, "a" * 64))

    assert (before, ways.lets_in(ACCOUNT, 2), WaysIn().lets_in(ACCOUNT, 2)) == (True, True, False)


def ask_wall(account: str, monkeypatch: pytest.MonkeyPatch, path: str = "/dags", **claims: Any) -> httpx.Response:
    async def account_of(_: Any) -> str:
        return account

    monkeypatch.setattr(password_wall, "account_of", account_of)
    token = f"a.{urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}.c"
    return call(PasswordWall(airflow, withdrawn=Withdrawn()), "GET", path, headers={"authorization": f"Bearer {token}"})


def test_the_wall_asks_at_every_request(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [
        ask_wall(ACCOUNT, monkeypatch, koppeling=2),
        ask_wall(ACCOUNT, monkeypatch, koppeling=1),
        ask_wall(ACCOUNT, monkeypatch),
        ask_wall("dowr-beheerder", monkeypatch),
    ]

    assert [answer.status_code for answer in answers] == [200, 401, 401, 200]
    assert "meld u opnieuw aan" in answers[1].json()["detail"]
    assert "meld u aan bij Regio-post" in answers[2].json()["detail"]


def test_who_signed_in_there_needs_no_password_that_was_issued_meanwhile(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jaarcyclus.steps import passwords

    passwords.issue(workspace, "dowr", BEHEERDER, person=MEMBER, reason="Wachtwoord kwijt.")

    assert ask_wall(ACCOUNT, monkeypatch, koppeling=2).status_code == 200


@pytest.mark.parametrize("page", ["", "start", "terug", "functie", "wachtwoord", "af"])
def test_signing_in_is_open_to_who_is_out(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    assert ask_wall(ACCOUNT, monkeypatch, f"/jaarcyclus/aanmelden/{page}", koppeling=1).status_code == 200


@pytest.mark.parametrize("path", ["/auth/token", "/auth/token/cli", "/auth/api/v1/security/login"])
@pytest.mark.parametrize(("account", "status"), [(ACCOUNT, 403), ("DOWR-Controller", 200), ("niemand", 403)])
def test_a_program_gets_no_token_for_a_closed_password(
    workspace: Workspace, path: str, account: str, status: int
) -> None:
    """Whether there is such an account, it does not hear."""
    answer = call(
        SignInLimit(airflow, withdraw=Withdrawn().withdraw), "POST", path, json={"username": account, "password": "x"}
    )

    assert answer.status_code == status


def test_a_person_is_led_to_the_button(workspace: Workspace) -> None:
    limit = SignInLimit(airflow, withdraw=Withdrawn().withdraw)
    answer = call(limit, "POST", "/auth/login/", content=f"username={ACCOUNT}&password=x", headers=FORM)

    assert answer.headers["location"] == "/jaarcyclus/aanmelden/?wachtwoord=dicht"


def test_who_makes_us_ask_the_provider_is_counted(workspace: Workspace) -> None:
    limit = SignInLimit(airflow, withdraw=Withdrawn().withdraw)
    answers = [
        call(limit, "GET", f"/jaarcyclus/aanmelden/{('start', 'terug')[at % 2]}").status_code
        for at in range(PER_ADDRESS.amount + 1)
    ]

    assert (answers[-2:], call(limit, "GET", "/jaarcyclus/aanmelden/").status_code) == ([200, 429], 200)


@pytest.mark.parametrize(
    ("asked", "goal"),
    [("/auth/login/", "/jaarcyclus/aanmelden/?next=/"),
     ("/auth/login?next=http://127.0.0.1:8080/dags", "/jaarcyclus/aanmelden/?next=http%3A//127.0.0.1%3A8080/dags")],
)  # fmt: skip
def test_the_form_gives_way_to_the_button(workspace: Workspace, asked: str, goal: str) -> None:
    assert call(SignInPage(airflow, WaysIn()), "GET", asked).headers["location"] == goal


@pytest.mark.parametrize(
    ("method", "path", "cookie"),
    [("GET", "/auth/login/", "jc_wachtwoord=ja"), ("POST", "/auth/login/", ""), ("GET", "/auth/logout", "")],
)
def test_but_not_for_who_asked_for_it(workspace: Workspace, method: str, path: str, cookie: str) -> None:
    assert call(SignInPage(airflow, WaysIn()), method, path, headers={"cookie": cookie}).text == "Airflow"


def test_where_no_provider_is_set_the_form_stays(tmp_path: Path) -> None:
    assert call(SignInPage(airflow, WaysIn()), "GET", "/auth/login/").text == "Airflow"


@pytest.mark.parametrize(("page", "kept"), [("/jaarcyclus/aanmelden/terug", b""), ("/dags", b"code=c1&state=s1")])
def test_the_code_of_a_sign_in_is_gone_before_the_request_is_logged(page: str, kept: bytes) -> None:
    seen = []

    async def logging_app(scope: Any, receive: Any, send: Any) -> None:
        await Untold(airflow)(scope, receive, send)
        seen.append(scope["query_string"])

    call(logging_app, "GET", f"{page}?code=c1&state=s1")

    assert seen == [kept]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (
            "/jaarcyclus/handeling%20tijd=2026-11-30T12:40:00.000+00:00%20wie=dowr-controller%20wat=intrekken",
            "/jaarcyclus/handeling%20tijd%3D2026-11-30T12:40:00.000+00:00%20wie%3Ddowr-controller%20wat%3Dintrekken",
        ),
        ("/jaarcyclus/beheer%00", "/jaarcyclus/beheer%00"),
        ("/x%0a%1b[31m%e2%80%ae%22%27%ff", "/x%0A%1B%5B31m%E2%80%AE%22%27%EF%BF%BD"),
        (
            "/api/v2/dags/a/dagRuns/manual__2026-11-30T12:00:00+00:00/x~y",
            "/api/v2/dags/a/dagRuns/manual__2026-11-30T12:00:00+00:00/x~y",
        ),
    ],
)
def test_no_address_reads_as_a_line_of_the_log_or_ends_its_reading(asked: str, told: str) -> None:
    """A server makes of %20 and %00 what they stand for, and Airflow logs that; what serves must have it so."""
    logged, served = [], []

    async def serving(scope: Any, receive: Any, send: Any) -> None:
        served.append(scope["path"])
        await airflow(scope, receive, send)

    async def logging_app(scope: Any, receive: Any, send: Any) -> None:
        await Untold(serving)(scope, receive, send)
        logged.append(scope["path"])

    call(logging_app, "GET", asked)

    assert (logged, served) == ([told], [unquote(asked)])


def test_signing_out_ends_the_session_too(tmp_path: Path) -> None:
    """Else the form of signing in gives a new token to whoever kept the cookie of the session."""
    asked = []

    async def serving(scope: Any, receive: Any, send: Any) -> None:
        asked.append((scope["path"], dict(scope["headers"])[b"cookie"]))
        await airflow(scope, receive, send)

    call(SignInPage(serving, WaysIn()), "GET", "/auth/logout", headers={"cookie": "session=s1"})

    assert asked == [("/auth/logout/", b"session=s1"), ("/auth/logout", b"session=s1")]
