"""The page without sign-in over HTTP: what it gives, what it keeps, and that strangers cannot fill the server."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from builders.confidential import answered, asked, met
from builders.dossier import Office, publish_product, walk_route
from jaarcyclus.pages.standings import Standings
from jaarcyclus_airflow import public_pages
from jaarcyclus_airflow.page_faults import show_faults


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = met(answered(asked(tmp_path_factory.mktemp("openbaar"), "openbaar: [product, oplegnota]")))
    walk_route(made)
    publish_product(made)
    return made


@pytest.fixture
def client(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr(public_pages, "standings", lambda: Standings(office.workspace))
    app = FastAPI()
    show_faults(app)
    app.include_router(public_pages.router)
    with TestClient(app) as made:
        yield made


def test_the_page_lists_what_the_profile_names_and_nothing_confidential(client: TestClient) -> None:
    html = client.get("/openbaar").text

    assert "Begroting 2027" in html
    assert "OEFENING" in html
    assert "/jaarcyclus/openbaar/dowr-2027-begroting/oplegnota_bvr.pdf" in html
    assert "oplegnota_directieberaad" not in html
    assert "begroting.xlsx" not in html
    assert "Afmelden" not in html


def test_a_document_is_the_bytes_that_were_voted_on_and_is_not_sent_twice(client: TestClient, office: Office) -> None:
    got = client.get("/openbaar/dowr-2027-begroting/begroting.pdf")
    again = client.get("/openbaar/dowr-2027-begroting/begroting.pdf", headers={"If-None-Match": got.headers["etag"]})
    sha256 = office.state.publications[0].content.documenten["begroting.pdf"]

    assert got.content == office.workspace.store.get(sha256)
    assert got.headers["content-type"] == "application/pdf"
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "dowr-2027-begroting/begroting.xlsx", "dowr-2027-begroting/oplegnota_directieberaad.pdf",
        "dowr-2027-begroting/bijlage_besluitvorming.pdf", "dowr-2028-begroting/begroting.pdf",
        "regio_zwolle-2027-begroting/begroting.pdf", "dowr-postbus/begroting.pdf", "dowr-2027-begroting/metadata.json",
    ],
)  # fmt: skip
def test_all_else_is_not_there(client: TestClient, path: str) -> None:
    assert client.get(f"/openbaar/{path}").status_code in (404, 422)


def test_strangers_take_a_few_places_and_no_more(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = [public_pages._PLACES.acquire(blocking=False) for _ in range(public_pages.MOST_AT_ONCE)]
    busy = client.get("/openbaar")
    for _ in taken:
        public_pages._PLACES.release()

    assert (busy.status_code, "Het is nu druk" in busy.text) == (503, True)
    assert client.get("/openbaar").status_code == 200
