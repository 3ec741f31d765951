"""The rules of the postbus: a file is received, then judged once, then answered once. Asked when writing and proving.

They refuse what cannot have happened, never a file: whatever is in it, it is kept and judged. Clocks are not compared
here: to refuse a receipt because a clock runs back would lose somebody's file.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from jaarcyclus.errors import Refused
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import SYSTEM, Event
from jaarcyclus.ledger.parts import Content
from jaarcyclus.ledger.postbus_events import (
    AdresIngevuld,
    AfkeuringGemeld,
    BestandBeantwoord,
    BestandBeoordeeld,
    BestandOntvangen,
    DagHervat,
    HerkomstVastgelegd,
    KlokBevestigd,
    TerugzettingBevestigd,
    WachtwoordGekozen,
    WachtwoordUitgegeven,
    WerkboekKlaargezet,
)
from jaarcyclus.rules.context import DOORS, FOLDERS, LIBRARY, require
from jaarcyclus.rules.own_chain import read_event
from jaarcyclus.terms.days import is_day
from jaarcyclus.terms.findings import refuses
from jaarcyclus.terms.words import fault_in_words


@dataclass(frozen=True)
class Postbus:
    """What the events of a postbus amount to, by the number of the receipt. It is filled while it is read."""

    received: dict[int, BestandOntvangen] = field(default_factory=dict)
    judged: dict[int, tuple[Event, BestandBeoordeeld]] = field(default_factory=dict)
    answered: set[int] = field(default_factory=set)
    told: set[AfkeuringGemeld | WerkboekKlaargezet] = field(default_factory=set)
    origins: dict[tuple[str, str], int] = field(default_factory=dict)  # library and file -> its last receipt
    with_origin: set[int] = field(default_factory=set)
    issued: dict[str, int] = field(default_factory=dict)  # person -> the issue after which nothing was chosen yet


def refusals(events: Iterable[Event], postbus: Postbus) -> Iterator[tuple[Event, Refused]]:
    """Fill `postbus` with the events in their order, and yield each that could not follow, with the reason."""
    for event in events:
        try:
            content = read_event(event, wire.POSTBUS_KINDS, "postbus")
            _CHECKS[type(content)](postbus, event, content)
        except Refused as refusal:
            yield event, refusal
            continue
        _add(postbus, event, content)


def _add(postbus: Postbus, event: Event, content: Content) -> None:
    match content:
        case BestandOntvangen():
            postbus.received[event.seq] = content
        case HerkomstVastgelegd():
            postbus.origins[content.bibliotheek, content.item] = content.ontvangst
            postbus.with_origin.add(content.ontvangst)
        case BestandBeoordeeld():
            postbus.judged[content.ontvangst] = (event, content)
        case BestandBeantwoord():
            postbus.answered.add(content.ontvangst)
        case AfkeuringGemeld() | WerkboekKlaargezet():
            postbus.told.add(_once(content))
        case WachtwoordUitgegeven():
            postbus.issued[content.persoon] = event.seq
        case WachtwoordGekozen():
            postbus.issued.pop(event.actor, None)


def _check_received(_: Postbus, event: Event, content: BestandOntvangen) -> None:
    require(
        content.inzender == event.actor and content.via in DOORS and content.perceel != "",
        "ONTVANGST_ONJUIST",
        "Een bestand komt van wie het indient, via api, map of sharepoint.",
    )
    require(
        re.fullmatch("[0-9a-f]{64}", content.sha256) is not None and content.grootte >= 0,
        "ONTVANGST_ONJUIST",
        "Een bestand heeft een SHA-256 en een grootte.",
    )


def _check_origin(postbus: Postbus, event: Event, content: HerkomstVastgelegd) -> None:
    """A file of a library is received once for each content that it had, whoever looks at it at the same moment."""
    _require_program(event)
    received = postbus.received.get(content.ontvangst)
    if (
        received is None
        or (received.via, content.ontvangst) != (LIBRARY, event.seq - 1)
        or "" in (content.bibliotheek, content.item)
    ):
        raise Refused("HERKOMST_ONJUIST", "De herkomst van een bestand hoort bij de ontvangst die eraan voorafgaat.")
    known = postbus.origins.get((content.bibliotheek, content.item))
    require(
        content.vorige == known,
        "HERKOMST_ACHTERHAALD",
        "Dit bestand is intussen al door een andere poging opgehaald; Jaarcyclus kijkt opnieuw.",
    )
    last = postbus.received.get(known or 0)
    require(
        last is None or (last.sha256, last.perceel) != (received.sha256, received.perceel),
        "AL_OPGEHAALD",
        "Dit bestand is al opgehaald, en sindsdien niet veranderd; er is niets te doen.",
    )


def _check_judged(postbus: Postbus, event: Event, content: BestandBeoordeeld) -> None:
    _require_program(event)
    received = postbus.received.get(content.ontvangst)
    require(
        received is not None and received.sha256 == content.sha256,
        "ONTVANGST_ONBEKEND",
        f"Ontvangst {content.ontvangst} is er niet, of van een ander bestand.",
    )
    require(
        received is None or received.via != LIBRARY or content.ontvangst in postbus.with_origin,
        "HERKOMST_ONTBREEKT",
        f"Van ontvangst {content.ontvangst} staat niet vast welk bestand van SharePoint dat was.",
    )
    require(
        content.ontvangst not in postbus.judged, "AL_BEOORDEELD", f"Ontvangst {content.ontvangst} is al beoordeeld."
    )
    require(
        content.geaccepteerd == (not refuses(content.bevindingen)),
        "OORDEEL_ANDERS",
        "Een bestand is geaccepteerd als het geen fouten heeft, en anders geweigerd.",
    )
    profiel = event.dossier.removesuffix("-postbus")
    require(
        content.dossier.startswith(f"{profiel}-") if content.dossier else not content.geaccepteerd,
        "DOSSIER_ANDERS",
        "Een geaccepteerd bestand hoort bij een dossier van deze postbus.",
    )


def _check_answered(postbus: Postbus, event: Event, content: BestandBeantwoord) -> None:
    _require_program(event)
    received = postbus.received.get(content.ontvangst)
    require(
        received is not None
        and received.via in FOLDERS
        and content.ontvangst in postbus.judged
        and content.antwoord != "",
        "ANTWOORD_ONJUIST",
        f"Ontvangst {content.ontvangst} kwam niet via een map, of is nog niet beoordeeld.",
    )
    require(
        content.ontvangst not in postbus.answered,
        "AL_BEANTWOORD",
        f"Ontvangst {content.ontvangst} is al beantwoord.",
    )


def _check_rejection_told(postbus: Postbus, event: Event, content: AfkeuringGemeld) -> None:
    _require_program(event)
    judged = postbus.judged.get(content.ontvangst)
    require(
        judged is not None
        and judged[1].geaccepteerd
        and judged[1].dossier == content.dossier
        and postbus.received[content.ontvangst].via in FOLDERS
        and content.afkeuring > 0
        and content.bericht != "",
        "BERICHT_ONJUIST",
        f"Ontvangst {content.ontvangst} kwam niet via een map, of is niet geaccepteerd in {content.dossier}.",
    )
    require(
        _once(content) not in postbus.told,
        "AL_GEMELD",
        f"De afkeuring is bij ontvangst {content.ontvangst} al gemeld.",
    )


def _check_given(postbus: Postbus, event: Event, content: WerkboekKlaargezet) -> None:
    """A workbook is laid down once for each thing that became known, and only where people look in a folder."""
    _require_program(event)
    profiel = event.dossier.removesuffix("-postbus")
    require(
        content.dossier.startswith(f"{profiel}-")
        and content.via in FOLDERS
        and content.stand > 0
        and "" not in (content.perceel, content.werkboek)
        and re.fullmatch("[0-9a-f]{64}", content.sha256) is not None,
        "WERKBOEK_ONJUIST",
        "Een werkboek wordt klaargezet in een map, voor een perceel van een dossier van deze postbus.",
    )
    require(
        _once(content) not in postbus.told,
        "AL_KLAARGEZET",
        f"Voor {content.perceel} is het werkboek van {content.dossier} op deze stand al klaargezet.",
    )


def _once(content: AfkeuringGemeld | WerkboekKlaargezet) -> AfkeuringGemeld | WerkboekKlaargezet:
    """Return of what was laid down that which is laid down once, whatever the file was called."""
    if isinstance(content, AfkeuringGemeld):
        return replace(content, bericht="")
    return replace(content, werkboek="", sha256="")


def _check_resumed(_: Postbus, event: Event, content: DagHervat) -> None:
    _require_program(event)
    require(content.dag != "", "DAG_ONBEKEND", "Wat hervat is, heeft een naam.")


def _check_clock_confirmed(_: Postbus, event: Event, content: KlokBevestigd) -> None:
    require(
        event.actor != SYSTEM and is_day(content.dag) and content.dag == event.klok[:10],
        "DAG_ANDERS",
        "Een mens bevestigt de klok, van de dag waarop dat gebeurt.",
    )
    require(fault_in_words(content.reden) is None, "REDEN_ONTBREEKT", "Wie de klok bevestigt, zegt in woorden waarom.")


def _check_restored(_: Postbus, event: Event, content: TerugzettingBevestigd) -> None:
    require(event.actor != SYSTEM, "NIET_BEVOEGD", "Een mens bevestigt dat een oudere kopie is bedoeld.")
    require(fault_in_words(content.reden) is None, "REDEN_ONTBREEKT", "Wie dat bevestigt, zegt in woorden waarom.")
    profiel = event.dossier.removesuffix("-postbus")
    sound = (
        name.startswith(f"{profiel}-") and head.seq >= 1 and re.fullmatch("[0-9a-f]{64}", head.kop) is not None
        for name, head in content.ketens.items()
    )  # fmt: skip
    require(bool(content.ketens) and all(sound), "KETEN_ONBEKEND", "Wat weg is, is van een keten van deze postbus.")


def _check_issued(_: Postbus, event: Event, content: WachtwoordUitgegeven) -> None:
    require(
        content.persoon not in ("", SYSTEM, event.actor),
        "UITGIFTE_ONJUIST",
        "Een wachtwoord wordt uitgegeven voor het account van een ander mens.",
    )
    require(fault_in_words(content.reden) is None, "REDEN_ONTBREEKT", "Wie een wachtwoord uitgeeft, zegt waarom.")


def _check_chosen(postbus: Postbus, event: Event, content: WachtwoordGekozen) -> None:
    require(event.actor != SYSTEM, "NIET_BEVOEGD", "Een mens kiest het eigen wachtwoord.")
    require(
        content.uitgifte == postbus.issued.get(event.actor),
        "UITGIFTE_ONBEKEND",
        "Wie een eigen wachtwoord kiest, noemt de uitgifte die daarmee voorbij is.",
    )


def _check_address_filled_in(_: Postbus, event: Event, content: AdresIngevuld) -> None:
    require(
        content.persoon not in ("", SYSTEM, event.actor) and event.actor != SYSTEM,
        "ADRES_ONJUIST",
        "Een eerste adres vult een mens in, voor een ander mens.",
    )
    require(
        content.kanaal in ("mail", "teams") and content.bezetting >= 0,
        "ADRES_ONJUIST",
        "Een adres is er een van mail of van Teams.",
    )


def _require_program(event: Event) -> None:
    require(event.actor == SYSTEM, "NIET_BEVOEGD", f"Een gebeurtenis '{event.soort}' legt alleen het programma vast.")


_CHECKS: Mapping[type[Content], Callable[[Postbus, Event, Any], None]] = {
    BestandOntvangen: _check_received,
    HerkomstVastgelegd: _check_origin,
    BestandBeoordeeld: _check_judged,
    BestandBeantwoord: _check_answered,
    WerkboekKlaargezet: _check_given,
    DagHervat: _check_resumed,
    KlokBevestigd: _check_clock_confirmed,
    TerugzettingBevestigd: _check_restored,
    WachtwoordUitgegeven: _check_issued,
    AdresIngevuld: _check_address_filled_in,
    WachtwoordGekozen: _check_chosen,
    AfkeuringGemeld: _check_rejection_told,
}
