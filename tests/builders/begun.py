"""A workbook as it is given out, and what its sender does with it in a spreadsheet program."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import openpyxl

from builders.dossier import Office
from builders.workbook import edit
from jaarcyclus.ledger.postbus_events import BestandBeoordeeld
from jaarcyclus.steps import forms, judging, receipts
from jaarcyclus.workbook.form import INDICATOREN, MENSKRACHT, REGELS, TOELICHTING

_RECKONED = ("Afwijking van", "V of N", "Let op")
Change = Callable[[Any], None]


def give_out(office: Office, perceel: str) -> bytes:
    """Return the workbook that the page gives."""
    state = office.state
    profile = office.workspace.profile_of(state)
    return forms.make_form(office.workspace, profile, state.product, state.boekjaar, perceel)


def columns_of(sheet: Any) -> Mapping[str, int]:
    """Return heading -> column of a sheet, of the first row that has one of these headings in its first cell."""
    for row in sheet.iter_rows(max_row=12):
        if row[0].value in ("Taakveld", "Onderdeel", "Doel", "Risico", "Formatie (fte)"):
            return {cell.value: cell.column for cell in row if cell.value and not cell.value.startswith(_RECKONED)}
    raise AssertionError(f"no headings on {sheet.title}")


def rows_of(sheet: Any) -> list[int]:
    """Return the rows below the headings with something in their first column."""
    start = next(row[0].row for row in sheet.iter_rows(max_row=12) if row[0].value in ("Taakveld", "Onderdeel", "Doel"))
    return [row[0].row for row in sheet.iter_rows(min_row=start + 1) if row[0].value is not None]


def open_book(content: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(content))


def complete(content: bytes, *changes: Change) -> bytes:
    """Fill in what is still empty, each number 1 and each text its own words; then `changes`.

    A number 1 is far from what was budgeted, so each line says why.
    """

    def fill(book: Any) -> None:
        _fill_amounts(book[REGELS])
        for row in rows_of(book[TOELICHTING]):
            book[TOELICHTING].cell(row, 2, f"Onderdeel {row} verloopt volgens jaarplan.")
        for column in (1, 2, 3):
            _fill(book[MENSKRACHT].cell(5, column), 1)
        goals = book[INDICATOREN]
        for row in rows_of(goals):
            goals.cell(row, columns_of(goals)["Realisatie (bij verantwoording)"], "88")
        for change in changes:
            change(book)

    return edit(content, fill)


def _fill_amounts(sheet: Any) -> None:
    words = ("Rekening", "Begroting", "Raming", "Realisatie", "Verplichtingen", "Prognose")
    headings = columns_of(sheet)
    columns = [column for heading, column in headings.items() if heading.startswith(words)]
    for row in rows_of(sheet):
        sheet.cell(row, headings["Toelichting op de regel (mag leeg)"], "Volgens het vastgestelde plan.")
        for column in columns:
            _fill(sheet.cell(row, column), 1)


def _fill(cell: Any, value: object) -> None:
    if cell.value is None:
        cell.value = value


def hand_in(office: Office, perceel: str, content: bytes) -> BestandBeoordeeld:
    person = office.state.indieners()[perceel]
    received = receipts.receive(
        office.workspace, "dowr", content, file_name="werkboek.xlsx", inzender=person, via="api", perceel=None
    )
    return judging.judge(office.workspace, "dowr", received.number)


def told(verdict: BestandBeoordeeld) -> list[tuple[str, str]]:
    """Return code and cell of what was found of the prefill; that openpyxl stores no totals is no news."""
    ours = ("VOORINGEVULD", "REGELSLEUTEL", "VASTE_WAARDE", "VORIGE_TEKST", "BEGROTING_WIJKT", "EERDER_BEDRAG")
    return [(item.code, item.cel) for item in verdict.bevindingen if item.code.startswith(ours)]
