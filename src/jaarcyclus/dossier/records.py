"""The records of one dossier: what has happened in it, as `dossier.fold` reads it from its events.

No opinion on what is allowed (`rules.transitions`) or what must follow (`dossier.planning`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from jaarcyclus.dossier.evidence import Evidence
from jaarcyclus.dossier.extensions import Extension
from jaarcyclus.dossier.inzending import Inzending, Passed
from jaarcyclus.dossier.publications import Correction, Published
from jaarcyclus.dossier.signing import Signed
from jaarcyclus.dossier.tally import SeatVote, Uitslag
from jaarcyclus.errors import InvalidTransition
from jaarcyclus.ledger.chain import Event, latest
from jaarcyclus.ledger.earlier_events import CijfersBekend
from jaarcyclus.ledger.events import AdviesVastgelegd, BijlageGemaakt, Gepubliceerd, RondeGeopend
from jaarcyclus.ledger.parts import Functiehouder, Gatezetel


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of the product: what is on the route is its manifest."""

    versie: int
    manifest_sha256: str
    makers: tuple[str, ...]
    inzendingen: Mapping[str, str]  # perceel -> workbook's SHA-256
    seq: int
    klok: str


@dataclass(frozen=True, kw_only=True)
class Voorwaarde:
    """What a "mits" asks; open until its owner or the seat reports it as met (rule 5)."""

    tekst: str
    eigenaar: str
    datum: str
    vervuld_door: str | None = None
    vervuld_klok: str | None = None
    vervuld_toelichting: str | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, kw_only=True)
class Vote:
    """One answer of one seat; `namens`: given by the deputy."""

    zetel: str
    antwoord: str
    door: str
    namens: bool
    toelichting: str
    voorwaarde: Voorwaarde | None
    klok: str
    seq: int
    uitgifte: int | None = None  # seq in the postbus of the issued password that it came after
    koppeling: int | None = None  # seq in the bezetting of the link by which its voter signed in
    signed: Signed | None = None  # None where its gremium does not ask it


@dataclass(frozen=True, kw_only=True)
class Holding:
    """Who held the functions of a gate's seats from this event on; None where the bezetting names nobody."""

    houders: Mapping[str, Functiehouder | None]
    seq: int
    klok: str


@dataclass(frozen=True, kw_only=True)
class Gate:
    """One question to one gremium about one version; `betwist` is the gate a dispute is about."""

    gate: str
    stap: int
    gremium: str
    rol: str
    soort: str  # "gewoon" or "geschil"
    versie: int
    ronde: int
    betwist: str | None
    manifest_sha256: str
    document_sha256: str
    oplegnota_sha256: str
    zetels: tuple[Gatezetel, ...]
    deadline: str
    geopend_klok: str
    geopend_tijd: str = ""  # the machine's: what is compared with another chain
    opening: str = ""  # hash of the event that opened it
    stand_sha256: str | None = None  # None in a gate that opened under rules 1
    votes: tuple[Vote, ...] = ()
    reminders: tuple[str, ...] = ()
    uitslag: str | None = None
    gesloten_klok: str | None = None
    vervallen: str | None = None
    advice: AdviesVastgelegd | None = None
    advice_event: Event | None = None  # what recorded it: when, and between which answers
    holdings: tuple[Holding, ...] = ()  # () while nobody kept who holds what
    extensions: tuple[Extension, ...] = ()  # `deadline` is that of the last
    withheld: bool = False  # what is said in it is not for who looks (`dossier.confidential`): never in a fold
    seq: int = 0

    @property
    def is_open(self) -> bool:
        return self.uitslag is None and self.vervallen is None

    def seat_votes(self) -> tuple[SeatVote, ...]:
        """Return each seat with its answer, in the gate's own order: what `dossier.tally.tally` counts."""
        answers = {vote.zetel: vote.antwoord for vote in self.votes}
        return tuple(SeatVote(zetel=z.zetel, answer=answers.get(z.zetel), weight=z.gewicht) for z in self.zetels)

    def silent_zetels(self) -> tuple[str, ...]:
        return tuple(vote.zetel for vote in self.seat_votes() if vote.answer is None)


REOPENED = "de ronde is heropend"
"""The reason for which a gate lapses: nothing replaced its version yet."""
ANSWERS_LAPSED = "de ronde is heropend en de gegeven antwoorden zijn vervallen"
"""The same, of a gate with answers that nobody but their seats has seen: no later page of the dossier tells them."""
REVISED = "de vastgestelde cijfers van een eerder product zijn ingetrokken of vervangen"
"""The reason for which percelen hand in anew when what they were held to is another."""
LAPSES = (REOPENED, ANSWERS_LAPSED, "de versie is vervangen")
"""Every reason that a gate may lapse for; the last stands in rounds of before."""


@dataclass(frozen=True, kw_only=True)
class Reopening:
    """The end of a version; `percelen` must hand in anew, () leaves open which.

    `grond`: the gate that sent it back, None when nothing did. `corrects` is the published version that a correction
    is of, None for a version that was not published.
    """

    reden: str
    percelen: tuple[str, ...]
    door: str
    seq: int
    corrects: int | None = None
    grond: str | None = None

    def told_by(self, function: str) -> str:
        """Return who reopened, in words; `function` is the name of `door`."""
        return function if self.corrects is None else f"{function} (correctie van gepubliceerde versie {self.corrects})"


@dataclass(frozen=True, kw_only=True)
class Sending:
    """What was sent to gremia: the product for information, a decision, or binding advice on one."""

    gremia: tuple[str, ...]
    rol: str  # "info", "besluit" or "advies"
    stap: int | None
    gate: str | None
    versie: int
    klok: str


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """Everything recorded about one product of one boekjaar."""

    dossier: str = ""
    ronde: RondeGeopend | None = None
    oefening: bool = False
    kenmerken: tuple[str, ...] = ()  # which conditions of the route (`als`) hold
    inzendingen: tuple[Inzending, ...] = ()
    versions: tuple[Version, ...] = ()
    gates: tuple[Gate, ...] = ()
    reopenings: tuple[Reopening, ...] = ()
    rejections: tuple[int, ...] = ()
    rejection_reasons: tuple[str, ...] = ()  # of the last one
    sendings: tuple[Sending, ...] = ()
    receipts: tuple[tuple[str, str], ...] = ()  # (gremium, klok) of the last version
    bijlage: BijlageGemaakt | None = None
    bijlage_event: Event | None = None  # what recorded it: where a reader's head may be
    publications: tuple[Published, ...] = ()
    corrections: tuple[Correction, ...] = ()
    known: CijfersBekend | None = None  # None before it is recorded, and under rules 1
    known_seq: int = 0  # of the event that said so
    revised_on: str = ""  # the day (ISO) on which it became something else than when the round opened
    # Beside `inzendingen`, in the order of the percelen's first one: a long dossier is not searched at every event.
    current: Mapping[str, Inzending] = field(default_factory=dict)
    passed: tuple[Passed, ...] = ()  # the warnings that were let pass, also on workbooks that count no more
    judged: tuple[int, ...] = ()  # the receipts with a verdict, as their seq in the postbus
    signed: Signed | None = None  # the last signature; of the vote that follows it at once, and of no other
    pause_skipped: int = 0  # seq of the last time the controller did
    seq: int = 0
    klok: str | None = None  # the latest of any event: else many small steps back add up

    @property
    def product(self) -> str:
        return self.opened.product

    @property
    def boekjaar(self) -> int:
        return self.opened.boekjaar

    @property
    def opened(self) -> RondeGeopend:
        """Return the round. Raises InvalidTransition while it is not open."""
        if self.ronde is None:
            raise InvalidTransition("the first event of a dossier is ronde_geopend")
        return self.ronde

    @property
    def closing_day(self) -> date:
        """Return the last day on which a workbook is in time."""
        return date.fromisoformat(self.opened.deadlines.indienen)

    @property
    def rejection_in_force(self) -> bool:
        """Return whether the last accepted workbooks are those that were found to contradict each other."""
        newest = max((inzending.seq for inzending in self.current.values()), default=0)
        return max(self.rejections, default=0) > newest and self.active_version is None

    @property
    def active_version(self) -> Version | None:
        """Return the version that is on its route: the last, unless it was reopened since."""
        last = self.versions[-1] if self.versions else None
        reopened = last is not None and any(heropening.seq > last.seq for heropening in self.reopenings)
        return None if reopened else last

    @property
    def publication(self) -> Gepubliceerd | None:
        """Return what was published last, also when it was withdrawn since."""
        return self.publications[-1].content if self.publications else None

    @property
    def in_force(self) -> Published | None:
        """Return the publication that counts: the last, unless it is withdrawn."""
        last = self.publications[-1] if self.publications else None
        return None if last is None or last.withdrawal else last

    @property
    def correction(self) -> Correction | None:
        """Return the correction under way: decided, and not published yet."""
        last = self.corrections[-1] if self.corrections else None
        return last if last is not None and last.seq > self.publications[-1].seq else None

    @property
    def is_closed(self) -> bool:
        """Return whether the product is published and nobody corrects it: the round takes nothing more."""
        return bool(self.publications) and self.correction is None

    def published(self, versie: int) -> Published | None:
        return next((item for item in self.publications if item.versie == versie), None)

    def corrected_by(self, version: Version) -> Correction | None:
        """Return the correction that this version came from, None for one that comes before any publication."""
        return next((item for item in reversed(self.corrections) if item.seq < version.seq), None)

    def indieners(self) -> Mapping[str, str]:
        """Return who submits what: code of the submission and key of the person."""
        return {duty.code: duty.indiener for duty in self.opened.inzendplichten}

    def makers(self) -> tuple[str, ...]:
        """Return who submits or approves figures of this round: rule 3 gives them no vote on the document."""
        duties = self.opened.inzendplichten
        return tuple(sorted({who for duty in duties for who in (duty.indiener, duty.fiatteur) if who}))

    @property
    def carried(self) -> Mapping[str, Inzending]:
        """Return by perceel what counts in the place of a workbook that never came."""
        return {code: item for code, item in self.current.items() if item.overgenomen is not None}

    def newest_inzending(self) -> Inzending | None:
        """Return the submission that was accepted last; it is the last of its perceel too."""
        return max(self.current.values(), key=lambda item: item.seq, default=None)

    def document_day(self) -> date:
        """Return the day on the documents, that of the last workbook: a repeated step prints the same bytes."""
        return date.fromisoformat(latest(item.klok for item in self.current.values())[:10])

    def gate(self, gate: str) -> Gate | None:
        return next((item for item in self.gates if item.gate == gate), None)

    def gates_of(self, version: int) -> tuple[Gate, ...]:
        return tuple(gate for gate in self.gates if gate.versie == version)

    def open_voorwaarden(self, version: int) -> tuple[tuple[Gate, Vote], ...]:
        """Return the conditions of passed gates that are not fulfilled; they block what comes next (rule 5)."""
        return tuple(
            (gate, vote)
            for gate in self.gates_of(version)
            if gate.uitslag == Uitslag.POSITIEF
            for vote in gate.votes
            if vote.voorwaarde is not None and vote.voorwaarde.vervuld_door is None
        )
