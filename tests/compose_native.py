"""Executes docker-compose.yml where there is no engine: each container is a process with a session of its own.

Commands, environments, health checks, the conditions of dependencies and restarts are those of the file; the images of
PostgreSQL and Redis are Debian's packages, our own is this clone. What only an engine can give is not imitated: a
read-only root, taken-away rights, networks of their own, a namespace of processes. The latter as far as it goes: what a
container leaves behind when its first process ends is ended too.
"""

import contextlib
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import postgres
from compose_file import ROOT, Container, Mapper, read, read_env
from jaarcyclus.installation import keyring, processes

_PATIENCE_S = 900.0
_BUSY = 10  # an engine has a machine; here others run beside it, and a look that took its time is no fault
_REST_S = 0.2
_FIRST_WAIT_S = 0.1  # what an engine waits before it starts a container again, doubled each time
_RAN_WELL_S = 10.0


class ComposeFailed(Exception):
    """Raised when a container does not come up as the file asks; the message holds the end of its log."""


class Running:
    """One container at work: started, looked at, and started again when it ends by itself."""

    def __init__(self, container: Container, log: Path, extra: Mapping[str, str]) -> None:
        self.container = container
        self.health = "starting"
        self.starts = 0
        self._log = log
        self._extra = extra
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._watch = threading.Thread(target=self._run, name=container.name, daemon=True)
        self._look = threading.Thread(target=self._check, name=f"{container.name}-health", daemon=True)

    def start(self) -> None:
        """Start the container and, where the file says how, looking at it."""
        for directory in self.container.directories:
            directory.mkdir(parents=True, exist_ok=True)
        _prepare_image(self.container)
        self._watch.start()
        if self.container.health is not None:
            self._look.start()

    def stop(self) -> None:
        """Ask the first process to end, wait as long as the file says, then end all of it."""
        self._stopping.set()
        process = self._process
        if process is not None and process.poll() is None:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=self.container.grace)
        self._end_all()
        if self._watch.is_alive():
            self._watch.join(timeout=10)

    @property
    def pid(self) -> int:
        """Return the number of the first process."""
        assert self._process is not None
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        return None if self._process is None else self._process.poll()

    def tail(self) -> str:
        return self._log.read_text(errors="replace")[-3000:] if self._log.exists() else ""

    def _run(self) -> None:
        wait = _FIRST_WAIT_S
        while not self._stopping.is_set():
            began = time.monotonic()
            self._launch()
            assert self._process is not None
            self._process.wait()
            self._end_all()
            if self._stopping.is_set() or not self.container.restarts:
                return
            self.health = "starting"
            wait = _FIRST_WAIT_S if time.monotonic() - began > _RAN_WELL_S else wait * 2
            self._stopping.wait(wait)

    def _launch(self) -> None:
        self.starts += 1
        with self._log.open("ab") as stream:
            self._process = subprocess.Popen(
                _command(self.container),
                env=_environment(self.container, self._extra),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
                **_account(self.container),
            )
        with contextlib.suppress(ProcessLookupError):
            self._session = processes.session_of(self._process.pid)

    def _end_all(self) -> None:
        with contextlib.suppress(AttributeError):
            processes.end_session(self._session, wait_s=0.0)

    def _check(self) -> None:
        how, began, failed = self.container.health, time.monotonic(), 0
        assert how is not None
        while not self._stopping.is_set():
            well = self._is_well()
            failed = 0 if well else failed + 1
            if well:
                self.health = "healthy"
            elif failed >= how.retries and time.monotonic() - began > how.start_period * _BUSY:
                self.health = "unhealthy"
            early = self.health == "starting" and time.monotonic() - began < how.start_period
            self._stopping.wait(how.start_interval if early else how.interval)

    def _is_well(self) -> bool:
        assert self.container.health is not None
        quiet = subprocess.DEVNULL
        try:
            done = subprocess.run(
                self.container.health.test,
                env=_environment(self.container, self._extra),
                cwd=ROOT,
                stdin=quiet,
                stdout=quiet,
                stderr=quiet,
                timeout=self.container.health.timeout * _BUSY,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0


class Project:
    """All containers of the file; `environ` is what `.env` and the shell give, `extra` is for every process of ours."""

    def __init__(self, folder: Path, *, replicas: Mapping[str, int], extra: Mapping[str, str]) -> None:
        keyring.write(folder / ".env")
        self.environ = read_env(folder / ".env")
        # A net of its own on loopback: two projects on one machine then never meet.
        net = f"127.{random.randint(64, 250)}"
        self.mapper = Mapper(file=read(self.environ), folder=folder, net=net)
        self.running = {
            container.name: Running(container, folder / f"{container.name}.log", extra)
            for container in self.mapper.containers(replicas)
        }

    def up(self) -> None:
        """Start every container once what it depends on is as the file asks, and wait until all are well."""
        starting = [threading.Thread(target=self._start, args=[running]) for running in self.running.values()]
        for thread in starting:
            thread.start()
        for thread in starting:
            thread.join()
        for running in self.running.values():
            self._wait(running, "service_healthy" if running.container.health else "service_completed_successfully")

    def down(self) -> None:
        """Stop every container, PostgreSQL and Redis last, as all others depend on them."""
        found = list(self.running.values())
        for group in (found[2:], found[:2]):
            stopping = [threading.Thread(target=running.stop) for running in group]
            for thread in stopping:
                thread.start()
            for thread in stopping:
                thread.join()

    def of(self, service: str) -> list[Running]:
        return [running for running in self.running.values() if running.container.service == service]

    def restart(self, name: str) -> None:
        """Replace a container by a new one of the same name, as an upgrade does, and wait until it is well."""
        old = self.running[name]
        old.stop()
        self.running[name] = Running(old.container, old._log, old._extra)
        self.running[name].start()
        self._wait(self.running[name], "service_healthy")

    def kill(self, name: str) -> None:
        """End a container as `docker kill` does, with all in it; its policy then starts it again."""
        processes.end_session(processes.session_of(self.running[name].pid), wait_s=0.0)

    def environment(self, service: str) -> dict[str, str]:
        """Return what a process within this service would find in its environment."""
        return dict(self.of(service)[0].container.environment)

    def _start(self, running: Running) -> None:
        with contextlib.suppress(ComposeFailed):  # it then never starts, and `up` says what it waited for
            for service, condition in running.container.depends_on.items():
                for other in self.of(service):
                    self._wait(other, condition)
            running.start()

    def _wait(self, running: Running, condition: str) -> None:
        end = time.monotonic() + _PATIENCE_S
        while time.monotonic() < end:
            if _is_met(running, condition):
                return
            if running.exit_code and not running.container.restarts:
                break
            time.sleep(_REST_S)
        raise ComposeFailed(f"{running.container.name} is not {condition} ({running.health}):\n{running.tail()}")


def _is_met(running: Running, condition: str) -> bool:
    if condition == "service_completed_successfully":
        return running.exit_code == 0
    return running.health == "healthy" if condition == "service_healthy" else running.starts > 0


@contextlib.contextmanager
def running_project(folder: Path, *, replicas: Mapping[str, int], extra: Mapping[str, str]) -> Iterator[Project]:
    """Yield a project under `folder`, to be brought up; it is down afterwards."""
    project = Project(folder, replicas=replicas, extra=extra)
    try:
        yield project
    finally:
        project.down()


def _is_postgres(container: Container) -> bool:
    return container.image.startswith("postgres:")


def _command(container: Container) -> list[str]:
    """Return the command of the file; for PostgreSQL, which has none, what its image does."""
    if not _is_postgres(container):
        return list(container.command)
    data = container.environment["PGDATA"]
    given = {"listen_addresses": container.address, "unix_socket_directories": str(container.directories[-1])}
    options = [f"--{name}={value}" for name, value in given.items()]
    return [str(postgres.find_binaries() / "postgres"), "-D", data, *options]


def _prepare_image(container: Container) -> None:
    """Do what the image of PostgreSQL does at its first start: make the cluster and the superuser."""
    data = Path(container.environment.get("PGDATA", ""))
    if not _is_postgres(container) or (data / "PG_VERSION").exists():
        return
    account = _account(container)
    word = data.parent / "wachtwoord"
    word.write_text(container.environment["POSTGRES_PASSWORD"])
    for path in (word, *container.directories) if account else ():
        shutil.chown(path, account["user"])
    subprocess.run(
        [
            postgres.find_binaries() / "initdb",
            *(f"--pgdata={data}", f"--username={container.environment['POSTGRES_USER']}", f"--pwfile={word}"),
            *("--auth=scram-sha-256", "--no-sync", *container.environment["POSTGRES_INITDB_ARGS"].split()),
        ],
        check=True,
        capture_output=True,
        cwd=data.parent,
        **account,
    )
    word.unlink()


def _account(container: Container) -> dict[str, Any]:
    """PostgreSQL refuses root, so root lends it an account; everything else runs as who runs the tests."""
    if not _is_postgres(container) or os.getuid() != 0:
        return {}
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


def _environment(container: Container, extra: Mapping[str, str]) -> dict[str, str]:
    """Return nothing but what the file gives, and where this machine has the programs of the image."""
    path = os.pathsep.join((str(Path(sys.executable).parent), str(postgres.find_binaries()), os.environ["PATH"]))
    return {"PATH": path, "LANG": "C.UTF-8", **extra, **container.environment}


def wait_for_all(looks: Mapping[str, Callable[[], bool]], patience_s: float = _PATIENCE_S) -> None:
    """Wait until each look is true. Raises ComposeFailed with the names of those that are not."""
    end = time.monotonic() + patience_s
    while waiting := [name for name, look in looks.items() if not look()]:
        if time.monotonic() > end:
            raise ComposeFailed(f"not within {patience_s:.0f} s: {', '.join(waiting)}")
        time.sleep(_REST_S)
