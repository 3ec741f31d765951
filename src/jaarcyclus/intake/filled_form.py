"""Reads the filled form: every cell of the workbook ends up as a value, a fixed text or a finding; none is skipped.

The form says where people may write (`workbook.form`, `workbook.tables`); whatever stands elsewhere would be lost in
silence, so it is a finding. Whether the values make sense is for `intake.expectations` and `intake.checks`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from jaarcyclus.intake.cells import read_cell
from jaarcyclus.intake.sandbox import Cell, Sheet
from jaarcyclus.intake.sheets import judge_sheets, read_mark_texts
from jaarcyclus.profile.verantwoording import Verantwoording
from jaarcyclus.terms.findings import Bevinding, bevinding
from jaarcyclus.terms.products import PRODUCTS
from jaarcyclus.workbook.form import (
    FORM,
    FORM_VERSION,
    FORM_VERSIONS,
    KENMERKEN,
    LINE_KEY,
    MAX_WORKBOOK_TEXT,
    NO_PEILDATUM,
    REGELS,
    STAND,
    CellKind,
    CellPlace,
    FormTable,
    Marks,
    cell_name,
    fixed_cells,
)
from jaarcyclus.workbook.rows import Row, Value
from jaarcyclus.workbook.tables import SIDES, form_tables


@dataclass(frozen=True, kw_only=True)
class FilledForm:
    """What was filled in: rows per sheet, the totals as stored, and the findings on the way.

    `totals`: (name of the total; column) -> cell, None when it is empty. `doubts`: the (sheet, column) of which Excel's
    total means nothing, because a cell gave no value or is no number, or a line has no known side. `names`: (sheet,
    row, column) -> the name that stood behind a code.
    """

    rows: Mapping[str, tuple[Row, ...]]
    totals: Mapping[tuple[str, str], Cell | None]
    doubts: frozenset[tuple[str, str]]
    bevindingen: tuple[Bevinding, ...]
    names: Mapping[tuple[str, int, str], str] = field(default_factory=dict)


def read_marks(sheets: Mapping[str, Sheet]) -> Marks | Bevinding:
    """Return for whom and what the workbook was made, or why it is not one of ours."""
    if KENMERKEN not in sheets:
        return bevinding("SJABLOON_ONBEKEND", reden="de kenmerken ontbreken")
    texts = read_mark_texts(sheets[KENMERKEN])
    if texts.get("sjabloon") != FORM:
        return bevinding("SJABLOON_ONBEKEND", reden="het heeft de kenmerken van een ander sjabloon")
    if texts.get("versie") not in FORM_VERSIONS:
        return bevinding("SJABLOON_VEROUDERD", waarde=texts.get("versie", ""), verwacht=FORM_VERSION)
    if not _is_complete(texts):
        return bevinding("SJABLOON_ONBEKEND", reden="de kenmerken zijn gewijzigd")
    return Marks(
        profiel=texts["profiel"],
        perceel=texts["perceel"],
        product=texts["product"],
        boekjaar=int(texts["boekjaar"]),
        eerste_jaar=texts["eerste_jaar"] == "ja",
        peildatum=_day(texts["peildatum"]),
        versie=texts["versie"],
        stand=_stand(texts),
    )


def _is_emptied(values: Mapping[str, Value]) -> bool:
    """Return whether only the hidden key of a prefilled line is left: to its sender there is no line."""
    return bool(values.get(LINE_KEY)) and all(value in (None, "") for name, value in values.items() if name != LINE_KEY)


def _is_complete(texts: Mapping[str, str]) -> bool:
    boekjaar = texts.get("boekjaar", "")
    return (
        {"profiel", "perceel", "product", "boekjaar", "eerste_jaar", "peildatum"} <= texts.keys()
        and texts["product"] in PRODUCTS
        and texts["eerste_jaar"] in ("ja", "nee")
        and (texts["peildatum"] == NO_PEILDATUM or _day(texts["peildatum"]) is not None)
        and len(boekjaar) == 4
        and boekjaar.isascii()
        and boekjaar.isdigit()
    )


def _stand(texts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name.removeprefix(STAND), told) for name, told in texts.items() if name.startswith(STAND))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_form(
    sheets: Mapping[str, Sheet], kenmerken: Marks, verantwoording: Verantwoording, max_text: int = MAX_WORKBOOK_TEXT
) -> FilledForm:
    """Return everything people filled in. Sheets that are absent have no rows and a finding.

    `max_text`: signs that people may have typed in all of it.
    """
    tables = form_tables(kenmerken, verantwoording)
    found = list(judge_sheets(sheets, kenmerken.versie, tables))
    forms = [_Form(table, sheets[table.sheet]) for table in tables if table.sheet in sheets]
    rows: dict[str, tuple[Row, ...]] = {table.sheet: () for table in tables}
    totals: dict[tuple[str, str], Cell | None] = {}
    for form in forms:
        form.read()
        found += form.bevindingen
        rows[form.table.sheet] = form.rows()
        totals |= {key: form.sheet.cells.get(place) for place, key in form.totals.items()}
    found += _judge_volume(rows, [form.table for form in forms], max_text)
    doubts = frozenset((form.table.sheet, sleutel) for form in forms for sleutel in form.doubts)
    names = {(form.table.sheet, *place): name for form in forms for place, name in form.names.items()}
    return FilledForm(rows=rows, totals=totals, doubts=doubts, bevindingen=tuple(found), names=names)


def _judge_volume(rows: Mapping[str, Sequence[Row]], forms: Iterable[FormTable], limit: int) -> Iterator[Bevinding]:
    """Yield a finding when all that people typed together is more than documents of ordinary size hold."""
    counts = {table.sheet: sum(_count_text(row, table) for row in rows[table.sheet]) for table in forms}
    total = sum(counts.values())
    if total > limit:
        most = max(counts, key=lambda name: counts[name])
        yield bevinding("WERKBOEK_TE_VEEL_TEKST", blad=most, waarde=total, aantal=total, grens=limit)


def _count_text(row: Row, table: FormTable) -> int:
    typed = [
        row.values.get(column.sleutel)
        for column in table.columns
        if column.kind in (CellKind.TEXT, CellKind.VALUE) and not column.locked
    ]
    return sum(len(value) for value in typed if isinstance(value, str))


@dataclass
class _Form:
    """One table while it is being read."""

    table: FormTable
    sheet: Sheet
    values: dict[int, dict[str, Value]] = field(default_factory=dict)
    doubts: set[str] = field(default_factory=set)
    names: dict[tuple[int, str], str] = field(default_factory=dict)
    bevindingen: list[Bevinding] = field(default_factory=list)

    @property
    def totals(self) -> dict[CellPlace, tuple[str, str]]:
        """Where the totals stand: place -> (name of the total; column)."""
        amounts = [column for column in self.table.columns if column.kind == CellKind.AMOUNT and not column.empty]
        return {
            (total.row, self.table.column_number(column.sleutel)): (total.name, column.sleutel)
            for total in self.table.totals
            for column in amounts
        }

    def read(self) -> None:
        fixed, totals = fixed_cells(self.table), self.totals
        for place, text in fixed.items():
            cell = self.sheet.cells.get(place)
            if cell is None or cell.text != text or cell.kind == "tekst_verhuld":
                self._find("CEL_GEWIJZIGD", place, verwacht=f"'{text}'")
        for place, cell in self.sheet.cells.items():
            if place not in fixed and place not in totals and not cell.is_blank:
                self._take(place, cell)
        for area in self.sheet.merged:
            self.bevindingen.append(bevinding("CELLEN_SAMENGEVOEGD", blad=self.sheet.name, cel=area))
        self._judge_hidden()
        self._doubt_sides()

    def rows(self) -> tuple[Row, ...]:
        if self.table.every_row:
            for row in range(self.table.first_row, self.table.last_row + 1):
                self.values.setdefault(row, {})
        for number, key in enumerate(self.table.fixed_rows or ()):
            self.values[self.table.first_row + number][self.table.columns[0].sleutel] = key
        return tuple(Row(row, values) for row, values in sorted(self.values.items()) if not _is_emptied(values))

    def _take(self, place: CellPlace, cell: Cell) -> None:
        row, column = place
        if self.table.is_computed(place):
            if not cell.formula:
                self._find("REKENCEL_OVERSCHREVEN", place)
            return
        if not self._is_input(row, column):
            self._find("CEL_BUITEN_SJABLOON", place)
            return
        form_column = self.table.columns[column - 1]
        outcome = read_cell(cell, form_column, self.sheet.name, cell_name(row, column))
        self.values.setdefault(row, {})[form_column.sleutel] = outcome.value
        if outcome.name:
            self.names[row, form_column.sleutel] = outcome.name
        if outcome.bevinding:
            self.bevindingen.append(outcome.bevinding)
            self.doubts.add(form_column.sleutel)

    def _doubt_sides(self) -> None:
        """A line that is neither lasten nor baten is in no total: its amounts are the cause, not the totals."""
        if self.table.sheet == REGELS and any(values.get("kant") not in SIDES for values in self.values.values()):
            self.doubts |= {sleutel for _, sleutel in self.totals.values()}

    def _is_input(self, row: int, column: int) -> bool:
        first = 2 if self.table.fixed_rows else 1
        return self.table.first_row <= row <= self.table.last_row and first <= column <= len(self.table.columns)

    def _judge_hidden(self) -> None:
        hidden = sorted(self.values.keys() & self.sheet.hidden_rows)
        if hidden and self.sheet.filtered:
            self.bevindingen.append(bevinding("RIJEN_GEFILTERD", blad=self.sheet.name, aantal=len(hidden)))
        else:
            for row in hidden:
                self._find("RIJ_VERBORGEN", (row, 1))
        for number, column in enumerate(self.table.columns, 1):
            filled = any(values.get(column.sleutel) is not None for values in self.values.values())
            if filled and not column.hidden and self.sheet.is_hidden_column(number):
                self._find("KOLOM_VERBORGEN", (self.table.heading_row, number))

    def _find(self, code: str, place: CellPlace, **words: object) -> None:
        cell = self.sheet.cells.get(place)
        value = cell.text if cell else ""
        self.bevindingen.append(bevinding(code, blad=self.sheet.name, cel=cell_name(*place), waarde=value, **words))
