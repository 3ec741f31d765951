"""The checks on a kaderbrief and on the begroting that follows it: what the office writes beside what it hears."""

from typing import Any

import pytest

from builders.checks import check, lines
from builders.workbook import make_figures, make_line
from jaarcyclus.figures.kaders import Index, Kaders
from jaarcyclus.intake.cells import read_cell
from jaarcyclus.intake.sandbox import Cell
from jaarcyclus.workbook.form import CellKind, FormColumn

KADERS = Kaders(
    boekjaar=2027,
    indexen=(
        Index(categorie="1.1", hundredths=(3_00,) * 4, source="cao gemeenten", day="2025-11-01"),
        Index(categorie="3", hundredths=(2_00,) * 4, source="CPB", day="2025-11-01"),
    ),
    volumes=(),
    taakstellingen=(),
    claims={},
)
INDEX: dict[str, Any] = {"rij": 5, "groep": "3", "bron": "CPB", "datum": "2025-11-01"}


def judged(*rows: tuple[str, str, int | None, int | None], **changes: Any) -> list[tuple[str, str]]:
    """What is said of lines with these words, categorie, t-1 and t in euros: cell and sentence."""
    made = [
        make_line(
            words,
            categorie=categorie,
            bedragen_cent={
                **dict.fromkeys(("t_min2", "t_plus1", "t_plus2", "t_plus3"), 0),
                "t_min1": None if before is None else before * 100,
                "t": None if now is None else now * 100,
            },
            **changes,
        )
        for words, categorie, before, now in rows
    ]
    return [(item.cel, item.melding) for item in check(lines(*made), only="INDEXATIE", kaders=KADERS)]


@pytest.mark.parametrize(
    "row",
    [
        ("Salarissen", "1.1", 100_000, 103_000),
        ("Salarissen, op honderden", "1.1", 100_000, 103_200),  # rounding, up to € 250
        ("Salarissen, net op de grens", "1.1", 100_000, 103_250),
        ("Licenties", "3.8", 100_000, 102_000),
        ("Rente heeft geen index", "5.1", 100_000, 250_000),
        ("Begint dit jaar", "3.8", 0, 50_000),
        ("Eindigt dit jaar", "3.8", 50_000, 0),
        ("Heeft geen historie", "3.8", None, 50_000),
    ],
)
def test_a_line_that_follows_or_has_its_own_reason_is_not_named(row: tuple[str, str, int | None, int | None]) -> None:
    assert judged(row) == []


def test_an_incidental_line_has_its_own_reason() -> None:
    assert judged(("Verhuizing", "3.8", 10_000, 40_000), incidenteel=True) == []


def test_the_lines_that_do_not_follow_are_told_per_index() -> None:
    found = judged(
        ("Salarissen", "1.1", 100_000, 103_000),
        ("Licenties", "3.8", 100_000, 110_000),
        ("Inhuur", "3.5.1", 50_000, 50_000),
    )

    assert found == [
        (
            "K10",
            "Categorie 3: de index van de kaderbrief is 2,00% (bron: CPB). Deze regels volgen haar niet: "
            "'Licenties' (€ 110.000,00, met de index € 102.000,00); 'Inhuur' (€ 50.000,00, met de index € 51.000,00).",
        )
    ]


def test_without_a_kaderbrief_nothing_is_said() -> None:
    made = lines(make_line("Licenties", categorie="3.8"))

    assert check(made, only="INDEXATIE", kaders=None) == []


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [
        ({}, [("INDEX_ONTBREEKT", "")]),
        ({"indexen": (INDEX,)}, []),
        ({"indexen": (INDEX, INDEX | {"rij": 6})}, [("KADER_DUBBEL", "A6")]),
        ({"indexen": (INDEX, INDEX | {"rij": 6, "groep": "3.8"})}, []),
        ({"indexen": (INDEX | {"groep": "8"},)}, [("KADER_ONBEKEND", "A5")]),
        (
            {"indexen": (INDEX,), "volumes": ({"rij": 5, "sleutel": "Inwoners", "gemeente": "Zwolle"},)},
            [("KADER_ONBEKEND", "B5")],
        ),
        ({"indexen": (INDEX,), "taakstelling": ({"rij": 5, "perceel": "belasting"},)}, [("KADER_ONBEKEND", "A5")]),
    ],
)
def test_what_nobody_can_use_is_refused(sheets: Any, expected: list[tuple[str, str]]) -> None:
    figures = make_figures("kaderbrief", bladen=sheets)

    found = check(figures, kaders_by="ict", sleutels=frozenset({"Inwoners"}), gemeenten=("Raalte",))

    assert [(item.code, item.cel) for item in found] == expected


def test_a_claim_is_not_needed() -> None:
    """A perceel that asks for nothing hands in a workbook without lines."""
    assert check(make_figures("kaderbrief", regels=()), kaders_by="psa") == []


@pytest.mark.parametrize(
    ("kind", "text", "read"),
    [
        ("tekst", "1-11-2026", "2026-11-01"),
        ("tekst", " 01/11/2026", "2026-11-01"),
        ("tekst", "2026-11-01", "2026-11-01"),
        ("datum", "2026-11-01 00:00:00", "2026-11-01"),
        ("tekst", "31-2-2026", None),
        ("tekst", "november", None),
        ("getal", "46327", None),
        ("datum", "2026-11-01 08:30:00", None),
    ],
)
def test_a_day_is_read_as_people_and_excel_write_it(kind: str, text: str, read: str | None) -> None:
    column = FormColumn(sleutel="datum", heading="Datum", kind=CellKind.DATE)

    found = read_cell(Cell(kind, text), column, "Indexen", "G5")

    assert (found.value, found.bevinding.code if found.bevinding else None) == (
        (read, None) if read else (None, "DATUM_VERWACHT")
    )
