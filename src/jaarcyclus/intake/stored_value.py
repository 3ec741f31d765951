"""What stands in one cell as its file stores it: a text, a number, a truth, a day or an error.

Runs in the child process (`intake.reader`), so it imports nothing of ours but its fellows there. ECMA-376 part 1,
18.18.11 for the kinds and 18.17.4 for days; what a day is, the library for Excel files says, when there is one.
"""

from functools import cache
from typing import Any

from jaarcyclus.intake.plain_workbook import Plain
from jaarcyclus.intake.sheet_rows import Stored
from jaarcyclus.intake.text_runs import Looks

Value = str | int | float | bool
"""A text, a number or a truth."""


class Day(str):
    """A day or a time of day, as it is told to people; `BEYOND` is one of no calendar."""


class Fault(str):
    """An error of a formula, such as #REF!."""


BEYOND = Day("een dag buiten de kalender")


class Values:
    """Reads the cells of one workbook: `texts` are those that they share."""

    def __init__(self, texts: Plain, *, from_1904: bool) -> None:
        self._texts, self._from_1904 = texts.texts, from_1904

    def of(self, cell: Stored, number_format: str) -> Value | None:
        """Return what stands in a cell with this format; None when nothing does. Raises ValueError for what is none."""
        value = cell.value
        if value is None or cell.kind in ("str", "inlineStr"):
            return value
        if cell.kind == "n":
            return self._number(value, number_format)
        if cell.kind == "s":
            return self._shared(value)[0]
        if cell.kind == "b":
            return bool(int(_TRUTHS.get(value.strip(), value)))
        if cell.kind == "d":
            return Day(_days().from_ISO8601(value))
        return BEYOND if value == "#VALUE!" and is_day(number_format) else Fault(value)

    def looks(self, cell: Stored) -> Looks:
        """Return the looks of the runs of its text."""
        return self._shared(cell.value)[1] if cell.kind == "s" and cell.value is not None else cell.looks

    def _shared(self, number: str) -> tuple[str, Looks]:
        return self._texts[int(number)] if number.strip() else ("", ())

    def _number(self, told: str, number_format: str) -> Value:
        number = float(told) if any(sign in told for sign in ".eE") else int(told)
        if not is_day(number_format):
            return number
        days = _days()
        epoch = days.MAC_EPOCH if self._from_1904 else days.WINDOWS_EPOCH
        try:
            return Day(days.from_excel(number, epoch, timedelta=_is_span(number_format)))
        except (OverflowError, ValueError):
            return BEYOND


_TRUTHS = {"true": "1", "false": "0"}
_DAYS = frozenset("dmhysDMHYS")  # what stands in a format for a part of a day


@cache
def is_day(number_format: str) -> bool:
    """Return whether this format shows a number as a day or a time."""
    if not _DAYS & set(number_format.partition(";")[0]):
        return False  # as nearly always: loading the library takes as long as reading a thousand lines
    from openpyxl.styles.numbers import is_date_format

    return bool(is_date_format(number_format))


@cache
def _is_span(number_format: str) -> bool:
    from openpyxl.styles.numbers import is_timedelta_format

    return bool(is_timedelta_format(number_format))


def _days() -> Any:
    from openpyxl.utils import datetime

    return datetime
