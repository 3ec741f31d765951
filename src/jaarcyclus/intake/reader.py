"""The child process that opens a stranger's workbook: the only door to its XML, and never the parent's.

Started by `intake.sandbox` as `python -I -m jaarcyclus.intake.reader SECONDS BYTES CELLS`; it takes its own rights away
before the first hostile byte, reads the workbook from standard input and writes its cells as JSON to standard output.
It judges nothing: what a cell means is `intake.cells`. Why it could not read is a code, for which the parent has the
words. Do not import this module's `main` elsewhere, and add no import at the top that the child does not need: each
file pays for it.
"""

import gc
import json
import os
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, BinaryIO
from zipfile import ZipFile

from jaarcyclus.intake.beside_cells import (
    has_drawing,
    header_words,
    hidden_columns,
    hidden_rows,
    places_with_note,
)
from jaarcyclus.intake.cell_look import CellLooks
from jaarcyclus.intake.child_rights import TOO_HEAVY, give_up_rights
from jaarcyclus.intake.conditional_look import areas_of, find_looks, find_palettes
from jaarcyclus.intake.part_walk import Part, read_parts
from jaarcyclus.intake.plain_styles import PlainStyles
from jaarcyclus.intake.plain_workbook import Link, Listed, Plain, links_of
from jaarcyclus.intake.sheet_rows import Rows, Stored
from jaarcyclus.intake.sheet_xml import AMBIGUOUS, INVALID, STYLES, TEXTS, TOO_MANY_CELLS, WORKBOOK, Unreadable
from jaarcyclus.intake.stored_value import Value, Values
from jaarcyclus.intake.table_look import find_paints

_MAX_BLANK_FACTOR = 10  # times the cells with content: which shared texts are blank is told behind the cells
_LINKED = {"officeDocument": WORKBOOK, "styles": STYLES, "sharedStrings": TEXTS}


def main() -> int:
    """Read standard input, write JSON `{"bladen": […]}` or `{"fault": code, "kind": name}`; return the exit code."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not mix with the answer
    give_up_rights(seconds=int(sys.argv[1]), memory=int(sys.argv[2]))
    tame_library()
    gc.disable()  # what is read stays until the end: looking through it for circles takes a third of the time
    try:
        result: dict[str, Any] = {"bladen": list(read_sheets(sys.stdin.buffer.read(), most_cells=int(sys.argv[3])))}
    except MemoryError:
        return TOO_HEAVY
    except Unreadable as fault:
        result = {"fault": fault.code, "kind": fault.kind}
    except Exception as fault:
        # Whatever a crafted file makes zipfile or expat raise; its name is for who must explain it.
        result = {"fault": INVALID, "kind": type(fault).__name__}
    return _write(result, answer)


def _write(result: dict[str, Any], answer: BinaryIO) -> int:
    try:
        answer.write(json.dumps(result).encode())
        answer.close()
    except (MemoryError, OSError):  # more than the memory, or than the limit on what it may write
        os._exit(TOO_HEAVY)  # an orderly end would try to write the rest again
    return 0


def tame_library() -> None:
    """Have the library for Excel files load nothing that it needs to write them."""
    os.environ["OPENPYXL_LXML"] = "False"
    for needless in ("numpy", "PIL"):
        sys.modules[needless] = None  # type: ignore[assignment]


def read_sheets(content: bytes, *, most_cells: int) -> Iterator[dict[str, Any]]:
    """Yield each sheet with its cells, in the order of the list. Raises Unreadable, and what a crafted file makes."""
    parts = read_parts(content, _MAX_BLANK_FACTOR * most_cells)
    plains = {name: part.plain for name, part in parts.items()}
    book, styles, texts = _find_linked(parts, plains)
    links = {link.id: link for link in links_of(book, plains)}
    named = [(listed, links[listed.link]) for listed in plains[book].sheets]
    if len({listed.name.casefold() for listed, _ in named}) < len(named):
        raise Unreadable(AMBIGUOUS, "two sheets of one name")
    reader = _Reader(content, parts, styles, Values(texts, from_1904=plains[book].from_1904))
    count = 0
    for listed, link in named:
        if link.target in parts:
            sheet = reader.read(listed, link)
            count += len(sheet["cellen"])
            if count > most_cells:
                raise Unreadable(TOO_MANY_CELLS, "too many cells")
            yield sheet


def _find_linked(parts: Mapping[str, Part], plains: Mapping[str, Plain]) -> tuple[str, PlainStyles, Plain]:
    """Return the name of the workbook's own part, its styles and its texts.

    Excel follows links and we go by root: a workbook of which it takes other parts is refused.
    """
    found = {kind: {name for name, part in parts.items() if part.root == root} for kind, root in _LINKED.items()}
    book = next(iter(found["officeDocument"]), "")
    links = [*links_of("", plains), *links_of(book, plains)]
    for kind in _LINKED:
        told = {link.target for link in links if link.kind.rpartition("/")[2] == kind} & parts.keys()
        if any(parts[name].broken for name in told):
            raise _broken(kind)
        if told != found[kind]:
            raise Unreadable(AMBIGUOUS, f"{kind} in two places, or in none")
    if not book:
        raise Unreadable(AMBIGUOUS, "no workbook")
    styles = next((part.styles for part in parts.values() if part.styles), PlainStyles())
    return book, styles, next((plains[name] for name in found["sharedStrings"]), Plain())


def _broken(what: str) -> Unreadable:
    """Return what to raise when a part that decides a figure is no XML, or not to its end."""
    return Unreadable(INVALID, what, "ParseError")


class _Reader:
    """What all sheets of one workbook share while they are read."""

    def __init__(self, content: bytes, parts: Mapping[str, Part], styles: PlainStyles, values: Values) -> None:
        self._content, self._parts, self._plains = content, parts, {name: part.plain for name, part in parts.items()}
        self._styles, self._values = styles, values
        self._walks = {name: part.walk for name, part in parts.items()}
        self._palettes = find_palettes(self._walks)
        self._looks = find_looks(self._walks, self._palettes)

    def read(self, listed: Listed, link: Link) -> dict[str, Any]:
        part, beside = self._parts[link.target], links_of(link.target, self._plains)
        if part.broken:
            raise _broken(listed.name)
        rows = None if link.is_chart else part.rows
        shown = CellLooks(
            self._styles, self._palettes, self._looks.get(link.target, ()), find_paints(beside, self._walks), part.plain
        )
        cells: list[list[Any]] = [
            [cell.row, cell.column, *shown.seen(cell, value, self._values.looks(cell)), cell.formula]
            for cell in _not_merged(rows, part.plain.merged)
            if _is_content(value := self._values.of(cell, shown.number_format(cell.style))) or cell.formula
        ]
        filled = {(cell[0], cell[1]) for cell in cells}
        with ZipFile(BytesIO(self._content)) as archive:
            return {
                "naam": listed.name,
                "zichtbaar": listed.visible,
                "cellen": cells,
                "opmerkingen": places_with_note(beside, archive),
                "samengevoegd": part.plain.merged[:100],
                "verborgen_rijen": hidden_rows(filled, rows.looks if rows else {}, part.plain, part.walk),
                "verborgen_kolommen": hidden_columns(filled, part.plain, part.walk),
                "tekening": has_drawing(beside, archive),
                "koptekst": header_words(part.walk.headers),
                "formules_getoond": part.walk.shows_formulas,
                "gefilterd": part.walk.filtered,
            }


def _is_content(value: Value | None) -> bool:
    """Return whether it is more than blanks: a text that cells share may be none."""
    return value is not None and not (isinstance(value, str) and not value.strip())


def _not_merged(rows: Rows | None, merged: list[str]) -> list[Stored]:
    """Return the cells but for those under a merge: of each area nobody sees another than the first."""
    cells = {(cell.row, cell.column): cell for cell in rows.cells} if rows else {}
    for top, left, bottom, right in (area for ref in merged for area in areas_of(ref)):
        if (bottom - top + 1) * (right - left + 1) <= len(cells):
            places = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
        else:
            places = [(row, column) for row, column in cells if top <= row <= bottom and left <= column <= right]
        for place in places:
            if place != (top, left):
                cells.pop(place, None)
    return list(cells.values())


if __name__ == "__main__":
    sys.exit(main())
