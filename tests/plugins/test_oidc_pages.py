"""Signing in at the office's provider: who comes in, for which function, and what a hostile answer is worth."""

import asyncio
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.routing import Mount

from builders.holders import BEHEERDER, succeed, take
from builders.links import identity, link
from builders.oidc import CLIENT, SECRET, FakeProvider, provider_running, unsigned
from jaarcyclus import clock
from jaarcyclus.errors import Refused
from jaarcyclus.installation.environment import PROJECT
from jaarcyclus.installation.oidc_metadata import TIMEOUT_S
from jaarcyclus.settings import Settings
from jaarcyclus.steps import links
from jaarcyclus.steps.workspace import Workspace, open_workspace

sys.path.append(str(PROJECT / "plugins"))
from jaarcyclus_airflow import oidc_pages
from jaarcyclus_airflow.oidc_pages import OidcPages, safe_next
from jaarcyclus_airflow.ways_in import WaysIn

MEMBER, OTHER = "vertegenwoordiger_ict_deventer", "directeur_bedrijfsvoering_deventer"
OWN = "http://127.0.0.1:8080"


@pytest.fixture(scope="module")
def provider() -> Iterator[FakeProvider]:
    with provider_running() as running:
        yield running


class Browser:
    """One person's browser, at our pages and never at the provider's."""

    def __init__(self, app: Any, provider: FakeProvider) -> None:
        self.provider = provider
        self.cookies = httpx.Cookies()
        self._app = Starlette(routes=[Mount("/jaarcyclus/aanmelden", app)])

    def ask(self, path: str, method: str = "GET", **content: Any) -> httpx.Response:
        """Ask one of our pages, with the cookies that they left."""

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(transport=transport, base_url=OWN, cookies=self.cookies) as client:
                answer = await client.request(method, f"/jaarcyclus/aanmelden/{path}", **content)
                self.cookies = client.cookies
                return answer

        return asyncio.run(send())

    def begin(self, goal: str = "/required_actions") -> dict[str, str]:
        """Press the button; return what the provider is asked."""
        answer = self.ask("start", params={"next": goal})
        assert answer.status_code == 302, answer.text
        return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}

    def back(self, state: str, **other: str) -> httpx.Response:
        return self.ask("terug", params={"code": "c1", "state": state} | other)

    def sign_in(self, **claims: Any) -> httpx.Response:
        """Go there and come back with these claims."""
        asked = self.begin()
        self.provider.give(self.provider.sign(self.provider.claims(asked["nonce"], **claims)))
        return self.back(asked["state"])


@pytest.fixture
def office(tmp_path: Path, provider: FakeProvider) -> Workspace:
    """The beheerder linked the holder of one seat."""
    office = open_workspace(Settings.from_env({"JAARCYCLUS_VAR": str(tmp_path / "var")}))
    take(office, MEMBER, "Houder A", "2026-01-01")
    link(office, MEMBER, identity(issuer=provider.issuer))
    return office


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, provider: FakeProvider) -> pytest.MonkeyPatch:
    told = {
        "OIDC_UITGEVER": provider.issuer,
        "OIDC_CLIENT": CLIENT,
        "OIDC_GEHEIM": SECRET,
        "OIDC_NAAM": "Regio-post",
    }
    for name, value in told.items():
        monkeypatch.setenv(f"JAARCYCLUS_{name}", value)
    monkeypatch.setenv("AIRFLOW__API__BASE_URL", OWN)
    monkeypatch.setenv("AIRFLOW__API__SECRET_KEY", "s" * 40)
    return monkeypatch


@pytest.fixture
def browser(office: Workspace, settings: pytest.MonkeyPatch, provider: FakeProvider) -> Browser:
    settings.setattr(oidc_pages, "open_workspace", lambda: office)
    settings.setattr(oidc_pages.auth_store, "issue_token", lambda account, link: f"{account}.{link}")
    return Browser(OidcPages(WaysIn()).app, provider)


def test_the_page_has_one_button_and_no_script(browser: Browser) -> None:
    page = browser.ask("", params={"next": "/dags"})

    assert "Aanmelden met Regio-post" in page.text
    assert "/jaarcyclus/aanmelden/start?next=/dags" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("iedereen", ">Aanmelden met een wachtwoord<"),
        ("beheerder", ">Beheerder: aanmelden met een wachtwoord<"),
        ("beheerder,controller", ">Beheerder of controller: aanmelden met een wachtwoord<"),
    ],
)
def test_the_page_says_who_may_use_a_password(
    settings: pytest.MonkeyPatch, provider: FakeProvider, words: str, told: str
) -> None:
    settings.setenv("JAARCYCLUS_OIDC_WACHTWOORD", words)

    assert told in Browser(OidcPages(WaysIn()).app, provider).ask("").text


def test_the_provider_is_asked_with_state_nonce_and_pkce(browser: Browser) -> None:
    asked = browser.begin()

    assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
    assert (asked["code_challenge_method"], asked["redirect_uri"]) == ("S256", f"{OWN}/jaarcyclus/aanmelden/terug")
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 20


def test_who_is_linked_comes_in_as_the_account_of_the_function(browser: Browser) -> None:
    answer = browser.sign_in()

    assert (answer.status_code, answer.headers["location"]) == (303, "/required_actions")
    assert answer.cookies["_token"] == f"dowr-{MEMBER}.2"
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "code_verifier" in browser.provider.asked[-1]


def test_who_has_no_function_is_told_whom_to_ask_and_for_what(browser: Browser) -> None:
    answer = browser.sign_in(sub="vreemde-1", email="vreemde@voorbeeld.nl", groups=["Admin"], roles=["Admin"])

    assert (answer.status_code, "_token" in answer.cookies) == (403, False)
    assert "Vraag de beheerder van uw samenwerking" in answer.text
    assert "vreemde-1" in answer.text


def test_who_left_the_function_does_not_come_in(browser: Browser, office: Workspace) -> None:
    tomorrow = office.now() + timedelta(days=1)
    succeed(office, MEMBER, "Houder B", tomorrow.date().isoformat())
    clock.set_simulated(office.settings, tomorrow)

    assert browser.sign_in().status_code == 403


HOSTILE: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://login.voorbeeld.nl"},
    "another audience": {"aud": "een-andere-app"},
    "another audience, asked for by us": {"aud": "een-andere-app", "azp": CLIENT},
    "more audiences": {"aud": [CLIENT, "een-andere-app"], "azp": CLIENT},
    "no audience": {"aud": None},
    "expired": {"iat": 1_000, "exp": 2_000},
    "no end": {"exp": None},
    "another nonce": {"nonce": "van-een-ander"},
    "no nonce": {"nonce": None},
    "nobody": {"sub": None},
    "no text for a name": {"sub": 7},
}


@pytest.mark.parametrize("claims", HOSTILE.values(), ids=HOSTILE)
def test_a_token_that_is_not_for_us_now_is_worth_nothing(browser: Browser, claims: dict[str, Any]) -> None:
    answer = browser.sign_in(**claims)

    assert (answer.status_code, "_token" in answer.cookies) == (403, False)
    assert "eyJ" not in answer.text


def test_a_token_without_a_signature_is_worth_nothing(browser: Browser) -> None:
    asked = browser.begin()
    browser.provider.give(unsigned(browser.provider.claims(asked["nonce"])))

    assert browser.back(asked["state"]).status_code == 403


def test_nor_one_that_another_signed(browser: Browser) -> None:
    asked = browser.begin()
    forged = browser.provider.sign(browser.provider.claims(asked["nonce"]), RSAKey.generate_key(2048))
    browser.provider.give(forged)

    assert browser.back(asked["state"]).status_code == 403


def test_nor_an_answer_without_one(browser: Browser) -> None:
    asked = browser.begin()
    browser.provider.give(None)

    assert browser.back(asked["state"]).status_code == 403


def test_a_state_counts_once(browser: Browser) -> None:
    asked = browser.begin()
    browser.provider.give(browser.provider.sign(browser.provider.claims(asked["nonce"])))
    first, again = browser.back(asked["state"]), browser.back(asked["state"])

    assert (first.status_code, again.status_code) == (303, 403)
    assert "verlopen of al gebruikt" in again.text


def test_a_state_of_another_browser_counts_not_at_all(browser: Browser, provider: FakeProvider) -> None:
    """Else somebody could sign a member in as himself."""
    asked = browser.begin()
    provider.give(provider.sign(provider.claims(asked["nonce"])))
    browser.cookies.clear()
    before = len(provider.asked)

    assert (browser.back(asked["state"]).status_code, len(provider.asked)) == (403, before)


def test_who_breaks_off_is_told_so_and_not_in_the_words_of_the_answer(browser: Browser) -> None:
    asked = browser.begin()
    answer = browser.back(asked["state"], error="access_denied", error_description="<b>Bel 0900</b>")

    assert (answer.status_code, "afgebroken" in answer.text, "0900" in answer.text) == (403, True, False)


def test_who_has_two_functions_chooses_one(browser: Browser, office: Workspace, provider: FakeProvider) -> None:
    take(office, OTHER, "Houder A", "2026-01-01")
    link(office, OTHER, identity(issuer=provider.issuer))
    page = browser.sign_in()
    answer = browser.ask("functie", "POST", data={"account": f"dowr-{OTHER}"})

    assert (page.status_code, "_token" in page.cookies) == (200, False)
    assert "directeur bedrijfsvoering Deventer (" in page.text
    assert (answer.status_code, answer.cookies["_token"]) == (303, f"dowr-{OTHER}.4")


def test_and_no_other(browser: Browser, office: Workspace, provider: FakeProvider) -> None:
    take(office, OTHER, "Houder A", "2026-01-01")
    link(office, OTHER, identity(issuer=provider.issuer))
    browser.sign_in()
    links.unlink(office, "dowr", BEHEERDER, functie=OTHER, reden="Verkeerd.")

    for account in (f"dowr-{OTHER}", "dowr-controller", ""):
        answer = browser.ask("functie", "POST", data={"account": account})
        assert (answer.status_code, "_token" in answer.cookies) == (403, False)


def test_nobody_chooses_without_having_signed_in(browser: Browser) -> None:
    answer = browser.ask("functie", "POST", data={"account": f"dowr-{MEMBER}"})

    assert (answer.status_code, "verlopen" in answer.text) == (403, True)


@pytest.mark.parametrize(("verified", "status"), [(True, 303), (False, 403), ("true", 403), (None, 403)])
def test_a_mail_address_counts_when_the_provider_looked(
    office: Workspace, settings: pytest.MonkeyPatch, provider: FakeProvider, verified: Any, status: int
) -> None:
    settings.setenv("JAARCYCLUS_OIDC_KENMERK", "email")
    settings.setattr(oidc_pages, "open_workspace", lambda: office)
    settings.setattr(oidc_pages.auth_store, "issue_token", lambda account, link: f"{account}.{link}")
    links.unlink(office, "dowr", BEHEERDER, functie=MEMBER, reden="Voortaan het adres.")
    link(office, MEMBER, identity("houder.a@voorbeeld.nl", issuer=provider.issuer, claim="email"))
    browser = Browser(OidcPages(WaysIn()).app, provider)

    answer = browser.sign_in(email="Houder.A@voorbeeld.nl", email_verified=verified)
    assert answer.status_code == status


def test_a_provider_that_calls_itself_otherwise_is_not_asked(
    browser: Browser, provider: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(provider.metadata, "issuer", "https://login.voorbeeld.nl")
    answer = browser.ask("start")

    assert (answer.status_code, "teken voor teken gelijk" in answer.text) == (503, True)


def test_nor_when_it_does_so_an_hour_later(
    browser: Browser, provider: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it told before is no longer held on to, however long somebody waits."""
    browser.begin()
    monkeypatch.setattr(oidc_pages, "_FRESH_S", 0)
    monkeypatch.setattr(oidc_pages, "_PATIENCE_S", 0)
    monkeypatch.setitem(provider.metadata, "issuer", "https://login.voorbeeld.nl")
    later = browser.ask("start")
    monkeypatch.setattr(oidc_pages, "_FRESH_S", 3600)

    assert (later.status_code, browser.ask("start").status_code) == (503, 503)


def test_a_provider_that_keeps_silent_is_asked_for_all_who_wait(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They stand in one row: else each would wait for the silence of all before."""
    now, asked = [1000.0], []

    def keep_silent(_: Any) -> None:
        asked.append(now[0])
        now[0] += TIMEOUT_S
        raise Refused("AANMELDDIENST_STIL", "De aanmelddienst antwoordt niet.")

    monkeypatch.setattr(oidc_pages, "read_metadata", keep_silent)
    monkeypatch.setattr(oidc_pages, "time", SimpleNamespace(monotonic=lambda: now[0]))
    answers = [browser.ask("start").status_code for _ in range(3)]

    assert (answers, len(asked)) == ([503] * 3, 1)


def test_signing_out_there_leads_back_here(browser: Browser) -> None:
    answer = browser.ask("af")

    assert answer.headers["location"].startswith(f"{browser.provider.issuer}/logout?post_logout_redirect_uri=")


def test_the_form_for_a_password_is_a_link_away(browser: Browser) -> None:
    answer = browser.ask("wachtwoord", params={"next": "//evil.example"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/auth/login/?next=/")
    assert answer.headers["set-cookie"].startswith("jc_wachtwoord=ja")


@pytest.mark.parametrize(
    ("asked", "goal"),
    [
        ("/dags/dowr_kalender?tab=1", "/dags/dowr_kalender?tab=1"),
        (f"{OWN}/dags", "/dags"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/%5Cevil.example", "/"),
        ("/%2Fevil.example", "/"),
        (f"{OWN}.evil.example/", "/"),
        (f"{OWN}//evil.example", "/"),
        (f"{OWN}@evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x=1", "/"),
        ("", "/"),
        ("/auth/logout", "/"),
        ("/api/v2/auth/logout", "/"),
        ("/jaarcyclus/aanmelden/af", "/"),
    ],
)
def test_where_somebody_goes_on_is_here(asked: str, goal: str) -> None:
    assert safe_next(asked, OWN) == goal
