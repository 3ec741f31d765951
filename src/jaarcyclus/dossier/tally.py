"""How a gremium answers: the answers per role, what the seats' answers add up to, and what that is called. Pure.

The roles and their answers are chosen (docs/rules.md); unanimity of the BVR is art. 5.6 of the covenant.
Do not let time in here: an absent or silent seat is never a yes, whatever the date.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from jaarcyclus.profile.gremium import Besluitregel, Rol

GESCHIL = "geschil"


class Uitslag(StrEnum):
    """What a closed gate came to. `over_tijd` is never given by `tally`: silence decides nothing."""

    POSITIEF = "positief"
    NEGATIEF = "negatief"
    DOORGANG = "doorgang"
    TERUG = "terug"
    GEEN_OVEREENSTEMMING = "geen_overeenstemming"
    OVER_TIJD = "over_tijd"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One possible answer: its Dutch text on screen, whether it lets the document pass, and what it must carry."""

    text: str
    positive: bool
    needs_toelichting: bool = False
    needs_voorwaarde: bool = False


ANSWERS: dict[str, tuple[Answer, ...]] = {
    Rol.AFSTEMMING: (
        Answer(text="afgestemd", positive=True),
        Answer(text="afgestemd met opmerking", positive=True, needs_toelichting=True),
        Answer(text="niet afgestemd", positive=False, needs_toelichting=True),
    ),
    Rol.INSTEMMING: (
        Answer(text="stemt in", positive=True),
        Answer(text="stemt in, mits", positive=True, needs_voorwaarde=True),
        Answer(text="stemt niet in", positive=False, needs_toelichting=True),
    ),
    Rol.VASTSTELLING: (
        Answer(text="stelt vast", positive=True),
        Answer(text="stelt vast, mits", positive=True, needs_voorwaarde=True),
        Answer(text="stelt niet vast", positive=False, needs_toelichting=True),
    ),
    GESCHIL: (
        Answer(text="doorgang", positive=True),
        Answer(text="terug", positive=False, needs_toelichting=True),
        Answer(text="geen overeenstemming", positive=False, needs_toelichting=True),
    ),
}


@dataclass(frozen=True, kw_only=True)
class SeatVote:
    """One seat and its answer's text; None while it is silent. `weight` counts only under a weighted rule."""

    zetel: str
    answer: str | None
    weight: int = 1


def answers_of(rol: str, kind: str) -> tuple[Answer, ...]:
    """Return the answers a seat may give on a gate of this role and kind (`gewoon` or `geschil`)."""
    return ANSWERS[GESCHIL if kind == GESCHIL else rol]


def find_answer(rol: str, kind: str, text: str) -> Answer | None:
    """Return the answer with this text, or None when it is not one of this gate."""
    return next((answer for answer in answers_of(rol, kind) if answer.text == text), None)


def tally(
    rol: str, kind: str, decision_rule: Besluitregel, votes: Sequence[SeatVote], voorzitter: str | None = None
) -> Uitslag | None:
    """Return what the seats' answers come to, or None while any seat is silent.

    Every seat's position is wanted even when the outcome is certain, because a dispute carries each of them up
    the ladder. Afstemming passes only when every seat is positive, whatever the gremium's rule.
    """
    if not votes or any(vote.answer is None for vote in votes):
        return None
    if kind == GESCHIL:
        return _tally_dispute(decision_rule, votes, voorzitter)
    yes = {answer.text for answer in answers_of(rol, kind) if answer.positive}
    rule = counting_rule(rol, kind, decision_rule)
    return Uitslag.POSITIEF if _carries(rule, votes, yes, voorzitter) else Uitslag.NEGATIEF


def counting_rule(rol: str, kind: str, decision_rule: Besluitregel) -> Besluitregel:
    """Return how the seats of such a gate are counted; `decision_rule` is that of the gremium."""
    return Besluitregel.UNANIMITEIT if rol == Rol.AFSTEMMING and kind != GESCHIL else decision_rule


def _tally_dispute(rule: Besluitregel, votes: Sequence[SeatVote], voorzitter: str | None) -> Uitslag:
    for text, outcome in (("doorgang", Uitslag.DOORGANG), ("terug", Uitslag.TERUG)):
        if _carries(rule, votes, {text}, voorzitter):
            return outcome
    return Uitslag.GEEN_OVEREENSTEMMING


def _carries(rule: Besluitregel, votes: Sequence[SeatVote], yes: set[str], voorzitter: str | None) -> bool:
    for_it = [vote for vote in votes if vote.answer in yes]
    if rule == Besluitregel.UNANIMITEIT:
        return len(for_it) == len(votes)
    if rule == Besluitregel.GEWOGEN_INWONERS:
        return 2 * sum(vote.weight for vote in for_it) > sum(vote.weight for vote in votes)
    if 2 * len(for_it) == len(votes) and rule == Besluitregel.MEERDERHEID_VOORZITTER:
        return any(vote.zetel == voorzitter for vote in for_it)
    return 2 * len(for_it) > len(votes)


_OUTCOMES: Mapping[str, str] = {
    Uitslag.POSITIEF: "akkoord",
    Uitslag.NEGATIEF: "niet akkoord",
    Uitslag.DOORGANG: "doorgang",
    Uitslag.TERUG: "terug, met redenen",
    Uitslag.GEEN_OVEREENSTEMMING: "geen overeenstemming",
    Uitslag.OVER_TIJD: "over tijd: niet alle zetels hebben geantwoord",
}


def name_outcome(uitslag: str) -> str:
    """Return `akkoord` for a gate that came to `positief`; the reason why a gate lapsed comes back as it is."""
    return _OUTCOMES.get(uitslag, uitslag)


def name_role(rol: str, kind: str) -> str:
    """Return `ter instemming`, or `geschil` for a gate of that kind, whatever role the disputed one has."""
    return GESCHIL if kind == GESCHIL else f"ter {rol}"
