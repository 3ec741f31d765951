"""Figures judged by the checks across rows alone, with what a ledger knows of earlier products beside them."""

from dataclasses import replace
from typing import Any

from builders.workbook import VERANTWOORDING, make_figures
from jaarcyclus.dossier.round import RULES_VERSION
from jaarcyclus.figures.known import KnownColumn
from jaarcyclus.figures.records import Figures, Line, total_cent
from jaarcyclus.intake.checks.context import Context
from jaarcyclus.intake.checks.listed import run_checks
from jaarcyclus.intake.sandbox import Cell
from jaarcyclus.terms.findings import Bevinding
from jaarcyclus.terms.iv3 import load_code_list
from jaarcyclus.terms.products import PRODUCTS
from jaarcyclus.workbook.form import Marks
from jaarcyclus.workbook.tables import form_tables


def check(figures: Figures, *, only: str = "", **changes: Any) -> list[Bevinding]:
    """Return the findings on figures with right totals; `only`: those of which the code begins so."""
    return [item for item in run_checks(figures, context_of(figures, **changes)) if item.code.startswith(only)]


def context_of(figures: Figures, **changes: Any) -> Context:
    """Return what these figures are judged beside: nothing known, two who submit, right totals."""
    kenmerken = Marks(profiel="dowr", perceel=figures.perceel, product=figures.product, boekjaar=figures.boekjaar)
    context = Context(
        perceel=figures.perceel,
        line_table=form_tables(kenmerken, VERANTWOORDING)[0],
        code_list=load_code_list(figures.boekjaar),
        inzenders={"ict": "ICT", "psa": "PSA"},
        verantwoording=VERANTWOORDING,
        totals=stored_totals(figures),
        regels=RULES_VERSION,
        known={},
    )
    return replace(context, **changes)


def cell_of(figures: Figures, column: str, row: int) -> str:
    """Where a column stands on the sheet with lines, whatever the form it is in."""
    return context_of(figures).line_table.cell_name(column, row)


def stored_totals(figures: Figures) -> dict[tuple[str, str], Cell | None]:
    """The totals as Excel stores them on a form of today."""
    totals: dict[tuple[str, str], Cell | None] = {}
    for column in PRODUCTS[figures.product].columns:
        lasten, baten = (total_cent(figures.regels, side, column) for side in ("lasten", "baten"))
        for name, cent in (("lasten", lasten), ("baten", baten), ("bijdrage", lasten - baten)):
            totals[name, column] = Cell("getal", repr(cent / 100), formula=True)
    return totals


def lines(*lines: Line) -> Figures:
    """Figures of these lines, one below the other."""
    return make_figures(regels=tuple(replace(item, rij=number) for number, item in enumerate(lines, 9)))


def earlier(figures: Figures, *, boekjaar: int = 2027, column: str = "t_min1") -> dict[str, KnownColumn]:
    """What a ledger knows when these figures were the begroting of this boekjaar; nothing in it was adopted."""
    return {
        column: KnownColumn(
            column=column,
            source=f"dowr-{boekjaar}-begroting",
            source_column="t",
            exact=False,
            figures=replace(figures, boekjaar=boekjaar),
        )
    }
