"""Proves a postbus from its events alone, and that a dossier and its postbus tell the same of every workbook.

A refused workbook lies in neither export, so a refusal rests on what two chains say of one file. One hand that rewrites
both is shown by a head of either that somebody has from elsewhere.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import accumulate

from jaarcyclus.dossier.fold import apply
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.round import postbus_id
from jaarcyclus.errors import InvalidTransition, Refused
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.events import (
    BijlageVastgelegd,
    ConsolidatieAfgekeurd,
    InzendingGeaccepteerd,
    InzendingGeweigerd,
    RondeGeopend,
)
from jaarcyclus.ledger.postbus_events import AfkeuringGemeld, BestandBeantwoord, BestandBeoordeeld, BestandOntvangen
from jaarcyclus.ledger.wire import kind_of
from jaarcyclus.proof.reach import Reach
from jaarcyclus.proof.replay import bounded
from jaarcyclus.rules.context import Read
from jaarcyclus.rules.postbus import Postbus, refusals
from jaarcyclus.rules.transitions import MAX_CLOCK_SKEW, check

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


def verify_receipts(dossier: Sequence[Event], postbus: Sequence[Event], read: Read, reach: Reach) -> tuple[str, ...]:
    """Return where a dossier and the postbus of its profile contradict each other; both chains hold by themselves.

    What names a later postbus than this (`reach`) is not judged.
    """
    opened: RondeGeopend = wire.read(dossier[0])
    if postbus[0].dossier != postbus_id(opened.profiel):
        return (f"Dit is de postbus {postbus[0].dossier}, en niet {postbus_id(opened.profiel)}.",)
    box = Postbus()
    for _ in refusals(postbus, box):
        pass  # told by `verify_postbus`
    return bounded((*_contradictions(dossier, postbus, box, read, reach), *_rejections_left_out(dossier, postbus, box)))


def receipts_in(events: Sequence[Event], *, of_old_rules: bool = False) -> int:
    """Return how many workbooks this dossier judged under rules that hold its receipts to the postbus.

    `of_old_rules`: under rules that did not, too.
    """
    try:
        opened = wire.read(events[0])
    except InvalidTransition:
        return 0
    if not isinstance(opened, RondeGeopend) or (opened.regels == 1 and not of_old_rules):
        return 0
    return sum(event.soort in _JUDGED for event in events)


def told_later(dossier: Sequence[Event], postbus: Sequence[Event]) -> int:
    """Return how often the postbus judged for this dossier, or told of its rejection, after its last event."""
    last = datetime.fromisoformat(dossier[-1].tijd)
    told = {event.inhoud.get("ontvangst") for event in dossier if event.soort in _JUDGED}
    judged = (
        given.dossier == dossier[0].dossier
        and given.ontvangst not in told
        and datetime.fromisoformat(event.tijd) > last
        for event, given in wire.of_kind(postbus, BestandBeoordeeld)
    )
    rejected = (
        given.dossier == dossier[0].dossier and _is_after_the_end(event, given, dossier)
        for event, given in wire.of_kind(postbus, AfkeuringGemeld)
    )
    return sum(judged) + sum(rejected)


def _is_after_the_end(event: Event, told: AfkeuringGemeld, dossier: Sequence[Event]) -> bool:
    later = datetime.fromisoformat(event.tijd) > datetime.fromisoformat(dossier[-1].tijd)
    return later and told.afkeuring > len(dossier)


_JUDGED = (kind_of(InzendingGeaccepteerd), kind_of(InzendingGeweigerd))


def _contradictions(
    dossier: Sequence[Event], postbus: Sequence[Event], box: Postbus, read: Read, reach: Reach
) -> Iterator[str]:
    told: dict[int, Judged] = {}
    beyond = set(reach.beyond)
    for event in dossier:
        content = wire.read(event)
        if event.seq in beyond:
            continue
        if isinstance(content, Judged):
            yield from _differences(event, content, box, postbus)
            yield from _another_file(event, content, box, read)
            told[content.ontvangst] = content
        elif isinstance(content, BijlageVastgelegd):
            yield from _of_annex(event, content, postbus, last=max(told, default=0))
    yield from _left_out(dossier, box, told, read)


def _differences(event: Event, content: Judged, box: Postbus, postbus: Sequence[Event]) -> Iterator[str]:
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
    if not _is_between(event, postbus[content.ontvangst - 1], told):
        yield f"{name} is niet vastgelegd tussen ontvangst en oordeel in de postbus ({content.ontvangst})."
    if told.gesimuleerd != event.gesimuleerd:
        yield f"{name}: de postbus zegt iets anders over de klok; een van de twee noemt een oefening echt."
    same = (event.dossier, content.perceel, isinstance(content, InzendingGeaccepteerd), content.bevindingen)
    if same != (verdict.dossier, verdict.perceel, verdict.geaccepteerd, verdict.bevindingen):
        yield f"{name} oordeelt anders over ontvangst {content.ontvangst} dan de postbus."


def _is_between(event: Event, came: Event, told: Event) -> bool:
    """A workbook is received, then judged in the dossier, then told in the postbus; two machines may differ.

    So by the machine's time, and by the clock that counts unless that of an exercise was put back in between.
    """
    first, moment, last = (datetime.fromisoformat(item.tijd) for item in (came, event, told))
    follows = first - MAX_CLOCK_SKEW <= moment <= last + MAX_CLOCK_SKEW
    first, moment, last = (datetime.fromisoformat(item.klok) for item in (came, event, told))
    return follows and (last < first or first - MAX_CLOCK_SKEW <= moment <= last + MAX_CLOCK_SKEW)


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


def _left_out(dossier: Sequence[Event], box: Postbus, told: Mapping[int, Judged], read: Read) -> Iterator[str]:
    """Yield what the postbus says that this dossier judged, before its last event, and what does not stand in it."""
    last = datetime.fromisoformat(dossier[-1].tijd)
    missing = [
        (event, verdict)
        for number, (event, verdict) in box.judged.items()
        if verdict.dossier == dossier[0].dossier and number not in told and datetime.fromisoformat(event.tijd) <= last
    ]
    states = _States(dossier, read) if missing else None
    for event, verdict in missing:
        came = box.received[verdict.ontvangst]
        if verdict.geaccepteerd or not (states and states.refuse(event, verdict, came)):
            yield f"Ontvangst {verdict.ontvangst} is volgens de postbus in dit dossier beoordeeld, en staat er niet in."


class _States:
    """Where the dossier stood at any moment, to ask whether it could take a refusal then.

    An older release named the dossier in the postbus also when its rules kept the refusal out (a clock that was put
    back, an exercise among real records, a sender who is not of the round): then the postbus alone holds it.
    """

    def __init__(self, dossier: Sequence[Event], read: Read) -> None:
        self._states = list(accumulate(dossier, apply, initial=Dossier(dossier=dossier[0].dossier)))
        self._moments = list(accumulate((datetime.fromisoformat(event.tijd) for event in dossier), max))
        self._read = read

    def refuse(self, event: Event, verdict: BestandBeoordeeld, came: BestandOntvangen) -> bool:
        """Return whether the round was open when the postbus told this, and its rules kept the refusal out."""
        length = bisect_right(self._moments, datetime.fromisoformat(event.tijd))
        content = InzendingGeweigerd(
            perceel=verdict.perceel,
            sha256=verdict.sha256,
            inzender=came.inzender,
            via=came.via,
            ontvangst=verdict.ontvangst,
            bevindingen=verdict.bevindingen,
        )
        made = replace(event, soort=kind_of(InzendingGeweigerd), actor=came.inzender, inhoud=wire.as_json(content))
        try:
            check(self._states[length], made, self._read)
        except Refused:
            return length > 0
        return False


def _rejections_left_out(dossier: Sequence[Event], postbus: Sequence[Event], box: Postbus) -> Iterator[str]:
    """Yield of which rejection the postbus told a sender, and which does not stand in this dossier."""
    for event, told in wire.of_kind(postbus, AfkeuringGemeld):
        if told.dossier != dossier[0].dossier or _is_after_the_end(event, told, dossier):
            continue
        there = dossier[told.afkeuring - 1] if told.afkeuring <= len(dossier) else None
        rejected = wire.read(there) if there else None
        if not (
            isinstance(rejected, ConsolidatieAfgekeurd)
            and box.received[told.ontvangst].sha256 in rejected.inzendingen.values()
        ):
            yield (
                f"Bij ontvangst {told.ontvangst} meldt de postbus dat de consolidatie is afgekeurd (gebeurtenis "
                f"{told.afkeuring}), en dat staat hier niet."
            )
