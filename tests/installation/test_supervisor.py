"""The supervisor: nothing that goes wrong in one duty ends the watch over the others."""

import sys
import time
from pathlib import Path

import pytest

from jaarcyclus.installation import supervisor
from jaarcyclus.settings import Settings


def test_a_fault_in_the_inbox_does_not_end_the_watch(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A share that went away: logged, and looked at again the next time; a process that must run is still started."""

    def fail() -> bool:
        raise OSError(5, "de schijf antwoordt niet")

    slaper = (sys.executable, "-c", "import time; time.sleep(600)")
    inbox = supervisor.Chore(supervisor.Child("inbox", slaper, tmp_path), 0.0, fail)
    process = supervisor.Child("api-server", slaper, tmp_path)
    for task in (inbox, supervisor.Daemon(process)):
        supervisor.look_or_log(task, 1e9)
    liep = process.runs()
    process.terminate()

    assert liep
    assert "de schijf antwoordt niet" in caplog.text


@pytest.mark.parametrize(
    ("part", "told"),
    [("api-server", "geheim-van-de-proef"), ("scheduler", "geen"), ("dag-processor", "geen"), ("inbox", "geen")],
)
def test_no_task_is_given_the_secret_of_signing_in(
    part: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in containers; the app of SharePoint goes to all, as a step places files with it."""
    monkeypatch.setenv("JAARCYCLUS_OIDC_GEHEIM", "geheim-van-de-proef")
    monkeypatch.setenv("JAARCYCLUS_GRAPH_GEHEIM", "voor-een-stap")
    names = ("JAARCYCLUS_OIDC_GEHEIM", "JAARCYCLUS_GRAPH_GEHEIM")
    show = f"import os; print(*(os.environ.get(name, 'geen') for name in {names}))"
    child = supervisor.Child(part, (sys.executable, "-c", show), tmp_path)
    child.start()
    while child.runs():
        time.sleep(0.01)

    assert (tmp_path / f"{part}.log").read_text() == f"{told} voor-een-stap\n"


@pytest.mark.parametrize(
    ("part", "knows"),
    [("api-server", True), ("libraries", True), ("scheduler", False), ("dag-processor", False), ("worker", False)],
)
def test_where_connections_are_is_for_who_looks_them_up(part: str, knows: bool) -> None:
    """A task asks the API server: neither a secret nor the right to a vault is in its environment."""
    given = {"AIRFLOW_CONN_SHAREPOINT": "geheim", "AIRFLOW__SECRETS__BACKEND_KWARGS": '{"token": "geheim"}'}
    always = {"AIRFLOW__WORKERS__SECRETS_BACKEND": "van de werkers", "JAARCYCLUS_GRAPH_VERBINDING": "sharepoint"}

    assert supervisor.environment_of(part, given | always) == (given | always if knows else always)


def test_the_calendars_are_tended_once_as_the_watch_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a container the inbox service has the same chores. Every other one waits for its time."""
    begun: list[tuple[str, ...]] = []
    monkeypatch.setattr(supervisor.Child, "start", lambda child: begun.append(child._command[2:]))
    monkeypatch.setattr(time, "monotonic", lambda: 1e6)
    settings = Settings.from_env({"JAARCYCLUS_VAR": str(tmp_path / "var")})
    chores = supervisor.chores(settings, tmp_path)
    for later_s in (0.0, 1.0, 1e5):
        for chore in chores:
            chore.look(1e6 + later_s)

    repair = "jaarcyclus.installation.repair"
    assert begun == [(repair, supervisor.AFTER_START), (repair,)]


def test_the_supervisor_keeps_looking_after_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loop itself: the inbox fails once, and the watch goes on until it is told to stop."""
    looks = []

    class FakeDuty:
        def end(self) -> None:
            """Nothing runs."""

        def look(self, now: float) -> None:
            looks.append(now)
            if len(looks) == 1:
                raise FileNotFoundError("weg.xlsx")
            end.asked = True

    class FakeEnd:
        asked = False

    end = FakeEnd()
    monkeypatch.setattr(supervisor, "_StopRequest", lambda: end)
    monkeypatch.setattr(supervisor, "_REST_S", 0.0)

    supervisor.watch([FakeDuty()])

    assert len(looks) == 2
