"""What may be handed in when, and which profile may open a round."""

from datetime import datetime
from pathlib import Path

import pytest

from builders.dossier import (
    PROFILES,
    Office,
    add_version,
    cast_vote,
    due,
    end_gate,
    open_gates,
    open_round,
    record_event,
    submit_workbooks,
    vote_all,
    wait_until,
    workbook_of,
)
from jaarcyclus import clock
from jaarcyclus.dossier.planning import missing_submissions
from jaarcyclus.dossier.round import RULES_VERSION
from jaarcyclus.errors import InvalidProfile, Refused
from jaarcyclus.settings import Settings
from jaarcyclus.steps import acts, calendar
from jaarcyclus.steps.overview import describe
from jaarcyclus.steps.workspace import Workspace, open_workspace


@pytest.fixture
def ronde(tmp_path) -> Office:
    """The round of the begroting 2027 is open; nobody has handed in."""
    return open_round(tmp_path)


FINDING = {
    "code": "REGELS_LEEG", "ernst": "fout", "blad": "Regels", "cel": "", "waarde": "", "melding": "Er is geen regel.",
    "verwacht": "een regel", "herstel": "Vul de regels in.",
}  # fmt: skip
SILENT_ADOPTION = ("{rol: vaststelling, gremia: [bvr]}", "{rol: vaststelling, gremia: [bvr], blokkeert: false}")


def with_profile(var: Path, old: str, new: str) -> Workspace:
    """Return an installation on 1 April 2026 whose DOWR has `old` replaced in its whole profile."""
    text = (PROFILES / "dowr.yaml").read_text(encoding="utf-8")
    assert old in text
    folder = var / "profielen"
    folder.mkdir()
    (folder / "dowr.yaml").write_text(text.replace(old, new), encoding="utf-8")
    workspace = open_workspace(Settings.from_env({"JAARCYCLUS_VAR": str(var), "JAARCYCLUS_PROFIELEN": str(folder)}))
    clock.set_simulated(workspace.settings, datetime(2026, 4, 1, 9))  # noqa: DTZ001 - the simulated clock's own form
    return workspace


def current(office: Office, perceel: str) -> str:
    return office.state.current[perceel].sha256


def test_the_same_workbook_twice_counts_once(ronde):
    submit_workbooks(ronde, "psa")

    with pytest.raises(Refused, match="AL_ONTVANGEN"):
        submit_workbooks(ronde, "psa")


def test_who_returns_to_his_first_workbook_is_not_told_that_he_is_done(ronde):
    """The second one counts until the first is handed in again."""
    first = ronde.workspace.store.put(workbook_of("psa")[0])
    submit_workbooks(ronde, "psa")
    submit_workbooks(ronde, "psa", lines=4)
    submit_workbooks(ronde, "psa")

    assert current(ronde, "psa") == first


def test_a_reopened_perceel_may_answer_that_its_workbook_was_right(ronde):
    submit_workbooks(ronde)
    add_version(ronde)
    acts.reopen(ronde.workspace, ronde.dossier, "controller", reden="klopt psa wel?", percelen=("psa",))
    submit_workbooks(ronde, "psa")

    assert missing_submissions(ronde.state) == ()


def test_a_profile_in_which_silence_adopts_opens_no_round(tmp_path, monkeypatch):
    """The calendar says so by file and line; the rule holds whoever writes past it."""
    workspace = with_profile(tmp_path, *SILENT_ADOPTION)

    with pytest.raises(InvalidProfile, match="wacht niet op een antwoord"):
        calendar.open_round(workspace, "dowr", "begroting", 2027)
    monkeypatch.setattr(calendar, "require_sound", lambda _: None)
    with pytest.raises(Refused, match=r"PROFIEL_FOUT.*wacht niet op een antwoord"):
        calendar.open_round(workspace, "dowr", "begroting", 2027)


def test_a_faulty_profile_stops_no_other_dossier(tmp_path):
    workspace = with_profile(tmp_path, *SILENT_ADOPTION)

    assert calendar.tick(workspace, "dowr") == ()
    assert workspace.dossiers("dowr") == ()


TWO_BRANCHES = (
    "- {rol: instemming, gremia: [directieberaad]}",
    "- {rol: instemming, gremia: [directieberaad], als: niet strategisch}\n"
    "    - {rol: instemming, gremia: [bvr], als: strategisch}",
)


@pytest.fixture
def tweesporig(tmp_path) -> Office:
    """The begroting of a DOWR in which what is strategic goes to the BVR instead of the directieberaad."""
    workspace = with_profile(tmp_path, *TWO_BRANCHES)
    office = Office(workspace, calendar.open_round(workspace, "dowr", "begroting", 2027))
    submit_workbooks(office)
    return office


def second_step(office: Office) -> list[str]:
    add_version(office)
    for gate in open_gates(office):
        vote_all(office, gate)
        end_gate(office, gate)
    return open_gates(office)


def record_kenmerken(kantoor: Office, *kenmerken: str, door: str = "controller", reden: str = "nieuw beleid"):
    acts.set_kenmerken(kantoor.workspace, kantoor.dossier, door, kenmerken=kenmerken, reden=reden)


def test_without_kenmerken_the_route_takes_the_branch_of_not(tweesporig):
    assert second_step(tweesporig) == ["v1-s1-directieberaad-r1"]


def test_the_kenmerk_that_the_controller_records_chooses_the_branch(tweesporig):
    record_kenmerken(tweesporig, "strategisch")

    assert second_step(tweesporig) == ["v1-s2-bvr-r1"]


def test_the_overview_shows_which_kenmerken_hold(tweesporig):
    before = describe(tweesporig.workspace, tweesporig.dossier).lines()
    record_kenmerken(tweesporig, "strategisch")
    after = describe(tweesporig.workspace, tweesporig.dossier).lines()

    assert (any("kenmerken" in line for line in before), "  kenmerken: strategisch" in after) == (False, True)


def test_what_the_controller_records_last_holds(tweesporig):
    record_kenmerken(tweesporig, "strategisch")
    record_kenmerken(tweesporig, reden="toch geen nieuw beleid")

    assert second_step(tweesporig) == ["v1-s1-directieberaad-r1"]


@pytest.mark.parametrize(
    ("kenmerken", "otherwise", "code"),
    [
        (("strategisch",), {"door": "manager_ict"}, "NIET_BEVOEGD"),
        (("strategisch",), {"reden": " "}, "REDEN_ONTBREEKT"),
        (("tactisch",), {}, "KENMERK_ONBEKEND"),
        (("strategisch", "strategisch"), {}, "KENMERK_ONBEKEND"),
    ],
)
def test_refuses_kenmerken(tweesporig, kenmerken, otherwise, code):
    with pytest.raises(Refused, match=code):
        record_kenmerken(tweesporig, *kenmerken, **otherwise)


def test_a_version_keeps_the_route_it_set_out_on(tweesporig):
    add_version(tweesporig)

    with pytest.raises(Refused, match="VERSIE_OP_ROUTE"):
        record_kenmerken(tweesporig, "strategisch")


def test_a_round_does_not_open_before_its_day(tmp_path):
    """A begroting 2027 that was opened in 2020 has deadlines that nobody could know of."""
    with pytest.raises(Refused, match="RONDE_TE_VROEG"):
        open_round(tmp_path, dag="2020-04-01")


def test_a_round_under_rules_1_could_open_before_its_day(tmp_path):
    assert open_round(tmp_path, dag="2026-03-01", regels=1).state.opened.regels == 1


def test_a_round_under_other_rules_is_not_judged_by_ours(tmp_path):
    """A later release verifies an older dossier: it says so, instead of finding faults that are none."""
    with pytest.raises(Refused, match="REGELS_ANDERS"):
        open_round(tmp_path, regels=RULES_VERSION + 1)


def test_who_approves_the_figures_is_a_maker_too(tmp_path):
    """Rule 3: the loco-directeur approved ICT's figures, so the directeur answers alone."""
    fiat = ("    manager: manager_ict\n", "    manager: manager_ict\n    fiatteur: loco_directeur_deventer\n")
    workspace = with_profile(tmp_path, *fiat)
    office = Office(workspace, calendar.open_round(workspace, "dowr", "begroting", 2027))
    submit_workbooks(office)
    second_step(office)

    with pytest.raises(Refused, match="MAKER_STEMT_NIET"):
        cast_vote(office, "v1-s1-directieberaad-r1", "deventer", "stemt in", door="loco_directeur_deventer")


def test_the_last_workbook_leaves_a_working_day_to_replace_one(tmp_path):
    """All are in on a Friday: ICT still sends another on Friday, and the version is due on Monday."""
    office = open_round(tmp_path, dag="2026-04-10")
    submit_workbooks(office)
    friday = due(office)
    submit_workbooks(office, "ict", lines=5)
    wait_until(office, "2026-04-12")
    sunday = due(office)
    wait_until(office, "2026-04-13")

    assert (friday, sunday, due(office)) == ([], [], ["product"])


def test_a_version_in_the_pause_is_refused(ronde):
    """Who rewrites the ledger cannot shut a perceel out of its pause."""
    submit_workbooks(ronde)
    content = {"versie": 1, "manifest_sha256": "0" * 64, "makers": list(ronde.state.makers()), "inzendingen": {}}

    with pytest.raises(Refused, match="BEDENKTIJD"):
        record_event(ronde, "versie_gemaakt", "systeem", content)


def test_only_the_controller_skips_the_pause_with_a_reason(ronde):
    submit_workbooks(ronde)

    with pytest.raises(Refused, match="NIET_BEVOEGD"):
        acts.skip_pause(ronde.workspace, ronde.dossier, "manager_ict", reden="Het is af.")
    with pytest.raises(Refused, match="REDEN_ONTBREEKT"):
        acts.skip_pause(ronde.workspace, ronde.dossier, "controller", reden=" ")
    acts.skip_pause(ronde.workspace, ronde.dossier, "controller", reden="Iedereen is klaar.")

    assert due(ronde) == ["product"]


def test_a_pause_is_not_skipped_before_it_runs(ronde):
    submit_workbooks(ronde, "ict")

    with pytest.raises(Refused, match="GEEN_BEDENKTIJD"):
        acts.skip_pause(ronde.workspace, ronde.dossier, "controller", reden="Haast.")


def test_a_workbook_after_the_skip_brings_the_pause_back(ronde):
    """The controller said yes to other workbooks than these."""
    submit_workbooks(ronde)
    acts.skip_pause(ronde.workspace, ronde.dossier, "controller", reden="Iedereen is klaar.")
    submit_workbooks(ronde, "ict", lines=5)

    assert due(ronde) == []
    assert any("bedenktijd" in line for line in describe(ronde.workspace, ronde.dossier).wacht_op)


def test_rules_1_have_no_pause(tmp_path):
    office = open_round(tmp_path, regels=1)
    submit_workbooks(office)

    assert due(office) == ["product"]


@pytest.mark.parametrize("anders", [{"ontvangst": 0}, {"ontvangst": -1}, {"via": ""}, {"via": "duif"}])
@pytest.mark.parametrize("kind", ["inzending_geaccepteerd", "inzending_geweigerd"])
def test_a_workbook_came_in_by_a_door_and_has_a_number(ronde, kind, anders):
    with pytest.raises(Refused, match="ONTVANGST_ONJUIST"):
        record_event(ronde, kind, "manager_ict", submission(ronde, kind) | anders)


@pytest.mark.parametrize(
    ("anders", "code"),
    [
        ({"perceel": "riolering"}, "WEIGERING_VERZONNEN"),
        ({"bevindingen": [{**FINDING, "ernst": "waarschuwing"}]}, "BEVINDING_ONTBREEKT"),
    ],
)
def test_an_invented_refusal_is_refused(ronde, anders, code):
    content = submission(ronde, "inzending_geweigerd") | anders

    with pytest.raises(Refused, match=code):
        record_event(ronde, "inzending_geweigerd", "manager_ict", content)


def test_a_refusal_of_nobody_is_refused(ronde):
    content = submission(ronde, "inzending_geweigerd") | {"inzender": "niemand"}

    with pytest.raises(Refused, match="WEIGERING_VERZONNEN"):
        record_event(ronde, "inzending_geweigerd", "niemand", content)


def submission(office, kind):
    """Return a sound acceptance, or refusal, of ICT's workbook."""
    workbook, figures = workbook_of("ict")
    content = {
        "perceel": "ict",
        "sha256": office.workspace.store.put(workbook),
        "inzender": "manager_ict",
        "via": "api",
        "ontvangst": 1,
        "bevindingen": [FINDING],
    }
    if kind == "inzending_geweigerd":
        return content
    return {**content, "cijfers_sha256": office.workspace.store.put(figures), "te_laat": False, "bevindingen": []}
