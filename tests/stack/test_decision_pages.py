"""A member decides on our own pages, in a real browser on a phone, with and without script: sign in, read, answer."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from airflow_stack import Stack
from builders.axe import faults_of
from builders.case import GATE, MEMBERS, YES, Case
from builders.dossier import Office, add_version, publish_product, submit_workbooks, walk_route
from builders.screens import opened_tab, sign_in
from jaarcyclus.steps import calendar

pytestmark = pytest.mark.airflow


@pytest.fixture(scope="module")
def case(stack: Stack) -> Case:
    """A gate that waits for three members, at a moment after what other tests of this stack play."""
    stack.set_clock("2090-04-10T09:00:00")
    made = Case(stack)
    made.questions()
    return made


@pytest.fixture
def phone(stack: Stack, browser: Browser) -> Iterator[Page]:
    """A tab of a phone that runs no script, in which nobody is signed in."""
    with opened_tab(stack, browser, script=False) as page:
        yield page


def test_a_member_votes_on_a_phone_without_script(phone: Page, case: Case) -> None:
    """From the address to the receipt; the vote is in the ledger when the receipt shows."""
    phone.goto("/")
    sign_in(phone, case.stack, MEMBERS[0])
    phone.wait_for_url("**/jaarcyclus/besluiten")
    phone.locator(f"a[href*='{case.dossier}/{GATE}']").click()
    phone.get_by_label(YES, exact=False).first.check()
    phone.get_by_role("button", name="Ga naar de controle").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Controleer uw antwoord")
    assert case.votes() == []
    phone.get_by_role("button", name=f"Bevestig: {YES}").click()
    expect(phone.get_by_role("status")).to_contain_text("Uw antwoord is vastgelegd")

    assert case.votes() == [(MEMBERS[0], YES)]
    assert case.gate.document_sha256 in phone.locator("main").inner_text()


def question_path(case: Case, zetel: str) -> str:
    return f"/jaarcyclus/besluiten/{case.dossier}/{GATE}/{zetel}"


def test_a_no_without_a_reason_keeps_what_was_typed(phone: Page, case: Case) -> None:
    """The sentence stands above the form and at the field; the choice and the condition are still there."""
    phone.goto(question_path(case, "olst_wijhe"))
    sign_in(phone, case.stack, MEMBERS[1])
    phone.get_by_label("stelt niet vast").check()
    phone.get_by_label("Wat moet er gebeuren?").fill("Eerst de <b>huur</b> opzeggen.")
    phone.get_by_role("button", name="Ga naar de controle").click()

    expect(phone.get_by_role("alert")).to_contain_text("Bij 'stelt niet vast' hoort een toelichting")
    expect(phone.get_by_label("stelt niet vast")).to_be_checked()
    expect(phone.get_by_label("Wat moet er gebeuren?")).to_have_value("Eerst de <b>huur</b> opzeggen.")
    assert phone.title().startswith("Fout: ")


def test_a_link_leads_back_to_its_question_after_signing_in(phone: Page, case: Case) -> None:
    """Also the next day, when Airflow's other cookie still lives and it forgets where somebody was going."""
    phone.goto(question_path(case, "olst_wijhe"))
    sign_in(phone, case.stack, MEMBERS[1])
    phone.wait_for_url(f"**{question_path(case, 'olst_wijhe')}")
    phone.context.clear_cookies(name="_token")
    phone.goto(question_path(case, "raalte").replace("raalte", "olst_wijhe"))

    phone.wait_for_url(f"**{question_path(case, 'olst_wijhe')}")


def test_a_question_of_another_seat_is_not_shown(phone: Page, case: Case) -> None:
    """Alike for one that does not exist."""
    phone.goto("/")
    sign_in(phone, case.stack, MEMBERS[1])
    phone.wait_for_url("**/jaarcyclus/besluiten")
    statuses = [
        (answer.status if (answer := phone.goto(path)) else 0, phone.locator("main p").first.inner_text())
        for path in (question_path(case, "raalte"), question_path(case, "niemand"))
    ]

    assert statuses == [(404, "Deze vraag bestaat niet, of zij is niet aan u gesteld.")] * 2


def test_a_vote_that_was_sent_after_the_session_ended_can_be_sent_again(phone: Page, case: Case) -> None:
    """Nothing is recorded, and nothing typed is lost."""
    phone.goto(question_path(case, "olst_wijhe"))
    sign_in(phone, case.stack, MEMBERS[1])
    phone.get_by_label("stelt niet vast").check()
    phone.get_by_label("Toelichting").fill("De huur is te hoog.")
    kept = phone.context.cookies()
    phone.context.clear_cookies()
    phone.get_by_role("button", name="Ga naar de controle").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("U bent niet meer aangemeld")
    phone.context.add_cookies(kept)
    phone.get_by_role("button", name="Verstuur opnieuw").click()

    expect(phone.locator("dl")).to_contain_text("De huur is te hoog.")


def check_answer(page: Page, answer: str, words: str) -> None:
    """Fill in an answer on the question that stands open, up to the page that repeats it."""
    page.get_by_label(answer).check()
    page.get_by_label("Toelichting").fill(words)
    page.get_by_role("button", name="Ga naar de controle").click()


def test_a_vote_is_given_once_also_when_it_is_sent_twice(phone: Page, case: Case) -> None:
    """The same again leads to its receipt; another answer, from another tab, is not taken and is not lost."""
    phone.goto(question_path(case, "raalte"))
    sign_in(phone, case.stack, MEMBERS[2])
    check_answer(phone, "stelt niet vast", "De huur is te hoog.")
    other = phone.context.new_page()
    other.goto(question_path(case, "raalte"))
    check_answer(other, "stelt niet vast", "De formatie is te hoog.")
    phone.get_by_role("button", name="Bevestig: stelt niet vast").click()
    expect(phone.get_by_role("status")).to_contain_text("Uw antwoord is vastgelegd")
    phone.go_back()
    phone.get_by_role("button", name="Bevestig: stelt niet vast").click()
    expect(phone.get_by_role("status")).to_contain_text("Uw antwoord is vastgelegd")
    expect(phone.get_by_role("alert")).to_have_count(0)
    other.get_by_role("button", name="Bevestig: stelt niet vast").click()

    expect(other.get_by_role("alert")).to_contain_text("al geantwoord")
    expect(other.locator("main")).to_contain_text("De formatie is te hoog.")
    assert [person for person, _ in case.votes()].count(MEMBERS[2]) == 1


def test_airflow_goes_on_with_the_answer(case: Case) -> None:
    """The parked seats are answered, not only written down."""
    assert set(case.questions(count=1)) == {1}


@pytest.fixture
def desk(stack: Stack, browser: Browser) -> Iterator[Page]:
    """A tab with script, for what looks at a page from within."""
    with opened_tab(stack, browser, script=True) as page:
        yield page


def test_nobody_is_shut_out_of_a_page_or_a_state(desk: Page, case: Case) -> None:
    """Each page, with faults and without, by the rules of WCAG 2.2 AA, and at 320 px."""
    desk.goto(question_path(case, "olst_wijhe"))
    sign_in(desk, case.stack, MEMBERS[1])
    found = {"question": faults_of(desk)}
    desk.get_by_role("button", name="Ga naar de controle").click()
    found["fault"] = faults_of(desk)
    desk.get_by_label("stelt vast, mits").check()
    desk.get_by_label("Wat moet er gebeuren?").fill("De huur opzeggen.")
    desk.get_by_label("Wie zorgt daarvoor?").select_option("manager_ict")
    desk.get_by_label("Wanneer moet het klaar zijn?").fill("2090-05-01")
    desk.get_by_role("button", name="Ga naar de controle").click()
    found["check"] = faults_of(desk)
    dossiers = ("/jaarcyclus/dossiers", f"/jaarcyclus/dossiers/{case.dossier}")
    for path in ("/jaarcyclus/besluiten", question_path(case, "niemand"), *dossiers):
        desk.goto(path)
        found[path] = faults_of(desk)

    assert found == {name: [] for name in found}


def test_a_college_says_that_the_jaarverslag_came(desk: Page, stack: Stack) -> None:
    """What Mijn besluiten asks besides answers; the page that says so is read from the ledger."""
    office = Office(stack.workspace, calendar.open_round(stack.workspace, "dowr", "jaarverslag", 2060))
    submit_workbooks(office)
    add_version(office)
    walk_route(office)
    publish_product(office)
    path = f"/jaarcyclus/besluiten/ontvangst/{office.dossier}/college_raalte"
    desk.goto("/jaarcyclus/besluiten")
    sign_in(desk, stack, "college_raalte")
    desk.locator(f"a[href='{path}']").click()
    faults = faults_of(desk)
    desk.get_by_role("button", name="Bevestig de ontvangst").click()

    expect(desk.get_by_role("status")).to_contain_text("is vastgelegd op")
    assert [gremium for gremium, _ in office.state.receipts] == ["college_raalte"]
    assert [*faults, *faults_of(desk)] == []


@pytest.mark.parametrize("kept", [("_token", "session"), ("session",)], ids=["both cookies", "that of the session"])
def test_who_kept_cookies_of_somebody_that_signed_out_is_a_stranger(phone: Page, case: Case, kept: tuple[str]) -> None:
    """Token and session both end on the server: a copy of either opens nothing."""
    phone.goto("/jaarcyclus/besluiten")
    sign_in(phone, case.stack, MEMBERS[0])
    phone.wait_for_url("**/jaarcyclus/besluiten")
    copied = [cookie for cookie in phone.context.cookies() if cookie["name"] in kept]
    assert {cookie["name"] for cookie in copied} == {*kept}
    phone.get_by_role("link", name="Afmelden").click()
    expect(phone.get_by_label("Wachtwoord")).to_be_visible()
    phone.context.clear_cookies()
    phone.context.add_cookies(copied)
    phone.goto("/auth/login/?next=/jaarcyclus/besluiten")

    expect(phone.get_by_label("Wachtwoord")).to_be_visible()
