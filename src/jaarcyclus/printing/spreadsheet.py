"""The only door to xlsxwriter: a workbook is written to bytes, the same bytes each time.

A cell never guesses: text that starts with `=`, `+`, `-` or `@` stays text, an address stays text, and an amount is
written from integer cents through Decimal. Do not call `sheet.write`: it turns a stranger's text into a formula.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

EURO = "#,##0.00;[Red]-#,##0.00"
MAX_SIGNS = 32_767  # Excel's own limit for one cell
_MAX_HEAD = 255
SHORTENED = " … (ingekort: de volledige tekst staat in de PDF)"


def build_workbook(fill: Callable[[Any], None], *, title: str, day: date) -> bytes:
    """Return the .xlsx that `fill(workbook)` writes into a fresh xlsxwriter workbook.

    `day` is its creation date, so that no clock reaches the bytes.
    """
    import xlsxwriter

    target = BytesIO()
    workbook = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    created = datetime(day.year, day.month, day.day, tzinfo=UTC)
    workbook.set_properties({"title": title, "author": "Jaarcyclus", "created": created})
    fill(workbook)
    workbook.close()
    return target.getvalue()


def set_page_head(sheet: Any, left: str, right: str) -> None:
    """Print at the head of every page what it is, in bold what no reader may miss, and below its number.

    A first row is on the first page only. Excel takes 255 signs for a head: the left one is cut, never the right one.
    """
    mark = f'&R&"-,Bold"{_plain(right)}' if right else ""
    sheet.set_header(f"&L{_plain(left)}"[: _MAX_HEAD - len(mark)].rstrip("&") + mark)
    sheet.set_footer("&Rpagina &P van &N")


def _plain(text: str) -> str:
    return text.replace("&", "&&")


def write_text(sheet: Any, row: int, column: int, text: str, style: Any = None) -> None:
    """Write `text` as text, whatever it starts with; longer than a cell holds, it is cut and says so."""
    if len(text) > MAX_SIGNS:
        text = text[: MAX_SIGNS - len(SHORTENED)] + SHORTENED
    sheet.write_string(row, column, text, style)


def write_cent(sheet: Any, row: int, column: int, cent: int, style: Any = None) -> None:
    """Write integer cents as an amount in euros."""
    sheet.write_number(row, column, Decimal(cent) / 100, style)


def write_count(sheet: Any, row: int, column: int, number: int, style: Any = None) -> None:
    """Write a whole number: a year, a count, a percentage."""
    sheet.write_number(row, column, number, style)
