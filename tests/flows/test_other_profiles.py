"""The engine describes other cooperations by configuration only: their own routes, rules and keys."""

import json

import pytest

from builders.dossier import (
    Office,
    due,
    end_gate,
    open_gates,
    publish_product,
    vote_all,
    walk_route,
    with_version,
)
from jaarcyclus.dossier import manifest
from jaarcyclus.proof.reread import verify_workbooks
from jaarcyclus.steps.overview import describe

OMMEN, ZWOLLE = "ommen_hardenberg", "regio_zwolle"


def begin(tmp_path, profiel: str, product: str = "begroting") -> Office:
    """A version of the product is on its route."""
    return with_version(tmp_path, product, profiel=profiel)


@pytest.mark.parametrize(
    ("profiel", "product"),
    [
        (OMMEN, "begroting"),
        (OMMEN, "tussenrapportage_1"),
        (OMMEN, "jaarverslag"),
        (ZWOLLE, "begroting"),
        (ZWOLLE, "jaarverslag"),
    ],
)
def test_each_product_goes_from_workbooks_to_publication(tmp_path, profiel, product):
    office = begin(tmp_path, profiel, product)

    walk_route(office)
    publish_product(office)

    assert describe(office.workspace, office.dossier).toestand.startswith("gepubliceerd")


def test_the_councils_of_ommen_and_hardenberg_are_informed_before_adoption(tmp_path):
    """Information before adoption: the councils have it when the algemeen bestuur is asked."""
    office = begin(tmp_path, OMMEN)
    for gate in ("v1-s0-directie-r1", "v1-s1-dagelijks_bestuur-r1"):
        open_gates(office)
        vote_all(office, gate)
        end_gate(office, gate)

    asked = open_gates(office)

    sent = [item.gremia for item in office.state.sendings if item.rol == "info"]
    assert (asked, sent) == (["v1-s3-algemeen_bestuur-r1"], [("raad_hardenberg", "raad_ommen")])


@pytest.mark.parametrize(
    ("hardenberg", "ommen", "uitslag"),
    [("stemt in", "stemt niet in", "positief"), ("stemt niet in", "stemt in", "negatief")],
)
def test_the_chair_of_the_dagelijks_bestuur_has_the_casting_vote(tmp_path, hardenberg, ommen, uitslag):
    office = begin(tmp_path, OMMEN)
    open_gates(office)
    vote_all(office, "v1-s0-directie-r1")
    end_gate(office, "v1-s0-directie-r1")
    (gate,) = open_gates(office)
    vote_all(
        office,
        gate,
        hardenberg={"antwoord": hardenberg, "toelichting": "eigen standpunt"},
        ommen={"antwoord": ommen, "toelichting": "eigen standpunt"},
    )

    assert end_gate(office, gate) == uitslag


def test_eleven_of_twenty_mayors_adopt_and_ten_do_not(tmp_path):
    outcomes = []
    for number, against in enumerate((9, 10)):
        office = begin(tmp_path / str(number), ZWOLLE)
        (gate,) = open_gates(office)
        seats = office.state.gate(gate).silent_zetels()
        no = {"antwoord": "stelt niet vast", "toelichting": "te duur"}
        vote_all(office, gate, **dict.fromkeys(seats[:against], no))
        outcomes.append(end_gate(office, gate))

    assert outcomes == ["positief", "negatief"]


def test_a_ladder_without_rungs_holds_up_at_once(tmp_path):
    office = begin(tmp_path, ZWOLLE)
    (gate,) = open_gates(office)
    no = {"antwoord": "stelt niet vast", "toelichting": "te duur"}
    vote_all(office, gate, **dict.fromkeys(office.state.gate(gate).silent_zetels(), no))
    end_gate(office, gate)

    assert due(office) == []
    told = describe(office.workspace, office.dossier).toestand
    assert told.startswith("aangehouden. Vindt een stuk geen meerderheid")  # the sentence of this profile


def test_the_workbooks_of_ommen_prove_its_figures_by_its_own_headings(tmp_path):
    office = begin(tmp_path, OMMEN)

    assert verify_workbooks(office.workspace.ledger.events(office.dossier), office.workspace.store.find) == ()


def test_ommen_pays_a_quarter(tmp_path):
    office = begin(tmp_path, OMMEN)
    store = office.workspace.store
    made = manifest.from_bytes(store.get(office.state.active_version.manifest_sha256))
    shares = json.loads(store.get(made.consolidatie_sha256))["aandelen_cent"]["t"]

    assert shares["GM0160"] == 3 * shares["GM0175"]
