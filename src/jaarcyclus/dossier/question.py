"""What a seat is asked: subject, text and answers of one gate, in Dutch. Airflow only shows it.

Text that people wrote (reasons, conditions) is quoted escaped: on this screen it is content, never markup.
"""

import re
from dataclasses import dataclass
from datetime import date

from jaarcyclus.dossier.records import Dossier, Gate, Gatezetel
from jaarcyclus.dossier.tally import GESCHIL, Uitslag, antwoorden, name_role
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.days import format_date
from jaarcyclus.terms.products import name_product
from jaarcyclus.terms.text import show_hidden

DOCUMENT_PATH = "/jaarcyclus/document"


@dataclass(frozen=True, kw_only=True)
class Zetelvraag:
    """The question to one seat. `personen` may answer: holder and deputy, without who made the document."""

    zetel: str
    naam: str
    personen: tuple[str, ...]
    onderwerp: str
    tekst: str  # markdown
    opties: tuple[str, ...]


def zetelvragen(dossier: Dossier, gate: Gate, profile: Profile) -> tuple[Zetelvraag, ...]:
    """Return the questions of a gate in the order of its seats."""
    return tuple(_vraag(dossier, gate, zetel, profile) for zetel in gate.zetels)


def _vraag(dossier: Dossier, gate: Gate, zetel: Gatezetel, profile: Profile) -> Zetelvraag:
    people = (zetel.houder, zetel.plaatsvervanger)
    return Zetelvraag(
        zetel=zetel.zetel,
        naam=zetel.naam,
        personen=tuple(person for person in people if person and person not in zetel.uitgesloten),
        # The seat first: a list cuts a long subject off, and a gremium's seats differ in nothing else.
        onderwerp=f"{zetel.naam}: {name_product(dossier.product, dossier.boekjaar)} {_verb(gate)}",
        tekst=_text(dossier, gate, zetel, profile),
        opties=tuple(antwoord.tekst for antwoord in antwoorden(gate.rol, gate.soort)),
    )


def _verb(gate: Gate) -> str:
    name = name_role(gate.rol, gate.soort)
    return f"als {name}" if gate.soort == GESCHIL else name


def _text(dossier: Dossier, gate: Gate, zetel: Gatezetel, profile: Profile) -> str:
    gremium = profile.gremium(gate.gremium)
    lines = [
        f"**{profile.naam}: {name_product(dossier.product, dossier.boekjaar)}, versie {gate.versie}**",
        f"Gevraagd van {gremium.naam}, zetel *{_quote(zetel.naam)}*: antwoord {_verb(gate)}, "
        f"uiterlijk **{format_date(date.fromisoformat(gate.deadline))}**.",
        f"- Document: [open het document]({DOCUMENT_PATH}/{gate.document_sha256}) (SHA-256 `{gate.document_sha256}`)",
        f"- Oplegnota: [open de oplegnota]({DOCUMENT_PATH}/{gate.oplegnota_sha256}) "
        f"(SHA-256 `{gate.oplegnota_sha256}`)",
        f"- Manifest van de versie: `{gate.manifest_sha256}`",
        "Uw antwoord geldt voor precies deze bytes en staat vast. Een afwijzing of opmerking heeft een toelichting "
        "nodig, 'mits' een voorwaarde met eigenaar en datum.",
    ]
    if dossier.oefening:
        lines.insert(0, "**OEFENING: de datum is gesimuleerd.**")
    return "\n\n".join([*lines, *_positions(dossier, gate, profile)])


def _positions(dossier: Dossier, gate: Gate, profile: Profile) -> list[str]:
    disputed = dossier.gate(gate.betwist) if gate.betwist else _previous_round(dossier, gate)
    if disputed is None:
        return []
    heading = f"Standpunten in {profile.gremium(disputed.gremium).naam} (ronde {disputed.ronde}):"
    answers = {stem.zetel: stem for stem in disputed.stemmen}
    rows = []
    for zetel in disputed.zetels:
        stem = answers.get(zetel.zetel)
        position = f"{stem.antwoord}. {_quote(stem.toelichting)}" if stem else "geen antwoord"
        rows.append(f"- {_quote(zetel.naam)}: {position}")
    return [heading, "\n".join(rows), *_dispute_answer(dossier, gate)]


def _dispute_answer(dossier: Dossier, gate: Gate) -> list[str]:
    """A new round carries the answer that gave it (docs/rules.md, Escalation)."""
    previous = _previous_round(dossier, gate) if gate.soort != GESCHIL else None
    if previous is None:
        return []
    if previous.advies is not None:
        return [f"Bindend advies van {_quote(previous.advies['deskundige'])}: {_quote(previous.advies['tekst'])}"]
    disputes = [item for item in dossier.gates if item.betwist == previous.gate and item.uitslag == Uitslag.DOORGANG]
    reasons = [_quote(stem.toelichting) for item in disputes for stem in item.stemmen if stem.toelichting]
    return [f"Het geschil is beslecht met *doorgang*. {' '.join(reasons)}".strip()] if disputes else []


def _previous_round(dossier: Dossier, gate: Gate) -> Gate | None:
    return next(
        (
            item
            for item in dossier.gates_van(gate.versie)
            if item.soort != GESCHIL
            and (item.stap, item.gremium, item.ronde) == (gate.stap, gate.gremium, gate.ronde - 1)
        ),
        None,
    )


def _quote(text: str) -> str:
    flat = " ".join(show_hidden(text).split())
    return re.sub(r"([\\`*_{}\[\]()#+!|<>~&])", r"\\\1", flat)
