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
    inbox = supervisor.Klus(supervisor.Kind("inbox", slaper, tmp_path), 0.0, fail)
    proces = supervisor.Kind("api-server", slaper, tmp_path)
    for taak in (inbox, supervisor.Blijvend(proces)):
        supervisor.look_or_log(taak, 1e9)
    liep = proces.runs()
    proces.terminate()

    assert liep
    assert "de schijf antwoordt niet" in caplog.text


def test_the_supervisor_keeps_looking_after_a_fault(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The loop itself: the inbox fails once, and the watch goes on until it is told to stop."""
    looks = []

    class Taak:
        kind = supervisor.Kind("niets", (), settings.var)

        def look(self, nu: float) -> None:
            looks.append(nu)
            if len(looks) == 1:
                raise FileNotFoundError("weg.xlsx")
            einde.gevraagd = True

    class Einde:
        gevraagd = False

    einde = Einde()
    monkeypatch.setattr(supervisor, "_duties", lambda *_: [Taak()])
    monkeypatch.setattr(supervisor, "_Einde", lambda: einde)
    monkeypatch.setattr(supervisor, "_RUST_S", 0.0)

    supervisor.run(settings)

    assert len(looks) == 2
