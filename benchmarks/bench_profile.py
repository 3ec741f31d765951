"""How long reading profiles takes beside a plain `yaml.safe_load`, and what typing and checking add.

Airflow reads every profile again each time it parses the DAG files; only `read_source` is on that path. The ratio says
the same on a fast and on a slow machine. Run with `python benchmarks/bench_profile.py [profiles]`.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import yaml

from jaarcyclus.profile.checks.soundness import check_profile
from jaarcyclus.profile.records import load_profile
from jaarcyclus.profile.source import CHOSEN_TAG, read_source

PROFIELEN = Path(__file__).parents[1] / "profiles"
ROUNDS = 5


class PlainLoader(yaml.SafeLoader):  # type: ignore[misc]  # the library has no types
    """`yaml.safe_load`, taught to step over our tag."""


def main(count: int) -> None:
    """Print the medians of reading dowr.yaml `count` times, in CPU milliseconds, and their ratio."""
    path = PROFIELEN / "dowr.yaml"
    PlainLoader.add_constructor(CHOSEN_TAG, _construct_untagged)
    profile = load_profile(path)
    ours = _median_ms(lambda: [read_source(path) for _ in range(count)])
    theirs = _median_ms(lambda: [yaml.load(path.read_text("utf-8"), PlainLoader) for _ in range(count)])  # noqa: S506
    result = {
        "profielen": count,
        "read_source_ms": ours,
        "yaml_safe_load_ms": theirs,
        "verhouding": round(ours / theirs, 3),
        "load_profile_ms_per_profiel": _median_ms(lambda: load_profile(path)),
        "check_profile_ms_per_profiel": _median_ms(lambda: check_profile(profile)),
    }
    sys.stdout.write(json.dumps(result, indent=2) + "\n")


def _construct_untagged(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return node.value


def _median_ms(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        begin = process_time()
        work()
        times.append((process_time() - begin) * 1000)
    return round(median(times), 2)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
