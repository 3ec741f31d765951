"""How the app signs in, where Airflow keeps it: asked of Airflow itself, from without and from within a task.

What a connection must say is judged in tests/sharepoint/test_airflow_connection.py.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from jaarcyclus.errors import InvalidSetting
from jaarcyclus.installation import graph_app
from jaarcyclus.installation.environment import airflow_home, make_environment, make_home
from jaarcyclus.installation.graph_app import app_of
from jaarcyclus.settings import Settings

SECRET = "8Q~zeer-geheim"
KEPT = {"conn_type": "msgraph", "login": "app-1", "password": SECRET, "extra": {"tenant_id": "gemeente.example"}}
VAULT = """
from airflow.models.connection import Connection
from airflow.secrets import BaseSecretsBackend

class Kluis(BaseSecretsBackend):
    def __init__(self, token, broken=False):
        self.token, self.broken = token, broken

    def get_connection(self, conn_id):
        print("een kluis die veel vertelt")
        if self.broken:
            raise OSError("de kluis is dicht")
        if conn_id == "in_de_kluis":
            return Connection(conn_id=conn_id, login="app-2", password=self.token, extra='{"tenant_id": "t.example"}')

    def get_config(self, key):
        return None
"""
DAG = """
from airflow.sdk import DAG, task

with DAG("proef", schedule=None) as dag:
    @task
    def lees():
        from jaarcyclus.errors import InvalidSetting
        from jaarcyclus_airflow.graph_connection import read_in_task
        told = []
        for name in ("in_de_database", "in_de_kluis", "nergens"):
            try:
                found = read_in_task(name)
                assert found.password == "8Q~" "zeer-geheim"
                told.append(repr(found))
            except InvalidSetting as fault:
                told.append(str(fault))
        return told
    lees()

if __name__ == "__main__":
    with open("gelezen", "w") as file:
        print(*dag.test().get_task_instance("lees").xcom_pull("lees"), sep="\\n", file=file)
"""


def settings_at(var: Path, name: str) -> Settings:
    return Settings.from_env({"JAARCYCLUS_VAR": str(var), "JAARCYCLUS_GRAPH_VERBINDING": name})


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation whose Airflow has its tables, and in them the connection `in_de_database`."""
    folder = tmp_path_factory.mktemp("airflow")
    settings = settings_at(folder / "var", "x")
    (folder / "verbindingen.json").write_text(json.dumps({"in_de_database": KEPT}))
    make_home(settings)
    for command in (("db", "migrate"), ("connections", "import", str(folder / "verbindingen.json"))):
        airflow = [sys.executable, "-m", "airflow", *command]
        subprocess.run(airflow, env=make_environment(settings, port=1, fast=False), check=True, capture_output=True)
    return folder / "var"


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """A class of the office that Airflow asks first; return what it is given."""
    (tmp_path / "proefkluis.py").write_text(VAULT)
    given: dict[str, object] = {"token": SECRET}
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), *sys.path]))
    monkeypatch.setenv("AIRFLOW__SECRETS__BACKEND", "proefkluis.Kluis")
    monkeypatch.setenv("AIRFLOW__SECRETS__BACKEND_KWARGS", json.dumps(given))
    return given


@pytest.mark.parametrize("name", ["in_de_omgeving", "in_de_database", "in_de_kluis"])
def test_airflow_finds_it_wherever_the_office_keeps_it(
    name: str, var: Path, vault: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_IN_DE_OMGEVING", json.dumps(KEPT))

    app = app_of(settings_at(var, name))

    assert app.secret == SECRET
    assert app.app == ("app-2" if name == "in_de_kluis" else "app-1")


def test_one_that_is_not_there_is_for_who_makes_it(var: Path) -> None:
    with pytest.raises(InvalidSetting, match=r"geen verbinding 'nergens' .*\. Laat de beheerder"):
        app_of(settings_at(var, "nergens"))


def test_a_vault_that_fails_is_not_taken_for_one_that_has_none(
    var: Path, vault: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Airflow goes on to the next place, and calls it absent."""
    monkeypatch.setenv("AIRFLOW__SECRETS__BACKEND_KWARGS", json.dumps(vault | {"broken": True}))

    with pytest.raises(InvalidSetting, match=r"nu niet lezen.*Laat de beheerder .* nakijken; lees .*verbinding\.log"):
        app_of(settings_at(var, "in_de_kluis"))

    log = airflow_home(settings_at(var, "x")) / "logs" / "verbinding.log"
    assert "de kluis is dicht" in log.read_text()
    assert SECRET not in log.read_text()
    assert log.stat().st_mode & 0o077 == 0


def test_what_another_key_encrypted_is_there_and_cannot_be_read(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = make_environment(settings_at(var, "x"), port=1, fast=False)
    environment["AIRFLOW__CORE__FERNET_KEY"] = Fernet.generate_key().decode()
    monkeypatch.setattr(graph_app, "airflow_environment", lambda _: environment)

    with pytest.raises(InvalidSetting, match="nu niet lezen"):
        app_of(settings_at(var, "in_de_database"))


def test_the_screen_shows_no_key(var: Path) -> None:
    """Every beheerder on the installation sees connections there; Airflow hides only what sounds like a secret."""
    shown = """
from airflow.api_fastapi.core_api.datamodels.connections import ConnectionResponse
from airflow.models import Connection

kept = Connection(conn_id="x", conn_type="msgraph", extra='{"tenant_id": "t", "certificate_data": "8Q~zeer-geheim"}')
kept.team_name = None
print(ConnectionResponse.model_validate(kept, from_attributes=True).extra)
"""
    environment = make_environment(settings_at(var, "x"), port=1, fast=False)
    done = subprocess.run([sys.executable, "-c", shown], env=environment, capture_output=True, text=True, check=True)

    assert json.loads(done.stdout.splitlines()[-1]) == {"tenant_id": "t", "certificate_data": "***"}


def test_who_does_not_answer_is_not_waited_for(
    var: Path, vault: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "proefkluis.py").write_text("import time\ntime.sleep(600)\n")
    monkeypatch.setattr(graph_app, "_PATIENCE_S", 4)

    with pytest.raises(InvalidSetting, match="nu niet lezen"):
        app_of(settings_at(var, "in_de_kluis"))


def test_a_task_gets_it_from_airflow_s_own_api_and_keeps_nothing_of_it(var: Path, vault: None, tmp_path: Path) -> None:
    """Neither log, nor XCom, nor what else Airflow keeps of the run has the secret."""
    (tmp_path / "proef.py").write_text(DAG)
    settings = settings_at(var, "in_de_database")
    environment = make_environment(settings, port=1, fast=False) | {"AIRFLOW__CORE__DAGS_FOLDER": str(tmp_path)}
    done = subprocess.run([sys.executable, "proef.py"], env=environment, cwd=tmp_path, capture_output=True, check=True)

    in_database, in_vault, nowhere = (tmp_path / "gelezen").read_text().splitlines()
    assert "login='app-1'" in in_database
    assert "login='app-2'" in in_vault
    assert "Laat de beheerder nagaan welk van beide, met: jaarcyclus doctor" in nowhere
    kept = {path: path.read_bytes() for path in airflow_home(settings).rglob("*") if path.is_file()}
    assert any(b"app-1" in content for content in kept.values()), "what the task gave is kept"
    assert [path for path, content in kept.items() if SECRET.encode() in content] == []
    assert SECRET.encode() not in done.stdout + done.stderr
