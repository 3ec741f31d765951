"""What earlier dossiers know of the columns of this round, for one perceel: from the pinned event to figures. Pure."""

from collections.abc import Callable, Mapping

from jaarcyclus.dossier.round import dossier_id
from jaarcyclus.figures.known import KnownColumn
from jaarcyclus.figures.records import figures_from_json
from jaarcyclus.ledger.events import CijfersBekend
from jaarcyclus.terms.products import PRODUCTS


def known_columns(
    profiel: str,
    product: str,
    boekjaar: int,
    known: CijfersBekend | None,
    perceel: str,
    read: Callable[[str], bytes],
) -> Mapping[str, KnownColumn]:
    """Return the known columns of this perceel; {} when nothing is known. `read` gives an artefact by SHA-256."""
    found = known.kolommen if known else {}
    return {
        column: KnownColumn(
            column=column,
            source=item.dossier,
            source_column=item.kolom,
            exact=_is_exact(profiel, product, boekjaar, column, item.dossier),
            figures=figures_from_json(read(item.cijfers[perceel])),
        )
        for column, item in found.items()
        if perceel in item.cijfers
    }


def known_by_perceel(
    profiel: str,
    product: str,
    boekjaar: int,
    known: CijfersBekend | None,
    read: Callable[[str], bytes],
) -> Mapping[str, Mapping[str, KnownColumn]]:
    """Return by perceel the known columns of everyone of whom something is known."""
    percelen = {perceel for item in known.kolommen.values() for perceel in item.cijfers} if known else set()
    return {code: known_columns(profiel, product, boekjaar, known, code, read) for code in sorted(percelen)}


def _is_exact(profiel: str, product: str, boekjaar: int, column: str, source: str) -> bool:
    sources = PRODUCTS[product].known_from[column]
    return any(item.exact for item in sources if dossier_id(profiel, boekjaar + item.years, item.product) == source)
