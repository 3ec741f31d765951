"""How what we put in a workbook is known again when it comes back, whatever program saved it meanwhile.

A note by its first line, `Jaarcyclus · CODE · kenmerk`, in which the kenmerk follows from the words below it: one that
somebody added to is his. Never by its author: LibreOffice writes another. A rule by a word in its formula. The sheet by
its name and its headings. This proves nothing about who wrote it, and nothing depends on that.
"""

import hashlib
import re
from collections.abc import Mapping

SHEET = "Bevindingen"
HEADINGS = ("Fout of waarschuwing", "Blad", "Cel", "Wat is er", "Er staat", "Verwacht", "Wat u doet", "Code")
RULE_SIGN = 'N("Jaarcyclus")=0'  # always true: N of a text is 0
MAX_NOTE = 500  # chosen: what a box beside a cell shows at once
_FIRST_LINE = re.compile(r"\s*Jaarcyclus · [A-Z0-9_]{1,60} · ([0-9a-f]{10})(?=\s)")
_SHEET = re.compile(rf"{SHEET}(?: [0-9]{{1,3}})?")
_RULE_WORD = '"Jaarcyclus"'


def sign_note(code: str, words: str) -> str:
    """Return the words as a note of ours, shortened to what a note shows."""
    room = MAX_NOTE - len(f"Jaarcyclus · {code} · {'0' * 10}\n")
    short = words if len(words) <= room else f"{words[: room - 1]}…"
    return f"Jaarcyclus · {code} · {_fingerprint(short)}\n{short}"


def is_own_note(text: str) -> bool:
    """Return whether a note is ours, and nobody added to it; blanks and line ends do not matter."""
    told = _FIRST_LINE.match(text)
    return told is not None and told[1] == _fingerprint(text[told.end() :])


def is_own_rule(formula: str) -> bool:
    """Return whether a rule with this formula is ours."""
    return _RULE_WORD in formula


def is_own_sheet(name: str, first_row: Mapping[int, str]) -> bool:
    """Return whether a sheet of this name, with these texts by column in its first row, is one of findings of ours."""
    return _SHEET.fullmatch(name) is not None and tuple(first_row.get(n, "") for n in range(1, 9)) == HEADINGS


def _fingerprint(words: str) -> str:
    return hashlib.sha256("".join(words.split()).encode()).hexdigest()[:10]
