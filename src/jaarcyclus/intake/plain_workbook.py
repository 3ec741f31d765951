"""What of a workbook decides a figure or hides one, beside its cells and styles: sheets, links, columns, texts.

Runs in the child process (`intake.reader`), so it imports nothing of ours but its fellows there. A library refuses a
whole workbook for one colour, pane or paper size that it does not know; so it never sees them. What is taken is a list,
not what is left: a decoration that nobody thought of is left too. What a part is follows from its root, never from its
name. ECMA-376 part 1, 18.2, 18.3.1 and 18.4; part 2, 6.5 for links.
"""

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jaarcyclus.intake.plain_styles import MAIN, SIZE
from jaarcyclus.intake.text_runs import Looks, TextReader

_ID = "http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_YES = re.compile(r"\s*(?:1|true)\s*")


@dataclass(frozen=True)
class Link:
    """What a part leads to: the kind of it, and its name as `sheet_xml.part_name` has it."""

    id: str
    kind: str
    target: str
    outside: bool

    @property
    def is_chart(self) -> bool:
        """Whether it leads to a sheet that has no cells."""
        return "chartsheet" in self.kind


@dataclass(frozen=True)
class Listed:
    """One sheet in the list of them."""

    name: str
    visible: bool
    link: str


@dataclass(frozen=True)
class Column:
    """Columns of one width, in characters; Excel hides one of which nobody says how wide it is."""

    first: int
    last: int
    hidden: bool
    width: float


@dataclass
class Plain:
    """A walk through one part, from its root on."""

    sheets: list[Listed] = field(default_factory=list)
    from_1904: bool = False
    links: list[Link] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    texts: list[tuple[str, Looks]] = field(default_factory=list)
    _path: list[str] = field(default_factory=list)
    _usual: Mapping[str, str] = field(default_factory=dict)
    _text: TextReader | None = None
    _depth: int = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take an element when it decides anything."""
        if self._text:
            self._text.start(tag, attributes)
            self._depth += 1
            return
        space, _, name = tag.rpartition("}")
        self._path.append(name if space in (MAIN, _RELS) else "")
        place = "/".join(self._path)
        if place == "sst/si":
            self._text, self._depth = TextReader(MAIN), 0
        elif place in _TAKEN:
            _TAKEN[place](self, attributes)

    def text(self, text: str) -> None:
        """Take signs of a shared text."""
        if self._text:
            self._text.text(text)

    def end(self, _: str) -> None:
        """Leave it."""
        if self._text and self._depth:
            self._depth -= 1
            self._text.end()
            return
        if self._text:
            self.texts.append((self._text.told(), self._text.looks))
            self._text = None
        self._path.pop()

    @property
    def hides_rows(self) -> bool:
        """Whether a row that tells nothing is hidden."""
        return _is_yes(self._usual.get("zeroHeight", ""))

    @property
    def usual_width(self) -> float:
        """How wide a column is that nobody tells of."""
        return self.size("defaultColWidth", self.size("baseColWidth", 8))

    def size(self, name: str, usual: float) -> float:
        """Return a size that rows or columns have when they tell none."""
        told = self._usual.get(name, "")
        return float(told) if SIZE.fullmatch(told) else usual

    def take_sheet(self, attributes: Mapping[str, str]) -> None:
        visible = attributes.get("state", "visible") == "visible"
        self.sheets.append(Listed(attributes.get("name", ""), visible, attributes.get(_ID, "")))

    def take_epoch(self, attributes: Mapping[str, str]) -> None:
        self.from_1904 = _is_yes(attributes.get("date1904", ""))

    def take_link(self, attributes: Mapping[str, str]) -> None:
        outside = attributes.get("TargetMode", "") == "External"
        self.links.append(
            Link(attributes.get("Id", ""), attributes.get("Type", ""), attributes.get("Target", ""), outside)
        )

    def take_column(self, attributes: Mapping[str, str]) -> None:
        told = attributes.get("width", "")
        width = float(told) if SIZE.fullmatch(told) else 0.0
        first, last = int(attributes["min"]), int(attributes["max"])
        self.columns.append(Column(first, last, _is_yes(attributes.get("hidden", "")), width))

    def take_usual(self, attributes: Mapping[str, str]) -> None:
        self._usual = dict(attributes)

    def take_merge(self, attributes: Mapping[str, str]) -> None:
        self.merged.append(attributes.get("ref", "").upper().replace("$", ""))


_TAKEN = {
    "workbook/workbookPr": Plain.take_epoch,
    "workbook/sheets/sheet": Plain.take_sheet,
    "Relationships/Relationship": Plain.take_link,
    "worksheet/sheetFormatPr": Plain.take_usual,
    "worksheet/cols/col": Plain.take_column,
    "worksheet/mergeCells/mergeCell": Plain.take_merge,
}


def links_of(name: str, parts: Mapping[str, Plain]) -> Sequence[Link]:
    """Return what this part leads to within the workbook; the package itself is the part without a name."""
    folder, _, last = name.rpartition("/")
    found = parts.get(posixpath.join(folder, "_rels", f"{last}.rels"), Plain()).links
    return [Link(link.id, link.kind, _target(folder, link.target), False) for link in found if not link.outside]


def _target(folder: str, told: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, told.replace("\\", "/"))).lstrip("/").lower()


def _is_yes(told: str) -> bool:
    return _YES.fullmatch(told) is not None
