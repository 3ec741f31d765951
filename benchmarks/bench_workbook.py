"""A workbook of 5.000 lines: read as a stranger's, and judged by every rule, each beside who does the like of it.

Reading counts all of it: quarantine, the start of a child under limits, its answer taken apart. The peer opens the same
bytes with openpyxl in this process and makes one table of the sheet with lines. The rules are those on cells and those
across rows; the peer asks pandas the same of the columns of the lines, without saying where. Run with
`python benchmarks/bench_workbook.py [lines]`.
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

from figures import Figure, show
from jaarcyclus.demo.sample_figures import sample_figures
from jaarcyclus.dossier.round import RULES_VERSION
from jaarcyclus.intake import expectations, verdict
from jaarcyclus.intake.sandbox import read_workbook
from jaarcyclus.profile.records import load_profile
from jaarcyclus.settings import Settings
from jaarcyclus.workbook.form import REGELS
from jaarcyclus.workbook.writer import make_workbook

PRODUCT, BOEKJAAR, PERCEEL = "begroting", 2027, "ict"
RATIO, BESIDE_S, ROUNDS = 2.0, 0.6, 5


def main(lines: int) -> None:
    """Print both figures, with the bound and the peer of each."""
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
    spent: dict[str, float] = {}
    expectations._library()  # imported once in a running stack
    _time(verdict, "run_rules", spent)
    _time(verdict, "run_checks", spent)
    rounds = []
    for _ in range(ROUNDS):
        spent.clear()
        verdict.judge_by_chosen_profile(content, lambda _: profile, settings, choose_rules=lambda _: RULES_VERSION)
        rounds.append(spent.get("run_rules", 0) + spent.get("run_checks", 0))
    frame = pandas.read_excel(BytesIO(content), sheet_name=REGELS, engine="openpyxl", header=7)
    plain = median(_seconds(lambda: _ask(frame)) for _ in range(ROUNDS))
    what = f"{lines} lines, all rules, beside pandas"
    show(Figure(what=what, value=median(rounds), unit="s", bound=BESIDE_S + plain, peer=("pandas", plain)))


def _ask(frame: Any) -> None:
    """Ask of each column whether it is filled, one of its own values, and within bounds."""
    for name in frame.columns:
        column = frame[name]
        column.isna().any()
        (~column.isin(list(column.unique()))).any()
        if column.dtype.kind in "if":
            (~column.between(-(10**13), 10**13)).any()


def _time(module: Any, name: str, spent: dict[str, float]) -> None:
    setattr(module, name, _timed(getattr(module, name), name, spent))


def _timed(call: Callable[..., Any], name: str, spent: dict[str, float]) -> Callable[..., Any]:
    def timed(*given: Any, **named: Any) -> Any:
        begin = perf_counter()
        try:
            return call(*given, **named)
        finally:
            spent[name] = spent.get(name, 0) + perf_counter() - begin

    return timed


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
