"""What is sent to whom and when, and whose receipt counts for which version (covenant art. 8.1)."""

import pytest

from builders.dossier import (
    Kantoor,
    adopted,
    dien_in,
    doorloop_route,
    maak_versie,
    open_gates,
    publiceer,
    sluit,
    stem_allen,
    with_version,
)
from jaarcyclus.dossier.route import walk
from jaarcyclus.errors import Geweigerd
from jaarcyclus.steps import acts, calendar

COLLEGES = ("college_deventer", "college_olst_wijhe", "college_raalte")


def confirm(kantoor: Kantoor, college: str) -> None:
    acts.confirm_receipt(kantoor.werkplaats, kantoor.dossier, college, gremium=college)


def waiting(kantoor: Kantoor) -> tuple[str, ...]:
    return walk(kantoor.staat, kantoor.werkplaats.profile_of(kantoor.staat)).waits_for_receipt


@pytest.fixture
def tweede_versie(tmp_path) -> Kantoor:
    """College Raalte has the jaarverslag's version 1; it was reopened, and version 2 is adopted."""
    kantoor = adopted(tmp_path, "jaarverslag")
    calendar.advance(kantoor.werkplaats, kantoor.dossier)
    confirm(kantoor, "college_raalte")
    acts.reopen(kantoor.werkplaats, kantoor.dossier, "controller", reden="fout in psa", percelen=("psa",))
    dien_in(kantoor, "psa", regels=4)
    maak_versie(kantoor)
    doorloop_route(kantoor)
    return kantoor


def test_the_receipt_of_a_replaced_version_is_no_receipt_of_the_published_one(tweede_versie):
    publiceer(tweede_versie)

    assert waiting(tweede_versie) == COLLEGES


def test_a_college_confirms_the_new_version_too(tweede_versie):
    publiceer(tweede_versie)
    confirm(tweede_versie, "college_raalte")

    assert waiting(tweede_versie) == ("college_deventer", "college_olst_wijhe")


def test_nobody_confirms_a_version_that_was_not_sent_yet(tmp_path):
    kantoor = adopted(tmp_path, "jaarverslag")
    calendar.advance(kantoor.werkplaats, kantoor.dossier)
    acts.reopen(kantoor.werkplaats, kantoor.dossier, "controller", reden="fout in psa", percelen=("psa",))

    with pytest.raises(Geweigerd, match="NIET_TOEGEZONDEN"):
        confirm(kantoor, "college_raalte")


def test_no_college_gets_a_jaarverslag_that_was_adopted_on_an_open_condition(tmp_path):
    """Rule 5: "stelt vast, mits" holds up what comes next, so also what is sent as adopted."""
    kantoor = with_version(tmp_path, "jaarverslag")
    while "v1-s2-bvr-r1" not in (gates := open_gates(kantoor)):
        for gate in gates:
            stem_allen(kantoor, gate)
            sluit(kantoor, gate)
    voorwaarde = {"tekst": "toon de dekking", "eigenaar": "manager_ict", "datum": "2099-01-01"}
    stem_allen(kantoor, "v1-s2-bvr-r1", deventer={"antwoord": "stelt vast, mits", "voorwaarde": voorwaarde})
    sluit(kantoor, "v1-s2-bvr-r1")
    calendar.advance(kantoor.werkplaats, kantoor.dossier)
    before = [sent for sent in kantoor.staat.toezendingen if sent.rol == "info"]

    acts.fulfil_condition(
        kantoor.werkplaats,
        kantoor.dossier,
        "manager_ict",
        gate="v1-s2-bvr-r1",
        zetel="deventer",
        toelichting="zie p. 3",
    )
    calendar.advance(kantoor.werkplaats, kantoor.dossier)

    after = [sent.gremia for sent in kantoor.staat.toezendingen if sent.rol == "info"]
    assert (before, after) == ([], [("bo",), COLLEGES])
