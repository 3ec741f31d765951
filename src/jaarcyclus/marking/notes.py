"""The notes on one sheet: the older kind, which every program shows, beside those of the sender.

A cell that has a note of his gets none of ours: what he wrote stays as it is. Our former notes go first. A note is two
things, its words in a list of comments and its box in a drawing; a drawing that cannot be read alike by everybody is
left alone, and then the sheet gets no notes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jaarcyclus.marking.cell_names import Place, name_of, place_of
from jaarcyclus.marking.formats import MAIN
from jaarcyclus.marking.note_boxes import NEW_DRAWING, boxes, boxes_at
from jaarcyclus.marking.own import is_own_note
from jaarcyclus.marking.package import LINKS, Package
from jaarcyclus.marking.places import Edit, Element, Unmarkable, append_to, children_of, find_elements, splice
from jaarcyclus.marking.rules import LINKED, place_before, sheet_elements
from jaarcyclus.marking.xml_text import as_text

_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_AUTHOR = "Jaarcyclus"
_NEW = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'
)


@dataclass(frozen=True, kw_only=True)
class _Written:
    """One note of a list: its cell, and whether it is of an earlier marking."""

    element: Element
    place: Place | None
    is_ours: bool


def note_sheet(package: Package, sheet: str, notes: Mapping[str, str]) -> None:
    """Take our former notes off a sheet and put these on it, by cell; what stands there of his is untouched."""
    comments = package.the_one(sheet, "comments")
    drawing = _drawing_of(package, sheet)
    written = _read(package.part(comments)) if comments else []
    former = {item.place for item in written if item.is_ours}
    taken = {item.place for item in written if not item.is_ours}
    wanted = {place: text for cell, text in notes.items() if (place := place_of(cell)) and place not in taken}
    if not (former or wanted):
        return
    try:
        drawn = _drawing_edits(package, drawing, former, wanted)
    except Unmarkable:
        return  # older programs write drawings that are no XML
    if comments is None:
        comments = package.add("xl/comments", ".xml", _NEW.encode(), _COMMENTS)
        package.link(sheet, "comments", comments)
    package.change(comments, _comment_edits(package.part(comments), written, wanted))
    if drawing is None:
        package.require_suffix("vml", _VML)
        drawing = package.add("xl/drawings/vmlDrawing", ".vml", NEW_DRAWING, None)
        _lead_to(package, sheet, drawing)
        drawn = _drawing_edits(package, drawing, former, wanted)
    package.change(drawing, drawn)


def _drawing_of(package: Package, sheet: str) -> str | None:
    elements = sheet_elements(package.part(sheet))
    told = next((item.attributes.get("id") for item in children_of(elements, "worksheet/legacyDrawing")), None)
    return next((link.target for link in package.links(sheet) if link.id == told), None) if told else None


def _lead_to(package: Package, sheet: str, drawing: str) -> None:
    told = package.link(sheet, "vmlDrawing", drawing)
    part = package.part(sheet)
    at = place_before(sheet_elements(part), LINKED)
    put = f'<legacyDrawing xmlns="{MAIN}" xmlns:r="{LINKS}" r:id="{told}"/>'
    package.change(sheet, [Edit(at, at, put.encode())])


def _read(part: bytes) -> list[_Written]:
    elements = find_elements(part, 7)
    words: dict[int, str] = {}
    for item in elements:
        comment = _comment_around(item) if item.name == "t" else None
        if comment is not None:
            words[id(comment)] = words.get(id(comment), "") + item.text
    return [
        _Written(
            element=item,
            place=place_of(item.attributes.get("ref", "")),
            is_ours=is_own_note(words.get(id(item), "")),
        )
        for item in children_of(elements, "comments/commentList/comment")
    ]


def _comment_around(item: Element) -> Element | None:
    within = item.parent
    while within is not None and within.name != "comment":
        within = within.parent
    return within


def _comment_edits(part: bytes, written: Sequence[_Written], wanted: Mapping[Place, str]) -> Iterator[Edit]:
    elements = find_elements(part, 3)
    authors, listed = (children_of(elements, f"comments/{name}") for name in ("authors", "commentList"))
    if not (authors and listed):
        raise Unmarkable("comments without their lists")
    for item in written:
        if item.is_ours:
            yield Edit(item.element.start, item.element.end)
    if not wanted:
        return
    names = [item.text for item in children_of(elements, "comments/authors/author")]
    if _AUTHOR not in names:
        names.append(_AUTHOR)
        yield from append_to(part, authors[0], f'<author xmlns="{MAIN}">{_AUTHOR}</author>'.encode())
    put = "".join(_comment(place, text, names.index(_AUTHOR)) for place, text in sorted(wanted.items()))
    yield from append_to(part, listed[0], put.encode())


def _comment(place: Place, text: str, author: int) -> str:
    return (
        f'<comment xmlns="{MAIN}" ref="{name_of(place)}" authorId="{author}"><text><r><t xml:space="preserve">'
        f"{as_text(text)}</t></r></text></comment>"
    )


def _drawing_edits(
    package: Package, drawing: str | None, former: set[Place | None], wanted: Mapping[Place, str]
) -> list[Edit]:
    if drawing is None:
        return []
    part = package.part(drawing)
    elements = find_elements(part, 4)
    if not elements:
        raise Unmarkable("an empty drawing")
    gone = [Edit(item.start, item.end) for item in boxes_at(elements, former - {None})]
    return [*gone, *append_to(part, elements[0], boxes(splice(part, gone), wanted))]
