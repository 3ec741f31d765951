"""What one cell means in its column: the cell as Excel stored it beside the value, or the finding."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaarcyclus.intake.cells import MAX_BEDRAG_CENT, read_cell
from jaarcyclus.intake.sandbox import Cel
from jaarcyclus.workbook.form import Kolom, Soort


def read(cell: Cel, soort: Soort, **changes: object) -> object:
    """The value, or the code of the finding that refuses it."""
    outcome = read_cell(cell, Kolom(sleutel="k", kop="K", soort=soort, **changes), "Regels", "H9")  # type: ignore[arg-type]
    refused = outcome.bevinding and outcome.waarde is None
    return outcome.bevinding.code if outcome.bevinding and refused else outcome.waarde


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Cel("getal", "1234.56"), 123_456),
        (Cel("getal", "1234"), 123_400),
        (Cel("getal", "0"), 0),
        (Cel("getal", "-0.05"), -5),
        (Cel("getal", "1e+06"), 100_000_000),
        (Cel("getal", "0.30000000000000004", formule=True), 30),
        (Cel("getal", "9999999999999.99"), 999_999_999_999_999),
        (Cel("getal", "0.125"), "BEDRAG_TE_VEEL_DECIMALEN"),
        (Cel("getal", "333.3333333333333", formule=True), "BEDRAG_TE_VEEL_DECIMALEN"),
        (Cel("getal", "10000000000000"), "BEDRAG_TE_GROOT"),
        (Cel("getal", "1e+300"), "BEDRAG_TE_GROOT"),
        (Cel("getal", "9" * 400), "BEDRAG_TE_GROOT"),
        (Cel("getal", "inf"), "BEDRAG_GEEN_GETAL"),
        (Cel("getal", "nan"), "BEDRAG_GEEN_GETAL"),
        (Cel("tekst", "1.234,56"), 123_456),
        (Cel("tekst", "€ -12,50"), -1_250),
        (Cel("tekst", "1,234"), "BEDRAG_ONLEESBAAR"),
        (Cel("tekst", "n.v.t."), "BEDRAG_ONLEESBAAR"),
        (Cel("tekst", "NA"), "BEDRAG_ONLEESBAAR"),
        (Cel("tekst", "99.999.999.999.999"), "BEDRAG_TE_GROOT"),
        (Cel("tekst", "  "), None),
        (Cel("datum", "2027-01-31 00:00:00"), "BEDRAG_GEEN_GETAL"),
        (Cel("waar", "WAAR"), "BEDRAG_GEEN_GETAL"),
        (Cel("fout", "#REF!"), "CEL_FOUTWAARDE"),
        (Cel("fout", "#N/A"), "CEL_FOUTWAARDE"),
        (Cel("leeg", "", formule=True), "FORMULE_ZONDER_WAARDE"),
    ],
)
def test_an_amount(cell: Cel, expected: object) -> None:
    assert read(cell, Soort.BEDRAG) == expected


@given(st.integers(-MAX_BEDRAG_CENT + 1, MAX_BEDRAG_CENT - 1))
def test_every_amount_in_whole_cents_survives_excel(cent: int) -> None:
    """Excel stores a double; the shortest text of that double gives the same cents back."""
    stored = repr(float(Decimal(cent) / 100))

    assert read(Cel("getal", stored), Soort.BEDRAG) == cent


def test_an_amount_as_text_is_read_and_said() -> None:
    outcome = read_cell(Cel("tekst", "1.234,56"), Kolom(sleutel="t", kop="T", soort=Soort.BEDRAG), "Regels", "H9")

    assert outcome.waarde == 123_456
    assert outcome.bevinding is not None
    assert (outcome.bevinding.code, outcome.bevinding.ernst) == ("BEDRAG_ALS_TEKST", "waarschuwing")
    assert "€ 1.234,56" in outcome.bevinding.melding


def test_a_column_without_history_stays_empty() -> None:
    assert read(Cel("getal", "0"), Soort.BEDRAG, leeg=True) == "BEDRAG_ZONDER_HISTORIE"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Cel("tekst", "0.10"), "0.10"),
        (Cel("tekst", "0.1"), "0.1"),
        (Cel("tekst", " 0.4 "), "0.4"),
        (Cel("tekst", "007"), "007"),
        (Cel("getal", "0.1"), "CODE_ALS_GETAL"),
        (Cel("procent", "0.1"), "CODE_ALS_GETAL"),
        (Cel("datum", "2027-10-01 00:00:00"), "CODE_ALS_DATUM"),
    ],
)
def test_a_code_is_text(cell: Cel, expected: object) -> None:
    """Typed as a number 0.10 has become 0.1, another taakveld; Excel makes a date of 4.10."""
    assert read(cell, Soort.CODE) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Cel("tekst", "Licenties"), "Licenties"),
        (Cel("tekst", "=1+1"), "=1+1"),
        (Cel("tekst", "NA"), "NA"),
        (Cel("tekst", "regel 1\nregel 2"), "regel 1\nregel 2"),
        (Cel("getal", "2027"), "2027"),
        (Cel("getal", "85.5"), "85,5"),
        (Cel("tekst", "piep\x07"), "TEKST_ONLEESBAAR"),
        (Cel("tekst", "half \ud800 teken"), "TEKST_ONLEESBAAR"),
        (Cel("tekst", "x" * 251), "TEKST_TE_LANG"),
        (Cel("tekst", "1\n2\n3\n4\n5\n6"), "TEKST_TE_VEEL_REGELS"),
        (Cel("getal", "1e400"), "GETAL_TE_GROOT"),
        (Cel("te_lang", "xxx…"), "TEKST_TE_LANG"),
        (Cel("waar", "WAAR"), "TEKST_VERWACHT"),
    ],
)
def test_a_text(cell: Cel, expected: object) -> None:
    assert read(cell, Soort.TEKST) == expected


@pytest.mark.parametrize(
    "text",
    ["\u200b", "\ufeff", "\u00ad", "\u3164", "\u2800", "\u034f", "\u115f", "\u1160", "\uffa0", "\u2060", "\ufe0f"]
    + [f"lasten {sign}netab" for sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200f\U000e0041"],
)
def test_a_sign_nobody_sees_is_refused(text: str) -> None:
    """A cell with only such signs looks empty and counts as filled in; one in a name makes another name of it."""
    assert read(Cel("tekst", text), Soort.TEKST) == "TEKST_ONZICHTBAAR"
    assert read(Cel("tekst", text), Soort.CODE) == "TEKST_ONZICHTBAAR"


def test_white_space_is_no_invisible_sign() -> None:
    """Text pasted from a browser or Word is full of hard spaces."""
    assert (
        read(Cel("tekst", "1e\u00a0kwartaal\u2009–\tvolgens plan"), Soort.TEKST)
        == "1e\u00a0kwartaal\u2009–\tvolgens plan"
    )


def test_an_invisible_sign_is_shown_where_it_stands() -> None:
    text = "Licenties Off\u200bice\n\ufeffen servers\u00ad\u00ad"

    found = read_cell(Cel("tekst", text), Kolom(sleutel="t", kop="T", soort=Soort.TEKST), "Regels", "D9").bevinding

    assert found is not None
    assert "U+200B na 'Licenties Off', U+FEFF vooraan, U+00AD na 'en servers' en nog 1" in found.melding


@pytest.mark.parametrize("soort", [Soort.BEDRAG, Soort.GETAL, Soort.FTE, Soort.WAARDE, Soort.TEKST])
def test_a_percentage_is_not_the_number_on_the_screen(soort: Soort) -> None:
    """Excel shows 100% where it stores 1: a chance of one percent, or a target of 0,9."""
    assert read(Cel("procent", "1"), soort) == "PROCENT_OPGEMAAKT"


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
    assert read(Cel("getal", number), Soort.WAARDE, max_tekst=60) == expected


def test_a_choice_becomes_its_code_and_an_unknown_one_stays_for_the_rules() -> None:
    keuzes = {"compensabel (BCF)": "compensabel_bcf"}

    assert read(Cel("tekst", "compensabel (BCF)"), Soort.KEUZE, keuzes=keuzes) == "compensabel_bcf"
    assert read(Cel("tekst", "BCF?"), Soort.KEUZE, keuzes=keuzes) == "BCF?"


@pytest.mark.parametrize(
    ("soort", "cell", "expected"),
    [
        (Soort.GETAL, Cel("getal", "2025"), 2025),
        (Soort.GETAL, Cel("getal", "2025.5"), "GETAL_VERWACHT"),
        (Soort.GETAL, Cel("tekst", "2025"), "GETAL_VERWACHT"),
        (Soort.FTE, Cel("getal", "12.5"), 1_250),
        (Soort.FTE, Cel("getal", "12.555"), "FTE_VERWACHT"),
        (Soort.FTE, Cel("tekst", "12 fte"), "FTE_VERWACHT"),
        (Soort.FTE, Cel("getal", "1e+300"), "FTE_VERWACHT"),
        (Soort.GETAL, Cel("getal", "1e+300"), "GETAL_VERWACHT"),
    ],
)
def test_a_count(soort: Soort, cell: Cel, expected: object) -> None:
    assert read(cell, soort) == expected
