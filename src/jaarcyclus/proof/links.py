"""Proves that a vote which names a link came from somebody whom the bezetting then let sign in for that function."""

from collections.abc import Iterator, Mapping, Sequence

from jaarcyclus.dossier import holders, links
from jaarcyclus.dossier.fold import fold
from jaarcyclus.dossier.holders import Tenure
from jaarcyclus.dossier.links import Link
from jaarcyclus.dossier.records import Vote
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.events import StemAangemeld
from jaarcyclus.ledger.holders_events import FunctieBezet, FunctieVerlaten
from jaarcyclus.proof.holders import Kept
from jaarcyclus.proof.reach import Reach, lengths_at
from jaarcyclus.proof.replay import bounded


def links_in(dossier: Sequence[Event]) -> int:
    """Return how many votes of this dossier name the link by which their voter signed in."""
    return sum(event.soort == wire.kind_of(StemAangemeld) for event in dossier)


def verify_links(dossier: Sequence[Event], chain: Sequence[Event], reach: Reach) -> tuple[str, ...]:
    """Return which votes name a link that the bezetting did not have then; both chains hold by themselves.

    From the first event on that names a later bezetting than this (`reach`), nothing is judged. A vote that names none
    was given with a password: that, only the dossier itself says.
    """
    known = dossier[: reach.beyond[0] - 1] if reach.beyond else dossier
    kept = [(event, wire.read(event)) for event in chain]
    return bounded(
        f"De stem in gebeurtenis {vote.seq} ({gate}) noemt koppeling {vote.koppeling}, en daarmee kon volgens de "
        f"bezetting toen niemand zich aanmelden als {vote.door}."
        for gate, vote in _linked(dossier)
        if vote.seq <= len(known) and not _could_be(vote, dossier[vote.seq - 1], kept)
    )


def _linked(dossier: Sequence[Event]) -> Iterator[tuple[str, Vote]]:
    state = fold(dossier, dossier[0].dossier)
    return ((gate.gate, vote) for gate in state.gates for vote in gate.votes if vote.koppeling is not None)


def _could_be(vote: Vote, event: Event, kept: Sequence[Kept]) -> bool:
    """One walk along the bezetting for a vote, however much of it was recorded while it was given."""
    first, last = lengths_at([item for item, _ in kept], event)
    known: dict[int, Tenure] = {}
    linked: dict[int, Link] = {}
    for told, content in kept[:last]:
        if isinstance(content, FunctieBezet | FunctieVerlaten) and content.functie == vote.door:
            known |= holders.after(known.values(), told.seq, content)
        linked |= links.after(linked, told.seq, content)
        if told.seq >= first and _lets_in(linked.get(vote.koppeling or 0), known, event.klok[:10]):
            return True
    return False


def _lets_in(link: Link | None, known: Mapping[int, Tenure], day: str) -> bool:
    tenure = known.get(link.bezetting) if link and not link.ended else None
    return tenure is not None and tenure.holds_on(day)
