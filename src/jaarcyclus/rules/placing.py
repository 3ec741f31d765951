"""The rules of the plaatsing: a file is sent, seen, told of and released once, by who has the lease.

They keep two attempts apart, of which the first may still be alive: each event names the lease it was done under, and
only the last one holds. Asked when writing and proving.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from jaarcyclus.dossier.placing import PlacedFile, Placing, placed, standing
from jaarcyclus.errors import Refused
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import SYSTEM, Event
from jaarcyclus.ledger.parts import Content
from jaarcyclus.ledger.placing_events import (
    BestandGezien,
    BestandVerdwenen,
    BestandVrijgegeven,
    BestandWeggehaald,
    InhoudVervallen,
    KolommenGezet,
    PlaatsingBevestigd,
    PlaatsingGepacht,
    PlaatsingGestuit,
    PlaatsingVoorgenomen,
    PlaatsingWacht,
    TePlaatsen,
    UploadGeopend,
    UploadVervallen,
)
from jaarcyclus.rules.context import require
from jaarcyclus.rules.own_chain import read_event, read_moment

LEASE = timedelta(minutes=15)
"""Chosen: longer than the slowest single request may take, and far less than anybody waits for a publication."""


def refusals(events: Iterable[Event]) -> Iterator[tuple[Event, Refused]]:
    """Yield each event of a plaatsing that could not follow on those before it, with the reason."""
    known: dict[str, Placing] = {}
    for event in events:
        try:
            content = read_event(event, wire.PLAATSING_KINDS, "plaatsing")
            require(
                event.actor == SYSTEM,
                "NIET_BEVOEGD",
                "Wat op SharePoint gebeurt, legt alleen het programma vast; vraag de beheerder hoe dit kan.",
            )
            _check(known, event, content)
        except Refused as refusal:
            yield event, refusal
            continue
        known |= placed(known, event.seq, content)


def _check(known: Mapping[str, Placing], event: Event, content: Any) -> None:
    if isinstance(content, PlaatsingVoorgenomen):
        _check_intended(known, event, content)
        return
    placing = known.get(content.sleutel)
    if placing is None or placing.confirmed:
        raise Refused(
            "PLAATSING_ONBEKEND",
            f"Plaatsing {content.sleutel} is er niet, of is al bevestigd; bekijk: jaarcyclus status",
        )
    if isinstance(content, PlaatsingGepacht):
        _check_leased(placing, event, content)
        return
    lease = placing.lease
    require(
        lease is not None and lease.seq == content.pacht,
        "PACHT_VOORBIJ",
        "Een andere poging gaat met deze plaatsing verder; wacht tot die klaar is.",
    )
    _CHECKS[type(content)](placing, content)


def _check_intended(known: Mapping[str, Placing], event: Event, content: PlaatsingVoorgenomen) -> None:
    profiel = event.dossier.removesuffix("-plaatsing")
    require(
        content.sleutel not in known and content.dossier.startswith(f"{profiel}-") and content.versie > 0,
        "PLAATSING_BESTAAT",
        f"Plaatsing {content.sleutel} bestaat al, of is van een ander dossier.",
    )
    require(
        bool(content.bestanden or content.weg)
        and all(map(_is_file, content.bestanden.values()))
        and not content.bestanden.keys() & content.weg.keys()
        and content.plek != "",
        "BESTANDEN_ONJUIST",
        "Een plaatsing heeft een plek en bestanden, elk met een SHA-256 en een grootte.",
    )
    _check_follows([item for item in known.values() if _publication(item.content) == _publication(content)], content)


def _publication(content: PlaatsingVoorgenomen) -> tuple[str, int]:
    return content.dossier, content.versie


def _check_follows(before: Sequence[Placing], content: PlaatsingVoorgenomen) -> None:
    """Whoever places more of one publication knows what stands there, and puts nothing beside it a second time."""
    require(
        all(item.confirmed for item in before),
        "PLAATSING_LOOPT",
        "Een eerdere plaatsing van deze publicatie is nog niet bevestigd; wacht tot die klaar is.",
    )
    there = standing(before)
    require(
        all(file.item == there[name][0] for name, file in content.bestanden.items() if name in there)
        and all(name in there and there[name][0] == item for name, item in content.weg.items() if before),
        "STAAT_ER_AL",
        "Een bestand van deze plaatsing staat er al, of wat weg moet staat er niet; bekijk: jaarcyclus status",
    )


def _is_file(wanted: TePlaatsen) -> bool:
    return re.fullmatch("[0-9a-f]{64}", wanted.sha256) is not None and wanted.grootte > 0


def _check_leased(placing: Placing, event: Event, content: PlaatsingGepacht) -> None:
    """By the machine's own time: an exercise stands still in its own."""
    moment, until = datetime.fromisoformat(event.tijd), read_moment(content.tot)
    require(
        moment < until <= moment + LEASE,
        "PACHT_ONJUIST",
        f"Wie een plaatsing oppakt, heeft daar hooguit {LEASE.seconds // 60} minuten voor.",
    )
    require(
        placing.lease is None or placing.lease.until <= moment,
        "PACHT_LOOPT",
        "Een andere poging is nog met deze plaatsing bezig; wacht tot die klaar is.",
    )


def _file(placing: Placing, name: str) -> PlacedFile:
    if name not in placing.files:
        raise Refused("BESTAND_ONBEKEND", f"Bestand {name} hoort niet bij deze plaatsing.")
    return placing.files[name]


def _check_opened(placing: Placing, content: UploadGeopend) -> None:
    file = _file(placing, content.bestand)
    require(
        file.seen is None and file.upload is None and content.adres != "",
        "UPLOAD_LOOPT",
        f"Van {content.bestand} loopt al een upload, of het bestand staat er al.",
    )


def _check_lapsed(placing: Placing, content: UploadVervallen) -> None:
    file = _file(placing, content.bestand)
    require(
        file.upload is not None and file.seen is None, "UPLOAD_ONBEKEND", f"Van {content.bestand} loopt geen upload."
    )


def _check_seen(placing: Placing, content: BestandGezien) -> None:
    require(
        _file(placing, content.bestand).seen is None and content.item != "" and content.etag != "",
        "AL_GEPLAATST",
        f"Bestand {content.bestand} is al geplaatst, of de bibliotheek noemt het niet.",
    )


def _check_told(placing: Placing, content: KolommenGezet) -> None:
    file = _file(placing, content.bestand)
    require(
        file.seen is not None and not file.told,
        "KOLOMMEN_ONJUIST",
        f"Bestand {content.bestand} staat er nog niet, of heeft zijn kolommen al.",
    )


def _check_released(placing: Placing, content: BestandVrijgegeven) -> None:
    file = _file(placing, content.bestand)
    require(
        file.told and not file.released,
        "VRIJGAVE_ONJUIST",
        f"Bestand {content.bestand} heeft zijn kolommen nog niet, of is al vrijgegeven.",
    )


def _check_fallen_back(placing: Placing, content: InhoudVervallen) -> None:
    file = _file(placing, content.bestand)
    require(
        file.wanted.item is not None and file.seen is not None,
        "INHOUD_ONJUIST",
        f"Bestand {content.bestand} vervangt niets, of is nog niet geplaatst.",
    )


def _check_vanished(placing: Placing, content: BestandVerdwenen) -> None:
    file = _file(placing, content.bestand)
    require(
        file.wanted.item is not None or file.seen is not None,
        "VERDWENEN_ONJUIST",
        f"Bestand {content.bestand} stond er nog niet, en kan dus niet weg zijn.",
    )


def _check_removed(placing: Placing, content: BestandWeggehaald) -> None:
    require(
        content.bestand in placing.content.weg.keys() - placing.removed,
        "AL_WEGGEHAALD",
        f"Bestand {content.bestand} hoort niet weg, of is al weggehaald.",
    )


def _check_confirmed(placing: Placing, content: PlaatsingBevestigd) -> None:
    require(
        placing.next is not None and placing.next[1] is None and content.adres != "",
        "PLAATSING_ONAF",
        "Een plaatsing is bevestigd als elk bestand is vrijgegeven, en weg is wat weg moest.",
    )


def _check_waiting(placing: Placing, content: PlaatsingWacht) -> None:
    read_moment(content.niet_voor)
    _check_hindrance(placing, content)


def _check_hindrance(placing: Placing, content: PlaatsingWacht | PlaatsingGestuit) -> None:
    if content.bestand is not None and content.bestand not in placing.content.weg:
        _file(placing, content.bestand)
    told = content.reden if isinstance(content, PlaatsingWacht) else content.melding
    require(bool(told.strip()), "REDEN_ONTBREEKT", "Wie een plaatsing ophoudt, zegt waarom.")


_CHECKS: Mapping[type[Content], Callable[[Placing, Any], None]] = {
    UploadGeopend: _check_opened,
    UploadVervallen: _check_lapsed,
    BestandGezien: _check_seen,
    KolommenGezet: _check_told,
    BestandVrijgegeven: _check_released,
    BestandWeggehaald: _check_removed,
    InhoudVervallen: _check_fallen_back,
    BestandVerdwenen: _check_vanished,
    PlaatsingBevestigd: _check_confirmed,
    PlaatsingWacht: _check_waiting,
    PlaatsingGestuit: _check_hindrance,
}
