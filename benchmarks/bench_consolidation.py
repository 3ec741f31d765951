"""How long consolidation takes beside a plain pandas groupby of the same lines, in the same run.

The ratio is the figure to watch: it says the same on a fast and on a slow machine. Ours does more (charges matched,
gross and net, shares per gemeente, every total proven); pandas only sums per taakveld and categorie. Run with
`python benchmarks/bench_consolidation.py [lines per submission]`.
"""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

import pandas as pd  # noqa: TID253  a yardstick, no task that must start fast

from jaarcyclus.demo.sample_figures import sample_figures
from jaarcyclus.figures.consolidation import consolidate
from jaarcyclus.figures.records import Figures
from jaarcyclus.profile.records import Profile, load_profile
from jaarcyclus.terms.products import PRODUCTS

PRODUCT, BOEKJAAR = "begroting", 2027
ROUNDS = 7


def main(lines: int) -> None:
    """Print the medians and their ratio as one JSON object, for the sample and for submissions of `lines` lines."""
    profile = load_profile(Path(__file__).parents[1] / "profiles" / "dowr.yaml")
    sample = [sample_figures(profile, duty.code, PRODUCT, BOEKJAAR) for duty in profile.inzendplichten()]
    result = {
        name: measure(figures, profile)
        for name, figures in {
            "voorbeeld": sample,
            f"{lines}_regels_per_inzending": [_grow(one, lines) for one in sample],
        }.items()
    }
    sys.stdout.write(json.dumps(result, indent=2) + "\n")


def measure(figures: Sequence[Figures], profile: Profile) -> dict[str, float]:
    """Return the medians in milliseconds; the totals of both must be equal."""
    ours = _median_ms(lambda: consolidate(figures, profile, PRODUCT, BOEKJAAR))
    theirs = _median_ms(lambda: group_with_pandas(figures))
    table = group_with_pandas(figures)
    lasten = consolidate(figures, profile, PRODUCT, BOEKJAAR).bruto.lasten_cent["t"]
    if lasten != int(table.xs("lasten", level="kant")["t"].sum()):
        raise SystemExit("de totalen verschillen: vergelijk geen snelheden")
    return {
        "regels": sum(len(one.regels) for one in figures),
        "consolidatie_ms": round(ours, 2),
        "pandas_groupby_ms": round(theirs, 2),
        "verhouding": round(ours / theirs, 2),
    }


def group_with_pandas(figures: Sequence[Figures]) -> pd.DataFrame:
    """Return the sum per taakveld, categorie and side, from the same records."""
    rows = [
        {"taakveld": line.taakveld, "categorie": line.categorie, "kant": line.kant, **line.bedragen_cent}
        for one in figures
        for line in one.regels
    ]
    return pd.DataFrame(rows).groupby(["taakveld", "categorie", "kant"])[list(PRODUCTS[PRODUCT].columns)].sum()


def _grow(figures: Figures, lines: int) -> Figures:
    # Whole copies, so that charges between percelen still match: both sides are copied equally often.
    copies = max(1, lines // 25)
    return replace(figures, regels=figures.regels * copies)


def _median_ms(call: Callable[[], object]) -> float:
    def once() -> float:
        start = perf_counter()
        call()
        return (perf_counter() - start) * 1000

    return median(once() for _ in range(ROUNDS))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
