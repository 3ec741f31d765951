"""The rows and cells of one sheet, taken as they come by: every one in its place, once, and as it is stored.

Runs in the child process (`intake.reader`), so it imports nothing of ours but its fellows there. Nine tenths of a
workbook are cells, so nothing else listens while they come by (`part_walk`); what is no row or cell among them is still
judged (`sheet_xml`). ECMA-376 part 1, 18.3.1.73 and 18.3.1.4. What a cell means is `intake.cells`.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from jaarcyclus.intake.plain_styles import INDEX, MAIN, SIZE
from jaarcyclus.intake.sheet_xml import (
    MAIN_TAG,
    MAX_COLUMN,
    MAX_ROW,
    ROW,
    TOO_MANY_CELLS,
    UNWRAPPED,
    Judge,
    Unreadable,
    column_number,
    demand,
)
from jaarcyclus.intake.text_runs import Looks, TextReader

RowLook = tuple[float | None, bool]
"""The height of a row in points, None when it tells none, and whether it is hidden."""

_CELL, _VALUE, _FORMULA, _INLINE, _MORE = (f"{MAIN_TAG}{tag}" for tag in ("c", "v", "f", "is", "extLst"))
_TYPES = frozenset(("b", "d", "e", "inlineStr", "n", "s", "str"))
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_WHOLE = re.compile(r"[0-9]{1,7}")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_BLANKS = " \t\r\n"
_YES = ("1", "true")
_IN_DATA, _IN_ROW, _IN_CELL, _IN_VALUE, _IN_TEXT, _ELSEWHERE = range(6)


class Stored(NamedTuple):
    """One cell as the file has it: its kind (`t`), the number of its style, and its value as it is spelled.

    `value` is None when there is none, which is content when there is a formula. A text that is shared is a number
    here; `looks` are those of a text of its own.
    """

    row: int
    column: int
    kind: str
    style: int
    value: str | None
    formula: bool
    looks: Looks


class Rows:
    """The walk through `sheetData`, from within it. Raises Unreadable for what has two readings, and for too many."""

    def __init__(self, judge: Judge, most: int) -> None:
        self.cells: list[Stored] = []
        self.looks: dict[int, RowLook] = {}  # of the rows that tell any
        self.ended = False
        self._judge, self._most = judge, most
        self._where = self._back = _IN_DATA
        self._depth = 0  # within a text, or within what is no row, cell or value
        self._row = self._column = self._style = 0
        self._kind = "n"
        self._columns: dict[str, int] = {}
        self._seen: list[str] = []
        self._value: str | None = None
        self._formula = False
        self._text: TextReader | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Enter a row, a cell, what a cell holds, or something else."""
        where = self._where
        if where == _IN_ROW and tag == _CELL:
            self._open_cell(attributes)
        elif where == _IN_CELL:
            self._open_content(tag, attributes)
        elif where == _IN_DATA and tag == ROW:
            self._open_row(attributes)
        else:
            demand(where != _IN_ROW or tag == _MORE, "something else than a cell in a row")
            self._go_in(tag, attributes, where if where == _IN_TEXT else _ELSEWHERE)
        if UNWRAPPED in attributes:
            demand(False, "content within what is unknown")

    def _go_in(self, tag: str, attributes: Mapping[str, str], where: int) -> None:
        if self._depth == 0:
            self._back = self._where
        elif where == _IN_TEXT and self._text:
            self._text.start(tag, attributes)
        self._judge.start(tag, attributes)
        self._where = where
        self._depth += 1

    def end(self, tag: str) -> None:
        """Leave it."""
        where = self._where
        if where == _IN_VALUE:
            self._judge_value()
            self._where = _IN_CELL
        elif where == _IN_CELL:
            self._close_cell()
            self._where = _IN_ROW
        elif where == _IN_ROW:
            self._where = _IN_DATA
        elif where == _IN_DATA:
            self.ended = True
        else:
            self._go_out(tag)

    def _go_out(self, tag: str) -> None:
        self._judge.end(tag)
        self._depth -= 1
        if self._depth == 0:
            self._where = self._back
        elif self._where == _IN_TEXT and self._text:
            self._text.end()

    def text(self, text: str) -> None:
        """Take signs of a value or of a text."""
        if self._where == _IN_VALUE:
            self._value = text if self._value is None else self._value + text
        elif self._where == _IN_TEXT and self._text:
            self._text.text(text)

    def _open_row(self, attributes: Mapping[str, str]) -> None:
        told = attributes.get("r")
        row = self._row + 1 if told is None else _whole(told)
        demand(self._row < row <= MAX_ROW, "a row twice, out of order or beyond the sheet")
        self._row, self._column, self._where = row, 0, _IN_ROW
        height, hidden = attributes.get("ht", ""), attributes.get("hidden", "")
        if height or hidden:
            self.looks[row] = (float(height) if SIZE.fullmatch(height) else None, hidden.strip() in _YES)

    def _open_cell(self, attributes: Mapping[str, str]) -> None:
        column, told = self._column + 1, attributes.get("r")
        if told is not None:
            found = _PLACE.fullmatch(told)
            demand(found is not None and int(found[2]) == self._row, "a cell of another row")
            column = self._number(found[1]) if found else 0
        demand(self._column < column <= MAX_COLUMN, "a cell twice, out of order or beyond the sheet")
        self._column, self._kind, self._where = column, attributes.get("t", "n"), _IN_CELL
        demand(self._kind in _TYPES, "an unknown kind of cell")
        style = attributes.get("s", "0")
        self._style = int(style) if INDEX.fullmatch(style) else 0
        self._seen, self._value, self._formula, self._text = [], None, False, None

    def _number(self, letters: str) -> int:
        if letters not in self._columns:
            self._columns[letters] = column_number(letters)
        return self._columns[letters]

    def _open_content(self, tag: str, attributes: Mapping[str, str]) -> None:
        demand(tag not in self._seen, "two values in a cell")
        self._seen.append(tag)
        if tag == _VALUE:
            self._where = _IN_VALUE
            return
        if tag == _FORMULA:
            self._formula = True
        elif tag == _INLINE:
            self._text = TextReader(MAIN)
        self._go_in(tag, attributes, _IN_TEXT if tag == _INLINE else _ELSEWHERE)

    def _judge_value(self) -> None:
        value = (self._value or "").strip(_BLANKS)
        if value and self._kind == "s":
            _whole(value)
        elif value and self._kind == "n":
            demand(_NUMBER.fullmatch(value) is not None, "a number only some readers can read")

    def _close_cell(self) -> None:
        """Keep it when it holds anything: a look without content is a decoration, of which a file may have millions."""
        looks: Looks = ()
        value = self._value or None
        if self._kind == "inlineStr":
            value = self._text.told() if self._text else None
            looks = self._text.looks if self._text else ()
        if not self._formula and (value is None or not value.strip()):
            return
        if len(self.cells) >= self._most:
            raise Unreadable(TOO_MANY_CELLS, "too many cells")
        self.cells.append(Stored(self._row, self._column, self._kind, self._style, value, self._formula, looks))


def _whole(text: str) -> int:
    demand(_WHOLE.fullmatch(text) is not None, "a number that is none")
    return int(text)
