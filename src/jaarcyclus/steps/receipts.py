"""Receiving files: each one is kept and recorded before anybody reads it. Also who may hand in for whom.

The postbus of a profile is a chain of its own because a hostile file belongs to no dossier. A receipt is known by its
seq there. No Excel is read here: the verdict is `steps.judging`'s.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jaarcyclus.dossier.planning import Stap
from jaarcyclus.dossier.round import postbus_id
from jaarcyclus.errors import Geweigerd, OnbekendeSleutel
from jaarcyclus.ledger.chain import Event, NieuwEvent
from jaarcyclus.profile.records import Inzendplicht, Profile
from jaarcyclus.steps.workspace import Werkplaats
from jaarcyclus.terms.text import leesbaar


@dataclass(frozen=True, kw_only=True)
class Ontvangst:
    """A received file. `perceel` is what the sender or the inbox folder said it is; None when nobody said."""

    nummer: int
    sha256: str
    bestandsnaam: str
    via: str  # "api" or "map"
    inzender: str
    perceel: str | None

    @property
    def sleutel(self) -> str:
        return f"{self.sha256}-n{self.nummer}"


def receive(
    werkplaats: Werkplaats,
    profiel: str,
    content: bytes,
    *,
    bestandsnaam: str,
    inzender: str,
    via: str,
    perceel: str | None = None,
) -> Ontvangst:
    """Keep the file and record that it came; it is safe once this returns. Nothing in it has been read."""
    werkplaats.profile(profiel)
    receipt = {
        "sha256": werkplaats.store.put(content),
        "bestandsnaam": leesbaar(bestandsnaam),
        "via": via,
        "inzender": inzender,
        "perceel": perceel,
        "grootte": len(content),
    }
    event = NieuwEvent("bestand_ontvangen", inzender, receipt)
    (stored,) = werkplaats.record_postbus(postbus_id(profiel), [event])
    return receipt_of(stored)


def pending(werkplaats: Werkplaats, profiel: str) -> tuple[Stap, ...]:
    """Return a step for every receipt without a verdict."""
    events = werkplaats.ledger.events(postbus_id(profiel))
    judged = {event.inhoud["ontvangst"] for event in events if event.soort == "bestand_beoordeeld"}
    return tuple(
        Stap(soort="inzending", sleutel=receipt_of(event).sleutel, dossier="", gegevens={"ontvangst": event.seq})
        for event in events
        if event.soort == "bestand_ontvangen" and event.seq not in judged
    )


def verdict(werkplaats: Werkplaats, profiel: str, nummer: int) -> Mapping[str, Any] | None:
    """Return the recorded verdict on a receipt, or None while it is not judged."""
    events = werkplaats.ledger.events(postbus_id(profiel))
    found = (e.inhoud for e in events if e.soort == "bestand_beoordeeld" and e.inhoud["ontvangst"] == nummer)
    return next(found, None)


def find_receipt(werkplaats: Werkplaats, profiel: str, nummer: int) -> Ontvangst:
    """Return the receipt. Raises OnbekendeSleutel."""
    events = werkplaats.ledger.events(postbus_id(profiel))
    if not 1 <= nummer <= len(events) or events[nummer - 1].soort != "bestand_ontvangen":
        raise OnbekendeSleutel(f"Ontvangst {nummer} bestaat niet in de postbus van {profiel}; controleer het nummer.")
    return receipt_of(events[nummer - 1])


def receipt_of(event: Event) -> Ontvangst:
    """Return the receipt that a `bestand_ontvangen` records."""
    content = event.inhoud
    return Ontvangst(
        nummer=event.seq,
        sha256=content["sha256"],
        bestandsnaam=content["bestandsnaam"],
        via=content["via"],
        inzender=content["inzender"],
        perceel=content["perceel"],
    )


def require_submitter(profile: Profile, perceel: str, persoon: str) -> None:
    """Raise Geweigerd unless this person hands in for this perceel in some year; `profile` whole.

    A perceel that begins on 1 January T is in the begroting of T, made in April before. Whether it is this person in
    this round the rules decide (`rules.rounds`), when the workbook has said which round it is for.
    """
    if (perceel, persoon) not in {(plicht.code, plicht.indiener) for plicht in profile.inzendplichten()}:
        raise Geweigerd(
            "NIET_BEVOEGD",
            f"U dient niet in voor '{perceel}'. Kies uw eigen perceel, of vraag de controller wie het wel doet.",
        )


def find_duty(profile: Profile, perceel: str, dag: date) -> Inzendplicht:
    """Return who hands in for a perceel: on `dag`, or else in another year. Raises OnbekendeSleutel."""
    now = profile.op(dag)
    holds = perceel in {plicht.code for plicht in now.inzendplichten()}
    return (now if holds else profile).inzendplicht(perceel)
