"""The workbook's form: its sheets, and what a table, a column and a hidden mark of it are.

Which tables there are is `workbook.tables`; `workbook.writer` writes by these descriptions and `intake.filled_form`
reads by them, so the two cannot drift apart. Increase VERSIE with every change that moves or renames a cell. Nothing
here knows Excel's file format.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

CellPlace = tuple[int, int]
"""Row and column of a cell, both from 1."""

FORM = "jaarcyclus-inzending"
FORM_VERSION = "2"
NO_PEILDATUM = "geen"
STAND = "stand "  # before a column, on the hidden sheet
LINE_KEY, LAST_TEXT = "regelsleutel", "vorige_tekst"  # the columns of a prefilled workbook that the program fills
# Chosen: what a reader takes in and the documents have room for; without bounds one workbook fills 500 pages.
MAX_TEXT, MAX_TEXT_LINES = 250, 5  # characters and lines in one cell
MAX_VALUE = 60  # characters of a figure with its unit
MAX_TOELICHTING, MAX_TOELICHTING_LINES = 10_000, 200
MAX_WORKBOOK_TEXT = 150_000  # characters that people typed, in the whole workbook

GUIDE, REGELS, TOELICHTING = "Leeswijzer", "Regels", "Toelichting"
INDICATOREN, RISICOS, MENSKRACHT = "Doelen en indicatoren", "Risico's", "Menskracht"
CODES, KENMERKEN = "Codelijsten", "Kenmerken"
SHEETS = (GUIDE, REGELS, TOELICHTING, INDICATOREN, RISICOS, MENSKRACHT, CODES, KENMERKEN)
"""Those of every form; what a profile switches on stands behind the fifth table (`sheet_names`)."""
INFO_SHEETS: Mapping[str, CellPlace] = {  # written for people, never read back: rows and columns in use
    GUIDE: (30, 1),
    CODES: (100, 11),
}

EXTERN = "extern"
TOTAL_ROWS: Mapping[str, int] = {"lasten": 4, "baten": 5, "saldo": 6}
TOTAL_NAMES: Mapping[str, str] = {
    "lasten": "Totaal lasten",
    "baten": "Totaal baten",
    "saldo": "Saldo (baten min lasten)",
}


class CellKind(StrEnum):
    """What one cell holds once read: text (`code`, `keuze`, `tekst`, `waarde`) or an integer."""

    CODE = "code"  # must be typed as text
    CHOICE = "keuze"  # one of a list
    TEXT = "tekst"
    VALUE = "waarde"  # text in which a bare number is welcome
    AMOUNT = "bedrag"  # euros on the sheet, cents once read
    NUMBER = "getal"  # whole number
    FTE = "fte"  # fte on the sheet, hundredths once read
    DATE = "dag"  # a day as Excel or a person writes it; `2026-11-01` once read


@dataclass(frozen=True, kw_only=True)
class Marks:
    """What the hidden sheet says: for whom and what this workbook was made, and up to when its realisation runs."""

    profiel: str
    perceel: str
    product: str
    boekjaar: int
    eerste_jaar: bool = False
    peildatum: date | None = None
    stand: tuple[tuple[str, str], ...] = ()  # per column up to where it was prefilled; () when nothing was
    sjabloon: str = FORM
    versie: str = FORM_VERSION

    def as_texts(self) -> dict[str, str]:
        """Return what stands on the hidden sheet: column A -> column B, all text."""
        texts = {name: str(value) for name, value in asdict(self).items() if name != "stand"}
        stands = {f"{STAND}{column}": told for column, told in self.stand}
        peildatum = self.peildatum.isoformat() if self.peildatum else NO_PEILDATUM
        return {**texts, "eerste_jaar": "ja" if self.eerste_jaar else "nee", "peildatum": peildatum, **stands}


@dataclass(frozen=True, kw_only=True)
class FormColumn:
    """One column. `choices`: what the sheet shows -> what it means. `empty`: nothing may be filled in.

    `max_text` and `max_lines`: characters and lines that a text in it may have.
    `locked`: only the program writes in it.
    """

    sleutel: str
    heading: str
    kind: CellKind
    width: int = 16
    choices: Mapping[str, str] | None = None
    empty: bool = False
    max_text: int = MAX_TEXT
    max_lines: int = MAX_TEXT_LINES
    locked: bool = False
    hidden: bool = False


@dataclass(frozen=True, kw_only=True)
class FormTable:
    """One table on its sheet; rows are Excel's, from 1. `fixed_rows`: key -> label, in column A."""

    sheet: str
    title: str
    explanation: str
    heading_row: int
    last_row: int
    columns: tuple[FormColumn, ...]
    fixed_rows: Mapping[str, str] | None = None
    every_row: bool = False  # every row must be filled in, also one nobody touched

    @property
    def first_row(self) -> int:
        return self.heading_row + 1

    def column_number(self, sleutel: str) -> int:
        """Return the column's number, from 1, column A being 1."""
        return [column.sleutel for column in self.columns].index(sleutel) + 1

    def cell_name(self, sleutel: str, row: int) -> str:
        """Return the name of the cell of this column in row `number`."""
        return cell_name(row, self.column_number(sleutel))


def sheet_names(tables: Iterable[FormTable]) -> tuple[str, ...]:
    """Return the sheets of a form with these tables, in their order: those to read, to fill in, to look up."""
    return (GUIDE, *(table.sheet for table in tables), CODES, KENMERKEN)


def fixed_cells(table: FormTable) -> dict[CellPlace, str]:
    """Return the texts that must stand on the sheet unchanged: (row, column) -> text."""
    fixed = {(1, 1): table.title, (2, 1): table.explanation}
    fixed |= {(table.heading_row, number): column.heading for number, column in enumerate(table.columns, 1)}
    for number, label in enumerate((table.fixed_rows or {}).values()):
        fixed[(table.first_row + number, 1)] = label
    if table.sheet == REGELS:
        label_column = table.column_number("btw_regime")
        fixed |= {(TOTAL_ROWS[name], label_column): label for name, label in TOTAL_NAMES.items()}
    return fixed


def column_letter(number: int) -> str:
    """Return the letters of a column: 1 -> A, 27 -> AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell as Excel shows it: (9, 1) -> A9."""
    return f"{column_letter(column)}{row}"
