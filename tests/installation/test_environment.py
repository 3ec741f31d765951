"""What Airflow is told about who reaches it, and for how long."""

import pytest

from jaarcyclus.installation.environment import make_environment
from jaarcyclus.installation.supervisor import commands
from jaarcyclus.settings import Settings


def given(**own: str) -> tuple[Settings, dict[str, str]]:
    settings = Settings.from_env({f"JAARCYCLUS_{name}": value for name, value in own.items()})
    return settings, make_environment(settings, port=8080, fast=False)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_session_lasts_a_working_day_however_long_a_page_stays_open() -> None:
    """Airflow: a day for a token, thirty days for a session."""
    _settings, environment = given()

    assert environment["AIRFLOW__API_AUTH__JWT_EXPIRATION_TIME"] == "36000"
    assert environment["AIRFLOW__FAB__SESSION_MAX_LIFETIME_MINUTES"] == "600"


@pytest.mark.parametrize(
    ("own", "address", "secure"),
    [
        ({}, "http://127.0.0.1:8080", "False"),
        ({"ADRES": "http://jaarcyclus.example"}, "http://jaarcyclus.example", "False"),
        ({"ADRES": "https://jaarcyclus.example"}, "https://jaarcyclus.example", "True"),
    ],
)
def test_cookies_are_secure_behind_tls(own: dict[str, str], address: str, secure: str) -> None:
    """And links lead to where people are."""
    _settings, environment = given(**own)

    assert environment["AIRFLOW__API__BASE_URL"] == address
    assert environment["AIRFLOW__FAB__COOKIE_SECURE"] == secure
    assert environment["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] == "http://127.0.0.1:8080/execution/"


@pytest.mark.parametrize(("own", "believed"), [({}, False), ({"PROXY": "127.0.0.1"}, True)])
def test_a_header_about_the_address_is_believed_by_setting_only(
    own: dict[str, str], believed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the environment of the machine says."""
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    settings, environment = given(**own)

    assert ("--proxy-headers" in commands(settings)["api-server"]) is believed
    assert environment["FORWARDED_ALLOW_IPS"] == own.get("PROXY", "")


@pytest.mark.parametrize(
    ("own", "told"), [({}, ("False", None)), ({"METINGEN": "http://collector:4318"}, ("True", "http://collector:4318"))]
)
def test_metrics_are_sent_by_setting_only(own: dict[str, str], told: tuple[str, str | None]) -> None:
    _settings, environment = given(**own)

    assert (environment["AIRFLOW__METRICS__OTEL_ON"], environment.get("OTEL_EXPORTER_OTLP_ENDPOINT")) == told


@pytest.mark.parametrize(("own", "passed"), [({}, False), ({"GRAPH_VERBINDING": "sharepoint"}, True)])
def test_airflow_hears_where_connections_are_only_when_one_is_named(
    own: dict[str, str], passed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing else that somebody's shell says to Airflow, another connection neither."""
    led = {
        "AIRFLOW_CONN_SHAREPOINT": "{}",
        "AIRFLOW__SECRETS__BACKEND": "a.Vault",
        "AIRFLOW__SECRETS__BACKEND_KWARGS": "{}",
    }
    for name, value in (led | {"AIRFLOW_CONN_ANDERS": "{}", "AIRFLOW__CORE__FERNET_KEY": "van de schil"}).items():
        monkeypatch.setenv(name, value)
    _settings, environment = given(**own)

    assert {name: environment[name] for name in environment.keys() & led.keys()} == (led if passed else {})
    assert "AIRFLOW_CONN_ANDERS" not in environment
    assert environment["AIRFLOW__CORE__FERNET_KEY"] != "van de schil"
