"""Codes and amounts beside what is allowed, known and paid: lines as the office writes them, and what is said."""

from dataclasses import replace

import pytest

from builders.checks import check, earlier, lines
from builders.workbook import make_figures, make_line
from jaarcyclus.figures.records import Figures, Staff
from jaarcyclus.terms.products import PRODUCTS


def test_a_forbidden_combination_names_what_is_allowed() -> None:
    """Housing benefit in money (4.1.1) is no overhead."""
    (finding,) = check(lines(make_line(categorie="4.1.1")), only="COMBINATIE")
    there, elsewhere = finding.verwacht.split(";")

    assert (finding.code, finding.ernst, finding.cel) == ("COMBINATIE_NIET_TOEGESTAAN", "fout", "C9")
    assert there.startswith("bij de lasten op taakveld 0.4: categorie 1.1, 2.1, ")
    assert "4.1.1" not in there
    assert elsewhere.startswith(" categorie 4.1.1: op taakveld ")


def test_a_categorie_that_is_only_for_the_balance_sheet_is_allowed_nowhere() -> None:
    (finding,) = check(lines(make_line(categorie="6.1")), only="COMBINATIE")

    assert finding.verwacht.endswith("categorie 6.1: op geen enkel taakveld")


def test_interest_belongs_on_treasury() -> None:
    found = check(lines(make_line(categorie="5.1"), make_line("Rente", taakveld="0.5", categorie="5.1")))

    assert [(item.code, item.cel) for item in found if item.ernst == "fout"] == [("RENTE_TAAKVELD", "A9")]


def test_reserves_belong_on_their_own_taakveld() -> None:
    """0.10 is not 0.1."""
    found = check(
        lines(
            make_line("Storting", taakveld="0.10", categorie="7.1"),
            make_line("Onttrekking", taakveld="0.1", kant="baten", categorie="7.1"),
        )
    )

    assert [(item.code, item.cel) for item in found if item.ernst == "fout"] == [("RESERVE_TAAKVELD", "A10")]


def test_what_rules_4_called_a_warning_they_still_do() -> None:
    """Whoever judges a round of then again must find what was found."""
    found = check(lines(make_line(categorie="5.1")), regels=4)

    assert [(item.code, item.ernst) for item in found] == [("COMBINATIE_VERBODEN", "waarschuwing")]


def in_thousands(figures: Figures) -> Figures:
    return replace(
        figures,
        regels=tuple(
            replace(line, bedragen_cent={name: (cent or 0) // 1000 for name, cent in line.bedragen_cent.items()})
            for line in figures.regels
        ),
    )


def test_a_workbook_in_thousands_is_told_once() -> None:
    found = check(in_thousands(make_figures()), known=earlier(make_figures(), boekjaar=2026), only="BEDRAGEN")

    assert [(item.code, item.ernst) for item in found] == [("BEDRAGEN_IN_DUIZENDTALLEN", "fout")]
    assert "duizend keer zo klein als in de begroting 2026" in found[0].melding


def test_a_ledger_in_thousands_is_told_the_other_way_round() -> None:
    found = check(make_figures(), known=earlier(in_thousands(make_figures()), boekjaar=2026), only="BEDRAGEN")

    assert "zo groot als" in found[0].melding


@pytest.mark.parametrize("part", [1, 3, 100])
def test_a_budget_that_shrank_is_in_euros(part: int) -> None:
    figures = make_figures()
    smaller = replace(
        figures,
        regels=tuple(
            replace(line, bedragen_cent={name: (cent or 0) // part for name, cent in line.bedragen_cent.items()})
            for line in figures.regels
        ),
    )

    assert check(smaller, known=earlier(figures, boekjaar=2026), only="BEDRAGEN") == []


def test_incidental_for_the_third_year_is_flagged() -> None:
    line = make_line("Overgang zaaksysteem", incidenteel=True)
    before = {**earlier(lines(line), boekjaar=2026), **earlier(lines(line), boekjaar=2025, column="t_min2")}
    (finding,) = check(lines(line), known=before, only="INCIDENTEEL")

    assert (finding.ernst, finding.cel) == ("waarschuwing", "E9")
    assert "in de begroting 2026 en de begroting 2025" in finding.melding


def test_incidental_for_the_second_year_or_ended_is_not() -> None:
    line = make_line("Overgang zaaksysteem", incidenteel=True)
    ended = replace(line, bedragen_cent={**line.bedragen_cent, "t": 0})
    two, other = earlier(lines(line), boekjaar=2026), earlier(lines(make_line()), boekjaar=2025, column="t_min2")
    three = {**two, **earlier(lines(line), boekjaar=2025, column="t_min2")}

    assert check(lines(line), known=two, only="INCIDENTEEL") == []
    assert check(lines(line), known={**two, **other}, only="INCIDENTEEL") == []
    assert check(lines(ended), known=three, only="INCIDENTEEL") == []


@pytest.mark.parametrize(
    ("fte", "told"),
    [(1_000, False), (500, False), (1_400, False), (200, True), (2_500, True), (0, True)],
)
def test_wages_fit_the_formation(fte: int, told: bool) -> None:
    """€ 600.000 of wages: ten people, also five or fourteen; not two, twenty-five or none."""
    amounts = dict.fromkeys(PRODUCTS["begroting"].columns, 600_000 * 100)
    staff = Staff(formatie_fte_honderdste=fte, bezetting_fte_honderdste=fte, externe_inhuur_cent=0)
    found = check(replace(lines(make_line(bedragen_cent=amounts)), menskracht=staff), only="LONEN")

    assert [(item.ernst, item.cel) for item in found] == ([("waarschuwing", "A5")] if told else [])


def test_without_wages_and_without_people_nothing_is_told() -> None:
    staff = Staff(formatie_fte_honderdste=0, bezetting_fte_honderdste=0, externe_inhuur_cent=0)

    assert check(replace(lines(make_line(categorie="3.8")), menskracht=staff), only="LONEN") == []


def test_an_indicator_without_realisation_is_a_warning_in_the_yearly_report_only() -> None:
    made = make_figures("jaarverslag")
    missing = (replace(made.indicatoren[0], realisatie=None), *made.indicatoren[1:])
    (finding,) = check(replace(made, indicatoren=missing), only="INDICATOR")

    assert (finding.code, finding.ernst) == ("INDICATOR_ZONDER_REALISATIE", "waarschuwing")
    assert finding.melding == "Bij één indicator ontbreekt de realisatie: Score op kwaliteit."
    assert check(make_figures(), only="INDICATOR") == []
