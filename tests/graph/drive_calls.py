"""What is asked of an item in a library: look, list, make a folder, put, rename, delete, columns, check-out."""

import sqlite3
from typing import Any
from urllib.parse import unquote

from graph import downloads, fields, items, names, sessions, shapes
from graph.call import Call, page
from graph.wire import GraphError, Response, answer


def _shown(call: Call, item: sqlite3.Row) -> dict[str, Any]:
    """Return the item with what the query selects and expands."""
    params, store = call.request.params, call.store
    wanted = params.get("$select", "").split(",") if "$select" in params else []
    shown = shapes.drive_item(store, item)
    if not item["folder"] and (not wanted or "@microsoft.graph.downloadUrl" in wanted):
        shown["@microsoft.graph.downloadUrl"] = downloads.make_url(store, item)
    if "publication" in wanted:
        shown["publication"] = shapes.publication(store, item)
    picked = shapes.select(shown, wanted)
    if "listItem" in params.get("$expand", ""):
        picked["listItem"] = shapes.list_item(store, item, with_fields="fields" in params["$expand"])
    return picked


def look(call: Call) -> Response:
    item = call.item()
    if call.request.headers.get("if-none-match") in (items.etag(item), items.ctag(item)):
        return Response(status=304)
    return answer(200, _shown(call, item), ETag=items.etag(item))


def children(call: Call) -> Response:
    folder = call.item()
    if call.store.behaviour().lookups > 12 and "fields" in call.request.params.get("$expand", ""):
        raise GraphError(500, "generalException", "The number of lookup columns exceeds the lookup column threshold.")
    sql = "SELECT * FROM item WHERE parent = ? AND deleted = 0 ORDER BY name_key"
    seen = [row for row in call.store.all(sql, folder["id"]) if items.is_visible(row, call.actor)]
    here = f"{call.store.setting('api')}{call.request.path}"
    return answer(200, page([_shown(call, row) for row in seen], call.request, call.store.behaviour().page_size, here))


def make_folder(call: Call) -> Response:
    """Answer POST children; what stands at the other side of a conflict is left to the given behaviour."""
    parent, body = call.item(), call.request.json()
    name, conflict = body.get("name"), body.get("@microsoft.graph.conflictBehavior", "fail")
    if not isinstance(name, str) or "folder" not in body:
        raise GraphError(400, "invalidRequest", "A name and a folder facet are needed.")
    name = names.stripped(name) if call.store.behaviour().strips_names else name
    items.check_name(call.store, parent, name, folder=True)
    existing = items.child(call.store, parent, name)
    if existing is not None and conflict == "rename":
        name = items.free_name(call.store, parent, name)
    elif existing is not None and conflict == "replace" and existing["folder"]:
        return answer(200, _shown(call, existing))
    made = items.create(call.store, parent, name, call.actor, folder=True)
    return answer(201, _shown(call, made))


def put(call: Call) -> Response:
    """Answer PUT content: replace unless the query, and only the query, says otherwise."""
    store, request = call.store, call.request
    if len(request.body) > store.behaviour().put_limit:
        raise GraphError(400, "invalidRequest", "Content-Range header must include a total length.")
    folder, name = _place_for_file(call)
    sessions.check_unoccupied(store, folder, name)
    conflict = request.params.get("@microsoft.graph.conflictBehavior", "replace")
    conflict = "replace" if store.behaviour().put_ignores_fail else conflict
    item, new = items.put(
        store, folder, name, store.new_blob(request.body), call.actor, conflict=conflict, if_match=request.headers
    )
    shown = _shown(call, item)
    if not store.behaviour().size_in_put_answer:
        shown["size"] = 0
    return answer(201 if new else 200, shown, ETag=items.etag(item))


def _place_for_file(call: Call) -> tuple[sqlite3.Row, str]:
    """Return where to put, with the folders of the path made that are not there yet."""
    address = call.address
    if not address.names:
        return call.place()
    folder = call.start()
    for name in address.names[:-1]:
        below = items.child(call.store, folder, name)
        if below is None:
            items.check_name(call.store, folder, name, folder=True)
            below = items.create(call.store, folder, name, call.actor, folder=True)
        folder = below
    if not folder["folder"]:
        raise GraphError(400, "invalidRequest", "The parent is no folder.")
    return folder, address.names[-1]


def update(call: Call) -> Response:
    """Answer PATCH on an item: rename, move, or neither."""
    item, body = call.item(), call.request.json()
    items.check_conditions(item, call.request.headers)
    items.check_free(call.store, item, call.actor)
    parent = items.by_id(call.store, body.get("parentReference", {}).get("id", item["parent"]))
    changed = items.move(call.store, item, parent, body.get("name", item["name"]), call.actor)
    return answer(200, _shown(call, changed))


def delete(call: Call) -> Response:
    item = call.item()
    items.check_conditions(item, call.request.headers)
    items.check_not_taken(call.store, item, call.actor)
    items.delete(call.store, item, call.actor)
    return answer(204)


def content(call: Call) -> Response:
    item = call.file()
    if call.request.headers.get("if-none-match") in (items.etag(item), items.ctag(item)):
        return Response(status=304)
    if item["malware"]:
        raise GraphError(403, "malwareDetected", "Malware detected")
    return Response(status=302, headers={"Location": downloads.make_url(call.store, item)})


def versions(call: Call) -> Response:
    rows = call.store.all("SELECT * FROM version WHERE item = ? ORDER BY number DESC", call.item()["id"])
    return answer(200, {"value": [shapes.version(row) for row in rows]})


def list_item(call: Call) -> Response:
    wanted = "fields" in unquote(call.request.params.get("$expand", ""))
    return answer(200, shapes.list_item(call.store, call.item(), with_fields=wanted))


def read_fields(call: Call) -> Response:
    return answer(200, shapes.fields(call.item()))


def write_fields(call: Call) -> Response | GraphError:
    """Answer PATCH listItem/fields; right after an upload the service itself may be at work on the item."""
    item, values = call.item(), call.request.json()
    items.check_conditions(item, call.request.headers)
    items.check_free(call.store, item, call.actor)
    known = fields.check(call.store, call.drive["list"], values)
    if item["conflicts"]:
        call.store.run("UPDATE item SET conflicts = conflicts - 1 WHERE id = ?", item["id"])
        return GraphError(409, "resourceModified", "The resource has changed since the caller last read it.")
    return answer(200, shapes.fields(items.write_fields(call.store, item, known, call.actor)))


def checkout(call: Call) -> Response:
    item = call.file()
    if item["checked_out_by"] not in (None, call.actor):
        raise GraphError(500, "UnknownError", "")
    if (item["locked_until"] or 0) > call.store.now() and item["locked_by"] != call.actor:
        raise GraphError(423, "notAllowed", "The file is locked for shared use.", inner="resourceLocked")
    if item["checked_out_by"] is None:
        items.checkout(call.store, item, call.actor)
    return answer(204)


def discard(call: Call) -> Response:
    """Answer POST discardCheckout: an app may discard that of anybody (v1.0/driveitem-discardcheckout)."""
    items.discard(call.store, call.file(), call.actor)
    return answer(204)


def checkin(call: Call) -> Response:
    item, body = call.file(), call.request.json()
    if item["checked_out_by"] is None:
        raise GraphError(400, "invalidRequest", "The file is not checked out.")
    if item["checked_out_by"] != call.actor:
        raise GraphError(423, "notAllowed", "The file is checked out by another user.", inner="resourceLocked")
    fields.check_required(call.store, call.drive["list"], item)
    waits = call.drive["drafts"] == "approval" or (call.drive["drafts"] and body.get("checkInAs") != "published")
    changed = items.touch(call.store, item, call.actor, checked_out_by=None, checked_in=1, draft=int(bool(waits)))
    call.store.effect("checked-in", call.actor, changed, comment=body.get("comment"), as_=body.get("checkInAs"))
    return answer(204)


def create_session(call: Call) -> Response:
    folder, name = call.place()
    return sessions.create(call.store, call.request, folder, name, call.actor)
