"""Proves a dossier from its events alone: the chain holds, each event was allowed, each figure follows.

Every event is judged again by the rules that judged it when it was written (`rules.transitions`), with the profile
pinned at the opening and the artefacts it names. So a ledger that was rewritten from end to end, with a sound chain, is
still found out when a vote in it could never have been cast. Publication asks this before anything leaves the house. Do
not stop at the first fault where one can go on: the reader wants to know what else is wrong.
"""

from collections.abc import Iterable, Iterator, Sequence

from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.fold import apply
from jaarcyclus.dossier.manifest import Manifest
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.round import profile_of
from jaarcyclus.errors import InvalidTransition, Refused, raise_if_of_machine, tell
from jaarcyclus.figures import consolidation
from jaarcyclus.figures.records import figures_from_json
from jaarcyclus.ledger import chain, wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.events import RondeGeopend, VersieGemaakt
from jaarcyclus.profile.records import Profile
from jaarcyclus.rules.context import Read
from jaarcyclus.rules.transitions import check

MAX_FAULTS = 25  # chosen: whoever forged more than this has been found out


def verify_events(events: Sequence[Event], read: Read) -> tuple[str, ...]:
    """Return every fault of a dossier as a Dutch sentence, `()` when it holds. Raises nothing for any events.

    `read` gives an artefact by SHA-256 and raises when it is absent or damaged.
    """
    if not events:
        return ("Er staat geen enkele gebeurtenis in dit dossier.",)
    faults = [*verify_chain(events), *verify_rules(events, read)]
    return tuple(faults or verify_figures(events, read))


def verify_chain(events: Iterable[Event]) -> tuple[str, ...]:
    """Return where the hash chain breaks."""
    return bounded(chain.check(events))


def verify_rules(events: Sequence[Event], read: Read) -> tuple[str, ...]:
    """Return which events the rules would have refused."""
    return bounded(_replay(events, read))


def verify_figures(events: Sequence[Event], read: Read) -> tuple[str, ...]:
    """Return which versions do not hold the consolidation of their own submissions, to the byte."""
    return bounded(_recalculate(events, read))


def _replay(events: Sequence[Event], read: Read) -> Iterator[str]:
    state = Dossier(dossier=events[0].dossier)
    for event in events:
        name = f"Gebeurtenis {event.seq} ({event.soort})"
        try:
            check(state, event, read)
        except Refused as refusal:
            yield f"{name} had niet vastgelegd mogen worden ({refusal.code}): {refusal.message}"
        except Exception as fault:
            raise_if_of_machine(fault)
            # A forged event may make a rule stumble over anything; that it does is the finding.
            yield f"{name} is onbruikbaar of mist een bewijsstuk: {_reason(fault)}"
        try:
            state = apply(state, event)
        except Exception as fault:
            raise_if_of_machine(fault)
            yield f"{name} past niet op wat ervoor gebeurde; wat erna komt is niet beoordeeld."
            return


def _recalculate(events: Sequence[Event], read: Read) -> Iterator[str]:
    for event, content in wire.of_kind(events, VersieGemaakt):
        try:
            made = manifest.from_bytes(read(content.manifest_sha256))
            if consolidate_again(events, made, read) != read(made.consolidatie_sha256):
                yield f"De cijfers van versie {made.versie} zijn niet de consolidatie van de geaccepteerde inzendingen."
        except Exception as fault:
            raise_if_of_machine(fault)
            yield f"De cijfers van de versie in gebeurtenis {event.seq} zijn niet na te rekenen: {_reason(fault)}"


def profile_of_first(events: Sequence[Event], read: Read) -> Profile:
    """Return the profile that the round pinned. Raises InvalidTransition when the first event opens none."""
    opened = wire.read(events[0])
    if not isinstance(opened, RondeGeopend):
        raise InvalidTransition("the first event of a dossier is ronde_geopend")
    return profile_of(opened, read)


def consolidate_again(events: Sequence[Event], made: Manifest, read: Read) -> bytes:
    """Return the canonical bytes of the figures, calculated anew from the submissions of a version."""
    profile = profile_of_first(events, read)
    submissions = [figures_from_json(read(item["cijfers"])) for item in made.inzendingen.values()]
    return consolidation.to_json(consolidation.consolidate(submissions, profile, made.product, made.boekjaar))


def bounded(faults: Iterable[str]) -> tuple[str, ...]:
    """Return the first faults, and that there are more."""
    found: list[str] = []
    for fault in faults:
        if len(found) == MAX_FAULTS:
            return (*found, "Er is nog meer mis; de rest is niet opgesomd.")
        found.append(fault)
    return tuple(found)


def _reason(fault: Exception) -> str:
    return f"{tell(fault)[:300].removesuffix('.')}."
