"""What a perceel manager owes: which rounds, until when, what counts, and when nothing can be sent any more."""

from datetime import date
from pathlib import Path

from builders.dossier import Office, add_version, open_round, submit_workbooks, wait_until
from jaarcyclus.pages.owed import Group, Owed, list_owed, next_opening
from jaarcyclus.pages.standings import Standings
from jaarcyclus.steps import acts

ICT = "manager_ict"


def owed_by(office: Office, person: str = ICT, *, contradicts: bool = False) -> Owed:
    standings = Standings(office.workspace).of_profile("dowr").standings
    found = list_owed(standings, person, office.workspace.today(), lambda *_: contradicts)
    (only,) = [item for group in Group for item in found[group]]
    return only


def test_an_open_round_is_owed_until_its_closing_day(tmp_path: Path) -> None:
    item = owed_by(open_round(tmp_path))

    assert (item.group, item.perceel, item.title, item.accepted) == (Group.OWED, "ict", "Begroting 2027", None)
    assert (item.deadline, item.tag) == ("2026-05-08", "nog 37 dagen")


def test_a_day_late_is_told_in_days(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    wait_until(office, "2026-05-09")

    assert owed_by(office).tag == "1 dag te laat"


def test_what_is_in_can_be_replaced_until_a_version_is_made(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    submit_workbooks(office)
    before = owed_by(office)
    add_version(office)
    after = owed_by(office)

    assert (before.group, after.group) == (Group.IN, Group.CLOSED)
    assert "U kunt het vervangen" in before.told
    assert "op zijn vroegst op 2 april 2026" in before.told
    assert "vraag dan de controller" in after.told


def test_a_reopening_asks_anew_and_says_why(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    submit_workbooks(office)
    add_version(office)
    acts.reopen(office.workspace, office.dossier, "controller", reden="De huur klopt niet.", percelen=("ict",))
    item = owed_by(office)

    assert item.group == Group.OWED
    assert "De huur klopt niet." in item.told


def test_what_is_asked_anew_after_its_day_is_not_late(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    submit_workbooks(office)
    add_version(office)
    wait_until(office, "2026-07-01")
    acts.reopen(office.workspace, office.dossier, "controller", reden="De huur klopt niet.", percelen=("ict",))
    item = owed_by(office)

    assert (item.tag, item.anew, item.urgent) == ("opnieuw gevraagd", True, True)
    assert "een eigen termijn is er niet" in item.told


def test_a_contradiction_is_for_whom_it_is_about(tmp_path: Path) -> None:
    """Nothing was rejected here, so nobody is asked whether it is his."""
    office = open_round(tmp_path)
    submit_workbooks(office)

    assert owed_by(office, contradicts=True).group == Group.IN


def test_who_hands_in_nothing_owes_nothing(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    standings = Standings(office.workspace).of_profile("dowr").standings
    found = list_owed(standings, "controller", office.workspace.today(), lambda *_: True)

    assert not any(found.values())


def test_an_empty_page_says_which_round_comes_next(tmp_path: Path) -> None:
    profile = open_round(tmp_path).workspace.profile("dowr")

    assert next_opening(profile, date(2026, 3, 31)) == ("de begroting 2027", "2026-04-01")
