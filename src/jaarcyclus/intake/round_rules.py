"""How a cell is read under the rules that its round is under (docs/decisions/0008-rules-two.md).

A workbook that was accepted is judged again years later, and must say what it said: what rules 1 did not look at is
taken away here, and what rules 2 looks at beside the child's reading is added.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from jaarcyclus.intake.plain_number import settle
from jaarcyclus.intake.sandbox import Cell, Sheet
from jaarcyclus.terms.text import name_piled

_SHOWN = ("afgerond", "getal_als_deel", "verhuld")
_NUMBERS = ("getal", *_SHOWN)


def read_under(sheets: Mapping[str, Sheet], regels: int) -> Mapping[str, Sheet]:
    """Return the sheets as a round under these rules reads them."""
    read = _read_of_old if regels == 1 else _read
    return {
        name: replace(sheet, cells={place: read(cell) for place, cell in sheet.cells.items()})
        for name, sheet in sheets.items()
    }


def _read_of_old(cell: Cell) -> Cell:
    """Blanks around a text, its marks and the look of a cell were nothing to rules 1."""
    if cell.kind in _SHOWN:
        return replace(cell, kind="getal")
    return replace(cell, kind="tekst", text=cell.text.strip()) if cell.kind in ("tekst", "tekst_verhuld") else cell


def _read(cell: Cell) -> Cell:
    if cell.kind in _NUMBERS:
        return replace(cell, text=f"{settle(Decimal(cell.text)):f}")
    return replace(cell, kind="tekst_gestapeld") if cell.kind == "tekst" and name_piled(cell.text) else cell
