"""The boxes of notes, in the drawing language of older programs (VML), which is what they still read notes with.

A box is hidden until somebody points at its cell. Its place is told in cells, its size in lines.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from jaarcyclus.marking.cell_names import Place
from jaarcyclus.marking.places import Element

_SPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_KIND = (
    f'<v:shapetype {_SPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
NEW_DRAWING = (
    f'<xml {_SPACES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
).encode()
_NUMBER = re.compile(rb"_x0000_s([0-9]{1,7})\b")
_FIRST = 1025
_WIDE, _LINE_SIGNS = 4, 46  # columns, and signs on a line in them


def boxes(part: bytes, notes: Mapping[Place, str]) -> bytes:
    """Return the boxes of these notes, with numbers that the drawing does not have yet."""
    if not notes:
        return b""
    first = max((int(number) for number in _NUMBER.findall(part)), default=_FIRST - 1) + 1
    kind = "" if b"_x0000_t202" in part else _KIND
    made = (_box(place, text, number) for number, (place, text) in enumerate(sorted(notes.items()), first))
    return (kind + "".join(made)).encode()


def boxes_at(elements: Sequence[Element], places: Collection[Place | None]) -> list[Element]:
    """Return the elements of a drawing that are the boxes of notes at these cells."""
    told: dict[int, dict[str, str]] = defaultdict(dict)
    for item in elements:
        if item.parent is not None and item.name in ("Row", "Column"):
            told[id(item.parent)][item.name] = item.text.strip()
    return [
        item.parent
        for item in elements
        if item.name == "ClientData" and item.attributes.get("ObjectType") == "Note" and item.parent is not None
        if _place(told[id(item)]) in places
    ]


def _place(told: Mapping[str, str]) -> Place | None:
    row, column = told.get("Row", ""), told.get("Column", "")
    return (int(row) + 1, int(column) + 1) if row.isdecimal() and column.isdecimal() else None


def _box(place: Place, text: str, number: int) -> str:
    row, column = place[0] - 1, place[1] - 1
    lines = sum(-(-max(len(line), 1) // _LINE_SIGNS) for line in text.splitlines()) + 1
    top = max(row - 1, 0)
    return (
        f'<v:shape {_SPACES} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;width:260pt;'
        f'height:{13 * lines}pt;z-index:{number - 1024};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{column + 1}, 15, {top}, 10, {column + 1 + _WIDE}, 15, {top + lines}, 4</x:Anchor>"
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
