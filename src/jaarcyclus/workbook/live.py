"""What the sheet with lines reckons while it is filled in: totals, deviations, and what is still to be done.

Each formula goes with its outcome, because a program that does not reckon shows what is stored. Nothing is told here
that intake does not look at again; intake believes none of it but the totals, which it adds up itself. Only functions
that LibreOffice and gnumeric have too: no array, and no function over a range within SUMPRODUCT.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from jaarcyclus.figures.records import deviation
from jaarcyclus.figures.verrekening import StatedCharge
from jaarcyclus.profile.verantwoording import ExplanationLimit
from jaarcyclus.workbook.form import CHECK_COLUMN, CellKind, CellPlace, FormTable, cell_name, column_letter
from jaarcyclus.workbook.live_charges import reckon_charges
from jaarcyclus.workbook.rows import Value

OPEN_ROWS = 200
"""Rows that look open in an empty form, and that reckon beside a line (chosen)."""
ROOM_BELOW = 58
"""Rows that look open below the last line of a fuller one (chosen: a screen full)."""
NONE = "–"
"""Where there is nothing to tell: LibreOffice makes 0 of an empty outcome on its way through ods."""
_CHECK_KINDS: Mapping[str, CellKind | None] = {"verklaard": None, "verrekening": CellKind.VALUE}
Row = Mapping[str, Value]


@dataclass(frozen=True, kw_only=True)
class Live:
    """One cell that reckons: its formula, its outcome for the content written with it, and how it is shown."""

    place: CellPlace
    formula: str
    outcome: Decimal | int | str
    kind: CellKind | None  # None: a share


@dataclass(frozen=True, kw_only=True)
class Lines:
    """The table of the lines, the lines in it, and which two columns are compared, from which deviation on."""

    table: FormTable
    rows: Sequence[Row]
    compared: tuple[str, str]
    limit: ExplanationLimit
    charges: Sequence[StatedCharge] = ()
    parties: Mapping[str, str] = field(default_factory=dict)  # code -> name of who may be charged

    @property
    def compares(self) -> bool:
        return any(column.sleutel == "afwijking" for column in self.table.computed)

    @property
    def last_open_row(self) -> int:
        return min(self.table.heading_row + max(OPEN_ROWS, len(self.rows) + ROOM_BELOW), self.table.last_row)

    def area(self, sleutel: str) -> str:
        """Return every cell of a column to fill in, as a formula names it from wherever it is."""
        letter = column_letter(self.table.column_number(sleutel))
        return f"${letter}${self.table.first_row}:${letter}${self.table.last_row}"

    def required(self) -> list[str]:
        """Return the columns that a line cannot do without."""
        return [column.sleutel for column in self.table.columns if column.required]

    def deviation(self, row: Row) -> int | None:
        """Return how a line deviates, in cents, positive for a voordeel; None where intake sees none either."""
        base, main = (_cent(row, column) for column in self.compared)
        return deviation(str(row.get("kant")), base, main) if row.get("kant") else None

    def must_explain(self, row: Row) -> bool:
        """Return whether a line deviates by more than the profile lets pass."""
        cent = self.deviation(row)
        return bool(cent) and self.limit.is_over(_cent(row, self.compared[0]) or 0, cent or 0)


def live_cells(lines: Lines) -> Iterator[Live]:
    """Yield every cell that reckons on the sheet with lines."""
    yield from _totals(lines)
    yield from _checks(lines)
    for row in range(lines.table.first_row, lines.last_open_row + 1):
        offset = row - lines.table.first_row
        yield from _beside(lines, row, lines.rows[offset] if offset < len(lines.rows) else {})


def _totals(lines: Lines) -> Iterator[Live]:
    amounts = [column.sleutel for column in lines.table.columns if column.kind == CellKind.AMOUNT and not column.empty]
    for total in lines.table.totals:
        for column in amounts:
            number = lines.table.column_number(column)
            outcome = Decimal(_sum(lines, total.name, column)) / 100
            place = (total.row, number)
            yield Live(place=place, formula=_total(lines, total.name, number), outcome=outcome, kind=CellKind.AMOUNT)
        if lines.compares:
            base, main = (_sum(lines, total.name, column) for column in lines.compared)
            side = "baten" if total.name == "baten" else "lasten"
            cent = None if _is_begun(lines) else deviation(side, base, main) or 0
            cells = [cell_name(total.row, lines.table.column_number(column)) for column in lines.compared]
            yield from _deviation(lines, total.row, f"{cells[1]}-{cells[0]}", cent, total.name == "baten")


def _total(lines: Lines, name: str, column: int) -> str:
    """Return the formula of a total: a whole column, which keeps its reach when cells within it are moved."""
    if name == "bijdrage":
        rows = {total.name: total.row for total in lines.table.totals}
        return f"={cell_name(rows['lasten'], column)}-{cell_name(rows['baten'], column)}"
    letter, first, last = column_letter(column), lines.table.first_row, lines.table.last_row
    return f'=SUMIFS({letter}${first}:{letter}${last},{lines.area("kant")},"{name}")'


def _sum(lines: Lines, name: str, column: str) -> int:
    if name == "bijdrage":
        return _sum(lines, "lasten", column) - _sum(lines, "baten", column)
    return sum(_cent(row, column) or 0 for row in lines.rows if row.get("kant") == name)


def _is_begun(lines: Lines) -> bool:
    """Return whether an amount lacks that is compared: an empty one counted as nothing would show a large deviation."""
    return any(_cent(row, column) is None for row in lines.rows if row.get("omschrijving") for column in lines.compared)


def _count_begun(lines: Lines) -> str:
    words = lines.area("omschrijving")
    return "+".join(f'COUNTIFS({words},"?*",{lines.area(column)},"")' for column in lines.compared)


def _deviation(lines: Lines, row: int, difference: str, cent: int | None, of_baten: bool) -> Iterator[Live]:
    """Yield size and letter of the deviation of a total; `cent` None: some line is not filled in yet."""
    size, letter = (lines.table.computed_number(name) for name in ("afwijking", "voordeel"))
    more, less = ("V", "N") if of_baten else ("N", "V")
    begun, reckoned = f"{_count_begun(lines)}>0", f'IF({difference}>0,"{more}","{less}")'
    yield Live(
        place=(row, size),
        formula=f'=IF({begun},"",ABS({difference}))',
        outcome="" if cent is None else Decimal(abs(cent)) / 100,
        kind=CellKind.AMOUNT,
    )
    yield Live(
        place=(row, letter),
        formula=f'=IF({begun},"",IF({difference}=0,"{NONE}",{reckoned}))',
        outcome="" if cent is None else _letter(cent) or NONE,
        kind=CellKind.TEXT,
    )


def _letter(cent: int) -> str:
    return "" if cent == 0 else "V" if cent > 0 else "N"


def _beside(lines: Lines, row: int, line: Row) -> Iterator[Live]:
    if lines.compares:
        base, main = (f"${column_letter(lines.table.column_number(item))}{row}" for item in lines.compared)
        side = lines.table.cell_name("kant", row)
        size = cell_name(row, lines.table.computed_number("afwijking"))
        cent = lines.deviation(line)
        known = f'OR({side}="",{base}="",{main}="")'
        yield Live(
            place=(row, lines.table.computed_number("afwijking")),
            formula=f'=IF({known},"",IFERROR(ABS({main}-{base}),""))',
            outcome="" if cent is None else Decimal(abs(cent)) / 100,
            kind=CellKind.AMOUNT,
        )
        yield Live(
            place=(row, lines.table.computed_number("voordeel")),
            formula=f'=IF(N({size})=0,"",IF(({main}>{base})=({side}="baten"),"V","N"))',
            outcome=_letter(cent or 0),
            kind=CellKind.TEXT,
        )
    yield Live(
        place=(row, lines.table.computed_number("let_op")),
        formula=f'=IF({filled_row(lines.table, row)},{_attention(lines, row)},"")',
        outcome=_tell(lines, line),
        kind=CellKind.TEXT,
    )


def filled_row(table: FormTable, row: int) -> str:
    """Return the condition that something stands in this row, for a formula of whatever cell in it."""
    return f"COUNTA($A{row}:${column_letter(len(table.columns))}{row})>0"


def explains_row(lines: Lines, row: int) -> str:
    """Return the condition that the line in this row deviates by more than the profile lets pass and says nothing."""
    base, main = (f"${column_letter(lines.table.column_number(item))}{row}" for item in lines.compared)
    own = f"${column_letter(lines.table.column_number('toelichting'))}{row}"
    size = f"ABS(N({main})-N({base}))"
    least, part = lines.limit.euro, lines.limit.procent
    return (
        f'AND({base}<>"",{main}<>"",{own}="",{size}>0,{size}>={least},'
        f"ROUND(10000*{size},0)>=ROUND({100 * part}*ABS(N({base})),0))"
    )


def _attention(lines: Lines, row: int) -> str:
    empty = "+".join(f'({lines.table.cell_name(column, row)}="")' for column in lines.required())
    explained = f'IF({explains_row(lines, row)},"licht toe","")' if lines.compares else '""'
    return f'IF({empty}>0,"nog "&({empty})&" leeg",{explained})'


def _tell(lines: Lines, line: Row) -> str:
    if not _is_filled(line):
        return ""
    empty = sum(line.get(column) in (None, "") for column in lines.required())
    if empty:
        return f"nog {empty} leeg"
    return "licht toe" if lines.compares and lines.must_explain(line) and not line.get("toelichting") else ""


def _checks(lines: Lines) -> Iterator[Live]:
    over = [row for row in lines.rows if lines.compares and lines.must_explain(row)]
    size = {
        bool(told): sum(abs(lines.deviation(row) or 0) for row in over if bool(row.get("toelichting")) == told)
        for told in (True, False)
    }
    total = size[True] + size[False]
    compared, differing = reckon_charges(lines.charges, lines.parties, lines.rows, lines.area, lines.compared[1])
    outcomes: dict[str, Any] = {
        "verrekening": differing,
        "regels": sum(bool(row.get("omschrijving")) for row in lines.rows),
        "leeg": sum(_count_empty(lines, row) for row in lines.rows if _is_filled(row)),
        "onverklaard": sum(not row.get("toelichting") for row in over),
        "verklaard": Decimal(size[True]) / total if total else NONE,
    }
    formulas = {
        "verrekening": lambda _: compared,
        "regels": _count_lines,
        "leeg": _count_empty_cells,
        "onverklaard": _count_unexplained,
        "verklaard": _share_explained,
    }
    for check in lines.table.checks:
        kind = _CHECK_KINDS.get(check.name, CellKind.NUMBER)
        place = (check.row, CHECK_COLUMN)
        yield Live(place=place, formula=formulas[check.name](lines), outcome=outcomes[check.name], kind=kind)


def _count_empty(lines: Lines, row: Row) -> int:
    if not row.get("omschrijving"):
        return 1
    return sum(row.get(column) in (None, "") for column in lines.required())


def _count_lines(lines: Lines) -> str:
    return f"=COUNTA({lines.area('omschrijving')})"


def _count_empty_cells(lines: Lines) -> str:
    """Of a line without words that alone is counted: a row is known by its words."""
    words = lines.area("omschrijving")
    others = [column for column in lines.required() if column != "omschrijving"]
    empty = [f'COUNTIFS({words},"?*",{lines.area(column)},"")' for column in others]
    return f'={"+".join(empty)}+COUNTIFS({words},"",{lines.area("taakveld")},"?*")'


def _over(lines: Lines, told: str) -> str:
    """Return the factors of a SUMPRODUCT: 1 on every line that deviates by more than the limit and `told` holds."""
    base, main = (lines.area(column) for column in lines.compared)
    least, part = lines.limit.euro, lines.limit.procent
    square = f"({main}-{base})^2"
    return (
        f'({base}<>"")*({main}<>"")*({main}<>{base})*({square}>={least}^2-0.01)'
        f"*({square}*10000>={part}^2*{base}^2-0.01){told}"
    )


def _count_unexplained(lines: Lines) -> str:
    told = f'*({lines.area("toelichting")}="")'
    return f'=IFERROR(SUMPRODUCT({_over(lines, told)}),"?")'


def _share_explained(lines: Lines) -> str:
    base, main = (lines.area(column) for column in lines.compared)
    size = f"*(({main}>{base})-({main}<{base}))*({main}-{base})"
    told = f'*({lines.area("toelichting")}<>"")'
    return f'=IFERROR(SUMPRODUCT({_over(lines, told)}{size})/SUMPRODUCT({_over(lines, "")}{size}),"{NONE}")'


def _is_filled(row: Row) -> bool:
    return any(value not in (None, "") for value in row.values())


def _cent(row: Row, column: str) -> int | None:
    value = row.get(column)
    return value if isinstance(value, int) else None
