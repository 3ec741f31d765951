"""Reporting a condition as met, over HTTP: nothing before it is confirmed, nothing lost, and once."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from airflow.api_fastapi.core_api.security import get_user
from fastapi import FastAPI
from fastapi.testclient import TestClient

from builders.asgi import call
from builders.condition import GATE, OWNER, with_condition
from builders.dossier import Office
from jaarcyclus.dossier.manifest import from_bytes
from jaarcyclus.pages.mailbox import Mailboxes
from jaarcyclus.pages.reader import reader_of
from jaarcyclus.pages.standings import Standings
from jaarcyclus_airflow import api, condition_pages, following
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


PDF = b"%PDF-1.7 de dekking"


def test_a_file_that_shows_it_is_kept_and_told(client: TestClient, office: Office, path: str) -> None:
    sent = client.post(f"{path}/bevestig", data={"toelichting": WORDS}, files={"bestand": ("Bijlage 3.pdf", PDF)})
    gate = office.state.gate(GATE)
    assert gate is not None
    (file,) = [vote.voorwaarde.evidence for vote in gate.votes if vote.voorwaarde]
    assert file is not None

    assert sent.status_code == 303
    assert (file.name, file.size, office.workspace.store.get(file.sha256)) == ("Bijlage 3.pdf", len(PDF), PDF)
    assert f'<a href="/jaarcyclus/document/{file.sha256}">Bijlage 3.pdf</a>' in client.get(path).text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bijlage.html", b"<script>alert(1)</script>"),
        ("bijlage.pdf", b"<script>alert(1)</script>"),
        ("bijlage.svg", b"<svg></svg>"),
        ("bijlage.pdf", b"%PDF-" + b"x" * 10_000_000),
        ("bijlage", PDF),
        ("bijlage.exe", b"MZ"),
    ],
    ids=["page", "page that says pdf", "drawing", "too large", "no kind", "program"],
)
def test_what_is_no_evidence_is_refused_and_the_words_stay(
    client: TestClient, office: Office, path: str, name: str, content: bytes
) -> None:
    answer = client.post(f"{path}/bevestig", data={"toelichting": WORDS}, files={"bestand": (name, content)})

    assert answer.status_code == 422
    assert 'id="bestand-fout">Dit bestand kan er niet bij.' in answer.text
    assert f'value="{WORDS}"' in answer.text
    assert met_with(office) == [None]


def test_of_two_files_none_is_taken(client: TestClient, office: Office, path: str) -> None:
    two = [("bestand", ("een.pdf", PDF)), ("bestand", ("twee.pdf", PDF))]

    assert client.post(f"{path}/bevestig", data={"toelichting": WORDS}, files=two).status_code == 422
    assert met_with(office) == [None]


def test_the_file_is_only_saved_and_never_shown(
    client: TestClient, office: Office, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pdf of ours opens in the browser; one of a stranger does not."""
    client.post(f"{path}/bevestig", data={"toelichting": WORDS}, files={"bestand": ("Bijlage 3.pdf", PDF)})
    monkeypatch.setattr(api, "open_workspace", lambda: office.workspace)
    monkeypatch.setattr(api, "person_in", lambda *_: OWNER)
    who = SimpleNamespace(get_name=lambda: f"dowr-{OWNER}")
    monkeypatch.setitem(api.app.dependency_overrides, get_user, lambda: who)
    own = office.state.versions[-1].manifest_sha256
    documents = from_bytes(office.workspace.store.get(own)).documenten
    given, ours = (
        call(api.app, "GET", f"/document/{sha256}").headers
        for sha256 in (office.workspace.store.put(PDF), documents["begroting.pdf"])
    )

    assert given["content-type"] == "application/octet-stream"
    assert given["content-disposition"].startswith('attachment; filename="dowr-2027-begroting-bewijs-')
    assert given["x-content-type-options"] == "nosniff"
    assert ours["content-disposition"].startswith("inline; ")


def test_a_browser_in_which_no_file_was_chosen_sends_none(client: TestClient, office: Office, path: str) -> None:
    """As it sends an empty file input: a part with an empty name."""
    lines = ["--x", 'Content-Disposition: form-data; name="toelichting"', "", WORDS]
    lines += ["--x", 'Content-Disposition: form-data; name="bestand"; filename=""', "Content-Type: a/b", "", ""]
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    sent = client.post(f"{path}/bevestig", content="\r\n".join([*lines, "--x--", ""]), headers=kind)

    assert (sent.status_code, met_with(office)) == (303, [WORDS])
