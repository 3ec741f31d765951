"""The child process that opens a stranger's workbook: the only door to the Excel reader, and never the parent's.

Started by `intake.sandbox` as `python -I -m jaarcyclus.intake.reader SECONDS BYTES`; it takes its own rights away
before the first hostile byte, reads the workbook from standard input and writes its cells as JSON to standard output.
It judges nothing: what a cell means is `intake.cells`. Why it could not read is a code, for which the parent has the
words. Do not import this module's `main` elsewhere, and add no import at the top that the child does not need: each
file pays for it.
"""

import json
import os
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO
from zipfile import ZipFile, ZipInfo

from jaarcyclus.intake.beside_cells import (
    has_drawing,
    header_words,
    hidden_columns,
    hidden_rows,
    is_pushed_out,
    places_with_note,
)
from jaarcyclus.intake.child_rights import TOO_HEAVY, give_up_rights
from jaarcyclus.intake.colours import Palette
from jaarcyclus.intake.conditional_look import Look, find_looks, find_palettes, hides_text, kind_under
from jaarcyclus.intake.number_format import UNSEEN, kind_of_number, shows_text
from jaarcyclus.intake.plain_styles import written_as
from jaarcyclus.intake.plain_workbook import without_decoration
from jaarcyclus.intake.sheet_walk import Walk, walk_parts
from jaarcyclus.intake.sheet_xml import (
    AMBIGUOUS,
    INVALID,
    STYLES,
    TEXTS,
    TOO_MANY_CELLS,
    WORKBOOK,
    Unreadable,
    decode_escapes,
    require_one_reading,
)
from jaarcyclus.intake.table_look import Paint, find_paints, is_read

MAX_CELLS = 200_000  # chosen: our form with every line and column filled has 65.000
MAX_SIGNS = 32_767  # Excel's own limit for one cell
_LINKED = {"officeDocument": WORKBOOK, "styles": STYLES, "sharedStrings": TEXTS}
_UNSEEN_FONT = Look(areas=(), number_format=UNSEEN)


def main() -> int:
    """Read standard input, write JSON `{"bladen": […]}` or `{"fault": code, "kind": name}`; return the exit code."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # the reader library prints some complaints; they must not mix with the answer
    give_up_rights(seconds=int(sys.argv[1]), memory=int(sys.argv[2]))
    _tame_library()
    import openpyxl.reader.excel  # before the first hostile byte: if this fails, the installation is broken

    try:
        content = sys.stdin.buffer.read()
        require_one_reading(content)
        walks = walk_parts(content)
        plain = without_decoration(content, find_palettes(walks))
        result: dict[str, Any] = {"bladen": list(_read_sheets(openpyxl.reader.excel, plain, walks))}
    except MemoryError:
        return TOO_HEAVY
    except Unreadable as fault:
        result = {"fault": fault.code}
    except Exception as fault:
        # The library raises whatever a crafted file makes it raise; its name is for who must explain it.
        result = {"fault": INVALID, "kind": type(fault).__name__}
    return _write(result, answer)


def _write(result: dict[str, Any], answer: BinaryIO) -> int:
    try:
        answer.write(json.dumps(result).encode())
        answer.close()
    except (MemoryError, OSError):  # more than the memory, or than the limit on what it may write
        os._exit(TOO_HEAVY)  # an orderly end would try to write the rest again
    return 0


def _tame_library() -> None:
    os.environ["OPENPYXL_LXML"] = "False"  # the standard parser behind defusedxml expands no entities
    for needless in ("numpy", "PIL"):  # openpyxl would load numpy, and decode a stranger's pictures
        sys.modules[needless] = None  # type: ignore[assignment]
    warnings.simplefilter("ignore")


def _read_sheets(library: Any, content: bytes, walks: Mapping[str, Walk]) -> Iterator[dict[str, Any]]:
    """Yield each sheet with its cells. Read twice: the library gives either a formula or its stored result."""
    formulas = {sheet.title: _formulas(sheet) for sheet in _load(library, content, walks, data_only=False)}
    palettes = find_palettes(walks)
    looks = find_looks(walks, palettes)
    for sheet in _load(library, content, walks, data_only=True):
        parts, view = getattr(sheet, "_rels", ()), walks.get(sheet._part, Walk())
        laid = _Laid(looks.get(sheet._part, ()), find_paints(parts, walks), palettes)
        cells = _cells(sheet, formulas[sheet.title], laid)
        filled = {(row, column) for row, column, *_ in cells}
        with ZipFile(BytesIO(content)) as archive:
            yield {
                "naam": sheet.title,
                "zichtbaar": sheet.sheet_state == "visible",
                "cellen": cells,
                "opmerkingen": places_with_note(parts, archive),
                "samengevoegd": [str(area) for area in getattr(sheet, "merged_cells", ())][:100],
                "verborgen_rijen": hidden_rows(sheet, filled, view),
                "verborgen_kolommen": hidden_columns(sheet, filled, view),
                "tekening": has_drawing(parts, archive),
                "koptekst": header_words(view.headers),
                "formules_getoond": view.shows_formulas,
                "gefilterd": view.filtered,
            }


class _Archive(ZipFile):
    """Finds a part by its name as a link spells it; all have theirs in small letters (`plain_workbook`)."""

    def getinfo(self, name: str) -> ZipInfo:
        return super().getinfo(name.lower())


def _load(library: Any, content: bytes, walks: Mapping[str, Walk], *, data_only: bool) -> list[Any]:
    reader = _reader_class(library)(BytesIO(content), data_only=data_only, keep_links=False)
    reader.archive, reader.parts = _Archive(BytesIO(content)), {name: walk.root for name, walk in walks.items()}
    reader.read()
    return [reader.wb[name] for name in reader.wb.sheetnames]


def _reader_class(library: Any) -> Any:
    """Return the library's reader for what counts: shared texts as they stand, and cells.

    Its own drops every `x005F_` of a text, and gives up on a picture, a pivot table or a date of creation that it does
    not know.
    """
    from openpyxl.worksheet._reader import WorksheetReader

    class Reader(library.ExcelReader):  # type: ignore[misc]  # the library has no types
        def read_properties(self) -> None:
            """Read nothing: who made the file and when is no figure."""

        read_custom = read_theme = read_properties

        def read_worksheets(self) -> None:
            _require_same_parts(self)
            for sheet, link in self.parser.find_sheets():
                if link.target.lower() in self.valid_files:
                    self._read_sheet(self.wb.create_sheet(sheet.name), sheet.state, link)

        def _read_sheet(self, made: Any, state: str, link: Any) -> None:
            made.sheet_state, made._part, made._rels = state, link.target.lower(), _parts_of(self.archive, link.target)
            if "chartsheet" not in link.Type:
                with self.archive.open(link.target) as source:
                    WorksheetReader(made, source, self.shared_strings, self.data_only, False).bind_all()

        def read_strings(self) -> None:
            self.shared_strings.extend(_read_texts(self.archive, self.parts))

    return Reader


def _require_same_parts(reader: Any) -> None:
    """Refuse a workbook of which Excel takes other parts: it follows links, we go by root."""
    from openpyxl.packaging.relationship import get_dependents
    from openpyxl.xml.constants import ARC_ROOT_RELS

    links = [*get_dependents(reader.archive, ARC_ROOT_RELS), *reader.parser.rels.values()]
    for kind, root in _LINKED.items():
        told = {link.target.lower() for link in links if link.Type.rpartition("/")[2] == kind}
        if told & reader.parts.keys() != {name for name, found in reader.parts.items() if found == root}:
            raise Unreadable(AMBIGUOUS, f"{kind} in two places, or in none")


def _read_texts(archive: ZipFile, parts: Mapping[str, str]) -> Iterator[str]:
    from openpyxl.cell.text import Text
    from openpyxl.xml.constants import SHEET_MAIN_NS
    from openpyxl.xml.functions import iterparse

    part = next((name for name, root in parts.items() if root == TEXTS), None)
    if part is None:
        return

    with archive.open(part) as source:
        for _, node in iterparse(source):
            if node.tag == f"{{{SHEET_MAIN_NS}}}si":
                yield Text.from_tree(node).content
                node.clear()


def _parts_of(archive: ZipFile, target: str) -> Any:
    from openpyxl.packaging.relationship import RelationshipList, get_dependents, get_rels_path

    path = get_rels_path(target).lower()
    return get_dependents(archive, path) if path in archive.namelist() else RelationshipList()


def _sparse(sheet: Any) -> dict[tuple[int, int], Any]:
    # Private, because every public way to walk a sheet also makes the empty cells up to the farthest one.
    cells: dict[tuple[int, int], Any] = getattr(sheet, "_cells", {})
    if len(cells) > 10 * MAX_CELLS:
        raise Unreadable(TOO_MANY_CELLS, "too many cells")
    return cells


def _formulas(sheet: Any) -> set[tuple[int, int]]:
    return {place for place, cell in _sparse(sheet).items() if cell.data_type == "f"}


@dataclass(frozen=True)
class _Laid:
    """What may lie over and under the cells of one sheet, and what the numbers of colours stand for."""

    looks: tuple[Look, ...]
    paints: tuple[Paint, ...]
    palettes: Sequence[Palette]


def _cells(sheet: Any, formulas: set[tuple[int, int]], laid: _Laid) -> list[list[Any]]:
    """Return [row, column, kind, text, is formula] of each cell with content; those of blanks alone never get here."""
    cells = [
        [*place, *_seen(cell, laid), place in formulas]
        for place, cell in sorted(_sparse(sheet).items())
        if cell.value is not None or place in formulas
    ]
    if len(cells) > MAX_CELLS:
        raise Unreadable(TOO_MANY_CELLS, "too many cells")
    return cells


def _seen(cell: Any, laid: _Laid) -> tuple[str, str]:
    """Return kind and text of a cell: what lies over or under it may hide it too."""
    kind, text = _typed(cell)
    over = [look for look in laid.looks if look.covers(cell.row, cell.column, cell.value)]
    if not _is_read(cell, over, laid):
        over.append(_UNSEEN_FONT)
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        return kind_under(kind, cell.value, over), text
    if kind == "tekst" and (hides_text(text, over) or not shows_text(text, str(cell.number_format))):
        return "tekst_verhuld", text
    return kind, text


def _is_read(cell: Any, over: list[Look], laid: _Laid) -> bool:
    """Return whether a cell can be read: a mark of `plain_styles` without a name no ground undoes."""
    paints = [paint for paint in laid.paints if paint.covers(cell.row, cell.column)]
    font = cell.font
    if font.strike and not (font.name and paints):
        return False
    written = written_as(font.name)
    if is_pushed_out(cell.parent, cell.column, written.indent):
        return False
    return not (over or paints) or is_read(written, paints, over, laid.palettes)


def _typed(cell: Any) -> tuple[str, str]:
    from openpyxl.styles.numbers import is_date_format

    value = cell.value
    if value is None:
        return "leeg", ""
    if cell.data_type == "e":
        # The library's word for a number that its format shows as a day which no calendar has; Excel shows ####.
        beyond = value == "#VALUE!" and is_date_format(str(cell.number_format))
        return ("datum", "een dag buiten de kalender") if beyond else ("fout", str(value))
    if isinstance(value, bool):
        return "waar", "WAAR" if value else "ONWAAR"
    if isinstance(value, int | float):
        # The shortest text that means this number: no float travels on.
        return kind_of_number(value, str(cell.number_format)), repr(value)
    if isinstance(value, str):
        value = decode_escapes(value)
        return ("tekst", value) if len(value) <= MAX_SIGNS else ("te_lang", f"{value[:200]}…")
    return "datum", str(value)


if __name__ == "__main__":
    sys.exit(main())
