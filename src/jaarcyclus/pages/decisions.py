"""What is asked of one person: which seats wait for an answer, which wait for others, what was answered. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jaarcyclus.dossier.ballot import tell_closed
from jaarcyclus.dossier.records import Dossier, Gate, Vote
from jaarcyclus.dossier.tally import name_outcome, name_role
from jaarcyclus.ledger.parts import Gatezetel
from jaarcyclus.pages.aftermath import tell_became
from jaarcyclus.pages.reader import DECISIONS
from jaarcyclus.pages.standings import Standing
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.formats import format_day
from jaarcyclus.terms.products import name_product

MOST, MOST_DONE = 50, 20
"""How many questions a list shows, and how many closed ones (chosen: five years of a member)."""


class Group(StrEnum):
    """Whom a question waits for."""

    READER = "reader"
    OTHERS = "others"
    DONE = "done"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One seat of one gate, as it stands in a list. `tag` is the state in a word or two, `became` what followed.

    `moment`: when it closed, or opened while it is open (ISO).
    """

    path: str
    title: str
    body: str
    seat: str
    group: Group
    deadline: str
    tag: str
    moment: str
    seq: int
    became: str = ""


@dataclass(frozen=True, kw_only=True)
class Decisions:
    """What is asked of a person, in groups: the most urgent first, what is done newest first; `waiting` counts all."""

    waiting: int
    reader: tuple[Asked, ...]
    others: tuple[Asked, ...]
    done: tuple[Asked, ...]


def list_decisions(standings: Iterable[Standing], person: str, today: date) -> Decisions:
    """Return what is asked of this person in these dossiers on `today`."""
    asked = [item for standing in standings for item in _asked_in(standing, person, today)]
    soonest = sorted(asked, key=lambda item: (item.deadline, item.title))
    latest = sorted(asked, key=lambda item: (item.moment, item.seq), reverse=True)
    waiting = tuple(item for item in soonest if item.group == Group.READER)
    return Decisions(
        waiting=len(waiting),
        reader=waiting[:MOST],
        others=tuple(item for item in soonest if item.group == Group.OTHERS)[:MOST],
        done=tuple(item for item in latest if item.group == Group.DONE)[:MOST_DONE],
    )


def seat_path(dossier: str, gate: str, zetel: str) -> str:
    """Return where the question to one seat stands."""
    return f"{DECISIONS}/{dossier}/{gate}/{zetel}"


def tell_left(deadline: date, today: date) -> str:
    """Return how much time there is: `nog 3 dagen`."""
    days = (deadline - today).days
    if days < 0:
        return "termijn voorbij"
    return {0: "laatste dag", 1: "nog 1 dag"}.get(days, f"nog {days} dagen")


def name_seat(gate: Gate, zetel: Gatezetel, person: str, profile: Profile) -> str:
    """Return the seat as its answerer knows it: `Deventer`, or that it is for somebody else."""
    if person == zetel.houder:
        return zetel.naam
    return f"{zetel.naam}, namens de {profile.name_person(zetel.houder)}"


def name_answerer(zetel: Gatezetel, vote: Vote, person: str, profile: Profile) -> str:
    """Return who answered for the seat, as this person reads it: `u`, `uw plaatsvervanger` or the function."""
    if vote.door == person:
        return "u"
    return "uw plaatsvervanger" if person == zetel.houder else f"de {profile.name_person(vote.door)}"


def _asked_in(standing: Standing, person: str, today: date) -> Iterator[Asked]:
    state, profile = standing.state, standing.profile
    for gate in state.gates:
        for zetel in gate.zetels:
            if person in (zetel.houder, zetel.plaatsvervanger) and person not in zetel.uitgesloten:
                yield _asked(state, profile, gate, zetel, person, today)


def _asked(state: Dossier, profile: Profile, gate: Gate, zetel: Gatezetel, person: str, today: date) -> Asked:
    group, tag = _standing_of(gate, zetel, person, profile, today)
    return Asked(
        path=seat_path(state.dossier, gate.gate, zetel.zetel),
        title=f"{name_product(state.product, state.boekjaar)}, versie {gate.versie}",
        body=f"{profile.gremium(gate.gremium).naam}, {name_role(gate.rol, gate.soort)}",
        seat=name_seat(gate, zetel, person, profile),
        group=group,
        deadline=gate.deadline,
        tag=tag,
        moment=gate.gesloten_klok or gate.geopend_klok,
        seq=gate.seq,
        became=tell_became(state, profile, gate) if group == Group.DONE else "",
    )


def _standing_of(gate: Gate, zetel: Gatezetel, person: str, profile: Profile, today: date) -> tuple[Group, str]:
    vote = next((item for item in gate.votes if item.zetel == zetel.zetel), None)
    if gate.vervallen is not None:
        return Group.DONE, "vervallen"
    if gate.uitslag is not None:
        return Group.DONE, f"uitslag: {name_outcome(gate.uitslag)}"
    if vote is not None:
        return Group.OTHERS, f"{name_answerer(zetel, vote, person, profile)} antwoordde op {format_day(vote.klok)}"
    if tell_closed(gate, today) is not None:
        return Group.OTHERS, "termijn voorbij, niet geantwoord"
    return Group.READER, tell_left(date.fromisoformat(gate.deadline), today)
