"""What bad use of the running installation gets: nothing, and a Dutch sentence where a person asked for it.

The last word of every test is the ledger's. Beside `test_airflow_gates.py`, which shows one gate: here somebody
means harm, with a member's rights, with Airflow's own Admin rights, or with its database.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from airflow_stack import Stack
from builders.case import DAG, GATE, GREMIUM, JA, LEDEN, Zaak, edit_rows
from jaarcyclus.steps.airflow_names import gate_run

pytestmark = pytest.mark.airflow

LID = LEDEN[0]
BEHEERDER = "beheerder"  # has Airflow's own Admin role
NEE = {"chosen_options": ["stelt niet vast"], "params_input": {}}  # a no without a reason: our door refuses it


# What somebody with Airflow's Admin rights, or with its database, does to a gate of which Deventer has voted.


def mark_the_run_successful(zaak: Zaak) -> None:
    zaak.stack.als(BEHEERDER).call("PATCH", zaak.path(), json={"state": "success"})


def mark_every_task_successful(zaak: Zaak) -> None:
    for taak in ("zetel/1", "zetel/2", "tel", "start"):
        path = zaak.path(f"/taskInstances/{taak}")
        zaak.stack.als(BEHEERDER).call("PATCH", path, json={"new_state": "success"})


def fail_the_run(zaak: Zaak) -> None:
    zaak.stack.als(BEHEERDER).call("PATCH", zaak.path(), json={"state": "failed"})


def clear_the_run(zaak: Zaak) -> None:
    zaak.stack.als(BEHEERDER).call("POST", zaak.path("/clear"), json={"dry_run": False, "only_failed": False})


def delete_the_run(zaak: Zaak) -> None:
    fail_the_run(zaak)  # Airflow deletes no run that still runs
    zaak.stack.als(BEHEERDER).call("DELETE", zaak.path())


def forge_xcoms(zaak: Zaak) -> None:
    """Votes for the two silent seats, a yes of the count, and then success for all of it."""
    client = zaak.stack.als(BEHEERDER)
    for plaats, zetel in ((1, "olst_wijhe"), (2, "raalte")):
        vals = {"zetel": zetel, "antwoord": JA, "seq": 99}
        inhoud = {"key": "return_value", "value": vals, "map_index": plaats}
        client.call("POST", zaak.path("/taskInstances/zetel/xcomEntries"), json=inhoud)
    client.call(
        "POST",
        zaak.path("/taskInstances/tel/xcomEntries"),
        json={"key": "return_value", "value": zaak.dossier, "map_index": -1},
    )
    mark_every_task_successful(zaak)


def edit_the_answers(zaak: Zaak) -> None:
    """Write answers of the two silent members into Airflow's rows, as if they had given them."""
    door = json.dumps({"id": "1", "name": f"dowr-{LEDEN[1]}"})
    edit_rows(
        zaak.stack,
        lambda database: database.execute(
            "UPDATE hitl_detail SET chosen_options=?, responded_at=?, responded_by=? WHERE chosen_options IS NULL "
            "AND ti_id IN (SELECT id FROM task_instance WHERE run_id=?)",
            (json.dumps([JA]), datetime.now(UTC).replace(tzinfo=None).isoformat(" "), door, zaak.run),
        ),
    )


def edit_the_states(zaak: Zaak) -> None:
    """Every task and the run green, in one statement each."""

    def change(database) -> None:
        database.execute("UPDATE task_instance SET state='success' WHERE run_id=?", (zaak.run,))
        database.execute("UPDATE dag_run SET state='success' WHERE run_id=?", (zaak.run,))

    edit_rows(zaak.stack, change)


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
def zaken(stack: Stack) -> dict[Callable[[Zaak], None], Zaak]:
    """A gate for each way to tamper: Deventer votes, somebody tampers, the calendar looks once at all of them."""
    made = {knoei: Zaak(stack) for knoei in KNOEIERIJEN}
    for knoei, zaak in made.items():
        assert zaak.answer(LEDEN[0], zaak.questions()[0]).status_code == 200
        zaak.questions(2)
        knoei(zaak)
    stack.tick()
    return made


@pytest.mark.parametrize("knoei", KNOEIERIJEN, ids=lambda knoei: knoei.__name__)
def test_after_tampering_the_question_is_asked_again_and_the_year_goes_on(
    zaken: dict[Callable[[Zaak], None], Zaak], knoei: Callable[[Zaak], None]
) -> None:
    """The vote that was given counts once, the forged ones never, nothing is published before all have answered."""
    zaak = zaken[knoei]
    vragen = zaak.questions(2)
    voor = (zaak.votes(), zaak.gate.uitslag, zaak.published())
    antwoorden = [zaak.answer(LEDEN[plaats], vragen[plaats]).status_code for plaats in (1, 2)]
    zaak.wait_until_published()

    assert voor == ([(LEDEN[0], JA)], None, False)
    assert antwoorden == [200, 200]
    assert zaak.votes() == [(lid, JA) for lid in LEDEN]


# What an administrator starts by hand: a run of the directieberaad that is about no gate of it.

ANDERE_GATE = "v1-s0-regiegroep_ict-r1"
ZONDER_GATE: dict[str, tuple[str, dict[str, str]]] = {
    "unknown gate": ("v9-s1-directieberaad-r1", {}),
    "another gremium's gate": (ANDERE_GATE, {}),
    "a conf that says another gate": (GATE, {"gate": ANDERE_GATE}),
    "a conf without keys": (GATE, {"dossier": "", "gate": "", "gremium": ""}),
}


@pytest.fixture(scope="module")
def handwerk(stack: Stack) -> tuple[Zaak, dict[str, str]]:
    """An open gate, and beside it runs that an administrator started, by what is wrong with them."""
    zaak = Zaak(stack)
    zaak.questions()
    runs = {}
    for nummer, (wat, (gate, anders)) in enumerate(ZONDER_GATE.items(), 90):
        conf = {"dossier": zaak.dossier, "gate": gate, "gremium": GREMIUM} | anders
        runs[wat] = gate_run(zaak.dossier, gate, nummer)
        gegeven = {sleutel: waarde for sleutel, waarde in conf.items() if waarde}
        assert stack.als(BEHEERDER).trigger(DAG, runs[wat], gegeven)
    return zaak, runs


@pytest.mark.parametrize("wat", ZONDER_GATE)
def test_a_run_about_no_gate_fails_at_once_and_says_what_to_do(handwerk: tuple[Zaak, dict[str, str]], wat: str) -> None:
    """No task is tried twice, nobody is asked, the ledger knows nothing of it, and the gate beside it waits on."""
    zaak, runs = handwerk
    client, path = zaak.stack.als(BEHEERDER), f"/api/v2/dags/{DAG}/dagRuns/{runs[wat]}/taskInstances"
    before = zaak.stack.werkplaats.ledger.events(zaak.dossier)
    einde = zaak.stack.wait_for_run(DAG, runs[wat])
    taken = {taak["task_id"]: taak for taak in client.call("GET", path)["task_instances"]}
    log = client.request("GET", f"{path}/open_gate/logs/1").text

    assert (einde, taken["open_gate"]["state"], taken["zetel"]["state"]) == ("failed", "failed", "upstream_failed")
    assert {taken["open_gate"]["try_number"], taken["tel"]["try_number"]} == {1}
    assert "Start een gate niet met de hand; gebruik dowr_kalender" in log
    assert zaak.stack.werkplaats.ledger.events(zaak.dossier) == before
    assert len(zaak.questions()) == len(LEDEN)
