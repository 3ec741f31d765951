"""A machine whose clock jumps: the calendar waits for the controller instead of closing every gate as over tijd."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from builders.dossier import PROFILES, open_gates, with_version
from jaarcyclus import clock
from jaarcyclus.dossier.ballot import Ballot
from jaarcyclus.errors import Refused
from jaarcyclus.ledger import store
from jaarcyclus.settings import Settings
from jaarcyclus.steps import acts, calendar, confirmations, judging, receipts, votes
from jaarcyclus.steps.airflow_names import GatePlace
from jaarcyclus.steps.overview import describe
from jaarcyclus.steps.steady_clock import last_tick, note_tick
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


@pytest.mark.parametrize("back", [timedelta(days=365), timedelta(days=20_000), timedelta(minutes=16)])
def test_a_clock_that_fell_back_opens_no_round_of_a_year_that_is_over(machine: Machine, back: timedelta) -> None:
    """A machine that starts without its battery, until the network tells the time; then it goes on by itself."""
    before = machine.chains
    with pytest.raises(Refused, match=r"KLOK_TERUG.*jaarcyclus handeling klok dowr"):
        machine.at(MONDAY - back).tick()
    told = describe(machine.workspace, "dowr-2027-begroting").wacht_op

    machine.at(MONDAY + timedelta(hours=2)).tick()

    assert machine.chains == before
    assert any("De klok van deze machine zegt" in line for line in told)


def test_a_clock_that_was_set_a_little_back_is_no_jump(machine: Machine) -> None:
    machine.at(MONDAY - timedelta(minutes=14)).tick()


def test_a_look_that_was_too_late_can_be_put_right(machine: Machine) -> None:
    """The calendar looked under a clock that was two days ahead, within the bound, and nothing came of it."""
    machine.at(MONDAY + timedelta(days=2)).tick()
    machine.at(MONDAY + timedelta(hours=1))
    confirmations.confirm_clock(machine.workspace, "dowr", "controller", reason="De klok liep twee dagen voor.")

    machine.tick()


def test_a_look_in_an_exercise_holds_no_real_clock(machine: Machine) -> None:
    clock.set_simulated(machine.workspace.settings, MONDAY + timedelta(days=3653))
    machine.tick()
    machine.workspace.settings.klok_bestand.unlink()

    machine.at(MONDAY + timedelta(hours=1)).tick()


def test_a_look_that_an_older_release_noted_in_an_exercise_can_be_put_right(machine: Machine) -> None:
    """It noted the day that was played; the exercise is over, and the year is real again."""
    note_tick(machine.workspace.settings, "dowr", MONDAY + timedelta(days=700))
    with pytest.raises(Refused, match="KLOK_TERUG"):
        machine.at(MONDAY + timedelta(hours=1)).tick()

    confirmations.confirm_clock(machine.workspace, "dowr", "controller", reason="Er was een oefening.")

    machine.tick()
    assert last_tick(machine.workspace.settings, "dowr") == MONDAY + timedelta(hours=1)


def test_after_the_controller_says_so_the_calendar_goes_on(machine: Machine) -> None:
    """The machine stood still for three weeks in summer."""
    machine.at(MONDAY + timedelta(days=21))
    confirmations.confirm_clock(machine.workspace, "dowr", "controller", reason="De machine stond drie weken uit.")

    machine.tick()

    (event,) = [event for event in machine.workspace.ledger.events("dowr-postbus") if event.soort == "klok_bevestigd"]
    assert (event.actor, event.inhoud["dag"]) == ("controller", "2026-06-22")


def test_only_the_controller_says_so_and_why(machine: Machine) -> None:
    machine.at(MONDAY + timedelta(days=21))
    with pytest.raises(Refused, match="NIET_BEVOEGD"):
        confirmations.confirm_clock(machine.workspace, "dowr", "manager_ict", reason="Het klopt.")
    with pytest.raises(Refused, match="REDEN_ONTBREEKT"):
        confirmations.confirm_clock(machine.workspace, "dowr", "controller", reason=" ")


def test_an_older_installation_is_not_stopped_by_a_quiet_summer(machine: Machine) -> None:
    """It has no file of the last tick yet; a jump of ten years is seen all the same."""
    (machine.workspace.settings.var / "tik" / "dowr").unlink()
    with pytest.raises(Refused, match="KLOK_VOORUIT"):
        machine.at(MONDAY + timedelta(days=3653)).tick()

    machine.at(MONDAY + timedelta(days=90)).tick()


def test_an_exercise_may_jump(machine: Machine) -> None:
    clock.set_simulated(machine.workspace.settings, MONDAY + timedelta(days=3653))

    machine.workspace.require_steady("dowr")


def test_a_clock_that_did_not_jump_needs_no_word(machine: Machine) -> None:
    with pytest.raises(Refused, match="KLOK_LOOPT_GOED"):
        confirmations.confirm_clock(machine.workspace, "dowr", "controller", reason="Voor de zekerheid.")


def test_no_workbook_is_received_in_ten_years(machine: Machine) -> None:
    """After one of 2036 the chain takes nothing of today, whatever the controller confirms."""
    machine.at(MONDAY + timedelta(days=3653))
    with pytest.raises(Refused, match="KLOK_VOORUIT"):
        hand_in(machine)

    machine.at(MONDAY + timedelta(hours=2))

    assert "KLOK_TERUG" not in hand_in(machine)


def hand_in(machine: Machine) -> list[str]:
    """Return the codes of the verdict on PSA's workbook."""
    received = receipts.receive(
        machine.workspace,
        "dowr",
        b"geen werkboek",
        file_name="w.xlsx",
        inzender="manager_psa",
        via="api",
        perceel="psa",
    )
    return [item.code for item in judging.judge(machine.workspace, "dowr", received.number).bevindingen]


@pytest.mark.parametrize("content", ["", "gisteren", "2026-06-01T09:00:00"], ids=["empty", "a word", "no zone"])
def test_a_damaged_file_of_the_last_look_falls_back_on_what_was_recorded(machine: Machine, content: str) -> None:
    (machine.workspace.settings.var / "tik" / "dowr").write_text(content)

    with pytest.raises(Refused, match="KLOK_VOORUIT"):
        machine.at(MONDAY + timedelta(days=3653)).tick()


def test_whoever_looks_at_a_dossier_hears_that_it_stands_still(machine: Machine) -> None:
    shown = describe(machine.at(MONDAY + timedelta(days=30)).workspace, "dowr-2027-begroting")

    assert any("De klok van deze machine zegt" in line for line in shown.wacht_op)


def test_no_act_is_recorded_in_ten_years(machine: Machine) -> None:
    """The same clock stands behind every act of a person."""
    machine.at(MONDAY + timedelta(days=3653))

    with pytest.raises(Refused, match="KLOK_VOORUIT"):
        acts.reopen(machine.workspace, "dowr-2027-begroting", "controller", reden="Andere index.", percelen=())


def test_a_voter_hears_of_the_clock_and_not_of_a_term(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under a clock that jumped every term has passed; who votes is not too late."""
    office = with_version(tmp_path)
    (gate, *_) = open_gates(office)
    place = GatePlace(profiel="dowr", gremium="regiegroep_ict", dossier=office.dossier, gate=gate, place=0)
    monkeypatch.setattr(Workspace, "require_steady", _jumped)

    with pytest.raises(Refused, match="KLOK_VOORUIT"):
        votes.check_vote(office.workspace, place, "nobody", Ballot(antwoord="afgestemd"))


def _jumped(*_: object) -> None:
    raise Refused("KLOK_VOORUIT", "De klok sprong vooruit.")
