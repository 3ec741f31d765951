"""The year in progress of `make start VOORBEELD=1`: who it names to sign in as, and each page that they look at."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from airflow_stack import free_port
from builders.axe import faults_of
from builders.browser import PHONE_PX
from jaarcyclus.installation import credentials, launcher
from jaarcyclus.settings import Settings

pytestmark = pytest.mark.airflow
SEEN = {
    "office": (
        "jaar",
        "jaar/2026",
        "jaar/2027",
        "jaar/doorlooptijden",
        "jaar/controles",
        "dossiers",
        "dossiers/dowr-2026-jaarverslag",
    ),
    "member": ("besluiten", "dossiers/dowr-2027-tussenrapportage_1", "berichten"),
    "manager": ("inleveren", "dossiers/dowr-2028-begroting"),
    "beheerder": ("beheer", "beheer/functies", "beheer/accounts", "beheer/kalender"),
}


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, str]]:
    """Open it as the command does; yield its settings and what was printed, and stop it."""
    settings = Settings.from_env({"JAARCYCLUS_VAR": str(tmp_path_factory.mktemp("voorbeeld") / "var")})
    command = [sys.executable, "-m", "jaarcyclus", "start", "--voorbeeld", "--poort", str(free_port())]
    environment = os.environ | {"JAARCYCLUS_VAR": str(settings.var)}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=1200, check=False)
        assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
        yield settings, done.stdout
    finally:
        launcher.stop(settings)


def named(printed: str, what: str) -> str:
    """Return the account of which the list at the end says this."""
    return next(line.split()[0] for line in printed.splitlines() if line.startswith("   dowr-") and what in line)


def sign_in(page: Page, settings: Settings, account: str) -> None:
    page.get_by_label("Gebruikersnaam").fill(account)
    page.get_by_label("Wachtwoord").fill(credentials.read(settings)[account])
    page.get_by_role("button", name="Aanmelden").click()
    page.wait_for_url("**/jaarcyclus/**")


def test_it_names_who_is_asked_who_owes_and_who_watches(example: tuple[Settings, str]) -> None:
    settings, printed = example

    accounts = {named(printed, what) for what in ("ziet op Het jaar", "te beantwoorden", "in te leveren")}

    assert len(accounts & credentials.read(settings).keys()) == 3


@pytest.mark.parametrize("who", SEEN)
def test_what_they_see_shuts_nobody_out(example: tuple[Settings, str], browser: Browser, who: str) -> None:
    settings, printed = example
    telling = {"office": "ziet op Het jaar", "member": "te beantwoorden", "manager": "in te leveren"}
    account = named(printed, telling[who]) if who in telling else f"dowr-{who}"
    context = browser.new_context(base_url=launcher.address(settings), viewport={"width": PHONE_PX, "height": 844})
    page = context.new_page()
    page.goto("/jaarcyclus/")
    sign_in(page, settings, account)
    found = {}
    for path in SEEN[who]:
        answer = page.goto(f"/jaarcyclus/{path}")
        found[path] = (answer.status if answer else 0, faults_of(page))
    context.close()

    assert found == {path: (200, []) for path in SEEN[who]}


def test_the_question_stands_open_on_the_list_of_who_is_asked(example: tuple[Settings, str], browser: Browser) -> None:
    """From the list to the question, on a phone without script."""
    settings, printed = example
    account = named(printed, "te beantwoorden")
    context = browser.new_context(
        base_url=launcher.address(settings), viewport={"width": PHONE_PX, "height": 844}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/jaarcyclus/besluiten")
    sign_in(page, settings, account)
    page.locator("a[href*='/jaarcyclus/besluiten/dowr-2027']").first.click()

    assert page.get_by_role("button", name="Ga naar de controle").count() == 1
    context.close()
