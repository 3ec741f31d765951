"""The API server dies by SIGKILL around the moment a vote goes into the ledger: no vote is lost, none counts twice.

Airflow has then said yes to the answer itself; only the voter has not heard it. What the voter sees and what the
ledger holds must agree.
"""

import pytest

from airflow_stack import Stack, wait_for
from builders.case import JA, LEDEN, Zaak
from jaarcyclus.errors import AirflowWeigert

pytestmark = pytest.mark.airflow

LID = LEDEN[0]


def answer_while_it_dies(zaak: Zaak, moment: str) -> None:
    """Answer for the first seat; the API server is killed `voor` or `na` the vote is recorded, and comes back."""
    vraag = zaak.questions()[0]
    (zaak.stack.uitval / moment).touch()
    with pytest.raises(AirflowWeigert) as geen_antwoord:
        zaak.answer(LID, vraag)
    wait_for(zaak.stack.technisch.health)

    assert geen_antwoord.value.status == 0, "the voter saw an answer"


def answer_the_rest(zaak: Zaak, plaatsen: range) -> None:
    """Let the seats that still wait answer."""
    vragen = zaak.questions(len(plaatsen))
    for plaats in plaatsen:
        assert zaak.answer(LEDEN[plaats], vragen[plaats]).status_code == 200


def test_killed_before_the_ledger_has_the_vote_the_voter_is_asked_again(stack: Stack) -> None:
    """Airflow said yes, the ledger had nothing: no success was shown, and the same member answers once more."""
    zaak = Zaak(stack)
    answer_while_it_dies(zaak, "voor")
    after = zaak.votes()
    answer_the_rest(zaak, range(len(LEDEN)))
    wait_for(lambda: zaak.gate.uitslag)

    assert after == []
    assert zaak.votes() == [(lid, JA) for lid in LEDEN]
    assert zaak.gate.uitslag == "positief"


def test_killed_after_the_ledger_has_the_vote_a_second_one_is_refused(stack: Stack) -> None:
    """The voter saw no success and tries again: the first vote stands, and the sentence says so."""
    zaak = Zaak(stack)
    vraag = zaak.questions()[0]
    answer_while_it_dies(zaak, "na")
    after = zaak.votes()
    nogmaals = zaak.answer(LID, vraag)
    answer_the_rest(zaak, range(1, len(LEDEN)))
    wait_for(lambda: zaak.gate.uitslag)

    assert after == [(LID, JA)]
    assert (nogmaals.status_code, nogmaals.json()["code"]) == (409, "AL_GESTEMD")
    assert zaak.votes() == [(lid, JA) for lid in LEDEN]
    assert zaak.gate.uitslag == "positief"
