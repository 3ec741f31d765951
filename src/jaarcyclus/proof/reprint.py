"""Proves that the printed documents say what the figures and the ledger say, by printing them once more.

The same order gives the same bytes only with the same lock, WeasyPrint, Pango and typeface, so with other ones
nothing is proven, and that counts as not proven. It takes as long as printing took: a reader asks for it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.fold import fold
from jaarcyclus.dossier.manifest import Manifest
from jaarcyclus.errors import name_fault
from jaarcyclus.figures import consolidation
from jaarcyclus.figures.records import figures_from_json
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.events import BijlageGemaakt, VersieGemaakt
from jaarcyclus.profile.records import Profile
from jaarcyclus.proof.replay import profile_of_first
from jaarcyclus.rules.context import Read
from jaarcyclus.terms.canonical import sha256


def verify_documents(events: Sequence[Event], read: Read) -> tuple[str, ...]:
    """Return what of the last version and its annex is not what printing gives again; `()` when all is."""
    try:
        return tuple(_reprint(events, read))
    except Exception as fault:
        # Whatever a forged manifest or figure makes the printing stumble over is the finding.
        return (f"De documenten zijn niet opnieuw te maken ({name_fault(fault)}).",)


def _reprint(events: Sequence[Event], read: Read) -> Iterator[str]:
    from jaarcyclus.documents.files import build_info  # late: WeasyPrint costs seconds

    versions = list(wire.of_kind(events, VersieGemaakt))
    if not versions:
        return
    last, version = versions[-1]
    made, before = manifest.from_bytes(read(version.manifest_sha256)), fold(events[: last.seq - 1], last.dossier)
    if dict(made.bouw) != build_info():
        yield f"De documenten zijn gemaakt met {_build(made.bouw)}; hier staat {_build(build_info())}. Maak ze daar na."
        return
    profile = profile_of_first(events, read)
    again = {name: sha256(content) for name, content in _print(made, profile, before.kenmerken, read).items()}
    for name in sorted(again.keys() | made.documenten.keys()):
        if again.get(name) != made.documenten.get(name):
            yield f"Document {name} van versie {made.versie} is niet wat uit de cijfers volgt."
    yield from _reprint_annex(events, profile)


def _print(made: Manifest, profile: Profile, kenmerken: tuple[str, ...], read: Read) -> Mapping[str, bytes]:
    from jaarcyclus.documents.files import make_documents
    from jaarcyclus.documents.order import DocumentOrder

    submissions = tuple(figures_from_json(read(item["cijfers"])) for item in made.inzendingen.values())
    order = DocumentOrder(
        profile=profile,
        product=made.product,
        boekjaar=made.boekjaar,
        version=made.versie,
        figures=submissions,
        consolidation=consolidation.consolidate(submissions, profile, made.product, made.boekjaar),
        day=date.fromisoformat(made.datum),
        oefening=made.oefening,
        kenmerken=kenmerken,
    )
    return make_documents(order)


def _reprint_annex(events: Sequence[Event], profile: Profile) -> Iterator[str]:
    from jaarcyclus.documents.bijlage import make_bijlage

    for event, annex in list(wire.of_kind(events, BijlageGemaakt))[-1:]:
        state = fold(events[: event.seq - 1], event.dossier)
        if sha256(make_bijlage(state, profile, annex.kop)) != annex.bijlage_sha256:
            yield "De bijlage Besluitvorming is niet wat uit de gebeurtenissen volgt."


def _build(build: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {str(value)[:12]}" for name, value in sorted(build.items())) or "onbekende versies"
