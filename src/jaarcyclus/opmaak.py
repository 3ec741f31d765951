"""How a value looks on paper: Dutch numbers and dates, signed deviations, and a stranger's text made harmless.

Only what a person reads uses this; nothing calculates with what it returns.
"""

import re
from datetime import date, datetime

from jaarcyclus.calendar import format_date
from jaarcyclus.money import format_euro

GEEN_BEDRAG = "–"
# Control characters, invisible and direction-changing characters, and all beyond the basic plane: a reader must not
# be fooled by what does not show, and none of our typefaces draws them, so another machine would draw another page.
_ONZICHTBAAR = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    "\ud800-\uf8ff\U00010000-\U0010ffff]"
)
_LANG_WOORD = re.compile(r"\S{65,}")
_STUK = 16


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


def show_hidden(text: str) -> str:
    """Return `text` with every character that would hide, reorder or break a line replaced by `[U+202E]`."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ONZICHTBAAR.sub(lambda match: f"[U+{ord(match[0]):04X}]", unified)


def on_one_line(text: str) -> str:
    """Return `text` as a plain line: nothing hidden, and no break by which a stranger writes a line of ours."""
    return " ".join(show_hidden(text).split())


def make_printable(text: str) -> str:
    """Return `text` as a page can hold it: nothing hidden, and room to break within a word of over 64 letters.

    WeasyPrint's time grows with the cube of a word's length: one of 2.000 letters in a narrow column takes a minute,
    and a stranger writes the words. A SHA-256 has 64 and stays whole, so that it can be copied.
    """
    return _LANG_WOORD.sub(lambda match: _with_breaks(match[0]), show_hidden(text))


def _with_breaks(word: str) -> str:
    return "\u200b".join(word[start : start + _STUK] for start in range(0, len(word), _STUK))
