"""Which runs to start for the steps that are due, as arguments for Airflow's trigger operator.

A run is named after its step and an attempt. Attempt n+1 only when n has ended while the ledger still asks
for the step: with one fixed name a failed step would be skipped for ever, and clearing a run erases evidence.
"""

LOPEND = ("queued", "running")


def dag_of(profiel: str, soort: str, gegevens) -> str:
    """Return the DAG that does a step of this kind."""
    return f"{profiel}_besluit_{gegevens['gremium']}" if soort == "besluit" else f"{profiel}_{soort}"


def runs_to_start(profiel: str, stappen, ti) -> list[dict]:
    """Return the arguments of one trigger per step that no run is busy with; `ti` is the asking task."""
    found = []
    for stap in stappen:
        dag = dag_of(profiel, stap.soort, stap.gegevens)
        run_id = next_attempt(lambda **which: ti.get_dr_count(dag_id=dag, **which), stap.sleutel)  # noqa: B023 - called at once
        if run_id is not None:
            conf = {"dossier": stap.dossier, **stap.gegevens}
            found.append({"trigger_dag_id": dag, "trigger_run_id": run_id, "conf": conf})
    return found


def next_attempt(count, sleutel: str) -> str | None:
    """Return the name of the next attempt, or None while one is under way."""
    poging = 1
    while count(run_ids=[f"{sleutel}-p{poging}"]):
        if count(run_ids=[f"{sleutel}-p{poging}"], states=list(LOPEND)):
            return None
        poging += 1
    return f"{sleutel}-p{poging}"
