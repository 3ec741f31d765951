"""The marked workbook over HTTP: for its sender and the controller, and nobody else hears that there is one."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import httpx
import openpyxl
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from builders.dossier import Office, open_round, workbook_of
from builders.workbook import with_cell
from jaarcyclus.pages.mailbox import Mailboxes
from jaarcyclus.pages.reader import reader_of
from jaarcyclus.pages.standings import Standings
from jaarcyclus.steps import judging, receipts
from jaarcyclus_airflow import hand_in_pages
from jaarcyclus_airflow.page_faults import show_faults
from jaarcyclus_airflow.reading import Looking, look

LINK = "Download uw werkboek met de fouten gemarkeerd"
Get = Callable[[str, str], httpx.Response]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_round(tmp_path)


@pytest.fixture
def get(office: Office) -> Get:
    """Ask for a page below `inleveren` as this person."""

    def ask(person: str, rest: str) -> httpx.Response:
        workspace = office.workspace
        looking = Looking(
            standings=Standings(workspace).seen_by(person),
            mailboxes=Mailboxes(workspace),
            reader=reader_of(workspace.profile("dowr"), person, workspace.today()),
        )
        inner = FastAPI()
        show_faults(inner)
        inner.include_router(hand_in_pages.router)
        inner.dependency_overrides[look] = lambda: looking
        with TestClient(inner, follow_redirects=False) as client:
            return client.get(f"/inleveren/{rest}")

    return ask


def sent(office: Office, content: bytes, *, judged: bool = True) -> int:
    """Hand a workbook of ICT in on the page, and have it judged."""
    receipt = receipts.receive(
        office.workspace, "dowr", content, file_name="ict.xlsx", inzender="manager_ict", via="api", perceel="ict"
    )
    if judged:
        judging.judge(office.workspace, "dowr", receipt.number)
    return receipt.number


@pytest.mark.parametrize("person", ["manager_ict", "controller"])
def test_its_sender_and_the_controller_get_it(office: Office, get: Get, person: str) -> None:
    number = sent(office, with_cell("Regels", "A9", "99.99", workbook_of("ict")[0]))
    answer = get(person, f"{number}/gemarkeerd")

    assert LINK in get(person, str(number)).text
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="inzending-{number}-gemarkeerd.xlsx"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "private, no-store"
    assert openpyxl.load_workbook(BytesIO(answer.content))["Regels"]["A9"].comment.text.startswith("Jaarcyclus · ")


@pytest.mark.parametrize("person", ["manager_psa", "ambtelijk_secretaris", "gemeentesecretaris_raalte"])
def test_for_others_there_is_none(office: Office, get: Get, person: str) -> None:
    number = sent(office, with_cell("Regels", "A9", "99.99", workbook_of("ict")[0]))

    assert get(person, f"{number}/gemarkeerd").status_code == 404
    assert get(person, "999999/gemarkeerd").text == get(person, f"{number}/gemarkeerd").text


def test_warnings_of_an_accepted_workbook_are_marked_too(office: Office, get: Get) -> None:
    number = sent(office, with_cell("Risico's", "B5", 20, workbook_of("ict")[0]))  # totals without their results
    answer = get("manager_ict", f"{number}/gemarkeerd")

    assert "met de waarschuwingen gemarkeerd" in get("manager_ict", str(number)).text
    assert openpyxl.load_workbook(BytesIO(answer.content))["Bevindingen"]["A2"].value == "waarschuwing"


def test_a_workbook_without_findings_has_none(office: Office, get: Get) -> None:
    number = sent(office, workbook_of("ict")[0])

    assert "gemarkeerd</a>" not in get("manager_ict", str(number)).text
    assert get("manager_ict", f"{number}/gemarkeerd").status_code == 409


def test_what_is_no_workbook_is_answered_with_a_sentence(office: Office, get: Get) -> None:
    number = sent(office, b"geen werkboek")
    answer = get("manager_ict", f"{number}/gemarkeerd")

    assert "gemarkeerd</a>" not in get("manager_ict", str(number)).text
    assert (answer.status_code, answer.headers["content-type"]) == (409, "text/html; charset=utf-8")
    assert "daarom is er niets te markeren" in answer.text


def test_before_it_is_read_there_is_nothing_to_mark(office: Office, get: Get) -> None:
    number = sent(office, workbook_of("ict")[0], judged=False)

    assert "wordt nog gelezen" in get("manager_ict", f"{number}/gemarkeerd").text
