"""Whom a dossier waits for, also where no gate is open: the controller never has to wonder."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import asdict, replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest

from builders import confidential
from builders.dossier import (
    Office,
    add_version,
    cast_vote,
    end_gate,
    open_gates,
    open_round,
    published,
    record_event,
    submit_workbooks,
    vote_all,
    wait_until,
    with_version,
    withdraw,
    workbook_of,
)
from builders.export import export_dossier
from builders.warned import REASON, number_of, pass_one, with_warnings
from jaarcyclus.dossier.round import late_finding
from jaarcyclus.errors import Refused, UnknownKey
from jaarcyclus.figures.records import figures_from_json, figures_to_json
from jaarcyclus.ledger.chain import Head
from jaarcyclus.ledger.witness import Witness
from jaarcyclus.steps import acts, passwords
from jaarcyclus.steps.documents import find_document, is_evidence
from jaarcyclus.steps.overview import (
    current_anchors,
    describe,
    describe_all,
    describe_for,
    tell_held,
    write_export,
)
from jaarcyclus.steps.receipts import receive
from jaarcyclus.steps.versions import look_at_balance
from jaarcyclus.terms.findings import bevinding

ICT = "v1-s0-regiegroep_ict-r1"
NEE = {"antwoord": "niet afgestemd", "toelichting": "De formatie is niet onderbouwd."}
DISAGREE = {"antwoord": "geen overeenstemming", "toelichting": "Wij komen er niet uit."}


@pytest.fixture
def office(tmp_path) -> Office:
    """All seven workbooks of the begroting 2027 are in."""
    office = open_round(tmp_path)
    submit_workbooks(office)
    return office


def waits(office: Office) -> tuple[str, ...]:
    return describe(office.workspace, office.dossier).wacht_op


def reken_te_veel(office: Office) -> None:
    """Let ICT hand in anew, with one euro more for PSA than PSA counts on."""
    known = office.state.current["ict"]
    made = figures_from_json(office.workspace.store.get(known.cijfers_sha256))
    last = made.regels[-1]
    charge = replace(last, bedragen_cent={column: cent + 100 for column, cent in last.bedragen_cent.items()})
    figures = figures_to_json(replace(made, regels=(*made.regels[:-1], charge)))
    content = {
        "perceel": "ict",
        "sha256": office.workspace.store.put(b"het tweede werkboek van ICT"),
        "cijfers_sha256": office.workspace.store.put(figures),
        "inzender": known.inzender,
        "via": "api",
        "te_laat": False,
        "ontvangst": 8,
        "bevindingen": [],
    }
    record_event(office, "inzending_geaccepteerd", known.inzender, content)


def test_workbooks_that_do_not_match_wait_for_who_can_mend_them(office):
    reken_te_veel(office)
    look_at_balance(office.workspace, office.dossier)

    (waiting,) = waits(office)
    assert waiting.startswith("een verbeterd werkboek: de consolidatie is afgekeurd (")
    assert "psa" in waiting


def test_a_reopening_without_percelen_waits_for_anyone_with_its_reason(office):
    add_version(office)
    acts.reopen(office.workspace, office.dossier, "controller", reden="het totaal is te hoog", percelen=())

    assert waits(office) == (
        "een nieuw werkboek van ten minste één perceel: de ronde is heropend (het totaal is te hoog)",
    )


def test_a_dossier_that_is_held_up_waits_for_the_advice(office):
    add_version(office)
    open_gates(office)
    vote_all(office, "v1-s0-regiegroep_bedrijfsvoering-r1")
    end_gate(office, "v1-s0-regiegroep_bedrijfsvoering-r1")
    vote_all(office, ICT, raalte=NEE)
    end_gate(office, ICT)
    for body in ("directieberaad", "bvr", "bo"):
        open_gates(office)
        vote_all(office, f"{ICT}-geschil-{body}", raalte=DISAGREE)
        end_gate(office, f"{ICT}-geschil-{body}")

    assert waits(office) == (
        f"het bindend advies over {ICT}; controller DOWR of ambtelijk secretaris DOWR legt het vast",
    )


OUTSIDERS = ("portefeuillehouder_raalte", "college_raalte", "beheerder")  # no part in an interim report
INSIDERS = ("manager_ict", "vertegenwoordiger_ict_raalte", "loco_directeur_raalte", "controller")


def papers(office: Office) -> set[str]:
    """Return the hashes of what a gate shows: document, note and what was answered before."""
    gate = office.state.gates[0]
    return {gate.document_sha256, gate.oplegnota_sha256, gate.stand_sha256 or ""}


def refusal(office: Office, person: str, sha256: str) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        find_document(office.workspace, "dowr", person, sha256)
    return refused.value.code, refused.value.message


@pytest.fixture
def report(tmp_path) -> Office:
    """A first interim report of which the regiegroepen are asked."""
    office = with_version(tmp_path, "tussenrapportage_1")
    open_gates(office)
    return office


@pytest.mark.parametrize("person", INSIDERS)
def test_a_document_opens_for_who_has_a_part_in_its_dossier(report, person):
    for sha256 in papers(report):
        assert find_document(report.workspace, "dowr", person, sha256)[1] == report.workspace.store.get(sha256)


@pytest.mark.parametrize("person", OUTSIDERS)
def test_a_hash_that_is_not_for_him_and_one_that_is_nothing_answer_alike(report, person):
    """Also the page of what was answered before: it says who said what."""
    answers = {refusal(report, person, sha256) for sha256 in (*papers(report), "0" * 64)}

    assert len(answers) == 1


@pytest.mark.parametrize("person", OUTSIDERS)
def test_where_a_dossier_stands_is_not_for_him_either(report, person):
    """It names the conditions and reasons of others; it answers as a dossier that does not exist."""
    with pytest.raises(UnknownKey) as unknown:
        describe_for(report.workspace, "dowr-2031-begroting", "controller")
    with pytest.raises(UnknownKey) as refused:
        describe_for(report.workspace, report.dossier, person)

    assert str(refused.value) == str(unknown.value).replace("dowr-2031-begroting", report.dossier)


@pytest.mark.parametrize("person", OUTSIDERS)
def test_what_is_published_opens_for_the_whole_cooperation(tmp_path, person):
    office = published(tmp_path, "tussenrapportage_1")
    annex = office.state.bijlage.bijlage_sha256

    assert find_document(office.workspace, "dowr", person, annex)[1] == office.workspace.store.get(annex)
    assert describe_for(office.workspace, office.dossier, person).toestand.startswith("gepubliceerd")


def test_the_head_of_a_chain_tells_nothing_of_a_sealed_answer(office):
    """Who knows the rest of an event tries the answers until one gives the head."""
    add_version(office)
    open_gates(office)
    before = (describe(office.workspace, office.dossier).kop, current_anchors(office.workspace))

    cast_vote(office, ICT, "raalte", "afgestemd")

    assert (describe(office.workspace, office.dossier).kop, current_anchors(office.workspace)) == before


def test_the_head_is_told_again_when_the_gate_is_closed(office):
    add_version(office)
    for gate in open_gates(office):
        vote_all(office, gate)
        end_gate(office, gate)

    assert describe(office.workspace, office.dossier).kop == office.workspace.ledger.head(office.dossier)


@pytest.mark.parametrize("chain", ["dowr-bezetting", "dowr-plaatsing", "dowr-berichten"])
def test_a_chain_that_holds_nothing_yet_is_said_to_hold_nothing(office, chain):
    """It has a name that the docs tell, so that it "does not exist" sends a reader looking for another."""
    with pytest.raises(UnknownKey, match="is nog niets vastgelegd"):
        write_export(office.workspace, chain, BytesIO())


def test_a_condition_writes_no_line_of_the_overview(office):
    """A member wrote `…\nBegroting 2027: gepubliceerd` and the program printed it as its own."""
    add_version(office)
    for gate in open_gates(office):
        vote_all(office, gate)
        end_gate(office, gate)
    (gate,) = open_gates(office)
    asked = {"tekst": "Nagaan.\nBegroting 2027: gepubliceerd", "eigenaar": "controller", "datum": "2026-06-12"}
    vote_all(office, gate, raalte={"antwoord": "stemt in, mits", "voorwaarde": asked})
    end_gate(office, gate)

    shown = describe(office.workspace, office.dossier)

    assert "Nagaan. Begroting 2027: gepubliceerd" in "\n".join(shown.lines())
    assert not any("\n" in line for line in (*shown.lines(), *shown.wacht_op))


def hand_in_late(office, *findings):
    """Accept the workbook of PSA a day after the closing day, with these warnings."""
    wait_until(office, (office.state.closing_day + timedelta(days=1)).isoformat())
    content = {
        "perceel": "psa",
        "sha256": office.workspace.store.put(workbook_of("psa")[0]),
        "cijfers_sha256": office.workspace.store.put(workbook_of("psa")[1]),
        "inzender": "manager_psa",
        "via": "api",
        "te_laat": True,
        "ontvangst": 1,
        "bevindingen": [asdict(item) for item in (*findings, late_finding(office.state.closing_day))],
    }
    record_event(office, "inzending_geaccepteerd", "manager_psa", content)


def test_the_controller_sees_what_was_late_and_which_warnings_were_accepted(tmp_path):
    """The sender is told that the controller sees it."""
    office = open_round(tmp_path)
    hand_in_late(office, bevinding("RIJ_VERBORGEN", blad="Regels", cel="A12"))
    seen = describe_for(office.workspace, office.dossier, "controller")

    late, hidden = seen.waarschuwingen
    assert late.startswith("werkboek van Personeels- en salarisadministratie: te laat, op ")
    assert "waarschuwing RIJ_VERBORGEN (Regels A12)" in hidden
    assert hidden.endswith(": Een verborgen of te lage rij is ingevuld en telt mee.")
    assert all(any(text in line for line in seen.lines()) for text in (late, hidden))
    assert seen.as_json()["waarschuwingen"] == (late, hidden)


@pytest.mark.parametrize(("person", "told"), [("manager_psa", True), ("manager_ict", False)])
def test_of_a_workbook_its_sender_reads_the_warnings_and_another_does_not(tmp_path, person, told):
    office = open_round(tmp_path)
    hand_in_late(office)

    assert bool(describe_for(office.workspace, office.dossier, person).waarschuwingen) is told


def test_many_warnings_are_counted(tmp_path):
    office = open_round(tmp_path)
    amounts = [f"€ {number}.000" for number in range(101, 126)]
    warned = (bevinding("BEDRAG_IN_TEKST_ONBEKEND", blad="Toelichting", cel="B6", bedrag=item) for item in amounts)
    hand_in_late(office, *warned)

    last = describe(office.workspace, office.dossier).waarschuwingen[-1]
    assert last.endswith("en nog 15 waarschuwingen; de inzender heeft ze alle")


def test_what_is_told_alike_of_many_cells_is_one_warning(tmp_path):
    office = open_round(tmp_path)
    hand_in_late(office, *(bevinding("RIJ_VERBORGEN", blad="Regels", cel=f"A{row}") for row in range(9, 34)))

    _, hidden = describe(office.workspace, office.dossier).waarschuwingen
    assert "waarschuwing RIJ_VERBORGEN (Regels A9 en 24 andere cellen), nummer " in hidden


def test_who_lets_one_pass_reads_its_number_and_then_why_it_passed(tmp_path):
    office = with_warnings(tmp_path)
    mine, other = (describe_for(office.workspace, office.dossier, who) for who in ("controller", "manager_psa"))
    assert f", nummer {number_of(office, 'psa')}: In deze tekst" in mine.waarschuwingen[-1]
    assert "nummer" not in other.waarschuwingen[-1]

    pass_one(office, "psa")

    (told,) = describe_for(office.workspace, office.dossier, "manager_psa").waarschuwingen
    assert f", afgedaan op 1 april 2026 ({REASON}): In deze tekst" in told


def test_without_a_warning_the_json_is_as_programs_know_it(tmp_path):
    assert "waarschuwingen" not in describe(open_round(tmp_path).workspace, "dowr-2027-begroting").as_json()


def test_the_list_names_each_dossier_as_other_commands_ask_for_it(tmp_path):
    """Two cooperations have the same product of the same year: only name and cooperation tell them apart."""
    office = open_round(tmp_path)
    open_round(tmp_path, profiel="ommen_hardenberg", workspace=office.workspace)
    receive(office.workspace, "dowr", b"x", file_name="w.xlsx", inzender="manager_ict", via="api", perceel="ict")

    lines = describe_all(office.workspace).lines()

    assert [line for line in lines if not line.startswith(" ")] == [
        "dowr-2027-begroting (DOWR)",
        "ommen_hardenberg-2027-begroting (Bestuursdienst Ommen-Hardenberg)",
        "Postbussen: dowr-postbus",
    ]
    assert export_dossier(office.workspace, lines[0].split()[0])


def put_back(office, act):
    """Let something more be recorded, and put the ledger back to the copy of before."""
    file = Path(office.workspace.settings.ledger_url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("VACUUM INTO ?", [str(file.with_name("kopie"))])
    act()
    for rest in file.parent.glob(f"{file.name}-*"):
        rest.unlink()
    shutil.copy(file.with_name("kopie"), file)


def test_one_dossier_that_was_put_back_hides_no_other(tmp_path):
    """Not one beside it, and not one that knows its figures."""
    office = published(tmp_path)
    report = open_round(tmp_path, "tussenrapportage_1", workspace=office.workspace)
    put_back(office, lambda: withdraw(office))

    shown = describe_all(office.workspace)

    assert {item.dossier: item.toestand[:12] for item in shown.dossiers} == {
        office.dossier: "Het logboek ",
        report.dossier: "inzendingen ",
    }
    assert "is ouder dan wat hier eerder is vastgelegd" in "\n".join(shown.lines())
    assert [anchor.chain for anchor in current_anchors(office.workspace)] == [report.dossier]
    assert [office.dossier in sentence for sentence in tell_held(office.workspace)] == [True]
    with pytest.raises(Refused, match="DOCUMENT_ONBEKEND"):
        find_document(office.workspace, "dowr", "controller", "a" * 64)


def test_a_plaatsing_that_was_put_back_is_told_and_hides_no_dossier(tmp_path):
    office = published(tmp_path)
    with Witness(office.workspace.settings.getuige).following("dowr-plaatsing") as note:
        note(Head(seq=1, hash="a" * 64))

    shown = describe(office.workspace, office.dossier)

    assert shown.toestand.startswith("gepubliceerd")
    assert shown.wacht_op[-1].startswith("controller DOWR: Het logboek van dowr-plaatsing is ouder")


def test_no_words_of_a_person_begin_a_line(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    reason = "Kwijt.\n=1+1\nkop van de keten 00"
    passwords.issue(office.workspace, "dowr", "beheerder", person="manager_ict", reason=reason)
    lines = describe(office.workspace, office.dossier).lines()

    assert all("\n" not in line for line in lines)
    assert any("reden: Kwijt. =1+1 kop van de keten 00; daarna" in line for line in lines)


def test_a_file_that_shows_a_condition_met_is_a_strangers_and_of_who_sees_its_gate(tmp_path):
    """Of a confidential step nobody else gets it, by its hash neither."""
    office = confidential.answered(confidential.asked(tmp_path))
    given = b"%PDF-1.7 " + confidential.DONE.encode()
    acts.fulfil_condition(
        office.workspace, office.dossier, "loco_directeur_raalte", gate=confidential.GATE, zetel="raalte",
        toelichting="Zie de bijlage.", evidence=("bijlage.pdf", given),
    )  # fmt: skip
    sha256 = office.workspace.store.put(given)

    for person in confidential.INSIDERS:
        name, content = find_document(office.workspace, "dowr", person, sha256)
        assert (is_evidence(name), content) == (True, given)
    assert len({refusal(office, person, sha256) for person in confidential.OUTSIDERS}) == 1
    assert not is_evidence(find_document(office.workspace, "dowr", "controller", min(papers(office)))[0])
