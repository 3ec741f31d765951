"""The findings on a workbook as a person reads them: from the first row down, with the name of the column, and what is
wrong in many cells told once with all its places. Pure.

What is recorded stays as it was found; only the page is put in order.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.findings import Bevinding
from jaarcyclus.workbook.form import FORMER_VERSION, Marks, column_letter
from jaarcyclus.workbook.tables import form_tables

MOST_FINDINGS = 500
"""How many findings a page shows, faults first: all that a verdict keeps, for what is alike is told once."""
WHOLE_FILE = "Het hele bestand"
Columns = Mapping[tuple[str, str], str]
"""(sheet, letters of the column) -> its heading."""
_CELL = re.compile(r"([A-Z]+)([0-9]+)")
_NO_PLACE = ("", 0)


@dataclass(frozen=True, kw_only=True)
class Told:
    """One sentence and every cell that it is about. `finding` is the first; `column`: of all of them, or ""."""

    finding: Bevinding
    cells: tuple[tuple[str, str], ...]  # cell, what stands in it
    column: str

    @property
    def several(self) -> bool:
        return len(self.cells) > 1

    @property
    def heading(self) -> str:
        """Return what stands before the sentence: `Cel J9 (Begroting 2027)`, `57 cellen in de kolom Taakveld`."""
        if self.several:
            return f"{len(self.cells)} cellen" + (f" in de kolom {self.column}" if self.column else "")
        column = f" ({self.column})" if self.column else ""
        return f"Cel {self.finding.cel}{column}" if self.finding.cel else ""

    @property
    def places(self) -> str:
        """Return every cell, and what stands in it where they differ."""
        values = {value for _, value in self.cells}
        if len(values) == 1:
            return ", ".join(cell for cell, _ in self.cells) + (f" (er staat: {min(values)})" if min(values) else "")
        return ", ".join(f"{cell} ({value})" if value else cell for cell, value in self.cells)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What there is to say of one sheet, from its first row down."""

    name: str
    findings: tuple[Told, ...]


def columns_of(profile: Profile, product: str, boekjaar: int, form_version: str) -> Columns:
    """Return the headings of a version of the form; "": of a verdict that was recorded when only the former was."""
    marks = Marks(
        profiel=profile.profiel,
        perceel="",
        product=product,
        boekjaar=boekjaar,
        peildatum=profile.peildatum(product, boekjaar),
        versie=form_version or FORMER_VERSION,
    )
    return {
        (table.sheet, column_letter(number)): column.heading
        for table in form_tables(marks, profile.verantwoording_over(boekjaar))
        for number, column in enumerate(table.columns, 1)
    }


def first_findings(findings: Iterable[Bevinding]) -> tuple[Bevinding, ...]:
    """Return as many as a page shows, faults first and else in their order."""
    return tuple(sorted(findings, key=lambda item: item.ernst != "fout"))[:MOST_FINDINGS]


def group_by_sheet(findings: Iterable[Bevinding], ernst: str, columns: Columns) -> tuple[Sheet, ...]:
    """Return what is said of one severity by sheet, in the order of the first finding on each."""
    sheets: dict[str, list[Bevinding]] = {}
    for item in findings:
        if item.ernst == ernst:
            sheets.setdefault(item.blad, []).append(item)
    return tuple(
        Sheet(name=f"Blad {name}" if name else WHOLE_FILE, findings=_tell(found, columns))
        for name, found in sheets.items()
    )


def _tell(found: list[Bevinding], columns: Columns) -> tuple[Told, ...]:
    alike: dict[tuple[str, ...], list[Bevinding]] = {}
    for item in sorted(found, key=_in_rows):
        # What is about no cell is never the same thing twice.
        alone = () if item.cel else (item.waarde,)
        alike.setdefault((item.code, item.melding, item.verwacht, item.herstel, *alone), []).append(item)
    return tuple(_told(items, columns) for items in alike.values())


def _told(items: list[Bevinding], columns: Columns) -> Told:
    headings = {columns.get((item.blad, _place(item)[0]), "") for item in items}
    return Told(
        finding=items[0],
        cells=tuple(dict.fromkeys((item.cel, item.waarde) for item in items)),
        column=headings.pop() if len(headings) == 1 else "",
    )


def _in_rows(item: Bevinding) -> tuple[int, int, str]:
    letters, row = _place(item)
    return row, len(letters), letters


def _place(item: Bevinding) -> tuple[str, int]:
    """Return the letters and the row of a cell, of an area its first; nothing for what is about no cell."""
    found = _CELL.match(item.cel)
    return (found[1], int(found[2])) if found else _NO_PLACE
