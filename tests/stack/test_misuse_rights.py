"""The running installation attacked over HTTP: by a stranger, a member, another cooperation, an Airflow Admin.

Each attack is refused, in Dutch where a person would see the answer, and leaves the dossier's chain as it was.
"""

import json
import re
from typing import Any

import httpx
import pytest

from airflow_stack import Stack, list_routes
from builders.airflow_questions import answer_question
from builders.case import DAG, GATE, MEMBERS, YES, Case
from jaarcyclus.installation import launcher
from jaarcyclus.installation.client import AirflowClient

pytestmark = pytest.mark.airflow

LID = MEMBERS[0]
JA_BODY = {"chosen_options": [YES], "params_input": {}}
NEE_BODY = {
    "chosen_options": ["stelt niet vast"],
    "params_input": {},
}  # a no without a reason: only our door refuses it


@pytest.fixture(scope="module")
def case(stack: Stack) -> Case:
    """A gate that waits for three members: no test here may move it."""
    made = Case(stack)
    made.questions()
    return made


@pytest.fixture
def unmoved(case: Case):
    """Check afterwards that the chain and the open questions are as they were."""
    before = case.stack.workspace.ledger.head(case.dossier)
    yield
    assert case.stack.workspace.ledger.head(case.dossier) == before
    assert len(case.questions()) == len(MEMBERS)


# A stranger

# What needs no sign-in: the sign-in itself, Airflow's health and version, descriptions without data, the empty screen.
OPENBAAR = {
    "/api/v1/{_:path}",
    "/api/v2/monitor/health",
    "/api/v2/version",
    "/api/{_:path}",
    "/auth/api/v1/security/login",
    "/auth/docs",
    "/auth/docs/oauth2-redirect",
    "/auth/login/",
    "/auth/openapi.json",
    "/auth/redoc",
    "/auth/static/appbuilder/{filename}",
    "/auth/static/{filename}",
    "/auth/token",
    "/auth/token/cli",
    "/execution/changelog",
    "/execution/docs",
    "/execution/docs/oauth2-redirect",
    "/execution/health",
    "/execution/health/ping",
    "/execution/openapi.json",
    "/execution/redoc",
    "/health",
    "/openapi.json",
    "/jaarcyclus/agenda/{token}.ics",  # its address is the right to read it
    "/jaarcyclus/stijl.css",
    "/jaarcyclus/passkey.js",
    "/{rest_of_path:path}",
}


def test_no_route_answers_a_stranger(stack: Stack) -> None:
    """Every route of the server, Airflow's and ours: 401, 403, the sign-in page, or a form without its CSRF token."""
    routes = list_routes(stack)
    with httpx.Client(base_url=stack.address, trust_env=False) as client:
        answers = {(m, p): client.request(m, re.sub(r"\{[^}]+\}", "1", p)) for m, p in routes if p not in OPENBAAR}
    answered = sorted(route for route, answer in answers.items() if not is_refused(answer))

    assert answered == []
    assert {"/jaarcyclus", "/api", "/ui", "/execution", "/auth"} <= {"/" + p.split("/")[1] for _, p in answers}


def is_refused(answer: httpx.Response) -> bool:
    naar = answer.headers.get("location", "").removeprefix(str(answer.request.url.copy_with(path="/")).rstrip("/"))
    return (
        answer.status_code in (401, 403)
        or (answer.is_redirect and (not naar or naar.startswith(("/auth/", "/jaarcyclus/wachtwoord"))))
        or (answer.status_code == 400 and "CSRF" in answer.text)
    )


# A member

RUN = "/api/v2/dags/{dag}/dagRuns/{run}"
TASK = RUN + "/taskInstances/zetel"
VERBODEN: tuple[tuple[str, str, Any], ...] = (
    ("PATCH", TASK + "/0", {"new_state": "success"}),
    ("PATCH", TASK, {"new_state": "success"}),
    ("PATCH", RUN + "/taskInstances/tel", {"new_state": "success"}),
    ("PATCH", RUN + "/taskInstances", {"actions": [{"action": "update", "entities": [{"task_id": "tel"}]}]}),
    ("DELETE", TASK, None),
    ("POST", TASK + "/xcomEntries", {"key": "return_value", "value": YES, "map_index": 0}),
    ("PATCH", TASK + "/xcomEntries/return_value", {"value": YES, "map_index": 0}),
    ("DELETE", TASK + "/xcomEntries/return_value", None),
    ("PUT", TASK + "/state-store/stem", {"value": YES}),
    ("POST", RUN + "/clear", {"dry_run": False}),
    ("PATCH", RUN, {"state": "failed"}),
    ("DELETE", RUN, None),
    ("PATCH", "/api/v2/dags/{dag}/dagRuns", {"actions": [{"action": "delete", "entities": ["{run}"]}]}),
    (
        "PATCH",
        "/api/v2/dags/~/dagRuns",
        {
            "actions": [
                {"action": "update", "entities": [{"dag_id": "{dag}", "dag_run_id": "{run}", "state": "success"}]}
            ]
        },
    ),
    ("POST", "/api/v2/dags/{dag}/clearTaskInstances", {"dag_run_id": "{run}", "dry_run": False}),
    ("POST", "/api/v2/dags/{dag}/clearDagRuns", {"dry_run": False, "dag_runs": [{"dag_run_id": "{run}"}]}),
    ("POST", "/api/v2/dags/{dag}/dagRuns", {"dag_run_id": "x", "logical_date": None, "conf": {"gate": "v1-s9-bvr-r1"}}),
    ("POST", "/api/v2/dags/dowr_publicatie/dagRuns", {"logical_date": None, "conf": {"dossier": "{dossier}"}}),
    ("PATCH", "/api/v2/dags/dowr_kalender", {"is_paused": True}),
    ("DELETE", "/api/v2/dags/{dag}", None),
    ("POST", "/api/v2/backfills", {"dag_id": "{dag}", "from_date": "2026-01-01", "to_date": "2026-01-02"}),
    ("POST", "/api/v2/variables", {"key": "a", "value": "b"}),
    ("GET", "/api/v2/variables", None),
    ("POST", "/api/v2/connections", {"connection_id": "a", "conn_type": "http"}),
    ("PATCH", "/api/v2/pools/default_pool", {"name": "default_pool", "slots": 0, "include_deferred": False}),
    ("GET", "/api/v2/config", None),
    ("GET", "/api/v2/eventLogs", None),
    ("GET", "/api/v2/dagSources/{dag}", None),
    ("GET", "/api/v2/dags/dowr_besluit_bvr/dagRuns", None),
    ("GET", "/auth/fab/v1/users", None),
    ("PATCH", "/auth/fab/v1/users/dowr-beheerder", {"password": "overgenomen"}),
    ("PATCH", "/auth/fab/v1/users/dowr-" + LID, {"roles": [{"name": "Admin"}]}),
    # The tasks' own door asks for a task's token, not for a person's.
    ("PATCH", "/execution/task-instances/{taak}/state", {"state": "success", "end_date": "2026-01-01T00:00:00Z"}),
    ("POST", "/execution/xcoms/{dag}/{run}/zetel/return_value?map_index=0", YES),
    ("PATCH", "/execution/hitlDetails/{taak}", {"ti_id": "{taak}", "chosen_options": [YES], "params_input": {}}),
)


@pytest.mark.usefixtures("unmoved")
@pytest.mark.parametrize(("method", "path", "content"), VERBODEN)
def test_a_member_can_change_nothing_but_an_answer(case: Case, method: str, path: str, content: Any) -> None:
    """Task states, XComs, runs, other DAGs, accounts, and the door of the tasks themselves."""
    names = {"{dag}": DAG, "{run}": case.run, "{dossier}": case.dossier, "{taak}": case.questions()[0]["id"]}
    answer = case.stack.sign_in(LID).request(
        method, fill(path, names), json=json.loads(fill(json.dumps(content), names))
    )

    assert answer.status_code == 403


def fill(text: str, names: dict[str, str]) -> str:
    for name, value in names.items():
        text = text.replace(name, value)
    return text


@pytest.mark.usefixtures("unmoved")
@pytest.mark.parametrize(
    "path",
    [
        TASK + "/0/hitlDetails/",
        TASK + "/0//hitlDetails",
        TASK + "/0/hitlDetails%2F",
        TASK + "/0%2FhitlDetails",
        TASK + "/0%2fhitlDetails",
        TASK + "/0/hitlDetail%73",
        TASK + "/0/hitl%44etails",
        TASK + "/0/hitlDetails?map_index=1",
        TASK + "/0/HITLDETAILS",
        TASK + "/0/hitlDetails;x",
        TASK + "/0/hitlDetails%00",
        TASK + "/0/hitlDetails%20",
        TASK + "/0/hitlDetails/tries/1",
        TASK + "/00/hitlDetails",
        TASK + "/%30/hitlDetails",
        TASK + "/+0/hitlDetails",
        TASK + "/0/x/../hitlDetails",
        TASK + "/hitlDetails",
        "//api/v2/dags/{dag}/dagRuns/{run}/taskInstances/zetel/0/hitlDetails",
        "/API/v2/dags/{dag}/dagRuns/{run}/taskInstances/zetel/0/hitlDetails",
        "/api/v2/%64ags/{dag}/dagRuns/{run}/taskInstances/zetel/0/hitlDetails",
        "/api/v2/../v2/dags/{dag}/dagRuns/{run}/taskInstances/zetel/0/hitlDetails",
        "/jaarcyclus/../api/v2/dags/{dag}/dagRuns/{run}/taskInstances/zetel/0/hitlDetails",
        "/execution/../api/v2/dags/{dag}/dagRuns/{run}/taskInstances/zetel/0/hitlDetails",
        "/api/v2/dags/~/dagRuns/{run}/taskInstances/zetel/0/hitlDetails",
        "/api/v2/dags/{dag}/dagRuns/~/taskInstances/zetel/0/hitlDetails",
        "/api/v2/dags/{dag}/dagRuns/{run}/taskInstances/tel/0/hitlDetails",
    ],
)
def test_no_spelling_of_the_address_passes_the_door(case: Case, path: str) -> None:
    """What Airflow would read as the address of an answer, our door reads too; the rest is no address at all."""
    address = fill(path, {"{dag}": DAG, "{run}": case.run})
    answer = send_raw(case.stack.sign_in(LID), "PATCH", address, NEE_BODY)

    assert answer.status_code in (404, 405, 422)
    assert not case.questions()[0]["response_received"]


def send_raw(client: AirflowClient, method: str, path: str, content: Any, **headers: str) -> httpx.Response:
    """Send the path byte for byte: a client that tidies it up would hide the attack."""
    client.call("GET", "/api/v2/version")
    url = httpx.URL(str(client._http.base_url)).copy_with(raw_path=path.encode())
    with httpx.Client(trust_env=False) as plain:
        return plain.request(method, url, json=content, headers={**client._headers(), **headers})


@pytest.mark.usefixtures("unmoved")
@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD"])
def test_no_other_method_answers(case: Case, method: str, header: str) -> None:
    """Only PATCH is an answer, whatever a header says."""
    path = case.path("/taskInstances/zetel/0/hitlDetails")
    answer = send_raw(case.stack.sign_in(LID), method, path, JA_BODY, **{header: "PATCH"})

    assert answer.status_code == (200 if method == "GET" else 405)


@pytest.mark.usefixtures("unmoved")
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"\xff\xfe",
        b"[" * 60_000,
        b'{"chosen_options": []}',
        b'{"chosen_options": "stelt vast"}',
        b'{"chosen_options": ["stelt vast", "stelt niet vast"]}',
        b'{"chosen_options": [{"antwoord": "stelt vast"}]}',
        b'{"chosen_options": ["doorgang"]}',
        b'{"chosen_options": ["stelt vast, mits"]}',
        b'{"chosen_options": ["stelt vast"], "params_input": {"toelichting": 1}}',
        b'{"chosen_options": ["stelt vast"], "params_input": {"toelichting": "\\ud800"}}',
        b'{"chosen_options": ["stelt vast"], "params_input": {"toelichting": "' + b"a" * 100_000 + b'"}}',
    ],
    ids=lambda body: repr(body[:60]),
)
def test_an_unreadable_answer_gets_a_dutch_sentence(case: Case, body: bytes) -> None:
    """Never a server error, never half a vote."""
    client = case.stack.sign_in(LID)
    path = case.path("/taskInstances/zetel/0/hitlDetails")
    headers = {**client._headers(), "content-type": "application/json"}
    answer = client._http.request("PATCH", path, content=body, headers=headers)

    assert answer.status_code in (413, 422)
    assert re.search(r"antwoord|voorwaarde|toelichting", answer.json()["detail"])


ONS = "/jaarcyclus/dossier/{dossier}"


@pytest.mark.usefixtures("unmoved")
@pytest.mark.parametrize(
    ("path", "content", "status", "sentence"),
    [
        (ONS + "/heropen", {"reden": "ik wil", "percelen": []}, 403, "Alleen de controller heropent"),
        (ONS + "/heropen", {"reden": "ik wil", "actor": "controller"}, 422, "Ontbreekt of klopt niet: actor"),
        (ONS + "/heropen", {"reden": "a" * 30_000_000}, 413, "te groot"),
        (
            ONS + "/advies",
            {"gate": GATE, "advies": "doorgang", "tekst": "Ga door.", "deskundige": "ikzelf"},
            403,
            "Alleen de controller of de ambtelijk secretaris",
        ),
        (ONS + "/voorwaarde", {"gate": GATE, "zetel": "deventer", "toelichting": "klaar"}, 409, "geen voorwaarde"),
        (ONS + "/ontvangst", {"gremium": "bvr"}, 409, "kan nog niet worden bevestigd"),
        (
            "/jaarcyclus/dossier/ommen_hardenberg-2027-begroting/heropen",
            {"reden": "x"},
            404,
            "niet van uw samenwerking",
        ),
        ("/jaarcyclus/dossier/dowr-postbus/heropen", {"reden": "x"}, 422, "Ontbreekt of klopt niet: dossier"),
        ("/jaarcyclus/dossier/..%2f..%2fetc/heropen", {"reden": "x"}, 404, ""),
    ],
)
def test_a_member_does_nothing_that_is_another_persons(
    case: Case, path: str, content: Any, status: int, sentence: str
) -> None:
    """Reopening and advice are not a member's; a name in the body is nobody's signature."""
    answer = case.stack.sign_in(LID).request("POST", path.replace("{dossier}", case.dossier), json=content)

    assert answer.status_code == status
    assert sentence in answer.text


@pytest.mark.parametrize(
    "path", ["document/..%2f..%2fledger.sqlite", "document/../ledger.sqlite", "document/%2e%2e/wachtwoorden"]
)
def test_no_path_leads_out_of_the_store(case: Case, path: str) -> None:
    """A document is asked for by its hash and by nothing else."""
    answer = send_raw(case.stack.sign_in(LID), "GET", f"/jaarcyclus/{path}", None)

    assert answer.status_code in (404, 422)


def test_another_website_may_not_even_ask_to_answer(case: Case) -> None:
    """A browser asks first before it sends a PATCH elsewhere with the member's cookie; nobody says that it may."""
    answer = httpx.options(
        case.stack.address + case.path("/taskInstances/zetel/0/hitlDetails"),
        headers={"origin": "http://elders.example", "access-control-request-method": "PATCH"},
        trust_env=False,
    )

    assert answer.is_error
    assert not [name for name in answer.headers if name.startswith("access-control-allow")]


@pytest.mark.usefixtures("unmoved")
@pytest.mark.parametrize("headers", [{"origin": "http://elders.example"}, {"sec-fetch-site": "same-site"}, {}])
@pytest.mark.parametrize(
    "path", ["{run}/taskInstances/zetel/0/hitlDetails", "/api/v2/dags/{dag}", "/auth/fab/v1/users"]
)
def test_no_other_page_changes_anything_with_the_cookie_of_a_member(
    case: Case, path: str, headers: dict[str, str]
) -> None:
    """Airflow's own routes too: the cookie goes along with a request from another port of this machine."""
    address = fill(path, {"{run}": case.path(), "{dag}": DAG})
    client = case.stack.sign_in(LID)
    cookie = {"_token": client._headers()["Authorization"].removeprefix("Bearer ")}
    with httpx.Client(base_url=case.stack.address, trust_env=False, cookies=cookie) as browser:
        answer = browser.patch(address, json=NEE_BODY, headers=headers)

    assert (answer.status_code, answer.json()["detail"][:43]) == (403, "Dit verzoek kwam van een andere website; ga")


@pytest.mark.parametrize("path", ["/", "/auth/login/", "/api/v2/version", "/jaarcyclus/dossier/dowr-2027-begroting"])
def test_every_page_has_its_security_headers(stack: Stack, path: str) -> None:
    """No other site may frame a question, and no file passes for a page."""
    answer = httpx.get(stack.address + path, trust_env=False)

    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_it_answers_under_no_name_of_a_stranger(stack: Stack) -> None:
    """A name that points to this machine makes its page one of ours for the browser."""
    answer = httpx.get(stack.address, headers={"host": "elders.example"}, trust_env=False)

    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["/auth/token", "/auth/token/cli", "/auth/api/v1/security/login"])
def test_a_password_is_not_guessed_and_nobody_else_waits(stack: Stack, path: str) -> None:
    """Each way to a token, with an account that no other test signs in with."""
    guess = {"username": f"niemand{len(path)}", "password": "gok", "provider": "db"}
    with httpx.Client(base_url=stack.address, trust_env=False) as client:
        answers = [client.post(path, json=guess) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert answers[5].json()["detail"].startswith("U hebt te vaak geprobeerd")
    assert launcher.client(stack.settings, "dowr-controller").call("GET", "/api/v2/version")


# An administrator of Airflow who is nobody in the cooperation


@pytest.fixture(scope="module")
def airflow_admin(stack: Stack) -> AirflowClient:
    """The administrator of another cooperation, who has every right that Airflow knows."""
    return launcher.client(stack.settings, "ommen_hardenberg-beheerder")


@pytest.mark.parametrize(
    ("method", "path", "content"),
    [
        ("PATCH", "/auth/fab/v1/users/dowr-" + LID, {"password": "overgenomen"}),
        ("PATCH", "/auth/fab/v1/users/dowr-" + LID, {"roles": [{"name": "Admin"}]}),
        ("POST", "/auth/fab/v1/users", {"username": "airflowbaas", "password": "zelf-gemaakt"}),
        ("DELETE", "/auth/fab/v1/users/dowr-" + LID, None),
        ("PATCH", "/auth/fab/v1/roles/dowr-bvr", {"actions": []}),
        ("GET", "/auth/fab/v1/users", None),
        ("GET", "/auth/fab/v1/users/regio_zwolle-controller", None),
        ("GET", "/auth/fab/v1/roles", None),
        ("GET", "/auth/fab/v1/permissions", None),
    ],
)
def test_no_administrator_takes_over_or_lists_accounts(stack: Stack, method: str, path: str, content: Any) -> None:
    """He set a member's password, signed in and voted as that member. The list is of every cooperation."""
    refused = stack.sign_in("beheerder").request(method, path, json=content)

    assert (refused.status_code, "volgen uit het profiel" in refused.text) == (403, True)
    assert launcher.client(stack.settings, f"dowr-{LID}").call("GET", "/api/v2/version")


@pytest.mark.usefixtures("unmoved")
def test_an_airflow_admin_has_no_vote_and_no_document(case: Case, airflow_admin: AirflowClient) -> None:
    """Every right in Airflow is no seat in a gremium and no place in the cooperation."""
    vote = answer_question(airflow_admin, case.questions()[0], YES)
    reading = airflow_admin.request("GET", f"/jaarcyclus/document/{case.gate.document_sha256}")
    heropenen = airflow_admin.request("POST", f"/jaarcyclus/dossier/{case.dossier}/heropen", json={"reden": "omdat"})

    assert (vote.status_code, vote.json()["detail"].startswith("U mag deze vraag niet beantwoorden")) == (403, True)
    assert (reading.status_code, heropenen.status_code) == (404, 404)


@pytest.mark.usefixtures("unmoved")
def test_a_publication_started_by_hand_publishes_nothing(case: Case, airflow_admin: AirflowClient) -> None:
    """The step is proven by the ledger, which says that the directieberaad has not adopted."""
    assert airflow_admin.trigger("dowr_publicatie", f"{case.dossier}-met-de-hand", {"dossier": case.dossier})

    assert case.stack.wait_for_run("dowr_publicatie", f"{case.dossier}-met-de-hand") == "failed"
    assert not case.published()
