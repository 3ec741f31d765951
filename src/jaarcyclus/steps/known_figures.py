"""Looks up what published dossiers of the cooperation know of the columns of a round, and whether that still counts.

A version that was withdrawn or replaced is nobody's adopted budget: a round that opens then does not know it, and one
that knew it is told what counts now.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.known import asked_anew, known_columns, stand_at, stands_of
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.round import dossier_id
from jaarcyclus.dossier.sight import told_until
from jaarcyclus.errors import JaarcyclusError, tell
from jaarcyclus.figures.known import KnownColumn
from jaarcyclus.figures.prefill import Issued, find_issued
from jaarcyclus.figures.records import figures_from_json
from jaarcyclus.ledger.chain import NewEvent
from jaarcyclus.ledger.earlier_events import CijfersBekend, CijfersHerzien
from jaarcyclus.ledger.parts import BekendeKolom
from jaarcyclus.ledger.wire import system_event
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.products import PRODUCTS, KnownFrom
from jaarcyclus.terms.text import on_one_line
from jaarcyclus.workbook.form import Marks


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


def issued_of(workspace: Workspace, profiel: str, kenmerken: Marks) -> Issued:
    """Return what was known when a workbook with these marks was given out, as far as its round ever knew that."""
    product, boekjaar = kenmerken.product, kenmerken.boekjaar
    events = workspace.ledger.events(dossier_id(profiel, boekjaar, product))
    stands = stands_of(events) if events else (look_up(workspace, profiel, product, boekjaar),)
    known = [
        stand_at(profiel, product, boekjaar, item, kenmerken.perceel, workspace.store.get)
        for item in stands or (CijfersBekend(kolommen={}),)
    ]
    return find_issued(known, kenmerken.stand)


def forecast_of(
    workspace: Workspace, profiel: str, product: str, boekjaar: int, perceel: str
) -> Mapping[str, KnownColumn]:
    """Return the last adopted forecast of each column that a new workbook proposes; a column without is left out."""
    entry, found = PRODUCTS[product], {}
    for column in entry.proposed:
        sources = (
            _published(workspace, dossier_id(profiel, boekjaar + item.years, item.product), item)
            for item in entry.carried_from.get(column, ())
        )
        best = next((item for item in sources if item is not None and perceel in item.cijfers), None)
        if best is not None:
            found[column] = KnownColumn(
                column=column,
                source=best.dossier,
                source_column=best.kolom,
                exact=False,
                figures=figures_from_json(workspace.store.get(best.cijfers[perceel])),
            )
    return found


def look_up(workspace: Workspace, profiel: str, product: str, boekjaar: int) -> CijfersBekend:
    """Return per column the best source there is; a column without one is left out."""
    columns = {}
    for column, sources in PRODUCTS[product].taken_from.items():
        found = (
            _published(workspace, dossier_id(profiel, boekjaar + item.years, item.product), item) for item in sources
        )
        best = next((item for item in found if item is not None), None)
        if best is not None:
            columns[column] = best
    return CijfersBekend(kolommen=columns)


def last_adopted(workspace: Workspace, state: Dossier, perceel: str) -> Mapping[str, BekendeKolom]:
    """Return per column of the product where the last adopted amounts of this perceel are; a column without is out."""
    found = {
        column: next(_adopted(workspace, state, perceel, sources), None)
        for column, sources in PRODUCTS[state.product].carried_from.items()
    }
    return {column: item for column, item in found.items() if item is not None}


def can_be_carried(workspace: Workspace, state: Dossier, perceel: str) -> bool:
    """Return whether each column has adopted amounts of this perceel; never of a product about what was spent."""
    return last_adopted(workspace, state, perceel).keys() == set(PRODUCTS[state.product].columns)


def _adopted(
    workspace: Workspace, state: Dossier, perceel: str, sources: tuple[KnownFrom, ...]
) -> Iterator[BekendeKolom]:
    for item in sources:
        name = dossier_id(state.opened.profiel, state.boekjaar + item.years, item.product)
        found = _published(workspace, name, item)
        if found is not None and perceel in found.cijfers:
            yield replace(found, cijfers={perceel: found.cijfers[perceel]})


def note_changes(workspace: Workspace, dossier: str) -> None:
    """Record what is known now in a round that knew a publication which was withdrawn or replaced since.

    Not while a version rests on it: people vote on that, and hear of it (`tell_outdated`). Raises what reading the
    dossiers raises that it took figures from.
    """
    state = workspace.dossier(dossier)
    if state.known is None or state.active_version is not None or state.is_closed:
        return
    columns = _revised(workspace, state)
    if columns == state.known.kolommen:
        return

    def decide(now: Dossier) -> list[NewEvent]:
        if now.known != state.known or now.active_version is not None:
            return []
        percelen = asked_anew(now, CijfersBekend(kolommen=columns), workspace.store.get)
        return [system_event(CijfersHerzien(kolommen=columns, percelen=percelen))]

    workspace.record(dossier, decide)


def tell_outdated(workspace: Workspace, state: Dossier) -> Iterator[str]:
    """Yield of a round under way which publication its figures were compared with, and does not count any more."""
    if state.known is None or state.is_closed:
        return
    for name, versie in dict.fromkeys((item.dossier, item.versie) for item in state.known.kolommen.values()):
        try:
            outdated = _is_outdated(workspace.dossier(name), versie)
        except JaarcyclusError as fault:  # another dossier's damage hides nothing of this one
            yield f"of versie {versie} van {name} nog geldt, is niet na te gaan: {on_one_line(tell(fault))}"
            continue
        if outdated and state.active_version is not None:  # else the calendar records what counts now
            yield (
                f"de cijfers zijn vergeleken met versie {versie} van {name}, en die is ingetrokken of vervangen; "
                "heropen de ronde als de werkboeken daarom anders moeten"
            )


def _revised(workspace: Workspace, state: Dossier) -> Mapping[str, BekendeKolom]:
    """Return what is known by column, looked up anew where a source does not count any more or is a correction."""
    known = state.known.kolommen if state.known else {}
    now = look_up(workspace, state.opened.profiel, state.product, state.boekjaar).kolommen
    columns = {}
    for column in PRODUCTS[state.product].taken_from:
        found = now.get(column) if _is_renewed(workspace, known.get(column), now.get(column)) else known.get(column)
        if found is not None:
            columns[column] = found
    return columns


def _is_renewed(workspace: Workspace, known: BekendeKolom | None, now: BekendeKolom | None) -> bool:
    """A source that was not there yet when the round opened does not count, unless it corrects what was."""
    if known is not None:
        return _is_outdated(workspace.dossier(known.dossier), known.versie)
    published = workspace.dossier(now.dossier).in_force if now else None
    return published is not None and published.replaces is not None


def _is_outdated(source: Dossier, versie: int) -> bool:
    """A source that is not in this ledger says nothing about itself."""
    return bool(source.publications) and (source.in_force is None or source.in_force.versie != versie)


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
