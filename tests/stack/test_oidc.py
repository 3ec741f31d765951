"""Signing in at the office's provider, on a running Airflow of its own: a browser, a vote, and what the ledger tells.

The provider is `oidc-provider-mock`, a real server of somebody else; the office closed passwords for all but two.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext

from airflow_stack import PATIENCE_S, Stack, running_stack, wait_for
from builders.airflow_questions import answer_question, waiting_questions
from builders.browser import started_browser
from builders.case import GATE, MEMBERS, YES, Case
from builders.holders import BEHEERDER, take
from builders.provider import NAME, PERSON, press_the_button, running_provider
from jaarcyclus.installation import credentials
from jaarcyclus.installation.client import AirflowClient
from jaarcyclus.steps import links

pytestmark = pytest.mark.airflow

DIRECTOR = MEMBERS[0]
SECRET = "geheim-van-de-proef-0001"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with running_provider() as address:
        yield address


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory, provider: str) -> Iterator[Stack]:
    folder = tmp_path_factory.mktemp("airflow")
    path = folder / "oidc-geheim"
    path.touch(0o600)
    path.write_text(f"{SECRET}\n")
    with running_stack(
        folder,
        OIDC_UITGEVER=provider,
        OIDC_CLIENT="jaarcyclus",
        OIDC_GEHEIM_BESTAND=str(path),
        OIDC_NAAM=NAME,
        OIDC_WACHTWOORD="beheerder,controller",
    ) as running:
        running.set_clock("2090-04-10T09:00:00")
        take(running.workspace, DIRECTOR, "Houder A", "2089-01-01")
        yield running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with started_browser() as browser:
        yield browser


@pytest.fixture
def person(chromium: Browser) -> Iterator[BrowserContext]:
    """Somebody's browser, without a cookie."""
    context = chromium.new_context(locale="nl-NL")
    context.set_default_timeout(PATIENCE_S * 1000)
    yield context
    context.close()


def give(stack: Stack, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Let the beheerder give a command, with his password."""
    return subprocess.run(
        [sys.executable, "-m", "jaarcyclus", "handeling", *arguments, "--als", "dowr-beheerder"],
        input=f"{credentials.read(stack.settings)['dowr-beheerder']}\n",
        env={**os.environ, "JAARCYCLUS_VAR": str(stack.settings.var)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_who_has_no_function_comes_no_further(stack: Stack, person: BrowserContext) -> None:
    page = press_the_button(stack.address, person)

    assert "Vraag de beheerder van uw samenwerking" in page.inner_text("main")
    assert PERSON in page.inner_text("code")
    assert not [cookie for cookie in person.cookies() if cookie["name"] == "_token"]


def test_who_was_linked_votes_and_the_ledger_says_how(stack: Stack, person: BrowserContext) -> None:
    """Linked by the beheerder, by what the page told the person; out again when that is taken away."""
    done = give(stack, "koppeling", "dowr", DIRECTOR, "--kenmerk", PERSON)
    assert (done.returncode, done.stderr) == (0, "")
    case = Case(stack)

    page = press_the_button(stack.address, person)
    page.wait_for_url(f"{stack.address}/required_actions**")
    (token,) = (cookie for cookie in person.cookies() if cookie["name"] == "_token")
    assert (token["httpOnly"], token["sameSite"]) == (True, "Lax")

    member = AirflowClient(stack.address, f"dowr-{DIRECTOR}", "")
    member._token = token["value"]
    question = wait_for(lambda: next(_asked(member, case), None))
    answered = answer_question(member, question, YES)
    assert answered.status_code == 200, answered.text

    told = [
        (event.soort, event.actor, event.inhoud.get("koppeling"))
        for event in stack.workspace.ledger.events(case.dossier)
        if event.soort in ("stem_uitgebracht", "stem_aangemeld") and event.inhoud["gate"] == GATE
    ]
    assert told == [("stem_uitgebracht", DIRECTOR, None), ("stem_aangemeld", "systeem", 2)]

    assert give(stack, "ontkoppeling", "dowr", DIRECTOR, "--reden", "Verkeerd.").returncode == 0
    assert member._http.get("/api/v2/dags", headers=member._headers()).status_code == 401
    member.close()
    page.goto(f"{stack.address}/required_actions")
    assert "/jaarcyclus/aanmelden/" in page.url
    links.link(
        stack.workspace, "dowr", BEHEERDER, functie=DIRECTOR, identity=_identity(stack)
    )  # fmt: skip


def _asked(member: AirflowClient, case: Case) -> Iterator[Any]:
    seats = (asked for asked in waiting_questions(member) if asked["task_instance"]["dag_run_id"] == case.run)
    return (asked for asked in seats if asked["task_instance"]["map_index"] == 0)


def _identity(stack: Stack) -> Any:
    from jaarcyclus.dossier.links import Identity

    return Identity(issuer=stack.settings.oidc.issuer, claim="sub", value=PERSON)


def test_signing_out_ends_it(stack: Stack, person: BrowserContext) -> None:
    page = press_the_button(stack.address, person)
    page.wait_for_url(f"{stack.address}/required_actions**")
    (token,) = (cookie["value"] for cookie in person.cookies() if cookie["name"] == "_token")
    page.goto(f"{stack.address}/api/v2/auth/logout")

    assert "/jaarcyclus/aanmelden/" in page.url
    assert httpx.get(
        f"{stack.address}/api/v2/dags", headers={"Authorization": f"Bearer {token}"}, trust_env=False, timeout=60
    ).status_code in (401, 403)
    page.get_by_role("link", name="Meld u ook af bij Regio-post").click()
    assert page.url.startswith(stack.settings.oidc.issuer)


@pytest.mark.parametrize(("account", "status"), [(f"dowr-{DIRECTOR}", 403), ("dowr-controller", 201)])
def test_a_password_is_for_those_who_mend_it(stack: Stack, account: str, status: int) -> None:
    content = {"username": account, "password": credentials.read(stack.settings)[account]}

    assert httpx.post(f"{stack.address}/auth/token", json=content, trust_env=False, timeout=60).status_code == status


def test_the_beheerder_finds_the_form_behind_the_button(stack: Stack, person: BrowserContext) -> None:
    page = person.new_page()
    page.goto(f"{stack.address}/auth/login/")
    page.get_by_role("link", name="Beheerder of controller: aanmelden met een wachtwoord").click()
    page.fill("input[name=username]", "dowr-beheerder")
    page.fill("input[name=password]", credentials.read(stack.settings)["dowr-beheerder"])
    page.locator("input[type=submit]").click()
    page.wait_for_function("!location.pathname.startsWith('/auth')")

    assert [cookie for cookie in person.cookies() if cookie["name"] == "_token"]


def test_no_log_holds_the_secret_or_a_code(stack: Stack) -> None:
    told = {word: stack.files_with(word) for word in (SECRET, "id_token", "query='code=")}

    assert not [path for paths in told.values() for path in paths if path.suffix == ".log"]
