"""What a seat is asked: subject, text and answers of one gate, in Dutch. Airflow only shows it.

Whoever runs Airflow reads it there, and need not be one who may read the dossier: so it tells what is asked, of whom,
until when and about which bytes, and nothing that anybody answered or wrote. That stands on our own page and on the
page *Stand van de besluitvorming*. Of a confidential question it tells no more than where it stands.
"""

import re
from dataclasses import dataclass
from datetime import date

from jaarcyclus.dossier.ballot import explain_answers
from jaarcyclus.dossier.confidential import is_confidential
from jaarcyclus.dossier.records import Dossier, Gate
from jaarcyclus.dossier.tally import GESCHIL, answers_of, name_role
from jaarcyclus.ledger.parts import Gatezetel
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.days import format_date
from jaarcyclus.terms.products import name_product
from jaarcyclus.terms.text import on_one_line

DOCUMENT_PATH = "/jaarcyclus/document"
DECISIONS_PATH = "/jaarcyclus/besluiten"
# What a release before this one wrote below its answers, and behind what a dispute is about.
_SAID_BEFORE = re.compile(r"\n\n(Standpunten in |Wat eerder over deze versie is opgemerkt:).*", re.DOTALL)
_OUTCOME_BEFORE = re.compile(r"^(Het geschil gaat over .*\.) De uitslag daar: .*$", re.MULTILINE)
_READ_THERE = f"Wat eerder is geantwoord, leest u op [Mijn besluiten]({DECISIONS_PATH})."
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


def without_answers(text: str) -> str:
    """Return a question that Airflow kept from an older release without what was answered before."""
    shorter = _SAID_BEFORE.sub(f"\n\n{_READ_THERE}", text)
    return _OUTCOME_BEFORE.sub(r"\1", shorter)


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
    path = f"{DECISIONS_PATH}/{dossier.dossier}/{gate.gate}/{zetel.zetel}"
    lines.append(f"Wat eerder is geantwoord en opgemerkt, leest u bij [uw vraag op Mijn besluiten]({path}).")
    return "\n\n".join(lines)


def _dispute(dossier: Dossier, gate: Gate, profile: Profile) -> list[str]:
    disputed = dossier.gate(gate.betwist) if gate.betwist else None
    if disputed is None:
        return []
    role = name_role(disputed.rol, disputed.soort)
    return [f"Het geschil gaat over {profile.gremium(disputed.gremium).naam}, {role}."]


def _stand(gate: Gate) -> list[str]:
    if gate.stand_sha256 is None:
        return []
    return [
        f"- Stand van de besluitvorming: [lees wat eerder is geantwoord]({DOCUMENT_PATH}/{gate.stand_sha256}) "
        f"(SHA-256 `{gate.stand_sha256}`)"
    ]


def _quote(text: str) -> str:
    """Return what an office named as text of a Markdown line: no markup, and no address that becomes a link by itself.

    A reader of Markdown finds bare addresses after it has read the escapes, so an invisible sign breaks them.
    """
    escaped = re.sub(r"([\\`*_{}\[\]()#+!|<>~&])", r"\\\1", on_one_line(text))
    return re.sub(r"(?i)(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)", "\u200b", escaped)
