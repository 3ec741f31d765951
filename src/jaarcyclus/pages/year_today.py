"""What happened today in all dossiers: what the program did by itself, and what people did. Pure.

The words are `pages.chronicle`'s, for one reader: what is sealed stays so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from jaarcyclus.ledger.chain import SYSTEM, Event
from jaarcyclus.pages.chronicle import Teller
from jaarcyclus.pages.standings import Standing
from jaarcyclus.pages.year_words import dossier_path
from jaarcyclus.terms.products import name_product

MOST_DONE = 40
"""How much of a day is shown (chosen): the day of a demo holds a year."""
MOST_CHAINS = 20
"""Of how many dossiers the day is read (chosen): each is read whole."""


@dataclass(frozen=True, kw_only=True)
class Done:
    """One thing that happened; `by_program` when nobody did it."""

    moment: str
    seq: int
    hour: str
    who: str
    told: str
    product: str
    path: str
    by_program: bool


@dataclass(frozen=True, kw_only=True)
class DoneToday:
    """What happened today: the newest of it, and how much there is in all; `unread` dossiers are not counted in it."""

    shown: tuple[Done, ...]
    count: int
    by_program: int
    unread: int = 0


def list_done(
    chains: Iterable[tuple[Standing, Iterable[Event]]], person: str, today: date, unread: int = 0
) -> DoneToday:
    """Return what happened on `today` in these dossiers as this person may read it, the newest first."""
    found = [item for standing, events in chains for item in _of_dossier(standing, events, person, today)]
    newest = sorted(found, key=lambda item: (item.moment, item.seq), reverse=True)
    by_program = sum(item.by_program for item in found)
    return DoneToday(shown=tuple(newest[:MOST_DONE]), count=len(found), by_program=by_program, unread=unread)


def moved_on(standings: Iterable[Standing], today: date) -> tuple[Standing, ...]:
    """Return the dossiers in which something was recorded on `today`, the last to move first."""
    moved = (item for item in standings if (item.state.klok or "")[:10] == today.isoformat())
    return tuple(sorted(moved, key=lambda item: item.state.klok or "", reverse=True))


def list_own(standing: Standing, events: Iterable[Event], person: str, today: date, after: int) -> tuple[Done, ...]:
    """Return what this person did in a dossier on `today` after the event of that number, as the ledger has it."""
    own = [event for event in events if event.seq > after and event.actor == person]
    return tuple(_of_dossier(standing, own, person, today))


def _of_dossier(standing: Standing, events: Iterable[Event], person: str, today: date) -> Iterator[Done]:
    state = standing.state
    teller = Teller(state=state, profile=standing.profile, person=person)
    of_day = [event for event in events if event.klok[:10] == today.isoformat()]
    by_program = {event.seq for event in of_day if event.actor == SYSTEM}
    for item in teller.tell(of_day):
        yield Done(
            moment=item.moment,
            seq=item.seq,
            hour=f"{datetime.fromisoformat(item.moment):%H.%M} uur",
            who=item.by,
            told=item.text,
            product=name_product(state.product, state.boekjaar),
            path=dossier_path(state),
            by_program=item.seq in by_program,
        )
