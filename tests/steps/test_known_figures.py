"""The budget that was adopted is not typed again: an interim report that says another one gets a finding."""

from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from builders.dossier import (
    Office,
    add_version,
    open_round,
    publish_product,
    published,
    record_event,
    skip_pause,
    submit_workbooks,
    walk_route,
)
from builders.export import export_dossier
from builders.order import build_figures
from builders.workbook import judge_workbook
from jaarcyclus.dossier import manifest
from jaarcyclus.errors import Refused
from jaarcyclus.figures.prefill import prefill
from jaarcyclus.figures.records import Figures, figures_to_json
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.postbus_events import BestandBeoordeeld
from jaarcyclus.ledger.wire import as_json
from jaarcyclus.printing import pdf
from jaarcyclus.proof.beside import Asked
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.rules.transitions import check
from jaarcyclus.steps import judging, receipts
from jaarcyclus.steps.known_figures import known_of
from jaarcyclus.steps.versions import make_version
from jaarcyclus.workbook.writer import make_workbook

REPORT = "tussenrapportage_1"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The begroting 2027 is published; on 3 May 2027 the first interim report opens."""
    begroting = published(tmp_path)
    return open_round(tmp_path, REPORT, workspace=begroting.workspace)


def report_of(perceel: str, **changed: Mapping[int, int]) -> Figures:
    """Return a report with the adopted amounts; `begroting_voor={0: 1}` says 1 cent in the first line.

    Of a budget after amendment that is another one it tells by line why the forecast is not.
    """
    adopted = [line.bedragen_cent["t"] for line in build_figures(perceel, "begroting", 3).regels]
    made = build_figures(perceel, REPORT, 3)
    lines = []
    for number, line in enumerate(made.regels):
        budget = {
            name: changed.get(name, {}).get(number, adopted[number]) for name in ("begroting_voor", "begroting_na")
        }
        lines.append(replace(line, bedragen_cent={**line.bedragen_cent, **budget}))
    named = "; ".join(lines[number].omschrijving for number in changed.get("begroting_na", ()))
    first, text = next(iter(made.toelichting.items()))
    told = {first: f"Volgens de wijziging: {named}."} if named else {first: text}
    return replace(made, regels=tuple(lines), toelichting={**made.toelichting, **told})


def hand_in(office: Office, figures: Figures) -> BestandBeoordeeld:
    profile = office.workspace.profile_of(office.state)
    content = make_workbook(profile, profile.inzendplicht(figures.perceel), figures.product, figures.boekjaar, figures)
    person = profile.inzendplicht(figures.perceel).indiener
    received = receipts.receive(
        office.workspace, "dowr", content, file_name="rapportage.xlsx", inzender=person, via="api", perceel=None
    )
    return judging.judge(office.workspace, "dowr", received.number)


def test_a_report_on_the_adopted_budget_is_accepted(office: Office) -> None:
    verdict = hand_in(office, report_of("belastingen"))

    assert (verdict.geaccepteerd, verdict.bevindingen) == (True, ())


def test_one_cent_in_the_place_of_an_adopted_budget_is_refused_on_its_cell(office: Office) -> None:
    verdict = hand_in(office, report_of("belastingen", begroting_voor={0: 1}))

    (finding,) = verdict.bevindingen
    assert (finding.code, finding.blad, finding.ernst) == ("BEGROTING_WIJKT_AF", "Regels", "fout")
    assert "in de begroting 2027" in finding.melding
    assert not verdict.geaccepteerd


def test_a_line_that_nobody_adopted_is_refused(office: Office) -> None:
    made = report_of("belastingen")
    new = replace(made.regels[0], categorie="1.1", taakveld="0.61", omschrijving="Nieuw", rij=made.regels[-1].rij + 1)

    verdict = hand_in(office, replace(made, regels=(*made.regels, new)))

    assert "BEGROTING_WIJKT_AF" in {item.code for item in verdict.bevindingen}


def test_a_wrong_code_is_one_finding_and_no_word_of_what_was_adopted(office: Office) -> None:
    """To enter the adopted amount elsewhere, as that finding would ask, spoils an amount that is right."""
    figures = report_of("ict")
    for change in ({"taakveld": "0.44"}, {"categorie": "9.9"}, {"wederpartij": "griffie"}):
        lines = (replace(figures.regels[0], **change), *figures.regels[1:])
        codes = {item.code for item in hand_in(office, replace(figures, regels=lines)).bevindingen}

        assert codes <= {"TAAKVELD_ONBEKEND", "CATEGORIE_ONBEKEND", "WEDERPARTIJ_ONBEKEND"}, change
        assert codes


def test_beside_a_wrong_code_what_differs_elsewhere_is_still_told(office: Office) -> None:
    figures = report_of("ict", begroting_voor={1: 1})
    lines = (replace(figures.regels[0], taakveld="0.44"), *figures.regels[1:])
    codes = {item.code for item in hand_in(office, replace(figures, regels=lines)).bevindingen}

    assert codes == {"TAAKVELD_ONBEKEND", "BEGROTING_WIJKT_AF"}


def test_a_line_that_was_split_or_renamed_is_no_difference(office: Office) -> None:
    made = report_of("belastingen")
    first = made.regels[0]
    half = {column: (cent or 0) // 2 for column, cent in first.bedragen_cent.items()}
    rest = {column: (cent or 0) - half[column] for column, cent in first.bedragen_cent.items()}
    lines = (
        replace(first, omschrijving="Salarissen heffing", bedragen_cent=half),
        replace(first, omschrijving="Salarissen invordering", bedragen_cent=rest),
        *made.regels[1:],
    )

    assert hand_in(office, replace(made, regels=lines)).bevindingen == ()


def test_a_budget_after_amendment_that_the_ledger_does_not_know_is_a_warning(office: Office) -> None:
    """Amendments are not in the ledger yet, so it cannot be refused; it is said, and stands in the dossier."""
    verdict = hand_in(office, report_of("belastingen", begroting_na={0: 9_999_900}))

    assert [(item.code, item.ernst) for item in verdict.bevindingen] == [("EERDER_BEDRAG_WIJKT_AF", "waarschuwing")]
    assert verdict.geaccepteerd


def test_a_finding_names_the_wederpartij_by_which_was_compared(office: Office) -> None:
    """On one taakveld and categorie each wederpartij has its own amount."""
    made = report_of("belastingen")
    charged = replace(made.regels[0], wederpartij="ict")

    verdict = hand_in(office, replace(made, regels=(charged, *made.regels[1:])))

    told = [item.melding for item in verdict.bevindingen if item.code == "BEGROTING_WIJKT_AF"]
    assert len(told) == len(set(told)) == 2
    assert sum("wederpartij ict" in sentence for sentence in told) == 1


def test_a_line_that_is_missing_is_looked_for_in_no_cell(office: Office) -> None:
    """It pointed at the first row, and said that € 0,00 stood there."""
    made = report_of("belastingen")

    verdict = hand_in(office, replace(made, regels=made.regels[1:]))

    missing = [item for item in verdict.bevindingen if "(geen regel)" in item.melding]
    assert [(item.code, item.cel, item.waarde) for item in missing] == [
        ("BEGROTING_WIJKT_AF", "", ""),
        ("EERDER_BEDRAG_WIJKT_AF", "", ""),
    ]
    assert "in de kolom 'Begroting 2027 vóór wijziging'" in missing[0].melding


def test_an_amount_over_several_lines_says_so(office: Office) -> None:
    """The finding stands on the first of them, which holds a part."""
    made = report_of("belastingen", begroting_na={0: 5})
    again = replace(made.regels[0], omschrijving="Nog een", rij=made.regels[-1].rij + 1)
    nought = replace(again, bedragen_cent=dict.fromkeys(again.bedragen_cent, 0))

    finding = hand_in(office, replace(made, regels=(*made.regels, nought))).bevindingen[0]

    assert finding.code == "EERDER_BEDRAG_WIJKT_AF"
    assert "(2 regels samen)" in finding.melding


def test_a_ledger_that_was_rewritten_with_another_budget_is_found_out(office: Office) -> None:
    with pytest.raises(Refused, match="BEGROTING_WIJKT_AF"):
        record_accepted(office, report_of("belastingen", begroting_voor={0: 1}))


def record_accepted(office: Office, figures: Figures) -> None:
    """Record that its workbook was accepted, whatever the door would say of it."""
    profile = office.workspace.profile_of(office.state)
    workbook = make_workbook(profile, profile.inzendplicht(figures.perceel), REPORT, figures.boekjaar, figures)
    read = judge_workbook(workbook, profile, office.workspace.settings).figures
    assert read is not None
    content = {
        "perceel": "belastingen",
        "sha256": office.workspace.store.put(workbook),
        "cijfers_sha256": office.workspace.store.put(figures_to_json(read)),
        "inzender": "manager_belastingen",
        "via": "api",
        "te_laat": False,
        "ontvangst": 1,
        "bevindingen": [],
    }
    record_event(office, "inzending_geaccepteerd", "manager_belastingen", content)


def test_what_moved_within_a_code_holds_in_a_round_that_did_not_compare_it(tmp_path: Path, office: Office) -> None:
    """Rules 2 compared per code; what is incidental came with rules 3, and is told of a round of before."""
    made = report_of("belastingen")
    first, second, *rest = made.regels
    figures = replace(made, regels=(first, replace(second, incidenteel=True), *rest))
    older = open_round(tmp_path, REPORT, workspace=published(tmp_path / "toen").workspace, regels=2)

    with pytest.raises(Refused, match="BEGROTING_WIJKT_AF"):
        record_accepted(office, figures)
    record_accepted(older, figures)

    told = verify_zip(export_dossier(older.workspace, older.dossier))
    (stricter,) = (line.tekst for line in told.regels if line.onderwerp == "strenger geworden")
    assert "nu BEGROTING_WIJKT_AF (Regels I10)." in stricter
    assert told.houdt


def test_without_an_adopted_budget_nothing_is_compared(tmp_path: Path) -> None:
    office = open_round(tmp_path, REPORT)

    assert office.state.known is not None
    assert office.state.known.kolommen == {}
    assert hand_in(office, report_of("belastingen", begroting_voor={0: 1})).geaccepteerd


def test_what_is_known_is_recorded_once_and_before_the_first_workbook(tmp_path: Path) -> None:
    office = open_round(tmp_path, REPORT)
    submit_workbooks(office, "belastingen")

    with pytest.raises(Refused, match="BEKEND_TE_LAAT"):
        record_event(office, "cijfers_bekend", "systeem", {"kolommen": {}})


def test_figures_of_another_dossier_are_no_source(office: Office, tmp_path: Path) -> None:
    """A forger says that the adopted budget stands in a dossier of his own making."""
    assert office.state.known is not None
    column = office.state.known.kolommen["begroting_voor"]
    forged = as_json(replace(column, dossier="dowr-2026-begroting"))

    with pytest.raises(Refused, match="BRON_ONJUIST"):
        check(
            replace(office.state, known=None),
            _event(office, {"kolommen": {"begroting_voor": forged}}),
            office.workspace.store.get,
        )


def test_figures_of_another_perceel_are_no_source(office: Office) -> None:
    assert office.state.known is not None
    column = office.state.known.kolommen["begroting_voor"]
    forged = as_json(replace(column, cijfers={"ict": column.cijfers["belastingen"]}))

    with pytest.raises(Refused, match="BRON_ANDERS"):
        check(
            replace(office.state, known=None),
            _event(office, {"kolommen": {"begroting_voor": forged}}),
            office.workspace.store.get,
        )


def _event(office: Office, content: dict[str, object]) -> Event:
    last = office.workspace.ledger.events(office.dossier)[-1]
    return replace(last, soort="cijfers_bekend", actor="systeem", inhoud=content)


def test_the_export_holds_what_was_compared_with(office: Office) -> None:
    hand_in(office, report_of("belastingen"))

    report = verify_zip(export_dossier(office.workspace, office.dossier))

    assert report.houdt, [line for line in report.regels if not line.houdt]


@pytest.mark.parametrize("compared", [True, False])
def test_the_document_says_whether_its_budget_was_compared_and_proof_prints_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compared: bool
) -> None:
    """Only the ledger says whether the begroting was known: the workbook of the product is made again from it."""
    monkeypatch.setattr(pdf, "render", lambda html, *, day: html.encode())
    before = published(tmp_path) if compared else None
    office = open_round(tmp_path, REPORT, workspace=before and before.workspace)
    if compared:
        assert all(hand_in(office, report_of(code)).geaccepteerd for code in office.state.indieners())
    else:
        submit_workbooks(office)
    skip_pause(office.workspace, office.dossier)
    made = manifest.from_bytes(office.workspace.store.get(str(make_version(office.workspace, office.dossier))))
    report = verify_zip(export_dossier(office.workspace, office.dossier))

    printed = office.workspace.store.get(made.documenten[f"{REPORT}.pdf"]).decode()
    assert ("niet vergeleken met de vastgestelde cijfers" in printed) is not compared
    assert [line.tekst for line in report.regels if line.houdt is False] == []


def test_a_new_workbook_begins_with_what_is_known_and_locks_what_was_adopted(office: Office) -> None:
    known = known_of(office.workspace, "dowr", REPORT, 2027, "belastingen")
    profile = office.workspace.profile_of(office.state)
    begun = prefill(known, "belastingen", REPORT, 2027)
    made = make_workbook(profile, profile.inzendplicht("belastingen"), REPORT, 2027, begun=begun)

    sheet = openpyxl.load_workbook(BytesIO(made))["Regels"]
    heads = {cell.value: cell.column for row in sheet.iter_rows(max_row=12) for cell in row if cell.value}
    before = sheet.cell(9, heads["Begroting 2027 vóór wijziging"])
    after, forecast = sheet.cell(9, heads["Begroting 2027 na wijziging"]), sheet.cell(9, heads["Prognose 2027"])
    first = build_figures("belastingen", "begroting", 3).regels[0].bedragen_cent["t"]
    assert (before.value, before.protection.locked) == (first / 100, True)
    # Where the sender is sent to write an amendment, he can: open, and as yellow as what is to be filled in.
    assert (after.value, after.protection.locked) == (first / 100, False)
    assert after.fill.fgColor.rgb == sheet["D9"].fill.fgColor.rgb != before.fill.fgColor.rgb
    assert forecast.value is None


def test_a_budget_after_amendment_that_no_decision_is_known_of_is_said_on_paper(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever decides must see it: the deviation is measured from it. Proof prints the same."""
    monkeypatch.setattr(pdf, "render", lambda html, *, day: html.encode())
    for code in office.state.indieners():
        changed = {"begroting_na": {0: 1}} if code == "belastingen" else {}
        assert hand_in(office, report_of(code, **changed)).geaccepteerd
    skip_pause(office.workspace, office.dossier)

    made = manifest.from_bytes(office.workspace.store.get(str(make_version(office.workspace, office.dossier))))

    told = "Begroting 2027 na wijziging van Belastingen komt uit op"
    names = [name for name in made.documenten if name.endswith(".pdf") and "regiegroep_ict" not in name]
    papers = {name: office.workspace.store.get(made.documenten[name]).decode() for name in names}
    assert [name for name, text in papers.items() if told not in text] == []
    report = verify_zip(export_dossier(office.workspace, office.dossier), asked=Asked(documents=True))
    assert report.houdt, [line for line in report.regels if not line.houdt]


def test_of_a_budget_after_amendment_the_former_report_is_what_is_known(office: Office, tmp_path: Path) -> None:
    """What was adopted stays that of the begroting; what may change since is that of the last who told of it."""
    for code in office.state.indieners():
        changed = {"begroting_na": {0: 9_999_900}} if code == "belastingen" else {}
        assert hand_in(office, report_of(code, **changed)).geaccepteerd
    add_version(office)
    walk_route(office)
    publish_product(office)

    next_report = open_round(tmp_path, "tussenrapportage_2", workspace=office.workspace)

    assert next_report.state.known is not None
    known = next_report.state.known.kolommen
    sources = {name: column.dossier for name, column in known.items()}
    assert sources == {"begroting_voor": "dowr-2027-begroting", "begroting_na": "dowr-2027-tussenrapportage_1"}
    begun = prefill(
        known_of(next_report.workspace, "dowr", "tussenrapportage_2", 2027, "belastingen"),
        "belastingen",
        "tussenrapportage_2",
        2027,
    )
    assert begun is not None
    assert 9_999_900 in {line.bedragen_cent["begroting_na"] for line in begun.figures.regels}
