"""Recording: what the rules judge is what is stored, and the first event is judged as whoever verifies will."""

from pathlib import Path

import pytest

from builders.dossier import PROFILES, open_round
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.events import KenmerkenVastgelegd, OntvangstBevestigd
from jaarcyclus.ledger.wire import new_event
from jaarcyclus.proof.replay import verify_events
from jaarcyclus.settings import Settings
from jaarcyclus.steps import calendar
from jaarcyclus.steps import workspace as workspaces
from jaarcyclus.steps.workspace import Workspace, open_workspace


def test_the_rules_judge_exactly_what_is_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a second copy, linked at another moment: the same events, down to the hash."""
    office = open_round(tmp_path)
    judged: list[Event] = []
    monkeypatch.setattr(workspaces, "check", lambda state, event, read: judged.append(event))
    contents = (KenmerkenVastgelegd(kenmerken=(), reden="geen"), OntvangstBevestigd(gremium="college_raalte"))

    stored = office.workspace.record(
        office.dossier, lambda _: [new_event("controller", content) for content in contents]
    )

    assert tuple(judged) == stored == office.workspace.ledger.events(office.dossier)[-2:]


def test_a_round_opens_by_the_profile_that_it_pins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The office saves another file between pinning and recording; the verifier has the pinned bytes only."""
    folder = tmp_path / "profielen"
    folder.mkdir()
    path = folder / "dowr.yaml"
    path.write_bytes((PROFILES / "dowr.yaml").read_bytes())
    workspace = open_workspace(
        Settings.from_env({"JAARCYCLUS_VAR": str(tmp_path / "var"), "JAARCYCLUS_PROFIELEN": str(folder)})
    )
    pin = Workspace.pin_profile

    def pin_and_save(workspace: Workspace, profiel: str) -> str:
        pinned = pin(workspace, profiel)
        path.write_text("profiel: dowr\n")
        return pinned

    monkeypatch.setattr(Workspace, "pin_profile", pin_and_save)

    dossier = calendar.open_round(workspace, "dowr", "begroting", 2027)

    events = workspace.ledger.events(dossier)
    assert [event.soort for event in events] == ["ronde_geopend", "cijfers_bekend"]
    assert verify_events(events, workspace.store.get) == ()


def test_whoever_kept_the_rest_reads_on_or_hears_that_the_rest_is_no_more(tmp_path: Path) -> None:
    office, other = open_round(tmp_path / "een"), open_round(tmp_path / "ander")
    chain = office.workspace.ledger.events(office.dossier)

    assert office.workspace.read_on(office.dossier, None) == chain
    assert office.workspace.read_on(office.dossier, chain[0]) == chain[1:]
    assert office.workspace.read_on(office.dossier, chain[-1]) == ()
    assert other.workspace.read_on(office.dossier, chain[-1]) is None
    assert office.workspace.read_on("dowr-2099-begroting", chain[0]) is None
