"""What Airflow's own routes show of an answer: to its seat at once, to others when the gate is closed."""

import json
import re
from datetime import date, timedelta
from urllib.parse import parse_qsl

import pytest

from builders.asgi import call
from builders.dossier import Office, cast_vote, end_gate, open_gates, vote_all, wait_until, with_version
from jaarcyclus.dossier.ballot import SEALED
from jaarcyclus.dossier.question import seat_questions
from jaarcyclus.steps import acts
from jaarcyclus_airflow import answers

ICT = "v1-s0-regiegroep_ict-r1"
NO = {"chosen_options": ["niet afgestemd"], "params_input": {"toelichting": "Te duur."}}
TOLD = {"chosen_options": [SEALED], "params_input": {}}
OFFERED = ["afgestemd", "afgestemd met opmerking", "niet afgestemd"]


@pytest.fixture
def office(tmp_path, monkeypatch) -> Office:
    """Raalte said no; Airflow was told that there is an answer."""
    office = with_version(tmp_path)
    open_gates(office)
    cast_vote(office, ICT, "raalte", "niet afgestemd", toelichting="Te duur.")
    monkeypatch.setattr(answers, "open_workspace", lambda: office.workspace)
    return office


def shown(office: Office, account: str, told: dict = TOLD, run: str = f"{ICT}-p1") -> dict:
    """Return what a list of Airflow shows this account of the seat of Raalte."""
    places = [zetel.zetel for zetel in office.state.gate(ICT).zetels]
    task = {"dag_id": "dowr_besluit_regiegroep_ict", "dag_run_id": f"{office.dossier}-{run}"}
    task |= {"map_index": places.index("raalte")}
    listed = {"hitl_details": [{"options": [*OFFERED, SEALED], "task_instance": task, **told}], "total_entries": 1}
    (question,) = json.loads(answers.fill(json.dumps(listed).encode(), account))["hitl_details"]
    assert question["options"] == OFFERED
    return {name: question[name] for name in told}


def test_the_seat_reads_its_own_answer(office):
    assert shown(office, "dowr-vertegenwoordiger_ict_raalte") == NO


@pytest.mark.parametrize(
    "account",
    [
        "dowr-vertegenwoordiger_ict_deventer",
        "dowr-controller",
        "dowr-beheerder",
        "airflowbaas",
        "regio_zwolle-vertegenwoordiger_ict_raalte",
        "jaarcyclus_technisch",
    ],
)
def test_others_read_only_that_there_is_an_answer(office, account):
    assert shown(office, account) == TOLD


@pytest.mark.parametrize("account", ["dowr-vertegenwoordiger_ict_deventer", "dowr-controller"])
def test_who_reads_the_dossier_reads_it_when_the_gate_is_closed(office, account):
    vote_all(office, ICT)
    end_gate(office, ICT)

    assert shown(office, account) == NO


@pytest.mark.parametrize("told", [TOLD, NO], ids=["sealed", "open at once"])
@pytest.mark.parametrize(
    "account",
    [
        "dowr-beheerder",
        "regio_zwolle-beheerder",
        "regio_zwolle-controller",
        "regio_zwolle-vertegenwoordiger_ict_raalte",
        "airflowbaas",
        "jaarcyclus_technisch",
    ],
)
def test_who_may_not_read_the_dossier_never_reads_it(office, account, told):
    """An administrator of Airflow lists the questions of every cooperation, closed ones too."""
    vote_all(office, ICT)
    end_gate(office, ICT)

    assert shown(office, account, told) == TOLD


def test_only_the_seat_reads_it_when_the_gate_has_lapsed(office):
    """Also of what an older release told Airflow."""
    lapse(office)

    assert shown(office, "dowr-vertegenwoordiger_ict_raalte") == NO
    assert shown(office, "dowr-controller", NO) == TOLD
    assert shown(office, "airflowbaas") == TOLD


def test_a_question_without_an_answer_stays_one(office):
    assert shown(office, "dowr-controller", {"chosen_options": None}) == {"chosen_options": None}


def test_what_an_older_release_told_airflow_is_hidden_from_others(office):
    assert shown(office, "dowr-vertegenwoordiger_ict_deventer", NO) == TOLD


def test_a_run_of_no_gate_shows_what_airflow_was_told(office):
    assert shown(office, "dowr-vertegenwoordiger_ict_raalte", run="met-de-hand") == TOLD


def test_the_own_seat_stands_first_in_a_list_and_says_so(office):
    """Airflow lists the seats of a gremium in the order in which they parked, and preselects the first."""
    seats = [
        {"subject": name, "options": OFFERED, "task_instance": {}, "assigned_users": [{"id": "7", "name": account}]}
        for name, account in (("Deventer", "dowr-deventer"), ("Olst-Wijhe", "dowr-olst"), ("Raalte", "dowr-raalte"))
    ]
    listed = json.dumps({"hitl_details": seats, "total_entries": 3}).encode()

    shown_first = [question["subject"] for question in json.loads(answers.fill(listed, "dowr-raalte"))["hitl_details"]]
    assert shown_first == ["Uw zetel: Raalte", "Deventer", "Olst-Wijhe"]


SEATS = [f"dowr-zetel_{number:03d}" for number in range(230)]


async def airflow(scope, receive, send) -> None:
    """Answer as Airflow does: a page of at most 100 of the seats that were asked for, in order."""
    asked = dict(parse_qsl(scope["query_string"].decode()))
    assert asked["state"] == "awaiting_input"
    first, limit = int(asked.get("offset", 0)), min(int(asked.get("limit", 50)), 100)
    listed = [
        {"subject": name, "options": [], "task_instance": {}, "assigned_users": [{"id": "7", "name": name}]}
        for name in SEATS[first : first + limit]
    ]
    content = json.dumps({"hitl_details": listed, "total_entries": len(SEATS)}).encode()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": content})


def listed(monkeypatch: pytest.MonkeyPatch, query: str, account: str = SEATS[222]) -> list[str]:
    async def account_of(_) -> str:
        return account

    monkeypatch.setattr(answers, "account_of", account_of)
    path = f"/api/v2/dags/~/dagRuns/~/hitlDetails?state=awaiting_input{query}"
    answer = call(answers.Answers(airflow), "GET", path).json()
    assert answer["total_entries"] == len(SEATS)
    return [question["subject"] for question in answer["hitl_details"]]


def test_the_own_seat_stands_first_whatever_the_page(office, monkeypatch):
    """A page of one showed another's seat: Airflow pages before anybody can sort."""
    own = f"Uw zetel: {SEATS[222]}"

    assert listed(monkeypatch, "&limit=1") == [own]
    assert listed(monkeypatch, "") == [own, *SEATS[:49]]
    assert listed(monkeypatch, "&limit=2&offset=1") == SEATS[:2]
    assert listed(monkeypatch, "&limit=100&offset=200") == [*SEATS[199:222], *SEATS[223:]]


def test_every_seat_is_on_one_page(office, monkeypatch):
    pages = [listed(monkeypatch, f"&limit=7&offset={first}") for first in range(0, len(SEATS), 7)]

    assert sorted(name.removeprefix("Uw zetel: ") for page in pages for name in page) == SEATS


def test_a_list_of_years_is_sorted_within_its_page_only(office, monkeypatch):
    monkeypatch.setattr(answers, "_WHOLE", 229)

    assert listed(monkeypatch, "&limit=1") == SEATS[:1]


def asked(office: Office, told: dict, account: str = "dowr-vertegenwoordiger_ict_raalte") -> dict:
    """Return how the question to Raalte reads, for its holder unless told."""
    places = [zetel.zetel for zetel in office.state.gate(ICT).zetels]
    task = {"dag_id": "dowr_besluit_regiegroep_ict", "dag_run_id": f"{office.dossier}-{ICT}-p1"}
    task |= {"map_index": places.index("raalte")}
    question = {"body": "Gevraagd", "params": {"toelichting": {}}, "options": [*OFFERED, SEALED], "task_instance": task}
    return json.loads(answers.fill(json.dumps(question | told).encode(), account))


def lapse(office: Office) -> None:
    acts.reopen(office.workspace, office.dossier, "controller", reden="Verkeerd bedrag.", percelen=("ict",))


def end(office: Office) -> None:
    vote_all(office, ICT)
    end_gate(office, ICT)


def let_term_pass(office: Office) -> None:
    wait_until(office, (date.fromisoformat(office.state.gate(ICT).deadline) + timedelta(days=1)).isoformat())


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (lapse, "Deze vraag is vervallen, want de ronde is heropend. Wacht op de vraag over de nieuwe versie."),
        (end, "Deze vraag is gesloten. De uitslag: niet akkoord. U hoeft niets meer te doen."),
        (let_term_pass, "antwoorden kan niet meer. Geef uw standpunt door aan de controller."),
    ],
)
def test_a_question_that_takes_no_answer_says_so_and_offers_none(office, happens, why):
    """Airflow keeps its buttons, and each would be refused."""
    happens(office)
    question = asked(office, {"chosen_options": None})

    assert (question["options"], question["params"]) == ([], {})
    assert why in question["body"]
    assert question["body"].endswith("Gevraagd")


def test_who_may_not_read_the_dossier_hears_no_outcome(office):
    """Whoever runs Airflow opens each question there."""
    end(office)
    told = [asked(office, {"chosen_options": None}, account)["body"] for account in ("dowr-beheerder", "airflowbaas")]

    assert told == ["**Deze vraag is gesloten. U hoeft niets meer te doen.**\n\nGevraagd"] * 2


@pytest.mark.parametrize("account", ["dowr-beheerder", "dowr-vertegenwoordiger_ict_raalte"])
@pytest.mark.parametrize("told", [{"chosen_options": None}, TOLD])
def test_a_question_of_an_older_release_tells_nobody_what_was_said_before(office, account, told):
    body = "Gevraagd\n\nWat eerder over deze versie is opgemerkt:\n\n- Regiegroep, Deventer: Te duur."

    assert "Te duur" not in asked(office, told | {"body": body}, account)["body"]


def test_a_question_that_is_open_keeps_its_answers(office):
    question = asked(office, {"chosen_options": None})

    assert (question["options"], question["body"]) == (OFFERED, "Gevraagd")
    assert question["params"] == {"toelichting": {}}


def test_a_question_with_extra_time_names_one_day(office):
    """Airflow keeps the text of the day on which it asked."""
    (first, *_) = seat_questions(office.state, office.state.gate(ICT), office.workspace.profile_of(office.state))
    acts.extend_term(office.workspace, office.dossier, "controller", gate=ICT, tot="2026-06-12", reden="Vakantie.")

    open_body = asked(office, {"chosen_options": None, "body": first.text})["body"]
    assert set(re.findall(r"uiterlijk \*\*(.+?)\*\*|tot en met (.+?)\.", open_body)) == {
        ("12 juni 2026", ""),
        ("", "12 juni 2026"),
    }
    let_term_pass(office)
    closed_body = asked(office, {"chosen_options": None, "body": first.text})["body"]
    assert re.findall(r"uiterlijk \*\*(.+?)\*\*", closed_body) == ["12 juni 2026"]


def test_what_was_answered_stays_to_be_read_when_the_gate_is_closed(office):
    end(office)

    assert asked(office, TOLD)["chosen_options"] == ["niet afgestemd"]
