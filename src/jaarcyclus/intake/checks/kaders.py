"""The checks on what a kaderbrief fixes, and on whether a begroting follows the published one."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from jaarcyclus.figures.kaders import NEW_POLICY, SAVING, Index, index_for, proposal
from jaarcyclus.figures.records import Figures, Line, deviation
from jaarcyclus.intake.checks.context import Context, on_line
from jaarcyclus.terms.findings import Bevinding, bevinding
from jaarcyclus.terms.formats import format_fte, name_some
from jaarcyclus.terms.money import format_euro
from jaarcyclus.terms.products import PRODUCTS
from jaarcyclus.workbook.extra_tables import EXTRA_SHEETS, EXTRA_TABLES
from jaarcyclus.workbook.form import REGELS

ROUNDING_CENT = 250_00  # chosen: budgets are made in hundreds of euros, in both years
_MOST_NAMED = 5  # chosen: who reads a sentence
_INDEXED = (None, "index")  # what a line without another kind of change is held to
_Row = Mapping[str, str | int]

_NEW_FORM = (
    "Op dit werkboek is daar geen kolom voor. Haal op de pagina Inleveren een nieuw werkboek op en kies bij de regels "
    "waarop u bespaart de soort mutatie 'taakstelling', of leg op het blad Toelichting uit waarom het niet lukt."
)


def check_kaders(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield kaders in a workbook of somebody else than who prepares them, and of that one what nobody can use."""
    sheets = PRODUCTS[figures.product].sheets
    if figures.perceel != context.kaders_by:
        for key in sheets:
            if rows := figures.bladen.get(key):
                name = context.inzenders.get(context.kaders_by, context.kaders_by)
                yield _on_row("KADER_VAN_ANDER", key, rows[0], context, naam=name)
        return
    if not figures.bladen.get("indexen") and EXTRA_SHEETS["indexen"] not in context.unread_sheets:
        yield bevinding("INDEX_ONTBREEKT", blad=EXTRA_SHEETS["indexen"])
    known: Mapping[str, Collection[str]] = {
        "indexen": _groups(context),
        "volumes": context.sleutels,
        "taakstelling": context.inzenders,
    }
    for key in sheets:
        yield from _judge_rows(key, figures.bladen.get(key, ()), known[key], context)


def check_indexation(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield per index one finding with the lines of which t does not follow from t-1; nothing without a kaderbrief.

    Lines with another kind of change, incidental ones and those that begin or end have their own reason (chosen).
    """
    if context.kaders is None:
        return
    exceptions: dict[str, list[tuple[Line, int]]] = {}
    for line in figures.regels:
        index = index_for(context.kaders, line.categorie)
        expected = _expected(line, context)
        if index is not None and expected is not None:
            exceptions.setdefault(index.categorie, []).append((line, expected))
    for index in context.kaders.indexen:
        if lines := exceptions.get(index.categorie):
            yield _exceptions(index, lines, context)


def _expected(line: Line, context: Context) -> int | None:
    """Return what the index makes of the year before, when the line says something else."""
    before, now = line.bedragen_cent.get("t_min1"), line.bedragen_cent.get("t")
    other = line.incidenteel or line.soort_mutatie not in _INDEXED
    if context.kaders is None or other or not before or not now:
        return None
    if context.is_unread("t", line) or context.is_unread("t_min1", line) or context.is_unread("categorie", line):
        return None
    expected = proposal(context.kaders, before, line.categorie, 1)
    return expected if expected is not None and abs(now - expected) > ROUNDING_CENT else None


def _exceptions(index: Index, lines: list[tuple[Line, int]], context: Context) -> Bevinding:
    named = [
        f"'{line.omschrijving}' ({format_euro(line.bedragen_cent['t'] or 0)}, met de index {format_euro(expected)})"
        for line, expected in lines
    ]
    first = lines[0][0]
    return on_line(
        "INDEXATIE_WIJKT_AF",
        first,
        context,
        "t",
        format_euro(first.bedragen_cent["t"] or 0),
        groep=index.categorie,
        index=format_fte(index.hundredths[0]),
        bron=index.source,
        regels=name_some(named, _MOST_NAMED),
    )


def check_taakstelling(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield what the kaderbrief asks this perceel to save in the boekjaar and its lines of that kind do not."""
    asked = sum(
        item.amounts_cent[0]
        for item in (context.kaders.taakstellingen if context.kaders else ())
        if item.perceel == figures.perceel
    )
    saved = -_more(figures, SAVING)
    if asked > 0 and saved < asked:
        found = _on_lines("TAAKSTELLING_NIET_INGEVULD", figures, asked, saved)
        has_kind = any(column.sleutel == "soort_mutatie" for column in context.line_table.columns)
        yield found if has_kind else replace(found, herstel=_NEW_FORM)


def check_new_policy(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield new policy that costs more than the claims which the kaderbrief honoured; nothing without a kaderbrief."""
    if context.kaders is None:
        return
    honoured = sum(
        (line.bedragen_cent["nieuw_t"] or 0) * (1 if line.kant == "lasten" else -1)
        for line in context.kaders.claims.get(figures.perceel, ())
    )
    more = _more(figures, NEW_POLICY)
    if more > honoured + ROUNDING_CENT:
        yield _on_lines("NIEUW_BELEID_BOVEN_KADER", figures, more, honoured)


def _more(figures: Figures, mutation: str) -> int:
    """Return how many cents the lines with this kind of change cost more than the year before."""
    entry = PRODUCTS[figures.product]
    changes = (
        deviation(line.kant, line.bedragen_cent.get(entry.base_column or ""), line.bedragen_cent[entry.main_column])
        for line in figures.regels
        if line.soort_mutatie == mutation
    )
    return -sum(cents or 0 for cents in changes)


def _on_lines(code: str, figures: Figures, asked: int, found: int) -> Bevinding:
    words = {"gevraagd": format_euro(asked), "gevonden": format_euro(found)}
    return bevinding(code, blad=REGELS, jaar=figures.boekjaar, **words)


def _judge_rows(key: str, rows: Collection[_Row], known: Collection[str], context: Context) -> Iterator[Bevinding]:
    first, second = _KEYS[key]
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        about = (row.get(first), row.get(second))
        if row.get(first) and row[first] not in known:
            yield _on_row("KADER_ONBEKEND", key, row, context, first, bekend=", ".join(sorted(known)))
        elif second == "gemeente" and row.get(second) and row[second] not in context.gemeenten:
            yield _on_row("KADER_ONBEKEND", key, row, context, second, bekend=", ".join(context.gemeenten))
        elif about in seen:
            yield _on_row("KADER_DUBBEL", key, row, context, first)
        seen.add(about)


_KEYS = {"indexen": ("groep", ""), "volumes": ("sleutel", "gemeente"), "taakstelling": ("perceel", "")}


def _groups(context: Context) -> frozenset[str]:
    """Return every categorie, and every group that one is in: 3.5.1 is in 3.5 and in 3."""
    codes = {*context.code_list.categorieen_lasten, *context.code_list.categorieen_baten}
    return frozenset(".".join(code.split(".")[:count]) for code in codes for count in range(1, code.count(".") + 2))


def _on_row(code: str, key: str, row: _Row, context: Context, column: str = "", **words: object) -> Bevinding:
    table = EXTRA_TABLES[key](context.verantwoording)
    name = column or table.columns[0].sleutel
    cell = table.cell_name(name, int(row["rij"]))
    value = row.get(name, "")
    return bevinding(code, blad=table.sheet, cel=cell, waarde=value, **{"naam": value, **words})
