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
from jaarcyclus.ledger.postbus_events import BestandBeantwoord, BestandBeoordeeld, BestandOntvangen
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


def describe_postbus(events: Sequence[Event]) -> str:
    """Say what a sound postbus did with what it received, and whether under a simulated clock."""
    counts = [sum(event.soort == kind_of(kind) for event in events) for kind in _RECEIVED]
    exercise = " Dit is een OEFENING: de klok was gesimuleerd." if any(event.gesimuleerd for event in events) else ""
    received, told, answered = counts
    return f"{received} bestanden ontvangen; daarna {told} beoordeeld en {answered} in hun map beantwoord.{exercise}"


_RECEIVED = (BestandOntvangen, BestandBeoordeeld, BestandBeantwoord)


def verify_receipts(dossier: Sequence[Event], postbus: Sequence[Event], read: Read) -> tuple[str, ...]:
    """Return where a dossier and the postbus of its profile contradict each other; both chains hold by themselves."""
    opened: RondeGeopend = wire.read(dossier[0])
    if postbus[0].dossier != postbus_id(opened.profiel):
        return (f"Dit is de postbus {postbus[0].dossier}, en niet {postbus_id(opened.profiel)}.",)
    box = Postbus()
    for _ in refusals(postbus, box):
        pass  # told by `verify_postbus`
    return bounded(_contradictions(dossier, postbus, box, profile_of_first(dossier, read), read))


def receipts_in(events: Sequence[Event]) -> int:
    """Return how many workbooks this dossier judged under rules that hold its receipts to the postbus."""
    try:
        opened = wire.read(events[0])
    except InvalidTransition:
        return 0
    if not isinstance(opened, RondeGeopend) or opened.regels == 1:
        return 0
    return sum(event.soort in _JUDGED for event in events)


def judged_later(dossier: Sequence[Event], postbus: Sequence[Event]) -> int:
    """Return how many workbooks the postbus judged for this dossier after its last event."""
    last = datetime.fromisoformat(dossier[-1].tijd)
    told = {event.inhoud.get("ontvangst") for event in dossier if event.soort in _JUDGED}
    return sum(
        given.dossier == dossier[0].dossier
        and given.ontvangst not in told
        and datetime.fromisoformat(event.tijd) > last
        for event, given in wire.of_kind(postbus, BestandBeoordeeld)
    )


_JUDGED = (kind_of(InzendingGeaccepteerd), kind_of(InzendingGeweigerd))


def _contradictions(
    dossier: Sequence[Event], postbus: Sequence[Event], box: Postbus, profile: Profile, read: Read
) -> Iterator[str]:
    told: dict[int, Judged] = {}
    for event in dossier:
        content = wire.read(event)
        if isinstance(content, Judged):
            yield from _differences(event, content, box)
            yield from _another_file(event, content, box, read)
            told[content.ontvangst] = content
        elif isinstance(content, BijlageVastgelegd):
            yield from _of_annex(event, content, postbus, last=max(told, default=0))
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
    told, verdict = box.judged[content.ontvangst]
    if told.gesimuleerd != event.gesimuleerd:
        yield f"{name}: de postbus zegt iets anders over de klok; een van de twee noemt een oefening echt."
    same = (event.dossier, content.perceel, isinstance(content, InzendingGeaccepteerd), content.bevindingen)
    if same != (verdict.dossier, verdict.perceel, verdict.geaccepteerd, verdict.bevindingen):
        yield f"{name} oordeelt anders over ontvangst {content.ontvangst} dan de postbus."


def _another_file(event: Event, content: Judged, box: Postbus, read: Read) -> Iterator[str]:
    received = box.received.get(content.ontvangst)
    if received is not None and isinstance(content, InzendingGeaccepteerd):
        size = len(read(content.sha256))
        if size != received.grootte:
            yield (
                f"Ontvangst {content.ontvangst} is volgens de postbus {received.grootte} bytes; het werkboek van "
                f"gebeurtenis {event.seq} is er {size}."
            )


def _of_annex(event: Event, content: BijlageVastgelegd, postbus: Sequence[Event], *, last: int) -> Iterator[str]:
    """The annex names where the postbus stood: after the last receipt (`last`) that was judged in this dossier."""
    head = content.postbus
    there = postbus[head.seq - 1] if 0 < head.seq <= len(postbus) else None
    if head.seq and (there is None or (there.hash, there.klok[:10]) != (head.kop, head.dag)):
        yield f"De bijlage (gebeurtenis {event.seq}) noemt bij {head.seq} een kop die deze postbus niet heeft."
    elif head.seq <= last:
        yield f"De bijlage (gebeurtenis {event.seq}) noemt de postbus van vóór ontvangst {last}."


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
