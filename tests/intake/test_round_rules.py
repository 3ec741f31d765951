"""What older rules did not look at stays unseen in their rounds: a dossier of then is judged as it was."""

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
    assert read_under(sheets(cell), 1)["Regels"].cells[9, 1] == then
    assert read_under(sheets(cell), 3)["Regels"].cells[9, 1] == now


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (Cell("verhuld", "0.0999999999999091"), Cell("getal", "0.1")),
        (Cell("procent", "0.25"), Cell("getal", "0.25")),
        (Cell("tekst_verhuld", " ja "), Cell("tekst", " ja ")),
        (Cell("tekst", PILED), Cell("tekst", PILED)),
    ],
)
def test_rules_2_hold_to_the_residue_alone(cell: Cell, read: Cell) -> None:
    """Each release under them looked at more; an archive is held to what all of them read."""
    assert read_under(sheets(cell), 2)["Regels"].cells[9, 1] == read


def sheets(cell: Cell) -> dict[str, Sheet]:
    return {
        "Regels": Sheet(
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
    }
