"""What is an internal charge, for everyone who asks: intake, consolidation and documents."""

import pytest

from builders.figures import euro, figures_from
from jaarcyclus.figures.verrekening import (
    StatedCharge,
    Verrekening,
    charged_party,
    stated_to,
    sum_charges,
    without_charges,
)

INZENDERS = ("ict", "psa", "algemeen")


@pytest.mark.parametrize(
    ("line", "party"),
    [
        ("0.4/3.8 lasten 100 -> ict", "ict"),
        ("0.4/3.8 baten 100 -> algemeen", "algemeen"),
        ("0.4/3.8 lasten 100 -> extern", None),
        ("0.4/3.8 lasten 100 -> belastingen", None),  # no submission of this product: money that leaves it
        ("0.4/3.8 lasten 100", None),
    ],
)
def test_a_charge_is_internal_when_the_other_party_hands_in_too(line, party):
    (entry,) = figures_from("psa", line).regels

    assert charged_party(entry, INZENDERS) == party
    assert (without_charges({code: figures_from(code, line) for code in INZENDERS}) == []) == (party is not None)


def test_a_column_without_an_amount_charges_nothing():
    charges = [
        Verrekening(betaler="psa", ontvanger="ict", bedragen_cent={"t": euro("50"), "t_min1": None}),
        Verrekening(betaler="ict", ontvanger="algemeen", bedragen_cent={"t": euro("25,50"), "t_min1": euro("1")}),
    ]

    assert [sum_charges(charges, column) for column in ("t", "t_min1")] == [euro("75,50"), euro("1")]


@pytest.mark.parametrize(
    ("theirs", "handed_in", "told"),
    [
        ("0.4/3.8 lasten 100 -> ict", True, ("baten", "100", True)),
        ("0.4/3.8 baten 60 -> ict", False, ("lasten", "60", False)),
        ("0.4/3.8 lasten 100 -> algemeen", True, ("lasten", "0", True)),  # it forgot what ict means to pay
        ("0.4/3.8 lasten 100 -> algemeen", False, None),
    ],
)
def test_a_perceel_is_told_what_another_has_on_the_other_side(theirs, handed_in, told):
    own = figures_from("ict", "0.4/3.8 lasten 100 -> psa")

    charges = stated_to(own, "ict", [(figures_from("psa", theirs), handed_in)], "t")

    side, amount, origin = told or ("", "0", False)
    charge = StatedCharge(wederpartij="psa", side=side, cent=euro(amount), handed_in=origin)
    assert (charge in charges) == (told is not None)
