"""Whom a dossier waits for, also where no gate is open: the controller never has to wonder."""

import pytest

from builders_dossier import Kantoor, dien_in, leg_vast, maak_versie, open_gates, open_ronde, sluit, stem_allen
from jaarcyclus import handelingen
from jaarcyclus.overzicht import describe

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


def test_workbooks_that_do_not_match_wait_for_who_can_mend_them(kantoor):
    finding = {
        "code": "X",
        "ernst": "fout",
        "blad": "",
        "cel": "",
        "waarde": "",
        "melding": "ICT rekent PSA 100 te veel.",
    }
    inzendingen = {code: item.sha256 for code, item in kantoor.staat.huidige_inzendingen().items()}
    leg_vast(kantoor, "consolidatie_afgekeurd", "systeem", {"inzendingen": inzendingen, "bevindingen": [finding]})

    assert waits(kantoor) == ("een verbeterd werkboek: de consolidatie is afgekeurd (ICT rekent PSA 100 te veel.)",)


def test_a_reopening_without_percelen_waits_for_anyone_with_its_reason(kantoor):
    maak_versie(kantoor)
    handelingen.reopen(kantoor.werkplaats, kantoor.dossier, "controller", reden="het totaal is te hoog", percelen=())

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
