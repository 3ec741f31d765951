"""Signs of a text that nobody sees: a cell full of them looks empty, a name with one in it looks like another name.

The list is Unicode's Default_Ignorable_Code_Point and category Cf (with the signs that turn the direction of reading),
and the blanks that are no white space. Nothing is taken out here: the sender is told where they stand.
"""

import re
import unicodedata

_WOORDEN = 20  # chosen: signs before an invisible one, to find it by
_MAX_GENOEMD = 3
_BLANKS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)


def is_invisible(sign: str) -> bool:
    """Return whether a reader sees nothing of this sign where one could be: white space is none of them."""
    return unicodedata.category(sign) == "Cf" or _BLANKS.fullmatch(sign) is not None


def name_invisible(text: str) -> str:
    """Return in Dutch which invisible signs stand where, the first few; empty when there are none."""
    places = [place for place, sign in enumerate(text) if is_invisible(sign)]
    named = ", ".join(_name(text, place) for place in places[:_MAX_GENOEMD])
    return f"{named} en nog {len(places) - _MAX_GENOEMD}" if len(places) > _MAX_GENOEMD else named


def _name(text: str, place: int) -> str:
    words = "".join(sign for sign in text[max(place - _WOORDEN, 0) : place] if not is_invisible(sign))
    before = words.split("\n")[-1]
    where = f"na '{before}'" if before else "vooraan"
    return f"U+{ord(text[place]):04X} {where}"
