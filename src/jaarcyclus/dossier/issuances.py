"""Passwords that somebody issued for another's account, as the postbus tells, and which vote came after one. Pure.

Who issues a password can sign in with that account until its holder notices: so the vote after it says so. What counts
is when an own password was chosen: until then the account can do nothing. The moments compared are the machine's, as
two chains are.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import SYSTEM, Event
from jaarcyclus.ledger.postbus_events import WachtwoordGekozen, WachtwoordUitgegeven
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.formats import format_moment
from jaarcyclus.terms.text import on_one_line

KINDS = (wire.kind_of(WachtwoordUitgegeven), wire.kind_of(WachtwoordGekozen))
"""The kinds of event that are about passwords."""


@dataclass(frozen=True, kw_only=True)
class Issuance:
    """One issued password; `number` is its seq in the postbus, `chosen` what ended it, None when nothing did."""

    number: int
    person: str
    reason: str
    issued: Event
    chosen: Event | None = None


def read_issuances(postbus: Iterable[Event]) -> tuple[Issuance, ...]:
    """Return every issue, in order. Raises InvalidTransition as `ledger.wire.read`."""
    found: dict[int, Issuance] = {}
    for event in postbus:
        if event.soort not in KINDS:
            continue
        content = wire.read(event)
        if isinstance(content, WachtwoordUitgegeven):
            found[event.seq] = Issuance(number=event.seq, person=content.persoon, reason=content.reden, issued=event)
        elif content.uitgifte in found:
            found[content.uitgifte] = replace(found[content.uitgifte], chosen=event)
    return tuple(found.values())


def unanswered(issuances: Iterable[Issuance], person: str) -> Issuance | None:
    """Return the last issue for this person when no own password was chosen since."""
    last = next((item for item in reversed(tuple(issuances)) if item.person == person), None)
    return last if last is not None and last.chosen is None else None


def last_choice(postbus: Iterable[Event], person: str) -> datetime | None:
    """Return when this person last chose an own password, None when that was never recorded."""
    chosen = [event.tijd for event, _ in wire.of_kind(postbus, WachtwoordGekozen) if event.actor == person]
    return datetime.fromisoformat(chosen[-1]) if chosen else None


def before_vote(issuances: Iterable[Issuance], person: str, opened: str, voted: str | None = None) -> Issuance | None:
    """Return the last issue that a vote must name: chosen after its gate `opened` and before it was `voted` (ISO).

    Not when it was issued: who issues a day before, and chooses when the question is there, is named too.
    """
    first, last = datetime.fromisoformat(opened), datetime.fromisoformat(voted) if voted else None
    fitting = [
        item
        for item in issuances
        if item.person == person and item.chosen is not None
        and first < (moment := datetime.fromisoformat(item.chosen.tijd))
        and (last is None or moment <= last)
    ]  # fmt: skip
    return fitting[-1] if fitting else None


def describe_issuance(item: Issuance, profile: Profile) -> str:
    """Return who issued it for whom, when and why, without a full stop."""
    by = "Jaarcyclus bij het starten" if item.issued.actor == SYSTEM else profile.name_person(item.issued.actor)
    since = (
        f"eigen wachtwoord gekozen op {format_moment(item.chosen.klok)}"
        if item.chosen
        else "daarna nog geen eigen gekozen"
    )
    return (
        f"wachtwoord van {profile.name_person(item.person)} uitgegeven door {by} op "
        f"{format_moment(item.issued.klok)}, reden: {on_one_line(item.reason).rstrip('.')}; {since}"
    )
