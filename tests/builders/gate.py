"""Dossiers that have come as far as a version, made through the rules and without a workbook: for what comes after.

The figures do not matter here, so a submission is a stand-in text and a document is a few bytes of PDF.
"""

from dataclasses import replace

from builders.dossier import skip_pause
from builders.order import build_figures
from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.document_names import document_names
from jaarcyclus.figures.records import figures_to_json
from jaarcyclus.ledger.events import InzendingGeaccepteerd
from jaarcyclus.ledger.wire import new_event, system_event
from jaarcyclus.steps import calendar
from jaarcyclus.steps.versions import manifest_of, version_content
from jaarcyclus.steps.workspace import Workspace


def dossier_with_version(
    workspace: Workspace, *, boekjaar: int = 2027, product: str = "begroting", profiel: str = "dowr"
) -> str:
    """Open the round, let every perceel submit, record a version, and return the dossier's name."""
    name = calendar.open_round(workspace, profiel, product, boekjaar)
    for duty in workspace.profile(profiel).inzendplichten():
        submit(workspace, name, duty.code, duty.indiener)
    add_version(workspace, name)
    return name


def submit(workspace: Workspace, dossier: str, perceel: str, indiener: str, *, times_in: int = 1) -> None:
    """Record an accepted submission of this perceel."""
    workbook = workspace.store.put(f"werkboek {dossier} {perceel} {times_in}".encode())
    state = workspace.dossier(dossier)
    made = build_figures(perceel, state.product, 1)
    figures = replace(made, profiel=state.opened.profiel, boekjaar=state.boekjaar)
    content = InzendingGeaccepteerd(
        perceel=perceel,
        sha256=workbook,
        cijfers_sha256=workspace.store.put(figures_to_json(figures)),
        inzender=indiener,
        via="api",
        te_laat=workspace.today() > state.closing_day,
        ontvangst=state.seq + 1,
        bevindingen=(),
    )
    workspace.record(dossier, lambda _: [new_event(indiener, content)])


def add_version(workspace: Workspace, dossier: str) -> None:
    """Record the next version, with a stand-in for every document the profile's routes ask for."""
    skip_pause(workspace, dossier)
    state = workspace.dossier(dossier)
    profile = workspace.profile_of(state)
    number = len(state.versions) + 1
    made = manifest_of(
        state,
        oefening=state.oefening,
        consolidation_sha256=workspace.store.put(b"{}"),
        documents={
            name: workspace.store.put(f"%PDF {dossier} {name} v{number}".encode())
            for name in document_names(profile, state.product, state.kenmerken)
        },
        build={},
    )
    content = version_content(state, workspace.store.put(manifest.to_bytes(made)))
    workspace.record(dossier, lambda _: [system_event(content)])
