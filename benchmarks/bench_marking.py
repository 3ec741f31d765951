"""A refused workbook marked, as its sender waits for it: 400 lines of which each has a fault.

All of it counts: read before and after, each in a child, marked in a third, and compared. The peer only opens and saves
the same workbook with openpyxl in this process, and loses what that does not know. Run with
`python benchmarks/bench_marking.py [lines]`.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter

import openpyxl  # noqa: TID253  a yardstick, no task that must start fast

from figures import Figure, show
from jaarcyclus.demo.sample_figures import sample_figures
from jaarcyclus.intake.marked import mark_workbook
from jaarcyclus.intake.verdict import judge_by_chosen_profile
from jaarcyclus.profile.records import load_profile
from jaarcyclus.settings import Settings
from jaarcyclus.workbook.writer import make_workbook

PRODUCT, BOEKJAAR, PERCEEL = "begroting", 2027, "ict"
BOUND_S, ROUNDS = 3.0, 5


def main(lines: int) -> None:
    """Print the median, its bound, and the ratio to the peer."""
    settings = Settings.from_env({})
    profile = load_profile(Path(__file__).parents[1] / "profiles" / "dowr.yaml")
    sample = sample_figures(profile, PERCEEL, PRODUCT, BOEKJAAR)
    wrong = tuple(
        replace(sample.regels[number % len(sample.regels)], taakveld="9.99", omschrijving=f"Regel {number}")
        for number in range(lines)
    )
    figures = replace(sample, regels=wrong)
    content = make_workbook(profile, profile.inzendplicht(PERCEEL), PRODUCT, BOEKJAAR, figures)
    findings = judge_by_chosen_profile(content, lambda _: profile, settings).bevindingen

    def mark() -> None:
        if mark_workbook(content, findings, settings).content is None:
            raise SystemExit("it was not marked: measure nothing")

    def save() -> None:
        openpyxl.load_workbook(BytesIO(content)).save(BytesIO())

    ours, theirs = median(_seconds(mark) for _ in range(ROUNDS)), median(_seconds(save) for _ in range(ROUNDS))
    what = f"{lines} lines with {len(findings)} findings, marked"
    show(Figure(what=what, value=ours, unit="s", bound=BOUND_S, peer=("openpyxl, opened and saved", theirs)))


def _seconds(call: Callable[[], None]) -> float:
    begin = perf_counter()
    call()
    return perf_counter() - begin


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
