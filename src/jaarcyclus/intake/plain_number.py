"""The number that a stored number means: Excel keeps 15 digits, and a subtraction leaves residue before their end.

Shared by the child (`intake.number_format`), which compares it with what is seen, and by what reads cells; so it
imports nothing of ours.
"""

from decimal import ROUND_HALF_EVEN, Context, Decimal

MAX_DIGITS = 15  # what Excel keeps
_EXCEL = Context(prec=MAX_DIGITS)
# Chosen: what Excel's own subtraction of amounts up to 400 million euros leaves (=1250,10-1250 is 0,0999999999999091),
# and far less than anybody types.
RESIDUE = Decimal("0.0000001")
_DECIMALS = 4  # chosen: more than any figure of an office has; what has more is left as it is


def round_to_excel(number: Decimal) -> Decimal:
    """Return it in the digits that Excel keeps; what stands behind them is binary residue."""
    return _EXCEL.plus(number)


def settle(number: Decimal) -> Decimal:
    """Return the number of at most four decimals that lies within the residue; without one the number itself.

    >>> settle(Decimal("0.0999999999999091"))
    Decimal('0.1')
    """
    kept = round_to_excel(number)
    if not kept.is_finite() or abs(kept) >= 10**MAX_DIGITS:
        return kept
    for decimals in range(_DECIMALS + 1):
        nearest = kept.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)
        if abs(kept - nearest) <= RESIDUE and (nearest or not kept):
            return nearest
    return kept
