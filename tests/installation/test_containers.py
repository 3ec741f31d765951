"""What a service of an installation in containers reads, and what Airflow is told of it."""

import re

import pytest

from jaarcyclus.errors import InvalidSetting
from jaarcyclus.installation import keyring
from jaarcyclus.installation.containers import Containers
from jaarcyclus.installation.environment import make_environment
from jaarcyclus.settings import Settings

GIVEN = {
    "JAARCYCLUS_API": "http://api-server:8080",
    "JAARCYCLUS_LEDGER_URL": "postgresql+psycopg://logboek@postgres/logboek",
    "JAARCYCLUS_DATABASE": "postgres:5432",
    "JAARCYCLUS_WACHTRIJ": "redis:6379",
}


@pytest.fixture
def env(tmp_path) -> dict[str, str]:
    keyring.write(tmp_path / ".env")
    secrets = re.findall(r"^(JAARCYCLUS_\w+)=(.*)$", (tmp_path / ".env").read_text(), re.M)
    return GIVEN | dict(secrets) | {"JAARCYCLUS_VAR": str(tmp_path)}


@pytest.mark.parametrize("name", GIVEN)
def test_a_service_that_cannot_find_another_does_not_start(name: str, env: dict[str, str]) -> None:
    """Without it the service would make a ledger of its own in SQLite, and nobody would notice."""
    with pytest.raises(InvalidSetting, match=f"Deze dienst start niet: {name} .* ontbreekt"):
        Containers.from_env(env | {name: ""})


@pytest.mark.parametrize("name", sorted(keyring.SECRETS.keys() - {keyring.SUPERUSER}))
def test_a_service_without_a_secret_does_not_start(name: str, env: dict[str, str]) -> None:
    with pytest.raises(InvalidSetting, match=f"{keyring.PREFIX}{name} ontbreekt"):
        Containers.from_env(env | {keyring.PREFIX + name: ""})


def test_only_init_asks_for_the_superuser(env: dict[str, str]) -> None:
    del env[keyring.PREFIX + keyring.SUPERUSER]
    Containers.from_env(env)

    with pytest.raises(InvalidSetting, match="BEHEER ontbreekt"):
        Containers.from_env(env, with_superuser=True)


def test_secrets_do_not_show_where_it_is_logged(env: dict[str, str]) -> None:
    word = env["JAARCYCLUS_GEHEIM_LOGBOEK"]
    env["JAARCYCLUS_LEDGER_URL"] = f"postgresql+psycopg://logboek:{word}@postgres/logboek"
    shown = repr(Containers.from_env(env))

    assert [name for name, value in env.items() if name.startswith(keyring.PREFIX) and value in shown] == []


def test_both_forms_are_told_the_same_but_for_what_makes_them_another_form(env: dict[str, str]) -> None:
    """One source: what a person notices of Airflow is the same in both."""
    one_machine = make_environment(Settings.from_env(env), port=8080, fast=False)
    containers = Containers.from_env(env).environment()
    differ = {
        name
        for name in one_machine.keys() | containers.keys()
        if name.startswith("AIRFLOW") and one_machine.get(name) != containers.get(name)
    }

    assert {name.removeprefix("AIRFLOW__") for name in differ} == {
        "API__HOST", "API__SECRET_KEY", "API_AUTH__JWT_SECRET", "CELERY__BROKER_URL", "CELERY__RESULT_BACKEND",
        "CELERY__SYNC_PARALLELISM", "CELERY__WORKER_CONCURRENCY", "CORE__EXECUTION_API_SERVER_URL", "CORE__EXECUTOR",
        "CORE__FERNET_KEY", "CORE__PARALLELISM", "DATABASE__SQL_ALCHEMY_CONN", "DATABASE__SQL_ALCHEMY_CONN_ASYNC",
        "SCHEDULER__ENABLE_HEALTH_CHECK", "SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_HOST",
        "SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_PORT",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ({}, "http://127.0.0.1:8080"),
        ({"JAARCYCLUS_POORT": "9090"}, "http://127.0.0.1:9090"),
        ({"JAARCYCLUS_POORT": "9090", "JAARCYCLUS_ADRES": "https://jaarcyclus.example"}, "https://jaarcyclus.example"),
    ],
)
def test_who_must_sign_in_is_sent_to_where_people_are(told: dict[str, str], address: str, env: dict[str, str]) -> None:
    """The port of the host, which may be another than that of the container, unless there is an address."""
    made = Containers.from_env(env | told).environment()

    assert (made["AIRFLOW__API__BASE_URL"], made["AIRFLOW__API__PORT"]) == (address, "8080")


@pytest.mark.parametrize(("proxy", "believed"), [("", "False"), ("172.30.77.2", "True")])
def test_the_page_of_signing_in_believes_a_proxy_by_setting_only(
    proxy: str, believed: str, env: dict[str, str]
) -> None:
    """And never what only a visitor could have sent."""
    made = Containers.from_env(env | {"JAARCYCLUS_PROXY": proxy}).environment()

    assert made["AIRFLOW__FAB__ENABLE_PROXY_FIX"] == believed
    assert {made[f"AIRFLOW__FAB__PROXY_FIX_X_{what}"] for what in ("HOST", "PORT", "PREFIX")} == {"0"}
