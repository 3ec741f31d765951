"""A form of an upload: one of everything, or nothing is received."""

from typing import Annotated

import pytest
from fastapi import Depends, FastAPI, File, Form, UploadFile

from builders.asgi import call
from jaarcyclus_airflow.faults import answer_faults
from jaarcyclus_airflow.upload import ONE_OF_EACH, BodyLimit, require_one_of_each

MAX_BYTES = 50_000
BOOK = ("bestand", ("ict.xlsx", b"PK"))


class Post:
    """An upload that remembers what came through."""

    def __init__(self) -> None:
        self.received: list[tuple[str, int]] = []
        self.app = FastAPI(openapi_url=None)
        answer_faults(self.app)
        self.app.add_middleware(BodyLimit)

        @self.app.post("/", dependencies=[Depends(require_one_of_each)])
        def hand_in(workbook: Annotated[UploadFile, File(alias="bestand")], perceel: Annotated[str, Form()]) -> None:
            self.received.append((perceel, len(workbook.file.read())))

    def send(self, *parts):
        """Send a form of these parts."""
        return call(self.app, "POST", "/", files=list(parts))


def field(name: str, value: str):
    return name, (None, value)


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Post:
    monkeypatch.setenv("JAARCYCLUS_MAX_WERKBOEK_BYTES", str(MAX_BYTES))
    return Post()


def test_one_workbook_for_one_perceel_is_received(post: Post) -> None:
    assert post.send(BOOK, field("perceel", "ict")).status_code == 200
    assert post.received == [("ict", 2)]


@pytest.mark.parametrize(
    "parts",
    [
        (BOOK, ("bestand", ("tweede.xlsx", b"PK2")), field("perceel", "ict")),
        (BOOK, field("bestand", "PK2"), field("perceel", "ict")),
        (BOOK, field("perceel", "ict"), field("perceel", "inkoop")),
        (BOOK, field("perceel", "ict"), field("perceel", "ict")),
        (BOOK, ("bijlage", ("toelichting.docx", b"PK")), field("perceel", "ict")),
        (BOOK, field("perceel", "ict"), field("opmerking", "Graag spoed.")),
    ],
)
def test_what_would_be_dropped_in_silence_is_refused(post: Post, parts) -> None:
    answer = post.send(*parts)

    assert (answer.status_code, answer.json()["detail"]) == (422, ONE_OF_EACH)
    assert post.received == []


def test_a_field_that_lacks_is_named(post: Post) -> None:
    answer = post.send(BOOK)

    assert answer.json()["detail"].startswith("Ontbreekt of klopt niet: perceel.")


def test_a_body_without_an_end_is_not_read_on(post: Post) -> None:
    """The limit stands in the sentence, without what a form adds around the file."""
    answer = post.send(("bestand", ("ict.xlsx", b"0" * (MAX_BYTES + BodyLimit.MARGIN))), field("perceel", "ict"))

    assert answer.status_code == 413
    assert answer.json()["detail"].startswith("Het bestand is te groot")
    assert post.received == []
