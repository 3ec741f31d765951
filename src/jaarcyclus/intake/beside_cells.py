"""What stands on a sheet beside its cells, or keeps them out of sight: notes, drawings, page headers, hidden rows.

Runs in the child process (`intake.reader`), so it imports nothing of ours but its fellows there. What is said about it
is `intake.sheets` and `intake.filled_form`.
"""

import contextlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from xml.parsers import expat
from zipfile import ZipFile

from jaarcyclus.intake.plain_workbook import Link, Plain
from jaarcyclus.intake.sheet_rows import RowLook
from jaarcyclus.intake.sheet_walk import Walk
from jaarcyclus.intake.sheet_xml import column_number, part_name
from jaarcyclus.marking.own import is_own_note

Place = tuple[int, int]

THINNEST_ROW = 6  # chosen: points of height; of a letter of 11 points half is seen in less
THINNEST_COLUMN = 2  # chosen: characters of width; one of them is the margin
_INDENT = 9 / 7  # of a character: three blanks against a digit of Calibri 11
_USUAL_WIDTH, _USUAL_HEIGHT = 8, 15
_MOST = 1_000  # places that are told of one sheet
_MAX_BYTES = 40_000_000
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
# Colour, size, typeface, page number, name of the file, date: what Excel fills in, and how it looks. `&&` is an "&".
_FIELD = re.compile(
    r'&(?:K(?:[0-9A-Fa-f]{6}|[0-9]{2}[+-][0-9]{3})|"[^"]*"|[0-9]{1,3}|\[[^\]]+\]|[PN][+-][0-9]+|[A-Za-z])'
)
_PAGE_WORDS = re.compile(r"\b(?:pagina|pag|page|blad|bladzijde|blz|p|van|of|de|het)\b", re.IGNORECASE)
_NOTES = ("/comments", "/threadedComment")
_ANCHOR = re.compile("Anchor")
_SHAPE = re.compile(r"<(?:\w+:)?(?:shape|rect|roundrect|oval|line|polyline|curve|arc|image)[\s/>]")
_NOTE_SHAPE = re.compile(r"""ObjectType\s*=\s*["']Note["']""")


def header_words(headers: Iterable[str]) -> str:
    """Return what stands in page header and footer, but for page numbers, dates and the words that go with these."""
    words = " ".join(_FIELD.sub(" ", text.replace("&&", " ")) for text in headers)
    lost = any(sign.isalnum() for sign in _PAGE_WORDS.sub(" ", words))
    return " ".join(words.split())[:200] if lost else ""


def places_with_note(parts: Iterable[Link], archive: ZipFile) -> list[Place]:
    """Return the cells that have a note or a comment, of the older or the newer kind: what it says is not read.

    Our own notes are none: they say what was wrong with an earlier workbook (`marking.own`).
    """
    found = (place for part in parts if part.kind.endswith(_NOTES) for place in _refs(_content(part, archive)))
    return sorted(set(found))[:_MOST]


def _refs(content: bytes) -> list[Place]:
    notes: list[tuple[Place, list[str]]] = []

    def begin(tag: str, attributes: dict[str, str]) -> None:
        told = _PLACE.fullmatch(attributes.get("ref", "").replace("$", "").upper())
        if told and tag.rpartition("}")[2] in ("comment", "threadedComment"):
            notes.append(((int(told[2]), column_number(told[1])), []))

    def take(text: str) -> None:
        if notes:
            notes[-1][1].append(text)

    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler, parser.CharacterDataHandler = begin, take
    with contextlib.suppress(expat.ExpatError):
        parser.Parse(content, True)
    return [place for place, words in notes if not is_own_note("".join(words))]


def has_drawing(parts: Iterable[Link], archive: ZipFile) -> bool:
    """Return whether there is a drawing with anything in it: with an autofilter LibreOffice writes an empty one.

    Or a picture behind the cells: no other does the sheet lead to by itself.
    Older programs draw in VML, in which a note has its shape too; that one is told as a note.
    """
    for part in parts:
        content = _text(_content(part, archive)) if part.kind.endswith(("/drawing", "/vmlDrawing")) else ""
        if part.kind.endswith("/image") or (part.kind.endswith("/drawing") and _ANCHOR.search(content)):
            return True
        if part.kind.endswith("/vmlDrawing") and len(_SHAPE.findall(content)) > len(_NOTE_SHAPE.findall(content)):
            return True
    return False


def _content(part: Link, archive: ZipFile) -> bytes:
    """Return the bytes of a part, nothing when it is not there."""
    info = next((info for info in archive.infolist() if part_name(info) == part.target), None)
    if info is None:
        return b""
    with archive.open(info) as stream:
        return stream.read(_MAX_BYTES)


def _text(content: bytes) -> str:
    """Return XML as text by its first bytes, with two bytes a sign or one."""
    wide = "utf-16-be" if content[:2] in (b"\xfe\xff", b"\x00<") else "utf-16-le"
    return content.decode(wide if content[:2] in (b"\xfe\xff", b"\xff\xfe", b"\x00<", b"<\x00") else "utf-8", "replace")


def hidden_rows(filled: Collection[Place], rows: Mapping[int, RowLook], plain: Plain, view: Walk) -> list[int]:
    """Return the filled rows nobody sees: hidden, of no height, of no height by default, or above a frozen view."""
    flat = plain.hides_rows or plain.size("defaultRowHeight", _USUAL_HEIGHT) < THINNEST_ROW
    top, _ = _frozen_at(view)

    def is_hidden(number: int) -> bool:
        height, hidden = rows.get(number, (None, False))
        thin = flat if height is None else height < THINNEST_ROW
        return thin or number < top or hidden

    return [number for number in sorted({row for row, _ in filled}) if is_hidden(number)]


def hidden_columns(filled: Collection[Place], plain: Plain, view: Walk) -> list[Place]:
    """Return the columns nobody sees, as [first, last]."""
    told = [(item.first, item.last) for item in plain.columns if item.hidden or item.width < THINNEST_COLUMN]
    _, left = _frozen_at(view)
    return [*told, *_thin_by_default(plain, filled), *([(1, left - 1)] if left > 1 else [])][:_MOST]


def is_pushed_out(plain: Plain, column: int, indent: int) -> bool:
    """Return whether this indent leaves less room in this column than one has that nobody sees."""
    told = (item.width for item in plain.columns if item.first <= column <= item.last)
    width = next(told, 0) or plain.usual_width or _USUAL_WIDTH
    return indent > 0 and width - indent * _INDENT < THINNEST_COLUMN


def _thin_by_default(plain: Plain, filled: Collection[Place]) -> Iterator[Place]:
    if plain.usual_width < THINNEST_COLUMN:
        for column in sorted({column for _, column in filled}):
            if not any(item.first <= column <= item.last for item in plain.columns):
                yield column, column


def _frozen_at(view: Walk) -> Place:
    """Return the first row and column of a frozen view: what lies before them cannot be scrolled to."""
    told = _PLACE.fullmatch(view.top_left.replace("$", "").upper())
    if told is None or not view.pane.get("state", "").strip().startswith("frozen"):
        return 1, 1
    row = int(told[2]) if _is_split(view.pane.get("ySplit", "0")) else 1
    return row, column_number(told[1]) if _is_split(view.pane.get("xSplit", "0")) else 1


def _is_split(told: str) -> bool:
    return any(sign in "123456789" for sign in told)
