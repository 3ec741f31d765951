"""What can be read and yet cannot be meant: one hand in two bodies, one person who must watch over himself.

Whether a seat, a route, a key or a text holds together is asked in the modules named after them.
"""

from collections.abc import Iterator
from itertools import combinations

from jaarcyclus.profile.checks.fault import ProfileFault, fault
from jaarcyclus.profile.checks.gremia import deciding_gremia, people_of
from jaarcyclus.profile.checks.routes import branches
from jaarcyclus.profile.dated import overlap
from jaarcyclus.profile.gremium import Rol
from jaarcyclus.profile.records import Profile

MAX_ROLE = 64  # signs of a role's name in Airflow's auth manager, on PostgreSQL
_PROGRAM = "systeem"  # the actor of what the program records by itself (`ledger.chain.SYSTEM`)


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


def check_administrator(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a seat for the administrator, who hands out the accounts of those who answer."""
    for number, gremium in enumerate(profile.gremia):
        for place, zetel in enumerate(gremium.zetels):
            if profile.beheerder in people_of(zetel):
                yield fault(profile, "BEHEERDER_HEEFT_ZETEL", f"gremia.{number}.zetels.{place}", profile.beheerder)


def check_accountant(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse an accountant with any other part in the cycle: who judges it takes none."""
    if profile.accountant is None:
        return
    offices = (profile.controller, profile.ambtelijk_secretaris, profile.beheerder)
    seats = {who for gremium in profile.gremia for zetel in gremium.zetels for who in people_of(zetel)}
    if profile.accountant in {*offices, *seats, *(who for _, who in _makers(profile))}:
        yield fault(profile, "ACCOUNTANT_DOET_MEE", "accountant", profile.accountant)


def check_hands(profile: Profile) -> Iterator[ProfileFault]:
    """Warn of a controller who is also administrator, or who makes or approves figures: nobody looks over it then."""
    if profile.beheerder == profile.controller:
        yield fault(profile, "BEHEERDER_IS_CONTROLLER", "beheerder", profile.beheerder)
    for path, person in _makers(profile):
        if person == profile.controller:
            yield fault(profile, "CONTROLLER_MAAKT_CIJFERS", path, person)


def _makers(profile: Profile) -> Iterator[tuple[str, str | None]]:
    for number, perceel in enumerate(profile.percelen):
        yield f"percelen.{number}.manager", perceel.manager
        yield f"percelen.{number}.fiatteur", perceel.fiatteur
    for number, other in enumerate(profile.overige_inzendingen):
        yield f"overige_inzendingen.{number}.indiener", other.indiener
        yield f"overige_inzendingen.{number}.fiatteur", other.fiatteur


def check_single_seats(profile: Profile) -> Iterator[ProfileFault]:
    """Warn of a gremium that agrees or adopts with one seat: then one person decides."""
    deciding = deciding_gremia(profile)
    for number, gremium in enumerate(profile.gremia):
        if gremium.code in deciding and len(gremium.zetels) == 1:
            yield fault(profile, "GREMIUM_EEN_ZETEL", f"gremia.{number}.zetels", gremium.code)


def check_route_bodies(profile: Profile) -> Iterator[ProfileFault]:
    """Warn of a gremium that votes twice on one route, and of a person who votes in two of its bodies."""
    for product, steps in profile.routes.items():
        yield from _twice(profile, product)
        voting = {gremium for step in steps if step.rol != Rol.INFO for gremium in step.gremia}
        yield from _in_two_bodies(profile, product, voting)


def _twice(profile: Profile, product: str) -> Iterator[ProfileFault]:
    """Steps of which only one is ever taken, or that do not hold on one day, are no second time."""
    told = set()
    for _, branch in branches(profile.routes[product]):
        voting = [(number, step) for number, step in branch if step.rol != Rol.INFO]
        for (first, earlier), (number, step) in combinations(voting, 2):
            for gremium in step.gremia:
                if gremium in earlier.gremia and overlap(earlier, step) and (number, gremium) not in told:
                    told.add((number, gremium))
                    path = f"routes.{product}.{number}"
                    yield fault(profile, "GREMIUM_TWEE_KEER", path, gremium, eerste=first + 1)


def _in_two_bodies(profile: Profile, product: str, voting: set[str]) -> Iterator[ProfileFault]:
    """Those of the route first: in a body above it a person only answers again when there is a dispute."""
    above = _climbed(profile, voting)
    # Who is in a dagelijks bestuur is in its algemeen bestuur too (onderzoek §2.2.1): that is no second hand.
    counted = [item for item in profile.gremia if item.soort != "dagelijks_bestuur"]
    bodies: dict[str, str] = {}
    for gremium in sorted(counted, key=lambda item: item.code in above):
        for person in sorted({who for zetel in gremium.zetels for who in people_of(zetel)}):
            if gremium.code in voting | above and bodies.setdefault(person, gremium.code) != gremium.code:
                code = "PERSOON_IN_GESCHIL" if gremium.code in above else "PERSOON_TWEE_GREMIA"
                yield fault(profile, code, f"routes.{product}", person, een=bodies[person], ander=gremium.code)


def _climbed(profile: Profile, voting: set[str]) -> set[str]:
    """Return the gremia to which the ladder takes a dispute of these, and that are none of them."""
    upward = {trede.van: trede.naar for trede in profile.ladder.treden}
    found: set[str] = set()
    reached = {upward[code] for code in voting if code in upward}
    while reached - found:
        found |= reached
        reached = {upward[code] for code in reached if code in upward}
    return found - voting
