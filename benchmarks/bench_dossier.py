"""A dossier of 250 MB the whole way: published on the local Graph, exported and verified; time, and peak memory.

Its weight is accepted workbooks of nearly the most that one may be. Each side is a process of its own; the server is
the one of the tests. Time is of the work alone, and memory what it took on top of what the process held when all of the
program that it needs was imported; that, with Python, is told too. The bare side puts a file of the same bytes with
httpx, as `bench_graph`: it has that file, so what is held to it is publishing without the writing of the export. Both
are asked to publish `ROUNDS` times, each time on an empty server, and the fastest of each is told: what else the
machine does, its disk above all, makes the same work half as slow again.
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
ROUNDS = 3
PRODUCT = "tussenrapportage_1"
_aside: list[float] = []  # seconds of this process in what the bare side does not do either


def publish(order: Mapping[str, Any]) -> Callable[[], None]:
    """Return what publishes the dossier, its proof included."""
    import holidays  # noqa: F401  # imported late, as are the next two; what the bare side imports is not timed either
    import httpcore  # noqa: F401
    import jinja2  # noqa: F401
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


def order_of(graph: Any, folder: Path) -> dict[str, Any]:
    """Return what a side must know of the server, and where the zip lies."""
    from builders.sharepoint import typed_for

    return {
        "file": str(folder / "dossier.zip"), "typed": asdict(typed_for(graph)), "scope": graph.scope,
        "site": f"https://{graph.site_host}/{graph.site_path}", "library": graph.library,
        "drive": graph.drive_id.replace("!", "%21"),
    }  # fmt: skip


def measure(folder: Path) -> dict[str, dict[str, float]]:
    """Return what each side took once, each with nothing left to be written to the disk by what came before."""
    from graph.running import running_graph

    found = {}
    dossier = make_dossier(folder / "var")
    with running_graph(folder / "ours") as graph:
        for name in SIDES:
            os.sync()
            order = {**order_of(graph, folder), "var": str(folder / "var"), "dossier": dossier}
            found[name] = bench_graph.run(name, order, __file__)
    with running_graph(folder / "bare") as graph:
        os.sync()
        order = {**order_of(graph, folder), "size": (folder / "dossier.zip").stat().st_size}
        bare = bench_graph.run("bare", order, bench_graph.__file__)
    return {**found, "bare": {"seconds": bare["up"], "aside": 0.0}}


def main() -> None:
    """Print the time of each with its ratio, what it took of memory, and what the program itself takes."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    rounds = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory(dir=".", prefix=".bench-") as directory:
            rounds.append(measure(Path(directory).resolve()))
    best = {name: min((found[name] for found in rounds), key=_placing) for name in rounds[0]}
    bare = best["bare"]["seconds"]
    for name in SIDES:
        told = best[name]
        show(Figure(what=f"{name} 250 MB", value=told["seconds"], unit="s"))
        if name == "publish":
            what, bound = "publish: without writing the export", round(MOST_RATIO * bare, 1)
            show(Figure(what=what, value=_placing(told), unit="s", bound=bound, peer=("bare httpx", bare)))
        show(Figure(what=f"{name}: memory that it took", value=told["peak"] - told["before"], unit="MB", bound=MOST_MB))
        show(Figure(what=f"{name}: the whole process at its highest", value=told["peak"], unit="MB"))


def _placing(told: Mapping[str, float]) -> float:
    return told["seconds"] - told["aside"]


SIDES = {"publish": publish, "export": export, "verify": verify}

if __name__ == "__main__":
    if len(sys.argv) == 3:
        sys.stdout.write(json.dumps(run(SIDES[sys.argv[1]], json.loads(sys.argv[2]))))
    else:
        main()
