"""Decisions and refused workbooks as they are told: by name, and as their page tells them."""

from pathlib import Path

from builders.dossier import (
    Office,
    correct,
    end_gate,
    open_gates,
    open_round,
    published,
    submit_workbooks,
    vote_all,
    with_version,
    withdraw,
)
from builders.messages import occasions
from jaarcyclus.ledger.postbus_events import BestandBeoordeeld
from jaarcyclus.ledger.wire import system_event
from jaarcyclus.messages.occasion import Occasion
from jaarcyclus.steps import acts, calendar, receipts, replies
from jaarcyclus.terms.findings import Bevinding

ICT = "v1-s0-regiegroep_ict-r1"


def test_two_decisions_of_one_body_are_told_apart_and_without_their_outcome(tmp_path: Path) -> None:
    office = with_version(tmp_path / "var")
    open_gates(office)
    for gate in ("v1-s0-regiegroep_bedrijfsvoering-r1", ICT):
        vote_all(office, gate, raalte={"antwoord": "niet afgestemd", "toelichting": "Te hoog."})
        end_gate(office, gate)
    for gate in (*open_gates(office), *open_gates(office)):
        vote_all(office, gate)
        end_gate(office, gate)
    told = [item for item in occasions(office) if item.person == "controller" and "er is een uitslag" in item.told]
    board = [item.told for item in told if item.told.startswith("Directieberaad: ")]

    assert board == [
        f"Directieberaad: er is een uitslag over het geschil over het antwoord van {body} (stap 1 van 5), versie 1."
        for body in ("Regiegroep informatievoorziening en ICT", "Regiegroep overige bedrijfsvoering")
    ]
    assert len({item.subject for item in told}) == len(told)
    assert not [item for item in told if "akkoord" in item.told or "afgestemd" in item.told]


def test_a_correction_is_told_as_one_and_a_reopening_as_open_to_every_perceel(tmp_path: Path) -> None:
    corrected = published(tmp_path / "een", "tussenrapportage_1", "dowr")
    correct(corrected, "ict")
    reopened = with_version(tmp_path / "ander")
    acts.reopen(reopened.workspace, reopened.dossier, "controller", reden="De huur ontbreekt.", percelen=())
    told = [item for item in occasions(corrected) if item.person == "manager_ict"]
    (again,) = [item.told for item in occasions(reopened) if item.person == "manager_ict"]

    assert not [item for item in told if "heropend" in item.subject + item.told]
    assert [item.subject for item in told if "versie 1 te corrigeren" in item.told] == ["correctie"]
    assert [item.told for item in told if item.told.startswith("Gepubliceerde versie 1 wordt gecorrigeerd. Lever het")]
    assert "Elk perceel mag opnieuw inleveren; pas als ten minste één" in again


def hand_in(office: Office, content: bytes, name: str, perceel: str = "ict") -> int:
    """Hand a file in for a perceel and judge it; return its receipt."""
    receipt = receipts.receive(
        office.workspace, "dowr", content, file_name=name, inzender=f"manager_{perceel}", via="map", perceel=perceel
    )
    replies.judge_and_reply(office.workspace, "dowr", receipt.number)
    return receipt.number


def refusals(office: Office) -> list[Occasion]:
    return [item for item in occasions(office) if item.key.endswith("/geweigerd")]


def test_a_refused_workbook_is_named_by_its_file_and_its_perceel(tmp_path: Path) -> None:
    office = open_round(tmp_path / "var")
    hand_in(office, b"PK", "Begroting ICT.xlsx")

    (told,) = refusals(office)
    assert "(bestand ‘Begroting ICT.xlsx’) is niet geaccepteerd" in told.told
    assert "Het werkboek van Informatievoorziening en ICT" in told.told
    assert "  " not in told.told


def judged(office: Office, *, dossier: str | None, accepted: bool, code: str = "SOM_ONJUIST") -> None:
    """Record a receipt of ICT and a verdict on it, as of a round of this name."""
    workspace = office.workspace
    came = receipts.receive(
        workspace, "dowr", repr((dossier, accepted, code)).encode(), file_name="a.xlsx", inzender="manager_ict",
        via="map", perceel="ict",
    )  # fmt: skip
    fault = Bevinding(ernst="fout", code=code, blad="Lasten", cel="C7", waarde="", melding="Som.", verwacht="",
                      herstel="Tel op.")  # fmt: skip
    verdict = BestandBeoordeeld(
        ontvangst=came.number, sha256=came.sha256, perceel="ict", geaccepteerd=accepted, dossier=dossier,
        bevindingen=() if accepted else (fault,),
    )  # fmt: skip
    workspace.record_postbus("dowr-postbus", [system_event(verdict)])


def test_a_workbook_that_was_accepted_already_and_comes_again_is_no_refusal(tmp_path: Path) -> None:
    office = open_round(tmp_path / "var")
    judged(office, dossier=office.dossier, accepted=False, code="AL_ONTVANGEN")

    assert not refusals(office)


def test_a_workbook_of_another_product_hushes_no_refusal(tmp_path: Path) -> None:
    office = open_round(tmp_path / "var")
    judged(office, dossier=office.dossier, accepted=False)
    judged(office, dossier="dowr-2026-p1", accepted=True)
    told = [item.told for item in refusals(office)]
    judged(office, dossier=office.dossier, accepted=True)

    assert len(told) == 1
    assert "Het werkboek van Informatievoorziening en ICT voor Begroting 2027 (bestand ‘a.xlsx’)" in told[0]
    assert not refusals(office)


def test_it_is_said_when_an_earlier_workbook_still_counts(tmp_path: Path) -> None:
    office = open_round(tmp_path / "var")
    judged(office, dossier=office.dossier, accepted=False)
    before = refusals(office)[0].told
    submit_workbooks(office, "ict")
    judged(office, dossier=office.dossier, accepted=False, code="ANDERE_SOM")

    assert "blijft gelden" not in before
    assert refusals(office)[-1].told.endswith("Het werkboek dat eerder is geaccepteerd, blijft gelden.")


def test_who_still_fills_in_a_workbook_hears_that_other_figures_are_known(tmp_path: Path) -> None:
    begroting = published(tmp_path)
    report = open_round(tmp_path, "tussenrapportage_1", workspace=begroting.workspace)
    withdraw(begroting)
    calendar.advance(report.workspace, report.dossier)

    told = [item for item in occasions(report) if item.key.endswith(f"/stand-{report.state.known_seq}")]

    assert {item.person for item in told} == set(report.state.indieners().values())
    assert "De bekende cijfers zijn herzien. Voor Inkoop staat een nieuw werkboek klaar." in {
        item.told.partition(" Hebt u")[0] for item in told
    }
