"""Who sees what: a dossier before it is published, and an answer before its gate is closed."""

from dataclasses import replace
from pathlib import Path

import pytest

from builders.dossier import Office, cast_vote, end_gate, open_gates, published, vote_all, with_version
from jaarcyclus.dossier.ballot import answer_of
from jaarcyclus.dossier.records import REOPENED
from jaarcyclus.dossier.sight import may_read, seen_vote
from jaarcyclus.profile.gremium import Zichtbaarheid
from jaarcyclus.profile.records import Profile

# Of the first interim report: regiegroepen, directieberaad and, for information, the BVR; no bestuurlijk overleg.
PARTS = {
    "manager_inkoop": True,
    "ambtelijk_secretaris": True,
    "controller": True,
    "vertegenwoordiger_ict_raalte": True,  # regiegroep
    "loco_directeur_raalte": True,  # deputy
    "gemeentesecretaris_raalte": True,  # only gets it for information
    "portefeuillehouder_raalte": False,
    "college_raalte": False,
    "beheerder": False,
    "nobody_we_know": False,
}


@pytest.mark.parametrize("person", PARTS)
def test_who_has_a_part_in_it_reads_along(tmp_path, person):
    office = with_version(tmp_path, "tussenrapportage_1")

    assert may_read(office.state, office.workspace.profile_of(office.state), person) is PARTS[person]


@pytest.mark.parametrize("person", PARTS)
def test_what_is_published_is_for_everybody(tmp_path, person):
    office = published(tmp_path, "tussenrapportage_1")

    assert may_read(office.state, office.workspace.profile_of(office.state), person)


def test_who_hands_in_reads_along_without_a_seat(tmp_path):
    """In Ommen-Hardenberg a manager has no seat in any gremium of the route."""
    office = with_version(tmp_path, "begroting", "ommen_hardenberg")

    assert may_read(office.state, office.workspace.profile_of(office.state), "manager_publiek")


def test_who_must_meet_a_condition_reads_along(tmp_path):
    office = with_version(tmp_path)
    for gate in open_gates(office):
        vote_all(office, gate)
        end_gate(office, gate)
    (gate,) = open_gates(office)
    asked = {"tekst": "De formatie wordt toegelicht.", "eigenaar": "beheerder", "datum": "2026-06-12"}
    cast_vote(office, gate, "raalte", "stemt in, mits", voorwaarde=asked)

    assert may_read(office.state, office.workspace.profile_of(office.state), "beheerder")


ICT = "v1-s0-regiegroep_ict-r1"
NO = "De formatie is niet onderbouwd."
# Raalte said no. Others of the same regiegroep, who runs the cycle, and an administrator of Airflow who is nobody here.
OTHERS = ("vertegenwoordiger_ict_deventer", "manager_ict", "controller", "ambtelijk_secretaris", "beheerder", None)


@pytest.fixture
def asked(tmp_path) -> Office:
    """The regiegroep ICT is asked, and only Raalte has answered."""
    office = with_version(tmp_path)
    open_gates(office)
    cast_vote(office, ICT, "raalte", "niet afgestemd", toelichting=NO)
    return office


def visible_at_once(profile: Profile) -> Profile:
    gremia = tuple(g.model_copy(update={"stemmen_zichtbaar": Zichtbaarheid.DIRECT}) for g in profile.gremia)
    return profile.model_copy(update={"gremia": gremia})


def seen_by(office: Office, person: str | None, profile: Profile | None = None) -> str | None:
    gate = office.state.gate(ICT)
    vote = seen_vote(gate, profile or office.workspace.profile_of(office.state), "raalte", person)
    return vote and vote.toelichting


@pytest.mark.parametrize("person", OTHERS)
def test_an_answer_is_sealed_for_others_while_the_gate_is_open(asked, person):
    assert seen_by(asked, person) is None


def test_a_seat_sees_its_own_answer(asked):
    assert seen_by(asked, "vertegenwoordiger_ict_raalte") == NO


@pytest.mark.parametrize("person", OTHERS)
def test_an_answer_is_open_to_all_once_the_gate_is_closed(asked, person):
    vote_all(asked, ICT)
    end_gate(asked, ICT)

    assert seen_by(asked, person) == NO


def test_an_answer_is_open_once_its_gate_has_lapsed(asked):
    gate = replace(asked.state.gate(ICT), vervallen=REOPENED)

    assert seen_vote(gate, asked.workspace.profile_of(asked.state), "raalte", "controller").toelichting == NO


@pytest.mark.parametrize("person", OTHERS)
def test_a_gremium_may_choose_to_see_each_other_at_once(asked, person):
    profile = asked.workspace.profile_of(asked.state)

    assert seen_by(asked, person, visible_at_once(profile)) == NO


def test_a_profile_that_says_nothing_seals(asked):
    """Also one that an older release pinned: no profile of ours has the line."""
    text = (Path(asked.workspace.settings.profielen) / "dowr.yaml").read_text()

    assert "stemmen_zichtbaar" not in text
    assert asked.workspace.profile_of(asked.state).gremium("bvr").stemmen_zichtbaar == "na_sluiting"


def test_an_answer_is_shown_with_the_fields_that_were_filled_in(asked):
    (vote,) = asked.state.gate(ICT).votes

    assert answer_of(vote) == {"chosen_options": ["niet afgestemd"], "params_input": {"toelichting": NO}}
