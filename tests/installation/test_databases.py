"""The two databases and their owners, on a real PostgreSQL."""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from jaarcyclus.errors import StartFailed
from jaarcyclus.installation import databases

NAMES = ("proef_airflow", "proef_logboek")


@dataclass(frozen=True)
class Server:
    """A server whose superuser is called as docker-compose.yml calls it."""

    host: str
    port: int
    word: str

    @property
    def address(self) -> str:
        return f"{self.host}:{self.port}"

    def connect(self, user: str, word: str, database: str) -> psycopg.Connection:
        return psycopg.connect(host=self.host, port=self.port, user=user, password=word, dbname=database)


@pytest.fixture
def server(postgres_url: str) -> Iterator[Server]:
    url = make_url(postgres_url)
    plain = postgres_url.replace("postgresql+psycopg:", "postgresql:")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute("CREATE ROLE beheer SUPERUSER LOGIN PASSWORD 'van de beheerder'")
        yield Server(str(url.host), int(url.port or 0), "van de beheerder")
        for name in map(sql.Identifier, NAMES):
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
            connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(name))
        connection.execute("DROP ROLE beheer")


def test_each_owner_enters_its_own_database_and_no_other(server: Server) -> None:
    databases.make(server.address, server.word, {NAMES[0]: "eerste", NAMES[1]: "tweede"})
    with server.connect(NAMES[0], "eerste", NAMES[0]) as own:
        own.execute("CREATE TABLE mag (dit int)")

    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        server.connect(NAMES[0], "eerste", NAMES[1])


def test_done_again_it_keeps_what_is_there_and_takes_the_new_password(server: Server) -> None:
    """What a restart does, after another `.env`."""
    databases.make(server.address, server.word, {NAMES[0]: "oud"})
    with server.connect(NAMES[0], "oud", NAMES[0]) as own:
        own.execute("CREATE TABLE blijft (dit int)")
    databases.make(server.address, server.word, {NAMES[0]: "nieuw"})

    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        server.connect(NAMES[0], "oud", NAMES[0])
    with server.connect(NAMES[0], "nieuw", NAMES[0]) as own:
        assert own.execute("SELECT count(*) FROM blijft").fetchone() == (0,)


def test_an_owner_is_no_superuser(server: Server) -> None:
    """A superuser could switch off the triggers that keep the ledger append-only."""
    databases.make(server.address, server.word, {NAMES[0]: "woord"})
    with server.connect(NAMES[0], "woord", NAMES[0]) as own:
        asked = "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        rights = own.execute(asked).fetchone()

    assert rights == (False, False, False)


def test_another_superuser_s_password_is_told_with_what_to_do(server: Server) -> None:
    with pytest.raises(StartFailed, match=r"met andere geheimen\? Zet dan het oude bestand \.env terug") as told:
        databases.make(server.address, "een ander woord", {NAMES[0]: "woord"})

    assert "een ander woord" not in str(told.value)
