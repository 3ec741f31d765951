"""What happened in a dossier, as values: one record per kind of event, named after it, with the fields of the chain.

The fields are the keys of `inhoud`, in the order in which a refusal names them; they are hashed, so none is renamed and
none changes its meaning: a change is a new kind or a new `regels`. Reading and writing them is `ledger.wire`, which
event may follow `rules.transitions`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from jaarcyclus.ledger.parts import (
    Content,
    Deadlines,
    Functiehouder,
    Gatezetel,
    GesteldeVoorwaarde,
    GeteldeStem,
    Inzendplicht,
    Ketenkop,
)
from jaarcyclus.terms.findings import Bevinding


@dataclass(frozen=True, kw_only=True, slots=True)
class RondeGeopend(Content):
    """A round begins under a pinned profile; `regels` is the version of the rules it is under."""

    profiel: str
    product: str
    boekjaar: int
    profiel_sha256: str
    inzendplichten: tuple[Inzendplicht, ...]
    regels: int
    deadlines: Deadlines


@dataclass(frozen=True, kw_only=True, slots=True)
class KenmerkenVastgelegd(Content):
    """Which conditions of the route hold, and no others."""

    kenmerken: tuple[str, ...]
    reden: str


@dataclass(frozen=True, kw_only=True, slots=True)
class InzendingGeaccepteerd(Content):
    """`ontvangst` is the receipt's seq in the postbus."""

    perceel: str
    sha256: str
    cijfers_sha256: str
    inzender: str
    via: str
    te_laat: bool
    ontvangst: int
    bevindingen: tuple[Bevinding, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class InzendingGeweigerd(Content):
    """`perceel` is None when the workbook does not say whose it is."""

    perceel: str | None
    sha256: str
    inzender: str
    via: str
    ontvangst: int
    bevindingen: tuple[Bevinding, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsolidatieAfgekeurd(Content):
    """The workbooks contradict each other, as the findings say; no version was made."""

    inzendingen: Mapping[str, str]  # perceel -> workbook's SHA-256
    bevindingen: tuple[Bevinding, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class BedenktijdOvergeslagen(Content):
    """The controller lets the version be made now: percelen replace no workbook any more."""

    reden: str


@dataclass(frozen=True, kw_only=True, slots=True)
class VersieGemaakt(Content):
    """A version to vote on: its manifest, and who may not vote on it."""

    versie: int
    manifest_sha256: str
    makers: tuple[str, ...]
    inzendingen: Mapping[str, str]  # perceel -> workbook's SHA-256


@dataclass(frozen=True, kw_only=True, slots=True)
class GateGeopend(Content):
    """`soort` is "gewoon" or "geschil"; `betwist` is the gate that a dispute is about. Only under rules 1."""

    gate: str
    stap: int
    gremium: str
    rol: str
    soort: str
    versie: int
    ronde: int
    betwist: str | None
    manifest_sha256: str
    document_sha256: str
    oplegnota_sha256: str
    zetels: tuple[Gatezetel, ...]
    deadline: str


@dataclass(frozen=True, kw_only=True, slots=True)
class GateVoorgelegd(GateGeopend):
    """A gate opens, with `stand_sha256`: the page that tells its seats what was answered before."""

    stand_sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BezettingVastgelegd(Content):
    """Who holds the functions of a gate's seats, by the bezetting up to `keten`; None: nobody is recorded there."""

    gate: str
    keten: Ketenkop
    houders: Mapping[str, Functiehouder | None]  # function -> who holds it


@dataclass(frozen=True, kw_only=True, slots=True)
class StemUitgebracht(Content):
    """`namens`: given by the deputy."""

    gate: str
    zetel: str
    antwoord: str
    namens: bool
    toelichting: str
    voorwaarde: GesteldeVoorwaarde | None
    manifest_sha256: str
    document_sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StemNaUitgifte(Content):
    """The vote before it was given with an account whose password somebody issued: `uitgifte`, seq in the postbus."""

    gate: str
    zetel: str
    uitgifte: int


@dataclass(frozen=True, kw_only=True, slots=True)
class StemAangemeld(Content):
    """The vote before it was given by who signed in at the office's provider: `koppeling`, seq in the bezetting."""

    gate: str
    zetel: str
    koppeling: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Herinnerd(Content):
    """It says that the silent seats of a gate were told, which nobody did. Only under rules 1."""

    gate: str
    moment: str  # "voor" or "over_tijd"
    zetels: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class StilteGeconstateerd(Herinnerd):
    """These seats had not answered yet when the term came near, or had passed; nothing was sent."""


@dataclass(frozen=True, kw_only=True, slots=True)
class GateGesloten(Content):
    """A gate came to an outcome, by this count."""

    gate: str
    uitslag: str
    telling: tuple[GeteldeStem, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TermijnVerlengd(Content):
    """The controller gives an open gate until `deadline` (ISO)."""

    gate: str
    deadline: str
    reden: str


@dataclass(frozen=True, kw_only=True, slots=True)
class GateVervallen(Content):
    """A gate is not counted any more: its version was replaced."""

    gate: str
    reden: str


@dataclass(frozen=True, kw_only=True, slots=True)
class VoorwaardeVervuld(Content):
    """What a seat asked with its "mits" is done."""

    gate: str
    zetel: str
    toelichting: str


@dataclass(frozen=True, kw_only=True, slots=True)
class VoorwaardeBewezen(VoorwaardeVervuld):
    """The same, with a file that shows it; `naam` is what its sender called it. Never under rules 1."""

    sha256: str
    naam: str
    grootte: int


@dataclass(frozen=True, kw_only=True, slots=True)
class AdviesVastgelegd(Content):
    """The expert's binding advice on a dispute (covenant art. 16): `doorgang` or `terug`."""

    gate: str
    advies: str
    tekst: str
    deskundige: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Heropend(Content):
    """`grond` is the gate that sent the version back, None when the controller reopens."""

    reden: str
    percelen: tuple[str, ...]
    grond: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class BijlageGemaakt(Content):
    """The annex Besluitvorming was printed; `kop` is the hash of the event before it. Only under rules 1."""

    manifest_sha256: str
    bijlage_sha256: str
    kop: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BijlageVastgelegd(BijlageGemaakt):
    """The annex was printed, with where the postbus stood (`postbus`) and by what it was printed (`bouw`)."""

    postbus: Ketenkop
    bouw: Mapping[str, str]  # as in the manifest of a version


@dataclass(frozen=True, kw_only=True, slots=True)
class Gepubliceerd(Content):
    """A version with its annex was placed at `doel` and read back."""

    versie: int
    manifest_sha256: str
    documenten: Mapping[str, str]  # file name -> SHA-256
    bijlage_sha256: str
    doel: str
    metadata_sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Toegezonden(Content):
    """`rol` is "info" (with `stap`), "besluit" or "advies" (with `gate`). Nothing was sent. Only under rules 1."""

    gremia: tuple[str, ...]
    rol: str
    stap: int | None
    gate: str | None
    versie: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Klaargezet(Toegezonden):
    """The product, a decision or advice lies ready for these gremia; nothing was sent."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OntvangstBevestigd(Content):
    """A gremium has received the product (covenant art. 8.1)."""

    gremium: str


OF_DOSSIER = (
    RondeGeopend, KenmerkenVastgelegd, InzendingGeaccepteerd, InzendingGeweigerd, ConsolidatieAfgekeurd, VersieGemaakt,
    GateGeopend, StemUitgebracht, Herinnerd, GateGesloten, GateVervallen, VoorwaardeVervuld, AdviesVastgelegd, Heropend,
    BijlageGemaakt, Gepubliceerd, Toegezonden, OntvangstBevestigd, GateVoorgelegd, StilteGeconstateerd, Klaargezet,
    BedenktijdOvergeslagen, BijlageVastgelegd, StemNaUitgifte, StemAangemeld, BezettingVastgelegd,
    TermijnVerlengd, VoorwaardeBewezen,
)  # fmt: skip
