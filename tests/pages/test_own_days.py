"""The days in somebody's own calendar: planned, real once it is so, cancelled when there is nothing to do any more."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import vobject

from builders.condition import GATE, OWNER, with_condition
from builders.dossier import (
    Office,
    add_version,
    cast_vote,
    end_gate,
    open_gates,
    open_round,
    submit_workbooks,
    vote_all,
    wait_until,
    with_version,
)
from jaarcyclus.dossier.tally import answers_of
from jaarcyclus.messages.agenda import Entry
from jaarcyclus.pages.contact_page import make_agenda
from jaarcyclus.pages.own_days import list_days
from jaarcyclus.pages.standings import Standings
from jaarcyclus.steps import acts, agendas

CHANGED = datetime(2026, 1, 5, 9, tzinfo=UTC)
ICT_GATE, MEMBER = "v1-s0-regiegroep_ict-r1", "vertegenwoordiger_ict_deventer"
WORKBOOK = "dowr-2027-begroting-inleveren-ict"


def days_of(office: Office, person: str) -> dict[str, Entry]:
    workspace = office.workspace
    standings = Standings(workspace).of_profile("dowr").standings
    found = list_days(standings, workspace.profile("dowr"), CHANGED, person, workspace.today())
    assert len({entry.key for entry in found}) == len(found)
    return {entry.key: entry for entry in found}


def test_a_workbook_is_owed_until_it_is_in_and_again_after_a_reopening(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    owed = days_of(office, "manager_ict")[WORKBOOK]
    submit_workbooks(office)
    handed_in = days_of(office, "manager_ict")[WORKBOOK]
    add_version(office)
    acts.reopen(office.workspace, office.dossier, "controller", reden="De huur klopt niet.", percelen=("ict",))
    again = days_of(office, "manager_ict")[WORKBOOK]

    assert (owed.day, owed.title) == (
        date(2026, 5, 8),
        "OEFENING: Werkboek inleveren: Begroting 2027, Informatievoorziening en ICT",
    )
    assert [owed.cancelled, handed_in.cancelled, again.cancelled] == [False, True, False]
    assert 1 == owed.sequence < handed_in.sequence < again.sequence
    assert owed.changed <= handed_in.changed <= again.changed


def test_a_condition_stands_there_until_it_is_met_or_its_version_ends(tmp_path: Path) -> None:
    """Not what it asks: who reads along in a calendar reads nothing of what is decided."""
    office, ended = with_condition(tmp_path / "een"), with_condition(tmp_path / "ander")
    key = f"{office.dossier}-{GATE}-deventer-voorwaarde"
    open_ = days_of(office, OWNER)[key]
    acts.fulfil_condition(office.workspace, office.dossier, OWNER, gate=GATE, zetel="deventer", toelichting="Klaar.")
    met = days_of(office, OWNER)[key]
    acts.reopen(ended.workspace, ended.dossier, "controller", reden="De huur klopt niet.", percelen=("ict",))
    lapsed = days_of(ended, OWNER)[key]

    assert (open_.day, open_.title) == (
        office.workspace.today(),
        "OEFENING: Laatste dag voor een voorwaarde: Begroting 2027, Directieberaad",
    )
    assert open_.page == f"/jaarcyclus/inleveren/voorwaarde/{office.dossier}/{GATE}/deventer"
    assert [item.cancelled for item in (open_, met, lapsed)] == [False, True, True]
    assert open_.sequence < met.sequence
    assert open_.sequence < lapsed.sequence
    assert not [found for found in days_of(office, "manager_psa") if found.endswith("voorwaarde")]


def test_the_days_of_an_exercise_say_so(tmp_path: Path) -> None:
    """A calendar stands among the real days of somebody."""
    office = open_round(tmp_path)
    wait_until(office, "2026-04-02")
    workspace = office.workspace
    token = agendas.make_address(workspace, "dowr", "manager_ict", before="")
    content = make_agenda(Standings(workspace), token, "https://jaarcyclus.example")

    assert content is not None
    titles = [event.summary.value for event in vobject.readOne(content.decode()).vevent_list]
    assert titles
    assert all(title.startswith("OEFENING: ") for title in titles)
    (standing,) = Standings(workspace).of_profile("dowr").standings
    real = replace(standing, state=replace(standing.state, oefening=False))
    found = list_days([real], workspace.profile("dowr"), CHANGED, "manager_ict", workspace.today())
    assert not [entry for entry in found if "OEFENING" in entry.title]


def test_what_is_planned_keeps_its_name_when_the_round_opens(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    found = days_of(office, "manager_ict")
    planned = {key: entry for key, entry in found.items() if entry.sequence == 0}

    assert "dowr-2026-tussenrapportage_1-inleveren-ict" in planned
    assert WORKBOOK not in planned
    assert {entry.changed for entry in planned.values()} == {CHANGED}


def test_a_question_is_a_day_until_it_is_answered(tmp_path: Path) -> None:
    office = with_version(tmp_path, "begroting", "dowr")
    assert ICT_GATE in open_gates(office)
    gate = office.state.gate(ICT_GATE)
    assert gate is not None
    asked = next(entry for entry in days_of(office, MEMBER).values() if ICT_GATE in entry.key)
    zetel = next(item.zetel for item in gate.zetels if item.houder == MEMBER)
    cast_vote(office, ICT_GATE, zetel, answers_of(gate.rol, gate.soort)[0].text)
    answered = days_of(office, MEMBER)[asked.key]

    assert asked.day.isoformat() == gate.deadline
    assert (asked.cancelled, answered.cancelled) == (False, True)
    assert asked.sequence < answered.sequence


def test_a_deputy_reads_for_whom_a_day_is(tmp_path: Path) -> None:
    office = with_version(tmp_path, "tussenrapportage_1", "dowr")
    for gate in open_gates(office):
        vote_all(office, gate)
        end_gate(office, gate)
    open_gates(office)
    key = f"{office.dossier}-v1-s1-directieberaad-r1-deventer"
    holder, deputy = (
        days_of(office, f"{who}_deventer")[key] for who in ("directeur_bedrijfsvoering", "loco_directeur")
    )

    assert holder.title.endswith("Directieberaad, zetel Deventer")
    assert deputy.title.endswith("Directieberaad, zetel Deventer, namens de directeur bedrijfsvoering Deventer")


def test_a_question_of_a_version_that_was_taken_back_falls_away(tmp_path: Path) -> None:
    office = with_version(tmp_path, "begroting", "dowr")
    open_gates(office)
    before = next(entry for entry in days_of(office, MEMBER).values() if ICT_GATE in entry.key)
    acts.reopen(office.workspace, office.dossier, "controller", reden="De huur klopt niet.", percelen=("ict",))
    after = days_of(office, MEMBER)[before.key]

    assert (before.cancelled, after.cancelled) == (False, True)
    assert before.sequence < after.sequence


def test_the_planned_day_of_a_body_gives_way_to_its_question(tmp_path: Path) -> None:
    office = with_version(tmp_path, "begroting", "dowr")
    before = days_of(office, MEMBER)
    open_gates(office)
    after = days_of(office, MEMBER)

    planned = {key for key, entry in before.items() if "-besluit-" in key and entry.sequence and not entry.cancelled}
    assert all(after[key].cancelled for key in planned if key.endswith("regiegroep_ict"))


@pytest.mark.parametrize("person", ["manager_psa", MEMBER, "controller", "beheerder"])
def test_nobody_reads_of_what_is_not_for_that_person(tmp_path: Path, person: str) -> None:
    office = with_version(tmp_path, "begroting", "dowr")
    open_gates(office)
    end_gate(office, ICT_GATE)
    found = days_of(office, person)

    assert bool(found) == (person != "beheerder")
    assert any("publicatie" in key for key in found) == (person == "controller")
    assert any("-inleveren-psa" in key for key in found) == (person == "manager_psa")
    assert any(ICT_GATE in key for key in found) == (person == MEMBER)
