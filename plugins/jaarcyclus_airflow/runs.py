"""Which runs to start for the steps that are due, as arguments for Airflow's trigger operator.

A run is named after its step and an attempt. Attempt n+1 only when n has ended while the ledger still asks
for the step: with one fixed name a failed step would be skipped for ever, and clearing a run erases evidence.
"""

import logging
import time

from jaarcyclus.errors import JaarcyclusError
from jaarcyclus.steps.airflow_names import MESSAGES, attempt_run, calendar_run, kind_dag, step_dag

log = logging.getLogger(__name__)

RUNNING = ("queued", "running")


def runs_to_start(profiel: str, steps, ti) -> list[dict]:
    """Return the arguments of one trigger per step that no run is busy with; `ti` is the asking task."""
    found = []
    for step in steps:
        dag = step_dag(profiel, step.kind, step.data)
        run_id = next_attempt(lambda **which: ti.get_dr_count(dag_id=dag, **which), step.sleutel)  # noqa: B023 - called at once
        if run_id is not None:
            conf = {"dossier": step.dossier, **step.data}
            found.append({"trigger_dag_id": dag, "trigger_run_id": run_id, "conf": conf})
    return found


def runs_to_tell(workspace, profiel: str, ti) -> list[dict]:
    """Return the arguments of the run that tells people what is new.

    [] while nobody said where, and while a run that has yet to begin will look anyway. What cannot be read here fails
    that run, where it is seen, and never the calendar.
    """
    from jaarcyclus.steps.contacts import contacts_of

    try:
        if not any(contact.is_reachable for contact in contacts_of(workspace, profiel).values()):
            return []
    except JaarcyclusError:
        log.exception("who of %s can be told is not to be read", profiel)
    dag = kind_dag(profiel, MESSAGES)
    if ti.get_dr_count(dag_id=dag, states=["queued"]):
        return []
    return [{"trigger_dag_id": dag, "trigger_run_id": calendar_run("bericht", time.time_ns()), "conf": {}}]


def next_attempt(count, sleutel: str) -> str | None:
    """Return the name of the next attempt, or None while one is under way."""
    attempt = 1
    while count(run_ids=[run := attempt_run(sleutel, attempt)]):
        if count(run_ids=[run], states=list(RUNNING)):
            return None
        attempt += 1
    return run
