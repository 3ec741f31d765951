"""The page *Stand van de besluitvorming*: what earlier gremia answered lies before whoever votes next."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from builders.dossier import (
    Office,
    add_version,
    cast_vote,
    end_gate,
    open_gates,
    record_event,
    submit_workbooks,
    vote_all,
    walk_route,
    with_version,
)
from builders.export import export_dossier
from builders.forgery import faults, repack
from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.gates import gate_content, put_before
from jaarcyclus.dossier.records import ANSWERS_LAPSED
from jaarcyclus.dossier.route import walk
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.wire import as_json
from jaarcyclus.proof import archive
from jaarcyclus.proof.replay import verify_events
from jaarcyclus.settings import project_root
from jaarcyclus.steps import acts, gates
from jaarcyclus.terms.canonical import sha256

ICT, OVERIG = "v1-s0-regiegroep_ict-r1", "v1-s0-regiegroep_bedrijfsvoering-r1"
DIRECTIE, BVR = "v1-s1-directieberaad-r1", "v1-s2-bvr-r1"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Raalte said no on ICT and the directieberaad let it pass; Deventer remarked; a "mits" was met. BVR is asked."""
    office = with_version(tmp_path_factory.mktemp("stand"))
    open_gates(office)
    vote_all(office, ICT, raalte={"antwoord": "niet afgestemd", "toelichting": "De licenties zijn niet onderbouwd."})
    vote_all(office, OVERIG, deventer={"antwoord": "afgestemd met opmerking", "toelichting": "Let op de loonindex."})
    for gate in (ICT, OVERIG):
        end_gate(office, gate)
    for dispute in open_gates(office):
        vote_all(office, dispute, raalte={"antwoord": "doorgang", "toelichting": "Onderbouwing volgt in juni."})
        end_gate(office, dispute)
    open_gates(office)
    _vote_mits(office)
    end_gate(office, DIRECTIE)
    acts.fulfil_condition(
        office.workspace, office.dossier, "manager_ict", gate=DIRECTIE, zetel="deventer", toelichting="Zie bijlage 2."
    )
    open_gates(office)
    return office


def _vote_mits(office: Office) -> None:
    condition = {"tekst": "Dekking aantonen", "eigenaar": "manager_ict", "datum": "2026-06-30"}
    vote_all(office, DIRECTIE, deventer={"antwoord": "stemt in, mits", "voorwaarde": condition})


@pytest.fixture(scope="module")
def page(office: Office) -> str:
    return read_page(office, BVR)


def read_page(office: Office, gate: str) -> str:
    """Return the page of a gate as a person reads it: no tags, one space between words."""
    found = office.state.gate(gate)
    assert found is not None
    assert found.stand_sha256 is not None
    html = office.workspace.store.get(found.stand_sha256).decode()
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL).split())


@pytest.mark.parametrize(
    "words",
    [
        "niet afgestemd",
        "De licenties zijn niet onderbouwd.",
        "afgestemd met opmerking",
        "Let op de loonindex.",
        "geschil over het antwoord van Regiegroep informatievoorziening en ICT",
        "Onderbouwing volgt in juni.",
        "Voorwaarde: Dekking aantonen",
        "uiterlijk 30 juni 2026",
        "Zie bijlage 2.",
        "Dit is de eerste versie.",
    ],
)
def test_what_earlier_gremia_said_is_on_the_page(page: str, words: str) -> None:
    assert words in page


def test_the_question_leads_to_the_page_and_repeats_nothing_of_it(office: Office) -> None:
    (question, *_) = gates.open_gate(office.workspace, office.dossier, BVR)

    assert "Let op de loonindex" not in question.text
    assert "De licenties zijn niet onderbouwd" not in question.text
    assert f"/jaarcyclus/document/{office.state.gate(BVR).stand_sha256}" in question.text


def test_the_first_gremia_read_that_nobody_answered_yet(office: Office) -> None:
    assert "nog geen gremium klaar" in read_page(office, ICT)


def test_a_second_round_reads_what_was_answered_in_the_first_and_in_the_dispute(tmp_path: Path) -> None:
    office = with_version(tmp_path)
    for gate in open_gates(office):
        vote_all(office, gate)
        end_gate(office, gate)
    open_gates(office)
    vote_all(office, DIRECTIE, raalte={"antwoord": "stemt niet in", "toelichting": "Te duur."})
    end_gate(office, DIRECTIE)
    open_gates(office)
    vote_all(office, f"{DIRECTIE}-geschil-bvr", raalte={"antwoord": "doorgang", "toelichting": "Het kader is ruim."})
    end_gate(office, f"{DIRECTIE}-geschil-bvr")
    open_gates(office)

    page = read_page(office, DIRECTIE.replace("-r1", "-r2"))

    assert [words in page for words in ("ronde 2", "Te duur.", "Het kader is ruim.")] == [True, True, True]


def test_each_page_goes_out_with_the_dossier_and_another_is_found(office: Office) -> None:
    exported = export_dossier(office.workspace, office.dossier)
    pages = [f"artefacten/{gate.stand_sha256}" for gate in office.state.gates]

    assert set(pages) <= set(archive.unpack(exported))
    assert faults(exported) == ""
    assert pages[-1] in faults(repack(exported, lambda files: files.update({pages[-1]: b"<p>Iedereen was het eens."})))


def test_a_gate_that_is_open_beside_it_is_not_told(tmp_path: Path) -> None:
    """Two regiegroepen answer at once: the second opens while the first votes, and does not read those votes."""
    office = with_version(tmp_path)
    open_gates(office)
    cast_vote(office, OVERIG, "deventer", "afgestemd met opmerking", toelichting="Nog niet voor anderen.")
    vote_all(office, ICT, raalte={"antwoord": "niet afgestemd", "toelichting": "Zo niet."})
    end_gate(office, ICT)
    open_gates(office)

    page = read_page(office, f"{ICT}-geschil-directieberaad")

    assert "Zo niet." in page
    assert "Nog niet voor anderen." not in page


def test_a_new_version_says_what_was_handed_in_anew_and_what_changed(tmp_path: Path) -> None:
    office = with_version(tmp_path)
    open_gates(office)
    vote_all(office, ICT, raalte={"antwoord": "niet afgestemd", "toelichting": "Te duur."})
    end_gate(office, ICT)
    acts.reopen(office.workspace, office.dossier, "controller", reden="ICT verlaagt de hardware.", percelen=("ict",))
    submit_workbooks(office, "ict", lines=5)
    add_version(office)
    open_gates(office)

    page = read_page(office, "v2-s0-regiegroep_ict-r1")

    assert "Heropend door" in page
    assert "ICT verlaagt de hardware." in page
    assert "Opnieuw ingediend: Informatievoorziening en ICT." in page
    assert "Te duur." in page.split("Antwoorden over eerdere versies")[1]
    assert re.search(r"Informatievoorziening en ICT € \S+ € \S+ \S", page)


@pytest.fixture
def lapsed(tmp_path: Path) -> Office:
    """The round was reopened while only Raalte had answered of the regiegroep ICT; version 2 is asked."""
    office = with_version(tmp_path)
    open_gates(office)
    cast_vote(office, ICT, "raalte", "niet afgestemd", toelichting="Nog niet voor anderen.")
    acts.reopen(office.workspace, office.dossier, "controller", reden="De huur klopt niet.", percelen=("ict",))
    submit_workbooks(office, "ict", lines=5)
    add_version(office)
    open_gates(office)
    return office


def test_what_was_answered_in_a_gate_that_lapsed_is_not_told(lapsed: Office) -> None:
    """Who was sealed stays sealed: the seats answer about the next version without each other."""
    page = read_page(lapsed, "v2-s0-regiegroep_ict-r1")

    assert "de ronde is heropend. 1 zetel had geantwoord; de antwoorden zijn vervallen." in page
    assert "niet afgestemd" not in page
    assert "Nog niet voor anderen." not in page
    assert "Raalte : geen antwoord" in page  # of the gate beside it, in which nobody had answered


def test_a_dossier_with_answers_that_lapsed_is_proven(lapsed: Office) -> None:
    walk_route(lapsed)

    assert verify_events(lapsed.workspace.ledger.events(lapsed.dossier), lapsed.workspace.store.get) == ()


def test_no_answers_lapse_where_none_was_given(tmp_path: Path) -> None:
    """That reason would keep from the next page what it may tell."""
    office = with_version(tmp_path)
    open_gates(office)
    record_event(office, "heropend", "controller", {"reden": "De huur klopt niet.", "percelen": [], "grond": None})

    with pytest.raises(Refused, match="REDEN_ANDERS"):
        record_event(office, "gate_vervallen", "systeem", {"gate": ICT, "reden": ANSWERS_LAPSED})


@pytest.mark.parametrize("change", [lambda page: page + b" ", lambda _: b"<p>Iedereen was het eens.</p>"])
def test_a_page_that_tells_something_else_opens_no_gate(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    """Who rewrites the ledger cannot rewrite what the gremia were told."""
    office = with_version(tmp_path)
    (step,) = [item for item in _due_gates(office) if item.endswith("regiegroep_ict-r1")]
    honest = _content(office, step)
    page = office.workspace.store.get(honest["stand_sha256"])

    forged = honest | {"stand_sha256": office.workspace.store.put(change(page))}

    with pytest.raises(Refused) as refusal:
        record_event(office, "gate_voorgelegd", "systeem", forged)

    assert refusal.value.code == "GATE_ANDERS"


def test_a_gate_without_the_page_opens_none(tmp_path: Path) -> None:
    """Under rules 1 a gate opened without it; a round of today cannot go back to that."""
    office = with_version(tmp_path)
    content = _content(office, ICT)
    del content["stand_sha256"]

    with pytest.raises(Refused) as refusal:
        record_event(office, "gate_geopend", "systeem", content)

    assert refusal.value.code == "SOORT_VERVANGEN"


def _due_gates(office: Office) -> list[str]:
    position = walk(office.state, office.workspace.profile_of(office.state))
    return [place.proposal.gate for place in position.reached if place.proposal]


def _content(office: Office, gate: str) -> dict[str, object]:
    """Return what opening this gate would record."""
    workspace, state = office.workspace, office.state
    profile = workspace.profile_of(state)
    proposal = walk(state, profile).due_gate(gate)
    assert proposal is not None
    assert state.active_version is not None
    made = manifest.from_bytes(workspace.store.get(state.active_version.manifest_sha256))
    opened = gate_content(state, profile, proposal, made, workspace.today())
    content, page = put_before(state, profile, opened, workspace.store.get)
    workspace.store.put(page)
    return as_json(content)


def test_the_layout_of_a_page_that_was_hashed_never_changes() -> None:
    """Every gate that opened rests on these bytes: another layout is `stand_2.html` (ADR 0008)."""
    template = (project_root() / "templates" / "stand_1.html").read_bytes()

    assert sha256(template) == "be8119973f15edd5b43fa8dffd67715af348f249055e8cc535ad8d2cf11fa8a5"
