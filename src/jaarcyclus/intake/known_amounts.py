"""Where a workbook says another amount than the ledger: one finding a place, on the cell that the sender can mend."""

from collections.abc import Iterator, Mapping

from jaarcyclus.figures.known import Difference, KnownColumn, differences
from jaarcyclus.figures.records import Figures
from jaarcyclus.terms.findings import Bevinding, bevinding
from jaarcyclus.terms.money import format_euro
from jaarcyclus.workbook.form import REGELS, FormTable


def check_known(
    figures: Figures, known: Mapping[str, KnownColumn], table: FormTable, *, lines: bool = True
) -> Iterator[Bevinding]:
    """Yield a finding for each difference: a fault where the amount was adopted, else a warning. `lines` as there."""
    found = differences(figures, known, lines=lines)
    return (_finding(item, _count_lines(figures, item), table) for item in found)


def _count_lines(figures: Figures, item: Difference) -> int:
    return sum(
        (line.kant, line.taakveld, line.categorie, line.wederpartij or "") == item.key for line in figures.regels
    )


def _finding(item: Difference, lines: int, table: FormTable) -> Bevinding:
    return bevinding(
        "BEGROTING_WIJKT_AF" if item.known.exact else "EERDER_BEDRAG_WIJKT_AF",
        blad=REGELS,
        # Where a line is missing there is no cell to name, and nothing that stands in it.
        cel=table.cell_name(item.known.column, item.line.rij) if item.line else "",
        waarde=format_euro(item.given_cent) if item.line else "",
        plaats=_place(item, lines, table),
        bron=item.known.source,
        bekend=format_euro(item.known_cent),
    )


def _place(item: Difference, lines: int, table: FormTable) -> str:
    """Return by what the amounts were compared, all of it: else findings on one taakveld read alike."""
    side, taakveld, categorie, wederpartij = item.key
    charged = f", wederpartij {wederpartij}" if wederpartij else ""
    if item.within:
        return f"{side} op taakveld {taakveld}, categorie {categorie}{charged}, {item.within}"
    return f"{side} op taakveld {taakveld}, categorie {categorie}{charged}{_where(item, lines, table)}"


def _where(item: Difference, lines: int, table: FormTable) -> str:
    """Return what the cell of the finding does not tell by itself: of one line it tells all."""
    if lines == 1:
        return ""
    if lines > 1:
        return f" ({lines} regels samen)"
    heading = next(column.heading for column in table.columns if column.sleutel == item.known.column)
    return f" (geen regel) in de kolom '{heading}'"
