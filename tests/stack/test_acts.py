"""`jaarcyclus handeling …` on the running Airflow: each act under the account of who does it, through the API."""

import itertools
import os
import subprocess
import sys

import httpx
import pytest

from airflow_stack import Stack, wait_for
from builders.dossier import Office, add_version, open_round, publish_product, submit_workbooks, walk_route
from builders.gate import dossier_with_version
from builders.warned import REASON, RENT, number_of
from jaarcyclus.installation import client, credentials

pytestmark = pytest.mark.airflow

_boekjaren = itertools.count(2120)


def act(stack: Stack, person: str, *arguments: str, password: str | None = None) -> subprocess.CompletedProcess[str]:
    """Give the command as this person would, with the password on its standard input."""
    account = f"dowr-{person}"
    return subprocess.run(
        [sys.executable, "-m", "jaarcyclus", "handeling", *arguments, "--als", account],
        input=f"{password or credentials.read(stack.settings)[account]}\n",
        env={**os.environ, "JAARCYCLUS_VAR": str(stack.settings.var)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def dossier(stack: Stack) -> str:
    boekjaar = next(_boekjaren)
    stack.set_clock(f"{boekjaar - 1}-04-10T09:00:00")
    return dossier_with_version(stack.workspace, boekjaar=boekjaar)


def test_the_controller_reopens_a_round(stack: Stack, dossier: str) -> None:
    done = act(stack, "controller", "heropen", dossier, "--reden", "Nieuwe loonindex.", "--perceel", "psa")

    (reopening,) = stack.workspace.dossier(dossier).reopenings
    assert (done.returncode, done.stderr) == (0, "")
    assert (reopening.door, reopening.reden, reopening.percelen) == ("controller", "Nieuwe loonindex.", ("psa",))


def test_who_may_not_hears_whom_to_ask(stack: Stack, dossier: str) -> None:
    refused = act(stack, "gemeentesecretaris_raalte", "heropen", dossier, "--reden", "Ik wil dit niet.")

    assert (refused.returncode, stack.workspace.dossier(dossier).reopenings) == (1, ())
    assert "vraag het de controller" in refused.stderr


def test_an_empty_reason_is_refused(stack: Stack, dossier: str) -> None:
    refused = act(stack, "controller", "heropen", dossier, "--reden", "-")

    assert (refused.returncode, stack.workspace.dossier(dossier).reopenings) == (1, ())
    assert "er staat geen woord" in refused.stderr


def test_a_wrong_password_acts_for_nobody(stack: Stack, dossier: str) -> None:
    refused = act(stack, "controller", "heropen", dossier, "--reden", "Nieuwe index.", password="geraden")

    assert (refused.returncode, stack.workspace.dossier(dossier).reopenings) == (1, ())
    assert "Aanmelden als 'dowr-controller' lukt niet" in refused.stderr


@pytest.fixture
def published(stack: Stack) -> Office:
    """A begroting of a year nobody else uses, adopted and published."""
    boekjaar = next(_boekjaren)
    office = open_round(stack.settings.var, boekjaar=boekjaar, dag=f"{boekjaar - 1}-04-10", workspace=stack.workspace)
    submit_workbooks(office)
    add_version(office)
    walk_route(office)
    publish_product(office)
    return office


def test_what_the_controller_withdraws_the_calendar_takes_away(stack: Stack, published: Office) -> None:
    """Nobody starts anything: the act lets the calendar look, and that starts the run."""
    place = stack.settings.publicatie / "dowr" / str(published.state.boekjaar) / "begroting"
    done = act(stack, "controller", "intrekking", published.dossier, "--reden", "Er staan namen van inwoners in.")
    wait_for(lambda: published.kinds[-1] == "ingetrokken")

    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in place.iterdir()} == {"index.html", "metadata.json"}


def test_the_controller_opens_a_published_round_again(stack: Stack, published: Office) -> None:
    done = act(stack, "controller", "correctie", published.dossier, "--reden", "Dubbele huur.", "--perceel", "ict")

    assert (done.returncode, done.stderr) == (0, "")
    assert published.state.correction is not None
    assert published.state.reopenings[-1].percelen == ("ict",)


def test_what_can_go_on_does_at_the_controllers_word(stack: Stack) -> None:
    """What a person stood in the way of is tried each hour, and nobody wants to wait for that."""
    boekjaar = next(_boekjaren)
    office = open_round(stack.settings.var, boekjaar=boekjaar, dag=f"{boekjaar - 1}-04-10", workspace=stack.workspace)
    submit_workbooks(office)
    add_version(office)
    walk_route(office)
    done = act(stack, "controller", "verder", "dowr")
    wait_for(lambda: office.kinds[-1] == "gepubliceerd")

    assert (done.returncode, done.stderr) == (0, "")
    assert "jaarcyclus status" in done.stdout


def test_who_may_not_let_the_calendar_look_hears_whom_to_ask(stack: Stack) -> None:
    refused = act(stack, "gemeentesecretaris_raalte", "verder", "dowr")

    assert refused.returncode == 1
    assert "vraag het de controller" in refused.stderr


@pytest.mark.parametrize("what", ["intrekking", "correctie"])
def test_who_may_neither_withdraw_nor_correct_hears_whom_to_ask(stack: Stack, published: Office, what: str) -> None:
    before = published.kinds
    asked = ["--perceel", "ict"] if what == "correctie" else []
    refused = act(stack, "gemeentesecretaris_raalte", what, published.dossier, "--reden", "Ik wil dit niet.", *asked)

    assert (refused.returncode, published.kinds) == (1, before)
    assert "vraag het de controller" in refused.stderr


@pytest.fixture
def warned(stack: Stack) -> Office:
    """A begroting of a year nobody else uses, of which ICT wrote of an amount that is nowhere."""
    boekjaar = next(_boekjaren)
    stack.set_clock(f"{boekjaar - 1}-04-10T09:00:00")
    office = open_round(stack.settings.var, boekjaar=boekjaar, dag=f"{boekjaar - 1}-04-10", workspace=stack.workspace)
    submit_workbooks(office, "ict", warned=[RENT])
    return office


def test_the_controller_lets_a_warning_pass_by_its_number(stack: Stack, warned: Office) -> None:
    done = act(stack, "controller", "afdoen", warned.dossier, "ict", number_of(warned), "--reden", REASON)

    (passed,) = warned.state.passed
    assert (done.returncode, done.stderr) == (0, "")
    assert (passed.door, passed.content.perceel, passed.content.reden) == ("controller", "ict", REASON)


@pytest.mark.parametrize("person", ["manager_ict", "manager_psa", "gemeentesecretaris_raalte"])
def test_nobody_else_does_and_hears_the_same_of_one_that_there_is_not(
    stack: Stack, warned: Office, person: str
) -> None:
    refused = [
        act(stack, person, "afdoen", warned.dossier, "ict", number, "--reden", REASON)
        for number in (number_of(warned), "0" * 12)
    ]

    assert [item.returncode for item in refused] == [1, 1]
    assert refused[0].stderr == refused[1].stderr
    assert "vraag het de controller" in refused[0].stderr
    assert warned.state.passed == ()


def test_without_signing_in_and_from_another_cooperation_the_door_is_shut(stack: Stack, warned: Office) -> None:
    path = f"/jaarcyclus/dossier/{warned.dossier}/afdoen"
    body = {"perceel": "ict", "waarschuwing": number_of(warned), "reden": REASON}
    with httpx.Client(base_url=stack.address, trust_env=False) as nobody:
        stranger = nobody.post(path, json=body)
    with client.AirflowClient(
        stack.address, "regio_zwolle-controller", credentials.read(stack.settings)["regio_zwolle-controller"]
    ) as elsewhere:
        foreign = elsewhere.request("POST", path, json=body)

    assert (stranger.status_code, foreign.status_code) == (401, 404)
    assert warned.state.passed == ()
