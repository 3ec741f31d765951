"""The way of a product, planned against real."""

from datetime import date
from pathlib import Path

import pytest

from builders.dossier import (
    Office,
    add_version,
    correct,
    end_gate,
    open_gates,
    open_round,
    published,
    submit_workbooks,
    vote_all,
    wait_until,
    with_version,
    withdrawn,
)
from jaarcyclus.dossier.standing import name_standing
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


def test_what_is_asked_anew_is_not_late_by_the_day_of_the_first_time(tmp_path: Path) -> None:
    office = published(tmp_path)
    wait_until(office, "2026-09-01")
    correct(office, "ict")
    found = stages(office, "2026-09-01")

    assert Progress.LATE not in {stage.progress for stage in found.values()}
    assert found["Werkboeken binnen"].planned is None
    assert found["Versie 2 maken"].told.startswith("correctie van versie 1: ")


def test_a_question_of_the_new_version_is_late_after_its_own_term(tmp_path: Path) -> None:
    office = published(tmp_path)
    wait_until(office, "2026-09-01")
    correct(office, "ict")
    submit_workbooks(office, "ict", lines=4)
    add_version(office)
    (gate, *_) = open_gates(office)
    opened = office.state.gate(gate)
    assert opened is not None
    name = "Stap 1 van 5: Regiegroep informatievoorziening en ICT, ter afstemming"

    assert stages(office, opened.deadline)[name].progress == Progress.BUSY
    assert stages(office, "2027-01-01")[name].progress == Progress.LATE


def test_a_round_that_was_reopened_for_nobody_waits_for_a_workbook(tmp_path: Path) -> None:
    office = with_version(tmp_path)
    acts.reopen(office.workspace, office.dossier, "controller", reden="De huur ontbreekt.", percelen=())
    found = stages(office, "2026-04-02")

    assert found["Werkboeken binnen"].progress == Progress.WAITS
    assert "wacht op een nieuw werkboek van ten minste één perceel" in found["Werkboeken binnen"].told
    assert found["Versie 2 maken"].progress == Progress.AHEAD
    assert name_standing(office.state, office.workspace.profile_of(office.state)) == "wacht op een nieuw werkboek"


def test_what_is_withdrawn_is_not_published(tmp_path: Path) -> None:
    stage = stages(withdrawn(tmp_path), "2026-04-02")["Gepubliceerd"]

    assert (stage.progress, stage.told) == (Progress.WITHDRAWN, "versie 1 is ingetrokken op 1 april 2026")


@pytest.mark.parametrize("advised", [False, True])
def test_a_step_that_is_held_up_waits_until_the_advice_and_then_tells_it(tmp_path: Path, *, advised: bool) -> None:
    office, gate = with_version(tmp_path), "v1-s0-regiegroep_ict-r1"
    for number, key in enumerate((gate, *(f"{gate}-geschil-{body}" for body in ("directieberaad", "bvr", "bo")))):
        open_gates(office)
        answer = "geen overeenstemming" if number else "niet afgestemd"
        vote_all(office, key, raalte={"antwoord": answer, "toelichting": "De huur is te hoog."})
        end_gate(office, key)
    if advised:
        acts.record_advice(
            office.workspace, office.dossier, "controller",
            gate=gate, advies="doorgang", tekst="Het voldoet.", deskundige="een externe deskundige",
        )  # fmt: skip
    stage = stages(office, "2026-12-01")["Stap 1 van 5: Regiegroep informatievoorziening en ICT, ter afstemming"]

    assert stage.progress == (Progress.DONE if advised else Progress.WAITS)
    assert stage.told.endswith("; bindend advies: doorgang" if advised else "aangehouden tot er een bindend advies is")
