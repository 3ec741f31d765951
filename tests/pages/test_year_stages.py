"""The way of a product, planned against real."""

from datetime import date
from pathlib import Path

from builders.dossier import Office, end_gate, open_gates, open_round, published, vote_all, with_version
from jaarcyclus.pages.standings import Standings
from jaarcyclus.pages.year_stages import Progress, Stage, cells_of, planned_stages, stages_of
from jaarcyclus.steps import acts


def stages(office: Office, day: str) -> dict[str, Stage]:
    standing = Standings(office.workspace).of_dossier(office.dossier)
    assert standing is not None
    return {stage.name: stage for stage in stages_of(standing, date.fromisoformat(day))}


def test_a_stage_is_late_when_its_day_is_over(tmp_path: Path) -> None:
    office = open_round(tmp_path)

    assert stages(office, "2026-05-08")["Werkboeken binnen"].progress == Progress.BUSY
    assert stages(office, "2026-05-09")["Werkboeken binnen"].progress == Progress.LATE


def test_a_step_of_the_route_is_told_with_its_place_and_its_days(tmp_path: Path) -> None:
    office = with_version(tmp_path)
    gate = open_gates(office)[0]
    vote_all(office, gate)
    end_gate(office, gate)
    found = stages(office, "2026-04-02")
    done = found["Stap 1 van 5: Regiegroep informatievoorziening en ICT, ter afstemming"]
    busy = found["Stap 1 van 5: Regiegroep overige bedrijfsvoering, ter afstemming"]

    assert (done.planned, done.real, done.progress) == ("2026-05-22", "2026-04-01", Progress.DONE)
    assert (busy.planned, busy.real, busy.progress) == ("2026-05-22", None, Progress.BUSY)


def test_a_published_product_is_done_in_each_column(tmp_path: Path) -> None:
    cells = cells_of(tuple(stages(published(tmp_path), "2026-04-02").values()))

    assert {cell.progress for cell in cells.values()} == {Progress.DONE}


def test_a_version_that_was_taken_back_is_told_with_its_reason(tmp_path: Path) -> None:
    office = with_version(tmp_path)
    acts.reopen(office.workspace, office.dossier, "controller", reden="De huur ontbreekt.", percelen=("ict",))

    assert stages(office, "2026-04-02")["Versie 2 maken"].told == "versie 1 is teruggenomen: De huur ontbreekt."


def test_a_round_that_is_not_open_shows_its_plan(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    found = planned_stages(office.workspace.profile("dowr"), "jaarverslag", 2027, date(2026, 4, 1))

    assert (found[0].planned, found[-1].planned) == ("2028-01-10", "2028-04-18")
    assert {stage.progress for stage in found} == {Progress.AHEAD}
