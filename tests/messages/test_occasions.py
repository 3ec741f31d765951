"""What each person is to be told of a dossier, as the year goes on: who, once, and never an answer of anybody."""

from datetime import date
from pathlib import Path

import pytest

from builders.confidential import answered, asked
from builders.dossier import (
    Office,
    adopted,
    cast_vote,
    end_gate,
    open_gates,
    open_round,
    published,
    submit_workbooks,
    vote_all,
    wait_until,
    with_version,
    withdrawn,
)
from builders.messages import occasions
from jaarcyclus.dossier.planning import climb_day
from jaarcyclus.messages import links
from jaarcyclus.messages.news import Refusal
from jaarcyclus.messages.occasions import list_occasions
from jaarcyclus.messages.office import Stopped
from jaarcyclus.pages import conditions, decisions, owed, year_words
from jaarcyclus.steps import acts, receipts, replies
from jaarcyclus.steps.message_facts import read_facts
from jaarcyclus.terms.days import add_working_days

ICT = "v1-s0-regiegroep_ict-r1"
BOARD = "v1-s1-directieberaad-r1"


def keys_of(office: Office, person: str, **beside: object) -> set[str]:
    return {item.key.partition("/")[2] for item in occasions(office, **beside) if item.person == person}


def test_only_silent_seats_are_asked_and_deputies_when_the_term_is_near(tmp_path: Path) -> None:
    office = with_version(tmp_path / "var")
    wait_until(office, "2026-05-11")
    open_gates(office)
    cast_vote(office, ICT, "raalte", "afgestemd")

    asked = {item.person for item in occasions(office) if item.key.startswith(f"{office.dossier}/{ICT}/")}
    assert asked == {"vertegenwoordiger_ict_deventer", "vertegenwoordiger_ict_olst_wijhe", "manager_ict"}


def test_no_message_tells_what_somebody_answered_or_wrote(tmp_path: Path) -> None:
    office = with_version(tmp_path / "var")
    open_gates(office)
    secret = "de huur is te hoog"
    cast_vote(office, ICT, "deventer", "niet afgestemd", toelichting=secret)
    for gate in open_gates(office):
        vote_all(office, gate)
        end_gate(office, gate)

    told = " ".join(f"{item.told} {item.subject}" for item in occasions(office))
    assert secret not in told
    assert "niet akkoord" not in told
    assert "niet afgestemd" not in told


def test_a_decision_is_told_to_every_gremium_of_the_route_the_earlier_ones_too(tmp_path: Path) -> None:
    office = adopted(tmp_path / "var")
    state = office.state
    profile = office.workspace.profile_of(state)

    told = {item.person for item in occasions(office) if item.key == f"{state.dossier}/v1-s2-bvr-r1/besluit"}
    for body in ("regiegroep_ict", "directieberaad", "bvr", "bo"):
        assert {zetel.houder for zetel in profile.gremium(body).zetels} <= told
    assert profile.controller in told


def test_what_is_older_than_a_fortnight_is_no_news(tmp_path: Path) -> None:
    office = published(tmp_path / "var")
    day = office.workspace.today()
    facts, profile = read_facts(office.workspace, "dowr"), office.workspace.profile("dowr")

    def keys(on: date) -> set[str]:
        return {item.key for item in list_occasions(facts, profile.on(on), on)}

    assert f"{office.dossier}/v1/gepubliceerd" in keys(day)
    assert not keys(date.fromordinal(day.toordinal() + 15))


def test_a_withdrawal_is_told(tmp_path: Path) -> None:
    office = withdrawn(tmp_path / "var")

    assert "v1/ingetrokken" in keys_of(office, "controller")


def test_a_condition_is_told_to_its_owner_once_its_gate_has_passed(tmp_path: Path) -> None:
    office = with_version(tmp_path / "var")
    wait_until(office, "2026-05-25")
    for gate in open_gates(office):
        vote_all(office, gate)
        end_gate(office, gate)
    open_gates(office)
    condition = {"tekst": "dekking aantonen", "eigenaar": "manager_ict", "datum": "2026-06-30"}
    cast_vote(office, BOARD, "deventer", "stemt in, mits", voorwaarde=condition)
    sealed = {key for key in keys_of(office, "manager_ict") if "voorwaarde" in key}
    vote_all(office, BOARD)
    end_gate(office, BOARD)

    assert not sealed
    assert f"{BOARD}/deventer/voorwaarde/gevraagd" in keys_of(office, "manager_ict")
    assert "dekking" not in " ".join(item.told for item in occasions(office))


def test_a_reopened_round_asks_the_workbook_again_and_tells_that_questions_lapsed(tmp_path: Path) -> None:
    office = with_version(tmp_path / "var")
    wait_until(office, "2026-05-11")
    open_gates(office)
    acts.reopen(office.workspace, office.dossier, "controller", reden="Er mist een bijlage.", percelen=("ict",))

    number = office.state.reopenings[-1].seq
    assert f"inzending/ict/heropend-{number}" in keys_of(office, "manager_ict")
    assert f"heropend-{number}" in keys_of(office, "vertegenwoordiger_ict_deventer")
    assert not [key for key in keys_of(office, "vertegenwoordiger_ict_deventer") if ICT in key]


def test_the_controller_hears_of_the_late_and_of_what_goes_on_without_answer(tmp_path: Path) -> None:
    late = open_round(tmp_path / "laat")
    submit_workbooks(late, "ict")
    wait_until(late, "2026-05-11")
    silent = with_version(tmp_path / "stil")
    wait_until(silent, "2026-05-11")
    open_gates(silent)
    gate = silent.state.gate(ICT)
    assert gate is not None
    day = climb_day(gate, silent.workspace.profile_of(silent.state))
    wait_until(silent, day.isoformat())

    assert "te-laat/T+1" in keys_of(late, "controller")
    assert "informatievoorziening" not in next(
        item.told for item in occasions(late) if item.key.endswith("te-laat/T+1")
    )
    assert f"{ICT}/klimt" in keys_of(silent, "controller")
    wait_until(silent, add_working_days(day, 1).isoformat())
    assert f"{ICT}/klimt" not in keys_of(silent, "controller")


def test_a_publication_that_stands_still_is_told_to_the_controller_once(tmp_path: Path) -> None:
    office = adopted(tmp_path / "var")
    stopped = (Stopped(dossier=office.dossier, number=7, versie=1),)

    assert "publicatie-gestuit-7" in keys_of(office, "controller", stopped=stopped)


def test_a_refused_workbook_is_told_to_who_sent_it_until_a_good_one_came(tmp_path: Path) -> None:
    office = open_round(tmp_path / "var")
    receipt = receipts.receive(
        office.workspace, "dowr", b"PK", file_name="a.xlsx", inzender="manager_ict", via="map", perceel="ict"
    )
    replies.judge_and_reply(office.workspace, "dowr", receipt.number)

    refused = [item for item in occasions(office) if item.key.endswith("/geweigerd")]
    assert [(item.person, item.link, item.at_once) for item in refused] == [
        ("manager_ict", owed.attempt_path(receipt.number), True)
    ]
    own = Refusal(postbus="dowr-postbus", receipt=4, person="manager_psa", file="a.xlsx", day="2026-03-01")
    assert not [key for key in keys_of(office, "manager_psa", refusals=(own,)) if key.endswith("geweigerd")]


def test_links_are_those_of_the_pages(tmp_path: Path) -> None:
    office = with_version(tmp_path / "var")

    assert links.seat_link("d", "g", "z") == decisions.seat_path("d", "g", "z")
    assert links.attempt_link(4) == owed.attempt_path(4)
    assert links.owed_link() == owed.SUBMISSIONS
    assert links.year_link(2027, office.dossier) == year_words.dossier_path(office.state)
    assert links.condition_link("d", "g", "z") == f"{conditions.SUBMISSIONS}/voorwaarde/d/g/z"
    assert links.receipt_link("d", "g") == f"{decisions.DECISIONS}/ontvangst/d/g"


@pytest.mark.parametrize("moment", ["2026-05-11", "2026-05-19", "2026-05-22", "2026-05-26", "2026-06-05"])
def test_a_key_is_once_a_person_and_only_signs_that_a_chain_keeps(tmp_path: Path, moment: str) -> None:
    office = with_version(tmp_path / "var")
    wait_until(office, "2026-05-11")
    open_gates(office)
    wait_until(office, moment)
    found = [(item.person, item.key) for item in occasions(office)]

    assert len(found) == len(set(found))
    assert all(key.isascii() and " " not in key and "@" not in key for _, key in found)


def test_of_a_confidential_step_only_its_own_people_and_the_controller_hear_that_it_was_decided(tmp_path: Path) -> None:
    office = answered(asked(tmp_path))
    heard = {item.person for item in occasions(office) if f"/{BOARD}/" in item.key}

    assert {"directeur_bedrijfsvoering_raalte", "controller"} <= heard
    assert not heard & {"ambtelijk_secretaris", "gemeentesecretaris_raalte", "vertegenwoordiger_ict_raalte"}


def test_extra_time_is_told_to_who_is_silent_by_its_new_day(tmp_path: Path) -> None:
    office = with_version(tmp_path / "var")
    open_gates(office)
    wait_until(office, "2026-05-22")
    before = keys_of(office, "vertegenwoordiger_ict_raalte")
    acts.extend_term(office.workspace, office.dossier, "controller", gate=ICT, tot="2026-06-12", reden="Ziekte.")
    (asks,) = (item for item in occasions(office) if item.person == "vertegenwoordiger_ict_raalte")

    assert f"{ICT}/raalte/T0" in before
    assert asks.key.partition("/")[2] not in before
    assert asks.told.startswith("De termijn is verlengd tot en met 12 juni 2026.")
    assert asks.subject == "uw antwoord, uiterlijk 12 juni 2026 (de termijn is verlengd)"
