"""Marks a workbook: colours and notes on its sheets, and the sheet of findings behind the last.

Marking a marked workbook takes what an earlier marking put in out first. Raises `places.Unmarkable`, and whatever
zipfile raises, for a file that cannot be marked; it never gives half of it.
"""

from collections.abc import Mapping, Sequence

from jaarcyclus.marking.findings_sheet import make_sheet
from jaarcyclus.marking.formats import MAIN, Formats, add_formats
from jaarcyclus.marking.notes import note_sheet
from jaarcyclus.marking.order import Mark, Order
from jaarcyclus.marking.own import SHEET
from jaarcyclus.marking.package import LINKS, Package
from jaarcyclus.marking.places import Element, Unmarkable, append_to, children_of, find_elements
from jaarcyclus.marking.rules import mark_rules, sheet_elements
from jaarcyclus.marking.xml_text import as_attribute

_WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def mark(content: bytes, order: Order) -> bytes:
    """Return the workbook with its marks."""
    package = Package(content)
    formats = add_formats(package)
    sheets = _sheets(package)
    for name, part in sheets.items():
        if name != order.former:
            _mark_sheet(package, part, [item for item in order.marks if item.sheet == name], formats)
    _write_findings(package, sheets, order, formats)
    return package.written()


def _mark_sheet(package: Package, part: str, marks: Sequence[Mark], formats: Formats | None) -> None:
    if not sheet_elements(package.part(part)):
        return  # a sheet that is one chart
    package.change(part, mark_rules(package.part(part), marks, formats))
    notes: dict[str, str] = {}
    for item in sorted(marks, key=lambda mark: not mark.severe):
        notes.setdefault(item.area.partition(":")[0], item.note)  # a cell and an area may begin at one place
    note_sheet(package, part, notes)


def _write_findings(package: Package, sheets: Mapping[str, str], order: Order, formats: Formats | None) -> None:
    content = make_sheet(order.listed, formats)
    if order.former:
        package.rewrite(sheets[order.former], content)
        return
    part = package.add("xl/worksheets/sheet", ".xml", content, _WORKSHEET)
    told = package.link(package.workbook, "worksheet", part)
    book = package.part(package.workbook)
    elements = find_elements(book, 3)
    listed = children_of(elements, "workbook/sheets")
    if len(listed) != 1:
        raise Unmarkable("a workbook without one list of sheets")
    name = _free_name({name.casefold() for name in sheets})
    put = (
        f'<sheet xmlns="{MAIN}" xmlns:r="{LINKS}" name={as_attribute(name)} sheetId="{_free_id(elements)}" '
        f'r:id="{told}"/>'
    )
    package.change(package.workbook, append_to(book, listed[0], put.encode()))


def _sheets(package: Package) -> dict[str, str]:
    """Return name -> part of each sheet."""
    targets = {link.id: link.target for link in package.links(package.workbook)}
    found = children_of(find_elements(package.part(package.workbook), 3), "workbook/sheets/sheet")
    named = {item.attributes.get("name", ""): targets.get(item.attributes.get("id", ""), "") for item in found}
    return {name: part for name, part in named.items() if package.has(part)}


def _free_name(taken: set[str]) -> str:
    names = (SHEET, *(f"{SHEET} {number}" for number in range(2, 1_000)))
    return next(name for name in names if name.casefold() not in taken)


def _free_id(elements: Sequence[Element]) -> int:
    told = (item.attributes.get("sheetId", "") for item in children_of(elements, "workbook/sheets/sheet"))
    return max((int(number) for number in told if number.isascii() and number.isdigit()), default=0) + 1
