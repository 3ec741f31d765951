"""Workbooks that do not fit, handed in on the running installation: each gets a verdict in Dutch and is kept.

And what happens to a version that is made twice at once, or replaced while members read it.
"""

import itertools
from collections.abc import Mapping
from typing import Any

import pytest

from airflow_stack import Stack, wait_for
from builders.case import MEMBERS, YES, Case
from builders.dossier import Office, add_version, skip_pause, submit_workbooks, workbook_of
from builders.workbook import edit
from jaarcyclus import clock
from jaarcyclus.steps import calendar

pytestmark = pytest.mark.airflow

PRODUCT = "tussenrapportage_2"
_afstand = itertools.count(3)


def open_round(stack: Stack) -> Office:
    """Open a round of a boekjaar nobody else uses: long past, so every workbook in it is late."""
    if not clock.is_simulated(stack.settings):
        stack.set_clock("2090-04-10T09:00:00")
    boekjaar = clock.now(stack.settings).year - next(_afstand)
    return Office(stack.workspace, calendar.open_round(stack.workspace, "dowr", PRODUCT, boekjaar))


def workbook(perceel: str, office: Office, *, product: str = PRODUCT, year: int = 0) -> bytes:
    return workbook_of(perceel, product, office.state.boekjaar + year)[0]


def hand_in(stack: Stack, perceel: str, content: bytes) -> Mapping[str, Any]:
    """Hand in as the perceel's own manager and return the verdict."""
    client = stack.sign_in(f"manager_{perceel}")
    sent = {"data": {"perceel": perceel}, "files": {"bestand": (f"{perceel}.xlsx", content)}}
    number = client.call("POST", "/jaarcyclus/inzending/dowr", **sent)["ontvangst"]
    return wait_for(lambda: client.call("GET", f"/jaarcyclus/inzending/dowr/{number}")["oordeel"])


def findings(verdict: Mapping[str, Any]) -> dict[str, str]:
    """Return the sentences of a verdict by code."""
    return {item["code"]: item["melding"] for item in verdict["bevindingen"]}


def older_template(book: Any) -> None:
    for name, value in book["Kenmerken"].iter_rows(max_col=2):
        if name.value == "versie":
            value.value = "0"


def test_a_workbook_is_accepted_once(stack: Stack) -> None:
    """The plain case, and the same file again: the sender hears that nothing needs to be done."""
    office = open_round(stack)
    content = workbook("ict", office)
    first, second = hand_in(stack, "ict", content), hand_in(stack, "ict", content)

    assert (first["geaccepteerd"], second["geaccepteerd"]) == (True, False)
    assert "u hoeft niets te doen" in findings(second)["AL_ONTVANGEN"]
    assert list(office.state.current) == ["ict"]
    assert len(office.state.inzendingen) == 1


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda office: workbook("psa", office), "PERCEEL_ONJUIST"),
        (lambda office: workbook("ict", office, year=50), "GEEN_OPEN_RONDE"),
        (lambda office: workbook("ict", office, product="jaarverslag"), "GEEN_OPEN_RONDE"),
        (lambda office: edit(workbook("ict", office), older_template), "SJABLOON_VEROUDERD"),
    ],
    ids=["perceel", "boekjaar", "product", "sjabloon"],
)
def test_a_workbook_of_something_else_is_refused(stack: Stack, make: Any, code: str) -> None:
    """Of another perceel, year, product or form: the round has no submission, and the file is kept."""
    office = open_round(stack)
    content = make(office)
    verdict = hand_in(stack, "ict", content)

    assert not verdict["geaccepteerd"]
    assert findings(verdict)[code].endswith(".")
    assert office.state.inzendingen == ()
    assert stack.workspace.store.get(verdict["sha256"]) == content


def test_a_late_workbook_is_accepted_and_marked(stack: Stack) -> None:
    """The round waits for it: refusing would stop the year. The sender and the dossier say that it was late."""
    office = open_round(stack)
    verdict = hand_in(stack, "ict", workbook("ict", office))

    assert verdict["geaccepteerd"]
    assert "TE_LAAT" in findings(verdict)
    assert [inzending.te_laat for inzending in office.state.inzendingen] == [True]


def test_a_workbook_for_a_round_with_a_version_is_refused(stack: Stack) -> None:
    """The version on its route keeps its bytes; the sender hears whom to ask."""
    office = open_round(stack)
    submit_workbooks(office)
    manifest = add_version(office)
    verdict = hand_in(stack, "psa", workbook_of("psa", PRODUCT, office.state.boekjaar, 4)[0])

    assert not verdict["geaccepteerd"]
    assert "heropenen" in findings(verdict)["RONDE_GESLOTEN"]
    assert office.state.active_version.manifest_sha256 == manifest


def test_two_runs_at_once_make_one_version(stack: Stack) -> None:
    """Somebody starts the same step beside the calendar: one version, and each gate is asked in one run."""
    office = open_round(stack)
    submit_workbooks(office)
    skip_pause(stack.workspace, office.dossier)
    runs = [f"{office.dossier}-tegelijk-{number}" for number in (1, 2)]
    for run in runs:
        assert stack.technical.trigger("dowr_product", run, {"dossier": office.dossier})
    states = [stack.wait_for_run("dowr_product", run) for run in runs]

    assert states == ["success", "success"]
    assert office.kinds.count("versie_gemaakt") == 1
    assert gate_runs(stack, office.dossier) == [f"{office.dossier}-v1-s0-regiegroep_ict-r1-p1"]


def gate_runs(stack: Stack, dossier: str) -> list[str]:
    """Return every run of the first gate, also those that ended."""
    runs = stack.technical.call("GET", "/api/v2/dags/dowr_besluit_regiegroep_ict/dagRuns", params={"limit": 1000})
    return [run["dag_run_id"] for run in runs["dag_runs"] if run["dag_run_id"].startswith(f"{dossier}-")]


def test_a_vote_on_a_replaced_version_is_refused(stack: Stack) -> None:
    """The controller reopens while a member reads: the old question ends, and what was answered stays as it was."""
    case = Case(stack)
    questions = case.questions()
    assert case.answer(MEMBERS[0], questions[0]).status_code == 200
    heropend = {"reden": "De cijfers van inkoop kloppen niet.", "percelen": ["inkoop"]}
    stack.sign_in("controller").call("POST", f"/jaarcyclus/dossier/{case.dossier}/heropen", json=heropend)
    late = case.answer(MEMBERS[1], questions[1])

    assert (late.status_code, late.json()["detail"].split(";")[0]) == (409, "Deze versie is vervangen")
    # Ended, and told why. Its colour decides nothing: a scheduler that was looking may paint it green (SQLite).
    stack.wait_for_run("dowr_besluit_directieberaad", case.run)
    assert stack.technical.call("GET", case.path())["note"].startswith("de gate is gesloten of vervallen")
    assert case.votes() == [(MEMBERS[0], YES)]
    assert not case.published()
