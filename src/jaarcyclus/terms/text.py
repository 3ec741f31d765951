"""A stranger's text made harmless: shortened, on one line, printable; and what in it nobody sees.

A cell full of invisible signs looks empty, a name with one in it looks like another name. Nothing is taken out in
silence: at intake the sender is told where they stand, on paper they are shown.
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


# Control characters, invisible and direction-changing characters, and all beyond the basic plane: a reader must not
# be fooled by what does not show, and none of our typefaces draws them, so another machine would draw another page.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    "\ud800-\uf8ff\U00010000-\U0010ffff]"
)
_LONG_WORD = re.compile(r"\S{65,}")
_PIECE = 16


def show_hidden(text: str) -> str:
    """Return `text` with every character that would hide, reorder or break a line replaced by `[U+202E]`."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return _HIDDEN.sub(lambda match: f"[U+{ord(match[0]):04X}]", unified)


def on_one_line(text: str) -> str:
    """Return `text` as a plain line: nothing hidden, and no break by which a stranger writes a line of ours."""
    return " ".join(show_hidden(text).split())


def make_printable(text: str) -> str:
    """Return `text` as a page can hold it: nothing hidden, and room to break within a word of over 64 letters.

    WeasyPrint's time grows with the cube of a word's length: one of 2.000 letters in a narrow column takes a minute,
    and a stranger writes the words. A SHA-256 has 64 and stays whole, so that it can be copied.
    """
    return _LONG_WORD.sub(lambda match: _with_breaks(match[0]), show_hidden(text))


def _with_breaks(word: str) -> str:
    return "\u200b".join(word[start : start + _PIECE] for start in range(0, len(word), _PIECE))


MAX_WAARDE = 120  # characters of a sender's text that a finding repeats


def leesbaar(value: object) -> str:
    """Return a sender's value as one printable line, cut after MAX_WAARDE characters and marked so."""
    text = str(value)
    cut = text[:MAX_WAARDE] + "…" if len(text) > MAX_WAARDE else text
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(sign)[0] == "C" else sign for sign in cut)
