"""The question on Airflow's screen: what is asked, until when, about what; what others answered is not there."""

import re
from dataclasses import replace

import pytest

from builders.dossier import (
    Office,
    end_gate,
    open_gates,
    vote_all,
    with_version,
)
from jaarcyclus.dossier.ballot import make_fields
from jaarcyclus.dossier.confidential import condition_owners
from jaarcyclus.dossier.deliberation import answered_before
from jaarcyclus.dossier.question import SeatQuestion, seat_questions, without_answers
from jaarcyclus.dossier.tally import ANSWERS
from jaarcyclus.dossier.tally import GESCHIL as DISPUTE

ICT = "v1-s0-regiegroep_ict-r1"
GESCHIL = f"{ICT}-geschil-directieberaad"


REMARK = "Graag een bijlage"
REFUSAL = "Te duur voor ons"
COUNCIL = "v1-s1-directieberaad-r1"


@pytest.fixture
def disputed(tmp_path) -> Office:
    """Deventer made a remark on the ICT booklet and Raalte refused it, so the directieberaad decides the dispute."""
    office = with_version(tmp_path)
    open_gates(office)
    said = {"deventer": ("afgestemd met opmerking", REMARK), "raalte": ("niet afgestemd", REFUSAL)}
    vote_all(office, ICT, **{seat: {"antwoord": what, "toelichting": why} for seat, (what, why) in said.items()})
    end_gate(office, ICT)
    open_gates(office)
    return office


def ask(office: Office, gate: str, **otherwise: str) -> SeatQuestion:
    """Return the question to the first seat of this gate; `otherwise` replaces a field of the gate."""
    state = office.state
    return seat_questions(state, replace(state.gate(gate), **otherwise), office.workspace.profile_of(state))[0]


def explained(text: str) -> dict[str, str]:
    """Return what a question says of each answer."""
    return dict(re.findall(r"^- \*(.+?)\*: (.+)$", text, re.MULTILINE))


@pytest.mark.parametrize("gate", [ICT, GESCHIL])
def test_exactly_the_answers_of_this_gate_are_explained(disputed: Office, gate: str) -> None:
    asked = ask(disputed, gate)

    assert tuple(explained(asked.text)) == asked.options


@pytest.mark.parametrize("kind", [*ANSWERS])
def test_an_answer_that_needs_words_says_so(disputed: Office, kind: str) -> None:
    """Which ones do the rules say (`tally.ANSWERS`); the field beside them says the same."""
    state = disputed.state
    gate = state.gate(GESCHIL) if kind == DISPUTE else replace(state.gate(ICT), rol=kind)
    fields = make_fields(gate, condition_owners(state, disputed.workspace.profile_of(state), gate))
    said = explained(seat_questions(state, gate, disputed.workspace.profile_of(state))[0].text)

    for answer in ANSWERS[kind]:
        assert ("'Toelichting'" in said[answer.text]) == answer.needs_toelichting
        assert ("'Voorwaarde'" in said[answer.text]) == answer.needs_voorwaarde
        assert (f"'{answer.text}'" in fields["toelichting"]["description"]) == answer.needs_toelichting


def test_a_dispute_says_what_it_is_about_and_what_follows(disputed: Office) -> None:
    text = ask(disputed, GESCHIL).text

    assert "beslis in een geschil" in text
    assert "Het geschil gaat over Regiegroep informatievoorziening en ICT, ter afstemming." in text
    assert explained(text)["doorgang"] == "het document gaat door naar de volgende stap."
    assert explained(text)["terug"].startswith("deze versie vervalt en percelen dienen opnieuw in.")


def test_doorgang_on_an_instemming_is_a_new_round(disputed: Office) -> None:
    """It replaces no vote (docs/rules.md, Escalation)."""
    text = ask(disputed, GESCHIL, rol="instemming").text

    assert explained(text)["doorgang"] == "er komt één nieuwe ronde, waarin het gremium opnieuw antwoordt."


def test_what_was_answered_before_is_on_our_page_and_not_in_the_question(disputed: Office) -> None:
    """Whoever runs Airflow reads the question, and need not be one who may read the dossier."""
    text = ask(disputed, GESCHIL).text
    state = disputed.state
    before = answered_before(state, disputed.workspace.profile_of(state), state.gate(GESCHIL))

    assert [words in text for words in (REMARK, REFUSAL, "niet akkoord", "Raalte:")] == [False] * 4
    assert [str(before).count(words) for words in (REMARK, REFUSAL)] == [1, 1]
    assert f"](/jaarcyclus/besluiten/{state.dossier}/{GESCHIL}/deventer)" in text


def test_the_next_gremium_reads_every_remark_there(disputed: Office) -> None:
    """Also how the dispute ended."""
    reason = "Het bedrag staat al in het contract"
    vote_all(disputed, GESCHIL, deventer={"antwoord": "doorgang", "toelichting": reason})
    end_gate(disputed, GESCHIL)
    for gate in disputed.state.gates:
        if gate.is_open:
            vote_all(disputed, gate.gate)
            end_gate(disputed, gate.gate)
    open_gates(disputed)
    text, state = ask(disputed, COUNCIL).text, disputed.state
    before = str(answered_before(state, disputed.workspace.profile_of(state), state.gate(COUNCIL)))

    assert [text.count(words) for words in (REMARK, REFUSAL, reason)] == [0, 0, 0]
    assert [before.count(words) for words in (REMARK, REFUSAL, reason)] == [1, 1, 1]


def test_a_new_round_reads_every_remark_and_condition_there(tmp_path) -> None:
    """Olst-Wijhe asked for something, Raalte said no, and the dispute gave the directieberaad another round."""
    office = with_version(tmp_path)
    open_gates(office)
    for gate in office.state.gates:
        vote_all(office, gate.gate)
        end_gate(office, gate.gate)
    open_gates(office)
    condition = {"tekst": "Dekking aangeven", "eigenaar": "controller", "datum": "2026-12-01"}
    mits = {"antwoord": "stemt in, mits", "voorwaarde": condition}
    vote_all(office, COUNCIL, olst_wijhe=mits, raalte={"antwoord": "stemt niet in", "toelichting": REFUSAL})
    end_gate(office, COUNCIL)
    open_gates(office)
    dispute = next(gate.gate for gate in office.state.gates if gate.betwist == COUNCIL)
    vote_all(office, dispute, deventer={"antwoord": "doorgang", "toelichting": REMARK})
    end_gate(office, dispute)
    open_gates(office)
    again, state = COUNCIL.replace("-r1", "-r2"), office.state
    text = ask(office, again).text
    before = str(answered_before(state, office.workspace.profile_of(state), state.gate(again)))

    assert [text.count(words) for words in (REFUSAL, "Dekking aangeven", REMARK)] == [0, 0, 0]
    assert [before.count(words) for words in (REFUSAL, "Dekking aangeven", REMARK)] == [1, 1, 1]


def test_what_an_older_release_left_in_airflow_is_cut_off() -> None:
    """Until its gate closes a task keeps the text with which it asked."""
    asked = "**DOWR**\n\nHet geschil gaat over Regiegroep, ter afstemming. De uitslag daar: niet akkoord."
    answers = "- *doorgang*: het document gaat door."
    positions = f"Standpunten in Regiegroep (ronde 1):\n\n- Raalte: niet afgestemd. {REFUSAL}"
    remarks = f"Wat eerder over deze versie is opgemerkt:\n\n- Regiegroep, Deventer: {REMARK}"
    shown = [without_answers("\n\n".join([asked, answers, *said])) for said in ((positions, remarks), (remarks,), ())]

    assert set(shown[:2]) == {
        "**DOWR**\n\nHet geschil gaat over Regiegroep, ter afstemming.\n\n- *doorgang*: het document gaat door.\n\n"
        "Wat eerder is geantwoord, leest u op [Mijn besluiten](/jaarcyclus/besluiten)."
    }
    assert shown[2].endswith(answers)


def test_a_question_of_now_is_shown_whole(disputed: Office) -> None:
    text = ask(disputed, GESCHIL).text

    assert without_answers(text) == text


def test_a_name_makes_no_link_or_html(disputed: Office) -> None:
    state = disputed.state
    gate = state.gate(GESCHIL)
    strange = replace(gate.zetels[0], naam="[klik](javascript:alert(1)) <b> https://evil.example \u202egnp")
    text = seat_questions(state, replace(gate, zetels=(strange,)), disputed.workspace.profile_of(state))[0].text

    assert r"\[klik\]\(javascript:alert\(1\)\) \<b\>" in text
    assert "https://" not in text
    assert r"\[U\+202E\]gnp" in text
