"""The document a gremium decides on: the product itself, and the booklet of each regiegroep, as HTML.

Prose and tables are put in order here; how they look is `templates/`. Both documents are pure functions of the order.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from jaarcyclus.documents import bijdrage_tables, net_tables, perceel_chapter, sources
from jaarcyclus.documents.carried import mark_chapters
from jaarcyclus.documents.kaders_tables import make_kaders_tables
from jaarcyclus.documents.order import DocumentOrder
from jaarcyclus.printing.table import Chapter, Table
from jaarcyclus.printing.template import fill_template
from jaarcyclus.terms.days import format_date
from jaarcyclus.terms.formats import format_amount, join_names
from jaarcyclus.terms.products import PRODUCTS, name_in_sentence

WITHOUT_SLEUTEL = "De bijdrage is het verschil tussen lasten en baten, verdeeld volgens de sleutel van elk perceel."


def write_product(order: DocumentOrder) -> str:
    """Return the HTML of the whole product."""
    return _fill(order, order.title, _CHAPTERS[PRODUCTS[order.product].document](order))


def _whole(order: DocumentOrder) -> tuple[Chapter, ...]:
    return (
        *mark_chapters(order, _opening(order), order.names),
        *_of_percelen(order, order.names),
        *mark_chapters(order, _closing(order), order.names),
    )


def _short(order: DocumentOrder) -> tuple[Chapter, ...]:
    """A few pages: what is asked and what it costs, what is fixed, per perceel what it says, and who pays."""
    percelen, kaders = tuple(order.names), make_kaders_tables(order)
    opening = Chapter(
        title="Samenvatting",
        anchor="samenvatting",
        paragraphs=(introduce(order), *sources.name_sources(order)),
        tables=(bijdrage_tables.make_summary_table(order), bijdrage_tables.make_years_table(order)),
    )
    fixed = Chapter(
        title="Kaders",
        anchor="kaders",
        paragraphs=("Hiermee maken de percelen hun begroting. Zonder rij voor een categorie geldt er geen index.",),
        tables=kaders,
    )
    closing = Chapter(
        title="Bijdrage en herkomst",
        anchor="bijdragen",
        paragraphs=(WITHOUT_SLEUTEL,),
        tables=(
            bijdrage_tables.make_share_table(order, percelen),
            bijdrage_tables.make_key_table(order, percelen),
            net_tables.make_source_table(order),
        ),
    )
    return (
        *mark_chapters(order, (opening,), order.names),
        *((fixed,) if kaders else ()),
        *_of_percelen(order, order.names),
        *mark_chapters(order, (closing,), order.names),
    )


_CHAPTERS: Mapping[str, Callable[[DocumentOrder], tuple[Chapter, ...]]] = {"volledig": _whole, "kort": _short}
"""By what the entry of a product says: `terms.products.Product.document`."""


def write_booklet(order: DocumentOrder, regiegroep: str) -> str:
    """Return the HTML of the percelen of one regiegroep, without the total of the cooperation."""
    percelen = order.regiegroepen()[regiegroep]
    name = order.name_gremium(regiegroep)
    summary = Chapter(
        title="Samenvatting",
        anchor="samenvatting",
        fresh=True,
        paragraphs=(
            f"Dit boekje bevat de percelen van de {name}: "
            f"{order.join_percelen(percelen)}. Het totaal staat in het document zelf.",
            *sources.name_sources(order, percelen),
            *sources.name_older_codes(order.boekjaar),
        ),
        tables=(
            bijdrage_tables.make_summary_table(order, percelen),
            *_comparison(order, percelen),
            bijdrage_tables.make_share_table(order, percelen),
            bijdrage_tables.make_key_table(order, percelen),
        ),
    )
    chapters = (*mark_chapters(order, (summary,), percelen), *_of_percelen(order, percelen))
    return _fill(order, f"{order.title}: {name}", chapters)


def introduce(order: DocumentOrder) -> str:
    """Return the figures of the product in two sentences, and up to when they run."""
    column, result = PRODUCTS[order.product].main_column, order.consolidation
    shares = result.aandelen_cent[column] or {}
    total = result.bijdrage_cent[column] or 0
    each = [
        _describe_share(gemeente.naam, shares[gemeente.code], back=total < 0)
        for gemeente in order.profile.gemeenten
        if gemeente.code in shares
    ]
    together = f"krijgen samen {_euro(-total)} terug" if total < 0 else f"dragen samen {_euro(total)} bij"
    lasten, baten = _euro(result.netto.lasten_cent[column]), _euro(result.netto.baten_cent[column])
    return (
        f"{order.column_heading(column)} telt netto {lasten} aan lasten en {baten} aan baten. "
        f"De gemeenten {together}: {join_names(each)}.{_cutoff(order)}"
    )


def _describe_share(name: str, cent: int, *, back: bool) -> str:
    """Return what one gemeente pays, or gets when they all get `back`; in words when it is the other way round."""
    if cent == 0 or (cent < 0) is back:
        return f"{name} {_euro(abs(cent))}"
    return f"{name} betaalt {_euro(cent)}" if back else f"{name} krijgt {_euro(-cent)} terug"


def _euro(cent: int | None) -> str:
    return f"€ {format_amount(cent or 0)}"


def _cutoff(order: DocumentOrder) -> str:
    return f" De realisatie loopt tot en met {format_date(order.peildatum)}." if order.peildatum else ""


def _opening(order: DocumentOrder) -> tuple[Chapter, ...]:
    percelen = tuple(order.names)
    return (
        Chapter(
            title="Samenvatting",
            anchor="samenvatting",
            fresh=True,
            paragraphs=(introduce(order), *sources.name_sources(order)),
            tables=(bijdrage_tables.make_summary_table(order), *_comparison(order)),
        ),
        Chapter(
            title="Bijdrage per gemeente",
            anchor="bijdragen",
            paragraphs=(WITHOUT_SLEUTEL,),
            tables=(
                bijdrage_tables.make_share_table(order, percelen),
                bijdrage_tables.make_key_table(order, percelen),
                bijdrage_tables.make_years_table(order),
            ),
        ),
    )


def _closing(order: DocumentOrder) -> tuple[Chapter, ...]:
    return (
        Chapter(
            title="Bruto en netto",
            anchor="bruto-netto",
            wide=True,
            paragraphs=("Percelen brengen elkaar kosten in rekening. Netto is zonder deze interne verrekeningen.",),
            tables=(
                net_tables.make_elimination_table(order),
                net_tables.make_charge_table(order),
                net_tables.make_net_table(order),
                net_tables.make_incidental_table(order),
            ),
        ),
        Chapter(
            title="Btw en herkomst van de cijfers",
            anchor="herkomst",
            fresh=True,
            paragraphs=(
                "Elke inzending is te herkennen aan de SHA-256 van haar cijfers: met één andere cent is die anders.",
            ),
            tables=(net_tables.make_vat_table(order), net_tables.make_source_table(order)),
        ),
    )


def _of_percelen(order: DocumentOrder, percelen: Iterable[str]) -> Iterator[Chapter]:
    for code in percelen:
        yield from mark_chapters(order, (perceel_chapter.make_chapter(order, code),), (code,))


def _comparison(order: DocumentOrder, percelen: list[str] | None = None) -> tuple[Table, ...]:
    if not PRODUCTS[order.product].compared:
        return ()
    return (bijdrage_tables.make_comparison_table(order, percelen),)


def _fill(order: DocumentOrder, title: str, chapters: tuple[Chapter, ...]) -> str:
    return fill_template(
        PRODUCTS[order.product].template,
        titel=title,
        samenwerking=order.profile.naam,
        voluit=order.profile.voluit,
        onderwerp=name_in_sentence(order.product, order.boekjaar),
        versie=order.name_version,
        datum=order.day.isoformat(),
        merken=order.marks,
        hoofdstukken=chapters,
    )
