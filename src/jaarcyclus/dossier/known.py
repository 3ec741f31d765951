"""What earlier dossiers know of the columns of this round, for one perceel: from the pinned event to figures. Pure."""

from collections.abc import Callable, Iterable, Mapping

from jaarcyclus.dossier.planning import missing_submissions
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.round import dossier_id
from jaarcyclus.figures.kaders import Kaders, kaders_of
from jaarcyclus.figures.known import KnownColumn, differences
from jaarcyclus.figures.prefill import KnownStand, Stand
from jaarcyclus.figures.records import figures_from_json
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.earlier_events import CijfersBekend, CijfersHerzien
from jaarcyclus.ledger.wire import kind_of
from jaarcyclus.terms.formats import join_names
from jaarcyclus.terms.products import KADERS, PRODUCTS


def known_columns(
    profiel: str,
    product: str,
    boekjaar: int,
    known: CijfersBekend | None,
    perceel: str,
    read: Callable[[str], bytes],
) -> Mapping[str, KnownColumn]:
    """Return the known columns of this perceel; {} when nothing is known. `read` gives an artefact by SHA-256."""
    columns = PRODUCTS[product].known_from
    found = {column: item for column, item in known.kolommen.items() if column in columns} if known else {}
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


def known_kaders(known: CijfersBekend | None, read: Callable[[str], bytes]) -> Kaders | None:
    """Return what the published kaderbrief fixes that this round knows; None without one."""
    found = known.kolommen.get(KADERS) if known else None
    return kaders_of(figures_from_json(read(sha256)) for sha256 in found.cijfers.values()) if found else None


def stands_of(events: Iterable[Event]) -> tuple[CijfersBekend, ...]:
    """Return all that a round knew, in order: what it opened with, and each revision."""
    return tuple(
        wire.read(event) for event in events if event.soort in (kind_of(CijfersBekend), kind_of(CijfersHerzien))
    )


def stand_of(known: CijfersBekend | None, perceel: str) -> Stand:
    """Return up to where this is known, as the hidden sheet of a workbook keeps it."""
    found = known.kolommen if known else {}
    return tuple(
        (column, f"{item.dossier} versie {item.versie} {item.kop}")
        for column, item in found.items()
        if perceel in item.cijfers and column != KADERS
    )


def stand_at(
    profiel: str,
    product: str,
    boekjaar: int,
    known: CijfersBekend | None,
    perceel: str,
    read: Callable[[str], bytes],
) -> KnownStand:
    """Return what a perceel's workbook is prefilled by while this is what is known."""
    return KnownStand(
        stand=stand_of(known, perceel),
        told=_tell(known, perceel),
        known=known_columns(profiel, product, boekjaar, known, perceel, read),
    )


def _tell(known: CijfersBekend | None, perceel: str) -> str:
    found = known.kolommen.items() if known else ()
    columns = (item for column, item in found if perceel in item.cijfers and column != KADERS)
    return join_names(list(dict.fromkeys(f"{item.dossier} (versie {item.versie})" for item in columns)))


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


def asked_anew(dossier: Dossier, known: CijfersBekend, read: Callable[[str], bytes]) -> tuple[str, ...]:
    """Return who must hand in anew when this is what is known, by code.

    Whose accepted workbook says another adopted amount, and who was asked before and did not hand in since.
    """
    asked = set(missing_submissions(dossier)) & dossier.current.keys()
    return tuple(sorted(asked | {code for code in dossier.current if _deviates(dossier, code, known, read)}))


def _deviates(dossier: Dossier, perceel: str, known: CijfersBekend, read: Callable[[str], bytes]) -> bool:
    columns = known_columns(dossier.opened.profiel, dossier.product, dossier.boekjaar, known, perceel, read)
    figures = figures_from_json(read(dossier.current[perceel].cijfers_sha256))
    return any(item.known.exact for item in differences(figures, columns))


def _is_exact(profiel: str, product: str, boekjaar: int, column: str, source: str) -> bool:
    sources = PRODUCTS[product].known_from[column]
    return any(item.exact for item in sources if dossier_id(profiel, boekjaar + item.years, item.product) == source)
