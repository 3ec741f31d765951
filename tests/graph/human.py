"""The second identity: somebody at a keyboard who edits, renames, moves, deletes, checks out and locks what is ours."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from graph import items
from graph.state import Store

HUMAN = "user:medewerker Raalte"


def find(store: Store, drive: str, path: str) -> sqlite3.Row:
    """Return what lies at `path` in the library. Raises GraphError 404."""
    return items.walk(store, items.root(store, drive), tuple(filter(None, path.split("/"))), HUMAN)


def upload(store: Store, drive: str, path: str, content: bytes, actor: str = HUMAN) -> sqlite3.Row:
    """Put a file there as a person would, over what is there; folders on the way are made."""
    *above, name = filter(None, path.split("/"))
    folder = items.root(store, drive)
    for part in above:
        folder = items.child(store, folder, part) or items.create(store, folder, part, actor, folder=True)
    blob = store.new_blob(content)
    return items.put(store, folder, name, blob, actor, conflict="replace", if_match={})[0]


@contextmanager
def _at_work(store: Store, item: sqlite3.Row) -> Iterator[sqlite3.Row]:
    """Check it out for the while and in again where the library asks that, as a person does without a thought."""
    items.check_not_taken(store, item, HUMAN)
    briefly = items.must_check_out(store, item)
    if briefly:
        checkout(store, item)
    yield items.by_id(store, item["id"])
    if briefly:
        checkin(store, items.by_id(store, item["id"]))


def edit(store: Store, item: sqlite3.Row, content: bytes = b"gewijzigd door een medewerker") -> None:
    with _at_work(store, item) as open_item:
        items.write(store, open_item, store.new_blob(content), HUMAN, new=False)


def rename(store: Store, item: sqlite3.Row, name: str = "") -> None:
    with _at_work(store, item) as open_item:
        items.move(store, open_item, items.by_id(store, item["parent"]), name or f"oud {item['name']}", HUMAN)


def move(store: Store, item: sqlite3.Row, folder: str = "Archief") -> None:
    """Move it into a folder at the root of the library, made when it is not there."""
    top = items.root(store, item["drive"])
    into = items.child(store, top, folder) or items.create(store, top, folder, HUMAN, folder=True)
    with _at_work(store, item) as open_item:
        items.move(store, open_item, into, item["name"], HUMAN)


def delete(store: Store, item: sqlite3.Row) -> None:
    items.check_not_taken(store, item, HUMAN)
    items.delete(store, item, HUMAN)


def checkout(store: Store, item: sqlite3.Row) -> None:
    items.check_not_taken(store, item, HUMAN)
    items.checkout(store, item, HUMAN)


def checkin(store: Store, item: sqlite3.Row) -> None:
    store.effect("checked-in", HUMAN, items.touch(store, item, HUMAN, checked_out_by=None, checked_in=1))


def discard(store: Store, item: sqlite3.Row) -> None:
    """Throw away what somebody else has checked out, the app for instance, as the owner of a site may."""
    if item["checked_out_by"] == HUMAN:
        raise items.modified()
    items.discard(store, item, HUMAN)


def approve(store: Store, item: sqlite3.Row) -> None:
    """Approve what waits for that, or publish a draft: who wrote it last stays the same."""
    store.effect("approved", HUMAN, items.touch(store, item, item["modified_by"], draft=0))


def restore(store: Store, item: sqlite3.Row) -> None:
    """Take it back out of the recycle bin, with the id it had. Raises GraphError 409 when its name is taken."""
    if items.child(store, items.by_id(store, item["parent"]), item["name"]) is not None:
        raise items.taken()
    store.run("UPDATE item SET deleted = 0 WHERE id = ?", item["id"])
    store.effect("restored", HUMAN, items.touch(store, items.by_id(store, item["id"]), HUMAN))


def add_notebook(store: Store, drive: str, name: str) -> sqlite3.Row:
    """Make a notebook, which is no file and no folder."""
    made = items.create(store, items.root(store, drive), name, HUMAN, folder=True)
    return items.touch(store, made, HUMAN, package="oneNote")


def lock(store: Store, item: sqlite3.Row, seconds: float = 1800) -> None:
    """Open it in an Office program, which holds it for so long."""
    sql = "UPDATE item SET locked_by = ?, locked_until = ? WHERE id = ?"
    store.run(sql, HUMAN, store.now() + seconds, item["id"])
    store.effect("locked", HUMAN, item, seconds=seconds)


def find_malware(store: Store, item: sqlite3.Row) -> None:
    """Have the scanner of the tenant find something in it: its download is refused from then on."""
    items.touch(store, item, "service", malware=1)


def unlock(store: Store, item: sqlite3.Row) -> None:
    store.run("UPDATE item SET locked_by = NULL WHERE id = ?", item["id"])
    store.effect("unlocked", HUMAN, item)


def set_fields(store: Store, item: sqlite3.Row, **values: Any) -> None:
    with _at_work(store, item) as open_item:
        items.write_fields(store, open_item, values, HUMAN)


ACTS: dict[str, Callable[..., None]] = {
    act.__name__: act
    for act in (edit, rename, move, delete, checkout, checkin, discard, approve, lock, unlock, set_fields, find_malware)
}
