"""The form of a vote: the fields a person sees beside the answers, and reading what was filled in. Pure.

An empty field is empty text. Whether an answer needs a reason or a condition is not judged here but in
`rules.transitions`, where the accountant's verification finds the same rule.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jaarcyclus.dossier.records import Gate, Vote
from jaarcyclus.dossier.tally import answers_of
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.parts import GesteldeVoorwaarde
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.words import as_given

MAX_BYTES = 64_000
SEALED = "(antwoord gegeven)"
"""What Airflow is told instead of an answer that others may not see yet: it keeps and shows what it is told."""
_FIELDS = ("toelichting", "voorwaarde", "eigenaar", "datum")
_WORDS = ("toelichting", "voorwaarde")
_MAY_BE_EMPTY = ["string", "null"]


@dataclass(frozen=True, kw_only=True)
class Ballot:
    """What the person filled in. `eigenaar` is a person's key, `datum` an ISO date; neither is checked yet."""

    antwoord: str
    toelichting: str = ""
    voorwaarde: str = ""
    eigenaar: str = ""
    datum: str = ""

    def asked_voorwaarde(self) -> GesteldeVoorwaarde | None:
        """Return the condition that is asked; None when none of its fields is filled in."""
        if not (self.voorwaarde or self.eigenaar or self.datum):
            return None
        return GesteldeVoorwaarde(tekst=self.voorwaarde, eigenaar=self.eigenaar, datum=self.datum)


def write_answer(answer: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return an answer as Airflow takes and shows it: what `read_answer` reads."""
    return {"chosen_options": [answer], "params_input": dict(fields)}


def answer_of(vote: Vote) -> dict[str, Any]:
    """Return a recorded vote as Airflow would show it; the fields of a condition only when one was asked."""
    asked = vote.voorwaarde
    condition = {"voorwaarde": asked.tekst, "eigenaar": asked.eigenaar, "datum": asked.datum} if asked else {}
    return write_answer(vote.antwoord, {"toelichting": vote.toelichting, **condition})


def make_fields(gate: Gate, profile: Profile) -> dict[str, dict[str, Any]]:
    """Return the JSON schema of each field; those of a condition only where an answer asks one."""
    toelichting = _field("Toelichting", "Verplicht bij een afwijzing of een opmerking.", format="multiline")
    if not any(answer.needs_voorwaarde for answer in answers_of(gate.rol, gate.soort)):
        return {"toelichting": toelichting}
    functies = {person.sleutel: person.functie for person in profile.personen}
    return {
        "toelichting": toelichting,
        "voorwaarde": _field("Voorwaarde", "Alleen bij 'mits': wat moet er gebeuren?", format="multiline"),
        "eigenaar": _field(
            "Eigenaar",
            "Wie zorgt voor de voorwaarde?",
            enum=[*functies, None],
            values_display={**functies, "null": "niemand gekozen"},
        ),
        "datum": _field("Gereed op", "Wanneer moet aan de voorwaarde zijn voldaan?", format="date"),
    }


def _field(title: str, description: str, **schema: Any) -> dict[str, Any]:
    return {"type": _MAY_BE_EMPTY, "title": title, "description": description, **schema}


def read_answer(body: bytes) -> Ballot:
    """Return what was filled in. Raises Refused when it is not one answer with text fields."""
    try:
        content = json.loads(body)
        chosen = content["chosen_options"]
        if not isinstance(chosen, list):  # Airflow would refuse it, and is not always told
            raise _unreadable()
        (answer,) = chosen
        field_names = content.get("params_input") or {}
        values = {name: _text(field_names, name) for name in _FIELDS}
    except Refused:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise _unreadable() from fault
    if not isinstance(answer, str):
        raise _unreadable()
    return Ballot(antwoord=answer, **values)


def _text(field_names: Mapping[str, Any], name: str) -> str:
    value = field_names.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError(name)
    # A lone surrogate is text in JSON and no text in UTF-8: it would break the record after the answer.
    return as_given(value, name) if name in _WORDS else value.encode("utf-8").decode("utf-8").strip()


def _unreadable() -> Refused:
    return Refused(
        "ANTWOORD_ONLEESBAAR",
        "Uw antwoord is niet te lezen; kies één antwoord uit de lijst en vul de velden als tekst in.",
    )
