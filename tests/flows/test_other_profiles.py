"""The engine describes other cooperations by configuration only: their own routes, rules and keys."""

import json

import pytest

from builders.dossier import (
    Kantoor,
    doorloop_route,
    due,
    open_gates,
    publiceer,
    sluit,
    stem_allen,
    with_version,
)
from jaarcyclus.dossier import manifest
from jaarcyclus.proof.reread import verify_workbooks
from jaarcyclus.steps.overview import describe

OMMEN, ZWOLLE = "ommen_hardenberg", "regio_zwolle"


def begin(tmp_path, profiel: str, product: str = "begroting") -> Kantoor:
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
    kantoor = begin(tmp_path, profiel, product)

    doorloop_route(kantoor)
    publiceer(kantoor)

    assert describe(kantoor.werkplaats, kantoor.dossier).toestand.startswith("gepubliceerd")


def test_the_councils_of_ommen_and_hardenberg_are_informed_before_adoption(tmp_path):
    """Information before adoption: the councils have it when the algemeen bestuur is asked."""
    kantoor = begin(tmp_path, OMMEN)
    for gate in ("v1-s0-directie-r1", "v1-s1-dagelijks_bestuur-r1"):
        open_gates(kantoor)
        stem_allen(kantoor, gate)
        sluit(kantoor, gate)

    asked = open_gates(kantoor)

    sent = [item.gremia for item in kantoor.staat.toezendingen if item.rol == "info"]
    assert (asked, sent) == (["v1-s3-algemeen_bestuur-r1"], [("raad_hardenberg", "raad_ommen")])


@pytest.mark.parametrize(
    ("hardenberg", "ommen", "uitslag"),
    [("stemt in", "stemt niet in", "positief"), ("stemt niet in", "stemt in", "negatief")],
)
def test_the_chair_of_the_dagelijks_bestuur_has_the_casting_vote(tmp_path, hardenberg, ommen, uitslag):
    kantoor = begin(tmp_path, OMMEN)
    open_gates(kantoor)
    stem_allen(kantoor, "v1-s0-directie-r1")
    sluit(kantoor, "v1-s0-directie-r1")
    (gate,) = open_gates(kantoor)
    stem_allen(
        kantoor,
        gate,
        hardenberg={"antwoord": hardenberg, "toelichting": "eigen standpunt"},
        ommen={"antwoord": ommen, "toelichting": "eigen standpunt"},
    )

    assert sluit(kantoor, gate) == uitslag


def test_eleven_of_twenty_mayors_adopt_and_ten_do_not(tmp_path):
    outcomes = []
    for number, against in enumerate((9, 10)):
        kantoor = begin(tmp_path / str(number), ZWOLLE)
        (gate,) = open_gates(kantoor)
        seats = kantoor.staat.gate(gate).stille_zetels()
        no = {"antwoord": "stelt niet vast", "toelichting": "te duur"}
        stem_allen(kantoor, gate, **dict.fromkeys(seats[:against], no))
        outcomes.append(sluit(kantoor, gate))

    assert outcomes == ["positief", "negatief"]


def test_a_ladder_without_rungs_holds_up_at_once(tmp_path):
    kantoor = begin(tmp_path, ZWOLLE)
    (gate,) = open_gates(kantoor)
    no = {"antwoord": "stelt niet vast", "toelichting": "te duur"}
    stem_allen(kantoor, gate, **dict.fromkeys(kantoor.staat.gate(gate).stille_zetels(), no))
    sluit(kantoor, gate)

    assert due(kantoor) == []
    told = describe(kantoor.werkplaats, kantoor.dossier).toestand
    assert told.startswith("aangehouden. Vindt een stuk geen meerderheid")  # the sentence of this profile


def test_the_workbooks_of_ommen_prove_its_figures_by_its_own_headings(tmp_path):
    kantoor = begin(tmp_path, OMMEN)

    assert verify_workbooks(kantoor.werkplaats.ledger.events(kantoor.dossier), kantoor.werkplaats.store.get) == ()


def test_ommen_pays_a_quarter(tmp_path):
    kantoor = begin(tmp_path, OMMEN)
    store = kantoor.werkplaats.store
    made = manifest.from_bytes(store.get(kantoor.staat.actieve_versie.manifest_sha256))
    shares = json.loads(store.get(made.consolidatie_sha256))["aandelen_cent"]["t"]

    assert shares["GM0160"] == 3 * shares["GM0175"]
