"""The profile: everything that makes one cooperation differ from another, typed, frozen and dated.

Percelen, hosts, gremia, seats, routes, keys and dates are configuration because the covenant itself changes them. Do
not put a rule in here that depends on what happened: that is `dossier.tally` and `dossier.planning`. Whether a profile
makes sense is `profile.checks.soundness`.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Self, TypeVar

from pydantic import Field, PrivateAttr, ValidationError

from jaarcyclus.errors import OnbekendeSleutel, OngeldigProfiel
from jaarcyclus.profile.calendar import Datum, Kalender
from jaarcyclus.profile.dated import Aantal, Code, Deelnemercode, Gedateerd, Record, in_force
from jaarcyclus.profile.gremium import Gremium, Ladder, Route
from jaarcyclus.profile.source import ProfileSource, read_source, translate_fault
from jaarcyclus.profile.verantwoording import Verantwoording
from jaarcyclus.profile.verdeelsleutel import Sleutel


class Vorm(Gedateerd):
    """The legal form, dated: Noaberkracht changed its form and stayed the same cooperation."""

    vorm: str
    grondslag: str


class Inwonertal(Record):
    """The inhabitants on one day, with who counted them."""

    peildatum: date
    aantal: Aantal
    bron: str


class Gemeentedocument(Gedateerd):
    """A P&C document of a gemeente itself that one of our products feeds, and the day it needs our figures."""

    product: Code
    naam: str
    datum: Datum


class Gemeente(Gedateerd):
    """A participant; its `inwoners` serve the keys that count them."""

    code: Deelnemercode
    naam: str
    inwoners: tuple[Inwonertal, ...] = ()
    documenten: tuple[Gemeentedocument, ...] = ()


class Persoon(Gedateerd):
    """A function, never a name; the account is called `{profiel}-{sleutel}`."""

    sleutel: Code
    functie: str
    gemeente: Deelnemercode | None = None


class Perceel(Gedateerd):
    """A shared service. No `gastheer` where the cooperation is a body with staff of its own (openbaar lichaam).

    `fiatteur`: who approves the figures before they are handed in, and so has no vote on them either (rule 3).
    """

    code: Code
    naam: str
    gastheer: Deelnemercode | None = None
    regiegroep: Code | None = None
    manager: Code
    fiatteur: Code | None = None
    sleutel: Code


class OverigeInzending(Gedateerd):
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


class Profile(Record):
    """One cooperation. Look things up with the methods; `op(dag)` first when a date matters."""

    profiel: Code
    naam: str
    voluit: str
    vormen: tuple[Vorm, ...]
    gemeenten: tuple[Gemeente, ...] = Field(min_length=1)
    personen: tuple[Persoon, ...]
    controller: Code
    ambtelijk_secretaris: Code
    beheerder: Code
    percelen: tuple[Perceel, ...]
    overige_inzendingen: tuple[OverigeInzending, ...] = ()
    gremia: tuple[Gremium, ...]
    routes: dict[Code, Route]
    ladder: Ladder
    sleutels: tuple[Sleutel, ...]
    verantwoording: tuple[Verantwoording, ...] = Field(min_length=1)
    kalender: Kalender
    _source: ProfileSource | None = PrivateAttr(default=None)
    _stemmend: tuple[Gemeente, ...] = PrivateAttr(default=())

    @property
    def source(self) -> ProfileSource | None:
        """The file it was read from, with lines and chosen places; None when built in a test."""
        return self._source

    def op(self, dag: date) -> Self:
        """Return the profile with only what is in force on `dag`: seats, steps and gemeentedocumenten included."""
        plain = ("vormen", "personen", "percelen", "overige_inzendingen", "sleutels", "verantwoording")
        changes: dict[str, Any] = {name: in_force(getattr(self, name), dag) for name in plain}
        changes["gemeenten"] = tuple(
            gemeente.model_copy(update={"documenten": in_force(gemeente.documenten, dag)})
            for gemeente in in_force(self.gemeenten, dag)
        )
        changes["gremia"] = tuple(
            gremium.model_copy(update={"zetels": in_force(gremium.zetels, dag)})
            for gremium in in_force(self.gremia, dag)
        )
        changes["routes"] = {product: in_force(stappen, dag) for product, stappen in self.routes.items()}
        return self.model_copy(update=changes)

    def voor_ronde(self, opent: date, boekjaar: int) -> Self:
        """Return the profile for one round: its gremia and route as when it opens, its figures as in the boekjaar.

        A perceel that starts on 1 January T is in the begroting of T, which opens in April of T-1.
        """
        bodies, figures = self.op(opent), self.op(date(boekjaar, 1, 1))
        names = ("vormen", "gemeenten", "percelen", "overige_inzendingen", "sleutels", "verantwoording")
        known = {person.sleutel for person in bodies.personen}
        people = (*bodies.personen, *(person for person in figures.personen if person.sleutel not in known))
        made = bodies.model_copy(update={"personen": people, **{name: getattr(figures, name) for name in names}})
        made._stemmend = bodies.gemeenten
        return made

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

    def gremium(self, code: str) -> Gremium:
        return _find("gremia", self.gremia, "code", code)

    def gemeente(self, code: str) -> Gemeente:
        return _find("gemeenten", self.gemeenten, "code", code)

    def persoon(self, sleutel: str) -> Persoon:
        return _find("personen", self.personen, "sleutel", sleutel)

    def sleutel(self, code: str) -> Sleutel:
        return _find("sleutels", self.sleutels, "code", code)

    def verantwoording_over(self, boekjaar: int) -> Verantwoording:
        """Return for what account is rendered over this boekjaar. Raises OnbekendeSleutel when nothing is in force."""
        found = in_force(self.verantwoording, date(boekjaar, 1, 1))
        if not found:
            raise OnbekendeSleutel(
                f"Het profiel heeft geen verantwoording voor {boekjaar}; vul er een in die dan geldt"
            )
        return found[0]

    def peildatum(self, product: str, boekjaar: int) -> date | None:
        """Return up to and with which day the realisation of a product runs; None when it is the whole boekjaar."""
        kalender = self.kalender.producten.get(product)
        return kalender.peildatum.in_boekjaar(boekjaar) if kalender and kalender.peildatum else None

    def stemgewicht(self, gemeente: str) -> int:
        """Return by how much a vote weighs: the last known inhabitants, also of one that leaves before the boekjaar."""
        counts = _find("gemeenten", self._stemmend or self.gemeenten, "code", gemeente).inwoners
        return max(counts, key=lambda count: count.peildatum).aantal

    def inwoners(self, gemeente: str, peildatum: date) -> int:
        """Return the inhabitants on that day. Raises OnbekendeSleutel when the profile does not have them."""
        return _find(f"inwoners van {gemeente}", self.gemeente(gemeente).inwoners, "peildatum", peildatum).aantal


def load_profile(path: Path) -> Profile:
    """Return the profile in `path`. Raises OngeldigProfiel with a Dutch line per fault, each with its place."""
    return profile_from_source(read_source(path))


def profile_from_source(source: ProfileSource) -> Profile:
    """Return the typed profile of a parsed file. Raises OngeldigProfiel."""
    try:
        profile = Profile.model_validate(source.inhoud)
    except ValidationError as fault:
        raise OngeldigProfiel(tuple(translate_fault(error, source) for error in fault.errors())) from fault
    profile._source = source
    return profile


_R = TypeVar("_R")


def _find(list_name: str, records: Sequence[_R], field: str, value: object) -> _R:
    """Return the first record with that value. Raises OnbekendeSleutel, which names the list and what is in it."""
    for record in records:
        if getattr(record, field) == value:
            return record
    known = ", ".join(dict.fromkeys(str(getattr(record, field)) for record in records))
    remedy = f"kies uit: {known}" if known else "vul die lijst eerst aan"
    raise OnbekendeSleutel(f"'{value}' staat in het profiel niet onder {list_name}; {remedy}")
