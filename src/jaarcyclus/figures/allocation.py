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

from jaarcyclus.errors import IndivisibleAmount, TotalsDiffer
from jaarcyclus.profile.records import Profile
from jaarcyclus.profile.verdeelsleutel import (
    AmountPerInwoner,
    FixedAmount,
    FixedPartFirst,
    FixedPercentages,
    Inwoners,
    PriceTimesQuantity,
    Sleutel,
    Volumes,
)


def allocate(total_cent: int, weights: Sequence[int | Fraction]) -> list[int]:
    """Return the share of each weight in `total_cent`, in the order of the weights; the shares add up to the total.

    Largest remainder (Hamilton) over exact rationals: each share is its exact value rounded down, and the cents left
    go one by one to the largest fractions, the lowest index first when equal. A negative total is the mirror image
    of the positive one. A weight of nought gets nothing.

    Raises IndivisibleAmount when there are no weights, one is negative or all are nought, also for a total of nought:
    that fault lies in the key and must not wait for a year with money. Raises TypeError for floats, bools and
    anything else that is not an int or a Fraction.
    """
    whole, rest = _split(total_cent, weights)
    return [share + cent for share, cent in zip(whole, rest, strict=True)]


@dataclass(frozen=True, kw_only=True)
class Allocation:
    """One amount divided. Keys are gemeentecodes, amounts are cents; shares and saldo add up to the total.

    `restcenten` are the cents (each 1, or -1 of a negative total) within the shares that rounding put there.
    `saldo_cent` is what a key with its own price leaves: positive when the cost is higher than the contributions.
    Raises TotalsDiffer when built from amounts that do not add up.
    """

    totaal_cent: int
    aandelen_cent: Mapping[str, int]
    restcenten: Mapping[str, int]
    saldo_cent: int = 0
    toelichting: str

    def __post_init__(self) -> None:
        if sum(self.aandelen_cent.values()) + self.saldo_cent != self.totaal_cent:
            raise TotalsDiffer(f"shares {dict(self.aandelen_cent)} and saldo are not {self.totaal_cent} cents")


def divide(total_cent: int, sleutel: Sleutel, profile: Profile) -> Allocation:
    """Return `total_cent` divided by one key of the profile; give the profile as in force for the boekjaar.

    Ties go to the lowest gemeentecode (chosen). An agreed amount, a tariff and a fixed part are taken as agreed,
    whatever the cost: the difference is the rest of `rest_bij`, the saldo, or the rest that is divided, and may be
    negative.

    Raises IndivisibleAmount (see `allocate`), UnknownKey when the profile lacks the inhabitants.
    """
    match sleutel:
        case FixedAmount():
            return _divide_agreed_amounts(total_cent, sleutel)
        case FixedPartFirst():
            return _divide_fixed_part_first(total_cent, sleutel, profile)
        case AmountPerInwoner():
            inwoners = _inhabitants(profile, sleutel.peildatum, None)
            return _charge_tariff(total_cent, sleutel.naam, sleutel.bedrag_cent, inwoners)
        case PriceTimesQuantity():
            return _charge_tariff(total_cent, sleutel.naam, sleutel.prijs_cent, sleutel.aantallen)
        case _:
            return _divide_by_weight(total_cent, sleutel, profile)


def weights(sleutel: FixedPercentages | Inwoners | Volumes, profile: Profile) -> dict[str, Fraction]:
    """Return the weight of each gemeente under a proportional key, by code in ascending order."""
    found: Mapping[str, int | Decimal]
    match sleutel:
        case FixedPercentages():
            found = sleutel.percentages
        case Volumes():
            found = sleutel.aantallen
        case Inwoners():
            found = _inhabitants(profile, sleutel.peildatum, sleutel.deelnemers)
    return {code: Fraction(found[code]) for code in sorted(found)}


def _divide_by_weight(total_cent: int, sleutel: FixedPercentages | Inwoners | Volumes, profile: Profile) -> Allocation:
    weighed = weights(sleutel, profile)
    whole, rest = _split(total_cent, list(weighed.values()))
    restcenten = {code: cent for code, cent in zip(weighed, rest, strict=True) if cent}
    return Allocation(
        totaal_cent=total_cent,
        aandelen_cent=_add(dict(zip(weighed, whole, strict=True)), restcenten),
        restcenten=restcenten,
        toelichting=f"{sleutel.naam}; {_name_residue(restcenten, profile)}",
    )


def _divide_agreed_amounts(total_cent: int, sleutel: FixedAmount) -> Allocation:
    rest_cent = total_cent - sum(sleutel.bedragen_cent.values())
    return Allocation(
        totaal_cent=total_cent,
        aandelen_cent=_add(sleutel.bedragen_cent, {sleutel.rest_bij: rest_cent}),
        restcenten={},
        toelichting=f"{sleutel.naam}; het restant van de kosten blijft bij {sleutel.rest_bij}",
    )


def _divide_fixed_part_first(total_cent: int, sleutel: FixedPartFirst, profile: Profile) -> Allocation:
    rest = _divide_by_weight(total_cent - sum(sleutel.vast_cent.values()), sleutel.rest, profile)
    return Allocation(
        totaal_cent=total_cent,
        aandelen_cent=_add(sleutel.vast_cent, rest.aandelen_cent),
        restcenten=rest.restcenten,
        toelichting=f"{sleutel.naam}; eerst het vaste deel, daarna {rest.toelichting}",
    )


def _charge_tariff(total_cent: int, name: str, prijs_cent: int, counts: Mapping[str, int]) -> Allocation:
    aandelen_cent = {code: prijs_cent * counts[code] for code in sorted(counts)}
    return Allocation(
        totaal_cent=total_cent,
        aandelen_cent=aandelen_cent,
        restcenten={},
        saldo_cent=total_cent - sum(aandelen_cent.values()),
        toelichting=f"{name}; het verschil tussen kosten en bijdragen is het saldo van het samenwerkingsverband",
    )


def _inhabitants(profile: Profile, peildatum: date, deelnemers: tuple[str, ...] | None) -> dict[str, int]:
    codes = deelnemers if deelnemers is not None else tuple(gemeente.code for gemeente in profile.gemeenten)
    return {code: profile.inwoners(code, peildatum) for code in codes}


def _split(total_cent: int, weights: Sequence[int | Fraction]) -> tuple[list[int], list[int]]:
    """Return per weight the whole cents and the residual cent (0, 1, or -1 of a negative total)."""
    _refuse_inexact(total_cent, weights)
    _refuse_indivisible(weights)
    if total_cent < 0:
        mirrored = _split(-total_cent, weights)
        return [-cent for cent in mirrored[0]], [-cent for cent in mirrored[1]]
    # Whole weights in the same proportion: then every remainder is an integer over the same denominator.
    denominator = lcm(*(Fraction(weight).denominator for weight in weights))
    parts = [int(weight * denominator) for weight in weights]
    quotas = [divmod(total_cent * part, sum(parts)) for part in parts]
    whole = [share for share, _ in quotas]
    by_remainder = sorted(range(len(quotas)), key=lambda index: -quotas[index][1])  # stable: lowest index first
    lucky = set(by_remainder[: total_cent - sum(whole)])
    return whole, [int(index in lucky) for index in range(len(quotas))]


def _refuse_inexact(total_cent: object, weights: Sequence[object]) -> None:
    if type(total_cent) is not int:
        raise TypeError(f"{total_cent!r} is no int: money is whole cents")
    for weight in weights:
        if isinstance(weight, bool) or not isinstance(weight, int | Fraction):
            raise TypeError(f"{weight!r} is no int or Fraction: weights are exact")


def _refuse_indivisible(weights: Sequence[int | Fraction]) -> None:
    if not weights:
        raise IndivisibleAmount("er zijn geen deelnemers om het bedrag over te verdelen; vul de verdeelsleutel aan")
    if min(weights) < 0:
        raise IndivisibleAmount("een gewicht in de verdeelsleutel is negatief; herstel de verdeelsleutel")
    if not any(weights):
        raise IndivisibleAmount("alle gewichten in de verdeelsleutel zijn nul; vul de verdeelsleutel in")


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
