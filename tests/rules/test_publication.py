"""What is sent to whom and when, and whose receipt counts for which version (covenant art. 8.1)."""

import pytest

from builders.dossier import (
    Office,
    add_version,
    adopted,
    end_gate,
    open_gates,
    publish_product,
    submit_workbooks,
    vote_all,
    walk_route,
    with_version,
)
from jaarcyclus.dossier.route import walk
from jaarcyclus.errors import Refused
from jaarcyclus.steps import acts, calendar

COLLEGES = ("college_deventer", "college_olst_wijhe", "college_raalte")


def confirm(office: Office, college: str) -> None:
    acts.confirm_receipt(office.workspace, office.dossier, college, gremium=college)


def waiting(office: Office) -> tuple[str, ...]:
    return walk(office.state, office.workspace.profile_of(office.state)).waits_for_receipt


@pytest.fixture
def second_version(tmp_path) -> Office:
    """College Raalte has the jaarverslag's version 1; it was reopened, and version 2 is adopted."""
    office = adopted(tmp_path, "jaarverslag")
    calendar.advance(office.workspace, office.dossier)
    confirm(office, "college_raalte")
    acts.reopen(office.workspace, office.dossier, "controller", reden="fout in psa", percelen=("psa",))
    submit_workbooks(office, "psa", lines=4)
    add_version(office)
    walk_route(office)
    return office


def test_the_receipt_of_a_replaced_version_is_no_receipt_of_the_published_one(second_version):
    publish_product(second_version)

    assert waiting(second_version) == COLLEGES


def test_a_college_confirms_the_new_version_too(second_version):
    publish_product(second_version)
    confirm(second_version, "college_raalte")

    assert waiting(second_version) == ("college_deventer", "college_olst_wijhe")


def test_nobody_confirms_a_version_that_was_not_sent_yet(tmp_path):
    office = adopted(tmp_path, "jaarverslag")
    calendar.advance(office.workspace, office.dossier)
    acts.reopen(office.workspace, office.dossier, "controller", reden="fout in psa", percelen=("psa",))

    with pytest.raises(Refused, match="NIET_TOEGEZONDEN"):
        confirm(office, "college_raalte")


def test_no_college_gets_a_jaarverslag_that_was_adopted_on_an_open_condition(tmp_path):
    """Rule 5: "stelt vast, mits" holds up what comes next, so also what is sent as adopted."""
    office = with_version(tmp_path, "jaarverslag")
    while "v1-s2-bvr-r1" not in (gates := open_gates(office)):
        for gate in gates:
            vote_all(office, gate)
            end_gate(office, gate)
    voorwaarde = {"tekst": "toon de dekking", "eigenaar": "manager_ict", "datum": "2099-01-01"}
    vote_all(office, "v1-s2-bvr-r1", deventer={"antwoord": "stelt vast, mits", "voorwaarde": voorwaarde})
    end_gate(office, "v1-s2-bvr-r1")
    calendar.advance(office.workspace, office.dossier)
    before = [sent for sent in office.state.sendings if sent.rol == "info"]

    acts.fulfil_condition(
        office.workspace,
        office.dossier,
        "manager_ict",
        gate="v1-s2-bvr-r1",
        zetel="deventer",
        toelichting="zie p. 3",
    )
    calendar.advance(office.workspace, office.dossier)

    after = [sent.gremia for sent in office.state.sendings if sent.rol == "info"]
    assert (before, after) == ([], [("bo",), COLLEGES])
