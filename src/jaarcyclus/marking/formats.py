"""The formats that marks and the sheet of findings need, added behind those of the sender.

Colour, border and weight are set together, so that a mark shows in grey print and in a dark window too. Contrast of the
letters: fault 5,9 to 1, warning 4,9 to 1 (WCAG 2.1 asks 4,5).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from jaarcyclus.marking.package import Package
from jaarcyclus.marking.places import Edit, Element, Unmarkable, append_to, children_of, find_elements

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BEHIND_DIFFERING = ("tableStyles", "colors", "extLst")
_WRAPPED = (
    f'<xf xmlns="{MAIN}" numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
)


@dataclass(frozen=True, kw_only=True)
class Formats:
    """The numbers of what was added: differing formats, and one cell format (None where the file lists none)."""

    fault: int
    warning: int
    heading: int
    link: int
    wrapped: int | None


def add_formats(package: Package) -> Formats | None:
    """Add the formats and return their numbers; None when the workbook has no part for formats."""
    name = package.the_one(package.workbook, "styles")
    if name is None:
        return None
    wrapped = _add(package, name, "styleSheet/cellXfs", (_WRAPPED,))
    first = _add_differing(package, name)
    return Formats(fault=first, warning=first + 1, heading=first + 2, link=first + 3, wrapped=wrapped)


def _add_differing(package: Package, name: str) -> int:
    ours = (
        _differing("FF9C0006", "FFFFC7CE", border=True),
        _differing("FF7F6000", "FFFFEB9C", border=True),
        _differing("FFFFFFFF", "FF1F3864", border=False),
        f'<dxf xmlns="{MAIN}"><font><u/><color rgb="FF0B5394"/></font></dxf>',
    )
    first = _add(package, name, "styleSheet/dxfs", ours)
    if first is not None:
        return first
    elements = find_elements(package.part(name), 2)
    root = _root(elements)
    at = min((item.start for item in elements if item.name in _BEHIND_DIFFERING), default=root.close)
    put = f'<dxfs xmlns="{MAIN}" count="{len(ours)}">{"".join(ours)}</dxfs>'
    package.change(name, [Edit(at, at, put.encode())])
    return 0


def _add(package: Package, name: str, path: str, ours: Sequence[str]) -> int | None:
    """Add these to a list and return the number of the first; None when there is no such list.

    What an earlier marking added serves again.
    """
    part, put = package.part(name), "".join(ours).encode()
    elements = find_elements(part, 3)
    lists = children_of(elements, path)
    if not lists:
        return None
    held = [item for item in elements if item.parent is lists[0]]
    for number, item in enumerate(held):
        if part.startswith(put, item.start):
            return number
    # What the list says of its length may be wrong: programs go by what is in it.
    package.change(name, append_to(part, lists[0], put, count=len(held) + len(ours)))
    return len(held)


def _root(elements: list[Element]) -> Element:
    if not elements or elements[0].path != "styleSheet" or elements[0].is_empty:
        raise Unmarkable("the formats begin with something else")
    return elements[0]


def _differing(letters: str, ground: str, *, border: bool) -> str:
    names = ("left", "right", "top", "bottom")
    sides = "".join(f'<{name} style="thin"><color rgb="{letters}"/></{name}>' for name in names)
    return (
        f'<dxf xmlns="{MAIN}"><font><b/><color rgb="{letters}"/></font><fill><patternFill patternType="solid">'
        f'<fgColor rgb="{ground}"/><bgColor rgb="{ground}"/></patternFill></fill>'
        f"{f'<border>{sides}</border>' if border else ''}</dxf>"
    )
