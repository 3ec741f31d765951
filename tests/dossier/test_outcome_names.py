"""One outcome has one name, and one question one: on the annex, the page, the overview and in a refusal."""

import pytest

from jaarcyclus.dossier.tally import GESCHIL, Uitslag, name_outcome, name_role
from jaarcyclus.profile.gremium import Rol


@pytest.mark.parametrize(
    ("uitslag", "naam"),
    [
        (Uitslag.POSITIEF, "akkoord"),
        (Uitslag.NEGATIEF, "niet akkoord"),
        (Uitslag.DOORGANG, "doorgang"),
        (Uitslag.TERUG, "terug, met redenen"),
        (Uitslag.GEEN_OVEREENSTEMMING, "geen overeenstemming"),
        (Uitslag.OVER_TIJD, "over tijd: niet alle zetels hebben geantwoord"),
    ],
)
def test_an_outcome_has_a_name_as_a_value_and_as_the_ledger_spells_it(uitslag, naam):
    assert (name_outcome(uitslag), name_outcome(str(uitslag))) == (naam, naam)


def test_no_outcome_is_without_a_name():
    assert all("_" not in name_outcome(uitslag) for uitslag in Uitslag)


def test_the_reason_why_a_gate_lapsed_is_shown_as_it_was_given():
    assert name_outcome("heropend: de index is onjuist") == "heropend: de index is onjuist"


@pytest.mark.parametrize(
    ("rol", "soort", "naam"),
    [
        (Rol.INFO, "gewoon", "ter info"),
        (Rol.AFSTEMMING, "gewoon", "ter afstemming"),
        (Rol.INSTEMMING, "gewoon", "ter instemming"),
        (Rol.VASTSTELLING, "gewoon", "ter vaststelling"),
        (Rol.AFSTEMMING, GESCHIL, "geschil"),
    ],
)
def test_a_question_is_named_by_its_role_and_a_dispute_by_that_it_is_one(rol, soort, naam):
    assert (name_role(rol, soort), name_role(str(rol), soort)) == (naam, naam)
