"""Publishes an adopted version: proves it, adds the annex, puts it in place, reads it back, records it.

It reads the ledger and nothing else, so a task that was marked successful or a row that was edited publishes
nothing. Each step finds what an earlier attempt already did; a crash between any two leaves one publication.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.confidential import has_confidential, public_documents
from jaarcyclus.dossier.fold import fold
from jaarcyclus.dossier.planning import annex_holds
from jaarcyclus.dossier.publication_metadata import make_metadata
from jaarcyclus.dossier.publications import Published
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.round import postbus_id
from jaarcyclus.dossier.route import walk
from jaarcyclus.errors import PublicationRefused, PublicationStopped, PublicationWaits
from jaarcyclus.ledger.chain import GENESIS, Event, NewEvent
from jaarcyclus.ledger.correction_events import CorrectieGepubliceerd
from jaarcyclus.ledger.events import BijlageVastgelegd, Gepubliceerd
from jaarcyclus.ledger.parts import Ketenkop
from jaarcyclus.ledger.wire import system_event, values_of
from jaarcyclus.profile.records import Profile
from jaarcyclus.proof.replay import verify_events
from jaarcyclus.steps.calendar import advance
from jaarcyclus.steps.overview import write_export
from jaarcyclus.steps.publication_files import files_of
from jaarcyclus.steps.publication_target import FolderTarget, Publication, PublicationTarget
from jaarcyclus.steps.withdrawal import withdraw_due
from jaarcyclus.steps.workspace import Workspace

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
    """Do what is due at the place of publication: withdrawals, and then the adopted version of the dossier.

    Repeating it changes nothing, or repairs what is gone. A correction stands beside what it replaces, whose page then
    says so.

    Raises PublicationRefused, with nothing published, when the ledger does not prove that exactly these bytes went
    the whole route; Refused when the dossier changes while it is being published.
    """
    target = target or FolderTarget(workspace.settings.publicatie)
    withdrawn = withdraw_due(workspace, dossier, target)
    if _ends_there(workspace, workspace.dossier(dossier), withdrawn=withdrawn):
        return
    _prove(workspace, dossier)
    advance(workspace, dossier)  # what must be sent before it is published
    _ensure_annex(workspace, dossier, make_bijlage or _print_annex)
    state = fold(_prove(workspace, dossier), dossier)
    content = _compose(workspace, state)
    after = _with_publication(state, content)
    new, old = after.publications[-1], after.publications[:-1]
    publication = files_of(workspace, after, new)
    content = replace(content, doel=target.place(publication))
    try:
        target.require_arrived(publication)
        _turn_pages(workspace, target, after, old)
        workspace.record(dossier, lambda now: _publication_event(now, content))
        name = f"{dossier}-v{content.versie}.zip"
        if not has_confidential(state, workspace.profile_of(state)):  # else the accountant fetches it, and nobody else
            target.add_proof(publication, name, lambda file: write_export(workspace, dossier, file))
    except (PublicationWaits, PublicationStopped):  # it goes on from where it is, each tick: nothing is sent again
        raise
    except BaseException:  # also when the task is ended: nothing lies there that the ledger does not call published
        now = workspace.dossier(dossier)
        if now.published(content.versie) is None:
            target.take_back(publication)
            _turn_pages(workspace, target, now, now.publications)
        raise


def _ends_there(workspace: Workspace, state: Dossier, *, withdrawn: bool) -> bool:
    """Return whether nothing is to be published: all of it is withdrawn, or only that was asked for."""
    if state.is_closed:
        return withdrawn or state.in_force is None
    return withdrawn and not walk(state, workspace.profile_of(state)).is_adopted


def _with_publication(state: Dossier, content: Gepubliceerd) -> Dossier:
    """Return the dossier as it is once this is published; as it is, when it was published before."""
    if state.published(content.versie) is not None:
        return state
    return replace(state, publications=(*state.publications, Published(content=content, klok="", seq=0)))


def _turn_pages(workspace: Workspace, target: PublicationTarget, state: Dossier, old: Sequence[Published]) -> None:
    """Let the page of every earlier publication say which version replaced it; its documents stay as they are."""
    for published in old:
        publication = files_of(workspace, state, published)
        target.alter(publication)
        target.require_arrived(publication)


def _publication_event(state: Dossier, content: Gepubliceerd) -> list[NewEvent]:
    return [] if state.published(content.versie) else [system_event(content)]


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
    if state.is_closed or annex_holds(state, today) or state.active_version is None:
        return  # of what is published the annex stays, however old: only what is gone from its place is repaired
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


def _compose(workspace: Workspace, state: Dossier) -> Gepubliceerd:
    """Return what is recorded of the version that is on its route, but for the place."""
    version, bijlage = state.active_version, state.bijlage
    if version is None or bijlage is None:
        raise PublicationRefused(
            f"Dossier {state.dossier} heeft geen versie met bijlage; bekijk het met `jaarcyclus dossier toon`."
        )
    made = manifest.from_bytes(workspace.store.get(version.manifest_sha256))
    content = Gepubliceerd(
        versie=version.versie,
        manifest_sha256=version.manifest_sha256,
        documenten=public_documents(state, workspace.profile_of(state), made.documenten),
        bijlage_sha256=bijlage.bijlage_sha256,
        doel="",
        metadata_sha256=workspace.store.put(make_metadata(state, workspace.profile_of(state), made)),
    )
    correction = state.corrected_by(version)
    return CorrectieGepubliceerd(**values_of(content), vervangt=correction.versie) if correction else content
