"""How the workbook looks: its formats, the height of its rows, and how it prints. What stands in it is `writer`.

A colour says where to fill in, and the Leeswijzer names that colour. Heights are set where text wraps: not every
program makes room by itself.
"""

from collections.abc import Callable, Iterable
from textwrap import wrap
from typing import Any

from jaarcyclus.printing.spreadsheet import EURO
from jaarcyclus.workbook.form import CellKind

_INPUT_COLOUR, _INPUT_BORDER = "#FFF9DB", "#D9D2A6"  # light yellow; the fill hides the lines between the cells
_NUMBER_FORMATS = {CellKind.AMOUNT: EURO, CellKind.FTE: "0.00", CellKind.NUMBER: "0"}  # all else is text
_TEXT: dict[str, Any] = {
    "num_format": "@",
    "align": "left",
    "indent": 1,
}  # the indent keeps a text off the number before it
_NAMED: dict[str, dict[str, Any]] = {
    "titel": {"bold": True, "font_size": 14},
    "uitleg": {"italic": True},
    "kop": {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DCE6F1", "border": 1},
    "label": {"bold": True, "valign": "top"},
}
_INPUT = {"bg_color": _INPUT_COLOUR, "border": 1, "border_color": _INPUT_BORDER}
_PROPOSED = {"italic": True, "font_color": "#1F4E79"}  # on the yellow 8,2:1; that it leans says it without colour
_LINE, _MAX_HEIGHT = 15, 409  # points; Excel's own limit
_FILLED = 0.95  # of a column's width: the indent takes the rest


def make_styles(workbook: Any) -> Callable[..., Any]:
    """Return a lookup that makes each format once: styles("kop"), styles(Soort.BEDRAG, locked=True)."""
    made: dict[Any, Any] = {}

    def style(name: str, *, locked: bool = False, proposed: bool = False) -> Any:
        if (name, locked, proposed) not in made:
            described = {**_describe(name, locked=locked), **(_PROPOSED if proposed else {})}
            made[name, locked, proposed] = workbook.add_format(described)
        return made[name, locked, proposed]

    return style


def _describe(name: str, *, locked: bool) -> dict[str, Any]:
    if name in _NAMED:
        return {**_NAMED[name], "locked": True}
    number = _NUMBER_FORMATS.get(CellKind(name))
    base = {"num_format": number} if number else _TEXT
    wrapped = {"text_wrap": True} if name == CellKind.TEXT else {}
    return {**base, **wrapped, "valign": "top", **({} if locked else _INPUT), "locked": locked}


def row_height(texts: Iterable[tuple[str, int]], least: int = _LINE) -> int:
    """Return the points that a row needs for texts, each with the width of its column, when they wrap."""
    lines = max((_count_lines(text, width) for text, width in texts), default=1)
    return min(max(lines * _LINE, least), _MAX_HEIGHT)


def _count_lines(text: str, width: int) -> int:
    return sum(max(len(wrap(line, int(width * _FILLED))), 1) for line in text.splitlines())


def print_one_page_wide(sheet: Any) -> None:
    """Set A4 lying down, as many pages long as it takes and one wide."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
