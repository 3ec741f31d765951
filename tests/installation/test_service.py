"""One service in a container: what it becomes, and when it is well. The services themselves run in tests/stack."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from airflow_stack import free_port
from jaarcyclus.errors import InvalidSetting, StartFailed, UnknownKey
from jaarcyclus.installation import keyring, service


@pytest.fixture
def container(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment as docker-compose.yml gives it; return the folder of the installation."""
    keyring.write(tmp_path / ".env")
    given = dict(re.findall(r"^(JAARCYCLUS_\w+)=(.*)$", (tmp_path / ".env").read_text(), re.M)) | {
        "JAARCYCLUS_VAR": str(tmp_path / "var"),
        "JAARCYCLUS_API": "http://127.0.0.1:8080",
        "JAARCYCLUS_LEDGER_URL": "postgresql+psycopg://logboek@127.0.0.1/logboek",
        "JAARCYCLUS_DATABASE": "127.0.0.1:5432",
        "JAARCYCLUS_WACHTRIJ": f"127.0.0.1:{free_port()}",
        "HOSTNAME": "w1",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "var").mkdir()
    return tmp_path / "var"


@pytest.fixture
def become(monkeypatch: pytest.MonkeyPatch) -> list[tuple[tuple[str, ...], dict[str, str]]]:
    """What a service would become, instead of it."""
    became: list[tuple[tuple[str, ...], dict[str, str]]] = []
    monkeypatch.setattr(os, "execve", lambda _program, command, environment: became.append((command, environment)))
    monkeypatch.setattr(os, "umask", lambda _mask: 0)
    monkeypatch.setattr(os, "chdir", lambda _folder: None)
    return became


@contextmanager
def running_queue(address: str, password: str) -> Iterator[None]:
    """Run a Redis there that keeps nothing, until it listens."""
    host, _, port = address.rpartition(":")
    command = ["redis-server", "--bind", host, "--port", port, "--requirepass", password, "--save", ""]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            assert any("Ready to accept connections" in line for line in server.stdout)
            yield
        finally:
            server.kill()


@pytest.fixture
def queue(container: Path) -> Iterator[None]:
    """The queue of the installation, with its password."""
    with running_queue(os.environ["JAARCYCLUS_WACHTRIJ"], os.environ["JAARCYCLUS_GEHEIM_WACHTRIJ"]):
        yield


@pytest.mark.parametrize(
    ("name", "end"),
    [
        ("api-server", "api-server"),
        ("scheduler", "scheduler --skip-serve-logs"),
        ("dag-processor", "dag-processor"),
        ("worker", "celery worker --skip-serve-logs --celery-hostname w1"),
    ],
)
def test_a_service_becomes_its_part_of_airflow(name: str, end: str, queue: None, become) -> None:
    """And hands no secret of ours on: what Airflow needs of them it gets as its own settings."""
    service.start(name)

    ((command, environment),) = become
    assert " ".join(command).endswith(end)
    assert [key for key in environment if key.startswith(keyring.PREFIX)] == []


def test_only_workers_import_the_heavy_libraries_beforehand(queue: None, become) -> None:
    """Their forks run the steps; a scheduler in containers forks none."""
    for name in ("scheduler", "worker"):
        service.start(name)

    assert [any("preloaded.py" in part for part in command) for command, _ in become] == [False, True]


def test_another_name_is_no_service(container: Path) -> None:
    with pytest.raises(UnknownKey, match="kies uit: init, api-server"):
        service.start("triggerer")


def test_what_init_did_is_not_called_well_by_who_did_not_look(container: Path) -> None:
    """It has ended, well or not: only the engine knows."""
    with pytest.raises(UnknownKey, match="docker compose ps -a init"):
        service.is_well("init")


def test_a_service_with_a_public_secret_does_not_start(
    container: Path, become, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAARCYCLUS_GEHEIM_JWT", "airflow_jwt_secret")

    with pytest.raises(InvalidSetting, match="JAARCYCLUS_GEHEIM_JWT is een bekende waarde"):
        service.start("worker")
    assert become == []


def test_a_worker_without_its_queue_says_who_must_look_and_does_not_start(
    container: Path, become, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Celery itself ends in a traceback of the library of Redis."""
    with pytest.raises(StartFailed, match=r"Redis op 127\.0\.0\.1:\d+ antwoordt niet.*docker compose logs redis"):
        service.start("worker")
    monkeypatch.setenv("JAARCYCLUS_WACHTRIJ", "redis")
    with pytest.raises(StartFailed, match=r"Redis op redis antwoordt niet.*of JAARCYCLUS_WACHTRIJ klopt"):
        service.start("worker")
    assert become == []


def test_a_worker_that_its_queue_refuses_says_which_secret_differs(container: Path, become) -> None:
    with (
        running_queue(os.environ["JAARCYCLUS_WACHTRIJ"], "een-ander-wachtwoord"),
        pytest.raises(StartFailed, match=r"weigert het wachtwoord.*JAARCYCLUS_GEHEIM_WACHTRIJ") as raised,
    ):
        service.start("worker")
    assert os.environ["JAARCYCLUS_GEHEIM_WACHTRIJ"] not in str(raised.value)
    assert become == []


def test_an_api_server_that_is_told_half_of_a_provider_says_what_is_missing_and_does_not_start(
    container: Path, become, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else people would be left to passwords in silence."""
    monkeypatch.setenv("JAARCYCLUS_OIDC_UITGEVER", "https://aanmelden.example")

    with pytest.raises(InvalidSetting, match="JAARCYCLUS_OIDC_CLIENT klopt niet"):
        service.start("api-server")
    assert become == []


@pytest.mark.parametrize(("age", "well"), [(5, True), (600, False)])
def test_a_watch_that_leaves_no_sign_of_life_is_not_well(age: int, well: bool, container: Path) -> None:
    before = service.is_well("inbox")
    sign = container / "wacht"
    sign.touch()
    os.utime(sign, (time.time() - age,) * 2)

    assert (before, service.is_well("inbox")) == (False, well)


def test_what_the_watch_starts_has_what_the_container_was_given(
    container: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The keys of a store elsewhere, the certificate of a network: but no secret of the installation."""
    monkeypatch.setattr(os, "umask", lambda _mask: 0)
    monkeypatch.setattr(os, "environ", {**os.environ, "AWS_ACCESS_KEY_ID": "sleutel"})
    monkeypatch.setattr(service.supervisor, "watch", lambda _duties: None)

    service.start("inbox")

    assert os.environ["AWS_ACCESS_KEY_ID"] == "sleutel"
    assert os.environ["JAARCYCLUS_VAR"] == str(container)
    assert [key for key in os.environ if key.startswith(keyring.PREFIX)] == []


@pytest.mark.parametrize("name", ["api-server", "scheduler"])
def test_who_does_not_answer_is_not_well(name: str, container: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAARCYCLUS_LUISTER", "127.99.99.99")

    assert service.is_well(name) is False
