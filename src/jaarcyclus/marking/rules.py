"""The marks on one sheet, as conditional formats: they need no cell, and leave every cell as it is.

Ours come first: the numbers of the sender's own rules move up, and back by as many as ours are gone. The place of each
element in a sheet is compulsory (ECMA-376 part 1, CT_Worksheet).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from jaarcyclus.marking.formats import MAIN, Formats
from jaarcyclus.marking.order import Mark
from jaarcyclus.marking.own import is_own_rule
from jaarcyclus.marking.places import Edit, Element, Unmarkable, find_elements, set_attribute
from jaarcyclus.marking.xml_text import as_formula

LINKED = (
    *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"),
    "AlternateContent",  # Excel wraps its controls in one
)
_LATER = (
    *("dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks"),
    *("colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing"),
    *LINKED,
)
_DEPTH = 7  # of the formula of a rule in the list of extensions


def sheet_elements(part: bytes) -> list[Element]:
    """Return the elements of a sheet but for its rows; none when it is no sheet with cells."""
    found = find_elements(part, _DEPTH, skip="sheetData")
    return found if found and found[0].path == "worksheet" else []


def place_before(elements: Sequence[Element], later: Sequence[str]) -> int:
    """Return the place before the first element behind the rows that stands behind what is put in."""
    root = elements[0]
    rows = next((item for item in elements if item.parent is root and item.name == "sheetData"), None)
    if rows is None:
        raise Unmarkable("a sheet without cells")
    behind = (item for item in elements if item.parent is root and item.start >= rows.end and item.name in later)
    return min((item.start for item in behind), default=root.close)


def mark_rules(part: bytes, marks: Sequence[Mark], formats: Formats | None) -> list[Edit]:
    """Return the edits that take our former rules out and put these in; none where there are neither."""
    elements = sheet_elements(part)
    marks = marks if formats else ()
    former = list(_former(elements))
    if not (former or marks):
        return []
    gone = {id(item) for item in former}
    rules = [item for item in elements if item.name == "cfRule" and not {id(item), id(item.parent)} & gone]
    by = _shift(rules, len(marks), sum(item.name == "cfRule" for item in elements) - len(rules))
    moved = [edit for item in rules if (edit := _moved(part, item, by))] if by else []
    # Before his own: LibreOffice goes by the order in the file where two formats are about a cell, not by the numbers.
    at = place_before(elements, ("conditionalFormatting", *_LATER))
    put = "".join(_rule(mark, number, formats) for number, mark in enumerate(marks, 1) if formats)
    return [*(Edit(item.start, item.end) for item in former), *moved, Edit(at, at, put.encode())]


def _rule(mark: Mark, number: int, formats: Formats) -> str:
    style = formats.fault if mark.severe else formats.warning
    return (
        f'<conditionalFormatting xmlns="{MAIN}" sqref="{mark.area}"><cfRule type="expression" dxfId="{style}" '
        f'priority="{number}"><formula>{as_formula(mark.formula)}</formula></cfRule></conditionalFormatting>'
    )


def _former(elements: Sequence[Element]) -> Iterator[Element]:
    """Yield what an earlier marking left: a whole format, or our rule within one that a program merged with his."""
    ours = {id(item.parent) for item in elements if item.name in ("formula", "f") and is_own_rule(item.text)}
    rules = defaultdict(list)
    for item in elements:
        if item.name == "cfRule":
            rules[id(item.parent)].append(item)
    for area in elements:
        held = rules[id(area)] if area.name == "conditionalFormatting" else []
        found = [rule for rule in held if id(rule) in ours]
        yield from [area] if found and len(found) == len(held) else found


def _shift(rules: Sequence[Element], put: int, taken: int) -> int:
    """Return by how much his numbers move: marking twice moves them once, unless another program numbered anew."""
    numbers = [number for rule in rules if (number := _number(rule)) is not None]
    return put - taken if min(numbers, default=0) > taken else put


def _number(rule: Element) -> int | None:
    told = rule.attributes.get("priority", "").strip()
    return int(told) if told.isascii() and told.isdigit() else None


def _moved(part: bytes, rule: Element, by: int) -> Edit | None:
    number = _number(rule)
    return None if number is None else set_attribute(part, rule, "priority", str(number + by))
