"""One local Graph a test file, and for each test a library of its own and the habits back."""

from collections.abc import Iterator

import pytest

from graph.bare import Bare
from graph.running import Graph, running_graph


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    with running_graph(tmp_path_factory.mktemp("graph")) as running:
        yield running


@pytest.fixture
def graph(server: Graph) -> Iterator[Graph]:
    """The running server, with an empty library and nothing going wrong; it must not fail by itself either."""
    server.reset()
    yield server
    assert server.effects("server-error") == []


@pytest.fixture
def bare(graph: Graph) -> Iterator[Bare]:
    """A client that is signed in, and adds nothing of its own."""
    with Bare(graph) as client:
        yield client
