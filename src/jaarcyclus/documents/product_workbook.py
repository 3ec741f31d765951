"""The workbook of a product: the same tables as its PDF, with amounts a reader can calculate on."""

from typing import Any

from jaarcyclus.documents import bijdrage_tables, net_tables
from jaarcyclus.documents.order import DocumentOpdracht
from jaarcyclus.documents.perceel_chapter import make_line_table
from jaarcyclus.printing.spreadsheet import EURO, build_workbook, write_cent, write_count, write_text
from jaarcyclus.printing.table import Kolom, Staat, Waarde
from jaarcyclus.terms.products import PRODUCTS
from jaarcyclus.terms.text import show_hidden

_FORMATEN = {"bedrag": EURO, "afwijking": EURO, "fte": "#,##0.00", "pct": '0" %"'}
NOOT_AFWIJKING = "Een positieve afwijking is een voordeel (V), een negatieve een nadeel (N)."


def write_workbook(opdracht: DocumentOpdracht) -> bytes:
    """Return the .xlsx with a sheet for summary, gemeenten, lines, elimination and origin."""
    percelen = tuple(opdracht.namen)

    def fill(workbook: Any) -> None:
        styles = _styles(workbook)
        for name, staten in _sheets(opdracht, percelen).items():
            _write_sheet(workbook.add_worksheet(name), f"{opdracht.titel}, versie {opdracht.versie}", staten, styles)

    return build_workbook(fill, titel=opdracht.titel, datum=opdracht.datum)


def _sheets(opdracht: DocumentOpdracht, percelen: tuple[str, ...]) -> dict[str, tuple[Staat, ...]]:
    compared = PRODUCTS[opdracht.product].compared
    return {
        "Samenvatting": (
            bijdrage_tables.make_summary_table(opdracht),
            *((bijdrage_tables.make_comparison_table(opdracht),) if compared else ()),
        ),
        "Per gemeente": (
            bijdrage_tables.make_share_table(opdracht, percelen),
            bijdrage_tables.make_key_table(opdracht, percelen),
            bijdrage_tables.make_years_table(opdracht),
        ),
        "Regels": tuple(
            make_line_table(opdracht, cijfers, kant)
            for cijfers in opdracht.inzendingen.values()
            for kant in ("lasten", "baten")
        ),
        "Eliminatie": (
            net_tables.make_elimination_table(opdracht),
            net_tables.make_charge_table(opdracht),
            net_tables.make_net_table(opdracht),
        ),
        "Verantwoording": (
            net_tables.make_source_table(opdracht),
            net_tables.make_vat_table(opdracht),
            net_tables.make_incidental_table(opdracht),
        ),
    }


def _write_sheet(sheet: Any, kop: str, staten: tuple[Staat, ...], styles: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, 20, 22)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    write_text(sheet, 0, 0, kop, styles["kop"])
    row = 2
    for staat in staten:
        row = _write_table(sheet, row, staat, styles)


def _write_table(sheet: Any, row: int, staat: Staat, styles: dict[str, Any]) -> int:
    """Write one table from `row` on and return the first row below it."""
    write_text(sheet, row, 0, show_hidden(staat.titel), styles["kop"])
    for number, kolom in enumerate(staat.kolommen):
        write_text(sheet, row + 1, number, kolom.titel, styles["kolomkop"])
    for rij in staat.rijen:
        _write_row(sheet, row + 2, staat, rij, styles, "")
        row += 1
    for rij in staat.totalen:
        _write_row(sheet, row + 2, staat, rij, styles, "totaal ")
        row += 1
    signed = any(kolom.soort == "afwijking" for kolom in staat.kolommen)
    write_text(sheet, row + 2, 0, NOOT_AFWIJKING if signed else show_hidden(staat.noot), styles["noot"])
    return row + 4


def _write_row(sheet: Any, row: int, staat: Staat, rij: tuple[Waarde, ...], styles: dict[str, Any], kind: str) -> None:
    for number, (kolom, value) in enumerate(zip(staat.kolommen, rij, strict=True)):
        _write_cell(sheet, row, number, kolom, value, styles[f"{kind}{kolom.soort}"])


def _write_cell(sheet: Any, row: int, column: int, kolom: Kolom, value: Waarde, style: Any) -> None:
    if isinstance(value, str):
        write_text(sheet, row, column, show_hidden(value), style)
    elif value is None:
        sheet.write_blank(row, column, None, style)
    elif kolom.soort in ("bedrag", "afwijking", "fte"):
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
    for soort, number in _FORMATEN.items():
        found[soort] = workbook.add_format({"num_format": number, "valign": "top"})
        found[f"totaal {soort}"] = workbook.add_format({"num_format": number} | total)
    return found
