"""Receiving files: each one is kept and recorded before anybody reads it. Also who may hand in for whom.

The postbus of a profile is a chain of its own because a hostile file belongs to no dossier. A receipt is known by its
seq there. No Excel is read here: the verdict is `steps.judging`'s.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jaarcyclus.dossier.planning import Step
from jaarcyclus.dossier.round import postbus_id
from jaarcyclus.errors import Refused, UnknownKey
from jaarcyclus.ledger.chain import Event, NewEvent
from jaarcyclus.profile.records import Inzendplicht, Profile
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.text import make_readable


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """A received file. `perceel` is what the sender or the inbox folder said it is; None when nobody said."""

    number: int
    sha256: str
    file_name: str
    via: str  # "api" or "map"
    inzender: str
    perceel: str | None

    @property
    def key(self) -> str:
        return f"{self.sha256}-n{self.number}"


def receive(
    workspace: Workspace,
    profiel: str,
    content: bytes,
    *,
    file_name: str,
    inzender: str,
    via: str,
    perceel: str | None = None,
) -> Receipt:
    """Keep the file and record that it came; it is safe once this returns. Nothing in it has been read."""
    workspace.profile(profiel)
    receipt = {
        "sha256": workspace.store.put(content),
        "bestandsnaam": make_readable(file_name),
        "via": via,
        "inzender": inzender,
        "perceel": perceel,
        "grootte": len(content),
    }
    event = NewEvent("bestand_ontvangen", inzender, receipt)
    (stored,) = workspace.record_postbus(postbus_id(profiel), [event])
    return receipt_of(stored)


def pending(workspace: Workspace, profiel: str) -> tuple[Step, ...]:
    """Return a step for every receipt without a verdict."""
    events = workspace.ledger.events(postbus_id(profiel))
    judged = {event.inhoud["ontvangst"] for event in events if event.soort == "bestand_beoordeeld"}
    return tuple(
        Step(kind="inzending", sleutel=receipt_of(event).key, dossier="", data={"ontvangst": event.seq})
        for event in events
        if event.soort == "bestand_ontvangen" and event.seq not in judged
    )


def verdict(workspace: Workspace, profiel: str, number: int) -> Mapping[str, Any] | None:
    """Return the recorded verdict on a receipt, or None while it is not judged."""
    events = workspace.ledger.events(postbus_id(profiel))
    found = (e.inhoud for e in events if e.soort == "bestand_beoordeeld" and e.inhoud["ontvangst"] == number)
    return next(found, None)


def find_receipt(workspace: Workspace, profiel: str, number: int) -> Receipt:
    """Return the receipt. Raises UnknownKey."""
    events = workspace.ledger.events(postbus_id(profiel))
    if not 1 <= number <= len(events) or events[number - 1].soort != "bestand_ontvangen":
        raise UnknownKey(f"Ontvangst {number} bestaat niet in de postbus van {profiel}; controleer het nummer.")
    return receipt_of(events[number - 1])


def receipt_of(event: Event) -> Receipt:
    """Return the receipt that a `bestand_ontvangen` records."""
    content = event.inhoud
    return Receipt(
        number=event.seq,
        sha256=content["sha256"],
        file_name=content["bestandsnaam"],
        via=content["via"],
        inzender=content["inzender"],
        perceel=content["perceel"],
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
    """Return who hands in for a perceel: on `dag`, or else in another year. Raises UnknownKey."""
    now = profile.on(day)
    holds = perceel in {duty.code for duty in now.inzendplichten()}
    return (now if holds else profile).inzendplicht(perceel)
