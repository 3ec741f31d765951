"""What a gate shows its seats must be the bytes of its hashes: looked at before each vote and at each tick."""

from jaarcyclus.dossier.records import Dossier, Gate
from jaarcyclus.errors import ArtefactDamaged, ArtefactMissing, Refused
from jaarcyclus.steps.workspace import Workspace


def require_whole(workspace: Workspace, gate: Gate) -> None:
    """Raise Refused when a file that this gate asks people to decide on was changed or is gone."""
    if damaged_files(workspace, gate):
        raise Refused(
            "DOCUMENT_NIET_GAAF",
            "Een bestand waarover in deze gate wordt beslist is op deze machine veranderd of weg; er is niets "
            "vastgelegd. Vraag de beheerder het terug te zetten uit een reservekopie en antwoord daarna opnieuw.",
        )


def require_all_whole(workspace: Workspace, dossier: Dossier) -> None:
    """Raise Refused as `require_whole` for any gate that is open."""
    for gate in dossier.gates:
        if gate.is_open:
            require_whole(workspace, gate)


def damaged_files(workspace: Workspace, gate: Gate) -> tuple[str, ...]:
    """Return the SHA-256 of each file of this gate that is not there as it was."""
    shown = (gate.document_sha256, gate.oplegnota_sha256, gate.stand_sha256, gate.manifest_sha256)
    return tuple(sha for sha in shown if sha is not None and not _is_whole(workspace, sha))


def _is_whole(workspace: Workspace, sha256: str) -> bool:
    try:
        workspace.store.get(sha256)
    except (ArtefactMissing, ArtefactDamaged):
        return False
    return True
