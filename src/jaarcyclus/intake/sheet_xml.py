"""Refuses XML that two readers would read differently: the same cell twice, two lists of styles, parts by choice.

Excel never writes such a file and repairs it when it opens one, gives up, or shows what we do not read; libraries take
one of two without a word. Runs in the child process (`intake.reader`), in the one walk through each part
(`part_walk`). Judges no value: what a cell means is `intake.cells`. Imports nothing of ours, as the child does not.
"""

import re
from collections.abc import Mapping
from zipfile import ZipInfo

TOO_MANY_CELLS, AMBIGUOUS, INVALID = "too_many_cells", "ambiguous", "invalid"  # why there are no sheets
MAX_ROW, MAX_COLUMN = 1_048_576, 16_384  # Excel's own
MAIN_TAG = _MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CHOICE, UNWRAPPED = (
    f"http://schemas.openxmlformats.org/markup-compatibility/2006}}{name}"
    for name in ("AlternateContent", "ProcessContent")
)
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_NAMED = {f"{_MAIN}sheet": (f"{_MAIN}sheets", _ID), _LINKS: (f"{_LINKS}s", "Id")}  # within what, and by which attribute
DATA, ROW = (f"{_MAIN}{tag}" for tag in ("sheetData", "row"))
_TEXT, _RUN, _SHARED, _INLINE = (f"{_MAIN}{tag}" for tag in ("t", "r", "si", "is"))
_TEXTS = (_SHARED, _INLINE, _RUN)
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
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Unreadable(Exception):
    """Raised in the child when there is nothing to read: `code` is what it tells its parent, the text who mends it.

    `kind` is the word that a finding has for content that is no workbook.
    """

    def __init__(self, code: str, reason: str, kind: str = "") -> None:
        super().__init__(reason)
        self.code, self.kind = code, kind


def part_name(info: ZipInfo) -> str:
    """Return the name of a part as we know it, in small letters: no two differ in these (ECMA-376 part 2, 6.2.2).

    Some programs of Windows write `xl\\styles.xml`; Excel opens these too.
    """
    return info.filename.replace("\\", "/").lower()


def decode_escapes(text: str) -> str:
    """Return the text that was meant: Excel writes a sign that XML cannot hold as `_x000D_`, and `_x` as `_x005F_x`."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


class Judge:
    """Where the walk is in one part, and what of it may be there once. Of the cells of a sheet see `sheet_rows`."""

    def __init__(self, roots: set[str]) -> None:
        self.path: list[str] = []
        self.roots = roots  # of all parts that may be there once
        self.ids: set[str] = set()
        self.has_data = False
        self.told: dict[str, str] = {}  # of what texts are made of: text or run, whichever came last in it

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Enter an element. Raises Unreadable when it makes a second reading."""
        self._judge_wrapping(tag, attributes)
        if tag == DATA:
            demand(len(self.path) == 1 and not self.has_data, "cells in two places")
            self.has_data = True
        elif tag == ROW:
            demand(False, "a row outside the cells")
        elif tag in _NAMED and self.path[-1:] == [_NAMED[tag][0]]:
            told = attributes.get(_NAMED[tag][1], "")
            demand(told != "" and told not in self.ids, "a sheet or link without a name of its own")
            self.ids.add(told)
        self._judge_text(tag)
        self.path.append(tag)

    def _judge_text(self, tag: str) -> None:
        """Take one text, or runs with one text each: of two a library takes the last, or puts one first."""
        within = self.path[-1] if self.path else ""
        if tag in _TEXTS:
            self.told.pop(tag, None)
        if within in _TEXTS and tag in (_TEXT, _RUN):
            demand(self.told.get(within) in ((None, _RUN) if tag == _RUN else (None,)), "a text told twice")
            self.told[within] = tag

    def _judge_wrapping(self, tag: str, attributes: Mapping[str, str]) -> None:
        demand(UNWRAPPED not in attributes, "content within what is unknown")
        demand(tag not in _DECIDES or _CHOICE not in self.path, "a choice of content")
        if not self.path and tag in _ONCE:
            demand(tag not in self.roots, "two parts of which there is one")
            self.roots.add(tag)

    def end(self, _: str) -> None:
        """Leave the element."""
        self.path.pop()


def refuse_doctype(*_: object) -> None:
    """Raise Unreadable: a part that defines names of its own means something else to who does not read them."""
    raise Unreadable(AMBIGUOUS, "own XML definitions")


def column_number(letters: str) -> int:
    """Return the number of a column, from 1, by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def demand(holds: bool, reason: str) -> None:
    """Raise Unreadable when it does not hold."""
    if not holds:
        raise Unreadable(AMBIGUOUS, reason)
