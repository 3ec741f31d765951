"""The question to one seat as its holder reads it: what is asked, the figures, what came before, the answers. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jaarcyclus.dossier import manifest as manifests
from jaarcyclus.dossier.ballot import effect_of, tell_closed
from jaarcyclus.dossier.confidential import condition_owners, is_confidential
from jaarcyclus.dossier.deliberation import Answered, Change, Read, answered_before, changes_of
from jaarcyclus.dossier.question import DOCUMENT_PATH
from jaarcyclus.dossier.records import Dossier, Gate, Vote
from jaarcyclus.dossier.sight import seen_vote
from jaarcyclus.dossier.tally import GESCHIL, answers_of
from jaarcyclus.ledger.parts import Gatezetel
from jaarcyclus.pages.aftermath import disputed_gate, tell_became, tell_dispute
from jaarcyclus.pages.decisions import name_answerer, name_seat, seat_path, tell_left
from jaarcyclus.pages.reopened import tell_ended, tell_new
from jaarcyclus.pages.standings import Standing
from jaarcyclus.profile.gremium import Rol
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms import canonical
from jaarcyclus.terms.formats import format_amount, join_names
from jaarcyclus.terms.products import PRODUCTS, column_heading, name_in_sentence, name_product

_ASKED = {
    Rol.AFSTEMMING: "Stemt u af over {}?",
    Rol.INSTEMMING: "Stemt u in met {}?",
    Rol.VASTSTELLING: "Stelt u {} vast?",
    GESCHIL: "Hoe gaat het verder met {}?",
}
_DISPUTED = "Geschil in {}: hoe gaat het verder met {}?"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One answer that may be given, what it does, and what must come with it."""

    text: str
    effect: str
    needs_toelichting: bool
    needs_voorwaarde: bool


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A document to read before answering; `note` says what it is or how large."""

    name: str
    path: str
    note: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class SeatState:
    """What another seat did, as far as the reader may know it."""

    name: str
    told: str


@dataclass(frozen=True, kw_only=True)
class Share:
    """What one gemeente pays, as text; `own` for the reader's."""

    name: str
    amount: str
    own: bool


@dataclass(frozen=True, kw_only=True)
class Question:
    """All that one page shows. `closed` says why nobody can answer any more; `vote` is what this seat answered.

    `answerer` says who gave that answer when it was not the reader, `voter` the function of who did.
    """

    path: str
    asked: str
    body: str
    seat: str
    deadline: str
    left: str
    oefening: bool
    confidential: bool
    dispute: tuple[str, ...]
    kern: tuple[str, ...]
    shares: tuple[Share, ...]
    papers: tuple[Paper, ...]
    why_new: tuple[str, ...]
    changes: tuple[Change, ...]
    before: tuple[Answered, ...]
    seats: tuple[SeatState, ...]
    choices: tuple[Choice, ...]
    owners: Mapping[str, str]
    closed: str | None
    became: str
    ended: str
    vote: Vote | None
    answerer: str
    voter: str
    manifest_sha256: str
    document_sha256: str

    @property
    def changed(self) -> bool:
        """Return whether any amount differs from that of the version before."""
        return any(row.before != row.after for row in self.changes)

    @property
    def conditional(self) -> bool:
        """Return whether an answer may ask a condition."""
        return any(choice.needs_voorwaarde for choice in self.choices)


def describe_question(
    standing: Standing, gate: Gate, zetel: Gatezetel, person: str, today: date, read: Read
) -> Question:
    """Return the question to this seat of an existing gate; `read` gives an artefact by SHA-256."""
    state, profile = standing.state, standing.profile
    made = manifests.from_bytes(read(gate.manifest_sha256))
    figures: Mapping[str, Any] = canonical.loads(read(made.consolidatie_sha256))
    reads_whole = gate.soort == GESCHIL or _is_whole(
        state, profile, gate
    )  # who settles a dispute has the whole product
    vote = seen_vote(gate, profile, zetel.zetel, person)
    return Question(
        path=seat_path(state.dossier, gate.gate, zetel.zetel),
        asked=_asked(state, profile, gate),
        body=profile.gremium(gate.gremium).naam,
        seat=name_seat(gate, zetel, person, profile),
        deadline=gate.deadline,
        left=tell_left(date.fromisoformat(gate.deadline), today),
        oefening=state.oefening,
        confidential=is_confidential(gate, state, profile),
        dispute=tell_dispute(state, profile, gate),
        kern=(*_kern(state, profile, figures), *_tell_carried(profile, made)) if reads_whole else (),
        shares=_shares(profile, gate, zetel, figures) if reads_whole else (),
        papers=_papers(state, profile, gate),
        why_new=tell_new(state, profile, gate.versie),
        changes=changes_of(state, profile, gate, read),
        before=answered_before(state, profile, gate),
        seats=tuple(_seat_state(gate, other, profile, person) for other in gate.zetels),
        choices=tuple(
            Choice(
                text=answer.text,
                effect=effect_of(gate, answer),
                needs_toelichting=answer.needs_toelichting,
                needs_voorwaarde=answer.needs_voorwaarde,
            )
            for answer in answers_of(gate.rol, gate.soort)
        ),
        owners=condition_owners(state, profile, gate),
        closed=tell_closed(gate, today),
        became=tell_became(state, profile, gate),
        ended=tell_ended(state, profile, gate),
        vote=vote,
        answerer=name_answerer(zetel, vote, person, profile) if vote and vote.door != person else "",
        voter=profile.name_person(vote.door) if vote else "",
        manifest_sha256=gate.manifest_sha256,
        document_sha256=gate.document_sha256,
    )


def _asked(state: Dossier, profile: Profile, gate: Gate) -> str:
    disputed = disputed_gate(state, gate)
    asked = _ASKED[GESCHIL if gate.soort == GESCHIL else Rol(gate.rol)]
    if disputed is not None:
        asked = _DISPUTED.format(profile.gremium(disputed.gremium).naam, "{}")
    about = f"{name_in_sentence(state.product, state.boekjaar)}, versie {gate.versie},"
    return asked.format(about).replace(",?", "?")


def _is_whole(state: Dossier, profile: Profile, gate: Gate) -> bool:
    """Return whether this gate is about the product, and not about the booklet of one regiegroep."""
    return profile.routes[state.product][gate.stap].bereik == "product"


def _kern(state: Dossier, profile: Profile, figures: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the product in three sentences: what it costs, who pays, and how that differs from what it is held to."""
    product = PRODUCTS[state.product]
    column, total = product.main_column, figures["bijdrage_cent"][product.main_column] or 0
    heading = column_heading(column, state.boekjaar, first_year=False, peildatum=None)
    netto = figures["netto"]
    return (
        f"{heading} telt netto {_euro(netto['lasten_cent'][column])} aan lasten en "
        f"{_euro(netto['baten_cent'][column])} aan baten.",
        f"De gemeenten {join_names([item.naam for item in profile.gemeenten])} "
        + (f"dragen samen {_euro(total)} bij." if total >= 0 else f"krijgen samen {_euro(-total)} terug."),
        *_compared(state, figures, total),
    )


def _tell_carried(profile: Profile, made: manifests.Manifest) -> tuple[str, ...]:
    names = [profile.inzendplicht(code).naam for code in made.carried]
    if not names:
        return ()
    return (
        f"In deze bedragen tellen voor {join_names(names)} eerder vastgestelde cijfers: er is geen werkboek aanvaard.",
    )


def _compared(state: Dossier, figures: Mapping[str, Any], total: int) -> tuple[str, ...]:
    product = PRODUCTS[state.product]
    column = product.base_column
    before = figures["bijdrage_cent"].get(column) if column else None
    if column is None or before is None or figures["zonder_cijfers"].get(column):
        return ()
    name = column_heading(column, state.boekjaar, first_year=False, peildatum=None)
    name = f"{name[0].lower()}{name[1:]}"
    if before == total:
        return (f"Dat is evenveel als in de {name}.",)
    return (f"Dat is {_euro(abs(total - before))} {'meer' if total > before else 'minder'} dan in de {name}.",)


def _shares(profile: Profile, gate: Gate, zetel: Gatezetel, figures: Mapping[str, Any]) -> tuple[Share, ...]:
    paid = figures["aandelen_cent"][figures["hoofdkolom"]] or {}
    own = next((item.gemeente for item in profile.gremium(gate.gremium).zetels if item.code == zetel.zetel), None)
    rows = [
        Share(name=item.naam, amount=_euro(paid[item.code]), own=item.code == own)
        for item in profile.gemeenten
        if item.code in paid
    ]
    return tuple(sorted(rows, key=lambda row: not row.own))


def _papers(state: Dossier, profile: Profile, gate: Gate) -> tuple[Paper, ...]:
    product = f"{name_product(state.product, state.boekjaar)}, versie {gate.versie}"
    body = profile.gremium((disputed_gate(state, gate) or gate).gremium).naam
    papers = [
        Paper(
            name=product if _is_whole(state, profile, gate) else f"Boekje {body}, {product}",
            path=f"{DOCUMENT_PATH}/{gate.document_sha256}",
            note="het document waarover u beslist (pdf)",
            sha256=gate.document_sha256,
        ),
        Paper(
            name="Oplegnota",
            path=f"{DOCUMENT_PATH}/{gate.oplegnota_sha256}",
            note="wat er van uw gremium wordt gevraagd, en waarom (pdf)",
            sha256=gate.oplegnota_sha256,
        ),
    ]
    if gate.stand_sha256 is not None:
        papers.append(
            Paper(
                name="Stand van de besluitvorming",
                path=f"{DOCUMENT_PATH}/{gate.stand_sha256}",
                note="wat vóór deze vraag is geantwoord, zoals het is vastgelegd",
                sha256=gate.stand_sha256,
            )
        )
    return tuple(papers)


def _seat_state(gate: Gate, zetel: Gatezetel, profile: Profile, person: str) -> SeatState:
    answered = any(vote.zetel == zetel.zetel for vote in gate.votes)
    seen = seen_vote(gate, profile, zetel.zetel, person)
    told = "nog geen antwoord" if gate.is_open else "geen antwoord"
    if answered:
        told = seen.antwoord if seen else "heeft geantwoord; u leest het na de sluiting"
    return SeatState(name=zetel.naam, told=told)


def _euro(cent: int | None) -> str:
    return f"€ {format_amount(cent or 0)}"
