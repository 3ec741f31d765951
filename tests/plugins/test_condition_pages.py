"""Reporting a condition as met, over HTTP: nothing before it is confirmed, nothing lost, and once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from builders.condition import GATE, OWNER, with_condition
from builders.dossier import Office
from jaarcyclus.pages.mailbox import Mailboxes
from jaarcyclus.pages.reader import reader_of
from jaarcyclus.pages.standings import Standings
from jaarcyclus_airflow import condition_pages, following
from jaarcyclus_airflow.page_faults import show_faults
from jaarcyclus_airflow.reading import Looking, look

WORDS = "Zie bijlage 3, bladzijde 2."


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return with_condition(tmp_path)


@pytest.fixture
def client(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """The routes as their owner meets them; no Airflow is asked to look what follows."""
    monkeypatch.setattr(following, "start", lambda *_: None)
    workspace = office.workspace
    looking = Looking(
        standings=Standings(workspace).seen_by(OWNER),
        mailboxes=Mailboxes(workspace),
        reader=reader_of(workspace.profile("dowr"), OWNER, workspace.today()),
    )
    app, inner = FastAPI(), FastAPI()
    show_faults(inner)
    inner.include_router(condition_pages.router)
    inner.dependency_overrides[look] = lambda: looking
    app.mount("/jaarcyclus", inner)
    with TestClient(app, follow_redirects=False) as made:
        yield made


@pytest.fixture
def path(office: Office) -> str:
    return f"/jaarcyclus/inleveren/voorwaarde/{office.dossier}/{GATE}/deventer"


def met_with(office: Office) -> list[str | None]:
    gate = office.state.gate(GATE)
    assert gate is not None
    return [vote.voorwaarde.vervuld_toelichting for vote in gate.votes if vote.voorwaarde]


def test_the_check_repeats_it_and_records_nothing(client: TestClient, office: Office, path: str) -> None:
    form = client.get(path).text
    check = client.post(f"{path}/controle", data={"toelichting": WORDS}).text

    assert f'action="{path}/controle"' in form
    assert WORDS in check
    assert "dekking aantonen" in check
    assert f'action="{path}/bevestig"' in check
    assert met_with(office) == [None]


def test_a_change_keeps_what_was_typed(client: TestClient, path: str) -> None:
    assert f">\n{WORDS}</textarea>" in client.post(f"{path}/wijzig", data={"toelichting": WORDS}).text


@pytest.mark.parametrize("step", ["controle", "bevestig"])
def test_no_words_are_refused_at_the_field(client: TestClient, office: Office, path: str, step: str) -> None:
    answer = client.post(f"{path}/{step}", data={"toelichting": " "})

    assert answer.status_code == 422
    assert '<p class="utrecht-form-field__error" id="toelichting-fout">' in answer.text
    assert met_with(office) == [None]


def test_a_button_that_is_pressed_twice_reports_it_once(client: TestClient, office: Office, path: str) -> None:
    answers = [client.post(f"{path}/bevestig", data={"toelichting": WORDS}) for _ in range(2)]

    assert [(answer.status_code, answer.headers["location"]) for answer in answers] == [(303, path)] * 2
    assert met_with(office) == [WORDS]


def test_other_words_after_that_are_refused_and_shown(client: TestClient, office: Office, path: str) -> None:
    client.post(f"{path}/bevestig", data={"toelichting": WORDS})
    late = client.post(f"{path}/bevestig", data={"toelichting": "Iets anders."})

    assert late.status_code == 409
    assert "al afgemeld" in late.text
    assert "Iets anders." in late.text
    assert met_with(office) == [WORDS]
