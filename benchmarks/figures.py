"""How every benchmark prints what it measured: the figure, its bound, and a peer from the same run.

A bound in seconds says something about one machine; the ratio to the peer says the same on a fast and on a slow one.
Nothing is raised over a bound: `make bench` counts the word OVER, and a person judges.
"""

import sys
from dataclasses import dataclass

OVER = "OVER"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One measured value. `bound` is the highest that is allowed; `peer` is a name and its value in the same unit."""

    what: str
    value: float
    unit: str
    bound: float | None = None
    peer: tuple[str, float] | None = None


def show(figure: Figure) -> None:
    """Print one line at once, so that a long benchmark shows how far it is."""
    line = f"{figure.what:<50} {figure.value:>9.2f} {figure.unit:<9}{_verdict(figure):<22}{_ratio(figure)}"
    sys.stdout.write(line.rstrip() + "\n")
    sys.stdout.flush()


def _verdict(figure: Figure) -> str:
    if figure.bound is None:
        return ""
    return f"bound {figure.bound:g}: {'within' if figure.value <= figure.bound else OVER}"


def _ratio(figure: Figure) -> str:
    if figure.peer is None:
        return ""
    name, value = figure.peer
    return f"ratio {figure.value / value:.2f} to {name} ({value:.2f})"
