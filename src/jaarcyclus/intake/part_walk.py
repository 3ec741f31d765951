"""One walk through each part of a workbook: what is judged, kept and taken of it, at once.

Runs in the child process (`intake.reader`), so it imports nothing of ours but its fellows there. A part is parsed once,
whatever it is: which one is a sheet is for the file to say, and not to be believed. Bare events: nothing is built, and
a DOCTYPE is refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from xml.parsers import expat
from zipfile import ZipFile

from jaarcyclus.intake.plain_styles import PlainStyles
from jaarcyclus.intake.plain_workbook import Plain
from jaarcyclus.intake.sheet_rows import Rows
from jaarcyclus.intake.sheet_walk import Walk
from jaarcyclus.intake.sheet_xml import DATA, STYLES, Judge, part_name, refuse_doctype


@dataclass
class Part:
    """What the walk through one part finds; nothing when it is `broken`: no XML, or not to its end."""

    root: str = ""
    broken: bool = False
    plain: Plain = field(default_factory=Plain)
    walk: Walk = field(default_factory=Walk)
    styles: PlainStyles | None = None
    rows: Rows | None = None


def read_parts(content: bytes, most_cells: int) -> Mapping[str, Part]:
    """Return each part by its name (`part_name`). Raises Unreadable when it can be read in more than one way."""
    roots: set[str] = set()
    with ZipFile(BytesIO(content)) as archive:
        return {part_name(info): _read(archive.read(info), Judge(roots), most_cells) for info in archive.infolist()}


def _read(content: bytes, judge: Judge, most_cells: int) -> Part:
    reader = _Reader(judge, most_cells)
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError:
        return Part(broken=True)  # a picture, or a broken part: who needs it says so
    return reader.part


class _Reader:
    """Passes what comes by to all who listen; cells to one alone."""

    def __init__(self, judge: Judge, most_cells: int) -> None:
        self.part, self.parser = Part(), expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = refuse_doctype
        self._judge, self._most = judge, most_cells
        self._listen()

    def _listen(self) -> None:
        parser = self.parser
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._judge.start(tag, attributes)
        self.part.root = self.part.root or tag
        if tag == STYLES and len(self._judge.path) == 1:
            self.part.styles = PlainStyles()
        elif self.part.styles:
            self.part.styles.start(tag, attributes)
        self.part.plain.start(tag, attributes)
        self.part.walk.start(tag, attributes)
        if tag == DATA:
            self._listen_to_rows()

    def _listen_to_rows(self) -> None:
        rows = self.part.rows = Rows(self._judge, self._most)
        parser, leave = self.parser, self._leave_rows(rows)
        parser.StartElementHandler, parser.EndElementHandler = rows.start, leave
        parser.CharacterDataHandler = rows.text

    def _leave_rows(self, rows: Rows) -> Callable[[str], None]:
        def end(tag: str) -> None:
            rows.end(tag)
            if rows.ended:
                self._listen()
                self._end(tag)

        return end

    def _end(self, tag: str) -> None:
        self._judge.end(tag)
        if self.part.styles:
            self.part.styles.end(tag)
        self.part.plain.end(tag)
        self.part.walk.end(tag)

    def _text(self, text: str) -> None:
        self.part.plain.text(text)
        self.part.walk.text(text)
