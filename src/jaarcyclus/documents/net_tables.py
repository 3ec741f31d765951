"""The tables over all percelen: from gross to net, incidental lines, VAT regimes, and where the figures came from.

What is summed here from lines must meet the consolidation's totals, or nothing is printed.
"""

from jaarcyclus.documents.bijdrage_tables import amount_columns, note_missing_history
from jaarcyclus.documents.order import DocumentOrder
from jaarcyclus.documents.sources import name_older_codes, name_sources
from jaarcyclus.errors import TotalsDiffer
from jaarcyclus.figures.consolidation import Amounts
from jaarcyclus.figures.records import Line, figures_to_json, total_cent
from jaarcyclus.figures.verrekening import sum_charges
from jaarcyclus.printing.table import Column, Table
from jaarcyclus.terms import canonical
from jaarcyclus.terms.iv3 import VAT_REGIMES
from jaarcyclus.terms.products import PRODUCTS


def make_elimination_table(order: DocumentOrder) -> Table:
    """Return how gross lasten and baten become net ones, in every column."""
    result = order.consolidation
    charged = _total_charges(order)
    return Table(
        title="Van bruto naar netto, in euro's",
        columns=(Column(title="Onderdeel", width_pct=26), *order.amount_columns()),
        rows=tuple(
            row
            for side, bruto, netto in (
                ("Lasten", result.bruto.lasten_cent, result.netto.lasten_cent),
                ("Baten", result.bruto.baten_cent, result.netto.baten_cent),
            )
            for row in (
                (f"{side} bruto", *order.amounts(bruto)),
                ("Af: interne verrekeningen", *order.amounts(charged)),
                (f"{side} netto", *order.amounts(netto)),
            )
        ),
        totals=(("Bijdrage van de gemeenten", *order.amounts(result.bijdrage_cent)),),
        note=note_missing_history(order),
    )


def make_charge_table(order: DocumentOrder) -> Table:
    """Return what the percelen charge each other."""
    return Table(
        title="Interne verrekeningen, in euro's",
        columns=(Column(title="Van", width_pct=20), Column(title="Aan", width_pct=20), *order.amount_columns()),
        rows=tuple(
            (order.names[v.betaler], order.names[v.ontvanger], *order.amounts(v.bedragen_cent))
            for v in order.consolidation.verrekeningen
        ),
    )


def make_net_table(order: DocumentOrder) -> Table:
    """Return the cooperation's own lasten and baten per taakveld and categorie."""
    netto = order.consolidation.netto
    return Table(
        title="Netto lasten en baten per taakveld en categorie, in euro's",
        columns=(
            Column(title="Taakveld", width_pct=15),
            Column(title="Categorie", width_pct=19),
            Column(title="Kant", width_pct=6),
            *order.amount_columns(),
        ),
        rows=tuple(
            (
                order.name_taakveld(line.taakveld),
                order.name_categorie(line.kant, line.categorie),
                line.kant,
                *order.amounts(line.bedragen_cent),
            )
            for line in netto.regels
        ),
        totals=(
            ("Totaal lasten netto", "", "", *order.amounts(netto.lasten_cent)),
            ("Totaal baten netto", "", "", *order.amounts(netto.baten_cent)),
        ),
    )


def make_incidental_table(order: DocumentOrder) -> Table:
    """Return every incidental line (BBV art. 19c)."""
    return Table(
        title="Incidentele lasten en baten, in euro's",
        columns=(
            Column(title="Omschrijving", width_pct=20),
            Column(title="Perceel", width_pct=14),
            Column(title="Kant", width_pct=6),
            *order.amount_columns(),
        ),
        rows=tuple(
            (line.omschrijving, order.names[code], line.kant, *order.amounts(line.bedragen_cent))
            for code, inzending in order.inzendingen.items()
            for line in inzending.regels
            if line.incidenteel
        ),
    )


def make_vat_table(order: DocumentOrder) -> Table:
    """Return the gross lasten and baten of each VAT regime in the main column; together they are the gross totals."""
    column, bruto = PRODUCTS[order.product].main_column, order.consolidation.bruto
    lines = [line for inzending in order.inzendingen.values() for line in inzending.regels]
    used = sorted({line.btw_regime for line in lines})
    rows = tuple(_vat_row(regime, tuple(r for r in lines if r.btw_regime == regime), column) for regime in used)
    totals = (bruto.lasten_cent[column] or 0, bruto.baten_cent[column] or 0)
    if totals != (sum(row[1] for row in rows), sum(row[2] for row in rows)):
        raise TotalsDiffer("the VAT regimes do not add up to the gross totals")
    return Table(
        title=f"Bruto lasten en baten per btw-regime: {order.column_heading(column)}, in euro's",
        columns=(Column(title="Btw-regime", width_pct=50), *amount_columns("Lasten", "Baten")),
        rows=rows,
        totals=(("Totaal bruto", *totals),),
        note="Het regime staat per regel in het werkboek; of btw terugkomt bepaalt elke gemeente zelf.",
    )


def make_source_table(order: DocumentOrder) -> Table:
    """Return the SHA-256 of the figures of each submission, and what was not compared or is of another year."""
    return Table(
        title="Inzendingen en hun SHA-256",
        columns=(Column(title="Perceel", width_pct=30), Column(title="SHA-256 van de cijfers")),
        rows=tuple(
            (order.names[code], canonical.sha256(figures_to_json(inzending)))
            for code, inzending in order.inzendingen.items()
        ),
        note=" ".join((*name_sources(order), *name_older_codes(order.boekjaar))),
    )


def _total_charges(order: DocumentOrder) -> Amounts:
    return {
        column: None if gross is None else -sum_charges(order.consolidation.verrekeningen, column)
        for column, gross in order.consolidation.bruto.lasten_cent.items()
    }


def _vat_row(regime: str, lines: tuple[Line, ...], column: str) -> tuple[str, int, int]:
    name = VAT_REGIMES.get(regime, regime)
    return (name, total_cent(lines, "lasten", column), total_cent(lines, "baten", column))
