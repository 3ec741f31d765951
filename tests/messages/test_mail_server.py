"""What may be set as a mail server: whole, encrypted, with a secret that nobody else can read; or nothing at all."""

from pathlib import Path

import pytest

from jaarcyclus.errors import InvalidSetting
from jaarcyclus.messages.mail_server import is_address, server_of, tell_missing
from jaarcyclus.settings import MailSettings

GOOD = {"server": "mail.gemeente.example", "sender": "jaarcyclus@gemeente.example"}


def test_nothing_set_is_no_server_and_that_is_said() -> None:
    assert server_of(MailSettings()) is None
    assert "JAARCYCLUS_MAIL_SERVER is niet ingesteld" in str(tell_missing(MailSettings()))


def test_a_relay_that_knows_this_machine_needs_no_password() -> None:
    server = server_of(MailSettings(**GOOD))

    assert server is not None
    assert (server.port, server.security, server.domain, server.user) == (587, "starttls", "gemeente.example", "")
    assert tell_missing(MailSettings(**GOOD)) is None


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ({"sender": ""}, "VAN"),
        ({"server": ""}, "SERVER"),
        ({"server": "mail.gemeente.example:25"}, "SERVER"),
        ({"server": "mail example"}, "SERVER"),
        ({"sender": "Jaarcyclus <jaarcyclus@gemeente.example>"}, "VAN"),
        ({"sender": "jaarcyclus@gemeente.example\r\nBcc: x@y.z"}, "VAN"),
        ({"port": "0"}, "POORT"),
        ({"port": "99999"}, "POORT"),
        ({"security": "misschien"}, "BEVEILIGING"),
        ({"security": "geen"}, "BEVEILIGING"),
        ({"user": "jaarcyclus"}, "GEHEIM"),
        ({"password": "verdwaald"}, "GEHEIM"),
        ({"user": "jaarcyclus", "password": "een", "password_file": "twee"}, "GEHEIM"),
        ({"user": "jaarcyclus", "password_file": "/bestaat/niet"}, "GEHEIM_BESTAND"),
        ({"folder": "/proef"}, "MAP"),
    ],
)
def test_half_a_setting_is_refused_and_no_secret_is_repeated(typed: dict[str, str], word: str) -> None:
    with pytest.raises(InvalidSetting, match=f"JAARCYCLUS_MAIL_{word}") as refused:
        server_of(MailSettings(**(GOOD | typed)))

    assert "verdwaald" not in str(refused.value)


def test_a_password_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "wachtwoord"
    file.write_text("geheim\n")
    file.chmod(0o644)
    typed = MailSettings(**GOOD, user="jaarcyclus", password_file=str(file))
    with pytest.raises(InvalidSetting, match="anderen op deze machine"):
        server_of(typed)
    file.chmod(0o600)
    server = server_of(typed)

    assert server is not None
    assert server.password == "geheim"
    assert "geheim" not in repr(server)


@pytest.mark.parametrize(
    "text", ["", "a@b\nBcc: c@d.nl", "a b@c.nl", "a@b@c.nl", "<a@b.nl>", "a@b.nl, c@d.nl", "a@", "@b.nl", "é@b.nl"]
)
def test_what_is_no_plain_address_is_none(text: str) -> None:
    assert not is_address(text)
