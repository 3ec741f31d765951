"""The PostgreSQL of the tests: real, private, and gone afterwards."""

import psycopg
import pytest
import sqlalchemy
from sqlalchemy.engine import make_url


def test_server_answers_as_postgresql(postgres_database: str) -> None:
    engine = sqlalchemy.create_engine(postgres_database)
    with engine.connect() as connection:
        version = connection.execute(sqlalchemy.text("SELECT version()")).scalar_one()
    engine.dispose()

    assert version.startswith("PostgreSQL")


def test_stranger_on_the_machine_is_refused(postgres_url: str) -> None:
    """Loopback is shared by everybody on a machine: without the password nobody gets in."""
    url = make_url(postgres_url)
    guess = {"host": url.host, "port": url.port, "user": url.username, "password": "geraden"}

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(**guess, dbname=url.database)


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_gets_an_empty_database(postgres_database: str, turn: int) -> None:
    """The second turn fails when the first one's table is still there."""
    engine = sqlalchemy.create_engine(postgres_database)

    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("CREATE TABLE spoor (beurt int)"))
    engine.dispose()
