"""A dossier of 250 MB the whole way: published on the local Graph, exported and verified; time, and peak memory.

Its weight is accepted workbooks of nearly the most that one may be. Each side is a process of its own; the server is
the one of the tests. Memory is what the work took on top of what the process held when all of the program that it needs
was imported; that, with Python, is told too. The bare side puts a file of the same bytes with httpx, as `bench_graph`:
it has that file, so what is held to it is publishing without the writing of the export.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

import bench_graph

from figures import Figure, show
from jaarcyclus.settings import GraphSettings, Settings
from jaarcyclus.terms.kept import Write

SIZE, WORKBOOK = 250_000_000, 19_500_000
MOST_MB, MOST_RATIO = 64, 1.5
PRODUCT = "tussenrapportage_1"
_aside: list[float] = []  # seconds of this process in what the bare side does not do either


def publish(order: Mapping[str, Any]) -> Callable[[], None]:
    """Return what publishes the dossier, its proof included."""
    from cryptography.fernet import Fernet

    from jaarcyclus.graph.client import Client
    from jaarcyclus.graph.connection import SharePoint, connect
    from jaarcyclus.graph.sealing import AddressSeal
    from jaarcyclus.steps import publication
    from jaarcyclus.steps.placing_library import Library
    from jaarcyclus.steps.sharepoint_target import SharePointTarget
    from jaarcyclus.steps.workspace import open_workspace

    class Timed(SharePointTarget):
        def add_proof(self, publication: Any, name: str, write: Write) -> None:
            super().add_proof(publication, name, _timed(write))

    seal, workspace = AddressSeal(Fernet.generate_key().decode()), open_workspace(_settings(order))

    @contextmanager
    def open_library(folders: tuple[str, ...], attempt: int) -> Iterator[Library]:
        place = SharePoint.of(order["site"], order["library"])
        with Client(connect(GraphSettings(**order["typed"])), place, attempt=attempt) as client:
            yield Library(client=client, folders=folders, seal=seal)

    target = Timed(workspace=workspace, profiel="dowr", plek="de site", open_library=open_library)
    annex = publication.PrintedAnnex(content=b"%PDF-1.7 besluitvorming", build={})
    return lambda: publication.publish(workspace, order["dossier"], target=target, make_bijlage=lambda *_: annex)


def _timed(write: Write) -> Write:
    def written(file: BinaryIO) -> None:
        begin = time.perf_counter()
        write(file)
        _aside.append(time.perf_counter() - begin)

    return written


def export(order: Mapping[str, Any]) -> Callable[[], None]:
    """Return what writes the export, as `dossier exporteer` does."""
    from jaarcyclus.cli.destination import write_through
    from jaarcyclus.steps.overview import write_export
    from jaarcyclus.steps.workspace import open_workspace

    workspace = open_workspace(_settings(order))
    return lambda: write_through(Path(order["file"]), lambda file: write_export(workspace, order["dossier"], file))


def verify(order: Mapping[str, Any]) -> Callable[[], None]:
    """Return what verifies it; only the workbooks, which are none, do not hold."""
    from jaarcyclus.intake import verdict  # noqa: F401  # what it imports late
    from jaarcyclus.proof.verification import verify_zip

    def run() -> None:
        wrong = {line.onderwerp for line in verify_zip(Path(order["file"])).regels if line.houdt is False}
        assert wrong <= {"werkboeken"}, wrong

    return run


def _settings(order: Mapping[str, Any]) -> Settings:
    return Settings.from_env({"JAARCYCLUS_VAR": order["var"]})


def run(prepare: Callable[[Mapping[str, Any]], Callable[[], None]], order: Mapping[str, Any]) -> dict[str, float]:
    """Do the work; return its seconds, those aside, and in MB what the process held before it and at most."""
    work = prepare(order)
    before, begin = bench_graph.peak_mb(), time.perf_counter()
    work()
    return {
        "seconds": time.perf_counter() - begin,
        "aside": sum(_aside),
        "before": before,
        "peak": bench_graph.peak_mb(),
    }


def make_dossier(var: Path) -> str:
    """Return the name of a dossier with all its votes, of which the workbooks are no workbooks, but large."""
    from builders import dossier as builders
    from jaarcyclus.steps.workspace import Workspace

    office = builders.open_round(var, PRODUCT)
    duties = list(office.state.indieners().items())
    for number in range(max(len(duties), -(-SIZE // WORKBOOK))):
        perceel, person = duties[number % len(duties)]
        _, figures = builders.workbook_of(perceel, PRODUCT)
        workspace: Workspace = office.workspace
        content = {
            "perceel": perceel,
            "sha256": workspace.store.put(os.urandom(WORKBOOK)),
            "cijfers_sha256": workspace.store.put(figures),
            "inzender": person, "via": "api", "te_laat": False, "ontvangst": number + 1, "bevindingen": [],
        }  # fmt: skip
        builders.record_event(office, "inzending_geaccepteerd", person, content)
    builders.add_version(office)
    builders.walk_route(office)
    return str(office.dossier)


def main() -> None:
    """Print the time of each with its ratio, what it took of memory, and what the program itself takes."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from builders.sharepoint import typed_for
    from graph.running import running_graph

    with tempfile.TemporaryDirectory(dir=".", prefix=".bench-") as directory, running_graph(Path(directory)) as graph:
        var, file = Path(directory).resolve() / "var", Path(directory).resolve() / "dossier.zip"
        order = {
            "var": str(var), "dossier": make_dossier(var), "file": str(file), "typed": asdict(typed_for(graph)),
            "site": f"https://{graph.site_host}/{graph.site_path}", "library": graph.library, "scope": graph.scope,
            "drive": graph.drive_id.replace("!", "%21"),
        }  # fmt: skip
        found = {name: bench_graph.run(name, order, __file__) for name in SIDES}
        bare = bench_graph.run("bare", {**order, "size": file.stat().st_size}, bench_graph.__file__)["up"]
    for name, told in found.items():
        show(Figure(what=f"{name} 250 MB", value=told["seconds"], unit="s"))
        if name == "publish":
            what, placing = "publish: without writing the export", told["seconds"] - told["aside"]
            bound = round(MOST_RATIO * bare, 1)
            show(Figure(what=what, value=placing, unit="s", bound=bound, peer=("bare httpx", bare)))
        show(Figure(what=f"{name}: memory that it took", value=told["peak"] - told["before"], unit="MB", bound=MOST_MB))
        show(Figure(what=f"{name}: the whole process at its highest", value=told["peak"], unit="MB"))


SIDES = {"publish": publish, "export": export, "verify": verify}

if __name__ == "__main__":
    if len(sys.argv) == 3:
        sys.stdout.write(json.dumps(run(SIDES[sys.argv[1]], json.loads(sys.argv[2]))))
    else:
        main()
