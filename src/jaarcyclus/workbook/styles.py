"""How the workbook looks: its formats, the height of its rows, and how it prints. What stands in it is `writer`.

A colour says where to fill in, and Start names that colour; a border says it too, for yellow alone is no contrast.
Where there is a ground there is a font colour: a program in the dark turns one of them otherwise. Heights are set where
text wraps: not every program makes room by itself.
"""

from collections.abc import Callable, Iterable
from textwrap import wrap
from typing import Any

from jaarcyclus.workbook.form import CellKind

_BLACK, _DARK_RED, _BORDER = "#000000", "#9C0006", "#7F7F7F"
_INPUT = {"bg_color": "#FFF9DB", "font_color": _BLACK, "border": 1, "border_color": _BORDER}  # light yellow
_KNOWN = {"bg_color": "#EDEDED", "font_color": _BLACK, "border": 1, "border_color": "#BFBFBF"}  # grey: locked
_AMISS = {"bg_color": "#FCE4D6", "font_color": _DARK_RED, "border": 1, "border_color": _DARK_RED}
_EURO = "#,##0.00"  # the minus sign says what is negative; a rule adds the colour
_NUMBER_FORMATS = {CellKind.AMOUNT: _EURO, CellKind.FTE: "0.00", CellKind.NUMBER: "0"}  # all else is text
_TEXT: dict[str, Any] = {
    "num_format": "@",
    "align": "left",
    "indent": 1,
}  # the indent keeps a text off the number before it
_NAMED: dict[str, dict[str, Any]] = {
    "titel": {"bold": True, "font_size": 14},
    "uitleg": {"italic": True},
    "kop": {
        "bold": True,
        "text_wrap": True,
        "valign": "top",
        "bg_color": "#DCE6F1",
        "font_color": _BLACK,
        "border": 1,
    },
    "label": {"bold": True, "valign": "top"},
    "label_rechts": {"bold": True, "valign": "top", "align": "right"},
    "tussenkop": {"bold": True, "font_size": 12},
    "link": {"font_color": "#0563C1", "underline": 1, "valign": "top"},
    "stand": {**_KNOWN, "valign": "top"},
    "aandeel": {**_KNOWN, "num_format": "0%", "valign": "top"},
    "gewoon": {"text_wrap": True, "valign": "top"},
    "lijst": {**_TEXT, "valign": "top"},
    "rest": {},  # where nothing stands: below a table, or what a first year has not
}
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
        return {"locked": True, **_NAMED[name]}
    number = _NUMBER_FORMATS.get(CellKind(name))
    base = {"num_format": number} if number else _TEXT
    wrapped = {"text_wrap": True} if name == CellKind.TEXT else {}
    return {**base, **wrapped, "valign": "top", **(_KNOWN if locked else _INPUT), "locked": locked}


def rule_styles(workbook: Any) -> dict[str, Any]:
    """Return what a condition makes of a cell: `min` a negative amount, `mis` what is missing, `open` an input."""
    described = {"min": {"font_color": _DARK_RED}, "mis": _AMISS, "open": _INPUT}
    return {name: workbook.add_format(look) for name, look in described.items()}


def unlocked_column(workbook: Any, kind: CellKind) -> Any:
    """Return the format of a whole column that can be filled in and has no colour yet: a rule colours it row by row."""
    described = _describe(kind, locked=False)
    return workbook.add_format({name: value for name, value in described.items() if name not in _INPUT})


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
