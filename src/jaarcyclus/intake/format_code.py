"""The spelling of a number format: its parts between semicolons, and what each is made of.

Runs in the child process (`intake.reader`), so it imports nothing of ours but `colours`. What a part makes of a number
or a text is `number_format`. ECMA-376 part 1, 18.8.31.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from jaarcyclus.intake.colours import is_seen_word

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*(?P<filled>.)|\[(?P<bracket>[^\]]*)\]|(?P<digits>[0#?.,]+)'
    r"|(?P<general>General|Standaard|Standard)|(?P<text>@)|(?P<power>[Ee][+-])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)")
# A currency or none, and a language; not the codes that also ask for other digits or another calendar than those of the
# West (0101, which Reporting Services writes before every language).
_LANGUAGE = r"(?:0{0,4}|0?101)[0-9A-Fa-f]{1,4}|x-euro[12]|[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}"
_CURRENCY = re.compile(rf"\$([^-]*)(?:-(?:{_LANGUAGE}))?")
_BREAK = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")  # of a cell with two lines, the height of a row shows one
_ALL_SECTIONS = 4
_RED = ("red", "rood", "rot", "rouge", "color3", "color 3")


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of a format: the words before and behind its digits, and the digits as the format spells them."""

    before: str
    digits: str
    behind: str
    one_run: bool  # no more than a blank at once between the digits
    general: bool
    red: bool
    seen: bool  # each thing in brackets is known, and no colour or break of line hides what is shown
    percent: bool
    scientific: bool
    texts: int  # how often it shows a text


def split(number_format: str) -> list[str]:
    """Return the parts between semicolons, but for a semicolon that is shown itself."""
    found = [""]
    for token in _TOKEN.finditer(number_format):
        if token["other"] == ";":
            found.append("")
        else:
            found[-1] += token[0]
    return found


def number_sections(number_format: str) -> list[str]:
    """Return the parts that are for numbers: of fewer than four the last is not when it has a place for text."""
    parts = split(number_format)[:_ALL_SECTIONS]
    texts = len(parts) == _ALL_SECTIONS or (len(parts) > 1 and read(parts[-1]).texts)
    return parts[:-1] if texts else parts


def text_sections(number_format: str) -> list[str]:
    """Return the parts that a text may be shown by; none when it is shown as it is."""
    parts = split(number_format)
    if len(parts) >= _ALL_SECTIONS:
        return [parts[_ALL_SECTIONS - 1]]
    placed = [part for part in parts if read(part).texts]
    return placed or [part for part in parts[:1] if read(part).general]


def brackets(section: str) -> Iterator[str]:
    """Yield what stands between brackets: a condition, a colour, a currency."""
    return (token["bracket"] for token in _TOKEN.finditer(section) if token["bracket"] is not None)


@lru_cache(1024)  # of thousands of cells these are a few
def read(section: str) -> Section:
    """Return what this part is made of."""
    tokens = list(_TOKEN.finditer(section))
    texts = [token["digits"] or ("0" if token["general"] or token["text"] else None) for token in tokens]
    places = [at for at, text in enumerate(texts) if text]
    first, last = (places[0], places[-1]) if places else (len(tokens), len(tokens))
    told = list(brackets(section))
    return Section(
        before="".join(map(_words, tokens[:first])),
        digits="".join(text for text in texts if text),
        behind="".join(map(_words, tokens[last + 1 :])),
        one_run=all(map(_is_narrow, _gaps(tokens[first : last + 1]))),
        general=any(token["general"] for token in tokens),
        red=any(bracket.lower() in _RED for bracket in told),
        seen=all(map(_is_known, told)) and not _BREAK.search(section),
        percent=any(token["other"] == "%" for token in tokens),
        scientific=any(token["power"] for token in tokens),
        texts=sum(bool(token["text"]) for token in tokens),
    )


def _gaps(tokens: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """Yield what stands between one run of digits and the next."""
    gap: list[re.Match[str]] = []
    for token in tokens:
        if token["digits"] or token["general"] or token["text"]:
            yield gap
            gap = []
        else:
            gap.append(token)


def _is_narrow(gap: list[re.Match[str]]) -> bool:
    """Return whether it is as wide as the blank between thousands: a wider one makes two numbers of one."""
    signs = sum(max(len(_words(token)), token[0].startswith("_")) for token in gap)
    return signs <= 1 and not any(token["filled"] or _words(token).strip() for token in gap)


def _is_known(bracket: str) -> bool:
    return bool(CONDITION.fullmatch(bracket) or _CURRENCY.fullmatch(bracket)) or is_seen_word(bracket)


def _words(token: re.Match[str]) -> str:
    """Return what this token shows beside the number."""
    currency = _CURRENCY.fullmatch(token["bracket"] or "")
    return token["quoted"] or token["escaped"] or token["filled"] or token["other"] or (currency[1] if currency else "")
