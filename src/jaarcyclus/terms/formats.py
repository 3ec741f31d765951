"""How a value looks on paper: Dutch amounts, signed deviations, fte, days, moments, names in a row.

Only what a person reads uses this; nothing calculates with what it returns.
"""

from datetime import date, datetime

from jaarcyclus.terms.days import format_date
from jaarcyclus.terms.money import format_euro

GEEN_BEDRAG = "–"


def format_bedrag(cent: int | None, *, centen: bool = True) -> str:
    """Return `1.234,56`, without the cents when `centen` is false; a minus in front; None is a dash.

    Raises ValueError when cents would be dropped: rounding is for the reader to see, not for us to hide.
    """
    if cent is None:
        return GEEN_BEDRAG
    if cent % 100 and not centen:
        raise ValueError(f"{cent} cents are no whole euros")
    text = format_euro(cent).removeprefix("€ ")
    return text if centen else text.removesuffix(",00")


def format_afwijking(cent: int | None, *, centen: bool = True) -> str:
    """Return a deviation signed as the field does: `1.234 V` (voordeel), `1.234 N` (nadeel); positive is V."""
    if not cent:
        return format_bedrag(cent, centen=centen)
    return f"{format_bedrag(abs(cent), centen=centen)} {'V' if cent > 0 else 'N'}"


def format_fte(honderdste: int) -> str:
    """Return hundredths of an fte as `12,50`."""
    return format_bedrag(honderdste)


def format_dag(iso: str) -> str:
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
