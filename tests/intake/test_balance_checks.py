"""Sums that must balance, and the controls of Iv3: filings and lines as they come in, beside what is said of them."""

import csv
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.checks import cell_of, check, context_of, lines
from builders.workbook import VERANTWOORDING, make_figures, make_line
from jaarcyclus.figures.records import Figures, Line
from jaarcyclus.profile.verantwoording import Balance, Verantwoording
from jaarcyclus.terms.products import PRODUCTS

EURO = 100
CENTS = st.integers(min_value=-(10**12), max_value=10**12)


def must_balance(euro: int = 0, product: str = "begroting", percelen: tuple[str, ...] = ()) -> Verantwoording:
    balance = Balance(producten=(product,), percelen=percelen, euro=euro)
    return VERANTWOORDING.model_copy(update={"evenwicht": balance})


def two_sides(lasten: int, baten: int) -> Figures:
    """One last and one bate, in cents, in the year that the begroting is about."""

    def amounts(cent: int) -> dict[str, int | None]:
        return {column: cent if column == "t" else 0 for column in PRODUCTS["begroting"].columns}

    return lines(
        make_line("Uitvoering", categorie="3.8", bedragen_cent=amounts(lasten)),
        make_line("Tarieven", kant="baten", categorie="3.8", bedragen_cent=amounts(baten)),
    )


@pytest.mark.parametrize(
    ("baten", "found"),
    [
        (950_000 * EURO, False),
        (950_000 * EURO - 1, True),
        (1_050_000 * EURO, False),
        (1_050_000 * EURO + 1, True),
    ],
)
def test_the_tolerance_is_inclusive_on_both_sides(baten: int, found: bool) -> None:
    figures = two_sides(1_000_000 * EURO, baten)
    told = check(figures, only="NIET_IN", verantwoording=must_balance(50_000))

    assert [item.cel for item in told] == [cell_of(figures, "t", context_of(figures).line_table.totals[-1].row)] * found


def test_it_says_both_sums_and_the_difference() -> None:
    (found,) = check(two_sides(1_000 * EURO, 700 * EURO), only="NIET_IN", verantwoording=must_balance(100))

    assert found.ernst == "fout"
    assert found.melding == (
        "In 'Begroting 2027' zijn de lasten € 1.000,00 en de baten € 700,00: een verschil van € 300,00."
    )
    assert found.verwacht == "lasten en baten die hooguit € 100,00 verschillen"


@given(lasten=CENTS, baten=CENTS, most=st.integers(min_value=0, max_value=10**10))
def test_it_is_found_exactly_when_the_difference_is_larger(lasten: int, baten: int, most: int) -> None:
    found = check(two_sides(lasten, baten), only="NIET_IN", verantwoording=must_balance(most))

    assert bool(found) == (abs(lasten - baten) > most * EURO)


@pytest.mark.parametrize(
    "account", [VERANTWOORDING, must_balance(product="jaarverslag"), must_balance(percelen=("psa",))]
)
def test_nothing_balances_unless_the_profile_asks_it(account: Verantwoording) -> None:
    assert check(two_sides(1_000 * EURO, 0), only="NIET_IN", verantwoording=account) == []


def test_a_year_that_is_over_is_not_balanced_again() -> None:
    """Of t-2 and t-1 the ledger says what they were."""
    history = {column: 1_000 * EURO if column.startswith("t_min") else 0 for column in PRODUCTS["begroting"].columns}

    assert check(lines(make_line(bedragen_cent=history)), only="NIET_IN", verantwoording=must_balance()) == []


def test_what_is_realised_so_far_need_not_balance() -> None:
    """Of a year that still runs only the prognose comes to a whole."""
    amounts = dict.fromkeys(PRODUCTS["tussenrapportage_1"].columns, 0) | {"realisatie": 5, "prognose": 5}
    figures = make_figures("tussenrapportage_1", regels=(make_line(bedragen_cent=amounts),))

    found = check(figures, only="NIET_IN", verantwoording=must_balance(product="tussenrapportage_1"))

    assert ["Prognose" in item.melding for item in found] == [True]


def test_of_all_gemeenten_one_filing_does_not_balance(shared_data: Path) -> None:
    """The real filings of 342 gemeenten at CBS: begroting 2023 to 2025 and jaarrekening 2023."""
    filings = read_filings(shared_data)

    found = [
        name for name, figures in filings.items() if check(figures, only="NIET_IN", verantwoording=must_balance(50_000))
    ]

    assert len(filings) == 1_368
    assert found == [("Sliedrecht", "2023", "begroting")]


def test_no_realised_amount_is_undivided() -> None:
    """4.3.9 is for what a budget cannot divide yet; PF009 runs from the first quarter on."""
    report = make_figures("jaarverslag")
    undivided = replace(report.regels[1], omschrijving="Bijdragen", categorie="4.3.9", rij=12)
    budget = lines(make_line("Bijdragen", categorie="4.3.9"))

    found = check(replace(report, regels=(*report.regels, undivided)), only="IV3")

    place = cell_of(report, "categorie", 12)
    assert [(item.code, item.ernst, item.cel) for item in found] == [("IV3_PF009", "waarschuwing", place)]
    assert check(budget, only="IV3") == []


def test_undivided_and_not_realised_is_nothing() -> None:
    amounts = dict.fromkeys(PRODUCTS["jaarverslag"].columns, 100) | {"realisatie": 0}
    figures = make_figures("jaarverslag", regels=(make_line(categorie="4.3.9", bedragen_cent=amounts),))

    assert check(figures, only="IV3") == []


def read_filings(shared_data: Path) -> dict[tuple[str, str, str], Figures]:
    """Return each filing as if it were a begroting, in its main column."""
    filed: dict[tuple[str, str, str], list[Line]] = defaultdict(list)
    path = shared_data / "iv3/iv3_alle_gemeenten_2023-2025_tidy.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            for side in ("lasten", "baten"):
                if row["gemeente"] != "Nederland" and row[f"{side}_keur"]:  # empty is nothing, 0 is zero
                    cent = int(row[f"{side}_keur"]) * 1_000 * EURO
                    amounts = {column: cent if column == "t" else None for column in PRODUCTS["begroting"].columns}
                    line = make_line(row["taakveld"], taakveld=row["taakveld"], kant=side, bedragen_cent=amounts)
                    filed[row["gemeente"], row["jaar"], row["document"]].append(line)
    return {name: make_figures(regels=tuple(found)) for name, found in filed.items()}
