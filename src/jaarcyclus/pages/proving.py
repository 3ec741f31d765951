"""A dossier taken out whole and judged, as anybody can who has the file: nothing that this installation keeps helps."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from jaarcyclus.errors import Refused
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps.overview import write_export
from jaarcyclus.steps.workspace import Workspace

_ONE = Lock()
_SAID = {True: "houdt", False: "HOUDT NIET", None: "niet nagegaan"}


@dataclass(frozen=True, kw_only=True)
class Proven:
    """What came of it, in words."""

    holds: bool
    told: str
    lines: tuple[str, ...]


@contextmanager
def exported(workspace: Workspace, dossier: str) -> Iterator[Path]:
    """Yield the export of a dossier as a file that is there meanwhile."""
    with TemporaryDirectory(dir=workspace.settings.var, prefix="uitvoer-") as folder:
        path = Path(folder) / f"{dossier}.zip"
        with path.open("wb") as file:
            write_export(workspace, dossier, file)
        yield path


def prove(workspace: Workspace, dossier: str) -> Proven:
    """Take the dossier out and judge it. Raises Refused while another is judged: it takes a core and many seconds."""
    if not _ONE.acquire(blocking=False):
        raise Refused(
            "CONTROLE_LOOPT", "Er wordt al een dossier nagerekend. Wacht een halve minuut en vraag het opnieuw."
        )
    try:
        with exported(workspace, dossier) as path:
            report = verify_zip(path)
    finally:
        _ONE.release()
    told = "Dit dossier houdt." if report.houdt else "Dit dossier houdt niet. Meld het aan de controller."
    unseen = f" Niet nagegaan: {', '.join(report.niet_nagegaan)}." if report.niet_nagegaan else ""
    lines = tuple(f"{_SAID[line.houdt]}: {line.onderwerp}: {line.tekst}" for line in report.regels)
    return Proven(holds=report.houdt, told=f"{told}{unseen}", lines=lines)
