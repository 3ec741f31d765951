"""The workbook's form: its sheets, and what a table, a column and a hidden mark of it are.

Which tables there are is `workbook.tables`; `workbook.writer` writes by these descriptions and `intake.filled_form`
reads by them, so the two cannot drift apart. Increase FORM_VERSION with every change that moves or renames a cell, and
keep the former one readable: percelen still have it (ADR 0030). Nothing here knows Excel's file format.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

CellPlace = tuple[int, int]
"""Row and column of a cell, both from 1."""

FORM = "jaarcyclus-inzending"
FORM_VERSION = "3"
FORMER_VERSION = "2"
"""The form before: its lines had other columns, and the sheet that explains was called Leeswijzer."""
FORM_VERSIONS = (FORMER_VERSION, FORM_VERSION)
NO_PEILDATUM = "geen"
STAND = "stand "  # before a column, on the hidden sheet
LINE_KEY, LAST_TEXT = "regelsleutel", "vorige_tekst"  # the columns of a prefilled workbook that the program fills
# Chosen: what a reader takes in and the documents have room for; without bounds one workbook fills 500 pages.
MAX_TEXT, MAX_TEXT_LINES = 250, 5  # characters and lines in one cell
MAX_VALUE = 60  # characters of a figure with its unit
MAX_TOELICHTING, MAX_TOELICHTING_LINES = 10_000, 200
MAX_WORKBOOK_TEXT = 150_000  # characters that people typed, in the whole workbook, until rules 6

START, GUIDE, REGELS, TOELICHTING = "Start", "Leeswijzer", "Regels", "Toelichting"
INDICATOREN, RISICOS, MENSKRACHT = "Doelen en indicatoren", "Risico's", "Menskracht"
CODES, KENMERKEN = "Codelijsten", "Kenmerken"
INFO_SHEETS: Mapping[str, Mapping[str, CellPlace]] = {  # written for people, never read back: rows and columns in use
    FORMER_VERSION: {GUIDE: (30, 1), CODES: (100, 11)},
    FORM_VERSION: {START: (80, 3), CODES: (100, 4)},
}
START_FIRST_SHEET = 7
"""The row on Start of the first sheet to fill in."""
START_STATE_COLUMN = 2

EXTERN = "extern"


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

    `max_text` and `max_lines`: characters and lines that a text in it may have. `optional`: a filled row may do
    without. `spoken`: the name of a code may follow it, as the lists of the form show them (`workbook.spoken`).
    `locked`: only the program writes in it. `any_case`: a choice may be typed in capitals.
    """

    sleutel: str
    heading: str
    kind: CellKind
    width: int = 16
    choices: Mapping[str, str] | None = None
    empty: bool = False
    max_text: int = MAX_TEXT
    max_lines: int = MAX_TEXT_LINES
    optional: bool = False
    spoken: bool = False
    locked: bool = False
    hidden: bool = False
    any_case: bool = True

    @property
    def required(self) -> bool:
        """Whether a filled row cannot do without it."""
        return not (self.optional or self.empty or self.locked)


@dataclass(frozen=True, kw_only=True)
class NamedRow:
    """A row above the headings in which the sheet reckons: what it is called here, its label, and where it is."""

    name: str
    label: str
    row: int


@dataclass(frozen=True, kw_only=True)
class FormTable:
    """One table on its sheet; rows are Excel's, from 1. `fixed_rows`: key -> label, in column A.

    `totals`: of every amount column, with their labels in the column `total_label`. `computed`: columns behind the
    others in which the sheet reckons for its reader, and `checks`: rows in which it does, with the label in the first
    and the outcome in the third column. Both are read back by nobody.
    """

    sheet: str
    title: str
    explanation: str
    heading_row: int
    last_row: int
    columns: tuple[FormColumn, ...]
    fixed_rows: Mapping[str, str] | None = None
    every_row: bool = False  # every row must be filled in, also one nobody touched
    totals: tuple[NamedRow, ...] = ()
    total_label: str = ""
    computed: tuple[FormColumn, ...] = ()
    checks: tuple[NamedRow, ...] = ()

    @property
    def first_row(self) -> int:
        return self.heading_row + 1

    def column_number(self, sleutel: str) -> int:
        """Return the column's number, from 1, column A being 1."""
        return [column.sleutel for column in self.columns].index(sleutel) + 1

    def cell_name(self, sleutel: str, row: int) -> str:
        """Return the name of the cell of this column in row `number`."""
        return cell_name(row, self.column_number(sleutel))

    def computed_number(self, sleutel: str) -> int:
        """Return the number of a column in which the sheet reckons."""
        return len(self.columns) + [column.sleutel for column in self.computed].index(sleutel) + 1

    def is_computed(self, place: CellPlace) -> bool:
        """Return whether the sheet reckons in this cell for its reader; the totals, which count, are not among them."""
        row, column = place
        beside = len(self.columns) < column <= len(self.columns) + len(self.computed)
        reckoned = self.first_row <= row <= self.last_row or row in [total.row for total in self.totals]
        return (beside and reckoned) or (column == CHECK_COLUMN and row in [check.row for check in self.checks])


CHECK_COLUMN = 3
"""Where the outcome of a check above the headings stands."""


def sheet_names(version: str, tables: Iterable[FormTable]) -> tuple[str, ...]:
    """Return the sheets of a form with these tables, in their order: those to read, to fill in, to look up."""
    first = GUIDE if version == FORMER_VERSION else START
    return (first, *(table.sheet for table in tables), CODES, KENMERKEN)


def fixed_cells(table: FormTable) -> dict[CellPlace, str]:
    """Return the texts that must stand on the sheet unchanged: (row, column) -> text."""
    fixed = {(1, 1): table.title, (2, 1): table.explanation}
    headed = (*table.columns, *table.computed)
    fixed |= {(table.heading_row, number): column.heading for number, column in enumerate(headed, 1)}
    for number, label in enumerate((table.fixed_rows or {}).values()):
        fixed[(table.first_row + number, 1)] = label
    fixed |= {(total.row, table.column_number(table.total_label)): total.label for total in table.totals}
    fixed |= {(check.row, 1): check.label for check in table.checks}
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
