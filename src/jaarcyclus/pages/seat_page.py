"""One seat of one gate on our pages: the question with its form, the check of what was filled in, the receipt."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from jaarcyclus.clock import real_time
from jaarcyclus.dossier.ballot import Ballot, answer_of, answer_of_ballot
from jaarcyclus.dossier.records import Gate
from jaarcyclus.dossier.sight import holds_seat
from jaarcyclus.dossier.signing import fingerprint
from jaarcyclus.errors import Refused, UnknownKey
from jaarcyclus.ledger.parts import Gatezetel
from jaarcyclus.pages.aftermath import tell_next
from jaarcyclus.pages.html import fill_page
from jaarcyclus.pages.passkey_options import signing_options
from jaarcyclus.pages.question import Question, describe_question
from jaarcyclus.pages.reader import DECISIONS, Reader
from jaarcyclus.pages.standings import Standing, Standings
from jaarcyclus.steps import passkeys, votes
from jaarcyclus.steps.airflow_names import GatePlace, profile_of_dossier

EMPTY = Ballot(antwoord="")
NOTHING_CHOSEN = Refused("ANTWOORD_ONBEKEND", "Kies één antwoord uit de lijst.")
GETS_READY = timedelta(minutes=1)
"""How long a question may take before it can be answered (chosen: twice the half minute that its refusal names)."""
_FIELDS = {
    "REDEN_ONTBREEKT": "toelichting",
    "TOELICHTING_ONLEESBAAR": "toelichting",
    "VOORWAARDE_ONVOLLEDIG": "voorwaarde",
}


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A seat that the reader holds or deputises."""

    standing: Standing
    gate: Gate
    zetel: Gatezetel

    @property
    def place(self) -> GatePlace:
        """Return where Airflow asks this seat."""
        return GatePlace(
            profiel=profile_of_dossier(self.standing.state.dossier),
            gremium=self.gate.gremium,
            dossier=self.standing.state.dossier,
            gate=self.gate.gate,
            place=self.gate.zetels.index(self.zetel),
        )


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Why an answer was not taken, and the field where that is mended."""

    sentence: str
    field: str


def find_seat(standings: Standings, dossier: str, gate: str, zetel: str, reader: Reader) -> Seat:
    """Return the seat of this person. Raises UnknownKey, alike when it does not exist and when it is another's."""
    own = profile_of_dossier(dossier) == reader.profiel
    standing = standings.of_dossier(dossier) if own else None
    found = standing.state.gate(gate) if standing else None
    if standing and found and holds_seat(found, zetel, reader.person):
        seat = next(seat for seat in found.zetels if seat.zetel == zetel)
        return Seat(standing=standing, gate=found, zetel=seat)
    raise UnknownKey("Deze vraag bestaat niet, of zij is niet aan u gesteld.")


def check_answer(standings: Standings, seat: Seat, reader: Reader, typed: Ballot) -> None:
    """Raise Refused when this answer may not be given now."""
    if not typed.antwoord:
        raise NOTHING_CHOSEN
    votes.check_unsigned(standings.workspace, seat.place, reader.person, typed)
    if asks_passkey(seat):
        votes.ask_signature(standings.workspace, seat.place, reader.person, typed)


def is_given(standings: Standings, seat: Seat, reader: Reader, typed: Ballot) -> bool:
    """Return whether this very answer of this person stands in the ledger by now: a button may be pressed twice."""
    standing = standings.of_dossier(seat.standing.state.dossier)
    gate = standing.state.gate(seat.gate.gate) if standing else None
    found = next((vote for vote in gate.votes if vote.zetel == seat.zetel.zetel), None) if gate else None
    return found is not None and found.door == reader.person and answer_of(found) == answer_of_ballot(typed)


def is_just_asked(gate: Gate, moment: datetime) -> bool:
    """Return whether this gate opened so shortly before `moment` (aware) that an answer may not be taken yet."""
    opened = gate.geopend_tijd  # empty in what an older release recorded
    return gate.is_open and bool(opened) and timedelta(0) <= moment - datetime.fromisoformat(opened) < GETS_READY


def show_question(
    standings: Standings, seat: Seat, reader: Reader, *, typed: Ballot = EMPTY, refusal: Refused | None = None
) -> str:
    """Return the page of the question, with what was typed and why it was refused; or the receipt of an answer."""
    question = _describe(standings, seat, reader)
    return fill_page(
        "besluit.html",
        reader,
        current=DECISIONS,
        vraag=question,
        zojuist=is_just_asked(seat.gate, real_time()),
        getypt=typed,
        fout=None if refusal is None else _fault(question, refusal),
        zonder_passkey=_tell_missing(standings, seat, reader) if refusal is None else "",
        ondertekend=_fingerprint_under(question),
        hierna=_tell_next(seat, question),
    )


def show_check(standings: Standings, seat: Seat, reader: Reader, typed: Ballot, *, fault: str = "") -> str:
    """Return the page that repeats an answer before it is given; `fault` is why giving it just failed.

    Where the gremium asks it, the page lets the browser sign this very answer.
    """
    question = _describe(standings, seat, reader)
    effect = next(choice.effect for choice in question.choices if choice.text == typed.antwoord)
    asked = votes.ask_signature(standings.workspace, seat.place, reader.person, typed) if asks_passkey(seat) else None
    return fill_page(
        "besluit_controle.html",
        reader,
        current=DECISIONS,
        vraag=question,
        getypt=typed,
        gevolg=effect,
        fout=fault,
        ondertekening=signing_options(asked) if asked else "",
    )


def asks_passkey(seat: Seat) -> bool:
    """Return whether an answer for this seat is signed: then its page runs our own script."""
    return seat.standing.profile.gremium(seat.gate.gremium).asks_passkey


def _describe(standings: Standings, seat: Seat, reader: Reader) -> Question:
    workspace = standings.workspace
    return describe_question(
        seat.standing, seat.gate, seat.zetel, reader.person, workspace.today(), workspace.store.get
    )


def _tell_next(seat: Seat, question: Question) -> str:
    if question.vote is None:
        return ""
    standing, own = seat.standing, not question.answerer
    return tell_next(standing.state, standing.profile, seat.gate, question.vote, own=own)


def _fingerprint_under(question: Question) -> str:
    signed = question.vote.signed if question.vote else None
    return fingerprint(signed.content.publieke_sleutel) if signed else ""


def _tell_missing(standings: Standings, seat: Seat, reader: Reader) -> str:
    """Return why this person cannot sign here yet, before anything is typed; empty when he can, or need not."""
    if not asks_passkey(seat):
        return ""
    try:
        passkeys.signing_key(standings.workspace, seat.standing.state, seat.gate, reader.person)
    except Refused as refusal:
        return refusal.message
    return ""


def _fault(question: Question, refusal: Refused) -> Fault:
    """A page without a form has no field to go to."""
    open_ = question.vote is None and question.closed is None
    return Fault(sentence=refusal.message, field=_FIELDS.get(refusal.code, "antwoorden") if open_ else "inhoud")
