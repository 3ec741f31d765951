"""A file from SharePoint onto the disk: whole, hashed and bounded, or nothing at all."""

import hashlib
from io import BytesIO

import pytest
from httpx import Response

from graph.plan import Plan
from jaarcyclus.graph.answers import Answer
from jaarcyclus.graph.downloads import _begin, _Part, _unusable, download
from jaarcyclus.graph.items import look, look_again
from jaarcyclus.graph.outcomes import Done, NeedsPerson, TryLater
from jaarcyclus.graph.places import resolve
from jaarcyclus.graph.reasons import Reason
from jaarcyclus.graph.transport import Stream

CONTENT = bytes(range(256)) * 4_000


@pytest.fixture
def item(graph, client):
    graph.upload_as_human("ict/werkboek.csv", CONTENT)
    return look(client, resolve(client, ("ict",)).value, "werkboek.csv").value


@pytest.fixture
def path(tmp_path):
    return tmp_path / "werkboek.csv"


def test_a_file_comes_whole_and_hashed(graph, client, item, path):
    found = download(client, item, path, limit=len(CONTENT))

    assert isinstance(found, Done)
    assert (found.value.size, found.value.sha256) == (len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
    assert path.read_bytes() == CONTENT
    assert graph.strays() == []


def test_an_empty_file_comes_too(graph, client, path):
    graph.upload_as_human("leeg.csv", b"")
    item = look(client, resolve(client).value, "leeg.csv").value

    assert download(client, item, path, limit=10).value.size == 0


@pytest.mark.parametrize("nth", [1, 2])
def test_a_broken_connection_goes_on(graph, client, item, path, nth):
    graph.play(Plan.of("download", "truncated") + Plan.of("download", "truncated", nth=nth))

    assert isinstance(download(client, item, path, limit=len(CONTENT)), Done)
    assert path.read_bytes() == CONTENT


def test_an_address_that_expired_is_asked_anew(graph, client, item, path):
    graph.play(Plan.of("content", "expired-url"))

    assert isinstance(download(client, item, path, limit=len(CONTENT)), Done)
    assert len(graph.requests("content")) == 2


def test_a_connection_that_keeps_breaking_is_for_later(graph, client, item, path):
    path.write_bytes(b"van gisteren")
    graph.play(sum((Plan.of("download", "refuse", nth=n) for n in (2, 3)), Plan.of("download", "refuse")))

    found = download(client, item, path, limit=len(CONTENT))

    assert isinstance(found, TryLater)
    assert path.read_bytes() == b"van gisteren"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [
        (403, NeedsPerson, Reason.RIGHT_MISSING),
        (401, NeedsPerson, Reason.RIGHT_MISSING),
        (404, TryLater, Reason.ODD_ANSWER),
    ],
)
def test_an_address_that_is_refused_each_time_is_no_trouble_of_the_network(
    graph, client, item, path, status, kind, reason
):
    """A site whose files may not leave it, or a right that does not reach so far (onedrive-api-docs 1447)."""
    plans = (Plan.of("download", "status", nth=nth, status=status, code="accessDenied") for nth in range(1, 9))
    graph.play(sum(plans, start=Plan(groups=(), planned=())))

    found = download(client, item, path, limit=len(CONTENT))

    assert isinstance(found, kind)
    assert found.reason is reason


def test_a_wait_that_is_told_where_the_files_lie_holds_for_every_call(graph, client, item, path):
    graph.play(Plan.of("download", "throttle", retry_after="30"))

    told = download(client, item, path, limit=len(CONTENT))
    asked = len(graph.requests())

    assert isinstance(told, TryLater)
    assert told.reason is Reason.THROTTLED
    assert look_again(client, item) == told
    assert len(graph.requests()) == asked


def test_the_page_of_a_gateway_is_not_the_file(graph, client, item, path):
    graph.play(Plan.of("download", "html-200"))

    found = download(client, item, path, limit=len(CONTENT))

    assert isinstance(found, TryLater)
    assert found.reason is Reason.ODD_ANSWER
    assert not path.exists()


def test_a_file_that_is_too_large_is_refused(client, item, path):
    found = download(client, item, path, limit=len(CONTENT) - 1)

    assert isinstance(found, NeedsPerson)
    assert found.reason is Reason.TOO_LARGE
    assert not path.exists()


def test_a_file_that_is_gone_is_for_a_person(graph, client, item, path):
    graph.act_as_human("delete", "ict/werkboek.csv")

    found = download(client, item, path, limit=len(CONTENT))

    assert isinstance(found, NeedsPerson)
    assert found.reason is Reason.GONE


def test_bytes_of_two_versions_never_make_one_file(graph, client, item, path, monkeypatch):
    """It broke half-way, and somebody put another version there before the rest was asked."""
    ask, asked = client.ask, []

    def edit_in_between(*what, **how):
        if asked:
            graph.upload_as_human("ict/werkboek.csv", bytes(len(CONTENT)))
        asked.append(what)
        return ask(*what, **how)

    monkeypatch.setattr(client, "ask", edit_in_between)
    graph.play(Plan.of("download", "truncated"))

    found = download(client, item, path, limit=len(CONTENT))

    assert isinstance(found, Done)
    assert path.read_bytes() == bytes(len(CONTENT))
    assert len(asked) == 3


def test_what_the_scanner_of_the_tenant_found_is_not_fetched(graph, client, item, path):
    graph.act_as_human("find_malware", "ict/werkboek.csv")

    found = download(client, item, path, limit=len(CONTENT))

    assert isinstance(found, NeedsPerson)
    assert found.reason is Reason.MALWARE
    assert not path.exists()


@pytest.mark.parametrize(("headers", "whole"), [({}, 7), ({"transfer-encoding": "chunked"}, -1)])
def test_an_answer_without_an_end_is_as_long_as_its_file(headers, whole):
    """A proxy of before HTTP/1.1 ends an answer by hanging up, and half a file looks like a whole one."""
    part = _Part(file=BytesIO())

    assert _begin(part, Answer(status=200, headers=headers), size=7) == whole


def test_what_is_packed_although_it_was_asked_plain_is_not_the_file(client, item):
    """A small answer may unpack to gigabytes, and its hash is of something else."""
    packed = Answer(status=200, headers={"content-encoding": "gzip"})

    assert isinstance(_unusable(client, Stream(answer=packed, body=Response(200)), item), TryLater)
