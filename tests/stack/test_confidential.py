"""A confidential step on the running Airflow: each role looks for what was answered, on every screen it can open."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from airflow_stack import Stack, running_stack
from builders.axe import faults_of
from builders.case import DAG, GATE, MEMBERS, YES, Case
from builders.dossier import PROFILES
from builders.screens import opened_tab, sign_in
from jaarcyclus.installation import launcher

pytestmark = pytest.mark.airflow

SECRET = "korenbloem"
OUTSIDERS = ("ambtelijk_secretaris", "beheerder", "gemeentesecretaris_raalte", "manager_ict")
_STEP = "    - {rol: vaststelling, gremia: [directieberaad]}"
_LAST = "  - {sleutel: beheerder, functie: applicatiebeheerder}\n"


@pytest.fixture(scope="module")
def profiles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("profielen")
    text = (PROFILES / "dowr.yaml").read_text()
    assert _STEP in text
    assert _LAST in text
    text = text.replace(_STEP, _STEP.replace("]}", "], vertrouwelijk: true}"))
    text = text.replace(_LAST, f"{_LAST}  - {{sleutel: accountant, functie: accountant}}\n")
    (folder / "dowr.yaml").write_text(f"{text}\naccountant: accountant\nopenbaar: [product]\n")
    return folder


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory, profiles: Path) -> Iterator[Stack]:
    with running_stack(tmp_path_factory.mktemp("besloten"), profiles) as running:
        yield running


@pytest.fixture(scope="module")
def case(stack: Stack) -> Case:
    """The directieberaad was asked and decided; the words of one seat are what nobody outside may find."""
    made = Case(stack)
    questions = made.questions()
    for place, member in enumerate(MEMBERS):
        answer = made.answer(member, questions[place], toelichting=f"Zie het {SECRET} op bladzijde {place}.")
        assert answer.status_code == 200, answer.text
    made.wait_until_published()
    return made


@pytest.fixture(scope="module")
def waiting(stack: Stack) -> Case:
    """Another dossier, of which the directieberaad is still asked."""
    made = Case(stack)
    made.questions()
    return made


def look(stack: Stack, person: str, path: str) -> httpx.Response:
    """Return what this person gets, whatever it is."""
    headers = launcher.client(stack.settings, f"dowr-{person}")._headers()
    return httpx.get(f"{stack.address}{path}", headers=headers, timeout=60, trust_env=False)


def screens(case: Case) -> list[str]:
    """Return all that Airflow and our pages could show of this gate, as its owner would ask for it."""
    task = "/taskInstances/zetel/0"
    airflow = [
        *(case.path(rest) for rest in ("", "/hitlDetails", "/taskInstances", f"{task}/hitlDetails", f"{task}/logs/1")),
        *(case.path(f"/taskInstances/{name}/xcomEntries") for name in ("zetel", "open_gate", "tel")),
        f"/api/v2/dags/{DAG}/dagRuns/~/hitlDetails?limit=100",
        "/api/v2/dags/~/dagRuns/~/hitlDetails?limit=100",
        "/api/v2/eventLogs?limit=100",
        f"/ui/dags?dag_ids={DAG}",
        f"/ui/grid/runs/{DAG}?limit=10",
    ]
    own = ["/jaarcyclus/dossiers", f"/jaarcyclus/dossiers/{case.dossier}", "/jaarcyclus/jaar", "/jaarcyclus/besluiten"]
    year = f"/jaarcyclus/jaar/{case.office.state.boekjaar}"
    return [*airflow, *own, year, "/jaarcyclus/jaar/doorlooptijden", f"/jaarcyclus/dossier/{case.dossier}"]


@pytest.mark.parametrize("person", OUTSIDERS)
def test_nobody_outside_finds_what_was_answered(case: Case, person: str) -> None:
    found = {path: look(case.stack, person, path).text for path in screens(case)}
    told = [path for path, text in found.items() if SECRET in text or "stelt vast" in text]

    assert told == []


@pytest.mark.parametrize("person", [MEMBERS[1], "controller", "accountant"])
def test_who_may_know_reads_it_on_our_page(case: Case, person: str) -> None:
    page = look(case.stack, person, f"/jaarcyclus/dossiers/{case.dossier}")

    assert page.text.count(f"Zie het {SECRET}") >= 3


def test_airflow_keeps_nothing_of_it(case: Case) -> None:
    """In its database and in the logs of its tasks, whoever could open them."""
    assert case.stack.files_with(SECRET, within="airflow") == []


def test_the_accountant_has_dossiers_and_nothing_of_airflow(case: Case) -> None:
    home = look(case.stack, "accountant", "/jaarcyclus/")
    dags = look(case.stack, "accountant", "/api/v2/dags")
    export = look(case.stack, "accountant", f"/jaarcyclus/dossiers/{case.dossier}/uitvoer")

    assert home.headers["location"] == "/jaarcyclus/dossiers"
    assert dags.status_code == 403 or dags.json()["total_entries"] == 0
    assert (export.status_code, export.content[:2]) == (200, b"PK")


@pytest.mark.parametrize("person", ["ambtelijk_secretaris", "manager_ict", MEMBERS[0]])
def test_nobody_else_takes_it_out(case: Case, person: str) -> None:
    assert look(case.stack, person, f"/jaarcyclus/dossiers/{case.dossier}/uitvoer").status_code == 404


def test_the_public_page_asks_no_sign_in_and_gives_the_product_only(case: Case) -> None:
    with httpx.Client(base_url=case.stack.address, trust_env=False) as stranger:
        listed = stranger.get("/jaarcyclus/openbaar")
        product = stranger.get(f"/jaarcyclus/openbaar/{case.dossier}/tussenrapportage_1.pdf")
        other = stranger.get(f"/jaarcyclus/openbaar/{case.dossier}/oplegnota_directieberaad.pdf")
        inner = stranger.get(f"/jaarcyclus/dossiers/{case.dossier}")

    assert (listed.status_code, case.dossier in listed.text, SECRET in listed.text) == (200, True, False)
    assert (product.status_code, other.status_code, inner.status_code) == (200, 404, 303)


def test_a_member_answers_it_on_a_phone_without_script(waiting: Case, browser: Browser) -> None:
    """Airflow's own page offers nothing to choose from there."""
    with opened_tab(waiting.stack, browser, script=False) as phone:
        phone.goto(f"/jaarcyclus/besluiten/{waiting.dossier}/{GATE}/deventer")
        sign_in(phone, waiting.stack, MEMBERS[0])
        phone.get_by_label(YES, exact=False).first.check()
        phone.get_by_role("button", name="Ga naar de controle").click()
        phone.get_by_role("button", name=f"Bevestig: {YES}").click()
        expect(phone.get_by_role("status")).to_contain_text("Uw antwoord is vastgelegd")
    asked = look(waiting.stack, MEMBERS[1], waiting.path("/taskInstances/zetel/1/hitlDetails")).json()

    assert waiting.votes() == [(MEMBERS[0], YES)]
    assert (asked["options"], asked["params"]) == ([], {})


def test_nobody_is_shut_out_of_a_page_or_a_state(case: Case, waiting: Case, browser: Browser) -> None:
    with opened_tab(case.stack, browser, script=True) as desk:
        desk.goto("/jaarcyclus/openbaar")
        found = {"openbaar": faults_of(desk)}
        desk.goto(f"/jaarcyclus/dossiers/{case.dossier}")
        sign_in(desk, case.stack, "ambtelijk_secretaris")
        expect(desk.get_by_text("Besloten stap").first).to_be_visible()
        found["dossier of an outsider"] = faults_of(desk)
        desk.goto("/jaarcyclus/jaar/doorlooptijden")
        found["lead times without"] = faults_of(desk)
    with opened_tab(case.stack, browser, script=True) as desk:
        desk.goto("/jaarcyclus/jaar/doorlooptijden")
        sign_in(desk, case.stack, "controller")
        expect(desk.get_by_role("heading", level=1)).to_have_text("Doorlooptijden")
        found["lead times"] = faults_of(desk)
        desk.goto(f"/jaarcyclus/jaar/dossier/{waiting.dossier}/uitstel/{GATE}")
        found["extra time"] = faults_of(desk)
        desk.get_by_role("button", name="Ga naar de controle").click()
        expect(desk.get_by_role("alert")).to_contain_text("Er is niets gedaan")
        found["extra time, fault"] = faults_of(desk)

    assert found == {name: [] for name in found}
