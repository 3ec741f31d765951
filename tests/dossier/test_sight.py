"""Who reads along in a dossier before it is published: who has a part in it, and nobody else of the cooperation."""

import pytest

from builders.dossier import published, with_version
from jaarcyclus.dossier.sight import may_read

# Of the first interim report: regiegroepen, directieberaad and, for information, the BVR; no bestuurlijk overleg.
PARTS = {
    "manager_inkoop": True,
    "ambtelijk_secretaris": True,
    "controller": True,
    "vertegenwoordiger_ict_raalte": True,  # regiegroep
    "loco_directeur_raalte": True,  # deputy
    "gemeentesecretaris_raalte": True,  # only gets it for information
    "portefeuillehouder_raalte": False,
    "college_raalte": False,
    "beheerder": False,
    "nobody_we_know": False,
}


@pytest.mark.parametrize("person", PARTS)
def test_who_has_a_part_in_it_reads_along(tmp_path, person):
    office = with_version(tmp_path, "tussenrapportage_1")

    assert may_read(office.state, office.workspace.profile_of(office.state), person) is PARTS[person]


@pytest.mark.parametrize("person", PARTS)
def test_what_is_published_is_for_everybody(tmp_path, person):
    office = published(tmp_path, "tussenrapportage_1")

    assert may_read(office.state, office.workspace.profile_of(office.state), person)


def test_who_hands_in_reads_along_without_a_seat(tmp_path):
    """In Ommen-Hardenberg a manager has no seat in any gremium of the route."""
    office = with_version(tmp_path, "begroting", "ommen_hardenberg")

    assert may_read(office.state, office.workspace.profile_of(office.state), "manager_publiek")
