"""Extra time for a gate: who may give it, until when, and what then counts by the new day."""

from pathlib import Path

import pytest

from builders.dossier import (
    Office,
    cast_vote,
    due,
    end_gate,
    open_gates,
    published,
    record_event,
    vote_all,
    wait_until,
    with_version,
)
from jaarcyclus.documents.bijlage import write_annex
from jaarcyclus.dossier.records import Gate
from jaarcyclus.errors import Refused
from jaarcyclus.proof.replay import verify_events
from jaarcyclus.steps import acts, votes
from jaarcyclus.steps.airflow_names import GatePlace

ICT = "v1-s0-regiegroep_ict-r1"
WHY = "De gemeenten kregen de stukken een week later."


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = with_version(tmp_path)
    open_gates(made)
    return made


def gate(office: Office) -> Gate:
    found = office.state.gate(ICT)
    assert found is not None
    return found


def extend(office: Office, tot: str, *, person: str = "controller", reason: str = WHY, about: str = ICT) -> None:
    acts.extend_term(office.workspace, office.dossier, person, gate=about, tot=tot, reden=reason)


def test_the_last_day_is_another_and_the_first_one_stays_to_be_read(office: Office) -> None:
    before = gate(office).deadline
    extend(office, "2026-06-12")
    (given,) = gate(office).extensions

    assert (before, gate(office).deadline) == ("2026-05-22", "2026-06-12")
    assert given.tell("controller DOWR").endswith(f"van 22 mei 2026 tot en met 12 juni 2026: {WHY}")
    assert verify_events(office.workspace.ledger.events(office.dossier), office.workspace.store.get) == ()


def test_who_was_too_late_may_answer_again(office: Office) -> None:
    wait_until(office, "2026-05-25")
    with pytest.raises(Refused, match="termijn liep tot en met 22 mei"):
        cast_vote(office, ICT, "raalte", "afgestemd")
    extend(office, "2026-05-29")
    cast_vote(office, ICT, "raalte", "afgestemd")

    assert len(gate(office).votes) == 1


def test_silence_is_recorded_anew_and_the_ladder_counts_from_the_new_day(office: Office) -> None:
    wait_until(office, "2026-05-25")
    first = office.kinds.count("stilte_geconstateerd")
    extend(office, "2026-06-12")
    wait_until(office, "2026-06-05")  # long after it would have climbed
    open_on_old_rung = gate(office).is_open
    wait_until(office, "2026-06-15")
    again = office.kinds.count("stilte_geconstateerd")
    wait_until(office, "2026-07-01")
    end_gate(office, ICT)

    assert (open_on_old_rung, again > first) == (True, True)
    assert gate(office).uitslag == "over_tijd"


@pytest.mark.parametrize(
    ("tot", "told"),
    [
        ("", "ontbreekt"),
        ("2026-05-22", "loopt al tot en met 22 mei 2026"),  # the day that it has
        ("2026-05-01", "loopt al tot en met 22 mei 2026"),
        ("2026-07-22", "kies een dag tot en met 21 juli 2026"),  # more than a summer
        ("12 juni", "jjjj-mm-dd"),
        ("20260612", "jjjj-mm-dd"),  # one spelling: it is hashed
    ],
)
def test_another_day_is_later_and_not_by_more_than_a_summer(office: Office, tot: str, told: str) -> None:
    """And each mistake has its own sentence."""
    with pytest.raises(Refused, match=told) as refused:
        extend(office, tot)

    assert refused.value.code == "TERMIJN_ONJUIST"


@pytest.mark.parametrize(
    ("tot", "told"),
    [
        ("2026-06-06", "6 juni 2026 valt in een weekend of op een feestdag. Kies 5 juni 2026 of 8 juni 2026."),
        ("2026-05-25", "25 mei 2026 valt in een weekend of op een feestdag. Kies 26 mei 2026."),  # Whit Monday
    ],
)
def test_a_day_off_is_refused_with_the_working_days_around_it(office: Office, tot: str, told: str) -> None:
    with pytest.raises(Refused) as refused:
        extend(office, tot)

    assert (refused.value.code, refused.value.message) == ("TERMIJN_ONJUIST", told)


def test_a_day_off_that_was_given_before_still_holds(office: Office) -> None:
    record_event(office, "termijn_verlengd", "controller", {"gate": ICT, "deadline": "2026-06-06", "reden": WHY})

    assert gate(office).deadline == "2026-06-06"
    assert verify_events(office.workspace.ledger.events(office.dossier), office.workspace.store.get) == ()


@pytest.mark.parametrize("person", ["ambtelijk_secretaris", "beheerder", "vertegenwoordiger_ict_raalte", "nobody"])
def test_only_the_controller_gives_it(office: Office, person: str) -> None:
    with pytest.raises(Refused, match="Alleen de controller geeft uitstel"):
        extend(office, "2026-06-12", person=person)


def test_it_has_a_reason(office: Office) -> None:
    with pytest.raises(Refused, match="reden"):
        extend(office, "2026-06-12", reason="  ")


def test_a_gate_that_waits_for_nobody_gets_none(office: Office) -> None:
    vote_all(office, ICT)
    with pytest.raises(Refused, match="wacht op niemand"):
        extend(office, "2026-06-12")
    end_gate(office, ICT)
    with pytest.raises(Refused, match="is niet open"):
        extend(office, "2026-06-12")
    with pytest.raises(Refused, match="is niet open"):
        extend(office, "2026-06-12", about="v9-s9-bvr-r9")


def test_what_is_published_is_closed_for_it(tmp_path: Path) -> None:
    office = published(tmp_path)
    with pytest.raises(Refused, match="ronde is gesloten"):
        extend(office, "2026-07-01")


def test_the_annex_and_the_question_in_airflow_say_it(office: Office) -> None:
    extend(office, "2026-06-12")
    place = GatePlace(profiel="dowr", gremium="regiegroep_ict", dossier=office.dossier, gate=ICT, place=0)
    other = GatePlace(
        profiel="dowr",
        gremium="regiegroep_bedrijfsvoering",
        dossier=office.dossier,
        gate="v1-s0-regiegroep_bedrijfsvoering-r1",
        place=0,
    )

    assert WHY in write_annex(office.state, office.workspace.profile_of(office.state), "0" * 64)
    assert "tot en met 12 juni 2026" in (votes.tell_extended(office.workspace, place) or "")
    assert votes.tell_extended(office.workspace, other) is None
    assert "over_tijd" not in due(office)
