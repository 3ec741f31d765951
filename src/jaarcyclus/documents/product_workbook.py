"""The workbook of a product: the same tables as its PDF, with amounts a reader can calculate on."""

from typing import Any

from jaarcyclus.documents import bijdrage_tables, net_tables
from jaarcyclus.documents.carried import mark_tables
from jaarcyclus.documents.kaders_tables import make_kaders_tables
from jaarcyclus.documents.order import DocumentOrder
from jaarcyclus.documents.perceel_chapter import make_line_table
from jaarcyclus.printing.spreadsheet import EURO, build_workbook, set_page_head, write_cent, write_count, write_text
from jaarcyclus.printing.table import Column, Table, Value
from jaarcyclus.terms.products import PRODUCTS
from jaarcyclus.terms.text import show_hidden

_FORMATS = {"bedrag": EURO, "afwijking": EURO, "fte": "#,##0.00", "pct": '0"%"'}
_LINES = "Regels"  # its tables are of one perceel each
DEVIATION_NOTE = "Een positieve afwijking is een voordeel (V), een negatieve een nadeel (N)."


def write_workbook(order: DocumentOrder) -> bytes:
    """Return the .xlsx with a sheet for summary, gemeenten, lines, elimination and origin."""
    percelen = tuple(order.names)
    name, marks = f"{order.title}, {order.name_version}", tuple(order.marks)

    def fill(workbook: Any) -> None:
        styles = _styles(workbook)
        for title, tables in _sheets(order, percelen).items():
            sheet = workbook.add_worksheet(title)
            set_page_head(sheet, name, " · ".join(marks))
            _write_sheet(sheet, " · ".join((name, *marks)), tables, styles)

    return build_workbook(fill, title=order.title, day=order.day)


def _sheets(order: DocumentOrder, percelen: tuple[str, ...]) -> dict[str, tuple[Table, ...]]:
    return {
        sheet: tables if sheet in (_LINES, "Kaders") else mark_tables(order, tables, percelen)
        for sheet, tables in _tables(order, percelen).items()
    }


def _tables(order: DocumentOrder, percelen: tuple[str, ...]) -> dict[str, tuple[Table, ...]]:
    compared, kaders = PRODUCTS[order.product].compared, make_kaders_tables(order)
    return {
        "Samenvatting": (
            bijdrage_tables.make_summary_table(order),
            *((bijdrage_tables.make_comparison_table(order),) if compared else ()),
        ),
        **({"Kaders": kaders} if kaders else {}),
        "Per gemeente": (
            bijdrage_tables.make_share_table(order, percelen),
            bijdrage_tables.make_key_table(order, percelen),
            bijdrage_tables.make_years_table(order),
        ),
        _LINES: tuple(
            table
            for code, figures in order.inzendingen.items()
            for table in mark_tables(
                order, (make_line_table(order, figures, side) for side in ("lasten", "baten")), (code,)
            )
        ),
        "Eliminatie": (
            net_tables.make_elimination_table(order),
            net_tables.make_charge_table(order),
            net_tables.make_net_table(order),
        ),
        "Verantwoording": (
            net_tables.make_source_table(order),
            net_tables.make_vat_table(order),
            net_tables.make_incidental_table(order),
        ),
    }


def _write_sheet(sheet: Any, heading: str, tables: tuple[Table, ...], styles: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, 20, 22)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    write_text(sheet, 0, 0, heading, styles["kop"])
    row = 2
    for table in tables:
        row = _write_table(sheet, row, table, styles)


def _write_table(sheet: Any, row: int, table: Table, styles: dict[str, Any]) -> int:
    """Write one table from `row` on and return the first row below it."""
    write_text(sheet, row, 0, show_hidden(table.title), styles["kop"])
    for number, column in enumerate(table.columns):
        write_text(sheet, row + 1, number, column.title, styles["kolomkop"])
    for cells in table.rows:
        _write_row(sheet, row + 2, table, cells, styles, "")
        row += 1
    for cells in table.totals:
        _write_row(sheet, row + 2, table, cells, styles, "totaal ")
        row += 1
    signed = any(column.kind == "afwijking" for column in table.columns)
    write_text(sheet, row + 2, 0, DEVIATION_NOTE if signed else show_hidden(table.note), styles["noot"])
    return row + 4


def _write_row(sheet: Any, row: int, table: Table, cells: tuple[Value, ...], styles: dict[str, Any], kind: str) -> None:
    for number, (column, value) in enumerate(zip(table.columns, cells, strict=True)):
        _write_cell(sheet, row, number, column, value, styles[f"{kind}{column.kind}"])


def _write_cell(sheet: Any, row: int, column: int, table_column: Column, value: Value, style: Any) -> None:
    if isinstance(value, str):
        write_text(sheet, row, column, show_hidden(value), style)
    elif value is None:
        sheet.write_blank(row, column, None, style)
    elif table_column.kind in ("bedrag", "afwijking", "fte"):
        write_cent(sheet, row, column, value, style)
    else:
        write_count(sheet, row, column, value, style)


def _styles(workbook: Any) -> dict[str, Any]:
    text = {"text_wrap": True, "valign": "top"}
    total = {"bold": True, "top": 1}
    found = {
        "kop": workbook.add_format({"bold": True, "font_size": 12}),
        "kolomkop": workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "bg_color": "#E3EAF3"}),
        "noot": workbook.add_format({"font_color": "#44546A"}),
        "tekst": workbook.add_format(text),
        "totaal tekst": workbook.add_format(text | total),
    }
    for kind, number in _FORMATS.items():
        found[kind] = workbook.add_format({"num_format": number, "valign": "top"})
        found[f"totaal {kind}"] = workbook.add_format({"num_format": number} | total)
    return found
