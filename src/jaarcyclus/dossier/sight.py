"""Who may see what of a dossier: its papers before publication, and what a seat answered that does not count. Pure.

Who has a part in the decision reads along; everybody of the cooperation does once the product is published, and as long
as that publication stands and nobody corrects it (chosen): a new version is no more public than the first one was.
The head of the chain is a word about every answer in it: who knows the rest of an event can try which one fits.
The accountant reads along from the first day, and nobody else for being nobody's member. What stays within a gremium
after its gate has closed is `dossier.confidential`.
It decides nothing about acting: who may vote or record is in `rules`.
"""

from collections.abc import Iterator

from jaarcyclus.dossier.confidential import sees_gate
from jaarcyclus.dossier.records import Dossier, Gate, Vote
from jaarcyclus.dossier.route import route_gremia
from jaarcyclus.dossier.tally import Uitslag
from jaarcyclus.profile.gremium import Zichtbaarheid
from jaarcyclus.profile.records import Profile


def may_read(dossier: Dossier, profile: Profile, person: str) -> bool:
    """Return whether this person of the cooperation may read the dossier; `profile` is that of its round."""
    if dossier.ronde is None:
        return False
    public = dossier.in_force is not None and dossier.is_closed
    return public or person in readers(dossier, profile)


def readers(dossier: Dossier, profile: Profile) -> frozenset[str]:
    """Return who reads along before publication.

    Submitters, fiatteurs, the seats of the route, who runs the cycle, and whoever must meet a condition that stands.
    """
    office = (profile.controller, profile.ambtelijk_secretaris, *([profile.accountant] if profile.accountant else []))
    return frozenset((*office, *dossier.makers(), *_seated(dossier, profile), *_owners(dossier)))


def _owners(dossier: Dossier) -> Iterator[str]:
    """Yield who must meet a condition, or met it: of a passed gate of the version that is on its route.

    While the gate is open the condition is as sealed as the answer: what its owner may read would tell of it.
    """
    version = dossier.active_version
    for gate in dossier.gates_of(version.versie) if version else ():
        if gate.uitslag == Uitslag.POSITIEF:
            yield from (vote.voorwaarde.eigenaar for vote in gate.votes if vote.voorwaarde)


def _seated(dossier: Dossier, profile: Profile) -> Iterator[str]:
    for code in route_gremia(dossier, profile):
        for zetel in profile.gremium(code).zetels:
            yield from (person for person in (zetel.houder, zetel.plaatsvervanger) if person)


def is_sealed(gate: Gate, profile: Profile) -> bool:
    """Return whether the answers of this gate are for their own seats only (`stemmen_zichtbaar`).

    Until it is closed, and so for good when it lapses: each seat is asked about the next version without another's
    answer before it. The annex of that version tells them, when nobody is asked any more.
    """
    return gate.uitslag is None and profile.gremium(gate.gremium).stemmen_zichtbaar == Zichtbaarheid.NA_SLUITING


def hides_answers(gate: Gate, profile: Profile) -> bool:
    """Return whether somebody answered in this gate and others may not see what."""
    return bool(gate.votes) and is_sealed(gate, profile)


def told_until(dossier: Dossier, profile: Profile) -> int | None:
    """Return the number of the last event before the first sealed answer: no later head is told. None without one.

    Those of a lapsed gate hold no head back, which would leave the dossier without one for months: by then it also
    covers the reopening and the lapse, each at a microsecond that nobody is told.
    """
    sealed = [vote.seq for gate in dossier.gates if gate.is_open and is_sealed(gate, profile) for vote in gate.votes]
    return min(sealed) - 1 if sealed else None


def told_until_for(dossier: Dossier, profile: Profile, person: str | None) -> int | None:
    """Return the same for one person, who may not know of what is confidential either, however long ago it was."""
    hidden = [
        vote.seq for gate in dossier.gates if not sees_gate(dossier, profile, gate, person) for vote in gate.votes
    ]
    found = [min(hidden) - 1] if hidden else []
    sealed = told_until(dossier, profile)
    return min([*found, *([] if sealed is None else [sealed])], default=None)


def seen_vote(gate: Gate, profile: Profile, zetel: str, person: str | None) -> Vote | None:
    """Return what the seat answered, as this person may see it; None while it is silent, or sealed for him.

    `person` is None for an account of no cooperation, such as an administrator of Airflow.
    """
    if is_sealed(gate, profile) and not holds_seat(gate, zetel, person):
        return None
    return next((vote for vote in gate.votes if vote.zetel == zetel), None)


def holds_seat(gate: Gate, zetel: str, person: str | None) -> bool:
    """Return whether the person is holder or deputy of this seat."""
    return person is not None and any(
        person in (seat.houder, seat.plaatsvervanger) for seat in gate.zetels if seat.zetel == zetel
    )
