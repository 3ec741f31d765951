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
from jaarcyclus.demo.sample_figures import voorbeeld_cijfers
from jaarcyclus.dossier import manifest
from jaarcyclus.installation.environment import PROJECT, make_environment
from jaarcyclus.steps import calendar, receipts
from jaarcyclus.workbook.writer import maak_werkboek

pytestmark = pytest.mark.airflow

_boekjaren = itertools.count(2060)
GEEN_WERKBOEK = {"bestand": ("werkboek.xlsx", b"geen werkboek")}


@pytest.fixture(scope="module")
def dossier(stack: Stack) -> str:
    """A dossier with a version on its route."""
    boekjaar = next(_boekjaren)
    stack.set_clock(f"{boekjaar - 1}-04-10T09:00:00")
    return dossier_with_version(stack.werkplaats, boekjaar=boekjaar)


def product_sha256(stack: Stack, dossier: str) -> str:
    versie = stack.werkplaats.dossier(dossier).actieve_versie
    made = manifest.from_bytes(stack.werkplaats.store.get(versie.manifest_sha256))
    return made.documenten["begroting.pdf"]


def routes(stack: Stack) -> list[tuple[str, str]]:
    """Return method and path of every route of the API, asked of the app itself."""
    found = "[(m, r.path) for r in a.app.routes for m in r.methods]"
    script = f"import json, jaarcyclus_airflow.api as a; print(json.dumps({found}))"
    omgeving = make_environment(stack.settings, poort=1, snel=True) | {"PYTHONPATH": str(PROJECT / "plugins")}
    lines = subprocess.check_output([sys.executable, "-c", script], env=omgeving, text=True).splitlines()
    return [(method, path) for method, path in json.loads(lines[-1])]


def test_nobody_gets_in_without_signing_in(stack: Stack) -> None:
    """Every route refuses the anonymous, whatever they send; a new route is walked too."""
    echt = {"{profiel}": "dowr", "{nummer}": "1", "{sha256}": "0" * 64, "{dossier}": "dowr-2027-begroting"}
    paden = [(method, "/".join(echt.get(deel, deel) for deel in path.split("/"))) for method, path in routes(stack)]
    statussen = {pad: httpx.request(method, f"{stack.adres}/jaarcyclus{pad}").status_code for method, pad in paden}

    assert len(statussen) >= 8
    assert set(statussen.values()) == {401}


def test_a_document_is_read_by_its_hash(stack: Stack, dossier: str) -> None:
    """A member follows the link in the question and gets the voted bytes, as what they are."""
    sha256 = product_sha256(stack, dossier)
    gekregen = stack.als("gemeentesecretaris_raalte").request("GET", f"/jaarcyclus/document/{sha256}")

    assert gekregen.content == stack.werkplaats.store.get(sha256)
    assert gekregen.headers["content-type"] == "application/pdf"
    assert gekregen.headers["x-content-type-options"] == "nosniff"


def test_a_workbook_is_not_a_document(stack: Stack, dossier: str) -> None:
    """What a perceel handed in lies in the same store and is not for every member."""
    werkboek = stack.werkplaats.dossier(dossier).inzendingen[0].sha256
    gekregen = stack.als("gemeentesecretaris_raalte").request("GET", f"/jaarcyclus/document/{werkboek}")

    assert gekregen.status_code == 404


def test_another_cooperation_sees_nothing(stack: Stack, dossier: str) -> None:
    """Two cooperations on one installation do not read each other's dossiers."""
    ander = stack.werkplaats.profile("regio_zwolle").personen[0].sleutel
    client = stack.als(ander, "regio_zwolle")
    sha256 = product_sha256(stack, dossier)

    assert client.request("GET", f"/jaarcyclus/dossier/{dossier}").status_code == 404
    assert client.request("GET", f"/jaarcyclus/document/{sha256}").status_code == 404


def test_handing_in_for_another_perceel_is_refused(stack: Stack, dossier: str) -> None:
    """The manager of ICT does not speak for inkoop."""
    poging = stack.als("manager_ict").request(
        "POST", "/jaarcyclus/inzending/dowr", files=GEEN_WERKBOEK, data={"perceel": "inkoop"}
    )

    assert (poging.status_code, poging.json()["code"]) == (403, "NIET_BEVOEGD")


def test_a_file_larger_than_a_workbook_is_refused_unread(stack: Stack) -> None:
    """The limit is a setting; nothing is kept."""
    groot = {"bestand": ("groot.xlsx", b"0" * (stack.settings.max_werkboek_bytes + 200_000))}
    poging = stack.als("manager_ict").request(
        "POST", "/jaarcyclus/inzending/dowr", files=groot, data={"perceel": "ict"}
    )

    assert poging.status_code == 413


def test_a_change_sent_by_another_website_is_refused(stack: Stack, dossier: str) -> None:
    """The browser's cookie goes along by itself; the page it came from shows."""
    client = stack.als("controller")
    cookie = {"_token": client._headers()["Authorization"].removeprefix("Bearer ")}
    pad = f"{stack.adres}/jaarcyclus/dossier/{dossier}/heropen"
    vreemd = httpx.post(pad, json={"reden": "x"}, cookies=cookie, headers={"Origin": "http://elders.example"})
    zonder = httpx.post(pad, json={"reden": "x"}, cookies=cookie)

    assert (vreemd.status_code, zonder.status_code) == (403, 403)
    assert stack.werkplaats.dossier(dossier).heropeningen == ()


def test_only_the_controller_reopens(stack: Stack) -> None:
    """A reopening ends the version; a member who tries hears whom to ask."""
    boekjaar = next(_boekjaren)
    stack.set_clock(f"{boekjaar - 1}-04-10T09:00:00")
    dossier = dossier_with_version(stack.werkplaats, boekjaar=boekjaar)
    pad, reden = f"/jaarcyclus/dossier/{dossier}/heropen", {"reden": "nieuwe loonindex", "percelen": ["psa"]}
    lid = stack.als("gemeentesecretaris_raalte").request("POST", pad, json=reden)
    controller = stack.als("controller").request("POST", pad, json=reden)

    assert (lid.status_code, lid.json()["code"]) == (403, "NIET_BEVOEGD")
    assert controller.status_code == 204
    assert [h.door for h in stack.werkplaats.dossier(dossier).heropeningen] == ["controller"]


def test_the_controller_says_which_conditions_of_the_route_hold(stack: Stack) -> None:
    """DOWR's routes ask for none, so the rule that refuses names that; a member does not get that far."""
    boekjaar = next(_boekjaren)
    stack.set_clock(f"{boekjaar - 1}-04-10T09:00:00")
    dossier = calendar.open_round(stack.werkplaats, "dowr", "begroting", boekjaar)
    pad, verzoek = f"/jaarcyclus/dossier/{dossier}/kenmerken", {"kenmerken": [], "reden": "geen nieuw beleid"}
    lid = stack.als("gemeentesecretaris_raalte").request("POST", pad, json=verzoek)
    onbekend = stack.als("controller").request("POST", pad, json={**verzoek, "kenmerken": ["strategisch"]})
    geen = stack.als("controller").request("POST", pad, json=verzoek)

    assert (lid.status_code, lid.json()["code"]) == (403, "NIET_BEVOEGD")
    assert (onbekend.json()["code"], geen.status_code) == ("KENMERK_ONBEKEND", 204)
    assert [event.actor for event in stack.werkplaats.ledger.events(dossier)][-1] == "controller"


def test_a_workbook_dropped_in_the_inbox_is_accepted_and_answered(stack: Stack) -> None:
    """The manager of ICT saves the file in the folder of the perceel, does nothing else, and finds the answer there."""
    boekjaar = 2027
    stack.set_clock("2026-04-10T09:00:00")
    stack.tick()
    profile = stack.werkplaats.profile("dowr")
    inhoud = voorbeeld_cijfers(profile, "ict", "begroting", boekjaar)
    werkboek = maak_werkboek(profile, profile.inzendplicht("ict"), "begroting", boekjaar, inhoud)
    map_ = stack.settings.inbox / "dowr" / "ict"
    half = map_ / ".half"
    half.write_bytes(werkboek)
    half.rename(map_ / "ict 2027.xlsx")

    (inzending,) = wait_for(lambda: stack.werkplaats.dossier("dowr-2027-begroting").inzendingen)
    (antwoord,) = wait_for(lambda: tuple((map_ / "verwerkt").glob("*-antwoord.txt")))

    assert (inzending.perceel, inzending.inzender) == ("ict", "manager_ict")
    assert [pad.name[7:] for pad in sorted((map_ / "verwerkt").iterdir())] == ["antwoord.txt", "ict 2027.xlsx"]
    assert "Uitkomst:   geaccepteerd" in antwoord.read_text()


def test_a_half_written_or_linked_file_stays_where_it_is(stack: Stack) -> None:
    """A copy in progress is left alone, and a link is never followed."""
    map_ = stack.settings.inbox / "dowr" / "psa"
    (map_ / "~$psa.xlsx").write_bytes(b"slot")
    (map_ / "psa.xlsx").symlink_to("/etc/hostname")
    os.utime(map_ / "~$psa.xlsx", (0, 0))
    teken = stack.settings.inbox / "dowr" / "inkoop" / "inkoop.xlsx"
    teken.write_bytes(b"geen werkboek")
    wait_for(lambda: not teken.exists())

    assert sorted(pad.name for pad in map_.iterdir()) == ["psa.xlsx", "~$psa.xlsx"]


def test_what_is_no_workbook_gets_a_verdict(stack: Stack) -> None:
    """A mistake is a finding, never a crash."""
    antwoord = stack.als("manager_ict").request(
        "POST", "/jaarcyclus/inzending/dowr", files=GEEN_WERKBOEK, data={"perceel": "ict"}
    )
    nummer = antwoord.json()["ontvangst"]
    oordeel = wait_for(lambda: receipts.verdict(stack.werkplaats, "dowr", nummer))

    assert (antwoord.status_code, oordeel["geaccepteerd"]) == (202, False)
    assert oordeel["bevindingen"]
