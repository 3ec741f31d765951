"""Finding files and folders, and everything that can be done to one: the only module that changes an item.

Whoever acts is an actor in text, `app:<client id>` or `user:<function>`; the person at the keyboard (`human`) and the
faults of a plan come through here as well as the client does.
"""

import base64
import hashlib
import json
import os
import sqlite3
import uuid
from typing import Any

from graph import names, quickxor
from graph.state import Store
from graph.wire import GraphError

_BROUGHT_BACK = ("blob", "size", "sha256", "hash", "fields", "modified_by", "rewrite_at", "draft")
REWRITTEN = {"docx", "xlsx", "pptx", "pdf", "html", "htm", "aspx"}


def not_found() -> GraphError:
    return GraphError(404, "itemNotFound", "The resource could not be found.")


def taken() -> GraphError:
    return GraphError(409, "nameAlreadyExists", "An item with the same name already exists under the parent.")


def modified() -> GraphError:
    return GraphError(412, "resourceModified", "ETag does not match current item's value.")


def by_id(store: Store, item: str) -> sqlite3.Row:
    """Return the item as it is now. Raises GraphError 404, also when it was deleted."""
    found = store.one("SELECT * FROM item WHERE id = ? AND deleted = 0", item)
    if found is None:
        raise not_found()
    return found


def root(store: Store, drive: str) -> sqlite3.Row:
    found = store.one("SELECT * FROM item WHERE drive = ? AND parent IS NULL", drive)
    if found is None:
        raise not_found()
    return found


def child(store: Store, parent: sqlite3.Row, name: str) -> sqlite3.Row | None:
    sql = "SELECT * FROM item WHERE drive = ? AND parent = ? AND name_key = ? AND deleted = 0"
    return store.one(sql, parent["drive"], parent["id"], names.key(name))


def is_visible(item: sqlite3.Row, actor: str) -> bool:
    """Tell whether this identity sees it: what was never checked in is its uploader's alone."""
    return bool(item["checked_in"]) or item["checked_out_by"] == actor


def walk(store: Store, start: sqlite3.Row, path: tuple[str, ...], actor: str) -> sqlite3.Row:
    """Return what lies at `path` below `start`. Raises GraphError 404."""
    found = start
    for name in path:
        below = child(store, found, name)
        if below is None or not is_visible(below, actor):
            raise not_found()
        found = below
    return found


def path_of(store: Store, item: sqlite3.Row) -> list[str]:
    """Return the names from below the root down to the item itself; none for the root."""
    found: list[str] = []
    while item["parent"] is not None:
        found.insert(0, item["name"])
        item = store.one("SELECT * FROM item WHERE id = ?", item["parent"])
    return found


def etag(item: sqlite3.Row) -> str:
    return f'"{{{item["guid"].upper()}}},{item["etag"]}"'


def ctag(item: sqlite3.Row) -> str:
    return f'"c:{{{item["guid"].upper()}}},{item["ctag"]}"'


def check_conditions(item: sqlite3.Row | None, headers: Any) -> None:
    """Hold If-Match and If-None-Match against what is there. Raises GraphError 412, or 400 for a tag without quotes."""
    tags = {"*", etag(item), ctag(item)} if item is not None else set()
    for header, must in (("if-match", True), ("if-none-match", False)):
        given = headers.get(header)
        if given is None:
            continue
        if given != "*" and not given.removeprefix("W/").startswith('"'):
            raise GraphError(400, "invalidRequest", "The eTag is malformed.", inner="malformedEntityTag")
        if (given in tags) is not must:
            raise modified()


def check_free(store: Store, item: sqlite3.Row, actor: str) -> None:
    """Raises GraphError 423 when somebody else has it open or checked out, or it must be checked out first."""
    check_not_taken(store, item, actor)
    if must_check_out(store, item):
        raise GraphError(423, "notAllowed", "You must first check out this document before making changes.")


def must_check_out(store: Store, item: sqlite3.Row) -> bool:
    """Tell whether nothing may be changed before somebody checks it out; deleting may."""
    required = store.value("SELECT require_checkout FROM drive WHERE id = ?", item["drive"])
    return bool(required) and not item["folder"] and item["checked_out_by"] is None


def check_not_taken(store: Store, item: sqlite3.Row, actor: str) -> None:
    """Raises GraphError 423 when somebody else has it open or checked out."""
    locked = item["locked_by"] not in (None, actor) and (item["locked_until"] or 0) > store.now()
    if locked or item["checked_out_by"] not in (None, actor):
        raise GraphError(
            423, "notAllowed", "The resource you are attempting to access is locked.", inner="resourceLocked"
        )


def check_name(store: Store, parent: sqlite3.Row, name: str, *, folder: bool) -> None:
    names.check(name, folder=folder, at_root=parent["parent"] is None)
    drive = store.one("SELECT * FROM drive JOIN site ON site.id = site WHERE drive.id = ?", parent["drive"])
    names.check_path("/".join([drive["path"], drive["url_name"], *path_of(store, parent), name]))


def check_quota(store: Store, more: int) -> None:
    quota = store.behaviour().quota
    if quota is not None and store.value("SELECT COALESCE(SUM(size), 0) FROM item WHERE deleted = 0") + more > quota:
        raise GraphError(507, "quotaLimitReached", "The site has run out of storage.", inner="insufficientStorage")


def free_name(store: Store, parent: sqlite3.Row, name: str) -> str:
    """Return the name that `rename` gives: with the first number that is free."""
    number = 1
    while child(store, parent, names.numbered(name, number)) is not None:
        number += 1
    return names.numbered(name, number)


def create(store: Store, parent: sqlite3.Row, name: str, actor: str, *, folder: bool) -> sqlite3.Row:
    """Make an item, empty if it is a file. The caller has judged the name. Raises GraphError 409 when it is taken."""
    if child(store, parent, name) is not None:
        raise taken()
    drive = store.one("SELECT * FROM drive WHERE id = ?", parent["drive"])
    hidden = bool(drive["require_checkout"]) and not folder
    store.run("UPDATE drive SET next_number = next_number + 1 WHERE id = ?", drive["id"])
    identifier = "01" + base64.b32encode(os.urandom(20)).decode()
    store.insert(
        "item", id=identifier, drive=drive["id"], parent=parent["id"], name=name, name_key=names.key(name),
        folder=int(folder), guid=str(uuid.uuid4()), created=store.now(), modified=store.now(), created_by=actor,
        modified_by=actor, number=drive["next_number"], checked_out_by=actor if hidden else None,
        checked_in=int(not hidden),
    )  # fmt: skip
    made = by_id(store, identifier)
    if folder:
        tell(store, made)
        store.effect("folder-created", actor, made, path=path_of(store, made))
    return made


def write(store: Store, item: sqlite3.Row, blob: str, actor: str, *, new: bool) -> sqlite3.Row:
    """Give a file the bytes that lie under `blob`: a new version, both tags up unless it is new."""
    path = store.blobs / blob
    size, behaviour = path.stat().st_size, store.behaviour()
    digest = hash_file(path)
    promoted = behaviour.rewrite_after is not None and item["name_key"].rpartition(".")[2] in REWRITTEN
    store.run(
        "UPDATE item SET blob = ?, size = ?, sha256 = ?, hash = ?, etag = etag + ?, ctag = ctag + ?, modified = ?,"
        " modified_by = ?, rewrite_at = ?, conflicts = ? WHERE id = ?",
        blob, size, digest, quickxor.hash_file(path) if size and behaviour.hashes else None, int(not new), int(not new),
        store.now(), actor, store.now() + (behaviour.rewrite_after or 0) if promoted else None,
        behaviour.fields_conflicts, item["id"],
    )  # fmt: skip
    written = by_id(store, item["id"])
    _keep_version(store, written, actor)
    tell(store, written)
    store.effect("file-created" if new else "content-written", actor, written, path=path_of(store, written))
    return written


def put(
    store: Store, parent: sqlite3.Row, name: str, blob: str, actor: str, *, conflict: str, if_match: Any
) -> tuple[sqlite3.Row, bool]:
    """Put a file of this name into the folder; returns it, and whether it is new. Raises GraphError."""
    name = names.stripped(name) if store.behaviour().strips_names else name
    check_name(store, parent, name, folder=False)
    existing = child(store, parent, name)
    check_conditions(existing, if_match)
    check_quota(store, (store.blobs / blob).stat().st_size - (existing["size"] if existing is not None else 0))
    if existing is None:
        return write(store, create(store, parent, name, actor, folder=False), blob, actor, new=True), True
    if conflict == "rename":
        other = create(store, parent, free_name(store, parent, name), actor, folder=False)
        return write(store, other, blob, actor, new=True), True
    if conflict == "fail" or existing["folder"] or not is_visible(existing, actor):
        raise taken()
    check_free(store, existing, actor)
    return write(store, existing, blob, actor, new=False), False


def write_fields(store: Store, item: sqlite3.Row, values: dict[str, Any], actor: str) -> sqlite3.Row:
    """Set columns by their internal names: a new version, eTag up, cTag not."""
    kept = {name: value for name, value in (json.loads(item["fields"]) | values).items() if value is not None}
    changed = touch(store, item, actor, fields=json.dumps(kept))
    _keep_version(store, changed, actor)
    store.effect("fields-written", actor, changed, fields=values)
    return changed


def move(store: Store, item: sqlite3.Row, parent: sqlite3.Row, name: str, actor: str) -> sqlite3.Row:
    """Rename or move. Raises GraphError 409 when the name is taken there."""
    check_name(store, parent, name, folder=bool(item["folder"]))
    there = child(store, parent, name)
    if there is not None and there["id"] != item["id"]:
        raise taken()
    before = path_of(store, item)
    changed = touch(store, item, actor, name=name, name_key=names.key(name), parent=parent["id"])
    store.effect("moved", actor, changed, before=before, path=path_of(store, changed))
    return changed


def checkout(store: Store, item: sqlite3.Row, actor: str) -> sqlite3.Row:
    """Give it to somebody alone, and keep what a discarding brings back."""
    before = json.dumps({name: item[name] for name in _BROUGHT_BACK})
    changed = touch(store, item, actor, checked_out_by=actor, before_checkout=before)
    store.effect("checked-out", actor, changed)
    return changed


def discard(store: Store, item: sqlite3.Row, actor: str) -> None:
    """Bring back what was there before the check-out, its last writer too. Raises GraphError 400 when nothing was."""
    if item["checked_out_by"] is None:
        raise GraphError(400, "invalidRequest", "The file is not checked out.")
    if not item["checked_in"]:
        raise GraphError(400, "invalidRequest", "There is no checked in version of the document.")
    before = json.loads(item["before_checkout"])
    written = before["blob"] != item["blob"]
    changed = touch(store, item, actor, ctag=item["ctag"] + written, **before)
    _keep_version(store, changed, before["modified_by"])
    kept = (before["modified_by"], before["draft"], item["id"])
    store.run("UPDATE item SET checked_out_by = NULL, modified_by = ?, draft = ? WHERE id = ?", *kept)
    store.effect("check-out-discarded", actor, by_id(store, item["id"]), of=item["checked_out_by"])


def delete(store: Store, item: sqlite3.Row, actor: str) -> None:
    """Put it in the recycle bin, and what is below it."""
    for below in store.all("SELECT * FROM item WHERE parent = ? AND deleted = 0", item["id"]):
        delete(store, below, actor)
    store.run("UPDATE item SET deleted = 1 WHERE id = ?", item["id"])
    tell(store, item)
    store.effect("deleted", actor, item, path=path_of(store, item))


def touch(store: Store, item: sqlite3.Row, actor: str, **changes: Any) -> sqlite3.Row:
    """Change what is not content: eTag up, and the delta query tells it."""
    changes |= {"modified": store.now(), "modified_by": actor}
    marks = ", ".join(f"{name} = ?" for name in changes)
    store.run(f"UPDATE item SET etag = etag + 1, {marks} WHERE id = ?", *changes.values(), item["id"])
    changed = by_id(store, item["id"])
    tell(store, changed)
    return changed


def tell(store: Store, item: sqlite3.Row) -> None:
    """Have the delta query tell of this item, at once or late (`rewriting.settle` gives it its place)."""
    late = store.behaviour().delta_late
    store.insert("change", drive=item["drive"], item=item["id"], ready=store.now() + late, seq=None)
    if not late:
        settle_changes(store)


def settle_changes(store: Store) -> None:
    """Give each change whose time has come its place in the row of changes."""
    last = store.value("SELECT COALESCE(MAX(seq), 0) FROM change")
    ready = store.all("SELECT id FROM change WHERE seq IS NULL AND ready <= ? ORDER BY ready, id", store.now())
    for place, row in enumerate(ready, last + 1):
        store.run("UPDATE change SET seq = ? WHERE id = ?", place, row["id"])


def hash_file(path: Any) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _keep_version(store: Store, item: sqlite3.Row, actor: str) -> None:
    """While it is checked out all changes are one version; where there are drafts, each is one of these."""
    if store.value("SELECT drafts FROM drive WHERE id = ?", item["drive"]):
        store.run("UPDATE item SET draft = 1 WHERE id = ?", item["id"])
    last = store.value("SELECT COALESCE(MAX(number), 0) FROM version WHERE item = ?", item["id"])
    number = last if item["checked_out_by"] and last else last + 1
    store.run(
        "INSERT OR REPLACE INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        item["id"], number, item["size"], item["blob"], item["sha256"], item["fields"], store.now(), actor,
    )  # fmt: skip
