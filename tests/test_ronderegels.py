"""What may be handed in when, and which profile may open a round."""

import pytest

from builders_dossier import Kantoor, dien_in, maak_versie, open_ronde, workbook_of
from jaarcyclus import handelingen
from jaarcyclus.errors import Geweigerd
from jaarcyclus.planning import missing_submissions


@pytest.fixture
def ronde(tmp_path) -> Kantoor:
    """The round of the begroting 2027 is open; nobody has handed in."""
    return open_ronde(tmp_path)


def current(kantoor: Kantoor, perceel: str) -> str:
    return kantoor.staat.huidige_inzendingen()[perceel].sha256


def test_the_same_workbook_twice_counts_once(ronde):
    dien_in(ronde, "psa")

    with pytest.raises(Geweigerd, match="AL_ONTVANGEN"):
        dien_in(ronde, "psa")


def test_who_returns_to_his_first_workbook_is_not_told_that_he_is_done(ronde):
    """The second one counts until the first is handed in again."""
    first = ronde.werkplaats.store.put(workbook_of("psa")[0])
    dien_in(ronde, "psa")
    dien_in(ronde, "psa", regels=4)
    dien_in(ronde, "psa")

    assert current(ronde, "psa") == first


def test_a_reopened_perceel_may_answer_that_its_workbook_was_right(ronde):
    dien_in(ronde)
    maak_versie(ronde)
    handelingen.reopen(ronde.werkplaats, ronde.dossier, "controller", reden="klopt psa wel?", percelen=("psa",))
    dien_in(ronde, "psa")

    assert missing_submissions(ronde.staat) == ()
