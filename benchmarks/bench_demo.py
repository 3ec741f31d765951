"""How long the demo takes, from its own progress lines: a published begroting, and the whole year.

The peer is the time until Airflow was healthy in the same run: what no work of ours can shorten. The demo starts an
installation of its own in a temporary folder and ends it.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from figures import Figure, show

BEGROTING_S, YEAR_S, DRAFT_S = 120.0, 300.0, 30.0


@dataclass(frozen=True)
class Line:
    """One progress line: seconds since the start, and what happened."""

    at_s: float
    text: str


def main() -> None:
    """Play the year and print its moments. Exits with the last lines when the demo fails."""
    with tempfile.TemporaryDirectory(prefix="jaarcyclus-bench-") as folder:
        environ = os.environ | {"JAARCYCLUS_VAR": f"{folder}/var"}
        played = subprocess.run(
            [sys.executable, "-m", "jaarcyclus", "demo"],
            env=environ,
            cwd=Path(__file__).parents[1],
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if played.returncode:
        raise SystemExit(f"the demo ended with {played.returncode}:\n{played.stdout[-2000:]}")
    report(tuple(read_lines(played.stdout.splitlines())))


def report(lines: Sequence[Line]) -> None:
    """Print the moments, the first two beside the time Airflow took to become healthy."""
    healthy = moment(lines, "Airflow draait op")
    peer = ("Airflow healthy", healthy)
    published = moment(lines, "gepubliceerd:")
    show(Figure(what="begroting published after", value=published, unit="s", bound=BEGROTING_S, peer=peer))
    show(Figure(what="whole year after", value=lines[-1].at_s, unit="s", bound=YEAR_S, peer=peer))
    draft = longest_draft(lines)
    show(Figure(what="last workbook to concept PDF, running stack", value=draft, unit="s", bound=DRAFT_S))


def read_lines(printed: Iterable[str]) -> Iterable[Line]:
    """Yield the progress lines; what else is printed has no time in front."""
    for line in printed:
        found = re.match(r"\s*([\d.]+) s  (.*)", line)
        if found:
            yield Line(float(found[1]), found[2])


def moment(lines: Iterable[Line], text: str) -> float:
    """Return when the first line with this text came. Raises StopIteration when the demo speaks otherwise."""
    return next(line.at_s for line in lines if text in line.text)


def longest_draft(lines: Sequence[Line]) -> float:
    """Return the longest wait, over the products, between the last workbook and version 1."""
    return max(
        line.at_s - before.at_s for before, line in pairwise(lines) if line.text.startswith("versie 1 is gemaakt")
    )


if __name__ == "__main__":
    main()
