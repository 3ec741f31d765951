"""Heads that people have from elsewhere: kept in the publication, in a list, in a mail; and whether they fit a chain.

A head that fits proves that nothing up to it was changed, left out or put in since it went out. It says nothing of what
comes after, nor that what was recorded is true.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from jaarcyclus.errors import InvalidAnchors
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.correction_events import CorrectieGepubliceerd, Ingetrokken
from jaarcyclus.ledger.events import Gepubliceerd
from jaarcyclus.ledger.wire import kind_of
from jaarcyclus.proof.report import ReportLine
from jaarcyclus.terms.canonical import sha256
from jaarcyclus.terms.days import is_day

_UNKNOWN = "-"


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """The head of a chain, and as far as it was noted the number and the day (ISO) of its event."""

    chain: str
    seq: int | None
    head: str
    day: str | None
    metadata: str | None = None  # SHA-256 of the publication's metadata that it stood in


def anchor_of(event: Event) -> Anchor:
    """Return the anchor that this event is while it is the last of its chain."""
    return Anchor(chain=event.dossier, seq=event.seq, head=event.hash, day=event.klok[:10])


def write_line(anchor: Anchor) -> str:
    """Return the anchor as a line of a list, without a line end: chain, number, head, day."""
    return f"{anchor.chain} {anchor.seq or _UNKNOWN} {anchor.head} {anchor.day or _UNKNOWN}"


def read_anchors(content: bytes) -> tuple[Anchor, ...]:
    """Return the anchors of a list, or those in the metadata of a publication. Raises InvalidAnchors.

    A list has a line an anchor, as `write_line` writes it; `-` where number or day were not noted, `#` before a remark.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise InvalidAnchors(f"Dit is geen lijst van ankers: geen tekst in UTF-8. {_REMEDY}") from fault
    is_metadata = text.lstrip().startswith("{")
    found = tuple(_from_metadata(text, sha256(content)) if is_metadata else _from_list(text))
    if not found:
        raise InvalidAnchors(f"Er staat geen enkel anker in. {_REMEDY}")
    return found


_REMEDY = (
    "Geef een lijst met op elke regel keten, nummer, kop en dag (zoals `jaarcyclus dossier ankers` haar schrijft), of "
    "het bestand metadata.json van een publicatie."
)


def judge_anchors(events: Sequence[Event], anchors: Sequence[Anchor]) -> Iterator[ReportLine]:
    """Say of each anchor of this chain whether it fits, and when there is none that nobody looked."""
    own = [anchor for anchor in anchors if anchor.chain == events[0].dossier]
    faults = [sentence for anchor in own if (sentence := _misfit(events, anchor) or _unpublished(events, anchor))]
    for fault in faults:
        yield ReportLine(onderwerp="ankers", houdt=False, tekst=fault)
    if not own:
        text = f"Geen van de {len(anchors)} ankers is van {events[0].dossier}; zij zeggen er niets over."
        yield ReportLine(onderwerp="ankers", houdt=None, tekst=text)
    elif not faults:
        last = latest_fitting(events, own)
        text = f"{len(own)} van de {len(anchors)} ankers zijn van deze keten en passen, tot en met gebeurtenis {last}."
        yield ReportLine(onderwerp="ankers", houdt=True, tekst=text)


def latest_fitting(events: Sequence[Event], anchors: Sequence[Anchor]) -> int:
    """Return the number of the last event that an anchor of this chain fits; 0 when none does."""
    heads = {anchor.head for anchor in anchors if anchor.chain == events[0].dossier}
    return max((event.seq for event in events if event.hash in heads), default=0)


def _misfit(events: Sequence[Event], anchor: Anchor) -> str | None:
    named = f"Het anker {anchor.head}" + (f" van gebeurtenis {anchor.seq}" if anchor.seq else "")
    found = next((event for event in events if event.hash == anchor.head), None)
    if found is None:
        older = anchor.seq is not None and anchor.seq > len(events)
        why = (
            "het einde is eraf, of deze export is ouder dan het anker" if older else "de keten is sindsdien herschreven"
        )
        return f"{named} komt in deze keten niet voor: {why}."
    if anchor.seq not in (None, found.seq) or anchor.day not in (None, found.klok[:10]):
        return f"{named} hoort hier bij gebeurtenis {found.seq} van {found.klok[:10]}, en niet bij die van het anker."
    return None


def _unpublished(events: Sequence[Event], anchor: Anchor) -> str | None:
    """Metadata lie in a publication: so the dossier that they name was published with them."""
    kept = anchor.metadata
    if kept is None or events[0].soort in wire.POSTBUS_KINDS:
        return None
    if any(event.soort in _WITH_METADATA and event.inhoud.get("metadata_sha256") == kept for event in events):
        return None
    return "De publicatie met deze metadata.json staat hier niet in: het einde is eraf, of zij is herschreven."


_WITH_METADATA = tuple(map(kind_of, (Gepubliceerd, CorrectieGepubliceerd, Ingetrokken)))


def _from_list(text: str) -> Iterator[Anchor]:
    for number, line in enumerate(text.splitlines(), 1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        if len(words) != len(("keten", "seq", "kop", "dag")):
            raise InvalidAnchors(f"Regel {number} is geen anker. {_REMEDY}")
        yield _anchor(f"Regel {number}", *words)


def _from_metadata(text: str, metadata: str) -> Iterator[Anchor]:
    try:
        heads = json.loads(text)["koppen"]
        rows = [(head["keten"], head["seq"], head["kop"], head["dag"]) for head in heads]
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise InvalidAnchors(f"In deze gegevens staan geen koppen van ketens. {_REMEDY}") from fault
    yield from (replace(_anchor(f"Kop {number}", *row), metadata=metadata) for number, row in enumerate(rows, 1))


def _anchor(place: str, chain: Any, number: Any, head: Any, day: Any) -> Anchor:
    number, head, day = str(number), str(head).lower(), str(day)
    if not re.fullmatch("[0-9a-f]{64}", head):
        raise InvalidAnchors(f"{place}: een kop heeft 64 cijfers en letters a tot en met f. {_REMEDY}")
    if number != _UNKNOWN and not re.fullmatch("[1-9][0-9]{0,8}", number):
        raise InvalidAnchors(f"{place}: '{number:.20}' is geen nummer van een gebeurtenis. {_REMEDY}")
    if day != _UNKNOWN and not is_day(day):
        raise InvalidAnchors(f"{place}: '{day:.20}' is geen dag als 2026-06-12. {_REMEDY}")
    return Anchor(
        chain=str(chain),
        seq=None if number == _UNKNOWN else int(number),
        head=head,
        day=None if day == _UNKNOWN else day,
    )
