"""What is to stand at the place of each publication of a dossier, made anew from ledger and store.

Documents and data are the bytes that were recorded. The page says where the publication stands now: that it counts,
that it is withdrawn, by which it was replaced; so nothing but the page changes when that does.
"""

from collections.abc import Mapping

from jaarcyclus.documents.publication_page import write_page, write_withdrawn_page
from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.publication_metadata import (
    BIJLAGE,
    METADATA,
    WITHDRAWN,
    make_withdrawn_metadata,
    path_of,
    public_gates,
)
from jaarcyclus.dossier.publications import Published, find_successor
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.steps.publication_overview import INDEX
from jaarcyclus.steps.publication_target import Publication
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.kept import Kept, keep


def files_of(workspace: Workspace, state: Dossier, published: Published) -> Publication:
    """Return what is to stand at the place of this publication, one of `state`. Raises what the store raises."""
    made = _withdrawn_files if published.withdrawal else _standing_files
    status = _status(state, published)
    return Publication(
        path=path_of(state, published),
        files=made(workspace, state, published),
        status=status,
        earlier=_names(workspace, state),
    )


def _status(state: Dossier, published: Published) -> str:
    """Return what a list of files says of this publication."""
    if published.withdrawal:
        return WITHDRAWN
    successor = find_successor(state.publications, published.versie)
    return f"vervangen door versie {successor.versie}" if successor else "vastgesteld"


def _names(workspace: Workspace, state: Dossier) -> frozenset[str]:
    """Return how the files of every version are called: of one that was not published, an attempt may lie there."""
    made = (manifest.from_bytes(workspace.store.get(version.manifest_sha256)) for version in state.versions)
    return frozenset((BIJLAGE, *(name for version in made for name in version.documenten)))


def _standing_files(workspace: Workspace, state: Dossier, published: Published) -> Mapping[str, Kept]:
    content = published.content
    metadata = workspace.store.get(content.metadata_sha256)
    profile, successor = workspace.profile_of(state), _successor_path(state, published)
    gates = public_gates(state, profile, content.versie)
    documents = {name: workspace.store.find(sha256) for name, sha256 in content.documenten.items()}
    return documents | {
        BIJLAGE: workspace.store.find(content.bijlage_sha256),
        METADATA: keep(metadata),
        INDEX: keep(write_page(metadata, profile, gates, successor)),
    }


def _withdrawn_files(workspace: Workspace, state: Dossier, published: Published) -> Mapping[str, Kept]:
    kept = workspace.store.get(published.content.metadata_sha256)
    metadata = make_withdrawn_metadata(state, workspace.profile_of(state), published, kept)
    page = write_withdrawn_page(metadata, _successor_path(state, published))
    return {METADATA: keep(metadata), INDEX: keep(page)}


def _successor_path(state: Dossier, published: Published) -> tuple[int, str] | None:
    """Return the version that replaced this one, and the name of the folder beside it where that stands."""
    successor = find_successor(state.publications, published.versie)
    return (successor.versie, path_of(state, successor)[-1]) if successor else None
