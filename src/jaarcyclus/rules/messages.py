"""The rules of the berichten: told once, by one attempt at a time, and what came of it once. Asked when writing and
proving.

That a message was sent to the right person at the right moment no rule can ask: that follows from other chains.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from jaarcyclus.dossier.messages import AT_ONCE, DIGEST, FOLDER, MAIL, TEAMS, Line, Message, after, line_of
from jaarcyclus.errors import Refused
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import SYSTEM, Event
from jaarcyclus.ledger.message_events import (
    BerichtAangenomen,
    BerichtNietVerzonden,
    BerichtOnzeker,
    BerichtVoorgenomen,
)
from jaarcyclus.ledger.parts import Content
from jaarcyclus.rules.context import require
from jaarcyclus.rules.own_chain import read_event, read_moment

LEASE = timedelta(minutes=15)
"""Chosen: longer than every wait of one sending together, and far less than anybody waits to be told."""
_SHA256 = re.compile("[0-9a-f]{64}")
_SENSE = re.compile(r"[!-~]{1,300}")


@dataclass(frozen=True, kw_only=True)
class _State:
    """What stands before an event: every message, and by person, holder and channel what is told and what is open."""

    known: dict[int, Message] = field(default_factory=dict)
    told: dict[Line, set[str]] = field(default_factory=lambda: defaultdict(set))
    busy: dict[Line, int] = field(default_factory=dict)

    def add(self, event: Event, content: Content) -> None:
        """Take in an event that was not refused."""
        (message,) = after(self.known, event, content).values()
        self.known[message.seq] = message
        line, keys = line_of(message), message.content.sleutels
        if message.outcome is None:
            self.busy[line] = message.seq
        elif self.busy.get(line) == message.seq:
            del self.busy[line]
        if message.counts_as_told:
            self.told[line].update(keys)
        else:
            self.told[line].difference_update(keys)


def refusals(events: Iterable[Event]) -> Iterator[tuple[Event, Refused]]:
    """Yield each event of the berichten that could not follow on those before it, with the reason."""
    state = _State()
    for event in events:
        try:
            content = read_event(event, wire.BERICHTEN_KINDS, "keten van berichten")
            require(
                event.actor == SYSTEM,
                "NIET_BEVOEGD",
                "Wat er verzonden is, legt alleen het programma vast; vraag de beheerder hoe dit kan.",
            )
            if isinstance(content, BerichtVoorgenomen):
                _check_intended(state, event, content)
            else:
                _check_outcome(state.known, content)
        except Refused as refusal:
            yield event, refusal
            continue
        state.add(event, content)


def _check_intended(state: _State, event: Event, content: BerichtVoorgenomen) -> None:
    require(
        content.kanaal in (MAIL, TEAMS, FOLDER)
        and content.soort in (DIGEST, AT_ONCE)
        and bool(content.sleutels)
        and len(set(content.sleutels)) == len(content.sleutels)
        and all(map(_SENSE.fullmatch, (content.bericht, *content.sleutels)))
        and all(map(_SHA256.fullmatch, (content.sha256, content.adres)))
        and len(content.zout) >= 32
        and content.bezetting >= 0,
        "BERICHT_ONJUIST",
        "Een bericht noemt wat het vertelt, aan wie, langs welke weg, en de SHA-256 van zijn bytes.",
    )
    moment, until = datetime.fromisoformat(event.tijd), read_moment(content.tot)
    require(
        moment < until <= moment + LEASE,
        "PACHT_ONJUIST",
        f"Wie een bericht verzendt, heeft daar hooguit {LEASE.seconds // 60} minuten voor.",
    )
    line = Line(person=content.persoon, holding=content.bezetting, channel=content.kanaal)
    require(
        line not in state.busy,
        "BERICHT_LOOPT",
        "Van een eerder bericht aan deze persoon is nog niet vastgelegd wat ervan kwam; wacht tot dat er staat.",
    )
    require(
        not state.told[line] & set(content.sleutels),
        "AL_VERTELD",
        "Een deel van dit bericht is deze persoon langs deze weg al verteld; het gaat niet nog een keer.",
    )


def _check_outcome(known: Mapping[int, Message], content: Any) -> None:
    message = known.get(content.voornemen)
    require(
        message is not None, "BERICHT_ONBEKEND", f"Bericht {content.voornemen} is niet voorgenomen; leg dat eerst vast."
    )
    assert message is not None
    # Whoever was slow and yet heard the server's yes may say so: then more is known, and nothing is sent again.
    learned = isinstance(message.outcome, BerichtOnzeker) and isinstance(content, BerichtAangenomen)
    require(
        message.outcome is None or learned,
        "UITKOMST_BEKEND",
        f"Van bericht {content.voornemen} staat al vast wat ervan kwam; u hoeft niets te doen.",
    )
    told = content.antwoord if isinstance(content, BerichtAangenomen) else content.reden
    require(bool(told.strip()), "REDEN_ONTBREEKT", "Er staat niet bij wat van het bericht kwam; zet dat erbij.")
    if isinstance(content, BerichtNietVerzonden) and content.niet_voor is not None:
        read_moment(content.niet_voor)
