"""Checks across rows: the lines as the office writes them beside the findings they give."""

from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest

from builders.checks import check, lines, stored_totals
from builders.workbook import make_figures, make_line
from jaarcyclus.intake import checks
from jaarcyclus.intake.checks.listed import CHECKS
from jaarcyclus.intake.sandbox import Cell
from jaarcyclus.terms.finding_kinds import FINDING_KINDS
from jaarcyclus.terms.findings import Bevinding
from jaarcyclus.terms.products import PRODUCTS


def places(found: list[Bevinding]) -> list[tuple[str, str]]:
    return [(item.code, item.cel) for item in found]


def test_sound_figures_have_no_findings() -> None:
    assert check(make_figures()) == []


def test_every_check_is_in_the_list_once() -> None:
    rooms = (import_module(f"jaarcyclus.intake.checks.{module.name}") for module in iter_modules(checks.__path__))
    written = {name for room in rooms for name in vars(room) if name.startswith("check_")}

    listed = [find for check in CHECKS for find in (check.find, check.across) if find is not None]
    assert sorted(find.__name__ for find in listed) == sorted(written)


def test_every_check_has_its_sentences_and_says_whose_it_is() -> None:
    for item in CHECKS:
        assert set(item.codes) <= FINDING_KINDS.keys()
        assert item.owner in ("perceelmanager", "controller")
        assert item.source.endswith(".")


def test_no_lines_at_all() -> None:
    assert places(check(lines())) == [("REGELS_LEEG", "")]


def test_a_line_twice_is_pointed_out_at_the_second() -> None:
    """Capitals and spaces make no other line, nor do other amounts."""
    other = dict.fromkeys(PRODUCTS["begroting"].columns, 1)
    found = check(
        lines(make_line("Licenties Office"), make_line("Hosting"), make_line("licenties  office", bedragen_cent=other))
    )

    assert places(found) == [("REGEL_DUBBEL", "D11")]
    assert "de eerste is rij 9" in found[0].melding


def test_the_same_letters_in_another_coding_make_no_other_line() -> None:
    """An accent of its own, a hard space, a wide letter: on the page they are the same."""
    found = check(lines(make_line("Reünie BAC"), make_line("Reu\u0308nie\u00a0ＢAC")))

    assert places(found) == [("REGEL_DUBBEL", "D10")]


@pytest.mark.parametrize(
    "change", [{"incidenteel": True}, {"wederpartij": "psa"}, {"btw_regime": "belast"}, {"categorie": "3.8"}]
)
def test_lines_that_differ_in_a_code_are_two(change: dict[str, Any]) -> None:
    assert check(lines(make_line(), make_line(**change)), only="REGEL_DUBBEL") == []


@pytest.mark.parametrize(
    ("wederpartij", "expected"),
    [
        (None, []),
        ("psa", []),
        ("ict", [("WEDERPARTIJ_EIGEN", "F9")]),
        ("griffie", [("WEDERPARTIJ_ONBEKEND", "F9")]),
    ],
)
def test_the_other_side_of_a_charge_exists(wederpartij: str | None, expected: list[tuple[str, str]]) -> None:
    assert places(check(lines(make_line(wederpartij=wederpartij)))) == expected


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        (Cell("getal", "1000.5"), []),
        (Cell("getal", "1000.4999999999"), []),
        (Cell("afgerond", "1000.5"), []),
        (Cell("getal", "1000.49"), [("TOTAAL_ONJUIST", "K4")]),
        (Cell("getal", "inf"), [("TOTAAL_ONJUIST", "K4")]),
        (Cell("tekst", "1000,50"), [("TOTAAL_ONJUIST", "K4")]),
        (None, [("TOTAAL_ONJUIST", "K4")]),
        (Cell("leeg", "", formula=True), [("TOTAAL_NIET_BEREKEND", "K4")]),
    ],
)
def test_a_total_is_the_sum_of_the_lines(stored: Cell | None, expected: list[tuple[str, str]]) -> None:
    """Excel adds doubles: a difference below half a cent is none."""
    figures = lines(make_line())

    found = check(figures, totals={("lasten", "t"): stored})

    assert places(found) == expected


def test_a_wrong_total_says_what_the_lines_add_up_to() -> None:
    found = check(lines(make_line()), totals={("lasten", "t"): Cell("getal", "999")})

    assert (found[0].waarde, found[0].verwacht) == ("999", "Totaal lasten: € 1.000,50")


def test_a_column_with_an_unreadable_amount_is_not_totalled() -> None:
    """That cell has its own finding; a second one about the total would only confuse."""
    found = check(lines(make_line()), totals={("lasten", "t"): Cell("getal", "1")}, doubts=frozenset({"t"}))

    assert found == []


def test_totals_that_were_never_calculated_are_one_warning() -> None:
    figures = lines(make_line())
    empty: dict[tuple[str, str], Cell | None] = dict.fromkeys(stored_totals(figures), Cell("leeg", "", formula=True))

    found = check(figures, totals=empty)

    assert places(found) == [("TOTAAL_NIET_BEREKEND", "I4")]
    assert found[0].ernst == "waarschuwing"


def test_a_goal_without_indicator_is_named() -> None:
    found = check(replace(make_figures(), indicatoren=make_figures().indicatoren[:4]))

    assert [(item.code, item.ernst) for item in found] == [("DOEL_ZONDER_INDICATOR", "waarschuwing")]
    assert found[0].verwacht == "een indicator bij: klanttevredenheid, kansen"
