"""What within one code may differ from what was adopted, and what may not."""

from dataclasses import replace

from builders.order import build_figures
from jaarcyclus.figures.known import Difference, KnownColumn, differences
from jaarcyclus.figures.records import Figures, Line

ADOPTED = (("Licenties", 400_000, False), ("Onderhoud", 500_000, False))


def report(*lines: tuple[str, int, bool]) -> Figures:
    """Return a report of ICT with these lines of one code: words, cents before amendment, incidental."""
    made = build_figures("ict", "tussenrapportage_1", 1)
    return replace(made, regels=tuple(_line(made.regels[0], number, *line) for number, line in enumerate(lines)))


def _line(first: Line, number: int, words: str, cent: int, incidental: bool) -> Line:
    amounts = {**first.bedragen_cent, "begroting_voor": cent}
    return replace(first, omschrijving=words, incidenteel=incidental, bedragen_cent=amounts, rij=first.rij + number)


def found(*lines: tuple[str, int, bool], exact: bool = True) -> list[Difference]:
    known = KnownColumn(
        column="begroting_voor",
        source="dowr-2027-begroting",
        source_column="begroting_voor",
        exact=exact,
        figures=report(*ADOPTED),
    )
    return list(differences(report(*lines), {"begroting_voor": known}))


def test_amounts_shifted_between_two_lines_of_one_code_are_seen() -> None:
    """Printed line by line: 'Licenties 8.999,00' was never adopted, though the code has its amount."""
    (difference,) = found(("Licenties", 899_900, False), ("Onderhoud", 100, False))

    assert (difference.within, difference.known_cent, difference.given_cent) == ("regel 'Licenties'", 400_000, 899_900)


def test_a_structural_budget_does_not_become_incidental() -> None:
    (difference,) = found(("Licenties", 400_000, True), ("Onderhoud", 500_000, False))

    assert (difference.within, difference.known_cent, difference.given_cent) == (
        "wat incidenteel is op regel 'Licenties'", 0, 400_000,
    )  # fmt: skip


def test_a_line_may_get_other_words_or_be_split_off() -> None:
    assert found(("Licenties en abonnementen", 400_000, False), ("Onderhoud", 500_000, False)) == []
    assert found(("Licenties", 400_000, False), ("Beheer", 300_000, False), ("Netwerk", 200_000, False)) == []


def test_blanks_and_capitals_are_no_other_words() -> None:
    assert found((" licenties ", 400_000, False), ("ONDERHOUD", 500_000, False)) == []


def test_an_accent_in_another_code_or_a_full_stop_is_no_other_word() -> None:
    """A Mac writes é as e and an accent: a shift between such lines is a shift."""
    (difference,) = found(("Licenties.", 899_900, False), ("Onderhoud", 100, False))

    assert difference.known_cent == 400_000


def test_what_is_incidental_is_asked_of_the_line() -> None:
    """Two lines of one amount: the flag moves, and the sum of what is incidental stays."""
    known = KnownColumn(
        column="begroting_voor", source="d", source_column="begroting_voor", exact=True,
        figures=report(("A lijn", 100, True), ("B lijn", 100, False)),
    )  # fmt: skip
    moved = report(("A lijn", 100, False), ("B lijn", 100, True))

    (difference,) = differences(moved, {"begroting_voor": known})

    assert (difference.within, difference.given_cent) == ("wat incidenteel is op regel 'A lijn'", 0)


def test_what_may_change_is_compared_by_code_only() -> None:
    """A budget after amendment: what moved within a code is no news."""
    assert found(("Licenties", 899_900, False), ("Onderhoud", 100, False), exact=False) == []


def test_a_shift_is_told_once_for_a_code_that_differs_as_a_whole() -> None:
    (difference,) = found(("Licenties", 1, False), ("Onderhoud", 500_000, False))

    assert (difference.within, difference.known_cent) == ("", 900_000)
