"""One dossier as its readers see it: its chronicle in words, what is sealed, and its proof run now."""

from dataclasses import replace
from pathlib import Path

import pytest

from builders.condition import GATE, OWNER, ask_condition, before_gate, with_condition
from builders.dossier import (
    Office,
    add_version,
    cast_vote,
    corrected,
    correcting,
    end_gate,
    open_gates,
    open_round,
    published,
    submit_workbooks,
    vote_all,
    with_version,
    withdrawn,
)
from jaarcyclus.errors import UnknownKey
from jaarcyclus.ledger.events import InzendingGeweigerd
from jaarcyclus.ledger.wire import DOSSIER_KINDS
from jaarcyclus.pages import dossiers, proving
from jaarcyclus.pages.chronicle import WORDS, Teller
from jaarcyclus.pages.dossiers import DossierPage
from jaarcyclus.pages.html import fill_page
from jaarcyclus.pages.proof_words import Proven
from jaarcyclus.pages.reader import reader_of
from jaarcyclus.pages.standings import Standings
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps import acts
from jaarcyclus.terms.findings import Bevinding

SILENT = {  # about accounts, or untrue (only under rules 1), or what a reader sees elsewhere
    "stem_na_uitgifte", "stem_aangemeld", "bezetting_vastgelegd", "herinnerd", "toegezonden", "cijfers_bekend",
    "stem_ondertekend",
}  # fmt: skip


def shown(office: Office, person: str) -> DossierPage:
    standings = Standings(office.workspace)
    who = reader_of(office.workspace.profile("dowr"), person, office.workspace.today())
    return dossiers.describe_dossier(office.workspace, dossiers.find_dossier(standings, office.dossier, who), who)


def proven_now(office: Office) -> Proven:
    standing = Standings(office.workspace).of_dossier(office.dossier)
    assert standing is not None
    return proving.prove(office.workspace, standing)


def test_every_kind_of_event_has_words_or_is_left_out_on_purpose() -> None:
    assert DOSSIER_KINDS.keys() == WORDS.keys() | SILENT


def test_a_sealed_answer_is_told_without_its_answer_but_to_its_own_seat(tmp_path: Path) -> None:
    office = with_version(tmp_path / "var", "tussenrapportage_1", "dowr")
    gate = open_gates(office)[0]
    seat = office.state.gate(gate).zetels[0]  # type: ignore[union-attr]
    cast_vote(office, gate, seat.zetel, "niet afgestemd", toelichting="De huur is te hoog.")
    told = {person: shown(office, person).chronicle[0].text for person in ("controller", seat.houder)}

    assert "verzegeld" in told["controller"]
    assert "De huur is te hoog." not in told["controller"]
    assert "niet afgestemd. De huur is te hoog." in told[seat.houder]


def test_a_version_that_was_taken_back_says_so_and_the_next_does_not(tmp_path: Path) -> None:
    office = with_version(tmp_path / "var", "begroting", "dowr")
    acts.reopen(office.workspace, office.dossier, "controller", reden="De huur ontbreekt.", percelen=("ict",))
    submit_workbooks(office, "ict", lines=4)
    add_version(office)

    assert [version.title for version in shown(office, "controller").versions] == [
        "Versie 2, 1 april 2026",
        "Versie 1, 1 april 2026, teruggenomen op 1 april 2026",
    ]


def test_a_workbook_that_comes_twice_is_not_told_as_refused(tmp_path: Path) -> None:
    office = open_round(tmp_path / "var")
    already = Bevinding(
        code="AL_ONTVANGEN", ernst="fout", melding="Al ontvangen.", herstel="", blad=None, cel=None, waarde=None,
        verwacht=None,
    )  # fmt: skip
    again = InzendingGeweigerd(
        perceel="ict", sha256="a" * 64, inzender="manager_ict", via="scherm", ontvangst=2,
        bevindingen=(already,),
    )  # fmt: skip
    wrong = replace(again, bevindingen=(replace(again.bevindingen[0], code="SOM_ONJUIST"),))
    teller = Teller(state=office.state, profile=office.workspace.profile_of(office.state), person="controller")
    told = [WORDS["inzending_geweigerd"](teller, content) for content in (again, wrong)]

    whose = "Een werkboek van Informatievoorziening en ICT"
    assert told == [
        f"{whose} is nog eens ingestuurd. Het was al ontvangen; er verandert niets.",
        f"{whose} is geweigerd, met 1 bevinding.",
    ]


def test_a_version_says_whether_it_still_counts_and_who_adopted_it(tmp_path: Path) -> None:
    taken, office = (
        made(tmp_path / name, "tussenrapportage_1", "dowr") for made, name in ((withdrawn, "weg"), (corrected, "nieuw"))
    )
    (gone,), (new, old) = shown(taken, "controller").versions, shown(office, "controller").versions

    assert ", ingetrokken op " in gone.title
    assert ", vervangen door versie 2" in old.title
    assert "vervangen" not in new.title
    assert new.adopted.startswith("Vastgesteld door Directieberaad op ")


def test_during_a_correction_the_proof_is_told_to_wait_for_it_and_not_for_a_publication(tmp_path: Path) -> None:
    told = shown(correcting(tmp_path, "tussenrapportage_1", "dowr"), "controller").why_not

    assert told.startswith("Versie 1 is gepubliceerd en wordt nu gecorrigeerd.")
    assert "zodra het is gepubliceerd" not in told


def test_before_publication_nobody_takes_it_out_whole_and_after_it_it_holds(tmp_path: Path) -> None:
    before = with_version(tmp_path / "voor", "tussenrapportage_1", "dowr")
    office = published(tmp_path / "na", "tussenrapportage_1", "dowr")
    proven = proven_now(office)

    assert (shown(before, "controller").provable, shown(office, "controller").provable) == (False, True)
    assert shown(before, "controller").why_not.endswith("zodra het is gepubliceerd.")
    assert (proven.holds, [line for line in proven.lines if "HOUDT NIET" in line]) == (True, [])
    # Nobody's holder was recorded, so that no file of the bezetting can tell: nobody is sent for one.
    assert any(item.what.startswith("Wie welke functie had, is in dit dossier niet") for item in proven.unseen)
    assert not any("bezetting" in item.todo for item in proven.unseen)
    assert not list(office.workspace.settings.var.glob("uitvoer-*"))


def test_only_while_answers_are_sealed_the_page_says_that_some_are(tmp_path: Path) -> None:
    """Under answers that everybody reads it would be untrue."""
    office = with_version(tmp_path)
    first = open_gates(office)[0]
    gate = office.state.gate(first)
    assert gate is not None
    cast_vote(office, gate.gate, gate.silent_zetels()[0], "afgestemd")
    sealed = shown(office, "controller").why_not
    for item in office.state.gates:
        vote_all(office, item.gate)
        end_gate(office, item.gate)
    closed = shown(office, "controller").why_not

    assert ["nog niemand de antwoorden mag lezen" in told for told in (sealed, closed)] == [True, False]


def test_what_was_not_looked_at_is_told_in_words_of_the_page_with_what_to_do(tmp_path: Path) -> None:
    proven = proven_now(published(tmp_path, "tussenrapportage_1", "dowr"))
    told = [proven.told, *proven.seen, *(f"{item.what} {item.todo}" for item in proven.unseen)]

    assert any("postbus" in item.todo for item in proven.unseen)
    assert [line for line in told if "--" in line or "v1-s" in line or "sha256" in line] == []
    assert any("--postbus" in line for line in proven.lines)


def test_a_page_names_gates_and_files_and_keeps_their_codes_for_who_checks(tmp_path: Path) -> None:
    office = with_version(tmp_path, "begroting", "dowr")
    gate = open_gates(office)[0]
    page = shown(office, "controller")
    who = reader_of(office.workspace.profile("dowr"), "controller", office.workspace.today())
    html = fill_page("dossier.html", who, dossier=page, uitkomst=None)
    read, _, checked = html.partition("<summary>Controleren</summary>")

    assert "Regiegroep informatievoorziening en ICT, ter afstemming: versie 1, stap 1 van 5" in read
    assert "Begroting 2027 (pdf)" in read
    assert "Oplegnota Directieberaad (pdf)" in read
    for code in (gate, "begroting.pdf", "oplegnota_directieberaad.pdf"):
        assert (code in read, code in checked) == (False, True)


def test_what_is_taken_out_holds_and_leaves_nothing_behind(tmp_path: Path) -> None:
    office = published(tmp_path / "var", "tussenrapportage_1", "dowr")
    before = sorted(office.workspace.settings.var.iterdir())
    export = proving.export(office.workspace, office.dossier)

    assert sorted(office.workspace.settings.var.iterdir()) == before
    assert verify_zip(b"".join(export)).houdt


def test_a_published_dossier_is_for_everybody_of_the_cooperation_and_no_other_is(tmp_path: Path) -> None:
    before = with_version(tmp_path / "voor", "tussenrapportage_1", "dowr")
    office = published(tmp_path / "na", "tussenrapportage_1", "dowr")

    assert shown(office, "college_raalte").title.startswith("Tussenrapportage 1")
    with pytest.raises(UnknownKey, match="bestaat niet, of u mag het niet lezen"):
        shown(before, "beheerder")


def test_a_file_that_shows_a_condition_met_is_told_and_given_by_its_senders_name(tmp_path: Path) -> None:
    office = with_condition(tmp_path)
    acts.fulfil_condition(
        office.workspace, office.dossier, OWNER, gate=GATE, zetel="deventer", toelichting="Zie de bijlage.",
        evidence=("Bijlage 3.pdf", b"%PDF-1.7"),
    )  # fmt: skip
    page = shown(office, "college_raalte")

    assert [file.title for file in page.evidence] == ["Bijlage 3.pdf (Directieberaad, versie 1)"]
    assert page.chronicle[0].text.endswith("is vervuld: Zie de bijlage. (met bestand: Bijlage 3.pdf)")


def test_a_condition_that_its_own_seat_meets_stays_sealed_with_the_answer(tmp_path: Path) -> None:
    """Else its chronicle tells that Deventer answered "mits", while the others still answer."""
    office = before_gate(tmp_path)
    cast_vote(office, GATE, "deventer", **ask_condition(office))
    seat = "directeur_bedrijfsvoering_deventer"
    acts.fulfil_condition(
        office.workspace, office.dossier, seat, gate=GATE, zetel="deventer", toelichting="Al gedaan.",
        evidence=("Bijlage 3.pdf", b"%PDF-1.7"),
    )  # fmt: skip
    told = {person: str(shown(office, person)) for person in (seat, "directeur_bedrijfsvoering_raalte", "controller")}

    assert [("Al gedaan." in text, "Bijlage 3.pdf" in text) for text in told.values()] == [
        (True, True), (False, False), (False, False),
    ]  # fmt: skip
