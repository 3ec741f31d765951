"""What one typed cell means in its column: a value, or the finding that it is not one. Nothing is repaired in silence.

A number is text from the reader (`intake.sandbox.Cel`) and goes to cents through Decimal; no float is involved. Excel
keeps 15 significant digits: what stands behind them is binary residue of a formula, and is rounded off first.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal

from jaarcyclus.errors import OnleesbaarBedrag
from jaarcyclus.intake.reader import MAX_TEKENS
from jaarcyclus.intake.sandbox import Cel
from jaarcyclus.terms.findings import Bevinding, bevinding
from jaarcyclus.terms.money import format_euro, parse_amount
from jaarcyclus.terms.text import name_invisible
from jaarcyclus.workbook.form import Kolom, Soort
from jaarcyclus.workbook.rows import Waarde

MAX_BEDRAG_CENT = 10**15  # chosen: € 10.000.000.000.000, more than the whole country spends
MAX_GETAL = 10**15  # chosen: all that Excel keeps exactly, and more than anything we count
_EXCEL = Context(prec=15)
_EXPECTED = {
    Soort.CODE: "een code als tekst",
    Soort.KEUZE: "een keuze uit de lijst",
    Soort.TEKST: "tekst",
    Soort.WAARDE: "tekst of een getal",
    Soort.BEDRAG: "een bedrag in euro's",
    Soort.GETAL: "een geheel getal",
    Soort.FTE: "een aantal fte",
}


@dataclass(frozen=True)
class Uitkomst:
    """A cell's value (None when it has none) and what there is to say about it."""

    waarde: Waarde
    bevinding: Bevinding | None = None


def read_cell(cell: Cel, kolom: Kolom, blad: str, place: str) -> Uitkomst:
    """Return the value of a filled cell: text, or an integer (cents, hundredths of an fte, a whole number)."""

    def refuse(code: str, **words: object) -> Uitkomst:
        return Uitkomst(None, bevinding(code, blad=blad, cel=place, waarde=cell.tekst, **words))

    if cell.soort == "tekst" and not cell.tekst.strip():
        return Uitkomst(None)
    outcome: Waarde | _Weigering = _unusable(cell, kolom)
    if outcome is None:
        outcome = _READERS[kolom.soort](cell, kolom)
    if isinstance(outcome, _Weigering):
        return refuse(outcome.code, **outcome.words)
    if kolom.soort == Soort.BEDRAG and cell.soort == "tekst" and isinstance(outcome, int):
        return Uitkomst(outcome, refuse("BEDRAG_ALS_TEKST", gelezen=format_euro(outcome)).bevinding)
    return Uitkomst(outcome)


def _unusable(cell: Cel, kolom: Kolom) -> "_Weigering | None":
    """Return why this cell has no value in any column, if so."""
    if cell.soort == "fout":
        return _refusal("CEL_FOUTWAARDE", verwacht=_EXPECTED[kolom.soort])
    if cell.soort == "leeg":
        return _refusal("FORMULE_ZONDER_WAARDE", verwacht=_EXPECTED[kolom.soort])
    if cell.soort == "te_lang":
        return _refusal("TEKST_TE_LANG", lengte=f"meer dan {MAX_TEKENS}", grens=kolom.max_tekst)
    if cell.soort == "procent" and kolom.soort not in (Soort.CODE, Soort.KEUZE):
        return _refusal("PROCENT_OPGEMAAKT")
    return _refusal("BEDRAG_ZONDER_HISTORIE") if kolom.leeg else None


@dataclass(frozen=True)
class _Weigering:
    code: str
    words: Mapping[str, object]


def _refusal(code: str, **words: object) -> _Weigering:
    return _Weigering(code, words)


def _amount(cell: Cel, kolom: Kolom) -> int | _Weigering:
    if cell.soort not in ("getal", "tekst"):
        return _refusal("BEDRAG_GEEN_GETAL")
    cent = _parse_text(cell.tekst) if cell.soort == "tekst" else _hundredths(cell.tekst)
    if isinstance(cent, int) and abs(cent) >= MAX_BEDRAG_CENT:
        return _refusal("BEDRAG_TE_GROOT")
    return cent


def _parse_text(text: str) -> int | _Weigering:
    try:
        return parse_amount(text)
    except OnleesbaarBedrag:
        return _refusal("BEDRAG_ONLEESBAAR")


def _hundredths(text: str) -> int | _Weigering:
    """Return a number's hundredths exactly, or why it has none."""
    number = Decimal(text)
    if not number.is_finite():
        return _refusal("BEDRAG_GEEN_GETAL")
    if abs(number) >= MAX_BEDRAG_CENT:
        return _refusal("BEDRAG_TE_GROOT")
    cent = _EXCEL.plus(number).scaleb(2)
    return int(cent) if cent == cent.to_integral_value() else _refusal("BEDRAG_TE_VEEL_DECIMALEN")


def _fte(cell: Cel, kolom: Kolom) -> int | _Weigering:
    hundredths = _hundredths(cell.tekst) if cell.soort == "getal" else None
    return hundredths if isinstance(hundredths, int) else _refusal("FTE_VERWACHT")


def _whole(cell: Cel, kolom: Kolom) -> int | _Weigering:
    hundredths = _hundredths(cell.tekst) if cell.soort == "getal" else None
    if isinstance(hundredths, int) and hundredths % 100 == 0:
        return hundredths // 100
    return _refusal("GETAL_VERWACHT")


def _code(cell: Cel, kolom: Kolom) -> str | _Weigering:
    if cell.soort == "datum":
        return _refusal("CODE_ALS_DATUM")
    return _refusal("CODE_ALS_GETAL") if cell.soort in ("getal", "procent") else _text(cell, kolom)


def _choice(cell: Cel, kolom: Kolom) -> str | _Weigering:
    text = _text(cell, kolom)
    return text if isinstance(text, _Weigering) else (kolom.keuzes or {}).get(text, text)


def _value(cell: Cel, kolom: Kolom) -> str | _Weigering:
    if cell.soort != "getal":
        return _text(cell, kolom)
    number = Decimal(cell.tekst)
    if not number.is_finite() or abs(number) >= MAX_GETAL:
        return _refusal("GETAL_TE_GROOT")
    return _bounded(f"{_EXCEL.plus(number):f}".replace(".", ","), kolom)


def _text(cell: Cel, kolom: Kolom) -> str | _Weigering:
    if cell.soort != "tekst":
        return _refusal("TEKST_VERWACHT")
    invisible = name_invisible(cell.tekst)
    if invisible:
        return _refusal("TEKST_ONZICHTBAAR", tekens=invisible)
    text = cell.tekst.strip()
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\r\t" for sign in text):
        return _refusal("TEKST_ONLEESBAAR")
    return _bounded(text, kolom)


def _bounded(text: str, kolom: Kolom) -> str | _Weigering:
    """Return the text if the documents have room for it."""
    if len(text) > kolom.max_tekst:
        return _refusal("TEKST_TE_LANG", lengte=len(text), grens=kolom.max_tekst)
    lines = len(text.splitlines())
    if lines > kolom.max_regels:
        return _refusal("TEKST_TE_VEEL_REGELS", aantal=lines, grens=kolom.max_regels)
    return text


_READERS: Mapping[Soort, Callable[[Cel, Kolom], str | int | _Weigering]] = {
    Soort.CODE: _code,
    Soort.KEUZE: _choice,
    Soort.TEKST: _value,  # a description may be a bare number
    Soort.WAARDE: _value,
    Soort.BEDRAG: _amount,
    Soort.GETAL: _whole,
    Soort.FTE: _fte,
}
