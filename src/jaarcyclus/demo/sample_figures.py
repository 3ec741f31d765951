"""Sample submissions for demo and tests: plausible figures of any profile, derived from real budgets line by line.

How: every line is a chosen share, per million, of the real lasten of its base in the begrotingen 2025 of Deventer,
Olst-Wijhe and Raalte together (CBS Iv3, CC BY 4.0): taakveld 0.4 for most, 0.61 to 0.64 for belastingen. It is
brought from their inhabitants to those of the gemeenten that pay (5,000 at least), indexed by 3 % a year and rounded to
100 euro.
Forecast and realisation deviate by at most 3 %, by a number that follows from the line's own words, so that every run
gives the same figures. Shares, index and deviations are chosen: no figure here is a fact about any cooperation. The
tables are `data/voorbeeld_*`; see docs/voorbeeldcijfers.md.

Do not use these figures for anything but showing and testing.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any
from zlib import crc32

from jaarcyclus.demo.sample_requests import sample_request
from jaarcyclus.demo.sample_tables import (
    FIRST,
    SERVICES,
    LineKind,
    known_percelen,
    line_kinds,
    make_indicatoren,
    make_risicos,
    seed_of,
    write_toelichting,
)
from jaarcyclus.figures.records import Figures, Line, Staff, total_cent
from jaarcyclus.profile.records import Gemeente, Inzendplicht, Profile
from jaarcyclus.terms.products import PRODUCTS

DERIVATION = (
    "De bedragen zijn voorbeeldcijfers. Ze zijn afgeleid van de lasten op de taakvelden 0.4 (overhead) en 0.61 tot en "
    "met 0.64 (belastingen) in de begrotingen 2025 van Deventer, Olst-Wijhe en Raalte (bron: CBS Iv3, CC BY 4.0), en "
    "per inwoner omgerekend naar de gemeenten die meebetalen. Het aandeel van elke regel, de jaarlijkse index van 3% "
    "en de afwijkingen in prognose en realisatie zijn gekozen. Geen bedrag is een cijfer van een samenwerking zelf."
)
BASE_YEAR = 2025
_BASE_INWONERS = 161_918  # of the three gemeenten on 1 January 2025 (CBS)
_UNKNOWN_INWONERS = 40_000  # chosen: for a gemeente of which the profile gives none
_LEAST_INWONERS = 5_000  # chosen: as few as pay for a service here
_INDEX = Fraction(103, 100)  # chosen
_ROUNDING_CENT = 100 * 100  # budgets are made in hundreds of euros
_MAX_DEVIATION_PER_MILLE = 30  # chosen
_WAGE_PER_FTE_CENT = 85_000 * 100  # chosen
_BEZETTING_PCT = 96  # chosen
_MONTHS = {"tussenrapportage_1": 4, "tussenrapportage_2": 8}  # to 30 April and to 31 August
_FIRST_ROW = 9  # where the form's lines start


def sample_figures(profile: Profile, perceel_code: str, product: str, boekjaar: int) -> Figures:
    """Return the sample submission of one perceel; charges between percelen match to the cent.

    Lines without an amount in any column are left out. Raises UnknownKey for a perceel that is not in the profile.
    """
    in_force = profile.on(date(boekjaar, 1, 1))
    if not PRODUCTS[product].in_demo:
        return sample_request(in_force, perceel_code, product, boekjaar)
    duty, verantwoording = in_force.inzendplicht(perceel_code), in_force.verantwoording_over(boekjaar)
    service = _service(in_force, duty)
    lines = tuple(_lines(in_force, perceel_code, product, boekjaar))
    menskracht = _menskracht(lines, product, boekjaar)
    return Figures(
        profiel=profile.profiel,
        product=product,
        boekjaar=boekjaar,
        perceel=perceel_code,
        eerste_jaar=False,
        regels=lines,
        toelichting=write_toelichting(service, verantwoording.koppen, product, boekjaar, lines, menskracht),
        indicatoren=make_indicatoren(
            perceel_code, verantwoording.doelen, in_force.person(duty.indiener).functie, product
        ),
        risicos=make_risicos(service),
        menskracht=menskracht,
    )


def _service(profile: Profile, duty: Inzendplicht) -> str:
    """Return whose rows of the tables a submission has: its own, or those of a perceel like it."""
    if duty.code in known_percelen():
        return duty.code
    is_perceel = any(perceel.code == duty.code for perceel in profile.percelen)
    agreed = profile.sleutel(duty.sleutel).soort in ("bedrag_per_inwoner", "vast_bedrag", "prijs_hoeveelheid")
    return SERVICES[0] if is_perceel and not agreed else SERVICES[1]


def _lines(profile: Profile, perceel: str, product: str, boekjaar: int) -> Iterator[Line]:
    row = _FIRST_ROW
    for kind in _lines_of(profile, perceel):
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


def _lines_of(profile: Profile, perceel: str) -> Iterator[LineKind]:
    """Yield the perceel's own lines and, for what others pay it, the other side of theirs: so both always match."""
    for kind in _all_lines(profile):
        if kind.perceel == perceel:
            yield kind
        elif kind.wederpartij == perceel:
            name = profile.inzendplicht(kind.perceel).naam
            yield replace(
                kind,
                perceel=perceel,
                taakveld="0.4",
                side="baten",
                description=f"Doorbelasting {name}: {kind.description}",
                wederpartij=kind.perceel,
            )


def _all_lines(profile: Profile) -> Iterator[LineKind]:
    """Yield the lines of everybody who submits; a charge of who does not submit here is left out."""
    duties = profile.inzendplichten()
    codes = {duty.code for duty in duties}
    for duty in duties:
        service, scale = _service(profile, duty), _scale(profile, duty)
        for kind in line_kinds():
            other = duties[0].code if kind.wederpartij == FIRST else kind.wederpartij
            if kind.perceel == service and other != duty.code and (other is None or other in codes):
                yield replace(
                    kind,
                    perceel=duty.code,
                    wederpartij=other,
                    base_cent=kind.base_cent * scale,
                    seed=seed_of(duty.code, kind.description),
                )


def _scale(profile: Profile, duty: Inzendplicht) -> Fraction:
    """Return how many inhabitants pay for this, as a part of those of the sources."""
    payers = _payers(profile.sleutel(duty.sleutel))
    paying = [gemeente for gemeente in profile.gemeenten if not payers or gemeente.code in payers]
    # Of a village with a single inhabitant every line would be rounded away.
    return Fraction(max(sum(_inwoners(gemeente) for gemeente in paying), _LEAST_INWONERS), _BASE_INWONERS)


def _payers(sleutel: Any) -> set[str]:
    """Return the gemeenten that a key names with more than nothing; none named means all."""
    counted = {**getattr(sleutel, "percentages", {}), **getattr(sleutel, "aantallen", {})}
    return {*(getattr(sleutel, "deelnemers", None) or ()), *(code for code, number in counted.items() if number)}


def _inwoners(gemeente: Gemeente) -> int:
    counts = sorted(gemeente.inwoners, key=lambda count: count.peildatum)
    return counts[-1].aantal if counts else _UNKNOWN_INWONERS


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
    return _round(kind.base_cent * _INDEX ** (year - BASE_YEAR), _ROUNDING_CENT)


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
