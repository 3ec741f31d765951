"""The dates of a cycle: days written as `1 april T-1`, moved to a working day, and counted in working days.

Working days leave out weekends and the holidays of the Algemene termijnenwet (art. 3: Good Friday counts, and 5 May in
every year), from library `holidays`. Nothing else: what a municipality closes by itself is no rule of the cooperation.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_PATTERN = re.compile(rf"(\d{{1,2}}) ({'|'.join(MONTHS)}) T([+-]\d)?")


@dataclass(frozen=True)
class YearDay:
    """A day relative to boekjaar T: `1 april T-1` is 1 April of the year before."""

    dag: int
    month: int
    offset: int

    @classmethod
    def parse(cls, text: str) -> "YearDay":
        """Return the date written in `text`. Raises ValueError with a Dutch sentence."""
        match = _PATTERN.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"'{text}' is geen datum als '1 april T-1'")
        found = cls(int(match[1]), MONTHS.index(match[2]) + 1, int(match[3] or 0))
        try:
            found.in_boekjaar(2024 - found.offset)  # a leap year: only 30 February and its like fail here
        except ValueError:
            raise ValueError(f"'{text}' bestaat niet op de kalender") from None
        return found

    def in_boekjaar(self, boekjaar: int) -> date:
        """Return the calendar day, not yet moved; 29 February becomes 28 in a common year."""
        year = boekjaar + self.offset
        if (self.dag, self.month) == (29, 2) and not _is_leap(year):
            return date(year, 2, 28)
        return date(year, self.month, self.dag)

    def __str__(self) -> str:
        shift = f"{self.offset:+d}" if self.offset else ""
        return f"{self.dag} {MONTHS[self.month - 1]} T{shift}"


def is_day(text: str) -> bool:
    """Return whether this is a day in its one spelling, `2026-06-12`: an event is hashed, so it has no other."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_working_day(day: date) -> bool:
    """Return whether offices work: no Saturday, Sunday or Dutch public holiday."""
    return day.weekday() < 5 and day not in _public_holidays(day.year)


def to_working_day(day: date) -> date:
    """Return `day` or the next working day after it (domain: a date on a free day moves on)."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int) -> date:
    """Return the day `count` working days after `day`; before it when negative."""
    step = timedelta(days=1 if count >= 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def format_date(day: date) -> str:
    """Return the date as a Dutch reader writes it: `1 april 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@cache
def _public_holidays(year: int) -> frozenset[date]:
    # Imported late: the command line and DAG files read profiles without ever counting days.
    import holidays

    # The library calls 5 May optional, because some employers give it once in five years; the law does not.
    categories = (holidays.PUBLIC, holidays.OPTIONAL)
    return frozenset(holidays.country_holidays("NL", years=year, categories=categories))


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
