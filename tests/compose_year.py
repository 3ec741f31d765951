"""Plays the demo's year on the services of docker-compose.yml while processes are killed by seed, and verifies it.

`python tests/compose_year.py SEED [SECONDS]`: a blow about every so many seconds (30). Each service is hit as a whole
and started again by the policy of the file; of workers and PostgreSQL a process within too, and a worker's child may
stand still for longer than its heartbeat may. Who plays tries again, as a person whose page does not load. It takes ten
minutes or more, so it is no test of each run; exit code 0: all was published once, and every dossier holds.
"""

import contextlib
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy

from compose_native import Project, running_project
from jaarcyclus import clock
from jaarcyclus.demo import players
from jaarcyclus.demo.script import products_of
from jaarcyclus.demo.stage import Progress, export_and_verify
from jaarcyclus.demo.year import BOEKJAAR, Demo
from jaarcyclus.dossier.round import dossier_id
from jaarcyclus.errors import AirflowRefused
from jaarcyclus.installation import processes
from jaarcyclus.installation.client import AirflowClient, Response
from jaarcyclus.settings import Settings
from jaarcyclus.steps.workspace import open_workspace

PROFIEL = "dowr"
BEGIN = datetime.fromisoformat("2026-01-05T09:00:00")
STANDSTILL_S, PATIENCE_S = 50.0, 900.0
WHOLE = ("worker-1", "worker-2", "scheduler-1", "api-server-1", "dag-processor-1", "inbox-1", "redis-1", "postgres-1")
WITHIN = ("worker-1", "worker-2", "postgres-1")


def main(seed: int, every_s: float) -> int:
    """Play and verify; return the exit code."""
    players._PATIENCE_S = PATIENCE_S
    with (
        tempfile.TemporaryDirectory(prefix="jaarcyclus-jaar-") as name,
        running_project(Path(name), replicas={"worker": 2}, extra={}) as project,
    ):
        settings = Settings.from_env(project.environment("inbox"))
        clock.set_simulated(settings, BEGIN)
        project.up()
        with patient_people(), blows(project, random.Random(seed), every_s):
            return play(settings)


def play(settings: Settings) -> int:
    """Play every product and hold its dossier to what it must be."""
    workspace, log = open_workspace(settings), Progress(time.monotonic())
    people = players.Players(settings, PROFIEL)
    demo = Demo(workspace=workspace, players=people, log=log, profiel=PROFIEL)
    dossiers = []
    with contextlib.closing(people):
        for product in products_of(workspace.profile(PROFIEL), None):
            demo.play(product)
            dossiers.append(dossier_id(PROFIEL, BOEKJAAR, product))
    hold = [export_and_verify(workspace, dossier, log) for dossier in dossiers]
    once = [count_of(workspace.ledger.events(dossier), "gepubliceerd") == 1 for dossier in dossiers]
    log(f"gepubliceerd, elk één keer: {all(once)}; dossiers houden: {all(hold)}")
    return 0 if all(once) and all(hold) else 1


def count_of(events: Any, kind: str) -> int:
    return sum(event.soort == kind for event in events)


@contextlib.contextmanager
def patient_people() -> Iterator[None]:
    """Have whoever asks the API server or the ledger ask again while a blow is being recovered from."""
    request, connect = AirflowClient.request, sqlalchemy.Engine.connect
    AirflowClient.request = again(request, AirflowRefused, lambda fault: fault.status == 0 or fault.status >= 500)
    sqlalchemy.Engine.connect = again(connect, sqlalchemy.exc.OperationalError, lambda _: True)
    try:
        yield
    finally:
        AirflowClient.request, sqlalchemy.Engine.connect = request, connect


def again(ask: Callable[..., Any], kind: type[Exception], passes: Callable[[Any], bool]) -> Callable[..., Any]:
    """Return what asks until it is answered."""

    def asked(*args: Any, **given: Any) -> Any:
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                answer = ask(*args, **given)
                if not (isinstance(answer, Response) and answer.is_server_error) or time.monotonic() > end:
                    return answer
            except kind as fault:
                if not passes(fault) or time.monotonic() > end:
                    raise
            time.sleep(1)

    return asked


@contextlib.contextmanager
def blows(project: Project, chance: random.Random, every_s: float) -> Iterator[None]:
    """Strike now and then until the end."""
    over = threading.Event()

    def strike_on() -> None:
        while not over.wait(chance.uniform(0.5, 1.5) * every_s):
            with contextlib.suppress(ProcessLookupError):
                strike(project, chance)

    striking = threading.Thread(target=strike_on, daemon=True)
    striking.start()
    try:
        yield
    finally:
        over.set()
        striking.join()


def strike(project: Project, chance: random.Random) -> None:
    """Kill a service, or a process within one, or have that stand still for a while."""
    how = chance.choice(("whole", "within", "standstill"))
    name = chance.choice(WHOLE if how == "whole" else WITHIN if how == "within" else WITHIN[:2])
    pid = project.running[name].pid
    if how != "whole":
        pid = chance.choice(descendants(pid) or [pid])
    sys.stdout.write(f"          {how}: {name} ({pid})\n")
    sys.stdout.flush()
    os.kill(pid, signal.SIGSTOP if how == "standstill" else signal.SIGKILL)
    if how == "standstill":
        threading.Timer(STANDSTILL_S, wake, [pid]).start()


def wake(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)


def descendants(pid: int) -> list[int]:
    """Return all that came of a process, sessions of their own included."""
    living = [each for path in Path("/proc").glob("[0-9]*") if (each := processes.read_process(int(path.name)))]
    found: list[int] = []
    new = [pid]
    while new := [each.pid for each in living if each.parent in new]:
        found += new
    return sorted(found)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 30.0))
