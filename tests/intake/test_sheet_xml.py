"""XML that two readers would read differently is refused in the child too, whatever quarantine lets through."""

import pytest

from builders.zip import packed, sheet, workbook_parts
from jaarcyclus.intake.sheet_xml import AMBIGUOUS, Unreadable, require_one_reading


def test_a_plain_workbook_has_one_reading() -> None:
    require_one_reading(packed(workbook_parts()))


@pytest.mark.parametrize(
    "xml",
    [
        f"<!DOCTYPE worksheet []>{sheet()}",
        sheet('<row r="2"/><row r="1"/>'),
        sheet('<row r="1"><c r="A1"/><c r="A1"/></row>'),
    ],
    ids=["own definitions", "a row before its place", "a cell twice"],
)
def test_what_can_be_read_in_two_ways_is_told_by_its_code(xml: str) -> None:
    with pytest.raises(Unreadable) as fault:
        require_one_reading(packed(workbook_parts(xml)))

    assert fault.value.code == AMBIGUOUS
