"""How far the watch over an inbox on SharePoint is: the link, what came and was not received yet, what is in the way.

One file per cooperation, written whole: a link is never kept without the files that it told of. It proves nothing. When
it is lost, damaged, of another library or ahead of a ledger that was put back, the library is asked for everything
anew, and the ledger knows which files it has.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from jaarcyclus import disk
from jaarcyclus.graph.outcomes import NeedsPerson, Problem
from jaarcyclus.graph.reasons import Reason
from jaarcyclus.graph.records import Changes, Item
from jaarcyclus.ledger.chain import Event
from jaarcyclus.settings import Settings
from jaarcyclus.steps.library_limit import SetAside
from jaarcyclus.steps.library_place import WHOLE, Place
from jaarcyclus.steps.perceel_folder import is_meant_for_us, is_workbook

log = logging.getLogger(__name__)


FOLDER = "map "
"""Begins the key of what is in the way of a folder; that of a file is what the library calls it."""

_PERSON = timedelta(minutes=1)  # chosen: how often to look whether somebody did what was asked
_LONGEST = timedelta(days=1)  # nobody is told to wait longer (docs/sharepoint.md)
_OF_APP = (Reason.THROTTLED, Reason.BUSY)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A file that the library told of and that was not received yet, as it was seen since a moment (None: never).

    `tag` is that of its bytes where the library has one: who writes in columns makes no other file of it. `first` is
    when it was first seen at all.
    """

    item: str
    perceel: str
    name: str
    tag: str = ""
    size: int | None = None
    since: datetime | None = None
    first: datetime | None = None
    is_missing: bool = False


@dataclass(frozen=True, kw_only=True)
class Hindrance:
    """What is in the way, in Dutch; not asked again before a moment. `of_app`: the whole app was told to wait."""

    sentence: str
    not_before: datetime
    times: int = 1
    needs_person: bool = False
    of_app: bool = False

    def holds(self, now: datetime) -> bool:
        """Return whether it is too early; no longer than anybody is told to wait, for a clock may be set back."""
        return now < self.not_before <= now + _LONGEST


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """What is known between two looks. `seq` and `head` are of the last event of the postbus that it goes with.

    `folders` is what the library calls the folder of each perceel, and under `WHOLE` the one above them. `aside` is by
    item what was too large. `strays` are names of what lies where nobody looks. A moment is aware.
    """

    plek: str
    seq: int = 0
    head: str = ""
    link: str = field(default="", repr=False)
    listed: datetime | None = None
    folders: Mapping[str, str] = field(default_factory=dict)
    waiting: Mapping[str, Waiting] = field(default_factory=dict)
    aside: Mapping[str, SetAside] = field(default_factory=dict)
    hindrances: Mapping[str, Hindrance] = field(default_factory=dict)
    strays: tuple[str, ...] = ()

    def goes_with(self, plek: str, events: tuple[Event, ...]) -> bool:
        """Return whether it is of this library, and the ledger holds all that it was kept with."""
        return self.plek == plek and (
            self.seq == 0 or (self.seq <= len(events) and events[self.seq - 1].hash == self.head)
        )

    def wait(self, now: datetime) -> Hindrance | None:
        """Return what the whole inbox waits for at this moment."""
        found = self.hindrances.get(WHOLE)
        return found if found and found.holds(now) else None

    @property
    def attempt(self) -> int:
        """Return how often the whole inbox was sent away since it last went well."""
        return self.hindrances[WHOLE].times if WHOLE in self.hindrances else 0


_ADAPTER = TypeAdapter(Cursor)


def read(settings: Settings, profiel: str) -> Cursor | None:
    """Return what was kept; None when there is nothing, or nothing that can be read."""
    try:
        return _ADAPTER.validate_json(_path(settings, profiel).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError):
        log.warning("what was kept of the library of %s cannot be read; it is asked for everything", profiel)
        return None


def write(settings: Settings, profiel: str, cursor: Cursor) -> None:
    """Keep it, whole or not at all. Raises StoreFailed."""
    disk.write(_path(settings, profiel), _ADAPTER.dump_json(cursor))


def merge(kept: Cursor, place: Place, changes: Changes, now: datetime, app: str) -> Cursor:
    """Return the cursor after a delta: its link, and every file that it told of that may have to be taken.

    What `app` made is an answer of ours, or a workbook to begin with until somebody writes in it and moves it here.
    """
    told = {
        item.id: Waiting(item=item.id, perceel=perceel, name=item.name)
        for item in changes.items
        if (perceel := place.perceel_of.get(item.parent_id)) and _may_be_handed_in(item, app)
    }
    in_the_way = {
        key: hindrance
        for key, hindrance in kept.hindrances.items()
        if not key.startswith(FOLDER) and key != WHOLE and not (hindrance.needs_person and key in told)
    }
    return replace(
        kept,
        link=changes.link,
        listed=now if changes.full else kept.listed,
        folders=place.ids,
        waiting={**told, **kept.waiting},
        aside={item: said for item, said in kept.aside.items() if item in told or not changes.full},
        hindrances=in_the_way,
        strays=place.strays,
    )


def _may_be_handed_in(item: Item, app: str) -> bool:
    ours = item.created_by_app == app and (item.is_only_of(app) or not is_workbook(item.name))
    return item.is_file and not item.is_deleted and not ours and is_meant_for_us(item.name)


def put_aside(kept: Cursor, item: str, said: SetAside | None) -> Cursor:
    """Return the cursor with what the sender of a file reads of its size; None: nothing any more."""
    others = {key: told for key, told in kept.aside.items() if key != item}
    return replace(kept, aside={**others, item: said} if said else others)


def report(kept: Cursor, key: str, problem: Problem | None, now: datetime) -> Cursor:
    """Return the cursor with what is in the way of something; None: nothing is any more.

    That the whole app must wait is in the way of everything.
    """
    if problem is None:
        return replace(kept, hindrances={name: told for name, told in kept.hindrances.items() if name != key})
    told = Hindrance(
        sentence=problem.sentence,
        not_before=now + _PERSON if isinstance(problem, NeedsPerson) else problem.not_before,
        needs_person=isinstance(problem, NeedsPerson),
        of_app=problem.reason in _OF_APP,
    )
    return replace(kept, hindrances=_hinder(kept.hindrances, WHOLE if told.of_app else key, told))


def forget_texts(kept: Cursor, due: Iterable[str]) -> Cursor:
    """Return the cursor without what is in the way of a text, but for those that are `due`."""
    still = {WHOLE, *kept.waiting, *due}
    left = {key: told for key, told in kept.hindrances.items() if key in still or key.startswith(FOLDER)}
    return replace(kept, hindrances=left)


def _hinder(before: Mapping[str, Hindrance], key: str, hindrance: Hindrance) -> dict[str, Hindrance]:
    times = before[key].times + 1 if key in before else 1
    return {**before, key: replace(hindrance, times=times)}


def note(settings: Settings, profiel: str, sentence: str, not_before: datetime) -> None:
    """Keep that nothing can be asked of the library, and why; where it was stays as it is. Raises StoreFailed."""
    cursor = read(settings, profiel) or Cursor(plek="")
    told = Hindrance(sentence=sentence, not_before=not_before, needs_person=True)
    write(settings, profiel, replace(cursor, hindrances=_hinder(cursor.hindrances, WHOLE, told)))


def _path(settings: Settings, profiel: str) -> Path:
    return settings.var / "bibliotheek" / f"{profiel}.json"
