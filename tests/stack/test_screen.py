"""What a member does on Airflow's own screen, in a real browser: sign in, read the question, open the document, answer.

The screen is Airflow's and may change with it; what is asserted is what a member needs to see, and the ledger.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from airflow_stack import Stack, wait_for
from builders.browser import PHONE_PX
from builders.case import DAG, MEMBERS, YES, Case
from jaarcyclus.installation import credentials
from jaarcyclus.steps import airflow_names

pytestmark = pytest.mark.airflow

PATIENCE_MS = 120_000
ZETELS = ("Deventer", "Olst-Wijhe", "Raalte")


@pytest.fixture(scope="module")
def case(stack: Stack) -> Case:
    """A gate that waits for three members."""
    made = Case(stack)
    made.questions()
    return made


@pytest.fixture
def page(stack: Stack, browser: Browser) -> Iterator[Page]:
    """An empty tab of a browser that nobody has signed in with."""
    context = browser.new_context(base_url=stack.address, viewport={"width": 1280, "height": 1200})
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    yield context.new_page()
    context.close()


def sign_in(page: Page, case: Case, place: int) -> None:
    """Sign in as the member of this seat, on the page to which Airflow sends everybody."""
    sign_in_as(page, case, airflow_names.account_name("dowr", MEMBERS[place]))


def sign_in_as(page: Page, case: Case, account: str) -> None:
    """Sign in on the page to which Airflow sends everybody."""
    page.goto("/required_actions")
    page.get_by_label("Gebruikersnaam").fill(account)
    page.get_by_label("Wachtwoord").fill(credentials.read(case.stack.settings)[account])
    page.get_by_role("button", name="Aanmelden").click()


def open_question(page: Page, case: Case, place: int) -> None:
    """Open the question of this seat where the list of required actions leads.

    Not through the list itself: other tests of the session leave questions to the same members, and it has pages.
    """
    sign_in(page, case, place)
    page.wait_for_url("**/required_actions**")
    page.goto(f"/dags/{DAG}/runs/{case.run}/tasks/zetel/mapped/{place}/required_actions")
    page.get_by_role("button", name=YES, exact=True).wait_for()


def test_a_member_reads_the_question_in_dutch_with_the_hash(page: Page, case: Case) -> None:
    """Which product, which seat, until when, on which bytes; and what the fields ask."""
    open_question(page, case, 0)
    screen = page.locator("body").inner_text()

    assert case.gate.document_sha256 in screen
    assert case.gate.manifest_sha256 in screen
    assert "Gevraagd van Directieberaad, zetel Deventer: antwoord ter vaststelling, uiterlijk" in screen
    assert [page.get_by_text(label, exact=True).count() for label in ("Toelichting", "Voorwaarde", "Eigenaar")] == [
        1
    ] * 3
    assert "null" not in screen


def test_the_link_in_the_question_opens_the_document(page: Page, case: Case) -> None:
    """The voted bytes, as a PDF, behind the same sign-in."""
    open_question(page, case, 0)
    link = page.get_by_role("link", name="open het document").get_attribute("href") or ""
    document = page.context.request.get(link)

    assert document.headers["content-type"] == "application/pdf"
    assert document.body() == case.stack.workspace.store.get(case.gate.document_sha256)


def test_a_no_without_a_reason_shows_the_dutch_refusal(page: Page, case: Case) -> None:
    """Airflow's own message would be the name of an HTTP status."""
    open_question(page, case, 1)
    page.get_by_role("button", name="stelt niet vast", exact=True).click()

    expect(page.get_by_role("alertdialog")).to_contain_text("Bij 'stelt niet vast' hoort een toelichting")
    assert case.votes() == []


REFUSED = ('[data-testid="trigger-dag-button"]', '[data-testid="header-card"] button')
EDIT_NOTE = 'button[aria-label="Bewerk notitie"]'


def test_a_member_is_not_offered_what_would_be_refused(page: Page, case: Case) -> None:
    """Airflow shows every icon and tab to everybody, and answers 403."""
    open_question(page, case, 0)
    page.locator("#details-panel a[title]", has_text="Vereiste acties").wait_for()  # the tabs come after the question
    shown = [
        tab.get_attribute("title") or "" for tab in page.locator("#details-panel a[title]").all() if tab.is_visible()
    ]

    assert any("Vereiste acties" in title for title in shown)
    assert not {"Logs", "Audit Log", "Code", "Asset Events"} & set(shown)
    for icon in (*REFUSED, EDIT_NOTE, '[data-testid="nav-assets-link"]'):
        expect(page.locator(icon).locator("visible=true")).to_have_count(0)


def test_an_administrator_keeps_every_icon(page: Page, case: Case) -> None:
    """What is allowed is not hidden."""
    account = airflow_names.account_name("dowr", case.stack.workspace.profile("dowr").beheerder)
    sign_in_as(page, case, account)
    page.wait_for_url("**/required_actions**")
    page.goto(f"/dags/{DAG}/runs/{case.run}/tasks/zetel/mapped/0/required_actions")

    for icon in (*REFUSED, EDIT_NOTE):
        expect(page.locator(icon).first).to_be_visible()


def test_a_process_that_we_do_not_have_is_not_shown_as_failed(page: Page, case: Case) -> None:
    sign_in(page, case, 0)
    page.wait_for_url("**/required_actions**")
    page.goto("/?airflow")
    expect(page.get_by_text("Scheduler", exact=True)).to_be_visible()

    expect(page.get_by_text("Triggerer", exact=True)).to_be_hidden()


def test_a_question_is_read_and_answered_on_a_phone(page: Page, case: Case) -> None:
    """The answers stand below the question, within its width; nothing is swiped sideways."""
    page.set_viewport_size({"width": PHONE_PX, "height": 844})
    open_question(page, case, 0)
    buttons = [
        page.get_by_role("button", name=name, exact=True) for name in (YES, "stelt vast, mits", "stelt niet vast")
    ]
    things = [*buttons, page.get_by_text("Gevraagd van Directieberaad"), page.locator("#element_toelichting")]
    boxes = [thing.bounding_box() for thing in things]

    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= PHONE_PX for box in boxes)
    buttons[0].scroll_into_view_if_needed()
    expect(buttons[0]).to_be_in_viewport()


def test_an_answer_on_the_screen_is_a_vote_in_the_ledger(page: Page, case: Case) -> None:
    """One document, one question, one click."""
    open_question(page, case, 2)
    page.get_by_role("button", name=YES, exact=True).click()

    assert wait_for(case.votes) == [(MEMBERS[2], YES)]
