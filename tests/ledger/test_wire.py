"""An event read as a value and written again is the same to the byte; one that is not of its kind is not read."""

from dataclasses import replace
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.ledger import chain_of
from jaarcyclus.errors import InvalidContent, InvalidTransition
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event, NewEvent, latest
from jaarcyclus.ledger.events import OntvangstBevestigd, StemUitgebracht, Toegezonden, VersieGemaakt
from jaarcyclus.ledger.parts import Content
from jaarcyclus.terms import canonical
from jaarcyclus.terms.findings import Bevinding, as_dict, bevinding

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Anything that a field of this type may hold."""
    if kind is Bevinding:
        names = ("code", "blad", "cel", "waarde", "melding", "verwacht", "herstel")
        return st.builds(Bevinding, ernst=st.sampled_from(["fout", "waarschuwing"]), **dict.fromkeys(names, TEXT))
    if isinstance(kind, type) and issubclass(kind, Content):
        return st.builds(kind, **{name: values(hint) for name, hint in hints(kind).items()})
    if get_origin(kind) is UnionType:
        return st.one_of(*(st.none() if part is type(None) else values(part) for part in get_args(kind)))
    if get_origin(kind) is tuple:
        return st.lists(values(get_args(kind)[0]), max_size=3).map(tuple)
    if get_args(kind):
        return st.dictionaries(TEXT, values(get_args(kind)[1]), max_size=3)
    return {str: TEXT, int: st.integers(-(2**53), 2**53), bool: st.booleans()}[kind]


def hints(kind: type[Content]) -> dict[str, Any]:
    return {name: hint for name, hint in get_type_hints(kind).items() if name in wire.field_names(kind)}


@given(st.sampled_from(list(wire.KINDS.values())).flatmap(values))
def test_what_is_recorded_is_read_back(content: Content) -> None:
    """Of every kind, whatever its fields hold."""
    (event,) = chain_of(wire.new_event("controller", content))

    assert wire.read(event) == content
    assert canonical.dumps(wire.as_json(wire.read(event))) == canonical.dumps(event.inhoud)


def test_a_kind_is_called_as_on_the_wire() -> None:
    assert wire.kind_of(StemUitgebracht) == "stem_uitgebracht"
    assert wire.field_names(Toegezonden) == ("gremia", "rol", "stap", "gate", "versie")


def event_of(kind: str, **held: Any) -> Event:
    return replace(chain_of(NewEvent(kind, "systeem", {}))[0], inhoud=held)


VERSION = {"versie": 1, "manifest_sha256": "a", "makers": [], "inzendingen": {}}


@pytest.mark.parametrize(
    ("held", "odd"),
    [
        (VERSION | {"versie": True}, ("versie",)),  # in Python True is 1
        (VERSION | {"versie": "1"}, ("versie",)),
        (VERSION | {"versie": 1.0}, ("versie",)),
        (VERSION | {"makers": "controller"}, ("makers",)),
        (VERSION | {"makers": [None]}, ("makers",)),
        (VERSION | {"inzendingen": {"ict": 1}}, ("inzendingen",)),
        (VERSION | {"manifest_sha256": None, "versie": []}, ("versie", "manifest_sha256")),
        (VERSION | {"extra": 1}, ("extra",)),
        ({}, ("versie", "manifest_sha256", "makers", "inzendingen")),
    ],
)
def test_a_field_of_another_kind_is_named(held: dict[str, Any], odd: tuple[str, ...]) -> None:
    event = event_of("versie_gemaakt", **held)

    with pytest.raises(InvalidContent) as fault:
        wire.read(event)

    assert fault.value.fields == odd


FINDING = as_dict(bevinding("BESTAND_LEEG"))


@pytest.mark.parametrize(
    "finding",
    [FINDING | {"ernst": "FOUT"}, FINDING | {"cel": 1}, FINDING | {"extra": "x"}, {"code": "BESTAND_LEEG"}, "fout"],
    ids=["gravity", "number", "field too many", "fields lacking", "text"],
)
def test_what_lies_within_a_field_is_read_as_strictly(finding: Any) -> None:
    """A key more would not be in the record, which then says less than what was hashed."""
    with pytest.raises(InvalidContent) as fault:
        wire.read(event_of("consolidatie_afgekeurd", inzendingen={}, bevindingen=[FINDING, finding]))

    assert fault.value.fields == ("bevindingen",)


@pytest.mark.parametrize(
    "event",
    [
        event_of("goedgekeurd"),
        event_of("versie_gemaakt", **VERSION, extra=1),
        event_of("ontvangst_bevestigd", gremium="\ud800"),
    ],
    ids=["unknown kind", "field too many", "half a character"],
)
def test_what_is_no_event_of_ours_is_not_read(event: Event) -> None:
    with pytest.raises(InvalidTransition):
        wire.read(event)


def test_events_of_one_kind_are_found_with_what_they_say() -> None:
    bvr, college = OntvangstBevestigd(gremium="bvr"), OntvangstBevestigd(gremium="college_raalte")
    version = VersieGemaakt(versie=1, manifest_sha256="a", makers=(), inzendingen={})
    events = chain_of(*(wire.system_event(content) for content in (bvr, version, college)))

    assert [(event.seq, said) for event, said in wire.of_kind(events, OntvangstBevestigd)] == [(1, bvr), (3, college)]


def test_the_latest_moment_is_so_by_time_not_as_text() -> None:
    """On 25 October 2026 the clock goes back at three: half past two comes twice, and ten past two is later."""
    summer, winter = "2026-10-25T02:30:00+02:00", "2026-10-25T02:10:00+01:00"

    assert latest([summer, winter]) == winter
