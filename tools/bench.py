"""Runs every benchmark, one after another, each in a process of its own: `make bench`.

A benchmark that fails does not stop the others, but makes the exit code 1. A figure over its bound does not: it is
counted, and a person judges it by the ratio beside it. Name some to run only those: `tools/bench.py dags product`.
"""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
OVER = ": OVER"  # as benchmarks/figures.py prints it, at the end of a line that has no peer


@dataclass(frozen=True)
class Outcome:
    """How one benchmark ended."""

    name: str
    failed: bool
    over: int


def main(wanted: Sequence[str]) -> int:
    """Run all, or those named; return the exit code."""
    outcomes = [run(path) for path in select(wanted)]
    sys.stdout.write(summarise(outcomes))
    return 1 if not outcomes or any(outcome.failed for outcome in outcomes) else 0


def select(wanted: Sequence[str]) -> Iterator[Path]:
    """Yield the scripts by name. Raises SystemExit on a name that none of them has."""
    known = {path.stem.removeprefix("bench_"): path for path in sorted(BENCHMARKS.glob("bench_*.py"))}
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        raise SystemExit(f"no benchmark {', '.join(unknown)}; there are {', '.join(known)}")
    yield from (path for name, path in known.items() if not wanted or name in wanted)


def run(script: Path) -> Outcome:
    """Run one and pass on what it prints, as it prints it."""
    name, begin, over = script.stem.removeprefix("bench_"), time.monotonic(), 0
    _print(f"\n== {name} ==\n")
    with subprocess.Popen(
        [sys.executable, str(script)], cwd=BENCHMARKS.parent, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            _print(line)
            over += OVER in line
    _print(f"   ({time.monotonic() - begin:.0f} s)\n")
    return Outcome(name, process.returncode != 0, over)


def summarise(outcomes: Sequence[Outcome]) -> str:
    """Return what the reader needs last: what failed and what is over its bound."""
    failed = [outcome.name for outcome in outcomes if outcome.failed]
    over = [f"{outcome.name} ({outcome.over})" for outcome in outcomes if outcome.over]
    return (
        f"\n{len(outcomes)} benchmarks; failed: {', '.join(failed) or 'none'}; "
        f"over a bound: {', '.join(over) or 'none'}\n"
    )


def _print(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
