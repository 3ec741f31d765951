"""The rules on one column: a row as the office fills it in beside the findings, with sheet and cell."""

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from builders.workbook import VERANTWOORDING
from jaarcyclus.errors import ExpectationFailed
from jaarcyclus.intake import expectations
from jaarcyclus.intake.expectations import run_rules
from jaarcyclus.terms.findings import Bevinding
from jaarcyclus.terms.iv3 import load_code_list
from jaarcyclus.terms.products import PRODUCTS
from jaarcyclus.workbook.form import FORM_VERSIONS, FORMER_VERSION, Marks
from jaarcyclus.workbook.rows import Row
from jaarcyclus.workbook.tables import form_tables

MARKS = Marks(profiel="dowr", perceel="ict", product="begroting", boekjaar=2027)
FORMS = form_tables(MARKS, VERANTWOORDING)
LINE: dict[str, Any] = {
    "taakveld": "0.4",
    "categorie": "1.1",
    "kant": "lasten",
    "omschrijving": "Salarissen",
    "aard": "structureel",
    "btw_regime": "buiten_btw",
    **dict.fromkeys(PRODUCTS["begroting"].columns, 0),
}
INDICATOR: dict[str, Any] = {
    "doel": "kosten",
    "indicator": "Kosten per werkplek",
    "eenheid": "€",
    "nulwaarde": "2.100",
    "nuljaar": 2025,
    "bron": "jaarrekening",
    "streefwaarde": "2.000",
    "eigenaar": "teammanager ICT",
}
RISICO: dict[str, Any] = {"omschrijving": "Uitval", "kans_pct": 10, "gevolg_cent": 100, "maatregel": "Uitwijk"}
MENSKRACHT: dict[str, Any] = {"formatie_fte_honderdste": 100, "bezetting_fte_honderdste": 0, "externe_inhuur_cent": 0}
SOUND = {
    "Regels": (9, LINE),
    "Toelichting": (5, {"kop": "dienstverlening", "tekst": "Volgens plan."}),
    "Doelen en indicatoren": (5, INDICATOR),
    "Risico's": (5, RISICO),
    "Menskracht": (5, MENSKRACHT),
}


def judge(sheet: str = "", **changes: Any) -> list[Bevinding]:
    """The findings on a form with one row a sheet, of which `changes` replaces cells on `sheet`."""
    rows = {
        name: [Row(row, {**values, **changes} if name == sheet else values)] for name, (row, values) in SOUND.items()
    }
    return run_rules(rows, FORMS, load_code_list(2027))


def test_a_sound_form_has_no_findings() -> None:
    assert judge() == []


# What is wrong with a row, and the rule and the column in which that is found.
WRONG: tuple[tuple[str, dict[str, Any], str, str], ...] = (
    ("Regels", {"taakveld": None}, "TAAKVELD_LEEG", "A"),
    ("Regels", {"taakveld": "0.40"}, "TAAKVELD_ONBEKEND", "A"),
    ("Regels", {"taakveld": "6.71a"}, "TAAKVELD_ONBEKEND", "A"),
    ("Regels", {"categorie": None}, "CATEGORIE_LEEG", "C"),
    ("Regels", {"categorie": "4.4.1"}, "CATEGORIE_ONBEKEND", "C"),
    ("Regels", {"categorie": "1.1", "kant": "baten"}, "CATEGORIE_ONBEKEND", "C"),
    ("Regels", {"categorie": "3.7", "kant": "lasten"}, "CATEGORIE_ONBEKEND", "C"),
    ("Regels", {"kant": None}, "KANT_LEEG", "B"),
    ("Regels", {"kant": "Lasten"}, "KANT_ONBEKEND", "B"),
    ("Regels", {"omschrijving": None}, "OMSCHRIJVING_LEEG", "D"),
    ("Regels", {"aard": None}, "AARD_LEEG", "E"),
    ("Regels", {"aard": "soms"}, "AARD_ONBEKEND", "E"),
    ("Regels", {"btw_regime": None}, "BTW_REGIME_LEEG", "G"),
    ("Regels", {"btw_regime": "21%"}, "BTW_REGIME_ONBEKEND", "G"),
    ("Regels", {"soort_mutatie": "zomaar"}, "SOORT_MUTATIE_ONBEKEND", "H"),
    ("Regels", {"t_plus3": None}, "BEDRAG_LEEG", "N"),
    ("Toelichting", {"tekst": None}, "TOELICHTING_LEEG", "B"),
    ("Doelen en indicatoren", {"doel": "groei"}, "DOEL_ONBEKEND", "A"),
    ("Doelen en indicatoren", {"eigenaar": None}, "INDICATOR_ONVOLLEDIG", "I"),
    ("Doelen en indicatoren", {"nuljaar": 2028}, "NULJAAR_ONWAARSCHIJNLIJK", "E"),
    ("Risico's", {"kans_pct": 101}, "KANS_BUITEN_BEREIK", "B"),
    ("Risico's", {"gevolg_cent": -1}, "GEVOLG_NEGATIEF", "C"),
    ("Risico's", {"maatregel": None}, "RISICO_ONVOLLEDIG", "D"),
    ("Menskracht", {"formatie_fte_honderdste": None}, "MENSKRACHT_LEEG", "A"),
    ("Menskracht", {"bezetting_fte_honderdste": -1}, "MENSKRACHT_NEGATIEF", "B"),
    ("Menskracht", {"formatie_fte_honderdste": 1_000_001}, "FTE_ONWAARSCHIJNLIJK", "A"),
    ("Menskracht", {"bezetting_fte_honderdste": 1_000_001}, "FTE_ONWAARSCHIJNLIJK", "B"),
    ("Menskracht", {"externe_inhuur_cent": -1}, "INHUUR_NEGATIEF", "C"),
)
ROWS = range(100, 100 + len(WRONG))


@pytest.fixture(scope="module")
def found_at() -> dict[tuple[str, str], list[str]]:
    """The codes by sheet and cell when all wrong rows are judged at once, each below a sound one: once is cheaper."""
    rows = {name: [Row(row, values)] for name, (row, values) in SOUND.items()}
    for filled_row, (sheet, change, _, _) in zip(ROWS, WRONG, strict=True):
        rows[sheet].append(Row(filled_row, {**SOUND[sheet][1], **change}))
    found: dict[tuple[str, str], list[str]] = {}
    for item in run_rules(rows, FORMS, load_code_list(2027)):
        found.setdefault((item.blad, item.cel), []).append(item.code)
    return found


@pytest.mark.parametrize(
    ("row", "sheet", "code", "column"), [(r, b, c, k) for r, (b, _, c, k) in zip(ROWS, WRONG, strict=True)]
)
def test_one_wrong_cell_is_one_finding_on_that_cell(
    found_at: dict[tuple[str, str], list[str]], row: int, sheet: str, code: str, column: str
) -> None:
    in_row = {place: codes for place, codes in found_at.items() if place[0] == sheet and place[1][1:] == str(row)}

    assert in_row == {(sheet, f"{column}{row}"): [code]}


def test_a_wrong_cell_brings_no_finding_elsewhere(found_at: dict[tuple[str, str], list[str]]) -> None:
    assert len(found_at) == len(WRONG)


@pytest.mark.parametrize(("taakveld", "codes"), [("6.71a", []), ("6.711", ["TAAKVELD_ONBEKEND"])])
def test_a_line_of_2024_has_a_taakveld_of_2024(taakveld: str, codes: list[str]) -> None:
    rows = {"Regels": [Row(9, {**LINE, "taakveld": taakveld})]}

    assert [item.code for item in run_rules(rows, FORMS[:1], load_code_list(2024))] == codes


def test_a_finding_shows_the_value_and_what_to_do() -> None:
    [found] = judge("Regels", taakveld="0.40")

    assert (found.ernst, found.waarde) == ("fout", "0.40")
    assert found.melding == "Dit taakveld bestaat niet in dit boekjaar."
    assert found.herstel == "Kies het taakveld uit de lijst; 0.10 is een ander taakveld dan 0.1."


def test_amounts_keep_every_cent() -> None:
    """An empty cell in the column must not make floats of the others: 9.007.199.254.740.993 has no float."""
    rows = [Row(9, {**LINE, "t": 9_007_199_254_740_993}), Row(10, {**LINE, "t": None})]

    frame = expectations._amounts_frame(rows, FORMS[0])

    assert str(frame["bedrag_cent"].dtype) == "Int64"
    assert frame["bedrag_cent"].max() == 9_007_199_254_740_993


@pytest.mark.parametrize("versie", FORM_VERSIONS)
@pytest.mark.parametrize(
    ("sheet", "suite", "code"),
    [("Toelichting", "toelichting", "TOELICHTING_LEEG"), ("Regels", "regels", "TAAKVELD_LEEG")],
)
def test_a_rule_that_does_not_work_is_no_approval(
    monkeypatch: pytest.MonkeyPatch, versie: str, sheet: str, suite: str, code: str
) -> None:
    """A misspelt column must stop the judgement, not let every submission pass."""
    broken = expectations.load_rules(suite)
    broken["expectations"][0]["kwargs"]["column"] += "d"
    monkeypatch.setattr(expectations, "load_rules", lambda suite: broken)
    [form] = [form for form in form_tables(replace(MARKS, versie=versie), VERANTWOORDING) if form.sheet == sheet]

    with pytest.raises(ExpectationFailed, match=code):
        run_rules({sheet: [Row(*SOUND[sheet])]}, [form], load_code_list(2027))


def test_the_form_before_is_not_asked_what_it_has_no_column_for() -> None:
    [lines, *_] = form_tables(replace(MARKS, versie=FORMER_VERSION), VERANTWOORDING)
    rows = [Row(9, LINE), Row(10, {**LINE, "kant": None})]

    found = run_rules({"Regels": rows}, [lines], load_code_list(2027))

    assert [(item.code, item.cel) for item in found] == [("KANT_LEEG", "C10")]


def test_judging_writes_no_file_and_phones_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TMPDIR", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(tmp_path)
    expectations._context.cache_clear()

    judge()

    assert list(tmp_path.iterdir()) == []
    assert os.environ["GX_ANALYTICS_ENABLED"] == "false"


@pytest.mark.parametrize(
    ("sheet", "change", "typed"),
    [
        ("Risico's", {"gevolg_cent": -500}, "€ -5,00"),
        ("Risico's", {"kans_pct": 101}, "101"),
        ("Menskracht", {"formatie_fte_honderdste": -8511}, "-85,11"),
        ("Menskracht", {"externe_inhuur_cent": -50}, "€ -0,50"),
        ("Doelen en indicatoren", {"nuljaar": 2028}, "2028"),
    ],
)
def test_a_finding_shows_the_number_that_its_sender_typed(sheet: str, change: dict[str, int], typed: str) -> None:
    """Cents and hundredths are ours."""
    assert [item.waarde for item in judge(sheet, **change)] == [typed]
