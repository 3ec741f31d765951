"""By which channels an installation tells people, and what the doctor sees of the mail server without any mail."""

from pathlib import Path

import pytest

from builders.post_office import open_post_office
from jaarcyclus.errors import InvalidSetting
from jaarcyclus.installation import telling
from jaarcyclus.settings import Settings

SITE = "https://jaarcyclus.example"


def settings(var: Path, **mail: str) -> Settings:
    return Settings.from_env(
        {"JAARCYCLUS_VAR": str(var), "JAARCYCLUS_ADRES": SITE}
        | {f"JAARCYCLUS_MAIL_{name}": value for name, value in mail.items()}
    )


def test_without_a_server_teams_is_left_and_the_doctor_says_so(tmp_path: Path) -> None:
    found = settings(tmp_path)

    assert [channel.name for channel in telling.channels_of(found)] == ["teams"]
    assert telling.try_server(found) == (True, telling.tell_setting(found))


def test_the_doctor_greets_the_server_and_sends_nothing(tmp_path: Path) -> None:
    with open_post_office() as post:
        found = settings(
            tmp_path, SERVER="127.0.0.1", POORT=str(post.port), BEVEILIGING="geen", VAN="jaarcyclus@dowr.example"
        )
        good, told = telling.try_server(found)
    gone, why = telling.try_server(found)

    assert good, told
    assert "antwoordt" in told
    assert not post.recipients
    assert not gone
    assert "niet te bereiken" in why


def test_half_a_setting_is_a_fault(tmp_path: Path) -> None:
    found = settings(tmp_path, SERVER="127.0.0.1")

    assert telling.try_server(found)[0] is False
    with pytest.raises(InvalidSetting):
        telling.channels_of(found)


def test_a_message_whose_links_lead_nowhere_does_not_go(tmp_path: Path) -> None:
    """Nobody said where people reach it, and nothing runs on this machine."""
    found = Settings.from_env({"JAARCYCLUS_VAR": str(tmp_path)})

    with pytest.raises(InvalidSetting, match="JAARCYCLUS_ADRES"):
        telling.site_of(found)
