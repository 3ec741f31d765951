"""The tables of who pays what: lasten and baten per perceel, the bijdrage per gemeente, its key and its residue.

Every total is the consolidation's own; a table of some percelen (a booklet) has none.
"""

from collections.abc import Mapping, Sequence

from jaarcyclus.documents.order import DocumentOpdracht
from jaarcyclus.figures.consolidation import Bedragen
from jaarcyclus.figures.records import deviation
from jaarcyclus.figures.verrekening import sum_charges
from jaarcyclus.printing.table import Kolom, Staat, Waarde
from jaarcyclus.terms.products import GEEN_HISTORIE, PRODUCTS


def make_summary_table(opdracht: DocumentOpdracht, percelen: Sequence[str] | None = None) -> Staat:
    """Return lasten, baten and saldo per perceel in the main column; with totals when it holds every perceel."""
    kolom, result = PRODUCTS[opdracht.product].main_column, opdracht.consolidatie
    shown = [p for p in result.percelen if percelen is None or p.perceel in percelen]
    totalen: tuple[tuple[Waarde, ...], ...] = ()
    if percelen is None:
        charged = sum_charges(result.verrekeningen, kolom)
        totalen = (
            _balance("Totaal bruto", result.bruto.lasten_cent[kolom], result.bruto.baten_cent[kolom]),
            _balance("Af: interne verrekeningen", -charged, -charged),
            _balance("Totaal netto", result.netto.lasten_cent[kolom], result.netto.baten_cent[kolom]),
        )
    return Staat(
        titel=f"Lasten, baten en saldo per perceel: {opdracht.kolomkop(kolom)}, in euro's",
        kolommen=(
            Kolom(titel="Perceel", breedte_pct=43),
            *amount_columns("Lasten", "Baten", "Saldo (baten min lasten)"),
        ),
        rijen=tuple(_balance(p.naam, p.overzicht.lasten_cent[kolom], p.overzicht.baten_cent[kolom]) for p in shown),
        totalen=totalen,
    )


def make_comparison_table(opdracht: DocumentOpdracht, percelen: Sequence[str] | None = None) -> Staat:
    """Return what was budgeted after amendment beside what it comes to, per perceel, signed V or N."""
    begroot, werkelijk = PRODUCTS[opdracht.product].compared
    result = opdracht.consolidatie
    shown = [p for p in result.percelen if percelen is None or p.perceel in percelen]
    total = (_compare("Totaal", result.bijdrage_cent, begroot, werkelijk),) if percelen is None else ()
    return Staat(
        titel=f"Bijdrage van de gemeenten: {opdracht.kolomkop(werkelijk)} tegenover de begroting, in euro's",
        kolommen=(
            Kolom(titel="Perceel", breedte_pct=43),
            *amount_columns(opdracht.kolomkop(begroot), opdracht.kolomkop(werkelijk)),
            Kolom(titel="Afwijking", soort="afwijking"),
        ),
        rijen=tuple(_compare(p.naam, p.bijdrage_cent, begroot, werkelijk) for p in shown),
        totalen=total,
        noot="V: voordeel (lagere bijdrage), N: nadeel (hogere bijdrage).",
    )


def make_share_table(opdracht: DocumentOpdracht, percelen: Sequence[str]) -> Staat:
    """Return the bijdrage of each gemeente per perceel in the main column; the total only over every perceel."""
    kolom, result = PRODUCTS[opdracht.product].main_column, opdracht.consolidatie
    shown = [opdracht.perceelcijfers(code) for code in percelen]
    codes = [gemeente.code for gemeente in opdracht.profile.gemeenten]
    with_saldo = any((d := p.verdelingen[kolom]) and d.saldo_cent for p in shown)
    rijen = []
    for perceel in shown:
        deling = perceel.verdelingen[kolom]
        shares = [deling.aandelen_cent.get(code, 0) if deling else None for code in codes]
        saldo = [deling.saldo_cent if deling else None] if with_saldo else []
        rijen.append((perceel.naam, *shares, *saldo, perceel.bijdrage_cent[kolom]))
    totalen: tuple[tuple[Waarde, ...], ...] = ()
    if len(shown) == len(result.percelen):
        total = result.aandelen_cent[kolom] or {}
        saldo_total = [result.saldo_cent[kolom]] if with_saldo else []
        row = ("Totaal", *(total.get(code, 0) for code in codes), *saldo_total, result.bijdrage_cent[kolom])
        totalen = (row,)
    names = [gemeente.naam for gemeente in opdracht.profile.gemeenten]
    return Staat(
        titel=f"Bijdrage per gemeente en perceel: {opdracht.kolomkop(kolom)}, in euro's",
        kolommen=(
            Kolom(titel="Perceel", breedte_pct=30),
            *amount_columns(*names, *(["Saldo samenwerking"] if with_saldo else []), "Bijdrage samen"),
        ),
        rijen=tuple(rijen),
        totalen=totalen,
    )


def make_key_table(opdracht: DocumentOpdracht, percelen: Sequence[str]) -> Staat:
    """Return per perceel the key by which it was shared out and where the residual cents went."""
    kolom = PRODUCTS[opdracht.product].main_column
    delingen = ((opdracht.namen[code], opdracht.perceelcijfers(code).verdelingen[kolom]) for code in percelen)
    return Staat(
        titel="Verdeelsleutel en restcenten per perceel",
        kolommen=(Kolom(titel="Perceel", breedte_pct=43), Kolom(titel="Sleutel en restcenten")),
        rijen=tuple((naam, deling.toelichting if deling else "niet verdeeld") for naam, deling in delingen),
    )


def make_years_table(opdracht: DocumentOpdracht) -> Staat:
    """Return the bijdrage of each gemeente in every column."""
    result = opdracht.consolidatie
    rijen = [
        (
            gemeente.naam,
            *(_share(result.aandelen_cent[kolom], gemeente.code) for kolom in PRODUCTS[opdracht.product].columns),
        )
        for gemeente in opdracht.profile.gemeenten
    ]
    if any(result.saldo_cent.values()):
        rijen.append(("Saldo van de samenwerking", *opdracht.bedragen(result.saldo_cent)))
    return Staat(
        titel="Bijdrage per gemeente in alle kolommen, in euro's",
        kolommen=(Kolom(titel="Gemeente", breedte_pct=16), *opdracht.bedragkolommen()),
        rijen=tuple(rijen),
        totalen=(("Totaal", *opdracht.bedragen(result.bijdrage_cent)),),
        noot=note_missing_history(opdracht),
    )


def note_missing_history(opdracht: DocumentOpdracht) -> str:
    """Return which percelen are missing from which column because it is their first year; empty when none."""
    return " ".join(
        f"{opdracht.kolomkop(kolom)}: zonder {opdracht.join_percelen(percelen)} ({GEEN_HISTORIE})."
        for kolom, percelen in opdracht.consolidatie.zonder_cijfers.items()
        if percelen
    )


def amount_columns(*titels: str) -> tuple[Kolom, ...]:
    """Return a column of amounts for each title."""
    return tuple(Kolom(titel=titel, soort="bedrag") for titel in titels)


def _balance(naam: str, lasten_cent: int | None, baten_cent: int | None) -> tuple[Waarde, ...]:
    saldo = None if lasten_cent is None or baten_cent is None else baten_cent - lasten_cent
    return (naam, lasten_cent, baten_cent, saldo)


def _compare(naam: str, bijdrage: Bedragen, begroot: str, werkelijk: str) -> tuple[Waarde, ...]:
    # A bijdrage is what the gemeenten pay: lower is better, as with lasten.
    return (naam, bijdrage[begroot], bijdrage[werkelijk], deviation("lasten", bijdrage[begroot], bijdrage[werkelijk]))


def _share(aandelen_cent: Mapping[str, int] | None, gemeente: str) -> int | None:
    return None if aandelen_cent is None else aandelen_cent.get(gemeente, 0)
