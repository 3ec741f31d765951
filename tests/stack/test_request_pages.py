"""A wijzigingsverzoek from the page on which the controller opens it to its publication, on a phone without script."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from airflow_stack import Stack, running_stack, wait_for
from builders.airflow_questions import answer_question, waiting_questions
from builders.dossier import Office, add_version, publish_product, submit_workbooks, walk_route
from builders.export import export_dossier
from builders.screens import sign_in
from jaarcyclus.demo.sample_requests import sample_request
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps import calendar
from jaarcyclus.workbook.writer import make_workbook

pytestmark = pytest.mark.airflow

BOEKJAAR, PRODUCT = 2090, "wijzigingsverzoek_1"
NAME = f"dowr-{BOEKJAAR}-{PRODUCT}"
REGIEGROEP = (
    "vertegenwoordiger_ict_deventer",
    "vertegenwoordiger_ict_olst_wijhe",
    "vertegenwoordiger_ict_raalte",
    "manager_ict",
)


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack of its own: on the shared one its gate waits behind what is due in fifty other dossiers."""
    with running_stack(tmp_path_factory.mktemp("verzoek")) as running:
        yield running


@pytest.fixture(scope="module")
def begroting(stack: Stack) -> Office:
    """A begroting that is in force: what there is to ask a change of."""
    stack.set_clock_past_the_postbus("2090-04-10T09:00:00")
    office = Office(stack.workspace, calendar.open_round(stack.workspace, "dowr", "begroting", BOEKJAAR))
    submit_workbooks(office)
    add_version(office)
    walk_route(office)
    publish_product(office)
    return office


def enter(page: Page, stack: Stack, person: str, path: str) -> None:
    page.context.clear_cookies()
    page.goto(path)
    sign_in(page, stack, person)
    page.wait_for_url(f"**{path}")


def confirm(page: Page, title: str) -> None:
    page.get_by_role("button", name="Ga naar de controle").click()
    page.get_by_role("button", name=f"Bevestig: {title}").click()


def test_a_request_goes_from_its_page_to_a_publication(
    phone: Page, stack: Stack, begroting: Office, tmp_path: Path
) -> None:
    """What the notitie asks in §5: it fits, every member agrees, and the regiegroep decides."""
    year = f"/jaarcyclus/jaar/{BOEKJAAR}"
    enter(phone, stack, "controller", year)
    phone.locator(f"a[href$='{begroting.dossier}/openen/{PRODUCT}']").click()
    phone.get_by_label("Informatievoorziening en ICT").check()
    confirm(phone, f"Open wijzigingsverzoek 1 van {BOEKJAAR}")
    expect(phone.locator("#vastgelegd")).to_contain_text("De ronde is geopend")

    request = Office(stack.workspace, NAME)
    profile = request.workspace.profile_of(request.state)
    filled = tmp_path / "verzoek.xlsx"
    figures = sample_request(profile, "ict", PRODUCT, BOEKJAAR)
    filled.write_bytes(make_workbook(profile, profile.inzendplicht("ict"), PRODUCT, BOEKJAAR, figures))
    enter(phone, stack, "manager_ict", "/jaarcyclus/inleveren")
    expect(phone.locator(f"a[href$='{NAME}/ict']")).to_be_visible()
    phone.get_by_label("Werkboek (.xlsx)").set_input_files(filled)
    phone.get_by_role("button", name="Lever in").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Uw werkboek is geaccepteerd")

    enter(phone, stack, "controller", year)
    phone.locator(f"a[href$='{NAME}/kenmerken']").click()
    phone.get_by_label("past in kaders").check()
    phone.get_by_label("Reden").fill("Het past in de begroting, de kaders en het jaarplan.")
    confirm(phone, "Leg de kenmerken vast")
    phone.locator(f"a[href$='{NAME}/bedenktijd']").click()
    phone.get_by_label("Reden").fill("Er komt niets meer.")
    confirm(phone, "Sla de bedenktijd over")

    gate = wait_for(lambda: next(iter(request.state.gates), None))
    for place, person in enumerate(REGIEGROEP):
        answer = answer_question(stack.sign_in(person), question(stack, person, place), "stelt vast")
        assert answer.status_code == 200, answer.text
    wait_for(lambda: request.state.publication)
    report = verify_zip(export_dossier(request.workspace, NAME))

    assert gate.gremium == "regiegroep_ict"
    assert [line.tekst for line in report.regels if line.houdt is False] == []


def question(stack: Stack, person: str, place: int) -> Mapping[str, Any]:
    """Return what this member is asked in the gate of the request, once it is asked."""

    def asked() -> Mapping[str, Any] | None:
        for found in waiting_questions(stack.sign_in(person)):
            task = found["task_instance"]
            if NAME in task["dag_run_id"] and task["map_index"] == place:
                return found
        return None

    return wait_for(asked)
