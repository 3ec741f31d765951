"""Every check with its last results: workbooks that came in beside what the controller reads."""

from pathlib import Path

import pytest

from builders.dossier import Office, open_round, record_event, submit_workbooks, workbook_of
from builders.warned import pass_one, with_warnings
from jaarcyclus.errors import UnknownKey
from jaarcyclus.intake.checks.listed import CHECKS
from jaarcyclus.pages.check_results import Row, list_results
from jaarcyclus.pages.mailbox import Mailboxes
from jaarcyclus.pages.reader import reader_of
from jaarcyclus.pages.standings import Standings
from jaarcyclus.pages.year_page import show_checks
from jaarcyclus.terms.findings import as_dict, bevinding

WARNING = bevinding("BEDRAG_IN_TEKST_ONBEKEND", blad="Toelichting", cel="B6", bedrag="€ 999.000")


def results(office: Office) -> dict[str, Row]:
    boxes = Mailboxes(office.workspace)
    rows = list_results(Standings(office.workspace).of_profile("dowr").standings, boxes.refusals("dowr"))
    return {row.code: row for row in rows}


def warned(office: Office, perceel: str) -> None:
    workbook, figures = workbook_of(perceel)
    content = {
        "perceel": perceel,
        "sha256": office.workspace.store.put(workbook),
        "cijfers_sha256": office.workspace.store.put(figures),
        "inzender": office.state.indieners()[perceel],
        "via": "api",
        "te_laat": False,
        "ontvangst": len(office.state.inzendingen) + 1,
        "bevindingen": [as_dict(WARNING), as_dict(WARNING)],
    }
    record_event(office, "inzending_geaccepteerd", content["inzender"], content)


def test_every_check_is_there_before_a_workbook_came(tmp_path: Path) -> None:
    found = results(open_round(tmp_path))

    assert list(found) == [code for check in CHECKS for code in check.codes]
    assert {row.told for row in found.values() if not row.not_for} == {"nog geen werkboek"}


def test_a_check_counts_what_the_last_workbooks_had(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    submit_workbooks(office, "psa")
    warned(office, "ict")
    row = results(office)["BEDRAG_IN_TEKST_ONBEKEND"]

    assert row.told == "bij 1 van 2 werkboeken"
    assert [(hit.perceel, hit.times) for hit in row.hits] == [("Informatievoorziening en ICT", 2)]


def test_it_tells_how_many_of_those_passed(tmp_path: Path) -> None:
    office = with_warnings(tmp_path)
    pass_one(office, code="RIJ_VERBORGEN")
    pass_one(office)
    row = results(office)["BEDRAG_IN_TEKST_ONBEKEND"]
    reader = reader_of(office.workspace.profile("dowr"), "controller", office.workspace.today())
    page = show_checks(Standings(office.workspace), Mailboxes(office.workspace), reader)

    assert [(hit.times, hit.passed) for hit in row.hits] == [(1, 1), (1, 0)]
    assert "Informatievoorziening en ICT, Begroting 2027: 1 keer, waarvan 1 afgedaan" in page


def test_a_later_workbook_takes_its_place(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    warned(office, "ict")
    submit_workbooks(office, "ict", lines=4)

    assert results(office)["BEDRAG_IN_TEKST_ONBEKEND"].told == "niets, in 1 werkboek"


def test_what_does_not_apply_says_why(tmp_path: Path) -> None:
    found = results(open_round(tmp_path, regels=4))

    assert found["INDICATOR_ZONDER_REALISATIE"].not_for == ("Begroting 2027: de ronde staat onder regels 4",)
    assert found["COMBINATIE_VERBODEN"].not_for == ()
    now = results(open_round(tmp_path / "nu"))
    assert now["INDICATOR_ZONDER_REALISATIE"].not_for == ("Begroting 2027: pas bij het jaarverslag is het jaar om",)


def test_what_follows_a_kaderbrief_is_not_looked_at_without_one(tmp_path: Path) -> None:
    """It read 'niets', as if every workbook had been held beside it."""
    (why,) = results(open_round(tmp_path))["INDEXATIE_WIJKT_AF"].not_for

    assert why == "Begroting 2027: er was geen kaderbrief vastgesteld toen de ronde openging"


def test_what_was_found_in_a_cell_stands_below_the_checks(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    submit_workbooks(office, "ict", warned=(bevinding("RIJ_VERBORGEN", blad="Regels", cel="A9"),))

    found = results(office)["RIJ_VERBORGEN"]

    assert ([hit.times for hit in found.hits], found.told) == ([1], "bij 1 van 1 werkboek")


def test_the_page_is_for_who_runs_the_cycle(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    warned(office, "ict")
    whole, today = office.workspace.profile("dowr"), office.workspace.today()
    page = show_checks(Standings(office.workspace), Mailboxes(office.workspace), reader_of(whole, "controller", today))

    assert "bij 1 van 1 werkboek<" in page
    assert "{" not in page.split("<tbody>")[1]
    with pytest.raises(UnknownKey):
        show_checks(Standings(office.workspace), Mailboxes(office.workspace), reader_of(whole, "manager_ict", today))
