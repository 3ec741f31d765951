"""The figures of a perceel that hands in nothing, put together from its last adopted ones. Pure.

No amount is made here: every column is to the cent what its source says. Words are not carried forward: what a manager
wrote about another year explains nothing of this one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from jaarcyclus.errors import TotalsDiffer
from jaarcyclus.figures.known import KnownColumn
from jaarcyclus.figures.records import Figures, Line, total_cent
from jaarcyclus.figures.same_lines import merge_lines
from jaarcyclus.terms.products import PRODUCTS


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
    sources = (known[column] for column in sorted(columns, key=lambda column: column != main))
    for number, (line, row) in enumerate(merge_lines(sources).values(), 1):
        yield replace(line, bedragen_cent={column: row[column] for column in columns}, rij=number)
