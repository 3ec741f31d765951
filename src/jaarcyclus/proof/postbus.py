"""Proves a postbus from its events alone, and that a dossier and its postbus tell the same of every workbook.

A refused workbook lies in neither export, so a refusal rests on what two chains say of one file. One hand that rewrites
both is shown by a head of either that somebody has from elsewhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from jaarcyclus.dossier.round import postbus_id
from jaarcyclus.errors import InvalidTransition
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.events import (
    BijlageVastgelegd,
    InzendingGeaccepteerd,
    InzendingGeweigerd,
    RondeGeopend,
)
from jaarcyclus.ledger.wire import kind_of
from jaarcyclus.profile.records import Profile
from jaarcyclus.proof.replay import bounded, profile_of_first
from jaarcyclus.rules.context import Read
from jaarcyclus.rules.postbus import Postbus, refusals

Judged = InzendingGeaccepteerd | InzendingGeweigerd


def is_postbus(events: Sequence[Event]) -> bool:
    """Return whether this chain is one of received files."""
    return events[0].soort in wire.POSTBUS_KINDS


def verify_postbus(events: Sequence[Event]) -> tuple[str, ...]:
    """Return which events of a postbus its rules would have refused. Raises nothing for any events."""
    return bounded(
        f"Gebeurtenis {event.seq} ({event.soort}) had niet vastgelegd mogen worden ({refusal.code}): {refusal.message}"
        for event, refusal in refusals(events, Postbus())
    )


def verify_receipts(dossier: Sequence[Event], postbus: Sequence[Event], read: Read) -> tuple[str, ...]:
    """Return where a dossier and the postbus of its profile contradict each other; both chains hold by themselves."""
    opened: RondeGeopend = wire.read(dossier[0])
    if postbus[0].dossier != postbus_id(opened.profiel):
        return (f"Dit is de postbus {postbus[0].dossier}, en niet {postbus_id(opened.profiel)}.",)
    box = Postbus()
    for _ in refusals(postbus, box):
        pass  # told by `verify_postbus`
    return bounded(_contradictions(dossier, postbus, box, profile_of_first(dossier, read)))


def receipts_in(events: Sequence[Event]) -> int:
    """Return how many workbooks this dossier judged under rules that hold its receipts to the postbus."""
    try:
        opened = wire.read(events[0])
    except InvalidTransition:
        return 0
    if not isinstance(opened, RondeGeopend) or opened.regels == 1:
        return 0
    return sum(event.soort in _JUDGED for event in events)


_JUDGED = (kind_of(InzendingGeaccepteerd), kind_of(InzendingGeweigerd))


def _contradictions(
    dossier: Sequence[Event], postbus: Sequence[Event], box: Postbus, profile: Profile
) -> Iterator[str]:
    told: dict[int, Judged] = {}
    for event in dossier:
        content = wire.read(event)
        if isinstance(content, Judged):
            yield from _differences(event, content, box)
            told[content.ontvangst] = content
        elif isinstance(content, BijlageVastgelegd):
            yield from _of_annex(event, content, postbus)
    yield from _left_out(dossier, box, told, profile)


def _differences(event: Event, content: Judged, box: Postbus) -> Iterator[str]:
    name = f"Gebeurtenis {event.seq} ({event.soort})"
    received = box.received.get(content.ontvangst)
    if received is None:
        yield f"{name} noemt ontvangst {content.ontvangst}, en die staat niet in deze postbus."
        return
    if (received.sha256, received.inzender, received.via) != (content.sha256, content.inzender, content.via):
        yield f"{name} gaat over een ander bestand, inzender of weg dan ontvangst {content.ontvangst}."
    if content.ontvangst not in box.judged:
        yield f"{name}: over ontvangst {content.ontvangst} staat in de postbus geen oordeel."
        return
    verdict = box.judged[content.ontvangst][1]
    same = (event.dossier, content.perceel, isinstance(content, InzendingGeaccepteerd), content.bevindingen)
    if same != (verdict.dossier, verdict.perceel, verdict.geaccepteerd, verdict.bevindingen):
        yield f"{name} oordeelt anders over ontvangst {content.ontvangst} dan de postbus."


def _of_annex(event: Event, content: BijlageVastgelegd, postbus: Sequence[Event]) -> Iterator[str]:
    head = content.postbus
    if head.seq == 0:
        return
    there = postbus[head.seq - 1] if head.seq <= len(postbus) else None
    if there is None or (there.hash, there.klok[:10]) != (head.kop, head.dag):
        yield f"De bijlage (gebeurtenis {event.seq}) noemt bij {head.seq} een kop die deze postbus niet heeft."


def _left_out(dossier: Sequence[Event], box: Postbus, told: Mapping[int, Judged], profile: Profile) -> Iterator[str]:
    """Yield what the postbus says that this dossier judged, before its last event, and what does not stand in it."""
    opened: RondeGeopend = wire.read(dossier[0])
    percelen, persons = {duty.code for duty in opened.inzendplichten}, {person.sleutel for person in profile.personen}
    last = datetime.fromisoformat(dossier[-1].tijd)
    for number, (event, verdict) in box.judged.items():
        belongs = verdict.dossier == dossier[0].dossier and datetime.fromisoformat(event.tijd) <= last
        sender = box.received[number].inzender
        # The rules keep such a refusal out of the dossier: the postbus alone holds it.
        strange = sender not in persons or (verdict.perceel is not None and verdict.perceel not in percelen)
        if belongs and number not in told and (verdict.geaccepteerd or not strange):
            yield f"Ontvangst {number} is volgens de postbus in dit dossier beoordeeld, en staat er niet in."
