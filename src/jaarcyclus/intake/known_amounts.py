"""Where a workbook says another amount than the ledger: one finding a place, on the cell that the sender can mend."""

from collections.abc import Iterator, Mapping

from jaarcyclus.figures.known import Difference, KnownColumn, differences
from jaarcyclus.figures.records import Figures
from jaarcyclus.terms.findings import Bevinding, bevinding
from jaarcyclus.terms.money import format_euro
from jaarcyclus.workbook.form import REGELS, FormTable


def check_known(figures: Figures, known: Mapping[str, KnownColumn], table: FormTable) -> Iterator[Bevinding]:
    """Yield a finding for each difference: a fault where the amount was adopted, else a warning."""
    return (_finding(item, table) for item in differences(figures, known))


def _finding(item: Difference, table: FormTable) -> Bevinding:
    side, taakveld, categorie, _ = item.key
    row = item.line.rij if item.line else table.first_row
    return bevinding(
        "BEGROTING_WIJKT_AF" if item.known.exact else "EERDER_BEDRAG_WIJKT_AF",
        blad=REGELS,
        cel=table.cell_name(item.known.column, row),
        waarde=format_euro(item.given_cent),
        plaats=f"{side} op taakveld {taakveld}, categorie {categorie}" + (f", {item.within}" if item.within else ""),
        bron=item.known.source,
        bekend=format_euro(item.known_cent),
    )
