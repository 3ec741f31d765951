"""Dossiers that have come as far as a version, made through the rules and without a workbook: for what comes after.

The figures do not matter here, so a submission is a stand-in text and a document is a few bytes of PDF.
"""

from dataclasses import replace

from builders.order import build_figures
from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.document_names import document_names
from jaarcyclus.dossier.manifest import Manifest
from jaarcyclus.figures.records import figures_to_json
from jaarcyclus.ledger.chain import SYSTEM, NewEvent
from jaarcyclus.steps import calendar
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
    figures = replace(made, profiel=state.ronde["profiel"], boekjaar=state.boekjaar)
    content = {
        "perceel": perceel,
        "sha256": workbook,
        "cijfers_sha256": workspace.store.put(figures_to_json(figures)),
        "inzender": indiener,
        "via": "api",
        "te_laat": workspace.today().isoformat() > state.ronde["deadlines"]["indienen"],
        "ontvangst": state.seq + 1,
        "bevindingen": [],
    }
    workspace.record(dossier, lambda _: [NewEvent("inzending_geaccepteerd", indiener, content)])


def add_version(workspace: Workspace, dossier: str) -> None:
    """Record the next version, with a stand-in for every document the profile's routes ask for."""
    state = workspace.dossier(dossier)
    profile = workspace.profile_of(state)
    number = len(state.versions) + 1
    names = document_names(profile, state.product, state.kenmerken)
    current = state.current_inzendingen()
    made = Manifest(
        dossier=dossier,
        product=state.product,
        boekjaar=state.boekjaar,
        versie=number,
        datum=max(inzending.klok for inzending in current.values())[:10],
        oefening=state.oefening,
        profiel_sha256=state.ronde["profiel_sha256"],
        inzendingen={p: {"werkboek": i.sha256, "cijfers": i.cijfers_sha256} for p, i in current.items()},
        consolidatie_sha256=workspace.store.put(b"{}"),
        documenten={name: workspace.store.put(f"%PDF {dossier} {name} v{number}".encode()) for name in names},
        bouw={},
    )
    content = {
        "versie": number,
        "manifest_sha256": workspace.store.put(manifest.to_bytes(made)),
        "makers": state.makers(),
        "inzendingen": {perceel: inzending.sha256 for perceel, inzending in current.items()},
    }
    workspace.record(dossier, lambda _: [NewEvent("versie_gemaakt", SYSTEM, content)])
