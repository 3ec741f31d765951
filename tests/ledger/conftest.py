"""Servers of objects, one of each kind a session, and a bucket of its own for each test."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from jaarcyclus.ledger.artefacts import ArtefactStore
from object_stores import ObjectServer, running_azurite, running_s3


@pytest.fixture(scope="session")
def s3() -> Iterator[ObjectServer]:
    with running_s3() as running:
        yield running


@pytest.fixture(scope="session")
def azure() -> Iterator[ObjectServer]:
    with running_azurite() as running:
        yield running


@pytest.fixture(params=["s3", "azure"])
def server(request: pytest.FixtureRequest) -> ObjectServer:
    found: ObjectServer = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def bucket(server: ObjectServer) -> str:
    name = f"emmer-{secrets.token_hex(6)}"
    server.make_bucket(name)
    return name


@pytest.fixture
def elsewhere(server: ObjectServer, bucket: str, tmp_path: Path) -> ArtefactStore:
    """A store in that bucket."""
    keys = server.secrets_file(tmp_path / "sleutels")
    return ArtefactStore(f"{server.scheme}://{bucket}/map", secrets_file=str(keys), drafts=tmp_path)
