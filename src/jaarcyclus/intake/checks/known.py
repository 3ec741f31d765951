"""Where a workbook says another amount than the ledger: one finding a place, on the cell that the sender can mend."""

from collections.abc import Iterator
from dataclasses import replace

from jaarcyclus.figures.known import Difference, Key, code_of, differences
from jaarcyclus.figures.records import Figures, Line
from jaarcyclus.intake.checks.context import Context
from jaarcyclus.intake.checks.prefilled import changed_line, told_codes
from jaarcyclus.terms.findings import Bevinding, bevinding
from jaarcyclus.terms.money import format_euro
from jaarcyclus.workbook.form import REGELS, FormTable

_POINTS_AT_NATURE = 6
_NATURE_BACK = "Zet op deze regel structureel of incidenteel terug zoals het was, en laat het bedrag staan."


def check_known(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield a finding for each difference: a fault where the amount was adopted, else a warning.

    Where a line has a code or an amount that is refused already, nothing is compared that this line may be about: to
    enter the known amount elsewhere would spoil an amount that is right.
    """
    wrong = {(code_of(line), parts) for line in figures.regels if (parts := _wrong_codes(line, context))}
    gaps = {
        (code_of(line), column)
        for line in figures.regels
        for column in context.known
        if _has_no_amount(line, column, context)
    }
    told = told_codes(figures, context)
    for item in differences(figures, context.known, lines=context.regels > 2):
        if (item.key, item.known.exact) in told or _is_of_another_year(item, figures, context):
            continue
        doubtful = any(_may_be(key, parts, item.key) for key, parts in wrong)
        if not doubtful and (item.key, item.known.column) not in gaps:
            yield _finding(item, figures, context)


def _may_be(given: Key, wrong: frozenset[int], key: Key) -> bool:
    """Return whether a line is of this key once its wrong codes are mended."""
    return all(number in wrong or code == key[number] for number, code in enumerate(given))


def _wrong_codes(line: Line, context: Context) -> frozenset[int]:
    """Return which parts of the key of a line have a fault of their own."""
    codes = context.code_list
    categories = {"lasten": codes.categorieen_lasten, "baten": codes.categorieen_baten}
    allowed = categories.get(line.kant, {**codes.categorieen_lasten, **codes.categorieen_baten})
    party = line.wederpartij or ""
    wrong = (
        line.kant not in categories,
        line.taakveld not in codes.taakvelden,
        line.categorie not in allowed,
        context.is_unread("wederpartij", line)
        or (party != "" and (party == context.perceel or party not in context.inzenders)),
    )
    return frozenset(number for number, is_wrong in enumerate(wrong) if is_wrong)


def _has_no_amount(line: Line, column: str, context: Context) -> bool:
    form = next(item for item in context.line_table.columns if item.sleutel == column)
    return context.is_unread(column, line) or (line.bedragen_cent[column] is None and not form.empty)


def _count_lines(figures: Figures, item: Difference) -> int:
    return sum(code_of(line) == item.key for line in figures.regels)


def _is_of_another_year(item: Difference, figures: Figures, context: Context) -> bool:
    """What is incidental is said of the boekjaar of the workbook; that of another may have it otherwise."""
    return context.issued is not None and item.of_nature and item.known.figures.boekjaar != figures.boekjaar


def _finding(item: Difference, figures: Figures, context: Context) -> Bevinding:
    table, lines = context.line_table, _count_lines(figures, item)
    changed = None if item.within else changed_line(figures, context, item.key, item.known.column)
    line = changed or item.line
    given = item.given_cent if changed is None else changed.bedragen_cent[item.known.column] or 0
    found = bevinding(
        "BEGROTING_WIJKT_AF" if item.known.exact else "EERDER_BEDRAG_WIJKT_AF",
        blad=REGELS,
        # Where a line is missing there is no cell to name, and nothing that stands in it.
        cel=table.cell_name(item.known.column, line.rij) if line else "",
        waarde=format_euro(given) if line else "",
        plaats=_place(item, lines, table, together=changed is not None),
        bron=context.name_source(item.known),
        bekend=format_euro(item.known_cent),
    )
    if context.regels >= _POINTS_AT_NATURE and item.of_nature and line:
        cell, said = table.cell_name("aard", line.rij), "incidenteel" if line.incidenteel else "structureel"
        return replace(found, cel=cell, waarde=said, herstel=_NATURE_BACK)
    return found


def _place(item: Difference, lines: int, table: FormTable, *, together: bool) -> str:
    """Return by what the amounts were compared, all of it: else findings on one taakveld read alike."""
    side, taakveld, categorie, wederpartij = item.key
    charged = f", wederpartij {wederpartij}" if wederpartij else ""
    if item.within:
        return f"{side} op taakveld {taakveld}, categorie {categorie}{charged}, {item.within}"
    return (
        f"{side} op taakveld {taakveld}, categorie {categorie}{charged}{_where(item, lines, table, together=together)}"
    )


def _where(item: Difference, lines: int, table: FormTable, *, together: bool) -> str:
    """Return what the cell of the finding does not tell by itself: of one line it tells all."""
    if lines == 1:
        return ""
    if lines > 1:
        return f" ({lines} regels samen{f' {format_euro(item.given_cent)}' if together else ''})"
    heading = next(column.heading for column in table.columns if column.sleutel == item.known.column)
    return f" (geen regel) in de kolom '{heading}'"
