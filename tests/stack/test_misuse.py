"""What bad use of the running installation gets: nothing, and a Dutch sentence where a person asked for it.

The last word of every test is the ledger's. Beside `test_airflow_gates.py`, which shows one gate: here somebody
means harm, with a member's rights, with Airflow's own Admin rights, or with its database.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from airflow_stack import Stack
from builders.case import DAG, GATE, GREMIUM, MEMBERS, YES, Case, edit_rows
from jaarcyclus.steps.airflow_names import gate_run

pytestmark = pytest.mark.airflow

LID = MEMBERS[0]
BEHEERDER = "beheerder"  # has Airflow's own Admin role
NEE = {"chosen_options": ["stelt niet vast"], "params_input": {}}  # a no without a reason: our door refuses it


# What somebody with Airflow's Admin rights, or with its database, does to a gate of which Deventer has voted.


def mark_the_run_successful(case: Case) -> None:
    case.stack.sign_in(BEHEERDER).call("PATCH", case.path(), json={"state": "success"})


def mark_every_task_successful(case: Case) -> None:
    for task in ("zetel/1", "zetel/2", "tel", "start"):
        path = case.path(f"/taskInstances/{task}")
        case.stack.sign_in(BEHEERDER).call("PATCH", path, json={"new_state": "success"})


def fail_the_run(case: Case) -> None:
    case.stack.sign_in(BEHEERDER).call("PATCH", case.path(), json={"state": "failed"})


def clear_the_run(case: Case) -> None:
    case.stack.sign_in(BEHEERDER).call("POST", case.path("/clear"), json={"dry_run": False, "only_failed": False})


def delete_the_run(case: Case) -> None:
    fail_the_run(case)  # Airflow deletes no run that still runs
    case.stack.sign_in(BEHEERDER).call("DELETE", case.path())


def forge_xcoms(case: Case) -> None:
    """Votes for the two silent seats, a yes of the count, and then success for all of it."""
    client = case.stack.sign_in(BEHEERDER)
    for place, zetel in ((1, "olst_wijhe"), (2, "raalte")):
        vals = {"zetel": zetel, "antwoord": YES, "seq": 99}
        content = {"key": "return_value", "value": vals, "map_index": place}
        client.call("POST", case.path("/taskInstances/zetel/xcomEntries"), json=content)
    client.call(
        "POST",
        case.path("/taskInstances/tel/xcomEntries"),
        json={"key": "return_value", "value": case.dossier, "map_index": -1},
    )
    mark_every_task_successful(case)


def edit_the_answers(case: Case) -> None:
    """Write answers of the two silent members into Airflow's rows, as if they had given them."""
    door = json.dumps({"id": "1", "name": f"dowr-{MEMBERS[1]}"})
    edit_rows(
        case.stack,
        lambda database: database.execute(
            "UPDATE hitl_detail SET chosen_options=?, responded_at=?, responded_by=? WHERE chosen_options IS NULL "
            "AND ti_id IN (SELECT id FROM task_instance WHERE run_id=?)",
            (json.dumps([YES]), datetime.now(UTC).replace(tzinfo=None).isoformat(" "), door, case.run),
        ),
    )


def edit_the_states(case: Case) -> None:
    """Every task and the run green, in one statement each."""

    def change(database) -> None:
        database.execute("UPDATE task_instance SET state='success' WHERE run_id=?", (case.run,))
        database.execute("UPDATE dag_run SET state='success' WHERE run_id=?", (case.run,))

    edit_rows(case.stack, change)


KNOEIERIJEN = (
    mark_the_run_successful,
    mark_every_task_successful,
    fail_the_run,
    clear_the_run,
    delete_the_run,
    forge_xcoms,
    edit_the_answers,
    edit_the_states,
)


@pytest.fixture(scope="module")
def cases(stack: Stack) -> dict[Callable[[Case], None], Case]:
    """A gate for each way to tamper: Deventer votes, somebody tampers, the calendar looks once at all of them."""
    made = {meddle: Case(stack) for meddle in KNOEIERIJEN}
    for meddle, case in made.items():
        assert case.answer(MEMBERS[0], case.questions()[0]).status_code == 200
        case.questions(2)
        meddle(case)
    stack.tick()
    return made


@pytest.mark.parametrize("knoei", KNOEIERIJEN, ids=lambda meddle: meddle.__name__)
def test_after_tampering_the_question_is_asked_again_and_the_year_goes_on(
    cases: dict[Callable[[Case], None], Case], knoei: Callable[[Case], None]
) -> None:
    """The vote that was given counts once, the forged ones never, nothing is published before all have answered."""
    case = cases[knoei]
    questions = case.questions(2)
    voor = (case.votes(), case.gate.uitslag, case.published())
    answers = [case.answer(MEMBERS[place], questions[place]).status_code for place in (1, 2)]
    case.wait_until_published()

    assert voor == ([(MEMBERS[0], YES)], None, False)
    assert answers == [200, 200]
    assert case.votes() == [(lid, YES) for lid in MEMBERS]


# What an administrator starts by hand: a run of the directieberaad that is about no gate of it.

ANDERE_GATE = "v1-s0-regiegroep_ict-r1"
WITHOUT_GATE: dict[str, tuple[str, dict[str, str]]] = {
    "unknown gate": ("v9-s1-directieberaad-r1", {}),
    "another gremium's gate": (ANDERE_GATE, {}),
    "a conf that says another gate": (GATE, {"gate": ANDERE_GATE}),
    "a conf without keys": (GATE, {"dossier": "", "gate": "", "gremium": ""}),
}


@pytest.fixture(scope="module")
def handmade(stack: Stack) -> tuple[Case, dict[str, str]]:
    """An open gate, and beside it runs that an administrator started, by what is wrong with them."""
    case = Case(stack)
    case.questions()
    runs = {}
    for number, (what, (gate, otherwise)) in enumerate(WITHOUT_GATE.items(), 90):
        conf = {"dossier": case.dossier, "gate": gate, "gremium": GREMIUM} | otherwise
        runs[what] = gate_run(case.dossier, gate, number)
        given = {sleutel: value for sleutel, value in conf.items() if value}
        assert stack.sign_in(BEHEERDER).trigger(DAG, runs[what], given)
    return case, runs


@pytest.mark.parametrize("what", WITHOUT_GATE)
def test_a_run_about_no_gate_fails_at_once_and_says_what_to_do(
    handmade: tuple[Case, dict[str, str]], what: str
) -> None:
    """No task is tried twice, nobody is asked, the ledger knows nothing of it, and the gate beside it waits on."""
    case, runs = handmade
    client, path = case.stack.sign_in(BEHEERDER), f"/api/v2/dags/{DAG}/dagRuns/{runs[what]}/taskInstances"
    before = case.stack.workspace.ledger.events(case.dossier)
    end = case.stack.wait_for_run(DAG, runs[what])
    taken = {task["task_id"]: task for task in client.call("GET", path)["task_instances"]}
    log = client.request("GET", f"{path}/open_gate/logs/1").text

    assert (end, taken["open_gate"]["state"], taken["zetel"]["state"]) == ("failed", "failed", "upstream_failed")
    assert {taken["open_gate"]["try_number"], taken["tel"]["try_number"]} == {1}
    assert "Start een gate niet met de hand; gebruik dowr_kalender" in log
    assert case.stack.workspace.ledger.events(case.dossier) == before
    assert len(case.questions()) == len(MEMBERS)
