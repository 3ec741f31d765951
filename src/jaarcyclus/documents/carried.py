"""What a document says of figures that were carried forward: a sentence, and a mark on each table and total with them.

Somebody who reads one table only must see that a perceel handed in nothing, so a note at the start is not enough.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from jaarcyclus.documents.order import DocumentOrder
from jaarcyclus.dossier.round import dossier_id
from jaarcyclus.printing.table import Chapter, Table, Value
from jaarcyclus.terms.formats import format_day, join_names
from jaarcyclus.terms.products import PRODUCTS, name_in_sentence

MARK = "overgenomen"
_OF_PERCEEL = {"Perceel", "Van", "Aan"}


def name_carried(order: DocumentOrder, percelen: Iterable[str] | None = None) -> tuple[str, ...]:
    """Return in Dutch for which of these percelen, or of all, earlier figures count, since when, from what and why."""
    shown = order.names if percelen is None else percelen
    return tuple(_sentence(order, code) for code in shown if code in order.carried)


def mark_chapters(order: DocumentOrder, chapters: Iterable[Chapter], percelen: Collection[str]) -> tuple[Chapter, ...]:
    """Return the chapters, each table of which holds figures of these percelen, with a mark on every such table."""
    return tuple(
        replace(
            chapter,
            tables=mark_tables(order, chapter.tables, percelen),
            parts=mark_chapters(order, chapter.parts, percelen),
        )
        for chapter in chapters
    )


def mark_tables(order: DocumentOrder, tables: Iterable[Table], percelen: Collection[str]) -> tuple[Table, ...]:
    """Return the tables, all of which hold figures of these percelen, with what was carried marked in each."""
    carried = [code for code in percelen if code in order.carried]
    return tuple(_mark(order, table, carried) if carried else table for table in tables)


def _mark(order: DocumentOrder, table: Table, carried: list[str]) -> Table:
    names = {order.names[code] for code in carried}
    rows = tuple(_name_row(table, row, names) for row in table.rows)
    if rows == table.rows and not table.totals and _OF_PERCEEL & {column.title for column in table.columns}:
        return table  # it lists percelen, and none of these
    return replace(
        table,
        title=f"{table.title}; met {MARK} cijfers van {order.join_percelen(carried)}",
        rows=rows,
        totals=tuple((f"{row[0]} (met {MARK} cijfers)", *row[1:]) for row in table.totals),
    )


def _name_row(table: Table, row: tuple[Value, ...], names: set[str]) -> tuple[Value, ...]:
    return tuple(
        f"{cell} ({MARK})" if column.title in _OF_PERCEEL and cell in names else cell
        for column, cell in zip(table.columns, row, strict=True)
    )


def _sentence(order: DocumentOrder, perceel: str) -> str:
    item = order.carried[perceel]
    given = item.overgenomen
    assert given is not None
    sources = join_names(list(dict.fromkeys(_sources(order, perceel))))
    return (
        f"Van {order.join_percelen((perceel,))} is geen werkboek aanvaard. De controller nam op "
        f"{format_day(item.klok)} de laatst vastgestelde cijfers over, uit {sources}. Reden: {given.reden}"
    )


def _sources(order: DocumentOrder, perceel: str) -> Iterator[str]:
    given = order.carried[perceel].overgenomen
    for column, sources in PRODUCTS[order.product].carried_from.items():
        for source in sources:
            name = name_in_sentence(source.product, order.boekjaar + source.years)
            if given and given.kolommen[column].dossier == dossier_id(
                order.profile.profiel, order.boekjaar + source.years, source.product
            ):
                yield name
