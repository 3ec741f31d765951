"""The two databases in PostgreSQL and who owns them: Airflow's own, and that of the ledger.

Two accounts, so that whoever gets hold of Airflow's cannot reach the ledger. Neither is a superuser: a superuser could
switch off the triggers that keep the ledger append-only. Harmless to repeat; a new password takes effect then.
"""

from collections.abc import Mapping

import psycopg
from psycopg import sql

from jaarcyclus.errors import StartFailed

AIRFLOW, LEDGER = "airflow", "logboek"
_SUPERUSER = "beheer"  # as docker-compose.yml calls it


def make(address: str, superuser_password: str, passwords: Mapping[str, str]) -> None:
    """Make each of `passwords` (an owner, and its database of the same name) at `host:port`. Raises StartFailed."""
    host, _, port = address.partition(":")
    try:
        with psycopg.connect(
            host=host,
            port=port or "5432",
            user=_SUPERUSER,
            password=superuser_password,
            dbname="postgres",  # every cluster has it
            autocommit=True,
            connect_timeout=10,
        ) as connection:
            for name, password in passwords.items():
                _make_owner(connection, name, password)
                _make_database(connection, name)
    except psycopg.Error as fault:
        raise StartFailed(
            f"PostgreSQL op {address} werkt niet mee: {fault}. Draait het al langer, met andere geheimen? Zet dan het "
            "oude bestand .env terug."
        ) from fault


def _make_owner(connection: psycopg.Connection, name: str, password: str) -> None:
    there = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    # Sent as the server keeps it, so that it stands in no log of the server.
    kept = connection.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
    command = sql.SQL("{verb} ROLE {name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {password}")
    verb = sql.SQL("ALTER" if there else "CREATE")
    connection.execute(command.format(verb=verb, name=sql.Identifier(name), password=sql.Literal(kept)))


def _make_database(connection: psycopg.Connection, name: str) -> None:
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        connection.execute(sql.SQL("CREATE DATABASE {name} OWNER {name}").format(name=sql.Identifier(name)))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {name} FROM PUBLIC").format(name=sql.Identifier(name)))
