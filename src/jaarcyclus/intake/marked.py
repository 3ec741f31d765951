"""The sender's own workbook with its faults marked, proven to be his before anybody gets it.

The marks are put in by a child (`intake.marking_child`), which read hostile bytes: what it gives is looked over as a
new file is, its parts and the rows of its sheets are compared byte by byte with his, and it is read once more. When one
of these differs there is no marked workbook, and a Dutch sentence says so. Nothing here parses XML.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from jaarcyclus.intake import marking_child, quarantine
from jaarcyclus.intake.sandbox import Sheet, read_workbook, run_child
from jaarcyclus.intake.sheets import is_findings_sheet
from jaarcyclus.marking.cell_names import place_of
from jaarcyclus.marking.fading import fading, lasting
from jaarcyclus.marking.order import Listed, Mark, Order, to_json
from jaarcyclus.marking.own import sign_note
from jaarcyclus.settings import Settings
from jaarcyclus.terms.findings import Bevinding

_AREA = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}(:[A-Z]{1,3}[1-9][0-9]{0,6})?")
_ROWS = re.compile(rb"<((?:[\w.-]+:)?)sheetData[\s/>]")
_LINES = (("Verwacht", "verwacht"), ("Te doen", "herstel"))
_MOST_IN_NOTE = 2
_UNREADABLE = "Dit bestand kan niet worden geopend; daarom kan er niets in worden gemarkeerd."
_NOWHERE = "De bevindingen gaan niet over een cel of een blad; daarom is er niets te markeren."
_UNMARKED = "Dit bestand is zo opgeslagen dat er niets in kan worden gemarkeerd zonder het te veranderen."
_TO_DO = "Gebruik de lijst met bevindingen: daar staat bij elke cel wat u doet."
# What something is put in beside the sheets: parts by how their names end, or by their root. All else must be the same.
_TOUCHED = ("[content_types].xml", ".rels", ".vml")
_LISTS = re.compile(rb"<(?:[\w.-]+:)?(?:workbook|styleSheet|comments)[\s/>]")


@dataclass(frozen=True, kw_only=True)
class Marked:
    """The marked workbook, or why there is none, in a Dutch sentence that ends in what to do."""

    content: bytes | None
    reason: str = ""


def has_place(bevindingen: Iterable[Bevinding]) -> bool:
    """Return whether a finding is about a sheet or a cell, so that there is something to mark."""
    return any(item.blad for item in bevindingen)


def mark_workbook(content: bytes, bevindingen: Sequence[Bevinding], settings: Settings) -> Marked:
    """Return the workbook with these findings marked and listed; the cells and all that he put in are untouched.

    Raises ReaderUnusable when a child cannot start; nothing for what is in the file.
    """
    if not has_place(bevindingen):
        return _none(_NOWHERE)
    before = read_workbook(content, settings)
    if before.bevindingen:
        return _none(_UNREADABLE)
    order = order_of(bevindingen, before.sheets)
    status, marked = run_child(marking_child.__name__, to_json(order) + b"\n" + content, settings)
    if status != 0 or quarantine.inspect(marked, settings.max_werkboek_bytes, settings.max_werkboek_cellen):
        return _none(_UNMARKED)
    after = read_workbook(marked, settings)
    same = not after.bevindingen and _same_cells(before.sheets, after.sheets, order.former)
    return Marked(content=marked) if same and _same_parts(content, marked, order.former) else _none(_UNMARKED)


def order_of(bevindingen: Sequence[Bevinding], sheets: Mapping[str, Sheet]) -> Order:
    """Return what is to be put in a workbook with these sheets: one mark a place, and every finding in the list."""
    by_place: dict[tuple[str, str], list[Bevinding]] = defaultdict(list)
    for item in bevindingen:
        if item.blad in sheets and _AREA.fullmatch(item.cel):
            by_place[item.blad, item.cel].append(item)
    return Order(
        marks=tuple(_mark(sheets[name], area, found) for (name, area), found in by_place.items()),
        listed=tuple(_listed(item, sheets) for item in bevindingen),
        former=next((name for name, sheet in sheets.items() if is_findings_sheet(sheet)), ""),
    )


def _mark(sheet: Sheet, area: str, found: Sequence[Bevinding]) -> Mark:
    first = sorted(found, key=lambda item: item.ernst != "fout")
    return Mark(
        sheet=sheet.name,
        area=area,
        severe=first[0].ernst == "fout",
        formula=_formula(sheet, area),
        note=sign_note(first[0].code, "\n".join(_note_lines(first))),
    )


def _formula(sheet: Sheet, area: str) -> str:
    place = place_of(area)
    if place is None:
        return lasting()
    cell = sheet.cells.get(place)
    return fading(area, cell.kind if cell else None, cell.text if cell else "")


def _note_lines(found: Sequence[Bevinding]) -> Iterator[str]:
    for item in found[:_MOST_IN_NOTE]:
        yield f"{item.ernst.capitalize()}: {item.melding}"
        yield from (f"{word}: {text}" for word, name in _LINES if (text := getattr(item, name)))
    if len(found) > _MOST_IN_NOTE:
        yield "Er is nog meer; zie het blad Bevindingen."


def _listed(item: Bevinding, sheets: Mapping[str, Sheet]) -> Listed:
    return Listed(
        severe=item.ernst == "fout",
        sheet=item.blad,
        area=item.cel if _AREA.fullmatch(item.cel) else "",
        message=item.melding,
        value=item.waarde,
        expected=item.verwacht,
        remedy=item.herstel,
        code=item.code,
        is_there=item.blad in sheets and sheets[item.blad].visible,
    )


def _same_cells(before: Mapping[str, Sheet], after: Mapping[str, Sheet], former: str) -> bool:
    """Return whether every sheet of his is read as it was, and the one that came is the one of findings."""
    his = {name: sheet for name, sheet in before.items() if name != former}
    ours = [sheet for name, sheet in after.items() if name not in his]
    kept = {name: sheet for name, sheet in after.items() if name in his}
    return kept == his and len(ours) == 1 and is_findings_sheet(ours[0])


def _same_parts(content: bytes, marked: bytes, former: str) -> bool:
    """Return whether no part of his is gone, none is other where nothing is put in, and the rows of no sheet are.

    Of a sheet of findings that was there before, its one part is other, and the list of its links may be gone.
    """
    with ZipFile(BytesIO(content)) as before, ZipFile(BytesIO(marked)) as after:
        names = {info.filename for info in after.infolist()}
        gone = [info.filename for info in before.infolist() if info.filename not in names]
        kept = [info for info in before.infolist() if info.filename in names]
        other = [info for info in kept if not _same_part(info.filename, before.read(info), after.read(info.filename))]
    most = 1 if former else 0
    return len(other) <= most and len(gone) <= most and all(name.lower().endswith(".rels") for name in gone)


def _same_part(name: str, before: bytes, after: bytes) -> bool:
    if before == after or name.lower().endswith(_TOUCHED):
        return True
    rows = _rows(before)
    return rows == _rows(after) and (rows is not None or _LISTS.search(before) is not None)


def _rows(part: bytes) -> bytes | None:
    """Return the bytes of the rows of a sheet, from the first tag of that name to the last; None for another part."""
    told = _ROWS.search(part)
    if told is None:
        return None
    close = b"</" + told[1] + b"sheetData>"
    end = part.rfind(close)
    return part[told.start() : end + len(close) if end >= 0 else part.find(b">", told.start()) + 1]


def _none(reason: str) -> Marked:
    return Marked(content=None, reason=f"{reason} {_TO_DO}")
