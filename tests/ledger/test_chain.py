"""One chain: whatever is done to it afterwards shows, and an exported line is our bytes or none."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.ledger import DOSSIER, MACHINE_TIME, MOMENT, chain_of, vote_event
from jaarcyclus.errors import LedgerError, NotCanonical
from jaarcyclus.ledger.chain import (
    GENESIS,
    Event,
    Head,
    NewEvent,
    check,
    compute_hash,
    event_from_line,
    event_to_line,
    extend,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
CONTENTS = st.dictionaries(TEXTS, st.none() | st.booleans() | st.integers() | TEXTS | st.lists(TEXTS), max_size=4)
CHAINS = st.lists(st.builds(NewEvent, TEXTS, TEXTS, CONTENTS), min_size=3, max_size=7).map(
    lambda events: chain_of(*events)
)
FIELDS = ["dossier", "seq", "soort", "actor", "klok", "gesimuleerd", "tijd", "inhoud", "vorige", "hash"]

GIVEN = chain_of(
    vote_event("Deventer"), vote_event("Olst-Wijhe"), vote_event("Raalte", "stemt niet in", toelichting="Te duur.")
)


def changed(event: Event, field: str) -> Event:
    """Return the event with one field made different, by as little as the type allows."""
    value = getattr(event, field)
    others: dict[type, Any] = {int: lambda: value + 1, bool: lambda: not value, dict: lambda: {**value, "x": 1}}
    return replace(event, **{field: others.get(type(value), lambda: value[:-1] + ("a" if value[-1] != "a" else "b"))()})


def test_a_hash_is_over_every_field_in_canonical_json() -> None:
    """Written out with other means than ours, as an accountant would."""
    event = GIVEN[0]
    fields = {
        "actor": "gemeentesecretaris Deventer",
        "dossier": "dowr-2027-begroting",
        "gesimuleerd": False,
        "inhoud": {"antwoord": "stemt in", "gate": "v1-bvr-r1", "zetel": "Deventer"},
        "klok": "2026-06-19T10:30:00+02:00",
        "seq": 1,
        "soort": "stem_uitgebracht",
        "tijd": "2026-06-19T08:30:01.250000+00:00",
        "vorige": "0" * 64,
    }

    assert event.hash == hashlib.sha256(json.dumps(fields, separators=(",", ":")).encode()).hexdigest()


def test_events_are_numbered_and_linked() -> None:
    assert [event.seq for event in GIVEN] == [1, 2, 3]
    assert [event.vorige for event in GIVEN] == [GENESIS, GIVEN[0].hash, GIVEN[1].hash]


@given(CHAINS)
def test_a_chain_as_made_holds(events: tuple[Event, ...]) -> None:
    assert check(events) == ()


def test_no_events_are_a_chain_without_faults() -> None:
    assert check(()) == ()


@given(CHAINS, st.data())
def test_one_changed_field_is_found(events: tuple[Event, ...], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(events) - 1))
    field = data.draw(st.sampled_from(FIELDS))

    assert check((*events[:place], changed(events[place], field), *events[place + 1 :])) != ()


@given(CHAINS, st.data())
def test_a_change_with_a_newly_made_hash_is_found_by_what_follows(
    events: tuple[Event, ...], data: st.DataObject
) -> None:
    """Only a rewrite of the whole tail stays unseen; against that stands a head kept elsewhere."""
    place = data.draw(st.integers(0, len(events) - 2))
    forged = changed(events[place], data.draw(st.sampled_from(FIELDS[:-1])))
    forged = replace(forged, hash=compute_hash(forged))

    assert check((*events[:place], forged, *events[place + 1 :])) != ()


@given(CHAINS, st.data())
def test_one_removed_event_is_found(events: tuple[Event, ...], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(events) - 2))

    assert check(events[:place] + events[place + 1 :]) != ()


@given(CHAINS, st.data())
def test_two_swapped_events_are_found(events: tuple[Event, ...], data: st.DataObject) -> None:
    one, other = sorted(data.draw(st.sets(st.integers(0, len(events) - 1), min_size=2, max_size=2)))
    swapped = list(events)
    swapped[one], swapped[other] = swapped[other], swapped[one]

    assert check(swapped) != ()


@given(CHAINS, st.data())
def test_an_inserted_event_is_found(events: tuple[Event, ...], data: st.DataObject) -> None:
    """Both a copy, and a new one that links perfectly to what stands before it."""
    place = data.draw(st.integers(0, len(events) - 1))
    head = Head(events[place - 1].seq, events[place - 1].hash) if place else Head()
    (linked,) = extend(head, DOSSIER, [vote_event("Raalte")], moment=MOMENT, simulated=False, machine_time=MACHINE_TIME)
    copy = data.draw(st.sampled_from(events))

    assert check((*events[:place], linked, *events[place:])) != ()
    assert check((*events[:place], copy, *events[place:])) != ()


def test_each_fault_is_told_in_dutch() -> None:
    one, two, three = GIVEN
    other = chain_of(vote_event("Raalte"), dossier="dowr-2027-jaarverslag")[0]

    assert check([one, replace(two, actor="controller"), three]) == (
        "Gebeurtenis 2 (stem_uitgebracht) is gewijzigd: de inhoud hoort niet bij de hash.",
    )
    assert check([one, three]) == (
        "Gebeurtenis 3 (stem_uitgebracht) volgt op 1: wat ertussen hoort, ontbreekt.",
        "Gebeurtenis 3 (stem_uitgebracht) sluit niet aan op wat ervoor staat: "
        "verwijderd, verplaatst, ingevoegd of gewijzigd.",
    )
    assert (
        check([two, three])[0] == "Gebeurtenis 2 (stem_uitgebracht) volgt op het begin: wat ertussen hoort, ontbreekt."
    )
    assert check([one, one])[0] == "Gebeurtenis 1 (stem_uitgebracht) staat na gebeurtenis 1: dubbel of verplaatst."
    assert check([one, other])[0] == (
        "Gebeurtenis 1 (stem_uitgebracht) hoort bij dossier dowr-2027-jaarverslag en niet bij dowr-2027-begroting."
    )


def test_a_clock_that_runs_behind_is_no_fault() -> None:
    """Two machines append to one chain and disagree by a second: the order is the number, not the time."""
    (first,) = chain_of(vote_event("Deventer"))
    head, earlier = Head(first.seq, first.hash), MACHINE_TIME - timedelta(seconds=1)
    (second,) = extend(head, DOSSIER, [vote_event("Raalte")], moment=MOMENT, simulated=False, machine_time=earlier)

    assert check([first, second]) == ()


@given(CHAINS)
def test_a_line_reads_back_as_the_same_event(events: tuple[Event, ...]) -> None:
    assert tuple(event_from_line(event_to_line(event)) for event in events) == events
    assert not any(b"\n" in event_to_line(event) for event in events)


@given(CHAINS, st.data())
def test_one_changed_byte_in_a_line_is_found(events: tuple[Event, ...], data: st.DataObject) -> None:
    """It is no line of ours any more, or the chain no longer holds."""
    lines = [event_to_line(event) for event in events]
    place = data.draw(st.integers(0, len(lines) - 1))
    byte = data.draw(st.integers(0, len(lines[place]) - 1))
    value = data.draw(st.integers(0, 255).filter(lambda value: value != lines[place][byte]))
    lines[place] = lines[place][:byte] + bytes([value]) + lines[place][byte + 1 :]

    try:
        read = tuple(event_from_line(line) for line in lines)
    except LedgerError:
        return
    assert check(read) != ()


@pytest.mark.parametrize("field", FIELDS)
def test_a_line_without_one_of_its_fields_is_refused(field: str) -> None:
    fields = json.loads(event_to_line(GIVEN[0]))
    del fields[field]

    with pytest.raises(LedgerError, match=field):
        event_from_line(json.dumps(fields, sort_keys=True, separators=(",", ":")).encode())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seq", "1"),
        ("seq", True),
        ("seq", None),
        ("gesimuleerd", 0),
        ("inhoud", []),
        ("inhoud", None),
        ("dossier", ""),
        ("soort", 7),
        ("actor", ""),
        ("klok", "vrijdag"),
        ("klok", "2026-06-19T10:30:00"),
        ("tijd", "2026-06-19"),
        ("extra", "veld"),
    ],
)
def test_a_field_of_another_kind_is_refused_by_name(field: str, value: object) -> None:
    fields = json.loads(event_to_line(GIVEN[0])) | {field: value}

    with pytest.raises(LedgerError, match=field):
        event_from_line(json.dumps(fields, sort_keys=True, separators=(",", ":")).encode())


@pytest.mark.parametrize("line", [b"", b"[]", b"null", b"{}", b'"tekst"', b"\xff", b"[" * 100_000])
def test_what_is_no_event_at_all_is_refused(line: bytes) -> None:
    with pytest.raises(LedgerError):
        event_from_line(line)


def test_a_line_with_a_line_ending_is_another_line() -> None:
    with pytest.raises(LedgerError):
        event_from_line(event_to_line(GIVEN[0]) + b"\n")


def test_a_moment_without_an_offset_is_refused() -> None:
    """Half past two happens twice when summer time ends."""
    naive = datetime(2026, 10, 25, 2, 30)  # noqa: DTZ001  the very thing that is refused

    with pytest.raises(LedgerError, match="klok"):
        extend(Head(), DOSSIER, [vote_event("Raalte")], moment=naive, simulated=False, machine_time=datetime.now(UTC))


def test_an_event_with_a_float_is_refused() -> None:
    with pytest.raises(NotCanonical):
        chain_of(vote_event("Raalte", bedrag=12.5))


def test_an_event_does_not_change_with_the_dict_it_was_made_of() -> None:
    content = {"gate": "v1-bvr-r1", "zetels": ["Raalte"]}
    (event,) = chain_of(NewEvent("herinnerd", "kalender", content))
    content["zetels"] = []

    assert event.inhoud == {"gate": "v1-bvr-r1", "zetels": ["Raalte"]}
