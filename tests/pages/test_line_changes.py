"""How a workbook differs from the one before, per line and elsewhere: nothing that differs goes unsaid."""

from dataclasses import replace

from builders.workbook import make_figures, make_line
from jaarcyclus.figures.records import Figures, Line
from jaarcyclus.pages.line_changes import compare_lines

LINES = make_figures().regels


def with_lines(*lines: Line) -> Figures:
    return make_figures(regels=lines)


def with_amount(line: Line, column: str, cent: int) -> Line:
    return replace(line, bedragen_cent={**line.bedragen_cent, column: cent})


def test_the_same_workbook_differs_in_nothing() -> None:
    found = compare_lines(make_figures(), make_figures())

    assert (found.rows, found.elsewhere, found.sheets) == ((), 0, ())


def test_another_amount_is_a_row_with_its_difference() -> None:
    (row,) = compare_lines(make_figures(), with_lines(with_amount(LINES[0], "t", 90_050), *LINES[1:])).rows

    assert (row.words, row.before, row.after, row.difference) == ("Salarissen", "1.000,50", "900,50", "−100,00")


def test_a_line_that_came_and_one_that_went_are_rows() -> None:
    new = make_line("Inhuur", categorie="3.5.1")
    rows = compare_lines(make_figures(), with_lines(*LINES[1:], new)).rows

    assert [(row.words, row.before, row.after) for row in rows] == [
        ("Inhuur", "–", "1.000,50"),
        ("Salarissen", "1.000,50", "–"),
    ]


def test_totals_stand_below(tmp_path: object) -> None:
    totals = compare_lines(make_figures(), with_lines(with_amount(LINES[0], "t", 90_050), *LINES[1:])).totals

    assert [(row.words, row.difference) for row in totals] == [("Totaal lasten", "−100,00"), ("Totaal baten", "0,00")]


def test_another_column_or_sheet_is_told_too() -> None:
    changed = replace(with_lines(with_amount(LINES[0], "t_plus1", 1), *LINES[1:]), risicos=())
    found = compare_lines(make_figures(), changed)

    assert (found.rows, found.elsewhere, found.sheets) == ((), 1, ("Risico's",))
    assert found.beside == (f"{LINES[0].omschrijving}: Raming 2028 van 1.000,50 naar 0,01",)


def test_another_place_on_the_sheet_is_no_difference() -> None:
    found = compare_lines(make_figures(), with_lines(*(replace(line, rij=line.rij + 5) for line in LINES)))

    assert (found.rows, found.elsewhere) == ((), 0)


def test_of_more_lines_than_a_page_has_room_for_the_largest_stand_there() -> None:
    lines = [
        make_line(f"Regel {number}", bedragen_cent={**LINES[0].bedragen_cent, "t": number}) for number in range(300)
    ]
    found = compare_lines(with_lines(), with_lines(*lines))

    assert (len(found.rows), found.untold) == (200, 100)
    assert (found.rows[0].words, found.rows[-1].words) == ("Regel 100", "Regel 299")
