"""Proves that a vote which names a link came from somebody whom the bezetting then let sign in for that function."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from jaarcyclus.dossier.fold import fold
from jaarcyclus.dossier.links import in_force
from jaarcyclus.dossier.records import Vote
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.events import StemAangemeld
from jaarcyclus.ledger.wire import kind_of
from jaarcyclus.proof.reach import Reach
from jaarcyclus.proof.replay import bounded
from jaarcyclus.rules.transitions import MAX_CLOCK_SKEW


def links_in(dossier: Sequence[Event]) -> int:
    """Return how many votes of this dossier name the link by which their voter signed in."""
    return sum(event.soort == kind_of(StemAangemeld) for event in dossier)


def verify_links(dossier: Sequence[Event], chain: Sequence[Event], reach: Reach) -> tuple[str, ...]:
    """Return which votes name a link that the bezetting did not have then; both chains hold by themselves.

    From the first event on that names a later bezetting than this (`reach`), nothing is judged. A vote that names none
    was given with a password: that, only the dossier itself says.
    """
    known = dossier[: reach.beyond[0] - 1] if reach.beyond else dossier
    return bounded(
        f"De stem in gebeurtenis {vote.seq} ({gate}) noemt koppeling {vote.koppeling}, en daarmee kon volgens de "
        f"bezetting toen niemand zich aanmelden als {vote.door}."
        for gate, vote in _linked(dossier)
        if vote.seq <= len(known) and not _could_be(vote, dossier[vote.seq - 1], chain)
    )


def _linked(dossier: Sequence[Event]) -> Iterator[tuple[str, Vote]]:
    state = fold(dossier, dossier[0].dossier)
    return ((gate.gate, vote) for gate in state.gates for vote in gate.votes if vote.koppeling is not None)


def _could_be(vote: Vote, event: Event, chain: Sequence[Event]) -> bool:
    """Two machines may differ, and what was recorded while somebody voted may come just too late for this vote."""
    moment, day = datetime.fromisoformat(event.tijd), event.klok[:10]
    first, last = (_length_at(chain, moment + skew) for skew in (-MAX_CLOCK_SKEW, MAX_CLOCK_SKEW))
    return any(
        (link.number, tenure.functie) == (vote.koppeling, vote.door)
        for length in range(first, last + 1)
        for link, tenure in in_force(chain[:length], day)
    )


def _length_at(chain: Sequence[Event], moment: datetime) -> int:
    return max((event.seq for event in chain if datetime.fromisoformat(event.tijd) <= moment), default=0)
