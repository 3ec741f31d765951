"""A password that the beheerder issues, on the running Airflow: asked by command, chosen on a page, told with the vote.

Each test with an account that no other test signs in with: tries at a password are counted.
"""

import itertools
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from airflow_stack import Stack, wait_for
from builders.airflow_questions import answer_question
from builders.export import export_dossier
from builders.gate import dossier_with_version
from jaarcyclus.installation import credentials, launcher
from jaarcyclus.installation.client import AirflowClient
from jaarcyclus.proof.beside import Asked
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps import passwords

pytestmark = pytest.mark.airflow

GREMIUM = "regiegroep_bedrijfsvoering"
GATE = "v1-s0-regiegroep_bedrijfsvoering-r1"
VOTER = "vertegenwoordiger_bedrijfsvoering_raalte"
OTHER = "vertegenwoordiger_bedrijfsvoering_deventer"
OWN = "een zin die niemand anders weet"
_boekjaren = itertools.count(2140)


def issue(stack: Stack, person: str, *, by: str = "dowr-beheerder") -> subprocess.CompletedProcess[str]:
    """Give the command as this account would, with its password on the standard input."""
    asked = ["handeling", "wachtwoord", "dowr", person, "--reden", "Kwijt.", "--als", by]
    return subprocess.run(
        [sys.executable, "-m", "jaarcyclus", *asked],
        input=f"{credentials.read(stack.settings)[by]}\n",
        env={**os.environ, "JAARCYCLUS_VAR": str(stack.settings.var)},
        capture_output=True,
        text=True,
        check=False,
    )


def one_time(stack: Stack, person: str) -> str:
    """Return the password that the beheerder just issued for this person."""
    done = issue(stack, person)
    found = re.search(rf"Eenmalig wachtwoord van dowr-{person}: (\S+)", done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert found
    return found[1]


def token(stack: Stack, person: str, password: str) -> httpx.Response:
    content = {"username": f"dowr-{person}", "password": password}
    return httpx.post(f"{stack.address}/auth/token", json=content, trust_env=False, timeout=60)


@contextmanager
def browser(stack: Stack, password: str, person: str) -> Iterator[httpx.Client]:
    """Give a browser in which this person signed in on the page."""
    own = {"accept": "text/html", "origin": stack.address}
    with httpx.Client(base_url=stack.address, trust_env=False, timeout=60, headers=own) as made:
        csrf = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', made.get("/auth/login/").text)
        assert csrf
        made.post("/auth/login/", data={"username": f"dowr-{person}", "password": password, "csrf_token": csrf[1]})
        yield made


def fill_in(client: httpx.Client, person: str, now: str, new: str, **headers: str) -> httpx.Response:
    fields = {"username": f"dowr-{person}", "huidig": now, "nieuw": new, "nogmaals": new}
    return client.post("/jaarcyclus/wachtwoord", data=fields, headers=headers)


def choose(stack: Stack, person: str, now: str, new: str) -> httpx.Response:
    with browser(stack, now, person) as client:
        return fill_in(client, person, now, new)


def client_of(stack: Stack, person: str, password: str) -> AirflowClient:
    """Return a conversation of this person; a token of the second of the choice is refused, so it waits for one."""
    made = AirflowClient(stack.address, f"dowr-{person}", password)
    wait_for(lambda: made.request("GET", "/api/v2/dags").status_code == 200)
    return made


def test_it_is_shown_once_and_kept_nowhere(stack: Stack) -> None:
    shown = one_time(stack, "college_raalte")

    assert stack.files_with(shown) == []
    assert "dowr-college_raalte" not in credentials.read(stack.settings)


def test_nobody_but_the_beheerder_issues_one(stack: Stack) -> None:
    refused = [
        issue(stack, VOTER, by=account) for account in ("dowr-controller", f"dowr-{OTHER}", "regio_zwolle-beheerder")
    ]

    assert [done.returncode for done in refused] == [1, 1, 1]
    assert "vraag het de beheerder" in refused[0].stderr


def test_with_it_one_chooses_an_own_and_does_nothing_else(stack: Stack) -> None:
    person = "college_olst_wijhe"
    old, new = credentials.read(stack.settings)[f"dowr-{person}"], one_time(stack, person)
    tokens = [token(stack, person, word) for word in (old, new)]
    program = {"Authorization": f"Bearer {tokens[1].json()['access_token']}"}
    with httpx.Client(base_url=stack.address, trust_env=False, headers=program, timeout=60) as held:
        refused = [
            held.get("/api/v2/dags"),
            held.get("/ui/config"),
            held.get("/jaarcyclus/dossier/dowr-2027-begroting"),
            held.post("/jaarcyclus/dossier/dowr-2027-begroting/ontvangst", json={"gremium": "college_raalte"}),
            held.patch("/api/v2/dags/x_besluit_y/dagRuns/z/taskInstances/zetel/0/hitlDetails", json={}),
        ]
    with browser(stack, new, person) as client:
        landed, airflows = client.get("/"), client.get("/auth/resetmypassword/form")
        page = client.get("/jaarcyclus/wachtwoord")

    assert [answer.status_code for answer in tokens] == [401, 201]
    assert [answer.status_code for answer in refused] == [403] * len(refused)
    assert all("kies eerst een eigen wachtwoord" in answer.text for answer in refused)
    assert {landed.headers["location"], airflows.headers["location"]} == {"/jaarcyclus/wachtwoord"}
    assert "Iemand anders heeft een nieuw wachtwoord voor uw account uitgegeven" in page.text
    assert "uitgegeven door applicatiebeheerder op" in page.text
    assert "reden: Kwijt;" in page.text


def test_an_own_password_that_does_not_suit_is_refused_with_what_to_do(stack: Stack) -> None:
    person = "vertegenwoordiger_bedrijfsvoering_olst_wijhe"
    new = one_time(stack, person)
    with browser(stack, new, person) as client:
        wrong, short = fill_in(client, person, "geraden", OWN), fill_in(client, person, new, "kort")
        other = fill_in(client, person, new, OWN, origin="https://elders.example")

    assert [wrong.status_code, short.status_code, other.status_code] == [401, 422, 403]
    assert "klopt niet" in wrong.text
    assert "12 tot 200 tekens" in short.text


def test_whatever_is_filled_in_is_answered_with_the_page(stack: Stack) -> None:
    person = "loco_directeur_olst_wijhe"
    new = one_time(stack, person)
    with browser(stack, new, person) as client:
        nothing = client.post("/jaarcyclus/wachtwoord", data={"username": f"dowr-{person}"})
        long = fill_in(client, person, new, "z" * 3_000)

    assert ["klopt niet" in nothing.text, "12 tot 200 tekens" in long.text] == [True, True]
    assert {answer.headers["content-type"].partition(";")[0] for answer in (nothing, long)} == {"text/html"}


def test_choosing_ends_all_that_was_signed_in(stack: Stack) -> None:
    """Whoever issued it may have signed in with it first."""
    person = "manager_facilitair"
    new = one_time(stack, person)
    program = {"Authorization": f"Bearer {token(stack, person, new).json()['access_token']}"}
    with browser(stack, new, person) as impostor:
        chosen = choose(stack, person, new, OWN)
        page, again = impostor.get("/"), impostor.get("/auth/login/")
    by_program = httpx.get(f"{stack.address}/api/v2/dags", headers=program, trust_env=False)

    assert (chosen.status_code, "Uw nieuwe wachtwoord is vastgelegd" in chosen.text) == (200, True)
    assert (page.headers.get("location"), by_program.status_code) == ("/auth/login/", 401)
    assert "csrf_token" in again.text  # asked for a password, not let in
    assert [token(stack, person, word).status_code for word in (new, OWN)] == [401, 201]


def test_the_vote_after_it_says_so_and_is_told(stack: Stack) -> None:
    """From the issue to the exported dossier: the gate was open before the password was issued."""
    boekjaar = next(_boekjaren)
    stack.set_clock(f"{boekjaar - 1}-04-10T09:00:00")
    dossier = dossier_with_version(stack.workspace, boekjaar=boekjaar)
    run = stack.start_gate(dossier, GATE, GREMIUM)
    gate = wait_for(lambda: stack.workspace.dossier(dossier).gate(GATE))
    questions = stack.questions(OTHER, run, count=len(gate.zetels))
    place = next(number for number, zetel in enumerate(gate.zetels) if zetel.houder == VOTER)
    choose(stack, VOTER, one_time(stack, VOTER), OWN)
    with client_of(stack, VOTER, OWN) as member:
        voted = answer_question(member, questions[place], "afgestemd")
    told = stack.sign_in("controller").call("GET", f"/jaarcyclus/dossier/{dossier}")["wachtwoorden"]
    exports = [export_dossier(stack.workspace, chain) for chain in (dossier, "dowr-postbus")]
    lines = [
        line
        for line in verify_zip(exports[0], asked=Asked(postbus=exports[1])).regels
        if line.onderwerp == "wachtwoorden"
    ]

    number = passwords.issuances(stack.workspace, "dowr")[-1].number
    (vote,) = stack.workspace.dossier(dossier).gate(GATE).votes
    assert (voted.status_code, vote.door, vote.uitgifte) == (200, VOTER, number)
    assert f"; daarna gestemd voor {gate.zetels[place].naam} ({GATE})" in told[-1]
    assert [line.houdt for line in lines] == [True, True]
    assert f"(postbus {number}): wachtwoord van" in lines[1].tekst


def test_everyone_chooses_another_without_being_asked(stack: Stack) -> None:
    """The password that was handed out then stands in no file."""
    person = "college_deventer"
    old = credentials.read(stack.settings)[f"dowr-{person}"]
    chosen = choose(stack, person, old, OWN)

    assert (chosen.status_code, f"dowr-{person}" in credentials.read(stack.settings)) == (200, False)
    assert [token(stack, person, word).status_code for word in (OWN, old)] == [201, 401]


@pytest.mark.ends_stack
def test_a_start_issues_where_a_line_is_gone_and_says_so(stack: Stack) -> None:
    """What who owns the machine can still do is told as well; who chose an own password keeps it."""
    account, kept = f"dowr-{OTHER}", credentials.read(stack.settings)
    elsewhere = credentials.known_elsewhere(stack.settings)
    credentials.write(stack.settings, {name: kept[name] for name in kept if name != account}, elsewhere)
    launcher.start(stack.settings, fast=True, port=int(stack.address.rpartition(":")[2]))
    new = credentials.read(stack.settings)[account]
    (told, *_) = passwords.describe_own(stack.workspace, "dowr", OTHER)

    assert new != kept[account]
    assert "uitgegeven door Jaarcyclus bij het starten op" in told
    assert passwords.must_choose(stack.workspace, "dowr", OTHER)
    assert credentials.known_elsewhere(stack.settings) == elsewhere
    assert credentials.read(stack.settings).keys() == kept.keys()
