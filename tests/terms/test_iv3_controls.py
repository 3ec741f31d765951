"""The plausibility checks of Iv3 we name are those of CBS, each in its periods."""

import json
from pathlib import Path

import pytest

from jaarcyclus.intake.checks.listed import CHECKS
from jaarcyclus.terms.iv3_controls import CONTROLS, WITHOUT_DATA


@pytest.mark.parametrize("name", ["Gemeente_2025", "Gemeente_2026", "GR_2026"])
def test_the_periods_are_those_of_cbs(name: str, shared_data: Path) -> None:
    cbs = json.loads((shared_data / f"iv3/iv3_definities_{name}.json").read_text("utf-8"))["controles"]

    found = {item["foutcode"]: {period for part in item["calculaties"] for period in part["periode"]} for item in cbs}

    assert {code: set(item.periods) for code, item in CONTROLS.items()} == found


def test_each_says_what_judges_it_or_why_nothing_does() -> None:
    codes = {code for check in CHECKS for code in check.codes}

    for name, item in CONTROLS.items():
        named = item.judged_by.partition("`")[2].partition("`")[0]
        assert named in codes or (name in WITHOUT_DATA and f"IV3_{name}" in codes)


def test_a_budget_is_period_0_and_the_accounts_are_period_5() -> None:
    assert CONTROLS["PF006"].products == {"begroting", "jaarverslag"}
    assert CONTROLS["PF009"].products == {"tussenrapportage_1", "tussenrapportage_2", "jaarverslag"}
    assert CONTROLS["PF008"].products == {"jaarverslag"}
