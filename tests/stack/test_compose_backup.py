"""Containers lost with all their volumes, and put back as docs/operations.md says: who answered has answered.

The commands of that page run natively: what it does in the container of PostgreSQL is done beside it.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

import postgres
from airflow_stack import OUTAGE, Stack
from builders.case import MEMBERS, YES, Case
from builders.dossier import Office
from compose_native import Project, own_folder, running_project
from jaarcyclus import clock
from jaarcyclus.installation import credentials
from jaarcyclus.settings import Settings
from jaarcyclus.steps.workspace import open_workspace

pytestmark = pytest.mark.airflow

MOMENT = "2090-04-10T09:00:00"
DATABASES = ("logboek", "airflow")
VOLUMES = ("artefacten", "publicatie", "installatie")


@pytest.fixture
def place() -> Iterator[Path]:
    with own_folder() as folder:
        yield folder


def test_what_was_dumped_while_people_voted_is_put_back_and_ends_in_a_publication(place: Path) -> None:
    safe = place / "veilig"
    safe.mkdir()
    with brought_up(place / "a") as (first, stack):
        case = Case(stack)
        assert case.answer(MEMBERS[0], case.questions()[0]).status_code == 200
        for database in DATABASES:
            run(first, "pg_dump", "-Fc", "-f", str(safe / database), database)
        for volume in VOLUMES:
            shutil.copytree(first.mapper.folder / "volumes" / volume, safe / volume)
        shutil.copy(first.mapper.folder / ".env", safe / ".env")

    with brought_up(place / "b", safe) as (second, stack):
        held = stack.workspace.rollbacks("dowr")
        meant = ("terugzetting", "dowr", "--reden", "Een nieuwe host.", "--als", "dowr-controller")
        word = credentials.read(stack.settings)["dowr-controller"]
        confirmed = second.running["api-server-1"].execute("jaarcyclus", "handeling", *meant, typed=f"{word}\n")
        case.stack, case.office = stack, Office(stack.workspace, case.dossier)
        before, questions = case.votes(), case.questions(2)
        for place, question in questions.items():
            assert case.answer(MEMBERS[place], question).status_code == 200
        case.wait_until_published()

        assert case.dossier in {found.chain for found in held}
        assert (confirmed.returncode, confirmed.stderr) == (0, "")
        assert before == [(MEMBERS[0], YES)]
        assert case.votes() == [(member, YES) for member in MEMBERS]


@contextmanager
def brought_up(folder: Path, safe: Path | None = None) -> Iterator[tuple[Project, Stack]]:
    """Bring up a project, from what lies safe when that is given."""
    folder.mkdir()
    extra = {"PYTHONPATH": str(OUTAGE), "TOETS_UITVAL": str(folder)}
    secrets = None if safe is None else safe / ".env"
    with running_project(folder, replicas={}, extra=extra, secrets=secrets) as project:
        settings = Settings.from_env(project.environment("inbox"))
        clock.set_simulated(settings, datetime.fromisoformat(MOMENT))
        if safe is not None:
            put_back(project, safe)
        project.up()
        stack = Stack(settings=settings, address=settings.api, workspace=open_workspace(settings), outage=folder)
        try:
            yield project, stack
        finally:
            stack.close()


def put_back(project: Project, safe: Path) -> None:
    """First what `init` makes, then the databases over it, then the volumes in the place of what it wrote there."""
    project.up("postgres", "redis", "init")
    for database in DATABASES:
        run(project, "pg_restore", "--clean", "--if-exists", "--exit-on-error", "-d", database, str(safe / database))
    for volume in VOLUMES:
        target = project.mapper.folder / "volumes" / volume
        shutil.rmtree(target)
        shutil.copytree(safe / volume, target)


def run(project: Project, program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL as its superuser."""
    environment = {**os.environ, "PGPASSWORD": project.environ["JAARCYCLUS_GEHEIM_BEHEER"]}
    reach = ("-h", project.mapper.address("postgres"), "-U", "beheer")
    subprocess.run([postgres.find_binaries() / program, *reach, *arguments], env=environment, check=True)
