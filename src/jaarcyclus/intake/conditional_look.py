"""What a conditional format makes of the numbers under it: another number format, or none to be seen at all.

Runs in the child process (`intake.reader`), so it imports nothing of ours but `number_format`. Whether the condition
holds is not computed: the next entry may make it hold, and then who looks sees something else than what counts. What
only colours is no matter. ECMA-376 part 1, 18.3.1.18 and 18.8.14; MS-XLSX 2.6.1 for what newer programs write.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from xml.parsers import expat
from zipfile import ZipFile

from jaarcyclus.intake.number_format import kind_of_number

UNSEEN = ";;;"  # a number format that shows nothing
_AREA = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})(?::([A-Z]{1,3})([1-9][0-9]{0,6}))?")
_HONEST = ("getal", "getal_als_deel")
_NO = ("0", "false")


@dataclass(frozen=True, kw_only=True)
class Look:
    """A number format that may come to lie over these areas: (first row, first column, last row, last column)."""

    areas: tuple[tuple[int, int, int, int], ...]
    number_format: str

    def hides(self, row: int, column: int, value: float) -> bool:
        """Return whether this number may be shown as something else."""
        within = any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in self.areas)
        return within and kind_of_number(value, self.number_format) not in _HONEST


def find_looks(content: bytes) -> Mapping[str, tuple[Look, ...]]:
    """Return the looks of each part of a workbook that has any, by the part's name."""
    with ZipFile(BytesIO(content)) as archive:
        walks = {info.filename: _walk(archive.read(info)) for info in archive.infolist()}
    formats = next((tuple(walk.differing) for walk in walks.values() if walk.root == "styleSheet"), ())
    return {name: looks for name, walk in walks.items() if (looks := tuple(_looks(walk, formats)))}


@dataclass
class _Format:
    """One conditionalFormatting as it comes by: where, and what its rules show instead."""

    sqref: str
    styles: list[int] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)


class _Walk:
    """The conditional formats of a sheet, or the differing formats (`dxfs`) of the styles, whatever their namespace."""

    def __init__(self) -> None:
        self.root = ""
        self.path: list[str] = []
        self.found: list[_Format] = []
        self.differing: list[str | None] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition("}")[2]
        self.root = self.root or name
        if self.path[-1:] == ["dxfs"] and name == "dxf":
            self.differing.append(None)
        elif name == "numFmt" and self.path[-2:] == ["dxfs", "dxf"]:
            self.differing[-1] = attributes.get("formatCode", "")
        elif name == "conditionalFormatting":
            self.found.append(_Format(attributes.get("sqref", "")))
        elif self.found and "conditionalFormatting" in self.path:
            self._rule(name, attributes)
        self.path.append(name)

    def _rule(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "cfRule" and attributes.get("dxfId", "").isdecimal():
            self.found[-1].styles.append(int(attributes["dxfId"][:9]))
        elif name == "numFmt":
            self.found[-1].shown.append(attributes.get("formatCode", ""))
        elif name in ("dataBar", "iconSet") and attributes.get("showValue", "1").strip() in _NO:
            self.found[-1].shown.append(UNSEEN)

    def end(self, _: str) -> None:
        self.path.pop()

    def text(self, text: str) -> None:
        if self.found and self.path[-1] == "sqref":
            self.found[-1].sqref += text


def _walk(part: bytes) -> _Walk:
    walk = _Walk()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler, parser.EndElementHandler = walk.start, walk.end
    parser.CharacterDataHandler = walk.text
    try:
        parser.Parse(part, True)
    except expat.ExpatError:
        return _Walk()  # a picture, or a broken part: the library says so when it needs it
    return walk


def _looks(walk: _Walk, formats: tuple[str | None, ...]) -> Iterator[Look]:
    for found in walk.found:
        areas = tuple(_areas(found.sqref))
        named = (formats[style] for style in found.styles if style < len(formats))
        yield from (Look(areas=areas, number_format=shown) for shown in (*named, *found.shown) if shown is not None)


def _areas(sqref: str) -> Iterator[tuple[int, int, int, int]]:
    for area in sqref.split():
        if told := _AREA.fullmatch(area.replace("$", "")):
            first, last = (int(told[2]), _column(told[1])), (int(told[4] or told[2]), _column(told[3] or told[1]))
            yield min(first[0], last[0]), min(first[1], last[1]), max(first[0], last[0]), max(first[1], last[1])


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
