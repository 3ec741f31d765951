"""Where each element of an XML part begins and ends, in bytes, so that something can be put in and nothing rewritten.

Prefixes, extensions and the order of attributes stay as the sender's program wrote them, because those bytes are never
touched. UTF-8 only, without a DOCTYPE: of anything else two readers may see two things.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

_START = re.compile(rb"<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>")
_ATTRIBUTE = rb"(\s%s\s*=\s*)(?:\"[^\"]*\"|'[^']*')"
_UTF8 = ("utf-8", "utf8", "us-ascii")


class Unmarkable(Exception):
    """Raised in the child when a workbook cannot be marked; the text is for who mends it, never for the sender."""


@dataclass
class Element:
    """One element: `path` from the root, in local names (`worksheet/sheetData`); offsets in bytes.

    `opened` lies behind its start tag and `close` before its end tag; of an empty one (`<a/>`) both are `end`.
    """

    path: str
    attributes: Mapping[str, str]
    start: int
    opened: int = 0
    close: int = 0
    end: int = 0
    text: str = ""
    parent: "Element | None" = field(default=None, repr=False)

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def is_empty(self) -> bool:
        return self.opened == self.end


@dataclass(frozen=True)
class Edit:
    """What comes in the place of the bytes from `start` to `end`; nothing goes when these are the same."""

    start: int
    end: int
    put: bytes = b""


def find_elements(part: bytes, depth: int = 3, *, skip: str = "") -> list[Element]:
    """Return the elements of a part down to a depth, in order, each with its text; none within one named `skip`.

    Raises Unmarkable when it is no XML that everybody reads alike.
    """
    walk = _Walk(part, depth, skip)
    parser = expat.ParserCreate(namespace_separator="}")
    walk.parser = parser
    parser.StartElementHandler, parser.EndElementHandler = walk.start, walk.end
    parser.CharacterDataHandler = walk.take_text
    parser.XmlDeclHandler, parser.StartDoctypeDeclHandler = _require_utf8, _refuse_doctype
    if part[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in part[:4]:
        raise Unmarkable("another encoding than UTF-8")
    try:
        parser.Parse(part, True)
    except expat.ExpatError as fault:
        raise Unmarkable("no XML") from fault
    return walk.found


class _Walk:
    parser: "expat.XMLParserType"

    def __init__(self, part: bytes, depth: int, skip: str) -> None:
        self.found: list[Element] = []
        self._part, self._depth, self._skip = part, depth, skip
        self._open: list[Element] = []
        self._unseen = 0  # how many elements are open in one of which nothing is told
        self._is_bare = False  # nothing came since the last start tag

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name, within = tag.rpartition("}")[2], self._open[-1] if self._open else None
        self._is_bare = True
        if self._unseen or len(self._open) == self._depth or (within and within.name == self._skip):
            self._unseen += 1
            return
        told = _START.match(self._part, self.parser.CurrentByteIndex)
        if told is None:
            raise Unmarkable("a tag that cannot be found again")
        element = Element(
            path=f"{within.path}/{name}" if within else name,
            attributes={key.rpartition("}")[2]: value for key, value in attributes.items()},
            start=told.start(),
            opened=told.end(),
            parent=within,
        )
        self.found.append(element)
        self._open.append(element)

    def end(self, _: str) -> None:
        bare, self._is_bare = self._is_bare, False
        if self._unseen:
            self._unseen -= 1
            return
        at, element = self.parser.CurrentByteIndex, self._open.pop()
        # Of `<a/>` expat tells the place behind it, of `</a>` that before it.
        if bare and self._part[at - 2 : at] == b"/>":
            element.close = element.end = at
        else:
            element.close, element.end = at, self._part.index(b">", at) + 1

    def take_text(self, text: str) -> None:
        self._is_bare = False
        if not self._unseen and self._open:
            self._open[-1].text += text


def _require_utf8(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in _UTF8:
        raise Unmarkable("another encoding than UTF-8")


def _refuse_doctype(*_: object) -> None:
    raise Unmarkable("own XML definitions")


def splice(part: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the part with these edits; the first of two at one place comes first.

    Raises Unmarkable when they overlap.
    """
    return b"".join(_spliced(part, sorted(edits, key=lambda edit: (edit.start, edit.end))))


def _spliced(part: bytes, edits: Iterable[Edit]) -> Iterator[bytes]:
    at = 0
    for edit in edits:
        if edit.start < at:
            raise Unmarkable("two changes of one place")
        yield part[at : edit.start]
        yield edit.put
        at = edit.end
    yield part[at:]


def append_to(part: bytes, element: Element, put: bytes, *, count: int | None = None) -> list[Edit]:
    """Return the edits that put something at the end of what an element holds, opening an empty one.

    `count`: what its attribute of that name says from now on, if it has one.
    """
    tag = part[element.start : element.opened]
    told = tag if count is None else re.sub(_ATTRIBUTE % b"count", rb'\g<1>"%d"' % count, tag, count=1)
    if not element.is_empty:
        return [Edit(element.start, element.opened, told), Edit(element.close, element.close, put)]
    name = re.split(rb"[\s/>]", tag[1:], maxsplit=1)[0]
    return [Edit(element.start, element.end, told[:-2].rstrip() + b">" + put + b"</" + name + b">")]


def set_attribute(part: bytes, element: Element, name: str, value: str) -> Edit | None:
    """Return the edit that gives an attribute another value; None when the element has no such attribute."""
    told = re.compile(_ATTRIBUTE % name.encode()).search(part, element.start, element.opened)
    return Edit(told.start(), told.end(), told[1] + b'"' + value.encode() + b'"') if told else None


def children_of(elements: Iterable[Element], path: str) -> list[Element]:
    """Return the elements that stand at this path."""
    return [element for element in elements if element.path == path]
