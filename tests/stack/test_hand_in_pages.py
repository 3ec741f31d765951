"""A perceel manager hands in on our own pages, in a real browser on a phone without script; Airflow reads the file."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from airflow_stack import Stack
from builders.axe import faults_of
from builders.dossier import (
    Office,
    add_version,
    cast_vote,
    end_gate,
    open_gates,
    submit_workbooks,
    vote_all,
    workbook_of,
)
from builders.screens import opened_tab, sign_in
from builders.workbook import with_cell
from jaarcyclus.dossier.tally import answers_of
from jaarcyclus.steps import calendar

pytestmark = pytest.mark.airflow

ICT, BOEKJAAR = "manager_ict", 2076
HOME, GATE = "/jaarcyclus/inleveren", "v1-s1-directieberaad-r1"


@pytest.fixture(scope="module")
def office(stack: Stack) -> Office:
    """A begroting of which the round is open, and nothing is in."""
    stack.set_clock("2090-04-10T09:00:00")
    return Office(stack.workspace, calendar.open_round(stack.workspace, "dowr", "begroting", BOEKJAAR))


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workbook that is good, one with a line more, and one with a fault."""
    folder = tmp_path_factory.mktemp("werkboeken")
    good, _ = workbook_of("ict", "begroting", BOEKJAAR)
    more, _ = workbook_of("ict", "begroting", BOEKJAAR, 4)
    for name, content in {"goed": good, "meer": more, "fout": with_cell("Regels", "A9", "99.99", good)}.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    return folder


@pytest.fixture
def desk(stack: Stack, browser: Browser) -> Iterator[Page]:
    """A tab with script, for what looks at a page from within."""
    with opened_tab(stack, browser, script=True) as page:
        yield page


def send(page: Page, book: Path) -> None:
    page.get_by_label("Werkboek (.xlsx)").set_input_files(book)
    page.get_by_role("button", name="Lever in").click()


def test_a_workbook_goes_in_on_a_phone_without_script(phone: Page, stack: Stack, office: Office, books: Path) -> None:
    """From the form to fill in, by a fault with its remedy, to what counts; the page looks again by itself."""
    phone.goto(HOME)
    sign_in(phone, stack, ICT)
    phone.wait_for_url(f"**{HOME}")
    with phone.expect_download() as download:
        phone.locator(f"a[href$='{office.dossier}/ict']").click()
    assert download.value.suggested_filename == f"dowr-{BOEKJAAR}-begroting-ict.xlsx"
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"

    send(phone, books / "fout.xlsx")
    expect(phone.get_by_role("heading", level=1)).to_have_text("1 fout in uw werkboek")
    expect(phone.get_by_role("heading", name="Blad Regels").first).to_be_visible()
    expect(phone.locator("main")).to_contain_text("99.99")
    expect(phone.locator("main")).to_contain_text("Kies het taakveld uit de lijst")
    with phone.expect_download() as marked:
        phone.get_by_role("link", name="Download uw werkboek met de fouten gemarkeerd").click()
    assert "Bevindingen" in openpyxl.load_workbook(BytesIO(Path(marked.value.path()).read_bytes())).sheetnames
    send(phone, books / "goed.xlsx")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Uw werkboek is geaccepteerd")
    counts = office.state.current["ict"]
    assert counts.sha256 in phone.locator("main").inner_text()
    send(phone, books / "meer.xlsx")
    expect(phone.locator("table caption")).to_have_text(f"Begroting {BOEKJAAR}")

    assert office.state.current["ict"].ontvangst > counts.ontvangst
    phone.goto(f"{HOME}/{counts.ontvangst}")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Uw werkboek is later vervangen")


def test_without_a_file_nothing_is_received(phone: Page, stack: Stack, office: Office) -> None:
    phone.goto(HOME)
    sign_in(phone, stack, ICT)
    before = len(stack.workspace.ledger.events("dowr-postbus"))
    phone.get_by_role("button", name="Lever in").click()

    expect(phone.get_by_role("alert")).to_contain_text("Kies eerst het werkboek")
    assert phone.title().startswith("Fout: ")
    assert len(stack.workspace.ledger.events("dowr-postbus")) == before


def test_a_file_sent_after_the_session_ended_is_asked_for_again(
    phone: Page, stack: Stack, office: Office, books: Path
) -> None:
    """No page can send a file again by itself, so it does not say that it can."""
    phone.goto(HOME)
    sign_in(phone, stack, ICT)
    phone.get_by_label("Werkboek (.xlsx)").set_input_files(books / "goed.xlsx")
    before = len(stack.workspace.ledger.events("dowr-postbus"))
    phone.context.clear_cookies()
    phone.get_by_role("button", name="Lever in").click()

    expect(phone.locator("main")).to_contain_text("Uw bestand is niet ontvangen")
    assert len(stack.workspace.ledger.events("dowr-postbus")) == before


@pytest.mark.parametrize(
    "form",
    [
        {"perceel": (None, "psa"), "bestand": ("x.xlsx", b"PK")},
        {"perceel": (None, "ict"), "bestand": ("x.xlsx", b"PK"), "erbij": (None, "1")},
        {"perceel": (None, "ict"), "bestand": (None, "geen bestand")},
    ],
    ids=["the perceel of another", "a field more", "no file"],
)
def test_what_the_small_api_refuses_the_page_refuses(stack: Stack, office: Office, form: dict) -> None:
    before = len(stack.workspace.ledger.events("dowr-postbus"))
    answer = stack.sign_in(ICT).request("POST", HOME, files=form)

    assert answer.status_code in (403, 422)
    assert answer.headers["content-type"].startswith("text/html")
    assert len(stack.workspace.ledger.events("dowr-postbus")) == before


@pytest.mark.parametrize(
    "rest", ["1", "1/werkboek", "1/gemarkeerd", f"werkboek/dowr-{BOEKJAAR}-begroting/ict", "999999"]
)
def test_what_is_of_another_is_not_there(stack: Stack, office: Office, rest: str) -> None:
    """A receipt, its file, and the workbook with the figures of another perceel."""
    assert stack.sign_in("manager_psa").request("GET", f"{HOME}/{rest}").status_code == 404


@pytest.fixture(scope="module")
def conditional(stack: Stack, office: Office) -> Office:
    """A begroting of which the first gate passed, with a condition for who hands in for ICT."""
    made = Office(stack.workspace, calendar.open_round(stack.workspace, "dowr", "begroting", BOEKJAAR - 1))
    submit_workbooks(made)
    add_version(made)
    while GATE not in (gates := open_gates(made)):
        for gate in gates:
            vote_all(made, gate)
            end_gate(made, gate)
    found = made.state.gate(GATE)
    assert found is not None
    text = next(item.text for item in answers_of(found.rol, found.soort) if item.needs_voorwaarde)
    asked = {"tekst": "dekking aantonen", "eigenaar": ICT, "datum": "2090-05-01"}
    cast_vote(made, GATE, "deventer", text, voorwaarde=asked)
    vote_all(made, GATE)
    end_gate(made, GATE)
    return made


def test_nobody_is_shut_out_of_a_page_or_a_state(
    desk: Page, stack: Stack, office: Office, conditional: Office, books: Path
) -> None:
    """Each page, with faults and without, by the rules of WCAG 2.2 AA, and at 320 px; then a condition is met."""
    desk.goto(HOME)
    sign_in(desk, stack, ICT)
    desk.wait_for_url(f"**{HOME}")
    found = {"owed": faults_of(desk)}
    desk.get_by_role("button", name="Lever in").click()
    found["no file"] = faults_of(desk)
    for book in ("fout", "goed", "meer"):
        send(desk, books / f"{book}.xlsx")
        expect(desk.get_by_role("heading", level=1)).to_have_text("Uw werkboek wordt gelezen")
        number = int(desk.url.rsplit("/", 1)[1])
        desk.goto(f"{HOME}/{number}?stil=true")
        found[f"{book} read"] = faults_of(desk)
        desk.goto(f"{HOME}/{number}")
        expect(desk.get_by_role("heading", name="Ontvangstbewijs")).to_be_visible()
        expect(desk.get_by_role("heading", level=1)).not_to_have_text("Uw werkboek wordt gelezen")
        found[book] = faults_of(desk)
    desk.goto(HOME)
    found["handed in"] = faults_of(desk)
    desk.locator(f"a[href*='voorwaarde/{conditional.dossier}']").click()
    found["condition"] = faults_of(desk)
    desk.get_by_role("button", name="Ga naar de controle").click()
    found["no words"] = faults_of(desk)
    desk.get_by_label("Toelichting").fill("De dekking staat in bijlage 3.")
    desk.get_by_role("button", name="Ga naar de controle").click()
    found["check"] = faults_of(desk)
    file = {"name": "Bijlage 3.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    desk.get_by_label("Bestand waaruit het blijkt").set_input_files([file | {"name": "Bijlage 3.html"}])
    desk.get_by_role("button", name="Bevestig: voldaan").click()
    found["no evidence"] = faults_of(desk)
    desk.get_by_label("Bestand waaruit het blijkt").set_input_files([file])
    desk.get_by_role("button", name="Bevestig: voldaan").click()
    expect(desk.get_by_role("status")).to_contain_text("Aan deze voorwaarde is voldaan")
    expect(desk.get_by_role("link", name="Bijlage 3.pdf")).to_be_visible()
    found["met"] = faults_of(desk)

    assert found == {name: [] for name in found}
    vote = next(vote for gate in conditional.state.gates for vote in gate.votes if vote.voorwaarde)
    assert vote.voorwaarde is not None
    assert vote.voorwaarde.vervuld_toelichting == "De dekking staat in bijlage 3."
