"""What may be handed in when, and which profile may open a round."""

from datetime import datetime
from pathlib import Path

import pytest

from builders.dossier import (
    PROFILES,
    Kantoor,
    dien_in,
    maak_versie,
    open_gates,
    open_ronde,
    sluit,
    stem,
    stem_allen,
    workbook_of,
)
from jaarcyclus import clock
from jaarcyclus.dossier.planning import missing_submissions
from jaarcyclus.dossier.round import REGELVERSIE
from jaarcyclus.errors import Geweigerd
from jaarcyclus.settings import Settings
from jaarcyclus.steps import acts, calendar
from jaarcyclus.steps.overview import describe
from jaarcyclus.steps.workspace import Werkplaats, open_werkplaats


@pytest.fixture
def ronde(tmp_path) -> Kantoor:
    """The round of the begroting 2027 is open; nobody has handed in."""
    return open_ronde(tmp_path)


SILENT_ADOPTION = ("{rol: vaststelling, gremia: [bvr]}", "{rol: vaststelling, gremia: [bvr], blokkeert: false}")


def with_profile(var: Path, old: str, new: str) -> Werkplaats:
    """Return an installation on 1 April 2026 whose DOWR has `old` replaced in its whole profile."""
    text = (PROFILES / "dowr.yaml").read_text(encoding="utf-8")
    assert old in text
    folder = var / "profielen"
    folder.mkdir()
    (folder / "dowr.yaml").write_text(text.replace(old, new), encoding="utf-8")
    werkplaats = open_werkplaats(Settings.from_env({"JAARCYCLUS_VAR": str(var), "JAARCYCLUS_PROFIELEN": str(folder)}))
    clock.set_simulated(werkplaats.settings, datetime(2026, 4, 1, 9))  # noqa: DTZ001 - the simulated clock's own form
    return werkplaats


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
    acts.reopen(ronde.werkplaats, ronde.dossier, "controller", reden="klopt psa wel?", percelen=("psa",))
    dien_in(ronde, "psa")

    assert missing_submissions(ronde.staat) == ()


def test_a_profile_in_which_silence_adopts_opens_no_round(tmp_path):
    werkplaats = with_profile(tmp_path, *SILENT_ADOPTION)

    with pytest.raises(Geweigerd, match=r"PROFIEL_FOUT.*wacht niet op een antwoord"):
        calendar.open_round(werkplaats, "dowr", "begroting", 2027)


def test_a_faulty_profile_stops_no_other_dossier(tmp_path):
    werkplaats = with_profile(tmp_path, *SILENT_ADOPTION)

    assert calendar.tick(werkplaats, "dowr") == ()
    assert werkplaats.dossiers("dowr") == ()


TWO_BRANCHES = (
    "- {rol: instemming, gremia: [directieberaad]}",
    "- {rol: instemming, gremia: [directieberaad], als: niet strategisch}\n"
    "    - {rol: instemming, gremia: [bvr], als: strategisch}",
)


@pytest.fixture
def tweesporig(tmp_path) -> Kantoor:
    """The begroting of a DOWR in which what is strategic goes to the BVR instead of the directieberaad."""
    werkplaats = with_profile(tmp_path, *TWO_BRANCHES)
    kantoor = Kantoor(werkplaats, calendar.open_round(werkplaats, "dowr", "begroting", 2027))
    dien_in(kantoor)
    return kantoor


def second_step(kantoor: Kantoor) -> list[str]:
    maak_versie(kantoor)
    for gate in open_gates(kantoor):
        stem_allen(kantoor, gate)
        sluit(kantoor, gate)
    return open_gates(kantoor)


def leg_kenmerken_vast(kantoor: Kantoor, *kenmerken: str, door: str = "controller", reden: str = "nieuw beleid"):
    acts.set_kenmerken(kantoor.werkplaats, kantoor.dossier, door, kenmerken=kenmerken, reden=reden)


def test_without_kenmerken_the_route_takes_the_branch_of_not(tweesporig):
    assert second_step(tweesporig) == ["v1-s1-directieberaad-r1"]


def test_the_kenmerk_that_the_controller_records_chooses_the_branch(tweesporig):
    leg_kenmerken_vast(tweesporig, "strategisch")

    assert second_step(tweesporig) == ["v1-s2-bvr-r1"]


def test_the_overview_shows_which_kenmerken_hold(tweesporig):
    before = describe(tweesporig.werkplaats, tweesporig.dossier).regels()
    leg_kenmerken_vast(tweesporig, "strategisch")
    after = describe(tweesporig.werkplaats, tweesporig.dossier).regels()

    assert (any("kenmerken" in line for line in before), "  kenmerken: strategisch" in after) == (False, True)


def test_what_the_controller_records_last_holds(tweesporig):
    leg_kenmerken_vast(tweesporig, "strategisch")
    leg_kenmerken_vast(tweesporig, reden="toch geen nieuw beleid")

    assert second_step(tweesporig) == ["v1-s1-directieberaad-r1"]


@pytest.mark.parametrize(
    ("kenmerken", "anders", "code"),
    [
        (("strategisch",), {"door": "manager_ict"}, "NIET_BEVOEGD"),
        (("strategisch",), {"reden": " "}, "REDEN_ONTBREEKT"),
        (("tactisch",), {}, "KENMERK_ONBEKEND"),
        (("strategisch", "strategisch"), {}, "KENMERK_ONBEKEND"),
    ],
)
def test_refuses_kenmerken(tweesporig, kenmerken, anders, code):
    with pytest.raises(Geweigerd, match=code):
        leg_kenmerken_vast(tweesporig, *kenmerken, **anders)


def test_a_version_keeps_the_route_it_set_out_on(tweesporig):
    maak_versie(tweesporig)

    with pytest.raises(Geweigerd, match="VERSIE_OP_ROUTE"):
        leg_kenmerken_vast(tweesporig, "strategisch")


def test_a_round_under_other_rules_is_not_judged_by_ours(tmp_path, monkeypatch):
    """A later release verifies an older dossier: it says so, instead of finding faults that are none."""
    monkeypatch.setattr("jaarcyclus.dossier.round.REGELVERSIE", REGELVERSIE + 1)

    with pytest.raises(Geweigerd, match="REGELS_ANDERS"):
        open_ronde(tmp_path)


def test_who_approves_the_figures_is_a_maker_too(tmp_path):
    """Rule 3: the loco-directeur approved ICT's figures, so the directeur answers alone."""
    fiat = ("    manager: manager_ict\n", "    manager: manager_ict\n    fiatteur: loco_directeur_deventer\n")
    werkplaats = with_profile(tmp_path, *fiat)
    kantoor = Kantoor(werkplaats, calendar.open_round(werkplaats, "dowr", "begroting", 2027))
    dien_in(kantoor)
    second_step(kantoor)

    with pytest.raises(Geweigerd, match="MAKER_STEMT_NIET"):
        stem(kantoor, "v1-s1-directieberaad-r1", "deventer", "stemt in", door="loco_directeur_deventer")
