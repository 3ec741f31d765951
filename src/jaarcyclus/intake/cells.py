"""What one typed cell means in its column: a value, or the finding that it is not one. Nothing is repaired in silence.

A number is text from the reader (`intake.sandbox.Cell`) and goes to cents through Decimal; no float is involved. The
residue of a formula is rounded off first (`intake.plain_number`).
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal

from jaarcyclus.errors import UnreadableAmount
from jaarcyclus.intake.cell_look import MAX_SIGNS
from jaarcyclus.intake.plain_number import RESIDUE, round_to_excel
from jaarcyclus.intake.sandbox import Cell
from jaarcyclus.terms.days import is_day
from jaarcyclus.terms.findings import Bevinding, bevinding
from jaarcyclus.terms.formats import format_fte
from jaarcyclus.terms.money import format_euro, parse_amount
from jaarcyclus.terms.text import name_invisible, name_piled
from jaarcyclus.workbook.form import REGELS, CellKind, FormColumn
from jaarcyclus.workbook.rows import Value
from jaarcyclus.workbook.spoken import split_spoken

_POINT = re.compile(r"[\s€(−–-]*+[0-9]++\.[0-9]++[\s)]*+")
"""One point and no comma, where Dutch has no point: `686700.12` of a program that writes English."""
_WRITTEN_DAY = re.compile(r"([0-9]{1,2})[-/]([0-9]{1,2})[-/]([0-9]{4})")
MAX_AMOUNT_CENT = 10**15  # chosen: € 10.000.000.000.000, more than the whole country spends
MAX_NUMBER = 10**15  # chosen: all that Excel keeps exactly, and more than anything we count
_HALF_A_EURO = 50  # cents; less is shown as 0
_EXPECTED = {
    CellKind.CODE: "een code als tekst",
    CellKind.CHOICE: "een keuze uit de lijst",
    CellKind.TEXT: "tekst",
    CellKind.VALUE: "tekst of een getal",
    CellKind.AMOUNT: "een bedrag in euro's",
    CellKind.NUMBER: "een geheel getal",
    CellKind.FTE: "een aantal fte",
    CellKind.DATE: "een datum",
}


_NUMERIC = frozenset(CellKind) - {CellKind.CODE, CellKind.CHOICE}  # in those a number is no code to begin with
# Per kind of cell that looks otherwise than it counts: what is said of it, and in which columns. Money and fte are no
# share of anything; a number in words is printed as it is stored, where an office shows whole euros of an amount.
_LOOKS: Mapping[str, tuple[str, frozenset[CellKind]]] = {
    "tekst_verhuld": ("TEKST_ANDERS_GETOOND", frozenset(CellKind)),
    "verhuld": ("GETAL_ANDERS_GETOOND", _NUMERIC),
    "afgerond": ("GETAL_ANDERS_GETOOND", frozenset({CellKind.TEXT, CellKind.VALUE})),  # of others see `_warn`
    "getal_als_deel": ("GETAL_ANDERS_GETOOND", frozenset({CellKind.AMOUNT, CellKind.FTE})),
    "procent": ("PROCENT_OPGEMAAKT", _NUMERIC),
}


@dataclass(frozen=True)
class CellReading:
    """A cell's value (None when it has none), what there is to say about it, and the name behind a code."""

    value: Value
    bevinding: Bevinding | None = None
    name: str = ""


def read_cell(cell: Cell, column: FormColumn, sheet: str, place: str) -> CellReading:
    """Return the value of a filled cell: text, or an integer (cents, hundredths of an fte, a whole number)."""

    def refuse(code: str, **words: object) -> CellReading:
        return CellReading(None, bevinding(code, blad=sheet, cel=place, waarde=cell.text, **words))

    if cell.kind == "tekst" and not cell.text.strip():
        return CellReading(None)
    outcome: Value | _Refusal = _unusable(cell, column)
    if outcome is None:
        outcome = _READERS[column.kind](_as_number(cell), column)
    if isinstance(outcome, _Refusal):
        return refuse(outcome.code, **outcome.words)
    if column.spoken and isinstance(outcome, str):
        code, name = split_spoken(outcome)
        return CellReading(code, name=name)
    if column.kind == CellKind.AMOUNT and cell.kind == "tekst" and isinstance(outcome, int):
        missed = "telt het niet mee in het totaal" if sheet == REGELS else "rekent er niet mee"  # one sheet has totals
        return CellReading(outcome, refuse("BEDRAG_ALS_TEKST", gelezen=format_euro(outcome), gevolg=missed).bevinding)
    if cell.kind == "afgerond" and isinstance(outcome, int) and (read := _hidden_digits(outcome, column)):
        return CellReading(outcome, refuse("GETAL_AFGEROND_GETOOND", gelezen=read).bevinding)
    return CellReading(outcome)


def _hidden_digits(number: int, column: FormColumn) -> str:
    """Return what a number is of which the sheet shows fewer digits, when that misleads; else nothing.

    An office shows whole euros: at most 50 cents are out of sight, and the total above it shows the true sum. But an
    amount that is shown as 0 is not nothing, and 1,5 fte that is shown as 2 is a third off; we print two decimals.
    """
    if column.kind == CellKind.FTE:
        return format_fte(number)
    return format_euro(number) if column.kind == CellKind.AMOUNT and 0 < abs(number) < _HALF_A_EURO else ""


def _unusable(cell: Cell, column: FormColumn) -> "_Refusal | None":
    """Return why this cell has no value in any column, if so."""
    if cell.kind == "fout":
        return _refusal("CEL_FOUTWAARDE", verwacht=_EXPECTED[column.kind])
    if cell.kind == "leeg":
        return _refusal("FORMULE_ZONDER_WAARDE", verwacht=_EXPECTED[column.kind])
    if cell.kind == "te_lang":
        return _refusal("TEKST_TE_LANG", lengte=f"meer dan {MAX_SIGNS}", grens=column.max_text)
    if cell.kind == "tekst_gestapeld":
        return _refusal("TEKST_GESTAPELD", tekens=name_piled(cell.text))
    code, columns = _LOOKS.get(cell.kind, ("", frozenset()))
    if column.kind in columns:
        return _refusal(code)
    return _refusal("BEDRAG_ZONDER_HISTORIE") if column.empty else None


def _as_number(cell: Cell) -> Cell:
    """Where its look is no finding (`_LOOKS`) a number is a number: a share of 25 is shown as 25%."""
    return replace(cell, kind="getal") if cell.kind in ("getal_als_deel", "afgerond") else cell


@dataclass(frozen=True)
class _Refusal:
    code: str
    words: Mapping[str, object]


def _refusal(code: str, **words: object) -> _Refusal:
    return _Refusal(code, words)


def _amount(cell: Cell, column: FormColumn) -> int | _Refusal:
    if cell.kind not in ("getal", "tekst"):
        return _refusal("BEDRAG_GEEN_GETAL")
    cent = _parse_text(cell.text) if cell.kind == "tekst" else _hundredths(cell.text)
    if isinstance(cent, int) and abs(cent) >= MAX_AMOUNT_CENT:
        return _refusal("BEDRAG_TE_GROOT")
    return cent


def _parse_text(text: str) -> int | _Refusal:
    try:
        return parse_amount(text)
    except UnreadableAmount:
        return _refusal("BEDRAG_MET_PUNT" if _POINT.fullmatch(text) else "BEDRAG_ONLEESBAAR")


def _hundredths(text: str) -> int | _Refusal:
    """Return a number's hundredths exactly, or why it has none."""
    number = Decimal(text)
    if not number.is_finite():
        return _refusal("BEDRAG_GEEN_GETAL")
    if abs(number) >= MAX_AMOUNT_CENT:
        return _refusal("BEDRAG_TE_GROOT")
    cent = round_to_excel(number).scaleb(2)
    nearest = cent.to_integral_value(ROUND_HALF_EVEN)
    return int(nearest) if abs(cent - nearest) <= RESIDUE.scaleb(2) else _refusal("BEDRAG_TE_VEEL_DECIMALEN")


def _fte(cell: Cell, column: FormColumn) -> int | _Refusal:
    hundredths = _hundredths(cell.text) if cell.kind == "getal" else None
    return hundredths if isinstance(hundredths, int) else _refusal("FTE_VERWACHT")


def _whole(cell: Cell, column: FormColumn) -> int | _Refusal:
    hundredths = _hundredths(cell.text) if cell.kind == "getal" else None
    if isinstance(hundredths, int) and hundredths % 100 == 0:
        return hundredths // 100
    return _refusal("GETAL_VERWACHT")


def _date(cell: Cell, column: FormColumn) -> str | _Refusal:
    """Return the day as it is written in an event; Excel keeps one with a time of day, people write 1-11-2026."""
    written = _WRITTEN_DAY.fullmatch(cell.text.strip()) if cell.kind == "tekst" else None
    text = f"{written[3]}-{int(written[2]):02}-{int(written[1]):02}" if written else cell.text.strip()
    day = text.removesuffix(" 00:00:00")
    return day if cell.kind in ("tekst", "datum") and is_day(day) else _refusal("DATUM_VERWACHT")


def _code(cell: Cell, column: FormColumn) -> str | _Refusal:
    if cell.kind == "datum":
        return _refusal("CODE_ALS_DATUM")
    return _refusal("CODE_ALS_GETAL") if cell.kind in ("getal", "procent", "verhuld") else _text(cell, column)


def _choice(cell: Cell, column: FormColumn) -> str | _Refusal:
    if cell.kind == "tekst" and cell.text != cell.text.strip():
        # Only SUMIFS over this column makes Excel's totals differ (`workbook.live`).
        counts = column.sleutel == "kant"
        missed = "Excel telt de regel dan niet mee in de totalen" if counts else "zo staat zij niet in de lijst"
        return _refusal("KEUZE_MET_SPATIES", gevolg=missed)
    text, choices = _text(cell, column), column.choices or {}
    if isinstance(text, _Refusal):
        return text
    if text in choices or not column.any_case:
        return choices.get(text, text)
    return next((meant for shown, meant in choices.items() if shown.casefold() == text.casefold()), text)


def _value(cell: Cell, column: FormColumn) -> str | _Refusal:
    if cell.kind != "getal":
        return _text(cell, column)
    number = Decimal(cell.text)
    if not number.is_finite() or abs(number) >= MAX_NUMBER:
        return _refusal("GETAL_TE_GROOT")
    return _bounded(f"{round_to_excel(number):f}".replace(".", ","), column)


def _text(cell: Cell, column: FormColumn) -> str | _Refusal:
    if cell.kind != "tekst":
        return _refusal("TEKST_VERWACHT")
    invisible = name_invisible(cell.text)
    if invisible:
        return _refusal("TEKST_ONZICHTBAAR", tekens=invisible)
    text = cell.text.strip()
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\r\t" for sign in text):
        return _refusal("TEKST_ONLEESBAAR")
    return _bounded(text, column)


def _bounded(text: str, column: FormColumn) -> str | _Refusal:
    """Return the text if the documents have room for it."""
    if len(text) > column.max_text:
        return _refusal("TEKST_TE_LANG", lengte=len(text), grens=column.max_text)
    lines = len(text.splitlines())
    if lines > column.max_lines:
        return _refusal("TEKST_TE_VEEL_REGELS", aantal=lines, grens=column.max_lines)
    return text


_READERS: Mapping[CellKind, Callable[[Cell, FormColumn], str | int | _Refusal]] = {
    CellKind.CODE: _code,
    CellKind.CHOICE: _choice,
    CellKind.TEXT: _value,  # a description may be a bare number
    CellKind.VALUE: _value,
    CellKind.AMOUNT: _amount,
    CellKind.NUMBER: _whole,
    CellKind.FTE: _fte,
    CellKind.DATE: _date,
}
