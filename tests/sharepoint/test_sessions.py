"""A large file in chunks: what the session still wants is sent, whatever happened in between."""

import itertools
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.plan import Plan
from jaarcyclus.graph import sessions
from jaarcyclus.graph.items import look
from jaarcyclus.graph.outcomes import Ambiguous, Done, Exists, NeedsPerson, TryLater
from jaarcyclus.graph.places import resolve
from jaarcyclus.graph.reasons import Reason
from jaarcyclus.graph.records import Item
from jaarcyclus.graph.sessions import (
    CHUNK,
    UNIT,
    cancel,
    next_start,
    open_session,
    read_pieces,
    send_chunks,
    send_next,
    session_status,
)

CONTENT = bytes(range(256)) * (5 * UNIT // 256) + b"rest"


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch):
    """Two units a chunk: a file of some chunks is then small."""
    monkeypatch.setattr(sessions, "CHUNK", 2 * UNIT)


@pytest.fixture
def folder(client):
    return resolve(client, ("2027",)).value


def begin(client, folder, name="a.zip", content=CONTENT):
    opened = open_session(client, folder, name, len(content))
    assert isinstance(opened, Done), opened
    return opened.value


@pytest.mark.parametrize("status", [400, 410])
def test_a_session_that_is_not_known_any_more_is_begun_anew_whatever_its_status(graph, client, folder, status):
    """404 is what its page says, and 400 was met (onedrive-api-docs 698, onedrive client for Linux 469)."""
    session = open_session(client, folder, "a.zip", 2 * UNIT).value
    gone = {"status": status, "code": "invalidRequest"}
    graph.play(
        Plan.of("session-status", "status", **gone)
        + Plan.of("session-cancel", "status", **gone)
        + Plan.of("chunk", "status", **gone)
    )

    sent = send_next(client, session, BytesIO(bytes(2 * UNIT)))

    assert session_status(client, session).value is None
    assert isinstance(cancel(client, session), Done)
    assert isinstance(sent, Ambiguous)
    assert sent.reason is Reason.SESSION_GONE


def test_a_file_is_placed_chunk_by_chunk(graph, client, folder):
    steps = list(send_chunks(client, begin(client, folder), BytesIO(CONTENT)))

    assert [step.value.start for step in steps[:-1]] == [2 * UNIT, 4 * UNIT]
    assert isinstance(steps[-1].value, Item)
    assert graph.content("2027/a.zip") == CONTENT
    assert graph.strays() == []


def test_a_chunk_may_be_taken_with_200_too(graph, client, folder):
    graph.play(Plan.of("chunk", "ok-status") + Plan.of("chunk", "ok-status", nth=2))

    steps = list(send_chunks(client, begin(client, folder), BytesIO(CONTENT)))

    assert [step.value.start for step in steps[:-1]] == [2 * UNIT, 4 * UNIT]
    assert graph.content("2027/a.zip") == CONTENT


@pytest.mark.parametrize("size", [1, UNIT - 1, UNIT, 2 * UNIT, 2 * UNIT + 1, 4 * UNIT])
def test_any_size_is_placed(graph, client, folder, size):
    content = bytes(size)

    steps = list(send_chunks(client, begin(client, folder, content=content), BytesIO(content)))

    assert isinstance(steps[-1].value, Item)
    assert len(graph.content("2027/a.zip")) == size


def test_another_process_goes_on_where_the_session_is(graph, client, folder, make_client):
    session = begin(client, folder)
    send_next(client, session, BytesIO(CONTENT))
    graph.restart()

    found = session_status(make_client(), session).value
    steps = list(send_chunks(make_client(), found, BytesIO(CONTENT)))

    assert found.start == 2 * UNIT
    assert isinstance(steps[-1].value, Item)
    assert graph.content("2027/a.zip") == CONTENT
    assert sum(entry.size for entry in graph.effects("session-bytes")) == len(CONTENT)


def test_bytes_that_are_there_already_are_not_sent_again(client, folder):
    """416: the answer to an earlier try was lost."""
    session = begin(client, folder)
    send_next(client, session, BytesIO(CONTENT))

    found = send_next(client, session, BytesIO(CONTENT))

    assert found.value.start == 2 * UNIT


@pytest.mark.parametrize("kind", ["lost", "status-after"])
@pytest.mark.parametrize("nth", [1, 3])
def test_after_an_unclear_chunk_the_file_is_there_once(graph, client, folder, kind, nth):
    session = begin(client, folder)
    about = {"status": 502, "body": "html"} if kind == "status-after" else {}
    graph.play(Plan.of("chunk", kind, nth=nth, **about))

    steps = list(send_chunks(client, session, BytesIO(CONTENT)))
    status = session_status(client, session)
    if status.value is not None:
        list(send_chunks(client, status.value, BytesIO(CONTENT)))

    assert isinstance(steps[-1], Ambiguous)
    assert look(client, folder, "a.zip").value.size == len(CONTENT)
    assert graph.content("2027/a.zip") == CONTENT


@pytest.mark.parametrize("ranges", ["closed", "missing"])
def test_a_session_that_tells_otherwise_what_it_wants_is_fed(graph, client, folder, ranges):
    graph.behave(ranges=ranges)

    steps = list(send_chunks(client, begin(client, folder), BytesIO(CONTENT)))

    assert isinstance(steps[-1].value, Item)
    assert graph.content("2027/a.zip") == CONTENT


def test_a_session_that_does_not_say_how_far_it_is_is_begun_anew(graph, client, folder):
    """Its name is free once it is cancelled."""
    graph.behave(ranges="missing")
    session = begin(client, folder)
    send_next(client, session, BytesIO(CONTENT))

    assert session_status(client, session).value is None
    assert isinstance(cancel(client, session), Done)
    assert isinstance(list(send_chunks(client, begin(client, folder), BytesIO(CONTENT)))[-1].value, Item)


def test_a_session_that_took_half_a_chunk_gets_the_rest(graph, client, folder):
    session = begin(client, folder)
    graph.play(Plan.of("chunk", "half"))

    steps = list(send_chunks(client, session, BytesIO(CONTENT)))

    assert steps[0].value.start == UNIT
    assert graph.content("2027/a.zip") == CONTENT


def test_a_session_that_is_gone_is_ambiguous(graph, client, folder):
    session = begin(client, folder)
    graph.play(Plan.of("chunk", "session-gone", nth=2))

    steps = list(send_chunks(client, session, BytesIO(CONTENT)))

    assert isinstance(steps[-1], Ambiguous)
    assert steps[-1].reason is Reason.SESSION_GONE
    assert session_status(client, session).value is None
    assert look(client, folder, "a.zip").value is None


def test_a_session_that_expired_is_gone(graph, client, folder):
    session = begin(client, folder)
    graph.advance(4 * 86_400)

    assert session_status(client, session).value is None
    assert isinstance(cancel(client, session), Done)
    assert begin(client, folder).address != session.address


def test_an_open_session_holds_the_name_until_it_is_cancelled(client, folder):
    session = begin(client, folder)

    held = open_session(client, folder, "A.zip", 10)
    cancelled = [cancel(client, session) for _ in range(2)]

    assert isinstance(held, TryLater)
    assert held.reason is Reason.NAME_HELD
    assert all(isinstance(each, Done) for each in cancelled)
    assert isinstance(open_session(client, folder, "a.zip", 10), Done)


def test_what_is_there_is_seen_before_a_session_is_opened(graph, client, folder):
    """`fail` within a session was seen ignored: then the last chunk replaces what somebody put there."""
    graph.behave(session_ignores_fail=True)
    graph.upload_as_human("2027/a.zip", b"van een medewerker")

    found = open_session(client, folder, "a.zip", 10)

    assert isinstance(found, Exists)
    assert graph.requests("session") == []


def test_a_file_that_came_during_the_upload_stays(graph, client, folder):
    session = begin(client, folder)
    graph.play(Plan.of("chunk", "second-publisher", nth=3))

    steps = list(send_chunks(client, session, BytesIO(CONTENT)))

    assert isinstance(steps[-1], Exists)
    assert steps[-1].item.created_by_app != graph.client_id
    assert graph.content("2027/a.zip") == b"van een andere publicatie"
    assert session_status(client, session).value is None
    assert isinstance(cancel(client, session), Done)


def test_a_file_that_sharepoint_replaced_all_the_same_is_told(graph, client, folder):
    """It came during the upload, and `fail` was ignored: the controller can take it from the history of versions."""
    graph.behave(session_ignores_fail=True)
    session = begin(client, folder)
    graph.upload_as_human("2027/a.zip", b"van een medewerker")

    found = list(send_chunks(client, session, BytesIO(CONTENT)))[-1]

    assert isinstance(found, NeedsPerson)
    assert found.reason is Reason.REPLACED
    assert "versiegeschiedenis" in found.sentence


def test_a_session_that_refuses_what_it_wants_is_for_later(graph, client, folder):
    session = begin(client, folder)
    graph.play(Plan.of("chunk", "status", status=416, code="invalidRange", body="json"))

    found = list(send_chunks(client, session, BytesIO(CONTENT)))

    assert [type(each) for each in found] == [TryLater]
    assert len(graph.requests("chunk")) == 1


def test_a_full_library_is_for_a_person(graph, client, folder):
    graph.behave(quota=1_000)

    found = list(send_chunks(client, begin(client, folder), BytesIO(CONTENT)))[-1]

    assert isinstance(found, NeedsPerson)
    assert found.reason is Reason.QUOTA


def test_a_session_that_never_advances_is_given_up(client, folder, monkeypatch):
    """It is fed a bounded number of times, whatever it says."""
    session = begin(client, folder, content=bytes(UNIT))
    monkeypatch.setattr(sessions, "send_next", lambda *_: Done(value=session))

    steps = list(send_chunks(client, session, BytesIO()))

    assert isinstance(steps[-1], TryLater)
    assert len(steps) < 10


@given(
    ranges=st.one_of(
        st.none(), st.integers(), st.lists(st.one_of(st.text(max_size=12), st.integers(), st.none()), max_size=3)
    ),
    total=st.integers(1, 10**9),
)
def test_whatever_a_session_wants_is_a_byte_of_the_file_or_nothing(ranges, total):
    start = next_start(ranges, total)

    assert start is None or 0 <= start < total


@given(total=st.integers(1, 10**9), data=st.data())
def test_the_first_gap_is_sent_first(total, data):
    starts = data.draw(st.lists(st.integers(0, total - 1), min_size=1, max_size=4))

    assert next_start([f"{start}-" for start in starts], total) == min(starts)


@given(total=st.integers(1, 300 * 1024**2))
def test_chunks_cover_a_file_once_and_are_whole_units(total):
    edges = [*list(range(0, total, CHUNK)), total]
    lengths = [end - start for start, end in itertools.pairwise(edges)]

    assert sum(lengths) == total
    assert all(length % UNIT == 0 for length in lengths[:-1])
    assert max(lengths) < 60 * 1024**2


@given(content=st.binary(max_size=2000), data=st.data())
def test_pieces_are_the_bytes_between(content, data):
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, len(content)))

    assert b"".join(read_pieces(BytesIO(content), start, end)) == content[start:end]
