"""A machine whose clock jumps: the calendar waits for the controller instead of closing every gate as over tijd."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from builders.dossier import PROFILES
from jaarcyclus import clock
from jaarcyclus.errors import Refused
from jaarcyclus.ledger import store
from jaarcyclus.settings import Settings
from jaarcyclus.steps import calendar, steady_clock
from jaarcyclus.steps.workspace import Workspace, open_workspace

MONDAY = datetime(2026, 6, 1, 9, tzinfo=clock.AMSTERDAM)


class Machine:
    """An installation on a machine whose own clock the test turns; nothing is simulated."""

    def __init__(self, var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        env = {"JAARCYCLUS_VAR": str(var), "JAARCYCLUS_PROFIELEN": str(PROFILES)}
        self.workspace: Workspace = open_workspace(Settings.from_env(env))
        self._patch = monkeypatch
        self.at(MONDAY)

    def at(self, moment: datetime) -> "Machine":
        """Turn the machine's clock."""
        self._patch.setattr(clock, "now", lambda _: moment)
        self._patch.setattr(store, "real_time", lambda: moment)
        return self

    def tick(self) -> None:
        calendar.tick(self.workspace, "dowr")

    @property
    def chains(self) -> list[str]:
        return sorted(self.workspace.ledger.dossiers())


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """The calendar looked on Monday 1 June 2026, and rounds are open."""
    made = Machine(tmp_path, monkeypatch)
    made.tick()
    assert "dowr-2027-begroting" in made.chains
    return made


@pytest.mark.parametrize("later", [timedelta(hours=1), timedelta(days=3)])
def test_a_weekend_without_power_is_no_jump(machine: Machine, later: timedelta) -> None:
    machine.at(MONDAY + later).tick()


@pytest.mark.parametrize("later", [timedelta(days=3, minutes=1), timedelta(days=3653)])
def test_a_jump_does_nothing_and_says_what_to_do(machine: Machine, later: timedelta) -> None:
    before = machine.chains

    with pytest.raises(Refused, match=r"KLOK_VOORUIT.*jaarcyclus handeling klok dowr"):
        machine.at(MONDAY + later).tick()

    assert machine.chains == before


def test_a_clock_that_is_put_right_goes_on_by_itself(machine: Machine) -> None:
    with pytest.raises(Refused, match="KLOK_VOORUIT"):
        machine.at(MONDAY + timedelta(days=3653)).tick()

    machine.at(MONDAY + timedelta(hours=2)).tick()


def test_after_the_controller_says_so_the_calendar_goes_on(machine: Machine) -> None:
    """The machine stood still for three weeks in summer."""
    machine.at(MONDAY + timedelta(days=21))
    steady_clock.confirm(machine.workspace, "dowr", "controller", reden="De machine stond drie weken uit.")

    machine.tick()

    (event,) = [event for event in machine.workspace.ledger.events("dowr-postbus") if event.soort == "klok_bevestigd"]
    assert (event.actor, event.inhoud["dag"]) == ("controller", "2026-06-22")


def test_only_the_controller_says_so_and_why(machine: Machine) -> None:
    with pytest.raises(Refused, match="NIET_BEVOEGD"):
        steady_clock.confirm(machine.workspace, "dowr", "manager_ict", reden="Het klopt.")
    with pytest.raises(Refused, match="REDEN_ONTBREEKT"):
        steady_clock.confirm(machine.workspace, "dowr", "controller", reden=" ")


def test_an_older_installation_is_not_stopped_by_a_quiet_summer(machine: Machine) -> None:
    """It has no file of the last tick yet; a jump of ten years is seen all the same."""
    (machine.workspace.settings.var / "tik" / "dowr").unlink()
    with pytest.raises(Refused, match="KLOK_VOORUIT"):
        machine.at(MONDAY + timedelta(days=3653)).tick()

    machine.at(MONDAY + timedelta(days=90)).tick()


def test_an_exercise_may_jump(machine: Machine) -> None:
    clock.set_simulated(machine.workspace.settings, MONDAY + timedelta(days=3653))

    steady_clock.require_steady(machine.workspace, "dowr")
