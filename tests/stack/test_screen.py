"""What a member does on Airflow's own screen, in a real browser: sign in, read the question, open the document, answer.

The screen is Airflow's and may change with it; what is asserted is what a member needs to see, and the ledger.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from airflow_stack import Stack, wait_for
from builders.case import DAG, MEMBERS, YES, Case
from jaarcyclus.installation import credentials
from jaarcyclus.steps import airflow_names

pytestmark = pytest.mark.airflow

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 120_000
ZETELS = ("Deventer", "Olst-Wijhe", "Raalte")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's own Chromium, which fetches nothing by itself; its language is English, ours must not be."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield started
        started.close()


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
    account = airflow_names.account_name("dowr", MEMBERS[place])
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


def test_an_answer_on_the_screen_is_a_vote_in_the_ledger(page: Page, case: Case) -> None:
    """One document, one question, one click."""
    open_question(page, case, 2)
    page.get_by_role("button", name=YES, exact=True).click()

    assert wait_for(case.votes) == [(MEMBERS[2], YES)]
