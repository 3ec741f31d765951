"""Proves a dossier from its events alone: the chain holds, each event was allowed, each figure follows.

Every event is judged again by the rules that judged it when it was written (`overgangen`), with the profile pinned
at the opening and the artefacts it names. So a ledger that was rewritten from end to end, with a sound chain, is
still found out when a vote in it could never have been cast. Publication asks this before anything leaves the house.
Do not stop at the first fault where one can go on: the reader wants to know what else is wrong.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jaarcyclus import chain, cijfers, consolidatie, manifest
from jaarcyclus.chain import Event
from jaarcyclus.dossier import Dossier
from jaarcyclus.errors import Geweigerd, tell
from jaarcyclus.fold import apply
from jaarcyclus.manifest import Manifest
from jaarcyclus.overgangen import check
from jaarcyclus.profile import Profile
from jaarcyclus.profile_pin import profile_of_round
from jaarcyclus.toets import Context

Read = Callable[[str], bytes]

MAX_FOUTEN = 25  # chosen: whoever forged more than this has been found out


@dataclass(frozen=True, kw_only=True)
class Bewijsstuk:
    """An artefact the dossier rests on: its SHA-256 and what a person would call the file."""

    sha256: str
    naam: str


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
    return _bounded(chain.check(events))


def verify_rules(events: Sequence[Event], read: Read) -> tuple[str, ...]:
    """Return which events the rules would have refused."""
    return _bounded(_replay(events, read))


def verify_figures(events: Sequence[Event], read: Read) -> tuple[str, ...]:
    """Return which versions do not hold the consolidation of their own submissions, to the byte."""
    return _bounded(_recalculate(events, read))


def bewijsstukken(events: Iterable[Event], read: Read) -> tuple[Bewijsstuk, ...]:
    """Return every artefact the dossier rests on, in the order of the events; one file may have two names.

    A refused workbook is not among them (chosen): no figure rests on it and it may be hostile; its hash and its
    findings stand in the event. Raises what `read` raises, and ValueError or TypeError on a manifest that is none.
    """
    return tuple(dict.fromkeys(item for event in events for item in _named(event, read)))


def _replay(events: Sequence[Event], read: Read) -> Iterator[str]:
    state = Dossier(dossier=events[0].dossier)
    for event in events:
        name = f"Gebeurtenis {event.seq} ({event.soort})"
        try:
            check(state, event, Context(profile=_profile(state, event, read), read=read))
        except Geweigerd as refusal:
            yield f"{name} had niet vastgelegd mogen worden ({refusal.code}): {refusal.melding}"
        except Exception as fault:
            # A forged event may make a rule stumble over anything; that it does is the finding.
            yield f"{name} is onbruikbaar of mist een bewijsstuk: {_reason(fault)}"
        try:
            state = apply(state, event)
        except Exception:
            yield f"{name} past niet op wat ervoor gebeurde; wat erna komt is niet beoordeeld."
            return


def _profile(state: Dossier, event: Event, read: Read) -> Profile:
    return profile_of_round(state.ronde or event.inhoud, read)


def _recalculate(events: Sequence[Event], read: Read) -> Iterator[str]:
    for event in events:
        if event.soort != "versie_gemaakt":
            continue
        try:
            made = manifest.from_bytes(read(event.inhoud["manifest_sha256"]))
            if consolidate_again(events, made, read) != read(made.consolidatie_sha256):
                yield f"De cijfers van versie {made.versie} zijn niet de consolidatie van de geaccepteerde inzendingen."
        except Exception as fault:
            yield f"De cijfers van de versie in gebeurtenis {event.seq} zijn niet na te rekenen: {_reason(fault)}"


def consolidate_again(events: Sequence[Event], made: Manifest, read: Read) -> bytes:
    """Return the canonical bytes of the figures, calculated anew from the submissions of a version."""
    opened = next(event.inhoud for event in events if event.soort == "ronde_geopend")
    profile = profile_of_round(opened, read)
    submissions = [cijfers.from_json(read(item["cijfers"])) for item in made.inzendingen.values()]
    return consolidatie.to_json(consolidatie.consolidate(submissions, profile, made.product, made.boekjaar))


def _named(event: Event, read: Read) -> Iterator[Bewijsstuk]:
    content = event.inhoud
    if event.soort == "ronde_geopend":
        yield Bewijsstuk(sha256=content["profiel_sha256"], naam=f"profiel-{content['profiel']}.yaml")
    elif event.soort == "inzending_geaccepteerd":
        name = f"inzending-{event.seq}-{content['perceel']}"
        yield Bewijsstuk(sha256=content["sha256"], naam=f"{name}.xlsx")
        yield Bewijsstuk(sha256=content["cijfers_sha256"], naam=f"{name}-cijfers.json")
    elif event.soort == "versie_gemaakt":
        yield from _of_version(content, read)
    elif event.soort == "bijlage_gemaakt":
        yield Bewijsstuk(sha256=content["bijlage_sha256"], naam=f"bijlage-{event.seq}-besluitvorming.pdf")
    elif event.soort == "gepubliceerd":
        yield Bewijsstuk(sha256=content["metadata_sha256"], naam="publicatie-metadata.json")


def _of_version(content: Mapping[str, str], read: Read) -> Iterator[Bewijsstuk]:
    sha256, prefix = content["manifest_sha256"], f"versie-{content['versie']}"
    made = manifest.from_bytes(read(sha256))
    yield Bewijsstuk(sha256=sha256, naam=f"{prefix}-manifest.json")
    yield Bewijsstuk(sha256=made.consolidatie_sha256, naam=f"{prefix}-consolidatie.json")
    for name, document in sorted(made.documenten.items()):
        yield Bewijsstuk(sha256=document, naam=f"{prefix}-{name}")


def _bounded(faults: Iterable[str]) -> tuple[str, ...]:
    found: list[str] = []
    for fault in faults:
        if len(found) == MAX_FOUTEN:
            return (*found, "Er is nog meer mis; de rest is niet opgesomd.")
        found.append(fault)
    return tuple(found)


def _reason(fault: Exception) -> str:
    return f"{tell(fault)[:300].removesuffix('.')}."
