"""What is carried forward for a perceel that handed in nothing: from the recorded sources to figures. Pure."""

from collections.abc import Callable, Mapping

from jaarcyclus.figures.carried import carry_forward
from jaarcyclus.figures.known import KnownColumn
from jaarcyclus.figures.records import Figures, figures_from_json
from jaarcyclus.ledger.parts import BekendeKolom
from jaarcyclus.terms.products import PRODUCTS


def carried_figures(
    product: str, boekjaar: int, perceel: str, columns: Mapping[str, BekendeKolom], read: Callable[[str], bytes]
) -> Figures:
    """Return the figures that follow from `columns`, which names a source of this perceel for every column.

    `read` gives an artefact by SHA-256. Raises TotalsDiffer as `carry_forward`.
    """
    known = {
        column: KnownColumn(
            column=column,
            source=columns[column].dossier,
            source_column=columns[column].kolom,
            exact=False,
            figures=figures_from_json(read(columns[column].cijfers[perceel])),
        )
        for column in PRODUCTS[product].columns
    }
    return carry_forward(known, perceel, product, boekjaar)
