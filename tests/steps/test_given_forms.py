"""A workbook lies where its sender looks from the day a round opens, and a new one when other figures are known."""

from pathlib import Path

import openpyxl
import pytest

from builders.dossier import Office, open_round, published, submit_workbooks, withdraw
from jaarcyclus.installation import inbox
from jaarcyclus.proof.postbus import verify_postbus
from jaarcyclus.steps import calendar, perceel_folder
from jaarcyclus.steps.given_forms import give_due
from jaarcyclus.workbook.form import KENMERKEN

REPORT = "tussenrapportage_1"
NAME = "dowr-2027-tussenrapportage_1-ict"


@pytest.fixture
def begroting(tmp_path: Path) -> Office:
    return published(tmp_path)


@pytest.fixture
def office(tmp_path: Path, begroting: Office) -> Office:
    return open_round(tmp_path, REPORT, workspace=begroting.workspace)


def folder_of(office: Office, perceel: str = "ict") -> Path:
    return office.workspace.settings.inbox / "dowr" / perceel / perceel_folder.GIVEN


def lying(office: Office, perceel: str = "ict") -> list[str]:
    return sorted(path.name for path in folder_of(office, perceel).glob("*"))


def stand_in(path: Path) -> list[str]:
    marks = openpyxl.load_workbook(path)[KENMERKEN]
    return [str(row[1].value) for row in marks.iter_rows() if str(row[0].value).startswith("stand ")]


def recorded(office: Office) -> list[tuple[str, int]]:
    events = office.workspace.ledger.events("dowr-postbus")
    return [(e.inhoud["perceel"], e.inhoud["stand"]) for e in events if e.soort == "werkboek_klaargezet"]


def test_a_form_lies_in_the_folder_of_each_perceel_from_the_tick_that_opens_the_round(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    calendar.tick(office.workspace, "dowr")
    calendar.tick(office.workspace, "dowr")

    for perceel in office.state.indieners():
        name = f"dowr-2027-begroting-{perceel}"
        assert [item for item in lying(office, perceel) if "begroting" in item] == [
            f"{name}-lees-mij.txt",
            f"{name}.xlsx",
        ]
    events = office.workspace.ledger.events("dowr-postbus")
    given = [event.inhoud["perceel"] for event in events if event.inhoud.get("dossier") == office.dossier]
    assert sorted(given) == sorted(office.state.indieners())
    letter = (folder_of(office) / "dowr-2027-begroting-ict-lees-mij.txt").read_text()
    assert "uw werkboek voor de begroting 2027" in letter
    assert verify_postbus(office.workspace.ledger.events("dowr-postbus")) == ()


def test_what_lies_there_is_not_taken_for_a_workbook_that_was_handed_in(office: Office) -> None:
    give_due(office.workspace, "dowr")

    assert (inbox.waiting(office.workspace.settings), inbox.overlooked(office.workspace.settings)) == ((), ())


def test_when_other_figures_are_known_a_new_form_takes_the_place_of_the_old_one(
    office: Office, begroting: Office
) -> None:
    give_due(office.workspace, "dowr")
    before = stand_in(folder_of(office) / f"{NAME}.xlsx")
    withdraw(begroting)
    calendar.advance(office.workspace, office.dossier)
    give_due(office.workspace, "dowr")

    assert (len(before), stand_in(folder_of(office) / f"{NAME}.xlsx")) == (2, [])
    assert lying(office) == [f"{NAME}-lees-mij-2.txt", f"{NAME}-lees-mij.txt", f"{NAME}.xlsx"]
    assert "De bekende cijfers zijn herzien" in (folder_of(office) / f"{NAME}-lees-mij-2.txt").read_text()


def test_a_form_that_somebody_fills_in_there_stays(office: Office, begroting: Office) -> None:
    give_due(office.workspace, "dowr")
    (folder_of(office) / f"{NAME}.xlsx").write_bytes(b"half ingevuld")
    withdraw(begroting)
    calendar.advance(office.workspace, office.dossier)
    give_due(office.workspace, "dowr")

    assert (folder_of(office) / f"{NAME}.xlsx").read_bytes() == b"half ingevuld"
    assert f"{NAME}-2.xlsx" in lying(office)


def test_a_form_that_was_tidied_away_does_not_come_back(office: Office) -> None:
    give_due(office.workspace, "dowr")
    (folder_of(office) / f"{NAME}.xlsx").unlink()
    give_due(office.workspace, "dowr")

    assert f"{NAME}.xlsx" not in lying(office)


def test_who_handed_in_gets_none(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    submit_workbooks(office, "ict")
    give_due(office.workspace, "dowr")

    assert (lying(office), bool(lying(office, "psa"))) == ([], True)


def test_a_folder_that_takes_nothing_holds_up_no_other_and_stays_due(office: Office) -> None:
    folder = folder_of(office)
    folder.parent.mkdir(parents=True)
    folder.write_text("dit staat in de weg")
    give_due(office.workspace, "dowr")

    assert "ict" not in {perceel for perceel, _ in recorded(office)}
    assert lying(office, "psa")
    folder.unlink()
    give_due(office.workspace, "dowr")
    assert f"{NAME}.xlsx" in lying(office)


def test_a_round_of_older_rules_gets_none(tmp_path: Path) -> None:
    office = open_round(tmp_path, regels=5)
    give_due(office.workspace, "dowr")

    assert recorded(office) == []
