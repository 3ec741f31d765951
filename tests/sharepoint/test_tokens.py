"""Signing in at the local authority: with a secret, with a certificate, and every way in which that is refused."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph.certificates import make_app_certificate
from graph.plan import Plan
from graph.running import Graph
from jaarcyclus.errors import InvalidSetting
from jaarcyclus.graph.answers import Answer
from jaarcyclus.graph.connection import connect
from jaarcyclus.graph.outcomes import Done, NeedsPerson, TryLater
from jaarcyclus.graph.reasons import Reason
from jaarcyclus.graph.tokens import read_refusal, read_roles, read_token
from jaarcyclus.settings import GraphSettings

NOW = datetime(2026, 11, 29, tzinfo=UTC)


def test_a_secret_gives_a_token(graph, client):
    """The secret of the fixture has signs that a form must encode."""
    found = client.authorize()

    assert isinstance(found, Done)
    assert read_roles(found.value) == {"Sites.Selected"}
    assert found.value.bearer not in repr(found)
    assert [entry.detail["by"] for entry in graph.effects("token-issued")] == ["secret"]


def test_a_certificate_gives_a_token_each_time(graph, make_client):
    """Each assertion has a jti of its own: one that was seen before is refused."""
    certificate = {"secret": "", "certificate_file": str(graph.certificate_file)}

    found = [make_client(typed=certificate).authorize() for _ in range(2)]

    assert all(isinstance(each, Done) for each in found)
    assert {entry.detail["by"] for entry in graph.effects("token-issued")} == {"certificate"}


def test_a_token_is_asked_again_five_minutes_before_its_end(graph, make_client):
    moments = [NOW, NOW, NOW + timedelta(minutes=54), NOW + timedelta(minutes=56), NOW + timedelta(minutes=56)]
    client = make_client(now=lambda: moments[min(len(asked), len(moments) - 1)])
    asked: list[object] = []

    for _ in moments:
        client.authorize()
        asked.append(None)

    assert len(graph.requests("token")) == 2


@pytest.mark.parametrize(
    ("typed", "reason", "number"),
    [
        ({"secret": "verkeerd"}, Reason.SECRET_WRONG, "AADSTS7000215"),
        ({"tenant": "andere.example"}, Reason.TENANT_UNKNOWN, "AADSTS90002"),
        ({"app": "99999999-2222-4333-8444-555555555555"}, Reason.APP_UNKNOWN, "AADSTS700016"),
    ],
)
def test_a_refused_sign_in_says_who_must_do_what(make_client, typed, reason, number):
    found = make_client(typed=typed).authorize()

    assert isinstance(found, NeedsPerson)
    assert (found.reason, found.trace.code) == (reason, number)
    assert "verkeerd" not in repr(found)


def wrong_secret(graph: Graph, folder: Path, place: str) -> dict[str, str]:
    """Return how an app is set up that has a wrong one at this place."""
    (folder / "geheim").touch(0o600)
    (folder / "geheim").write_text("verkeerd")
    make_app_certificate(folder / "vreemd.pem")
    return {
        "GEHEIM": {"secret": "verkeerd"},
        "GEHEIM_BESTAND": {"secret": "", "secret_file": str(folder / "geheim")},
        "CERTIFICAAT": {"secret": "", "certificate_file": str(folder / "vreemd.pem")},
    }[place]


@pytest.mark.parametrize("place", ["GEHEIM", "GEHEIM_BESTAND", "CERTIFICAAT"])
def test_where_a_wrong_secret_came_from_is_said_and_not_what_it_is(graph, make_client, tmp_path: Path, place):
    """Who put the new one in another setting, or in an environment that nobody reads, is told so."""
    graph.register(roles=["Sites.Selected"], certificate=None)

    found = make_client(typed=wrong_secret(graph, tmp_path, place)).authorize()

    assert isinstance(found, NeedsPerson)
    assert f"Het komt uit JAARCYCLUS_GRAPH_{place}. " in found.sentence
    assert "verkeerd" not in repr(found)


def test_where_an_expired_secret_came_from_is_said(graph, client):
    graph.register(roles=["Sites.Selected"], secret_expires=graph.store.now() - 1)

    found = client.authorize()

    assert isinstance(found, NeedsPerson)
    assert "Het komt uit JAARCYCLUS_GRAPH_GEHEIM. " in found.sentence


def test_a_sign_in_that_is_refused_for_a_moment_is_for_later(graph, client):
    """By its status it looks like a wrong secret; Microsoft's own libraries try it again (msal-dotnet 3661)."""
    body = '{"error": "temporarily_unavailable", "error_codes": [90033]}'
    graph.play(Plan.of("token", "status", status=400, body=body))

    first, again = client.authorize(), client.authorize()

    assert isinstance(first, TryLater)
    assert isinstance(again, Done)


def test_an_expired_secret_is_called_that(graph, client):
    graph.register(roles=["Sites.Selected"], secret_expires=graph.store.now() - 1)

    found = client.authorize()

    assert isinstance(found, NeedsPerson)
    assert found.reason is Reason.SECRET_EXPIRED


def test_a_clock_that_is_off_is_called_that(graph, make_client):
    certificate = {"secret": "", "certificate_file": str(graph.certificate_file)}
    graph.advance(3600)

    found = make_client(typed=certificate).authorize()

    assert isinstance(found, NeedsPerson)
    assert found.reason is Reason.CLOCK_OFF


def test_a_certificate_that_microsoft_does_not_know_is_called_that(graph, make_client):
    graph.register(roles=["Sites.Selected"], certificate=None)

    found = make_client(typed={"secret": "", "certificate_file": str(graph.certificate_file)}).authorize()

    assert isinstance(found, NeedsPerson)
    assert found.reason is Reason.CERTIFICATE_UNKNOWN


@pytest.mark.parametrize("kept", ["PRIVATE KEY", "CERTIFICATE"])
def test_half_a_certificate_file_is_said_in_dutch(graph, make_client, tmp_path: Path, kept):
    whole = graph.certificate_file.read_text()
    begin = whole.index(f"-----BEGIN {kept}")
    end = whole.index(f"-----END {kept}-----") + len(f"-----END {kept}-----")
    (tmp_path / "half.pem").touch(0o600)
    (tmp_path / "half.pem").write_text(whole[begin:end])

    with pytest.raises(InvalidSetting, match=r"zet er PEM in"):
        make_client(typed={"secret": "", "certificate_file": str(tmp_path / "half.pem")}).authorize()


def test_the_key_of_another_certificate_is_said_in_dutch(graph, make_client, tmp_path: Path):
    """Else Microsoft refuses it with words about a signature."""
    make_app_certificate(tmp_path / "other.pem")
    key, certificate = (tmp_path / "other.pem").read_text(), graph.certificate_file.read_text()
    mixed = key[: key.index("-----BEGIN CERTIFICATE")] + certificate[certificate.index("-----BEGIN CERTIFICATE") :]
    (tmp_path / "mixed.pem").touch(0o600)
    (tmp_path / "mixed.pem").write_text(mixed)

    with pytest.raises(InvalidSetting, match="bij een ander certificaat hoort"):
        make_client(typed={"secret": "", "certificate_file": str(tmp_path / "mixed.pem")}).authorize()


def test_who_signed_the_certificate_of_the_host_is_asked(graph, make_client):
    """An intercepted connection is for a person: waiting does not mend it."""
    found = make_client(typed={"ca_file": str(graph.stranger_ca_file)}).authorize()

    assert isinstance(found, NeedsPerson)
    assert found.reason is Reason.TLS_UNTRUSTED
    assert graph.requests() == []


def test_nobody_there_is_for_later(make_client):
    found = make_client(typed={"authority": "https://127.0.0.1:1"}).authorize()

    assert isinstance(found, TryLater)
    assert found.reason is Reason.UNREACHABLE


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"{}", b'{"access_token": 7}', b'{"access_token": "a b", "expires_in": 9}',
             b'{"access_token": "x", "expires_in": true}', b'{"access_token": "x", "expires_in": -1}'],
)  # fmt: skip
def test_what_is_no_token_is_none(body):
    assert read_token(Answer(status=200, body=body), NOW) is None


def test_a_short_life_is_used_for_half():
    found = read_token(Answer(status=200, body=b'{"access_token": "x", "expires_in": "60"}'), NOW)

    assert found is not None
    assert found.is_fresh(NOW + timedelta(seconds=29))
    assert not found.is_fresh(NOW + timedelta(seconds=30))


def test_a_refusal_without_numbers_is_read_from_its_text():
    body = b'{"error": "invalid_client", "error_description": "AADSTS7000222: expired"}'

    assert read_refusal(Answer(status=401, body=body)) == (Reason.SECRET_EXPIRED, "AADSTS7000222")


def test_a_connection_knows_its_scope():
    typed = GraphSettings(tenant="t", app="a", secret="s", base_url="https://graph.microsoft.us/v1.0")

    assert connect(typed).scope == "https://graph.microsoft.us/.default"
