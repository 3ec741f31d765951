"""What Graph told one process holds for every other of the installation: nobody asks before, on behalf of that app."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.dossier import PROFILES, adopted
from builders.sharepoint import place_of, typed_for
from graph.plan import Plan
from graph.running import Graph
from jaarcyclus.graph.client import Client
from jaarcyclus.graph.connection import Connection
from jaarcyclus.graph.outcomes import Done, TryLater
from jaarcyclus.graph.shared_wait import SharedWait
from jaarcyclus.settings import Settings
from jaarcyclus.steps.overview import describe
from jaarcyclus.steps.workspace import open_workspace

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@given(st.lists(st.integers(-3_600, 80_000), max_size=8), st.integers(0, 80_000))
def test_the_last_moment_that_was_told_holds_until_it_is_over(
    tmp_path_factory: pytest.TempPathFactory, told: list[int], passed: int
) -> None:
    """In whatever order it was heard, and whatever was swept meanwhile."""
    wait = SharedWait(tmp_path_factory.mktemp("wacht") / "app")
    for seconds in told:
        wait.tell(later(seconds), NOW)

    coming = [seconds for seconds in told if seconds > passed]
    assert wait.until(later(passed)) == (later(max(coming)) if coming else None)


def test_what_is_over_is_swept(tmp_path: Path) -> None:
    wait = SharedWait(tmp_path)
    for minute in range(5):
        wait.tell(later(60 * minute + 30), later(60 * minute))

    assert len(list(tmp_path.iterdir())) == 1


def test_a_clock_that_was_set_back_lets_nobody_wait_for_years(tmp_path: Path) -> None:
    wait = SharedWait(tmp_path)
    wait.tell(later(60), NOW)

    assert wait.until(NOW - timedelta(days=700)) is None


def test_another_app_need_not_wait_for_it(tmp_path: Path, connection: Connection) -> None:
    SharedWait.of(tmp_path, connection).tell(later(60), NOW)

    assert SharedWait.of(tmp_path, replace(connection, app="een-andere")).until(NOW) is None
    assert SharedWait.of(tmp_path, replace(connection, tenant="elders.example")).until(NOW) is None
    assert SharedWait.of(tmp_path, replace(connection, secret="een nieuw geheim")).until(NOW) == later(60)


@pytest.mark.parametrize("status", [429, 503])
def test_who_is_in_the_middle_of_something_hears_it_too(
    graph: Graph, tmp_path: Path, connection: Connection, make_client: Callable[..., Client], status: int
) -> None:
    first, second = (make_client(shared=SharedWait.of(tmp_path, connection)) for _ in range(2))
    second.authorize()
    graph.play(Plan.of("site", "throttle" if status == 429 else "status", status=status, retry_after="600"))
    told = first.ask("GET", f"/sites/{place_of(graph).host}:{place_of(graph).path}", about="de site")
    asked = len(graph.requests())
    held = second.ask("GET", f"/sites/{place_of(graph).host}:{place_of(graph).path}", about="de site")

    assert isinstance(told, TryLater)
    assert isinstance(held, TryLater)
    assert held.not_before == told.not_before
    assert len(graph.requests()) == asked


def test_when_it_is_over_all_of_them_go_on(
    graph: Graph, tmp_path: Path, connection: Connection, make_client: Callable[..., Client]
) -> None:
    def now() -> datetime:
        return datetime.fromtimestamp(graph.store.now(), UTC)

    shared = SharedWait.of(tmp_path, connection)
    client = make_client(shared=shared, now=now)
    shared.tell(now() + timedelta(seconds=600), now())
    before = client.authorize()
    graph.advance(601)

    assert isinstance(before, TryLater)
    assert isinstance(client.authorize(), Done)


def test_no_process_asks_before_the_moment_that_another_was_told(graph: Graph, tmp_path: Path) -> None:
    """The inbox is told; a step that publishes, the doctor, and the inbox of another cooperation ask nothing then.

    Each is a process of its own, with nothing in common but the folder of the installation.
    """
    office = adopted(tmp_path / "var", "tussenrapportage_1")
    env = environment(graph, tmp_path)
    graph.play(Plan.of("site", "throttle", status=429, retry_after="600"))
    run(env, "-m", "jaarcyclus.installation.libraries")
    told = graph.requests()
    published = run(env, "-m", "jaarcyclus", "stap", "publicatie", office.dossier)
    doctor = run(env, "-m", "jaarcyclus", "doctor")
    run(env, "-m", "jaarcyclus.installation.libraries")

    assert [entry.status for entry in told][-1:] == [429]
    assert graph.requests() == told
    assert graph.client_faults() == []
    assert "SharePoint vraagt te wachten" in published
    assert "let op: SharePoint vraagt te wachten" in doctor
    waits = describe(open_workspace(Settings.from_env(env)), office.dossier).wacht_op
    assert any("op SharePoint: SharePoint vraagt te wachten." in line for line in waits)


def test_what_a_publication_is_told_holds_for_the_inbox(graph: Graph, tmp_path: Path) -> None:
    office = adopted(tmp_path / "var", "tussenrapportage_1")
    env = environment(graph, tmp_path)
    graph.play(Plan.of("put", "throttle", status=429, retry_after="600"))
    run(env, "-m", "jaarcyclus", "stap", "publicatie", office.dossier)
    told = graph.requests()
    run(env, "-m", "jaarcyclus.installation.libraries")

    assert [entry.status for entry in told][-1:] == [429]
    assert graph.requests() == told


def environment(graph: Graph, tmp_path: Path) -> dict[str, str]:
    """Return that of an installation of two cooperations that publish there and have an inbox there."""
    folder = tmp_path / "profielen"
    folder.mkdir()
    for name in ("dowr", "ommen_hardenberg"):
        place = f'site: "{graph.site_url}", bibliotheek: {graph.library}, map'
        text = (PROFILES / f"{name}.yaml").read_text()
        lines = f"publicatie: {{doel: sharepoint, {place}: {name}}}\ninbox: {{bron: sharepoint, {place}: In/{name}}}"
        (folder / f"{name}.yaml").write_text(f"{text}\n{lines}\n")
    typed = typed_for(graph).as_env()
    return {"JAARCYCLUS_VAR": str(tmp_path / "var"), "JAARCYCLUS_PROFIELEN": str(folder), **typed}


def run(env: dict[str, str], *command: str) -> str:
    """Return what a process of its own prints."""
    done = subprocess.run(
        [sys.executable, *command], env={**os.environ, **env}, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr
