"""Copied texts, amounts that stand nowhere, and what a text should have been about: a sentence beside its finding."""

from dataclasses import replace
from typing import Any

import pytest

from builders.checks import check, earlier, lines
from builders.workbook import make_figures, make_line
from jaarcyclus.figures.records import Figures
from jaarcyclus.terms.findings import Bevinding

LONG = (
    "Het team verving de firewall van het datacenter voor € 45.000 en sloot een nieuw contract met de leverancier van "
    "de werkplekken, dat in 2026 ingaat."
)
SAME_WITH_OTHER_FIGURES = LONG.replace("€ 45.000", "€ 61.000").replace("2026", "2027")
ALIKE = LONG.replace("datacenter", "gemeentehuis")
OTHER = "Er vielen twee servers uit; de uitwijk werkte, en de servicedesk loste de storingen binnen een dag op."


def told(**texts: str) -> Figures:
    made = make_figures()
    return replace(made, toelichting={**made.toelichting, **texts})


def codes(found: list[Bevinding], *wanted: str) -> list[tuple[str, str]]:
    return [(item.code, item.cel) for item in found if item.code.startswith(wanted)]


def test_last_years_text_with_other_figures_is_refused() -> None:
    before = earlier(told(dienstverlening=LONG), boekjaar=2026)
    (finding,) = check(told(dienstverlening=SAME_WITH_OTHER_FIGURES), known=before, only="TEKST")

    assert (finding.code, finding.ernst, finding.cel) == ("TEKST_GEKOPIEERD", "fout", "B5")
    assert "in de begroting 2026 onder 'Dienstverlening'" in finding.melding


def test_the_same_text_under_two_headings_is_refused_at_the_second() -> None:
    found = check(told(dienstverlening=LONG, menskracht=LONG), only="TEKST")

    assert codes(found, "TEKST") == [("TEKST_GEKOPIEERD", "B7")]
    assert "onder 'Dienstverlening' op dit blad" in found[0].melding


def test_a_text_that_looks_like_last_years_is_a_warning_that_quotes_it() -> None:
    (finding,) = check(
        told(dienstverlening=ALIKE), known=earlier(told(dienstverlening=LONG), boekjaar=2026), only="TEKST"
    )

    assert (finding.code, finding.ernst) == ("TEKST_LIJKT_OP", "waarschuwing")
    assert "Het team verving de firewall van het datacenter" in finding.melding
    assert "leverancier" in finding.melding


def test_a_report_that_is_about_the_plan_of_its_own_year_is_no_copy() -> None:
    assert check(told(dienstverlening=ALIKE), known=earlier(told(dienstverlening=LONG)), only="TEKST") == []


@pytest.mark.parametrize(
    "text",
    [
        OTHER,
        "Geen bijzonderheden.",
        "De formatie is 12,5 fte; daarvan is 12 fte bezet.",  # new figures in a short sentence
    ],
)
def test_own_words_and_short_ones_are_nobodys_copy(text: str) -> None:
    before = earlier(told(dienstverlening=LONG, menskracht="Geen bijzonderheden."), boekjaar=2026)

    assert check(told(menskracht=text), known=before, only="TEKST") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("De salarissen zijn € 1.000,50.", []),
        ("Samen met de licenties is het € 2.001.", []),  # two lines of € 1.000,50
        ("De inhuur van € 75.000 blijft.", []),
        ("Een uitval kost € 50.000.", []),
        ("Wij verwachten een nadeel van € 999.000.", [("BEDRAG_IN_TEKST_ONBEKEND", "B6")]),
    ],
)
def test_an_amount_in_a_text_stands_somewhere_in_the_figures(text: str, found: list[tuple[str, str]]) -> None:
    assert codes(check(told(ingezette_budgetten=text)), "BEDRAG") == found


def test_what_is_not_found_is_asked_and_refuses_nothing() -> None:
    (finding,) = check(told(ingezette_budgetten="Een nadeel van € 1,2 miljoen."))

    assert finding.ernst == "waarschuwing"
    assert finding.melding.endswith("niet in de cijfers van dit werkboek.")


def deviating(**cents: tuple[int, int]) -> Figures:
    """Figures with one line a word: what it was last year and is now, in euros."""
    made = []
    for words, (before, now) in cents.items():
        amounts: dict[str, Any] = dict.fromkeys(make_line().bedragen_cent, now * 100)
        made.append(make_line(words, categorie="3.8", bedragen_cent={**amounts, "t_min1": before * 100}))
    return lines(*made)


def explained(text: str, **cents: tuple[int, int]) -> list[tuple[str, str]]:
    figures = replace(deviating(**cents), toelichting={"dienstverlening": text})
    return codes(check(figures), "AFWIJKING", "TOELICHTING_NOEMT")


def test_a_large_deviation_that_no_text_names_is_pointed_out_on_its_amount() -> None:
    assert explained("Alles ging goed.", Licenties=(100_000, 140_000)) == [("AFWIJKING_ZONDER_TOELICHTING", "K9")]


@pytest.mark.parametrize(
    "text",
    ["De licentieprijzen stegen.", "Dit is € 40.000 meer dan vorig jaar."],
)
def test_a_text_that_names_the_line_or_its_amount_explains_it(text: str) -> None:
    assert explained(text, Licenties=(100_000, 140_000)) == []


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (100_000, 124_999),  # 25%, and less than € 25.000
        (1_000_000, 1_049_000),  # € 49.000, and less than 5%
    ],
)
def test_both_thresholds_count(before: int, now: int) -> None:
    assert explained("Alles ging goed.", Licenties=(before, now)) == []


def test_on_the_threshold_is_over_it() -> None:
    assert explained("Alles ging goed.", Licenties=(500_000, 525_000)) != []


def test_a_text_about_a_small_deviation_passes_the_large_one_over() -> None:
    """It is refused as without any text: under rules 5 it was only a warning, milder than for a smaller one."""
    found = explained("De porti stegen.", Licenties=(100_000, 200_000), Porti=(10_000, 11_000))

    assert found == [("AFWIJKING_ZONDER_TOELICHTING", "K9")]


def test_many_euros_that_are_a_small_part_of_their_line_are_worth_a_word() -> None:
    """€ 110.000 of € 3 mln is within the 5%, and four times the € 25.000."""
    found = explained("De porti stegen.", Licenties=(3_000_000, 3_110_000), Porti=(10_000, 11_000))

    assert found == [("TOELICHTING_NOEMT_ANDERE_REGELS", "")]
