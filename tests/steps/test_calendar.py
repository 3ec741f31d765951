"""What the calendar's tick does for all dossiers of a cooperation together."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from builders.dossier import Office, open_gates, open_round, skip_pause, submit_workbooks, with_version
from builders.profile import PROFIELEN, Change, changed
from jaarcyclus import clock
from jaarcyclus.steps import calendar
from jaarcyclus.steps.receipts import receive


def kinds(office) -> set[tuple[str, str]]:
    return {(step.kind, step.dossier) for step in calendar.tick(office.workspace, "dowr")}


def with_profile(office: Office, folder: Path, *changes: Change) -> Office:
    """Return the same office after it changed DOWR's profile so."""
    (folder / "profielen").mkdir()
    text = changed(*changes, text=(PROFIELEN / "dowr.yaml").read_text(encoding="utf-8"))
    (folder / "profielen" / "dowr.yaml").write_text(text, encoding="utf-8")
    settings = replace(office.workspace.settings, profielen=folder / "profielen")
    return Office(replace(office.workspace, settings=settings), office.dossier)


def test_the_day_of_the_calendar_opens_the_round(tmp_path):
    """1 April 2026: the begroting of 2027; the jaarverslag of 2025 is still under way until 15 April."""
    office = open_round(tmp_path)
    calendar.tick(office.workspace, "dowr")

    assert office.workspace.dossiers("dowr") == ("dowr-2025-jaarverslag", "dowr-2027-begroting")


def test_a_round_opens_once(tmp_path):
    office = open_round(tmp_path)
    calendar.tick(office.workspace, "dowr")
    before = office.kinds
    calendar.tick(office.workspace, "dowr")

    assert office.kinds == before == ["ronde_geopend", "cijfers_bekend"]


def test_a_received_file_without_verdict_is_due_again_after_a_crash(tmp_path):
    office = open_round(tmp_path)
    receive(office.workspace, "dowr", b"x", file_name="psa.xlsx", inzender="manager_psa", via="map", perceel="psa")

    assert ("inzending", "") in kinds(office)


def test_a_version_is_due_when_the_last_workbook_is_in(tmp_path):
    office = open_round(tmp_path)
    submit_workbooks(office, "ict", "belastingen", "psa", "facilitair", "inkoop", "financien")
    waiting = kinds(office)
    submit_workbooks(office, "algemeen")
    skip_pause(office.workspace, office.dossier)

    assert waiting == set()
    assert kinds(office) == {("product", "dowr-2027-begroting")}


def test_a_typing_error_in_the_profile_stops_nothing_that_runs(tmp_path, caplog):
    """The office writes a comma in an amount while DOWR's begroting waits for its regiegroepen."""
    office = with_version(tmp_path / "var")
    open_gates(office)
    receive(office.workspace, "dowr", b"x", file_name="x.xlsx", inzender="manager_psa", via="map", perceel="psa")
    broken = with_profile(office, tmp_path, ("{GM0150: 61500,", "{GM0150: '61,500',"))

    clock.set_simulated(broken.workspace.settings, datetime.fromisoformat("2026-05-20T09:00:00"))
    due = kinds(broken)

    assert "stilte_geconstateerd" in broken.kinds
    assert ("inzending", "") in due
    assert "van dowr gaat geen ronde open; wat loopt, loopt door." in caplog.text
    assert "jaarcyclus profiel controleer dowr" in caplog.text


def test_an_exercise_under_the_real_clock_does_not_stop_the_calendar(tmp_path):
    """The demo's clock was taken away half-way; real rounds go on."""
    office = with_version(tmp_path)
    open_gates(office)
    office.workspace.settings.klok_bestand.unlink()

    calendar.tick(office.workspace, "dowr")

    assert "gate_gesloten" not in office.kinds
