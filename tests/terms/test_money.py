"""Amounts as the office writes them beside the cents they mean."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaarcyclus.errors import UnreadableAmount
from jaarcyclus.terms.money import format_euro, parse_amount, to_cent

CENTS = st.integers(min_value=-(10**17) + 1, max_value=10**17 - 1)
NBSP, NARROW = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("0", 0),
        ("12", 1_200),
        ("1234", 123_400),
        ("1.234", 123_400),
        ("1.234.567", 123_456_700),
        ("1.234,56", 123_456),
        ("1234,56", 123_456),
        ("0,05", 5),
        ("12,5", 1_250),
        ("-1.234", -123_400),
        ("− 1.234,56", -123_456),
        ("–12", -1_200),
        ("-0", 0),
        ("€ 12", 1_200),
        ("€12,-", 1_200),
        ("€ 12,--", 1_200),
        ("€ -12", -1_200),
        ("-€ 12", -1_200),
        ("(1.234)", -123_400),
        ("€ (12,50)", -1_250),
        ("( € 12 )", -1_200),
        (f"€{NBSP}1.234,56", 123_456),
        (f"{NARROW}-{NBSP}7{NBSP}", -700),
        ("\t12\n", 1_200),
        ("999.999.999.999.999,99", 99_999_999_999_999_999),
    ],
)
def test_dutch_notation_is_read_to_the_cent(text: str, cents: int) -> None:
    assert parse_amount(text) == cents


@pytest.mark.parametrize(
    "text",
    [
        *("1,234", "1.23", "12.34", "1234.567", "0.123", "1.2345", "12,345", "1,234.56", "1.23,45", "1.234.56"),
        *("007", "00", "0.001.234", "2.027-4"),
        *("1 234", f"1{NBSP}234", "1'234", "1_234", "12 ,50", "12, 50"),
        *("12-", "--12", "-(12)", "(12", "12)", "()", "+12", "€€ 12", "€ -€ 12", "12 €", "EUR 12"),
        *("", " ", "-", "€", ",", ",50", "12,", "12.", "abc", "n.v.t.", "1e3", "0x12", "NaN", "oneindig", "12%"),
        *("١٢", "１２", "½", "²", "1\u200b2", "#REF!", "=12", "1.000.000.000.000.000"),
    ],
)
def test_what_two_people_could_read_differently_is_refused(text: str) -> None:
    with pytest.raises(UnreadableAmount):
        parse_amount(text)


def test_a_refusal_says_how_to_write_it() -> None:
    with pytest.raises(UnreadableAmount) as refusal:
        parse_amount("1,234")

    assert str(refusal.value) == (
        "'1,234' is geen eenduidig bedrag; schrijf het als 1.234,56 of 1234,56, met een - ervoor als het negatief is."
    )


@pytest.mark.parametrize("text", [" " * 30_000, "(" + " " * 30_000, "1" * 30_000, "1" + ".111" * 8_000 + "x"])
def test_a_cell_made_to_keep_us_busy_is_refused_like_any_other(text: str) -> None:
    """A pattern that tries every division of 30.000 spaces would not come back."""
    with pytest.raises(UnreadableAmount) as refusal:
        parse_amount(text)

    assert len(str(refusal.value)) < 200


@given(CENTS)
def test_what_we_write_we_read_back(cents: int) -> None:
    assert parse_amount(format_euro(cents)) == cents


@given(st.text("0123456789.,-−–()€ e\u00a0", max_size=14))
def test_any_text_is_an_amount_or_a_refusal_and_never_a_float(text: str) -> None:
    try:
        cents = parse_amount(text)
    except UnreadableAmount:
        return

    digits = [sign for sign in text if sign.isdigit()]
    assert type(cents) is int
    assert str(abs(cents)).rstrip("0") == "".join(digits).lstrip("0").rstrip("0")


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (0, "€ 0,00"),
        (5, "€ 0,05"),
        (123_456, "€ 1.234,56"),
        (-123_456, "€ -1.234,56"),
        (-5, "€ -0,05"),
        (70_704_700_000_00, "€ 70.704.700.000,00"),
    ],
)
def test_euros_are_written_with_points_and_a_comma(cents: int, text: str) -> None:
    assert format_euro(cents) == text


@pytest.mark.parametrize(
    ("amount", "cents"),
    [
        ("0.005", 1),
        ("0.0049", 0),
        ("2.675", 268),
        ("-0.005", -1),
        ("-2.675", -268),
        ("1E+3", 100_000),
        ("0.00499999999999999999999999999999999999999999999", 0),
        ("1234.565", 123_457),
        ("999999999999999.994", 99_999_999_999_999_999),
        ("1E-400", 0),
    ],
)
def test_half_a_cent_goes_away_from_zero(amount: str, cents: int) -> None:
    assert to_cent(Decimal(amount)) == cents


@given(st.decimals(min_value=-(10**14), max_value=10**14, allow_nan=False, places=5))
def test_rounding_is_mirrored_and_never_off_by_more_than_half_a_cent(amount: Decimal) -> None:
    cents = to_cent(amount)

    assert to_cent(-amount) == -cents
    assert abs(Fraction(amount) * 100 - cents) <= Fraction(1, 2)


@pytest.mark.parametrize("amount", ["NaN", "sNaN", "Infinity", "-Infinity", "1E+15", "1E+999999"])
def test_a_number_that_is_no_amount_is_refused(amount: str) -> None:
    with pytest.raises(UnreadableAmount):
        to_cent(Decimal(amount))
