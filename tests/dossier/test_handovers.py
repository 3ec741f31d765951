"""A password is of whoever held the function when it was issued: each change of holder ends it, on its day."""

from datetime import timedelta
from pathlib import Path

import pytest

from builders.dossier import Office, open_round
from builders.holders import BEHEERDER, leave, mend, succeed, take
from jaarcyclus import clock
from jaarcyclus.dossier.handovers import handovers, password_ended, password_ends
from jaarcyclus.steps import passwords

FUNCTIE = "gemeentesecretaris_raalte"
BEFORE, TODAY, TOMORROW = "2026-01-01", "2026-04-01", "2026-04-02"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """It is 1 April 2026."""
    made = open_round(tmp_path)
    assert made.workspace.today().isoformat() == TODAY
    return made


def issue(office: Office) -> None:
    passwords.issue(office.workspace, "dowr", BEHEERDER, person=FUNCTIE, reason="Nieuwe houder.")


def has_ended(office: Office, day: str = TODAY) -> bool:
    changes = handovers(office.workspace.ledger.events("dowr-bezetting"))
    return password_ended(changes, passwords.issuances(office.workspace, "dowr"), FUNCTIE, day) is not None


def test_who_comes_first_keeps_what_the_installation_handed_out(office: Office) -> None:
    take(office, FUNCTIE, "Houder A", BEFORE)

    assert not has_ended(office)


def test_it_ends_with_its_holder_also_while_nobody_succeeds(office: Office) -> None:
    take(office, FUNCTIE, "Houder A", BEFORE)
    leave(office, FUNCTIE, TODAY)

    assert has_ended(office)


@pytest.mark.parametrize("day", [TODAY, "2026-03-01"])
def test_a_change_counts_at_once_when_its_day_has_come(office: Office, day: str) -> None:
    take(office, FUNCTIE, "Houder A", BEFORE)
    succeed(office, FUNCTIE, "Houder B", day)

    assert has_ended(office)


def test_and_on_its_day_when_that_is_still_to_come(office: Office) -> None:
    take(office, FUNCTIE, "Houder A", BEFORE)
    succeed(office, FUNCTIE, "Houder B", TOMORROW)
    changes = handovers(office.workspace.ledger.events("dowr-bezetting"))

    assert [has_ended(office, day) for day in (TODAY, TOMORROW)] == [False, True]
    assert [password_ends(changes, FUNCTIE, day) for day in (TODAY, TOMORROW)] == [TOMORROW, None]


def test_who_is_issued_another_after_it_has_that_one(office: Office) -> None:
    take(office, FUNCTIE, "Houder A", BEFORE)
    succeed(office, FUNCTIE, "Houder B", TODAY)
    issue(office)

    assert not has_ended(office)


def test_one_of_before_the_day_was_of_who_held_it_then(office: Office) -> None:
    take(office, FUNCTIE, "Houder A", BEFORE)
    succeed(office, FUNCTIE, "Houder B", TOMORROW)
    issue(office)
    clock.set_simulated(office.workspace.settings, office.workspace.now() + timedelta(days=1))
    before = has_ended(office, TOMORROW)
    issue(office)

    assert (before, has_ended(office, TOMORROW)) == (True, False)


def test_who_comes_after_an_empty_seat_has_a_new_one_too(office: Office) -> None:
    """Whoever stood in for the seat was issued one meanwhile."""
    take(office, FUNCTIE, "Houder A", BEFORE)
    leave(office, FUNCTIE, "2026-02-01")
    issue(office)
    stood_in = has_ended(office)
    take(office, FUNCTIE, "Houder B", TODAY)

    assert (stood_in, has_ended(office)) == (False, True)


def test_a_first_name_that_was_a_slip_of_the_pen_costs_nobody_a_password(office: Office) -> None:
    take(office, FUNCTIE, "Houdr A", BEFORE)
    leave(office, FUNCTIE, BEFORE)
    take(office, FUNCTIE, "Houder A", BEFORE)

    assert not has_ended(office)


def test_what_ended_does_not_begin_again_when_the_day_is_mended(office: Office) -> None:
    take(office, FUNCTIE, "Houder A", BEFORE)
    leave(office, FUNCTIE, TODAY)
    mend(office, FUNCTIE, "2026-06-01")

    assert has_ended(office)


def test_but_a_day_that_never_came_ends_nothing(office: Office) -> None:
    take(office, FUNCTIE, "Houder A", BEFORE)
    leave(office, FUNCTIE, TOMORROW)
    mend(office, FUNCTIE, "2026-06-01")

    assert [has_ended(office, day) for day in (TOMORROW, "2026-06-01")] == [False, True]


def test_a_successor_who_is_taken_back_before_the_day_ends_nothing(office: Office) -> None:
    """The departure is mended after it: until that later day the sitting holder has the function."""
    take(office, FUNCTIE, "Houder A", BEFORE)
    leave(office, FUNCTIE, "2026-06-10")
    take(office, FUNCTIE, "Houder B", "2026-06-10")
    leave(office, FUNCTIE, "2026-06-10")
    mend(office, FUNCTIE, "2026-06-30")

    assert [has_ended(office, day) for day in ("2026-06-10", "2026-06-29", "2026-06-30")] == [False, False, True]


def test_but_one_whose_day_had_come_may_have_been_issued_one(office: Office) -> None:
    take(office, FUNCTIE, "Houder A", BEFORE)
    succeed(office, FUNCTIE, "Houder B", TODAY)
    issue(office)
    leave(office, FUNCTIE, TODAY)
    mend(office, FUNCTIE, "2026-06-30")

    assert has_ended(office)


def test_another_function_is_another_account(office: Office) -> None:
    take(office, "manager_ict", "Houder A", BEFORE)
    succeed(office, "manager_ict", "Houder B", TODAY)

    assert not has_ended(office)
