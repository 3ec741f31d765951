"""A card to a workflow in Teams, against a server that answers as one may: taken, refused, busy, or gone half-way."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from builders.flow import Flow, answering
from jaarcyclus.messages.card import make_card
from jaarcyclus.messages.outcomes import NotTaken, Sent, Taken, Unknown
from jaarcyclus.messages.teams import send

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
CARD = make_card("Wat wordt u gevraagd?", ["Begroting 2027"], [])
PATH = "/powerautomate/workflows/5f0e?sp=%2Ftriggers%2Fmanual%2Frun&sig=geheime-handtekening"


@pytest.fixture
def flow() -> Iterator[Flow]:
    made = Flow()
    yield made
    made.close()


def post(flow: Flow) -> Sent:
    return send(f"{flow.base}{PATH}", CARD, now=NOW, trial=flow.base)


def test_what_teams_accepts_is_taken_and_not_more_than_that(flow: Flow) -> None:
    assert post(flow) == Taken(answer="aangenomen door Teams (202)")

    (request,) = flow.requests
    head, _, body = request.partition(b"\r\n\r\n")
    assert head.startswith(f"POST {PATH} HTTP/1.1\r\n".encode())
    assert b"content-type: application/json; charset=utf-8" in head.lower()
    assert body == CARD


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [("30", 30), ("Mon, 30 Nov 2026 12:02:00 GMT", 120), ("0", 1), ("999999999", 86400), ("straks", 300), ("", 300)],
)
def test_who_asks_to_wait_is_waited_for(flow: Flow, asked: str, seconds: int) -> None:
    flow.answer = answering("429 Too Many Requests", f"Retry-After: {asked}")

    told = post(flow)
    assert isinstance(told, NotTaken)
    assert told.again_from == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize("status", ["500 Fout", "502 Fout", "503 Fout"])
def test_a_fault_of_the_server_passes(flow: Flow, status: str) -> None:
    flow.answer = answering(status)

    told = post(flow)
    assert isinstance(told, NotTaken)
    assert told.again_from == NOW + timedelta(minutes=30)


@pytest.mark.parametrize("status", ["400 Fout", "401 Fout", "404 Weg", "410 Weg"])
def test_an_address_that_is_gone_waits_for_a_person(flow: Flow, status: str) -> None:
    flow.answer = answering(status)

    told = post(flow)
    assert isinstance(told, NotTaken)
    assert told.again_from is None
    assert "Mijn berichten" in told.sentence


def test_no_redirect_is_followed(flow: Flow) -> None:
    """It would lead the server to wherever the other side wants."""
    flow.answer = answering("302 Found", f"Location: {flow.base}/elders")

    told = post(flow)
    assert isinstance(told, NotTaken)
    assert told.again_from is None
    assert len(flow.requests) == 1


@pytest.mark.parametrize("answer", [None, b"HTTP/1.1 2", b"onzin\r\n\r\n"])
def test_who_hangs_up_after_the_card_may_have_taken_it(flow: Flow, answer: bytes | None) -> None:
    flow.answer = answer

    assert isinstance(post(flow), Unknown)


def test_who_is_not_there_has_not_taken_it(flow: Flow) -> None:
    flow.close()

    told = post(flow)
    assert isinstance(told, NotTaken)
    assert told.again_from == NOW + timedelta(minutes=5)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x", "https://169.254.169.254/", "file:///etc/passwd", "", "x"])
def test_an_address_that_was_put_in_the_database_is_not_called(address: str) -> None:
    told = send(address, CARD, now=NOW)

    assert isinstance(told, NotTaken)
    assert told.again_from is None


@pytest.mark.parametrize("answer", [answering("202 Accepted"), answering("500 Fout"), None])
def test_the_address_is_in_no_log_and_no_answer(
    flow: Flow, answer: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    flow.answer = answer
    with caplog.at_level(logging.DEBUG):
        told = post(flow)

    assert "geheime-handtekening" not in caplog.text
    assert "powerautomate" not in caplog.text
    assert "geheime-handtekening" not in repr(told)
