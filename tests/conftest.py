"""What more than one test file needs: settings in a directory of their own, real figures, a real PostgreSQL."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

import postgres
from airflow_stack import Stack, running_stack
from jaarcyclus.settings import Settings

# A busy machine must not fail a property: what counts is the answer, not how long it took.
hypothesis_settings.register_profile("geduldig", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("geduldig")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation of its own: SQLite ledger, empty store, no simulated clock."""
    return Settings.from_env({"JAARCYCLUS_VAR": str(tmp_path / "var")})


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real figures and hostile files beside the repository: no part of it, so absent at some desks, not in CI."""
    found = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not found.is_dir():
        refuse = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        refuse("../shared/data ontbreekt: deze toets leest de echte cijfers die naast de repository liggen")
    return found


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The real Airflow, started once for all tests that ask for it."""
    with running_stack(tmp_path_factory.mktemp("airflow")) as running:
        yield running


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a running PostgreSQL. Fails where there is none: a skipped database is an untested one."""
    try:
        with postgres.running_server() as url:
            yield url
    except postgres.GeenPostgres as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[str]:
    """The URL of a new, empty PostgreSQL database for one test."""
    with postgres.fresh_database(postgres_url) as url:
        yield url


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run what needs the whole stack last: a broken rule shows within seconds."""
    items.sort(key=lambda item: item.get_closest_marker("airflow") is not None)
