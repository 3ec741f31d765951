"""Proves that a vote after an issued password says so, and tells which votes do: dossier and postbus both ways."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jaarcyclus.dossier.issuances import Issuance, before_vote, describe_issuance, read_issuances
from jaarcyclus.errors import raise_if_of_machine
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.events import GateGeopend, StemNaUitgifte, StemUitgebracht
from jaarcyclus.profile.records import Profile
from jaarcyclus.proof.reach import Reach
from jaarcyclus.proof.replay import bounded, profile_of_first
from jaarcyclus.proof.report import ReportLine
from jaarcyclus.rules.context import Read


@dataclass(frozen=True, kw_only=True)
class _Vote:
    """A vote, the moment its gate opened (ISO), and which issue is told beside it."""

    event: Event
    gate: str
    zetel: str
    opened: str
    told: int | None


def verify_marks(dossier: Sequence[Event], postbus: Sequence[Event], reach: Reach) -> tuple[str, ...]:
    """Return which votes leave out an issue that the postbus tells, or name another; both chains hold themselves."""
    issuances, beyond = read_issuances(postbus), set(reach.beyond)
    votes = (vote for vote in _votes(dossier) if vote.event.seq + 1 not in beyond)  # its mark follows a vote
    return bounded(sentence for vote in votes if (sentence := _fault(vote, issuances)))


def describe_marks(dossier: Sequence[Event], postbus: Sequence[Event] | None, read: Read) -> Iterator[ReportLine]:
    """Yield a line for each vote after an issue; who issued it, why and when is told when the postbus is there."""
    try:
        issuances = {item.number: item for item in read_issuances(postbus or ())}
        marked = [vote for vote in _votes(dossier) if vote.told is not None]
        profile = profile_of_first(dossier, read)
        texts = [_describe(vote, profile.name_person(vote.event.actor)) for vote in marked]
        more = [_more(issuances.get(vote.told or 0), profile) for vote in marked]
    except Exception as fault:
        raise_if_of_machine(fault)
        return  # forged events; what is wrong with them is told by the rules
    for text, told in zip(texts, more, strict=True):
        yield ReportLine(onderwerp="wachtwoorden", houdt=True, tekst=f"{text}{told}.")


def _describe(vote: _Vote, voter: str) -> str:
    return (
        f"De stem van zetel {vote.zetel} in {vote.gate} is door {voter} gegeven nadat iemand anders een wachtwoord van "
        f"dit account had uitgegeven (postbus {vote.told})"
    )


def _more(item: Issuance | None, profile: Profile) -> str:
    return f": {describe_issuance(item, profile)}" if item else ""


def _fault(vote: _Vote, issuances: Sequence[Issuance]) -> str | None:
    due = before_vote(issuances, vote.event.actor, vote.opened, vote.event.tijd)
    name = f"Gebeurtenis {vote.event.seq} (stem_uitgebracht)"
    if vote.told == (due and due.number):
        return None
    if due is None:
        return f"{name} noemt uitgifte {vote.told} van een wachtwoord, en die kent de postbus zo niet."
    if vote.told is None:
        return f"{name} kwam na uitgifte {due.number} van een wachtwoord, en dat staat er niet bij."
    return f"{name} noemt uitgifte {vote.told} van een wachtwoord, en het was {due.number}."


def _votes(dossier: Sequence[Event]) -> Iterator[_Vote]:
    contents = [(event, wire.read(event)) for event in dossier]
    opened = {content.gate: event.tijd for event, content in contents if isinstance(content, GateGeopend)}
    told = {(c.gate, c.zetel): c.uitgifte for _, c in contents if isinstance(c, StemNaUitgifte)}
    for event, content in contents:
        if isinstance(content, StemUitgebracht) and content.gate in opened:
            place = (content.gate, content.zetel)
            yield _Vote(
                event=event, gate=content.gate, zetel=content.zetel, opened=opened[content.gate], told=told.get(place)
            )
