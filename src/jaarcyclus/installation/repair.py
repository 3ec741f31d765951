"""Mending what people and crashes left in Airflow, through its REST interface as the technical account.

A calendar that is needed before its hour is woken, a DAG that was paused is resumed, a gate whose votes are complete is
closed, a run that waits for answers nobody needs any more, or nobody can give any more, is ended. Nothing here can make
a vote or an outcome: all of it follows from the ledger.
"""

import logging
import sys
import time
from datetime import timedelta

from jaarcyclus import clock
from jaarcyclus.dossier.round import berichten_id, bezetting_id, plaatsing_id, postbus_id
from jaarcyclus.errors import JaarcyclusError, LedgerError, Refused
from jaarcyclus.installation import launcher
from jaarcyclus.installation.client import PARTS, AirflowClient
from jaarcyclus.installation.supervisor import AFTER_START
from jaarcyclus.ledger.chain import check
from jaarcyclus.ledger.postbus_events import DagHervat
from jaarcyclus.ledger.wire import system_event
from jaarcyclus.profile.outline import read_outline, read_outlines
from jaarcyclus.settings import Settings
from jaarcyclus.steps import airflow_names, gates, receipts
from jaarcyclus.steps.airflow_names import place_of_run
from jaarcyclus.steps.workspace import Workspace, open_workspace

log = logging.getLogger(__name__)

_STUBBORN = timedelta(hours=1)  # chosen: what failed for so long is tried each hour, as all else, and not all day long
_PATIENCE_S = 600.0
_REST_S = 2.0


def repair(workspace: Workspace, profiel: str) -> None:
    """Resume this cooperation's paused DAGs and end its pointless runs. Raises AirflowRefused.

    Which DAGs there are says the outline, as in the DAG file: a typing error elsewhere in the profile stops no mending.
    """
    outline = read_outline(workspace.settings.profielen / f"{profiel}.yaml")
    with launcher.technical_client(workspace.settings) as client:
        for dag in airflow_names.dag_ids(profiel, outline.gremia):
            resume(workspace, client, profiel, dag)
        for gremium in outline.gremia:
            _end_pointless(workspace, client, airflow_names.gate_dag(profiel, gremium))


def resume(workspace: Workspace, client: AirflowClient, profiel: str, dag: str) -> bool:
    """Resume a DAG that somebody paused, record that, and return whether it was."""
    if not client.is_paused(dag):
        return False
    client.resume(dag)
    workspace.record_postbus(postbus_id(profiel), [system_event(DagHervat(dag=dag))])
    return True


def tend_calendars(workspace: Workspace, *, after_start: bool = False) -> None:
    """Resume every calendar that somebody paused: it resumes the rest. Wake each that is needed before its hour.

    One of which that fails holds up no other; which, the log tells.
    """
    with launcher.technical_client(workspace.settings) as client:
        for outline in read_outlines(workspace.settings.profielen):
            try:
                _tend(workspace, client, outline.profiel, after_start)
            except JaarcyclusError:
                log.exception("could not tend the calendar of %s", outline.profiel)


def _tend(workspace: Workspace, client: AirflowClient, profiel: str, after_start: bool) -> None:
    dag = airflow_names.kind_dag(profiel, airflow_names.CALENDAR)
    resume(workspace, client, profiel, dag)
    # A run that an earlier stop broke off may have looked already: after a start there is always a new one.
    needed = _has_begun(workspace, profiel) if after_start else _is_waited_for(workspace, profiel)
    if needed and (after_start or not any(client.active_runs(dag))):
        client.trigger(dag, airflow_names.calendar_run("gewekt", time.time_ns()), {})


def _has_begun(workspace: Workspace, profiel: str) -> bool:
    """Return whether anything can have failed: a new installation opens its rounds at the hour."""
    return bool(workspace.dossiers(profiel) or receipts.pending(workspace, profiel))


def _is_waited_for(workspace: Workspace, profiel: str) -> bool:
    """Return whether somebody waits longer for an answer than a check takes, whose check failed or never began."""
    now = clock.real_time()
    return any(now - since < receipts.LATE + _STUBBORN for since in receipts.late(workspace, profiel))


def wait_until_well(settings: Settings) -> bool:
    """Return whether all of Airflow became well in time."""
    end = time.monotonic() + _PATIENCE_S
    while not _is_well(settings):
        if time.monotonic() > end:
            return False
        time.sleep(_REST_S)
    return True


def _is_well(settings: Settings) -> bool:
    address = launcher.address(settings)
    if address is None:
        return False
    with AirflowClient(address, "", "") as client:
        health = client.health()
    return all(health.get(part, {}).get("status") == "healthy" for part in PARTS)


def _end_pointless(workspace: Workspace, client: AirflowClient, dag: str) -> None:
    for run in tuple(client.active_runs(dag)):
        reason = _why_pointless(workspace, dag, run)
        # A gate that closed with every answer given ends by itself; ending it would cost its last tasks.
        if reason and client.waiting_seats(dag, run):
            client.end_run(dag, run, reason)
        elif client.unheard_answers(dag, run):
            # Written into Airflow's rows by hand: nobody can answer there any more, so the next attempt asks again.
            client.end_run(dag, run, "een antwoord in Airflow staat niet in het logboek; de vraag komt opnieuw")


def _why_pointless(workspace: Workspace, dag: str, run: str) -> str | None:
    """Return why nobody needs this run, None while its gate waits for answers or for its own first task."""
    try:
        place = place_of_run(dag, run, 0)
    except Refused:
        return "deze run hoort niet bij een gate"
    reading = gates.close_gate(workspace, place.dossier, place.gate)
    return reading and f"de gate is gesloten of vervallen: {reading}"


def verify_chains(workspace: Workspace, profiel: str) -> None:
    """Check every chain of this cooperation. Raises LedgerError with each fault, in Dutch."""
    others = (postbus_id(profiel), bezetting_id(profiel), plaatsing_id(profiel), berichten_id(profiel))
    names = (*workspace.dossiers(profiel), *others)
    faults = [f"{name}: {fault}" for name in names for fault in check(workspace.ledger.events(name))]
    if faults:
        raise LedgerError("\n".join(faults))


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    started = sys.argv[1:] == [AFTER_START]
    if started and not wait_until_well(Settings.from_env()):
        sys.exit("Airflow did not become well: no calendar was woken")
    tend_calendars(open_workspace(), after_start=started)
