"""Doing what a person asked, and starting what follows from it at once: for the small API and for pages alike.

What was recorded is safe when nothing can be started: the calendar finds it at its next tick.
"""

import logging

from jaarcyclus.errors import JaarcyclusError
from jaarcyclus.installation import launcher
from jaarcyclus.steps import airflow_names
from jaarcyclus.steps.workspace import Workspace, open_workspace

log = logging.getLogger(__name__)


def act(do, dossier: str, person: str, **asked) -> None:
    """Do one act of a person, then let the calendar look what follows from it. Raises Refused."""
    workspace, profiel = open_workspace(), airflow_names.profile_of_dossier(dossier)
    do(workspace, dossier, person, **asked)
    look(workspace, profiel, airflow_names.run_after_act(dossier, workspace.dossier(dossier).seq))


def look(workspace: Workspace, profiel: str, run: str) -> None:
    """Let the calendar of a cooperation look now; `run` names the run."""
    start(workspace, airflow_names.kind_dag(profiel, airflow_names.CALENDAR), run, {})


def start(workspace: Workspace, dag: str, run: str, conf) -> None:
    """Start a run now rather than at the next tick."""
    try:
        with launcher.technical_client(workspace.settings) as client:
            client.trigger(dag, run, conf)
    except JaarcyclusError:
        log.exception("could not start %s %s; the calendar will", dag, run)
