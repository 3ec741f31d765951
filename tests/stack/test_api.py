"""The small API on the running Airflow: who may do what, what a stranger gets, and that a file is safe once taken."""

import itertools
import json
import os
import subprocess
import sys

import httpx
import pytest

from airflow_stack import Stack, wait_for
from builders.gate import dossier_with_version
from jaarcyclus.demo.sample_figures import sample_figures
from jaarcyclus.dossier import manifest
from jaarcyclus.installation.environment import PROJECT, make_environment
from jaarcyclus.steps import calendar, receipts
from jaarcyclus.workbook.writer import make_workbook

pytestmark = pytest.mark.airflow

_boekjaren = itertools.count(2092)
NO_WORKBOOK = {"bestand": ("werkboek.xlsx", b"geen werkboek")}


@pytest.fixture(scope="module")
def dossier(stack: Stack) -> str:
    """A dossier with a version on its route."""
    boekjaar = next(_boekjaren)
    stack.set_clock(f"{boekjaar - 1}-04-10T09:00:00")
    return dossier_with_version(stack.workspace, boekjaar=boekjaar)


def product_sha256(stack: Stack, dossier: str) -> str:
    version = stack.workspace.dossier(dossier).active_version
    made = manifest.from_bytes(stack.workspace.store.get(version.manifest_sha256))
    return made.documenten["begroting.pdf"]


def routes(stack: Stack) -> list[tuple[str, str]]:
    """Return method and path of every route of the API, asked of the app itself."""
    found = "[(m, r.path) for r in a.app.routes for m in r.methods]"
    script = f"import json, jaarcyclus_airflow.api as a; print(json.dumps({found}))"
    environment = make_environment(stack.settings, port=1, fast=True) | {"PYTHONPATH": str(PROJECT / "plugins")}
    lines = subprocess.check_output([sys.executable, "-c", script], env=environment, text=True).splitlines()
    return [(method, path) for method, path in json.loads(lines[-1])]


def test_nobody_gets_in_without_signing_in(stack: Stack) -> None:
    """Every route refuses the anonymous, whatever they send; a new route is walked too."""
    real = {"{profiel}": "dowr", "{nummer}": "1", "{sha256}": "0" * 64, "{dossier}": "dowr-2027-begroting"}
    paths = [(method, "/".join(real.get(part, part) for part in path.split("/"))) for method, path in routes(stack)]
    as_a_form = {"content-type": "application/x-www-form-urlencoded"}  # a page that takes a form takes nothing else
    statuses = {
        route: httpx.request(method, f"{stack.address}/jaarcyclus{route}", headers=as_a_form, timeout=60.0).status_code
        for method, route in paths
    }

    assert len(statuses) >= 8
    assert set(statuses.values()) == {401}


def test_a_document_is_read_by_its_hash(stack: Stack, dossier: str) -> None:
    """A member follows the link in the question and gets the voted bytes, as what they are."""
    sha256 = product_sha256(stack, dossier)
    got = stack.sign_in("gemeentesecretaris_raalte").request("GET", f"/jaarcyclus/document/{sha256}")

    assert got.content == stack.workspace.store.get(sha256)
    assert got.headers["content-type"] == "application/pdf"
    assert got.headers["x-content-type-options"] == "nosniff"


def test_a_workbook_is_not_a_document(stack: Stack, dossier: str) -> None:
    """What a perceel handed in lies in the same store and is not for every member."""
    workbook = stack.workspace.dossier(dossier).inzendingen[0].sha256
    got = stack.sign_in("gemeentesecretaris_raalte").request("GET", f"/jaarcyclus/document/{workbook}")

    assert got.status_code == 404


def test_another_cooperation_sees_nothing(stack: Stack, dossier: str) -> None:
    """Two cooperations on one installation do not read each other's dossiers."""
    other = stack.workspace.profile("regio_zwolle").personen[0].sleutel
    client = stack.sign_in(other, "regio_zwolle")
    sha256 = product_sha256(stack, dossier)

    assert client.request("GET", f"/jaarcyclus/dossier/{dossier}").status_code == 404
    assert client.request("GET", f"/jaarcyclus/document/{sha256}").status_code == 404


def test_handing_in_for_another_perceel_is_refused(stack: Stack, dossier: str) -> None:
    """The manager of ICT does not speak for inkoop."""
    attempt = stack.sign_in("manager_ict").request(
        "POST", "/jaarcyclus/inzending/dowr", files=NO_WORKBOOK, data={"perceel": "inkoop"}
    )

    assert (attempt.status_code, attempt.json()["code"]) == (403, "NIET_BEVOEGD")


def test_a_file_larger_than_a_workbook_is_refused_unread(stack: Stack) -> None:
    """The limit is a setting; nothing is kept."""
    large = {"bestand": ("groot.xlsx", b"0" * (stack.settings.max_werkboek_bytes + 200_000))}
    attempt = stack.sign_in("manager_ict").request(
        "POST", "/jaarcyclus/inzending/dowr", files=large, data={"perceel": "ict"}
    )

    assert attempt.status_code == 413


def test_a_change_sent_by_another_website_is_refused(stack: Stack, dossier: str) -> None:
    """The browser's cookie goes along by itself; the page it came from shows."""
    client = stack.sign_in("controller")
    cookie = {"_token": client._headers()["Authorization"].removeprefix("Bearer ")}
    path = f"{stack.address}/jaarcyclus/dossier/{dossier}/heropen"
    strange = httpx.post(path, json={"reden": "x"}, cookies=cookie, headers={"Origin": "http://elders.example"})
    without = httpx.post(path, json={"reden": "x"}, cookies=cookie)

    assert (strange.status_code, without.status_code) == (403, 403)
    assert stack.workspace.dossier(dossier).reopenings == ()


def test_only_the_controller_reopens(stack: Stack) -> None:
    """A reopening ends the version; a member who tries hears whom to ask."""
    boekjaar = next(_boekjaren)
    stack.set_clock(f"{boekjaar - 1}-04-10T09:00:00")
    dossier = dossier_with_version(stack.workspace, boekjaar=boekjaar)
    path, reason = f"/jaarcyclus/dossier/{dossier}/heropen", {"reden": "nieuwe loonindex", "percelen": ["psa"]}
    lid = stack.sign_in("gemeentesecretaris_raalte").request("POST", path, json=reason)
    controller = stack.sign_in("controller").request("POST", path, json=reason)

    assert (lid.status_code, lid.json()["code"]) == (403, "NIET_BEVOEGD")
    assert controller.status_code == 204
    assert [h.door for h in stack.workspace.dossier(dossier).reopenings] == ["controller"]


def test_the_controller_says_which_conditions_of_the_route_hold(stack: Stack) -> None:
    """DOWR's routes ask for none, and the controller hears that; a member does not get that far."""
    boekjaar = next(_boekjaren)
    stack.set_clock(f"{boekjaar - 1}-04-10T09:00:00")
    dossier = calendar.open_round(stack.workspace, "dowr", "begroting", boekjaar)
    path, request = f"/jaarcyclus/dossier/{dossier}/kenmerken", {"kenmerken": [], "reden": "geen nieuw beleid"}
    lid = stack.sign_in("gemeentesecretaris_raalte").request("POST", path, json=request)
    unknown = stack.sign_in("controller").request("POST", path, json={**request, "kenmerken": ["strategisch"]})
    none = stack.sign_in("controller").request("POST", path, json=request)

    assert (lid.status_code, lid.json()["code"]) == (403, "NIET_BEVOEGD")
    assert {answer.json()["code"] for answer in (unknown, none)} == {"KENMERK_ONBEKEND"}
    assert "kenmerken_vastgelegd" not in [event.soort for event in stack.workspace.ledger.events(dossier)]


def test_a_workbook_dropped_in_the_inbox_is_accepted_and_answered(stack: Stack) -> None:
    """The manager of ICT saves the file in the folder of the perceel, does nothing else, and finds the answer there."""
    boekjaar = 2027
    stack.set_clock("2026-04-10T09:00:00")
    stack.tick()
    profile = stack.workspace.profile("dowr")
    content = sample_figures(profile, "ict", "begroting", boekjaar)
    workbook = make_workbook(profile, profile.inzendplicht("ict"), "begroting", boekjaar, content)
    folder = stack.settings.inbox / "dowr" / "ict"
    half = folder / ".half"
    half.write_bytes(workbook)
    half.rename(folder / "ict 2027.xlsx")

    (inzending,) = wait_for(lambda: stack.workspace.dossier("dowr-2027-begroting").inzendingen)
    (answer,) = wait_for(lambda: tuple((folder / "verwerkt").glob("*-antwoord.txt")))

    assert (inzending.perceel, inzending.inzender) == ("ict", "manager_ict")
    laid = [path.name for path in sorted((folder / "verwerkt").iterdir()) if not path.name.startswith(".")]  # no draft
    assert [name[7:] for name in laid] == ["antwoord.txt", "ict 2027.xlsx"]
    assert "Uitkomst:   geaccepteerd" in answer.read_text()


def test_a_half_written_or_linked_file_stays_where_it_is(stack: Stack) -> None:
    """A copy in progress is left alone, and a link is never followed."""
    folder = stack.settings.inbox / "dowr" / "psa"
    (folder / "~$psa.xlsx").write_bytes(b"slot")
    (folder / "psa.xlsx").symlink_to("/etc/hostname")
    os.utime(folder / "~$psa.xlsx", (0, 0))
    teken = stack.settings.inbox / "dowr" / "inkoop" / "inkoop.xlsx"
    teken.write_bytes(b"geen werkboek")
    wait_for(lambda: not teken.exists())

    assert sorted(path.name for path in folder.iterdir() if path.name != "werkboek") == ["psa.xlsx", "~$psa.xlsx"]


def test_what_is_no_workbook_gets_a_verdict(stack: Stack) -> None:
    """A mistake is a finding, never a crash."""
    answer = stack.sign_in("manager_ict").request(
        "POST", "/jaarcyclus/inzending/dowr", files=NO_WORKBOOK, data={"perceel": "ict"}
    )
    number = answer.json()["ontvangst"]
    verdict = wait_for(lambda: receipts.verdict(stack.workspace, "dowr", number))

    assert (answer.status_code, verdict.geaccepteerd) == (202, False)
    assert verdict.bevindingen
