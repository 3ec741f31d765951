"""The inbox on SharePoint: one look takes in what lies still in the folders of percelen, and lays answers beside it.

What was received says the ledger, by item and content, in one act with the receipt: a look that is killed, a delta that
comes twice or late, and two looks at once change nothing in that. Before a link is kept, all that it told of is kept
with it (`steps.library_cursor`). Nothing sleeps: what must wait is kept with its moment, and the next look goes on.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from jaarcyclus import clock
from jaarcyclus.dossier.origins import Origin, last_of, read_origins, stale_texts
from jaarcyclus.dossier.round import postbus_id
from jaarcyclus.errors import Refused, Undelivered
from jaarcyclus.graph.changes import collapse, delta
from jaarcyclus.graph.client import Client
from jaarcyclus.graph.items import look_again, look_around
from jaarcyclus.graph.outcomes import Asked, Done, NeedsPerson, Problem, with_value
from jaarcyclus.graph.reasons import Reason
from jaarcyclus.graph.records import CHECKED_OUT, Changes, Folder, Item
from jaarcyclus.rules.context import LIBRARY
from jaarcyclus.steps import library_cursor, library_limit
from jaarcyclus.steps.given_forms import give_due
from jaarcyclus.steps.library_cursor import FOLDER, Cursor, Waiting, forget_texts, merge, put_aside, report
from jaarcyclus.steps.library_place import WHOLE, Place, find_place
from jaarcyclus.steps.library_shelf import LibraryShelf, is_laid_by
from jaarcyclus.steps.perceel_folder import is_meant_for_us
from jaarcyclus.steps.receipts import LibraryFile, Receipt, find_duty, receive
from jaarcyclus.steps.replies import answer_due, reply
from jaarcyclus.steps.workspace import Workspace

log = logging.getLogger(__name__)

STABLE = timedelta(seconds=45)
"""Chosen: so long a file is the same before it is taken, by the next look of each minute.

SharePoint writes in an Office file right after its upload, and who fills it in there saves again and again.
"""

_EMPTY = timedelta(minutes=15)  # chosen: a file is there with nothing in it while its content is on its way
_RESTLESS = timedelta(hours=1)  # chosen: who works in it is told that Jaarcyclus waits for him
_ALL_AGAIN = timedelta(days=1)  # chosen: what a delta never told of is found by the next day


@dataclass(frozen=True, kw_only=True)
class InboxLibrary:
    """The library of one cooperation: who asks, below which folders, and all of it as people read it (`plek`)."""

    client: Client
    above: tuple[str, ...]
    plek: str
    now: Callable[[], datetime] = clock.real_time


def look_once(
    workspace: Workspace, profiel: str, library: InboxLibrary, *, start_check: Callable[[Receipt], None]
) -> Cursor:
    """Look at the whole inbox once, and return what is then kept of it.

    `start_check` begins the check of a receipt; what it fails to do the calendar does. Before the moment that the whole
    inbox waits for, nothing is asked. Raises what the ledger, the store and the disk raise: then nothing is lost.
    """
    events = workspace.ledger.events(postbus_id(profiel))
    kept = library_cursor.read(workspace.settings, profiel)
    if kept is None or not kept.goes_with(library.plek, events):
        kept = Cursor(plek=library.plek)
    if kept.wait(library.now()) is None:
        look = _Look(workspace, profiel, library, kept, start_check)
        look.run()
        kept = look.kept
    return kept


class _Look:
    """One look; `kept` is what was last written of it."""

    def __init__(
        self,
        workspace: Workspace,
        profiel: str,
        library: InboxLibrary,
        kept: Cursor,
        start_check: Callable[[Receipt], None],
    ) -> None:
        self.kept = kept
        self._workspace, self._profiel, self._library = workspace, profiel, library
        self._client, self._start_check = library.client, start_check
        self._profile = workspace.profile(profiel)
        self._due: set[str] = set()  # texts that were to be laid down at this look

    def run(self) -> None:
        """Find what is new, take what lies still, answer what was judged."""
        place = self._find()
        if place is None:
            return
        for waiting in tuple(self.kept.waiting.values()):
            if waiting.perceel not in place.held and self._is_free(waiting.item):
                self._look_at(place, waiting)
        self._keep(self.kept)
        shelf = self._shelf(place)
        answer_due(self._workspace, self._profiel, shelf)
        give_due(self._workspace, self._profiel, shelf)
        self._keep(forget_texts(self.kept, self._due))

    def _find(self) -> Place | None:
        """Keep all that the library told of since the last look; return where it lies, None when it did not tell."""
        codes = [duty.code for duty in self._profile.inzendplichten()]
        place = find_place(self._client, self._library.above, dict.fromkeys(codes), self.kept.folders)
        if not isinstance(place, Done):
            self._give_up(place)
            return None
        changes = self._ask(place.value)
        if not isinstance(changes, Done):
            self._give_up(changes)
            return None
        self._keep(merge(self.kept, place.value, changes.value, self._library.now(), self._client.connection.app))
        for perceel, problem in place.value.held.items():
            self._report(f"{FOLDER}{perceel}", problem)
        return place.value

    def _ask(self, place: Place) -> Asked[Changes]:
        """Ask for all of it now and then, and whenever a folder is another one: a delta tells of no older file."""
        listed, now = self.kept.listed, self._library.now()
        fresh = listed is not None and abs(now - listed) < _ALL_AGAIN and self.kept.folders == place.ids
        root = Folder(site_id="", drive_id=place.library, id="", web_url="")
        told = delta(self._client, root, self.kept.link if fresh else "")
        return self._add_all(place, told) if isinstance(told, Done) and told.value.full else told

    def _add_all(self, place: Place, told: Done[Changes]) -> Asked[Changes]:
        """Add what lies in the folders: a delta was seen to leave files out (msgraph-sdk-dotnet 2853)."""
        items = list(told.value.items)
        for folder in place.folders.values():
            there = look_around(self._client, folder)
            if not isinstance(there, Done):
                return there
            items += there.value
        return with_value(told, replace(told.value, items=collapse(items)))

    def _give_up(self, problem: Problem) -> None:
        self._report(WHOLE, problem)
        self._keep(self.kept)

    def _look_at(self, place: Place, waiting: Waiting) -> None:
        found = look_again(self._client, Item(drive_id=place.library, id=waiting.item, name=waiting.name))
        self._report(waiting.item, None if isinstance(found, Done) else found)
        if isinstance(found, Done):
            self._judge(place, waiting, found.value)

    def _judge(self, place: Place, waiting: Waiting, item: Item | None) -> None:
        """Take it, wait on, or forget it: then the library tells of it again when something changes."""
        perceel = place.perceel_of.get(item.parent_id) if item else None
        if perceel in place.held:
            return
        if item and (perceel is None or self._is_ours(item) or self._was_handled(item, perceel)):
            self._forget(waiting)
        elif item and item.level == CHECKED_OUT:
            holder = item.checked_out_by or "onbekend wie"
            self._report(item.id, self._client.refuse(Reason.CHECKED_OUT, f"'{item.name}'", code=holder))
        elif not self._lies_still(waiting, item, perceel):
            self._tell_unrest(waiting)
        elif item and perceel:
            self._take(place, waiting, item, perceel)
        else:
            self._forget(waiting)  # gone, at two looks

    def _lies_still(self, waiting: Waiting, item: Item | None, perceel: str | None) -> bool:
        """Return whether it is for some time as it is now, or gone; note how it is when it is another."""
        now = self._library.now()
        seen = replace(
            waiting,
            perceel=perceel or waiting.perceel,
            name=item.name if item else waiting.name,
            tag=library_limit.tag_of(item) if item else "",
            size=item.size if item else None,
            is_missing=item is None,
        )
        if waiting.since is None or seen != waiting:
            self._put(replace(seen, since=now, first=waiting.first or now))
            return False
        return abs(now - waiting.since) >= (_EMPTY if seen.size == 0 else STABLE)

    def _tell_unrest(self, waiting: Waiting) -> None:
        if waiting.first and self._library.now() - waiting.first > _RESTLESS:
            self._report(waiting.item, self._client.refuse(Reason.RESTLESS, f"'{waiting.name}'"))

    def _is_ours(self, item: Item) -> bool:
        """Return whether nobody hands it in: an answer of ours, or half a copy. A delta may not have told."""
        return is_laid_by(self._client.connection.app, item) or not is_meant_for_us(item.name)

    def _was_handled(self, item: Item, perceel: str) -> bool:
        """Return whether it was received as it is, or its sender read already that it is too large."""
        said = self.kept.aside.get(item.id)
        if said is not None and said.holds(item, perceel, self._limit):
            return True
        last = last_of(self._origins()).get((item.drive_id, item.id))
        return last is not None and item.ctag != "" and (last.version, last.perceel) == (item.ctag, perceel)

    @property
    def _limit(self) -> int:
        return self._workspace.settings.max_werkboek_bytes

    def _take(self, place: Place, waiting: Waiting, item: Item, perceel: str) -> None:
        """Fetch and receive it: the ledger refuses what it has already."""
        last = last_of(self._origins()).get((item.drive_id, item.id))
        said = self.kept.aside.get(item.id)
        fetched = library_limit.fetch(self._client, item, self._limit, place.folders, said)
        if isinstance(fetched, NeedsPerson) and fetched.reason is Reason.TOO_LARGE:
            self._refuse_size(place, waiting, item, perceel)
            return
        if not isinstance(fetched, Done):
            self._report(item.id, fetched)
            return
        origin = LibraryFile(
            library=item.drive_id, item=item.id, version=item.ctag, previous=last.number if last else None
        )
        try:
            receipt = receive(
                self._workspace,
                self._profiel,
                fetched.value,
                file_name=item.name,
                inzender=find_duty(self._profile, perceel, self._workspace.today()).indiener,
                via=LIBRARY,
                perceel=perceel,
                origin=origin,
            )
        except Refused as refusal:
            if refusal.code == "HERKOMST_ACHTERHAALD":
                return  # by a look beside this one: the next one sees what that made of it
            if refusal.code != "AL_OPGEHAALD":
                raise
            receipt = None
            if said and last and not self._answers_again(place, last):
                return
        self.kept = put_aside(self.kept, item.id, None)
        self._forget(waiting)
        if receipt is not None:
            self._start_check(receipt)

    def _refuse_size(self, place: Place, waiting: Waiting, item: Item, perceel: str) -> None:
        """Say beside it that it was not read; nothing of it is recorded, as of one in a folder here."""
        log.warning("set aside %s of %s: too large", item.id, self._profiel)
        said = library_limit.set_aside(self._client, place.folders[perceel], item, perceel, self._limit)
        self._report(item.id, None if isinstance(said, Done) else said)
        if isinstance(said, Done):
            self.kept = put_aside(self.kept, item.id, said.value)
            self._forget(waiting)

    def _answers_again(self, place: Place, last: Origin) -> bool:
        """Return whether the answer lies there again whose place was taken by the word that the file is too large."""
        try:
            reply(self._workspace, self._profiel, last.number, self._shelf(place))
        except Undelivered:
            return False  # what is in the way of it was reported
        return True

    def _shelf(self, place: Place) -> LibraryShelf:
        chain = postbus_id(self._profiel)
        return LibraryShelf(
            client=self._client,
            place=place,
            file_of=lambda number: next(origin.item for origin in self._origins() if origin.number == number),
            stale=lambda number: stale_texts(self._workspace.ledger.events(chain), number),
            is_free=self._is_free_text,
            report=self._report,
        )

    def _origins(self) -> tuple[Origin, ...]:
        return read_origins(self._workspace.ledger.events(postbus_id(self._profiel)))

    def _is_free(self, key: str) -> bool:
        """Return whether this may be asked now: not before its moment, nor while the whole app waits."""
        now = self._library.now()
        found = self.kept.hindrances.get(key)
        return self.kept.wait(now) is None and (found is None or not found.holds(now))

    def _is_free_text(self, key: str) -> bool:
        self._due.add(key)
        return self._is_free(key)

    def _report(self, key: str, problem: Problem | None) -> None:
        self.kept = report(self.kept, key, problem, self._library.now())

    def _put(self, waiting: Waiting) -> None:
        self.kept = replace(self.kept, waiting={**self.kept.waiting, waiting.item: waiting})

    def _forget(self, waiting: Waiting) -> None:
        left = {item: other for item, other in self.kept.waiting.items() if item != waiting.item}
        self.kept = replace(self.kept, waiting=left)
        self._report(waiting.item, None)

    def _keep(self, cursor: Cursor) -> None:
        """Write what is known now, with the head of the ledger that has all the rest."""
        events = self._workspace.ledger.events(postbus_id(self._profiel))
        self.kept = replace(cursor, seq=len(events), head=events[-1].hash if events else "")
        library_cursor.write(self._workspace.settings, self._profiel, self.kept)
