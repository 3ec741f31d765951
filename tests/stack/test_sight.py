"""What each role sees on the running installation of an answer whose gate is still open: nothing, by any route.

Deventer has said no, with a reason that stands nowhere else; Olst-Wijhe and Raalte have not answered yet.
"""

import re

import pytest

from airflow_stack import Stack, list_routes, wait_for
from builders.case import DAG, MEMBERS, Case

pytestmark = pytest.mark.airflow

NO, REASON = "stelt niet vast", "Kwartelei: de dekking ontbreekt."
OTHERS = (MEMBERS[1], MEMBERS[2], "controller", "ambtelijk_secretaris", "beheerder", "manager_ict")
ENDLESS = "/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/wait"  # answers when the run has ended
MORE = (
    "/api/v2/eventLogs?limit=100&order_by=-when",
    "/api/v2/dags/~/dagRuns/~/hitlDetails?limit=100&response_received=true",
    f"/api/v2/dags/{DAG}/dagRuns/{{run}}/taskInstances/zetel/xcomEntries?limit=100",
)


@pytest.fixture(scope="module")
def routes(stack: Stack) -> list[tuple[str, str]]:
    """Every route of the server; asked first, as it takes long and nobody may hang on meanwhile."""
    return list_routes(stack)


@pytest.fixture(scope="module")
def case(stack: Stack, routes: list[tuple[str, str]]) -> Case:
    """A gate of which one seat has answered, and its task has ended."""
    assert routes
    made = Case(stack)
    assert made.answer(MEMBERS[0], made.questions()[0], NO, toelichting=REASON).status_code == 200
    wait_for(lambda: stack.technical.call("GET", made.path("/taskInstances/zetel/0"))["state"] == "success")
    return made


def detail(case: Case, person: str) -> dict:
    return case.stack.sign_in(person).call("GET", case.path("/taskInstances/zetel/0/hitlDetails"))


@pytest.mark.parametrize("person", OTHERS)
def test_no_route_tells_another_what_was_answered(case: Case, routes: list[tuple[str, str]], person: str) -> None:
    """Details, tries, lists, XComs, logs, audit, graphs and pages: every GET that the server has."""
    values = {"dag_id": DAG, "dag_run_id": case.run, "run_id": case.run, "task_id": "zetel", "map_index": "0"}
    values |= {"try_number": "1", "xcom_key": "return_value", "dossier": case.dossier, "profiel": "dowr"}
    values |= {"sha256": case.gate.stand_sha256 or "", "version_number": "1", "rest_of_path": ""}
    paths = [path for method, path in routes if method == "GET" and path != ENDLESS]
    filled = [re.sub(r"\{([^}:]+)[^}]*\}", lambda found: values.get(found[1], "1"), path) for path in paths]
    asked = [path for path in (*filled, *(more.replace("{run}", case.run) for more in MORE)) if "logout" not in path]
    answers = {path: ask(case, person, path) for path in asked}
    told = [path for path, text in answers.items() if REASON in text or f'["{NO}"]' in text or '"antwoord"' in text]

    assert len(asked) > 150
    assert told == []


def ask(case: Case, person: str, path: str) -> str:
    query = None if "?" in path else {"map_index": 0, "full_content": True}
    return case.stack.sign_in(person).request("GET", path, params=query).text


@pytest.mark.parametrize("person", ["controller", MEMBERS[1]])
def test_others_see_that_there_is_an_answer(case: Case, person: str) -> None:
    seen = detail(case, person)

    assert (seen["response_received"], seen["chosen_options"]) == (True, ["(antwoord gegeven)"])
    assert "(antwoord gegeven)" not in seen["options"]


def test_the_seat_sees_its_own_answer(case: Case) -> None:
    seen = detail(case, MEMBERS[0])

    assert (seen["chosen_options"], seen["params_input"]) == ([NO], {"toelichting": REASON})


@pytest.mark.parametrize("granularity", ["", "?granularity=hourly", "?logical_date_gte=2026-01-01T00:00:00Z"])
def test_the_calendar_of_a_dag_answers(case: Case, granularity: str) -> None:
    """Airflow's own fails on a run without a logical date, and every run of a gate is one."""
    assert case.stack.sign_in("controller").request("GET", f"/ui/calendar/{DAG}{granularity}").status_code == 200


def test_nobody_can_choose_the_seal(case: Case) -> None:
    """It is not shown, and is refused as any other word that is no answer."""
    refusal = case.answer(MEMBERS[1], case.questions(2)[1], "(antwoord gegeven)")

    assert (refusal.status_code, refusal.json()["code"]) == (422, "ANTWOORD_ONBEKEND")


def test_who_reads_the_dossier_sees_it_once_the_gate_is_closed(case: Case) -> None:
    """The last test of this file: it closes the gate. An administrator of Airflow reads no answer."""
    for place, question in case.questions(2).items():
        assert case.answer(MEMBERS[place], question).json()["chosen_options"] == ["stelt vast"]
    wait_for(lambda: case.gate.uitslag)
    seen = {person: detail(case, person)["params_input"] for person in (MEMBERS[1], "controller")}

    assert set(map(str, seen.values())) == {str({"toelichting": REASON})}
    assert detail(case, "beheerder")["chosen_options"] == ["(antwoord gegeven)"]


def test_a_reopening_shows_nobody_what_was_answered(stack: Stack) -> None:
    """The gate lapses and never closes: the same seats are asked about the next version."""
    case = Case(stack)
    assert case.answer(MEMBERS[0], case.questions()[0], NO, toelichting=REASON).status_code == 200
    content = {"reden": "Er is een fout gevonden in de cijfers.", "percelen": ["ict"]}
    reopened = stack.sign_in("controller").request("POST", f"/jaarcyclus/dossier/{case.dossier}/heropen", json=content)
    seen = {person: detail(case, person) for person in (*OTHERS[:3], "beheerder")}

    assert reopened.status_code == 204
    assert case.gate.vervallen
    assert {tuple(found["chosen_options"]) for found in seen.values()} == {("(antwoord gegeven)",)}
    assert detail(case, MEMBERS[0])["params_input"] == {"toelichting": REASON}


def test_the_own_seat_comes_first_on_a_page_of_one(stack: Stack) -> None:
    case = Case(stack)
    case.questions()
    listed = "/api/v2/dags/~/dagRuns/~/hitlDetails?limit=1&response_received=false&state=awaiting_input"
    first = {person: stack.sign_in(person).call("GET", listed)["hitl_details"][0]["subject"] for person in MEMBERS}

    assert all(subject.startswith("Uw zetel: ") for subject in first.values()), first
