"""The tables of who pays what: lasten and baten per perceel, the bijdrage per gemeente, its key and its residue.

Every total is the consolidation's own; a table of some percelen (a booklet) has none.
"""

from collections.abc import Mapping, Sequence

from jaarcyclus.documents.order import DocumentOrder
from jaarcyclus.figures.consolidation import Amounts
from jaarcyclus.figures.records import deviation
from jaarcyclus.figures.verrekening import sum_charges
from jaarcyclus.printing.table import Column, Table, Value
from jaarcyclus.terms.products import NO_HISTORY, PRODUCTS


def make_summary_table(order: DocumentOrder, percelen: Sequence[str] | None = None) -> Table:
    """Return lasten, baten and saldo per perceel in the main column; with totals when it holds every perceel."""
    column, result = PRODUCTS[order.product].main_column, order.consolidation
    shown = [p for p in result.percelen if percelen is None or p.perceel in percelen]
    totals: tuple[tuple[Value, ...], ...] = ()
    if percelen is None:
        charged = sum_charges(result.verrekeningen, column)
        totals = (
            _balance("Totaal bruto", result.bruto.lasten_cent[column], result.bruto.baten_cent[column]),
            _balance("Af: interne verrekeningen", -charged, -charged),
            _balance("Totaal netto", result.netto.lasten_cent[column], result.netto.baten_cent[column]),
        )
    return Table(
        title=f"Lasten, baten en saldo per perceel: {order.column_heading(column)}, in euro's",
        columns=(
            Column(title="Perceel", width_pct=43),
            *amount_columns("Lasten", "Baten", "Saldo (baten min lasten)"),
        ),
        rows=tuple(_balance(p.naam, p.overzicht.lasten_cent[column], p.overzicht.baten_cent[column]) for p in shown),
        totals=totals,
    )


def make_comparison_table(order: DocumentOrder, percelen: Sequence[str] | None = None) -> Table:
    """Return what was budgeted after amendment beside what it comes to, per perceel, signed V or N."""
    budgeted, actual = PRODUCTS[order.product].compared
    result = order.consolidation
    shown = [p for p in result.percelen if percelen is None or p.perceel in percelen]
    total = (_compare("Totaal", result.bijdrage_cent, budgeted, actual),) if percelen is None else ()
    return Table(
        title=f"Bijdrage van de gemeenten: {order.column_heading(actual)} tegenover de begroting, in euro's",
        columns=(
            Column(title="Perceel", width_pct=43),
            *amount_columns(order.column_heading(budgeted), order.column_heading(actual)),
            Column(title="Afwijking", kind="afwijking"),
        ),
        rows=tuple(_compare(p.naam, p.bijdrage_cent, budgeted, actual) for p in shown),
        totals=total,
        note="V: voordeel (lagere bijdrage), N: nadeel (hogere bijdrage).",
    )


def make_share_table(order: DocumentOrder, percelen: Sequence[str]) -> Table:
    """Return the bijdrage of each gemeente per perceel in the main column; the total only over every perceel."""
    column, result = PRODUCTS[order.product].main_column, order.consolidation
    shown = [order.perceel_figures(code) for code in percelen]
    codes = [gemeente.code for gemeente in order.profile.gemeenten]
    with_saldo = any((d := p.verdelingen[column]) and d.saldo_cent for p in shown)
    rows = []
    for perceel in shown:
        division = perceel.verdelingen[column]
        shares = [division.aandelen_cent.get(code, 0) if division else None for code in codes]
        saldo = [division.saldo_cent if division else None] if with_saldo else []
        rows.append((perceel.naam, *shares, *saldo, perceel.bijdrage_cent[column]))
    totals: tuple[tuple[Value, ...], ...] = ()
    if len(shown) == len(result.percelen):
        total = result.aandelen_cent[column] or {}
        saldo_total = [result.saldo_cent[column]] if with_saldo else []
        row = ("Totaal", *(total.get(code, 0) for code in codes), *saldo_total, result.bijdrage_cent[column])
        totals = (row,)
    names = [gemeente.naam for gemeente in order.profile.gemeenten]
    return Table(
        title=f"Bijdrage per gemeente en perceel: {order.column_heading(column)}, in euro's",
        columns=(
            Column(title="Perceel", width_pct=30),
            *amount_columns(*names, *(["Saldo samenwerking"] if with_saldo else []), "Bijdrage samen"),
        ),
        rows=tuple(rows),
        totals=totals,
    )


def make_key_table(order: DocumentOrder, percelen: Sequence[str]) -> Table:
    """Return per perceel the key by which it was shared out and where the residual cents went."""
    column = PRODUCTS[order.product].main_column
    divisions = ((order.names[code], order.perceel_figures(code).verdelingen[column]) for code in percelen)
    return Table(
        title="Verdeelsleutel en restcenten per perceel",
        columns=(Column(title="Perceel", width_pct=43), Column(title="Sleutel en restcenten")),
        rows=tuple((name, division.toelichting if division else "niet verdeeld") for name, division in divisions),
    )


def make_years_table(order: DocumentOrder) -> Table:
    """Return the bijdrage of each gemeente in every column."""
    result = order.consolidation
    rows = [
        (
            gemeente.naam,
            *(_share(result.aandelen_cent[column], gemeente.code) for column in PRODUCTS[order.product].columns),
        )
        for gemeente in order.profile.gemeenten
    ]
    if any(result.saldo_cent.values()):
        rows.append(("Saldo van de samenwerking", *order.amounts(result.saldo_cent)))
    return Table(
        title="Bijdrage per gemeente in alle kolommen, in euro's",
        columns=(Column(title="Gemeente", width_pct=16), *order.amount_columns()),
        rows=tuple(rows),
        totals=(("Totaal", *order.amounts(result.bijdrage_cent)),),
        note=note_missing_history(order),
    )


def note_missing_history(order: DocumentOrder) -> str:
    """Return which percelen are missing from which column because it is their first year; empty when none."""
    return " ".join(
        f"{order.column_heading(column)}: zonder {order.join_percelen(percelen)} ({NO_HISTORY})."
        for column, percelen in order.consolidation.zonder_cijfers.items()
        if percelen
    )


def amount_columns(*titles: str) -> tuple[Column, ...]:
    """Return a column of amounts for each title."""
    return tuple(Column(title=title, kind="bedrag") for title in titles)


def _balance(name: str, lasten_cent: int | None, baten_cent: int | None) -> tuple[Value, ...]:
    saldo = None if lasten_cent is None or baten_cent is None else baten_cent - lasten_cent
    return (name, lasten_cent, baten_cent, saldo)


def _compare(name: str, bijdrage: Amounts, budgeted: str, actual: str) -> tuple[Value, ...]:
    # A bijdrage is what the gemeenten pay: lower is better, as with lasten.
    return (name, bijdrage[budgeted], bijdrage[actual], deviation("lasten", bijdrage[budgeted], bijdrage[actual]))


def _share(aandelen_cent: Mapping[str, int] | None, gemeente: str) -> int | None:
    return None if aandelen_cent is None else aandelen_cent.get(gemeente, 0)
