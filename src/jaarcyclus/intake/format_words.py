"""The words and signs that a number format may put beside a number without making another number of it.

Runs in the child process (`intake.reader`), so it imports nothing of ours. The list is of what offices use: a word
that is not in it may be a size, a sign, another currency or a number in letters, and nobody can list all of those.
"""

import re
from dataclasses import dataclass

DASHES = "-‐‑‒–—―−⁻₋➖﹘﹣－˗"  # what is read as a minus, of whatever kind
_UNITS = (
    r"€|eur|euro(?:['’]?s)?|fte(?:['’]s)?(?:[- ]jaar|[- ]jaren)?|stuks?|aantal|bedrag|saldo|totaal|per jaar|jaar|jaren"
    r"|uur|uren|dag|dagen|week|weken|inwoners?|huishoudens?|personen|medewerkers|leden|k?m[²³23]|km|ha|kwh"
    r"|voordeel|nadeel|(?-i:[VN])|(?:incl|excl)\.?(?: btw)?|(?:in|ex)clusief btw"
)
_KNOWN = re.compile(rf"(?<![^\W_])(?:{_UNITS})(?![^\W_])", re.IGNORECASE)
_NOUGHTS = re.compile(r"(?<![^\W_])(?:nihil|geen|nul)(?![^\W_])", re.IGNORECASE)
_MINUS_WORDS = re.compile(r"(?<![^\W_])(?:min|minus|negatief)(?![^\W_])", re.IGNORECASE)
_SHARES = re.compile(r"[%‰％٪]|(?<![^\W_])(?:procent|pct|promille)(?![^\W_])", re.IGNORECASE)
_NO_CENTS = re.compile(rf",[{DASHES}]{{1,2}}(?![{DASHES}])")  # € 1.250,- as it is written in Dutch
_DASH = re.compile(rf"(?<![^\W\d_])[{DASHES}]|[{DASHES}](?![^\W\d_])")  # not the hyphen within a word
_BESIDE = ".,'’/"  # right beside the digits these would be digits
_OTHER_SIGNS = frozenset(f'()+:;"{_BESIDE}{DASHES}')


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What stands beside a number: nothing but words that we know, and whether these make it negative or a share."""

    known: bool
    minus: bool
    plus: bool
    share: bool


def judge_words(before: str, digits: str, behind: str) -> Beside:
    """Return what the words of a part do to its number. Without `digits` they stand in the place of nought."""
    behind = _without_cents(digits, behind)
    words = f"{before} {behind}"
    shares = _SHARES.search(words)
    rest = _KNOWN.sub(" ", _SHARES.sub(" ", _MINUS_WORDS.sub(" ", words)))
    rest = rest if digits else _NOUGHTS.sub(" ", rest)
    known = all(sign.isspace() or sign in _OTHER_SIGNS for sign in rest) and words.count("(") == words.count(")")
    near = before.rstrip()[-1:], behind.lstrip()[:1]
    return Beside(
        known=known and not (digits and any(sign and sign in _BESIDE for sign in near)),
        minus=bool(_DASH.search(before) or _DASH.search(behind) or _MINUS_WORDS.search(words) or "(" in before),
        plus="+" in words,
        share=shares is not None,
    )


def _without_cents(digits: str, behind: str) -> str:
    """Leave out the dash in the place of cents: `0",-"` and, of LibreOffice, `0.--`."""
    point = "," if digits.endswith(".") else ""
    told = _NO_CENTS.match(f"{point}{behind}")
    return behind[told.end() - len(point) :] if told else behind
