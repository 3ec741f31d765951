"""What a number format makes of a number for who looks at the sheet.

Runs in the child process (`intake.reader`), so it imports nothing of ours. Ordinary formats are known by what they
are made of; any other may show something else than what counts. ECMA-376 part 1, 18.8.31, describes the spelling.
"""

import operator
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*(?P<filled>.)|\[(?P<bracket>[^\]]*)\]|(?P<digits>[0#?.,]+)'
    r"|(?P<general>General|Standaard|@)|(?P<power>[Ee][+-])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)")
_CURRENCY = re.compile(r"\$([^-]*)(?:-[0-9A-Fa-f]*)?")
_HOLDS = {"<": operator.lt, ">": operator.gt, "=": operator.eq, "<=": operator.le, ">=": operator.ge, "<>": operator.ne}
_PLAIN = re.compile(r"(?:[0#?,]*[0#?])?(?:\.[0#?]*)?")  # a comma after the last digit divides by thousand
_DASHES = "-−–—‑－"
_SIGN = re.compile(rf"(?<![^\W\d_])[{_DASHES}(]|[{_DASHES}]\s*$")  # not the hyphen within a word
_SCALE = re.compile(
    r"\b(?:k|dzd|duizend(?:en)?|mln|mio|miljoen(?:en)?|mld|mrd|miljard(?:en)?|tsd|ton|mille|[kmt]eur(?:o)?|minus)\b"
    r"|\b[kmt]€|×",
    re.IGNORECASE,
)
_POWER = re.compile(r"(?<=[A-Za-z])[²³]")  # of a unit, as in m²
_SHARE = re.compile(r"[%‰％٪]|\b(?:procent|pct|promille)\b", re.IGNORECASE)
_RED, _UNSEEN = ("red", "rood"), ("white", "wit")


@dataclass(frozen=True, kw_only=True)
class _Section:
    """One part of a format: the words before and behind its digits, and the digits as the format spells them."""

    before: str
    digits: str
    behind: str
    one_run: bool  # nothing but blanks between the digits
    red: bool
    unseen: bool
    scientific: bool


def kind_of_number(value: float, number_format: str) -> str:
    """Return `getal`, `procent` when it is shown times hundred, `verhuld` when something else than it is shown.

    `getal_als_deel` is the number itself with a percent sign that only stands beside it: right for a share, not for an
    amount of money.
    """
    sections, signs = _choose(value, number_format)
    if "%" in (token["other"] for section in sections for token in _TOKEN.finditer(section)):
        return "procent"
    shown = [_read(section) for section in sections]
    if not all(_shows(section, value, signs) for section in shown):
        return "verhuld"
    return "getal_als_deel" if any(_SHARE.search(f"{part.before} {part.behind}") for part in shown) else "getal"


def _choose(value: float, number_format: str) -> tuple[list[str], tuple[bool, ...]]:
    """Return the sections that may show this number, and whether they write a minus themselves."""
    sections = _sections(number_format)
    if condition := next(filter(None, map(_CONDITION.fullmatch, _brackets(sections[0]))), None):
        holds = _HOLDS[condition[1]](value, float(condition[2]))
        # Which of the others then counts, and who writes the minus, differs by program: none may mislead.
        return sections[:1] if holds else sections[1:] or sections, (False,) if value >= 0 else (False, True)
    if value < 0 and len(sections) > 1:
        return [sections[1]], (True,)
    return [sections[2 if value == 0 and len(sections) > 2 else 0]], (False,)


def _sections(number_format: str) -> list[str]:
    """Return the parts between semicolons, but for a semicolon that is shown itself."""
    found = [""]
    for token in _TOKEN.finditer(number_format):
        if token["other"] == ";":
            found.append("")
        else:
            found[-1] += token[0]
    return found


def _brackets(section: str) -> Iterator[str]:
    return (token["bracket"] for token in _TOKEN.finditer(section) if token["bracket"] is not None)


def _read(section: str) -> _Section:
    tokens = list(_TOKEN.finditer(section))
    texts = [token["digits"] or ("0" if token["general"] else None) for token in tokens]
    places = [at for at, text in enumerate(texts) if text]
    first, last = (places[0], places[-1]) if places else (len(tokens), len(tokens))
    between = "".join(_words(token) for token in tokens[first : last + 1])
    return _Section(
        before="".join(map(_words, tokens[:first])),
        digits="".join(text for text in texts if text),
        behind="".join(map(_words, tokens[last + 1 :])),
        one_run=not between.strip(),
        red=any((token["bracket"] or "").lower() in _RED for token in tokens),
        unseen=any((token["bracket"] or "").lower() in _UNSEEN for token in tokens),
        scientific=any(token["power"] for token in tokens),
    )


def _words(token: re.Match[str]) -> str:
    """Return what this token shows beside the number."""
    currency = _CURRENCY.fullmatch(token["bracket"] or "")
    return token["quoted"] or token["escaped"] or token["filled"] or token["other"] or (currency[1] if currency else "")


def _shows(section: _Section, value: float, signs: tuple[bool, ...]) -> bool:
    """Return whether who looks sees this number: its digits, its size and its sign."""
    words = _POWER.sub("", section.before + " " + section.behind)
    if any(sign.isnumeric() for sign in words) or _SCALE.search(words) or section.scientific or section.unseen:
        return False
    if value == 0 and not section.digits:
        return not any(sign.isalpha() for sign in words.replace("EUR", ""))  # nothing, or a dash: an office's nought
    if not (section.one_run and section.digits.strip(".,") and _PLAIN.fullmatch(section.digits)):
        return False
    decimals = len(section.digits.partition(".")[2])
    vanishes = value != 0 and "0" not in section.digits and round(abs(value), decimals) == 0
    signed = bool(_SIGN.search(section.before) or section.behind.strip().startswith(tuple(_DASHES)))
    return not vanishes and (value == 0 or signed in signs or (section.red and True in signs))
