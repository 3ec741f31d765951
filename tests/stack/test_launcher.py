"""Starting and stopping: what listens, what stays behind, and who can read the passwords."""

import contextlib
import os
import signal
import socket
import time
from pathlib import Path

import pytest

from airflow_stack import Stack, free_port, wait_for
from builders.case import GATE, GREMIUM
from jaarcyclus.errors import StartFailed
from jaarcyclus.installation import credentials, launcher, processes
from jaarcyclus.settings import Settings

pytestmark = pytest.mark.airflow

LISTEN = "0A"


def listening_sockets(pids: set[int]) -> set[tuple[str, int]]:
    """Return address and port of every TCP socket these processes listen on, read from /proc."""
    inodes = set()
    for pid in pids:
        for fd in Path(f"/proc/{pid}/fd").iterdir():
            try:
                inodes.add(fd.readlink().name.removeprefix("socket:[").removesuffix("]"))
            except OSError:
                continue
    found = set()
    for table, family in (("tcp", socket.AF_INET), ("tcp6", socket.AF_INET6)):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == LISTEN and fields[9] in inodes:
                address, port = fields[1].split(":")
                raw = b"".join(bytes.fromhex(address[i : i + 8])[::-1] for i in range(0, len(address), 8))
                found.add((socket.inet_ntop(family, raw), int(port, 16)))
    return found


def pids_of(settings: Settings) -> set[int]:
    return {process.pid for process in processes.members(launcher.read_session(settings))}


def test_only_the_api_server_listens_and_only_on_loopback(stack: Stack) -> None:
    """Nothing of this installation can be reached from another machine."""
    port = int(stack.address.rpartition(":")[2])

    assert listening_sockets(pids_of(stack.settings)) == {("127.0.0.1", port)}


def test_passwords_and_secrets_are_for_the_owner_only(stack: Stack) -> None:
    """The file that hands out access is 0600, and so is every generated key."""
    paths = [credentials.passwords_path(stack.settings), *(stack.settings.var / "geheimen").iterdir()]

    assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}


def test_nobody_can_register_himself(stack: Stack) -> None:
    """Accounts follow the profile, and there is no default one."""
    assert not any(name == "admin" for name in credentials.read(stack.settings))
    assert stack.technical.request("GET", "/auth/register/form").status_code != 200


def test_status_names_each_part(stack: Stack) -> None:
    """All four parts are healthy while the tests run."""
    assert {part.toestand for part in launcher.status(stack.settings)} == {"gezond"}


def test_a_port_in_use_is_refused(stack: Stack, settings: Settings) -> None:
    """Another program's answers must not pass for ours."""
    port = int(stack.address.rpartition(":")[2])

    with pytest.raises(StartFailed, match="bezet"):
        launcher.start(settings, port=port)


@pytest.mark.ends_stack
def test_a_dead_supervisor_is_seen_and_mended(stack: Stack) -> None:
    """Nobody restarts then what dies, or looks into the inbox; everything else still answers."""
    first = launcher.read_session(stack.settings)
    os.kill(first.sid, signal.SIGKILL)
    seen = {part.naam: part.toestand for part in launcher.status(stack.settings)}
    mended = [launcher.mend(stack.settings) for _ in range(2)]

    assert (seen["toezicht"], seen["api-server"]) == ("ongezond", "gezond")
    assert mended == [True, False]
    assert {part.toestand for part in launcher.status(stack.settings)} == {"gezond"}
    assert processes.members(first) == ()


@pytest.mark.ends_stack
def test_the_workers_of_a_killed_scheduler_end_within_a_minute(stack: Stack) -> None:
    """They ignore a plain stop and keep hundreds of megabytes; the supervisor ends them, unasked."""
    workers = workers_of(stack, "dowr-2098-begroting")
    # A worker that runs a task has a child of its own, under the same name.
    (scheduler,) = {found.parent for pid in workers if (found := processes.read_process(pid))} - workers
    os.kill(scheduler, signal.SIGKILL)
    deadline = time.monotonic() + 60
    while (left := {pid for pid in workers if is_worker(pid)}) and time.monotonic() < deadline:
        time.sleep(1)

    assert (bool(workers), left) == (True, set())


@pytest.mark.ends_stack
def test_the_next_start_cleans_up_after_a_kill_and_stop_leaves_nothing(stack: Stack) -> None:
    """Kill -9 of all but the workers orphans them; they ignore a plain stop, and are found by their session."""
    settings = stack.settings
    first = launcher.read_session(settings)
    workers = workers_of(stack, "dowr-2099-begroting")
    for pid in pids_of(settings) - workers:
        with contextlib.suppress(ProcessLookupError):  # a task that just ended
            os.kill(pid, signal.SIGKILL)
    orphans = {process.pid for process in processes.members(first)} & workers
    launcher.start(settings, fast=True, port=free_port())
    second = launcher.read_session(settings)
    launcher.stop(settings)

    assert orphans
    assert (processes.members(first), processes.members(second)) == ((), ())


def workers_of(stack: Stack, dossier: str) -> set[int]:
    """Return the workers of the scheduler, which has none before its first task: here one about no dossier at all."""
    stack.start_gate(dossier, GATE, GREMIUM)
    found: set[int] = wait_for(lambda: {pid for pid in pids_of(stack.settings) if is_worker(pid)})
    return found


def is_worker(pid: int) -> bool:
    """Return whether this process still runs and is one of the scheduler's workers."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return b"LocalExecutor" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False
