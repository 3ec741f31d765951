"""Looks up what published dossiers of the cooperation know of the columns of a new round."""

from collections.abc import Mapping

from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.known import known_columns
from jaarcyclus.dossier.round import dossier_id
from jaarcyclus.dossier.sight import told_until
from jaarcyclus.figures.known import KnownColumn
from jaarcyclus.ledger.events import CijfersBekend
from jaarcyclus.ledger.parts import BekendeKolom
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.products import PRODUCTS, KnownFrom


def known_of(
    workspace: Workspace, profiel: str, product: str, boekjaar: int, perceel: str
) -> Mapping[str, KnownColumn]:
    """Return the known columns of this perceel: those its round recorded, or before it opens those of now."""
    known = known_now(workspace, profiel, product, boekjaar)
    return known_columns(profiel, product, boekjaar, known, perceel, workspace.store.get)


def known_now(workspace: Workspace, profiel: str, product: str, boekjaar: int) -> CijfersBekend | None:
    """Return what the round recorded as known, None under rules 1; before it opens what it would record now."""
    state = workspace.dossier(dossier_id(profiel, boekjaar, product))
    return state.known if state.ronde else look_up(workspace, profiel, product, boekjaar)


def look_up(workspace: Workspace, profiel: str, product: str, boekjaar: int) -> CijfersBekend:
    """Return per column the best source there is; a column without one is left out."""
    columns = {}
    for column, sources in PRODUCTS[product].known_from.items():
        found = (
            _published(workspace, dossier_id(profiel, boekjaar + item.years, item.product), item) for item in sources
        )
        best = next((item for item in found if item is not None), None)
        if best is not None:
            columns[column] = best
    return CijfersBekend(kolommen=columns)


def _published(workspace: Workspace, dossier: str, source: KnownFrom) -> BekendeKolom | None:
    """Return what the publication that counts says; one that was withdrawn was adopted, and is not to be held to."""
    state = workspace.dossier(dossier)
    if state.in_force is None:
        return None
    made = manifest.from_bytes(workspace.store.get(state.in_force.content.manifest_sha256))
    # While it is corrected there may be sealed answers: no later head is told than before the first of them.
    told = workspace.ledger.events(dossier)[: told_until(state, workspace.profile_of(state))]
    return BekendeKolom(
        dossier=dossier,
        versie=state.in_force.versie,
        kop=told[-1].hash,
        kolom=source.column,
        cijfers={perceel: item["cijfers"] for perceel, item in made.inzendingen.items()},
    )
