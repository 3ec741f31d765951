"""Makes a version of a product: the figures, the documents and the manifest that is voted on.

A repeated step prints the same bytes: nothing in a document comes from the moment it is printed.
"""

from datetime import date

from jaarcyclus import clock
from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.manifest import Manifest
from jaarcyclus.dossier.planning import next_steps
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.figures import consolidation
from jaarcyclus.figures.records import Cijfers, figures_from_json
from jaarcyclus.figures.verrekening import OnbalansInterneVerrekening
from jaarcyclus.ledger.chain import SYSTEEM, NieuwEvent
from jaarcyclus.profile.records import Profile
from jaarcyclus.steps.workspace import Werkplaats
from jaarcyclus.terms.findings import als_dict


def make_version(werkplaats: Werkplaats, dossier: str) -> str | None:
    """Consolidate, make the documents and record the version; return its manifest's SHA-256.

    None when no version is due, or when charges between percelen do not match: that is recorded with findings.
    """
    state = werkplaats.dossier(dossier)
    if not any(step.soort == "product" for step in next_steps(state, werkplaats.profile_of(state), werkplaats.now())):
        return None
    profile = werkplaats.profile_of(state)
    submissions = tuple(
        figures_from_json(werkplaats.store.get(item.cijfers_sha256)) for item in state.huidige_inzendingen().values()
    )
    try:
        figures = consolidation.consolidate(submissions, profile, state.product, state.boekjaar)
    except OnbalansInterneVerrekening as fault:
        _reject_consolidation(werkplaats, state, fault)
        return None
    made = _make_manifest(werkplaats, state, profile, submissions, figures)
    sha256 = werkplaats.store.put(manifest.to_bytes(made))
    content = {
        "versie": made.versie,
        "manifest_sha256": sha256,
        "makers": state.makers(),
        "inzendingen": {code: item.sha256 for code, item in state.huidige_inzendingen().items()},
    }

    def decide(now: Dossier) -> list[NieuwEvent]:
        # Other kenmerken meanwhile: the cover notes list another route, so the step stays due and prints anew.
        if now.actieve_versie or now.kenmerken != state.kenmerken:
            return []
        return [NieuwEvent("versie_gemaakt", SYSTEEM, content)]

    werkplaats.record(dossier, decide)
    return sha256


def _reject_consolidation(werkplaats: Werkplaats, state: Dossier, fault: OnbalansInterneVerrekening) -> None:
    content = {
        "inzendingen": {code: item.sha256 for code, item in state.huidige_inzendingen().items()},
        "bevindingen": [als_dict(item) for item in fault.bevindingen],
    }
    werkplaats.record(state.dossier, lambda now: [NieuwEvent("consolidatie_afgekeurd", SYSTEEM, content)])


def _make_manifest(
    werkplaats: Werkplaats,
    state: Dossier,
    profile: Profile,
    submissions: tuple[Cijfers, ...],
    figures: consolidation.Consolidatie,
) -> Manifest:
    # Imported late: WeasyPrint costs seconds and only this step prints.
    from jaarcyclus.documents.files import bouwinfo, make_documents
    from jaarcyclus.documents.order import DocumentOpdracht

    number, oefening = len(state.versies) + 1, state.oefening or clock.is_simulated(werkplaats.settings)
    opdracht = DocumentOpdracht(
        profile=profile,
        product=state.product,
        boekjaar=state.boekjaar,
        versie=number,
        cijfers=submissions,
        consolidatie=figures,
        datum=_document_day(state),
        oefening=oefening,
        kenmerken=state.kenmerken,
    )
    documents = {name: werkplaats.store.put(content) for name, content in make_documents(opdracht).items()}
    return Manifest(
        dossier=state.dossier,
        product=state.product,
        boekjaar=state.boekjaar,
        versie=number,
        datum=opdracht.datum.isoformat(),
        oefening=oefening,
        profiel_sha256=state.ronde["profiel_sha256"] if state.ronde else "",
        inzendingen={
            code: {"werkboek": item.sha256, "cijfers": item.cijfers_sha256}
            for code, item in state.huidige_inzendingen().items()
        },
        consolidatie_sha256=werkplaats.store.put(consolidation.to_json(figures)),
        documenten=documents,
        bouw=bouwinfo(),
    )


def _document_day(state: Dossier) -> date:
    """The day on the documents is that of the last workbook: a repeated step prints the same bytes."""
    return date.fromisoformat(max(item.klok for item in state.huidige_inzendingen().values())[:10])
