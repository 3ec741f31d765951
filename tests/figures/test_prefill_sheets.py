"""What the sheets of a profile begin with, from what the last product had in them."""

from typing import Any

import pytest

from builders.workbook import make_figures
from jaarcyclus.figures.prefill_sheets import begin_sheets

RESERVE = {
    "rij": 5,
    "naam": "Egalisatie",
    "begin_cent": 100,
    "storting_cent": 20,
    "onttrekking_cent": 5,
    "eind_cent": 115,
}
CONTRACT = {"rij": 5, "leverancier": "leverancier van zaaksystemen", "eindjaar": 2027, "bedrag_cent": 900}


@pytest.mark.parametrize(
    ("sheet", "row", "boekjaar", "is_account", "expected"),
    [
        # next year's budget begins where this one ends, and says anew what is put in
        ("reserves", RESERVE, 2028, False, {"rij": 5, "naam": "Egalisatie", "begin_cent": 115}),
        # two years on nobody knows where it begins
        ("reserves", RESERVE, 2029, False, {"rij": 5, "naam": "Egalisatie"}),
        # the account of the same year
        ("reserves", RESERVE, 2027, True, {"rij": 5, "naam": "Egalisatie", "begin_cent": 100}),
        ("contracten", CONTRACT, 2027, False, CONTRACT),
        ("contracten", CONTRACT, 2027, True, {name: CONTRACT[name] for name in CONTRACT if name != "bedrag_cent"}),
        ("contracten", CONTRACT, 2028, False, None),  # it has ended
    ],
)
def test_a_row_goes_on_without_what_is_said_anew(
    sheet: str, row: dict[str, Any], boekjaar: int, is_account: bool, expected: dict[str, Any] | None
) -> None:
    last = make_figures(boekjaar=2027, bladen={sheet: (row,)})

    begun = begin_sheets([make_figures(boekjaar=2026), last], boekjaar, is_account=is_account)

    assert begun[sheet] == ((expected,) if expected else ())


def test_what_is_answered_or_declared_is_never_begun() -> None:
    last = make_figures(boekjaar=2027, bladen={"certificering": ({"rij": 5, "antwoord": "ja"},)})

    assert begin_sheets([last], 2028, is_account=False) == {}
