"""What happened to files that came in, and to accounts, as values: the kinds of the postbus, a chain per cooperation.

No rule refuses a file (`rules.postbus`): a hostile one belongs to no dossier, and yet it is kept, judged and answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from jaarcyclus.ledger.parts import Content, Ketenkop
from jaarcyclus.terms.findings import Bevinding


@dataclass(frozen=True, kw_only=True, slots=True)
class BestandOntvangen(Content):
    """In the postbus; `perceel` is what the sender or the folder said, None when nobody did; `grootte` in bytes."""

    sha256: str
    bestandsnaam: str
    via: str
    inzender: str
    perceel: str | None
    grootte: int


@dataclass(frozen=True, kw_only=True, slots=True)
class HerkomstVastgelegd(Content):
    """In the postbus, in one act with the receipt before it: which file of a library that was.

    `bibliotheek` and `item` are what SharePoint calls them; `versie` its tag of these bytes, empty where it has none;
    `vorige` the receipt of this same file before, None for its first.
    """

    ontvangst: int
    bibliotheek: str
    item: str
    versie: str
    vorige: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class BestandBeoordeeld(Content):
    """In the postbus: the verdict on a receipt, and the dossier of its round, None when there is none.

    `sjabloon` is the version of the form, "" of a file that is none or was judged before this was recorded.
    """

    ontvangst: int
    sha256: str
    perceel: str | None
    geaccepteerd: bool
    dossier: str | None
    bevindingen: tuple[Bevinding, ...]
    sjabloon: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class BestandBeantwoord(Content):
    """In the postbus: an answer was laid down where the sender looks."""

    ontvangst: int
    antwoord: str  # the name of the text file


@dataclass(frozen=True, kw_only=True, slots=True)
class AfkeuringGemeld(Content):
    """In the postbus: that its workbook contradicts another was laid down where the sender looks.

    `afkeuring` is the seq of the rejection in the dossier.
    """

    ontvangst: int
    dossier: str
    afkeuring: int
    bericht: str  # the name of the text file


@dataclass(frozen=True, kw_only=True, slots=True)
class WerkboekKlaargezet(Content):
    """In the postbus: a workbook to begin with was laid down where its sender looks.

    `stand` is the seq of the event in the dossier that said what was known, `via` the kind of folder (`map` or
    `sharepoint`), `werkboek` the name of the file there.
    """

    dossier: str
    perceel: str
    stand: int
    via: str
    werkboek: str
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DagHervat(Content):
    """In the postbus: a DAG that somebody paused goes on."""

    dag: str


@dataclass(frozen=True, kw_only=True, slots=True)
class KlokBevestigd(Content):
    """In the postbus: the controller finds the machine's clock right after a jump; `dag` is ISO."""

    dag: str
    reden: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TerugzettingBevestigd(Content):
    """In the postbus: the controller means the older ledger; `ketens` is, by chain, the last that was seen of it."""

    ketens: Mapping[str, Ketenkop]
    reden: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WachtwoordUitgegeven(Content):
    """In the postbus: a one-time password was made for a person's account; by the program only when it starts."""

    persoon: str
    reden: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WachtwoordGekozen(Content):
    """In the postbus: who acts chose an own password; `uitgifte` is the issue that this ends, None without one."""

    uitgifte: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class AdresIngevuld(Content):
    """In the postbus: who acts filled in the first address for another person; the address itself stands nowhere here.

    `kanaal` is `mail` or `teams`; `bezetting` the seq of the event in which that person took the function, 0 when
    nobody was recorded.
    """

    persoon: str
    kanaal: str
    bezetting: int


OF_POSTBUS = (
    BestandOntvangen, BestandBeoordeeld, BestandBeantwoord, DagHervat, KlokBevestigd, TerugzettingBevestigd,
    WachtwoordUitgegeven, WachtwoordGekozen, AfkeuringGemeld, HerkomstVastgelegd, AdresIngevuld, WerkboekKlaargezet,
)  # fmt: skip
