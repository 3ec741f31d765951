"""Which amounts a text names, as an office writes them, and what only looks like one."""

import pytest

from jaarcyclus.intake.checks.prose_amounts import amounts_in


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("Er is € 45.000 besteed.", 44_500, 45_500),
        ("Er is € 45.000,- besteed.", 44_500, 45_500),
        ("Het tekort van EUR 45.300 komt door", 45_250, 45_350),
        ("ruim 45.000 euro meer", 44_500, 45_500),
        ("€ 1,2 miljoen hoger", 1_150_000, 1_250_000),
        ("€ 1.2 miljoen hoger", 1_150_000, 1_250_000),
        ("1,2 mln. lager dan begroot", 1_150_000, 1_250_000),
        ("45 duizend euro", 44_500, 45_500),
        ("€ 45k", 44_500, 45_500),
        ("k€ 45", 44_500, 45_500),
        ("anderhalf miljoen euro", 1_450_000, 1_550_000),
        ("€ 12.345,67", 12_345.17, 12_346.17),
        ("€ -45.000 (nadeel)", 44_500, 45_500),
    ],
)
def test_an_amount_lies_between_what_it_may_be_rounded_from(text: str, least: float, most: float) -> None:
    (amount,) = amounts_in(text)

    assert (amount.least_cent, amount.most_cent) == (round(least * 100), round(most * 100))


@pytest.mark.parametrize(
    "text",
    [
        "Er waren 1.250 bezwaren in 2027.",
        "De index is 12%.",
        "In 2025-2028, artikel 27 lid 2, taakveld 0.10.",
        "Er wonen 2 miljoen inwoners.",
        "Een tarief van € 1.250 per werkplek, en € 2.000 / fte.",
        "Klein werk voor € 450.",
        "Wij haalden 5 ton afval op.",
        "De formatie is 25,5 fte op 1 januari 2027.",
        "De raming voor 2028 is vijf procent hoger.",
        "een euro",
    ],
)
def test_what_is_no_amount_of_the_budget(text: str) -> None:
    assert list(amounts_in(text)) == []


def test_a_year_before_an_amount_is_no_amount() -> None:
    assert [item.text for item in amounts_in("De lasten over 2027 € 45.000 en de baten € 12.000.")] == [
        "€ 45.000", "€ 12.000",
    ]  # fmt: skip
