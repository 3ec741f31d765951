"""A column of which the source has nothing stays empty: a first year has no history, and nought would be a figure."""

from dataclasses import replace

from builders.order import build_figures
from jaarcyclus.figures.carried import carry_forward
from jaarcyclus.figures.known import KnownColumn
from jaarcyclus.terms.products import PRODUCTS


def test_a_column_without_history_stays_empty() -> None:
    last = build_figures("facilitair", "begroting", 3, first_year=True)
    known = {
        column: KnownColumn(
            column=column, source="dowr-2026-begroting", source_column=source, exact=False, figures=replace(last)
        )
        for column, source in zip(
            PRODUCTS["begroting"].columns, ("t_min1", "t", "t_plus1", "t_plus2", "t_plus3", "t_plus3"), strict=True
        )
    }

    made = carry_forward(known, "facilitair", "begroting", 2027)

    assert {line.bedragen_cent["t_min2"] for line in made.regels} == {None}
    assert [line.bedragen_cent["t"] for line in made.regels] == [line.bedragen_cent["t_plus1"] for line in last.regels]
