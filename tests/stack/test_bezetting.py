"""Who holds a function, on a running Airflow of its own: kept by the beheerder, told by the dossier, proven outside.

One installation, of which the profile lets names be printed only from the second round on.
"""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from airflow_stack import Stack, running_stack
from builders.case import DAG, GATE, MEMBERS, Case
from builders.dossier import PROFILES
from builders.pdf import read_text
from jaarcyclus.dossier.publication_metadata import BIJLAGE
from jaarcyclus.installation import credentials

pytestmark = pytest.mark.airflow

DIRECTOR, COLLEAGUE, _ = MEMBERS


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file in which the office may let names be printed."""
    folder = tmp_path_factory.mktemp("profielen")
    return Path(shutil.copy(PROFILES / "dowr.yaml", folder))


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory, profile: Path) -> Iterator[Stack]:
    with running_stack(tmp_path_factory.mktemp("airflow"), profile.parent) as running:
        yield running


def give(stack: Stack, *arguments: str, person: str | None = None) -> subprocess.CompletedProcess[str]:
    """Give a command, as this person with the password on standard input."""
    account = f"dowr-{person}"
    signed = ["--als", account] if person else []
    return subprocess.run(
        [sys.executable, "-m", "jaarcyclus", *arguments, *signed],
        input=f"{credentials.read(stack.settings)[account]}\n" if person else "",
        env={**os.environ, "JAARCYCLUS_VAR": str(stack.settings.var)},
        capture_output=True,
        text=True,
        check=False,
    )


def take(stack: Stack, functie: str, name: str, since: str, person: str = "beheerder") -> Any:
    return give(stack, "handeling", "bezetting", "dowr", functie, "--naam", name, "--vanaf", since, person=person)


def succeed(stack: Stack, name: str) -> None:
    """Let the director of Deventer be another person from today on, who signs in with a password of his own."""
    before = stack.sign_in(DIRECTOR)
    assert before.request("GET", "/jaarcyclus/besluiten").status_code == 200
    session = str(before._token)
    today = stack.workspace.today().isoformat()
    left = give(
        stack, "handeling", "vertrek", "dowr", DIRECTOR, "--per", today, "--reden", "Andere functie.",
        person="beheerder",
    )  # fmt: skip
    assert (left.returncode, left.stderr) == (0, "")
    assert take(stack, DIRECTOR, name, today).returncode == 0
    require_out(stack, session)
    issued = give(stack, "handeling", "wachtwoord", "dowr", DIRECTOR, "--reden", "Nieuwe houder.", person="beheerder")
    one_time = re.search(r"Eenmalig wachtwoord van \S+: (\S+)", issued.stdout)
    assert one_time
    stack.renew_password(DIRECTOR, one_time[1], f"een zin van {name} en niemand anders")


def require_out(stack: Stack, session: str) -> None:
    """What the former holder was signed in with opens no page of ours, nor of Airflow, and takes no vote."""
    token = {"Authorization": f"Bearer {session}"}
    paths = ("/jaarcyclus/besluiten", "/jaarcyclus/wachtwoord", "/api/v2/dags", "/ui/config", "/auth/users/userinfo/")
    asked = [httpx.get(f"{stack.address}{path}", headers=token, trust_env=False, timeout=60) for path in paths]
    vote = httpx.patch(
        f"{stack.address}/api/v2/dags/{DAG}/dagRuns/x/taskInstances/zetel/0/hitlDetails",
        headers=token, json={}, trust_env=False, timeout=60,
    )  # fmt: skip
    assert [answer.status_code for answer in (*asked, vote)] == [401] * 6
    assert f"dowr-{DIRECTOR}" not in credentials.read(stack.settings)


def publish(stack: Stack, successor: str) -> Case:
    """Ask the directieberaad, let Deventer get another director meanwhile, and let all three adopt."""
    case = Case(stack)
    questions = case.questions()
    succeed(stack, successor)
    for place, question in questions.items():
        assert case.answer(MEMBERS[place], question).status_code == 200
    case.wait_until_published()
    return case


def annex(case: Case) -> str:
    folder = case.stack.settings.publicatie / "dowr" / str(case.office.state.boekjaar) / case.office.state.product
    return read_text((folder / BIJLAGE).read_bytes())


@pytest.fixture(scope="module")
def case(stack: Stack) -> Case:
    """A product that two directors of Deventer saw, and the second adopted."""
    stack.set_clock("2090-04-10T09:00:00")
    done = take(stack, DIRECTOR, "Houder A", "2089-01-01")
    assert (done.returncode, done.stderr) == (0, "")
    return publish(stack, "Houder B")


def test_the_dossier_was_told_of_both_before_the_vote(case: Case) -> None:
    events = [event for event in case.stack.workspace.ledger.events(case.dossier) if event.inhoud.get("gate") == GATE]
    first_vote = next(event.seq for event in events if event.soort == "stem_uitgebracht")
    told = [event.inhoud["houders"][DIRECTOR] for event in events if event.soort == "bezetting_vastgelegd"]
    before = [event.seq for event in events if event.soort == "bezetting_vastgelegd"]

    # Between the departure and the appointment nobody holds it, which the dossier is told when a look falls there.
    assert [holder["bezetting"] for holder in told if holder] == [1, 3]
    assert max(before) < first_vote


def test_the_annex_tells_of_the_change_and_names_nobody(case: Case) -> None:
    text = annex(case)

    assert "De houder van directeur bedrijfsvoering Deventer wisselde tijdens deze vraag" in text
    assert "Houder B" not in text


def test_the_accountant_reads_the_names_and_proves_them(case: Case, tmp_path: Path) -> None:
    dossier, bezetting = tmp_path / "dossier.zip", tmp_path / "bezetting.zip"
    for name, path in ((case.dossier, dossier), ("dowr-bezetting", bezetting)):
        assert give(case.stack, "dossier", "exporteer", name, "--naar", str(path)).returncode == 0

    proven = give(case.stack, "dossier", "verifieer", str(dossier), "--bezetting", str(bezetting))

    assert "HOUDT NIET" not in proven.stdout
    assert f"houders: {GATE}: zetel Deventer door directeur bedrijfsvoering Deventer (Houder B, sinds" in proven.stdout
    assert b"Houder B" not in dossier.read_bytes()


def test_the_controller_sees_the_list(case: Case) -> None:
    shown = give(case.stack, "bezetting", "toon", "dowr", person="controller")

    assert "Houder A" in shown.stdout
    assert "2089-01-01" in shown.stdout


@pytest.mark.parametrize("person", [COLLEAGUE, "ambtelijk_secretaris"])
def test_nobody_else_sees_it_and_nobody_but_the_beheerder_keeps_it(case: Case, person: str) -> None:
    shown = give(case.stack, "bezetting", "toon", "dowr", person=person)
    kept = take(case.stack, "manager_ict", "Houder X", "2090-01-01", person)

    assert (shown.returncode, "Houder" in shown.stdout, "vraag het een van hen" in shown.stderr) == (1, False, True)
    assert (kept.returncode, "vraag het de beheerder" in kept.stderr) == (1, True)


def test_a_wrong_day_of_departure_is_mended_by_the_beheerder_alone(case: Case) -> None:
    functie, reason = "manager_financien", ("--reden", "Verkeerde dag getypt.")
    assert take(case.stack, functie, "Houder F", "2089-01-01").returncode == 0
    command = ("handeling", "vertrek", "dowr", functie, *reason)
    assert give(case.stack, *command, "--per", "2090-12-01", person="beheerder").returncode == 0
    refused, mended = (
        give(case.stack, *command, "--per", "2090-01-01", "--herstel", person=person)
        for person in (COLLEAGUE, "beheerder")
    )

    assert (refused.returncode, "vraag het de beheerder" in refused.stderr, mended.returncode) == (1, True, 0)
    assert take(case.stack, functie, "Houder G", "2090-01-01").returncode == 0


def test_who_is_not_signed_in_sees_nothing(case: Case) -> None:
    answer = httpx.get(f"{case.stack.address}/jaarcyclus/bezetting/dowr", trust_env=False)

    assert answer.status_code == 401


def test_an_older_copy_of_the_ledger_stands_still_until_the_controller_says_it_is_meant(stack: Stack) -> None:
    """What a restore does: the whole file as it was, while the program runs."""
    functie, since = "manager_ict", "2090-01-01"
    with copied(stack) as put_back:
        assert take(stack, functie, "Houder M", since).returncode == 0
        put_back()
    held = take(stack, functie, "Houder N", since)
    wrong = give(stack, *CONFIRM, person="beheerder")
    confirmed = give(stack, *CONFIRM, person="controller")
    taken = take(stack, functie, "Houder N", since)

    assert (held.returncode, "jaarcyclus handeling terugzetting dowr" in held.stderr) == (1, True)
    assert [wrong.returncode, confirmed.returncode, taken.returncode] == [1, 0, 0]
    told = [event for event in stack.workspace.ledger.events("dowr-postbus") if event.soort == "terugzetting_bevestigd"]
    assert [(event.actor, event.inhoud["reden"]) for event in told] == [("controller", "De schijf was stuk.")]


CONFIRM = ("handeling", "terugzetting", "dowr", "--reden", "De schijf was stuk.")


@contextmanager
def copied(stack: Stack) -> Iterator[Callable[[], None]]:
    """Copy the ledger now; give what puts that copy back over the live one."""
    live, copy = sqlite3.connect(stack.settings.var / "ledger.sqlite", timeout=60), sqlite3.connect(":memory:")
    with closing(live), closing(copy):
        live.backup(copy)
        yield lambda: copy.backup(live)


def test_a_round_under_a_profile_that_opens_answers_and_names_shows_them(case: Case, profile: Path) -> None:
    """The last test of this file: it changes the profile."""
    opened = "    naam: Directieberaad\n"
    text = profile.read_text().replace(opened, f"{opened}    stemmen_zichtbaar: direct\n", 1)
    profile.write_text(f"{text}\nnamen_in_openbare_stukken: true\n")
    case.stack.set_clock("2090-04-11T09:00:00")

    later = Case(case.stack)
    questions = later.questions()
    succeed(case.stack, "Houder D")
    assert later.answer(MEMBERS[0], questions[0], toelichting="Akkoord met de dekking.").status_code == 200
    seen = later.stack.sign_in(MEMBERS[1]).call("GET", later.path("/taskInstances/zetel/0/hitlDetails"))
    for place in (1, 2):
        assert later.answer(MEMBERS[place], questions[place]).status_code == 200
    later.wait_until_published()

    assert (seen["chosen_options"], "Akkoord met de dekking." in str(seen)) == (["stelt vast"], True)
    assert "directeur bedrijfsvoering Deventer (Houder D)" in annex(later)
    assert "Houder B" not in annex(later)
