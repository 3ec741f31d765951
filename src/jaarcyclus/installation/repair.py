"""Mending what people and crashes left in Airflow, through its REST interface as the technical account.

A DAG that was paused is resumed, a gate whose votes are complete is closed, a run that waits for answers nobody
needs any more, or nobody can give any more, is ended. Nothing here can make a vote or an outcome: all of it follows
from the ledger.
"""

from jaarcyclus.dossier.round import postbus_id
from jaarcyclus.errors import LedgerError, Refused
from jaarcyclus.installation import launcher
from jaarcyclus.installation.client import AirflowClient
from jaarcyclus.ledger.chain import check
from jaarcyclus.ledger.postbus_events import DagHervat
from jaarcyclus.ledger.wire import system_event
from jaarcyclus.profile.outline import read_outline, read_outlines
from jaarcyclus.steps import airflow_names, gates
from jaarcyclus.steps.airflow_names import place_of_run
from jaarcyclus.steps.workspace import Workspace, open_workspace


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


def resume_calendars(workspace: Workspace) -> None:
    """Resume every calendar that somebody paused: it resumes the rest. Raises AirflowRefused."""
    with launcher.technical_client(workspace.settings) as client:
        for outline in read_outlines(workspace.settings.profielen):
            resume(workspace, client, outline.profiel, airflow_names.kind_dag(outline.profiel, airflow_names.CALENDAR))


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
    names = (*workspace.dossiers(profiel), postbus_id(profiel))
    faults = [f"{name}: {fault}" for name in names for fault in check(workspace.ledger.events(name))]
    if faults:
        raise LedgerError("\n".join(faults))


if __name__ == "__main__":
    resume_calendars(open_workspace())
