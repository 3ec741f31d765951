"""Who is late, since when and what happens next: each dossier beside what the office reads on top."""

from datetime import date, datetime
from pathlib import Path

import pytest

from builders.dossier import (
    Office,
    cast_vote,
    end_gate,
    open_gates,
    open_round,
    published,
    submit_workbooks,
    vote_all,
    wait_until,
    walk_route,
    with_version,
)
from jaarcyclus import clock
from jaarcyclus.pages.reader import reader_of
from jaarcyclus.pages.standings import Standings
from jaarcyclus.pages.year_page import show_year
from jaarcyclus.pages.year_tasks import Task, list_tasks
from jaarcyclus.steps import acts


def heading(office: Office) -> str:
    """Return the summary on top of Het jaar."""
    workspace = office.workspace
    reader = reader_of(workspace.profile("dowr"), "controller", workspace.today())
    html = show_year(Standings(workspace), reader)
    return html.split('<h2 id="nu">')[1].split("<strong>")[1].split("</strong>")[0]


def tasks(office: Office, day: str) -> tuple[Task, ...]:
    return list_tasks(
        Standings(office.workspace).of_profile(office.workspace.dossier(office.dossier).opened.profiel).standings,
        date.fromisoformat(day),
    )


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-04-23", []),
        ("2026-04-24", ["nog 14 dagen"]),
        ("2026-05-08", ["laatste dag"]),
        ("2026-05-09", ["1 dag te laat"]),
        ("2026-05-18", ["10 dagen te laat"]),
    ],
)
def test_a_missing_workbook_is_told_two_weeks_before_its_day_and_from_then_on(
    tmp_path: Path, day: str, told: list[str]
) -> None:
    """With who must hand it in."""
    office = open_round(tmp_path)
    submit_workbooks(office, *[code for code in office.state.indieners() if code != "ict"])
    found = tasks(office, day)

    assert [task.tag for task in found] == told
    assert all(
        task.waits_for == ("Informatievoorziening en ICT (teammanager informatievoorziening en ICT)",) for task in found
    )


def test_a_silent_seat_is_told_with_its_step_and_where_the_question_climbs_to(tmp_path: Path) -> None:
    office = with_version(tmp_path)
    gate = open_gates(office)[0]
    vote_all(office, gate)
    end_gate(office, gate)
    (task,) = tasks(office, "2026-05-20")

    assert task.tag == "nog 2 dagen"
    assert task.since == "Gevraagd op 1 april 2026, stap 1 van 5, ter afstemming, versie 1."
    assert task.after == (
        "Antwoordt niet iedereen, dan klimt op 29 mei 2026 deze vraag als geschil naar Directieberaad."
    )


def test_after_its_term_the_gate_climbs_on_the_day_that_was_told(tmp_path: Path) -> None:
    """What is computed ahead is what the calendar does."""
    office = with_version(tmp_path)
    open_gates(office)
    wait_until(office, "2026-05-28")
    assert {gate.uitslag for gate in office.state.gates} == {None}
    told = [task.after for task in tasks(office, "2026-05-28")]
    wait_until(office, "2026-05-29")

    assert told == ["Antwoorden kan niet meer: morgen klimt deze vraag als geschil naar Directieberaad."] * 2
    assert {gate.uitslag for gate in office.state.gates} == {"over_tijd"}


def test_what_a_seat_answered_is_not_told(tmp_path: Path) -> None:
    """The controller has no seat: an answer is sealed until the gate closes."""
    office = with_version(tmp_path)
    gate = open_gates(office)[0]
    cast_vote(office, gate, office.state.gates[0].zetels[0].zetel, "niet afgestemd", toelichting="De huur is te hoog.")

    assert "huur" not in str(tasks(office, "2026-05-20"))


def test_an_open_condition_is_told_with_its_owner(tmp_path: Path) -> None:
    office = with_version(tmp_path)
    for gate in open_gates(office):
        vote_all(office, gate)
        end_gate(office, gate)
    (gate,) = open_gates(office)
    asked = {"tekst": "dekking aantonen", "eigenaar": "manager_ict", "datum": "2026-06-01"}
    vote_all(office, gate, deventer={"antwoord": "stemt in, mits", "voorwaarde": asked})
    end_gate(office, gate)
    (task,) = tasks(office, "2026-06-03")

    assert (task.title, task.waits_for, task.tag) == (
        "Voorwaarde van Deventer: dekking aantonen",
        ("teammanager informatievoorziening en ICT",),
        "2 dagen te laat",
    )


@pytest.mark.parametrize(("day", "told"), [("2026-05-08", "geldt"), ("2026-07-01", "is voorbij")])
def test_what_is_asked_anew_has_no_term_of_its_own_and_the_day_of_the_round_is_told(
    tmp_path: Path, day: str, told: str
) -> None:
    office = with_version(tmp_path)
    acts.reopen(office.workspace, office.dossier, "controller", reden="De huur ontbreekt.", percelen=("ict",))
    (task,) = tasks(office, day)

    assert (task.tag, task.late) == ("opnieuw gevraagd", False)
    assert task.since == (
        "Opnieuw gevraagd op 1 april 2026: De huur ontbreekt. Een eigen termijn is er niet; de dag van deze ronde, "
        f"8 mei 2026, {told}."
    )


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-04-02", "Er wacht nu niets op iemand."),
        ("2026-06-01", "Er wacht nu niets op iemand. De geplande dag is voorbij van Begroting 2027 (besluitroute)."),
    ],
)
def test_the_heading_tells_what_its_own_table_calls_late(tmp_path: Path, day: str, told: str) -> None:
    """During the pause nobody is asked anything, also when the day of the next step is over."""
    office = open_round(tmp_path)
    submit_workbooks(office)
    clock.set_simulated(office.workspace.settings, datetime.fromisoformat(f"{day}T09:00:00"))

    assert heading(office) == told


@pytest.mark.parametrize("percelen", [("ict",), ()])
def test_what_is_asked_anew_is_not_late(tmp_path: Path, percelen: tuple[str, ...]) -> None:
    office = with_version(tmp_path)
    acts.reopen(office.workspace, office.dossier, "controller", reden="De huur ontbreekt.", percelen=percelen)
    clock.set_simulated(office.workspace.settings, datetime.fromisoformat("2026-06-15T09:00:00"))

    assert heading(office) == "Niets is te laat. 1 zaak wacht zonder vaste dag."


def test_a_late_task_and_a_late_stage_are_counted_once(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    submit_workbooks(office, *[code for code in office.state.indieners() if code != "ict"])
    clock.set_simulated(office.workspace.settings, datetime.fromisoformat("2026-07-01T09:00:00"))

    assert "1 zaak is te laat." in heading(office)
    assert "geplande dag is voorbij" not in heading(office)
    assert "Niets is te laat" not in heading(office)


def test_a_published_product_waits_for_receipt_only(tmp_path: Path) -> None:
    (task,) = tasks(published(tmp_path, "jaarverslag"), "2028-04-20")

    assert task.title == "Ontvangst nog niet bevestigd"
    assert len(task.waits_for) == 3


def test_a_product_that_is_done_waits_for_nobody(tmp_path: Path) -> None:
    office = published(tmp_path)

    assert tasks(office, "2026-07-01") == ()


def test_what_is_late_stands_above_what_is_not(tmp_path: Path) -> None:
    """Also when it was asked later."""
    office = with_version(tmp_path)
    walk_route(office)
    late = open_round(tmp_path, "jaarverslag", 2025, workspace=office.workspace, dag="2026-01-12")
    found = tasks(late, "2026-02-20")

    assert [task.late for task in found] == [True]
