"""Who sees what: a dossier before it is published, and an answer before its gate is closed."""

from pathlib import Path

import pytest

from builders.dossier import Office, cast_vote, end_gate, open_gates, published, vote_all, with_version
from jaarcyclus.dossier.ballot import answer_of
from jaarcyclus.dossier.sight import may_read, seen_vote, told_until
from jaarcyclus.profile.gremium import Zichtbaarheid
from jaarcyclus.profile.records import Profile
from jaarcyclus.steps import acts

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


DIRECTIE = "v1-s1-directieberaad-r1"
MITS = {"tekst": "De formatie wordt toegelicht.", "eigenaar": "beheerder", "datum": "2026-06-12"}


@pytest.fixture
def conditional(tmp_path) -> Office:
    """The directieberaad is asked, and Raalte asks a thing of the beheerder, who has no other part in it."""
    office = with_version(tmp_path)
    for gate in open_gates(office):
        vote_all(office, gate)
        end_gate(office, gate)
    open_gates(office)
    cast_vote(office, DIRECTIE, "raalte", "stemt in, mits", voorwaarde=MITS)
    return office


def owner_reads(office: Office) -> bool:
    return may_read(office.state, office.workspace.profile_of(office.state), "beheerder")


def test_a_condition_lets_its_owner_read_along_once_its_gate_has_passed(conditional):
    """Before that it would tell him, and whoever asks him, that somebody answered "mits"."""
    before = owner_reads(conditional)
    vote_all(conditional, DIRECTIE)
    end_gate(conditional, DIRECTIE)

    assert (before, owner_reads(conditional)) == (False, True)


def test_who_met_a_condition_goes_on_reading_along(conditional):
    vote_all(conditional, DIRECTIE)
    end_gate(conditional, DIRECTIE)
    acts.fulfil_condition(
        conditional.workspace, conditional.dossier, "beheerder", gate=DIRECTIE, zetel="raalte", toelichting="Gedaan."
    )

    assert owner_reads(conditional)


def test_a_condition_of_a_gate_that_said_no_gives_nobody_access(conditional):
    vote_all(conditional, DIRECTIE, deventer={"antwoord": "stemt niet in", "toelichting": NO})
    end_gate(conditional, DIRECTIE)

    assert conditional.state.gate(DIRECTIE).uitslag == "negatief"
    assert not owner_reads(conditional)


@pytest.mark.parametrize("passed", [False, True])
def test_a_condition_on_a_version_that_is_reopened_gives_nobody_access(conditional, passed):
    if passed:
        vote_all(conditional, DIRECTIE)
        end_gate(conditional, DIRECTIE)
    reopen(conditional)

    assert not owner_reads(conditional)


def reopen(office: Office) -> None:
    acts.reopen(office.workspace, office.dossier, "controller", reden="De huur klopt niet.", percelen=("ict",))


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


@pytest.mark.parametrize("person", OTHERS)
def test_an_answer_of_a_gate_that_lapsed_stays_sealed(asked, person):
    """Each seat is asked again about the next version, and answers that without the others' first answer."""
    reopen(asked)

    assert asked.state.gate(ICT).vervallen
    assert seen_by(asked, person) is None
    assert seen_by(asked, "vertegenwoordiger_ict_raalte") == NO


def test_a_reopened_dossier_tells_its_head_again(asked):
    """It covers the answers that lapsed, and with them the reopening, at a microsecond that nobody is told."""
    before = told_until(asked.state, asked.workspace.profile_of(asked.state))
    reopen(asked)

    assert before == asked.state.gate(ICT).votes[0].seq - 1
    assert told_until(asked.state, asked.workspace.profile_of(asked.state)) is None


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
