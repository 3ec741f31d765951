"""Makes a version of a product: the figures, the documents and the manifest that is voted on.

A repeated step prints the same bytes: nothing in a document comes from the moment it is printed.
"""

import logging
from collections.abc import Mapping
from typing import Any

from jaarcyclus import clock
from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.known import known_by_perceel
from jaarcyclus.dossier.manifest import Manifest, submissions_of
from jaarcyclus.dossier.planning import missing_submissions, next_steps, waits_for_pause
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.errors import IndivisibleAmount, TotalsDiffer, UnknownKey, tell
from jaarcyclus.figures import consolidation
from jaarcyclus.figures.records import Figures, figures_from_json
from jaarcyclus.figures.verrekening import UnbalancedVerrekening
from jaarcyclus.ledger.chain import NewEvent
from jaarcyclus.ledger.events import ConsolidatieAfgekeurd, VersieGemaakt
from jaarcyclus.ledger.wire import system_event
from jaarcyclus.profile.records import Profile
from jaarcyclus.steps.workspace import Workspace

log = logging.getLogger(__name__)

_UNMAKEABLE = (IndivisibleAmount, UnknownKey, TotalsDiffer)
"""What the pinned profile, or a fault of ours, makes impossible whatever anybody hands in."""


def make_version(workspace: Workspace, dossier: str) -> str | None:
    """Consolidate, make the documents and record the version; return its manifest's SHA-256.

    None when no version is due, or when charges between percelen do not match: that is recorded with findings.
    """
    state = workspace.dossier(dossier)
    if not any(step.kind == "product" for step in next_steps(state, workspace.profile_of(state), workspace.now())):
        return None
    figures = _consolidate(workspace, state)
    if figures is None:
        return None
    profile, submissions = workspace.profile_of(state), _submissions(workspace, state)
    made = _make_manifest(workspace, state, profile, submissions, figures)
    sha256 = workspace.store.put(manifest.to_bytes(made))
    content = version_content(state, sha256)

    def decide(now: Dossier) -> list[NewEvent]:
        # Other kenmerken meanwhile: the cover notes list another route, so the step stays due and prints anew.
        if now.active_version or now.kenmerken != state.kenmerken:
            return []
        return [system_event(content)]

    workspace.record(dossier, decide)
    return sha256


def look_at_balance(workspace: Workspace, dossier: str) -> None:
    """Record it at once when the workbooks contradict each other: in the pause there is still time to replace one."""
    state = workspace.dossier(dossier)
    if not waits_for_pause(state, workspace.profile_of(state), workspace.today()):
        return
    try:
        _consolidate(workspace, state)
    except _UNMAKEABLE as fault:  # no sender can mend it: he gets his verdict, the controller reads `unmakeable`
        log.warning("%s: no product can be made of these workbooks: %s", dossier, fault)


def unmakeable(workspace: Workspace, state: Dossier) -> str | None:
    """Return in Dutch why no product can be made of the workbooks, all of which are in; None when it can be.

    What the percelen themselves can mend is not meant: that is a rejected consolidation.
    """
    if state.ronde is None or state.active_version or missing_submissions(state):
        return None
    try:
        consolidate_now(workspace, state)
    except UnbalancedVerrekening:
        return None
    except _UNMAKEABLE as fault:
        return tell(fault)
    return None


def _submissions(workspace: Workspace, state: Dossier) -> tuple[Figures, ...]:
    items = state.current.values()
    return tuple(figures_from_json(workspace.store.get(item.cijfers_sha256)) for item in items)


def consolidate_now(workspace: Workspace, state: Dossier) -> consolidation.Consolidation:
    """Return the figures of the product from the last accepted workbooks. Raises UnbalancedVerrekening."""
    profile, submissions = workspace.profile_of(state), _submissions(workspace, state)
    return consolidation.consolidate(submissions, profile, state.product, state.boekjaar)


def _consolidate(workspace: Workspace, state: Dossier) -> consolidation.Consolidation | None:
    """Return the figures of the product; None when charges do not match, which is then recorded."""
    try:
        return consolidate_now(workspace, state)
    except UnbalancedVerrekening as fault:
        _reject_consolidation(workspace, state, fault)
        return None


def _reject_consolidation(workspace: Workspace, state: Dossier, fault: UnbalancedVerrekening) -> None:
    content = ConsolidatieAfgekeurd(inzendingen=_workbooks(state), bevindingen=fault.bevindingen)
    # Who handed in another workbook meanwhile is judged by that one.
    workspace.record(state.dossier, lambda now: [system_event(content)] if _workbooks(now) == _workbooks(state) else [])


def _workbooks(state: Dossier) -> dict[str, str]:
    return {code: item.sha256 for code, item in state.current.items()}


def _make_manifest(
    workspace: Workspace,
    state: Dossier,
    profile: Profile,
    submissions: tuple[Figures, ...],
    figures: consolidation.Consolidation,
) -> Manifest:
    # Imported late: WeasyPrint costs seconds and only this step prints.
    from jaarcyclus.documents.files import build_info, make_documents
    from jaarcyclus.documents.order import DocumentOrder

    number, oefening = len(state.versions) + 1, state.oefening or clock.is_simulated(workspace.settings)
    order = DocumentOrder(
        profile=profile,
        product=state.product,
        boekjaar=state.boekjaar,
        version=number,
        figures=submissions,
        consolidation=figures,
        day=state.document_day(),
        oefening=oefening,
        kenmerken=state.kenmerken,
        known=state.known,
        known_figures=known_by_perceel(
            profile.profiel, state.product, state.boekjaar, state.known, workspace.store.get
        ),
        carried=state.carried,
    )
    documents = {name: workspace.store.put(content) for name, content in make_documents(order).items()}
    return manifest_of(
        state,
        oefening=oefening,
        consolidation_sha256=workspace.store.put(consolidation.to_json(figures)),
        documents=documents,
        build=build_info(),
    )


def manifest_of(
    state: Dossier, *, oefening: bool, consolidation_sha256: str, documents: Mapping[str, str], build: Mapping[str, Any]
) -> Manifest:
    """Return the manifest of the next version, from the last accepted workbooks and these files. Pure."""
    return Manifest(
        dossier=state.dossier,
        product=state.product,
        boekjaar=state.boekjaar,
        versie=len(state.versions) + 1,
        datum=state.document_day().isoformat(),
        oefening=oefening,
        profiel_sha256=state.opened.profiel_sha256,
        inzendingen=submissions_of(state.current),
        consolidatie_sha256=consolidation_sha256,
        documenten=documents,
        bouw=build,
    )


def version_content(state: Dossier, manifest_sha256: str) -> VersieGemaakt:
    """Return what records the next version under this manifest. Pure."""
    return VersieGemaakt(
        versie=len(state.versions) + 1,
        manifest_sha256=manifest_sha256,
        makers=state.makers(),
        inzendingen=_workbooks(state),
    )
