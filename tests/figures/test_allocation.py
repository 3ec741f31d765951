"""Money is divided to the cent, by every kind of key a cooperation can agree on."""

import json
import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.figures import INWONER_KEY, PEILDATUM, euro, profile_with
from jaarcyclus.errors import IndivisibleAmount, TotalsDiffer, UnknownKey
from jaarcyclus.figures.allocation import Allocation, allocate, divide

totals = st.integers(-(10**14), 10**14)
weight = st.one_of(st.integers(0, 10**9), st.fractions(0, 10**6, max_denominator=10**4))
weight_lists = st.lists(weight, min_size=1, max_size=25).filter(any)


def test_known_answers(shared_data: Path) -> None:
    """Inhabitants of the three gemeenten, literature and a council election give the published answers."""
    cases = json.loads((shared_data / "allocation/known_answers.json").read_text())

    found = {case["id"]: allocate(case["total"], case["weights"]) for case in cases}

    assert found == {case["id"]: case["reference"] for case in cases}


@given(totals, weight_lists)
def test_no_cent_is_lost_or_made(total: int, weights: list[int | Fraction]) -> None:
    """What goes in comes out."""
    shares = allocate(total, weights)

    assert sum(shares) == total


@given(totals, weight_lists)
def test_each_share_is_its_exact_share_rounded_down_or_up(total: int, weights: list[int | Fraction]) -> None:
    """Nobody pays a cent more or less than rounding allows (the quota rule)."""
    exact = [Fraction(total) * weight / sum(weights) for weight in weights]

    shares = allocate(total, weights)

    bounds = [(math.floor(share), math.ceil(share)) for share in exact]
    assert all(low <= share <= high for share, (low, high) in zip(shares, bounds, strict=True))


@given(totals, weight_lists)
def test_a_larger_remainder_never_loses_its_cent_to_a_smaller(total: int, weights: list[int | Fraction]) -> None:
    """Who got a residual cent had at least as large a fraction as who did not; equal fractions: the first."""
    exact = [Fraction(abs(total)) * weight / sum(weights) for weight in weights]

    shares = allocate(abs(total), weights)

    ranked = [
        (share - math.floor(quota), quota - math.floor(quota), -index)
        for index, (share, quota) in enumerate(zip(shares, exact, strict=True))
        if quota != math.floor(quota)
    ]
    assert [row[0] for row in sorted(ranked, key=lambda row: row[1:], reverse=True)] == sorted(
        (row[0] for row in ranked), reverse=True
    )


@given(totals, weight_lists, st.randoms())
def test_order_matters_only_for_ties(total: int, weights: list[int | Fraction], random: Any) -> None:
    """Who ties with nobody pays the same wherever it stands in the list."""
    fractions = [Fraction(abs(total)) * weight / sum(weights) % 1 for weight in weights]
    without_tie = [index for index, fraction in enumerate(fractions) if fractions.count(fraction) == 1]
    order = random.sample(range(len(weights)), len(weights))

    shuffled = allocate(total, [weights[index] for index in order])

    original = allocate(total, weights)
    assert [shuffled[order.index(index)] for index in without_tie] == [original[index] for index in without_tie]


@given(totals, weight_lists)
def test_a_refund_is_the_mirror_of_a_cost(total: int, weights: list[int | Fraction]) -> None:
    """The same key divides a surplus as it divides a cost."""
    assert allocate(-total, weights) == [-share for share in allocate(total, weights)]


@given(totals, weight_lists)
def test_no_weight_no_share(total: int, weights: list[int | Fraction]) -> None:
    """A gemeente without volume pays nothing, and changes nothing for the others."""
    shares = allocate(total, [0, *weights, 0])

    assert shares == [0, *allocate(total, weights), 0]


@pytest.mark.parametrize("total", [0, 100, -100])
@pytest.mark.parametrize("weights", [[], [0], [0, 0], [1, -1], [2, -1], [Fraction(0)]])
def test_a_key_that_divides_nothing_is_refused(total: int, weights: list[int | Fraction]) -> None:
    """No participants, only noughts or a negative weight: also when there is nothing to divide this year."""
    with pytest.raises(IndivisibleAmount):
        allocate(total, weights)


@pytest.mark.parametrize(
    ("total", "weights"),
    [(1.0, [1]), (True, [1]), (Fraction(1), [1]), (1, [1.0]), (1, [0.5, 0.5]), (1, [True]), (1, ["1"])],
)
def test_inexact_numbers_are_refused(total: Any, weights: list[Any]) -> None:
    """Floats never carry money, and a yes is no 1."""
    with pytest.raises(TypeError):
        allocate(total, weights)


def test_inhabitants() -> None:
    """A million over the inhabitants of 1 January 2025; the residual cents are named."""
    allocation = divide(euro("1000000"), profile_with().sleutel("inwoners"), profile_with())

    assert allocation.aandelen_cent == {
        "GM0150": euro("644159,39"),
        "GM0177": euro("238491,09"),
        "GM1773": euro("117349,52"),
    }
    assert allocation.restcenten == {"GM0150": 1, "GM0177": 1}
    assert allocation.toelichting == "Inwoners; 2 restcenten, elk 1 cent, bij Deventer, Raalte"


def test_a_tie_goes_to_the_lowest_gemeentecode() -> None:
    """Equal inhabitants and one cent too many: order in the profile plays no part."""
    profile = profile_with(inwoners={"GM1773": 10, "GM0177": 10, "GM0150": 10})

    allocation = divide(100, profile.sleutel("inwoners"), profile)

    assert allocation.aandelen_cent == {"GM0150": 34, "GM0177": 33, "GM1773": 33}


def test_fixed_percentages_are_exact() -> None:
    """Ommen 25 %, Hardenberg 75 %; 33.33 % stays 33.33 %, never a float next to it."""
    sleutel = {"code": "vast", "naam": "Vast", "soort": "vaste_percentages"}
    profile = profile_with({**sleutel, "percentages": {"GM0160": "66.67", "GM0175": "33.33"}})

    allocation = divide(euro("100"), profile.sleutel("vast"), profile)

    assert allocation.aandelen_cent == {"GM0160": euro("66,67"), "GM0175": euro("33,33")}
    assert allocation.restcenten == {}


def test_volumes() -> None:
    """Cost by workplaces."""
    sleutel = {"code": "werkplekken", "naam": "Werkplekken", "soort": "volumes", "eenheid": "werkplek"}
    profile = profile_with({**sleutel, "aantallen": {"GM0150": 900, "GM0177": 0, "GM1773": 300}, "bron": "ICT"})

    allocation = divide(euro("600"), profile.sleutel("werkplekken"), profile)

    assert allocation.aandelen_cent == {"GM0150": euro("450"), "GM0177": 0, "GM1773": euro("150")}


def test_an_agreed_amount_leaves_the_rest_with_the_host() -> None:
    """Losser pays its yearly amount, whatever the cost; Enschede bears the rest."""
    sleutel = {"code": "losser", "naam": "Jaarbedrag Losser", "soort": "vast_bedrag", "rest_bij": "GM0153"}
    profile = profile_with({**sleutel, "bedragen_cent": {"GM0168": euro("1250000")}})

    allocation = divide(euro("4000000"), profile.sleutel("losser"), profile)

    assert allocation.aandelen_cent == {"GM0153": euro("2750000"), "GM0168": euro("1250000")}
    assert allocation.toelichting == "Jaarbedrag Losser; het restant van de kosten blijft bij GM0153"


def test_a_tariff_per_inhabitant_leaves_a_named_balance() -> None:
    """Regio Zwolle: one euro per inhabitant; what the office costs more is the balance, not somebody's share."""
    sleutel = {"code": "euro", "naam": "Een euro per inwoner", "soort": "bedrag_per_inwoner"}
    profile = profile_with({**sleutel, "bedrag_cent": 100, "peildatum": PEILDATUM})

    allocation = divide(euro("170000"), profile.sleutel("euro"), profile)

    assert allocation.aandelen_cent == {"GM0150": 10_430_100, "GM0177": 3_861_600, "GM1773": 1_900_100}
    assert allocation.saldo_cent == euro("170000") - euro("161918")
    assert "saldo" in allocation.toelichting


def test_price_times_quantity_leaves_a_named_balance() -> None:
    """Payslips at 12,50 each: more income than cost gives a negative balance."""
    sleutel = {"code": "stroken", "naam": "Salarisstroken", "soort": "prijs_hoeveelheid", "eenheid": "strook"}
    profile = profile_with(
        {**sleutel, "prijs_cent": 1250, "aantallen": {"GM0150": 12_000, "GM0177": 4_000}, "bron": "PSA"}
    )

    allocation = divide(euro("190000"), profile.sleutel("stroken"), profile)

    assert allocation.aandelen_cent == {"GM0150": euro("150000"), "GM0177": euro("50000")}
    assert allocation.saldo_cent == euro("-10000")


def test_a_fixed_part_first_and_the_rest_by_inhabitants() -> None:
    """Drechtsteden 2004: € 80.000, of which Dordrecht € 40.000, the other six the rest by inhabitants.

    The inhabitants are round numbers of ours: the sources give none.
    """
    inwoners = {"GM0505": 120_000, "GM0482": 20_000, "GM0523": 18_000, "GM0531": 27_000}
    inwoners |= {"GM0590": 32_000, "GM0610": 24_000, "GM0642": 44_000}
    others = [code for code in inwoners if code != "GM0505"]
    sleutel = {
        "code": "drechtsteden",
        "naam": "Netwerkbureau",
        "soort": "vast_deel_eerst",
        "vast_cent": {"GM0505": euro("40000")},
        "rest": {**INWONER_KEY, "deelnemers": others},
    }
    profile = profile_with(sleutel, inwoners=inwoners)

    allocation = divide(euro("80000"), profile.sleutel("drechtsteden"), profile)

    assert allocation.aandelen_cent == {
        "GM0482": euro("4848,48"),
        "GM0505": euro("40000"),
        "GM0523": euro("4363,64"),
        "GM0531": euro("6545,45"),
        "GM0590": euro("7757,58"),
        "GM0610": euro("5818,18"),
        "GM0642": euro("10666,67"),
    }
    assert sum(allocation.aandelen_cent.values()) == euro("80000")


def test_inhabitants_that_the_profile_lacks_are_not_guessed() -> None:
    """Another reference date is another number."""
    profile = profile_with({**INWONER_KEY, "peildatum": "2026-01-01"})

    with pytest.raises(UnknownKey):
        divide(100, profile.sleutel("inwoners"), profile)


def test_shares_that_do_not_add_up_cannot_exist() -> None:
    """A division that loses a cent is refused where it arises."""
    with pytest.raises(TotalsDiffer):
        Allocation(totaal_cent=100, aandelen_cent={"GM0150": 99}, restcenten={}, toelichting="")
