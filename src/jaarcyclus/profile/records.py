"""The profile: everything that makes one cooperation differ from another, typed, frozen and dated.

Percelen, hosts, gremia, seats, routes, keys and dates are configuration because the covenant itself changes them. Do
not put a rule in here that depends on what happened: that is `dossier.tally` and `dossier.planning`. Whether a profile
makes sense is `profile.checks.soundness`.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import Field, PrivateAttr, ValidationError

from jaarcyclus.errors import InvalidProfile, UnknownKey
from jaarcyclus.profile.calendar import Calendar, WrittenDay
from jaarcyclus.profile.dated import Code, Count, Dated, Deelnemer, Record, in_force
from jaarcyclus.profile.gremium import Gremium, Ladder, Route
from jaarcyclus.profile.messages import MessagePlan
from jaarcyclus.profile.source import ProfileSource, parse_source, read_text, translate_fault
from jaarcyclus.profile.verantwoording import Verantwoording
from jaarcyclus.profile.verdeelsleutel import Sleutel


class LegalForm(Dated):
    """The legal form, dated: Noaberkracht changed its form and stayed the same cooperation."""

    vorm: str
    grondslag: str


class Inwonertal(Record):
    """The inhabitants on one day, with who counted them."""

    peildatum: date
    aantal: Count
    bron: str


class Gemeentedocument(Dated):
    """A P&C document of a gemeente itself that one of our products feeds, and the day it needs our figures."""

    product: Code
    naam: str
    datum: WrittenDay


class Gemeente(Dated):
    """A participant; its `inwoners` serve the keys that count them."""

    code: Deelnemer
    naam: str
    inwoners: tuple[Inwonertal, ...] = ()
    documenten: tuple[Gemeentedocument, ...] = ()


class Person(Dated):
    """A function, never a name; the account is called `{profiel}-{sleutel}`."""

    sleutel: Code
    functie: str
    gemeente: Deelnemer | None = None


class Perceel(Dated):
    """A shared service. No `gastheer` where the cooperation is a body with staff of its own (openbaar lichaam).

    `fiatteur`: who approves the figures before they are handed in, and so has no vote on them either (rule 3).
    """

    code: Code
    naam: str
    gastheer: Deelnemer | None = None
    regiegroep: Code | None = None
    manager: Code
    fiatteur: Code | None = None
    sleutel: Code


class OverigeInzending(Dated):
    """A submission outside a perceel (DOWR algemeen); it passes no regiegroep."""

    code: Code
    naam: str
    indiener: Code
    fiatteur: Code | None = None
    sleutel: Code


class Inzendplicht(Record):
    """Who must submit what: a perceel's manager or the submitter of an other submission."""

    code: Code
    naam: str
    indiener: Code
    fiatteur: Code | None = None
    sleutel: Code
    regiegroep: Code | None


class LibraryPlace(Record):
    """A folder in a library of a SharePoint site; `site` is its address as the browser shows it."""

    site: Annotated[str, Field(pattern=r"^https://[^\s@?#]+$", max_length=300)] | None = None
    bibliotheek: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    map: Annotated[str, Field(max_length=200)] = ""

    @property
    def folders(self) -> tuple[str, ...]:
        """Return the folders of `map`, one below the other."""
        return tuple(filter(None, self.map.split("/")))


class PublicationPlace(LibraryPlace):
    """Where adopted products are published: a folder of the installation, or one in a library, with boekjaren below."""

    doel: Literal["map", "sharepoint"]


class InboxPlace(LibraryPlace):
    """Where percelen may lay their workbooks besides the folders of the installation: folders in a library.

    `map` is the folder below which each perceel has one, by its code.
    """

    bron: Literal["map", "sharepoint"]


class Profile(Record):
    """One cooperation. Look things up with the methods; `on(dag)` first when a date matters.

    `accountant`: reads everything, also what is confidential, and decides nothing.
    `vertrouwelijke_documenten`: the kinds of document that only their gremium, the controller and the accountant have.
    `openbaar`: which of what is published is shown to who does not sign in; nothing unless it is named.
    `namen_in_openbare_stukken`: the annex also names who held a function, and a dossier then holds those names.
    """

    profiel: Code
    naam: str
    voluit: str
    vormen: tuple[LegalForm, ...]
    gemeenten: tuple[Gemeente, ...] = Field(min_length=1)
    personen: tuple[Person, ...]
    controller: Code
    ambtelijk_secretaris: Code
    beheerder: Code
    accountant: Code | None = None
    percelen: tuple[Perceel, ...]
    overige_inzendingen: tuple[OverigeInzending, ...] = ()
    gremia: tuple[Gremium, ...]
    routes: dict[Code, Route]
    ladder: Ladder
    sleutels: tuple[Sleutel, ...]
    verantwoording: tuple[Verantwoording, ...] = Field(min_length=1)
    kalender: Calendar
    berichten: MessagePlan = MessagePlan()
    namen_in_openbare_stukken: bool = False
    openbaar: tuple[Literal["product", "cijfers", "boekje", "oplegnota", "besluitvorming"], ...] = ()
    vertrouwelijke_documenten: tuple[Literal["boekje", "oplegnota", "cijfers"], ...] = ()
    publicatie: PublicationPlace | None = None
    inbox: InboxPlace | None = None
    _source: ProfileSource | None = PrivateAttr(default=None)
    _voting: tuple[Gemeente, ...] = PrivateAttr(default=())

    @property
    def source(self) -> ProfileSource | None:
        """The file it was read from, with lines and chosen places; None when built in a test."""
        return self._source

    def on(self, day: date) -> Self:
        """Return the profile with only what is in force on `dag`: seats, steps and gemeentedocumenten included."""
        plain = ("vormen", "personen", "percelen", "overige_inzendingen", "sleutels", "verantwoording")
        changes: dict[str, Any] = {name: in_force(getattr(self, name), day) for name in plain}
        changes["gemeenten"] = tuple(
            gemeente.model_copy(update={"documenten": in_force(gemeente.documenten, day)})
            for gemeente in in_force(self.gemeenten, day)
        )
        changes["gremia"] = tuple(
            gremium.model_copy(update={"zetels": in_force(gremium.zetels, day)})
            for gremium in in_force(self.gremia, day)
        )
        changes["routes"] = {product: in_force(steps, day) for product, steps in self.routes.items()}
        return self.model_copy(update=changes)

    def for_round(self, opent: date, boekjaar: int) -> Self:
        """Return the profile for one round: its gremia and route as when it opens, its figures as in the boekjaar.

        A perceel that starts on 1 January T is in the begroting of T, which opens in April of T-1.
        """
        bodies, figures = self.on(opent), self.on(date(boekjaar, 1, 1))
        names = ("vormen", "gemeenten", "percelen", "overige_inzendingen", "sleutels", "verantwoording")
        known = {person.sleutel for person in bodies.personen}
        people = (*bodies.personen, *(person for person in figures.personen if person.sleutel not in known))
        made = bodies.model_copy(update={"personen": people, **{name: getattr(figures, name) for name in names}})
        made._voting = bodies.gemeenten
        return made

    def for_request(self, product: str, base: str, perceel: str) -> Self:
        """Return the profile of a round that one perceel asked for: it alone hands in, and its regiegroep is asked."""
        own = tuple(item for item in self.percelen if item.code == perceel)
        routes = {**self.routes, product: self.routes[base]}
        return self.model_copy(update={"percelen": own, "overige_inzendingen": (), "routes": routes})

    def inzendplichten(self) -> tuple[Inzendplicht, ...]:
        """Return every submission a product is made from: percelen first, then the others."""
        return tuple(
            Inzendplicht(**perceel.model_dump(exclude={"van", "tot", "gastheer", "manager"}), indiener=perceel.manager)
            for perceel in self.percelen
        ) + tuple(
            Inzendplicht(**other.model_dump(exclude={"van", "tot"}), regiegroep=None)
            for other in self.overige_inzendingen
        )

    def inzendplicht(self, code: str) -> Inzendplicht:
        return _find("percelen of overige_inzendingen", self.inzendplichten(), "code", code)

    def kaders_by(self) -> str:
        """Return whose workbook holds indices, volumes and taakstelling (chosen): the submission beside the percelen.

        That is the cooperation's own, of the ambtelijk secretaris; without one it is the first perceel's.
        """
        others = [other.code for other in self.overige_inzendingen]
        return next(iter([*others, *(perceel.code for perceel in self.percelen)]), "")

    def gremium(self, code: str) -> Gremium:
        return _find("gremia", self.gremia, "code", code)

    def gemeente(self, code: str) -> Gemeente:
        return _find("gemeenten", self.gemeenten, "code", code)

    def person(self, sleutel: str) -> Person:
        return _find("personen", self.personen, "sleutel", sleutel)

    def name_person(self, sleutel: str) -> str:
        """Return the function of a person; the key itself of who is not in the profile, such as the program."""
        return next((person.functie for person in self.personen if person.sleutel == sleutel), sleutel)

    def sleutel(self, code: str) -> Sleutel:
        return _find("sleutels", self.sleutels, "code", code)

    def verantwoording_over(self, boekjaar: int) -> Verantwoording:
        """Return for what account is rendered over this boekjaar. Raises UnknownKey when nothing is in force."""
        found = in_force(self.verantwoording, date(boekjaar, 1, 1))
        if not found:
            raise UnknownKey(f"Het profiel heeft geen verantwoording voor {boekjaar}; vul er een in die dan geldt")
        return found[0]

    def peildatum(self, product: str, boekjaar: int) -> date | None:
        """Return up to and with which day the realisation of a product runs; None when it is the whole boekjaar."""
        calendar = self.kalender.producten.get(product)
        return calendar.peildatum.in_boekjaar(boekjaar) if calendar and calendar.peildatum else None

    def stemgewicht(self, gemeente: str) -> int:
        """Return by how much a vote weighs: the last known inhabitants, also of one that leaves before the boekjaar."""
        counts = _find("gemeenten", self._voting or self.gemeenten, "code", gemeente).inwoners
        return max(counts, key=lambda count: count.peildatum).aantal

    def inwoners(self, gemeente: str, peildatum: date) -> int:
        """Return the inhabitants on that day. Raises UnknownKey when the profile does not have them."""
        return _find(f"inwoners van {gemeente}", self.gemeente(gemeente).inwoners, "peildatum", peildatum).aantal


def load_profile(path: Path) -> Profile:
    """Return the profile in `path`. Raises InvalidProfile with a Dutch line per fault, each with its place.

    The file is read each time, and parsed only when it says something else than before.
    """
    return _parsed(read_text(path), path.name)


@lru_cache(maxsize=128)
def _parsed(text: str, name: str) -> Profile:
    return profile_from_source(parse_source(text, name))


def profile_from_source(source: ProfileSource) -> Profile:
    """Return the typed profile of a parsed file. Raises InvalidProfile."""
    try:
        profile = Profile.model_validate(source.content)
    except ValidationError as fault:
        raise InvalidProfile(tuple(translate_fault(error, source) for error in fault.errors())) from fault
    profile._source = source
    return profile


_R = TypeVar("_R")


def _find(list_name: str, records: Sequence[_R], field: str, value: object) -> _R:
    """Return the first record with that value. Raises UnknownKey, which names the list and what is in it."""
    for record in records:
        if getattr(record, field) == value:
            return record
    known = ", ".join(dict.fromkeys(str(getattr(record, field)) for record in records))
    remedy = f"kies uit: {known}" if known else "vul die lijst eerst aan"
    raise UnknownKey(f"'{value}' staat in het profiel niet onder {list_name}; {remedy}")
