"""docs/helm: values for Airflow's chart and what the chart has no place for, held to what docker-compose.yml gives.

No Helm and no Kubernetes is here, nor the schema of the chart: whether a key is one of the chart was read, not tested.
"""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

import compose_file
from jaarcyclus.installation import keyring, service
from jaarcyclus.installation.containers import Containers

ROOT = Path(__file__).resolve().parents[2]
VALUES = ROOT / "docs" / "helm" / "values.yaml"
MANIFESTS = ROOT / "docs" / "helm" / "manifests.yaml"
POD_IP = "10.42.7.9"
ONLY_IN_COMPOSE = {"JAARCYCLUS_POORT"}  # the port of a host, which a cluster has not
ONLY_IN_KUBERNETES = {"POD_IP", "PGSSLMODE"}


@pytest.fixture(scope="module")
def values() -> dict[str, Any]:
    return yaml.safe_load(VALUES.read_text())


@pytest.fixture(scope="module")
def pods() -> dict[str, dict[str, Any]]:
    """The pods beside the chart's, by the service that they are."""
    items = yaml.safe_load(MANIFESTS.read_text())["items"]
    found = [item["spec"]["template"]["spec"] for item in items if item["kind"] != "PersistentVolumeClaim"]
    return {pod["containers"][0]["args"][0]: pod for pod in found}


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    path = tmp_path_factory.mktemp("geheimen") / ".env"
    keyring.write(path)
    return compose_file.read_env(path)


def parts(values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The parts of the chart that run our image."""
    return {
        given["args"][0]: given
        for given in (values["apiServer"], values["scheduler"], values["dagProcessor"], values["workers"]["celery"])
    }


def resolve(entries: list[dict[str, Any]], secrets: dict[str, str]) -> dict[str, str]:
    """Return the environment of a container as Kubernetes makes it: in order, from what came before."""
    environment = dict(secrets)
    for entry in entries:
        source = entry.get("valueFrom", {})
        value = secrets[source["secretKeyRef"]["key"]] if "secretKeyRef" in source else entry.get("value", POD_IP)
        environment[entry["name"]] = re.sub(r"\$\((\w+)\)", lambda found: environment[found[1]], value)
    return environment


def test_all_services_run_each_in_one_place(values, pods) -> None:
    assert sorted((*parts(values), *pods)) == sorted(service.SERVICES)
    for given in (*parts(values).values(), *(pod["containers"][0] for pod in pods.values())):
        assert given["command"] == ["jaarcyclus", "dienst", "start"]


def test_a_service_is_told_what_it_is_told_with_compose(values, pods) -> None:
    """The same settings, in the chart's pods and in ours."""
    compose = yaml.safe_load(compose_file.COMPOSE_FILE.read_text())["x-environment"]
    given = yaml.safe_load(values["extraEnv"])
    names = {entry["name"] for entry in given}
    secret = {name for name in compose if name.startswith(keyring.PREFIX)}

    assert names - secret - ONLY_IN_KUBERNETES == set(compose) - secret - ONLY_IN_COMPOSE
    assert [pod["containers"][0]["env"] for pod in pods.values()] == [given, given]


def test_with_them_a_service_starts(values, secrets) -> None:
    """And answers to the name by which tasks find it, and to the address by which a kubelet looks at it."""
    shared = {name: value for name, value in secrets.items() if not name.endswith(keyring.SUPERUSER)}
    containers = Containers.from_env(resolve(yaml.safe_load(values["extraEnv"]), shared) | {"HOSTNAME": "worker-1"})
    made = containers.environment()

    assert made["AIRFLOW__CORE__EXECUTOR"] == values["executor"]
    assert made["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] == "http://jaarcyclus-api-server:8080/execution/"
    assert f"logboek:{secrets['JAARCYCLUS_GEHEIM_LOGBOEK']}@" in made["JAARCYCLUS_LEDGER_URL"]
    assert {"jaarcyclus-api-server", POD_IP, "jaarcyclus.example"} <= containers.settings.host_names


def test_the_superuser_s_word_is_for_init_alone(values, pods) -> None:
    holders = [name for name, pod in pods.items() if "jaarcyclus-beheer" in str(pod)]

    assert holders == ["init"]
    assert "jaarcyclus-beheer" not in str(values)


def test_no_secret_stands_in_either_file() -> None:
    """A password comes from a Secret, and the chart makes none of its own."""
    text = VALUES.read_text() + MANIFESTS.read_text()
    given = re.findall(r"JAARCYCLUS_GEHEIM_\w+, (\w+):", text)

    assert set(given) == {"valueFrom"}
    assert re.findall(r"^\s*(?:password|pass|jwtSecret|fernetKey|apiSecretKey|brokerUrl):", text, re.M) == []
    named = yaml.safe_load(VALUES.read_text())
    own = [named[key] for key in ("fernetKeySecretName", "apiSecretKeySecretName", "jwtSecretName")]
    assert {*own, *named["data"].values()} == {"jaarcyclus-geheimen"}
    assert set(named["enableBuiltInSecretEnvVars"].values()) == {False}


def test_nothing_runs_that_needs_the_image_of_airflow_itself(values) -> None:
    """Ours has no /entrypoint and no /clean-logs, and what the chart would tell Airflow is passed over."""
    ours = parts(values)
    off = ("triggerer", "statsd", "flower", "pgbouncer", "postgresql", "createUserJob", "migrateDatabaseJob")

    assert all(given["waitForMigrations"] == {"enabled": False} for given in ours.values())
    groomed = {name for name, given in ours.items() if given.get("logGroomerSidecar") != {"enabled": False}}
    assert groomed == {"api-server"}  # which has none
    assert [name for name in off if values[name]["enabled"]] == []


def test_each_part_is_looked_at_as_itself_and_patiently(values, pods) -> None:
    """The API server's probe is the chart's own: a page that needs no account."""
    looks = {name: given["livenessProbe"] for name, given in parts(values).items() if name != "api-server"}
    looks["inbox"] = pods["inbox"]["containers"][0]["livenessProbe"]

    told = {name: look.get("command") or look["exec"]["command"] for name, look in looks.items()}
    assert told == {name: ["jaarcyclus", "dienst", "controleer", name] for name in looks}
    assert {look["timeoutSeconds"] for look in looks.values()} == {30}


def test_all_pods_see_the_same_volumes_with_the_same_rights(values, pods) -> None:
    claims = {item["metadata"]["name"] for item in yaml.safe_load(MANIFESTS.read_text())["items"][:5]}
    wanted = {volume["persistentVolumeClaim"]["claimName"] for volume in values["volumes"][1:]}
    ours = [pod["containers"][0] for pod in pods.values()]

    assert wanted == claims
    assert all(pod["volumes"] == values["volumes"] for pod in pods.values())
    assert all(container["volumeMounts"] == values["volumeMounts"] for container in ours)
    assert all(container["securityContext"] == values["securityContexts"]["containers"] for container in ours)
    assert all(pod["securityContext"] == values["securityContexts"]["pod"] for pod in pods.values())


def test_versions_are_those_of_the_program_and_of_its_lock(values, pods) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    lock = (ROOT / "requirements-compose.lock").read_text()

    assert f"apache-airflow=={values['airflowVersion']} " in lock
    assert values["images"]["airflow"] == {"repository": "jaarcyclus", "tag": version}
    assert {pod["containers"][0]["image"] for pod in pods.values()} == {f"jaarcyclus:{version}"}
