"""A calendar as programs read it, held to two readers: what we wrote with one, another understands the same."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from jaarcyclus.clock import AMSTERDAM
from jaarcyclus.messages.agenda import Entry, write_agenda

SITE = "https://jaarcyclus.example"
ENTRY = Entry(
    key="dowr-2027-begroting-v1-s2-bvr-r1-raalte",
    day=date(2026, 6, 30),
    title="Laatste dag voor uw antwoord: Begroting 2027, BVR",
    page="/jaarcyclus/besluiten",
    changed=datetime(2026, 6, 19, 10, 30, tzinfo=AMSTERDAM),
    sequence=57,
)


def events(content: bytes) -> list[Any]:
    """What another reader than our own finds."""
    return list(getattr(vobject.readOne(content.decode()), "vevent_list", []))


def test_another_reader_finds_the_same_day() -> None:
    content = write_agenda("Jaarcyclus DOWR: controller", [ENTRY], SITE)

    (event,) = events(content)
    assert event.uid.value == "dowr-2027-begroting-v1-s2-bvr-r1-raalte@jaarcyclus"
    assert (event.dtstart.value, event.dtend.value) == (date(2026, 6, 30), date(2026, 7, 1))
    assert event.summary.value == ENTRY.title
    assert event.url.value == f"{SITE}/jaarcyclus/besluiten"
    assert event.status.value == "CONFIRMED"
    assert event.sequence.value == "57"
    assert event.dtstamp.value == datetime(2026, 6, 19, 8, 30, tzinfo=UTC)


def test_each_program_is_asked_to_look_again_in_an_hour() -> None:
    """One reads the one word, one the other; a timedelta would become `1:00:00`."""
    lines = write_agenda("Jaarcyclus", [], SITE).decode().split("\r\n")

    assert "X-PUBLISHED-TTL:PT1H" in lines
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines
    assert "X-WR-CALNAME:Jaarcyclus" in lines


def test_what_fell_away_is_cancelled_and_keeps_its_name() -> None:
    later = replace(ENTRY, cancelled=True, sequence=58, changed=ENTRY.changed + timedelta(days=1))
    (before,), (after,) = (events(write_agenda("x", [entry], SITE)) for entry in (ENTRY, later))

    assert after.uid.value == before.uid.value
    assert after.status.value == "CANCELLED"
    assert int(after.sequence.value) > int(before.sequence.value)
    assert after.dtstamp.value > before.dtstamp.value


def test_equal_days_give_equal_bytes_in_any_order() -> None:
    other = replace(ENTRY, key="ander", day=date(2026, 5, 8))

    assert write_agenda("x", [ENTRY, other], SITE) == write_agenda("x", [other, ENTRY], SITE)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300))
def test_no_title_writes_lines_of_its_own(title: str) -> None:
    """A perceel is named by whoever writes a profile; a folded line has at most 75 octets (RFC 5545 §3.1)."""
    content = write_agenda("x", [replace(ENTRY, title=f"{title}\r\nATTENDEE:mailto:x@y.nl")], SITE)

    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert sum(line.startswith(b"BEGIN:VEVENT") for line in content.split(b"\r\n")) == 1
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert "ATTENDEE" not in event
