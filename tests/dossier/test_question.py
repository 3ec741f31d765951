"""The question on Airflow's screen: what a member wrote is content there, and nothing of it hides or acts."""

import re
from dataclasses import replace

import pytest

from builders.dossier import (
    Office,
    add_version,
    end_gate,
    open_gates,
    open_round,
    submit_workbooks,
    vote_all,
    with_version,
)
from jaarcyclus.dossier.ballot import make_fields
from jaarcyclus.dossier.confidential import condition_owners
from jaarcyclus.dossier.question import SeatQuestion, seat_questions
from jaarcyclus.dossier.tally import ANSWERS
from jaarcyclus.dossier.tally import GESCHIL as DISPUTE
from jaarcyclus.steps import gates

ICT = "v1-s0-regiegroep_ict-r1"
GESCHIL = f"{ICT}-geschil-directieberaad"


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Office:
    """Raalte said no on the ICT booklet with every trick there is, when rules 1 still let all of them in."""
    office = open_round(tmp_path_factory.mktemp("vraag"), regels=1)
    submit_workbooks(office)
    add_version(office)
    open_gates(office)
    links = "https://evil.example www.evil.example boef@evil.example "
    reason = links + "[klik](javascript:alert(1)) <b onclick=x> ![i](data:x)\n\n# kop \u202egnp.exe \x00 | einde"
    vote_all(office, ICT, raalte={"antwoord": "niet afgestemd", "toelichting": reason})
    end_gate(office, ICT)
    open_gates(office)
    return office


@pytest.fixture
def position(office) -> str:
    """The line with Raalte's position, as the directieberaad is shown it."""
    (question, *_) = gates.open_gate(office.workspace, office.dossier, GESCHIL)
    return next(line for line in question.text.splitlines() if line.startswith("- Raalte:"))


def test_a_reason_makes_no_link_heading_or_html(position):
    assert r"\[klik\]\(javascript:alert\(1\)\) \<b onclick=x\> \!\[i\]\(data:x\) \# kop" in position


def test_an_address_in_a_reason_becomes_no_link(position):
    """Markdown finds bare addresses after it has read the escapes."""
    assert not any(link in position for link in ("https://", "www.", "@evil"))
    assert "evil.example" in position


def test_a_reason_hides_nothing(position):
    """A mirrored text reads otherwise than it was written; a NUL would keep the question from being stored at all."""
    assert r"\[U\+202E\]gnp.exe \[U\+0000\] \| einde" in position


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
    assert (
        "Het geschil gaat over Regiegroep informatievoorziening en ICT, ter afstemming. De uitslag daar: niet akkoord."
        in text
    )
    assert explained(text)["doorgang"] == "het document gaat door naar de volgende stap."
    assert explained(text)["terug"].startswith("deze versie vervalt en percelen dienen opnieuw in.")


def test_doorgang_on_an_instemming_is_a_new_round(disputed: Office) -> None:
    """It replaces no vote (docs/rules.md, Escalation)."""
    text = ask(disputed, GESCHIL, rol="instemming").text

    assert explained(text)["doorgang"] == "er komt één nieuwe ronde, waarin het gremium opnieuw antwoordt."


def test_each_remark_stands_in_the_question_once(disputed: Office) -> None:
    text = ask(disputed, GESCHIL).text

    assert (text.count(REMARK), text.count(REFUSAL)) == (1, 1)


def test_the_next_gremium_reads_every_remark_once(disputed: Office) -> None:
    """Also how the dispute ended."""
    reason = "Het bedrag staat al in het contract"
    vote_all(disputed, GESCHIL, deventer={"antwoord": "doorgang", "toelichting": reason})
    end_gate(disputed, GESCHIL)
    for gate in disputed.state.gates:
        if gate.is_open:
            vote_all(disputed, gate.gate)
            end_gate(disputed, gate.gate)
    open_gates(disputed)
    text = ask(disputed, COUNCIL).text

    assert [text.count(words) for words in (REMARK, REFUSAL, reason)] == [1, 1, 1]


def test_a_new_round_reads_every_remark_and_condition_once(tmp_path) -> None:
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
    asked = ask(office, dispute).text
    vote_all(office, dispute, deventer={"antwoord": "doorgang", "toelichting": REMARK})
    end_gate(office, dispute)
    open_gates(office)
    again = ask(office, COUNCIL.replace("-r1", "-r2")).text

    assert [asked.count(words) for words in (REFUSAL, "Dekking aangeven")] == [1, 1]
    assert [again.count(words) for words in (REFUSAL, "Dekking aangeven", REMARK)] == [1, 1, 1]
