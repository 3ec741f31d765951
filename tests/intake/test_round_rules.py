"""What rules 1 did not look at stays unseen in its rounds: a dossier of then is judged as it was."""

import pytest

from jaarcyclus.intake.round_rules import read_under
from jaarcyclus.intake.sandbox import Cell, Sheet

PILED = "e" + "\u0301" * 9


@pytest.mark.parametrize(
    ("cell", "then", "now"),
    [
        (Cell("getal", "0.0999999999999091"), Cell("getal", "0.0999999999999091"), Cell("getal", "0.1")),
        (Cell("afgerond", "0.25"), Cell("getal", "0.25"), Cell("afgerond", "0.25")),
        (Cell("verhuld", "5"), Cell("getal", "5"), Cell("verhuld", "5")),
        (Cell("tekst_verhuld", " ja "), Cell("tekst", "ja"), Cell("tekst_verhuld", " ja ")),
        (Cell("tekst", PILED), Cell("tekst", PILED), Cell("tekst_gestapeld", PILED)),
        (Cell("fout", "#N/A"), Cell("fout", "#N/A"), Cell("fout", "#N/A")),
    ],
)
def test_a_cell_is_read_by_the_rules_of_its_round(cell: Cell, then: Cell, now: Cell) -> None:
    sheet = Sheet(
        name="Regels",
        visible=True,
        cells={(9, 1): cell},
        comments=(),
        merged=(),
        hidden_rows=frozenset(),
        hidden_columns=(),
        drawing=False,
        page_header="",
    )

    assert read_under({"Regels": sheet}, 1)["Regels"].cells[9, 1] == then
    assert read_under({"Regels": sheet}, 2)["Regels"].cells[9, 1] == now
