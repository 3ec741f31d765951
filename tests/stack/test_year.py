"""One year, end to end: the command a newcomer types, on a real Airflow, and what it leaves."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.settings import Settings
from jaarcyclus.steps.workspace import open_workspace
from jaarcyclus.terms.products import PRODUCTS

pytestmark = pytest.mark.airflow


@pytest.fixture(scope="module")
def year(tmp_path_factory) -> tuple[Path, str]:
    """Play the whole demo once; return its folder and what it printed."""
    var = tmp_path_factory.mktemp("jaar") / "var"
    done = subprocess.run(
        [sys.executable, "-m", "jaarcyclus", "demo"],
        env=os.environ | {"JAARCYCLUS_VAR": str(var)},
        capture_output=True,
        text=True,
        timeout=2300,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return var, done.stdout


@pytest.mark.parametrize("product", [name for name, product in PRODUCTS.items() if product.in_demo])
def test_each_product_is_published_whole(year, product):
    var, _ = year
    folder = var / "publicatie" / "dowr" / "2027" / product
    names = {path.name for path in folder.iterdir()}

    assert {f"{product}.pdf", f"{product}.xlsx", "bijlage_besluitvorming.pdf", "index.html", "metadata.json"} <= names
    assert (folder / f"{product}.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("product", [name for name, product in PRODUCTS.items() if product.in_demo])
def test_each_exported_dossier_holds_against_its_head(year, product):
    var, _ = year
    dossier = f"dowr-2027-{product}"
    head = open_workspace(Settings.from_env({"JAARCYCLUS_VAR": str(var)})).ledger.head(dossier)

    report = verify_zip((var / "export" / f"{dossier}.zip").read_bytes(), head)

    assert report.houdt, [line for line in report.regels if not line.houdt]


def test_the_begroting_had_a_refusal_a_dispute_and_a_condition(year):
    var, _ = year
    events = open_workspace(Settings.from_env({"JAARCYCLUS_VAR": str(var)})).ledger.events("dowr-2027-begroting")
    kinds = [event.soort for event in events]

    assert kinds.count("inzending_geweigerd") == 1
    assert kinds.count("inzending_geaccepteerd") == 7
    assert any(event.soort == "gate_voorgelegd" and event.inhoud["soort"] == "geschil" for event in events)
    assert kinds.count("voorwaarde_vervuld") == 1


def test_every_vote_was_cast_by_the_holder_of_its_seat(year):
    var, _ = year
    events = open_workspace(Settings.from_env({"JAARCYCLUS_VAR": str(var)})).ledger.events("dowr-2027-begroting")
    holders = {
        (event.inhoud["gate"], seat["zetel"]): seat["houder"]
        for event in events
        if event.soort == "gate_voorgelegd"
        for seat in event.inhoud["zetels"]
    }
    votes = {
        (event.inhoud["gate"], event.inhoud["zetel"]): event.actor
        for event in events
        if event.soort == "stem_uitgebracht"
    }

    assert votes == holders


def test_the_jaarverslag_was_received_by_each_college(year):
    var, _ = year
    events = open_workspace(Settings.from_env({"JAARCYCLUS_VAR": str(var)})).ledger.events("dowr-2027-jaarverslag")

    received = [event.inhoud["gremium"] for event in events if event.soort == "ontvangst_bevestigd"]
    assert sorted(received) == ["college_deventer", "college_olst_wijhe", "college_raalte"]


def test_everything_is_marked_as_an_exercise(year):
    var, _ = year
    folder = var / "publicatie" / "dowr" / "2027" / "begroting"

    assert json.loads((folder / "metadata.json").read_bytes())["oefening"] is True


def test_no_process_of_the_demo_is_left(year):
    var, _ = year
    mark = f"JAARCYCLUS_VAR={var}".encode()
    left = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            environment = (process / "environ").read_bytes()
        except OSError:
            continue
        if mark in environment.split(b"\0"):
            left.append((process / "cmdline").read_bytes())

    assert left == []


def test_progress_is_shown_and_says_where_to_look(year):
    _, printed = year

    assert "Rondkijken: make start" in printed
    assert "CBS Iv3" in printed
