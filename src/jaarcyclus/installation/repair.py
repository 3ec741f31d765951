"""Mending what people and crashes left in Airflow, through its REST interface as the technical account.

A DAG that was paused is resumed, a gate whose votes are complete is closed, a run that waits for answers nobody
needs any more, or nobody can give any more, is ended. Nothing here can make a vote or an outcome: all of it follows
from the ledger.
"""

from jaarcyclus.dossier.round import postbus_id
from jaarcyclus.errors import Geweigerd, LedgerFout
from jaarcyclus.installation import launcher
from jaarcyclus.installation.client import AirflowClient
from jaarcyclus.ledger.chain import SYSTEEM, NieuwEvent, check
from jaarcyclus.profile.outline import read_outline, read_outlines
from jaarcyclus.steps import airflow_names, gates
from jaarcyclus.steps.airflow_names import place_of_run
from jaarcyclus.steps.workspace import Werkplaats, open_werkplaats


def repair(werkplaats: Werkplaats, profiel: str) -> None:
    """Resume this cooperation's paused DAGs and end its pointless runs. Raises AirflowWeigert.

    Which DAGs there are says the outline, as in the DAG file: a typing error elsewhere in the profile stops no mending.
    """
    outline = read_outline(werkplaats.settings.profielen / f"{profiel}.yaml")
    with launcher.technical_client(werkplaats.settings) as client:
        for dag in airflow_names.dag_ids(profiel, outline.gremia):
            resume(werkplaats, client, profiel, dag)
        for gremium in outline.gremia:
            _end_pointless(werkplaats, client, airflow_names.gate_dag(profiel, gremium))


def resume(werkplaats: Werkplaats, client: AirflowClient, profiel: str, dag: str) -> bool:
    """Resume a DAG that somebody paused, record that, and return whether it was."""
    if not client.is_paused(dag):
        return False
    client.resume(dag)
    werkplaats.record_postbus(postbus_id(profiel), [NieuwEvent("dag_hervat", SYSTEEM, {"dag": dag})])
    return True


def resume_calendars(werkplaats: Werkplaats) -> None:
    """Resume every calendar that somebody paused: it resumes the rest. Raises AirflowWeigert."""
    with launcher.technical_client(werkplaats.settings) as client:
        for outline in read_outlines(werkplaats.settings.profielen):
            resume(werkplaats, client, outline.profiel, airflow_names.kind_dag(outline.profiel, airflow_names.KALENDER))


def _end_pointless(werkplaats: Werkplaats, client: AirflowClient, dag: str) -> None:
    for run in tuple(client.active_runs(dag)):
        reden = _why_pointless(werkplaats, dag, run)
        # A gate that closed with every answer given ends by itself; ending it would cost its last tasks.
        if reden and client.waiting_seats(dag, run):
            client.end_run(dag, run, reden)
        elif client.unheard_answers(dag, run):
            # Written into Airflow's rows by hand: nobody can answer there any more, so the next attempt asks again.
            client.end_run(dag, run, "een antwoord in Airflow staat niet in het logboek; de vraag komt opnieuw")


def _why_pointless(werkplaats: Werkplaats, dag: str, run: str) -> str | None:
    """Return why nobody needs this run, None while its gate waits for answers or for its own first task."""
    try:
        plaats = place_of_run(dag, run, 0)
    except Geweigerd:
        return "deze run hoort niet bij een gate"
    uitkomst = gates.close_gate(werkplaats, plaats.dossier, plaats.gate)
    return uitkomst and f"de gate is gesloten of vervallen: {uitkomst}"


def verify_chains(werkplaats: Werkplaats, profiel: str) -> None:
    """Check every chain of this cooperation. Raises LedgerFout with each fault, in Dutch."""
    namen = (*werkplaats.dossiers(profiel), postbus_id(profiel))
    fouten = [f"{naam}: {fout}" for naam in namen for fout in check(werkplaats.ledger.events(naam))]
    if fouten:
        raise LedgerFout("\n".join(fouten))


if __name__ == "__main__":
    resume_calendars(open_werkplaats())
