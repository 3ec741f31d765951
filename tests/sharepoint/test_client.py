"""One conversation: the token goes to one host, an address that an answer gives is not trusted, nothing is logged."""

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest

from graph.plan import Plan
from jaarcyclus.errors import InvalidSetting
from jaarcyclus.graph.changes import delta
from jaarcyclus.graph.downloads import download
from jaarcyclus.graph.items import look, put_small
from jaarcyclus.graph.outcomes import Ambiguous, Done, NeedsPerson, TryLater
from jaarcyclus.graph.places import find_site, resolve
from jaarcyclus.graph.reasons import Reason
from jaarcyclus.graph.sessions import cancel, open_session, send_chunks, send_next, session_status


def test_a_whole_visit_shows_the_token_to_the_api_only_and_logs_no_secret(graph, client, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    folder = resolve(client, ("2027",)).value
    item = put_small(client, folder, "klein.zip", b"klein", "application/zip").value
    session = open_session(client, folder, "groot.zip", 400_000).value
    steps = list(send_chunks(client, session, BytesIO(bytes(400_000))))
    download(client, item, tmp_path / "klein.zip", limit=1_000)
    changes = delta(client, folder).value

    assert isinstance(steps[-1], Done)
    assert graph.strays() == []
    assert any(asked.authorization for asked in graph.requests("look"))
    secrets = (graph.client_secret, client.authorize().value.bearer, "tempauth", session.address)
    assert [word for word in secrets if word in caplog.text] == []
    assert [word for word in secrets if word in repr((session, steps, changes))] == []
    assert "client-request-id=" in caplog.text


@pytest.mark.parametrize(
    "address", ["https://evil.example/v1.0/x", "http://127.0.0.2/v1.0/x", "https://127.0.0.2:1/v1.0/x", "", "/v1.0/x"]
)
def test_an_address_on_another_host_is_not_followed(graph, client, address):
    found = client.follow(address, about="de lijst")

    assert isinstance(found, NeedsPerson)
    assert found.reason is Reason.HOST_FOREIGN
    assert graph.requests() == []


def test_a_session_elsewhere_is_not_used(graph, make_client):
    """Without the setting only the site itself may take files in."""
    client = make_client(typed={"hosts": ""})
    folder = resolve(client).value

    found = open_session(client, folder, "groot.zip", 400_000)

    assert isinstance(found, NeedsPerson)
    assert "JAARCYCLUS_GRAPH_HOSTS" in found.sentence
    assert graph.requests("chunk") == []


def test_an_address_that_was_kept_is_checked_again(graph, client):
    """What is read back from a ledger may have been written by somebody else."""
    session = open_session(client, resolve(client).value, "groot.zip", 400_000).value
    swapped = replace(session, address="https://evil.example/uploadSession?tempauth=x")

    found = [
        session_status(client, swapped),
        cancel(client, swapped),
        send_next(client, swapped, BytesIO(bytes(400_000))),
    ]

    assert [each.reason for each in found] == [Reason.HOST_FOREIGN] * 3


def test_a_download_elsewhere_is_not_read(graph, make_client, tmp_path):
    client = make_client(typed={"hosts": ""})
    item = put_small(client, resolve(client).value, "a.zip", b"a", "application/zip").value

    found = download(client, item, tmp_path / "a.zip", limit=10)

    assert isinstance(found, NeedsPerson)
    assert graph.requests("download") == []
    assert not (tmp_path / "a.zip").exists()


@pytest.mark.parametrize("proxy", ["socks://127.0.0.1:9", "socks5://127.0.0.1:9", "proxy:poort", "ftp://a:geheim@b"])
def test_a_proxy_that_cannot_be_used_is_said_in_dutch(client, monkeypatch, proxy):
    """A desktop of Linux sets the first one by itself (httpx 1082, clash-verge-rev 6887)."""
    monkeypatch.setenv("ALL_PROXY", proxy)

    with pytest.raises(InvalidSetting, match=r"ALL_PROXY.* http://\.$") as raised:
        client.authorize()

    assert "geheim" not in str(raised.value)


def test_authorities_of_the_environment_that_are_not_there_are_said_in_dutch(make_client, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", "/nergens/ca.pem")

    with pytest.raises(InvalidSetting, match="SSL_CERT_FILE"):
        make_client(typed={"ca_file": ""}).authorize()


def test_every_call_has_its_own_id_and_keeps_that_of_microsoft(graph, client):
    first, second = find_site(client), find_site(client)

    assert first.trace.client_request_id != second.trace.client_request_id
    assert first.trace.request_id != ""
    assert first.trace.date != ""


def test_no_cookie_is_sent_back(graph, client):
    """It would tie all calls to one machine of theirs, and go to other hosts of its domain."""
    for _ in range(2):
        look(client, resolve(client).value, "a.zip")

    assert [asked.step for asked in graph.requests() if asked.cookie] == []


def test_a_token_that_was_taken_back_is_renewed_once(graph, client):
    find_site(client)
    graph.play(Plan.of("site", "unauthorized"))

    found = find_site(client)

    assert isinstance(found, Done)
    assert len(graph.requests("token")) == 2


def test_a_second_refusal_is_for_a_person(graph, client):
    graph.play(Plan.of("site", "unauthorized") + Plan.of("site", "unauthorized", nth=2))

    found = find_site(client)

    assert isinstance(found, NeedsPerson)
    assert found.reason is Reason.TOKEN_REFUSED
    assert len(graph.requests("site")) == 2


@pytest.mark.parametrize(
    ("fault", "about", "reason"),
    [
        ("refuse", {}, Reason.UNREACHABLE),
        ("status", {"status": 500, "body": "html"}, Reason.UNAVAILABLE),
        ("status", {"status": 504, "body": "empty"}, Reason.UNAVAILABLE),
        ("throttle", {"retry_after": "7"}, Reason.THROTTLED),
        ("throttle", {"status": 503, "retry_after": None}, Reason.BUSY),
        ("html-200", {}, Reason.ODD_ANSWER),
        ("redirect", {}, Reason.ODD_ANSWER),
        ("truncated", {}, Reason.UNREACHABLE),
    ],
)
def test_a_read_that_fails_is_for_later(graph, client, fault, about, reason):
    folder = resolve(client).value
    graph.play(Plan.of("look", fault, **about))

    found = look(client, folder, "a.zip")

    assert isinstance(found, TryLater)
    assert found.reason is reason
    assert isinstance(look(client, folder, "b.zip"), TryLater if "throttle" in fault else Done)


def test_silence_after_a_write_is_ambiguous(graph, make_client):
    client = make_client(patience_s=0.5)
    folder = resolve(client).value
    graph.play(Plan.of("put", "stall-after", seconds=5))

    found = put_small(client, folder, "a.zip", b"a", "application/zip")

    assert isinstance(found, Ambiguous)
    assert found.reason is Reason.UNREACHABLE
    graph.release()


def test_within_a_wait_that_was_told_nothing_is_asked(graph, make_client):
    """Calls made during the wait count as well, and prolong it: whatever the caller asks next."""
    moment = [datetime.now(UTC)]
    client = make_client(now=lambda: moment[0])
    folder = resolve(client).value
    graph.play(Plan.of("session", "throttle", retry_after="30"))

    told = open_session(client, folder, "groot.zip", 400_000)
    asked = len(graph.requests())
    early = [look(client, folder, "a.zip"), open_session(client, folder, "groot.zip", 400_000), client.authorize()]
    unasked = len(graph.requests())
    moment[0] += timedelta(seconds=30)
    graph.advance(30)

    assert early == [told, told, told]
    assert unasked == asked
    assert isinstance(look(client, folder, "a.zip"), Done)
    assert graph.client_faults() == []
