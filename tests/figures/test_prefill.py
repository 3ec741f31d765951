"""What a workbook begins with: known amounts, the last forecast as a proposal, and no word that looks confirmed."""

from collections.abc import Mapping
from dataclasses import replace

from builders.workbook import make_figures, make_line
from jaarcyclus.figures.kaders import Index, Kaders
from jaarcyclus.figures.known import KnownColumn, differences
from jaarcyclus.figures.prefill import KnownStand, find_issued, prefill
from jaarcyclus.figures.records import Figures, Line

FORECAST = ("t", "t_plus1", "t_plus2", "t_plus3")


def column(name: str, source_column: str, figures: Figures, *, exact: bool = False) -> KnownColumn:
    source = f"dowr-{figures.boekjaar}-{figures.product}"
    return KnownColumn(column=name, source=source, source_column=source_column, exact=exact, figures=figures)


def budget(*lines: Line) -> Figures:
    return make_figures(boekjaar=2027, regels=lines)


def line_of(words: str, **cents: int) -> Line:
    columns = dict.fromkeys(("t_min2", "t_min1", "t", "t_plus1", "t_plus2", "t_plus3"), 0)
    return make_line(words, bedragen_cent={**columns, **cents})


def known_of(figures: Figures) -> Mapping[str, KnownColumn]:
    return {"t_min1": column("t_min1", "t", figures)}


def forecast_of(figures: Figures) -> Mapping[str, KnownColumn]:
    sources = ("t_plus1", "t_plus2", "t_plus3", "t_plus3")
    return {name: column(name, source, figures) for name, source in zip(FORECAST, sources, strict=True)}


def test_the_forecast_of_last_year_is_the_proposal_of_each_year() -> None:
    last = budget(line_of("Licenties", t=100, t_plus1=110, t_plus2=120, t_plus3=130))

    begun = prefill(known_of(last), "ict", "begroting", 2028, forecast=forecast_of(last))

    assert begun is not None
    (line,) = begun.figures.regels
    amounts = {"t_min2": None, "t_min1": 100, "t": 110, "t_plus1": 120, "t_plus2": 130, "t_plus3": 130}
    assert (line.bedragen_cent, begun.proposed) == (amounts, frozenset(FORECAST))


def test_the_index_of_the_kaderbrief_goes_before_the_forecast_of_last_year() -> None:
    """€ 1.000 with 3% a year; a line for which no index is keeps its forecast, and so does an incidental one."""
    index = Index(categorie="1.1", hundredths=(3_00,) * 4, source="cao", day="2026-11-01")
    kaders = Kaders(boekjaar=2028, indexen=(index,), volumes=(), taakstellingen=(), claims={})
    last = budget(
        line_of("Salarissen", t=1_000_00, t_plus1=990_00),
        replace(line_of("Verhuizing", t=1_000_00, t_plus1=990_00), incidenteel=True),
        replace(line_of("Licenties", t=1_000_00, t_plus1=990_00), categorie="3.8"),
    )

    begun = prefill(known_of(last), "ict", "begroting", 2028, forecast=forecast_of(last), kaders=kaders)

    assert begun is not None
    assert [line.bedragen_cent["t"] for line in begun.figures.regels] == [1_030_00, 990_00, 990_00]
    assert begun.figures.regels[0].bedragen_cent["t_plus3"] == 1_125_51
    assert begun.proposed == frozenset(FORECAST)


def test_new_policy_that_the_kaderbrief_honours_is_typed_once() -> None:
    asked = {"nieuw_t": 25_00, "nieuw_t_plus1": 5_00, "nieuw_t_plus2": 5_00, "nieuw_t_plus3": 0}
    claims = {"ict": (make_line("Nieuw zaaksysteem", bedragen_cent=asked),), "psa": (make_line("Anders"),)}
    kaders = Kaders(boekjaar=2028, indexen=(), volumes=(), taakstellingen=(), claims=claims)
    last = budget(line_of("Licenties", t=100))

    begun = prefill(known_of(last), "ict", "begroting", 2028, kaders=kaders)

    assert begun is not None
    assert [(line.omschrijving, line.soort_mutatie, line.rij) for line in begun.figures.regels] == [
        ("Licenties", None, 1),
        ("Nieuw zaaksysteem", "nieuw beleid", 2),
    ]
    amounts = begun.figures.regels[1].bedragen_cent
    assert [amounts[column] for column in ("t_min1", *FORECAST)] == [0, 25_00, 5_00, 5_00, 0]
    assert begun.keys[1] == ""


def test_what_is_known_is_never_a_proposal() -> None:
    last = budget(line_of("Licenties", t=100, t_plus1=110))

    begun = prefill(known_of(last), "ict", "begroting", 2028, forecast={"t_min1": column("t_min1", "t_plus1", last)})

    assert begun is not None
    assert (begun.figures.regels[0].bedragen_cent["t_min1"], begun.proposed) == (100, frozenset())


def test_a_line_that_only_the_forecast_has_has_no_key_and_one_without_any_amount_is_dropped() -> None:
    last = budget(line_of("Licenties", t=100), line_of("Nieuw pand", t_plus1=50), line_of("Oud pand"))

    begun = prefill(known_of(last), "ict", "begroting", 2028, forecast=forecast_of(last))

    assert begun is not None
    assert [(line.omschrijving, bool(key)) for line, key in zip(begun.figures.regels, begun.keys, strict=True)] == [
        ("Licenties", True),
        ("Nieuw pand", False),
    ]


def test_every_line_of_every_source_is_there_with_nought_where_it_was_not() -> None:
    accounts = replace(
        budget(
            make_line("Oude server", product="jaarverslag", bedragen_cent={"realisatie": 70}),
        ),
        product="jaarverslag",
        boekjaar=2026,
    )
    last = budget(line_of("Licenties", t=100))
    known = {"t_min2": column("t_min2", "realisatie", accounts, exact=True), **known_of(last)}

    begun = prefill(known, "ict", "begroting", 2028)

    assert begun is not None
    rows = {line.omschrijving: line.bedragen_cent for line in begun.figures.regels}
    assert {words: (row["t_min2"], row["t_min1"]) for words, row in rows.items()} == {
        "Licenties": (0, 100),
        "Oude server": (70, 0),
    }
    assert list(differences(begun.figures, known)) == []


def test_what_was_reached_is_measured_anew_and_a_goal_that_went_is_left_out() -> None:
    last = make_figures(product="jaarverslag", boekjaar=2027)
    doelen = [last.indicatoren[0].doel]
    known = {"begroting_voor": column("begroting_voor", "realisatie", last)}

    begun = prefill(known, "ict", "jaarverslag", 2028, doelen=doelen)

    assert begun is not None
    assert [(item.doel, item.realisatie) for item in begun.figures.indicatoren] == [(doelen[0], None)]
    assert (begun.figures.toelichting, begun.texts) == ({}, last.toelichting)


def test_a_stand_that_the_round_never_had_is_compared_with_what_is_known_now() -> None:
    now = KnownStand(stand=(("t_min1", "begroting versie 2 cd"),), told="nu", known=known_of(budget()))
    before = KnownStand(stand=(("t_min1", "begroting versie 1 ab"),), told="toen", known={})

    found = {
        stand: find_issued([before, now], (("t_min1", stand),))
        for stand in ("begroting versie 1 ab", "begroting versie 2 cd", "verzonnen")
    }

    assert {stand: (item.current, item.told) for stand, item in found.items()} == {
        "begroting versie 1 ab": (False, "toen"),
        "begroting versie 2 cd": (True, "nu"),
        "verzonnen": (False, "cijfers die deze ronde niet kent"),
    }
    assert found["verzonnen"].known == now.known
