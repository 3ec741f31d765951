"""The form of docker-compose.yml beside others in the same run: its memory at rest, and how long a gate takes in it.

At rest: every container of the file, beside Airflow's own parts in the same form, on a PostgreSQL and a Redis of their
own: as it comes, but with as few workers a part as ours. A gate: from the start of its run until its three seats were
asked and had answered, and its outcome stands in the ledger; beside the form on one machine. Great Expectations imports
boto3 when it is there, as it is for development: what a container holds, an environment of requirements-compose.lock
tells. Run with `python benchmarks/bench_compose.py [gates]`.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from bench_stack import PATIENCE_S, SETTLE_S
from usage import pss_of_trees

from airflow_stack import Stack
from builders.case import MEMBERS, Case, before_directieberaad
from compose_native import Project, running_project
from figures import Figure, show
from installation import running_installation, wait_until
from jaarcyclus import clock
from jaarcyclus.installation import databases, keyring, processes
from jaarcyclus.installation.client import AirflowClient
from jaarcyclus.installation.containers import API_PORT, Containers
from jaarcyclus.settings import Settings
from jaarcyclus.steps.workspace import open_workspace

MEMORY_RATIO, GATE_RATIO = 1.6, 1.5
GATES, WARM_UP = 10, 2
MOMENT = datetime.fromisoformat("2090-04-10T09:00:00")  # no calendar opens a round of its own that a gate waits for
REPLICAS = {"scheduler": 1, "worker": 2}
AIRFLOW = (sys.executable, "-m", "airflow")
BARE = {
    "api-server": ("api-server",),
    "scheduler": ("scheduler", "--skip-serve-logs"),
    "dag-processor": ("dag-processor",),
    "worker-1": ("celery", "worker", "--skip-serve-logs", "--celery-hostname", "worker-1"),
    "worker-2": ("celery", "worker", "--skip-serve-logs", "--celery-hostname", "worker-2"),
}
TOLD = (
    "AIRFLOW__API__HOST", "AIRFLOW__API__PORT", "AIRFLOW__API__BASE_URL", "AIRFLOW__API__WORKERS",
    "AIRFLOW__API__SECRET_KEY", "AIRFLOW__API_AUTH__JWT_SECRET", "AIRFLOW__CELERY__BROKER_URL",
    "AIRFLOW__CELERY__RESULT_BACKEND", "AIRFLOW__CELERY__SYNC_PARALLELISM", "AIRFLOW__CELERY__WORKER_CONCURRENCY",
    "AIRFLOW__CORE__EXECUTION_API_SERVER_URL", "AIRFLOW__CORE__EXECUTOR", "AIRFLOW__CORE__FERNET_KEY",
    "AIRFLOW__CORE__LOAD_EXAMPLES", "AIRFLOW__DAG_PROCESSOR__PARSING_PROCESSES",
    "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC",
    "AIRFLOW__SCHEDULER__ENABLE_HEALTH_CHECK", "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_HOST",
    "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_PORT",
)  # fmt: skip


def main(gates: int) -> None:
    """Print both figures of the composed form, each with what it is beside."""
    with running_composed() as project:
        project.up()
        ours = memory_at_rest([running.pid for running in project.running.values() if running.exit_code is None])
        composed = gate_seconds(Settings.from_env(project.environment("inbox")), gates)
    with running_bare() as pids:
        theirs = memory_at_rest(pids)
    peer = ("Airflow alone in that form", theirs)
    show(Figure(what="compose at rest, PSS", value=ours, unit="MB", bound=round(MEMORY_RATIO * theirs), peer=peer))
    with running_installation(fast=False, moment=MOMENT) as stack:
        single = gate_seconds(stack.settings, gates, stack.address)
    bound, peer = round(GATE_RATIO * single, 1), ("on one machine", single)
    show(Figure(what=f"compose, a gate (median of {gates})", value=composed, unit="s", bound=bound, peer=peer))


@contextmanager
def running_composed() -> Iterator[Project]:
    """Yield a project of the file, nothing up yet, whose clock never was the real one."""
    with (
        tempfile.TemporaryDirectory(prefix="jaarcyclus-bench-") as name,
        running_project(Path(name), replicas=REPLICAS, extra={}) as project,
    ):
        clock.set_simulated(Settings.from_env(project.environment("inbox")), MOMENT)
        yield project


@contextmanager
def running_bare() -> Iterator[Sequence[int]]:
    """Run Airflow alone on the PostgreSQL and Redis of the file; yield the first process of each part, and theirs."""
    with running_composed() as project, ExitStack() as ending:
        project.up("postgres", "redis")
        containers = Containers.from_env(project.environment("init"), with_superuser=True)
        passwords = {databases.AIRFLOW: containers.secrets[keyring.AIRFLOW]}
        databases.make(containers.database, containers.secrets[keyring.SUPERUSER], passwords)
        environment = bare_environment(containers, project.mapper.folder / "airflow")
        subprocess.run((*AIRFLOW, "db", "migrate"), env=environment, check=True, capture_output=True)
        parts = [ending.enter_context(running_part(command, environment)) for command in BARE.values()]
        address = f"http://{containers.listen}:{API_PORT}"
        wait_until("Airflow alone", lambda: is_healthy(address), PATIENCE_S)
        own = (project.of(service)[0].pid for service in ("postgres", "redis"))
        yield [*own, *parts]


def bare_environment(containers: Containers, home: Path) -> dict[str, str]:
    """Return what Airflow must be told to run in that form, with as few workers as ours; an empty home besides."""
    home.mkdir()
    told = containers.environment()
    kept = {name: value for name, value in told.items() if not name.startswith(("AIRFLOW", "JAARCYCLUS_", "MALLOC_"))}
    return kept | {name: told[name] for name in TOLD} | {"AIRFLOW_HOME": str(home)}


@contextmanager
def running_part(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[int]:
    """Run one part of Airflow in a session of its own; yield its first process."""
    with Path(environment["AIRFLOW_HOME"], f"{command[0]}.log").open("ab") as log:
        started = subprocess.Popen(
            (*AIRFLOW, *command), env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
    session = processes.session_of(started.pid)
    try:
        yield started.pid
    finally:
        processes.end_session(session)
        started.wait()


def is_healthy(address: str) -> bool:
    """Return whether database, scheduler and DAG processor are well."""
    with AirflowClient(address, "", "") as client:
        parts = client.health()
    return all(
        parts.get(name, {}).get("status") == "healthy" for name in ("metadatabase", "scheduler", "dag_processor")
    )


def memory_at_rest(pids: Sequence[int]) -> float:
    """Return the memory in MB of these processes and all that came of them, a while after they started."""
    time.sleep(SETTLE_S * 2)
    return pss_of_trees(pids)


def gate_seconds(settings: Settings, gates: int, address: str = "") -> float:
    """Return the median time of a gate, after a few that warm it up."""
    stack = Stack(
        settings=settings, address=address or settings.api, workspace=open_workspace(settings), outage=settings.var
    )
    with closing(stack):
        return median([time_gate(stack) for _ in range(WARM_UP + gates)][WARM_UP:])


def time_gate(stack: Stack) -> float:
    """Play one gate of three seats; what leads up to it and what follows from it is not counted."""
    office = before_directieberaad(stack)
    begin = time.monotonic()
    case = Case(stack, office)
    questions = case.questions()
    for place, member in enumerate(MEMBERS):
        case.answer(member, questions[place])
    wait_until("an outcome", lambda: bool(case.gate.uitslag), PATIENCE_S, rest_s=0.1)
    took = time.monotonic() - begin
    case.wait_until_published()
    return took


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else GATES)
