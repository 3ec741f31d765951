"""The beheerder keeps who holds which function, and a dossier says who it was when a seat answers."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from builders.dossier import (
    Office,
    end_gate,
    open_gates,
    open_round,
    submit_workbooks,
    vote_all,
    with_version,
)
from builders.dossier import add_version as make_version
from builders.holders import BEHEERDER, leave, mend, names_printed, succeed, take
from jaarcyclus import clock
from jaarcyclus.dossier.ballot import Ballot
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.chain import Head
from jaarcyclus.ledger.witness import Witness
from jaarcyclus.steps import calendar, confirmations, holders, votes
from jaarcyclus.steps.airflow_names import GatePlace
from jaarcyclus.steps.gates import open_gate
from jaarcyclus.steps.overview import current_anchors

GATE = "v1-s1-directieberaad-r1"
SEAT = "directeur_bedrijfsvoering_deventer"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The regiegroepen agreed; the directieberaad is to be asked."""
    office = with_version(tmp_path)
    for gate in open_gates(office):
        vote_all(office, gate)
        end_gate(office, gate)
    return office


def ask(office: Office) -> None:
    open_gate(office.workspace, office.dossier, GATE)


def answer(office: Office, person: str = SEAT) -> None:
    place = GatePlace(profiel="dowr", gremium="directieberaad", dossier=office.dossier, gate=GATE, place=0)
    votes.record(office.workspace, place, person, Ballot(antwoord="stemt in"))


def told(office: Office) -> list[Mapping[str, Any]]:
    """Return what the dossier was told of the holders of the gate's functions, in order."""
    events = office.workspace.ledger.events(office.dossier)
    return [e.inhoud["houders"] for e in events if e.soort == "bezetting_vastgelegd" and e.inhoud["gate"] == GATE]


def test_without_a_bezetting_nothing_is_recorded(office: Office) -> None:
    ask(office)
    answer(office)

    assert told(office) == []


def test_a_gate_opens_with_who_holds_its_functions_by_number_and_without_a_name(office: Office) -> None:
    take(office, SEAT, "Houder A")

    ask(office)

    assert told(office)[0][SEAT] == {"bezetting": 1, "naam": None}
    assert office.kinds[-2:] == ["gate_voorgelegd", "bezetting_vastgelegd"]
    assert not any("Houder A" in str(event.inhoud) for event in office.workspace.ledger.events(office.dossier))


def test_a_function_that_nobody_was_recorded_for_is_told_so(office: Office) -> None:
    take(office, "beheerder", "Houder A")

    ask(office)

    assert set(told(office)[0].values()) == {None}


def test_a_new_holder_is_told_before_his_vote_counts(office: Office) -> None:
    take(office, SEAT, "Houder A")
    ask(office)
    succeed(office, SEAT, "Houder B", office.workspace.today().isoformat())

    answer(office)

    assert [houders[SEAT]["bezetting"] for houders in told(office)] == [1, 3]
    assert office.kinds[-2:] == ["bezetting_vastgelegd", "stem_uitgebracht"]


def test_who_takes_over_another_seat_has_no_second_vote(office: Office) -> None:
    """The proof reads it so, and nobody could mend it afterwards."""
    other = "directeur_bedrijfsvoering_raalte"
    take(office, SEAT, "Houder A")
    ask(office)
    answer(office)
    today = office.workspace.today().isoformat()
    holders.leave(office.workspace, "dowr", BEHEERDER, functie=SEAT, per=today, reden="Andere functie.")
    take(office, other, "Houder A", today)
    gate = office.state.gate(GATE)
    assert gate is not None

    with pytest.raises(Refused, match="PERSOON_TWEE_ZETELS"):
        holders.require_one_seat(office.workspace, office.state, gate, other)


def test_the_calendar_tells_of_a_new_holder_who_does_not_answer(office: Office) -> None:
    take(office, SEAT, "Houder A")
    ask(office)
    succeed(office, SEAT, "Houder B", office.workspace.today().isoformat())

    calendar.advance(office.workspace, office.dossier)
    calendar.advance(office.workspace, office.dossier)

    assert [houders[SEAT]["bezetting"] for houders in told(office)] == [1, 3]


def test_who_is_to_come_holds_nothing_yet(office: Office) -> None:
    take(office, SEAT, "Houder A")
    ask(office)
    succeed(office, SEAT, "Houder B", "2027-01-01")

    answer(office)

    assert len(told(office)) == 1


def test_holders_that_were_kept_under_a_later_simulated_day_hold_up_no_vote(office: Office) -> None:
    """Who practised with another day in the same place would else wait until that day."""
    settings, now = office.workspace.settings, office.workspace.now()
    clock.set_simulated(settings, now + timedelta(days=600))
    take(office, SEAT, "Houder A")
    clock.set_simulated(settings, now)

    ask(office)
    answer(office)

    assert told(office)[0][SEAT] == {"bezetting": 1, "naam": None}


def test_a_holder_elsewhere_is_no_news_for_this_gate(office: Office) -> None:
    take(office, SEAT, "Houder A")
    ask(office)
    take(office, "manager_ict", "Houder B")

    answer(office)

    assert len(told(office)) == 1


def test_a_round_of_older_rules_hears_nothing(tmp_path: Path) -> None:
    """There the kind did not exist, so whoever proves such a dossier with an older program still can."""
    office = open_round(tmp_path, regels=1)
    take(office, SEAT, "Houder A")
    submit_workbooks(office)
    make_version(office)

    open_gates(office)

    assert "bezetting_vastgelegd" not in office.kinds


def test_the_dossier_holds_names_where_the_profile_lets_them_be_printed(tmp_path: Path) -> None:
    office = open_round(tmp_path / "var", profielen=names_printed(tmp_path / "profielen"))
    take(office, "manager_ict", "Houder A")
    submit_workbooks(office)
    make_version(office)

    open_gates(office)

    found = [e.inhoud["houders"] for e in office.workspace.ledger.events(office.dossier) if "houders" in e.inhoud]
    assert {"bezetting": 1, "naam": "Houder A"} in [houders.get("manager_ict") for houders in found]


def test_one_person_has_one_function_in_a_gremium(office: Office) -> None:
    take(office, SEAT, "Houder A")

    with pytest.raises(Refused, match="PERSOON_TWEE_ZETELS"):
        take(office, "loco_directeur_raalte", "Houder A")


def test_a_function_stands_in_the_profile(office: Office) -> None:
    with pytest.raises(Refused, match="FUNCTIE_ONBEKEND"):
        take(office, "burgemeester", "Houder A")


@pytest.mark.parametrize("person", ["controller", SEAT])
def test_nobody_but_the_beheerder_keeps_it(office: Office, person: str) -> None:
    with pytest.raises(Refused, match="NIET_BEVOEGD"):
        holders.take(office.workspace, "dowr", person, functie=SEAT, naam="Houder A", vanaf="2026-01-01")
    with pytest.raises(Refused, match="NIET_BEVOEGD"):
        holders.leave(office.workspace, "dowr", person, functie=SEAT, per="2026-01-01", reden="Andere functie.")
    mended = {"functie": SEAT, "per": "2026-01-01", "reden": "Verkeerde dag getypt."}
    with pytest.raises(Refused, match="NIET_BEVOEGD"):
        holders.mend_departure(office.workspace, "dowr", person, **mended)


def test_a_departure_that_was_typed_too_late_gives_the_function_back_to_its_successor(office: Office) -> None:
    """It was shut until then, and nobody could do anything about it."""
    take(office, SEAT, "Houder A")
    leave(office, SEAT, "2027-03-01")
    with pytest.raises(Refused, match="DAGEN_OVERLAPPEN"):
        take(office, SEAT, "Houder B", "2026-03-01")

    mend(office, SEAT, "2026-03-01")
    take(office, SEAT, "Houder B", "2026-03-01")

    lines = holders.list_holders(office.workspace, "dowr", "controller")
    assert [(line.naam, line.tot) for line in lines] == [("Houder A", "2026-03-01"), ("Houder B", None)]


def test_who_stays_longer_has_no_two_functions_meanwhile(office: Office) -> None:
    take(office, SEAT, "Houder A")
    leave(office, SEAT, "2026-03-01")
    take(office, "loco_directeur_raalte", "Houder A", "2026-03-01")

    with pytest.raises(Refused, match="PERSOON_TWEE_ZETELS"):
        mend(office, SEAT, "2026-05-01")
    mend(office, SEAT, "2026-02-01")


def test_beheerder_and_controller_see_the_names(office: Office) -> None:
    take(office, SEAT, "Houder A")
    succeed(office, SEAT, "Houder B", "2026-03-01")

    lines = holders.list_holders(office.workspace, "dowr", "controller")

    assert [(line.naam, line.vanaf, line.tot) for line in lines] == [
        ("Houder A", "2026-01-01", "2026-03-01"), ("Houder B", "2026-03-01", None)
    ]  # fmt: skip
    assert lines == holders.list_holders(office.workspace, "dowr", BEHEERDER)


@pytest.mark.parametrize("person", [SEAT, "ambtelijk_secretaris", "manager_ict"])
def test_nobody_else_does(office: Office, person: str) -> None:
    take(office, SEAT, "Houder A")

    with pytest.raises(Refused, match="NIET_BEVOEGD"):
        holders.list_holders(office.workspace, "dowr", person)


def test_what_a_person_gave_is_kept_in_its_one_spelling(office: Office) -> None:
    take(office, SEAT, "  Houder A ")

    assert holders.list_holders(office.workspace, "dowr", BEHEERDER)[0].naam == "Houder A"


def test_two_salts_differ(office: Office) -> None:
    """Else who knows the head of the chain could try names until one fits."""
    take(office, SEAT, "Houder A")
    take(office, "manager_ict", "Houder B")

    salts = {event.inhoud["zout"] for event in office.workspace.ledger.events("dowr-bezetting")}
    assert len(salts) == 2


def test_a_bezetting_that_was_put_back_stops_the_vote_until_the_controller_goes_on(office: Office) -> None:
    """It is a chain as any other: what was seen of it must be there."""
    take(office, SEAT, "Houder A")
    ask(office)
    Witness(office.workspace.settings.getuige).go_back("dowr-bezetting", Head(17, "a" * 64))

    with pytest.raises(Refused, match=r"LOGBOEK_TERUGGEZET.*dowr-bezetting"):
        answer(office)
    confirmations.confirm_ledger(office.workspace, "dowr", "controller", reason="De schijf was stuk.")
    answer(office)

    assert office.kinds[-1] == "stem_uitgebracht"


def test_its_head_goes_out_with_the_others(office: Office) -> None:
    take(office, SEAT, "Houder A")

    assert ("dowr-bezetting", 1) in [(anchor.chain, anchor.seq) for anchor in current_anchors(office.workspace)]


def test_it_is_no_dossier(office: Office) -> None:
    take(office, SEAT, "Houder A")

    assert office.workspace.dossiers("dowr") == (office.dossier,)
