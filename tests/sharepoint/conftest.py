"""The local Graph and a client of ours that talks to it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from builders.sharepoint import Snapshot, place_of, put_back, take, typed_for
from graph.running import Graph, running_graph
from jaarcyclus.graph.client import Client
from jaarcyclus.graph.connection import Connection, connect


@pytest.fixture(scope="session")
def tenant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Graph, Snapshot]]:
    """A server that all tests of a worker use after one another, and what it knew when it started."""
    with running_graph(tmp_path_factory.mktemp("graph")) as running:
        yield running, take(running)


@pytest.fixture
def graph(tenant: tuple[Graph, Snapshot]) -> Iterator[Graph]:
    """The server with one site, granted, and one library, empty: whatever the test before did is forgotten.

    It must not fail by itself: a client takes that for trouble of SharePoint, and gets over it.
    """
    yield put_back(*tenant)
    assert tenant[0].effects("server-error") == []


@pytest.fixture
def connection(graph: Graph) -> Connection:
    return connect(typed_for(graph))


@pytest.fixture
def client(graph: Graph, connection: Connection) -> Iterator[Client]:
    with Client(connection, place_of(graph)) as made:
        yield made


@pytest.fixture
def make_client(graph: Graph) -> Iterator[Callable[..., Client]]:
    """Make a client with other settings, or other ways: `typed` and keywords of `Client`."""
    made: list[Client] = []

    def make(library: str = "", *, typed: dict[str, str] | None = None, **ways: Any) -> Client:
        made.append(Client(connect(typed_for(graph, **(typed or {}))), place_of(graph, library), **ways))
        return made[-1]

    yield make
    for each in made:
        each.close()
