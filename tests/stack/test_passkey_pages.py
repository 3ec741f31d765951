"""A member signs an answer with a passkey, in a real browser with an authenticator of its own, and nobody else can."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from airflow_stack import Stack, free_port, running_stack
from builders.axe import faults_of
from builders.case import GATE, MEMBERS, YES, Case
from builders.export import export_dossier
from builders.holders import take
from builders.passkey import SECRETARY, asking_passkeys
from builders.screens import opened_tab, sign_in
from jaarcyclus.proof.beside import Asked
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps import passkeys

pytestmark = pytest.mark.airflow

MEMBER, OTHER = MEMBERS[0], MEMBERS[1]
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """An office whose directieberaad signs; a passkey needs a name for an address, and a number is none."""
    folder, port = tmp_path_factory.mktemp("passkey"), free_port()
    profiles = asking_passkeys(folder / "profielen", "directieberaad")
    with running_stack(folder, profiles, port=port, ADRES=f"http://localhost:{port}") as running:
        running.set_clock("2090-04-10T09:00:00")
        for person, name in ((MEMBER, "Houder A"), (OTHER, "Houder B"), (SECRETARY, "Houder C")):
            take(running.workspace, person, name, "2089-01-01")
        yield replace(running, address=f"http://localhost:{port}")


@pytest.fixture(scope="module")
def case(stack: Stack) -> Case:
    made = Case(stack)
    made.questions()
    return made


class Device:
    """The authenticator of one tab."""

    def __init__(self, page: Page) -> None:
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._session.send("WebAuthn.enable")
        self._id = self._session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]

    def knows_who_is_there(self, known: bool) -> None:
        told = {"authenticatorId": self._id, "isUserVerified": known}
        self._session.send("WebAuthn.setUserVerified", told)


@contextmanager
def signed_in(stack: Stack, browser: Browser, person: str, path: str, *, script: bool = True) -> Iterator[Page]:
    with opened_tab(stack, browser, script=script) as page:
        page.goto(path)
        sign_in(page, stack, person)
        page.wait_for_url(f"**{path}")
        yield page


def question_path(case: Case, zetel: str) -> str:
    return f"/jaarcyclus/besluiten/{case.dossier}/{GATE}/{zetel}"


def test_from_making_a_passkey_to_proving_the_vote(stack: Stack, browser: Browser, case: Case) -> None:
    """The member makes it, the secretary confirms it, an answer is signed, and the export proves it offline."""
    with signed_in(stack, browser, MEMBER, question_path(case, "deventer")) as page:
        device = Device(page)
        answer(page)
        expect(page.get_by_role("alert")).to_contain_text("u hebt er nog geen die is bevestigd")
        make_passkey(page)
        confirm(stack, browser)
        page.reload()
        expect(page.get_by_text("U ondertekent met de passkey met vingerafdruk")).to_be_visible()
        assert faults_of(page) == []

        page.goto(question_path(case, "deventer"))
        answer(page)
        assert faults_of(page) == []
        device.knows_who_is_there(False)
        page.get_by_role("button", name=f"Bevestig: {YES}").click()
        expect(page.get_by_role("alert")).to_contain_text("Er is niets vastgelegd en uw antwoord staat hier nog")
        assert faults_of(page) == []
        assert case.votes() == []

        device.knows_who_is_there(True)
        page.get_by_role("button", name=f"Bevestig: {YES}").click()
        expect(page.get_by_role("status")).to_contain_text("Uw antwoord is vastgelegd")
        assert faults_of(page) == []

    assert case.votes() == [(MEMBER, YES)]
    whole, bezetting = (export_dossier(stack.workspace, name) for name in (case.dossier, "dowr-bezetting"))
    told = verify_zip(whole, asked=Asked(bezetting=bezetting)).regels
    assert [line.houdt for line in told if line.onderwerp == "handtekeningen"] == [True, True]
    assert [line.houdt for line in told if line.onderwerp == "ondertekening"] == [True]


def answer(page: Page) -> None:
    page.get_by_label(YES, exact=False).first.check()
    page.get_by_role("button", name="Ga naar de controle").click()


def make_passkey(page: Page) -> None:
    page.get_by_role("link", name="Passkeys", exact=True).click()
    assert faults_of(page) == []
    page.get_by_role("button", name="Maak een passkey").click()
    expect(page.get_by_text("Wacht op bevestiging")).to_be_visible()
    assert faults_of(page) == []


def confirm(stack: Stack, browser: Browser) -> None:
    """Let the secretary read both fingerprints, and confirm."""
    with signed_in(stack, browser, SECRETARY, passkeys_path()) as page:
        assert faults_of(page) == []
        page.get_by_role("link", name="Bevestig deze passkey").click()
        expect(page.get_by_text("Houder A")).to_be_visible()
        assert faults_of(page) == []
        page.get_by_role("button", name="Bevestig: deze persoon").click()
        expect(page.get_by_text("Er wacht geen passkey")).to_be_visible()


def passkeys_path() -> str:
    return "/jaarcyclus/sleutels"


def test_airflows_own_door_takes_no_unsigned_answer(stack: Stack, case: Case) -> None:
    """Its screen and the JSON API are one door: refused in Dutch, with where to go instead."""
    place = next(number for number, seat in enumerate(case.gate.zetels) if seat.houder == OTHER)
    told = case.answer(OTHER, case.questions(count=len(MEMBERS) - len(case.votes()))[place])

    assert told.status_code == 422
    assert told.json()["code"] == "ONDERTEKENING_ONTBREEKT"
    assert "Open Mijn besluiten in Jaarcyclus en antwoord daar" in told.json()["detail"]


def test_without_script_a_reader_learns_what_to_do(stack: Stack, browser: Browser) -> None:
    with signed_in(stack, browser, OTHER, passkeys_path(), script=False) as page:
        expect(page.get_by_text("Uw browser voert geen JavaScript uit")).to_be_visible()
        page.get_by_role("button", name="Maak een passkey").click()
        expect(page.get_by_role("alert").first).to_contain_text("Maak hem opnieuw")

    assert passkeys.own_keys(stack.workspace, "dowr", OTHER).pending is None


def test_a_lost_passkey_is_withdrawn_with_a_reason(stack: Stack, browser: Browser) -> None:
    with signed_in(stack, browser, MEMBER, passkeys_path()) as page:
        page.get_by_role("link", name="Trek deze passkey in").click()
        page.get_by_role("button", name="Trek deze passkey in").click()
        expect(page.get_by_role("alert")).to_contain_text("vul de reden in")
        assert faults_of(page) == []
        page.get_by_label("Reden").fill("Telefoon kwijt.")
        page.get_by_role("button", name="Trek deze passkey in").click()
        expect(page.get_by_text("U hebt nog geen passkey")).to_be_visible()

    assert stack.workspace.ledger.events("dowr-bezetting")[-1].soort == "passkey_ingetrokken"


def test_who_has_nothing_to_do_with_passkeys_finds_no_page(stack: Stack, browser: Browser) -> None:
    with signed_in(stack, browser, "manager_ict", passkeys_path()) as page:
        expect(page.get_by_role("heading", level=1)).to_have_text("Niet gevonden")
        assert page.get_by_role("link", name="Passkeys", exact=True).count() == 0
