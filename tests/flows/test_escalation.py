"""The ladder: a no, a silence, a second no, and who settles it (docs/rules.md, Escalation)."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders.dossier import (
    Kantoor,
    dien_in,
    leg_vast,
    maak_versie,
    open_gates,
    sluit,
    stem,
    stem_allen,
    wacht_tot,
    with_version,
)
from jaarcyclus import clock
from jaarcyclus.dossier.planning import missing_submissions, next_steps
from jaarcyclus.dossier.route import walk
from jaarcyclus.dossier.tally import antwoorden
from jaarcyclus.errors import Geweigerd
from jaarcyclus.steps import acts
from jaarcyclus.steps.gates import open_gate

NEE_REGIE = {"antwoord": "niet afgestemd", "toelichting": "De formatie is niet onderbouwd."}
NEE_DIRECTIE = {"antwoord": "stemt niet in", "toelichting": "Te duur."}
NEE_BVR = {"antwoord": "stelt niet vast", "toelichting": "Past niet in het kader."}
ONEENS = {"antwoord": "geen overeenstemming", "toelichting": "Wij komen er niet uit."}
TERUG = {"antwoord": "terug", "toelichting": "Maak de tabel opnieuw."}
ICT, BEDRIJFSVOERING = "v1-s0-regiegroep_ict-r1", "v1-s0-regiegroep_bedrijfsvoering-r1"


@pytest.fixture
def kantoor(tmp_path) -> Kantoor:
    """The begroting 2027, version 1, waits for both regiegroepen."""
    office = with_version(tmp_path)
    open_gates(office)
    return office


def beslis(kantoor: Kantoor, gate: str, **anders) -> str | None:
    """Let every seat answer yes, except `anders`, and close the gate."""
    stem_allen(kantoor, gate, **anders)
    return sluit(kantoor, gate)


def regiegroepen_akkoord(kantoor: Kantoor) -> None:
    beslis(kantoor, ICT)
    beslis(kantoor, BEDRIJFSVOERING)


def test_niet_afgestemd_goes_to_the_directieberaad(kantoor):
    beslis(kantoor, ICT, raalte=NEE_REGIE)

    assert f"{ICT}-geschil-directieberaad" in open_gates(kantoor)


def test_the_directieberaad_reads_each_position(kantoor):
    beslis(kantoor, ICT, raalte=NEE_REGIE)
    (question, *_) = open_gate(kantoor.werkplaats, kantoor.dossier, f"{ICT}-geschil-directieberaad")

    assert "Raalte: niet afgestemd. De formatie is niet onderbouwd." in question.tekst


def test_doorgang_lets_an_afstemming_pass(kantoor):
    beslis(kantoor, ICT, raalte=NEE_REGIE)
    beslis(kantoor, BEDRIJFSVOERING)
    open_gates(kantoor)
    beslis(kantoor, f"{ICT}-geschil-directieberaad")

    assert open_gates(kantoor) == ["v1-s1-directieberaad-r1"]


def test_a_dispute_in_one_regiegroep_does_not_stop_the_other_but_does_stop_the_next_step(kantoor):
    beslis(kantoor, ICT, raalte=NEE_REGIE)

    assert open_gates(kantoor) == [BEDRIJFSVOERING, f"{ICT}-geschil-directieberaad"]


def nieuwe_ronde(kantoor: Kantoor) -> None:
    """The directieberaad said no, the BVR gave doorgang."""
    regiegroepen_akkoord(kantoor)
    open_gates(kantoor)
    beslis(kantoor, "v1-s1-directieberaad-r1", raalte=NEE_DIRECTIE)
    open_gates(kantoor)
    beslis(kantoor, "v1-s1-directieberaad-r1-geschil-bvr")


def test_doorgang_on_an_instemming_opens_one_new_round_and_replaces_no_vote(kantoor):
    nieuwe_ronde(kantoor)

    assert open_gates(kantoor) == ["v1-s1-directieberaad-r2"]
    assert kantoor.staat.gate("v1-s1-directieberaad-r1").uitslag == "negatief"


def test_the_new_round_shows_the_answer_that_gave_it(kantoor):
    regiegroepen_akkoord(kantoor)
    open_gates(kantoor)
    beslis(kantoor, "v1-s1-directieberaad-r1", raalte=NEE_DIRECTIE)
    open_gates(kantoor)
    beslis(
        kantoor,
        "v1-s1-directieberaad-r1-geschil-bvr",
        raalte={"antwoord": "doorgang", "toelichting": "Het kader laat dit toe."},
    )
    open_gates(kantoor)
    (question, *_) = open_gate(kantoor.werkplaats, kantoor.dossier, "v1-s1-directieberaad-r2")

    assert "Het kader laat dit toe." in question.tekst
    assert "Te duur." in question.tekst


def test_a_second_failure_is_held_up(kantoor):
    nieuwe_ronde(kantoor)
    open_gates(kantoor)
    beslis(kantoor, "v1-s1-directieberaad-r2", raalte=NEE_DIRECTIE)

    assert open_gates(kantoor) == []
    assert [gate.gate for gate in walk(kantoor.staat, profile_of(kantoor)).held_up] == ["v1-s1-directieberaad-r2"]


def hold_up(kantoor: Kantoor) -> None:
    """Nobody on the ladder agrees about the ICT booklet."""
    beslis(kantoor, BEDRIJFSVOERING)
    beslis(kantoor, ICT, raalte=NEE_REGIE)
    for body in ("directieberaad", "bvr", "bo"):
        assert open_gates(kantoor) == [f"{ICT}-geschil-{body}"]
        beslis(kantoor, f"{ICT}-geschil-{body}", raalte=ONEENS)


def test_no_agreement_climbs_to_the_top_and_is_held_up_there(kantoor):
    hold_up(kantoor)

    assert open_gates(kantoor) == []
    assert [gate.gate for gate in walk(kantoor.staat, profile_of(kantoor)).held_up] == [ICT]


def advies(kantoor: Kantoor, persoon: str, soort: str) -> None:
    acts.record_advice(
        kantoor.werkplaats,
        kantoor.dossier,
        persoon,
        gate=ICT,
        advies=soort,
        tekst="Het document voldoet aan het kader.",
        deskundige="een onafhankelijk deskundige bedrijfsvoering",
    )


def test_binding_advice_lets_a_held_up_afstemming_pass(kantoor):
    hold_up(kantoor)

    advies(kantoor, "controller", "doorgang")

    assert open_gates(kantoor) == ["v1-s1-directieberaad-r1"]


def test_binding_advice_goes_to_all_gremia_of_the_route(kantoor):
    hold_up(kantoor)
    advies(kantoor, "controller", "doorgang")

    sent = [(item.gate, item.gremia[-4:]) for item in kantoor.staat.toezendingen if item.rol == "advies"]
    assert sent == [(ICT, ("bo", "college_deventer", "college_olst_wijhe", "college_raalte"))]


def test_who_settles_a_dispute_off_the_route_hears_each_decision_too(tmp_path):
    """A tussenrapportage does not pass the bestuurlijk overleg, but a dispute about it can end there."""
    office = with_version(tmp_path, "tussenrapportage_1")
    open_gates(office)
    beslis(office, ICT, raalte=NEE_REGIE)
    for gremium in ("directieberaad", "bvr", "bo"):
        open_gates(office)
        beslis(office, f"{ICT}-geschil-{gremium}", **({} if gremium == "bo" else {"raalte": ONEENS}))

    assert office.staat.toezendingen[-1].gremia[-1] == "bo"


def test_binding_advice_can_send_back(kantoor):
    hold_up(kantoor)

    advies(kantoor, "ambtelijk_secretaris", "terug")

    assert kantoor.staat.actieve_versie is None


def test_advice_on_a_dossier_that_is_not_held_up_is_refused(kantoor):
    with pytest.raises(Geweigerd, match="NIET_AANGEHOUDEN"):
        advies(kantoor, "controller", "doorgang")


def test_a_member_records_no_advice(kantoor):
    hold_up(kantoor)

    with pytest.raises(Geweigerd, match="NIET_BEVOEGD"):
        advies(kantoor, "gemeentesecretaris_raalte", "doorgang")


def test_terug_ends_the_version_and_voids_the_open_gates(kantoor):
    beslis(kantoor, ICT, raalte=NEE_REGIE)
    open_gates(kantoor)
    beslis(kantoor, f"{ICT}-geschil-directieberaad", deventer=TERUG, olst_wijhe=TERUG, raalte=TERUG)

    assert kantoor.staat.actieve_versie is None
    assert kantoor.staat.gate(BEDRIJFSVOERING).vervallen == "de versie is vervangen"


def test_reopening_voids_open_votes_and_asks_the_named_percelen_anew(kantoor):
    acts.reopen(kantoor.werkplaats, kantoor.dossier, "controller", reden="fout in psa", percelen=("psa",))

    assert missing_submissions(kantoor.staat) == ("psa",)
    with pytest.raises(Geweigerd, match="GATE_VERVALLEN"):
        stem(kantoor, ICT, "deventer", "afgestemd")


def test_a_new_version_needs_new_votes(kantoor):
    regiegroepen_akkoord(kantoor)
    acts.reopen(kantoor.werkplaats, kantoor.dossier, "controller", reden="fout in psa", percelen=("psa",))
    dien_in(kantoor, "psa", regels=4)
    maak_versie(kantoor)

    assert open_gates(kantoor) == ["v2-s0-regiegroep_ict-r1", "v2-s0-regiegroep_bedrijfsvoering-r1"]


def test_only_the_controller_reopens(kantoor):
    with pytest.raises(Geweigerd, match="NIET_BEVOEGD"):
        acts.reopen(kantoor.werkplaats, kantoor.dossier, "manager_psa", reden="fout", percelen=("psa",))


def test_silence_is_reminded_and_then_climbs_but_never_adopts(kantoor):
    """Friday 22 May is the term; the rung gives three working days (Monday 25 May is Whit Monday)."""
    wacht_tot(kantoor, "2026-05-20")
    reminded = kantoor.staat.gate(ICT).herinneringen
    wacht_tot(kantoor, "2026-05-28")
    still_open = kantoor.staat.gate(ICT).uitslag
    wacht_tot(kantoor, "2026-05-29")

    assert (reminded, still_open) == (("voor",), None)
    assert kantoor.staat.gate(ICT).uitslag == "over_tijd"
    assert f"{ICT}-geschil-directieberaad" in open_gates(kantoor)


def test_nobody_is_reminded_when_every_seat_has_answered(kantoor):
    """All have answered and the gate waits to be counted: a reminder to nobody would become evidence."""
    stem_allen(kantoor, ICT)
    wacht_tot(kantoor, "2026-05-20")

    with pytest.raises(Geweigerd, match="HERINNERING_NIET_AAN_DE_BEURT"):
        leg_vast(kantoor, "herinnerd", "systeem", {"gate": ICT, "moment": "voor", "zetels": []})
    assert kantoor.staat.gate(ICT).herinneringen == ()
    assert kantoor.staat.gate(BEDRIJFSVOERING).herinneringen == ("voor",)


def test_each_decision_goes_to_all_gremia_of_the_route(kantoor):
    beslis(kantoor, ICT)

    sent = [item for item in kantoor.staat.toezendingen if item.rol == "besluit"]
    assert [(item.gate, item.gremia) for item in sent] == [
        (
            ICT,
            (
                "regiegroep_ict",
                "regiegroep_bedrijfsvoering",
                "directieberaad",
                "bvr",
                "bo",
                "college_deventer",
                "college_olst_wijhe",
                "college_raalte",
            ),
        )
    ]


def test_the_system_cannot_close_a_gate_with_an_outcome_the_votes_do_not_give(kantoor):
    gate = kantoor.staat.gate(ICT)
    count = [{"zetel": z.zetel, "antwoord": None, "gewicht": 1} for z in gate.zetels]

    with pytest.raises(Geweigerd, match="UITSLAG_ANDERS"):
        leg_vast(kantoor, "gate_gesloten", "systeem", {"gate": ICT, "uitslag": "positief", "telling": count})


def test_a_route_in_which_nobody_adopts_adopts_nothing(kantoor):
    """The check of a profile refuses such a route; the engine does not count on that."""
    profile = profile_of(kantoor)
    only_info = tuple(step for step in profile.routes["begroting"] if step.rol == "info")

    assert not walk(kantoor.staat, profile.model_copy(update={"routes": {"begroting": only_info}})).is_adopted


def profile_of(kantoor: Kantoor):
    return kantoor.werkplaats.profile_of(kantoor.staat)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_everybody_answers_nothing_is_adopted_without_its_route(tmp_path_factory, data):
    """Random answers up to forty gates: adoption only with a positive gate of each step on the active version."""
    kantoor = with_version(tmp_path_factory.mktemp("verloop"))
    for _ in range(12):
        gates = open_gates(kantoor)
        if not gates:
            break
        for gate_id in gates:
            gate = kantoor.staat.gate(gate_id)
            if not gate.is_open:
                continue
            texts = [answer.tekst for answer in antwoorden(gate.rol, gate.soort) if not answer.eist_voorwaarde]
            drawn = {
                zetel: {"antwoord": data.draw(st.sampled_from(texts), label=f"{gate_id} {zetel}"), "toelichting": "r"}
                for zetel in gate.stille_zetels()
            }
            beslis(kantoor, gate_id, **drawn)

    staat, profile = kantoor.staat, profile_of(kantoor)
    publish_due = any(step.soort == "publicatie" for step in next_steps(staat, profile, moment(kantoor)))
    versie = staat.actieve_versie
    positive = (
        {gate.stap for gate in staat.gates_van(versie.versie) if gate.uitslag == "positief" and gate.soort == "gewoon"}
        if versie
        else set()
    )
    assert publish_due == walk(staat, profile).is_adopted
    if publish_due:
        assert {1, 2} <= positive


def moment(kantoor: Kantoor):
    return clock.now(kantoor.werkplaats.settings)
