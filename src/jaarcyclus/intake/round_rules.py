"""How a cell is read under the rules that its round is under (docs/decisions/0008-rules-two.md, 0015-rules-three.md).

A workbook that was accepted is judged again years later, and must say what it said: what older rules did not look at is
taken away here, and what rules 3 look at beside the child's reading is added.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache

from jaarcyclus.intake.plain_number import settle
from jaarcyclus.intake.sandbox import Cell, Sheet
from jaarcyclus.terms.text import name_piled

_SHOWN = ("afgerond", "getal_als_deel", "verhuld")
_NUMBERS = ("getal", *_SHOWN)
_ONE_SENTENCE_OF_A_FILTER = 6
"""The rules since which rows that a filter hides are told once; before, each by itself."""


def read_under(sheets: Mapping[str, Sheet], regels: int) -> Mapping[str, Sheet]:
    """Return the sheets as a round under these rules reads them."""
    read = cache({1: _read_of_old, 2: _read_of_rules_2}.get(regels, _read))  # most cells are equal to another one
    return {
        name: replace(
            sheet,
            cells={place: read(cell) for place, cell in sheet.cells.items()},
            filtered=sheet.filtered and regels >= _ONE_SENTENCE_OF_A_FILTER,
        )
        for name, sheet in sheets.items()
    }


def _read_of_old(cell: Cell) -> Cell:
    """Blanks around a text, its marks and the look of a cell were nothing to rules 1."""
    seen = _without_look(cell)
    return replace(seen, text=seen.text.strip()) if seen.kind == "tekst" else seen


def _read_of_rules_2(cell: Cell) -> Cell:
    """Each release under them looked at more of how a cell looks, conditions too: so nothing is held to that."""
    seen = _without_look(cell)
    return _read_number(replace(seen, kind="getal") if seen.kind == "procent" else seen)


def _read(cell: Cell) -> Cell:
    seen = _read_number(cell)
    return replace(seen, kind="tekst_gestapeld") if seen.kind == "tekst" and name_piled(seen.text) else seen


def _without_look(cell: Cell) -> Cell:
    if cell.kind in _SHOWN:
        return replace(cell, kind="getal")
    return replace(cell, kind="tekst") if cell.kind == "tekst_verhuld" else cell


def _read_number(cell: Cell) -> Cell:
    return replace(cell, text=f"{settle(Decimal(cell.text)):f}") if cell.kind in _NUMBERS else cell
