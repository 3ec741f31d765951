"""A mail as it stands on the wire, and what each answer of a server means: against a real server on loopback."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.post_office import GONE, PostOffice, open_post_office
from graph.certificates import make_authority
from jaarcyclus.messages.letter import Letter
from jaarcyclus.messages.mail import AGAIN, deliver, look_at, make_mail, message_id
from jaarcyclus.messages.mail_server import MailServer
from jaarcyclus.messages.outcomes import NotTaken, Sent, Taken, Unknown

NOW = datetime(2026, 5, 11, 7, 5, tzinfo=UTC)
TO = "teammanager@gemeente.example"
LETTER = Letter(subject="Begroting 2027: uw antwoord", plain="Beste één,\n\n.een punt vooraan\n", html="<p>één</p>")


def mail_of(letter: Letter = LETTER, name: str = "Jaarcyclus DOWR") -> bytes:
    return make_mail(
        letter, sender="jaarcyclus@dowr.example", name=name, recipient=TO, identifier="jc.1@dowr.example", moment=NOW
    )


def hand_over(post: PostOffice, **how: Any) -> Sent:
    server = MailServer(
        **{"host": "127.0.0.1", "port": post.port, "security": "geen", "sender": "j@dowr.example"} | how
    )
    return deliver(mail_of(), server, recipient=TO, now=lambda: NOW)


@pytest.fixture
def post() -> Iterator[PostOffice]:
    with open_post_office() as office:
        yield office


def test_what_arrives_is_what_was_hashed_also_a_line_that_begins_with_a_dot(post: PostOffice) -> None:
    sent = hand_over(post)

    assert isinstance(sent, Taken)
    assert sent.answer == "250 2.0.0 queued as 12345 for (adres)"
    assert post.heard == [mail_of()]
    assert post.recipients == [TO]
    assert ".een punt vooraan" in post.messages[0].get_body(("plain",)).get_content()


def test_the_same_gives_the_same_bytes_and_says_that_a_machine_wrote_it() -> None:
    first, second = mail_of(), mail_of()

    assert first == second
    for line in (
        b"Auto-Submitted: auto-generated",
        b"Message-ID: <jc.1@dowr.example>",
        b"Date: Mon, 11 May 2026 07:05:00 +0000",
    ):
        assert line in first
    assert max(map(len, first.split(b"\r\n"))) <= 998


@given(st.text(max_size=200), st.text(max_size=60))
def test_no_subject_or_name_makes_a_header_of_its_own(subject: str, name: str) -> None:
    hostile = Letter(subject=f"{subject}\r\nBcc: dief@example.org\n\n", plain="x", html="x")
    lines = mail_of(hostile, f"{name}\r\nBcc: dief@example.org").partition(b"\r\n\r\n")[0].split(b"\r\n")

    names = {line.partition(b":")[0] for line in lines if not line.startswith((b" ", b"\t"))}
    assert names == {
        b"Message-ID", b"Date", b"From", b"To", b"Subject", b"Auto-Submitted", b"X-Auto-Response-Suppress",
        b"Content-Language", b"Content-Type", b"MIME-Version",
    }  # fmt: skip


def test_a_message_id_is_the_same_for_the_same_and_tells_nothing() -> None:
    one = message_id(("dowr", "bvr", "3", "dowr-2027-begroting/v1/T-3"), "dowr.example")

    assert one == message_id(("dowr", "bvr", "3", "dowr-2027-begroting/v1/T-3"), "dowr.example")
    assert one != message_id(("dowr", "bvr", "4", "dowr-2027-begroting/v1/T-3"), "dowr.example")
    assert "begroting" not in one


@pytest.mark.parametrize(
    ("word", "answer", "again"),
    [
        ("rcpt", "451 4.7.1 greylisted", True),
        ("rcpt", "550 5.1.1 <teammanager@gemeente.example> no such user", False),
        ("data", "451 4.3.0 later", True),
        ("data", "554 5.5.1 no", False),
        ("text", "451 4.3.0 disk full", True),
        ("text", "554 5.7.1 spam", False),
        ("greeting", "421 4.3.2 closing", True),
        ("greeting", GONE, True),
        ("ehlo", GONE, True),
        ("mail", GONE, True),
        ("rcpt", GONE, True),
        ("data", GONE, True),
    ],
)
def test_what_certainly_did_not_go_out_comes_again_when_time_can_mend_it(
    post: PostOffice, word: str, answer: str, again: bool
) -> None:
    post.answers[word] = answer
    sent = hand_over(post)

    assert isinstance(sent, NotTaken)
    assert sent.again_from == (NOW + AGAIN if again else None)
    assert "@" not in sent.sentence
    assert not post.taken


def test_a_sender_that_is_refused_waits_for_the_settings_and_not_for_another_address(post: PostOffice) -> None:
    post.answers["mail"] = "550 5.7.30 Basic authentication is not supported"
    sent = hand_over(post)

    assert isinstance(sent, NotTaken)
    assert sent.again_from == NOW + AGAIN


def test_nobody_knows_of_a_mail_that_lost_its_answer(post: PostOffice) -> None:
    post.answers["text"] = GONE
    sent = hand_over(post)

    assert isinstance(sent, Unknown)
    assert len(post.heard) == 1


def test_a_server_that_is_not_there_is_no_exception() -> None:
    with open_post_office() as post:
        pass
    sent = hand_over(post)

    assert isinstance(sent, NotTaken)
    assert "niet te bereiken" in sent.sentence


@pytest.fixture
def authority(tmp_path: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate of 127.0.0.1 that only who has the file trusts."""
    make_authority(tmp_path, ["127.0.0.1"])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.pem")
    return tmp_path / "ca.pem", context


def test_mail_goes_encrypted_and_signed_in(authority: tuple[Path, ssl.SSLContext]) -> None:
    file, context = authority
    with open_post_office(context=context, login=("jaarcyclus", "geheim")) as post:
        how = {"security": "starttls", "ca_file": file, "user": "jaarcyclus"}
        good = hand_over(post, password="geheim", **how)
        wrong = hand_over(post, password="anders", **how)
        server = MailServer(host="127.0.0.1", port=post.port, sender="j@dowr.example", password="geheim", **how)
        looked = look_at(server)

    assert isinstance(good, Taken)
    assert isinstance(wrong, NotTaken)
    assert "weigert de aanmelding (535)" in wrong.sentence
    assert "STARTTLS, aangemeld" in looked
    assert len(post.taken) == 1


def test_a_certificate_of_a_stranger_is_not_trusted(authority: tuple[Path, ssl.SSLContext]) -> None:
    with open_post_office(context=authority[1]) as post:
        sent = hand_over(post, security="starttls")

    assert isinstance(sent, NotTaken)
    assert "certificaat" in sent.sentence
    assert not post.heard


def test_a_server_without_starttls_gets_nothing_in_clear(post: PostOffice) -> None:
    sent = hand_over(post, security="starttls")

    assert isinstance(sent, NotTaken)
    assert "biedt niet wat is ingesteld" in sent.sentence
    assert not post.recipients
