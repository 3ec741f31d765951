"""A workbook of 5.000 lines: read as a stranger's, and judged by every rule, each beside who does the like of it.

Reading counts all of it: quarantine, the start of a child under limits, its answer taken apart. The peer opens the same
bytes with openpyxl in this process and makes one table of the sheet with lines.

The rules are those on cells and those across rows. The peer is pandera, lazily, with every rule on cells: those of
`expectations/*.json`, on the same rows of every sheet (`pandera_rules.py`). It leaves out what goes across rows and
what no column tells: codes that do not go together, totals, texts, what the ledger knew; a second figure leaves that
out of ours too. Then the same on lines with a fault each. Both must find the same cells, or nothing is measured.
Neither counts what turns a cell into a value. Run with `python benchmarks/bench_workbook.py [lines]`.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import pandas  # noqa: TID253  a yardstick, no task that must start fast
from pandera_rules import Asked, find_faults

from figures import Figure, show
from jaarcyclus.demo.sample_figures import sample_figures
from jaarcyclus.dossier.round import RULES_VERSION
from jaarcyclus.intake import expectations, verdict
from jaarcyclus.intake.checks import listed
from jaarcyclus.intake.sandbox import read_workbook
from jaarcyclus.profile.records import Profile, load_profile
from jaarcyclus.settings import Settings
from jaarcyclus.terms.findings import Bevinding
from jaarcyclus.workbook.form import REGELS
from jaarcyclus.workbook.writer import make_workbook

PRODUCT, BOEKJAAR, PERCEEL = "begroting", 2027, "ict"
RATIO, RULES_S, ROUNDS = 2.0, 0.6, 5


def main(lines: int) -> None:
    """Print each figure, with its bound and its peer."""
    settings = Settings.from_env({})
    profile = load_profile(Path(__file__).parents[1] / "profiles" / "dowr.yaml")
    sample = sample_figures(profile, PERCEEL, PRODUCT, BOEKJAAR)
    long = tuple(
        replace(
            sample.regels[number % len(sample.regels)], omschrijving=f"Regel {number}: onderhoud, beheer, licenties"
        )
        for number in range(lines)
    )
    content = make_workbook(profile, profile.inzendplicht(PERCEEL), PRODUCT, BOEKJAAR, replace(sample, regels=long))
    read, peer = _medians(
        lambda: read_workbook(content, settings),
        lambda: pandas.read_excel(BytesIO(content), sheet_name=REGELS, engine="openpyxl"),
    )
    show(Figure(what=f"{lines} lines, read", value=read, unit="s", bound=RATIO * peer, peer=("pandas", peer)))
    expectations._library()  # imported once in a running stack
    whole, cells, peer = _rules(content, profile, settings)
    show(Figure(what=f"{lines} lines, all rules", value=whole, unit="s", bound=RULES_S, peer=("pandera", peer)))
    show(Figure(what="of which on cells", value=cells, unit="s", peer=("pandera", peer)))
    faults: tuple[dict[str, Any], ...] = ({"taakveld": "9.99"}, {"categorie": "9.9"}, {"omschrijving": ""})
    spoilt = tuple(replace(line, **faults[number % len(faults)]) for number, line in enumerate(long))
    wrong = replace(sample, regels=spoilt)
    content = make_workbook(profile, profile.inzendplicht(PERCEEL), PRODUCT, BOEKJAAR, wrong)
    whole, cells, peer = _rules(content, profile, settings)
    show(Figure(what=f"{lines} lines with a fault each, all rules", value=whole, unit="s", peer=("pandera", peer)))
    show(Figure(what="of which on cells", value=cells, unit="s", peer=("pandera", peer)))


def _rules(content: bytes, profile: Profile, settings: Settings) -> tuple[float, float, float]:
    """Return the medians of all our rules, of those on cells, and of the peer, measured in turns."""
    watch = Watch()
    setattr(verdict, "run_rules", watch.run_rules)  # noqa: B010  mypy knows it as a function of the module
    setattr(verdict, "run_checks", watch.run_checks)  # noqa: B010
    rounds = []
    for _ in range(ROUNDS):
        verdict.judge_by_chosen_profile(content, lambda _: profile, settings, choose_rules=lambda _: RULES_VERSION)
        peer = _seconds(lambda: find_faults(watch.asked))
        rounds.append((watch.cells_s + watch.across_s, watch.cells_s, peer))
    if watch.found != find_faults(watch.asked):
        raise SystemExit("pandera finds other cells: measure nothing")
    whole, cells, peers = zip(*rounds, strict=True)
    return median(whole), median(cells), median(peers)


class Watch:
    """Our rules as a verdict asks them: how long they took last, of what, and the cells that those on cells found."""

    asked: Asked
    found: set[tuple[str, str]]
    cells_s = across_s = 0.0

    def run_rules(self, rows: Any, forms: Any, code_list: Any) -> list[Bevinding]:
        """Do what `expectations.run_rules` does."""
        self.asked, begin = Asked(rows, tuple(forms), code_list), perf_counter()
        found = expectations.run_rules(rows, self.asked.forms, code_list)
        self.cells_s, self.found = perf_counter() - begin, {(item.blad, item.cel) for item in found}
        return found

    def run_checks(self, figures: Any, context: Any) -> list[Bevinding]:
        """Do what `listed.run_checks` does."""
        begin = perf_counter()
        found = list(listed.run_checks(figures, context))
        self.across_s = perf_counter() - begin
        return found


def _medians(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    """Measure in turns, so that what else the machine does meets both."""
    pairs = [(_seconds(ours), _seconds(theirs)) for _ in range(ROUNDS)]
    return median(one for one, _ in pairs), median(other for _, other in pairs)


def _seconds(call: Callable[[], object]) -> float:
    begin = perf_counter()
    call()
    return perf_counter() - begin


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
