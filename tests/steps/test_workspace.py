"""Recording: what the rules judge is what is stored, and the first event is judged as whoever verifies will."""

from pathlib import Path

import pytest

from builders.dossier import PROFILES, open_round
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.round import round_content
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.events import KenmerkenVastgelegd, OntvangstBevestigd
from jaarcyclus.ledger.wire import new_event, system_event
from jaarcyclus.proof.replay import verify_events
from jaarcyclus.settings import Settings
from jaarcyclus.steps import workspace as workspaces
from jaarcyclus.steps.workspace import open_workspace


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


def test_a_round_opens_by_the_profile_that_it_pins(tmp_path: Path) -> None:
    """The office replaces the file between pinning and recording; the verifier has the pinned bytes only."""
    folder = tmp_path / "profielen"
    folder.mkdir()
    path = folder / "dowr.yaml"
    path.write_bytes((PROFILES / "dowr.yaml").read_bytes())
    workspace = open_workspace(
        Settings.from_env({"JAARCYCLUS_VAR": str(tmp_path / "var"), "JAARCYCLUS_PROFIELEN": str(folder)})
    )
    content = round_content(workspace.profile("dowr"), "begroting", 2027, workspace.pin_profile("dowr"))
    path.write_text("profiel: dowr\n")

    def open_it(state: Dossier):
        return [system_event(content)]

    (event,) = workspace.record("dowr-2027-begroting", open_it)

    assert verify_events([event], workspace.store.get) == ()
