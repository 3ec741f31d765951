"""What a number format makes of a number, or of a text, for who looks at the sheet.

Runs in the child process (`intake.reader`), so it imports nothing of ours but how a format is spelled (`format_code`)
and which words it may use (`format_words`). Ordinary formats are known by what they are made of; any other may show
something else than what counts. ECMA-376 part 1, 18.8.31.
"""

import operator
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

from jaarcyclus.intake.format_code import CONDITION, Section, brackets, number_sections, read, text_sections
from jaarcyclus.intake.format_words import judge_words
from jaarcyclus.intake.plain_number import MAX_DIGITS, round_to_excel, settle

UNSEEN, UNSEEN_NUMBER = ";;;", ";;;@"  # formats that show nothing, or of numbers nothing
_HOLDS = {"<": operator.lt, ">": operator.gt, "=": operator.eq, "<=": operator.le, ">=": operator.ge, "<>": operator.ne}
_PLAIN = re.compile(r"(?:[0#?,]*[0#?])?(?:\.[0#?]*)?")  # a comma after the last digit divides by thousand
_MOST_DECIMALS = 12  # chosen: with the digits before the point no more than Decimal keeps
_ORDINARY = 8  # digits before the point
_GENERAL_SIGNS = 10  # digits that the format General has room for, beside the decimal sign


def kind_of_number(value: float, number_format: str) -> str:
    """Return `getal`, `procent` when it is shown times hundred, `verhuld` when something else than it is shown.

    `getal_als_deel` is the number itself with a percent sign that only stands beside it: right for a share, not for an
    amount of money. `afgerond` is the number with fewer digits than it has: as offices show amounts, and not for what
    we print as it is stored.
    """
    return _kind(_alike(value) if _compares_nothing(number_format) else value, number_format)


def _alike(value: float) -> float:
    """Return a number of which every format without a condition makes the same, so that few have to be looked at.

    The digits before the point tell nothing as long as General has room for them and for two behind it.
    """
    whole, _, decimals = repr(abs(value)).partition(".")
    if not (whole.isdigit() and whole != "0" and len(whole) <= _ORDINARY and len(decimals) <= 2):
        return value
    return float(f"{'-' if value < 0 else ''}1.{decimals or 0}")


@lru_cache(100_000)
def _kind(value: float, number_format: str) -> str:
    sections, signs = _choose(value, number_format)
    shown = [read(section) for section in sections]
    if any(section.percent for section in shown):
        return "procent"
    if not all(_shows(section, value, signs) for section in shown):
        return "verhuld"
    rounded = any(_rounds(section, value) for section in shown)
    if any(judge_words(part.before, part.digits, part.behind).share for part in shown):
        return "verhuld" if rounded else "getal_als_deel"
    return "afgerond" if rounded else "getal"


@cache
def _compares_nothing(number_format: str) -> bool:
    return not any(map(_condition, number_sections(number_format)))


def shows_text(text: str, number_format: str) -> bool:
    """Return whether who looks at this text sees it, and nothing but it."""
    return not text.strip() or all(_is_text(read(section)) for section in text_sections(number_format))


def _is_text(section: Section) -> bool:
    places = section.texts + section.general
    alone = section.digits == "0" and not f"{section.before}{section.behind}".strip()
    return section.seen and places == 1 and alone


def _choose(value: float, number_format: str) -> tuple[list[str], tuple[bool, ...]]:
    """Return the sections that may show this number, and whether they write a minus themselves."""
    sections = number_sections(number_format)
    if any(map(_condition, sections)):
        compared = any(told and told[1] not in ("=", "<>") for told in map(_condition, sections))
        # Who writes the minus differs by program when the sign may be what is compared: none may mislead.
        return _that_hold(value, sections), (False,) if value >= 0 else (True,) if compared else (False, True)
    if value < 0 and len(sections) > 1:
        return [sections[1]], (True,)
    return [sections[2 if value == 0 and len(sections) > 2 else 0]], (False,)


def _that_hold(value: float, sections: list[str]) -> list[str]:
    """Return the first section of which the condition holds; which one without counts then differs by program."""
    left: list[str] = []
    for section in sections:
        told = _condition(section)
        if told and _HOLDS[told[1]](value, float(told[2])):
            return left or [section]
        left += [] if told else [section]
    return left or sections


def _condition(section: str) -> re.Match[str] | None:
    return next(filter(None, map(CONDITION.fullmatch, brackets(section))), None)


def _shows(section: Section, value: float, signs: tuple[bool, ...]) -> bool:
    """Return whether who looks sees this number: its digits, its size and its sign."""
    beside = judge_words(section.before, section.digits, section.behind)
    if not (beside.known and section.seen) or section.scientific:
        return False
    if value == 0 and not section.digits:
        return True  # nothing, a dash or a word for it: an office's nought
    if not (section.one_run and section.digits.strip(".,") and _PLAIN.fullmatch(section.digits)):
        return False
    decimals = len(section.digits.partition(".")[2])
    vanishes = value != 0 and "0" not in section.digits and round(abs(value), decimals) == 0
    wrong = beside.plus and value < 0
    return not vanishes and not wrong and (value == 0 or beside.minus in signs or (section.red and True in signs))


def _rounds(section: Section, value: float) -> bool:
    """Return whether this part leaves out digits of the number, but for the residue of a formula."""
    number = Decimal(repr(value))
    if not number.is_finite() or not section.digits or abs(number) >= 10**MAX_DIGITS:
        return False
    decimals = len(section.digits.partition(".")[2])
    if section.general or section.texts:
        whole = len(str(int(abs(number))))
        if whole > _GENERAL_SIGNS + 1:
            return True
        decimals = max(_GENERAL_SIGNS - whole, 0)
    step = Decimal(1).scaleb(-min(decimals, _MOST_DECIMALS))
    seen = round_to_excel(number).quantize(step, ROUND_HALF_UP)
    return seen != settle(number)
