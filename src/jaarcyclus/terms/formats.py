"""How a value looks on paper: Dutch amounts, signed deviations, fte, days, moments, names in a row.

Only what a person reads uses this; nothing calculates with what it returns.
"""

from collections.abc import Sequence
from datetime import date, datetime

from jaarcyclus.terms.days import format_date
from jaarcyclus.terms.money import format_euro

NO_AMOUNT = "–"
_MINUS = "\N{MINUS SIGN}"  # a hyphen is read aloud as nothing, and breaks from its number


def format_amount(cent: int | None, *, cents: bool = True) -> str:
    """Return `1.234,56`, without the cents when `cents` is false; a minus sign (U+2212) in front; None is a dash.

    Raises ValueError when cents would be dropped: rounding is for the reader to see, not for us to hide.
    """
    if cent is None:
        return NO_AMOUNT
    if cent % 100 and not cents:
        raise ValueError(f"{cent} cents are no whole euros")
    text = format_euro(cent).removeprefix("€ ").replace("-", _MINUS)
    return text if cents else text.removesuffix(",00")


def format_deviation(cent: int | None, *, cents: bool = True) -> str:
    """Return a deviation signed as the field does: `1.234 V` (voordeel), `1.234 N` (nadeel); positive is V."""
    if not cent:
        return format_amount(cent, cents=cents)
    return f"{format_amount(abs(cent), cents=cents)} {'V' if cent > 0 else 'N'}"


def format_fte(hundredths: int) -> str:
    """Return hundredths of an fte as `12,50`."""
    return format_amount(hundredths)


def format_day(iso: str) -> str:
    """Return an ISO date, or the day of an ISO moment, as `8 mei 2026`."""
    return format_date(date.fromisoformat(iso[:10]))


def format_moment(iso: str) -> str:
    """Return an ISO moment as `8 mei 2026, 14.03 uur`."""
    moment = datetime.fromisoformat(iso)
    return f"{format_date(moment.date())}, {moment:%H.%M} uur"


def join_names(names: list[str]) -> str:
    """Return `a`, `a en b`, `a, b en c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} en {names[-1]}"


def name_some(names: Sequence[str], most: int = 3) -> str:
    """Return the first of these names, and how many more there are: `a; b; c; en 2 andere`."""
    more = len(names) - most
    return "; ".join([*names[:most], *([f"en {more} andere"] if more > 0 else [])])
