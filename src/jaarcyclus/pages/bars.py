"""Bars to be drawn, in groups under a name: where each stands and how wide it is. Pure.

The text of a bar stands above it, so that a drawing is read without a legend; a page has the same as a table beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 320
"""Of a drawing, in its own units: a phone shows them as they are, a desk larger."""
_LINE, _BAR, _GAP = 18, 14, 12


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar, in units of the drawing; its text stands above it at `text_y`. `kind` chooses its colour."""

    y: int
    text_y: int
    width: int
    text: str
    kind: int


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """Bars with a heading (text and its y) above each group."""

    headings: tuple[tuple[str, int], ...]
    bars: tuple[Bar, ...]
    height: int
    width: int = WIDTH


@dataclass(frozen=True, kw_only=True)
class Sized:
    """What becomes a bar; `size` in any unit, of which the sign is not drawn."""

    text: str
    size: int
    kind: int


def draw_bars(groups: Sequence[tuple[str, Sequence[Sized]]]) -> Drawing:
    """Return the drawing of these groups, the largest as wide as the drawing."""
    longest = max((abs(item.size) for _, group in groups for item in group), default=0) or 1
    headings, bars, y = [], [], 0
    for name, group in groups:
        y += _LINE
        headings.append((name, y - 4))
        for item in group:
            y += _LINE
            width = max(abs(item.size) * WIDTH // longest, 1)
            bars.append(Bar(y=y, text_y=y - 4, width=width, text=item.text, kind=item.kind))
            y += _BAR
        y += _GAP
    return Drawing(headings=tuple(headings), bars=tuple(bars), height=y)
