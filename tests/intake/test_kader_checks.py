"""The checks on a kaderbrief and on the begroting that follows it: what the office writes beside what it hears."""

from dataclasses import replace
from typing import Any

import pytest

from builders.checks import check, lines
from builders.workbook import VERANTWOORDING, make_figures, make_line
from jaarcyclus.figures.kaders import Index, Kaders, Taakstelling
from jaarcyclus.intake.cells import read_cell
from jaarcyclus.intake.sandbox import Cell
from jaarcyclus.terms.products import PRODUCTS
from jaarcyclus.workbook.form import FORMER_VERSION, CellKind, FormColumn, Marks
from jaarcyclus.workbook.tables import form_tables

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


ASKED = replace(
    KADERS,
    taakstellingen=(Taakstelling(perceel="ict", amounts_cent=(10_000_00,) * 4, toelichting="efficiëntie"),),
    claims={"ict": (make_line("Nieuw zaaksysteem", bedragen_cent={"nieuw_t": 25_000_00}),)},
)


def followed(only: str, *rows: tuple[str, str | None, int, int]) -> list[str]:
    """What is said of lines with these words, kind of change, t-1 and t in euros."""
    made = [
        make_line(
            words,
            soort_mutatie=kind,
            bedragen_cent={**dict.fromkeys(PRODUCTS["begroting"].columns, 0), "t_min1": before * 100, "t": now * 100},
        )
        for words, kind, before, now in rows
    ]
    return [item.melding for item in check(lines(*made), only=only, kaders=ASKED)]


def test_a_saving_that_the_kaderbrief_asks_stands_in_lines_of_that_kind() -> None:
    less = ("Minder licenties", "taakstelling", 40_000, 30_000)

    assert followed("TAAKSTELLING", less) == []
    assert followed("TAAKSTELLING", ("Minder licenties", None, 40_000, 30_000)) == [
        "De kaderbrief vraagt van dit perceel in 2027 een besparing van € 10.000,00. De regels met soort mutatie "
        "'taakstelling' besparen € 0,00 ten opzichte van vorig jaar."
    ]


def test_who_still_has_the_form_before_is_sent_to_the_new_one() -> None:
    """Its lines have no soort mutatie, and to choose one there is no remedy."""
    former = Marks(profiel="dowr", perceel="ict", product="begroting", boekjaar=2027, versie=FORMER_VERSION)
    table = form_tables(former, VERANTWOORDING)[0]

    (found,) = check(lines(make_line()), only="TAAKSTELLING", kaders=ASKED, line_table=table, totals={})

    assert found.herstel.startswith("Op dit werkboek is daar geen kolom voor.")


@pytest.mark.parametrize(("now", "told"), [(25_000, 0), (25_250, 0), (25_251, 1)])
def test_new_policy_costs_no_more_than_was_honoured(now: int, told: int) -> None:
    assert len(followed("NIEUW_BELEID", ("Nieuw zaaksysteem", "nieuw beleid", 0, now))) == told


def test_without_a_kaderbrief_nobody_holds_a_perceel_to_one() -> None:
    amounts = dict.fromkeys(PRODUCTS["begroting"].columns, 9)
    line = make_line("Nieuw", soort_mutatie="nieuw beleid", bedragen_cent=amounts)

    assert check(lines(line), only="NIEUW_BELEID") == check(lines(line), only="TAAKSTELLING") == []
