"""What is an internal charge, for everyone who asks: intake, consolidation and documents."""

import pytest

from builders.figures import euro, figures_from
from jaarcyclus.figures.verrekening import Verrekening, charged_party, sum_charges, without_charges

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
