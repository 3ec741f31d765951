"""Receiving files: each one is kept and recorded before anybody reads it. Also who may hand in for whom.

The postbus of a profile is a chain of its own because a hostile file belongs to no dossier. A receipt is known by its
seq there. No Excel is read here: the verdict is `steps.judging`'s.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from jaarcyclus import clock
from jaarcyclus.dossier.planning import Step
from jaarcyclus.dossier.round import postbus_id
from jaarcyclus.errors import Refused, UnknownKey
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event, NewEvent
from jaarcyclus.ledger.postbus_events import BestandBeoordeeld, BestandOntvangen, HerkomstVastgelegd
from jaarcyclus.ledger.wire import new_event, system_event
from jaarcyclus.profile.records import Inzendplicht, Profile
from jaarcyclus.steps.airflow_names import INZENDING, kind_dag
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.formats import format_moment
from jaarcyclus.terms.text import make_readable

LATE = timedelta(minutes=5)  # chosen: a check takes seconds, and the queue of a busy day minutes


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """A received file. `perceel` is what the sender or the inbox folder said it is; None when nobody said."""

    number: int
    sha256: str
    file_name: str
    via: str  # one of `rules.context.DOORS`
    inzender: str
    perceel: str | None

    @property
    def key(self) -> str:
        return f"{self.sha256}-n{self.number}"


@dataclass(frozen=True, kw_only=True)
class LibraryFile:
    """Which file of a library came, as SharePoint knows it; `version` its tag of these bytes.

    `previous` is the last receipt of this file that was known when it was fetched, None for its first.
    """

    library: str
    item: str
    version: str
    previous: int | None


def receive(
    workspace: Workspace,
    profiel: str,
    content: bytes,
    *,
    file_name: str,
    inzender: str,
    via: str,
    perceel: str | None = None,
    origin: LibraryFile | None = None,
) -> Receipt:
    """Keep the file and record that it came; it is safe once this returns. Nothing in it has been read.

    Of a file with an `origin` which it was is recorded in the same act; Refused when it was received already.
    """
    workspace.profile(profiel)
    came = BestandOntvangen(
        sha256=workspace.store.put(content),
        bestandsnaam=make_readable(file_name),
        via=via,
        inzender=inzender,
        perceel=perceel,
        grootte=len(content),
    )

    def decide(known: tuple[Event, ...]) -> list[NewEvent]:
        number = known[-1].seq + 1 if known else 1
        return [new_event(inzender, came), *([_origin_event(origin, number)] if origin else [])]

    stored, *_ = workspace.receive(postbus_id(profiel), decide)
    return receipt_of(stored, came)


def _origin_event(origin: LibraryFile, number: int) -> NewEvent:
    content = HerkomstVastgelegd(
        ontvangst=number,
        bibliotheek=origin.library,
        item=origin.item,
        versie=origin.version,
        vorige=origin.previous,
    )
    return system_event(content)


def pending(workspace: Workspace, profiel: str) -> tuple[Step, ...]:
    """Return a step for every receipt without a verdict."""
    return tuple(
        Step(kind="inzending", sleutel=receipt_of(event, came).key, dossier="", data={"ontvangst": event.seq})
        for event, came in _unjudged(workspace, profiel)
    )


def late(workspace: Workspace, profiel: str) -> tuple[datetime, ...]:
    """Return since when each receipt waits that has no verdict after `LATE`, oldest first.

    By the machine's own clock, whatever is simulated: its sender waits in real time.
    """
    came = (datetime.fromisoformat(event.tijd) for event, _ in _unjudged(workspace, profiel))
    return tuple(sorted(since for since in came if clock.real_time() - since > LATE))


def tell_late(workspace: Workspace, profiel: str) -> Iterator[tuple[str, str]]:
    """Yield the postbus when somebody waits for an answer in it, and in Dutch how many since when."""
    found = late(workspace, profiel)
    if not found:
        return
    waits = "1 ontvangen werkboek wacht" if len(found) == 1 else f"{len(found)} ontvangen werkboeken wachten"
    yield (
        postbus_id(profiel),
        f"{waits} langer dan {LATE.seconds // 60} minuten op antwoord, het oudste sinds "
        f"{format_moment(found[0].astimezone(clock.AMSTERDAM).isoformat())}. Het wordt vanzelf opnieuw geprobeerd; "
        f"staat dit er over een uur nog, bekijk dan in Airflow wat er misging bij {kind_dag(profiel, INZENDING)}.",
    )


def _unjudged(workspace: Workspace, profiel: str) -> Iterator[tuple[Event, BestandOntvangen]]:
    events = workspace.ledger.events(postbus_id(profiel))
    judged = {given.ontvangst for _, given in wire.of_kind(events, BestandBeoordeeld)}
    return (found for found in wire.of_kind(events, BestandOntvangen) if found[0].seq not in judged)


def verdict(workspace: Workspace, profiel: str, number: int) -> BestandBeoordeeld | None:
    """Return the recorded verdict on a receipt, or None while it is not judged."""
    events = workspace.ledger.events(postbus_id(profiel))
    return next((given for _, given in wire.of_kind(events, BestandBeoordeeld) if given.ontvangst == number), None)


def find_receipt(workspace: Workspace, profiel: str, number: int) -> Receipt:
    """Return the receipt. Raises UnknownKey."""
    events = workspace.ledger.events(postbus_id(profiel))
    found = (receipt_of(*item) for item in wire.of_kind(events, BestandOntvangen) if item[0].seq == number)
    receipt = next(found, None)
    if receipt is None:
        raise UnknownKey(f"Ontvangst {number} bestaat niet in de postbus van {profiel}; controleer het nummer.")
    return receipt


def find_receipt_for(workspace: Workspace, profiel: str, number: int, person: str) -> Receipt:
    """Return the receipt to its sender and the controller. Raises UnknownKey.

    In the same words for a receipt of somebody else as for none: which numbers there are is not everybody's to know.
    """
    reason = f"Ontvangst {number} bestaat niet, of u hebt haar niet ingediend; controleer het nummer."
    try:
        receipt = find_receipt(workspace, profiel, number)
    except UnknownKey:
        raise UnknownKey(reason) from None
    if person not in (receipt.inzender, workspace.profile(profiel).controller):
        raise UnknownKey(reason)
    return receipt


def receipt_of(event: Event, came: BestandOntvangen) -> Receipt:
    """Return the receipt that this event of the postbus records."""
    return Receipt(
        number=event.seq,
        sha256=came.sha256,
        file_name=came.bestandsnaam,
        via=came.via,
        inzender=came.inzender,
        perceel=came.perceel,
    )


def require_submitter(profile: Profile, perceel: str, person: str) -> None:
    """Raise Refused unless this person hands in for this perceel in some year; `profile` whole.

    A perceel that begins on 1 January T is in the begroting of T, made in April before. Whether it is this person in
    this round the rules decide (`rules.rounds`), when the workbook has said which round it is for.
    """
    if (perceel, person) not in {(duty.code, duty.indiener) for duty in profile.inzendplichten()}:
        raise Refused(
            "NIET_BEVOEGD",
            f"U dient niet in voor '{perceel}'. Kies uw eigen perceel, of vraag de controller wie het wel doet.",
        )


def find_duty(profile: Profile, perceel: str, day: date) -> Inzendplicht:
    """Return who hands in for a perceel: on `day`, or else in another year. Raises UnknownKey."""
    now = profile.on(day)
    holds = perceel in {duty.code for duty in now.inzendplichten()}
    return (now if holds else profile).inzendplicht(perceel)
