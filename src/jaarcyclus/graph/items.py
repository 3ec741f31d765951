"""One file in a folder: look at it, put a small one there, check it out and in, take it away.

Nothing here renames, or overwrites what was not seen. Whoever got `Ambiguous`, or was sent away, looks before putting
again.
"""

from jaarcyclus.graph import answers, names
from jaarcyclus.graph.answers import Answer
from jaarcyclus.graph.client import Client
from jaarcyclus.graph.outcomes import Asked, Done, Exists, NeedsPerson, Outcome, Problem, is_status, with_value
from jaarcyclus.graph.reasons import Reason
from jaarcyclus.graph.records import CHECKED_OUT, DRAFT, PUBLISHED, Folder, Item, read_item

MAX_SMALL = 4 * 1024 * 1024
"""Bytes. A larger PUT is sent on to an upload session now and then, which wants what a PUT has not."""

_PARTS = "?$select=id,name,size,eTag,cTag,webUrl,file,folder,parentReference,createdBy,lastModifiedBy,publication"
_COLUMNS = "&$expand=listItem($expand=fields)"
"""Of one item only: a list is refused when its entries look up in more than twelve others (sp-dev-docs 4660)."""


def address_of(folder: Folder, name: str) -> str:
    """Return the path of a name in a folder: by the folder's id, for a long path breaks sooner."""
    return f"{_address(folder.drive_id, folder.id)}:/{names.in_address(name)}"


def address_of_item(item: Item) -> str:
    """Return the path of an item that was seen."""
    return _address(item.drive_id, item.id)


def _address(drive_id: str, item_id: str) -> str:
    return f"/drives/{names.in_address(drive_id)}/items/{names.in_address(item_id)}"


def look(client: Client, folder: Folder, name: str) -> Asked[Item | None]:
    """Return what has that name there, its columns too; None when nothing has, or nothing that we may see."""
    return _read(client, address_of(folder, name), folder.drive_id, name)


def look_again(client: Client, item: Item) -> Asked[Item | None]:
    """Return an item as it is now, wherever it was moved; None when it is gone."""
    return _read(client, address_of_item(item), item.drive_id, item.name)


def look_around(client: Client, folder: Folder) -> Asked[tuple[Item, ...]]:
    """Return all that lies in a folder, not below it, without columns: also what nobody of us put there."""
    about = f"de map {folder.web_url}"
    first = client.ask("GET", f"{_address(folder.drive_id, folder.id)}/children{_PARTS}", about=about)
    found = client.follow_pages(first, about=about)
    if not isinstance(found, Done):
        return found
    items = (read_item(entry, folder.drive_id) for entry in found.value)
    return with_value(found, tuple(item for item in items if item))


def _read(client: Client, path: str, drive_id: str, name: str) -> Asked[Item | None]:
    asked = client.ask("GET", f"{path}{_PARTS}{_COLUMNS}", about=f"'{name}'", good=(200, 404))
    if not isinstance(asked, Done):
        return asked
    if asked.value.status == 404:
        return _absence(client, asked, f"'{name}'")
    item = read_item(answers.read_json(asked.value), drive_id)
    return with_value(asked, item) if item else client.problem_of(asked.value, about=f"'{name}'")


def _absence(client: Client, asked: Done[Answer], about: str) -> Asked[None]:
    """Believe a 404 that Graph itself wrote; the page of a gateway says nothing of the file."""
    if asked.trace.code == "itemNotFound":
        return with_value(asked, None)
    return client.later(Reason.ODD_ANSWER, about, asked.value)


def find_name_fault(client: Client, folder: Folder, name: str) -> NeedsPerson | None:
    """Say what SharePoint does not allow about a name, before anything is sent."""
    fault = names.find_fault(name) or names.find_path_fault(folder.web_url, name)
    return client.refuse(Reason.NAME_FORBIDDEN, f"'{name}'", code=fault) if fault else None


def put_small(client: Client, folder: Folder, name: str, content: bytes, media_type: str) -> Outcome[Item]:
    """Put a new file of at most MAX_SMALL bytes there; `Exists` when the name is taken, by whomever.

    The item tells what Graph answered: its size may be wrong, and a required check-out is seen by looking again.
    """
    assert len(content) <= MAX_SMALL, "a larger file goes by graph.sessions"
    if refused := find_name_fault(client, folder, name):
        return refused
    path = f"{address_of(folder, name)}:/content?@microsoft.graph.conflictBehavior=fail"
    headers = {"content-type": media_type}
    about = f"'{name}'"
    asked = client.ask("PUT", path, about=about, good=(200, 201, 404, 409), content=content, headers=headers)
    if not isinstance(asked, Done):
        return asked
    if asked.value.status in (404, 409):
        return hindered(client, folder, name, asked.value)
    return placed(client, asked, folder, name)


def replace_small(client: Client, item: Item, content: bytes, media_type: str) -> Asked[Item]:
    """Give a file of ours other content, of at most MAX_SMALL bytes, when it is still as `item` was seen.

    Changed meanwhile is `Ambiguous` (CHANGED): look at it again. Where a check-out is required, check it out first.
    """
    assert len(content) <= MAX_SMALL, "a larger file is published under a name of its own"
    about = f"'{item.name}'"
    if not item.etag:
        return client.later(Reason.ODD_ANSWER, about)  # without it, what somebody wrote meanwhile is lost
    headers = {"content-type": media_type, "if-match": item.etag}
    asked = client.ask("PUT", f"{address_of_item(item)}/content", about=about, content=content, headers=headers)
    if not isinstance(asked, Done):
        return asked
    found = read_item(answers.read_json(asked.value), item.drive_id)
    return with_value(asked, found) if found else client.problem_of(asked.value, about=about, writes=True)


def placed(client: Client, asked: Done[Answer], folder: Folder, name: str) -> Asked[Item]:
    """Return the new item in an answer, when it is new and has the name that was asked.

    `fail` was seen ignored (docs-contrib 3276, of a session): then somebody's file has become a version of ours.
    """
    item = read_item(answers.read_json(asked.value), folder.drive_id)
    if item is None:
        return client.problem_of(asked.value, about=f"'{name}'", writes=True)
    if not names.is_same(item.name, name):
        return client.refuse(Reason.NAME_CHANGED, f"'{name}'", code=item.name, answer=asked.value)
    if asked.value.status == 200 and item.created_by_app != client.connection.app:
        return client.refuse(Reason.REPLACED, f"'{name}'", answer=asked.value)
    return with_value(asked, item)


def hindered(client: Client, folder: Folder, name: str, answer: Answer) -> Exists | Problem:
    """Return what stands in the way after a 409: a file, or an upload or reader that holds a name without one.

    After a 404 the folder is not where it was resolved: the next attempt resolves it again.
    """
    if answer.status == 404:
        return client.later(Reason.CHANGED, f"de map van '{name}'", answer)
    found = look(client, folder, name)
    if not isinstance(found, Done):
        return found
    if found.value is None:
        return client.later(Reason.NAME_HELD, f"'{name}'", answer)
    return Exists(item=found.value, trace=answers.trace_of(answer))


def remove(client: Client, item: Item) -> Asked[bool]:
    """Take an item away that is still as it was seen; return whether this call did, or it was gone already."""
    about = f"'{item.name}'"
    if not item.etag:
        return client.later(Reason.ODD_ANSWER, about)  # as above
    headers = {"if-match": item.etag}
    asked = client.ask("DELETE", address_of_item(item), about=about, good=(204, 404), headers=headers)
    if not isinstance(asked, Done):
        return asked
    if asked.value.status != 404:
        return with_value(asked, True)
    absent = _absence(client, asked, about)
    return with_value(absent, False) if isinstance(absent, Done) else absent


def checkout(client: Client, item: Item) -> Asked[Item]:
    """Check a file out for the app; done when it is already. Who else has it is named when Graph tells."""
    about = f"'{item.name}'"
    before = _require(client, item)
    if not isinstance(before, Done):
        return before
    if before.value.level == CHECKED_OUT:
        return _judge_holder(client, before, about)
    asked = client.ask("POST", f"{address_of_item(item)}/checkout", about=about, good=(204,))
    if is_status(asked, 404):  # it was there just now: onedrive-api-docs 1132, 1668
        return client.later(Reason.SETTLING, about)
    if isinstance(asked, Done):
        return _require(client, item)
    # Of a file that somebody else has, Graph says 500 and UnknownError (onedrive-api-docs 1016).
    if is_status(asked, 500) and asked.trace.code.lower() == "unknownerror":
        return client.refuse(Reason.CHECKED_OUT, about, code=before.value.checked_out_by or "onbekend wie")
    return asked


def _judge_holder(client: Client, found: Done[Item], about: str) -> Asked[Item]:
    """Say whether a file that is checked out is so by us: the app, or nobody that Graph names."""
    holder = found.value.checked_out_by_app or found.value.checked_out_by
    if holder in ("", client.connection.app):
        return found
    return client.refuse(Reason.CHECKED_OUT, about, code=found.value.checked_out_by or holder)


def checkin(client: Client, item: Item, comment: str) -> Asked[Item]:
    """Check a file in as a published version, and return it as it then is; done when it is one already.

    A draft is checked out for that. Where the library wants approval, it is a draft afterwards too.
    """
    about = f"'{item.name}'"
    before = _require(client, item)
    if isinstance(before, Done) and before.value.level == DRAFT:
        before = checkout(client, before.value)
    if not isinstance(before, Done) or before.value.level != CHECKED_OUT:
        return before
    ours = _judge_holder(client, before, about)
    if not isinstance(ours, Done):
        return ours
    order = {"comment": comment, "checkInAs": PUBLISHED}
    asked = client.ask("POST", f"{address_of_item(item)}/checkin", about=about, good=(204,), json=order)
    if is_status(asked, 404):  # as above
        return client.later(Reason.SETTLING, about)
    refused = is_status(asked, 400, 409, 422)
    if not isinstance(asked, Done) and not refused:
        return asked
    after = _require(client, item)
    if not isinstance(after, Done) or after.value.level != CHECKED_OUT:
        return after
    if isinstance(asked, Done):
        return client.unclear(Reason.SETTLING, about, asked.value)
    # A required column is empty: which code, varies.
    return client.refuse(Reason.CHECKIN_REFUSED, about, code=asked.trace.code)


def discard(client: Client, item: Item) -> Asked[Item]:
    """Give a check-out of the app up, with what was written under it, and return the file as it then is.

    Of a file that was never checked in there is nothing to go back to: it stays checked out. An app may discard the
    check-out of anybody (v1.0/driveitem-discardcheckout): only one that Graph says is ours.
    """
    about = f"'{item.name}'"
    before = _require(client, item)
    if not isinstance(before, Done) or before.value.level != CHECKED_OUT:
        return before
    if not is_held(client, before.value):
        return client.refuse(Reason.CHECKED_OUT, about, code=before.value.checked_out_by or "onbekend wie")
    asked = client.ask("POST", f"{address_of_item(item)}/discardCheckout", about=about, good=(204,))
    if is_status(asked, 404):  # as above
        return client.later(Reason.SETTLING, about)
    if not isinstance(asked, Done) and not (isinstance(asked, NeedsPerson) and is_status(asked, 400)):
        return asked
    after = _require(client, item)
    if isinstance(asked, Done) and isinstance(after, Done) and after.value.level == CHECKED_OUT:
        return client.unclear(Reason.SETTLING, about, asked.value)
    return after


def is_held(client: Client, item: Item) -> bool:
    """Return whether Graph says that the app, and nobody else, has it checked out."""
    return item.level == CHECKED_OUT and item.checked_out_by_app == client.connection.app


def _require(client: Client, item: Item) -> Asked[Item]:
    """Return an item as it is now; that it is gone is for a person."""
    found = look_again(client, item)
    if not isinstance(found, Done):
        return found
    if found.value is None:
        return client.refuse(Reason.GONE, f"'{item.name}'")
    return with_value(found, found.value)
