"""The supervisor: nothing that goes wrong in one duty ends the watch over the others."""

import sys
from pathlib import Path

import pytest

from jaarcyclus import toezicht


def test_a_fault_in_the_inbox_does_not_end_the_watch(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A share that went away: logged, and looked at again the next time; a process that must run is still started."""

    def fail() -> bool:
        raise OSError(5, "de schijf antwoordt niet")

    slaper = (sys.executable, "-c", "import time; time.sleep(600)")
    inbox = toezicht.Klus(toezicht.Kind("inbox", slaper, tmp_path), 0.0, fail)
    proces = toezicht.Kind("api-server", slaper, tmp_path)
    for taak in (inbox, toezicht.Blijvend(proces)):
        toezicht.look_or_log(taak, 1e9)
    liep = proces.runs()
    proces.terminate()

    assert liep
    assert "de schijf antwoordt niet" in caplog.text


def test_the_supervisor_keeps_looking_after_a_fault(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The loop itself: the inbox fails once, and the watch goes on until it is told to stop."""
    looks = []

    class Taak:
        kind = toezicht.Kind("niets", (), settings.var)

        def look(self, nu: float) -> None:
            looks.append(nu)
            if len(looks) == 1:
                raise FileNotFoundError("weg.xlsx")
            einde.gevraagd = True

    class Einde:
        gevraagd = False

    einde = Einde()
    monkeypatch.setattr(toezicht, "_duties", lambda *_: [Taak()])
    monkeypatch.setattr(toezicht, "_Einde", lambda: einde)
    monkeypatch.setattr(toezicht, "_RUST_S", 0.0)

    toezicht.run(settings)

    assert len(looks) == 2
