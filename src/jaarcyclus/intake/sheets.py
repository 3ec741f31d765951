"""Judges the sheets as such: are they all there, and does anything stand on them that nobody will read?

Words in a drawing, a note, a page header or on a sheet that only informs are no cells of the form
(`intake.filled_form`); they would be lost in silence.
"""

from collections.abc import Iterator, Mapping, Sequence

from jaarcyclus.intake.sandbox import Sheet
from jaarcyclus.marking.own import is_own_sheet
from jaarcyclus.terms.findings import Bevinding, bevinding
from jaarcyclus.workbook.form import INFO_SHEETS, KENMERKEN, CellPlace, FormTable, cell_name, sheet_names
from jaarcyclus.workbook.info_sheets import is_state, seal, seal_name


def read_mark_texts(sheet: Sheet) -> dict[str, str]:
    """Return what the hidden sheet says: name in column A -> text in column B."""
    cells = sheet.cells
    return {cells[row, 1].text: cells[row, 2].text for row, column in cells if column == 1 and (row, 2) in cells}


def is_findings_sheet(sheet: Sheet) -> bool:
    """Return whether it is the list that we put in a marked workbook: it may come back, and is never read."""
    return is_own_sheet(sheet.name, {column: cell.text for (row, column), cell in sheet.cells.items() if row == 1})


def judge_sheets(sheets: Mapping[str, Sheet], version: str, tables: Sequence[FormTable]) -> Iterator[Bevinding]:
    """Yield what there is to say about the sheets of a form of this version with these tables to fill in.

    First those that are not there, then the words beside the cells.
    """
    names = sheet_names(version, tables)
    yield from _judge_presence(sheets, names)
    marks = read_mark_texts(sheets[KENMERKEN]) if KENMERKEN in sheets else {}
    for name in names:
        if name in sheets:
            yield from _judge_lost_words(sheets[name])
        if name in INFO_SHEETS[version] and name in sheets:
            yield from _judge_seal(sheets[name], marks.get(seal_name(name)), INFO_SHEETS[version][name], len(tables))


def _judge_presence(sheets: Mapping[str, Sheet], names: Sequence[str]) -> Iterator[Bevinding]:
    for name in names:
        if name not in sheets:
            yield bevinding("BLAD_ONTBREEKT", blad=name, verwacht=name)
        elif not sheets[name].visible and name != KENMERKEN:
            yield bevinding("BLAD_VERBORGEN", blad=name)
    for name, sheet in sheets.items():
        if name not in names and not is_findings_sheet(sheet):
            yield bevinding("BLAD_ONBEKEND", blad=name)


def _judge_lost_words(sheet: Sheet) -> Iterator[Bevinding]:
    if sheet.drawing:
        yield bevinding("TEKENING_NIET_GELEZEN", blad=sheet.name)
    if sheet.page_header:
        yield bevinding("KOPTEKST_NIET_GELEZEN", blad=sheet.name, waarde=sheet.page_header)
    if sheet.shows_formulas:
        yield bevinding("FORMULES_GETOOND", blad=sheet.name)
    for place in sheet.comments:
        cell = sheet.cells.get(place)
        yield bevinding(
            "OPMERKING_NIET_GELEZEN", blad=sheet.name, cel=cell_name(*place), waarde=cell.text if cell else ""
        )


def _judge_seal(sheet: Sheet, sealed: str | None, used: CellPlace, tables: int) -> Iterator[Bevinding]:
    texts = {
        place: cell.text
        for place, cell in sheet.cells.items()
        if not cell.is_blank and not (cell.formula and is_state(sheet.name, place, tables))
    }
    if seal(texts) != sealed:
        rows, columns = used
        outside = [place for place in texts if place[0] > rows or place[1] > columns]
        yield bevinding("INFOBLAD_GEWIJZIGD", blad=sheet.name, cel=cell_name(*outside[0]) if outside else "")
