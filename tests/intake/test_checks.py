"""Checks across rows: the lines as the office writes them beside the findings they give."""

from dataclasses import replace
from typing import Any

import pytest

from builders.workbook import VERANTWOORDING, inhoud, regel
from jaarcyclus.figures.records import Cijfers, totaal_cent
from jaarcyclus.intake.checks import CHECKS, Context, run_checks
from jaarcyclus.intake.sandbox import Cel
from jaarcyclus.terms.findings import Bevinding
from jaarcyclus.terms.iv3 import load_codelijst
from jaarcyclus.terms.products import PRODUCTS
from jaarcyclus.workbook.form import Kenmerken
from jaarcyclus.workbook.tables import tabellen

KENMERKEN = Kenmerken(profiel="dowr", perceel="ict", product="begroting", boekjaar=2027)


def stored_totals(cijfers: Cijfers) -> dict[tuple[str, str], Cel | None]:
    """The totals as Excel stores them."""
    totals: dict[tuple[str, str], Cel | None] = {}
    for kolom in PRODUCTS["begroting"].columns:
        lasten, baten = (totaal_cent(cijfers.regels, kant, kolom) for kant in ("lasten", "baten"))
        for name, cent in (("lasten", lasten), ("baten", baten), ("saldo", baten - lasten)):
            totals[name, kolom] = Cel("getal", repr(cent / 100), formule=True)
    return totals


def check(cijfers: Cijfers, **changes: Any) -> list[Bevinding]:
    context = Context(
        regeltabel=tabellen(KENMERKEN, VERANTWOORDING)[0],
        lijst=load_codelijst(2027),
        inzenders={"ict": "ICT", "psa": "PSA"},
        doelen=tuple(doel.code for doel in VERANTWOORDING.doelen),
        totalen=stored_totals(cijfers),
    )
    return run_checks(cijfers, replace(context, **changes))


def places(found: list[Bevinding]) -> list[tuple[str, str]]:
    return [(item.code, item.cel) for item in found]


def lines(*regels: Any) -> Cijfers:
    return inhoud(regels=tuple(replace(item, rij=number) for number, item in enumerate(regels, 9)))


def test_sound_figures_have_no_findings() -> None:
    assert check(inhoud()) == []


def test_every_check_is_in_the_list() -> None:
    from jaarcyclus.intake import checks

    written = {name for name in vars(checks) if name.startswith("check_")}

    assert {function.__name__ for function in CHECKS} == written


def test_no_lines_at_all() -> None:
    assert places(check(lines())) == [("REGELS_LEEG", "")]


def test_a_line_twice_is_pointed_out_at_the_second() -> None:
    """Capitals and spaces make no other line, nor do other amounts."""
    other = dict.fromkeys(PRODUCTS["begroting"].columns, 1)
    found = check(lines(regel("Licenties Office"), regel("Hosting"), regel("licenties  office", bedragen_cent=other)))

    assert places(found) == [("REGEL_DUBBEL", "D11")]
    assert "de eerste is rij 9" in found[0].melding


def test_the_same_letters_in_another_coding_make_no_other_line() -> None:
    """An accent of its own, a hard space, a wide letter: on the page they are the same."""
    found = check(lines(regel("Reünie BAC"), regel("Reu\u0308nie\u00a0ＢAC")))

    assert places(found) == [("REGEL_DUBBEL", "D10")]


@pytest.mark.parametrize(
    "change", [{"incidenteel": True}, {"wederpartij": "psa"}, {"btw_regime": "belast"}, {"categorie": "3.8"}]
)
def test_lines_that_differ_in_a_code_are_two(change: dict[str, Any]) -> None:
    assert check(lines(regel(), regel(**change))) == []


def test_a_forbidden_combination_is_a_warning() -> None:
    """Interest (5.1) belongs on treasury (0.5), not on overhead (0.4)."""
    found = check(lines(regel(categorie="5.1"), regel("Rente", taakveld="0.5", categorie="5.1")))

    assert places(found) == [("COMBINATIE_VERBODEN", "B9")]
    assert found[0].ernst == "waarschuwing"
    assert "taakveld 0.4 met categorie 5.1 bij de lasten" in found[0].melding


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
    assert places(check(lines(regel(wederpartij=wederpartij)))) == expected


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        (Cel("getal", "1000.5"), []),
        (Cel("getal", "1000.4999999999"), []),
        (Cel("getal", "1000.49"), [("TOTAAL_ONJUIST", "J4")]),
        (Cel("getal", "inf"), [("TOTAAL_ONJUIST", "J4")]),
        (Cel("tekst", "1000,50"), [("TOTAAL_ONJUIST", "J4")]),
        (None, [("TOTAAL_ONJUIST", "J4")]),
        (Cel("leeg", "", formule=True), [("TOTAAL_NIET_BEREKEND", "J4")]),
    ],
)
def test_a_total_is_the_sum_of_the_lines(stored: Cel | None, expected: list[tuple[str, str]]) -> None:
    """Excel adds doubles: a difference below half a cent is none."""
    figures = lines(regel())

    found = check(figures, totalen={("lasten", "t"): stored})

    assert places(found) == expected


def test_a_wrong_total_says_what_the_lines_add_up_to() -> None:
    found = check(lines(regel()), totalen={("lasten", "t"): Cel("getal", "999")})

    assert (found[0].waarde, found[0].verwacht) == ("999", "Totaal lasten: € 1.000,50")


def test_a_column_with_an_unreadable_amount_is_not_totalled() -> None:
    """That cell has its own finding; a second one about the total would only confuse."""
    found = check(lines(regel()), totalen={("lasten", "t"): Cel("getal", "1")}, twijfel=frozenset({"t"}))

    assert found == []


def test_totals_that_were_never_calculated_are_one_warning() -> None:
    figures = lines(regel())
    empty: dict[tuple[str, str], Cel | None] = dict.fromkeys(stored_totals(figures), Cel("leeg", "", formule=True))

    found = check(figures, totalen=empty)

    assert places(found) == [("TOTAAL_NIET_BEREKEND", "H4")]
    assert found[0].ernst == "waarschuwing"


def test_a_goal_without_indicator_is_named() -> None:
    found = check(replace(inhoud(), indicatoren=inhoud().indicatoren[:4]))

    assert [(item.code, item.ernst) for item in found] == [("DOEL_ZONDER_INDICATOR", "waarschuwing")]
    assert found[0].verwacht == "een indicator bij: klanttevredenheid, kansen"
