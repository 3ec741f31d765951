"""An installation that is looked after while people vote: what is old goes, what is asked stays, and it is measured."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from airflow_stack import Stack, running_stack, wait_for
from builders.case import MEMBERS, YES, Case
from jaarcyclus.installation import cleaning, launcher
from jaarcyclus.installation.environment import airflow_home

pytestmark = pytest.mark.airflow


@pytest.fixture(scope="module")
def received() -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    """Where metrics may be sent, and what came: path and content."""
    found: list[tuple[str, bytes]] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            found.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", found
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory, received: tuple[str, list[tuple[str, bytes]]]) -> Iterator[Stack]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OTEL_METRIC_EXPORT_INTERVAL", "2000")  # of a minute, which nobody waits for here
        with running_stack(tmp_path_factory.mktemp("onderhoud"), metingen=received[0]) as running:
            yield running


def test_metrics_come_where_the_setting_says(stack: Stack, received: tuple[str, list[tuple[str, bytes]]]) -> None:
    """The ones that docs/operations.md tells to watch, by the names that they have there."""
    wanted = (
        b"airflow.scheduler_heartbeat",
        b"airflow.dag_processing.total_parse_time",
        b"airflow.executor.queued_tasks",
    )

    came = wait_for(lambda: all(any(name in content for _, content in received[1]) for name in wanted))

    assert came
    assert {path for path, _ in received[1]} == {"/v1/metrics"}


def test_what_is_old_goes_and_a_question_that_stands_is_answered(stack: Stack) -> None:
    """By a moment that lies ahead the open gate is old too, as one that waits longer than the term is."""
    stack.set_clock("2090-04-10T09:00:00")
    stack.tick()
    before = asked_runs(stack, "dowr_kalender")
    logs = airflow_home(stack.settings) / "logs"
    old = wait_for(lambda: list(logs.glob("dag_id=dowr_kalender/**/*.log")))[0]
    case = Case(stack)
    answered = case.answer(MEMBERS[0], case.questions()[0]).status_code
    stack.tick()

    cleaned = cleaning.clean(stack.settings, datetime.now(UTC) + timedelta(minutes=1))

    rest = case.questions(len(MEMBERS) - 1)
    answers = [case.answer(MEMBERS[place], rest[place]).status_code for place in (1, 2)]
    case.wait_until_published()
    assert cleaned.files > 0
    assert not old.exists()
    assert before
    assert not set(before) & set(asked_runs(stack, "dowr_kalender"))
    assert (answered, answers) == (200, [200, 200])
    assert case.votes() == [(member, YES) for member in MEMBERS]


def test_without_airflow_s_database_every_open_question_is_asked_again(stack: Stack) -> None:
    """It is no evidence: lost, it is made anew, and what was answered stands in the ledger."""
    case = Case(stack)
    answered = case.answer(MEMBERS[0], case.questions()[0]).status_code
    launcher.stop(stack.settings)
    stack.close()
    for path in airflow_home(stack.settings).glob("airflow.db*"):
        path.unlink()

    launcher.start(stack.settings, fast=True, port=httpx.URL(stack.address).port or 0)
    stack.tick()
    rest = case.questions(len(MEMBERS) - 1)
    answers = [case.answer(MEMBERS[place], rest[place]).status_code for place in rest]
    case.wait_until_published()

    assert (answered, answers) == (200, [200, 200])
    assert case.votes() == [(member, YES) for member in MEMBERS]


def asked_runs(stack: Stack, dag: str) -> list[str]:
    """Return the runs that somebody asked for; of those by the clock Airflow keeps the newest of each DAG."""
    found = stack.technical.call("GET", f"/api/v2/dags/{dag}/dagRuns", params={"limit": 100})
    return [run["dag_run_id"] for run in found["dag_runs"] if run["run_type"] == "manual"]
