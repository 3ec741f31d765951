"""Somebody's days as a calendar that a program reads again and again (RFC 5545). The door to icalendar. Pure.

Equal entries give equal bytes: nothing in it is of the moment at which it was asked for. Programs look each hour
or each day as they like, so no term depends on it, and each entry says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from icalendar import Calendar, Event

LOOK_AGAIN_H = 1
"""How often a program is asked to look, in hours (chosen); most take longer."""
_BEHIND = "Uw agenda loopt uren tot dagen achter: wat geldt, staat op Jaarcyclus."


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One day. `key` never changes; `sequence` goes up and `changed` (aware) later with each change.

    `cancelled`: there is nothing to do any more, or it is another day's. A program takes it away; one that is only left
    out may stay in some for ever.
    """

    key: str
    day: date
    title: str
    page: str
    changed: datetime
    sequence: int
    cancelled: bool = False


def write_agenda(name: str, entries: Iterable[Entry], site: str) -> bytes:
    """Return the calendar, of which `name` is the title; `site` is where pages are, without a path.

    Programs ask each hour for what they have: what was written lately is kept.
    """
    return _written(name, tuple(sorted(entries, key=lambda item: (item.day, item.key))), site)


@lru_cache(maxsize=64)
def _written(name: str, entries: tuple[Entry, ...], site: str) -> bytes:
    made = Calendar()
    made.add("prodid", "-//Jaarcyclus//agenda//NL")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("x-published-ttl", f"PT{LOOK_AGAIN_H}H")  # a timedelta would become 1:00:00
    made.add("refresh-interval", timedelta(hours=LOOK_AGAIN_H), parameters={"VALUE": "DURATION"})
    for entry in entries:
        made.add_component(_event(entry, site))
    return bytes(made.to_ical())


def _event(entry: Entry, site: str) -> Event:
    event = Event()
    address = f"{site}{entry.page}"
    event.add("uid", f"{entry.key}@jaarcyclus")
    event.add("dtstamp", entry.changed.astimezone(UTC))
    event.add("last-modified", entry.changed.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))  # the first day no longer
    event.add("summary", entry.title)
    event.add("description", f"{_BEHIND}\n{address}")
    event.add("url", address)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # it fills no day
    event.add("class", "PRIVATE")
    return event
