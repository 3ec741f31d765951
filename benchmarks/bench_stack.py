"""What the running installation costs at rest, outside the demo, beside `airflow standalone` in the same run.

Both are measured after they have come to rest, all processes of their session together. The yardstick has no DAG, no
example and no account to look after, so it is flattered. It is bound to the loopback address as far as it can be: its
log servers listen on every address, for as long as this takes.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from usage import Usage, measure_at_rest

from figures import Figure, show
from installation import free_port, running_installation, wait_until
from jaarcyclus.installation import processes
from jaarcyclus.installation.client import AirflowClient
from jaarcyclus.installation.processes import Session

PSS_MB, CPU_S_A_MINUTE = 1200.0, 12.0
SETTLE_S, WATCH_S = 45.0, 90.0
PATIENCE_S = 300.0
PARTS = ("metadatabase", "scheduler", "dag_processor", "triggerer")


def main() -> None:
    """Print ours as soon as it is known, then the yardstick and how many times ours it is."""
    with running_installation(fast=False) as stack:
        stack.wait_until_quiet(PATIENCE_S)
        ours = settle_and_measure(stack.session)
    show(Figure(what=f"PSS at rest, {ours.processes} processes", value=ours.pss_mb, unit="MB", bound=PSS_MB))
    show(Figure(what="CPU at rest", value=ours.cpu_s_a_minute, unit="s/min", bound=CPU_S_A_MINUTE))
    with running_standalone() as session:
        theirs = settle_and_measure(session)
    name = f"airflow standalone, {theirs.processes} processes"
    show(Figure(what=f"{name}: PSS", value=theirs.pss_mb, unit="MB", peer=("ours", ours.pss_mb)))
    show(Figure(what=f"{name}: CPU", value=theirs.cpu_s_a_minute, unit="s/min", peer=("ours", ours.cpu_s_a_minute)))


def settle_and_measure(session: Session) -> Usage:
    """Leave it alone for a while, so that starting up does not count, and watch."""
    time.sleep(SETTLE_S)
    return measure_at_rest(session, WATCH_S)


@contextmanager
def running_standalone() -> Iterator[Session]:
    """Run `airflow standalone` in a home and a session of its own until all its parts are healthy; end it all."""
    with tempfile.TemporaryDirectory(prefix="jaarcyclus-bench-") as folder:
        port = free_port()
        with (Path(folder) / "standalone.log").open("wb") as log:
            started = subprocess.Popen(
                [sys.executable, "-m", "airflow", "standalone"],
                env=_environment(folder, port),
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        session = processes.session_of(started.pid)
        try:
            wait_until("airflow standalone", lambda: _is_healthy(port), PATIENCE_S)
            yield session
        finally:
            processes.end_session(session)
            started.wait()


def _environment(home: str, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")}
    return kept | {
        "AIRFLOW_HOME": home,
        # It starts its parts as `airflow`, whatever Python runs it.
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{port}/execution/",
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__BASE_URL": f"http://127.0.0.1:{port}",
        "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(free_port()),
        "AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT": str(free_port()),
    }


def _is_healthy(port: int) -> bool:
    with AirflowClient(f"http://127.0.0.1:{port}", "", "") as client:
        parts = client.health()
    return bool(parts) and all(parts[name]["status"] == "healthy" for name in PARTS)


if __name__ == "__main__":
    main()
