"""One message instead of ten: once a day on a working day, at once what cannot wait, and nothing twice."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaarcyclus.clock import AMSTERDAM
from jaarcyclus.dossier.messages import AT_ONCE, DIGEST, Line, Message, hash_address
from jaarcyclus.ledger.message_events import BerichtAangenomen, BerichtNietVerzonden, BerichtOnzeker, BerichtVoorgenomen
from jaarcyclus.messages.digest import Digest, make_digest
from jaarcyclus.messages.occasion import Occasion
from jaarcyclus.profile.messages import MessagePlan

LINE, ADDRESS = Line(person="bvr", holding=2, channel="mail"), "bvr@gemeente.example"
MONDAY = datetime(2026, 5, 11, 9, 5, tzinfo=AMSTERDAM)
ENDS = {
    "taken": BerichtAangenomen(voornemen=1, antwoord="250"),
    "unknown": BerichtOnzeker(voornemen=1, reden="weg"),
    "later": BerichtNietVerzonden(voornemen=1, reden="451", niet_voor=MONDAY.isoformat()),
    "never": BerichtNietVerzonden(voornemen=1, reden="550", niet_voor=None),
}


def occasion(key: str, *, at_once: bool = False, person: str = "bvr") -> Occasion:
    return Occasion(
        key=key, person=person, title="Begroting 2027", subject="x", told="y", link="/", action="z", at_once=at_once
    )


def message(digest: Digest, moment: datetime, end: str = "taken", address: str = ADDRESS) -> Message:
    content = BerichtVoorgenomen(
        bericht="a",
        sleutels=digest.keys,
        persoon=digest.line.person,
        bezetting=digest.line.holding,
        kanaal=digest.line.channel,
        soort=digest.kind,
        sha256="",
        adres=hash_address(address, "zout"),
        zout="zout",
        tot=moment.isoformat(),
    )
    return Message(content=content, seq=1, begun=moment.isoformat(), outcome=ENDS[end])


def made(found: list[Occasion], known: list[Message], moment: datetime, address: str = ADDRESS) -> Digest | None:
    return make_digest(found, known, LINE, address=address, moment=moment, plan=MessagePlan())


def test_all_that_is_new_is_one_message_and_others_are_not_in_it() -> None:
    digest = made([occasion("a"), occasion("b"), occasion("c", person="bo")], [], MONDAY)

    assert digest is not None
    assert (digest.kind, digest.keys) == (DIGEST, ("a", "b"))


def test_what_happened_to_one_product_is_told_in_its_order() -> None:
    """By its key a dispute comes before the question that it is about."""
    keys = ("v1-s0-bo-r1/besluit", "v1-s0-bo-r1-geschil-bvr/besluit")
    digest = made([occasion(key) for key in keys], [], MONDAY)

    assert digest is not None
    assert digest.keys == keys


def test_what_comes_after_the_summary_waits_a_day_unless_it_cannot() -> None:
    first = made([occasion("a")], [], MONDAY)
    assert first is not None
    known = [message(first, MONDAY)]
    late = MONDAY + timedelta(hours=3)

    assert made([occasion("a"), occasion("b")], known, late) is None
    urgent = made([occasion("b"), occasion("c", at_once=True)], known, late)
    assert urgent is not None
    assert (urgent.kind, urgent.keys) == (AT_ONCE, ("c", "b"))
    following = made([occasion("a"), occasion("b")], known, MONDAY + timedelta(days=1))
    assert following is not None
    assert following.keys == ("b",)


@pytest.mark.parametrize(
    ("moment", "kind"),
    [
        (datetime(2026, 5, 11, 7, 59, tzinfo=AMSTERDAM), None),
        (datetime(2026, 5, 11, 8, 0, tzinfo=AMSTERDAM), DIGEST),
        (datetime(2026, 5, 14, 8, 0, tzinfo=AMSTERDAM), AT_ONCE),  # Ascension Day
        (datetime(2026, 5, 16, 7, 0, tzinfo=AMSTERDAM), None),
        (datetime(2026, 5, 16, 23, 5, tzinfo=AMSTERDAM), AT_ONCE),
    ],
)
def test_what_cannot_wait_goes_on_any_day_and_no_phone_rings_at_night(moment: datetime, kind: str | None) -> None:
    digest = made([occasion("a", at_once=True)], [], moment)

    assert (digest and digest.kind) == kind


@pytest.mark.parametrize(("end", "again"), [("taken", False), ("unknown", False), ("later", True), ("never", False)])
def test_only_what_certainly_did_not_go_is_told_again(end: str, again: bool) -> None:
    first = made([occasion("a")], [], MONDAY)
    assert first is not None
    known = [message(first, MONDAY, end)]

    assert (made([occasion("a")], known, MONDAY + timedelta(days=1)) is not None) == again


def test_what_an_address_refused_for_good_goes_to_the_next_one() -> None:
    first = made([occasion("a")], [], MONDAY)
    assert first is not None
    known = [message(first, MONDAY, "never")]

    assert made([occasion("a")], known, MONDAY, address="nieuw@gemeente.example") is not None


@given(st.lists(st.tuples(st.integers(0, 200), st.sets(st.tuples(st.integers(0, 9), st.booleans()))), max_size=25))
def test_no_key_is_taken_twice_and_no_day_has_two_summaries(looks: list[tuple[int, set[tuple[int, bool]]]]) -> None:
    known: list[Message] = []
    for hours, keys in sorted(looks, key=lambda look: look[0]):
        moment = MONDAY + timedelta(hours=hours)
        digest = made([occasion(f"k{key}", at_once=now) for key, now in sorted(keys)], known, moment)
        if digest:
            known.append(message(digest, moment))

    told = [key for item in known for key in dict.fromkeys(item.content.sleutels)]
    assert len(told) == len(set(told))
    days = [item.begun[:10] for item in known if item.content.soort == DIGEST]
    assert len(days) == len(set(days))
