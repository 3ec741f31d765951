"""When a mark holds: while its cell still has what was refused. It goes by itself when somebody corrects the cell.

The formulas are those that Excel, LibreOffice and gnumeric read alike (measured). A number is compared as a number:
turned into text it would have a comma in a Dutch Excel.
"""

from decimal import Decimal, InvalidOperation

from jaarcyclus.marking.own import RULE_SIGN

_MOST_LITERAL = 255  # Excel's own limit for a text within a formula
_ALWAYS = "TRUE"


def fading(cell: str, kind: str | None, text: str) -> str:
    """Return the formula of the mark on one cell; `kind` as in `intake.sandbox.Cell`, None for an empty one."""
    return f"AND({RULE_SIGN},{_condition(cell, kind, text)})"


def lasting() -> str:
    """Return the formula of a mark that stays, on an area."""
    return f"AND({RULE_SIGN},{_ALWAYS})"


def _condition(cell: str, kind: str | None, text: str) -> str:
    if kind is None:
        return f"LEN({cell})=0"
    if kind in ("tekst", "tekst_verhuld", "tekst_gestapeld"):
        return _same_text(cell, text)
    if kind == "waar":
        return f"{cell}={'TRUE' if text == 'WAAR' else 'FALSE'}"
    if kind == "datum":
        return f"ISNUMBER({cell})"  # which number depends on where the workbook counts days from
    if kind == "fout":
        return f"ISERROR({cell})"
    number = _number(text)
    return f"AND(ISNUMBER({cell}),{cell}={number})" if number else f"NOT(ISBLANK({cell}))"


def _same_text(cell: str, text: str) -> str:
    units = len(text.encode("utf-16-le")) // 2  # as Excel counts
    if units > _MOST_LITERAL or not text.isprintable():
        return f"LEN({cell})={units}"
    doubled = text.replace('"', '""')
    return f'EXACT({cell},"{doubled}")'


def _number(text: str) -> str | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return str(number) if number.is_finite() else None
