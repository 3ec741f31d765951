"""What of a dossier stays within a gremium: the steps and documents that its profile marks `vertrouwelijk`. Pure.

Who sees them: whoever has a seat in the gremium of the step, or in one that its dispute went to, the controller and the
accountant (chosen; decision 0022). For all others the dossier is made without them, once, and every page, paper and
answer is then written from what is left: what nobody holds, nobody tells by mistake. What is left is enough to see
where the route stands; that a question was closed and whether the route went on can be seen by anybody who looks at it.

What is sealed for a time, also for the own gremium, is `dossier.sight`; who may act is in `rules`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from jaarcyclus.dossier.records import Dossier, Gate, Reopening, Voorwaarde, Vote
from jaarcyclus.dossier.route import route_gremia
from jaarcyclus.ledger.events import GateGeopend
from jaarcyclus.profile.records import Profile

AnyGate = GateGeopend | Gate
"""A gate that is about to open, or did."""
WITHHELD = "Besloten stap: wat hier is geantwoord, lezen alleen het gremium zelf, de controller en de accountant."
REASON_WITHHELD = "De reden is besloten; vraag de controller wat er anders moet."
_CONDITION_WITHHELD = "een voorwaarde uit een besloten stap"


def is_confidential(gate: AnyGate, dossier: Dossier, profile: Profile) -> bool:
    """Return whether the profile of the round keeps this gate, or the one that it is a dispute about, to its people."""
    return profile.routes[dossier.product][gate.stap].vertrouwelijk


def has_confidential(dossier: Dossier, profile: Profile) -> bool:
    """Return whether anything of this dossier is not for everybody who may read it."""
    marked = any(step.vertrouwelijk for step in profile.routes[dossier.product])
    return marked or bool(profile.vertrouwelijke_documenten)


def sees_all(profile: Profile, person: str | None) -> bool:
    """Return whether somebody sees what is confidential everywhere: controller and accountant."""
    return person is not None and person in (profile.controller, profile.accountant)


def insider_gremia(dossier: Dossier, profile: Profile, gate: AnyGate) -> tuple[str, ...]:
    """Return the gremium of a step and those that settled its disputes about this version: all read one matter."""
    own = _root_gremium(dossier, gate)
    disputes = (
        other.gremium
        for other in dossier.gates
        if (other.versie, other.stap) == (gate.versie, gate.stap) and _root_gremium(dossier, other) == own
    )
    return tuple(dict.fromkeys((own, *disputes, gate.gremium)))


def sees_gate(dossier: Dossier, profile: Profile, gate: AnyGate, person: str | None) -> bool:
    """Return whether this person may know what is answered in the gate; who is nobody here may not.

    Seats as the gate recorded them count beside those of the profile of the round.
    """
    if sees_all(profile, person) or not is_confidential(gate, dossier, profile):
        return True
    asked = {who for zetel in gate.zetels for who in (zetel.houder, zetel.plaatsvervanger)}
    return person is not None and person in asked | _seated(profile, insider_gremia(dossier, profile, gate))


def as_seen(dossier: Dossier, profile: Profile, person: str | None) -> Dossier:
    """Return the dossier as this person may know it; None for who is no person of the cooperation."""
    return _without(dossier, profile, lambda gate: sees_gate(dossier, profile, gate, person))


def as_public(dossier: Dossier, profile: Profile) -> Dossier:
    """Return the dossier without anything confidential: for what is published, and for what Airflow shows."""
    return _without(dossier, profile, lambda _: False)


def as_put_before(dossier: Dossier, profile: Profile, gate: AnyGate) -> Dossier:
    """Return the dossier as the page may tell it that this gate's seats read.

    That of an open gate goes to all who read along. That of a confidential one tells of its own matter.
    """
    if not is_confidential(gate, dossier, profile):
        return as_public(dossier, profile)
    own = _root_gremium(dossier, gate)
    return _without(dossier, profile, lambda other: other.stap == gate.stap and _root_gremium(dossier, other) == own)


def shown_gates(dossier: Dossier) -> tuple[Gate, ...]:
    """Return the gates to list: of a withheld matter the first question only, for the rest tells of a dispute."""
    return tuple(gate for gate in dossier.gates if not (gate.withheld and (gate.betwist or gate.ronde > 1)))


def condition_owners(dossier: Dossier, profile: Profile, gate: Gate) -> Mapping[str, str]:
    """Return who may be asked to meet a condition, by key and function: of a confidential step only who reads it."""
    return {
        person.sleutel: person.functie
        for person in profile.personen
        if person.sleutel != profile.accountant and sees_gate(dossier, profile, gate, person.sleutel)
    }


def decision_gremia(dossier: Dossier, profile: Profile, gate: Gate) -> tuple[str, ...]:
    """Return for whom a decision lies ready: every gremium of the route (notitie §4), or who may read it."""
    if is_confidential(gate, dossier, profile):
        return insider_gremia(dossier, profile, gate)
    return route_gremia(dossier, profile)


def document_readers(dossier: Dossier, profile: Profile, name: str) -> frozenset[str] | None:
    """Return who may have a document of a version beside controller and accountant; None for who reads the dossier."""
    gremium = _body_of(dossier, profile, name)
    if gremium is None:
        return None
    if gremium == "":
        return _seated(profile, route_gremia(dossier, profile))
    # A body that settles a dispute reads what the disputed one was shown.
    disputes = (gate.gremium for gate in dossier.gates if gate.betwist and _root_gremium(dossier, gate) == gremium)
    return _seated(profile, (gremium, *disputes))


def may_have(dossier: Dossier, profile: Profile, name: str, person: str | None) -> bool:
    """Return whether somebody who may read the dossier may have this document of a version too."""
    readers = document_readers(dossier, profile, name)
    return readers is None or sees_all(profile, person) or person in readers


def public_documents(dossier: Dossier, profile: Profile, documents: Mapping[str, str]) -> dict[str, str]:
    """Return the documents of a version that are published, by name and SHA-256."""
    return {name: sha for name, sha in documents.items() if document_readers(dossier, profile, name) is None}


def _body_of(dossier: Dossier, profile: Profile, name: str) -> str | None:
    """Return the gremium whose document this is, "" for one of the whole route, None for one that is open."""
    kinds, steps = profile.vertrouwelijke_documenten, profile.routes[dossier.product]
    if name == f"{dossier.product}.xlsx":
        return "" if "cijfers" in kinds else None
    kind, _, body = name.removesuffix(".pdf").partition("_")
    of_step = any(
        step.vertrouwelijk and body in step.gremia and (kind == "oplegnota" or step.bereik == "eigen_percelen")
        for step in steps
    )
    return body if kind in ("boekje", "oplegnota") and (kind in kinds or of_step) else None


def _root_gremium(dossier: Dossier, gate: AnyGate) -> str:
    disputed = dossier.gate(gate.betwist) if gate.betwist else None
    return disputed.gremium if disputed else gate.gremium


def _seated(profile: Profile, gremia: Iterable[str]) -> frozenset[str]:
    return frozenset(
        person
        for code in gremia
        for zetel in profile.gremium(code).zetels
        for person in (zetel.houder, zetel.plaatsvervanger)
        if person
    )


def _without(dossier: Dossier, profile: Profile, sees: Callable[[Gate], bool]) -> Dossier:
    if dossier.ronde is None or not any(step.vertrouwelijk for step in profile.routes[dossier.product]):
        return dossier
    hidden = {gate.gate for gate in dossier.gates if is_confidential(gate, dossier, profile) and not sees(gate)}
    if not hidden:
        return dossier
    return replace(
        dossier,
        gates=tuple(_withheld(gate, profile) if gate.gate in hidden else gate for gate in dossier.gates),
        signed=None,  # of the last answer, whoever gave it
        reopenings=tuple(_without_reason(item, hidden) for item in dossier.reopenings),
        sendings=tuple(sent for sent in dossier.sendings if sent.gate not in hidden),
    )


def _withheld(gate: Gate, profile: Profile) -> Gate:
    """Return the gate with what the walk along the route asks of it, and nothing that anybody said."""
    advice = gate.advice and replace(gate.advice, tekst=REASON_WITHHELD, deskundige="besloten")
    return replace(
        gate,
        withheld=True,
        votes=tuple(_neutral(vote, gate, profile) for vote in gate.votes if _is_open_condition(vote)),
        advice=advice,
        advice_event=None,
        holdings=(),
        extensions=(),
    )


def _is_open_condition(vote: Vote) -> bool:
    return vote.voorwaarde is not None and vote.voorwaarde.vervuld_door is None


def _neutral(vote: Vote, gate: Gate, profile: Profile) -> Vote:
    """An open condition holds the route up, so that there is one stays; whom to ask is the controller."""
    asked = Voorwaarde(tekst=_CONDITION_WITHHELD, eigenaar=profile.controller, datum=gate.deadline)
    # Made anew, so that what a vote may come to hold is not in it by itself.
    return Vote(
        zetel=gate.zetels[0].zetel,
        antwoord="besloten",
        door=profile.controller,
        namens=False,
        toelichting="",
        voorwaarde=asked,
        klok=gate.geopend_klok,
        seq=vote.seq,
    )


def _without_reason(reopening: Reopening, hidden: set[str]) -> Reopening:
    return replace(reopening, reden=REASON_WITHHELD) if reopening.grond in hidden else reopening
