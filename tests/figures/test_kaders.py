"""What a kaderbrief fixes, worked by hand: which index is for which categorie, and what it makes of an amount."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaarcyclus.figures.kaders import Index, Kaders, index_for, kaders_of, proposal


def kaders(**pct: tuple[int, ...]) -> Kaders:
    """Kaders with these indices: `_1_1=(300, …)` is categorie 1.1 with 3,00% in the boekjaar."""
    indexen = tuple(
        Index(categorie=name[1:].replace("_", "."), hundredths=years, source="CPB", day="2025-11-01")
        for name, years in pct.items()
    )
    return Kaders(boekjaar=2027, indexen=indexen, volumes=(), taakstellingen=(), claims={})


@pytest.mark.parametrize(
    ("categorie", "group"), [("3.5.1", "3.5"), ("3.5", "3.5"), ("3.8", "3"), ("3", "3"), ("35.1", None), ("1.1", None)]
)
def test_the_nearest_group_counts(categorie: str, group: str | None) -> None:
    """A group is for what begins with its code, part by part: 35 does not begin with 3."""
    found = index_for(kaders(_3=(200,) * 4, _3_5=(400,) * 4), categorie)

    assert (found.categorie if found else None) == group


@pytest.mark.parametrize(("years", "expected"), [(1, 103_25), (2, 105_32), (3, 105_32), (4, 103_21)])
def test_years_compound_and_are_rounded_once(years: int, expected: int) -> None:
    """€ 100: 3,25%, then 2% (105,315), then nothing, then two percent less (103,2087)."""
    assert proposal(kaders(_3=(325, 200, 0, -200)), 100_00, "3.8", years) == expected


def test_without_an_index_there_is_no_proposal() -> None:
    assert proposal(kaders(_3=(325,) * 4), 100_00, "1.1", 1) is None


@given(st.integers(-(10**12), 10**12), st.integers(1, 4))
def test_an_index_of_nought_changes_nothing(cents: int, years: int) -> None:
    assert proposal(kaders(_3=(0,) * 4), cents, "3.8", years) == cents


def test_of_no_workbooks_there_are_no_kaders() -> None:
    assert kaders_of(()) is None
