"""What more than one test file needs: settings in a directory of their own, real figures, a real PostgreSQL."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

import postgres
from airflow_stack import COMPOSE_STACK, OWN_STACK, SECOND_STACK, Stack, is_sharing, running_stack
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
    """The real Airflow, started once for all tests that ask for it, which one worker runs, or two of them."""
    with running_stack(tmp_path_factory.mktemp("airflow")) as running:
        yield running


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a running PostgreSQL. Fails where there is none: a skipped database is an untested one."""
    try:
        with postgres.running_server() as url:
            yield url
    except postgres.NoPostgres as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[str]:
    """The URL of a new, empty PostgreSQL database for one test."""
    with postgres.fresh_database(postgres_url) as url:
        yield url


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run what needs the whole stack last, or under `-n` first: it takes longest, and the rest runs beside it."""
    asking = {item.path for item in items if _marked(item, "airflow")}
    strays = sorted(
        file.name for file in asking if not is_sharing(file) and file.name not in (*OWN_STACK, *COMPOSE_STACK)
    )
    if strays:
        raise pytest.UsageError(f"a test that needs the stack stands in tests/stack: {', '.join(strays)}")
    first = hasattr(config, "workerinput")
    items.sort(key=lambda item: (_marked(item, "airflow") is not first, _marked(item, "ends_stack")))


def _marked(item: pytest.Item, name: str) -> bool:
    return item.get_closest_marker(name) is not None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Hand out whole files in order, so that what a file makes once is made once; who shares the stack is one file.

    By name: `--dist=loadgroup` changes the ids of tests to say it, and from pytest 9.2 on nobody hears that.
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file, _, test = nodeid.partition("::")
            if Path(file).name in OWN_STACK:
                return "stacks of their own"  # after one another
            if Path(file).name in SECOND_STACK:
                return "the second stack"
            if Path(file).name in COMPOSE_STACK:
                return "stacks of containers"  # after one another too: each is eleven processes
            if Path(file).name == "test_plans.py":
                return f"{file} {sum(test.encode()) % 8}"  # hundreds, each with all it needs
            return "the shared stack" if is_sharing(Path(file)) else file

    config.option.loadscopereorder = False
    return ByFile(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable() -> Generator[None, Any, Any]:
    """Spell out what is no text: some tests log half a character on purpose, and a worker cannot send that."""
    return _sendable((yield))


def _sendable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode(errors="backslashreplace").decode()
    if isinstance(value, dict):
        return {_sendable(key): _sendable(item) for key, item in value.items()}
    return type(value)(map(_sendable, value)) if type(value) in (list, tuple) else value
