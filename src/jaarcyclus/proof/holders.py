"""Proves a bezetting from its events alone, and that a dossier told of each seat's holder what the bezetting said then.

A dossier holds numbers and a head of that chain; the names are in the bezetting's own export, for who must know them.
"""

from collections.abc import Iterator, Mapping, Sequence

from jaarcyclus.dossier.fold import fold
from jaarcyclus.dossier.holders import Tenure, after, held_on, holders_content, tenures, told_holders
from jaarcyclus.dossier.records import Dossier, Gate, Vote
from jaarcyclus.dossier.round import bezetting_id
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.events import BezettingVastgelegd, StemUitgebracht
from jaarcyclus.ledger.holders_events import FunctieBezet, FunctieVerlaten
from jaarcyclus.ledger.parts import Content, Functiehouder
from jaarcyclus.profile.records import Profile
from jaarcyclus.proof.reach import Reach, lengths_at
from jaarcyclus.proof.replay import bounded, profile_of_first
from jaarcyclus.rules.context import Read
from jaarcyclus.rules.holders import is_same_person, refusals
from jaarcyclus.terms.formats import format_day

Kept = tuple[Event, Content]


def is_bezetting(events: Sequence[Event]) -> bool:
    """Return whether this chain is one of who holds which function."""
    return events[0].soort in wire.BEZETTING_KINDS


def verify_bezetting(events: Sequence[Event]) -> tuple[str, ...]:
    """Return which events of a bezetting its rules would have refused. Raises nothing for any events."""
    return bounded(
        f"Gebeurtenis {event.seq} ({event.soort}) had niet vastgelegd mogen worden ({refusal.code}): {refusal.message}"
        for event, refusal in refusals(events)
    )


def holdings_in(events: Sequence[Event]) -> int:
    """Return how often this dossier was told who holds the functions of a gate."""
    return sum(event.soort == wire.kind_of(BezettingVastgelegd) for event in events)


def has_unheld_votes(events: Sequence[Event]) -> bool:
    """Return whether somebody voted in this dossier while it was never told who held any function."""
    voted = any(event.soort == wire.kind_of(StemUitgebracht) for event in events)
    return voted and not holdings_in(events) and events[0].inhoud.get("regels", 1) != 1


def verify_holders(dossier: Sequence[Event], chain: Sequence[Event], read: Read, reach: Reach) -> tuple[str, ...]:
    """Return where a dossier and the bezetting of its profile contradict each other; both hold by themselves.

    From the first event on that names a later bezetting than this (`reach`), nothing is judged.
    """
    state, profile = fold(dossier, dossier[0].dossier), profile_of_first(dossier, read)
    own = bezetting_id(state.opened.profiel)
    if chain[0].dossier != own:
        return (f"Dit is de bezetting {chain[0].dossier}, en niet {own}.",)
    if state.opened.regels == 1:
        return ()
    known = dossier[: reach.beyond[0] - 1] if reach.beyond else dossier
    return bounded((*_told_otherwise(known, state, chain, profile), *_of_votes(known, state, chain)))


def _told_otherwise(
    dossier: Sequence[Event], state: Dossier, chain: Sequence[Event], profile: Profile
) -> Iterator[str]:
    for event, content in wire.of_kind(dossier, BezettingVastgelegd):
        name, head = f"Gebeurtenis {event.seq} ({event.soort})", content.keten
        there = chain[head.seq - 1] if 0 < head.seq <= len(chain) else None
        gate = state.gate(content.gate)
        if there is None or (there.hash, there.klok[:10]) != (head.kop, head.dag):
            yield f"{name} noemt bij {head.seq} een kop die deze bezetting niet heeft."
        elif gate and content != holders_content(
            chain[: head.seq], gate, event.klok[:10], named=profile.namen_in_openbare_stukken
        ):
            yield f"{name} noemt andere houders dan er toen in de bezetting stonden."


def _of_votes(dossier: Sequence[Event], state: Dossier, chain: Sequence[Event]) -> Iterator[str]:
    kept = [(event, wire.read(event)) for event in chain]
    known = {tenure.number: tenure for tenure in tenures(chain)}
    for gate in state.gates:
        voters = []
        for vote in (vote for vote in gate.votes if vote.seq <= len(dossier)):
            told = told_holders(gate, vote.seq)
            if not _is_as_then(told, vote, dossier[vote.seq - 1], kept):
                yield (
                    f"De stem in gebeurtenis {vote.seq} ({gate.gate}) staat niet op naam van wie volgens de bezetting "
                    f"toen {vote.door} was: een wisseling is weggelaten of verzonnen."
                )
            voters.append(_tenure(told.get(vote.door), known))
        yield from _doubled(gate, [tenure for tenure in voters if tenure])


def _is_as_then(told: Mapping[str, Functiehouder | None], vote: Vote, event: Event, kept: Sequence[Kept]) -> bool:
    first, last = lengths_at([item for item, _ in kept], event)
    if not told:
        return first == 0
    holder = told.get(vote.door)
    possible = _numbers_between(kept, vote.door, event.klok[:10], first, last)
    return (holder.bezetting if holder else None) in possible


def _numbers_between(kept: Sequence[Kept], functie: str, day: str, first: int, last: int) -> set[int | None]:
    """Return who held the function on this day by a bezetting of any length between these two; an empty one is none."""
    known: dict[int, Tenure] = {}
    found: set[int | None] = set()
    for event, content in kept[:last]:
        if isinstance(content, FunctieBezet | FunctieVerlaten) and content.functie == functie:
            known |= after(known.values(), event.seq, content)
        if event.seq >= first:
            tenure = held_on(known.values(), functie, day)
            found.add(tenure.number if tenure else None)
    return found


def _tenure(holder: Functiehouder | None, known: Mapping[int, Tenure]) -> Tenure | None:
    return known.get(holder.bezetting) if holder else None


def _doubled(gate: Gate, voters: Sequence[Tenure]) -> Iterator[str]:
    for at, voter in enumerate(voters):
        if any(is_same_person(voter.name, other.name) for other in voters[:at]):
            yield f"In {gate.gate} antwoordde één persoon voor twee zetels ({voter.functie}, bezetting {voter.number})."


def tell_holders(dossier: Sequence[Event], chain: Sequence[Event], read: Read) -> Iterator[str]:
    """Yield for each gate with a vote who answered: seat, function, and the person who then held it."""
    state, profile = fold(dossier, dossier[0].dossier), profile_of_first(dossier, read)
    known = {tenure.number: tenure for tenure in tenures(chain)}
    for gate in state.gates:
        if gate.votes and gate.holdings:
            yield f"{gate.gate}: {'; '.join(_tell(gate, vote, profile, known) for vote in gate.votes)}."


def _tell(gate: Gate, vote: Vote, profile: Profile, known: Mapping[int, Tenure]) -> str:
    tenure = _tenure(told_holders(gate, vote.seq).get(vote.door), known)
    who = f"{tenure.name}, sinds {format_day(tenure.since)}" if tenure else "van wie geen naam is vastgelegd"
    seat = next(zetel.naam for zetel in gate.zetels if zetel.zetel == vote.zetel)
    return f"zetel {seat} door {profile.name_person(vote.door)} ({who})"
