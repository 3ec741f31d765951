"""The document a gremium decides on: the product itself, and the booklet of each regiegroep, as HTML.

Prose and tables are put in order here; how they look is `templates/`. Both documents are pure functions of the order.
"""

from jaarcyclus import bijdragestaten, nettostaten, perceelhoofdstuk
from jaarcyclus.calendar import format_date
from jaarcyclus.cijfers import HOOFDKOLOM
from jaarcyclus.money import format_euro
from jaarcyclus.opdracht import VERGELIJKING, DocumentOpdracht
from jaarcyclus.opmaak import join_names
from jaarcyclus.productnaam import name_in_sentence
from jaarcyclus.staat import Hoofdstuk, Staat
from jaarcyclus.template import fill_template

ZONDER_SLEUTEL = "De bijdrage is het verschil tussen lasten en baten, verdeeld volgens de sleutel van elk perceel."


def write_product(opdracht: DocumentOpdracht) -> str:
    """Return the HTML of the whole product."""
    chapters = (
        *_opening(opdracht),
        *(perceelhoofdstuk.make_chapter(opdracht, code) for code in opdracht.namen),
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
            bijdragestaten.make_summary_table(opdracht, percelen),
            *_comparison(opdracht, percelen),
            bijdragestaten.make_share_table(opdracht, percelen),
            bijdragestaten.make_key_table(opdracht, percelen),
        ),
    )
    chapters = tuple(perceelhoofdstuk.make_chapter(opdracht, code) for code in percelen)
    return _fill(opdracht, f"{opdracht.titel}: {naam}", (summary, *chapters))


def introduce(opdracht: DocumentOpdracht) -> str:
    """Return the figures of the product in two sentences, and up to when they run."""
    kolom, result = HOOFDKOLOM[opdracht.product], opdracht.consolidatie
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
            staten=(bijdragestaten.make_summary_table(opdracht), *_comparison(opdracht)),
        ),
        Hoofdstuk(
            titel="Bijdrage per gemeente",
            anker="bijdragen",
            alineas=(ZONDER_SLEUTEL,),
            staten=(
                bijdragestaten.make_share_table(opdracht, percelen),
                bijdragestaten.make_key_table(opdracht, percelen),
                bijdragestaten.make_years_table(opdracht),
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
                nettostaten.make_elimination_table(opdracht),
                nettostaten.make_charge_table(opdracht),
                nettostaten.make_net_table(opdracht),
                nettostaten.make_incidental_table(opdracht),
            ),
        ),
        Hoofdstuk(
            titel="Btw en herkomst van de cijfers",
            anker="herkomst",
            nieuw=True,
            alineas=(
                "Elke inzending is te herkennen aan de SHA-256 van haar cijfers: met één andere cent is die anders.",
            ),
            staten=(nettostaten.make_vat_table(opdracht), nettostaten.make_source_table(opdracht)),
        ),
    )


def _comparison(opdracht: DocumentOpdracht, percelen: list[str] | None = None) -> tuple[Staat, ...]:
    if opdracht.product not in VERGELIJKING:
        return ()
    return (bijdragestaten.make_comparison_table(opdracht, percelen),)


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
