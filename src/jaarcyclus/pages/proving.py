"""A dossier taken out whole and judged, as anybody can who has the file: nothing that this installation keeps helps."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from threading import Lock
from typing import IO

from jaarcyclus.errors import Refused
from jaarcyclus.pages.dossiers import name_gates
from jaarcyclus.pages.proof_words import Proven, tell_proof
from jaarcyclus.pages.standings import Standing
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps.overview import write_export
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.kept import BLOCK

_ONE = Lock()


def export(workspace: Workspace, dossier: str) -> Iterator[bytes]:
    """Return the export of a dossier in blocks. It has no name on the disk: whoever goes away leaves nothing there.

    It is written before this returns. Raises as `steps.overview.write_export`.
    """
    file = TemporaryFile(dir=workspace.settings.var)  # noqa: SIM115 - open until its last block was given
    write_export(workspace, dossier, file)
    file.seek(0)
    return _blocks(file)


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        yield from iter(lambda: file.read(BLOCK), b"")


def prove(workspace: Workspace, standing: Standing) -> Proven:
    """Take the dossier out and judge it. Raises Refused while another is judged: it takes a core and many seconds."""
    dossier = standing.state.dossier
    if not _ONE.acquire(blocking=False):
        raise Refused(
            "CONTROLE_LOOPT", "Er wordt al een dossier nagerekend. Wacht een halve minuut en vraag het opnieuw."
        )
    try:
        with TemporaryDirectory(dir=workspace.settings.var, prefix="uitvoer-") as folder:
            path = Path(folder) / f"{dossier}.zip"
            with path.open("wb") as file:
                write_export(workspace, dossier, file)
            report = verify_zip(path)
    finally:
        _ONE.release()
    return tell_proof(report, standing.state, name_gates(standing))
