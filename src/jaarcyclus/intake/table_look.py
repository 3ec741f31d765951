"""What the style of a table makes of the cells in it: the colour of the ground under them, and of their fonts.

Runs in the child process (`intake.reader`), so it imports nothing of ours but its fellows there. It lies under a
cell's own look: a fill of the cell prevails, and so does a colour of its font that no named style has. The parts of a
table lie over each other in Excel's order. Which band a row is in depends on the rows that are filtered out, so each of
them counts. What a table has in store for new rows (`dataDxfId`) lies under none. ECMA-376 part 1, 18.5.1.2, 18.5.1.5
and 18.8.40.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from jaarcyclus.intake.colours import Colour, Palette, is_seen_font
from jaarcyclus.intake.conditional_look import Area, Look, areas_of, leave_seen, pointed_at
from jaarcyclus.intake.plain_styles import Written
from jaarcyclus.intake.plain_workbook import Link
from jaarcyclus.intake.sheet_walk import Differing, Walk
from jaarcyclus.intake.sheet_xml import STYLES

_BUILT_IN = re.compile(r"tablestyle(light|medium|dark)([1-9][0-9]?)")
# Of Excel's own styles those with white letters on a dark ground: in the heading, or in the whole table. Others have
# black letters on a pale ground. Per range of numbers the colours of the theme, in order.
_SERIES = ("1", "4", "5", "6", "7", "8", "9")
_DARK_HEADINGS: Mapping[str, Mapping[int, str]] = {
    "light": dict(enumerate(_SERIES, 8)),
    "medium": dict(enumerate(_SERIES * 3, 1)),
    "dark": {**dict.fromkeys(range(1, 9), "1"), 9: "5", 10: "7", 11: "9"},
}
_DARK_TABLES = dict(enumerate(_SERIES, 1))
_WHITE = {"theme": "0"}
_CORNERS = {
    ("headerRow", "firstColumn"): "firstHeaderCell",
    ("headerRow", "lastColumn"): "lastHeaderCell",
    ("totalRow", "firstColumn"): "firstTotalCell",
    ("totalRow", "lastColumn"): "lastTotalCell",
}
_COUNT = re.compile(r"\s*\+?[0-9]{1,7}\s*")
_NO = ("0", "false")


@dataclass(frozen=True, kw_only=True)
class Paint:
    """What a table lays under this area: (first row, first column, last row, last column)."""

    area: Area
    font: Colour | None
    ground: Colour | None

    def covers(self, row: int, column: int) -> bool:
        """Return whether it lies under this cell."""
        top, left, bottom, right = self.area
        return top <= row <= bottom and left <= column <= right

    def under(self, cell: Written) -> Written:
        """Return how a cell is written when this lies under it."""
        font = cell.font if cell.own else self.font or cell.font
        return Written(font=font, under=cell.under or ((self.ground,) if self.ground else ()))


def is_read(cell: Written, paints: Sequence[Paint], over: Sequence[Look], palettes: Sequence[Palette]) -> bool:
    """Return whether a cell can be read with any of these paints under it, and any of these looks over it."""
    for written in [paint.under(cell) for paint in paints] or [cell]:
        grounds: Sequence[Colour | None] = written.under or (None,)
        if not any(is_seen_font(written.font, ground, palettes) for ground in grounds):
            return False
        if not all(look.leaves_seen(written.font, written.under, palettes) for look in over):
            return False
    return leave_seen(over, palettes)


def find_paints(parts: Iterable[Link], walks: Mapping[str, Walk]) -> tuple[Paint, ...]:
    """Return what the tables among these parts, those that a sheet leads to, lay under its cells."""
    styles = next((walk for walk in walks.values() if walk.root == STYLES), Walk())
    tables = (walks.get(part.target, Walk()) for part in parts)
    return tuple(
        paint
        for table in tables
        for laid in table.laid
        for elements in _elements(laid.get("name", "").strip().lower(), styles)
        for area in areas_of(table.table.get("ref", ""))
        for paint in _paints(area, table.table, laid, elements)
    )


def _elements(name: str, styles: Walk) -> Iterator[Mapping[str, Differing]]:
    """Yield the parts of each style of this name, in small letters: of an honest workbook there is one, or none."""
    for style in styles.table_styles:
        if style.name.strip().lower() == name:
            found = {kind: pointed_at(told, styles.differing) for kind, told in style.elements.items()}
            yield {kind: differing[0] for kind, differing in found.items() if differing}
    if told := _BUILT_IN.fullmatch(name):
        kind, number = told[1], int(told[2])
        grounds = {"headerRow": _DARK_HEADINGS[kind], "wholeTable": _DARK_TABLES if kind == "dark" else {}}
        dark = {part: colours[number] for part, colours in grounds.items() if number in colours}
        if dark:
            yield {part: Differing(font=_WHITE, fill={"theme": colour}) for part, colour in dark.items()}


def _paints(
    area: Area, table: Mapping[str, str], laid: Mapping[str, str], elements: Mapping[str, Differing]
) -> Iterator[Paint]:
    top, left, bottom, right = area
    head, total = _count(table, "headerRowCount", 1), _count(table, "totalsRowCount", 0)
    first, last = _is_shown(laid, "showFirstColumn"), _is_shown(laid, "showLastColumn")
    rows = (
        ("headerRow", top, top + head - 1),
        ("", top + head, bottom - total),
        ("totalRow", max(bottom - total + 1, top), bottom),
    )
    columns = (
        ("firstColumn", left, left + first - 1),
        ("", left + first, right - last),
        ("lastColumn", right - last + 1, right),
    )
    for (row, above, below), (column, before, behind) in product(rows, columns):
        if above <= below and before <= behind:
            for bands in _bands(laid) if not row else [()]:
                layers = ("wholeTable", *bands, column, row, _CORNERS.get((row, column), ""))
                found = [elements[layer] for layer in layers if layer in elements]
                yield Paint(
                    area=(above, before, below, behind),
                    font=next((layer.font for layer in reversed(found) if layer.font), None),
                    ground=next((layer.fill for layer in reversed(found) if layer.fill), None),
                )


def _bands(laid: Mapping[str, str]) -> Iterable[Sequence[str]]:
    """Return which bands, of a column and of a row, may lie under a cell."""
    columns = ("firstColumnStripe", "secondColumnStripe") if _is_shown(laid, "showColumnStripes") else ("",)
    rows = ("firstRowStripe", "secondRowStripe") if _is_shown(laid, "showRowStripes") else ("",)
    return product(columns, rows)


def _is_shown(laid: Mapping[str, str], key: str) -> bool:
    return laid.get(key, "0").strip() not in _NO


def _count(table: Mapping[str, str], key: str, usual: int) -> int:
    told = table.get(key, "")
    return int(told) if _COUNT.fullmatch(told) else usual
