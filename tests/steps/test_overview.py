"""Whom a dossier waits for, also where no gate is open: the controller never has to wonder."""

from dataclasses import replace

import pytest

from builders.dossier import Kantoor, dien_in, leg_vast, maak_versie, open_gates, open_ronde, sluit, stem_allen
from jaarcyclus.figures.records import figures_from_json, figures_to_json
from jaarcyclus.steps import acts
from jaarcyclus.steps.overview import describe
from jaarcyclus.steps.versions import make_version

ICT = "v1-s0-regiegroep_ict-r1"
NEE = {"antwoord": "niet afgestemd", "toelichting": "De formatie is niet onderbouwd."}
ONEENS = {"antwoord": "geen overeenstemming", "toelichting": "Wij komen er niet uit."}


@pytest.fixture
def kantoor(tmp_path) -> Kantoor:
    """All seven workbooks of the begroting 2027 are in."""
    office = open_ronde(tmp_path)
    dien_in(office)
    return office


def waits(kantoor: Kantoor) -> tuple[str, ...]:
    return describe(kantoor.werkplaats, kantoor.dossier).wacht_op


def reken_te_veel(kantoor: Kantoor) -> None:
    """Let ICT hand in anew, with one euro more for PSA than PSA counts on."""
    known = kantoor.staat.huidige_inzendingen()["ict"]
    made = figures_from_json(kantoor.werkplaats.store.get(known.cijfers_sha256))
    last = made.regels[-1]
    charge = replace(last, bedragen_cent={kolom: cent + 100 for kolom, cent in last.bedragen_cent.items()})
    figures = figures_to_json(replace(made, regels=(*made.regels[:-1], charge)))
    content = {
        "perceel": "ict",
        "sha256": kantoor.werkplaats.store.put(b"het tweede werkboek van ICT"),
        "cijfers_sha256": kantoor.werkplaats.store.put(figures),
        "inzender": known.inzender,
        "via": "api",
        "te_laat": False,
        "ontvangst": 8,
        "bevindingen": [],
    }
    leg_vast(kantoor, "inzending_geaccepteerd", known.inzender, content)


def test_workbooks_that_do_not_match_wait_for_who_can_mend_them(kantoor):
    reken_te_veel(kantoor)
    make_version(kantoor.werkplaats, kantoor.dossier)

    (waiting,) = waits(kantoor)
    assert waiting.startswith("een verbeterd werkboek: de consolidatie is afgekeurd (")
    assert "psa" in waiting


def test_a_reopening_without_percelen_waits_for_anyone_with_its_reason(kantoor):
    maak_versie(kantoor)
    acts.reopen(kantoor.werkplaats, kantoor.dossier, "controller", reden="het totaal is te hoog", percelen=())

    assert waits(kantoor) == (
        "een nieuw werkboek van ten minste één perceel: de ronde is heropend (het totaal is te hoog)",
    )


def test_a_dossier_that_is_held_up_waits_for_the_advice(kantoor):
    maak_versie(kantoor)
    open_gates(kantoor)
    stem_allen(kantoor, "v1-s0-regiegroep_bedrijfsvoering-r1")
    sluit(kantoor, "v1-s0-regiegroep_bedrijfsvoering-r1")
    stem_allen(kantoor, ICT, raalte=NEE)
    sluit(kantoor, ICT)
    for body in ("directieberaad", "bvr", "bo"):
        open_gates(kantoor)
        stem_allen(kantoor, f"{ICT}-geschil-{body}", raalte=ONEENS)
        sluit(kantoor, f"{ICT}-geschil-{body}")

    assert waits(kantoor) == (
        f"het bindend advies over {ICT}; controller DOWR of ambtelijk secretaris DOWR legt het vast",
    )
