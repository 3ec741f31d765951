"""Which rounds the year in progress shows: for each profile that we ship, one half decided."""

from datetime import date
from pathlib import Path

import pytest

from jaarcyclus.demo.example import next_round
from jaarcyclus.demo.year import first_day
from jaarcyclus.profile.records import load_profile

PROFILES = Path(__file__).parents[2] / "profiles"


@pytest.mark.parametrize(
    ("profiel", "after", "shown"),
    [
        ("dowr", date(2027, 3, 31), ("tussenrapportage_1", 2027)),  # the begroting 2028 runs beside it, and is late
        ("ommen_hardenberg", date(2027, 4, 10), ("tussenrapportage_1", 2027)),
        ("regio_zwolle", date(2027, 4, 10), ("begroting", 2028)),
    ],
)
def test_the_round_that_is_shown_half_way(profiel: str, after: date, shown: tuple[str, int]) -> None:
    assert next_round(load_profile(PROFILES / f"{profiel}.yaml"), after) == shown


def test_the_first_round_opens_when_no_other_is_left_lying() -> None:
    """The jaarverslag of before ends on 15 April; the round of the begroting opened on the 1st."""
    assert first_day(load_profile(PROFILES / "dowr.yaml"), "begroting", 2027) == date(2026, 4, 15)
