"""What is typed in the form of a question, on the way to the rules: one spelling, whichever page it came by."""

import json

import pytest

from jaarcyclus.dossier.ballot import Ballot, read_answer, write_answer
from jaarcyclus_airflow.decision_pages import read_ballot

TYPED = [
    (" Te duur. ", "Te duur."),
    ("\r\nTe duur.\r\n\r\n", "Te duur."),
    ("Te duur, \r\nen te laat.", "Te duur,\nen te laat."),
    ("Te duur voor een cafe\u0301.", "Te duur voor een café."),
    ("  \r\n", ""),
]


@pytest.mark.parametrize(("typed", "recorded"), TYPED)
def test_words_are_shown_and_given_in_the_spelling_that_is_recorded(typed: str, recorded: str) -> None:
    """A phone ends a line in a blank; the member sees nothing wrong and was refused."""
    filled = read_ballot("stemt in, mits", typed, typed, "controller ", " 2026-06-01")

    assert filled == Ballot(
        antwoord="stemt in, mits", toelichting=recorded, voorwaarde=recorded, eigenaar="controller", datum="2026-06-01"
    )


@pytest.mark.parametrize("typed", [typed for typed, _ in TYPED])
def test_a_page_of_ours_and_airflows_read_the_same(typed: str) -> None:
    fields = {"toelichting": typed, "voorwaarde": typed, "eigenaar": "controller", "datum": "2026-06-01"}

    assert read_ballot("stemt in, mits", **fields) == read_answer(
        json.dumps(write_answer("stemt in, mits", fields)).encode()
    )
