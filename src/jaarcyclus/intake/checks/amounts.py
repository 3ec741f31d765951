"""The checks on amounts beside other amounts: last year's, the formation, and what earlier years called one-off."""

from collections.abc import Iterator

from jaarcyclus.figures.known import KnownColumn
from jaarcyclus.figures.records import Figures, Line, total_cent
from jaarcyclus.intake.checks.context import Context, on_line
from jaarcyclus.terms.findings import Bevinding, bevinding
from jaarcyclus.terms.formats import format_fte
from jaarcyclus.terms.money import format_euro
from jaarcyclus.terms.products import PRODUCTS
from jaarcyclus.terms.words import to_letters
from jaarcyclus.workbook.form import MENSKRACHT, REGELS

# Chosen: nobody's budget becomes a five-hundredth of itself, and a workbook in thousands never is further off.
_THOUSANDFOLD = (500, 2_000)
_WAGES = "1.1"
# Chosen: what a full-time post costs a gemeente a year, from a junior with a part of a year to a director.
_LEAST_PER_FTE_CENT, _MOST_PER_FTE_CENT = 40_000 * 100, 160_000 * 100
_LEAVES_UNREAD = 6  # the rules since which a sheet with a cell that could not be read is left to that finding
_WAGES_ASIDE_CENT = 50_000 * 100  # chosen: allowances, a trainee, a part of a post; less is no sign of anything


def check_thousands(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield one finding when all amounts together are about a thousand times what was known: thousands for euros."""
    known = _latest(context)
    if known is None or context.doubts:
        return
    given = _volume(figures, PRODUCTS[figures.product].main_column)
    before = _volume(known.figures, known.source_column)
    if not given or not before:
        return
    for more, less, direction in ((before, given, "klein"), (given, before, "groot")):
        if _THOUSANDFOLD[0] * less <= more <= _THOUSANDFOLD[1] * less:
            yield bevinding(
                "BEDRAGEN_IN_DUIZENDTALLEN",
                blad=REGELS,
                waarde=format_euro(given),
                richting=direction,
                bron=context.name_source(known),
                nu=format_euro(given),
                toen=format_euro(before),
            )


def check_third_year(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield lines that are called incidental now and were so in two earlier boekjaren that the ledger knows."""
    years: dict[int, KnownColumn] = {}
    for known in context.known.values():
        if known.figures.boekjaar < figures.boekjaar:
            years.setdefault(known.figures.boekjaar, known)
    if len(years) < 2:
        return
    newest = [years[year] for year in sorted(years, reverse=True)[:2]]
    before = [{_identity(line) for line in known.figures.regels if _is_one_off(line, known)} for known in newest]
    column = PRODUCTS[figures.product].main_column
    sources = " en ".join(context.name_source(known) for known in newest)
    for line in figures.regels:
        if line.incidenteel and line.bedragen_cent[column] and all(_identity(line) in lines for lines in before):
            yield on_line(
                "INCIDENTEEL_DERDE_JAAR",
                line,
                context,
                "aard",
                "incidenteel",
                omschrijving=line.omschrijving,
                bronnen=sources,
            )


def check_wages(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield one finding when wages and formation cannot be of the same people.

    The budget is compared, for the formation is that of the year; realised wages of a part of it say nothing.
    """
    staff, column = figures.menskracht, _budget_column(figures)
    if staff is None or context.doubts or (context.regels >= _LEAVES_UNREAD and MENSKRACHT in context.unread_sheets):
        return
    wages = total_cent((line for line in figures.regels if line.categorie == _WAGES), "lasten", column)
    least, most = (staff.formatie_fte_honderdste * cost // 100 for cost in (_LEAST_PER_FTE_CENT, _MOST_PER_FTE_CENT))
    if least - _WAGES_ASIDE_CENT <= wages <= most + _WAGES_ASIDE_CENT:
        return
    heading = next(item.heading for item in context.line_table.columns if item.sleutel == column)
    yield bevinding(
        "LONEN_PASSEN_NIET_BIJ_FORMATIE",
        blad=MENSKRACHT,
        cel="A5",
        waarde=format_fte(staff.formatie_fte_honderdste),
        kolom=heading,
        lonen=format_euro(wages),
        fte=format_fte(staff.formatie_fte_honderdste),
        onder=format_euro(_LEAST_PER_FTE_CENT),
        boven=format_euro(_MOST_PER_FTE_CENT),
    )


def _budget_column(figures: Figures) -> str:
    product = PRODUCTS[figures.product]
    return product.compared[0] if product.compared else product.main_column


def _latest(context: Context) -> KnownColumn | None:
    """Return the known column of the newest boekjaar."""
    return max(context.known.values(), key=lambda known: known.figures.boekjaar, default=None)


def _volume(figures: Figures, column: str) -> int:
    return sum(abs(line.bedragen_cent[column] or 0) for line in figures.regels)


def _is_one_off(line: Line, known: KnownColumn) -> bool:
    return line.incidenteel and bool(line.bedragen_cent[known.source_column])


def _identity(line: Line) -> tuple[str, str]:
    return line.kant, to_letters(line.omschrijving)
