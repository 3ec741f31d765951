"""What the images of docker-compose.yml do, on a machine without an engine: PostgreSQL's, Redis's and our own.

PostgreSQL and Redis are Debian's packages. Ours is a folder with what the Dockerfile copies and nothing else, and the
Python environment of this clone.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import postgres
from compose_file import ROOT, Container, copied


def root(folder: Path) -> Path:
    """Return what is the root of the program within our image."""
    return folder / "image"


def build(target: Path) -> None:
    """Copy what the Dockerfile copies: what the program reads beside it and the image lacks, is missing here too."""
    target.mkdir()
    for name in copied():
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, target / name)


def _is_postgres(container: Container) -> bool:
    return container.image.startswith("postgres:")


def command_of(container: Container) -> list[str]:
    """Return the command of the file; for PostgreSQL, which has none, what its image does."""
    if not _is_postgres(container):
        return list(container.command)
    data = container.environment["PGDATA"]
    given = {"listen_addresses": container.address, "unix_socket_directories": str(container.directories[-1])}
    options = [f"--{name}={value}" for name, value in given.items()]
    return [str(postgres.find_binaries() / "postgres"), "-D", data, *options]


def stop_signal(container: Container) -> signal.Signals:
    """PostgreSQL's image asks for its own: at a TERM the server waits for who is connected."""
    return signal.SIGINT if _is_postgres(container) else signal.SIGTERM


def prepare(container: Container) -> None:
    """Do what the image of PostgreSQL does at its first start: make the cluster and the superuser."""
    data = Path(container.environment.get("PGDATA", ""))
    account = account_of(container)
    if account:
        _let_pass(data)
    if not _is_postgres(container) or (data / "PG_VERSION").exists():
        return
    word = data.parent / "wachtwoord"
    word.touch(mode=0o600)
    word.write_text(container.environment["POSTGRES_PASSWORD"])
    for path in (word, *container.directories) if account else ():
        shutil.chown(path, account["user"])
    subprocess.run(
        [
            postgres.find_binaries() / "initdb",
            *(f"--pgdata={data}", f"--username={container.environment['POSTGRES_USER']}", f"--pwfile={word}"),
            *("--no-sync", *container.environment["POSTGRES_INITDB_ARGS"].split()),
        ],
        check=True,
        capture_output=True,
        cwd=data.parent,
        **account,
    )
    word.unlink()


def _let_pass(folder: Path) -> None:
    """Let another account reach a folder of ours: each run of pytest that begins shuts those that all runs share."""
    for parent in folder.parents:
        if not parent.stat().st_mode & 0o001:
            parent.chmod(parent.stat().st_mode | 0o011)


def account_of(container: Container) -> dict[str, Any]:
    """PostgreSQL refuses root, so root lends it an account; everything else runs as who runs the tests."""
    if not _is_postgres(container) or os.getuid() != 0:
        return {}
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


def environment_of(container: Container, extra: Mapping[str, str]) -> dict[str, str]:
    """Return nothing but what the file gives, and where this machine has the programs of the image."""
    path = os.pathsep.join((str(Path(sys.executable).parent), str(postgres.find_binaries()), os.environ["PATH"]))
    return {"PATH": path, "LANG": "C.UTF-8", **extra, **container.environment}
