"""How values look on paper."""

import pytest

from jaarcyclus.terms import formats


@pytest.mark.parametrize(
    ("cent", "shown"),
    [
        (0, "0,00"),
        (5, "0,05"),
        (-5, "\u22120,05"),
        (123_456_789, "1.234.567,89"),
        (-100_000, "\u22121.000,00"),
        (None, "–"),
    ],
)
def test_amounts_are_dutch(cent, shown):
    assert formats.format_amount(cent) == shown


def test_cents_are_never_dropped():
    """Whole euros are shown only where there is nothing behind the comma."""
    with pytest.raises(ValueError, match="no whole euros"):
        formats.format_amount(101, cents=False)


@pytest.mark.parametrize(("cent", "shown"), [(100, "1,00 V"), (-100, "1,00 N"), (0, "0,00"), (None, "–")])
def test_deviations_carry_v_or_n(cent, shown):
    assert formats.format_deviation(cent) == shown


@pytest.mark.parametrize(
    ("names", "shown"), [([], ""), (["a"], "a"), (["a", "b"], "a en b"), (["a", "b", "c"], "a, b en c")]
)
def test_names_in_a_sentence(names, shown):
    assert formats.join_names(names) == shown
