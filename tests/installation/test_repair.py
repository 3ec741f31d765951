"""Calendars that are woken before their hour: after a start, and when a receipt stays without an answer."""

import json
import re
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from builders.dossier import open_round
from jaarcyclus import clock
from jaarcyclus.errors import LedgerError
from jaarcyclus.installation import credentials, repair
from jaarcyclus.installation.client import PARTS
from jaarcyclus.ledger.placing_events import PlaatsingVoorgenomen, TePlaatsen
from jaarcyclus.ledger.wire import system_event
from jaarcyclus.steps import airflow_names, receipts
from jaarcyclus.steps.workspace import Workspace

REAL = clock.real_time


@dataclass
class Airflow:
    """A server that says of each calendar whether it runs, and keeps which runs were asked of it."""

    address: str
    busy: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    ill: set[str] = field(default_factory=set)
    started: list[str] = field(default_factory=list)


@pytest.fixture
def airflow() -> Iterator[Airflow]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.endswith("/health"):
                self._tell(200, {p: {"status": "unhealthy" if p in made.ill else "healthy"} for p in PARTS})
                return
            dag = re.findall(r"/dags/(\w+)", self.path)[0]
            runs = [{"dag_run_id": "gepland"}] if dag in made.busy else []
            found = {"is_paused": False, "dag_runs": runs, "total_entries": len(runs)}
            self._tell(404 if dag in made.unknown else 200, found)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            made.started += re.findall(r"/dags/(\w+)/dagRuns", self.path)
            self._tell(201, {"access_token": "x"})

        def _tell(self, status: int, content: object) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made = Airflow(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def office(tmp_path: Path, airflow: Airflow) -> Workspace:
    """An installation of three cooperations, of which one has a dossier, that is answered by this server."""
    workspace = open_round(tmp_path / "var").workspace
    credentials.write(workspace.settings, {airflow_names.TECHNICAL: "woord"}, frozenset())
    return replace(workspace, settings=replace(workspace.settings, api=airflow.address))


def hand_in(workspace: Workspace, profiel: str = "dowr", person: str = "manager_ict", perceel: str = "ict") -> None:
    receipts.receive(workspace, profiel, b"PK", file_name="a.xlsx", inzender=person, via="map", perceel=perceel)


def later(monkeypatch: pytest.MonkeyPatch, minutes: int) -> None:
    monkeypatch.setattr(clock, "real_time", lambda: REAL() + timedelta(minutes=minutes))


def test_after_a_start_the_calendar_of_who_has_begun_looks_once(office: Workspace, airflow: Airflow) -> None:
    """What failed may go well now. A run of before may be broken off; who is new opens no round yet."""
    airflow.busy = {"dowr_kalender"}

    repair.tend_calendars(office, after_start=True)

    assert airflow.started == ["dowr_kalender"]


@pytest.mark.parametrize(("minutes", "woken"), [(0, []), (4, []), (6, ["dowr_kalender"]), (64, ["dowr_kalender"])])
def test_who_waits_longer_than_a_check_takes_has_it_tried_again(
    office: Workspace, airflow: Airflow, monkeypatch: pytest.MonkeyPatch, minutes: int, woken: list[str]
) -> None:
    """In real time: the clock of this dossier stands still."""
    hand_in(office)
    later(monkeypatch, minutes)

    repair.tend_calendars(office)

    assert airflow.started == woken


def test_what_failed_for_an_hour_is_left_to_the_hour(
    office: Workspace, airflow: Airflow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else each fault that stays makes a run every few minutes, for ever."""
    hand_in(office)
    later(monkeypatch, 66)

    repair.tend_calendars(office)

    assert airflow.started == []


def test_a_calendar_that_looks_already_is_not_woken(
    office: Workspace, airflow: Airflow, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(office)
    later(monkeypatch, 6)
    airflow.busy = {"dowr_kalender"}

    repair.tend_calendars(office)

    assert airflow.started == []


def test_a_calendar_that_airflow_does_not_know_holds_up_no_other(
    office: Workspace, airflow: Airflow, caplog: pytest.LogCaptureFixture
) -> None:
    airflow.unknown = {"ommen_hardenberg_kalender", "dowr_kalender"}
    hand_in(office, "regio_zwolle", "programmasecretaris", "programma")

    repair.tend_calendars(office, after_start=True)

    assert airflow.started == ["regio_zwolle_kalender"]
    assert "could not tend the calendar of dowr" in caplog.text


def test_nothing_is_woken_before_all_of_airflow_is_well(
    office: Workspace, airflow: Airflow, monkeypatch: pytest.MonkeyPatch
) -> None:
    airflow.ill = {"scheduler"}
    looks: list[datetime] = []

    def rest(_: float) -> None:
        looks.append(REAL())
        airflow.ill.clear()

    monkeypatch.setattr("time.sleep", rest)

    assert repair.wait_until_well(office.settings)
    assert len(looks) == 1


def test_a_plaatsing_that_was_changed_in_the_database_is_found_each_hour(office: Workspace) -> None:
    files = {"begroting.pdf": TePlaatsen(sha256="a" * 64, grootte=5, kolommen={})}
    intended = PlaatsingVoorgenomen(
        sleutel="dowr/2027/begroting:1", dossier="dowr-2027-begroting", versie=1, plek="site", bestanden=files, weg={}
    )
    office.record_plaatsing("dowr-plaatsing", lambda _: [system_event(intended)])
    repair.verify_chains(office, "dowr")
    database = sqlite3.connect(office.settings.var / "ledger.sqlite")
    with database:
        database.execute("DROP TRIGGER gebeurtenis_update")
        database.execute("UPDATE gebeurtenis SET inhoud = replace(inhoud, 'aaaa', 'bbbb') WHERE soort LIKE 'plaats%'")
    database.close()

    with pytest.raises(LedgerError, match="dowr-plaatsing: "):
        repair.verify_chains(office, "dowr")
