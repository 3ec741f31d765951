"""The checks of Iv3 and of the profile on sums of lines: what must balance does, and nothing realised is undivided."""

from collections.abc import Iterator, Mapping

from jaarcyclus.figures.records import Figures, balance_cent, total_cent
from jaarcyclus.figures.verrekening import charged_party
from jaarcyclus.intake.checks.context import Context, on_line
from jaarcyclus.terms.findings import Bevinding, bevinding
from jaarcyclus.terms.money import format_euro
from jaarcyclus.terms.products import PRODUCTS
from jaarcyclus.workbook.form import REGELS

_REALISED = "realisatie"
_UNDIVIDED = ("4.3.9", "4.4.9")
_ATTRIBUTED_INTEREST = "7.4"
_PF004_CENT = 1_000 * 100  # chosen: Iv3 is in thousands of euros, so less cannot be seen there


def check_balance(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield each year in which lasten and baten differ by more than the profile allows, where they must be equal."""
    balance = context.verantwoording.evenwicht
    if balance is None or not balance.holds_for(figures.product, figures.perceel):
        return
    product, difference = PRODUCTS[figures.product], context.line_table.totals[-1]
    for column in product.own_columns:
        cent = balance_cent(figures, column)
        if column in product.part_year or column in context.doubts or abs(cent) <= balance.euro * 100:
            continue
        yield bevinding(
            "NIET_IN_EVENWICHT",
            blad=REGELS,
            cel=context.line_table.cell_name(column, difference.row),
            waarde=format_euro(cent if difference.name == "bijdrage" else -cent),
            kolom=_heading(column, context),
            lasten=format_euro(total_cent(figures.regels, "lasten", column)),
            baten=format_euro(total_cent(figures.regels, "baten", column)),
            verschil=format_euro(abs(cent)),
            marge=format_euro(balance.euro * 100),
        )


def check_undivided(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """PF009: yield lines on a categorie for what is not divided yet, which a budget may have and a realisation not."""
    for line in figures.regels:
        if line.categorie in _UNDIVIDED and line.bedragen_cent.get(_REALISED):
            yield on_line("IV3_PF009", line, context, "categorie", line.categorie, categorie=line.categorie)


def check_attributed_interest(figures: Figures, context: Context, others: Mapping[str, Figures]) -> Iterator[Bevinding]:
    """PF004 as far as a workbook can tell: interest that one taakveld is charged (7.4) is another's bate.

    Yielded once every other submission is in. What percelen charge each other is not in the filing.
    """
    if others.keys() | {figures.perceel} != context.inzenders.keys() or _REALISED in context.doubts:
        return
    lines = [
        line
        for item in (figures, *others.values())
        for line in item.regels
        if line.categorie == _ATTRIBUTED_INTEREST and charged_party(line, context.inzenders) is None
    ]
    lasten, baten = (total_cent(lines, side, _REALISED) for side in ("lasten", "baten"))
    if abs(lasten - baten) > _PF004_CENT:
        yield bevinding(
            "IV3_PF004",
            blad=REGELS,
            categorie=_ATTRIBUTED_INTEREST,
            lasten=format_euro(lasten),
            baten=format_euro(baten),
        )


def _heading(column: str, context: Context) -> str:
    return next(item.heading for item in context.line_table.columns if item.sleutel == column)
