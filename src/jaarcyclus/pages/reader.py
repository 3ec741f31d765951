"""Who reads a page, and which pages are for that person. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jaarcyclus.errors import UnknownKey
from jaarcyclus.profile.records import Profile

HOME = "/jaarcyclus/"
"""Where somebody lands after signing in."""
DECISIONS = "/jaarcyclus/besluiten"
DOSSIERS = "/jaarcyclus/dossiers"
YEAR = "/jaarcyclus/jaar"
SUBMISSIONS = "/jaarcyclus/inleveren"
KEEPING = "/jaarcyclus/beheer"
PASSKEYS = "/jaarcyclus/sleutels"


@dataclass(frozen=True, kw_only=True)
class MenuItem:
    """A page in the menu."""

    name: str
    path: str


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A person of a cooperation, by function. `office`: runs the cycle; `seated`: holds or deputises a seat.

    `keeps`: keeps who holds which function and signs in how; `oversees`: reads that, as the controller does too.
    `percelen`: for which this person hands in, by code and name, in some year. `signs`: somewhere a gremium signs with
    passkeys, and this person has a seat in it or confirms them. `today` is the ISO day that counts, `simulated` whether
    a demo or test set it.
    """

    profiel: str
    samenwerking: str
    person: str
    functie: str
    contact: str
    seated: bool
    office: bool
    keeps: bool
    oversees: bool
    percelen: Mapping[str, str]
    today: str
    signs: bool = False
    simulated: bool = False

    def menu(self) -> tuple[MenuItem, ...]:
        """Return the pages for this person; the first is for who is asked nothing (`pages.landing`)."""
        items = (
            (self.seated, MenuItem(name="Mijn besluiten", path=DECISIONS)),
            (bool(self.percelen), MenuItem(name="Inleveren", path=SUBMISSIONS)),
            (self.office, MenuItem(name="Het jaar", path=YEAR)),
            (self.oversees, MenuItem(name="Beheer", path=KEEPING)),
            (True, MenuItem(name="Dossiers", path=DOSSIERS)),
            (self.signs, MenuItem(name="Passkeys", path=PASSKEYS)),
        )
        return tuple(item for is_for, item in items if is_for)


def reader_of(whole: Profile, person: str, day: date, *, simulated: bool = False) -> Reader:
    """Return who reads on `day`; `whole` is the profile of all years. Raises UnknownKey for who has no function then.

    A perceel that begins next January hands in the begroting of then this April.
    """
    profile = whole.on(day)
    known = next((item for item in profile.personen if item.sleutel == person), None)
    if known is None:
        raise UnknownKey("Uw account hoort niet bij een functie van deze samenwerking; vraag het de beheerder.")
    return Reader(
        profiel=profile.profiel,
        samenwerking=profile.naam,
        person=person,
        functie=known.functie,
        contact=profile.name_person(profile.controller),
        seated=any(person in (zetel.houder, zetel.plaatsvervanger) for body in profile.gremia for zetel in body.zetels),
        office=person in (profile.controller, profile.ambtelijk_secretaris),
        keeps=person == profile.beheerder,
        oversees=person in (profile.beheerder, profile.controller),
        percelen={duty.code: duty.naam for duty in whole.inzendplichten() if duty.indiener == person},
        today=day.isoformat(),
        signs=_signs(whole, person),
        simulated=simulated,
    )


def _signs(whole: Profile, person: str) -> bool:
    """In whichever year: a round keeps the profile of the day it opened."""
    asking = [body for body in whole.gremia if body.asks_passkey]
    seated = any(person in (zetel.houder, zetel.plaatsvervanger) for body in asking for zetel in body.zetels)
    return bool(asking) and (seated or person in (whole.beheerder, whole.ambtelijk_secretaris))
