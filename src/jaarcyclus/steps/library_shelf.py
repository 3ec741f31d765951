"""A text beside a file in a library: whole, once, and never over what somebody else wrote.

An earlier text of ours under that name, which nobody else wrote in since, gets the new words when it is still as it was
seen; any other file keeps its name, and ours has a number behind it. Text is not rewritten by SharePoint, so what lies
there is compared by its bytes.
"""

import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path, PurePath
from typing import ClassVar

from jaarcyclus.errors import Undelivered
from jaarcyclus.graph.client import Client
from jaarcyclus.graph.downloads import download
from jaarcyclus.graph.holding import hold, let_go, renew
from jaarcyclus.graph.items import MAX_SMALL, checkin, find_name_fault, look, look_again, put_small, remove
from jaarcyclus.graph.outcomes import Asked, Done, Exists, NeedsPerson, Outcome, Problem
from jaarcyclus.graph.places import enter
from jaarcyclus.graph.reasons import Reason
from jaarcyclus.graph.records import Folder, Item
from jaarcyclus.rules.context import LIBRARY
from jaarcyclus.steps.library_place import Place
from jaarcyclus.steps.perceel_folder import GIVEN, is_workbook
from jaarcyclus.steps.receipts import Receipt
from jaarcyclus.steps.shelf import GivenForm
from jaarcyclus.terms.canonical import sha256

_COMMENT = "Antwoord van Jaarcyclus."
_LAID = re.compile(r"-(?:antwoord|sluit-niet-aan)(?:-[0-9]{1,2})?\.txt$", re.IGNORECASE)
_TYPE = "text/plain; charset=utf-8"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_NAMES = 20  # chosen: who laid so many files of that name beside his workbook is asked about it


@dataclass(frozen=True, kw_only=True)
class LibraryShelf:
    """The folders of one cooperation in its library.

    `file_of` gives by the number of a receipt what the library calls its file, `stale` perceel and name of each text
    about an earlier receipt of that file. `report` hears what a text came to, by a key of its own; `is_free` says
    whether it may be asked for now.
    """

    client: Client
    place: Place
    file_of: Callable[[int], str]
    stale: Callable[[int], frozenset[tuple[str, str]]]
    is_free: Callable[[str], bool]
    report: Callable[[str, Problem | None], None]
    via: ClassVar[str] = LIBRARY

    def lay(self, receipt: Receipt, kind: str, text: str) -> str:
        """Lay it beside the file, or where the file was. Raises Undelivered."""
        key = f"{kind} {receipt.number}"
        folder = self.place.folders.get(receipt.perceel or "")
        if folder is None or not self.is_free(key):
            raise Undelivered(f"De map van {receipt.perceel} is nu niet te gebruiken; bekijk: jaarcyclus status")
        laid = self._lay(folder, receipt, kind, text)
        self.report(key, None if isinstance(laid, Done) else laid)
        if not isinstance(laid, Done):
            raise Undelivered(laid.sentence)
        return laid.value.name

    def lay_workbook(self, receipt: Receipt, content: bytes) -> str | None:
        """Lay it below, where nothing is taken in; None where that takes a person. Raises Undelivered."""
        key, above = f"gemarkeerd {receipt.number}", self.place.folders.get(receipt.perceel or "")
        if above is None or not self.is_free(key):
            raise Undelivered(f"De map van {receipt.perceel} is nu niet te gebruiken; bekijk: jaarcyclus status")
        folder = enter(self.client, above, GIVEN)
        laid = _lay_marked(self.client, folder.value, receipt, content) if isinstance(folder, Done) else folder
        # For a person the answer does not wait: it says where else the workbook is.
        self.report(key, None if isinstance(laid, Done | NeedsPerson) else laid)
        if isinstance(laid, NeedsPerson):
            return None
        if not isinstance(laid, Done):
            raise Undelivered(laid.sentence)
        return f"in de map '{GIVEN}' onder uw map: {laid.value.name}"

    def lay_form(self, form: GivenForm) -> str:
        """Lay it in a folder of its own below that of its perceel, where nothing is taken in. Raises Undelivered."""
        key = f"{GIVEN} {form.dossier} {form.perceel}"
        above = self.place.folders.get(form.perceel)
        if above is None or not self.is_free(key):
            raise Undelivered(f"De map van {form.perceel} is nu niet te gebruiken; bekijk: jaarcyclus status")
        laid = _lay_form(self.client, above, form)
        self.report(key, None if isinstance(laid, Done) else laid)
        if not isinstance(laid, Done):
            raise Undelivered(laid.sentence)
        return laid.value.name

    def _lay(self, folder: Folder, receipt: Receipt, kind: str, text: str) -> Asked[Item]:
        file = Item(drive_id=folder.drive_id, id=self.file_of(receipt.number), name=receipt.file_name)
        found = look_again(self.client, file)
        if not isinstance(found, Done):
            return found
        name = found.value.name if found.value else receipt.file_name
        stem = name_text(self.client, folder, name, kind, otherwise=f"{receipt.number:06d}")
        laid = lay_text(self.client, folder, stem, text)
        return self._clear(laid, receipt) if isinstance(laid, Done) and kind == "antwoord" else laid

    def _clear(self, laid: Done[Item], receipt: Receipt) -> Asked[Item]:
        """Take away what we wrote beside an earlier content of this file, or under a name that it had then."""
        for perceel, name in sorted(self.stale(receipt.number) - {(receipt.perceel or "", laid.value.name)}):
            folder = self.place.folders.get(perceel)
            found = look(self.client, folder, name) if folder else Done(value=None)
            done: Asked[object] = found
            if isinstance(found, Done) and found.value and found.value.is_only_of(self.client.connection.app):
                done = remove(self.client, found.value)
            if not isinstance(done, Done):
                return done
        return laid


def _lay_form(client: Client, above: Folder, form: GivenForm) -> Asked[Item]:
    """Let the letter lie there first: who sees the workbook sees what to do with it."""
    folder = enter(client, above, GIVEN)
    if not isinstance(folder, Done):
        return folder
    letter = lay_text(client, folder.value, f"{form.stem}-lees-mij", form.letter)
    return _lay_workbook(client, folder.value, form.stem, form.content) if isinstance(letter, Done) else letter


def _lay_marked(client: Client, folder: Folder, receipt: Receipt, content: bytes) -> Asked[Item]:
    stem = PurePath(receipt.file_name).stem
    name = name_text(client, folder, stem, "gemarkeerd", otherwise=f"{receipt.number:06d}")
    return _lay_workbook(client, folder, name, content)


def _lay_workbook(client: Client, folder: Folder, stem: str, content: bytes) -> Asked[Item]:
    """Let a workbook lie there, in the place of one of ours that nobody wrote in."""
    if len(content) > MAX_SMALL:
        return client.refuse(Reason.TOO_LARGE, f"'{stem}.xlsx'", code=str(MAX_SMALL))
    for name in islice(_names(stem, ".xlsx"), _MOST_NAMES):
        free = _make_free(client, folder, name)
        if not isinstance(free, Done):
            return free
        if free.value:
            return _shown(client, put_small(client, folder, name, content, _WORKBOOK))
    return client.refuse(Reason.NAME_TAKEN, f"'{stem}.xlsx'")


def _make_free(client: Client, folder: Folder, name: str) -> Asked[bool]:
    """Return whether a name is free, once a file of ours that nobody wrote in is gone; one filled in there stays."""
    found = look(client, folder, name)
    if not isinstance(found, Done) or found.value is None:
        return found if not isinstance(found, Done) else Done(value=True)
    if not found.value.is_only_of(client.connection.app):
        return Done(value=False)
    gone = remove(client, found.value)
    return Done(value=True) if isinstance(gone, Done) else gone


def is_laid_by(app: str, item: Item) -> bool:
    """Return whether a file is one of ours. Not every library names the app that made one: onedrive-api-docs 362.

    A workbook to begin with in which somebody wrote is his, also when he moved it and made no copy.
    """
    if item.created_by_app == app:
        return item.is_only_of(app) or not is_workbook(item.name)
    return item.modified_by == "" and _LAID.search(item.name) is not None


def name_text(client: Client, folder: Folder, name: str, kind: str, *, otherwise: str) -> str:
    """Return what the text is called after its file, `otherwise` where that is too long or not allowed; no suffix."""
    stem = f"{name}-{kind}"
    return f"{otherwise}-{kind}" if find_name_fault(client, folder, f"{stem}-{_MOST_NAMES}.txt") else stem


def lay_text(client: Client, folder: Folder, stem: str, text: str) -> Asked[Item]:
    """Let a text lie in a folder, seen by whoever may read there, and return it."""
    content = text.encode()
    for name in islice(_names(stem), _MOST_NAMES):
        found = look(client, folder, name)
        if not isinstance(found, Done):
            return found
        if found.value is None:
            return _shown(client, put_small(client, folder, name, content, _TYPE))
        if found.value.is_only_of(client.connection.app):
            return _renew(client, found.value, content)
    return client.refuse(Reason.NAME_TAKEN, f"'{stem}.txt'")


def take_text(client: Client, folder: Folder, name: str, text: str) -> Asked[bool]:
    """Take a text of ours away, and return whether this did; what somebody else wrote and other words stay."""
    found = look(client, folder, name)
    if not isinstance(found, Done):
        return found
    if found.value is None or not found.value.is_only_of(client.connection.app):
        return Done(value=False)
    same = _holds(client, found.value, text.encode())
    return remove(client, found.value) if isinstance(same, Done) and same.value else same


def _names(stem: str, suffix: str = ".txt") -> Iterator[str]:
    yield f"{stem}{suffix}"
    for number in count(2):
        yield f"{stem}-{number}{suffix}"


def _renew(client: Client, seen: Item, content: bytes) -> Asked[Item]:
    same = _holds(client, seen, content)
    if not isinstance(same, Done):
        return same
    if same.value:
        return checkin(client, seen, _COMMENT)
    free = let_go(client, seen)
    if isinstance(free, Done) and not free.value.is_only_of(client.connection.app):  # our check-out hid who wrote in it
        return client.later(Reason.CHANGED, f"'{seen.name}'")
    held = hold(client, free.value) if isinstance(free, Done) else free
    return _shown(client, renew(client, held.value, content, _TYPE)) if isinstance(held, Done) else held


def _holds(client: Client, item: Item, content: bytes) -> Asked[bool]:
    """Return whether these bytes lie there: then an attempt that was killed did it already."""
    with tempfile.TemporaryDirectory() as folder:
        read = download(client, item, Path(folder, "tekst"), limit=MAX_SMALL)
    if isinstance(read, Done):
        return Done(value=read.value.sha256 == sha256(content))
    return Done(value=False) if read.reason is Reason.TOO_LARGE else read


def _shown(client: Client, placed: Outcome[Item]) -> Asked[Item]:
    """Let others see what was placed. A name that was taken meanwhile is looked at anew, later."""
    if isinstance(placed, Exists):
        return client.later(Reason.CHANGED, f"'{placed.item.name}'")
    return checkin(client, placed.value, _COMMENT) if isinstance(placed, Done) else placed
