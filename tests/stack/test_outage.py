"""The API server dies by SIGKILL around the moment a vote goes into the ledger: no vote is lost, none counts twice.

Airflow has then said yes to the answer itself; only the voter has not heard it. What the voter sees and what the
ledger holds must agree.
"""

import pytest

from airflow_stack import Stack, wait_for
from builders.case import MEMBERS, YES, Case
from jaarcyclus.errors import AirflowRefused

pytestmark = pytest.mark.airflow

LID = MEMBERS[0]


def answer_while_it_dies(case: Case, moment: str) -> None:
    """Answer for the first seat; the API server is killed `voor` or `na` the vote is recorded, and comes back."""
    question = case.questions()[0]
    (case.stack.outage / moment).touch()
    with pytest.raises(AirflowRefused) as no_answer:
        case.answer(LID, question)
    wait_for(case.stack.technical.health)

    assert no_answer.value.status == 0, "the voter saw an answer"


def answer_the_rest(case: Case, places: range) -> None:
    """Let the seats that still wait answer."""
    questions = case.questions(len(places))
    for place in places:
        assert case.answer(MEMBERS[place], questions[place]).status_code == 200


def test_killed_before_the_ledger_has_the_vote_the_voter_is_asked_again(stack: Stack) -> None:
    """Airflow said yes, the ledger had nothing: no success was shown, and the same member answers once more."""
    case = Case(stack)
    answer_while_it_dies(case, "voor")
    after = case.votes()
    answer_the_rest(case, range(len(MEMBERS)))
    wait_for(lambda: case.gate.uitslag)

    assert after == []
    assert case.votes() == [(lid, YES) for lid in MEMBERS]
    assert case.gate.uitslag == "positief"


def test_killed_after_the_ledger_has_the_vote_a_second_one_is_refused(stack: Stack) -> None:
    """The voter saw no success and tries again: the first vote stands, and the sentence says so."""
    case = Case(stack)
    question = case.questions()[0]
    answer_while_it_dies(case, "na")
    after = case.votes()
    again = case.answer(LID, question)
    answer_the_rest(case, range(1, len(MEMBERS)))
    wait_for(lambda: case.gate.uitslag)

    assert after == [(LID, YES)]
    assert (again.status_code, again.json()["code"]) == (409, "AL_GESTEMD")
    assert case.votes() == [(lid, YES) for lid in MEMBERS]
    assert case.gate.uitslag == "positief"
