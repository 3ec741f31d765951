"""What people decide on must be the bytes of its hashes: looked at before each vote and at each tick.

Not only what a gate shows: also all that the manifest of its version names, since nothing else is published, and no
version of which a figure or a workbook is gone can be proven.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.records import Dossier, Gate
from jaarcyclus.errors import ArtefactDamaged, ArtefactMissing, Refused
from jaarcyclus.steps.workspace import Workspace


def require_whole(workspace: Workspace, gate: Gate) -> None:
    """Raise Refused when a file of the version that this gate asks people to decide on was changed or is gone."""
    _require(workspace, [gate])


def require_all_whole(workspace: Workspace, dossier: Dossier) -> None:
    """Raise Refused as `require_whole` for any gate that is open; each file is read once."""
    _require(workspace, [gate for gate in dossier.gates if gate.is_open])


def damaged_files(workspace: Workspace, gates: Iterable[Gate]) -> tuple[str, ...]:
    """Return the SHA-256 of each file that these gates rest on and that is not there as it was, sorted."""
    shown = set(chain.from_iterable(_shown(gate) for gate in gates))
    damaged = {sha256 for sha256 in shown if not _is_whole(workspace, sha256)}
    manifests = {gate.manifest_sha256 for gate in gates} - damaged
    named = set(chain.from_iterable(_named(workspace, sha256) for sha256 in manifests)) - shown
    return tuple(sorted(damaged | {sha256 for sha256 in named if not _is_whole(workspace, sha256)}))


def _require(workspace: Workspace, gates: list[Gate]) -> None:
    if damaged_files(workspace, gates):
        raise Refused(
            "DOCUMENT_NIET_GAAF",
            "Een bestand van de versie waarover in deze gate wordt beslist is op deze machine veranderd of weg; er is "
            "niets vastgelegd. Vraag de beheerder het terug te zetten uit een reservekopie en antwoord daarna opnieuw.",
        )


def _shown(gate: Gate) -> Iterator[str]:
    yield from (gate.document_sha256, gate.oplegnota_sha256, gate.manifest_sha256)
    if gate.stand_sha256 is not None:
        yield gate.stand_sha256


def _named(workspace: Workspace, manifest_sha256: str) -> Iterator[str]:
    """Yield all that a manifest names: documents, figures, each workbook, and the profile that counts."""
    made = manifest.from_bytes(workspace.store.get(manifest_sha256))
    yield from (made.profiel_sha256, made.consolidatie_sha256, *made.documenten.values())
    yield from (sha256 for item in made.inzendingen.values() for sha256 in item.values())


def _is_whole(workspace: Workspace, sha256: str) -> bool:
    try:
        workspace.store.find(sha256)
    except (ArtefactMissing, ArtefactDamaged):
        return False
    return True
