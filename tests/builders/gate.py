"""Dossiers that have come as far as a version, made through the rules and without a workbook: for what comes after.

The figures do not matter here, so a submission is a stand-in text and a document is a few bytes of PDF.
"""

from dataclasses import replace

from builders.order import build_cijfers
from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.document_names import document_names
from jaarcyclus.dossier.manifest import Manifest
from jaarcyclus.figures.records import figures_to_json
from jaarcyclus.ledger.chain import SYSTEEM, NieuwEvent
from jaarcyclus.steps import calendar
from jaarcyclus.steps.workspace import Werkplaats


def dossier_with_version(
    werkplaats: Werkplaats, *, boekjaar: int = 2027, product: str = "begroting", profiel: str = "dowr"
) -> str:
    """Open the round, let every perceel submit, record a version, and return the dossier's name."""
    naam = calendar.open_round(werkplaats, profiel, product, boekjaar)
    for plicht in werkplaats.profile(profiel).inzendplichten():
        submit(werkplaats, naam, plicht.code, plicht.indiener)
    add_version(werkplaats, naam)
    return naam


def submit(werkplaats: Werkplaats, dossier: str, perceel: str, indiener: str, *, keer: int = 1) -> None:
    """Record an accepted submission of this perceel."""
    werkboek = werkplaats.store.put(f"werkboek {dossier} {perceel} {keer}".encode())
    state = werkplaats.dossier(dossier)
    made = build_cijfers(perceel, state.product, 1)
    figures = replace(made, profiel=state.ronde["profiel"], boekjaar=state.boekjaar)
    inhoud = {
        "perceel": perceel,
        "sha256": werkboek,
        "cijfers_sha256": werkplaats.store.put(figures_to_json(figures)),
        "inzender": indiener,
        "via": "api",
        "te_laat": werkplaats.today().isoformat() > state.ronde["deadlines"]["indienen"],
        "ontvangst": state.seq + 1,
        "bevindingen": [],
    }
    werkplaats.record(dossier, lambda _: [NieuwEvent("inzending_geaccepteerd", indiener, inhoud)])


def add_version(werkplaats: Werkplaats, dossier: str) -> None:
    """Record the next version, with a stand-in for every document the profile's routes ask for."""
    state = werkplaats.dossier(dossier)
    profile = werkplaats.profile_of(state)
    nummer = len(state.versies) + 1
    namen = document_names(profile, state.product, state.kenmerken)
    huidig = state.huidige_inzendingen()
    made = Manifest(
        dossier=dossier,
        product=state.product,
        boekjaar=state.boekjaar,
        versie=nummer,
        datum=max(inzending.klok for inzending in huidig.values())[:10],
        oefening=state.oefening,
        profiel_sha256=state.ronde["profiel_sha256"],
        inzendingen={p: {"werkboek": i.sha256, "cijfers": i.cijfers_sha256} for p, i in huidig.items()},
        consolidatie_sha256=werkplaats.store.put(b"{}"),
        documenten={naam: werkplaats.store.put(f"%PDF {dossier} {naam} v{nummer}".encode()) for naam in namen},
        bouw={},
    )
    inhoud = {
        "versie": nummer,
        "manifest_sha256": werkplaats.store.put(manifest.to_bytes(made)),
        "makers": state.makers(),
        "inzendingen": {perceel: inzending.sha256 for perceel, inzending in huidig.items()},
    }
    werkplaats.record(dossier, lambda _: [NieuwEvent("versie_gemaakt", SYSTEEM, inhoud)])
