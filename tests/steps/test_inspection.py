"""What `inzending controleer` and `product maak` say of a workbook is what the door says of it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from builders.dossier import PROFILES, Office, open_round, published, workbook_of
from builders.order import build_figures
from jaarcyclus.errors import UnknownKey
from jaarcyclus.figures.records import Figures
from jaarcyclus.steps import judging, receipts
from jaarcyclus.steps.drafts import make_draft
from jaarcyclus.steps.inspection import inspect
from jaarcyclus.steps.workspace import open_workspace
from jaarcyclus.workbook.writer import make_workbook

REPORT = "tussenrapportage_1"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The begroting is published, the first interim report is open."""
    return open_round(tmp_path / "var", REPORT, workspace=published(tmp_path / "var").workspace)


def report(**cents: int) -> Figures:
    """Return a report of PSA on the adopted amounts, of which the first line is changed."""
    adopted = build_figures("psa", "begroting", 3).regels
    made = build_figures("psa", REPORT, 3)
    lines = [
        replace(line, bedragen_cent={**line.bedragen_cent, "begroting_voor": cent, "begroting_na": cent})
        for line, cent in zip(made.regels, [line.bedragen_cent["t"] for line in adopted], strict=True)
    ]
    lines[0] = replace(lines[0], bedragen_cent={**lines[0].bedragen_cent, **cents})
    return replace(made, regels=tuple(lines))


def save(office: Office, folder: Path, figures: Figures) -> Path:
    profile = office.workspace.profile_of(office.state)
    path = folder / "psa.xlsx"
    path.write_bytes(make_workbook(profile, profile.inzendplicht("psa"), REPORT, 2027, figures))
    return path


@pytest.mark.parametrize("changed", [{}, {"begroting_voor": 1}, {"begroting_na": 1}])
def test_a_workbook_gets_the_findings_that_the_door_gives(
    office: Office, tmp_path: Path, changed: Mapping[str, int]
) -> None:
    """It was called accepted while the door refuses another adopted budget."""
    path = save(office, tmp_path, report(**changed))
    told = inspect(office.workspace, "dowr", path, "psa")
    empty = tmp_path / "leeg.xlsx"
    empty.write_bytes(b"")
    draft = make_draft(office.workspace, "dowr", (path, empty))
    received = receipts.receive(
        office.workspace, "dowr", path.read_bytes(), file_name="p", inzender="manager_psa", via="api", perceel="psa"
    )
    given = judging.judge(office.workspace, "dowr", received.number)

    assert (told.verdict.accepted, told.verdict.bevindingen) == (given.geaccepteerd, given.bevindingen)
    assert told.remarks == ()
    assert draft.findings[str(path)] == given.bevindingen
    assert [item.code for item in draft.findings[str(empty)]] == ["BESTAND_LEEG"]


def test_a_round_that_is_open_is_judged_by_its_own_profile(tmp_path: Path) -> None:
    folder = tmp_path / "profielen"
    folder.mkdir()
    path = folder / "dowr.yaml"
    path.write_bytes((PROFILES / "dowr.yaml").read_bytes())
    office = open_round(tmp_path / "var", profielen=folder)
    path.write_text(path.read_text().replace("regiegroep_ict", "regiegroep_i"))  # the folder has moved on
    workbook = tmp_path / "psa.xlsx"
    workbook.write_bytes(workbook_of("psa")[0])

    asked: list[str] = []
    real = office.workspace.store.get
    office.workspace.store.get = lambda sha: (asked.append(sha), real(sha))[1]  # type: ignore[method-assign]
    inspect(office.workspace, "dowr", workbook)

    assert office.state.opened.profiel_sha256 in asked


def test_without_a_round_it_says_what_was_not_compared(tmp_path: Path) -> None:
    workspace = open_round(tmp_path / "var").workspace
    path = tmp_path / "psa.xlsx"
    path.write_bytes(workbook_of("psa", REPORT)[0])
    remarks = inspect(workspace, "dowr", path).remarks

    assert [line.partition(":")[0] for line in remarks] == [
        "Let op",
        "Niet vergeleken met eerdere cijfers, want het logboek hier kent die niet",
    ]
    assert "geen ronde open" in remarks[0]
    assert remarks[1].endswith(": Begroting 2027 vóór wijziging en Begroting 2027 na wijziging.")


def test_a_round_that_takes_no_workbook_now_says_so(tmp_path: Path) -> None:
    office = published(tmp_path / "var")
    path = tmp_path / "psa.xlsx"
    path.write_bytes(workbook_of("psa")[0])

    assert "neemt nu geen werkboek aan" in inspect(office.workspace, "dowr", path).remarks[0]


def test_a_perceel_that_is_none_is_blamed_on_the_option(tmp_path: Path) -> None:
    """The workbook was told to be downloaded anew."""
    path = tmp_path / "psa.xlsx"
    path.write_bytes(b"")

    with pytest.raises(UnknownKey, match="'onzin' is geen perceel van dowr; kies bij --perceel uit: algemeen, "):
        inspect(open_workspace(), "dowr", path, "onzin")
