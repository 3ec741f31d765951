"""Plays the demo against the local Graph of the tests, and says where the files stand: `make demo DOEL=sharepoint`.

The server imitates what is known of SharePoint and is none: it holds what was published for as long as this runs.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from builders.sharepoint import typed_for  # noqa: E402 (it lies with the tests)
from graph.running import Graph, running_graph  # noqa: E402 (it too)

OLD_PAPER = "Inbox/dowr/ict/begroting vorig jaar.pdf"


def main(arguments: list[str]) -> int:
    """Play it with these arguments of `jaarcyclus demo`; return its exit code."""
    with tempfile.TemporaryDirectory(prefix="jaarcyclus-sharepoint-") as folder, running_graph(Path(folder)) as graph:
        profiles = write_profiles(Path(folder) / "profielen", graph)
        graph.upload_as_human(OLD_PAPER, b"Begroting van vorig jaar")  # answered beside it while the year is played
        command = [sys.executable, "-m", "jaarcyclus", "demo", *arguments]
        code = subprocess.call(command, env={**os.environ, **settings_for(graph, profiles)})
        sys.stdout.write(tell(graph))
    return code


def write_profiles(folder: Path, graph: Graph) -> Path:
    """Copy our profiles, each with a folder of its own in the library and one for its inbox; return where."""
    shutil.copytree(ROOT / "profiles", folder)
    for path in folder.glob("*.yaml"):
        place = f'{{doel: sharepoint, site: "{graph.site_url}", bibliotheek: {graph.library}, map: {path.stem}}}'
        inbox = f'{{bron: sharepoint, site: "{graph.site_url}", bibliotheek: {graph.library}, map: Inbox/{path.stem}}}'
        path.write_text(f"{path.read_text()}\npublicatie: {place}\ninbox: {inbox}\n")
    return folder


def settings_for(graph: Graph, profiles: Path) -> dict[str, str]:
    """Return how an installation signs in there, with its certificate."""
    typed = typed_for(graph, secret="", certificate_file=str(graph.certificate_file))
    return {"JAARCYCLUS_PROFIELEN": str(profiles), **typed.as_env()}


def tell(graph: Graph) -> str:
    """Return in Dutch what stands in the library, and that it is gone when this ends."""
    lines = [f"   {path}  ({row['size']} bytes)" for path, row in sorted(graph.tree().items())]
    head = f"In bibliotheek {graph.library} van {graph.site_url} (nagebootst, en weg als dit klaar is):"
    return "\n".join([head, *lines, ""])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
