"""Refuses XML that two readers would read differently: the same cell twice, two lists of styles, parts by choice.

Excel never writes such a file and repairs it when it opens one, gives up, or shows what we do not read; the reader
library takes one of two without a word. Runs in the child process (`intake.reader`), before the library. Judges no
value: what a cell means is `intake.cells`. Imports nothing of ours, as the child does not.
"""

import re
from collections.abc import Mapping
from io import BytesIO
from xml.parsers import expat  # bare events: nothing is built, and a DOCTYPE is refused
from zipfile import ZipFile, ZipInfo

TOO_MANY_CELLS, AMBIGUOUS, INVALID = "too_many_cells", "ambiguous", "invalid"  # why there are no sheets
MAX_ROW, MAX_COLUMN = 1_048_576, 16_384  # Excel's own
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CHOICE, _UNWRAPPED = (
    f"http://schemas.openxmlformats.org/markup-compatibility/2006}}{name}"
    for name in ("AlternateContent", "ProcessContent")
)
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_NAMED = {f"{_MAIN}sheet": (f"{_MAIN}sheets", _ID), _LINKS: (f"{_LINKS}s", "Id")}  # within what, and by which attribute
_DATA, _ROW, _CELL, _VALUE = (f"{_MAIN}{tag}" for tag in ("sheetData", "row", "c", "v"))
_TEXT, _RUN, _SHARED, _INLINE = (f"{_MAIN}{tag}" for tag in ("t", "r", "si", "is"))
WORKBOOK, STYLES, TEXTS = _ONCE = tuple(f"{_MAIN}{root}" for root in ("workbook", "styleSheet", "sst"))
# What decides a figure or its look, beside cells. Excel offers a choice in drawings and controls only; where it does,
# what shows depends on the program.
_DECIDES = frozenset(
    f"{_MAIN}{tag}"
    for tag in (
        *("sheets", "sheet", "workbookPr", "sheetFormatPr", "sheetViews", "cols", "mergeCells"),
        *("conditionalFormatting", "cfRule", "v", "f", "is", "si", "r", "t", "rPr"),
        *("numFmts", "numFmt", "fonts", "font", "fills", "fill", "cellXfs", "xf", "alignment", "dxfs", "dxf", "colors"),
        *("tableStyles", "tableStyle", "tableStyleElement", "tableStyleInfo"),
    )
)
_IN_ROW = (_CELL, f"{_MAIN}extLst")
_TYPES = ("b", "d", "e", "inlineStr", "n", "s", "str")
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_WHOLE = re.compile(r"[0-9]{1,7}")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Unreadable(Exception):
    """Raised in the child when there is nothing to read: `code` is what it tells its parent, the text who mends it."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


def require_one_reading(content: bytes) -> None:
    """Raise Unreadable when a sheet, its looks, or the list of sheets, can be read in more than one way.

    Every part is walked: which one is a sheet is for the file to say, and not to be believed.
    """
    roots: set[str] = set()
    with ZipFile(BytesIO(content)) as archive:
        for info in archive.infolist():
            parser = expat.ParserCreate(namespace_separator="}")
            walk = _Walk(roots)
            parser.StartElementHandler, parser.EndElementHandler = walk.start, walk.end
            parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = walk.text, _refuse_doctype
            try:
                with archive.open(info) as part:
                    parser.ParseFile(part)
            except expat.ExpatError:
                continue  # a picture, or a broken part: the library says so when it needs it


def part_name(info: ZipInfo) -> str:
    """Return the name of a part as we know it, in small letters: no two differ in these (ECMA-376 part 2, 6.2.2).

    Some programs of Windows write `xl\\styles.xml`; Excel opens these too.
    """
    return info.filename.replace("\\", "/").lower()


def decode_escapes(text: str) -> str:
    """Return the text that was meant: Excel writes a sign that XML cannot hold as `_x000D_`, and `_x` as `_x005F_x`."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


class _Walk:
    """Where the walk is in one part: which row and column, and what of a cell has been seen."""

    def __init__(self, roots: set[str]) -> None:
        self.path: list[str] = []
        self.roots = roots  # of all parts that may be there once
        self.ids: set[str] = set()
        self.has_data = False
        self.row = self.column = 0
        self.kind = ""
        self.in_cell: list[str] = []
        self.value: list[str] = []
        self.told: dict[str, str] = {}  # of what texts are made of: text or run, whichever came last in it

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        depth = len(self.path)
        self._judge_wrapping(tag, attributes)
        if tag == _DATA:
            _require(depth == 1 and not self.has_data, "cells in two places")
            self.has_data = True
        elif tag == _ROW:
            _require(depth == 2 and self.path[1] == _DATA, "a row outside the cells")
            self._open_row(attributes.get("r"))
        elif depth == 3 and self.path[2] == _ROW:
            _require(tag in _IN_ROW, "something else than a cell in a row")
            self._open_cell(attributes)
        elif depth == 4 and self.path[3] == _CELL:
            _require(tag not in self.in_cell, "two values in a cell")
            self.in_cell.append(tag)
        elif tag in _NAMED and self.path[-1:] == [_NAMED[tag][0]]:
            told = attributes.get(_NAMED[tag][1], "")
            _require(told != "" and told not in self.ids, "a sheet or link without a name of its own")
            self.ids.add(told)
        self._judge_text(tag)
        self.path.append(tag)

    def _judge_text(self, tag: str) -> None:
        """Take one text, or runs with one text each: of two the library takes the last, or puts one first."""
        within = self.path[-1] if self.path else ""
        if tag in (_SHARED, _INLINE, _RUN):
            self.told.pop(tag, None)
        if within in (_SHARED, _INLINE, _RUN) and tag in (_TEXT, _RUN):
            _require(self.told.get(within) in ((None, _RUN) if tag == _RUN else (None,)), "a text told twice")
            self.told[within] = tag

    def _judge_wrapping(self, tag: str, attributes: Mapping[str, str]) -> None:
        _require(_UNWRAPPED not in attributes, "content within what is unknown")
        _require(tag not in _DECIDES or _CHOICE not in self.path, "a choice of content")
        if not self.path and tag in _ONCE:
            _require(tag not in self.roots, "two parts of which there is one")
            self.roots.add(tag)

    def end(self, tag: str) -> None:
        self.path.pop()
        if tag == _VALUE and len(self.path) == 4:
            self._judge("".join(self.value).strip(" \t\r\n"))
            self.value.clear()

    def text(self, text: str) -> None:
        if len(self.path) == 5 and self.path[4] == _VALUE:
            self.value.append(text)

    def _open_row(self, told: str | None) -> None:
        row = self.row + 1 if told is None else _whole(told)
        _require(self.row < row <= MAX_ROW, "a row twice, out of order or beyond the sheet")
        self.row, self.column = row, 0

    def _open_cell(self, attributes: Mapping[str, str]) -> None:
        column, told = self.column + 1, attributes.get("r")
        if told is not None:
            found = _PLACE.fullmatch(told)
            _require(found is not None and int(found[2]) == self.row, "a cell of another row")
            column = column_number(found[1]) if found else 0
        _require(self.column < column <= MAX_COLUMN, "a cell twice, out of order or beyond the sheet")
        self.column, self.kind, self.in_cell = column, attributes.get("t", "n"), []
        _require(self.kind in _TYPES, "an unknown kind of cell")

    def _judge(self, value: str) -> None:
        if value and self.kind == "s":
            _whole(value)
        if value and self.kind == "n":
            _require(_NUMBER.fullmatch(value) is not None, "a number only some readers can read")


def _refuse_doctype(*_: object) -> None:
    raise Unreadable(AMBIGUOUS, "own XML definitions")


def column_number(letters: str) -> int:
    """Return the number of a column, from 1, by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _whole(text: str) -> int:
    _require(_WHOLE.fullmatch(text) is not None, "a number that is none")
    return int(text)


def _require(holds: bool, reason: str) -> None:
    if not holds:
        raise Unreadable(AMBIGUOUS, reason)
