"""The workbook door: typed cells, no live formulas, equal bytes."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from jaarcyclus.printing import spreadsheet


def _one_cell(write, value):
    def fill(workbook):
        write(workbook.add_worksheet("Blad"), 0, 0, value)

    content = spreadsheet.build_workbook(fill, title="Proef", day=date(2026, 5, 8))
    return openpyxl.load_workbook(BytesIO(content))["Blad"]["A1"]


@pytest.mark.parametrize("text", ["=1+1", "+31", "-5", "@SUM(A1)", "https://voorbeeld.nl", "007", "{=A1}"])
def test_text_of_a_stranger_stays_text(text):
    """A description that looks like a formula, an address or a number is shown, not executed."""
    cell = _one_cell(spreadsheet.write_text, text)

    assert (cell.data_type, cell.value) == ("s", text)


def test_cents_become_euros_exactly():
    """The largest amount we can meet keeps its last cent."""
    cell = _one_cell(spreadsheet.write_cent, 70_704_700_012_34)

    assert (cell.data_type, cell.value) == ("n", 70_704_700_012.34)


def test_too_long_text_says_that_it_was_cut():
    """xlsxwriter drops a string over Excel's limit without a word; ours keeps what fits and says so."""
    cell = _one_cell(spreadsheet.write_text, "x" * 40_000)

    assert cell.value.endswith(spreadsheet.SHORTENED)
    assert len(cell.value) == spreadsheet.MAX_SIGNS


def _page_head(left, right):
    def fill(workbook):
        spreadsheet.set_page_head(workbook.add_worksheet("Blad"), left, right)

    content = spreadsheet.build_workbook(fill, title="Proef", day=date(2026, 5, 8))
    return openpyxl.load_workbook(BytesIO(content))["Blad"].oddHeader


def test_every_page_says_what_it_is_and_what_nobody_may_miss():
    head = _page_head("Begroting 2027, versie 1", "OEFENING")

    assert (head.left.text, head.right.text, head.right.font) == ("Begroting 2027, versie 1", "OEFENING", "-,Bold")


def test_a_sign_of_the_head_itself_stays_a_sign():
    """`&D` is the day of printing to Excel."""
    assert _page_head("P&D", "").left.text == "P&&D"


def test_of_a_long_head_the_mark_stays():
    head = _page_head("R&D " * 80, "OEFENING")

    assert head.right.text == "OEFENING"
