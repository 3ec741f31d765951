"""What the calendar's tick does for all dossiers of a cooperation together."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from builders.dossier import Kantoor, dien_in, open_gates, open_ronde, with_version
from builders.profile import PROFIELEN, Wijziging, changed
from jaarcyclus import clock
from jaarcyclus.steps import calendar
from jaarcyclus.steps.receipts import receive


def kinds(kantoor) -> set[tuple[str, str]]:
    return {(step.soort, step.dossier) for step in calendar.tick(kantoor.werkplaats, "dowr")}


def with_profile(kantoor: Kantoor, folder: Path, *wijzigingen: Wijziging) -> Kantoor:
    """Return the same office after it changed DOWR's profile so."""
    (folder / "profielen").mkdir()
    text = changed(*wijzigingen, tekst=(PROFIELEN / "dowr.yaml").read_text(encoding="utf-8"))
    (folder / "profielen" / "dowr.yaml").write_text(text, encoding="utf-8")
    settings = replace(kantoor.werkplaats.settings, profielen=folder / "profielen")
    return Kantoor(replace(kantoor.werkplaats, settings=settings), kantoor.dossier)


def test_the_day_of_the_calendar_opens_the_round(tmp_path):
    """1 April 2026: the begroting of 2027; the jaarverslag of 2025 is still under way until 15 April."""
    kantoor = open_ronde(tmp_path)
    calendar.tick(kantoor.werkplaats, "dowr")

    assert kantoor.werkplaats.dossiers("dowr") == ("dowr-2025-jaarverslag", "dowr-2027-begroting")


def test_a_round_opens_once(tmp_path):
    kantoor = open_ronde(tmp_path)
    calendar.tick(kantoor.werkplaats, "dowr")
    before = kantoor.soorten
    calendar.tick(kantoor.werkplaats, "dowr")

    assert kantoor.soorten == before == ["ronde_geopend"]


def test_a_received_file_without_verdict_is_due_again_after_a_crash(tmp_path):
    kantoor = open_ronde(tmp_path)
    receive(kantoor.werkplaats, "dowr", b"x", bestandsnaam="psa.xlsx", inzender="manager_psa", via="map", perceel="psa")

    assert ("inzending", "") in kinds(kantoor)


def test_a_version_is_due_when_the_last_workbook_is_in(tmp_path):
    kantoor = open_ronde(tmp_path)
    dien_in(kantoor, "ict", "belastingen", "psa", "facilitair", "inkoop", "financien")
    waiting = kinds(kantoor)
    dien_in(kantoor, "algemeen")

    assert waiting == set()
    assert kinds(kantoor) == {("product", "dowr-2027-begroting")}


def test_a_typing_error_in_the_profile_stops_nothing_that_runs(tmp_path, caplog):
    """The office writes a comma in an amount while DOWR's begroting waits for its regiegroepen."""
    kantoor = with_version(tmp_path / "var")
    open_gates(kantoor)
    receive(kantoor.werkplaats, "dowr", b"x", bestandsnaam="x.xlsx", inzender="manager_psa", via="map", perceel="psa")
    broken = with_profile(kantoor, tmp_path, ("{GM0150: 61500,", "{GM0150: '61,500',"))

    clock.set_simulated(broken.werkplaats.settings, datetime.fromisoformat("2026-05-20T09:00:00"))
    due = kinds(broken)

    assert "herinnerd" in broken.soorten
    assert ("inzending", "") in due
    assert "van dowr gaat geen ronde open; wat loopt, loopt door." in caplog.text
    assert "jaarcyclus profiel controleer dowr" in caplog.text


def test_an_exercise_under_the_real_clock_does_not_stop_the_calendar(tmp_path):
    """The demo's clock was taken away half-way; real rounds go on."""
    kantoor = with_version(tmp_path)
    open_gates(kantoor)
    kantoor.werkplaats.settings.klok_bestand.unlink()

    calendar.tick(kantoor.werkplaats, "dowr")

    assert "gate_gesloten" not in kantoor.soorten
