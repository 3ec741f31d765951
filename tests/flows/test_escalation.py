"""The ladder: a no, a silence, a second no, and who settles it (docs/rules.md, Escalation)."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders.dossier import (
    Office,
    add_version,
    cast_vote,
    end_gate,
    open_gates,
    record_event,
    submit_workbooks,
    vote_all,
    wait_until,
    with_version,
)
from jaarcyclus import clock
from jaarcyclus.dossier.planning import missing_submissions, next_steps
from jaarcyclus.dossier.route import walk
from jaarcyclus.dossier.tally import answers_of
from jaarcyclus.errors import Refused
from jaarcyclus.steps import acts

NEE_REGIE = {"antwoord": "niet afgestemd", "toelichting": "De formatie is niet onderbouwd."}
NEE_DIRECTIE = {"antwoord": "stemt niet in", "toelichting": "Te duur."}
NEE_BVR = {"antwoord": "stelt niet vast", "toelichting": "Past niet in het kader."}
DISAGREE = {"antwoord": "geen overeenstemming", "toelichting": "Wij komen er niet uit."}
TERUG = {"antwoord": "terug", "toelichting": "Maak de tabel opnieuw."}
ICT, BEDRIJFSVOERING = "v1-s0-regiegroep_ict-r1", "v1-s0-regiegroep_bedrijfsvoering-r1"


@pytest.fixture
def office(tmp_path) -> Office:
    """The begroting 2027, version 1, waits for both regiegroepen."""
    office = with_version(tmp_path)
    open_gates(office)
    return office


def beslis(office: Office, gate: str, **otherwise) -> str | None:
    """Let every seat answer yes, except `otherwise`, and close the gate."""
    vote_all(office, gate, **otherwise)
    return end_gate(office, gate)


def regiegroepen_akkoord(office: Office) -> None:
    beslis(office, ICT)
    beslis(office, BEDRIJFSVOERING)


def test_niet_afgestemd_goes_to_the_directieberaad(office):
    beslis(office, ICT, raalte=NEE_REGIE)

    assert f"{ICT}-geschil-directieberaad" in open_gates(office)


def test_the_directieberaad_reads_each_position(office):
    beslis(office, ICT, raalte=NEE_REGIE)
    open_gates(office)
    page = stand_of(office, f"{ICT}-geschil-directieberaad")

    assert [words in page for words in ("niet afgestemd", "De formatie is niet onderbouwd.")] == [True, True]


def stand_of(office: Office, gate: str) -> str:
    """Return the page that the seats of this gate read."""
    return office.workspace.store.get(office.state.gate(gate).stand_sha256).decode()


def test_doorgang_lets_an_afstemming_pass(office):
    beslis(office, ICT, raalte=NEE_REGIE)
    beslis(office, BEDRIJFSVOERING)
    open_gates(office)
    beslis(office, f"{ICT}-geschil-directieberaad")

    assert open_gates(office) == ["v1-s1-directieberaad-r1"]


def test_a_dispute_in_one_regiegroep_does_not_stop_the_other_but_does_stop_the_next_step(office):
    beslis(office, ICT, raalte=NEE_REGIE)

    assert open_gates(office) == [BEDRIJFSVOERING, f"{ICT}-geschil-directieberaad"]


def nieuwe_ronde(office: Office) -> None:
    """The directieberaad said no, the BVR gave doorgang."""
    regiegroepen_akkoord(office)
    open_gates(office)
    beslis(office, "v1-s1-directieberaad-r1", raalte=NEE_DIRECTIE)
    open_gates(office)
    beslis(office, "v1-s1-directieberaad-r1-geschil-bvr")


def test_doorgang_on_an_instemming_opens_one_new_round_and_replaces_no_vote(office):
    nieuwe_ronde(office)

    assert open_gates(office) == ["v1-s1-directieberaad-r2"]
    assert office.state.gate("v1-s1-directieberaad-r1").uitslag == "negatief"


def test_the_new_round_shows_the_answer_that_gave_it(office):
    regiegroepen_akkoord(office)
    open_gates(office)
    beslis(office, "v1-s1-directieberaad-r1", raalte=NEE_DIRECTIE)
    open_gates(office)
    beslis(
        office,
        "v1-s1-directieberaad-r1-geschil-bvr",
        raalte={"antwoord": "doorgang", "toelichting": "Het kader laat dit toe."},
    )
    open_gates(office)
    page = stand_of(office, "v1-s1-directieberaad-r2")

    assert "Het kader laat dit toe." in page
    assert "Te duur." in page


def test_a_second_failure_is_held_up(office):
    nieuwe_ronde(office)
    open_gates(office)
    beslis(office, "v1-s1-directieberaad-r2", raalte=NEE_DIRECTIE)

    assert open_gates(office) == []
    assert [gate.gate for gate in walk(office.state, profile_of(office)).held_up] == ["v1-s1-directieberaad-r2"]


def hold_up(office: Office) -> None:
    """Nobody on the ladder agrees about the ICT booklet."""
    beslis(office, BEDRIJFSVOERING)
    beslis(office, ICT, raalte=NEE_REGIE)
    for body in ("directieberaad", "bvr", "bo"):
        assert open_gates(office) == [f"{ICT}-geschil-{body}"]
        beslis(office, f"{ICT}-geschil-{body}", raalte=DISAGREE)


def test_no_agreement_climbs_to_the_top_and_is_held_up_there(office):
    hold_up(office)

    assert open_gates(office) == []
    assert [gate.gate for gate in walk(office.state, profile_of(office)).held_up] == [ICT]


def advies(office: Office, person: str, kind: str) -> None:
    acts.record_advice(
        office.workspace,
        office.dossier,
        person,
        gate=ICT,
        advies=kind,
        tekst="Het document voldoet aan het kader.",
        deskundige="een onafhankelijk deskundige bedrijfsvoering",
    )


def test_binding_advice_lets_a_held_up_afstemming_pass(office):
    hold_up(office)

    advies(office, "controller", "doorgang")

    assert open_gates(office) == ["v1-s1-directieberaad-r1"]


def test_binding_advice_goes_to_all_gremia_of_the_route(office):
    hold_up(office)
    advies(office, "controller", "doorgang")

    sent = [(item.gate, item.gremia[-4:]) for item in office.state.sendings if item.rol == "advies"]
    assert sent == [(ICT, ("bo", "college_deventer", "college_olst_wijhe", "college_raalte"))]


def test_who_settles_a_dispute_off_the_route_hears_each_decision_too(tmp_path):
    """A tussenrapportage does not pass the bestuurlijk overleg, but a dispute about it can end there."""
    office = with_version(tmp_path, "tussenrapportage_1")
    open_gates(office)
    beslis(office, ICT, raalte=NEE_REGIE)
    for gremium in ("directieberaad", "bvr", "bo"):
        open_gates(office)
        beslis(office, f"{ICT}-geschil-{gremium}", **({} if gremium == "bo" else {"raalte": DISAGREE}))

    assert office.state.sendings[-1].gremia[-1] == "bo"


def test_binding_advice_can_send_back(office):
    hold_up(office)

    advies(office, "ambtelijk_secretaris", "terug")

    assert office.state.active_version is None


def test_advice_on_a_dossier_that_is_not_held_up_is_refused(office):
    with pytest.raises(Refused, match="NIET_AANGEHOUDEN"):
        advies(office, "controller", "doorgang")


def test_a_member_records_no_advice(office):
    hold_up(office)

    with pytest.raises(Refused, match="NIET_BEVOEGD"):
        advies(office, "gemeentesecretaris_raalte", "doorgang")


def test_terug_ends_the_version_and_voids_the_open_gates(office):
    beslis(office, ICT, raalte=NEE_REGIE)
    open_gates(office)
    beslis(office, f"{ICT}-geschil-directieberaad", deventer=TERUG, olst_wijhe=TERUG, raalte=TERUG)

    assert office.state.active_version is None
    assert office.state.gate(BEDRIJFSVOERING).vervallen == "de ronde is heropend"


def test_reopening_voids_open_votes_and_asks_the_named_percelen_anew(office):
    acts.reopen(office.workspace, office.dossier, "controller", reden="fout in psa", percelen=("psa",))

    assert missing_submissions(office.state) == ("psa",)
    with pytest.raises(Refused, match="GATE_VERVALLEN"):
        cast_vote(office, ICT, "deventer", "afgestemd")


def test_a_new_version_needs_new_votes(office):
    regiegroepen_akkoord(office)
    acts.reopen(office.workspace, office.dossier, "controller", reden="fout in psa", percelen=("psa",))
    submit_workbooks(office, "psa", lines=4)
    add_version(office)

    assert open_gates(office) == ["v2-s0-regiegroep_ict-r1", "v2-s0-regiegroep_bedrijfsvoering-r1"]


def test_only_the_controller_reopens(office):
    with pytest.raises(Refused, match="NIET_BEVOEGD"):
        acts.reopen(office.workspace, office.dossier, "manager_psa", reden="fout", percelen=("psa",))


def test_silence_is_reminded_and_then_climbs_but_never_adopts(office):
    """Friday 22 May is the term; the rung gives three working days (Monday 25 May is Whit Monday)."""
    wait_until(office, "2026-05-20")
    reminded = office.state.gate(ICT).reminders
    wait_until(office, "2026-05-28")
    still_open = office.state.gate(ICT).uitslag
    wait_until(office, "2026-05-29")

    assert (reminded, still_open) == (("voor",), None)
    assert office.state.gate(ICT).uitslag == "over_tijd"
    assert f"{ICT}-geschil-directieberaad" in open_gates(office)


def test_nobody_is_reminded_when_every_seat_has_answered(office):
    """All have answered and the gate waits to be counted: a reminder to nobody would become evidence."""
    vote_all(office, ICT)
    wait_until(office, "2026-05-20")

    with pytest.raises(Refused, match="HERINNERING_NIET_AAN_DE_BEURT"):
        record_event(office, "stilte_geconstateerd", "systeem", {"gate": ICT, "moment": "voor", "zetels": []})
    assert office.state.gate(ICT).reminders == ()
    assert office.state.gate(BEDRIJFSVOERING).reminders == ("voor",)


def test_each_decision_goes_to_all_gremia_of_the_route(office):
    beslis(office, ICT)

    sent = [item for item in office.state.sendings if item.rol == "besluit"]
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


def test_the_system_cannot_close_a_gate_with_an_outcome_the_votes_do_not_give(office):
    gate = office.state.gate(ICT)
    count = [{"zetel": z.zetel, "antwoord": None, "gewicht": 1} for z in gate.zetels]

    with pytest.raises(Refused, match="UITSLAG_ANDERS"):
        record_event(office, "gate_gesloten", "systeem", {"gate": ICT, "uitslag": "positief", "telling": count})


def test_a_route_in_which_nobody_adopts_adopts_nothing(office):
    """The check of a profile refuses such a route; the engine does not count on that."""
    profile = profile_of(office)
    only_info = tuple(step for step in profile.routes["begroting"] if step.rol == "info")

    assert not walk(office.state, profile.model_copy(update={"routes": {"begroting": only_info}})).is_adopted


def profile_of(office: Office):
    return office.workspace.profile_of(office.state)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_everybody_answers_nothing_is_adopted_without_its_route(tmp_path_factory, data):
    """Random answers up to forty gates: adoption only with a positive gate of each step on the active version."""
    office = with_version(tmp_path_factory.mktemp("verloop"))
    for _ in range(12):
        gates = open_gates(office)
        if not gates:
            break
        for gate_id in gates:
            gate = office.state.gate(gate_id)
            if not gate.is_open:
                continue
            texts = [answer.text for answer in answers_of(gate.rol, gate.soort) if not answer.needs_voorwaarde]
            drawn = {
                zetel: {"antwoord": data.draw(st.sampled_from(texts), label=f"{gate_id} {zetel}"), "toelichting": "nee"}
                for zetel in gate.silent_zetels()
            }
            beslis(office, gate_id, **drawn)

    state, profile = office.state, profile_of(office)
    publish_due = any(step.kind == "publicatie" for step in next_steps(state, profile, moment(office)))
    version = state.active_version
    positive = (
        {gate.stap for gate in state.gates_of(version.versie) if gate.uitslag == "positief" and gate.soort == "gewoon"}
        if version
        else set()
    )
    assert publish_due == walk(state, profile).is_adopted
    if publish_due:
        assert {1, 2} <= positive


def moment(office: Office):
    return clock.now(office.workspace.settings)
