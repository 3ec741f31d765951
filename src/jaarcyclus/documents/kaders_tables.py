"""The tables of what a kaderbrief fixes: indices with their source, volumes per gemeente, taakstelling per perceel."""

from jaarcyclus.documents.order import DocumentOrder
from jaarcyclus.figures.kaders import Kaders, kaders_of
from jaarcyclus.printing.table import Column, Table
from jaarcyclus.terms.formats import format_day
from jaarcyclus.terms.money import format_count
from jaarcyclus.terms.products import PRODUCTS


def make_kaders_tables(order: DocumentOrder) -> tuple[Table, ...]:
    """Return the three tables of a product that fixes kaders; () of another."""
    kaders = kaders_of(order.figures) if "indexen" in PRODUCTS[order.product].sheets else None
    if kaders is None:
        return ()
    return (_indices(order, kaders), _volumes(kaders), _savings(order, kaders))


def _years(order: DocumentOrder) -> range:
    return range(order.boekjaar, order.boekjaar + 4)


def _indices(order: DocumentOrder, kaders: Kaders) -> Table:
    return Table(
        title="Index per categorie, in procenten ten opzichte van het jaar ervoor",
        columns=(
            Column(title="Categorie", width_pct=24),
            *(Column(title=str(year), kind="fte", width_pct=9) for year in _years(order)),
            Column(title="Bron"),
            Column(title="Datum van de bron", width_pct=16),
        ),
        rows=tuple(
            (
                _name_group(order, index.categorie),
                *index.hundredths,
                index.source,
                format_day(index.day),
            )
            for index in kaders.indexen
        ),
        note="Een groep geldt voor alle categorieën die ermee beginnen en zelf geen rij hebben.",
    )


def _name_group(order: DocumentOrder, code: str) -> str:
    name = order.name_categorie("lasten", code)
    return name if name != code else f"groep {code}"


def _volumes(kaders: Kaders) -> Table:
    return Table(
        title="Volumes per gemeente",
        columns=(
            Column(title="Verdeelsleutel", width_pct=26),
            Column(title="Gemeente", width_pct=18),
            Column(title="Aantal", width_pct=12),
            Column(title="Peildatum", width_pct=18),
            Column(title="Bron"),
        ),
        rows=tuple(
            (item.sleutel, item.gemeente, format_count(item.count), format_day(item.peildatum), item.source)
            for item in kaders.volumes
        ),
    )


def _savings(order: DocumentOrder, kaders: Kaders) -> Table:
    return Table(
        title="Taakstelling per perceel, in euro's minder lasten",
        columns=(
            Column(title="Perceel", width_pct=26),
            *(Column(title=str(year), kind="bedrag", width_pct=12) for year in _years(order)),
            Column(title="Toelichting"),
        ),
        rows=tuple(
            (order.names.get(item.perceel, item.perceel), *item.amounts_cent, item.toelichting)
            for item in kaders.taakstellingen
        ),
    )
