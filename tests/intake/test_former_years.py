"""What is about an earlier year stays gross: lines as the office writes them, and what is said of them."""

import pytest

from builders.checks import cell_of, check, lines
from builders.workbook import make_line
from jaarcyclus.terms.products import PRODUCTS


def amounts(cent: int) -> dict[str, int | None]:
    return dict.fromkeys(PRODUCTS["begroting"].columns, 100_000) | {"t": cent}


@pytest.mark.parametrize(
    "description",
    [
        "Afrekening 2025 energie",
        "Baten voorgaande jaren",
        "Vorig jaar te veel betaalde huur",
        "Correctie oude jaren",
        "Nagekomen facturen",
        "Lasten vorige dienstjaren",
        "Teruggaaf energiebelasting 2024",
        "Teruggave btw 2025",
    ],
)
def test_a_negative_amount_about_an_earlier_year_is_netted(description: str) -> None:
    figures = lines(make_line(description, categorie="3.8", bedragen_cent=amounts(-50_000)))
    (found,) = check(figures, only="EERDER_JAAR")

    assert (found.ernst, found.cel, found.waarde) == ("waarschuwing", cell_of(figures, "t", 9), "€ -500,00")
    assert "een negatief bedrag" in found.melding


def test_a_balance_of_earlier_years_is_netted_whatever_its_sign() -> None:
    figures = lines(make_line("Saldo afrekeningen voorgaande jaren", categorie="3.8"))
    (found,) = check(figures, only="EERDER_JAAR")

    assert (found.cel, found.waarde) == (cell_of(figures, "omschrijving", 9), "Saldo afrekeningen voorgaande jaren")


@pytest.mark.parametrize(
    ("description", "cent"),
    [
        ("Afrekening 2025 energie", 50_000),  # gross, on its own side
        ("Taakstelling inkoop", -50_000),  # negative, of this year
        ("Afrekening 2027 energie", -50_000),  # of the boekjaar itself
        ("Programma 2024 tot en met 2028", -50_000),  # names a year, settles nothing
        ("Jaarlijkse oudejaarsviering", -50_000),
    ],
)
def test_what_is_gross_or_of_this_year_is_not(description: str, cent: int) -> None:
    found = check(lines(make_line(description, categorie="3.8", bedragen_cent=amounts(cent))), only="EERDER_JAAR")

    assert found == []


def test_what_the_ledger_has_of_earlier_years_is_not_judged_anew() -> None:
    known = amounts(100) | {"t_min2": -100, "t_min1": -100}

    assert check(lines(make_line("Nagekomen facturen", bedragen_cent=known)), only="EERDER_JAAR") == []
