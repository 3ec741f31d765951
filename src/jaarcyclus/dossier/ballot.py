"""The form of a vote: the fields a person sees beside the answers, and reading what was filled in. Pure.

An empty field is empty text. Whether an answer needs a reason or a condition is not judged here but in
`rules.transitions`, where the accountant's verification finds the same rule.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from jaarcyclus.dossier.records import Gate, Voorwaarde, Vote
from jaarcyclus.dossier.tally import GESCHIL, Answer, answers_of, name_outcome
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.parts import GesteldeVoorwaarde
from jaarcyclus.profile.gremium import Rol
from jaarcyclus.terms.days import format_date
from jaarcyclus.terms.words import as_given, normalise

MAX_BYTES = 64_000
SEALED = "(antwoord gegeven)"
"""What Airflow is told instead of an answer that others may not see yet: it keeps and shows what it is told."""
_FIELDS = ("toelichting", "voorwaarde", "eigenaar", "datum")
_WORDS = ("toelichting", "voorwaarde")
_MAY_BE_EMPTY = ["string", "null"]
_AGREES = "u bent akkoord."
_DECLINES = (
    "u bent niet akkoord. Is dat de uitslag en houdt die de route op, dan volgt een geschil of een bindend advies."
)
_MITS = "u bent akkoord als aan uw voorwaarde is voldaan. Tot dan gaat de volgende stap niet open."
_EFFECTS = {
    "afgestemd": _AGREES,
    "afgestemd met opmerking": "u bent akkoord, en wie hierna antwoordt leest uw opmerking.",
    "niet afgestemd": _DECLINES,
    "stemt in": _AGREES,
    "stemt in, mits": _MITS,
    "stemt niet in": _DECLINES,
    "stelt vast": _AGREES,
    "stelt vast, mits": _MITS,
    "stelt niet vast": _DECLINES,
    "doorgang": "er komt één nieuwe ronde, waarin het gremium opnieuw antwoordt.",
    "terug": "deze versie vervalt en percelen dienen opnieuw in.",
    "geen overeenstemming": "het geschil gaat naar een hoger gremium, of wacht op een bindend advies.",
}
_PASSES_DISPUTE = "het document gaat door naar de volgende stap."


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


def spelled(typed: Ballot) -> Ballot:
    """Return what was typed in the spelling in which it is recorded; whether it may be is not judged here."""
    return replace(
        typed,
        toelichting=normalise(typed.toelichting),
        voorwaarde=normalise(typed.voorwaarde),
        eigenaar=typed.eigenaar.strip(),
        datum=typed.datum.strip(),
    )


def write_answer(answer: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return an answer as Airflow takes and shows it: what `read_answer` reads."""
    return {"chosen_options": [answer], "params_input": dict(fields)}


def answer_of(vote: Vote) -> dict[str, Any]:
    """Return a recorded vote as Airflow would show it; the fields of a condition only when one was asked."""
    return _written(vote.antwoord, vote.toelichting, vote.voorwaarde)


def answer_of_ballot(typed: Ballot) -> dict[str, Any]:
    """Return what was filled in as `answer_of` would show it once it is recorded."""
    return _written(typed.antwoord, typed.toelichting, typed.asked_voorwaarde())


def _written(answer: str, words: str, asked: Voorwaarde | GesteldeVoorwaarde | None) -> dict[str, Any]:
    condition = {"voorwaarde": asked.tekst, "eigenaar": asked.eigenaar, "datum": asked.datum} if asked else {}
    return write_answer(answer, {"toelichting": words, **condition})


def explain_answers(gate: Gate) -> tuple[str, ...]:
    """Return for each answer that this gate offers what it does and what must come with it (docs/rules.md)."""
    return tuple(
        f"*{answer.text}*: {effect_of(gate, answer)} {_needs(answer)}".rstrip()
        for answer in answers_of(gate.rol, gate.soort)
    )


def effect_of(gate: Gate, answer: Answer) -> str:
    """Return in Dutch what this answer does, `u bent akkoord.`"""
    # Of an instemming or vaststelling nobody else can give the answer.
    if gate.soort == GESCHIL and answer.positive and gate.rol == Rol.AFSTEMMING:
        return _PASSES_DISPUTE
    return _EFFECTS[answer.text]


def _needs(answer: Answer) -> str:
    if answer.needs_voorwaarde:
        return "Vul 'Voorwaarde', 'Eigenaar' en 'Gereed op' in."
    if not answer.needs_toelichting:
        return ""
    return f"Schrijf bij 'Toelichting' {'uw opmerking' if answer.positive else 'waarom'}."


def tell_closed(gate: Gate, day: date) -> str | None:
    """Return why this gate takes no answer on `day`, and what to do then; None while it does."""
    deadline = date.fromisoformat(gate.deadline)
    if gate.vervallen is not None:
        return "Deze vraag is vervallen, want de ronde is heropend. Wacht op de vraag over de nieuwe versie."
    if gate.uitslag is not None and gate.withheld:
        return "Deze vraag is gesloten. U hoeft niets meer te doen."
    if gate.uitslag is not None:
        return f"Deze vraag is gesloten. De uitslag: {name_outcome(gate.uitslag)}. U hoeft niets meer te doen."
    if day > deadline:
        return (
            f"De termijn liep tot en met {format_date(deadline)}; antwoorden kan niet meer. Geef uw standpunt door aan "
            "de controller."
        )
    return None


def make_fields(gate: Gate, owners: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return the JSON schema of each field; those of a condition only where an answer asks one.

    `owners`: who may be asked to meet it, by key and function.
    """
    answers = answers_of(gate.rol, gate.soort)
    worded = _list_answers(answer for answer in answers if answer.needs_toelichting)
    toelichting = _field("Toelichting", f"Verplicht bij {worded}.", format="multiline")
    conditional = _list_answers(answer for answer in answers if answer.needs_voorwaarde)
    if not conditional:
        return {"toelichting": toelichting}
    return {
        "toelichting": toelichting,
        "voorwaarde": _field("Voorwaarde", f"Alleen bij {conditional}: wat moet er gebeuren?", format="multiline"),
        "eigenaar": _field(
            "Eigenaar",
            "Wie zorgt voor de voorwaarde?",
            enum=[*owners, None],
            values_display={**owners, "null": "niemand gekozen"},
        ),
        "datum": _field("Gereed op", "Wanneer moet aan de voorwaarde zijn voldaan?", format="date"),
    }


def _list_answers(answers: Iterable[Answer]) -> str:
    return " en ".join(f"'{answer.text}'" for answer in answers)


def _field(title: str, description: str, **schema: Any) -> dict[str, Any]:
    return {"type": _MAY_BE_EMPTY, "title": title, "description": description, **schema}


def read_answer(body: bytes) -> Ballot:
    """Return what was filled in. Raises Refused when it is not one answer with text fields."""
    try:
        content = json.loads(body)
        # A lone surrogate is text in JSON and no text in UTF-8: it would break the record after the answer.
        json.dumps(content, ensure_ascii=False).encode()
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
    return as_given(value, name) if name in _WORDS else value.strip()


def _unreadable() -> Refused:
    return Refused(
        "ANTWOORD_ONLEESBAAR",
        "Uw antwoord is niet te lezen; kies één antwoord uit de lijst en vul de velden als tekst in.",
    )
