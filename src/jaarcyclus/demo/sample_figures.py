"""Sample submissions for demo and tests: plausible figures that are derived, line by line, from real budgets.

How: every line is a chosen share, per million, of the real lasten of its base in the begrotingen 2025 of Deventer,
Olst-Wijhe and Raalte together (CBS Iv3, CC BY 4.0): taakveld 0.4 for most, 0.61 to 0.64 for belastingen. It is indexed
by 3 % a year and rounded to 100 euro. Forecast and realisation deviate by at most 3 %, by a number that follows from
the line's own words, so that every run gives the same figures. Percelen, shares, index and deviations are chosen:
no figure here is a fact about DOWR. The tables are `data/voorbeeld_*`; see docs/voorbeeldcijfers.md.

Do not use these figures for anything but showing and testing.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from math import floor
from zlib import crc32

from jaarcyclus.demo.sample_tables import (
    LineKind,
    grondslagen_cent,
    line_kinds,
    make_indicatoren,
    make_risicos,
    write_toelichting,
)
from jaarcyclus.errors import UnknownKey
from jaarcyclus.figures.records import Figures, Line, Staff, total_cent
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.products import PRODUCTS

DERIVATION = (
    "De bedragen zijn voorbeeldcijfers. Ze zijn afgeleid van de lasten op de taakvelden 0.4 (overhead) en 0.61 tot en "
    "met 0.64 (belastingen) in de begrotingen 2025 van Deventer, Olst-Wijhe en Raalte (bron: CBS Iv3, CC BY 4.0). Het "
    "aandeel van elke regel, de jaarlijkse index van 3% en de afwijkingen in prognose en realisatie zijn gekozen. "
    "Geen bedrag is een cijfer van DOWR zelf."
)
BASE_YEAR = 2025
_INDEX = Fraction(103, 100)  # chosen
_ROUNDING_CENT = 100 * 100  # budgets are made in hundreds of euros
_MAX_DEVIATION_PER_MILLE = 30  # chosen
_WAGE_PER_FTE_CENT = 85_000 * 100  # chosen
_BEZETTING_PCT = 96  # chosen
_MONTHS = {"tussenrapportage_1": 4, "tussenrapportage_2": 8}  # to 30 April and to 31 August
_FIRST_ROW = 9  # where the form's lines start


def sample_figures(profile: Profile, perceel_code: str, product: str, boekjaar: int) -> Figures:
    """Return the sample submission of one perceel; charges between percelen match to the cent.

    Lines without an amount in any column are left out. Raises UnknownKey for a perceel that is not in the table
    or whose counterpart is not in the profile.
    """
    codes = {duty.code for duty in profile.inzendplichten()}
    lines = tuple(_lines(perceel_code, product, boekjaar))
    unknown = {line.wederpartij for line in lines} - codes - {None}
    if unknown or not lines or perceel_code not in codes:
        raise UnknownKey(f"er zijn geen voorbeeldcijfers voor '{perceel_code}' in dit profiel")
    menskracht = _menskracht(lines, product, boekjaar)
    return Figures(
        profiel=profile.profiel,
        product=product,
        boekjaar=boekjaar,
        perceel=perceel_code,
        eerste_jaar=False,
        regels=lines,
        toelichting=write_toelichting(perceel_code, product, boekjaar, lines, menskracht),
        indicatoren=make_indicatoren(perceel_code, product),
        risicos=make_risicos(perceel_code),
        menskracht=menskracht,
    )


def _lines(perceel: str, product: str, boekjaar: int) -> Iterator[Line]:
    row = _FIRST_ROW
    for kind in _lines_of(perceel):
        amounts_cent = _amounts(kind, product, boekjaar)
        if any(amounts_cent.values()):
            yield Line(
                taakveld=kind.taakveld,
                categorie=kind.categorie,
                kant=kind.side,
                omschrijving=kind.description,
                incidenteel=kind.van is not None,
                wederpartij=kind.wederpartij,
                btw_regime=kind.btw_regime,
                bedragen_cent=amounts_cent,
                rij=row,
            )
            row += 1


def _lines_of(perceel: str) -> Iterator[LineKind]:
    """Yield the perceel's own lines and, for what others pay it, the other side of theirs: so both always match."""
    for kind in line_kinds():
        if kind.perceel == perceel:
            yield kind
        elif kind.wederpartij == perceel:
            yield replace(
                kind,
                perceel=perceel,
                taakveld="0.4",
                side="baten",
                description=f"Doorbelasting {kind.perceel}: {kind.description}",
                wederpartij=kind.perceel,
            )


def _amounts(kind: LineKind, product: str, boekjaar: int) -> dict[str, int | None]:
    if product == "begroting":
        return {
            "t_min2": _realised(kind, boekjaar - 2),
            "t_min1": _budgeted(kind, boekjaar - 1),
            "t": _budgeted(kind, boekjaar),
            "t_plus1": _budgeted(kind, boekjaar + 1),
            "t_plus2": _budgeted(kind, boekjaar + 2),
            "t_plus3": _budgeted(kind, boekjaar + 3),
        }
    before = _budgeted(kind, boekjaar)
    if product == "jaarverslag":
        return {
            "begroting_voor": before,
            "begroting_na": _amended(kind, boekjaar),
            "realisatie": _realised(kind, boekjaar),
        }
    na = before if product == "tussenrapportage_1" else _amended(kind, boekjaar)
    prognose = _deviate(kind, _amended(kind, boekjaar), f"{product} {boekjaar}")
    realisatie = _round(Fraction(prognose * _MONTHS[product], 12), 100)
    open_cent = _round(Fraction(prognose - realisatie, 2), 100) if kind.categorie in ("3.8", "3.5.1") else 0
    return {
        "begroting_voor": before,
        "begroting_na": na,
        "realisatie": realisatie,
        "verplichtingen": open_cent,
        "prognose": prognose,
    }


def _budgeted(kind: LineKind, year: int) -> int:
    """Return the budget of a year in cents: share of the base, indexed, in hundreds of euros."""
    if kind.van is not None and kind.tot is not None and not kind.van <= year < kind.tot:
        return 0
    share = Fraction(grondslagen_cent()[kind.grondslag] * kind.aandeel_ppm, 1_000_000)
    return _round(share * _INDEX ** (year - BASE_YEAR), _ROUNDING_CENT)


def _amended(kind: LineKind, year: int) -> int:
    return _round(_budgeted(kind, year) * Fraction(1000 + kind.change_per_mille, 1000), _ROUNDING_CENT)


def _realised(kind: LineKind, year: int) -> int:
    return _deviate(kind, _amended(kind, year), f"realisatie {year}")


def _deviate(kind: LineKind, amount_cent: int, moment: str) -> int:
    """Return the amount with the line's own deviation at that moment, in whole euros."""
    spread = 2 * _MAX_DEVIATION_PER_MILLE + 1
    per_mille = crc32(moment.encode(), kind.seed) % spread - _MAX_DEVIATION_PER_MILLE
    return _round(amount_cent * Fraction(1000 + per_mille, 1000), 100)


def _round(amount_cent: Fraction, unit_cent: int) -> int:
    # Half up; every amount here is positive, the side says whether it is lasten or baten.
    return floor(amount_cent / unit_cent + Fraction(1, 2)) * unit_cent


def _menskracht(lines: tuple[Line, ...], product: str, boekjaar: int) -> Staff:
    """Return staff that fits the lines: budgeted wages over the indexed cost of an fte, and what is hired."""
    budget = "t" if product == "begroting" else "begroting_na"
    wages_cent = total_cent((line for line in lines if line.categorie == "1.1"), "lasten", budget)
    formatie = round(wages_cent * 100 / (_WAGE_PER_FTE_CENT * _INDEX ** (boekjaar - BASE_YEAR)))
    inhuur = (line for line in lines if line.categorie == "3.5.1")
    return Staff(
        formatie_fte_honderdste=formatie,
        bezetting_fte_honderdste=formatie * _BEZETTING_PCT // 100,
        externe_inhuur_cent=total_cent(inhuur, "lasten", PRODUCTS[product].main_column),
    )
