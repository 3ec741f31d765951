"""A gate opens on a running Airflow, and who must answer gets mail with a link to the page; once, also after a kill.

The mail server is real, on loopback, in this process.
"""

import os
import signal
import threading
from collections.abc import Iterator

import psutil
import pytest
from playwright.sync_api import expect

from airflow_stack import Stack, running_stack, wait_for
from builders.axe import faults_of
from builders.browser import started_browser
from builders.dossier import Office, add_version, submit_workbooks
from builders.messages import told_in
from builders.post_office import PostOffice, open_post_office
from builders.screens import opened_tab, sign_in
from jaarcyclus import clock
from jaarcyclus.installation import telling
from jaarcyclus.installation.repair import verify_chains
from jaarcyclus.messages.links import seat_link
from jaarcyclus.pages.reader import YEAR
from jaarcyclus.rules.messages import LEASE
from jaarcyclus.steps import airflow_names, calendar, contacts, messages

pytestmark = pytest.mark.airflow

MEMBER, OTHER = "vertegenwoordiger_ict_deventer", "vertegenwoordiger_ict_raalte"
GATE = "v1-s0-regiegroep_ict-r1"


@pytest.fixture(scope="module")
def post() -> Iterator[PostOffice]:
    with open_post_office() as office:
        yield office


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory, post: PostOffice) -> Iterator[Stack]:
    mail = {"MAIL_SERVER": "127.0.0.1", "MAIL_POORT": str(post.port), "MAIL_BEVEILIGING": "geen"}
    with running_stack(tmp_path_factory.mktemp("airflow"), **mail, MAIL_VAN="jaarcyclus@dowr.example") as running:
        yield running


@pytest.fixture(scope="module")
def office(stack: Stack) -> Office:
    """A begroting of which version 1 is made, and the first gates opened at nine."""
    stack.set_clock("2026-04-01T09:00:00")
    made = Office(stack.workspace, calendar.open_round(stack.workspace, "dowr", "begroting", 2027))
    submit_workbooks(made)
    add_version(made)
    stack.set_clock("2026-05-11T09:00:00")
    stack.tick()
    wait_for(lambda: made.state.gate(GATE))
    return made


def mailed_to(post: PostOffice, person: str) -> list[str]:
    return [mail.get_body(("plain",)).get_content() for mail in post.messages if mail["To"] == f"{person}@dowr.example"]


def test_a_gate_opens_and_the_mail_leads_to_its_page(stack: Stack, office: Office, post: PostOffice) -> None:
    contacts.choose(stack.workspace, "dowr", MEMBER, mail=f"{MEMBER}@dowr.example", teams=None)
    stack.tick()
    (text,) = wait_for(lambda: mailed_to(post, MEMBER))
    link = f"{stack.address}{seat_link(office.dossier, GATE, 'deventer')}"

    assert link in text
    assert wait_for(lambda: [item for item in told_in(stack.workspace) if item.outcome])
    verify_chains(stack.workspace, "dowr")
    with started_browser() as browser, opened_tab(stack, browser, script=False) as page:
        page.goto(link)
        sign_in(page, stack, MEMBER)
        page.wait_for_url(link)
        expect(page.get_by_role("heading", level=1)).to_contain_text("begroting 2027")


def test_a_second_look_tells_nothing_anew(stack: Stack, office: Office, post: PostOffice) -> None:
    before = len(runs_ended(stack))
    stack.tick()
    wait_for(lambda: len(runs_ended(stack)) > before)

    assert len(mailed_to(post, MEMBER)) == 1


def test_an_attempt_killed_after_the_text_left_is_known_as_unknown(
    stack: Stack, office: Office, post: PostOffice
) -> None:
    """The task dies between the last byte and the word of the server: nobody knows, and it goes nowhere twice."""
    contacts.choose(stack.workspace, "dowr", OTHER, mail=f"{OTHER}@dowr.example", teams=None)
    post.hold = threading.Event()
    stack.tick()
    wait_for(lambda: mailed_to(post, OTHER))
    os.kill(talking_to(post.port), signal.SIGKILL)
    post.hold.set()
    post.hold = None
    left = next(item for item in told_in(stack.workspace) if item.content.persoon == OTHER)
    assert left.outcome is None

    looked = messages.tell(
        stack.workspace,
        "dowr",
        find=contacts.contacts_of(stack.workspace, "dowr").get,
        channels=telling.channels_of(stack.settings),
        now=lambda: clock.real_time() + LEASE,
    )

    assert (looked.lost, looked.taken) == (1, 0)
    assert len(mailed_to(post, OTHER)) == 1
    verify_chains(stack.workspace, "dowr")


def test_who_runs_the_year_sees_what_went_to_whom_and_what_did_not(stack: Stack, office: Office) -> None:
    with started_browser() as browser, opened_tab(stack, browser, script=True) as page:
        page.goto(YEAR)
        sign_in(page, stack, "controller")
        page.wait_for_url(f"**{YEAR}")
        page.get_by_text("Wat er uitging").click()
        told = page.locator("details", has_text="Wat er uitging")

        expect(told).to_contain_text("aangenomen door de server (250 2.0.0 queued as 12345 for (adres))")
        expect(told).to_contain_text("onzeker: Het programma stopte tussen het verzenden en het vastleggen ervan")
        expect(page.get_by_text("Zonder adres, en dus zonder bericht")).to_be_visible()
        assert faults_of(page) == []


def talking_to(port: int) -> int:
    """Return which process has a connection to this port, from another side than ours."""
    found = [item.pid for item in psutil.net_connections("tcp") if item.raddr and item.raddr.port == port]
    return next(pid for pid in found if pid not in (None, os.getpid()))


def runs_ended(stack: Stack) -> list[str]:
    """Return the runs of the DAG that tells people, which have ended."""
    dag = airflow_names.kind_dag("dowr", airflow_names.MESSAGES)
    found = stack.technical.call("GET", f"/api/v2/dags/{dag}/dagRuns?limit=100")["dag_runs"]
    return [run["dag_run_id"] for run in found if run["state"] == "success"]
