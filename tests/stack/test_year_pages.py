"""The controller watches the year and acts on our own pages, in a real browser without script."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from airflow_stack import Stack, wait_for
from builders.axe import faults_of
from builders.browser import PHONE_PX
from builders.case import MEMBERS, before_directieberaad
from builders.dossier import Office, open_gates, publish_product, walk_route
from builders.screens import sign_in
from builders.warned import REASON, RENT

pytestmark = pytest.mark.airflow

PATIENCE_MS = 30_000


@pytest.fixture(scope="module")
def office(stack: Stack) -> Office:
    """A product of which the directieberaad is asked."""
    made = before_directieberaad(stack)
    open_gates(made)
    return made


@pytest.fixture(scope="module")
def public(stack: Stack) -> Office:
    """A product that is published."""
    stack.set_clock_past_the_postbus("2090-04-10T09:00:00")
    made = before_directieberaad(stack)
    walk_route(made)
    publish_product(made)
    return made


def opened(stack: Stack, browser: Browser, *, script: bool) -> Page:
    context = browser.new_context(
        base_url=stack.address, viewport={"width": PHONE_PX, "height": 844}, java_script_enabled=script
    )
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    return context.new_page()


@pytest.fixture
def phone(stack: Stack, browser: Browser) -> Iterator[Page]:
    """A tab of a phone that runs no script, in which nobody is signed in."""
    page = opened(stack, browser, script=False)
    yield page
    page.context.close()


@pytest.fixture
def desk(stack: Stack, browser: Browser) -> Iterator[Page]:
    """A tab with script, for what looks at a page from within."""
    page = opened(stack, browser, script=True)
    yield page
    page.context.close()


def act_path(office: Office, rest: str) -> str:
    return f"/jaarcyclus/jaar/dossier/{office.dossier}/{rest}"


def test_the_controller_lands_where_it_says_who_is_waited_for(phone: Page, office: Office, stack: Stack) -> None:
    """Who, until when, and what happens then, above everything else."""
    phone.goto("/")
    sign_in(phone, stack, "controller")
    phone.wait_for_url("**/jaarcyclus/jaar")
    expect(phone.locator("#nu")).to_be_visible()
    # The stack is shared: of all its years the page has room for the most urgent only.
    phone.goto(f"/jaarcyclus/jaar/{office.state.boekjaar}")
    task = phone.locator("li.jc-item", has=phone.locator(f"a[href$='#{office.dossier}']"))

    expect(task).to_contain_text("Directieberaad: Deventer, Olst-Wijhe en Raalte moeten nog antwoorden")
    expect(task).to_contain_text("als geschil naar Bedrijfsvoeringsraad")


@pytest.mark.parametrize("person", [MEMBERS[0], "manager_ict"])
def test_nobody_else_has_such_a_page(phone: Page, office: Office, stack: Stack, person: str) -> None:
    """Alike for one that does not exist."""
    phone.goto("/jaarcyclus/jaar")
    sign_in(phone, stack, person)
    phone.wait_for_url("**/jaarcyclus/jaar")
    statuses = []
    for path in ("/jaarcyclus/jaar", "/jaarcyclus/jaar/1999", act_path(office, "heropenen/1")):
        answer = phone.goto(path)
        statuses.append((answer.status if answer else 0, phone.locator("main p").first.inner_text()))

    assert statuses == [(404, "Deze pagina bestaat niet, of zij is niet voor u.")] * 3


def test_a_reopening_without_a_reason_keeps_what_was_chosen(phone: Page, office: Office, stack: Stack) -> None:
    phone.goto(act_path(office, "heropenen/1"))
    sign_in(phone, stack, "controller")
    phone.get_by_label("Inkoop").check()
    phone.get_by_role("button", name="Ga naar de controle").click()

    expect(phone.get_by_role("alert")).to_contain_text("Een heropening heeft een reden")
    expect(phone.get_by_label("Inkoop")).to_be_checked()
    assert office.state.reopenings == ()


def test_the_controller_withdraws_and_the_program_takes_it_away(phone: Page, public: Office, stack: Stack) -> None:
    """From the page of the year to the ledger, and back to where it is told; the calendar looks at once."""
    phone.goto(f"/jaarcyclus/jaar/{public.state.boekjaar}")
    sign_in(phone, stack, "controller")
    phone.locator(f"a[href*='{public.dossier}/intrekken']").click()
    phone.get_by_label("Reden").fill("In bijlage 2 staan gegevens van inwoners.")
    phone.get_by_role("button", name="Ga naar de controle").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Controleer: Trek versie 1 in")
    assert public.state.in_force is not None
    phone.get_by_role("button", name="Bevestig: Trek versie 1 in").click()
    phone.wait_for_url(f"**{public.dossier}&na=*#vastgelegd")

    expect(phone.locator("#vastgelegd")).to_contain_text("De intrekking van versie 1 is besloten")
    expect(phone.locator(f"section[id='{public.dossier}']")).to_contain_text("versie 1")
    assert public.state.in_force is None
    wait_for(lambda: not public.state.publications[0].waits_for_withdrawal)


def test_the_controller_lets_a_warning_pass_and_reads_it_where_it_stood(phone: Page, stack: Stack) -> None:
    """From the year to the warning, through the check, and back to the list with what the ledger says."""
    warned = before_directieberaad(stack, warned=[RENT])
    phone.goto(f"/jaarcyclus/jaar/{warned.state.boekjaar}")
    sign_in(phone, stack, "controller")
    section = phone.locator(f"section[id='{warned.dossier}']")
    expect(section).to_contain_text("7 waarschuwingen staan open.")
    section.get_by_role("link", name="Bekijk de waarschuwingen").click()
    phone.locator("a[href*='/afdoen/ict-']").click()
    phone.get_by_label("Reden").fill(REASON)
    phone.get_by_role("button", name="Ga naar de controle").click()
    assert warned.state.passed == ()
    phone.get_by_role("button", name="Bevestig: Doe een waarschuwing af").click()
    phone.wait_for_url("**/jaarcyclus/jaar/waarschuwingen/*#vastgelegd")

    expect(phone.locator("#vastgelegd")).to_contain_text(REASON)
    expect(phone.locator("main")).to_contain_text("6 waarschuwingen staan open, 1 is afgedaan.")
    assert [item.content.perceel for item in warned.state.passed] == ["ict"]


def test_what_is_done_twice_is_done_once(phone: Page, office: Office, stack: Stack) -> None:
    """The back button leads to a form of which the act is done; the page says so and keeps what was typed."""
    phone.goto(act_path(office, "heropenen/1"))
    sign_in(phone, stack, "controller")
    phone.get_by_label("Reden").fill("De huur ontbreekt.")
    phone.get_by_role("button", name="Ga naar de controle").click()
    phone.get_by_role("button", name="Bevestig: Heropen de ronde").click()
    phone.wait_for_url("**#vastgelegd")
    phone.go_back()
    phone.get_by_role("button", name="Bevestig: Heropen de ronde").click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("Dit kan nu niet")
    expect(phone.locator("main")).to_contain_text("De huur ontbreekt.")
    assert len(office.state.reopenings) == 1


def test_nobody_is_shut_out_of_a_page_or_a_state(desk: Page, public: Office, stack: Stack) -> None:
    """Each page, with faults and without, by the rules of WCAG 2.2 AA, and at 320 px."""
    desk.goto("/jaarcyclus/jaar")
    sign_in(desk, stack, "controller")
    desk.wait_for_url("**/jaarcyclus/jaar")
    found = {"year": faults_of(desk)}
    desk.goto(f"/jaarcyclus/jaar/{public.state.boekjaar}")
    found["boekjaar"] = faults_of(desk)
    desk.goto(act_path(public, "corrigeren/1"))
    found["form"] = faults_of(desk)
    desk.get_by_role("button", name="Ga naar de controle").click()
    found["fault"] = faults_of(desk)
    desk.get_by_label("Inkoop").check()
    desk.get_by_label("Reden").fill("De huur stond er dubbel in.")
    desk.get_by_role("button", name="Ga naar de controle").click()
    found["check"] = faults_of(desk)
    desk.goto(act_path(public, "bedenktijd"))
    found["gone"] = faults_of(desk)

    assert found == {name: [] for name in found}
