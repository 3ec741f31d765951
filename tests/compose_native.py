"""Executes docker-compose.yml where there is no engine: each container is a process with a session of its own.

Commands, environments, health checks, the conditions of dependencies and restarts are those of the file; what the
images do is in `compose_images`. What only an engine can give is not imitated: a read-only root, taken-away rights,
networks of their own, a namespace of processes. The latter as far as it goes: what a container leaves behind when its
first process ends is ended too.
"""

import contextlib
import os
import random
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

import compose_images
from compose_file import Container, Mapper, read, read_env
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

    def __init__(self, container: Container, folder: Path, extra: Mapping[str, str]) -> None:
        self.container = container
        self.health = "starting"
        self.starts = 0
        self.fault: Exception | None = None
        self._folder = folder
        self._log = folder / f"{container.name}.log"
        self._extra = extra
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._watch = threading.Thread(target=self._run, name=container.name, daemon=True)
        self._look = threading.Thread(target=self._check, name=f"{container.name}-health", daemon=True)

    def start(self) -> None:
        """Start the container and, where the file says how, looking at it."""
        for directory in self.container.directories:
            directory.mkdir(parents=True, exist_ok=True)
        compose_images.prepare(self.container)
        self._watch.start()
        if self.container.health is not None:
            self._look.start()

    def stop(self) -> None:
        """Ask the first process to end, wait as long as the file says, then end all of it."""
        self._stopping.set()
        process = self._process
        if process is not None and process.poll() is None:
            process.send_signal(compose_images.stop_signal(self.container))
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=self.container.grace)
        self._end_all()
        if self._watch.is_alive():
            self._watch.join(timeout=10)

    def execute(self, *command: str, typed: str = "") -> "subprocess.CompletedProcess[str]":
        """Run a command in this container, as `docker compose exec -T` does, with this on its standard input."""
        return subprocess.run(
            command,
            env=compose_images.environment_of(self.container, self._extra),
            cwd=compose_images.root(self._folder),
            input=typed,
            capture_output=True,
            text=True,
            check=False,
        )

    def anew(self) -> "Running":
        """Return the same container, not started yet."""
        return Running(self.container, self._folder, self._extra)

    @property
    def pid(self) -> int:
        assert self._process is not None, "it is started"
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
                compose_images.command_of(self.container),
                env=compose_images.environment_of(self.container, self._extra),
                cwd=compose_images.root(self._folder),
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
                **compose_images.account_of(self.container),
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
                env=compose_images.environment_of(self.container, self._extra),
                cwd=compose_images.root(self._folder),
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
    """All containers of the file; `environ` is what `.env` gives, `extra` is put into every container besides.

    `secrets` is an older `.env`, of which the containers had the volumes; without it there are new ones. `files` are
    what somebody wrote beside the file, by name; what is named `.env` comes behind the secrets.
    """

    def __init__(
        self,
        folder: Path,
        *,
        replicas: Mapping[str, int],
        extra: Mapping[str, str],
        secrets: Path | None = None,
        files: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        for shared in ("volumes", "eigen"):
            (folder / shared).mkdir()  # here, as others must be able to pass: PostgreSQL runs as another account
        image = compose_images.root(folder)
        compose_images.build(image)
        source = os.pathsep.join(filter(None, (str(image / "src"), extra.get("PYTHONPATH", ""))))
        extra = {**extra, "PYTHONPATH": source}
        if secrets is None:
            keyring.write(folder / ".env")
        else:
            shutil.copy(secrets, folder / ".env")
        for name, text in files.items():
            with (folder / name).open("a") as file:
                file.write(text)
        self.environ = read_env(folder / ".env")
        # A net of its own on loopback: two projects on one machine then never meet.
        net = f"127.{random.randint(64, 250)}"
        self.mapper = Mapper(file=read(self.environ), folder=folder, net=net)
        self.running = {
            container.name: Running(container, folder, extra) for container in self.mapper.containers(replicas)
        }

    def up(self, *services: str) -> None:
        """Start every container, or those of these services, once what it depends on is as the file asks; wait for all.

        What runs already stays as it is; what has ended is done again.
        """
        for name, running in self.running.items():
            if running.exit_code is not None:
                self.running[name] = running.anew()
        asked = [each for each in self.running.values() if not services or each.container.service in services]
        starting = [threading.Thread(target=self._start, args=[each]) for each in asked if not each.starts]
        for thread in starting:
            thread.start()
        for thread in starting:
            thread.join()
        for running in asked:
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

    def replace(self, *names: str) -> None:
        """Put new containers in the place of these, as an upgrade does, and wait until they are well."""
        for name in names:
            self.running[name].stop()
            self.running[name] = self.running[name].anew()
            self.running[name].start()
        for name in names:
            self._wait(self.running[name], "service_healthy")

    def environment(self, service: str) -> dict[str, str]:
        """Return what a process within this service would find in its environment."""
        return dict(self.of(service)[0].container.environment)

    def _start(self, running: Running) -> None:
        try:
            for service, condition in running.container.depends_on.items():
                for other in self.of(service):
                    self._wait(other, condition)
            running.start()
        except Exception as fault:  # in a thread: `up` raises it
            running.fault = fault

    def _wait(self, running: Running, condition: str) -> None:
        end = time.monotonic() + _PATIENCE_S
        while time.monotonic() < end:
            if _is_met(running, condition):
                return
            if running.fault or (running.exit_code and not running.container.restarts):
                break
            time.sleep(_REST_S)
        name = running.container.name
        raise ComposeFailed(f"{name} is not {condition}:\n{running.tail()}") from running.fault


def _is_met(running: Running, condition: str) -> bool:
    if condition == "service_completed_successfully":
        return running.exit_code == 0
    return running.health == "healthy" if condition == "service_healthy" else running.starts > 0


@contextlib.contextmanager
def own_folder() -> Iterator[Path]:
    """Yield a folder that stays open to the account of PostgreSQL; a short path, for its socket takes 107 characters.

    Not one of pytest: each run of it that begins shuts the folder of all runs, and PostgreSQL of the others dies.
    """
    with TemporaryDirectory(prefix="jaarcyclus-", ignore_cleanup_errors=True) as name:
        yield Path(name)


@contextlib.contextmanager
def running_project(folder: Path, **told: Any) -> Iterator[Project]:
    """Yield a project under `folder`, to be brought up; it is down afterwards. `told` are the arguments of Project."""
    project = Project(folder, **told)
    try:
        yield project
    finally:
        project.down()
