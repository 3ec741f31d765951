"""Who looks at a page of ours, and on which day."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from builders.dossier import open_round
from jaarcyclus.pages.mailbox import Mailboxes
from jaarcyclus.pages.standings import Standings
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus_airflow import reading

USER = SimpleNamespace(get_name=lambda: "dowr-controller")


def look_in(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> reading.Looking:
    monkeypatch.setattr(reading, "standings", lambda: Standings(workspace))
    monkeypatch.setattr(reading, "_mailboxes", lambda: Mailboxes(workspace))
    return reading.look(USER)


def test_the_reader_hears_the_day_that_counts_and_that_it_is_simulated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = open_round(tmp_path).workspace
    reader = look_in(workspace, monkeypatch).reader

    assert (reader.person, reader.today, reader.simulated) == ("controller", "2026-04-01", True)

    workspace.settings.klok_bestand.unlink()

    assert not look_in(workspace, monkeypatch).reader.simulated
