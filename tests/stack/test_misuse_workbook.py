"""Workbooks that do not fit, handed in on the running installation: each gets a verdict in Dutch and is kept.

And what happens to a version that is made twice at once, or replaced while members read it.
"""

import itertools
from collections.abc import Mapping
from typing import Any

import pytest

from airflow_stack import Stack, wait_for
from builders.case import JA, LEDEN, Zaak
from builders.dossier import Kantoor, dien_in, maak_versie, workbook_of
from builders.workbook import edit
from jaarcyclus import clock
from jaarcyclus.steps import calendar

pytestmark = pytest.mark.airflow

PRODUCT = "tussenrapportage_2"
_afstand = itertools.count(3)


def open_round(stack: Stack, jaren: int | None = None) -> Kantoor:
    """Open a round of a boekjaar nobody else uses, or of so many years from now."""
    if not clock.is_simulated(stack.settings):
        stack.set_clock("2029-04-10T09:00:00")
    boekjaar = clock.now(stack.settings).year + (next(_afstand) if jaren is None else jaren)
    return Kantoor(stack.werkplaats, calendar.open_round(stack.werkplaats, "dowr", PRODUCT, boekjaar))


def workbook(perceel: str, kantoor: Kantoor, *, product: str = PRODUCT, jaar: int = 0) -> bytes:
    return workbook_of(perceel, product, kantoor.staat.boekjaar + jaar)[0]


def hand_in(stack: Stack, perceel: str, content: bytes) -> Mapping[str, Any]:
    """Hand in as the perceel's own manager and return the verdict."""
    client = stack.als(f"manager_{perceel}")
    sent = {"data": {"perceel": perceel}, "files": {"bestand": (f"{perceel}.xlsx", content)}}
    nummer = client.call("POST", "/jaarcyclus/inzending/dowr", **sent)["ontvangst"]
    return wait_for(lambda: client.call("GET", f"/jaarcyclus/inzending/dowr/{nummer}")["oordeel"])


def findings(verdict: Mapping[str, Any]) -> dict[str, str]:
    """Return the sentences of a verdict by code."""
    return {item["code"]: item["melding"] for item in verdict["bevindingen"]}


def older_template(book: Any) -> None:
    for naam, waarde in book["Kenmerken"].iter_rows(max_col=2):
        if naam.value == "versie":
            waarde.value = "0"


def test_a_workbook_is_accepted_once(stack: Stack) -> None:
    """The plain case, and the same file again: the sender hears that nothing needs to be done."""
    kantoor = open_round(stack)
    content = workbook("ict", kantoor)
    eerste, tweede = hand_in(stack, "ict", content), hand_in(stack, "ict", content)

    assert (eerste["geaccepteerd"], tweede["geaccepteerd"]) == (True, False)
    assert "u hoeft niets te doen" in findings(tweede)["AL_ONTVANGEN"]
    assert list(kantoor.staat.huidige_inzendingen()) == ["ict"]
    assert len(kantoor.staat.inzendingen) == 1


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda kantoor: workbook("psa", kantoor), "PERCEEL_ONJUIST"),
        (lambda kantoor: workbook("ict", kantoor, jaar=50), "GEEN_OPEN_RONDE"),
        (lambda kantoor: workbook("ict", kantoor, product="jaarverslag"), "GEEN_OPEN_RONDE"),
        (lambda kantoor: edit(workbook("ict", kantoor), older_template), "SJABLOON_VEROUDERD"),
    ],
    ids=["perceel", "boekjaar", "product", "sjabloon"],
)
def test_a_workbook_of_something_else_is_refused(stack: Stack, make: Any, code: str) -> None:
    """Of another perceel, year, product or form: the round has no submission, and the file is kept."""
    kantoor = open_round(stack)
    content = make(kantoor)
    verdict = hand_in(stack, "ict", content)

    assert not verdict["geaccepteerd"]
    assert findings(verdict)[code].endswith(".")
    assert kantoor.staat.inzendingen == ()
    assert stack.werkplaats.store.get(verdict["sha256"]) == content


def test_a_late_workbook_is_accepted_and_marked(stack: Stack) -> None:
    """The round waits for it: refusing would stop the year. The sender and the dossier say that it was late."""
    kantoor = open_round(stack, jaren=-3)
    verdict = hand_in(stack, "ict", workbook("ict", kantoor))

    assert verdict["geaccepteerd"]
    assert "TE_LAAT" in findings(verdict)
    assert [inzending.te_laat for inzending in kantoor.staat.inzendingen] == [True]


def test_a_workbook_for_a_round_with_a_version_is_refused(stack: Stack) -> None:
    """The version on its route keeps its bytes; the sender hears whom to ask."""
    kantoor = open_round(stack)
    dien_in(kantoor)
    manifest = maak_versie(kantoor)
    verdict = hand_in(stack, "psa", workbook_of("psa", PRODUCT, kantoor.staat.boekjaar, 4)[0])

    assert not verdict["geaccepteerd"]
    assert "heropenen" in findings(verdict)["RONDE_GESLOTEN"]
    assert kantoor.staat.actieve_versie.manifest_sha256 == manifest


def test_two_runs_at_once_make_one_version(stack: Stack) -> None:
    """Somebody starts the same step beside the calendar: one version, and each gate is asked in one run."""
    kantoor = open_round(stack)
    dien_in(kantoor)
    runs = [f"{kantoor.dossier}-tegelijk-{nummer}" for nummer in (1, 2)]
    for run in runs:
        assert stack.technisch.trigger("dowr_product", run, {"dossier": kantoor.dossier})
    states = [stack.wait_for_run("dowr_product", run) for run in runs]

    assert states == ["success", "success"]
    assert kantoor.soorten.count("versie_gemaakt") == 1
    assert gate_runs(stack, kantoor.dossier) == [f"{kantoor.dossier}-v1-s0-regiegroep_ict-r1-p1"]


def gate_runs(stack: Stack, dossier: str) -> list[str]:
    """Return every run of the first gate, also those that ended."""
    runs = stack.technisch.call("GET", "/api/v2/dags/dowr_besluit_regiegroep_ict/dagRuns", params={"limit": 1000})
    return [run["dag_run_id"] for run in runs["dag_runs"] if run["dag_run_id"].startswith(f"{dossier}-")]


def test_a_vote_on_a_replaced_version_is_refused(stack: Stack) -> None:
    """The controller reopens while a member reads: the old question ends, and what was answered stays as it was."""
    zaak = Zaak(stack)
    vragen = zaak.questions()
    assert zaak.answer(LEDEN[0], vragen[0]).status_code == 200
    heropend = {"reden": "De cijfers van inkoop kloppen niet.", "percelen": ["inkoop"]}
    stack.als("controller").call("POST", f"/jaarcyclus/dossier/{zaak.dossier}/heropen", json=heropend)
    laat = zaak.answer(LEDEN[1], vragen[1])

    assert (laat.status_code, laat.json()["detail"].split(";")[0]) == (409, "Deze versie is vervangen")
    assert stack.wait_for_run("dowr_besluit_directieberaad", zaak.run) == "failed"
    assert zaak.votes() == [(LEDEN[0], JA)]
    assert not zaak.published()
