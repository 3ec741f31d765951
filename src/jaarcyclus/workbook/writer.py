"""Writes the workbook a perceel fills in: one .xlsx per submission and product, empty or filled with figures.

The same input gives the same bytes. Validation lists and locked cells help people and guarantee nothing: whatever
comes back is read as a stranger's file (`intake`). Where a cell stands is `workbook.form` and `workbook.tables`.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from jaarcyclus.figures.prefill import Prefill, Stand
from jaarcyclus.figures.records import Figures
from jaarcyclus.figures.verrekening import StatedCharge
from jaarcyclus.printing.spreadsheet import build_workbook, write_cent, write_count, write_text
from jaarcyclus.profile.records import Inzendplicht, Profile
from jaarcyclus.terms.iv3 import load_code_list
from jaarcyclus.terms.products import PRODUCTS, name_product
from jaarcyclus.workbook.begun import look_of, with_begun
from jaarcyclus.workbook.form import (
    CODES,
    FORM_VERSION,
    KENMERKEN,
    REGELS,
    START,
    CellKind,
    CellPlace,
    FormColumn,
    FormTable,
    Marks,
    fixed_cells,
    sheet_names,
)
from jaarcyclus.workbook.info_sheets import code_cells, seal, seal_name, start_cells
from jaarcyclus.workbook.info_writer import write_codes, write_start
from jaarcyclus.workbook.lines_sheet import finish_lines
from jaarcyclus.workbook.live import Lines
from jaarcyclus.workbook.live_charges import list_charges
from jaarcyclus.workbook.rows import Value, rows_of
from jaarcyclus.workbook.rules_of_cells import add_rule
from jaarcyclus.workbook.spoken import Lists, list_for, speak, spoken_lists
from jaarcyclus.workbook.states import is_reckoned
from jaarcyclus.workbook.styles import make_styles, print_one_page_wide, row_height, unlocked_column
from jaarcyclus.workbook.tables import form_tables

_TOELICHTING_HEIGHT = 120  # points: eight lines
_MAX_LOOSE_ROWS = 100  # of these each cell is coloured, so that nothing below the table invites
_PROTECTION = {"format_columns": True, "format_rows": True}


def make_workbook(
    profile: Profile,
    inzendplicht: Inzendplicht,
    product: str,
    boekjaar: int,
    content: Figures | None = None,
    *,
    first_year: bool = False,
    begun: Prefill | None = None,
    stand: Stand = (),
    charges: Sequence[StatedCharge] = (),
) -> bytes:
    """Return the .xlsx for one submission: the empty form, or filled with `content` as the office would fill it.

    `begun`: what the ledger knows instead, up to `stand`; what may not change of it is locked. `charges`: what the
    other submissions have of internal charges with this one.
    `first_year`: there is no history, so t-2 and t-1 stay empty and say so; `content` says it itself. Raises
    FormNotWritten when the library leaves out a rule of ours.
    """
    content = begun.figures if begun else content
    kenmerken = Marks(
        profiel=profile.profiel,
        perceel=inzendplicht.code,
        product=product,
        boekjaar=boekjaar,
        eerste_jaar=content.eerste_jaar if content else first_year,
        peildatum=profile.peildatum(product, boekjaar),
        stand=stand if begun else (),
    )
    code_list, verantwoording = load_code_list(boekjaar), profile.verantwoording_over(boekjaar)
    forms = form_tables(kenmerken, verantwoording)
    names = {duty.code: duty.naam for duty in profile.inzendplichten()}
    lists = spoken_lists(code_list, names, inzendplicht.code)
    written = rows_of(content, verantwoording) if content else {}
    rows = with_begun(written, begun) if begun else written
    infos = {
        START: start_cells(profile, inzendplicht, kenmerken, code_list, forms, list_charges(charges, names)),
        CODES: code_cells(lists, _used(rows.get(REGELS, ()))),
    }
    lines = Lines(
        table=forms[0],
        rows=rows.get(REGELS, []),
        compared=PRODUCTS[product].explained,
        limit=verantwoording.toelichtingsgrens,
        charges=charges,
        parties=names,
    )

    def fill(workbook: Any) -> None:
        sheets = {name: workbook.add_worksheet(name) for name in sheet_names(FORM_VERSION, forms)}
        styles = make_styles(workbook)
        write_start(sheets[START], infos[START], forms, rows, styles)
        for table in forms:
            filling = _Filling(table, rows.get(table.sheet, []), begun, lists)
            _write_table(workbook, sheets[table.sheet], filling, styles)
        finish_lines(workbook, sheets[REGELS], lines, styles)
        write_codes(sheets[CODES], infos[CODES], styles)
        _write_kenmerken(sheets[KENMERKEN], kenmerken, infos)

    title = f"{name_product(product, boekjaar)} – {inzendplicht.naam}"
    return _finish(build_workbook(fill, title=title, day=date(boekjaar - 1, 1, 1)))


def _used(rows: Sequence[Mapping[str, Value]]) -> Mapping[str, Collection[str]]:
    """Return which codes of each list the lines have."""
    used: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for sleutel in ("taakveld", "categorie", "wederpartij"):
            used[list_for(sleutel, str(row["kant"]))].add(str(row[sleutel]))
    return used


@dataclass(frozen=True)
class _Filling:
    """One table with what is written in it."""

    table: FormTable
    rows: Sequence[Mapping[str, Value]]
    begun: Prefill | None
    lists: Lists


def _write_table(workbook: Any, sheet: Any, filling: _Filling, styles: Any) -> None:
    table = filling.table
    for number, form_column in enumerate(table.columns):
        _prepare_column(workbook, sheet, filling, form_column, number, styles)
    for (row, column), text in fixed_cells(table).items():
        write_text(sheet, row - 1, column - 1, text, styles(_style_of(table, row, column)))
    for offset, values in enumerate(filling.rows):
        for number, form_column in enumerate(table.columns):
            if form_column.locked or not _is_locked(table, number):
                look = look_of(form_column, values, filling.begun)
                shown, style = _shown(form_column, values, filling.lists), styles(form_column.kind, **look)
                # An empty code is as fixed as another, and an empty cell to fill in as yellow.
                sheet.write_blank(table.heading_row + offset, number, None, style)
                _write_value(sheet, table.heading_row + offset, number, form_column, shown, style)
    _set_heights(sheet, table, filling.rows)
    sheet.freeze_panes(table.heading_row, 0)
    if is_reckoned(table):  # neither does gnumeric read such a name where a heading is to be printed again
        sheet.repeat_rows(table.heading_row - 1)
    sheet.protect("", _PROTECTION)
    print_one_page_wide(sheet)


def _prepare_column(workbook: Any, sheet: Any, filling: _Filling, column: FormColumn, number: int, styles: Any) -> None:
    """Lock what is above the table, and colour and unlock the cells to fill in.

    Five thousand rows are unlocked by a format of the whole column, without writing their empty cells.
    """
    table = filling.table
    locked, short = _is_locked(table, number), table.last_row - table.heading_row <= _MAX_LOOSE_ROWS
    whole = styles("rest") if locked or short else unlocked_column(workbook, column.kind)
    sheet.set_column(number, number, column.width, whole, {"hidden": True} if column.hidden else {})
    for row in range(table.heading_row):
        sheet.write_blank(row, number, None, styles("label"))
    if short and not locked:
        for row in range(table.heading_row, table.last_row):
            sheet.write_blank(row, number, None, styles(column.kind))
    if not locked:
        add_rule(sheet, table, number, filling.lists)


def _shown(column: FormColumn, values: Mapping[str, Value], lists: Lists) -> Value:
    """Return a value as the sheet shows it: a code with its name, a choice by its word."""
    value = values.get(column.sleutel)
    if value in (None, ""):
        return None
    if column.spoken:
        names = lists.get(list_for(column.sleutel, str(values.get("kant"))), {})
        return speak(str(value), names.get(str(value), ""))
    return next((name for name, code in (column.choices or {}).items() if code == value), value)


def _set_heights(sheet: Any, table: FormTable, rows: Sequence[Mapping[str, Value]]) -> None:
    sheet.set_row(
        table.heading_row - 1,
        row_height((column.heading, column.width) for column in (*table.columns, *table.computed)),
    )
    least = _TOELICHTING_HEIGHT if table.fixed_rows else None
    wrapped = [column for column in table.columns if column.kind == CellKind.TEXT]
    for offset, values in enumerate(rows or [{}] * len(table.fixed_rows or ())):
        texts = [(str(values.get(column.sleutel) or ""), column.width) for column in wrapped]
        height = row_height(texts, least) if least else row_height(texts)
        if height != row_height([]):  # an ordinary row keeps growing with what is typed in it
            sheet.set_row(table.heading_row + offset, height)


def _is_locked(table: FormTable, number: int) -> bool:
    column = table.columns[number]
    return column.empty or column.locked or (table.fixed_rows is not None and number == 0)


def _style_of(table: FormTable, row: int, column: int) -> str:
    beside = "label_rechts" if column > 1 and row < table.heading_row else "label"
    return {1: "titel", 2: "uitleg", table.heading_row: "kop"}.get(row, beside)


def _write_value(sheet: Any, row: int, column: int, form_column: FormColumn, value: Value, style: Any) -> None:
    if value is None:
        return
    if form_column.kind in (CellKind.AMOUNT, CellKind.FTE):
        write_cent(sheet, row, column, int(value), style)  # both are hundredths inside
    elif form_column.kind == CellKind.NUMBER:
        write_count(sheet, row, column, int(value), style)
    else:
        write_text(sheet, row, column, str(value), style)


def _write_kenmerken(sheet: Any, kenmerken: Marks, infos: Mapping[str, Mapping[CellPlace, str]]) -> None:
    seals = {seal_name(sheet_name): seal(texts) for sheet_name, texts in infos.items()}
    for row, (name, text) in enumerate({**kenmerken.as_texts(), **seals}.items()):
        write_text(sheet, row, 0, name)
        write_text(sheet, row, 1, text)
    sheet.protect("")
    sheet.very_hidden()


def _finish(content: bytes) -> bytes:
    """Forbid adding, removing and renaming sheets, and tell the language; xlsxwriter has no call for either."""
    changes = {
        "xl/workbook.xml": (b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>'),
        "docProps/core.xml": (b"</cp:coreProperties>", b"<dc:language>nl-NL</dc:language></cp:coreProperties>"),
    }
    target = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(target, "w", ZIP_DEFLATED) as finished:
        for info in source.infolist():
            before, after = changes.get(info.filename, (b"", b""))
            part = source.read(info)
            finished.writestr(info, part.replace(before, after) if before else part)
    return target.getvalue()
