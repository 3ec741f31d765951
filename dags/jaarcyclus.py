"""Every DAG of every profile: WHEN the steps of `jaarcyclus.steps` are done, and by which run.

Nothing is decided here. The ledger knows what is due; a run does one step and starts what is due after it.
Green never means yes, and no DAG is scheduled on an asset, or a green task would start things.
"""

import gc
from datetime import datetime, timedelta

from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk import DAG, CronTriggerTimetable, PokeReturnValue, TriggerRule, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException

from jaarcyclus.installation.dag_texts import DAG_TEXTS
from jaarcyclus.profile.outline import read_outlines
from jaarcyclus.settings import Settings
from jaarcyclus.steps.airflow_names import CALENDAR, INZENDING, MESSAGES, PRODUCT, PUBLICATION, gate_dag, kind_dag
from jaarcyclus_airflow.runs import runs_to_start, runs_to_tell
from jaarcyclus_airflow.zetel import ZetelOperator

BEGIN = datetime(2026, 1, 1)  # noqa: DTZ001 - Airflow reads it in its own time zone
RETRY = {"retries": 2, "retry_delay": timedelta(seconds=5)}
# A seat asks for as long as its gate is open: each crash costs an attempt, silence costs none. What keeps
# failing is tried less and less often.
KEEP_TRYING = {
    "retries": 1000,
    "retry_delay": timedelta(seconds=1),
    "retry_exponential_backoff": True,
    "max_retry_delay": timedelta(minutes=5),
}


def kalender(profiel: str, name: str) -> DAG:
    """Each hour, after every act of a person and after a start, this DAG looks what is due and starts it.

    It opens rounds, records who is silent, takes overdue gates up the ladder, starts steps that nobody is busy
    with, resumes DAGs that were paused, ends runs of versions that were replaced, and verifies the chains. A
    failed run is not to be cleared: the next tick starts a new attempt.
    """
    hourly = CronTriggerTimetable("5 * * * *", "Europe/Amsterdam")
    with _dag(kind_dag(profiel, CALENDAR), kalender, name, schedule=hourly, max_active_runs=1) as dag:

        @task(**RETRY)
        def herstel() -> None:
            from jaarcyclus.installation import repair
            from jaarcyclus.steps import workspace

            repair.repair(workspace.open_workspace(), profiel)

        @task(trigger_rule=TriggerRule.ALL_DONE, **RETRY)
        def tik() -> list:
            from jaarcyclus.steps import calendar, workspace

            room = workspace.open_workspace()
            return [*runs_to_start(profiel, calendar.tick(room, profiel), _ti()), *runs_to_tell(room, profiel, _ti())]

        @task
        def controleer_ketens() -> None:
            from jaarcyclus.installation import repair
            from jaarcyclus.steps import workspace

            repair.verify_chains(workspace.open_workspace(), profiel)

        herstel() >> (runs := tik())
        _start(runs)
        controleer_ketens()
    return dag


def berichten(profiel: str, name: str) -> DAG:
    """Tell everybody what is new for them, after each look of the calendar, once anybody said where to be told.

    Apart from the calendar, which does one run at a time: a mail server may be slow.

    What a server took, and what may have gone out, is not sent again by any run. It fails when the settings are
    wrong, and holds nothing up then.
    """
    with _dag(kind_dag(profiel, MESSAGES), berichten, name, max_active_runs=1) as dag:

        @task(execution_timeout=timedelta(minutes=50))  # a server that says a letter a minute must not end all telling
        def verstuur() -> None:
            from jaarcyclus.installation import telling
            from jaarcyclus.steps import contacts, workspace

            room = workspace.open_workspace()
            telling.tell_everybody(room, profiel, contacts.contacts_of(room, profiel).get)

        verstuur()
    return dag


def inzending(profiel: str, name: str) -> DAG:
    """One received workbook: read it in quarantine, check it, record the verdict, answer, and start what follows.

    A file that is no workbook is a verdict too. Nothing in the file can stop another submission.
    """
    with _dag(kind_dag(profiel, INZENDING), inzending, name) as dag:

        @task(**RETRY)
        def beoordeel(dag_run=None) -> list:
            from jaarcyclus.steps import replies, workspace

            verdict = replies.judge_and_reply(workspace.open_workspace(), profiel, int(dag_run.conf["ontvangst"]))
            return _what_follows(profiel, verdict.dossier) if verdict.geaccepteerd else []

        _start(beoordeel())
    return dag


def product(profiel: str, name: str) -> DAG:
    """One version of one product: consolidate, make the documents, record the version, open its route."""
    with _dag(kind_dag(profiel, PRODUCT), product, name) as dag:

        @task(**RETRY)
        def maak_versie(dag_run=None) -> list:
            from jaarcyclus.steps import versions, workspace

            versions.make_version(workspace.open_workspace(), dag_run.conf["dossier"])
            return _what_follows(profiel, dag_run.conf["dossier"])

        _start(maak_versie())
    return dag


def besluit(profiel: str, name: str, gremium: str, gremium_name: str) -> DAG:
    """One gate: one version before one gremium, one waiting task per seat, then the count from the ledger.

    Members answer under *Vereiste acties*. Marking a task successful, clearing it or changing its XCom changes
    no vote: the run then fails at `tel` and the calendar asks again. Do not trigger it by hand: a run whose name and
    conf are not those of a gate that is open or due fails at once. The calendar starts what is due, each hour and after
    every act; by hand only a beheerder may start it.
    """
    title = f"{name}, {gremium_name}"
    with _dag(gate_dag(profiel, gremium), besluit, title, max_active_runs=1000, tags=[gremium]) as dag:

        @task(**RETRY)
        def open_gate(dag_run=None) -> list:
            from jaarcyclus.steps import gates, workspace

            place = _gate_of(dag_run)
            questions = gates.open_gate(workspace.open_workspace(), place.dossier, place.gate)
            return [question.zetel for question in questions]

        @task(trigger_rule=TriggerRule.ALL_DONE, **RETRY)
        def tel(dag_run=None) -> list:
            from jaarcyclus.steps import gates, workspace

            place = _gate_of(dag_run)
            if gates.close_gate(workspace.open_workspace(), place.dossier, place.gate) is None:
                raise VotesMissing("nog niet elke zetel heeft geantwoord; de kalender stelt de vraag opnieuw")
            return _what_follows(profiel, place.dossier)

        zetels = ZetelOperator.partial(
            task_id="zetel", map_index_template="{{ task.seat_name(ti) }}", **KEEP_TRYING
        ).expand(zetel=open_gate())
        zetels >> (runs := tel())
        _start(runs)
    return dag


def publicatie(profiel: str, name: str) -> DAG:
    """One adopted version: proven by the ledger, published, looked at where it then stands, recorded.

    Or one that the controller withdrew: taken away alike, with a page in its place that says so.
    """
    with _dag(kind_dag(profiel, PUBLICATION), publicatie, name) as dag:

        @task.sensor(mode="reschedule", poke_interval=60, timeout=timedelta(days=7), **RETRY)
        def publiceer(dag_run=None) -> PokeReturnValue:
            """A library that asks to wait holds no worker: the task comes back each minute, and asks when it may."""
            from jaarcyclus.errors import PublicationWaits
            from jaarcyclus.installation.publishing import target_of
            from jaarcyclus.steps import publication, workspace
            from jaarcyclus_airflow.graph_connection import read_in_task

            room, dossier = workspace.open_workspace(), dag_run.conf["dossier"]
            try:
                publication.publish(room, dossier, target=target_of(room, dossier, read_in_task))
            except PublicationWaits:
                return PokeReturnValue(is_done=False)
            return PokeReturnValue(is_done=True, xcom_value=_what_follows(profiel, dossier))

        _start(publiceer())
    return dag


class VotesMissing(AirflowFailException):
    """Raised when a gate's tasks are over and its votes are not all in the ledger: trying again gives none."""


def _dag(dag_id: str, kind, title: str, *, schedule=None, max_active_runs=16, tags=()) -> DAG:
    return DAG(
        dag_id,
        dag_display_name=f"{title}: {kind.__name__}",
        doc_md=DAG_TEXTS[kind.__name__],
        schedule=schedule,
        start_date=BEGIN,
        catchup=False,
        max_active_runs=max_active_runs,
        max_active_tasks=3000,  # a parked seat counts; what really runs is bounded by the executor
        max_consecutive_failed_dag_runs=0,  # never pause by itself; said here, or each DAG asks the configuration
        is_paused_upon_creation=False,
        tags=["jaarcyclus", kind.__name__, *tags],
    )


def _gate_of(dag_run):
    """Return the gate that this run is about. A run about none fails at once: trying again finds none either."""
    from jaarcyclus import errors
    from jaarcyclus.steps import gates, workspace

    try:
        return gates.gate_of_run(workspace.open_workspace(), dag_run.dag_id, dag_run.run_id, dag_run.conf)
    except errors.Refused as refusal:
        raise AirflowFailException(refusal.message) from refusal


def _what_follows(profiel: str, dossier: str) -> list:
    """Return the runs to start for what is due now in this dossier: how every run ends."""
    from jaarcyclus.steps import calendar, workspace

    return runs_to_start(profiel, calendar.advance(workspace.open_workspace(), dossier), _ti())


def _start(runs) -> None:
    TriggerDagRunOperator.partial(
        task_id="start", logical_date=None, skip_when_already_exists=True, openlineage_inject_parent_info=False
    ).expand_kwargs(runs)


def _ti():
    return get_current_context()["ti"]


# Half the time of parsing a hundred profiles went to searching Airflow's own heap for garbage that is not there.
gc.disable()
try:
    for _profile in read_outlines(Settings.from_env().profielen):
        for _kind in (kalender, berichten, inzending, product, publicatie):
            _kind(_profile.profiel, _profile.naam)
        for _code, _gremium_name in _profile.gremia.items():
            besluit(_profile.profiel, _profile.naam, _code, _gremium_name)
finally:
    gc.enable()
