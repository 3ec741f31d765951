"""Who may answer, until when and with which words: each refusal beside the sentence's code."""

from dataclasses import replace
from datetime import date

import pytest

from builders.dossier import (
    Office,
    cast_vote,
    end_gate,
    open_gates,
    record_event,
    vote_all,
    vote_content,
    wait_until,
    with_version,
)
from jaarcyclus import clock
from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.gates import gate_content
from jaarcyclus.dossier.route import walk
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.chain import Head, NewEvent, extend
from jaarcyclus.profile.records import Profile
from jaarcyclus.rules.transitions import check

ICT = "v1-s0-regiegroep_ict-r1"
BEDRIJFSVOERING = "v1-s0-regiegroep_bedrijfsvoering-r1"
DIRECTIE = "v1-s1-directieberaad-r1"


@pytest.fixture
def regiegroep(tmp_path) -> Office:
    """The begroting 2027 waits for both regiegroepen; nobody has answered."""
    office = with_version(tmp_path)
    open_gates(office)
    return office


@pytest.fixture
def directieberaad(regiegroep) -> Office:
    """Both regiegroepen agreed; the directieberaad is asked for instemming."""
    for gate in open_gates(regiegroep):
        vote_all(regiegroep, gate)
        end_gate(regiegroep, gate)
    open_gates(regiegroep)
    return regiegroep


@pytest.mark.parametrize(
    ("otherwise", "code"),
    [
        ({"door": "vertegenwoordiger_ict_raalte"}, "NIET_DE_ZETELHOUDER"),
        ({"door": "controller"}, "CONTROLLER_STEMT_NIET"),
        ({"door": "beheerder"}, "NIET_DE_ZETELHOUDER"),
        ({"zetel": "enschede"}, "ZETEL_ONBEKEND"),
        ({"gate": "v1-s2-bvr-r1"}, "GATE_ONBEKEND"),
        ({"antwoord": "stelt vast"}, "ANTWOORD_ONBEKEND"),
        ({"antwoord": "niet afgestemd"}, "REDEN_ONTBREEKT"),
        ({"antwoord": "niet afgestemd", "toelichting": "  \n "}, "REDEN_ONTBREEKT"),
        ({"antwoord": "afgestemd met opmerking"}, "REDEN_ONTBREEKT"),
        ({"antwoord": "afgestemd", "toelichting": " "}, "TOELICHTING_ONLEESBAAR"),  # no second spelling of nothing
        ({"manifest_sha256": "0" * 64}, "ANDERE_VERSIE"),
        ({"document_sha256": "0" * 64}, "ANDERE_VERSIE"),
        ({"namens": True}, "NAMENS_ONJUIST"),
        (
            {"voorwaarde": {"tekst": "x", "eigenaar": "controller", "datum": "2026-06-01"}},
            "VOORWAARDE_ONVOLLEDIG",
        ),
    ],
)
def test_a_vote_is_refused(regiegroep, otherwise, code):
    vote = {"gate": ICT, "zetel": "deventer", "antwoord": "afgestemd"} | otherwise
    content = {
        "gate": vote["gate"],
        "zetel": vote["zetel"],
        "antwoord": vote["antwoord"],
        "namens": vote.get("namens", vote.get("door") is not None),
        "toelichting": vote.get("toelichting", ""),
        "voorwaarde": vote.get("voorwaarde"),
        "manifest_sha256": vote.get("manifest_sha256", regiegroep.state.gates[0].manifest_sha256),
        "document_sha256": vote.get("document_sha256", regiegroep.state.gates[0].document_sha256),
    }
    before = regiegroep.kinds

    with pytest.raises(Refused) as refusal:
        record_event(regiegroep, "stem_uitgebracht", vote.get("door", "vertegenwoordiger_ict_deventer"), content)

    assert refusal.value.code == code
    assert regiegroep.kinds == before


def test_a_seat_votes_once(regiegroep):
    cast_vote(regiegroep, ICT, "deventer", "afgestemd")

    with pytest.raises(Refused, match="AL_GESTEMD"):
        cast_vote(regiegroep, ICT, "deventer", "niet afgestemd", toelichting="bij nader inzien")


def test_member_and_deputy_together_have_one_vote(directieberaad):
    cast_vote(directieberaad, DIRECTIE, "raalte", "stemt in")

    with pytest.raises(Refused, match="AL_GESTEMD"):
        cast_vote(directieberaad, DIRECTIE, "raalte", "stemt in", door="loco_directeur_raalte")


def test_a_deputy_votes_for_the_seat_in_its_own_name(directieberaad):
    cast_vote(directieberaad, DIRECTIE, "raalte", "stemt in", door="loco_directeur_raalte")

    (vote,) = directieberaad.state.gate(DIRECTIE).votes
    assert (vote.zetel, vote.door, vote.namens) == ("raalte", "loco_directeur_raalte", True)


def test_the_last_day_of_the_term_counts(regiegroep):
    deadline = regiegroep.state.gate(ICT).deadline
    wait_until(regiegroep, deadline)

    cast_vote(regiegroep, ICT, "deventer", "afgestemd")

    assert len(regiegroep.state.gate(ICT).votes) == 1


def test_the_day_after_the_term_is_too_late(regiegroep):
    """22 May 2026 is a Friday and Saturday is too late; three working days on, past Whit Monday, the gate climbs."""
    assert regiegroep.state.gate(ICT).deadline == "2026-05-22"
    wait_until(regiegroep, "2026-05-23")

    with pytest.raises(Refused, match="TERMIJN_VERSTREKEN") as refusal:
        cast_vote(regiegroep, ICT, "deventer", "afgestemd")

    assert refusal.value.message == (
        "De termijn liep tot en met 22 mei 2026; uw antwoord is niet vastgelegd. Na 28 mei 2026 gaat de vraag zonder "
        "uw antwoord verder. Geef uw standpunt uiterlijk die dag door aan de controller."
    )


def test_a_closed_gate_takes_no_vote(directieberaad):
    with pytest.raises(Refused, match=r"GATE_GESLOTEN: .*gesloten \(akkoord\).* U hoeft niets meer te doen"):
        cast_vote(directieberaad, ICT, "deventer", "afgestemd")


@pytest.mark.parametrize(
    "voorwaarde",
    [
        None,
        {"tekst": "", "eigenaar": "manager_ict", "datum": "2026-06-01"},
        {"tekst": "onderbouw de formatie", "eigenaar": "iemand", "datum": "2026-06-01"},
        {"tekst": "onderbouw de formatie", "eigenaar": "manager_ict", "datum": "1 juni 2026"},
        {"tekst": "onderbouw de formatie", "eigenaar": "manager_ict", "datum": "2020-01-01"},
        {"tekst": "onderbouw de formatie", "eigenaar": "manager_ict", "datum": "20260612"},
        {"tekst": "onderbouw de formatie", "eigenaar": "manager_ict", "datum": "2026-W24-5"},
    ],
)
def test_mits_needs_text_owner_and_a_date_to_come(directieberaad, voorwaarde):
    with pytest.raises(Refused, match="VOORWAARDE_ONVOLLEDIG"):
        cast_vote(directieberaad, DIRECTIE, "deventer", "stemt in, mits", voorwaarde=voorwaarde)


CONDITION = {"tekst": "onderbouw de formatie", "eigenaar": "manager_ict", "datum": "2026-06-12"}


@pytest.mark.parametrize(
    ("answer", "voorwaarde", "sentence"),
    [
        ("stemt in, mits", None, "hoort een voorwaarde; vul tekst, eigenaar en datum in en antwoord opnieuw."),
        ("stemt in", CONDITION, "hoort geen voorwaarde; maak de velden leeg, of kies 'stemt in, mits'."),
    ],
)
def test_a_condition_in_the_wrong_place_says_how_to_mend_it(directieberaad, answer, voorwaarde, sentence):
    with pytest.raises(Refused) as refusal:
        cast_vote(directieberaad, DIRECTIE, "deventer", answer, voorwaarde=voorwaarde)

    assert refusal.value.message == f"Bij '{answer}' {sentence}"


def test_where_no_answer_takes_a_condition_none_is_advised(regiegroep):
    with pytest.raises(Refused, match=r"maak de velden leeg\.$"):
        cast_vote(regiegroep, ICT, "deventer", "afgestemd", voorwaarde=CONDITION)


def test_who_made_the_figures_has_no_vote_above_the_regiegroep(regiegroep):
    """Rule 3: in this profile the manager of inkoop is also a director; only the deputy may answer."""
    for gate in (ICT, "v1-s0-regiegroep_bedrijfsvoering-r1"):
        vote_all(regiegroep, gate)
        end_gate(regiegroep, gate)
    state = regiegroep.state
    profile = with_holder(regiegroep.workspace.profile_of(state), "directieberaad", "manager_inkoop")
    (place,) = [item for item in walk(state, profile).reached if item.proposal]
    made = manifest.from_bytes(regiegroep.workspace.store.get(state.active_version.manifest_sha256))

    content = gate_content(state, profile, place.proposal, made, date(2026, 6, 1))

    assert content.zetels[0].uitgesloten == ("manager_inkoop",)


def test_an_excluded_person_is_refused_and_told_who_can_answer(directieberaad):
    gate = directieberaad.state.gate(DIRECTIE)
    barred = replace(gate.zetels[0], uitgesloten=(gate.zetels[0].houder,))
    state = replace(directieberaad.state, gates=(replace(gate, zetels=(barred, *gate.zetels[1:])),))
    vote = NewEvent("stem_uitgebracht", barred.houder, vote_content(directieberaad, DIRECTIE, barred.zetel, "stemt in"))
    moment = clock.now(directieberaad.workspace.settings)
    (event,) = extend(Head(), state.dossier, [vote], moment=moment, simulated=True, machine_time=moment)

    with pytest.raises(Refused, match=r"MAKER_STEMT_NIET.*plaatsvervanger"):
        check(state, event, directieberaad.workspace.store.get)


def with_holder(profile: Profile, gremium: str, houder: str) -> Profile:
    """Return the profile with another holder of the first seat of a gremium."""
    body = profile.gremium(gremium)
    first = body.zetels[0].model_copy(update={"houder": houder})
    changed = body.model_copy(update={"zetels": (first, *body.zetels[1:])})
    gremia = tuple(changed if item.code == gremium else item for item in profile.gremia)
    return profile.model_copy(update={"gremia": gremia})


def test_an_open_condition_blocks_the_next_gate_until_its_owner_reports_it(directieberaad):
    condition = {"tekst": "onderbouw de formatie", "eigenaar": "manager_inkoop", "datum": "2026-06-12"}
    cast_vote(directieberaad, DIRECTIE, "deventer", "stemt in, mits", voorwaarde=condition)
    vote_all(directieberaad, DIRECTIE)
    end_gate(directieberaad, DIRECTIE)
    blocked = open_gates(directieberaad)

    content = {"gate": DIRECTIE, "zetel": "deventer", "toelichting": "toegezonden op 10 juni"}
    with pytest.raises(Refused, match="NIET_DE_EIGENAAR"):
        record_event(directieberaad, "voorwaarde_vervuld", "manager_ict", content)
    record_event(directieberaad, "voorwaarde_vervuld", "manager_inkoop", content)

    assert (blocked, open_gates(directieberaad)) == ([], ["v1-s2-bvr-r1"])


def test_a_condition_is_met_once(directieberaad):
    condition = {"tekst": "onderbouw de formatie", "eigenaar": "manager_inkoop", "datum": "2026-06-12"}
    cast_vote(directieberaad, DIRECTIE, "deventer", "stemt in, mits", voorwaarde=condition)
    content = {"gate": DIRECTIE, "zetel": "deventer", "toelichting": "toegezonden"}
    record_event(directieberaad, "voorwaarde_vervuld", "manager_inkoop", content)

    with pytest.raises(Refused, match="VOORWAARDE_AL_VERVULD"):
        record_event(directieberaad, "voorwaarde_vervuld", "manager_inkoop", content)


def mark(office: Office, gate: str = ICT, zetel: str = "deventer", uitgifte: int = 7) -> None:
    record_event(office, "stem_na_uitgifte", "systeem", {"gate": gate, "zetel": zetel, "uitgifte": uitgifte})


def test_a_vote_is_marked_right_behind_it(regiegroep: Office) -> None:
    cast_vote(regiegroep, ICT, "deventer", "afgestemd")
    mark(regiegroep)

    assert [vote.uitgifte for vote in regiegroep.state.gate(ICT).votes] == [7]


@pytest.mark.parametrize(
    "otherwise",
    [{"gate": BEDRIJFSVOERING}, {"zetel": "raalte"}, {"uitgifte": 0}, {"gate": "v1-s9-bvr-r1"}],
    ids=["another gate", "another seat", "no issue", "no gate"],
)
def test_no_other_vote_is_marked(regiegroep: Office, otherwise: dict[str, object]) -> None:
    cast_vote(regiegroep, BEDRIJFSVOERING, "deventer", "afgestemd")
    cast_vote(regiegroep, ICT, "deventer", "afgestemd")

    with pytest.raises(Refused, match="STEM_ONBEKEND"):
        mark(regiegroep, **otherwise)


def test_a_vote_is_not_marked_later(regiegroep: Office) -> None:
    cast_vote(regiegroep, ICT, "deventer", "afgestemd")
    cast_vote(regiegroep, BEDRIJFSVOERING, "deventer", "afgestemd")

    with pytest.raises(Refused, match="STEM_ONBEKEND"):
        mark(regiegroep)


def test_a_person_marks_no_vote(regiegroep: Office) -> None:
    cast_vote(regiegroep, ICT, "deventer", "afgestemd")

    with pytest.raises(Refused, match="NIET_BEVOEGD"):
        record_event(regiegroep, "stem_na_uitgifte", "beheerder", {"gate": ICT, "zetel": "deventer", "uitgifte": 7})
