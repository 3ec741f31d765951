"""Who pays which cent: divides an amount over the gemeenten by the key they agreed on.

Percentages and rounding per gemeente lose or invent cents; here every share is exact and what cannot be divided evenly
has a name. Do not divide money anywhere else, and never with floats.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import lcm

from jaarcyclus.errors import OnverdeelbaarBedrag, TotaalSluitNiet
from jaarcyclus.profile.records import Profile
from jaarcyclus.profile.verdeelsleutel import (
    BedragPerInwoner,
    Inwoners,
    PrijsHoeveelheid,
    Sleutel,
    VastBedrag,
    VastDeelEerst,
    VastePercentages,
    Volumes,
)


def allocate(totaal_cent: int, gewichten: Sequence[int | Fraction]) -> list[int]:
    """Return the share of each weight in `totaal_cent`, in the order of the weights; the shares add up to the total.

    Largest remainder (Hamilton) over exact rationals: each share is its exact value rounded down, and the cents left
    go one by one to the largest fractions, the lowest index first when equal. A negative total is the mirror image
    of the positive one. A weight of nought gets nothing.

    Raises OnverdeelbaarBedrag when there are no weights, one is negative or all are nought, also for a total of nought:
    that fault lies in the key and must not wait for a year with money. Raises TypeError for floats, bools and
    anything else that is not an int or a Fraction.
    """
    hele, rest = _split(totaal_cent, gewichten)
    return [heel + cent for heel, cent in zip(hele, rest, strict=True)]


@dataclass(frozen=True, kw_only=True)
class Verdeling:
    """One amount divided. Keys are gemeentecodes, amounts are cents; shares and saldo add up to the total.

    `restcenten` are the cents (each 1, or -1 of a negative total) within the shares that rounding put there.
    `saldo_cent` is what a key with its own price leaves: positive when the cost is higher than the contributions.
    Raises TotaalSluitNiet when built from amounts that do not add up.
    """

    totaal_cent: int
    aandelen_cent: Mapping[str, int]
    restcenten: Mapping[str, int]
    saldo_cent: int = 0
    toelichting: str

    def __post_init__(self) -> None:
        if sum(self.aandelen_cent.values()) + self.saldo_cent != self.totaal_cent:
            raise TotaalSluitNiet(f"shares {dict(self.aandelen_cent)} and saldo are not {self.totaal_cent} cents")


def verdeel(totaal_cent: int, sleutel: Sleutel, profile: Profile) -> Verdeling:
    """Return `totaal_cent` divided by one key of the profile; give the profile as in force for the boekjaar.

    Ties go to the lowest gemeentecode (chosen). An agreed amount, a tariff and a fixed part are taken as agreed,
    whatever the cost: the difference is the rest of `rest_bij`, the saldo, or the rest that is divided, and may be
    negative.

    Raises OnverdeelbaarBedrag (see `allocate`), OnbekendeSleutel when the profile lacks the inhabitants.
    """
    match sleutel:
        case VastBedrag():
            return _divide_agreed_amounts(totaal_cent, sleutel)
        case VastDeelEerst():
            return _divide_fixed_part_first(totaal_cent, sleutel, profile)
        case BedragPerInwoner():
            inwoners = _inhabitants(profile, sleutel.peildatum, None)
            return _charge_tariff(totaal_cent, sleutel.naam, sleutel.bedrag_cent, inwoners)
        case PrijsHoeveelheid():
            return _charge_tariff(totaal_cent, sleutel.naam, sleutel.prijs_cent, sleutel.aantallen)
        case _:
            return _divide_by_weight(totaal_cent, sleutel, profile)


def weights(sleutel: VastePercentages | Inwoners | Volumes, profile: Profile) -> dict[str, Fraction]:
    """Return the weight of each gemeente under a proportional key, by code in ascending order."""
    found: Mapping[str, int | Decimal]
    match sleutel:
        case VastePercentages():
            found = sleutel.percentages
        case Volumes():
            found = sleutel.aantallen
        case Inwoners():
            found = _inhabitants(profile, sleutel.peildatum, sleutel.deelnemers)
    return {code: Fraction(found[code]) for code in sorted(found)}


def _divide_by_weight(totaal_cent: int, sleutel: VastePercentages | Inwoners | Volumes, profile: Profile) -> Verdeling:
    gewichten = weights(sleutel, profile)
    hele, rest = _split(totaal_cent, list(gewichten.values()))
    restcenten = {code: cent for code, cent in zip(gewichten, rest, strict=True) if cent}
    return Verdeling(
        totaal_cent=totaal_cent,
        aandelen_cent=_add(dict(zip(gewichten, hele, strict=True)), restcenten),
        restcenten=restcenten,
        toelichting=f"{sleutel.naam}; {_name_residue(restcenten, profile)}",
    )


def _divide_agreed_amounts(totaal_cent: int, sleutel: VastBedrag) -> Verdeling:
    rest_cent = totaal_cent - sum(sleutel.bedragen_cent.values())
    return Verdeling(
        totaal_cent=totaal_cent,
        aandelen_cent=_add(sleutel.bedragen_cent, {sleutel.rest_bij: rest_cent}),
        restcenten={},
        toelichting=f"{sleutel.naam}; het restant van de kosten blijft bij {sleutel.rest_bij}",
    )


def _divide_fixed_part_first(totaal_cent: int, sleutel: VastDeelEerst, profile: Profile) -> Verdeling:
    rest = _divide_by_weight(totaal_cent - sum(sleutel.vast_cent.values()), sleutel.rest, profile)
    return Verdeling(
        totaal_cent=totaal_cent,
        aandelen_cent=_add(sleutel.vast_cent, rest.aandelen_cent),
        restcenten=rest.restcenten,
        toelichting=f"{sleutel.naam}; eerst het vaste deel, daarna {rest.toelichting}",
    )


def _charge_tariff(totaal_cent: int, naam: str, prijs_cent: int, aantallen: Mapping[str, int]) -> Verdeling:
    aandelen_cent = {code: prijs_cent * aantallen[code] for code in sorted(aantallen)}
    return Verdeling(
        totaal_cent=totaal_cent,
        aandelen_cent=aandelen_cent,
        restcenten={},
        saldo_cent=totaal_cent - sum(aandelen_cent.values()),
        toelichting=f"{naam}; het verschil tussen kosten en bijdragen is het saldo van het samenwerkingsverband",
    )


def _inhabitants(profile: Profile, peildatum: date, deelnemers: tuple[str, ...] | None) -> dict[str, int]:
    codes = deelnemers if deelnemers is not None else tuple(gemeente.code for gemeente in profile.gemeenten)
    return {code: profile.inwoners(code, peildatum) for code in codes}


def _split(totaal_cent: int, gewichten: Sequence[int | Fraction]) -> tuple[list[int], list[int]]:
    """Return per weight the whole cents and the residual cent (0, 1, or -1 of a negative total)."""
    _refuse_inexact(totaal_cent, gewichten)
    _refuse_indivisible(gewichten)
    if totaal_cent < 0:
        mirrored = _split(-totaal_cent, gewichten)
        return [-cent for cent in mirrored[0]], [-cent for cent in mirrored[1]]
    # Whole weights in the same proportion: then every remainder is an integer over the same denominator.
    noemer = lcm(*(Fraction(gewicht).denominator for gewicht in gewichten))
    delen = [int(gewicht * noemer) for gewicht in gewichten]
    quotas = [divmod(totaal_cent * deel, sum(delen)) for deel in delen]
    hele = [heel for heel, _ in quotas]
    by_remainder = sorted(range(len(quotas)), key=lambda index: -quotas[index][1])  # stable: lowest index first
    lucky = set(by_remainder[: totaal_cent - sum(hele)])
    return hele, [int(index in lucky) for index in range(len(quotas))]


def _refuse_inexact(totaal_cent: object, gewichten: Sequence[object]) -> None:
    if type(totaal_cent) is not int:
        raise TypeError(f"{totaal_cent!r} is no int: money is whole cents")
    for gewicht in gewichten:
        if isinstance(gewicht, bool) or not isinstance(gewicht, int | Fraction):
            raise TypeError(f"{gewicht!r} is no int or Fraction: weights are exact")


def _refuse_indivisible(gewichten: Sequence[int | Fraction]) -> None:
    if not gewichten:
        raise OnverdeelbaarBedrag("er zijn geen deelnemers om het bedrag over te verdelen; vul de verdeelsleutel aan")
    if min(gewichten) < 0:
        raise OnverdeelbaarBedrag("een gewicht in de verdeelsleutel is negatief; herstel de verdeelsleutel")
    if not any(gewichten):
        raise OnverdeelbaarBedrag("alle gewichten in de verdeelsleutel zijn nul; vul de verdeelsleutel in")


def _add(left: Mapping[str, int], right: Mapping[str, int]) -> dict[str, int]:
    return {code: left.get(code, 0) + right.get(code, 0) for code in sorted({*left, *right})}


def _name_residue(restcenten: Mapping[str, int], profile: Profile) -> str:
    names = ", ".join(profile.gemeente(code).naam for code in restcenten)
    match len(restcenten):
        case 0:
            return "zonder restcenten"
        case 1:
            return f"1 restcent bij {names}"
        case count:
            return f"{count} restcenten, elk 1 cent, bij {names}"
