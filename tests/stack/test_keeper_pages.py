"""The beheerder keeps functions and accounts on our own pages, in a browser without script; each act has a line."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from airflow_stack import Stack, running_stack
from builders.axe import faults_of
from builders.case import GATE, MEMBERS, YES, Case
from builders.screens import opened_tab, sign_in
from jaarcyclus.errors import AirflowRefused
from jaarcyclus.installation import credentials
from jaarcyclus.installation.client import AirflowClient
from jaarcyclus.steps import holders, passwords

pytestmark = pytest.mark.airflow

HOME = "/jaarcyclus/beheer"
FUNCTIE, OTHER = "portefeuillehouder_deventer", "portefeuillehouder_raalte"


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """An installation of its own: once somebody keeps who holds a function, every dossier tells of it."""
    with running_stack(tmp_path_factory.mktemp("airflow")) as running:
        yield running


@pytest.fixture
def desk(stack: Stack, browser: Browser) -> Iterator[Page]:
    with opened_tab(stack, browser, script=True) as page:
        yield page


def enter(page: Page, stack: Stack, path: str, person: str = "beheerder") -> None:
    page.goto(path)
    sign_in(page, stack, person)
    page.wait_for_url(f"**{path}")


def acts_of(stack: Stack, what: str) -> list[str]:
    """Return account, object, end and code of each line about this act."""
    log = (Path(stack.settings.var) / "airflow" / "logs" / "api-server.log").read_text()
    lines = re.findall(
        rf"handeling tijd=\S+ wie=(\S+) wat={what} waarop=(\S+) uitkomst=(\S+) code=(\S+) vanaf=127", log
    )
    return [" ".join(found) for found in lines]


def test_the_beheerder_lands_where_it_says_what_needs_a_person(phone: Page, stack: Stack) -> None:
    phone.goto("/")
    sign_in(phone, stack, "beheerder")
    phone.wait_for_url(f"**{HOME}")

    expect(phone.get_by_role("heading", name="Wat een mens vraagt")).to_be_visible()
    expect(phone.locator("tr", has_text="Planner")).to_contain_text("werkt")


def test_a_holder_is_recorded_after_a_check(phone: Page, stack: Stack) -> None:
    """From the list to the bezetting and back to where it is told."""
    enter(phone, stack, f"{HOME}/functies")
    phone.locator(f"tr[id='{FUNCTIE}'] a", has_text="nieuwe houder").click()
    phone.get_by_role("button", name="Ga naar de controle").click()
    expect(phone.get_by_role("alert")).to_contain_text("Zo is de naam niet vast te leggen")
    phone.get_by_label("Naam").fill("Houder P")
    phone.get_by_role("button", name="Ga naar de controle").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Controleer: Leg vast wie deze functie krijgt")
    assert not [line for line in lines_of(stack) if line.naam == "Houder P"]
    phone.get_by_role("button", name="Bevestig: Leg vast wie deze functie krijgt").click()
    phone.wait_for_url(f"**{HOME}/functies#{FUNCTIE}")

    expect(phone.locator(f"tr[id='{FUNCTIE}']")).to_contain_text("Houder P")
    assert [line.functie for line in lines_of(stack) if line.naam == "Houder P"] == [FUNCTIE]
    assert acts_of(stack, "bezetten") == [f"dowr-beheerder {FUNCTIE} gelukt:303 -"]


def lines_of(stack: Stack) -> tuple[holders.HolderLine, ...]:
    return holders.list_holders(stack.workspace, "dowr", "beheerder")


def test_a_password_is_shown_once_and_works_and_is_nowhere_else(phone: Page, stack: Stack) -> None:
    """Not after a reload, not with the back button, in no log and no answer that a browser keeps."""
    enter(phone, stack, f"{HOME}/wachtwoord/{OTHER}")
    phone.get_by_label("Reden").fill("Kwijt.")
    phone.get_by_role("button", name="Ga naar de controle").click()
    phone.get_by_role("button", name="Bevestig: Geef een nieuw wachtwoord uit").click()
    phone.wait_for_url(f"**{HOME}/uitgegeven")
    password = phone.locator("dd code").nth(1).inner_text()
    given = httpx.post(
        f"{stack.address}/auth/token", json={"username": f"dowr-{OTHER}", "password": password}, trust_env=False
    )
    again = phone.reload()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Hier is geen wachtwoord te zien")
    phone.go_back()
    phone.get_by_role("button", name="Bevestig: Geef een nieuw wachtwoord uit").click()
    expect(phone.get_by_role("alert")).to_contain_text("Er is intussen al een wachtwoord voor dit account uitgegeven")

    assert given.status_code == 201
    assert again is not None
    assert again.headers["cache-control"] == "private, no-store"
    assert [item.person for item in passwords.issuances(stack.workspace, "dowr")].count(OTHER) == 1
    assert stack.files_with(password) == []
    assert acts_of(stack, "wachtwoord") == [
        f"dowr-beheerder {OTHER} gelukt:303 -",
        f"dowr-beheerder {OTHER} geweigerd:409 INTUSSEN_UITGEGEVEN",
    ]


def test_the_machine_is_looked_at_when_asked_and_the_page_says_when(phone: Page, stack: Stack) -> None:
    enter(phone, stack, HOME)
    phone.get_by_role("button", name="Kijk de machine nu na").click()
    phone.wait_for_url(f"**{HOME}")

    # The browser looks again by itself.
    expect(phone.locator("#controle ~ p").first).to_contain_text("Laatst gekeken op")
    expect(phone.locator("summary")).to_contain_text("Alles wat is nagekeken")


def test_the_controller_lets_the_calendar_look_and_acts_on_nothing_else(phone: Page, stack: Stack) -> None:
    enter(phone, stack, f"{HOME}/kalender", "controller")
    before = phone.locator("ol.jc-days li").count()
    phone.get_by_role("button", name="Laat de kalender nu kijken").click()
    phone.wait_for_url(f"**{HOME}/kalender")
    seen = phone.locator("ol.jc-days li").count()
    phone.goto(f"{HOME}/functies")

    assert seen == min(before + 1, 5)
    expect(phone.locator("a[href*='/beheer/bezetten/']")).to_have_count(0)
    answer = phone.goto(f"{HOME}/bezetten/{FUNCTIE}")
    assert answer is not None
    assert answer.status == 404
    assert acts_of(stack, "verder")[-1] == "dowr-controller - gelukt:303 -"


@pytest.mark.parametrize("person", ["ambtelijk_secretaris", "manager_ict"])
def test_nobody_else_has_such_a_page(phone: Page, stack: Stack, person: str) -> None:
    phone.goto("/jaarcyclus/dossiers")
    sign_in(phone, stack, person)
    phone.wait_for_url("**/jaarcyclus/dossiers")
    expect(phone.get_by_role("link", name="Beheer")).to_have_count(0)
    answers = [
        phone.goto(path) for path in (HOME, f"{HOME}/accounts", f"{HOME}/wachtwoord/{OTHER}", f"{HOME}/uitgegeven")
    ]

    assert [answer.status if answer else 0 for answer in answers] == [404] * 4


def test_signing_in_and_out_have_a_line_also_when_it_fails(phone: Page, stack: Stack) -> None:
    """And what somebody typed for a name stands in none."""
    person = "loco_secretaris_olst_wijhe"
    phone.goto("/auth/login/")
    for name, password in (("geheim-in-het-verkeerde-veld", "x"), (f"dowr-{person}", "mis")):
        phone.get_by_label("Gebruikersnaam").fill(name)
        phone.get_by_label("Wachtwoord").fill(password)
        phone.get_by_role("button", name="Aanmelden").click()
    sign_in(phone, stack, person)
    phone.goto("/api/v2/auth/logout")
    lines = acts_of(stack, "aanmelden")

    assert lines[-3:] == [
        "onbekend - geweigerd:302 -",
        f"dowr-{person} - geweigerd:302 -",
        f"dowr-{person} - gelukt:302 -",
    ]
    assert acts_of(stack, "afmelden")[-1].startswith(f"dowr-{person} - gelukt:")
    log = (Path(stack.settings.var) / "airflow" / "logs" / "api-server.log").read_text()
    assert "geheim-in-het-verkeerde-veld" not in log


def test_a_vote_has_one_line_by_whichever_door_it_came(phone: Page, stack: Stack) -> None:
    """Also one that is refused: the page asks Airflow's own route within the server."""
    case = Case(stack)
    questions = case.questions()
    by_route = f"{case.dossier}/{GATE}/"
    assert case.answer(MEMBERS[1], questions[0]).status_code == 403
    assert case.answer(MEMBERS[1], questions[1]).status_code == 200
    enter(phone, stack, f"/jaarcyclus/besluiten/{by_route}deventer", MEMBERS[0])
    phone.get_by_label(YES, exact=False).first.check()
    phone.get_by_role("button", name="Ga naar de controle").click()
    phone.get_by_role("button", name=f"Bevestig: {YES}").click()
    phone.wait_for_url(f"**/{by_route}deventer")

    assert [line for line in acts_of(stack, "stem") if by_route in line] == [
        f"dowr-{MEMBERS[1]} {by_route}0 geweigerd:403 NIET_DE_ZETELHOUDER",
        f"dowr-{MEMBERS[1]} {by_route}1 gelukt:200 -",
        f"dowr-{MEMBERS[0]} {by_route}deventer gelukt:303 -",
    ]


def test_who_is_succeeded_is_signed_out_and_the_pages_say_who_needs_a_password(phone: Page, stack: Stack) -> None:
    """From a session that goes on in a browser to the word of the beheerder."""
    person, today = "college_raalte", stack.workspace.today().isoformat()
    former = AirflowClient(stack.address, f"dowr-{person}", credentials.read(stack.settings)[f"dowr-{person}"])
    before = former.browse("GET", "/jaarcyclus/besluiten").status_code
    session = str(former._token)
    holders.take(stack.workspace, "dowr", "beheerder", functie=person, naam="Houder R", vanaf="2020-01-01")
    holders.leave(stack.workspace, "dowr", "beheerder", functie=person, per=today, reden="Andere functie.")
    enter(phone, stack, f"{HOME}/bezetten/{person}")
    expect(phone.get_by_text("Vanaf die dag werkt het wachtwoord van dit account niet meer")).to_be_visible()
    phone.get_by_label("Naam").fill("Houder S")
    phone.get_by_role("button", name="Ga naar de controle").click()
    phone.get_by_role("button", name="Bevestig: Leg vast wie deze functie krijgt").click()
    phone.wait_for_url(f"**{HOME}/functies#{person}")

    expect(phone.locator(f"tr[id='{person}']")).to_contain_text(
        "Het wachtwoord van de vorige houder is ingetrokken; geef een nieuw uit."
    )
    phone.goto(HOME)
    expect(phone.get_by_role("heading", name="Nieuw wachtwoord nodig")).to_be_visible()
    asked = httpx.get(
        f"{stack.address}/jaarcyclus/besluiten", headers={"Authorization": f"Bearer {session}"}, trust_env=False
    )
    assert (before, asked.status_code) == (200, 401)
    with pytest.raises(AirflowRefused):
        former.request("GET", "/jaarcyclus/besluiten")


def test_nobody_is_shut_out_of_a_page_or_a_state(desk: Page, stack: Stack) -> None:
    """Each page, with faults and without, by the rules of WCAG 2.2 AA, and at 320 px."""
    enter(desk, stack, HOME)
    found = {"overview": faults_of(desk)}
    for name in ("functies", "accounts", "kalender", "uitgegeven", f"bezetten/{OTHER}"):
        desk.goto(f"{HOME}/{name}")
        found[name] = faults_of(desk)
    desk.get_by_role("button", name="Ga naar de controle").click()
    found["fault"] = faults_of(desk)
    desk.get_by_label("Naam").fill("Houder Q")
    desk.get_by_role("button", name="Ga naar de controle").click()
    found["check"] = faults_of(desk)
    desk.goto(f"{HOME}/ontkoppelen/{OTHER}")
    found["gone"] = faults_of(desk)

    assert found == {name: [] for name in found}
