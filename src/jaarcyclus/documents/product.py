"""The document a gremium decides on: the product itself, and the booklet of each regiegroep, as HTML.

Prose and tables are put in order here; how they look is `templates/`. Both documents are pure functions of the order.
"""

from jaarcyclus.documents import bijdrage_tables, net_tables, perceel_chapter
from jaarcyclus.documents.order import DocumentOpdracht
from jaarcyclus.printing.table import Hoofdstuk, Staat
from jaarcyclus.printing.template import fill_template
from jaarcyclus.terms.days import format_date
from jaarcyclus.terms.formats import join_names
from jaarcyclus.terms.money import format_euro
from jaarcyclus.terms.products import PRODUCTS, name_in_sentence

ZONDER_SLEUTEL = "De bijdrage is het verschil tussen lasten en baten, verdeeld volgens de sleutel van elk perceel."


def write_product(opdracht: DocumentOpdracht) -> str:
    """Return the HTML of the whole product."""
    chapters = (
        *_opening(opdracht),
        *(perceel_chapter.make_chapter(opdracht, code) for code in opdracht.namen),
        *_closing(opdracht),
    )
    return _fill(opdracht, opdracht.titel, chapters)


def write_booklet(opdracht: DocumentOpdracht, regiegroep: str) -> str:
    """Return the HTML of the percelen of one regiegroep, without the total of the cooperation."""
    percelen = opdracht.regiegroepen()[regiegroep]
    naam = opdracht.name_gremium(regiegroep)
    summary = Hoofdstuk(
        titel="Samenvatting",
        anker="samenvatting",
        nieuw=True,
        alineas=(
            f"Dit boekje bevat de percelen van de {naam}: "
            f"{opdracht.join_percelen(percelen)}. Het totaal staat in het document zelf.",
        ),
        staten=(
            bijdrage_tables.make_summary_table(opdracht, percelen),
            *_comparison(opdracht, percelen),
            bijdrage_tables.make_share_table(opdracht, percelen),
            bijdrage_tables.make_key_table(opdracht, percelen),
        ),
    )
    chapters = tuple(perceel_chapter.make_chapter(opdracht, code) for code in percelen)
    return _fill(opdracht, f"{opdracht.titel}: {naam}", (summary, *chapters))


def introduce(opdracht: DocumentOpdracht) -> str:
    """Return the figures of the product in two sentences, and up to when they run."""
    kolom, result = PRODUCTS[opdracht.product].main_column, opdracht.consolidatie
    shares = result.aandelen_cent[kolom] or {}
    each = [
        f"{gemeente.naam} {format_euro(shares[gemeente.code])}"
        for gemeente in opdracht.profile.gemeenten
        if gemeente.code in shares
    ]
    return (
        f"{opdracht.kolomkop(kolom)} telt netto {format_euro(result.netto.lasten_cent[kolom] or 0)} aan lasten en "
        f"{format_euro(result.netto.baten_cent[kolom] or 0)} aan baten. De gemeenten dragen samen "
        f"{format_euro(result.bijdrage_cent[kolom] or 0)} bij: {join_names(each)}.{_cutoff(opdracht)}"
    )


def _cutoff(opdracht: DocumentOpdracht) -> str:
    return f" De realisatie loopt tot en met {format_date(opdracht.peildatum)}." if opdracht.peildatum else ""


def _opening(opdracht: DocumentOpdracht) -> tuple[Hoofdstuk, ...]:
    percelen = tuple(opdracht.namen)
    return (
        Hoofdstuk(
            titel="Samenvatting",
            anker="samenvatting",
            nieuw=True,
            alineas=(introduce(opdracht),),
            staten=(bijdrage_tables.make_summary_table(opdracht), *_comparison(opdracht)),
        ),
        Hoofdstuk(
            titel="Bijdrage per gemeente",
            anker="bijdragen",
            alineas=(ZONDER_SLEUTEL,),
            staten=(
                bijdrage_tables.make_share_table(opdracht, percelen),
                bijdrage_tables.make_key_table(opdracht, percelen),
                bijdrage_tables.make_years_table(opdracht),
            ),
        ),
    )


def _closing(opdracht: DocumentOpdracht) -> tuple[Hoofdstuk, ...]:
    return (
        Hoofdstuk(
            titel="Bruto en netto",
            anker="bruto-netto",
            breed=True,
            alineas=("Percelen brengen elkaar kosten in rekening. Netto is zonder deze interne verrekeningen.",),
            staten=(
                net_tables.make_elimination_table(opdracht),
                net_tables.make_charge_table(opdracht),
                net_tables.make_net_table(opdracht),
                net_tables.make_incidental_table(opdracht),
            ),
        ),
        Hoofdstuk(
            titel="Btw en herkomst van de cijfers",
            anker="herkomst",
            nieuw=True,
            alineas=(
                "Elke inzending is te herkennen aan de SHA-256 van haar cijfers: met één andere cent is die anders.",
            ),
            staten=(net_tables.make_vat_table(opdracht), net_tables.make_source_table(opdracht)),
        ),
    )


def _comparison(opdracht: DocumentOpdracht, percelen: list[str] | None = None) -> tuple[Staat, ...]:
    if not PRODUCTS[opdracht.product].compared:
        return ()
    return (bijdrage_tables.make_comparison_table(opdracht, percelen),)


def _fill(opdracht: DocumentOpdracht, titel: str, hoofdstukken: tuple[Hoofdstuk, ...]) -> str:
    return fill_template(
        "product.html",
        titel=titel,
        samenwerking=opdracht.profile.naam,
        voluit=opdracht.profile.voluit,
        onderwerp=name_in_sentence(opdracht.product, opdracht.boekjaar),
        versie=opdracht.versie,
        datum=opdracht.datum.isoformat(),
        oefening=opdracht.oefening,
        hoofdstukken=hoofdstukken,
    )
