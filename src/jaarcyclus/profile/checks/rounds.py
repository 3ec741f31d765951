"""Can every round be answered? What only shows when the gremia of one day meet the percelen of another.

A round has the gremia and the route of the day it opens and the percelen of 1 January of its boekjaar (ADR 0005).
The rounds that are looked at are those around each date in the profile, and one after them all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jaarcyclus.profile.checks.fault import ProfileFault, fault, lifetime, write_day
from jaarcyclus.profile.checks.gremia import deciding_gremia, people_of
from jaarcyclus.profile.checks.verdeelsleutels import divides_nothing
from jaarcyclus.profile.dated import Dated
from jaarcyclus.profile.gremium import Zetel
from jaarcyclus.profile.of_round import opening_day
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.iv3 import FIRST_BOEKJAAR, LAST_BOEKJAAR


@dataclass(frozen=True, kw_only=True)
class RoundDays:
    """One round and the profile that it would have."""

    product: str
    boekjaar: int
    opent: date
    profile: Profile


def check_regiegroepen(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a perceel in a round that opens while its regiegroep does not answer: not yet, or no longer.

    A regiegroep that begins with its perceel comes too late for the begroting, one that ends with it ends before the
    jaarverslag.
    """
    found = {(ronde.product, code): ronde for ronde in _rounds(profile) for code in _unanswered(ronde)}
    for number, perceel in enumerate(profile.percelen):
        for product, steps in profile.routes.items():
            known = {gremium for step in steps if step.bereik == "eigen_percelen" for gremium in step.gremia}
            ronde = found.pop((product, perceel.code), None)
            if ronde and perceel.regiegroep in known:  # otherwise `check_scope` says it
                yield fault(
                    profile,
                    "REGIEGROEP_ANTWOORDT_NIET",
                    f"percelen.{number}.regiegroep",
                    perceel.code,
                    product=product,
                    boekjaar=ronde.boekjaar,
                    regiegroep=perceel.regiegroep,
                    dag=write_day(ronde.opent),
                )


def check_makers_only(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a seat that decides while each of its people made the figures: no one may answer there (rule 3)."""
    found = {place: ronde for ronde in _rounds(profile) for place in _barred(ronde)}
    for number, gremium in enumerate(profile.gremia):
        for place, zetel in enumerate(gremium.zetels):
            ronde = found.pop((gremium.code, zetel), None)
            if ronde:
                path = f"gremia.{number}.zetels.{place}"
                words = {"product": ronde.product, "boekjaar": ronde.boekjaar}
                yield fault(profile, "ZETEL_ZONDER_STEM", path, zetel.code, **words)


def check_duties(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a cooperation in which nobody submits; warn of a round without submissions: it never ends."""
    if not profile.inzendplichten():
        yield fault(profile, "NIEMAND_DIENT_IN", "percelen")
        return
    empty = {ronde.product: ronde for ronde in _rounds(profile) if not ronde.profile.inzendplichten()}
    for product, ronde in empty.items():
        place = f"routes.{product}"
        yield fault(profile, "RONDE_ZONDER_INZENDINGEN", place, product, boekjaar=ronde.boekjaar)


def check_divisible(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a key in use that has nothing to divide by in some boekjaar: then no product can be made."""
    found: dict[int, RoundDays] = {}
    for ronde in _rounds(profile):
        used = {duty.sleutel for duty in ronde.profile.inzendplichten()}
        for number, sleutel in enumerate(profile.sleutels):
            if sleutel.code in used and sleutel.geldt_op(date(ronde.boekjaar, 1, 1)):
                found |= {number: ronde} if divides_nothing(sleutel, ronde.profile) else {}
    for number, ronde in sorted(found.items()):
        code = profile.sleutels[number].code
        yield fault(profile, "SLEUTEL_VERDEELT_NIETS", f"sleutels.{number}", code, boekjaar=ronde.boekjaar)


def _unanswered(ronde: RoundDays) -> Iterator[str]:
    own = [step for step in ronde.profile.routes[ronde.product] if step.bereik == "eigen_percelen"]
    answering = {gremium for step in own for gremium in step.gremia}
    for perceel in ronde.profile.percelen:
        if perceel.regiegroep not in answering:
            yield perceel.code


def _barred(ronde: RoundDays) -> Iterator[tuple[str, Zetel]]:
    duties = ronde.profile.inzendplichten()
    makers = {person for duty in duties for person in (duty.indiener, duty.fiatteur) if person}
    deciding = deciding_gremia(ronde.profile, ronde.product)
    for gremium in ronde.profile.gremia:
        for zetel in gremium.zetels if gremium.code in deciding else ():
            if people_of(zetel) <= makers:
                yield gremium.code, zetel


def _rounds(profile: Profile) -> Iterator[RoundDays]:
    """Yield the rounds to look at, the last first, so that a fault names the first."""
    begin = lifetime(profile).van
    for boekjaar in _turning_years(profile):
        for product in profile.routes:
            if product in profile.kalender.producten and (opent := opening_day(profile, product, boekjaar)) >= begin:
                opened = profile.for_round(opent, boekjaar)
                yield RoundDays(product=product, boekjaar=boekjaar, opent=opent, profile=opened)


def _turning_years(profile: Profile) -> list[int]:
    """Return the boekjaren around each date, and one after all that is dated; none that we have no codes for."""
    days = [day for record in _dated(profile) for day in (record.van, record.tot) if day is not None]
    years = {day.year + shift for day in days for shift in (-1, 0, 1)} | {LAST_BOEKJAAR + 1}
    return sorted((year for year in years if FIRST_BOEKJAAR <= year < date.max.year - 1), reverse=True)


def _dated(profile: Profile) -> Iterator[Dated]:
    yield from (*profile.percelen, *profile.overige_inzendingen, *profile.gremia)
    yield from (*profile.gemeenten, *profile.sleutels)
    yield from (zetel for gremium in profile.gremia for zetel in gremium.zetels)
    yield from (step for steps in profile.routes.values() for step in steps)
