"""A perceel that was asked anew hands in nothing: the controller lets its workbook of before count again."""

from datetime import date
from pathlib import Path

import pytest

from builders.dossier import Office, add_version, correcting, open_round, submit_workbooks, wait_until, with_version
from jaarcyclus.dossier.planning import missing_submissions, pause_until
from jaarcyclus.errors import Refused
from jaarcyclus.pages.act import Kind
from jaarcyclus.pages.elsewhere import look_elsewhere
from jaarcyclus.pages.owed import Group, list_owed
from jaarcyclus.pages.standings import Standings
from jaarcyclus.pages.year_acts import list_acts
from jaarcyclus.steps import acts

REASON = "De heropening was een vergissing."


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Version 1 was ended, and PSA asked for another workbook."""
    made = with_version(tmp_path)
    acts.reopen(made.workspace, made.dossier, "controller", reden="Fout in PSA.", percelen=("psa",))
    return made


def keep(office: Office, perceel: str = "psa", *, person: str = "controller", reason: str = REASON) -> None:
    acts.keep_workbook(office.workspace, office.dossier, person, perceel=perceel, reden=reason)


def test_the_round_goes_on_with_the_workbook_of_before(office: Office) -> None:
    before = office.state.current["psa"].sha256
    assert missing_submissions(office.state) == ("psa",)

    keep(office)
    add_version(office)

    assert office.state.current["psa"].sha256 == before
    assert [version.versie for version in office.state.versions] == [1, 2]


@pytest.mark.parametrize(
    ("person", "perceel", "reason", "code"),
    [
        ("manager_psa", "psa", REASON, "NIET_BEVOEGD"),
        ("controller", "ict", REASON, "NIET_GEVRAAGD"),
        ("controller", "tuinen", REASON, "NIET_GEVRAAGD"),
        ("controller", "psa", "", "REDEN_ONTBREEKT"),
    ],
)
def test_who_may_not_and_what_nobody_asked_is_refused(
    office: Office, person: str, perceel: str, reason: str, code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        keep(office, perceel, person=person, reason=reason)

    assert (refusal.value.code, missing_submissions(office.state)) == (code, ("psa",))


def test_while_a_version_is_on_its_route_nothing_is_asked(tmp_path: Path) -> None:
    office = correcting(tmp_path)

    with pytest.raises(Refused) as refusal:
        keep(office, next(iter(office.state.indieners())))

    assert refusal.value.code == "RONDE_GESLOTEN"


def test_who_handed_in_nothing_has_no_workbook_of_before(tmp_path: Path) -> None:
    office = open_round(tmp_path)

    with pytest.raises(Refused) as refusal:
        keep(office)

    assert refusal.value.code == "NIET_GEVRAAGD"


def test_it_came_when_it_came_and_the_others_keep_their_pause(office: Office) -> None:
    came = office.state.current["psa"].klok
    wait_until(office, "2026-04-20")

    keep(office)

    kept = office.state.current["psa"]
    assert (kept.klok, kept.counts_since[:10]) == (came, "2026-04-20")
    assert pause_until(office.state, office.workspace.profile_of(office.state)) > date(2026, 4, 20)


def test_a_new_workbook_still_takes_its_place(office: Office) -> None:
    keep(office)

    submit_workbooks(office, "psa", lines=4)

    assert office.state.current["psa"].kept_because == ""


def test_the_controller_is_offered_it_and_the_manager_reads_it(office: Office) -> None:
    workspace, dossier = office.workspace, office.dossier
    standing = Standings(workspace).of_dossier(dossier)
    assert standing is not None
    offered = list_acts(standing, "controller", workspace.today(), look_elsewhere(workspace))

    keep(office)
    after = Standings(workspace).of_dossier(dossier)
    assert after is not None
    (owed,) = list_owed([after], "manager_psa", workspace.today(), lambda *_: False)[Group.IN]

    assert [(act.kind, act.about) for act in offered] == [(Kind.KEEP, "psa")]
    assert owed.told.startswith(f"De controller liet uw eerdere werkboek weer tellen op 1 april 2026: {REASON}")
