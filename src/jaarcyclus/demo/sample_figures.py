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

from jaarcyclus.demo.sample_tables import Regelsoort, grondslagen_cent, indicatoren, regelsoorten, risicos, toelichting
from jaarcyclus.errors import OnbekendeSleutel
from jaarcyclus.figures.records import Cijfers, Menskracht, Regel, totaal_cent
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.products import PRODUCTS

AFLEIDING = (
    "De bedragen zijn voorbeeldcijfers. Ze zijn afgeleid van de lasten op de taakvelden 0.4 (overhead) en 0.61 tot en "
    "met 0.64 (belastingen) in de begrotingen 2025 van Deventer, Olst-Wijhe en Raalte (bron: CBS Iv3, CC BY 4.0). Het "
    "aandeel van elke regel, de jaarlijkse index van 3% en de afwijkingen in prognose en realisatie zijn gekozen. "
    "Geen bedrag is een cijfer van DOWR zelf."
)
BASISJAAR = 2025
_INDEX = Fraction(103, 100)  # chosen
_AFRONDING_CENT = 100 * 100  # budgets are made in hundreds of euros
_MAX_AFWIJKING_PROMILLE = 30  # chosen
_LOON_PER_FTE_CENT = 85_000 * 100  # chosen
_BEZETTING_PCT = 96  # chosen
_MAANDEN = {"tussenrapportage_1": 4, "tussenrapportage_2": 8}  # to 30 April and to 31 August
_EERSTE_RIJ = 9  # where the form's lines start


def voorbeeld_cijfers(profile: Profile, perceel_code: str, product: str, boekjaar: int) -> Cijfers:
    """Return the sample submission of one perceel; charges between percelen match to the cent.

    Lines without an amount in any column are left out. Raises OnbekendeSleutel for a perceel that is not in the table
    or whose counterpart is not in the profile.
    """
    codes = {plicht.code for plicht in profile.inzendplichten()}
    regels = tuple(_regels(perceel_code, product, boekjaar))
    unknown = {regel.wederpartij for regel in regels} - codes - {None}
    if unknown or not regels or perceel_code not in codes:
        raise OnbekendeSleutel(f"er zijn geen voorbeeldcijfers voor '{perceel_code}' in dit profiel")
    menskracht = _menskracht(regels, product, boekjaar)
    return Cijfers(
        profiel=profile.profiel,
        product=product,
        boekjaar=boekjaar,
        perceel=perceel_code,
        eerste_jaar=False,
        regels=regels,
        toelichting=toelichting(perceel_code, product, boekjaar, regels, menskracht),
        indicatoren=indicatoren(perceel_code, product),
        risicos=risicos(perceel_code),
        menskracht=menskracht,
    )


def _regels(perceel: str, product: str, boekjaar: int) -> Iterator[Regel]:
    rij = _EERSTE_RIJ
    for soort in _lines_of(perceel):
        bedragen_cent = _bedragen(soort, product, boekjaar)
        if any(bedragen_cent.values()):
            yield Regel(
                taakveld=soort.taakveld,
                categorie=soort.categorie,
                kant=soort.kant,
                omschrijving=soort.omschrijving,
                incidenteel=soort.van is not None,
                wederpartij=soort.wederpartij,
                btw_regime=soort.btw_regime,
                bedragen_cent=bedragen_cent,
                rij=rij,
            )
            rij += 1


def _lines_of(perceel: str) -> Iterator[Regelsoort]:
    """Yield the perceel's own lines and, for what others pay it, the other side of theirs: so both always match."""
    for soort in regelsoorten():
        if soort.perceel == perceel:
            yield soort
        elif soort.wederpartij == perceel:
            yield replace(
                soort,
                perceel=perceel,
                taakveld="0.4",
                kant="baten",
                omschrijving=f"Doorbelasting {soort.perceel}: {soort.omschrijving}",
                wederpartij=soort.perceel,
            )


def _bedragen(soort: Regelsoort, product: str, boekjaar: int) -> dict[str, int | None]:
    if product == "begroting":
        return {
            "t_min2": _realised(soort, boekjaar - 2),
            "t_min1": _budgeted(soort, boekjaar - 1),
            "t": _budgeted(soort, boekjaar),
            "t_plus1": _budgeted(soort, boekjaar + 1),
            "t_plus2": _budgeted(soort, boekjaar + 2),
            "t_plus3": _budgeted(soort, boekjaar + 3),
        }
    voor = _budgeted(soort, boekjaar)
    if product == "jaarverslag":
        return {
            "begroting_voor": voor,
            "begroting_na": _amended(soort, boekjaar),
            "realisatie": _realised(soort, boekjaar),
        }
    na = voor if product == "tussenrapportage_1" else _amended(soort, boekjaar)
    prognose = _deviate(soort, _amended(soort, boekjaar), f"{product} {boekjaar}")
    realisatie = _round(Fraction(prognose * _MAANDEN[product], 12), 100)
    open_cent = _round(Fraction(prognose - realisatie, 2), 100) if soort.categorie in ("3.8", "3.5.1") else 0
    return {
        "begroting_voor": voor,
        "begroting_na": na,
        "realisatie": realisatie,
        "verplichtingen": open_cent,
        "prognose": prognose,
    }


def _budgeted(soort: Regelsoort, jaar: int) -> int:
    """Return the budget of a year in cents: share of the base, indexed, in hundreds of euros."""
    if soort.van is not None and soort.tot is not None and not soort.van <= jaar < soort.tot:
        return 0
    share = Fraction(grondslagen_cent()[soort.grondslag] * soort.aandeel_ppm, 1_000_000)
    return _round(share * _INDEX ** (jaar - BASISJAAR), _AFRONDING_CENT)


def _amended(soort: Regelsoort, jaar: int) -> int:
    return _round(_budgeted(soort, jaar) * Fraction(1000 + soort.wijziging_promille, 1000), _AFRONDING_CENT)


def _realised(soort: Regelsoort, jaar: int) -> int:
    return _deviate(soort, _amended(soort, jaar), f"realisatie {jaar}")


def _deviate(soort: Regelsoort, bedrag_cent: int, moment: str) -> int:
    """Return the amount with the line's own deviation at that moment, in whole euros."""
    spread = 2 * _MAX_AFWIJKING_PROMILLE + 1
    promille = crc32(moment.encode(), soort.zaad) % spread - _MAX_AFWIJKING_PROMILLE
    return _round(bedrag_cent * Fraction(1000 + promille, 1000), 100)


def _round(bedrag_cent: Fraction, eenheid_cent: int) -> int:
    # Half up; every amount here is positive, the side says whether it is lasten or baten.
    return floor(bedrag_cent / eenheid_cent + Fraction(1, 2)) * eenheid_cent


def _menskracht(regels: tuple[Regel, ...], product: str, boekjaar: int) -> Menskracht:
    """Return staff that fits the lines: budgeted wages over the indexed cost of an fte, and what is hired."""
    budget = "t" if product == "begroting" else "begroting_na"
    lonen_cent = totaal_cent((regel for regel in regels if regel.categorie == "1.1"), "lasten", budget)
    formatie = round(lonen_cent * 100 / (_LOON_PER_FTE_CENT * _INDEX ** (boekjaar - BASISJAAR)))
    inhuur = (regel for regel in regels if regel.categorie == "3.5.1")
    return Menskracht(
        formatie_fte_honderdste=formatie,
        bezetting_fte_honderdste=formatie * _BEZETTING_PCT // 100,
        externe_inhuur_cent=totaal_cent(inhuur, "lasten", PRODUCTS[product].main_column),
    )
