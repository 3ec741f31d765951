"""What one cell means in its column: the cell as Excel stored it beside the value, or the finding."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaarcyclus.intake.cells import MAX_AMOUNT_CENT, read_cell
from jaarcyclus.intake.sandbox import Cell
from jaarcyclus.workbook.form import CellKind, FormColumn


def read(cell: Cell, kind: CellKind, **changes: object) -> object:
    """The value, or the code of the finding that refuses it."""
    outcome = read_cell(cell, FormColumn(sleutel="k", heading="K", kind=kind, **changes), "Regels", "H9")  # type: ignore[arg-type]
    refused = outcome.bevinding and outcome.value is None
    return outcome.bevinding.code if outcome.bevinding and refused else outcome.value


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Cell("getal", "1234.56"), 123_456),
        (Cell("getal", "1234"), 123_400),
        (Cell("getal", "0"), 0),
        (Cell("getal", "-0.05"), -5),
        (Cell("getal", "1e+06"), 100_000_000),
        (Cell("getal", "0.30000000000000004", formula=True), 30),
        (Cell("getal", "9999999999999.99"), 999_999_999_999_999),
        (Cell("getal", "0.125"), "BEDRAG_TE_VEEL_DECIMALEN"),
        (Cell("getal", "333.3333333333333", formula=True), "BEDRAG_TE_VEEL_DECIMALEN"),
        (Cell("getal", "10000000000000"), "BEDRAG_TE_GROOT"),
        (Cell("getal", "1e+300"), "BEDRAG_TE_GROOT"),
        (Cell("getal", "9" * 400), "BEDRAG_TE_GROOT"),
        (Cell("getal", "inf"), "BEDRAG_GEEN_GETAL"),
        (Cell("getal", "nan"), "BEDRAG_GEEN_GETAL"),
        (Cell("tekst", "1.234,56"), 123_456),
        (Cell("tekst", "€ -12,50"), -1_250),
        (Cell("tekst", "1,234"), "BEDRAG_ONLEESBAAR"),
        (Cell("tekst", "686700.123"), "BEDRAG_MET_PUNT"),
        (Cell("tekst", "€ -12.34"), "BEDRAG_MET_PUNT"),
        (Cell("tekst", "1.234.56"), "BEDRAG_ONLEESBAAR"),
        (Cell("tekst", "n.v.t."), "BEDRAG_ONLEESBAAR"),
        (Cell("tekst", "NA"), "BEDRAG_ONLEESBAAR"),
        (Cell("tekst", "99.999.999.999.999"), "BEDRAG_TE_GROOT"),
        (Cell("tekst", "  "), None),
        (Cell("datum", "2027-01-31 00:00:00"), "BEDRAG_GEEN_GETAL"),
        (Cell("waar", "WAAR"), "BEDRAG_GEEN_GETAL"),
        (Cell("fout", "#REF!"), "CEL_FOUTWAARDE"),
        (Cell("fout", "#N/A"), "CEL_FOUTWAARDE"),
        (Cell("leeg", "", formula=True), "FORMULE_ZONDER_WAARDE"),
    ],
)
def test_an_amount(cell: Cell, expected: object) -> None:
    assert read(cell, CellKind.AMOUNT) == expected


@given(st.integers(-MAX_AMOUNT_CENT + 1, MAX_AMOUNT_CENT - 1))
def test_every_amount_in_whole_cents_survives_excel(cent: int) -> None:
    """Excel stores a double; the shortest text of that double gives the same cents back."""
    stored = repr(float(Decimal(cent) / 100))

    assert read(Cell("getal", stored), CellKind.AMOUNT) == cent


def test_an_amount_as_text_is_read_and_said() -> None:
    outcome = read_cell(
        Cell("tekst", "1.234,56"), FormColumn(sleutel="t", heading="T", kind=CellKind.AMOUNT), "Regels", "H9"
    )

    assert outcome.value == 123_456
    assert outcome.bevinding is not None
    assert (outcome.bevinding.code, outcome.bevinding.ernst) == ("BEDRAG_ALS_TEKST", "waarschuwing")
    assert "€ 1.234,56" in outcome.bevinding.melding


def test_a_column_without_history_stays_empty() -> None:
    assert read(Cell("getal", "0"), CellKind.AMOUNT, empty=True) == "BEDRAG_ZONDER_HISTORIE"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Cell("tekst", "0.10"), "0.10"),
        (Cell("tekst", "0.1"), "0.1"),
        (Cell("tekst", " 0.4 "), "0.4"),
        (Cell("tekst", "007"), "007"),
        (Cell("getal", "0.1"), "CODE_ALS_GETAL"),
        (Cell("procent", "0.1"), "CODE_ALS_GETAL"),
        (Cell("datum", "2027-10-01 00:00:00"), "CODE_ALS_DATUM"),
    ],
)
def test_a_code_is_text(cell: Cell, expected: object) -> None:
    """Typed as a number 0.10 has become 0.1, another taakveld; Excel makes a date of 4.10."""
    assert read(cell, CellKind.CODE) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Cell("tekst", "Licenties"), "Licenties"),
        (Cell("tekst", "=1+1"), "=1+1"),
        (Cell("tekst", "NA"), "NA"),
        (Cell("tekst", "regel 1\nregel 2"), "regel 1\nregel 2"),
        (Cell("getal", "2027"), "2027"),
        (Cell("getal", "85.5"), "85,5"),
        (Cell("tekst", "piep\x07"), "TEKST_ONLEESBAAR"),
        (Cell("tekst", "half \ud800 teken"), "TEKST_ONLEESBAAR"),
        (Cell("tekst", "x" * 251), "TEKST_TE_LANG"),
        (Cell("tekst", "1\n2\n3\n4\n5\n6"), "TEKST_TE_VEEL_REGELS"),
        (Cell("getal", "1e400"), "GETAL_TE_GROOT"),
        (Cell("te_lang", "xxx…"), "TEKST_TE_LANG"),
        (Cell("waar", "WAAR"), "TEKST_VERWACHT"),
    ],
)
def test_a_text(cell: Cell, expected: object) -> None:
    assert read(cell, CellKind.TEXT) == expected


@pytest.mark.parametrize(
    "text",
    ["\u200b", "\ufeff", "\u00ad", "\u3164", "\u2800", "\u034f", "\u115f", "\u1160", "\uffa0", "\u2060", "\ufe0f"]
    + [f"lasten {sign}netab" for sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200f\U000e0041"],
)
def test_a_sign_nobody_sees_is_refused(text: str) -> None:
    """A cell with only such signs looks empty and counts as filled in; one in a name makes another name of it."""
    assert read(Cell("tekst", text), CellKind.TEXT) == "TEKST_ONZICHTBAAR"
    assert read(Cell("tekst", text), CellKind.CODE) == "TEKST_ONZICHTBAAR"


def test_white_space_is_no_invisible_sign() -> None:
    """Text pasted from a browser or Word is full of hard spaces."""
    assert (
        read(Cell("tekst", "1e\u00a0kwartaal\u2009–\tvolgens plan"), CellKind.TEXT)
        == "1e\u00a0kwartaal\u2009–\tvolgens plan"
    )


def test_an_invisible_sign_is_shown_where_it_stands() -> None:
    text = "Licenties Off\u200bice\n\ufeffen servers\u00ad\u00ad"

    found = read_cell(
        Cell("tekst", text), FormColumn(sleutel="t", heading="T", kind=CellKind.TEXT), "Regels", "D9"
    ).bevinding

    assert found is not None
    assert "U+200B na 'Licenties Off', U+FEFF vooraan, U+00AD na 'en servers' en nog 1" in found.melding


@pytest.mark.parametrize("kind", [CellKind.AMOUNT, CellKind.NUMBER, CellKind.FTE, CellKind.VALUE, CellKind.TEXT])
def test_a_percentage_is_not_the_number_on_the_screen(kind: CellKind) -> None:
    """Excel shows 100% where it stores 1: a chance of one percent, or a target of 0,9."""
    assert read(Cell("procent", "1"), kind) == "PROCENT_OPGEMAAKT"


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("inf", "GETAL_TE_GROOT"),
        ("nan", "GETAL_TE_GROOT"),
        ("1e+300", "GETAL_TE_GROOT"),
        ("-1000000000000000", "GETAL_TE_GROOT"),
        ("1e-300", "TEKST_TE_LANG"),
        ("999999999999999", "999999999999999"),
    ],
)
def test_a_figure_beyond_all_measure(number: str, expected: str) -> None:
    assert read(Cell("getal", number), CellKind.VALUE, max_text=60) == expected


def test_a_choice_becomes_its_code_and_an_unknown_one_stays_for_the_rules() -> None:
    choices = {"compensabel (BCF)": "compensabel_bcf"}

    assert read(Cell("tekst", "compensabel (BCF)"), CellKind.CHOICE, choices=choices) == "compensabel_bcf"
    assert read(Cell("tekst", "BCF?"), CellKind.CHOICE, choices=choices) == "BCF?"


def test_a_choice_in_capitals_is_that_choice_but_on_the_form_before() -> None:
    column = FormColumn(sleutel="kant", heading="K", kind=CellKind.CHOICE, choices={"lasten": "lasten"})
    typed = Cell("tekst", "Lasten")

    read_now, before = (read_cell(typed, replace(column, any_case=case), "Regels", "B9") for case in (True, False))

    assert (read_now.value, before.value) == ("lasten", "Lasten")


@pytest.mark.parametrize(
    ("kind", "cell", "expected"),
    [
        (CellKind.NUMBER, Cell("getal", "2025"), 2025),
        (CellKind.NUMBER, Cell("getal", "2025.5"), "GETAL_VERWACHT"),
        (CellKind.NUMBER, Cell("tekst", "2025"), "GETAL_VERWACHT"),
        (CellKind.FTE, Cell("getal", "12.5"), 1_250),
        (CellKind.FTE, Cell("getal", "12.555"), "FTE_VERWACHT"),
        (CellKind.FTE, Cell("tekst", "12 fte"), "FTE_VERWACHT"),
        (CellKind.FTE, Cell("getal", "1e+300"), "FTE_VERWACHT"),
        (CellKind.NUMBER, Cell("getal", "1e+300"), "GETAL_VERWACHT"),
    ],
)
def test_a_count(kind: CellKind, cell: Cell, expected: object) -> None:
    assert read(cell, kind) == expected


@pytest.mark.parametrize(
    ("kind", "number", "told"),
    [
        (CellKind.FTE, "1.5", "wij lazen 1,50"),
        (CellKind.FTE, "12.25", "wij lazen 12,25"),
        (CellKind.AMOUNT, "0.49", "wij lazen € 0,49"),
        (CellKind.AMOUNT, "-0.4", "wij lazen € -0,40"),
    ],
)
def test_what_is_shown_with_fewer_digits_and_misleads_is_read_and_told(kind: CellKind, number: str, told: str) -> None:
    """1,5 fte is shown as 2, and 49 cents as nothing."""
    found = read_cell(Cell("afgerond", number), FormColumn(sleutel="k", heading="K", kind=kind), "Regels", "H9")

    assert found.bevinding is not None
    assert (found.bevinding.code, found.bevinding.ernst) == ("GETAL_AFGEROND_GETOOND", "waarschuwing")
    assert told in found.bevinding.melding
    assert found.value is not None


@pytest.mark.parametrize("number", ["1000.49", "0.5", "-1234.56"])
def test_an_amount_in_whole_euros_is_clean(number: str) -> None:
    """So an office shows it, and the total above it is that of what is stored."""
    column = FormColumn(sleutel="k", heading="K", kind=CellKind.AMOUNT)

    assert read_cell(Cell("afgerond", number), column, "Regels", "H9").bevinding is None


@pytest.mark.parametrize(
    ("sheet", "column", "counts"),
    [("Regels", "kant", True), ("Regels", "aard", False), ("Doelen en indicatoren", "doel", False)],
)
def test_blanks_around_a_choice_are_blamed_on_the_totals_only_where_these_read_it(
    sheet: str, column: str, counts: bool
) -> None:
    """SUMIFS reads the column of lasten and baten, and no other."""
    form_column = FormColumn(sleutel=column, heading="K", kind=CellKind.CHOICE, choices={"lasten": "lasten"})

    finding = read_cell(Cell("tekst", "lasten "), form_column, sheet, "C9").bevinding

    assert finding is not None
    assert (finding.code, "in de totalen" in finding.melding) == ("KEUZE_MET_SPATIES", counts)


@pytest.mark.parametrize(("sheet", "counts"), [("Regels", True), ("Risico's", False), ("Menskracht", False)])
def test_an_amount_as_text_is_missed_by_a_total_only_on_the_sheet_that_has_one(sheet: str, counts: bool) -> None:
    column = FormColumn(sleutel="t", heading="T", kind=CellKind.AMOUNT)

    finding = read_cell(Cell("tekst", "12,50"), column, sheet, "C5").bevinding

    assert finding is not None
    assert ("in het totaal" in finding.melding) is counts


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (CellKind.AMOUNT, "GETAL_ANDERS_GETOOND"),
        (CellKind.FTE, "GETAL_ANDERS_GETOOND"),
        (CellKind.NUMBER, 25),
        (CellKind.VALUE, "25"),
        (CellKind.CODE, "CODE_ALS_GETAL"),
    ],
)
def test_a_percent_sign_beside_a_number_is_right_for_a_share_alone(kind: CellKind, expected: object) -> None:
    """A chance of 25 may be shown as 25%; € 25 shown as 25% is read as something else than it counts for."""
    assert read(Cell("getal_als_deel", "25"), kind) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (CellKind.AMOUNT, 1_250),
        (CellKind.FTE, 1_250),
        (CellKind.VALUE, "GETAL_ANDERS_GETOOND"),
        (CellKind.TEXT, "GETAL_ANDERS_GETOOND"),
        (CellKind.CODE, "CODE_ALS_GETAL"),
    ],
)
def test_a_number_shown_with_fewer_digits_is_wrong_where_it_is_printed_as_it_is_stored(
    kind: CellKind, expected: object
) -> None:
    assert read(Cell("afgerond", "12.5"), kind) == expected


@pytest.mark.parametrize("kind", CellKind)
def test_a_text_that_looks_otherwise_is_refused_in_every_column(kind: CellKind) -> None:
    assert read(Cell("tekst_verhuld", "100,50"), kind) == "TEKST_ANDERS_GETOOND"
    assert read(Cell("tekst_gestapeld", "e" + "\u0301" * 9), kind) == "TEKST_GESTAPELD"


def test_a_pile_of_marks_is_shown_where_it_stands() -> None:
    column = FormColumn(sleutel="k", heading="K", kind=CellKind.TEXT)

    found = read_cell(Cell("tekst_gestapeld", "Eind ab" + "\u0338" * 40), column, "Toelichting", "B5").bevinding

    assert found is not None
    assert "40 na 'Eind ab'" in found.melding
