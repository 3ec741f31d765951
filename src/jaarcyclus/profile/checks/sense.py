"""What can be read and yet cannot be meant: names that nobody reads, keys over nobody, one hand in two bodies.

Whether a seat, a route or a key holds together is asked in the modules named after them.
"""

from collections.abc import Iterator
from typing import Any

from jaarcyclus.profile.checks.fault import ProfileFault, fault
from jaarcyclus.profile.checks.gremia import deciding_gremia, people_of
from jaarcyclus.profile.gremium import Rol
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.words import fault_in_name

MAX_ROLE = 64  # signs of a role's name in Airflow's auth manager, on PostgreSQL
_NAMES = ("naam", "voluit", "functie")
_PROGRAM = "systeem"  # the actor of what the program records by itself (`ledger.chain.SYSTEM`)
_OLD_YEARS = 2  # chosen: a count of two years before the key holds is an oversight


def check_names(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a name that is empty or holds what nobody reads."""
    for path, name in _names_in(profile.model_dump(), ""):
        if found := fault_in_name(name):
            yield fault(profile, "NAAM_ONLEESBAAR", path, name, reden=found)


def check_program(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a person who would sign as the program."""
    for number, person in enumerate(profile.personen):
        if person.sleutel == _PROGRAM:
            yield fault(profile, "PERSOON_IS_PROGRAMMA", f"personen.{number}.sleutel", person.sleutel)


def check_roles(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse codes that together are longer than the name of a role may be."""
    for number, gremium in enumerate(profile.gremia):
        if len(f"{profile.profiel}-{gremium.code}") > MAX_ROLE:
            yield fault(profile, "CODE_TE_LANG", f"gremia.{number}.code", gremium.code, grens=MAX_ROLE - 1)


def check_partners(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a key that divides over nobody, and warn of one whose count is old."""
    for number, sleutel in enumerate(profile.sleutels):
        if getattr(sleutel, "deelnemers", None) == ():
            yield fault(profile, "SLEUTEL_ZONDER_DEELNEMERS", f"sleutels.{number}.deelnemers", sleutel.code)
        counted = getattr(sleutel, "peildatum", None)
        newest = max((count.peildatum for item in profile.gemeenten for count in item.inwoners), default=counted)
        since = max(newest, sleutel.van) if newest else None
        if counted and since and since.year - counted.year >= _OLD_YEARS:
            yield fault(profile, "PEILDATUM_OUD", f"sleutels.{number}.peildatum", counted, jaar=since.year)


def check_administrator(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a seat for the administrator, who hands out the accounts of those who answer."""
    for number, gremium in enumerate(profile.gremia):
        for place, zetel in enumerate(gremium.zetels):
            if profile.beheerder in people_of(zetel):
                yield fault(profile, "BEHEERDER_HEEFT_ZETEL", f"gremia.{number}.zetels.{place}", profile.beheerder)


def check_single_seats(profile: Profile) -> Iterator[ProfileFault]:
    """Warn of a gremium that agrees or adopts with one seat: then one person decides."""
    deciding = deciding_gremia(profile)
    for number, gremium in enumerate(profile.gremia):
        if gremium.code in deciding and len(gremium.zetels) == 1:
            yield fault(profile, "GREMIUM_EEN_ZETEL", f"gremia.{number}.zetels", gremium.code)


def check_route_bodies(profile: Profile) -> Iterator[ProfileFault]:
    """Warn of a gremium that votes twice on one route, and of a person who votes in two of its bodies."""
    for product, steps in profile.routes.items():
        seen: dict[str, int] = {}
        for number, step in enumerate(steps):
            for gremium in step.gremia if step.rol != Rol.INFO else ():
                if gremium in seen and step.als is None:
                    yield fault(
                        profile, "GREMIUM_TWEE_KEER", f"routes.{product}.{number}", gremium, eerste=seen[gremium] + 1
                    )
                seen.setdefault(gremium, number)
        yield from _in_two_bodies(profile, product, set(seen))


def _in_two_bodies(profile: Profile, product: str, voting: set[str]) -> Iterator[ProfileFault]:
    # Who is in a dagelijks bestuur is in its algemeen bestuur too (onderzoek §2.2.1): that is no second hand.
    bodies: dict[str, str] = {}
    for gremium in (item for item in profile.gremia if item.soort != "dagelijks_bestuur"):
        for person in sorted({who for zetel in gremium.zetels for who in people_of(zetel)}):
            if gremium.code in voting and bodies.setdefault(person, gremium.code) != gremium.code:
                yield fault(
                    profile, "PERSOON_TWEE_GREMIA", f"routes.{product}", person, een=bodies[person], ander=gremium.code
                )


def _names_in(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield place and text of every name, wherever in the profile it stands."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list | tuple) else ()
    for key, item in items:
        place = f"{path}.{key}" if path else str(key)
        if key in _NAMES and isinstance(item, str):
            yield place, item
        else:
            yield from _names_in(item, place)
