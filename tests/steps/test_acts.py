"""What people do besides voting must not tell what is still sealed."""

import pytest

from builders.dossier import Office, cast_vote, end_gate, open_gates, vote_all, with_version
from jaarcyclus.errors import Refused
from jaarcyclus.steps import acts

GATE = "v1-s1-directieberaad-r1"
CONDITION = {"tekst": "dekking aantonen", "eigenaar": "manager_ict", "datum": "2026-12-31"}


@pytest.fixture
def office(tmp_path) -> Office:
    """The directieberaad is asked; Raalte agreed, on a condition that is for manager ICT."""
    office = with_version(tmp_path)
    for gate in open_gates(office):
        vote_all(office, gate)
        end_gate(office, gate)
    open_gates(office)
    cast_vote(office, GATE, "raalte", "stemt in, mits", voorwaarde=CONDITION)
    return office


def refusal(office: Office, person: str, zetel: str) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        acts.fulfil_condition(office.workspace, office.dossier, person, gate=GATE, zetel=zetel, toelichting="Gedaan.")
    return refused.value.code, refused.value.message


@pytest.mark.parametrize("person", ["directeur_bedrijfsvoering_deventer", "controller", "manager_ict"])
def test_reporting_a_condition_as_met_does_not_tell_who_set_one(office, person):
    """A seat with a sealed condition answers as one that said nothing."""
    assert refusal(office, person, "raalte") == refusal(office, person, "deventer")


def test_the_seat_itself_may_report_its_condition_as_met(office):
    acts.fulfil_condition(
        office.workspace, office.dossier, "loco_directeur_raalte", gate=GATE, zetel="raalte", toelichting="Verwerkt."
    )

    assert office.state.gate(GATE).votes[0].voorwaarde.vervuld_door == "loco_directeur_raalte"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"tekst": ".", "deskundige": "Hoogleraar"}, "Deze tekst van het advies kan niet"),
        ({"tekst": "Ga door.", "deskundige": "."}, "Deze naam van de deskundige kan niet"),
    ],
)
def test_of_two_texts_the_refused_one_is_named(office, words, told):
    with pytest.raises(Refused, match=told):
        acts.record_advice(office.workspace, office.dossier, "controller", gate=GATE, advies="doorgang", **words)


def test_kenmerken_that_no_route_asks_for_are_not_recorded(office):
    """Saying that none holds would be an act that changes nothing."""
    before = office.workspace.ledger.head(office.dossier)
    with pytest.raises(Refused, match="u hoeft niets vast te leggen"):
        acts.set_kenmerken(office.workspace, office.dossier, "controller", kenmerken=(), reden="Er geldt niets.")

    assert office.workspace.ledger.head(office.dossier) == before


def test_a_pause_that_is_over_is_not_still_to_come(office):
    with pytest.raises(Refused, match="zij is voorbij of overgeslagen"):
        acts.skip_pause(office.workspace, office.dossier, "controller", reden="Alles is binnen.")
