"""The profile: everything that makes one cooperation differ from another, typed, frozen and dated.

Percelen, hosts, gremia, seats, routes, keys and dates are configuration because the covenant itself changes them
(DOWR: art. 3.2, 4.3, 12.2, 14.2, 15). `van` is the first day in force, `tot` the first day no longer.
Do not put a rule in here that depends on what happened: that is `besluitroute` and `planning`.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, ValidationError

from jaarcyclus.calendar import Jaardatum
from jaarcyclus.errors import OnbekendeSleutel, OngeldigProfiel
from jaarcyclus.profile_source import ProfileSource, read_source

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Deelnemercode = Annotated[str, Field(pattern=r"^[A-Z]{2}\d{2,4}$")]
Cent = Annotated[int, Field(strict=True)]
Aantal = Annotated[int, Field(strict=True, ge=0)]
Datum = Annotated[Jaardatum, BeforeValidator(lambda text: text if isinstance(text, Jaardatum) else Jaardatum.parse(text))]


class Rol(StrEnum):
    """The four roles of DOWR's appendix 1; their meaning is chosen (domain.md section 3)."""

    INFO = "info"
    AFSTEMMING = "afstemming"
    INSTEMMING = "instemming"
    VASTSTELLING = "vaststelling"


class Besluitregel(StrEnum):
    """How a gremium comes to a yes. Unanimity of the BVR is art. 5.6; the others serve other cooperations."""

    UNANIMITEIT = "unanimiteit"
    MEERDERHEID = "meerderheid"
    MEERDERHEID_VOORZITTER = "meerderheid_voorzitter"
    GEWOGEN_INWONERS = "gewogen_inwoners"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Gedateerd(_Record):
    van: date = date.min
    tot: date | None = None

    def geldt_op(self, dag: date) -> bool:
        return self.van <= dag and (self.tot is None or dag < self.tot)


class Inwonertal(_Record):
    peildatum: date
    aantal: Aantal
    bron: str


class Gemeentedocument(_Record):
    """A P&C document of a gemeente itself that one of our products feeds, and the day it needs our figures."""

    product: Code
    naam: str
    datum: Datum


class Gemeente(Gedateerd):
    code: Deelnemercode
    naam: str
    inwoners: tuple[Inwonertal, ...] = ()
    documenten: tuple[Gemeentedocument, ...] = ()


class Persoon(Gedateerd):
    """A function, never a name; `sleutel` is also the account's user name."""

    sleutel: Code
    functie: str
    gemeente: Deelnemercode | None = None


class Perceel(Gedateerd):
    code: Code
    naam: str
    gastheer: Deelnemercode
    regiegroep: Code | None = None
    manager: Code
    sleutel: Code


class OverigeInzending(Gedateerd):
    """A submission outside a perceel (DOWR algemeen); it passes no regiegroep."""

    code: Code
    naam: str
    indiener: Code
    sleutel: Code


class Inzendplicht(_Record):
    """Who must submit what: a perceel's manager or the submitter of an other submission."""

    code: Code
    naam: str
    indiener: Code
    sleutel: Code
    regiegroep: Code | None


class Zetel(Gedateerd):
    """One seat, one vote. `perceel` set: the seat counts only on documents that hold that perceel."""

    code: Code
    naam: str
    houder: Code
    plaatsvervanger: Code | None = None
    gemeente: Deelnemercode | None = None
    perceel: Code | None = None


class Gremium(Gedateerd):
    code: Code
    naam: str
    soort: Code
    zetels: tuple[Zetel, ...]
    regel: Besluitregel = Besluitregel.UNANIMITEIT
    voorzitter: Code | None = None  # a seat's code


class Routestap(_Record):
    """One step of a route; its gremia answer side by side. `als`: a kenmerk of the dossier, or `niet <kenmerk>`."""

    rol: Rol
    gremia: tuple[Code, ...] = Field(min_length=1)
    bereik: Literal["product", "eigen_percelen"] = "product"
    als: str | None = Field(default=None, pattern=r"^(niet )?[a-z][a-z0-9_]*$")
    blokkeert: bool = True
    ontvangst_vereist: bool = False
    bij_zwijgen: Literal["over_tijd", "akkoord"] = "over_tijd"


class Trede(_Record):
    """One rung: a dispute in `van` goes to `naar`; an overdue gate climbs after `na_werkdagen`."""

    van: Code
    naar: Code
    na_werkdagen: Annotated[int, Field(ge=1, le=60)]


class Ladder(_Record):
    treden: tuple[Trede, ...]
    top: Code
    gevolg_top: Literal["aangehouden"] = "aangehouden"
    toelichting_top: str


class _Sleutel(Gedateerd):
    code: Code
    naam: str


class VastePercentages(_Sleutel):
    """Percentages that add up to 100, written as text ("33.33") so that no float comes near."""

    soort: Literal["vaste_percentages"]
    percentages: dict[Deelnemercode, Annotated[Decimal, BeforeValidator(lambda value: Decimal(str(value)))]]


class Inwoners(_Sleutel):
    soort: Literal["inwoners"]
    peildatum: date
    deelnemers: tuple[Deelnemercode, ...] | None = None  # None: every gemeente in force


class Volumes(_Sleutel):
    soort: Literal["volumes"]
    eenheid: str
    aantallen: dict[Deelnemercode, Aantal]
    bron: str


class VastBedrag(_Sleutel):
    """An agreed yearly amount per participant; what is left of the cost stays with `rest_bij`."""

    soort: Literal["vast_bedrag"]
    bedragen_cent: dict[Deelnemercode, Cent]
    rest_bij: Deelnemercode


class BedragPerInwoner(_Sleutel):
    """A tariff per inhabitant; the difference with the cost is a named balance."""

    soort: Literal["bedrag_per_inwoner"]
    bedrag_cent: Cent
    peildatum: date


class PrijsHoeveelheid(_Sleutel):
    """Price times quantity; the difference with the cost is a named balance."""

    soort: Literal["prijs_hoeveelheid"]
    eenheid: str
    prijs_cent: Cent
    aantallen: dict[Deelnemercode, Aantal]
    bron: str


class VastDeelEerst(_Sleutel):
    """A fixed part for some, the rest by another key (Drechtsteden 2004)."""

    soort: Literal["vast_deel_eerst"]
    vast_cent: dict[Deelnemercode, Cent]
    rest: Annotated[VastePercentages | Inwoners | Volumes, Field(discriminator="soort")]


Sleutel = Annotated[
    VastePercentages | Inwoners | Volumes | VastBedrag | BedragPerInwoner | PrijsHoeveelheid | VastDeelEerst,
    Field(discriminator="soort"),
]


class Productkalender(_Record):
    opent: Datum
    indienen: Datum
    peildatum: Datum | None = None
    gremia: dict[Code, Datum] = {}  # the day a gremium decides
    publicatie: Datum


class Kalender(_Record):
    feestdagen: Literal["NL"] = "NL"
    herinnering_werkdagen: Annotated[int, Field(ge=1, le=30)] = 3
    minimale_termijn_werkdagen: Annotated[int, Field(ge=1, le=30)] = 3
    producten: dict[Code, Productkalender]


class Profile(_Record):
    """One cooperation. Look things up with the methods; `op(dag)` first when a date matters."""

    profiel: Code
    naam: str
    voluit: str
    vormen: tuple["Vorm", ...]
    gemeenten: tuple[Gemeente, ...] = Field(min_length=1)
    personen: tuple[Persoon, ...]
    controller: Code
    ambtelijk_secretaris: Code
    beheerder: Code
    percelen: tuple[Perceel, ...]
    overige_inzendingen: tuple[OverigeInzending, ...] = ()
    gremia: tuple[Gremium, ...]
    routes: dict[Code, tuple[Routestap, ...]]
    ladder: Ladder
    sleutels: tuple[Sleutel, ...]
    kalender: Kalender
    _source: ProfileSource | None = PrivateAttr(default=None)

    @property
    def source(self) -> ProfileSource | None:
        """The file it was read from, with lines and chosen places; None when built in a test."""
        return self._source

    def op(self, dag: date) -> Self:
        """Return the profile with only what is in force on `dag`, seats included."""
        changes: dict[str, Any] = {
            name: _in_force(getattr(self, name), dag)
            for name in ("vormen", "gemeenten", "personen", "percelen", "overige_inzendingen", "sleutels")
        }
        changes["gremia"] = tuple(
            gremium.model_copy(update={"zetels": _in_force(gremium.zetels, dag)})
            for gremium in _in_force(self.gremia, dag)
        )
        return self.model_copy(update=changes)

    def inzendplichten(self) -> tuple[Inzendplicht, ...]:
        """Return every submission a product is made from: percelen first, then the others."""
        return tuple(
            Inzendplicht(code=p.code, naam=p.naam, indiener=p.manager, sleutel=p.sleutel, regiegroep=p.regiegroep)
            for p in self.percelen
        ) + tuple(
            Inzendplicht(code=o.code, naam=o.naam, indiener=o.indiener, sleutel=o.sleutel, regiegroep=None)
            for o in self.overige_inzendingen
        )

    def inzendplicht(self, code: str) -> Inzendplicht:
        return _find(self.inzendplichten(), "code", code)

    def gremium(self, code: str) -> Gremium:
        return _find(self.gremia, "code", code)

    def gemeente(self, code: str) -> Gemeente:
        return _find(self.gemeenten, "code", code)

    def persoon(self, sleutel: str) -> Persoon:
        return _find(self.personen, "sleutel", sleutel)

    def sleutel(self, code: str) -> Any:
        return _find(self.sleutels, "code", code)

    def inwoners(self, gemeente: str, peildatum: date) -> int:
        """Return the inhabitants on that day. Raises OnbekendeSleutel when the profile does not have them."""
        return _find(self.gemeente(gemeente).inwoners, "peildatum", peildatum).aantal


class Vorm(Gedateerd):
    """The legal form, dated: Noaberkracht changed its form and stayed the same cooperation."""

    vorm: str
    grondslag: str


def load_profile(path: Path) -> Profile:
    """Return the profile in `path`. Raises OngeldigProfiel with a Dutch line per fault, each with its place."""
    return profile_from_source(read_source(path))


def profile_from_source(source: ProfileSource) -> Profile:
    """Return the typed profile of a parsed file. Raises OngeldigProfiel."""
    try:
        profile = Profile.model_validate(source.inhoud)
    except ValidationError as fault:
        raise OngeldigProfiel(tuple(_dutch(error, source) for error in fault.errors())) from fault
    profile._source = source
    return profile


_SENTENCES = {
    "missing": "ontbreekt; vul het in",
    "extra_forbidden": "is hier onbekend; haal het weg of controleer de spelling",
    "string_pattern_mismatch": "heeft niet de vorm {pattern}",
    "enum": "is geen van {expected}",
    "literal_error": "is geen van {expected}",
    "union_tag_invalid": "is geen soort sleutel; kies uit {expected_tags}",
    "union_tag_not_found": "mist 'soort'",
    "int_type": "is geen heel getal (bedragen in centen)",
    "int_parsing": "is geen heel getal",
    "date_from_datetime_parsing": "is geen datum als 2026-01-31",
    "value_error": "{error}",
    "too_short": "is leeg",
}


def _dutch(error: Any, source: ProfileSource) -> str:
    path = ".".join(str(part) for part in error["loc"])
    sentence = _SENTENCES.get(error["type"], f"klopt niet ({error['msg']})")
    return f"{source.place(path)} {sentence.format(**error.get('ctx', {}))}"


_D = TypeVar("_D", bound=Gedateerd)


def _in_force(records: tuple[_D, ...], dag: date) -> tuple[_D, ...]:
    return tuple(record for record in records if record.geldt_op(dag))


def _find(records: tuple[Any, ...], field: str, value: object) -> Any:
    for record in records:
        if getattr(record, field) == value:
            return record
    raise OnbekendeSleutel(f"'{value}' staat niet in het profiel")
