"""From the last accepted workbook to the concept begroting, cold (a new process) and warm, beside bare WeasyPrint.

A task of Airflow is a fork of a scheduler that has the libraries in memory already, so it is nearer to warm. All
documents of a version count: the product, booklets, cover notes and the workbook. `bench_demo` has the same figure
on the running stack. The peer prints only the product's own HTML, without tags and without anything around it.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter

from filled_round import BOEKJAAR, PRODUCT, open_filled_round

from figures import Figure, show
from jaarcyclus.settings import Settings
from jaarcyclus.steps.workspace import Workspace, open_workspace

BOUND_S = 30.0


def main() -> None:
    """Print both times and their ratio to the peer."""
    from jaarcyclus.steps.versions import make_version

    with tempfile.TemporaryDirectory(prefix="jaarcyclus-bench-") as folder:
        cold_room, first_room, warm_room = (_open_room(Path(folder) / name) for name in ("cold", "first", "warm"))
        cold = seconds(lambda: make_in_new_process(cold_room, open_filled_round(cold_room)))
        made = make_version(first_room, open_filled_round(first_room))  # imports, fonts: what warm means
        dossier = open_filled_round(warm_room)
        warm = seconds(lambda: make_version(warm_room, dossier))
        if not made or cold_room.ledger.events(dossier)[-1].inhoud["manifest_sha256"] != made:
            raise SystemExit("the two ways made no or another version: do not compare their speed")
        peer = ("bare WeasyPrint, product only", seconds(lambda: print_bare(product_html(warm_room))))
    show(Figure(what="last workbook to concept PDF, new process", value=cold, unit="s", bound=BOUND_S, peer=peer))
    show(Figure(what="last workbook to concept PDF, warm", value=warm, unit="s", bound=BOUND_S, peer=peer))


def make_in_new_process(workspace: Workspace, dossier: str) -> None:
    """Make the version from a shell, as a newcomer would."""
    environ = os.environ | {"JAARCYCLUS_VAR": str(workspace.settings.var)}
    command = [sys.executable, "-m", "jaarcyclus", "stap", "product", dossier]
    subprocess.run(command, env=environ, check=True, stdout=subprocess.DEVNULL)


def product_html(workspace: Workspace) -> str:
    """Return the page that becomes the product's PDF."""
    from jaarcyclus.demo.sample_figures import sample_figures
    from jaarcyclus.documents.order import DocumentOrder
    from jaarcyclus.documents.product import write_product
    from jaarcyclus.figures import consolidation
    from jaarcyclus.profile.of_round import profile_for_round

    profile = profile_for_round(workspace.profile("dowr"), PRODUCT, BOEKJAAR)
    sample = tuple(sample_figures(profile, duty.code, PRODUCT, BOEKJAAR) for duty in profile.inzendplichten())
    order = DocumentOrder(
        profile=profile,
        product=PRODUCT,
        boekjaar=BOEKJAAR,
        version=1,
        figures=sample,
        consolidation=consolidation.consolidate(sample, profile, PRODUCT, BOEKJAAR),
        day=date(BOEKJAAR - 1, 4, 1),
        oefening=True,
    )
    return write_product(order)


def print_bare(html: str) -> None:
    """Print one page with WeasyPrint's defaults."""
    import weasyprint

    weasyprint.HTML(string=html, base_url="data:,").write_pdf()


def seconds(work: Callable[[], object]) -> float:
    """Return how long `work` takes by the wall."""
    begin = perf_counter()
    work()
    return perf_counter() - begin


def _open_room(var: Path) -> Workspace:
    return open_workspace(Settings.from_env({"JAARCYCLUS_VAR": str(var)}))


if __name__ == "__main__":
    main()
