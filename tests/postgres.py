"""A real PostgreSQL from Debian's packages for one test session: own directory, port and password, loopback.

Where it cannot run the tests fail; they never skip, or green would mean "not looked at".
"""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

USER = "jaarcyclus"


class NoPostgres(Exception):
    """Raised when no PostgreSQL can be started here; the message says what to install."""


def find_binaries() -> Path:
    """Return the directory with initdb and postgres, the newest version first. Raises NoPostgres."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if not found:
        raise NoPostgres("PostgreSQL ontbreekt: draai `make test`, of installeer het pakket postgresql.")
    return found[-1].parent


@contextmanager
def running_server() -> Iterator[str]:
    """Start a server and yield the URL of its first database; it is gone afterwards, data and all."""
    binaries = find_binaries()
    directory = Path(tempfile.mkdtemp(prefix="jaarcyclus-postgres-"))
    password, port = secrets.token_urlsafe(16), _free_port()
    server = None
    try:
        account = _hand_over(directory)
        _create_cluster(binaries, directory, password, account)
        server = _start(binaries, directory, port, account)
        url = f"postgresql://{USER}:{password}@127.0.0.1:{port}/postgres"
        _wait_until_ready(url, server, directory)
        yield url.replace("postgresql:", "postgresql+psycopg:")
    finally:
        if server is not None:
            server.terminate()
            server.wait(timeout=30)
        shutil.rmtree(directory, ignore_errors=True)


@contextmanager
def fresh_database(server_url: str) -> Iterator[str]:
    """Yield the URL of a new, empty database on the server, dropped afterwards even when still in use."""
    name = f"proef_{secrets.token_hex(6)}"
    plain = server_url.replace("postgresql+psycopg:", "postgresql:")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    try:
        yield server_url.rpartition("/")[0] + f"/{name}"
    finally:
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _hand_over(directory: Path) -> str | None:
    """Return the account to run as: PostgreSQL refuses root, so root lends the directory to `postgres`."""
    if os.getuid() != 0:
        return None
    try:
        account = pwd.getpwnam("postgres")
    except KeyError:
        raise NoPostgres("Het account postgres ontbreekt: installeer het pakket postgresql.") from None
    os.chown(directory, account.pw_uid, account.pw_gid)
    return account.pw_name


def _create_cluster(binaries: Path, directory: Path, password: str, account: str | None) -> None:
    word_file = directory / "wachtwoord"  # in a directory that only this account may enter
    word_file.write_text(password)
    if account is not None:
        shutil.chown(word_file, account)
    options = {"pgdata": directory / "data", "username": USER, "pwfile": word_file, "auth": "scram-sha-256"}
    created = subprocess.run(
        [
            binaries / "initdb",
            *(f"--{name}={value}" for name, value in options.items()),
            *("--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
        ],
        capture_output=True,
        text=True,
        cwd=directory,
        **_as(account),
    )
    if created.returncode != 0:
        raise NoPostgres(f"initdb lukt niet: {created.stderr.strip()}")


def _start(binaries: Path, directory: Path, port: int, account: str | None) -> subprocess.Popen[bytes]:
    settings = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": ""}
    with (directory / "log").open("wb") as log:
        return subprocess.Popen(
            [binaries / "postgres", "-D", directory / "data", *(f"--{n}={v}" for n, v in settings.items())],
            stdout=log,
            stderr=log,
            cwd=directory,
            **_as(account),
        )


def _as(account: str | None) -> dict[str, Any]:
    """Return the arguments that make a child process run as `account`, without our groups."""
    return {} if account is None else {"user": account, "group": account, "extra_groups": []}


def _wait_until_ready(url: str, server: subprocess.Popen[bytes], directory: Path) -> None:
    last_moment = time.monotonic() + 60
    while True:
        try:
            psycopg.connect(url, connect_timeout=5).close()
            return
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > last_moment:
                log = (directory / "log").read_text(errors="replace")[-2000:]
                raise NoPostgres(f"PostgreSQL start niet: {error}\n{log}") from None
            time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
