"""What is said of a reopening: on the old question, on the new one, and to who may hand in anew."""

from dataclasses import replace
from pathlib import Path

import pytest

from builders import confidential
from builders.dossier import Office, add_version, correct, open_gates, published, submit_workbooks, with_version
from jaarcyclus.dossier.confidential import REASON_WITHHELD, as_seen
from jaarcyclus.dossier.records import Reopening
from jaarcyclus.ledger.chain import SYSTEM
from jaarcyclus.pages import seat_page
from jaarcyclus.pages.owed import Group, list_owed
from jaarcyclus.pages.reader import reader_of
from jaarcyclus.pages.reopened import tell_ended, tell_open_to_all
from jaarcyclus.pages.standings import Standings
from jaarcyclus.steps import acts

REASON = "De huur ontbreekt."


def page(office: Office, gate: str) -> str:
    """Return the page of the first seat of this gate, on one line."""
    found = office.state.gate(gate)
    assert found is not None
    seat = found.zetels[0]
    standings = Standings(office.workspace)
    who = reader_of(office.workspace.profile("dowr"), seat.houder, office.workspace.today())
    shown = seat_page.find_seat(standings, office.dossier, gate, seat.zetel, who)
    return " ".join(seat_page.show_question(standings, shown, who).replace("\u00a0", " ").split())


@pytest.fixture
def reopened(tmp_path: Path) -> Office:
    """Version 1 was asked; then the controller reopened, without choosing a perceel."""
    office = with_version(tmp_path / "var", "tussenrapportage_1", "dowr")
    open_gates(office)
    acts.reopen(office.workspace, office.dossier, "controller", reden=REASON, percelen=())
    open_gates(office)
    return office


def again(office: Office, lines: int) -> str:
    """Hand in anew, and return the first gate of the new version."""
    submit_workbooks(office, "ict", lines=lines)
    add_version(office)
    return open_gates(office)[0]


def test_an_old_question_says_why_the_round_was_reopened_and_by_whom(reopened: Office) -> None:
    old = reopened.state.gates[0].gate

    assert f"Na versie 1 kwam een heropening van de ronde door de controller DOWR. Reden: {REASON}" in page(
        reopened, old
    )


def test_a_new_question_says_why_it_is_there_and_that_no_amount_changed(reopened: Office) -> None:
    html = page(reopened, again(reopened, lines=3))

    assert f"Versie 2 komt na een heropening van de ronde door de controller DOWR. Reden: {REASON}" in html
    assert "In de bijdragen is niets veranderd" in html
    assert "Verschillen met de vorige versie" not in html


def test_what_changed_stands_in_a_table(reopened: Office) -> None:
    html = page(reopened, again(reopened, lines=4))

    assert "Verschillen met de vorige versie" in html
    assert "In de bijdragen is niets veranderd" not in html


def test_a_correction_is_called_so(tmp_path: Path) -> None:
    office = published(tmp_path / "var", "tussenrapportage_1", "dowr")
    correct(office, "ict")
    html = page(office, again(office, lines=4))

    assert "Versie 2 komt na een correctie van gepubliceerde versie 1 door de controller DOWR. Reden: " in html


def test_every_manager_hears_of_a_reopening_without_chosen_percelen(reopened: Office) -> None:
    standings, today = Standings(reopened.workspace).of_profile("dowr").standings, reopened.workspace.today()
    for person in set(reopened.state.indieners().values()):
        found = list_owed(standings, person, today, lambda *_: False)
        (item,) = found[Group.MAY]

        assert not found[Group.IN]
        assert all(words in item.told for words in (REASON, "Elk perceel mag opnieuw", "ten minste één perceel"))


def test_once_one_handed_in_anew_the_others_are_done(reopened: Office) -> None:
    submit_workbooks(reopened, "ict", lines=4)
    standings, today = Standings(reopened.workspace).of_profile("dowr").standings, reopened.workspace.today()
    found = list_owed(standings, "manager_financien", today, lambda *_: False)

    assert not found[Group.MAY]


@pytest.mark.parametrize(
    ("person", "told"),
    [
        ("controller", "teruggestuurd door Directieberaad. Reden: Te duur."),
        ("portefeuillehouder_raalte", f"na een besloten stap. Reden: {REASON_WITHHELD}"),
    ],
)
def test_a_confidential_reason_is_told_to_who_may_know_it(tmp_path: Path, person: str, told: str) -> None:
    office = confidential.asked(tmp_path)
    profile = office.workspace.profile_of(office.state)
    back = Reopening(reden="Te duur.", percelen=(), door=SYSTEM, seq=office.state.seq + 1, grond=confidential.GATE)
    state = as_seen(replace(office.state, reopenings=(back,)), profile, person)

    assert tell_ended(state, profile, office.state.gates[0]).endswith(told)
    assert tell_open_to_all(state, profile, state.reopenings[0]).endswith(told.rpartition("Reden: ")[2])
