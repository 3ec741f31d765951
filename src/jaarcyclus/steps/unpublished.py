"""What lies at a place of publication while no ledger calls it published: an attempt that was cut off left it.

From the folder it is taken back when the round went on without it, as far as the store has the same bytes: nothing of
anybody is lost. The rest is told by the doctor, and of a library by `status`. Placing, and recording what was placed,
is `steps.publication`.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from jaarcyclus.dossier.placing import last_by_place, read_placings
from jaarcyclus.dossier.publication_metadata import METADATA
from jaarcyclus.dossier.publications import place_path
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.round import plaatsing_id
from jaarcyclus.dossier.route import walk
from jaarcyclus.errors import PublicationRefused, StoreFailed
from jaarcyclus.ledger.events import RondeGeopend
from jaarcyclus.ledger.wire import kind_of
from jaarcyclus.steps.publication_files import files_of
from jaarcyclus.steps.publication_folder import hash_file, is_plain
from jaarcyclus.steps.publication_overview import INDEX
from jaarcyclus.steps.publication_target import FolderTarget
from jaarcyclus.steps.workspace import Workspace

log = logging.getLogger(__name__)


def take_back(workspace: Workspace, dossier: str) -> None:
    """Take away what lies at the next place of this dossier, unless it may be published there now.

    A folder that does not let go of it holds up nobody: it is logged.
    """
    state = workspace.dossier(dossier)
    if state.ronde is None:
        return
    opened = state.opened
    path = place_path(opened.profiel, opened.boekjaar, opened.product, len(state.publications))
    try:
        FolderTarget(workspace.settings.publicatie).take_back_unfinished(
            path, lambda file: _is_left_over(workspace, dossier, file)
        )
    except (PublicationRefused, StoreFailed) as fault:
        log.warning("wat van %s niet is gepubliceerd, ligt er nog: %s", dossier, fault)


def _is_left_over(workspace: Workspace, dossier: str, file: Path) -> bool:
    # Asked anew: who waited for the folder may find that the version was adopted, placed and recorded meanwhile.
    state = workspace.dossier(dossier)
    path = place_path(state.opened.profiel, state.opened.boekjaar, state.opened.product, len(state.publications))
    if _may_publish(workspace, state) or not file.parent.name.endswith(path[-1]):
        return False
    # The page is made anew each time and kept nowhere: it goes with the data that it tells.
    return _is_kept(workspace, file.with_name(METADATA) if file.name == INDEX else file)


def _may_publish(workspace: Workspace, state: Dossier) -> bool:
    return not state.is_closed and walk(state, workspace.profile_of(state)).is_adopted


def _is_kept(workspace: Workspace, file: Path) -> bool:
    return is_plain(file) and workspace.store.has(hash_file(file))


def tell_standing(workspace: Workspace, profiel: str) -> Iterator[tuple[str, str]]:
    """Yield per version that no ledger calls published and of which files stand in the library its dossier, and where.

    In Dutch, with what becomes of them. What its publication waits for, such as the page of the version that it
    replaces, is `steps.placing.tell_unfinished`'s.
    """
    placings = read_placings(workspace.ledger.events(plaatsing_id(profiel)))
    for place, placing in last_by_place(placings.values()).items():
        dossier, version = placing.content.dossier, placing.content.versie
        if workspace.ledger.rollback(dossier):
            continue  # told by itself
        state = workspace.dossier(dossier)
        if state.ronde is None or state.published(version) is not None:
            continue
        where = "/".join((placing.content.plek, *place.split("/")[1:]))
        yield dossier, _tell(workspace, state, version, where)


def _tell(workspace: Workspace, state: Dossier, version: int, where: str) -> str:
    on_route = state.active_version
    if on_route and on_route.versie == version and _may_publish(workspace, state):
        return (
            f"bestanden van versie {version} staan al in {where}, en die versie is nog niet gepubliceerd. Wijs er nog "
            "niemand op; Jaarcyclus publiceert haar zodra alles er staat."
        )
    return (
        f"bestanden van versie {version} staan nog in {where}, en die versie is niet meer vastgesteld. Jaarcyclus "
        "vervangt ze zodra de volgende versie daar wordt geplaatst. Moeten ze eerder weg, laat de controller ze dan "
        "daar weghalen."
    )


def find(workspace: Workspace) -> tuple[Path, ...]:
    """Return, sorted, every file in the folder of publications that no ledger calls published, or not as it is now.

    The pages are made by us and hashed by nobody: only their place is looked at. Raises what the store raises.
    """
    root = workspace.settings.publicatie
    known = {root / INDEX: "", **dict(_published(workspace))}
    there = (path for path in root.rglob("*") if path.is_symlink() or not path.is_dir())
    return tuple(sorted(path for path in there if not _is_known(path, known)))


def _is_known(path: Path, known: Mapping[Path, str]) -> bool:
    if not is_plain(path) or path not in known:
        return False
    return path.name == INDEX or hash_file(path) == known[path]


def _published(workspace: Workspace) -> Iterator[tuple[Path, str]]:
    """Yield where each file of each publication lies, and its SHA-256."""
    for chain in workspace.ledger.dossiers():
        if workspace.ledger.events(chain)[0].soort != kind_of(RondeGeopend):
            continue  # a postbus, a bezetting
        state = workspace.dossier(chain)
        for published in state.publications:
            # Until it is taken away, what was withdrawn stands there by right.
            shown = replace(published, withdrawal=None) if published.waits_for_withdrawal else published
            standing = replace(state, publications=tuple(shown if p is published else p for p in state.publications))
            publication = files_of(workspace, standing, shown)
            folder = workspace.settings.publicatie.joinpath(*publication.path)
            yield from ((folder / name, file.sha256) for name, file in publication.files.items())
