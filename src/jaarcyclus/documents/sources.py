"""What a document says of where its figures and codes come from, when that is not all that a reader may expect.

A budget that no earlier dossier knows was compared with nothing, and codes of another year may still change: who
decides must see that on the paper itself. What is as it should be is not said.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from jaarcyclus.documents.carried import name_carried
from jaarcyclus.documents.order import DocumentOrder
from jaarcyclus.dossier.round import dossier_id
from jaarcyclus.figures.known import KnownColumn, differences
from jaarcyclus.figures.records import balance_cent
from jaarcyclus.terms.formats import join_names
from jaarcyclus.terms.iv3 import has_code_list, load_code_list
from jaarcyclus.terms.money import format_euro
from jaarcyclus.terms.products import PRODUCTS, has_no_history, name_in_sentence


def name_sources(order: DocumentOrder, percelen: Iterable[str] | None = None) -> tuple[str, ...]:
    """Return in Dutch what a reader must know of the columns that an earlier product has; () for nothing."""
    shown = tuple(order.names if percelen is None else percelen)
    handed_in = tuple(code for code in shown if code not in order.carried)
    return (*name_carried(order, shown), *name_uncompared(order, handed_in), *name_changed(order, handed_in))


def name_changed(order: DocumentOrder, percelen: Iterable[str]) -> tuple[str, ...]:
    """Return where an amount that may change since an earlier product is no longer what that product says."""
    return tuple(
        _changed(order, code, known)
        for column in PRODUCTS[order.product].known_from
        for code in percelen
        if (known := order.known_figures.get(code, {}).get(column))
        and any(differences(order.inzendingen[code], {column: known}))
    )


def _changed(order: DocumentOrder, perceel: str, known: KnownColumn) -> str:
    source = _name_dossier(order, known)
    before, now = (
        balance_cent(known.figures, known.source_column),
        balance_cent(order.inzendingen[perceel], known.column),
    )
    what = f"{order.column_heading(known.column)} van {order.join_percelen((perceel,))}"
    if before == now:
        return f"{what} is anders over de regels verdeeld dan in {source}."
    return (
        f"{what} komt uit op {format_euro(now)} (lasten min baten), en niet op de {format_euro(before)} van {source}. "
        "Een besluit daarover staat niet in dit dossier."
    )


def _name_dossier(order: DocumentOrder, known: KnownColumn) -> str:
    sources = PRODUCTS[order.product].known_from[known.column]
    years = {dossier_id(order.profile.profiel, order.boekjaar + item.years, item.product): item for item in sources}
    found = years[known.source]
    return name_in_sentence(found.product, order.boekjaar + found.years)


def name_uncompared(order: DocumentOrder, percelen: Iterable[str] | None = None) -> tuple[str, ...]:
    """Return in Dutch which columns were compared with no earlier product, for these percelen or all; () for none."""
    shown = tuple(order.names if percelen is None else percelen)
    columns = ((column, _uncompared(order, column, shown)) for column in PRODUCTS[order.product].known_from)
    missing = [(_source(order, column), codes, column) for column, codes in columns if codes]
    return tuple(
        _sentence(order, source, [column for *_, column in group], codes if set(codes) != set(shown) else ())
        for (source, codes), group in groupby(missing, key=lambda item: item[:2])
    )


def name_older_codes(boekjaar: int) -> tuple[str, ...]:
    """Return in Dutch that the codes are those of another year, or that there are none; () when they are its own."""
    if not has_code_list(boekjaar):
        return (f"Voor {boekjaar} hebben wij geen codelijst van Iv3: bij de codes staat geen omschrijving.",)
    codes = load_code_list(boekjaar)
    if codes.may_change:
        return (f"{codes.caveat} Een code kan daarin nog veranderen.",)
    return (codes.caveat,) if codes.caveat else ()


def _uncompared(order: DocumentOrder, column: str, percelen: tuple[str, ...]) -> tuple[str, ...]:
    found = order.known.kolommen.get(column) if order.known else None
    known = found.cijfers if found else {}
    return tuple(_with_amounts(order, column, (code for code in percelen if code not in known)))


def _with_amounts(order: DocumentOrder, column: str, percelen: Iterable[str]) -> Iterator[str]:
    """Leave out a perceel whose column is empty because it is its first year."""
    return (code for code in percelen if not has_no_history(column, order.inzendingen[code].eerste_jaar))


def _source(order: DocumentOrder, column: str) -> str:
    # The last source is what was adopted; those before it only tell of it more recently.
    adopted = PRODUCTS[order.product].known_from[column][-1]
    return name_in_sentence(adopted.product, order.boekjaar + adopted.years)


def _sentence(order: DocumentOrder, source: str, columns: list[str], only: tuple[str, ...]) -> str:
    names = join_names([order.column_heading(column) for column in columns])
    come, are = ("komt", "is") if len(columns) == 1 else ("komen", "zijn")
    whose = f" voor {order.join_percelen(only)}" if only else ""
    why = "het logboek kent die niet" if order.is_draft else "dit dossier kent die niet"
    return (
        f"{names} {come}{whose} uit de werkboeken en {are} niet vergeleken met de vastgestelde cijfers van {source}: "
        f"{why}."
    )
