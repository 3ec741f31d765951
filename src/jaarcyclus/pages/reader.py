"""Who reads a page, and which pages are for that person. Pure."""

from dataclasses import dataclass

from jaarcyclus.errors import UnknownKey
from jaarcyclus.profile.records import Profile

HOME = "/jaarcyclus/"
"""Where somebody lands after signing in."""
DECISIONS = "/jaarcyclus/besluiten"
DOSSIERS = "/jaarcyclus/dossiers"
YEAR = "/jaarcyclus/jaar"


@dataclass(frozen=True, kw_only=True)
class MenuItem:
    """A page in the menu."""

    name: str
    path: str


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A person of a cooperation, by function. `office`: runs the cycle; `seated`: holds or deputises a seat."""

    profiel: str
    samenwerking: str
    person: str
    functie: str
    contact: str
    seated: bool
    office: bool

    def menu(self) -> tuple[MenuItem, ...]:
        """Return the pages for this person, the first of which is where he lands."""
        items = (
            (self.seated, MenuItem(name="Mijn besluiten", path=DECISIONS)),
            (self.office, MenuItem(name="Het jaar", path=YEAR)),
            (True, MenuItem(name="Dossiers", path=DOSSIERS)),
        )
        return tuple(item for shown, item in items if shown)


def reader_of(profile: Profile, person: str) -> Reader:
    """Return who reads, by the profile of today. Raises UnknownKey for somebody whom it does not know."""
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
    )
