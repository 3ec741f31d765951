"""Does each cost key divide everything over everybody, on every day that it holds?

A gemeente that a key forgets pays nothing and nobody sees it; therefore each participant is named, with 0 if need be.
"""

from collections.abc import Iterator
from typing import Any

from jaarcyclus.profile.checks.fault import ProfileFault, fault, lifetime
from jaarcyclus.profile.dated import Dated, during, overlap
from jaarcyclus.profile.records import Profile
from jaarcyclus.profile.verdeelsleutel import (
    AmountPerInwoner,
    FixedAmount,
    FixedPartFirst,
    FixedPercentages,
    Inwoners,
    PriceTimesQuantity,
    Volumes,
)
from jaarcyclus.terms.iv3 import LAST_BOEKJAAR

_OLD_YEARS = 2  # chosen: a count of two years before the newest, or before the key holds, is an oversight
_LONG_AGO_YEARS = 4  # chosen: a begroting is made with the count of two years before it


def check_percentages(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse percentages that are more or less than the whole."""
    for path, sleutel in _keys(profile):
        if isinstance(sleutel, FixedPercentages) and (total := sum(sleutel.percentages.values())) != 100:
            yield fault(profile, "PERCENTAGES_GEEN_100", f"{path}.percentages", total, som=str(total).replace(".", ","))


def check_participants(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a key that does not name a gemeente that takes part while the key holds."""
    for path, sleutel in _keys(profile):
        field, named = _named(sleutel)
        for gemeente in _present(profile, sleutel) if field else ():
            if gemeente.code not in named:
                place = f"{path}.{field}"
                yield fault(profile, "SLEUTEL_DEKT_NIET", place, _called(gemeente), sleutel=sleutel.code)


def check_inhabitants(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a key by inhabitants when a participant's are not there for its peildatum."""
    for path, sleutel in _keys(profile):
        if not isinstance(sleutel, Inwoners | AmountPerInwoner):
            continue
        chosen = getattr(sleutel, "deelnemers", None)
        for gemeente in _present(profile, sleutel):
            if (chosen is None or gemeente.code in chosen) and not _is_counted(gemeente, sleutel.peildatum):
                place = f"{path}.peildatum"
                yield fault(profile, "INWONERS_ONTBREKEN", place, _called(gemeente), peildatum=sleutel.peildatum)


def check_volumes(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse volumes that are all nought: nothing can be divided by them."""
    for path, sleutel in _keys(profile):
        if isinstance(sleutel, Volumes) and not any(sleutel.aantallen.values()):
            yield fault(profile, "SLEUTEL_ZONDER_GEWICHT", f"{path}.aantallen")


def check_partners(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a key whose list of participants is empty."""
    for number, sleutel in enumerate(profile.sleutels):
        if getattr(sleutel, "deelnemers", None) == ():
            yield fault(profile, "SLEUTEL_ZONDER_DEELNEMERS", f"sleutels.{number}.deelnemers", sleutel.code)


def check_counts(profile: Profile) -> Iterator[ProfileFault]:
    """Warn of a key that counts by an old day: there are newer counts, or none of the last years at all."""
    counted = [count.peildatum.year for gemeente in profile.gemeenten for count in gemeente.inwoners]
    for path, sleutel in _keys(profile):
        if not isinstance(sleutel, Inwoners | AmountPerInwoner):
            continue
        ended = sleutel.tot.year - 1 if sleutel.tot else None  # its last boekjaar: what was counted since is not for it
        newest = max((year for year in counted if ended is None or year <= ended), default=0)
        since = max(newest, sleutel.van.year)
        last = min(LAST_BOEKJAAR, ended or LAST_BOEKJAAR)
        place, year = f"{path}.peildatum", sleutel.peildatum.year
        if since - year >= _OLD_YEARS:
            yield fault(profile, "PEILDATUM_OUD", place, sleutel.peildatum, jaar=since)
        elif last - year >= _LONG_AGO_YEARS:
            yield fault(profile, "PEILDATUM_LANG_GELEDEN", place, sleutel.peildatum, jaar=last)


def divides_nothing(sleutel: Any, profile: Profile) -> bool:
    """Return whether a key by inhabitants has nobody to divide over; `profile` is that of the boekjaar."""
    by = sleutel.rest if isinstance(sleutel, FixedPartFirst) else sleutel
    if not isinstance(by, Inwoners):
        return False
    paying = [item for item in profile.gemeenten if by.deelnemers is None or item.code in by.deelnemers]
    return not any(count.aantal for item in paying for count in item.inwoners if count.peildatum == by.peildatum)


def gemeenten_of(sleutel: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield place and code of each gemeente that a key names, also in the key for the rest."""
    for field in ("percentages", "aantallen", "bedragen_cent", "vast_cent"):
        for code in getattr(sleutel, field, ()):
            yield f"{path}.{field}.{code}", code
    for number, code in enumerate(getattr(sleutel, "deelnemers", None) or ()):
        yield f"{path}.deelnemers.{number}", code
    if isinstance(sleutel, FixedAmount):
        yield f"{path}.rest_bij", sleutel.rest_bij
    if isinstance(sleutel, FixedPartFirst):
        yield from gemeenten_of(sleutel.rest, f"{path}.rest")


def _keys(profile: Profile) -> Iterator[tuple[str, Any]]:
    """Yield place and key; the key for the rest holds as long as the key around it."""
    for number, sleutel in enumerate(profile.sleutels):
        yield f"sleutels.{number}", sleutel
        if isinstance(sleutel, FixedPartFirst):
            span = {"van": sleutel.van, "tot": sleutel.tot}
            yield f"sleutels.{number}.rest", sleutel.rest.model_copy(update=span)


def _named(sleutel: Any) -> tuple[str, set[str]]:
    """Return the field in which a key must name every gemeente and whom it names; no field when it need not."""
    match sleutel:
        case FixedPercentages():
            return "percentages", set(sleutel.percentages)
        case Volumes() | PriceTimesQuantity():
            return "aantallen", set(sleutel.aantallen)
        case FixedAmount():
            return "bedragen_cent", {*sleutel.bedragen_cent, sleutel.rest_bij}
        case _:
            return "", set()


def _present(profile: Profile, sleutel: Dated) -> list[Any]:
    alive = during(sleutel, lifetime(profile))
    return [gemeente for gemeente in profile.gemeenten if overlap(gemeente, alive)]


def _is_counted(gemeente: Any, peildatum: object) -> bool:
    return any(count.peildatum == peildatum for count in gemeente.inwoners)


def _called(gemeente: Any) -> str:
    return f"{gemeente.naam} ({gemeente.code})"
