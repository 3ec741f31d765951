"""Proves that the printed documents say what the figures and the ledger say, by printing them once more.

The same order gives the same bytes only with the same lock, WeasyPrint, Pango and typeface, so with other ones
nothing is proven, and that counts as not proven. It takes as long as printing took: a reader asks for it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.fold import fold
from jaarcyclus.dossier.known import known_by_perceel
from jaarcyclus.dossier.manifest import Manifest
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.errors import name_fault, raise_if_of_machine
from jaarcyclus.figures import consolidation
from jaarcyclus.figures.records import figures_from_json
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.correction_events import CorrectieGepubliceerd
from jaarcyclus.ledger.events import BijlageGemaakt, BijlageVastgelegd, Gepubliceerd, VersieGemaakt
from jaarcyclus.profile.records import Profile
from jaarcyclus.proof.replay import profile_of_first
from jaarcyclus.rules.context import Read
from jaarcyclus.terms.canonical import sha256


@dataclass(frozen=True, kw_only=True)
class Reprint:
    """What making the documents again came to: what differs, or why they could not be made here."""

    faults: tuple[str, ...] = ()
    obstacle: str = ""


def verify_documents(events: Sequence[Event], read: Read) -> Reprint:
    """Make every document of each version, and an annex that says no build, again, and compare their bytes."""
    from jaarcyclus.documents.files import build_info  # late: WeasyPrint costs seconds

    return _compare(events, read, _differing, build_info)


def verify_spreadsheets(events: Sequence[Event], read: Read) -> Reprint:
    """Make the workbook of the product again for every version, and compare its bytes: it needs no printing."""
    from jaarcyclus.documents.files import layout_info

    return _compare(events, read, _differing_spreadsheets, layout_info)


def verify_annex(events: Sequence[Event], read: Read) -> Reprint | None:
    """Make the last annex that says by what it was printed, and each that was published, again, and compare its bytes.

    None without one.
    """
    found = list(wire.of_kind(events, BijlageVastgelegd))
    published = {event.inhoud.get("bijlage_sha256") for event in events if event.soort in _PUBLISHED}
    asked = [item for item in found[:-1] if item[1].bijlage_sha256 in published] + found[-1:]
    made = [_make_annex_again(event, annex, events, read) for event, annex in asked]
    if not made:
        return None
    faults = tuple(dict.fromkeys(fault for again in made for fault in again.faults))
    obstacle = next((again.obstacle for again in made if again.obstacle), "")
    return Reprint(faults=faults, obstacle="" if faults else obstacle)


_PUBLISHED = (wire.kind_of(Gepubliceerd), wire.kind_of(CorrectieGepubliceerd))


def _make_annex_again(event: Event, annex: BijlageVastgelegd, events: Sequence[Event], read: Read) -> Reprint:
    try:
        here = _build_here(annex.bouw)
        if dict(annex.bouw) != here:
            return Reprint(
                obstacle=f"De bijlage is gemaakt met {_build(annex.bouw)}; hier staat {_build(here)}. Of zij zegt wat "
                "er gebeurde, is daarom niet nagegaan. Maak haar daar na."
            )
        return Reprint(faults=tuple(_differing_annex(event, annex, events, profile_of_first(events, read))))
    except Exception as fault:
        raise_if_of_machine(fault)
        # Whatever a forged event makes the printing stumble over is the finding.
        return Reprint(faults=(f"De bijlage is niet opnieuw te maken ({name_fault(fault)}).",))


def _build_here(named: Mapping[str, str]) -> Mapping[str, str]:
    """Return by what is printed here; only when layout and lock are the same is the printer asked, for it is slow."""
    from jaarcyclus.documents.files import build_info, layout_info

    here = layout_info()
    return build_info() if here.items() <= named.items() else here


def _compare(
    events: Sequence[Event],
    read: Read,
    look: Callable[[Sequence[Event], Read, Mapping[str, str]], Iterator[str]],
    here: Callable[[], Mapping[str, str]],
) -> Reprint:
    try:
        build = here()
        return Reprint(faults=tuple(look(events, read, build)), obstacle=_other_build(events, read, build))
    except Exception as fault:
        raise_if_of_machine(fault)
        # Whatever a forged manifest or figure makes the making stumble over is the finding.
        return Reprint(faults=(f"De documenten zijn niet opnieuw te maken ({name_fault(fault)}).",))


def _other_build(events: Sequence[Event], read: Read, here: Mapping[str, str]) -> str:
    """Return in Dutch with what else a version was made; empty when each was made with what is here."""
    for made in _manifests(events, read):
        if not _is_made_with(here, made):
            return (
                f"De documenten zijn gemaakt met {_build(made.bouw)}; hier staat {_build(here)}. Of zij zeggen wat de "
                "cijfers zeggen, is daarom niet nagegaan. Maak ze daar na."
            )
    return ""


def _is_made_with(build: Mapping[str, str], made: Manifest) -> bool:
    return {name: made.bouw.get(name) for name in build} == build


def _manifests(events: Sequence[Event], read: Read) -> list[Manifest]:
    return [manifest.from_bytes(read(item.manifest_sha256)) for _, item in wire.of_kind(events, VersieGemaakt)]


def _differing(events: Sequence[Event], read: Read, build: Mapping[str, str]) -> Iterator[str]:
    from jaarcyclus.documents.files import make_documents

    profile = profile_of_first(events, read)
    for made, order in _orders(events, profile, read, build):
        again = {name: sha256(content) for name, content in make_documents(order).items()}
        for name in sorted(again.keys() | made.documenten.keys()):
            if again.get(name) != made.documenten.get(name):
                yield f"Document {name} van versie {made.versie} is niet wat uit de cijfers volgt."
    if not _other_build(events, read, build):
        yield from _reprint_annex(events, profile)


def _differing_spreadsheets(events: Sequence[Event], read: Read, build: Mapping[str, str]) -> Iterator[str]:
    from jaarcyclus.documents.product_workbook import write_workbook

    for made, order in _orders(events, profile_of_first(events, read), read, build):
        name = f"{made.product}.xlsx"
        if sha256(write_workbook(order)) != made.documenten.get(name):
            yield f"Document {name} van versie {made.versie} is niet wat uit de cijfers volgt."


def _orders(
    events: Sequence[Event], profile: Profile, read: Read, build: Mapping[str, str]
) -> list[tuple[Manifest, Any]]:
    """Return of each version that this build made its manifest and the order that its documents were made from."""
    versions = list(wire.of_kind(events, VersieGemaakt))
    return [
        (made, _order(made, profile, fold(events[: event.seq - 1], event.dossier), read))
        for (event, _), made in zip(versions, _manifests(events, read), strict=True)
        if _is_made_with(build, made)
    ]


def _order(made: Manifest, profile: Profile, before: Dossier, read: Read) -> Any:
    from jaarcyclus.documents.order import DocumentOrder

    submissions = tuple(figures_from_json(read(item["cijfers"])) for item in made.inzendingen.values())
    return DocumentOrder(
        profile=profile,
        product=made.product,
        boekjaar=made.boekjaar,
        version=made.versie,
        figures=submissions,
        consolidation=consolidation.consolidate(submissions, profile, made.product, made.boekjaar),
        day=date.fromisoformat(made.datum),
        oefening=made.oefening,
        kenmerken=before.kenmerken,
        known=before.known,
        known_figures=known_by_perceel(profile.profiel, made.product, made.boekjaar, before.known, read),
        carried=before.carried,
    )


def _reprint_annex(events: Sequence[Event], profile: Profile) -> Iterator[str]:
    """One that does not say by what it was printed, as `verify_annex` asks: then by what its version was."""
    for event, annex in list(wire.of_kind(events, BijlageGemaakt))[-1:]:
        yield from _differing_annex(event, annex, events, profile)


def _differing_annex(event: Event, annex: BijlageGemaakt, events: Sequence[Event], profile: Profile) -> Iterator[str]:
    from jaarcyclus.documents.bijlage import make_bijlage

    state = fold(events[: event.seq - 1], event.dossier)
    postbus = annex.postbus if isinstance(annex, BijlageVastgelegd) else None
    if sha256(make_bijlage(state, profile, annex.kop, postbus)) != annex.bijlage_sha256:
        yield "De bijlage Besluitvorming is niet wat uit de gebeurtenissen volgt."


def _build(build: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {str(value)[:12]}" for name, value in sorted(build.items())) or "onbekende versies"
