"""What a person fills in beside a vote, as it arrives, and what is made of it."""

import json

import pytest

from jaarcyclus.dossier.ballot import Ballot, read_answer
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.parts import GesteldeVoorwaarde


def body(options: object, fields: object = None) -> bytes:
    return json.dumps({"chosen_options": options, "params_input": fields}).encode()


def test_an_answer_with_a_condition_is_read() -> None:
    """The screen sends every field, empty ones as null."""
    fields = {"toelichting": None, "voorwaarde": " dekking aangeven ", "eigenaar": "manager_ict", "datum": "2026-06-12"}
    read = read_answer(body(["stemt in, mits"], fields))

    assert read.toelichting == ""
    assert read.asked_voorwaarde() == GesteldeVoorwaarde(
        tekst="dekking aangeven", eigenaar="manager_ict", datum="2026-06-12"
    )


def test_an_answer_without_fields_has_no_condition() -> None:
    """The REST interface may leave the fields out."""
    assert read_answer(body(["afgestemd"])) == Ballot(antwoord="afgestemd")
    assert Ballot(antwoord="afgestemd").asked_voorwaarde() is None


def test_half_a_condition_is_a_condition() -> None:
    """The rules then say what lacks; it must not be dropped in silence."""
    half = Ballot(antwoord="stemt in", eigenaar="manager_ict").asked_voorwaarde()

    assert half == GesteldeVoorwaarde(tekst="", eigenaar="manager_ict", datum="")


@pytest.mark.parametrize(
    "bytes_",
    [
        b"",
        b"geen json",
        b"[]",
        b"[" * 50_000,
        body([]),
        body(["afgestemd", "niet afgestemd"]),
        body([7]),
        body({"afgestemd": True}),
        body("j"),
        body(["afgestemd"], {"toelichting": 7}),
        body(["afgestemd"], ["toelichting"]),
        b'{"chosen_options": ["afgestemd"], "params_input": {"toelichting": "\\ud800"}}',
        b'{"chosen_options": ["\\ud800"]}',
        b'{"chosen_options": ["afgestemd"], "params_input": {"eigenaar": "\\ud800"}}',
        b'{"chosen_options": ["afgestemd"], "params_input": {"\\udfff": "x"}}',
    ],
)
def test_what_is_no_answer_is_refused_in_dutch(bytes_: bytes) -> None:
    """Two answers, no text, a lone surrogate that could not be recorded afterwards."""
    with pytest.raises(Refused, match=r"(ANTWOORD|TEKST)_ONLEESBAAR"):
        read_answer(bytes_)
