"""The conditions that somebody must meet: whose, from when, and that nobody else learns of them."""

from pathlib import Path

import pytest

from builders.condition import GATE, OWNER, ask_condition, before_gate, with_condition
from builders.dossier import Office, cast_vote, end_gate, vote_all
from jaarcyclus.dossier.tally import answers_of
from jaarcyclus.errors import UnknownKey
from jaarcyclus.pages.condition_page import show_condition
from jaarcyclus.pages.conditions import Condition, find_condition, list_conditions
from jaarcyclus.pages.reader import Reader, reader_of
from jaarcyclus.pages.standings import Standings
from jaarcyclus.steps import acts


def listed(office: Office, person: str = OWNER) -> tuple[Condition, ...]:
    standings = Standings(office.workspace).of_profile("dowr").standings
    return list_conditions(standings, person, office.workspace.today())


def reader(office: Office, person: str) -> Reader:
    return reader_of(office.workspace.profile("dowr"), person, office.workspace.today())


def test_a_condition_is_its_owners(tmp_path: Path) -> None:
    office = with_condition(tmp_path)
    (only,) = listed(office)

    assert (only.asked.tekst, only.left, only.zetel) == ("dekking aantonen", "laatste dag", "deventer")
    assert listed(office, "manager_psa") == ()


def test_a_condition_stays_sealed_while_its_gate_is_open(tmp_path: Path) -> None:
    """Else its owner learns who answered what."""
    office = before_gate(tmp_path)
    cast_vote(office, GATE, "deventer", **ask_condition(office))

    assert listed(office) == ()
    with pytest.raises(UnknownKey):
        find_condition(Standings(office.workspace), office.dossier, GATE, "deventer", reader(office, OWNER))


def test_a_condition_that_is_met_says_by_whom_and_how(tmp_path: Path) -> None:
    office = with_condition(tmp_path)
    acts.fulfil_condition(
        office.workspace, office.dossier, OWNER, gate=GATE, zetel="deventer", toelichting="Zie bijlage 3."
    )
    standings = Standings(office.workspace)
    found = find_condition(standings, office.dossier, GATE, "deventer", reader(office, OWNER))
    html = show_condition(found, reader(office, OWNER))

    assert "Aan deze voorwaarde is voldaan" in html
    assert "Zie bijlage 3." in html
    assert [item.left for item in listed(office)] == [""]


@pytest.mark.parametrize(("person", "zetel"), [("manager_psa", "deventer"), (OWNER, "raalte"), (OWNER, "niemand")])
def test_another_reads_of_none(tmp_path: Path, person: str, zetel: str) -> None:
    office = with_condition(tmp_path)

    with pytest.raises(UnknownKey, match="bestaat niet, of zij is niet aan u gesteld"):
        find_condition(Standings(office.workspace), office.dossier, GATE, zetel, reader(office, person))


def test_what_was_typed_stays_when_it_is_refused(tmp_path: Path) -> None:
    office = with_condition(tmp_path)
    (only,) = listed(office)
    html = show_condition(only, reader(office, OWNER), words="<b>x</b>", fault="Er staat geen woord.")

    assert "&lt;b&gt;x&lt;/b&gt;" in html
    assert html.count("Er staat geen woord.") == 2


def test_a_condition_of_a_gate_that_did_not_pass_is_nobodys(tmp_path: Path) -> None:
    """It binds nobody, and its owner has no part in that decision."""
    office = before_gate(tmp_path)
    gate = office.state.gate(GATE)
    assert gate is not None
    no = next(item.text for item in answers_of(gate.rol, gate.soort) if item.needs_toelichting)
    refused = {"antwoord": no, "toelichting": "De dekking ontbreekt."}
    vote_all(office, GATE, deventer=ask_condition(office), olst_wijhe=refused, raalte=refused)
    end_gate(office, GATE)

    assert listed(office) == ()
    with pytest.raises(UnknownKey):
        find_condition(Standings(office.workspace), office.dossier, GATE, "deventer", reader(office, OWNER))
