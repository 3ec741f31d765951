"""What follows at once from what somebody did, by whichever door: a run of Airflow that looks at the ledger again.

What was recorded is safe before any of this; a run that cannot start now starts at the next tick.
"""

import logging

from jaarcyclus.errors import JaarcyclusError
from jaarcyclus.installation import launcher
from jaarcyclus.steps import airflow_names, receipts
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus_airflow.act_log import note

log = logging.getLogger(__name__)


def hand_in(workspace: Workspace, profiel: str, person: str, perceel: str, upload) -> receipts.Receipt:
    """Keep an uploaded workbook and start its check; it is safe once this returns. Raises Refused."""
    receipts.require_submitter(workspace.profile(profiel), perceel, person)
    note(on=f"{profiel}/{perceel}")
    received = receipts.receive(
        workspace,
        profiel,
        upload.file.read(),
        file_name=upload.filename or "werkboek.xlsx",
        inzender=person,
        via="api",
        perceel=perceel,
    )
    dag, run = airflow_names.kind_dag(profiel, airflow_names.INZENDING), airflow_names.attempt_run(received.key)
    start(workspace, dag, run, {"ontvangst": received.number})
    return received


def do(workspace: Workspace, act, dossier: str, person: str, **words) -> None:
    """Do one act of a person, then let the calendar look what follows from it. Raises Refused."""
    act(workspace, dossier, person, **words)
    run = airflow_names.run_after_act(dossier, workspace.dossier(dossier).seq)
    profiel = airflow_names.profile_of_dossier(dossier)
    start(workspace, airflow_names.kind_dag(profiel, airflow_names.CALENDAR), run, {})


def start(workspace: Workspace, dag: str, run: str, conf) -> None:
    """Start a run now rather than at the next tick."""
    try:
        with launcher.technical_client(workspace.settings) as client:
            client.trigger(dag, run, conf)
    except JaarcyclusError:
        log.exception("could not start %s %s; the calendar will", dag, run)
