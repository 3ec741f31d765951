"""Twenty-four members who answer at the same moment on our own pages, and somebody who presses twice."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from airflow_stack import Stack, wait_for
from builders.case import GATE, MEMBERS, YES, Case
from jaarcyclus.demo.screens import Screen, Screens
from jaarcyclus.installation import launcher
from jaarcyclus.steps import airflow_names

pytestmark = pytest.mark.airflow
SEATS = ("deventer", "olst_wijhe", "raalte")
GATES = 8
RECORDED = "Uw antwoord is vastgelegd"


def answer(case: Case, person: str, seat: str) -> Screen:
    """Answer as one person with a conversation of their own: question, check, confirmation."""
    with launcher.client(case.stack.settings, airflow_names.account_name("dowr", person)) as client:
        screens = Screens(client)
        question = screens.open(f"/jaarcyclus/besluiten/{case.dossier}/{GATE}/{seat}")
        return screens.send(screens.send(question, "/controle", {"antwoord": YES}), "/antwoord", {})


def test_each_of_twenty_four_answers_at_once_is_recorded_once(stack: Stack) -> None:
    stack.set_clock_past_the_postbus("2090-04-10T09:00:00")
    cases = [Case(stack) for _ in range(GATES)]
    for case in cases:
        case.questions()
    asked = [(case, person, seat) for case in cases for person, seat in zip(MEMBERS, SEATS, strict=True)]

    with ThreadPoolExecutor(max_workers=len(asked)) as crowd:
        told = [screen.first('//*[@role="status"]') for screen in crowd.map(lambda about: answer(*about), asked)]

    assert [text for text in told if not text.startswith(RECORDED)] == []
    for case in cases:
        assert Counter(case.votes()) == Counter((person, YES) for person in MEMBERS)
        assert wait_for(lambda about=case: about.gate.uitslag) == "positief"


def test_who_confirms_the_same_answer_four_times_at_once_has_one_vote(stack: Stack) -> None:
    """A browser shows the answer to the last press: each is the receipt."""
    stack.set_clock_past_the_postbus("2090-04-10T09:00:00")
    case = Case(stack)
    case.questions()
    screens = Screens(stack.sign_in(MEMBERS[0]))
    question = screens.open(f"/jaarcyclus/besluiten/{case.dossier}/{GATE}/{SEATS[0]}")
    check = screens.send(question, "/controle", {"antwoord": YES})

    with ThreadPoolExecutor(max_workers=4) as impatient:
        told = [*impatient.map(lambda _: screens.send(check, "/antwoord", {}), range(4))]

    assert case.votes() == [(MEMBERS[0], YES)]
    assert [screen.fault for screen in told if not screen.first('//*[@role="status"]').startswith(RECORDED)] == []
