"""One gate on the running Airflow: votes through the one door, and what bad use of Airflow gets.

Each test has a dossier of its own (a boekjaar nobody else uses) and ends where the ledger is looked at: Airflow's
own states prove nothing.
"""

import itertools
import sqlite3

import pytest

from airflow_stack import Stack, wait_for
from builders.airflow_questions import answer_question
from builders.gate import dossier_with_version
from jaarcyclus.steps import calendar
from jaarcyclus.steps.airflow_names import gate_dag, gate_run

pytestmark = pytest.mark.airflow

GREMIUM = "regiegroep_ict"
GATE = "v1-s0-regiegroep_ict-r1"
DAG = gate_dag("dowr", GREMIUM)
MEMBERS = (
    "vertegenwoordiger_ict_deventer",
    "vertegenwoordiger_ict_olst_wijhe",
    "vertegenwoordiger_ict_raalte",
    "manager_ict",
)
MOMENT = "2090-04-10T09:00:00"  # for all gates: at a later one each tick takes the gates before it up the ladder
_boekjaren = itertools.count(2032)  # long past: no calendar opens such a round by itself


class Gate:
    """A parked gate: its dossier, its run, and the question of each seat in order."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        stack.set_clock(MOMENT)
        self.dossier = dossier_with_version(stack.workspace, boekjaar=next(_boekjaren))
        self.run = stack.start_gate(self.dossier, GATE, GREMIUM)
        self.questions = stack.questions(MEMBERS[0], self.run, count=len(MEMBERS))

    def answer(self, person: str, zetel: int, answer: str = "afgestemd", **field_names: str):
        """Answer the question of a seat as this person."""
        return answer_question(self.stack.sign_in(person), self.questions[zetel], answer, **field_names)

    def answer_all(self) -> None:
        """Let every seat give its yes; the calendar may have asked again meanwhile."""
        for number, lid in enumerate(MEMBERS):
            answered = self.answer(lid, number)
            assert answered.status_code == 200, (lid, answered.text)

    def votes(self) -> list[tuple[str, str]]:
        """Return who voted what, from the ledger."""
        gate = self.stack.workspace.dossier(self.dossier).gate(GATE)
        return [(vote.door, vote.antwoord) for vote in gate.votes]

    def path(self, rest: str = "") -> str:
        return f"/api/v2/dags/{DAG}/dagRuns/{self.run}{rest}"

    def is_due(self) -> bool:
        """Return whether the ledger still asks for this gate's votes."""
        return any(
            step.sleutel == f"{self.dossier}-{GATE}" for step in calendar.advance(self.stack.workspace, self.dossier)
        )


@pytest.fixture
def gate(stack: Stack) -> Gate:
    """A gate with four seats, all of them waiting."""
    return Gate(stack)


@pytest.fixture(scope="module")
def untouched(stack: Stack) -> Gate:
    """A gate on which every attempt is refused, so that many tests can share it."""
    return Gate(stack)


def test_a_gate_closes_on_the_votes_of_all_its_seats(gate: Gate) -> None:
    """The plain case: four members answer, the gate is positive, the next steps start."""
    gate.answer_all()

    assert gate.stack.wait_for_run(DAG, gate.run) == "success"
    assert gate.votes() == [(lid, "afgestemd") for lid in MEMBERS]
    assert gate.stack.workspace.dossier(gate.dossier).gate(GATE).uitslag == "positief"


def test_the_question_names_document_hash_and_deadline_in_dutch(untouched: Gate) -> None:
    """A member reads one document, one question, one click."""
    gate = untouched
    question = gate.questions[0]
    in_ledger = gate.stack.workspace.dossier(gate.dossier).gate(GATE)

    assert in_ledger.document_sha256 in question["body"]
    assert f"/jaarcyclus/document/{in_ledger.document_sha256}" in question["body"]
    assert question["options"] == ["afgestemd", "afgestemd met opmerking", "niet afgestemd"]
    assert question["params"]["toelichting"]["schema"]["title"] == "Toelichting"


def test_a_waiting_seat_shows_its_name_instead_of_a_number(untouched: Gate) -> None:
    """In the list of tasks and under Required Actions, while it waits."""
    gate = untouched
    taken = gate.stack.sign_in("controller").call("GET", gate.path("/taskInstances"), params={"task_id": "zetel"})
    zetels = sorted(
        (task["map_index"], task["rendered_map_index"])
        for task in taken["task_instances"]
        if task["task_id"] == "zetel"
    )
    names = [zetel.naam for zetel in gate.stack.workspace.dossier(gate.dossier).gate(GATE).zetels]

    assert zetels == list(enumerate(names))
    assert [question["task_instance"]["rendered_map_index"] for question in gate.questions] == names


@pytest.mark.parametrize(
    ("person", "zetel", "answer", "field_names", "status", "code"),
    [
        ("vertegenwoordiger_ict_raalte", 0, "afgestemd", {}, 403, "NIET_DE_ZETELHOUDER"),
        ("controller", 0, "afgestemd", {}, 403, "CONTROLLER_STEMT_NIET"),
        ("beheerder", 0, "afgestemd", {}, 403, "NIET_DE_ZETELHOUDER"),
        ("vertegenwoordiger_ict_deventer", 0, "niet afgestemd", {}, 422, "REDEN_ONTBREEKT"),
        ("vertegenwoordiger_ict_deventer", 0, "stelt vast", {}, 422, "ANTWOORD_ONBEKEND"),
    ],
)
def test_an_invalid_vote_is_refused_in_dutch_and_not_kept(
    untouched: Gate, person: str, zetel: int, answer: str, field_names: dict, status: int, code: str
) -> None:
    """Another's seat, the controller, the administrator, a no without reason, an answer of another role."""
    refusal = untouched.answer(person, zetel, answer, **field_names)

    assert (refusal.status_code, refusal.json()["code"]) == (status, code)
    assert untouched.votes() == []


def test_a_second_vote_for_a_seat_is_refused(gate: Gate) -> None:
    """One seat, one vote: the first stands."""
    assert gate.answer(MEMBERS[0], 0).status_code == 200
    second = gate.answer(MEMBERS[0], 0, "niet afgestemd", toelichting="toch niet")

    assert (second.status_code, second.json()["code"]) == (409, "AL_GESTEMD")
    assert gate.votes() == [(MEMBERS[0], "afgestemd")]


def test_a_vote_after_the_deadline_is_refused(gate: Gate) -> None:
    """Past its deadline a gate is over tijd; a late yes is no yes."""
    deadline = gate.stack.workspace.dossier(gate.dossier).gate(GATE).deadline
    year, month, _ = deadline.split("-")
    gate.stack.set_clock(f"{year}-{int(month) + 1:02d}-28T09:00:00")
    late = gate.answer(MEMBERS[0], 0)
    gate.stack.set_clock(MOMENT)

    assert (late.status_code, late.json()["code"]) == (409, "TERMIJN_VERSTREKEN")
    assert gate.votes() == []


@pytest.mark.parametrize("culprit", ["vertegenwoordiger_ict_deventer", "beheerder"])
def test_marking_a_seat_successful_makes_no_vote(gate: Gate, culprit: str) -> None:
    """A member may not; an administrator may, and gains nothing: the run fails and the gate stays due."""
    path = gate.path("/taskInstances/zetel/0")
    gedaan = gate.stack.sign_in(culprit).request("PATCH", path, json={"new_state": "success"})

    assert gedaan.status_code == (200 if culprit == "beheerder" else 403)
    assert gate.votes() == []
    assert gate.is_due()


def test_an_administrator_who_ends_the_run_by_hand_ends_nothing(gate: Gate) -> None:
    """The run goes red, votes given stay, and the calendar asks the rest again in a new attempt."""
    assert gate.answer(MEMBERS[0], 0).status_code == 200
    gate.stack.sign_in("beheerder").call("PATCH", gate.path(), json={"state": "failed"})
    gate.stack.tick()
    second = gate_run(gate.dossier, GATE, 2)
    gate.questions = gate.stack.questions(MEMBERS[1], second, count=3)
    for number, lid in enumerate(MEMBERS[1:]):
        assert gate.answer(lid, number).status_code == 200

    assert gate.stack.wait_for_run(DAG, second) == "success"
    assert gate.votes() == [(lid, "afgestemd") for lid in MEMBERS]


def test_clearing_a_gate_asks_only_who_has_not_voted(gate: Gate) -> None:
    """Cleared tasks read the ledger: who voted is not asked again, and nothing is counted twice."""
    assert gate.answer(MEMBERS[0], 0).status_code == 200
    gate.stack.sign_in("beheerder").call(
        "POST",
        f"/api/v2/dags/{DAG}/clearTaskInstances",
        json={"dag_run_id": gate.run, "dry_run": False, "only_failed": False, "task_ids": ["zetel"]},
    )
    gate.questions = wait_for(lambda: len(v := gate.stack.questions(MEMBERS[1], gate.run, count=3)) == 3 and v)
    for number, lid in enumerate(MEMBERS[1:]):
        assert wait_for(lambda lid=lid, number=number: gate.answer(lid, number).status_code == 200)

    assert gate.stack.wait_for_run(DAG, gate.run) == "success"
    assert gate.votes() == [(lid, "afgestemd") for lid in MEMBERS]


@pytest.mark.parametrize("culprit", ["vertegenwoordiger_ict_deventer", "beheerder"])
def test_a_paused_gate_is_resumed_and_that_is_recorded(gate: Gate, culprit: str) -> None:
    """What remains of a member's rights is a pause; the calendar takes it away and writes it down."""
    gate.stack.sign_in(culprit).call("PATCH", f"/api/v2/dags/{DAG}", json={"is_paused": True})
    gate.stack.tick()

    assert not gate.stack.technical.is_paused(DAG)
    hervat = [e.inhoud for e in gate.stack.workspace.ledger.events("dowr-postbus") if e.soort == "dag_hervat"]
    assert {"dag": DAG} in hervat


@pytest.mark.parametrize("culprit", ["vertegenwoordiger_ict_deventer", "beheerder"])
def test_a_forged_xcom_makes_no_vote(gate: Gate, culprit: str) -> None:
    """A member may not write one; an administrator's is read by nobody."""
    path = gate.path("/taskInstances/zetel/xcomEntries")
    vals = {"zetel": "deventer", "antwoord": "afgestemd"}
    gedaan = gate.stack.sign_in(culprit).request(
        "POST", path, json={"key": "return_value", "value": vals, "map_index": 0}
    )

    assert gedaan.status_code == (201 if culprit == "beheerder" else 403)
    assert gate.votes() == []
    assert gate.is_due()


def test_edited_rows_of_airflow_make_no_vote(gate: Gate) -> None:
    """Someone with the database itself writes answers for all seats: the ledger has none."""
    with sqlite3.connect(gate.stack.settings.var / "airflow" / "airflow.db", timeout=60) as database:
        database.execute("UPDATE task_instance SET state='success' WHERE run_id=? AND task_id='zetel'", (gate.run,))

    assert gate.stack.wait_for_run(DAG, gate.run) == "failed"
    assert gate.votes() == []
    assert gate.is_due()


def test_an_unknown_gate_or_a_strange_address_is_refused(untouched: Gate) -> None:
    """Whatever spelling of the address reaches Airflow's route must pass the door."""
    gate = untouched
    client = gate.stack.sign_in(MEMBERS[0])
    other = gate.path("/taskInstances/zetel/7/hitlDetails")
    content = {"chosen_options": ["afgestemd"], "params_input": {}}

    assert client.request("PATCH", other, json=content).json()["code"] == "ZETEL_ONBEKEND"
    assert client.request("PATCH", gate.path("/taskInstances/zetel/0/hitlDetails/"), json=content).status_code == 404
    assert gate.votes() == []
