"""Somebody chooses where to be told and takes the own terms along in a calendar: in a real browser, and by attack."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import vobject
from playwright.sync_api import Browser, Page, expect

from airflow_stack import Stack
from builders.axe import faults_of
from builders.dossier import Office
from builders.screens import opened_tab, sign_in
from jaarcyclus.steps import calendar, contacts

pytestmark = pytest.mark.airflow

HOME, BOEKJAAR = "/jaarcyclus/berichten", 2091
# Nobody else's: an account can be tried five times in a while.
INKOOP, PSA = "manager_inkoop", "manager_psa"
FLOW = "https://8a.environment.api.powerplatform.com:443/powerautomate/x?sig=geheime-handtekening"


@pytest.fixture(scope="module")
def office(stack: Stack) -> Office:
    """A begroting of which the round is open."""
    stack.set_clock("2090-04-10T09:00:00")
    return Office(stack.workspace, calendar.open_round(stack.workspace, "dowr", "begroting", BOEKJAAR))


@pytest.fixture(params=["belastingen", "facilitair"], ids=["without script", "with script"])
def perceel(request: pytest.FixtureRequest) -> str:
    """Whose manager it is; the one has a browser without script."""
    return str(request.param)


@pytest.fixture
def phone(stack: Stack, browser: Browser, office: Office, perceel: str) -> Iterator[Page]:
    person = f"manager_{perceel}"
    contacts.forget(stack.workspace, "dowr", person)
    with opened_tab(stack, browser, script=perceel == "facilitair") as page:
        page.goto(HOME)
        sign_in(page, stack, person)
        page.wait_for_url(f"**{HOME}")
        yield page
    contacts.forget(stack.workspace, "dowr", person)


def choose(page: Page, *channels: str, mail: str = "", teams: str = "") -> None:
    for name in ("Mail", "Teams"):
        page.get_by_label(name, exact=True).set_checked(name in channels)
    page.get_by_label("Mailadres").fill(mail)
    page.get_by_label("Adres van uw werkstroom").fill(teams)
    page.get_by_role("button", name="Bewaar mijn keuze").click()


def test_somebody_chooses_and_a_fault_loses_nothing(phone: Page, stack: Stack, perceel: str) -> None:
    expect(phone.locator("main")).to_contain_text("U krijgt nu geen berichten.")
    choose(phone, mail="x")
    expect(phone.get_by_role("alert")).to_contain_text("kies mail, Teams of allebei")
    assert phone.title().startswith("Fout: ")

    choose(phone, "Mail", "Teams", mail="manager@raalte", teams=FLOW)
    expect(phone.get_by_role("alert")).to_contain_text("Vul één adres in")
    expect(phone.get_by_label("Adres van uw werkstroom")).to_have_value(FLOW)
    assert contacts.contact_of(stack.workspace, "dowr", f"manager_{perceel}") is None

    choose(phone, "Mail", "Teams", mail="manager@raalte.nl", teams=FLOW)
    expect(phone.locator("main")).to_contain_text("8a.environment.api.powerplatform.com … ning")
    assert "handtekening" not in phone.content()
    kept = contacts.contact_of(stack.workspace, "dowr", f"manager_{perceel}")
    assert kept is not None
    assert (kept.mail, kept.teams) == ("manager@raalte.nl", FLOW)

    choose(phone, "Teams", mail="manager@raalte.nl")
    expect(phone.locator("dd").first).to_have_text("niet gekozen")


def test_a_calendar_is_made_shown_once_read_without_signing_in_and_withdrawn(
    phone: Page, stack: Stack, office: Office, perceel: str
) -> None:
    phone.get_by_role("button", name="Maak een adres").click()
    address = phone.get_by_role("status").locator("code").inner_text()
    assert address.startswith(f"{stack.address}/jaarcyclus/agenda/")

    answer = httpx.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    events = {event.uid.value: event for event in vobject.readOne(answer.text).vevent_list}
    assert events[f"{office.dossier}-inleveren-{perceel}@jaarcyclus"].status.value == "CONFIRMED"
    assert httpx.get(address, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304

    phone.reload()  # sends the form again
    expect(phone.get_by_role("alert")).to_contain_text("al een adres")
    phone.goto(HOME)
    assert "/jaarcyclus/agenda/" not in phone.content()
    assert httpx.get(address).status_code == 200
    phone.get_by_role("button", name="Trek het adres in").click()
    expect(phone.locator("main")).to_contain_text("Er is nu geen adres.")
    assert httpx.get(address).status_code == 404
    token = address.rpartition("/")[2].removesuffix(".ics")
    assert [path for path in stack.files_with(token) if path.suffix == ".log"] == []


@pytest.mark.parametrize("perceel", ["facilitair"], indirect=True)
def test_nobody_is_shut_out_of_any_state_of_the_page(phone: Page, tmp_path: Path) -> None:
    found = {"nothing": faults_of(phone)}
    choose(phone, "Mail", mail="x")
    found["a fault"] = faults_of(phone)
    choose(phone, "Mail", "Teams", mail="manager@raalte.nl", teams=FLOW)
    found["chosen"] = faults_of(phone)
    phone.get_by_role("button", name="Maak een adres").click()
    found["a new address"] = faults_of(phone)
    phone.goto(HOME)
    found["an address"] = faults_of(phone)

    assert {state: faults for state, faults in found.items() if faults} == {}


def test_who_is_not_signed_in_signs_in_first(stack: Stack, office: Office) -> None:
    for method, path in (
        ("GET", HOME),
        ("POST", HOME),
        ("POST", f"{HOME}/agenda"),
        ("POST", f"{HOME}/agenda/intrekken"),
    ):
        answer = httpx.request(method, f"{stack.address}{path}", data={"kanalen": "mail"} if method == "POST" else None)
        assert answer.status_code in (303, 401), (method, path)


def test_another_page_changes_nobodys_address(stack: Stack, office: Office) -> None:
    """A browser sends the cookie along; what tells is where the form stood."""
    contacts.choose(stack.workspace, "dowr", PSA, mail="psa@raalte.nl", teams=None)
    token = stack.sign_in(PSA)._headers()["Authorization"].removeprefix("Bearer ")
    cookie = {"Cookie": f"_token={token}", "Origin": "https://voorbeeld.nl"}
    for path in ("", "/agenda", "/agenda/intrekken"):
        thief = {"kanalen": "mail", "mail": "dief@voorbeeld.nl"}
        assert httpx.post(f"{stack.address}{HOME}{path}", headers=cookie, data=thief).status_code == 403, path

    kept = contacts.contact_of(stack.workspace, "dowr", PSA)
    assert kept is not None
    assert kept.mail == "psa@raalte.nl"
    contacts.forget(stack.workspace, "dowr", PSA)


def test_nobody_reads_or_changes_what_another_chose(stack: Stack, office: Office) -> None:
    """The form names no person: whoever sends it changes the own choice."""
    contacts.choose(stack.workspace, "dowr", INKOOP, mail="manager@raalte.nl", teams=FLOW)
    client = stack.sign_in(PSA)
    page = client.browse("GET", HOME).text
    client.browse(
        "POST", HOME,
        data={"kanalen": "mail", "mail": "psa@raalte.nl", "persoon": INKOOP, "functie": INKOOP, "person": INKOOP},
    )  # fmt: skip

    assert not re.search("manager@raalte.nl|8a.environment", page)
    kept = contacts.contacts_of(stack.workspace, "dowr")
    assert (kept[INKOOP].mail, kept[PSA].mail) == ("manager@raalte.nl", "psa@raalte.nl")
    for person in (INKOOP, PSA):
        contacts.forget(stack.workspace, "dowr", person)
