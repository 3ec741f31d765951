"""The doctor looks in a process of its own: one at a time, and the page keeps what was found before."""

import subprocess
import threading
from typing import Any

import pytest

from airflow_stack import wait_for
from jaarcyclus.errors import StartFailed
from jaarcyclus.installation import doctor, examined, launcher
from jaarcyclus.installation.doctor import CheckResult
from jaarcyclus.pages.machine_parts import OF_ANOTHER
from jaarcyclus.settings import Settings
from jaarcyclus.steps.workspace import Workspace, open_workspace
from jaarcyclus_airflow import machine_looks
from jaarcyclus_airflow.machine_looks import FAILED, MachineLook, PartsLook


@pytest.fixture
def workspace(settings: Settings) -> Workspace:
    return open_workspace(settings)


class Doctor:
    """A doctor who looks until it is told to end."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, code: int = 0) -> None:
        self.asked, self.may_end, self.code = 0, threading.Event(), code
        monkeypatch.setattr(machine_looks.subprocess, "run", self._run)

    def _run(self, command: Any, **_: Any) -> subprocess.CompletedProcess[bytes]:
        self.asked += 1
        self.may_end.wait(60)
        return subprocess.CompletedProcess(command, self.code)


def test_who_asks_while_it_looks_begins_no_other(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    looking, look = Doctor(monkeypatch), MachineLook()
    look.begin()
    look.begin()
    assert look.last(workspace, "dowr").busy
    looking.may_end.set()
    wait_for(lambda: not look.last(workspace, "dowr").busy)

    assert looking.asked == 1


@pytest.mark.parametrize(("code", "told"), [(0, ""), (1, ""), (3, FAILED)])
def test_only_a_look_that_broke_is_told_as_such(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, code: int, told: str
) -> None:
    """With findings it ends in 1."""
    looking, look = Doctor(monkeypatch, code), MachineLook()
    looking.may_end.set()
    look.begin()
    wait_for(lambda: not look.last(workspace, "dowr").busy)

    assert look.last(workspace, "dowr").failed == told


def test_what_the_command_found_at_night_is_shown(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """And of another cooperation only that there is something."""
    found = (
        CheckResult(onderwerp="Klok", goed=False, tekst="loopt achter"),
        CheckResult(onderwerp="Mappen", goed=False, tekst="waar niemand kijkt, ligt inbox/regio_zwolle/a.xlsx"),
    )
    monkeypatch.setattr(doctor, "examine", lambda _settings: found)
    examined.examine_and_keep(workspace.settings)
    shown = MachineLook().last(workspace, "dowr")

    assert shown.moment is not None
    assert [item.told for item in shown.faults] == ["loopt achter", OF_ANOTHER]


class Part:
    """A part of the program that answers when it may."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked, self.may_answer = 0, threading.Event()
        monkeypatch.setattr(machine_looks.launcher, "status", self._status)

    def _status(self, _: Settings) -> tuple[launcher.Part, ...]:
        self.asked += 1
        self.may_answer.wait(60)
        return (launcher.Part(naam="scheduler", toestand="gezond", toelichting=""),)


def test_a_part_that_does_not_answer_holds_no_page_and_is_seen_once_it_does(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    part, look = Part(monkeypatch), PartsLook()
    held = look.seen(workspace), look.seen(workspace)
    part.may_answer.set()
    seen = wait_for(lambda: look.seen(workspace))

    assert held == (None, None)
    assert [(item.name, item.works) for item in seen.parts] == [("Planner", True)]
    assert part.asked == 1


def test_what_was_seen_longer_ago_is_not_shown_as_how_it_is(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    part, look = Part(monkeypatch), PartsLook()
    part.may_answer.set()
    first = wait_for(lambda: look.seen(workspace))
    kept = look.seen(workspace)
    monkeypatch.setattr(machine_looks, "_SEEN_FOR_S", -1.0)
    again = wait_for(lambda: look.seen(workspace))

    assert kept is first
    assert again.moment > first.moment


def test_a_look_that_broke_is_told_and_then_done_anew(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also to who asks once it has broken: else the page would go on saying that somebody looks."""

    def break_down(_: Settings) -> None:
        part.may_answer.wait(60)
        raise StartFailed("Het sessiebestand is niet te lezen.")

    part, look = Part(monkeypatch), PartsLook()
    monkeypatch.setattr(machine_looks.launcher, "status", break_down)
    assert look.seen(workspace) is None
    part.may_answer.set()
    with pytest.raises(StartFailed):
        wait_for(lambda: look.seen(workspace))
    monkeypatch.setattr(machine_looks.launcher, "status", part._status)
    monkeypatch.setattr(machine_looks, "_SEEN_FOR_S", -1.0)

    assert wait_for(lambda: look.seen(workspace)).parts
