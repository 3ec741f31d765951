"""By which profile a received file is judged: the one its round pinned, read and judged once."""

from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest

from builders.dossier import PROFILES, Office, open_round, workbook_of
from jaarcyclus.intake import sandbox
from jaarcyclus.steps import judging, receipts


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What the reader was started with, each time."""
    calls: list[list[str]] = []

    def start(command: list[str], **settings: Any) -> Popen[bytes]:
        calls.append(command)
        return Popen(command, **settings)

    monkeypatch.setattr(sandbox.subprocess, "Popen", start)
    return calls


def office_whose_profile_changed(tmp_path: Path) -> Office:
    """Return an open round of which the profile in the folder has lost perceel PSA since."""
    folder = tmp_path / "profielen"
    folder.mkdir()
    text = (PROFILES / "dowr.yaml").read_text(encoding="utf-8")
    (folder / "dowr.yaml").write_text(text, encoding="utf-8")
    office = open_round(tmp_path, profielen=folder)
    assert "  - code: psa\n" in text
    (folder / "dowr.yaml").write_text(text.replace("  - code: psa\n", "  - code: salaris\n"), encoding="utf-8")
    return office


def judge(office: Office, boekjaar: int = 2027) -> list[str]:
    """Hand in PSA's workbook and return the codes of the findings."""
    content, _ = workbook_of("psa", boekjaar=boekjaar)
    received = receipts.receive(
        office.workspace, "dowr", content, file_name="psa.xlsx", inzender="manager_psa", via="api", perceel=None
    )
    verdict = judging.judge(office.workspace, "dowr", received.number)
    return [finding.code for finding in verdict.bevindingen]


def test_a_file_of_a_running_round_is_judged_by_its_pinned_profile_and_read_once(
    tmp_path: Path, started: list[list[str]]
) -> None:
    office = office_whose_profile_changed(tmp_path)

    codes = judge(office)

    assert codes == []
    assert len(started) == 1


def test_a_file_without_a_round_is_judged_by_the_profile_in_the_folder(tmp_path: Path) -> None:
    office = office_whose_profile_changed(tmp_path)

    codes = judge(office, boekjaar=2028)

    assert codes == ["PERCEEL_ONJUIST"]
