"""What a seat is asked: subject, text and answers of one gate, in Dutch. Airflow only shows it.

Whoever runs Airflow reads it there, so nothing confidential is in it: a confidential question says where it stands.

Text that people wrote (reasons, conditions) is quoted escaped: on this screen it is content, never markup.
"""

import re
from dataclasses import dataclass
from datetime import date

from jaarcyclus.dossier.ballot import explain_answers
from jaarcyclus.dossier.confidential import as_public, is_confidential
from jaarcyclus.dossier.records import Dossier, Gate, Vote
from jaarcyclus.dossier.tally import GESCHIL, Uitslag, answers_of, name_outcome, name_role
from jaarcyclus.ledger.parts import Gatezetel
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.days import format_date
from jaarcyclus.terms.products import name_product
from jaarcyclus.terms.text import on_one_line

DOCUMENT_PATH = "/jaarcyclus/document"
DECISIONS_PATH = "/jaarcyclus/besluiten"
_LAST_DAY = re.compile(r"uiterlijk \*\*[^*\n]+\*\*")  # what people wrote is escaped, so this is ours


@dataclass(frozen=True, kw_only=True)
class SeatQuestion:
    """The question to one seat. `persons` may answer: holder and deputy, without who made the document."""

    zetel: str
    name: str
    persons: tuple[str, ...]
    subject: str
    text: str  # markdown
    options: tuple[str, ...]


def seat_questions(dossier: Dossier, gate: Gate, profile: Profile) -> tuple[SeatQuestion, ...]:
    """Return the questions of a gate in the order of its seats."""
    return tuple(_question_text(dossier, gate, zetel, profile) for zetel in gate.zetels)


def _question_text(dossier: Dossier, gate: Gate, zetel: Gatezetel, profile: Profile) -> SeatQuestion:
    people = (zetel.houder, zetel.plaatsvervanger)
    within = is_confidential(gate, dossier, profile)
    return SeatQuestion(
        zetel=zetel.zetel,
        name=zetel.naam,
        persons=tuple(person for person in people if person and person not in zetel.uitgesloten),
        # The seat first: a list cuts a long subject off, and a gremium's seats differ in nothing else.
        subject=f"{zetel.naam}: {name_product(dossier.product, dossier.boekjaar)} "
        + ("(besloten stap)" if within else _kind(gate)),
        text=_text_within(dossier, gate, profile) if within else _text(dossier, gate, zetel, profile),
        options=tuple(answer.text for answer in answers_of(gate.rol, gate.soort)),
    )


def with_last_day(text: str, gate: Gate) -> str:
    """Return a question that Airflow kept with the day on which it was asked for, with the day that holds now."""
    day = format_date(date.fromisoformat(gate.deadline))
    return _LAST_DAY.sub(f"uiterlijk **{day}**", text, count=1)


def _kind(gate: Gate) -> str:
    return "(geschil)" if gate.soort == GESCHIL else name_role(gate.rol, gate.soort)


def _asked(gate: Gate) -> str:
    return "beslis in een geschil" if gate.soort == GESCHIL else f"antwoord {name_role(gate.rol, gate.soort)}"


def _text_within(dossier: Dossier, gate: Gate, profile: Profile) -> str:
    lines = [
        f"**{profile.naam}: {name_product(dossier.product, dossier.boekjaar)}, versie {gate.versie}**",
        f"Dit is een besloten stap. De vraag, de stukken en uw antwoord staan op [Mijn besluiten]({DECISIONS_PATH}); "
        "antwoord daar.",
    ]
    return "\n\n".join([*(["**OEFENING: de datum is gesimuleerd.**"] if dossier.oefening else []), *lines])


def _text(dossier: Dossier, gate: Gate, zetel: Gatezetel, profile: Profile) -> str:
    dossier = as_public(dossier, profile)
    gremium = profile.gremium(gate.gremium)
    lines = [
        f"**{profile.naam}: {name_product(dossier.product, dossier.boekjaar)}, versie {gate.versie}**",
        f"Gevraagd van {gremium.naam}, zetel *{_quote(zetel.naam)}*: {_asked(gate)}, "
        f"uiterlijk **{format_date(date.fromisoformat(gate.deadline))}**.",
        *_dispute(dossier, gate, profile),
        f"- Document: [open het document]({DOCUMENT_PATH}/{gate.document_sha256}) (SHA-256 `{gate.document_sha256}`)",
        f"- Oplegnota: [open de oplegnota]({DOCUMENT_PATH}/{gate.oplegnota_sha256}) "
        f"(SHA-256 `{gate.oplegnota_sha256}`)",
        *_stand(gate),
        f"- Manifest van de versie: `{gate.manifest_sha256}`",
        "Uw antwoord geldt voor precies deze bestanden en staat vast. U kunt kiezen:",
        "\n".join(f"- {line}" for line in explain_answers(gate)),
    ]
    if dossier.oefening:
        lines.insert(0, "**OEFENING: de datum is gesimuleerd.**")
    return "\n\n".join([*lines, *_positions(dossier, gate, profile), *_words_of_others(dossier, gate, profile)])


def _dispute(dossier: Dossier, gate: Gate, profile: Profile) -> list[str]:
    disputed = dossier.gate(gate.betwist) if gate.betwist else None
    if disputed is None:
        return []
    role = name_role(disputed.rol, disputed.soort)
    outcome = name_outcome(disputed.uitslag or "")
    return [f"Het geschil gaat over {profile.gremium(disputed.gremium).naam}, {role}. De uitslag daar: {outcome}."]


def _stand(gate: Gate) -> list[str]:
    if gate.stand_sha256 is None:
        return []
    return [
        f"- Stand van de besluitvorming: [lees wat eerder is geantwoord]({DOCUMENT_PATH}/{gate.stand_sha256}) "
        f"(SHA-256 `{gate.stand_sha256}`)"
    ]


def _words_of_others(dossier: Dossier, gate: Gate, profile: Profile) -> list[str]:
    """Return every remark, reason and condition of gates that closed before this one: rule 5, they travel on.

    Once each: those of the gate whose positions are given stand there.
    """
    if gate.stand_sha256 is None:
        return []  # a gate that opened under rules 1 keeps the question it had
    rows = [
        f"- {profile.gremium(item.gremium).naam}, {_quote(seat.naam)}: {_position(vote, profile)}"
        for item in dossier.gates_of(gate.versie)
        if not item.is_open and not item.withheld and item.seq < gate.seq and item != _argued(dossier, gate)
        for seat in item.zetels
        for vote in item.votes
        if vote.zetel == seat.zetel and (vote.toelichting or vote.voorwaarde)
    ]
    return ["Wat eerder over deze versie is opgemerkt:", "\n".join(rows)] if rows else []


def _position(vote: Vote, profile: Profile) -> str:
    return f"{vote.antwoord}. {_quote(vote.toelichting)}{_condition(vote, profile)}".rstrip()


def _condition(vote: Vote, profile: Profile) -> str:
    asked = vote.voorwaarde
    if asked is None:
        return ""
    done = "vervuld" if asked.vervuld_door else f"uiterlijk {format_date(date.fromisoformat(asked.datum))}"
    return f" Voorwaarde: {_quote(asked.tekst)} ({profile.name_person(asked.eigenaar)}, {done})."


def _positions(dossier: Dossier, gate: Gate, profile: Profile) -> list[str]:
    disputed = _argued(dossier, gate)
    if disputed is None:
        return []
    heading = f"Standpunten in {profile.gremium(disputed.gremium).naam} (ronde {disputed.ronde}):"
    answers = {vote.zetel: vote for vote in disputed.votes}
    rows = []
    for zetel in disputed.zetels:
        vote = answers.get(zetel.zetel)
        rows.append(f"- {_quote(zetel.naam)}: {_position(vote, profile) if vote else 'geen antwoord'}")
    return [heading, "\n".join(rows), *_dispute_answer(dossier, gate)]


def _dispute_answer(dossier: Dossier, gate: Gate) -> list[str]:
    """A new round carries the answer that gave it (docs/rules.md, Escalation)."""
    previous = _previous_round(dossier, gate) if gate.soort != GESCHIL else None
    if previous is None:
        return []
    if previous.advice is not None:
        return [f"Bindend advies van {_quote(previous.advice.deskundige)}: {_quote(previous.advice.tekst)}"]
    disputes = [item for item in dossier.gates if item.betwist == previous.gate and item.uitslag == Uitslag.DOORGANG]
    told = gate.stand_sha256 is not None  # then the reasons stand with their seats among what was remarked before
    reasons = [_quote(vote.toelichting) for item in disputes for vote in item.votes if vote.toelichting and not told]
    return [f"Het geschil is beslecht met *doorgang*. {' '.join(reasons)}".strip()] if disputes else []


def _argued(dossier: Dossier, gate: Gate) -> Gate | None:
    """Return the gate whose positions this one is about: the disputed one, or the round before."""
    return dossier.gate(gate.betwist) if gate.betwist else _previous_round(dossier, gate)


def _previous_round(dossier: Dossier, gate: Gate) -> Gate | None:
    return next(
        (
            item
            for item in dossier.gates_of(gate.versie)
            if item.soort != GESCHIL
            and (item.stap, item.gremium, item.ronde) == (gate.stap, gate.gremium, gate.ronde - 1)
        ),
        None,
    )


def _quote(text: str) -> str:
    """Return what a person wrote as text of a Markdown line: no markup, and no address that becomes a link by itself.

    A reader of Markdown finds bare addresses after it has read the escapes, so an invisible sign breaks them.
    """
    escaped = re.sub(r"([\\`*_{}\[\]()#+!|<>~&])", r"\\\1", on_one_line(text))
    return re.sub(r"(?i)(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)", "\u200b", escaped)
