"""The sheets that a profile switches on: filled in as the office does, beside what it hears. One cell wrong a case."""

from dataclasses import replace
from typing import Any

import pytest

from builders.checks import context_of
from builders.extra_sheets import QUESTIONS, figures_with_sheets, profile_with_sheets, workbook_with_sheets
from builders.workbook import SETTINGS, filled, judge_workbook
from jaarcyclus.figures.certified import all_risks
from jaarcyclus.figures.records import Figures, figures_from_json, figures_to_json
from jaarcyclus.intake.checks.listed import run_across

CASES = [
    ("investeringen", {"taakveld": "0.44"}, "INVESTERING_TAAKVELD", "B5"),
    ("investeringen", {"termijn": None}, "INVESTERING_ONVOLLEDIG", "G5"),
    ("investeringen", {"termijn": 101}, "INVESTERING_TERMIJN", "G5"),
    ("investeringen", {"kapitaallast_cent": 9_999_99}, "KAPITAALLAST_TE_LAAG", "H5"),
    ("investeringen", {"bijdragen_cent": 900_000_00}, "BIJDRAGE_BOVEN_INVESTERING", "F5"),
    ("reserves", {"begin_cent": -150_000_00, "eind_cent": -140_000_00}, "RESERVE_ONDER_NUL", "G5"),
    ("subsidies", {"eindjaar": 2020}, "LOOPT_NIET_IN_BOEKJAAR", "E5"),
    ("contracten", {"beginjaar": 2020, "eindjaar": 2024}, "LOOPT_NIET_IN_BOEKJAAR", "D5"),
    ("contracten", {"beginjaar": 2029, "eindjaar": 2031}, "LOOPT_NIET_IN_BOEKJAAR", "C5"),
    ("reserves", {"eind_cent": 110_000_01}, "RESERVE_SLUIT_NIET", "G5"),
    ("reserves", {"storting_cent": 9_000_00, "eind_cent": 109_000_00}, "RESERVES_PASSEN_NIET_BIJ_REGELS", ""),
    ("subsidies", {"richting": "verstrekt"}, "SUBSIDIES_PASSEN_NIET_BIJ_REGELS", ""),
    ("subsidies", {"richting": "doorgegeven"}, "SUBSIDIE_RICHTING", "B5"),
    ("diensten", {"gemeente": "Zwolle"}, "DIENST_GEMEENTE_ONBEKEND", "D5"),
    ("diensten", {"bedrag_cent": 3_086_37}, "DIENST_KLOPT_NIET", "F5"),
    ("contracten", {"eindjaar": 2024}, "CONTRACT_EINDIGT_EERDER", "D5"),
    ("contracten", {"bedrag_cent": 900_000_00}, "CONTRACTEN_BOVEN_LASTEN", ""),
    ("ic_verklaring", {"fouten_cent": 1_000_00}, "IC_MEER_DAN_OMVANG", "D5"),
    ("ic_verklaring", {"fouten_cent": 241_00}, "IC_BOVEN_NORM", ""),
    ("ic_verklaring", {"verklaard_door": None}, "IC_ONVOLLEDIG", "H5"),
    ("certificering", {"antwoord": None, "reden": None}, "VRAAG_ONBEANTWOORD", "B6"),
    ("certificering", {"reden": None}, "NEE_ZONDER_REDEN", "C6"),
]


def codes(figures: Figures) -> list[tuple[str, str]]:
    verdict = judge_workbook(workbook_with_sheets(figures), profile_with_sheets(), SETTINGS)
    return [(item.code, item.cel) for item in verdict.bevindingen]


def test_every_sheet_is_read_as_it_was_filled_in() -> None:
    figures = figures_with_sheets()
    verdict = judge_workbook(workbook_with_sheets(figures), profile_with_sheets(), SETTINGS)

    assert verdict.bevindingen == ()
    assert verdict.figures == figures
    assert figures_from_json(figures_to_json(figures)) == figures


@pytest.mark.parametrize(("key", "change", "code", "cell"), CASES)
def test_a_wrong_cell_is_found(key: str, change: dict[str, Any], code: str, cell: str) -> None:
    found = codes(figures_with_sheets(**{key: change}))

    assert (code, cell) in found
    assert {item for item, _ in found} <= {code, "IC_BOVEN_NORM"}


def test_land_is_not_written_off() -> None:
    assert codes(figures_with_sheets(investeringen={"termijn": 0, "kapitaallast_cent": 0})) == []


def test_a_sheet_that_the_profile_does_not_ask_is_unknown() -> None:
    verdict = judge_workbook(filled(figures_with_sheets()), profile_with_sheets("jaarverslag"), SETTINGS)

    assert verdict.accepted
    assert verdict.figures is not None
    assert not verdict.figures.bladen


def test_a_no_becomes_a_risk_with_its_reason() -> None:
    risks = all_risks(figures_with_sheets(), {item.code: item.vraag for item in QUESTIONS})

    assert [(item.kans_pct, item.gevolg_cent) for item in risks] == [(20, 50_000_00), (10, 25_000_00)]
    assert risks[-1].omschrijving == (
        "Nee op de vraag: Zijn alle facturen gecontroleerd door een tweede persoon? "
        "Reden: De tweede controle begon pas in mei."
    )


def test_figures_without_such_sheets_keep_their_hash() -> None:
    assert b"bladen" not in figures_to_json(
        figures_with_sheets().__class__(**{**vars(figures_with_sheets()), "bladen": {}})
    )


def test_a_reserve_may_move_past_the_lines() -> None:
    """BBV art. 54: the result of last year and what is written off come into a reserve without a mutatie on 0.10."""
    assert codes(figures_with_sheets(reserves={"overig_cent": -5_000_00, "eind_cent": 105_000_00})) == []


@pytest.mark.parametrize(
    ("theirs", "told"),
    [
        ("Zaaksoft Nederland BV", ["Met 'zaaksoft' heeft ook PSA een contract: 'zaaksysteem'."]),
        ("Zaakland", []),
        ("", []),
    ],
)
def test_a_supplier_of_two_percelen_is_told_to_the_later(theirs: str, told: list[str]) -> None:
    """Whatever the capitals and the legal form; whether it is one contract only they can tell."""
    figures = figures_with_sheets(contracten={"leverancier": "zaaksoft"})
    other = replace(figures_with_sheets(contracten={"leverancier": theirs}), perceel="psa")
    context = context_of(figures, verantwoording=profile_with_sheets().verantwoording_over(2027))

    found = run_across(figures, context, {"psa": other})

    assert [item.melding for item in found if item.code == "LEVERANCIER_IN_ANDER_PERCEEL"] == told
