"""The tables over all percelen: from gross to net, incidental lines, VAT regimes, and where the figures came from.

What is summed here from lines must meet the consolidation's totals, or nothing is printed.
"""

from jaarcyclus.documents.bijdrage_tables import amount_columns, note_missing_history
from jaarcyclus.documents.order import DocumentOpdracht
from jaarcyclus.errors import TotaalSluitNiet
from jaarcyclus.figures.consolidation import Bedragen
from jaarcyclus.figures.records import Regel, figures_to_json, totaal_cent
from jaarcyclus.figures.verrekening import sum_charges
from jaarcyclus.printing.table import Kolom, Staat
from jaarcyclus.terms import canonical
from jaarcyclus.terms.iv3 import BTW_REGIMES
from jaarcyclus.terms.products import PRODUCTS


def make_elimination_table(opdracht: DocumentOpdracht) -> Staat:
    """Return how gross lasten and baten become net ones, in every column."""
    result = opdracht.consolidatie
    charged = _total_charges(opdracht)
    return Staat(
        titel="Van bruto naar netto, in euro's",
        kolommen=(Kolom(titel="Onderdeel", breedte_pct=26), *opdracht.bedragkolommen()),
        rijen=tuple(
            row
            for kant, bruto, netto in (
                ("Lasten", result.bruto.lasten_cent, result.netto.lasten_cent),
                ("Baten", result.bruto.baten_cent, result.netto.baten_cent),
            )
            for row in (
                (f"{kant} bruto", *opdracht.bedragen(bruto)),
                ("Af: interne verrekeningen", *opdracht.bedragen(charged)),
                (f"{kant} netto", *opdracht.bedragen(netto)),
            )
        ),
        totalen=(("Bijdrage van de gemeenten", *opdracht.bedragen(result.bijdrage_cent)),),
        noot=note_missing_history(opdracht),
    )


def make_charge_table(opdracht: DocumentOpdracht) -> Staat:
    """Return what the percelen charge each other."""
    return Staat(
        titel="Interne verrekeningen, in euro's",
        kolommen=(Kolom(titel="Van", breedte_pct=20), Kolom(titel="Aan", breedte_pct=20), *opdracht.bedragkolommen()),
        rijen=tuple(
            (opdracht.namen[v.betaler], opdracht.namen[v.ontvanger], *opdracht.bedragen(v.bedragen_cent))
            for v in opdracht.consolidatie.verrekeningen
        ),
    )


def make_net_table(opdracht: DocumentOpdracht) -> Staat:
    """Return the cooperation's own lasten and baten per taakveld and categorie."""
    netto = opdracht.consolidatie.netto
    return Staat(
        titel="Netto lasten en baten per taakveld en categorie, in euro's",
        kolommen=(
            Kolom(titel="Taakveld", breedte_pct=15),
            Kolom(titel="Categorie", breedte_pct=19),
            Kolom(titel="Kant", breedte_pct=6),
            *opdracht.bedragkolommen(),
        ),
        rijen=tuple(
            (
                opdracht.name_taakveld(regel.taakveld),
                opdracht.name_categorie(regel.kant, regel.categorie),
                regel.kant,
                *opdracht.bedragen(regel.bedragen_cent),
            )
            for regel in netto.regels
        ),
        totalen=(
            ("Totaal lasten netto", "", "", *opdracht.bedragen(netto.lasten_cent)),
            ("Totaal baten netto", "", "", *opdracht.bedragen(netto.baten_cent)),
        ),
    )


def make_incidental_table(opdracht: DocumentOpdracht) -> Staat:
    """Return every incidental line (BBV art. 19c)."""
    return Staat(
        titel="Incidentele lasten en baten, in euro's",
        kolommen=(
            Kolom(titel="Omschrijving", breedte_pct=20),
            Kolom(titel="Perceel", breedte_pct=14),
            Kolom(titel="Kant", breedte_pct=6),
            *opdracht.bedragkolommen(),
        ),
        rijen=tuple(
            (regel.omschrijving, opdracht.namen[code], regel.kant, *opdracht.bedragen(regel.bedragen_cent))
            for code, inzending in opdracht.inzendingen.items()
            for regel in inzending.regels
            if regel.incidenteel
        ),
    )


def make_vat_table(opdracht: DocumentOpdracht) -> Staat:
    """Return the gross lasten and baten of each VAT regime in the main column; together they are the gross totals."""
    kolom, bruto = PRODUCTS[opdracht.product].main_column, opdracht.consolidatie.bruto
    regels = [regel for inzending in opdracht.inzendingen.values() for regel in inzending.regels]
    used = sorted({regel.btw_regime for regel in regels})
    rijen = tuple(_vat_row(regime, tuple(r for r in regels if r.btw_regime == regime), kolom) for regime in used)
    totals = (bruto.lasten_cent[kolom] or 0, bruto.baten_cent[kolom] or 0)
    if totals != (sum(row[1] for row in rijen), sum(row[2] for row in rijen)):
        raise TotaalSluitNiet("the VAT regimes do not add up to the gross totals")
    return Staat(
        titel=f"Bruto lasten en baten per btw-regime: {opdracht.kolomkop(kolom)}, in euro's",
        kolommen=(Kolom(titel="Btw-regime", breedte_pct=50), *amount_columns("Lasten", "Baten")),
        rijen=rijen,
        totalen=(("Totaal bruto", *totals),),
        noot="Het regime staat per regel in het werkboek; of btw terugkomt bepaalt elke gemeente zelf.",
    )


def make_source_table(opdracht: DocumentOpdracht) -> Staat:
    """Return the SHA-256 of the figures of each submission."""
    return Staat(
        titel="Inzendingen en hun SHA-256",
        kolommen=(Kolom(titel="Perceel", breedte_pct=30), Kolom(titel="SHA-256 van de cijfers")),
        rijen=tuple(
            (opdracht.namen[code], canonical.sha256(figures_to_json(inzending)))
            for code, inzending in opdracht.inzendingen.items()
        ),
    )


def _total_charges(opdracht: DocumentOpdracht) -> Bedragen:
    return {
        kolom: None if gross is None else -sum_charges(opdracht.consolidatie.verrekeningen, kolom)
        for kolom, gross in opdracht.consolidatie.bruto.lasten_cent.items()
    }


def _vat_row(regime: str, regels: tuple[Regel, ...], kolom: str) -> tuple[str, int, int]:
    name = BTW_REGIMES.get(regime, regime)
    return (name, totaal_cent(regels, "lasten", kolom), totaal_cent(regels, "baten", kolom))
