"""The figures of a perceel that hands in nothing, put together from its last adopted ones. Pure.

No amount is made here: every column is to the cent what its source says. Words are not carried forward: what a manager
wrote about another year explains nothing of this one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from jaarcyclus.errors import TotalsDiffer
from jaarcyclus.figures.known import KnownColumn
from jaarcyclus.figures.records import Figures, Line, add_known, total_cent
from jaarcyclus.terms.products import PRODUCTS

_Same = tuple[str, str, str, str, str, bool, str]


def carry_forward(known: Mapping[str, KnownColumn], perceel: str, product: str, boekjaar: int) -> Figures:
    """Return the figures of this product from `known`, which has a source for each of its columns.

    A line that a source does not have is nought in its column; a column of which a source has nothing at all, because
    it was the perceel's first year, stays empty. Risks and staff are those of the source of the main
    column. Raises TotalsDiffer when a column would not come to what its source says.
    """
    last = known[PRODUCTS[product].main_column].figures
    made = Figures(
        profiel=last.profiel,
        product=product,
        boekjaar=boekjaar,
        perceel=perceel,
        eerste_jaar=False,
        regels=tuple(_lines(known, product)),
        risicos=last.risicos,
        menskracht=last.menskracht,
    )
    for column, source in known.items():
        for side in ("lasten", "baten"):
            if total_cent(made.regels, side, column) != total_cent(source.figures.regels, side, source.source_column):
                raise TotalsDiffer(f"{perceel}, {side} {column}: carried forward and {source.source}")
    return made


def _lines(known: Mapping[str, KnownColumn], product: str) -> Iterator[Line]:
    """Yield each line of any source once: the lines of the main column first, in their order."""
    columns, main = PRODUCTS[product].columns, PRODUCTS[product].main_column
    nothing = {column: 0 if _has_figures(known[column]) else None for column in columns}
    lines: dict[_Same, Line] = {}
    amounts: dict[_Same, dict[str, int | None]] = {}
    for column in sorted(columns, key=lambda column: column != main):
        for line in known[column].figures.regels:
            lines.setdefault(_same(line), line)
            row = amounts.setdefault(_same(line), dict(nothing))
            row[column] = add_known((row[column], line.bedragen_cent[known[column].source_column]))
    for number, (key, line) in enumerate(lines.items(), 1):
        yield replace(line, bedragen_cent=amounts[key], rij=number)


def _has_figures(source: KnownColumn) -> bool:
    return any(line.bedragen_cent[source.source_column] is not None for line in source.figures.regels)


def _same(line: Line) -> _Same:
    return (
        line.kant,
        line.taakveld,
        line.categorie,
        line.wederpartij or "",
        line.omschrijving,
        line.incidenteel,
        line.btw_regime,
    )
