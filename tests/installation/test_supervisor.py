"""The supervisor: nothing that goes wrong in one duty ends the watch over the others."""

import sys
from pathlib import Path

import pytest

from jaarcyclus.installation import supervisor


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
