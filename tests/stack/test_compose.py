"""docker-compose.yml executed natively: the same services, commands, environments and health checks, on Celery.

One project for the whole file, with two schedulers and two workers, its files in a bucket and sign-in at a provider
beside passwords, as docs/operations.md tells an office to set those. What is killed here is killed as in containers: a
container as a whole, with its restart by the policy of the file; or one process within it, of which the child lives on.
"""

import json
import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import BrowserContext

from airflow_stack import OUTAGE, PATIENCE_S, Stack, wait_for
from builders.airflow_questions import answer_question
from builders.browser import started_browser
from builders.case import GATE, MEMBERS, YES, Case
from builders.dossier import Office, skip_pause, submit_workbooks
from builders.provider import NAME, PERSON, press_the_button, running_provider
from compose_native import Project, own_folder, running_project
from jaarcyclus import clock
from jaarcyclus.demo.players import Players
from jaarcyclus.demo.stage import Progress, export_and_verify
from jaarcyclus.demo.year import Demo
from jaarcyclus.errors import AirflowRefused
from jaarcyclus.installation import credentials, keyring, processes
from jaarcyclus.installation.client import AirflowClient
from jaarcyclus.settings import Settings
from jaarcyclus.steps import calendar
from jaarcyclus.steps.workspace import open_workspace
from object_stores import ObjectServer, running_s3

pytestmark = pytest.mark.airflow

SECRET = "geheim-van-de-proef-0002"
REPLICAS = {"scheduler": 2, "worker": 2}
BEGIN = "2026-01-05T09:00:00"
MOMENT = "2090-04-10T09:00:00"  # after all that the demo plays: the postbus takes no clock that runs back


@pytest.fixture(scope="module")
def bucket() -> Iterator[ObjectServer]:
    with running_s3() as server:
        server.make_bucket("dossiers")
        yield server


@pytest.fixture(scope="module")
def files(bucket: ObjectServer) -> Iterator[dict[str, str]]:
    """What somebody writes beside the file, as docs/operations.md says it."""
    with running_provider() as issuer:
        sign_in = {"UITGEVER": issuer, "CLIENT": "jaarcyclus", "GEHEIM": SECRET, "NAAM": NAME}
        yield {
            ".env": "JAARCYCLUS_STORE_URL=s3://dossiers/dowr\nJAARCYCLUS_ADRES=http://api-server:8080\n",
            "opslag.env": "".join(f"{name}={value}\n" for name, value in bucket.names.items()),
            "aanmelden.env": "".join(f"JAARCYCLUS_OIDC_{name}={value}\n" for name, value in sign_in.items()),
        }


@pytest.fixture(scope="module")
def project(files: dict[str, str]) -> Iterator[Project]:
    with (
        own_folder() as folder,
        running_project(folder, replicas=REPLICAS, extra=outage_in(folder), files=files) as made,
    ):
        # before anything runs: a calendar that saw the real day would open rounds that are no exercise
        clock.set_simulated(Settings.from_env(made.environment("inbox")), datetime.fromisoformat(BEGIN))
        made.up()
        yield made


def outage_in(folder: Path) -> dict[str, str]:
    (folder / "uitval").mkdir()
    return {"PYTHONPATH": str(OUTAGE), "TOETS_UITVAL": str(folder / "uitval")}


@pytest.fixture(scope="module")
def compose(project: Project, bucket: ObjectServer) -> Iterator[Stack]:
    """The project as somebody in it sees it: where the API server is, the ledger in PostgreSQL, volumes and bucket."""
    keys = bucket.secrets_file(project.mapper.folder / "sleutels")
    settings = Settings.from_env(project.environment("inbox") | {"JAARCYCLUS_STORE_SLEUTELS": str(keys)})
    outage = project.mapper.folder / "uitval"
    stack = Stack(settings=settings, address=settings.api, workspace=open_workspace(settings), outage=outage)
    yield stack
    stack.close()


def test_every_container_comes_up_once_and_stays(project: Project) -> None:
    """By its own health check, after what it depends on, in one go."""
    assert {name: (running.health, running.starts) for name, running in project.running.items()} == {
        name: ("starting" if name == "init-1" else "healthy", 1) for name in project.running
    }


def test_the_ledger_is_out_of_reach_of_who_holds_airflow_s_account(project: Project) -> None:
    """Two accounts in PostgreSQL, neither a superuser."""
    host = project.mapper.address("postgres")
    words = {name: project.environ[f"JAARCYCLUS_GEHEIM_{name.upper()}"] for name in ("airflow", "logboek")}
    with psycopg.connect(host=host, user="logboek", password=words["logboek"], dbname="logboek") as own:
        supers = own.execute("SELECT rolname FROM pg_roles WHERE rolsuper").fetchall()

    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(host=host, user="airflow", password=words["airflow"], dbname="logboek")
    assert supers == [("beheer",)]


def test_the_begroting_is_made_decided_and_published(compose: Stack, project: Project) -> None:
    """As the demo plays it: workbooks, a refusal, a dispute, a condition, publication, and a dossier that holds."""
    players = Players(compose.settings, "dowr")
    log = Progress(time.monotonic())
    demo = Demo(workspace=compose.workspace, players=players, log=log, profiel="dowr")
    try:
        demo.play("begroting")
    finally:
        players.close()
    published = compose.settings.publicatie / "dowr" / "2027" / "begroting"
    kinds = Counter(event.soort for event in compose.workspace.ledger.events("dowr-2027-begroting"))

    assert export_and_verify(compose.workspace, "dowr-2027-begroting", log)  # out of the bucket, every file
    assert not [path for path in (project.mapper.folder / "volumes" / "artefacten").rglob("*") if path.is_file()]
    assert (published / "begroting.pdf").read_bytes().startswith(b"%PDF-")
    assert (kinds["versie_gemaakt"], kinds["gepubliceerd"], kinds["voorwaarde_vervuld"]) == (1, 1, 1)


def test_status_and_doctor_in_a_container_tell_of_the_bucket_and_of_the_provider(project: Project) -> None:
    status, doctor = (in_api_server(project, command, "--json") for command in ("status", "doctor"))
    found = {line["onderwerp"]: line["tekst"] for line in json.loads(doctor.stdout)}

    assert (status.returncode, doctor.returncode) == (0, 0), status.stdout + doctor.stdout
    assert {part["toestand"] for part in json.loads(status.stdout)} <= {"gezond", "wacht"}
    assert found["Opslag"].startswith("s3://dossiers/dowr: bewaren en teruglezen gaat")
    assert "antwoordt; sleutels: RSA" in found["Aanmelden"]


def test_a_copy_by_the_command_is_refused_and_it_is_said_where_the_files_are(project: Project) -> None:
    done = in_api_server(project, "backup", "maak", "--naar", str(project.mapper.folder / "kopie.tar"))

    assert done.returncode != 0
    assert "pg_dump, en daarna een van de bestanden in s3://dossiers/dowr" in done.stderr


def test_a_file_in_the_folder_of_a_perceel_is_taken_and_answered(compose: Stack) -> None:
    """By the watch over the inbox, a service of its own that asks the API server for the rest."""
    folder = compose.settings.inbox / "dowr" / "ict"
    (folder / "begroting.xlsx").write_bytes(b"dit is geen werkboek")

    def answered() -> str | None:
        events = compose.workspace.ledger.events("dowr-postbus")
        received = [event.seq for event in events if event.inhoud.get("via") == "map"]
        replies = [event for event in events if event.soort == "bestand_beantwoord"]
        return next((event.inhoud["antwoord"] for event in replies if event.inhoud["ontvangst"] in received), None)

    answer = wait_for(answered)

    assert not (folder / "begroting.xlsx").exists()
    assert [path.name for path in folder.rglob(f"*{answer}*")]


@pytest.fixture(scope="module")
def later(compose: Stack) -> Stack:
    """The same, years later: no calendar opens a round by itself of what the tests below are about."""
    compose.set_clock(MOMENT)
    return compose


@pytest.fixture
def person() -> Iterator[BrowserContext]:
    """Somebody's browser."""
    with started_browser() as browser:
        context = browser.new_context(locale="nl-NL")
        context.set_default_timeout(PATIENCE_S * 1000)
        yield context


def test_who_signs_in_at_the_provider_votes(later: Stack, project: Project, person: BrowserContext) -> None:
    """By the commands of docs/operations.md in the container, and a browser; the ledger says by which link."""
    beheerder = ("--als", "dowr-beheerder")
    word = f"{credentials.read(later.settings)['dowr-beheerder']}\n"
    case = Case(later)
    for act in (
        ("bezetting", "dowr", MEMBERS[2], "--naam", "Houder A", "--vanaf", "2089-01-01"),
        ("koppeling", "dowr", MEMBERS[2], "--kenmerk", PERSON),
    ):
        done = in_api_server(project, "handeling", *act, *beheerder, typed=word)
        assert (done.returncode, done.stderr) == (0, "")
    question = case.questions()[2]

    press_the_button(later.address, person).wait_for_url(f"{later.address}/required_actions**")
    (token,) = (cookie["value"] for cookie in person.cookies() if cookie["name"] == "_token")
    member = AirflowClient(later.address, f"dowr-{MEMBERS[2]}", "")
    member._token = token
    answered = answer_question(member, question, YES)
    member.close()

    told = [
        (event.soort, event.actor)
        for event in later.workspace.ledger.events(case.dossier)
        if event.soort in ("stem_uitgebracht", "stem_aangemeld") and event.inhoud["gate"] == GATE
    ]
    assert answered.status_code == 200, answered.text
    assert told == [("stem_uitgebracht", MEMBERS[2]), ("stem_aangemeld", "systeem")]


@pytest.mark.parametrize(("moment", "kept"), [("voor", []), ("na", [(MEMBERS[0], YES)])])
def test_a_vote_survives_an_api_server_that_is_killed_around_it(
    later: Stack, project: Project, moment: str, kept: list[tuple[str, str]]
) -> None:
    """Before the ledger has it the member is asked again; after it a second vote is refused. Neither counts twice."""
    case = Case(later)
    question = case.questions()[0]
    before = project.running["api-server-1"].starts
    (later.outage / moment).touch()
    with pytest.raises(AirflowRefused) as no_answer:
        case.answer(MEMBERS[0], question)
    wait_for(later.technical.health)
    after = case.votes()
    again = case.answer(MEMBERS[0], question if kept else case.questions()[0])
    rest = case.questions(len(MEMBERS) - 1)
    answered = [case.answer(MEMBERS[place], rest[place]).status_code for place in (1, 2)]
    wait_for(lambda: case.gate.uitslag)

    assert (no_answer.value.status, project.running["api-server-1"].starts) == (0, before + 1)
    assert after == kept
    assert (again.status_code, answered) == (409 if kept else 200, [200, 200])
    assert case.votes() == [(member, YES) for member in MEMBERS]
    assert case.gate.uitslag == "positief"


def test_a_worker_killed_in_a_step_leaves_a_child_that_makes_no_second_version(later: Stack) -> None:
    """The worker's process is killed, the task it forked lives on, Airflow gives the step to another: one version."""
    office = before_version(later)
    (later.outage / "wacht").touch()
    later.tick()
    child, worker = wait_for(lambda: waiting_step(later.outage))
    os.kill(worker, signal.SIGKILL)
    wait_for(lambda: office.state.active_version)  # made by the attempt after it
    lives_on = processes.read_process(child)
    (later.outage / "verder").touch()
    wait_for(lambda: (found := processes.read_process(child)) is None or found.zombie)
    wait_for(lambda: office.state.gates)

    assert lives_on is not None
    assert not lives_on.zombie
    assert office.kinds.count("versie_gemaakt") == 1


def test_open_gates_are_answered_after_every_container_was_replaced(later: Stack, project: Project) -> None:
    """An upgrade: one by one, with a gate of which one seat has answered. Nobody is asked again, nothing is lost."""
    case = Case(later)
    first = case.answer(MEMBERS[0], case.questions()[0])
    for names in (
        ("dag-processor-1", "scheduler-1", "worker-1"),
        ("scheduler-2", "worker-2", "inbox-1"),
        ("api-server-1",),
    ):
        project.replace(*names)
    wait_for(later.technical.health)
    rest = case.questions(len(MEMBERS) - 1)
    answers = [case.answer(MEMBERS[place], rest[place]).status_code for place in (1, 2)]
    wait_for(lambda: case.gate.uitslag)

    assert (first.status_code, answers) == (200, [200, 200])
    assert case.votes() == [(member, YES) for member in MEMBERS]
    assert case.gate.uitslag == "positief"
    assert case.office.kinds.count("gate_gesloten") == len(case.office.state.gates)


def test_one_of_two_schedulers_is_enough(later: Stack, project: Project) -> None:
    """Both work at once, all through the tests above; then one is taken away in the middle of a gate."""
    address, word = project.mapper.address("postgres"), project.environ["JAARCYCLUS_GEHEIM_AIRFLOW"]
    asked = "SELECT count(*) FROM job WHERE job_type = 'SchedulerJob' AND state = 'running' AND end_date IS NULL"
    with psycopg.connect(host=address, user="airflow", password=word, dbname="airflow") as connection:
        at_work = connection.execute(asked).fetchone()
    case = Case(later)
    questions = case.questions()
    project.running["scheduler-1"].stop()
    answers = [case.answer(member, questions[place]).status_code for place, member in enumerate(MEMBERS)]
    case.wait_until_published()

    assert at_work == (2,)
    assert answers == [200, 200, 200]
    assert [case.office.kinds.count(kind) for kind in ("versie_gemaakt", "gepubliceerd")] == [1, 1]


def test_no_log_holds_a_secret(project: Project, bucket: ObjectServer) -> None:
    """Of all that ran above: what services printed, and what Airflow wrote."""
    logs = [path.read_text(errors="replace") for path in project.mapper.folder.rglob("*.log")]
    words = [value for name, value in project.environ.items() if name.startswith(keyring.PREFIX)]

    assert len(logs) > 10
    assert not any(word in text for text in logs for word in (*words, SECRET, bucket.names["AWS_SECRET_ACCESS_KEY"]))


def in_api_server(project: Project, *command: str, typed: str = "") -> "subprocess.CompletedProcess[str]":
    """Give a command as `docker compose exec -T api-server jaarcyclus` does."""
    return project.running["api-server-1"].execute("jaarcyclus", *command, typed=typed)


def before_version(stack: Stack) -> Office:
    """Return a round in which every workbook is in and the pause is over: a version is due."""
    boekjaar = clock.now(stack.settings).year - 60
    office = Office(stack.workspace, calendar.open_round(stack.workspace, "dowr", "tussenrapportage_1", boekjaar))
    submit_workbooks(office)
    skip_pause(stack.workspace, office.dossier)
    return office


def waiting_step(outage: Path) -> list[int] | None:
    """Return the process of the step that stands still, and of the worker that forked it."""
    told = outage / "wachtend"
    return [int(number) for number in told.read_text().split()] if told.exists() else None
