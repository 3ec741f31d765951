"""docker-compose.yml and Dockerfile: what they promise can be read from them, without an engine."""

import re
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

import compose_file
from compose_file import COMPOSE_FILE, Mapper, MissingVariable, copied, read, read_env
from jaarcyclus.installation import keyring, service, supervisor
from jaarcyclus.installation.containers import Containers
from jaarcyclus.settings import GraphSettings, MailSettings, OidcSettings, Settings

ROOT = Path(__file__).resolve().parents[2]
KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AZURE_STORAGE_ACCOUNT_KEY", "AZURE_STORAGE_SAS_KEY")
DOCKERFILE = compose_file.DOCKERFILE.read_text()


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    path = tmp_path_factory.mktemp("geheimen") / ".env"
    keyring.write(path)
    return read_env(path)


@pytest.fixture(scope="module")
def file(env: dict[str, str]) -> dict[str, Any]:
    return read(env)


def ours(file: dict[str, Any]) -> dict[str, Any]:
    return {name: given for name, given in file["services"].items() if given["image"].startswith("jaarcyclus:")}


def test_it_is_a_compose_file() -> None:
    """By the schema of the Compose Specification, which check-jsonschema brings with it: nothing is fetched."""
    command = (sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(COMPOSE_FILE))
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", keyring.SECRETS)
def test_without_a_secret_nothing_starts(name: str, env: dict[str, str]) -> None:
    """There is no default: the file itself refuses, in Dutch, before any container is made."""
    known = {key: value for key, value in env.items() if key != keyring.PREFIX + name}

    with pytest.raises(MissingVariable, match="Maak eerst de geheimen met jaarcyclus geheimen maak"):
        read(known)


def test_no_secret_stands_in_the_file() -> None:
    """Each is a variable with no default."""
    lines = COMPOSE_FILE.read_text().splitlines()
    given = [line for line in lines if re.match(r"\s+\w*(?:GEHEIM|PASSWORD|AUTH)\w*:", line)]

    assert [line for line in given if not re.search(r": \$\{JAARCYCLUS_GEHEIM_\w+:\?[^}]+\}$", line)] == []
    assert len(given) >= len(keyring.SECRETS)


def test_the_word_of_postgresql_s_own_superuser_is_for_postgresql_and_init(file: dict[str, Any], env) -> None:
    word = env[keyring.PREFIX + keyring.SUPERUSER]

    holders = {name for name, given in file["services"].items() if word in str(given["environment"])}
    assert holders == {"postgres", "init"}


def test_only_this_machine_reaches_it_and_only_the_api_server(file: dict[str, Any]) -> None:
    published = {name: given["ports"] for name, given in file["services"].items() if "ports" in given}

    assert published == {"api-server": ["127.0.0.1:8080:8080"]}
    assert file["networks"]["gegevens"] == {"internal": True}
    assert [file["services"][name]["networks"] for name in ("postgres", "redis")] == [["gegevens"]] * 2
    assert "buiten" in file["services"]["api-server"]["networks"]  # an internal network publishes no port


def test_a_service_is_told_at_which_port_the_host_reaches_it(env: dict[str, str]) -> None:
    """Airflow sends who must sign in to an address with that port."""
    given = read(env | {"JAARCYCLUS_POORT": "9090"})["services"]["api-server"]

    assert (given["ports"], given["environment"]["JAARCYCLUS_POORT"]) == (["127.0.0.1:9090:8080"], "9090")


def test_no_container_has_more_rights_than_it_needs(file: dict[str, Any]) -> None:
    lax = [
        name
        for name, given in file["services"].items()
        if not (given["read_only"] and given["cap_drop"] == ["ALL"] and given["user"] not in ("root", "0"))
        or given["security_opt"] != ["no-new-privileges:true"]
    ]

    assert lax == []


def test_each_service_that_stays_is_looked_at_patiently(file: dict[str, Any]) -> None:
    """A look takes seconds of a core: not more often than every half minute, and with the time that it takes."""
    mapper = Mapper(file=file, folder=Path("ergens"), net="127.77")
    looks = {found.service: found.health for found in mapper.containers({})}

    assert [name for name, health in looks.items() if health is None] == ["init"]
    assert all(health.interval >= 30 and health.timeout >= 10 for health in looks.values() if health)


def test_what_a_service_prints_does_not_fill_the_disk(file: dict[str, Any]) -> None:
    """The engine's own default keeps all of it."""
    assert {name: given["logging"] for name, given in file["services"].items()} == {
        name: {"driver": "local"} for name in file["services"]
    }


def test_images_are_pinned_by_an_exact_tag(file: dict[str, Any]) -> None:
    images = {given["image"] for given in file["services"].values()}

    assert all(re.search(r":\d+\.\d+(\.\d+)?(-\w+)?$", image) for image in images)
    assert re.search(r"^ARG PYTHON=python:3\.\d+\.\d+-slim-\w+$", DOCKERFILE, re.M)


def test_the_image_is_named_after_the_version_that_is_in_it(file: dict[str, Any]) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]

    assert {given["image"] for given in ours(file).values()} == {f"jaarcyclus:{version}"}


def test_each_service_of_the_file_is_one_that_the_command_knows(file: dict[str, Any]) -> None:
    """And is looked at as itself."""
    services = ours(file)

    assert set(services) == set(service.SERVICES)
    assert {name: given["command"][-1] for name, given in services.items()} == {name: name for name in services}
    assert all(given["healthcheck"]["test"][-1] == name for name, given in services.items() if name != "init")


def test_what_the_file_gives_is_what_a_service_reads(file: dict[str, Any]) -> None:
    given = {key: str(value) for key, value in file["services"]["worker"]["environment"].items()}

    made = Containers.from_env(given | {"HOSTNAME": "w1"}).environment()
    assert made["AIRFLOW__CORE__EXECUTOR"] == "CeleryExecutor"
    assert made["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] == "http://api-server:8080/execution/"
    assert "@postgres:5432/airflow" in made["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"]
    assert "@redis:6379/0" in made["AIRFLOW__CELERY__BROKER_URL"]
    assert [name for name in made if name.startswith(keyring.PREFIX)] == []


def test_who_publishes_who_takes_in_and_the_doctor_get_the_app_of_sharepoint_and_nobody_else(
    file: dict[str, Any], tmp_path: Path
) -> None:
    """All that a setting can say of it, and on to the process of Airflow that runs the step."""
    told = GraphSettings(**{field.name: f"/een-{field.name}" for field in fields(GraphSettings)})
    (tmp_path / "sharepoint.env").write_text("".join(f"{name}={value}\n" for name, value in told.as_env().items()))
    given = {
        found.service: found.environment for found in Mapper(file=file, folder=tmp_path, net="127.77").containers({})
    }

    assert {name for name, environment in given.items() if "GRAPH" in str(environment)} == {
        "api-server",
        "inbox",
        "worker",
    }
    for name in ("worker", "inbox"):
        assert Settings.from_env(Containers.from_env(given[name]).environment()).graph == told
    assert Settings.from_env(dict(given["api-server"])).graph == told


def test_where_airflow_keeps_connections_is_known_to_who_looks_them_up_and_no_step(
    file: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`sharepoint.env` has all of it, and a worker goes on as Airflow without."""
    led = {"AIRFLOW_CONN_SHAREPOINT": "{}", "AIRFLOW__SECRETS__BACKEND": "een.Kluis"}
    told = {"JAARCYCLUS_GRAPH_VERBINDING": "sharepoint", **led}
    (tmp_path / "sharepoint.env").write_text("".join(f"{name}={value}\n" for name, value in told.items()))
    given = {
        found.service: found.environment for found in Mapper(file=file, folder=tmp_path, net="127.77").containers({})
    }
    parts = {}
    for name, within in (("api-server", "api-server"), ("worker", "worker"), ("libraries", "inbox")):
        monkeypatch.setattr("os.environ", dict(given[within]))
        parts[name] = supervisor.environment_of(name, Containers.from_env().environment())

    assert {name: environment.keys() & led.keys() for name, environment in parts.items()} == {
        "api-server": led.keys(),
        "worker": set(),
        "libraries": led.keys(),
    }
    assert all(environment["JAARCYCLUS_GRAPH_VERBINDING"] == "sharepoint" for environment in parts.values())


def test_who_keeps_files_gets_the_keys_of_a_store_elsewhere_and_nobody_else(
    file: dict[str, Any], tmp_path: Path
) -> None:
    """The inbox too: what it takes is kept before it is moved. And on to what each of them starts."""
    keys = {name: f"een-{name}" for name in KEYS}
    (tmp_path / "opslag.env").write_text("".join(f"{name}={value}\n" for name, value in keys.items()))
    given = {
        found.service: found.environment for found in Mapper(file=file, folder=tmp_path, net="127.77").containers({})
    }

    holders = {name for name, environment in given.items() if any(key in environment for key in KEYS)}
    assert holders == {"api-server", "inbox", "worker"}
    assert all(keys.items() <= given[name].items() for name in holders)


def test_who_sends_mail_and_who_looks_know_the_server_and_nobody_else(file: dict[str, Any], tmp_path: Path) -> None:
    told = MailSettings(**{field.name: f"/een-{field.name}" for field in fields(MailSettings)})
    (tmp_path / "mail.env").write_text("".join(f"{name}={value}\n" for name, value in told.as_env().items()))
    given = {
        found.service: found.environment for found in Mapper(file=file, folder=tmp_path, net="127.77").containers({})
    }

    assert {name for name, found in given.items() if "MAIL_GEHEIM" in str(found)} == {"api-server", "worker"}
    assert Settings.from_env(Containers.from_env(given["worker"]).environment()).mail == told


def test_the_api_server_alone_knows_how_people_sign_in_elsewhere(file: dict[str, Any], tmp_path: Path) -> None:
    told = OidcSettings(**{field.name: f"/een-{field.name}" for field in fields(OidcSettings)})
    (tmp_path / "aanmelden.env").write_text("".join(f"{name}={value}\n" for name, value in told.as_env().items()))
    given = {
        found.service: found.environment for found in Mapper(file=file, folder=tmp_path, net="127.77").containers({})
    }

    assert {name for name, environment in given.items() if "OIDC" in str(environment)} == {"api-server"}
    assert Settings.from_env(Containers.from_env(given["api-server"]).environment()).oidc == told


def test_the_image_has_what_a_document_is_printed_with() -> None:
    """The packages that `make` installs on a machine to run on: others would print other bytes."""
    bootstrap = (ROOT / "tools" / "bootstrap.sh").read_text()
    needed = re.search(r"find_missing_packages\(\) \{(.*?)\[ \"\$goal\" = dev \]", bootstrap, re.S)
    assert needed is not None

    packages = re.findall(r"need ((?:lib|fonts)[\w.-]+)", needed[1])
    assert len(packages) > 4
    assert [name for name in packages if name not in DOCKERFILE] == []


def test_the_image_installs_nothing_that_no_lock_names() -> None:
    installs = re.findall(r"pip (?:install|sync).*?(?=&&|\nCOPY|\n\n)", DOCKERFILE, re.S)

    assert len(installs) == 3
    assert all("--require-hashes" in line or "--no-deps -e ." in line for line in installs)


def test_no_secret_gets_into_the_image() -> None:
    """It is made of what is named, and of nothing else that lies beside it."""
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]

    assert lines[0] == "*"
    assert {f"!{name}" for name in copied()} == {line for line in lines if line[0] == "!"}


def test_a_password_is_no_argument_of_a_process(file: dict[str, Any], env: dict[str, str]) -> None:
    """Everybody on a machine reads the arguments of every process."""
    lines = [str(given.get("command", "")) + str(given.get("healthcheck", "")) for given in file["services"].values()]

    assert [line for line in lines if any(secret in line for secret in env.values())] == []
