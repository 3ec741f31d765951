"""Writes the workbook a perceel fills in: one .xlsx per submission and product, empty or filled with figures.

The same input gives the same bytes. Validation lists and locked cells help people and guarantee nothing: whatever
comes back is read as a stranger's file (`intake`). Where a cell stands is `workbook.form` and `workbook.tables`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from jaarcyclus.figures.prefill import Prefill, Stand
from jaarcyclus.figures.records import Figures, total_cent
from jaarcyclus.printing.spreadsheet import build_workbook, write_cent, write_count, write_text
from jaarcyclus.profile.records import Inzendplicht, Profile
from jaarcyclus.terms.iv3 import load_code_list
from jaarcyclus.terms.products import PRODUCTS, name_product
from jaarcyclus.workbook.begun import look_of, with_begun
from jaarcyclus.workbook.form import (
    CODES,
    GUIDE,
    KENMERKEN,
    REGELS,
    TOTAL_ROWS,
    CellKind,
    CellPlace,
    FormColumn,
    FormTable,
    Marks,
    cell_name,
    column_letter,
    fixed_cells,
    sheet_names,
)
from jaarcyclus.workbook.info_sheets import code_range, info_sheets, seal, seal_name
from jaarcyclus.workbook.rows import Value, rows_of
from jaarcyclus.workbook.styles import make_styles, print_one_page_wide, row_height
from jaarcyclus.workbook.tables import form_tables

_TOELICHTING_HEIGHT = 120  # points: eight lines
_MAX_LOOSE_ROWS = 100  # of these each cell is coloured, so that nothing below the table invites
_GUIDE_WIDTH = 110
_PROTECTION = {"format_columns": True, "format_rows": True, "sort": True}


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
) -> bytes:
    """Return the .xlsx for one submission: the empty form, or filled with `content` as the office would fill it.

    `begun`: what the ledger knows instead, up to `stand`; what may not change of it is locked.
    `first_year`: there is no history, so t-2 and t-1 stay empty and say so; `content` says it itself.
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

    def fill(workbook: Any) -> None:
        sheets = {name: workbook.add_worksheet(name) for name in sheet_names(forms)}
        styles = make_styles(workbook)
        infos = info_sheets(profile, inzendplicht, kenmerken, code_list)
        _write_guide(sheets[GUIDE], infos[GUIDE], styles)
        written = rows_of(content, verantwoording) if content else {}
        rows = with_begun(written, begun) if begun else written
        for table in forms:
            _write_table(sheets[table.sheet], table, rows.get(table.sheet, []), styles, begun)
        _write_totals(sheets[REGELS], forms[0], kenmerken, content, styles)
        _write_codes(sheets[CODES], infos[CODES], styles)
        _write_kenmerken(sheets[KENMERKEN], kenmerken, infos)

    title = f"{name_product(product, boekjaar)} – {inzendplicht.naam}"
    return _lock_structure(build_workbook(fill, title=title, day=date(boekjaar - 1, 1, 1)))


def _write_table(
    sheet: Any, table: FormTable, rows: Sequence[Mapping[str, Value]], styles: Any, begun: Prefill | None
) -> None:
    for number, form_column in enumerate(table.columns):
        _prepare_column(sheet, table, form_column, number, styles)
    for (row, column), text in fixed_cells(table).items():
        write_text(sheet, row - 1, column - 1, text, styles(_style_of(table, row)))
    for offset, values in enumerate(rows):
        for number, form_column in enumerate(table.columns):
            if form_column.locked or not _is_locked(table, number):
                look, value = look_of(form_column, values, begun), values.get(form_column.sleutel)
                style = styles(form_column.kind, **look)
                if look.get("locked"):  # an empty code is as fixed as another
                    sheet.write_blank(table.heading_row + offset, number, None, style)
                _write_value(sheet, table.heading_row + offset, number, form_column, value, style)
    _set_heights(sheet, table, rows)
    sheet.freeze_panes(table.heading_row, 0)
    sheet.protect("", _PROTECTION)
    print_one_page_wide(sheet)


def _prepare_column(sheet: Any, table: FormTable, column: FormColumn, number: int, styles: Any) -> None:
    """Lock what is above the table, and colour and unlock the cells to fill in.

    A format of the whole column does that for five thousand rows without writing their empty cells.
    """
    locked, short = _is_locked(table, number), table.last_row - table.heading_row <= _MAX_LOOSE_ROWS
    hidden = {"hidden": True} if column.hidden else {}
    sheet.set_column(number, number, column.width, styles(column.kind, locked=locked or short), hidden)
    for row in range(table.heading_row):
        sheet.write_blank(row, number, None, styles("label"))
    if short and not locked:
        for row in range(table.heading_row, table.last_row):
            sheet.write_blank(row, number, None, styles(column.kind))
    _add_rule(sheet, table, column, number)


def _set_heights(sheet: Any, table: FormTable, rows: Sequence[Mapping[str, Value]]) -> None:
    sheet.set_row(table.heading_row - 1, row_height((column.heading, column.width) for column in table.columns))
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


def _style_of(table: FormTable, row: int) -> str:
    return {1: "titel", 2: "uitleg", table.heading_row: "kop"}.get(row, "label")


def _write_value(sheet: Any, row: int, column: int, form_column: FormColumn, value: Value, style: Any) -> None:
    if value is None or value == "":
        return
    if form_column.kind in (CellKind.AMOUNT, CellKind.FTE):
        write_cent(sheet, row, column, int(value), style)  # both are hundredths inside
    elif form_column.kind == CellKind.NUMBER:
        write_count(sheet, row, column, int(value), style)
    else:
        shown = {code: name for name, code in (form_column.choices or {}).items()}
        write_text(sheet, row, column, shown.get(str(value), str(value)), style)


def _add_rule(sheet: Any, table: FormTable, column: FormColumn, number: int) -> None:
    rule = _rule_of(table, column)
    if rule and not _is_locked(table, number):
        titled = {**rule, "error_title": column.heading[:32]}
        sheet.data_validation(table.first_row - 1, number, table.last_row - 1, number, titled)


def _rule_of(table: FormTable, column: FormColumn) -> dict[str, Any] | None:
    source = list(column.choices) if column.choices else _listed_source(column.sleutel, table)
    if source is not None:
        message = "Kies een waarde uit de lijst; de codes staan op het blad Codelijsten."
        return {"validate": "list", "source": source, "error_message": message}
    if column.kind in (CellKind.TEXT, CellKind.VALUE):
        message = f"Hooguit {column.max_text} tekens in deze cel."
        return {"validate": "length", "criteria": "<=", "value": column.max_text, "error_message": message}
    return None


def _listed_source(sleutel: str, table: FormTable) -> str | None:
    if sleutel == "categorie":
        side = f"${column_letter(table.column_number('kant'))}{table.first_row}"
        return f'=IF({side}="baten",{code_range("categorie_baten")},{code_range("categorie_lasten")})'
    return f"={code_range(sleutel)}" if sleutel in ("taakveld", "wederpartij") else None


def _write_totals(sheet: Any, table: FormTable, kenmerken: Marks, content: Figures | None, styles: Any) -> None:
    for column in PRODUCTS[kenmerken.product].columns:
        number = table.column_number(column)
        if table.columns[number - 1].empty:
            continue
        lines = content.regels if content else ()
        sums = {side: total_cent(lines, side, column) for side in ("lasten", "baten")}
        sums["saldo"] = sums["baten"] - sums["lasten"]
        for name, row in TOTAL_ROWS.items():
            formula = total_formula(table, name, number)
            sheet.write_formula(
                row - 1, number - 1, formula, styles(CellKind.AMOUNT, locked=True), Decimal(sums[name]) / 100
            )


def total_formula(table: FormTable, name: str, column: int) -> str:
    """Return the formula of a total; its result is stored with it, so that every reader sees the amount."""
    if name == "saldo":
        return f"={cell_name(TOTAL_ROWS['baten'], column)}-{cell_name(TOTAL_ROWS['lasten'], column)}"
    letter, side = column_letter(column), column_letter(table.column_number("kant"))
    first, last = table.first_row, table.last_row
    return f'=SUMIFS({letter}${first}:{letter}${last},${side}${first}:${side}${last},"{name}")'


def _write_guide(sheet: Any, cells: Mapping[CellPlace, str], styles: Any) -> None:
    sheet.set_column(0, 0, _GUIDE_WIDTH)
    for (row, column), line in cells.items():
        write_text(sheet, row - 1, column - 1, line, styles("titel" if row == 1 else CellKind.TEXT, locked=True))
        if row > 1:
            sheet.set_row(row - 1, row_height([(line, _GUIDE_WIDTH)]))
    sheet.protect("")
    print_one_page_wide(sheet)


def _write_codes(sheet: Any, cells: Mapping[CellPlace, str], styles: Any) -> None:
    for (row, column), text in cells.items():
        write_text(sheet, row - 1, column - 1, text, styles("kop") if row == 1 else styles(CellKind.CODE, locked=True))
    for column in {column for _, column in cells}:
        sheet.set_column(column - 1, column - 1, 12 if column % 3 == 1 else 48)  # a code, its name, a gap
    sheet.set_row(0, row_height((text, 12) for (row, _), text in cells.items() if row == 1))
    sheet.freeze_panes(1, 0)
    sheet.protect("")
    print_one_page_wide(sheet)


def _write_kenmerken(sheet: Any, kenmerken: Marks, infos: Mapping[str, Mapping[CellPlace, str]]) -> None:
    seals = {seal_name(sheet_name): seal(texts) for sheet_name, texts in infos.items()}
    for row, (name, text) in enumerate({**kenmerken.as_texts(), **seals}.items()):
        write_text(sheet, row, 0, name)
        write_text(sheet, row, 1, text)
    sheet.protect("")
    sheet.very_hidden()


def _lock_structure(content: bytes) -> bytes:
    """Forbid adding, removing and renaming sheets; xlsxwriter has no call for it."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(target, "w", ZIP_DEFLATED) as locked:
        for info in source.infolist():
            part = source.read(info)
            if info.filename == "xl/workbook.xml":
                part = part.replace(b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>')
            locked.writestr(info, part)
    return target.getvalue()
