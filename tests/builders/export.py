"""An export in memory: small enough, and easier to change."""

from collections.abc import Mapping
from io import BytesIO

from jaarcyclus.proof import archive
from jaarcyclus.steps.overview import write_export
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.kept import keep


def export_dossier(workspace: Workspace, dossier: str) -> bytes:
    """Return the zip of a dossier, or of another chain by its name."""
    target = BytesIO()
    write_export(workspace, dossier, target)
    return target.getvalue()


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return the zip of these files by name, as an export packs them."""
    target = BytesIO()
    archive.pack({name: keep(content) for name, content in files.items()}, target)
    return target.getvalue()
