"""The sheet that is only read: what it tells the sender follows from product, year and perceel."""

import pytest

from builders.workbook import dowr
from jaarcyclus.terms.iv3 import load_code_list
from jaarcyclus.workbook.form import Marks
from jaarcyclus.workbook.info_sheets import guide_lines


def guide(product: str, *, first_year: bool) -> str:
    marks = Marks(profiel="dowr", perceel="ict", product=product, boekjaar=2027, eerste_jaar=first_year)
    return "\n".join(guide_lines(dowr(), marks, load_code_list(2027)))


@pytest.mark.parametrize(
    ("product", "first_year", "told"),
    [
        ("begroting", True, True),
        ("begroting", False, False),
        ("jaarverslag", True, False),  # it has no column of an earlier year
    ],
)
def test_a_first_year_says_which_columns_stay_empty(product: str, first_year: bool, told: bool) -> None:
    assert ("De kolommen 2025 en 2026 blijven leeg" in guide(product, first_year=first_year)) == told
