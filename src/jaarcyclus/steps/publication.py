"""Publishes an adopted version: proves it, adds the annex, puts it in place, reads it back, records it.

It reads the ledger and nothing else, so a task that was marked successful or a row that was edited publishes
nothing. Each step finds what an earlier attempt already did; a crash between any two leaves one publication.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from jaarcyclus.documents.publication_page import write_page
from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.fold import fold
from jaarcyclus.dossier.manifest import Manifest
from jaarcyclus.dossier.planning import annex_holds
from jaarcyclus.dossier.publication_metadata import BIJLAGE, METADATA, make_metadata
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.round import postbus_id
from jaarcyclus.dossier.route import walk
from jaarcyclus.errors import PublicationRefused, Refused
from jaarcyclus.ledger.chain import GENESIS, Event
from jaarcyclus.ledger.events import BijlageVastgelegd, Gepubliceerd
from jaarcyclus.ledger.parts import Ketenkop
from jaarcyclus.ledger.wire import system_event
from jaarcyclus.profile.records import Profile
from jaarcyclus.proof.replay import verify_events
from jaarcyclus.steps.calendar import advance
from jaarcyclus.steps.publication_target import INDEX, FolderTarget, Publication, PublicationTarget
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.canonical import sha256

__all__ = ["FolderTarget", "Publication", "PublicationTarget", "publish"]


@dataclass(frozen=True, kw_only=True)
class PrintedAnnex:
    """The annex, and what its bytes depend on beside the ledger."""

    content: bytes
    build: Mapping[str, str]


MakeAnnex = Callable[[Dossier, Profile, str, Ketenkop], PrintedAnnex]


def publish(
    workspace: Workspace,
    dossier: str,
    *,
    target: PublicationTarget | None = None,
    make_bijlage: MakeAnnex | None = None,
) -> None:
    """Publish the adopted version of a dossier; repeating it changes nothing, or repairs what is gone.

    Raises PublicationRefused, with nothing published, when the ledger does not prove that exactly these bytes went
    the whole route; Refused when the dossier changes while it is being published.
    """
    target = target or FolderTarget(workspace.settings.publicatie)
    _prove(workspace, dossier)
    advance(workspace, dossier)  # what must be sent before it is published
    _ensure_annex(workspace, dossier, make_bijlage or _print_annex)
    state = fold(_prove(workspace, dossier), dossier)
    publication, content = _compose(workspace, state)
    content = replace(content, doel=target.place(publication))
    try:
        _require_arrived(target, publication)
        _record_publication(workspace, dossier, content)
    except (Refused, PublicationRefused):
        if workspace.dossier(dossier).publication is None:
            target.withdraw(publication)
        raise


def _prove(workspace: Workspace, dossier: str) -> tuple[Event, ...]:
    """Return the events when they prove an adopted version."""
    events = workspace.ledger.events(dossier)
    faults = verify_events(events, workspace.store.get)
    if faults:
        raise PublicationRefused(
            f"Dossier {dossier} wordt niet gepubliceerd, want het logboek bewijst het besluit niet. "
            f"{' '.join(faults)} Laat de beheerder het logboek nakijken."
        )
    state = fold(events, dossier)
    if not walk(state, workspace.profile_of(state)).is_adopted:
        raise PublicationRefused(
            f"Dossier {dossier} wordt niet gepubliceerd: de besluitroute is niet voltooid op deze versie. "
            "Bekijk met `jaarcyclus dossier toon` op wie het wacht."
        )
    return events


def _ensure_annex(workspace: Workspace, dossier: str, make_bijlage: MakeAnnex) -> None:
    """Make and record the annex unless it is there. Raises Refused when something happened meanwhile: try again."""
    events = workspace.ledger.events(dossier)
    state = fold(events, dossier)
    today = workspace.today()
    if annex_holds(state, today) or state.active_version is None:
        return
    head, postbus = events[-1].hash, _head_of_postbus(workspace, state)
    printed = make_bijlage(state, workspace.profile_of(state), head, postbus)
    content = BijlageVastgelegd(
        manifest_sha256=state.active_version.manifest_sha256,
        bijlage_sha256=workspace.store.put(printed.content),
        kop=head,
        postbus=postbus,
        bouw=printed.build,
    )
    workspace.record(dossier, lambda now: [] if annex_holds(now, today) else [system_event(content)])


def _head_of_postbus(workspace: Workspace, state: Dossier) -> Ketenkop:
    last = workspace.ledger.events(postbus_id(state.opened.profiel))[-1:]
    if not last:
        return Ketenkop(seq=0, kop=GENESIS, dag=None)
    return Ketenkop(seq=last[0].seq, kop=last[0].hash, dag=last[0].klok[:10])


def _print_annex(dossier: Dossier, profile: Profile, head: str, postbus: Ketenkop) -> PrintedAnnex:
    from jaarcyclus.documents.bijlage import make_bijlage  # late: WeasyPrint costs seconds
    from jaarcyclus.documents.files import build_info

    return PrintedAnnex(content=make_bijlage(dossier, profile, head, postbus), build=build_info())


def _compose(workspace: Workspace, state: Dossier) -> tuple[Publication, Gepubliceerd]:
    """Return what is placed, and what is recorded about it but for the place."""
    version, bijlage, ronde = state.active_version, state.bijlage, state.ronde
    if version is None or bijlage is None or ronde is None:
        raise PublicationRefused(
            f"Dossier {state.dossier} heeft geen versie met bijlage; bekijk het met `jaarcyclus dossier toon`."
        )
    made = manifest.from_bytes(workspace.store.get(version.manifest_sha256))
    profile = workspace.profile_of(state)
    metadata = make_metadata(state, profile, made)
    files = _read_documents(workspace, made) | {BIJLAGE: workspace.store.get(bijlage.bijlage_sha256)}
    files |= {METADATA: metadata, INDEX: write_page(metadata, profile, state.gates_of(version.versie))}
    content = Gepubliceerd(
        versie=version.versie,
        manifest_sha256=version.manifest_sha256,
        documenten=dict(made.documenten),
        bijlage_sha256=bijlage.bijlage_sha256,
        doel="",
        metadata_sha256=workspace.store.put(metadata),
    )
    return Publication(path=(ronde.profiel, str(state.boekjaar), state.product), files=files), content


def _read_documents(workspace: Workspace, made: Manifest) -> dict[str, bytes]:
    return {name: workspace.store.get(sha) for name, sha in made.documenten.items()}


def _require_arrived(target: PublicationTarget, publication: Publication) -> None:
    arrived = target.read_back(publication)
    wrong = sorted(
        name
        for name in arrived.keys() | publication.files.keys()
        if _hash_of(arrived, name) != _hash_of(publication.files, name)
    )
    if wrong:
        raise PublicationRefused(f"Wat aankwam is niet wat is gepubliceerd ({', '.join(wrong)}); probeer het opnieuw.")


def _hash_of(files: Mapping[str, bytes], name: str) -> str | None:
    return sha256(files[name]) if name in files else None


def _record_publication(workspace: Workspace, dossier: str, content: Gepubliceerd) -> None:
    workspace.record(dossier, lambda now: [] if now.publication else [system_event(content)])
