"""The checks on the lines themselves that every release had: there is one, none twice, codes and totals that hold."""

from decimal import Decimal
from unicodedata import normalize

from jaarcyclus.errors import UnreadableAmount
from jaarcyclus.figures.records import Figures, Line, total_cent
from jaarcyclus.figures.verrekening import charged_party
from jaarcyclus.intake.checks.context import Context, on_line
from jaarcyclus.intake.sandbox import Cell
from jaarcyclus.terms.findings import Bevinding, bevinding
from jaarcyclus.terms.money import format_euro, to_cent
from jaarcyclus.workbook.form import REGELS

_BALANCES = {"bijdrage": ("lasten", "baten"), "saldo": ("baten", "lasten")}  # the latter on the form before


def check_lines_present(figures: Figures, context: Context) -> list[Bevinding]:
    """A submission without a single line says nothing; a perceel without cost does not exist."""
    return [] if figures.regels else [bevinding("REGELS_LEEG", blad=REGELS)]


def check_duplicate_lines(figures: Figures, context: Context) -> list[Bevinding]:
    """Two lines that differ in amounts alone are one line, or the same line twice."""
    first_rows: dict[tuple[object, ...], int] = {}
    found = []
    for line in figures.regels:
        first = first_rows.setdefault(_identity(line), line.rij)
        if first != line.rij:
            found.append(on_line("REGEL_DUBBEL", line, context, "omschrijving", line.omschrijving, eerste=first))
    return found


def check_forbidden_combinations(figures: Figures, context: Context) -> list[Bevinding]:
    """CBS's grijze cellen: a filing with this combination is sent back to the gemeente (Iv3 definitions)."""
    return [
        on_line(
            "COMBINATIE_VERBODEN",
            line,
            context,
            "categorie",
            line.categorie,
            taakveld=line.taakveld,
            categorie=line.categorie,
            kant=line.kant,
        )
        for line in figures.regels
        if (line.kant, line.taakveld, line.categorie) in context.code_list.forbidden
    ]


def check_wederpartij(figures: Figures, context: Context) -> list[Bevinding]:
    """An internal charge needs another submission that can state the other side of it."""
    others = ", ".join(code for code in context.inzenders if code != figures.perceel)
    found = []
    for line in figures.regels:
        if line.wederpartij == figures.perceel:
            found.append(on_line("WEDERPARTIJ_EIGEN", line, context, "wederpartij", line.wederpartij))
        elif line.wederpartij is not None and charged_party(line, context.inzenders) is None:
            found.append(
                on_line("WEDERPARTIJ_ONBEKEND", line, context, "wederpartij", line.wederpartij, verwacht=others)
            )
    return found


def check_totals(figures: Figures, context: Context) -> list[Bevinding]:
    """The totals the sender saw are the sums we read; a column with an unreadable amount has its finding already."""
    found, uncalculated = [], []
    rows = {total.name: total for total in context.line_table.totals}
    for (name, column), cell in context.totals.items():
        place = context.line_table.cell_name(column, rows[name].row)
        total = _sum_cent(figures, name, column)
        if cell is not None and cell.kind == "leeg":
            uncalculated.append(place)
        elif column not in context.doubts and (cell is None or _cent(cell) != total):
            words = f"{rows[name].label}: {format_euro(total)}"
            value = cell.text if cell else ""
            found.append(bevinding("TOTAAL_ONJUIST", blad=REGELS, cel=place, waarde=value, verwacht=words))
    if uncalculated:
        words = ", ".join(uncalculated)
        found.append(bevinding("TOTAAL_NIET_BEREKEND", blad=REGELS, cel=uncalculated[0], waarde=words))
    return found


def _identity(line: Line) -> tuple[object, ...]:
    words = " ".join(normalize("NFKC", line.omschrijving).casefold().split())
    codes = (line.taakveld, line.categorie, line.kant, line.incidenteel, line.wederpartij, line.btw_regime)
    return (*codes, words)


def _sum_cent(figures: Figures, name: str, column: str) -> int:
    if name in _BALANCES:
        first, second = _BALANCES[name]
        return total_cent(figures.regels, first, column) - total_cent(figures.regels, second, column)
    return total_cent(figures.regels, name, column)


def _cent(cell: Cell) -> int | None:
    """Return a stored total in cents. Excel adds floats, so it is rounded; it is compared and never kept."""
    try:
        return to_cent(Decimal(cell.text)) if cell.kind in ("getal", "afgerond") else None
    except UnreadableAmount:
        return None
