"""The real Airflow, started once for all tests that need it, with a conversation per person.

Every test makes dossiers of its own, so that tests share the stack and nothing else.
"""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from builders.airflow_questions import waiting_questions
from jaarcyclus import clock
from jaarcyclus.installation import launcher
from jaarcyclus.installation.client import AirflowClient
from jaarcyclus.installation.environment import make_environment
from jaarcyclus.settings import Settings
from jaarcyclus.steps import airflow_names
from jaarcyclus.steps.workspace import Workspace, open_workspace

OUTAGE = Path(__file__).parent / "stack" / "outage"
# these start an installation of their own
OWN_STACK = (
    "test_year.py", "test_open_gates.py", "test_bezetting.py", "test_backup.py", "test_upkeep.py", "test_oidc.py",
    "test_confidential.py", "test_messages.py", "test_example.py", "test_keeper_pages.py", "test_passkey_pages.py",
    "test_request_pages.py",
)  # fmt: skip
# Beside the shared stack a worker starts another one for who misuses it and who looks: one after the other they took
# most of the time that a run takes, waiting.
SECOND_STACK = (
    "test_misuse.py", "test_misuse_rights.py", "test_misuse_workbook.py", "test_screen.py", "test_sight.py",
    "test_access.py",
)  # fmt: skip
# docker-compose.yml, executed: a whole installation of eleven processes, beside the other stacks.
COMPOSE_STACK = ("test_compose.py", "test_compose_backup.py")
PATIENCE_S = 900.0  # far longer than anything takes, also beside three other stacks: a test waits for an event


def is_sharing(file: Path) -> bool:
    """Return whether the tests of this file share the one stack."""
    return file.parent.name == "stack" and file.name not in (*OWN_STACK, *COMPOSE_STACK)


@dataclass
class Stack:
    """A running installation and whoever signs in to it."""

    settings: Settings
    address: str
    workspace: Workspace
    outage: Path  # a file named `voor` or `na` in here kills the API server around the next vote it records
    _clients: dict[str, AirflowClient] = field(default_factory=dict)

    def sign_in(self, person: str, profiel: str = "dowr") -> AirflowClient:
        """Return this person's conversation with Airflow."""
        return self._client(airflow_names.account_name(profiel, person))

    @property
    def technical(self) -> AirflowClient:
        """Return the installation's own conversation."""
        return self._client(airflow_names.TECHNICAL)

    def renew_password(self, person: str, one_time: str, own: str) -> None:
        """Let who was issued a password choose this one, and go on with it; a token counts in whole seconds."""
        account = airflow_names.account_name("dowr", person)
        fields = {"username": account, "huidig": one_time, "nieuw": own, "nogmaals": own}
        with AirflowClient(self.address, account, one_time) as client:
            wait_for(lambda: client.browse("POST", "/jaarcyclus/wachtwoord", data=fields).status_code == 200)
        if before := self._clients.pop(account, None):
            before.close()
        self._clients[account] = AirflowClient(self.address, account, own)

    def _client(self, account: str) -> AirflowClient:
        if account not in self._clients:
            self._clients[account] = launcher.client(self.settings, account)
        return self._clients[account]

    def close(self) -> None:
        """End every conversation."""
        for client in self._clients.values():
            client.close()
        self._clients.clear()

    def files_with(self, words: str, within: str = "") -> list[Path]:
        """Return the files of the installation (ledger, logs, Airflow's database) that hold these words."""
        return [path for path in (self.settings.var / within).rglob("*") if words.encode() in _bytes_of(path)]

    def set_clock(self, moment: str) -> None:
        """Play that it is this moment (ISO)."""
        clock.set_simulated(self.settings, datetime.fromisoformat(moment))

    def set_clock_past_the_postbus(self, moment: str) -> None:
        """Play that it is this moment, or that of the last receipt: what is published then rests on no later one."""
        receipts = (event.klok[:19] for event in self.workspace.ledger.events("dowr-postbus"))
        self.set_clock(max([moment, *receipts]))

    def start_gate(self, dossier: str, gate: str, gremium: str, *, attempt: int = 1) -> str:
        """Start the run of a gate as the calendar would, and return its name."""
        run = airflow_names.gate_run(dossier, gate, attempt)
        dag = airflow_names.gate_dag(airflow_names.profile_of_dossier(dossier), gremium)
        conf = {"dossier": dossier, "gate": gate, "gremium": gremium}
        assert self.technical.trigger(dag, run, conf)
        return run

    def questions(self, person: str, run: str, *, count: int = 1) -> list[Mapping[str, Any]]:
        """Return what this person sees waiting in a run, once that many seats wait, in the order of the seats."""

        def waiting() -> dict[int, Mapping[str, Any]]:
            # By seat: Airflow lists in pages, and one that begins to wait meanwhile pushes another onto the next again.
            tasks = ((item["task_instance"], item) for item in waiting_questions(self.sign_in(person)))
            found = {task["map_index"]: item for task, item in tasks if task["dag_run_id"] == run}
            return found if len(found) >= count else {}

        return [question for _, question in sorted(wait_for(waiting).items())]

    def tick(self, profiel: str = "dowr") -> None:
        """Let the calendar look once, and wait until it has."""
        dag = airflow_names.kind_dag(profiel, airflow_names.CALENDAR)
        run = airflow_names.calendar_run("toets", time.time_ns())
        assert self.technical.trigger(dag, run, {})
        assert self.wait_for_run(dag, run) == "success"

    def run_state(self, dag: str, run: str) -> str:
        """Return Airflow's state of a run."""
        return self.technical.call("GET", f"/api/v2/dags/{dag}/dagRuns/{run}")["state"]

    def wait_for_run(self, dag: str, run: str) -> str:
        """Return the state in which a run ends."""
        return wait_for(lambda: (state := self.run_state(dag, run)) in ("success", "failed") and state)


def list_routes(stack: Stack) -> list[tuple[str, str]]:
    """Return method and path of every route, asked of the server's own code."""
    script = Path(__file__).with_name("list_routes.py")
    environment = make_environment(stack.settings, port=httpx.URL(stack.address).port or 0, fast=True)
    done = subprocess.run([sys.executable, str(script)], env=environment, check=True, capture_output=True, text=True)
    return [tuple(json.loads(line)) for line in done.stdout.splitlines() if line.startswith('["')]


def wait_for(look: Callable[[], Any]) -> Any:
    """Return the first true thing `look` returns. Fails when it never comes."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.3)
    raise AssertionError(f"waited {PATIENCE_S:.0f} s for nothing")


@contextlib.contextmanager
def running_stack(
    folder: Path, profielen: Path | None = None, metingen: str = "", port: int | None = None, **settled: str
) -> Iterator[Stack]:
    """Start an installation of its own under `folder`, with these profiles or the repository's; stop it afterwards.

    `settled` are further settings, by their name without `JAARCYCLUS_`.
    """
    own = {f"JAARCYCLUS_{name}": value for name, value in settled.items()}
    own |= {"JAARCYCLUS_PROFIELEN": str(profielen)} if profielen else {}
    own |= {"JAARCYCLUS_METINGEN": metingen}
    settings = Settings.from_env({"JAARCYCLUS_VAR": str(folder / "var")} | own)
    outage = folder / "uitval"
    outage.mkdir(parents=True, exist_ok=True)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PYTHONPATH", str(OUTAGE), prepend=os.pathsep)
        environment.setenv("TOETS_UITVAL", str(outage))
        address = launcher.start(settings, fast=True, port=port or free_port())
    stack = Stack(settings=settings, address=address, workspace=open_workspace(settings), outage=outage)
    try:
        yield stack
    finally:
        stack.close()
        launcher.stop(settings)


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _bytes_of(path: Path) -> bytes:
    """Return what this file holds; nothing for a folder, or for a draft that got its name while we looked."""
    with contextlib.suppress(FileNotFoundError, IsADirectoryError):
        return path.read_bytes()
    return b""
