"""Who looks at a page of ours, and on which day."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from builders.dossier import open_round
from jaarcyclus.errors import Refused
from jaarcyclus.pages.mailbox import Mailboxes
from jaarcyclus.pages.standings import Standings
from jaarcyclus.steps.workspace import Workspace, profile_names
from jaarcyclus_airflow import reading

USER = SimpleNamespace(get_name=lambda: "dowr-controller")


def look_in(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> reading.Looking:
    monkeypatch.setattr(reading, "standings", lambda: Standings(workspace))
    monkeypatch.setattr(reading, "mailboxes", lambda: Mailboxes(workspace))
    return reading.look(USER)


def test_the_reader_hears_the_day_that_counts_and_that_it_is_simulated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = open_round(tmp_path).workspace
    reader = look_in(workspace, monkeypatch).reader

    assert (reader.person, reader.today, reader.simulated) == ("controller", "2026-04-01", True)

    workspace.settings.klok_bestand.unlink()

    assert not look_in(workspace, monkeypatch).reader.simulated


def test_before_the_server_listens_all_is_read_but_what_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A postbus that was put back holds up no dossier: who looks at it is told."""
    workspace = open_round(tmp_path).workspace
    known, boxes, read = Standings(workspace), Mailboxes(workspace), []

    def refuse(_: str) -> None:
        raise Refused("LOGBOEK_TERUGGEZET", "De postbus is een oudere kopie.")

    monkeypatch.setattr(reading, "standings", lambda: known)
    monkeypatch.setattr(reading, "mailboxes", lambda: boxes)
    monkeypatch.setattr(boxes, "of_profile", refuse)
    monkeypatch.setattr(known.message_book, "of_profile", read.append)
    reading.warm()

    assert [standing.state.dossier for standing in known.of_profile("dowr").standings] == list(known._kept)
    assert read == list(profile_names(workspace.settings))
