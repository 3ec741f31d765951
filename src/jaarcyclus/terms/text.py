"""A stranger's text made harmless: shortened, on one line, printable; and what in it nobody sees.

A cell full of invisible signs looks empty, a name with one in it looks like another name. Nothing is taken out in
silence: at intake the sender is told where they stand, on paper they are shown.
"""

import re
import unicodedata

_WORDS = 20  # chosen: signs before an invisible one, to find it by
_MAX_NAMED = 3

# What a reader sees nothing of where it stands, or only as another order of what follows: Unicode's format characters
# (Cf) and the signs that are drawn as nothing. White space is none of them. Written out and not asked of Python, which
# knows others with every release: what was once accepted must be accepted by who judges again.
_INVISIBLE_ON_PAPER_AS_CODE = (
    "\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U00013438\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# The same, but a page has let these pass since the first dossier: a soft hyphen in the remark beside a vote is printed
# as it is. No workbook holds one, because intake refuses them; yet proof prints an old annex again and compares it byte
# for byte, so they can only move to the list above when a document also says by which list it was printed.
_INVISIBLE_ON_PAPER_AS_IS = (
    "\u00ad\u034f\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164"
    "\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
)
_INVISIBLE = re.compile(f"[{_INVISIBLE_ON_PAPER_AS_CODE}{_INVISIBLE_ON_PAPER_AS_IS}]")


def is_invisible(sign: str) -> bool:
    """Return whether a reader sees nothing of this sign where one could be: white space is none of them."""
    return _INVISIBLE.fullmatch(sign) is not None


def name_invisible(text: str) -> str:
    """Return in Dutch which invisible signs stand where, the first few; empty when there are none."""
    places = [found.start() for found in _INVISIBLE.finditer(text)]
    named = ", ".join(_name(text, place) for place in places[:_MAX_NAMED])
    return f"{named} en nog {len(places) - _MAX_NAMED}" if len(places) > _MAX_NAMED else named


def _name(text: str, place: int) -> str:
    words = "".join(sign for sign in text[max(place - _WORDS, 0) : place] if not is_invisible(sign))
    before = words.split("\n")[-1]
    where = f"na '{before}'" if before else "vooraan"
    return f"U+{ord(text[place]):04X} {where}"


# Signs that are drawn above, below or through the letter before them: of the scripts of Europe, and all others that our
# typefaces draw (Hebrew, Arabic, N'Ko, Thai, Lao); what these do not draw stands on paper as its code point. In
# composed spelling (NFC) Dutch needs none, Lithuanian one and Greek of before 1982 two; with more they stand on the
# lines of others. Written out, as the invisible ones are.
_MARK = (
    "\u0300-\u034e\u0350-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f"
    "\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u07eb-\u07f3\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
    "\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufb1e\ufe20-\ufe2f"
)
MAX_MARKS = 2  # on one letter
_PILE = re.compile(f"[{_MARK}]{{{MAX_MARKS + 1},}}")


def name_piled(text: str) -> str:
    """Return in Dutch where the first pile of marks on one letter stands; empty when there is none."""
    unified = unicodedata.normalize("NFC", text)
    found = _PILE.search(unified)
    return f"{len(found[0])} {_name(unified, found.start()).partition(' ')[2]}" if found else ""


def name_undrawn(text: str) -> str:
    """Return in Dutch the first control character, half or sign for private use in it; empty when there is none."""
    found = _UNREADABLE.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


_UNREADABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffc-\uffff\ud800-\uf8ff\U000f0000-\U0010ffff]"
)

# Beside the invisible: control characters, breaks of a line, and what none of our typefaces draws (signs for private
# use, halves, all beyond the basic plane), so that another machine would draw another page.
_UNDRAWN = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffc-\uffff\ud800-\uf8ff\U00010000-\U0010ffff"
_HIDDEN = re.compile(f"[{_INVISIBLE_ON_PAPER_AS_CODE}{_UNDRAWN}]")
_LONG_WORD = re.compile(r"\S{65,}")
_PIECE = 16


def show_hidden(text: str) -> str:
    """Return `text` with every character that would hide, reorder or break a line replaced by `[U+202E]`.

    All that `is_invisible` names but for `_INVISIBLE_ON_PAPER_AS_IS`, and more that no page can draw.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return _HIDDEN.sub(lambda match: f"[U+{ord(match[0]):04X}]", unified)


def on_one_line(text: str) -> str:
    """Return `text` as a plain line: nothing hidden, and no break by which a stranger writes a line of ours."""
    return " ".join(show_hidden(text).split())


_GLUED = re.compile(
    r"(?<=€) (?=[-−]?\d)|(?<=\d) (?=(?:fte|V|N|uur)\b)|(?<=\d) (?=(?:januari|februari|maart|april|mei|juni|juli)\b)"
    r"|(?<=\d) (?=(?:augustus|september|oktober|november|december)\b)"
)


def make_printable(text: str) -> str:
    """Return `text` as a page can hold it: nothing hidden, and room to break within a word of over 64 letters.

    An amount stays with its sign or unit, a day with its month.

    WeasyPrint's time grows with the cube of a word's length: one of 2.000 letters in a narrow column takes a minute,
    and a stranger writes the words. A SHA-256 has 64 and stays whole, so that it can be copied.
    """
    return _GLUED.sub("\u00a0", _LONG_WORD.sub(lambda match: _with_breaks(match[0]), show_hidden(text)))


def _with_breaks(word: str) -> str:
    return "\u200b".join(word[start : start + _PIECE] for start in range(0, len(word), _PIECE))


MAX_VALUE = 120  # characters of a sender's text that a finding repeats


def make_readable(value: object) -> str:
    """Return a sender's value as one printable line, cut after MAX_VALUE characters and marked so; so is a pile."""
    text = _PILE.sub(lambda pile: f"{pile[0][:MAX_MARKS]}…", str(value))
    cut = text[:MAX_VALUE] + "…" if len(text) > MAX_VALUE else text
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(sign)[0] == "C" else sign for sign in cut)
