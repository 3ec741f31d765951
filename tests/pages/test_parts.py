"""A long list is shown in parts, each of which leads to the ones beside it, and none of which is lost."""

import pytest

from jaarcyclus.pages.parts import MOST, part_of


@pytest.mark.parametrize("length", [0, 1, MOST, MOST + 1, 10 * MOST])
def test_every_item_stands_in_one_part_in_its_order(length: int) -> None:
    count = part_of(range(length), 1, "/x").count

    shown = [item for number in range(1, count + 1) for item in part_of(range(length), number, "/x").items]

    assert shown == list(range(length))


@pytest.mark.parametrize(
    ("number", "newer", "older"), [(1, None, "/x?deel=2"), (2, "/x?deel=1", "/x?deel=3"), (3, "/x?deel=2", None)]
)
def test_a_part_leads_to_the_ones_beside_it(number: int, newer: str | None, older: str | None) -> None:
    part = part_of(range(2 * MOST + 1), number, "/x")

    assert (part.newer, part.older) == (newer, older)


def test_a_number_above_the_last_shows_the_last() -> None:
    assert part_of(range(MOST), 7, "/x").number == 1
