"""What a monitor asks: each part, what waits for a person, one exit code. And what may be taken away."""

import json
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from builders.dossier import open_gates, open_round, wait_until, with_version
from jaarcyclus import clock
from jaarcyclus.installation import launcher
from jaarcyclus.steps import receipts

PARTS = ("metadatabase", "scheduler", "dag_processor")


@pytest.fixture
def api_server(tmp_path, monkeypatch) -> Iterator[dict[str, str]]:
    """An API server in another container, that says this of each part; the watch over the inbox is alive."""
    told = dict.fromkeys(PARTS, "healthy")

    class Health(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps({part: {"status": state} for part, state in told.items()}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Health)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("JAARCYCLUS_API", f"http://127.0.0.1:{server.server_port}")
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "wacht").touch()
    yield told
    server.shutdown()
    server.server_close()


@pytest.fixture
def all_is_well(monkeypatch) -> None:
    part = launcher.Part(naam="scheduler", toestand="gezond", toelichting="")
    monkeypatch.setattr(launcher, "status", lambda _settings: (part,))


def parts(out: str) -> list[dict[str, str]]:
    """Return what is told, but that nobody set a mail server here."""
    return [part for part in json.loads(out) if "JAARCYCLUS_MAIL_SERVER" not in part["toelichting"]]


def states(out: str) -> dict[str, str]:
    return {part["naam"]: part["toestand"] for part in parts(out)}


def test_an_installation_that_mails_nobody_says_so_and_is_well(run, all_is_well, tmp_path) -> None:
    open_round(tmp_path / "var")
    code, out, _ = run("status")

    assert code == 0
    assert "berichten: Er gaat geen mail uit: JAARCYCLUS_MAIL_SERVER is niet ingesteld" in out


def test_in_a_container_each_part_is_told_but_the_workers(run, api_server) -> None:
    """Whichever container asks: what it is on one machine, for a monitor that knows only this command."""
    code, out, _ = run("status", "--json")

    assert (code, states(out)) == (0, dict.fromkeys(("api-server", *PARTS, "inbox"), "gezond"))


def test_in_a_container_too_a_part_that_is_not_well_is_told(run, api_server, tmp_path) -> None:
    api_server["dag_processor"] = "unhealthy"
    (tmp_path / "var" / "wacht").unlink()

    code, out, _ = run("status")

    assert code == 1
    assert [line.split()[0] for line in out.splitlines() if "ongezond" in line] == ["dag_processor", "inbox"]
    assert "bekijk wat de dienst dag-processor meldt" in out


def test_who_does_not_answer_is_not_called_well(run, api_server, monkeypatch) -> None:
    monkeypatch.setenv("JAARCYCLUS_API", "http://127.99.99.99:9")

    code, out, _ = run("status", "--json")

    assert (code, states(out)["api-server"], states(out)["scheduler"]) == (1, "ongezond", "ongezond")


def test_a_gate_past_its_deadline_is_told_and_is_no_fault_of_the_installation(run, tmp_path, all_is_well) -> None:
    office = with_version(tmp_path / "var")
    open_gates(office)
    gate = next(gate for gate in office.state.gates if gate.is_open)
    before = parts(run("status", "--json")[1])
    wait_until(office, date.fromisoformat(gate.deadline) + timedelta(days=1))

    code, out, _ = run("status", "--json")

    late = [part for part in parts(out) if part["toestand"] == "wacht"]
    assert (code, [part["naam"] for part in before]) == (0, ["scheduler"])
    assert {part["naam"] for part in late} == {office.dossier}
    assert f"{gate.gate} is over tijd" in "".join(part["toelichting"] for part in late)


def test_a_receipt_without_an_answer_is_told_after_minutes(run, tmp_path, all_is_well, monkeypatch) -> None:
    """An update made eight checks fail, and all was called well."""
    office = open_round(tmp_path / "var")
    for perceel in ("ict", "psa"):
        receipts.receive(
            office.workspace,
            "dowr",
            b"PK",
            file_name="a.xlsx",
            inzender=f"manager_{perceel}",
            via="map",
            perceel=perceel,
        )
    before = states(run("status", "--json")[1])
    now = clock.real_time()
    monkeypatch.setattr(clock, "real_time", lambda: now + timedelta(minutes=6))

    code, out, _ = run("status")

    assert (code, before) == (0, {"scheduler": "gezond"})
    assert "dowr-postbus: 2 ontvangen werkboeken wachten langer dan 5 minuten op antwoord, het oudste sinds " in out
    assert out.rstrip().splitlines()[-2].endswith("dowr_inzending.")


def test_a_ledger_that_cannot_be_read_hides_no_part(run, tmp_path, all_is_well, monkeypatch) -> None:
    """The database of an installation in containers may be the very thing that is ill."""
    (tmp_path / "var").mkdir()
    monkeypatch.setenv("JAARCYCLUS_LEDGER_URL", "postgresql+psycopg://logboek@127.99.99.99:9/logboek")

    code, out, _ = run("status", "--json")

    assert (code, states(out)) == (1, {"scheduler": "gezond", "logboek": "ongezond"})


def test_nothing_is_taken_away_that_is_younger_than_a_month(run) -> None:
    code, _, err = run("opruimen", "--dagen", "7")

    assert (code, "30" in err) == (2, True)
