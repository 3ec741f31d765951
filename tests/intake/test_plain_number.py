"""The number that a stored number means, beside what Excel's arithmetic leaves of it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaarcyclus.intake.plain_number import settle


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        ("0.0999999999999091", "0.1"),
        ("456.77999999999884", "456.78"),
        ("0.12299999999995634", "0.123"),
        ("90.0", "90"),
        ("0", "0"),
        ("0.125", "0.125"),
        ("0.3333333333333333", "0.333333333333333"),
        ("0.00000001", "1E-8"),
        ("999999999999999", "999999999999999"),
    ],
)
def test_residue_goes_and_what_was_meant_stays(stored: str, meant: str) -> None:
    assert str(settle(Decimal(stored))) == meant


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_a_number_of_few_decimals_stays_itself(digits: int, decimals: int) -> None:
    number = Decimal(digits).scaleb(-decimals)

    assert settle(number) == number
    assert settle(Decimal(repr(float(number)))) == number


def test_what_is_no_number_stays_none() -> None:
    assert not settle(Decimal("inf")).is_finite()
