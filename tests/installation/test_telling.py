"""By which channels an installation tells people, and what the doctor sees of the mail server without any mail."""

from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from pathlib import Path

import pytest

from builders.dossier import open_gates, with_version
from builders.messages import contact_of
from builders.post_office import open_post_office
from jaarcyclus import clock
from jaarcyclus.errors import InvalidSetting
from jaarcyclus.installation import telling
from jaarcyclus.proof.messages import describe_berichten
from jaarcyclus.settings import Settings
from jaarcyclus.steps.message_log import MessageBook, list_messages

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


def test_a_trial_lays_mail_in_a_folder_and_nobody_calls_that_sent(tmp_path: Path) -> None:
    office = with_version(tmp_path / "var")
    open_gates(office)
    found = settings(tmp_path / "var", MAP=str(tmp_path / "proef"))
    workspace = replace(office.workspace, settings=found)
    clock.set_simulated(found, datetime(2026, 5, 11, 9, 5, tzinfo=clock.AMSTERDAM))
    told = telling.tell_everybody(workspace, "dowr", contact_of)

    files = list((tmp_path / "proef").iterdir())
    assert len(files) == told.taken > 3
    assert message_from_bytes(files[0].read_bytes())["Auto-Submitted"] == "auto-generated"
    (line, *_) = list_messages(MessageBook(workspace).of_profile("dowr"), workspace.profile("dowr"), most=1)
    assert line.told.startswith("niet verzonden maar in map gelegd: jaarcyclus.")
    assert "door een server aangenomen" in describe_berichten(workspace.ledger.events("dowr-berichten"))
    assert "0 door een server" in describe_berichten(workspace.ledger.events("dowr-berichten"))
    assert "gelegd en niet verzonden" in str(telling.tell_setting(found))
    assert telling.try_server(found)[0]


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
