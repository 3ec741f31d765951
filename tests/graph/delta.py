"""The delta query: what changed in a library since a token; what it tells is known to be odd, and so it is here."""

import base64
import json
import secrets
import sqlite3
from typing import Any

from graph import items, shapes
from graph.call import Call
from graph.state import Store
from graph.wire import GraphError, Response, answer


def serve(call: Call) -> Response:
    """Answer a first query, ?token=latest, or one of the links it gave before. Raises GraphError 410."""
    store, token = call.store, call.request.params.get("token", "")
    last = store.value("SELECT COALESCE(MAX(seq), 0) FROM change WHERE drive = ?", call.drive["id"])
    if token == "latest":
        return answer(200, {"value": [], "@odata.deltaLink": link(call, since=last)})
    asked = _read(call, token) if token else {"since": None, "start": 0, "upto": last}
    since, upto = asked["since"], asked.get("upto") or last
    found = _changed(call, since, upto)
    return answer(200, _page(call, found, asked["start"], since, upto))


def link(call: Call, **token: Any) -> str:
    """Return a link that carries on from there; its token means something to the server only."""
    store = call.store
    token |= {"at": store.now(), "generation": store.setting("delta_generation", 0), "salt": secrets.token_hex(4)}
    told = base64.urlsafe_b64encode(json.dumps(token).encode()).decode()
    return f"{store.setting('api')}{call.request.path}?token={told}"


def resync(call: Call, code: str = "resyncRequired") -> GraphError:
    """Return the answer to a token that is no good any more: begin anew, at the URL in Location."""
    start = f"{call.store.setting('api')}{call.request.path}"
    return GraphError(410, code, "Resync required. Replace any local items.", headers={"Location": start})


def _read(call: Call, token: str) -> dict[str, Any]:
    try:
        asked = json.loads(base64.urlsafe_b64decode(token))
        told, generation = asked["at"], asked["generation"]
    except (ValueError, KeyError, TypeError) as error:
        raise GraphError(400, "invalidRequest", "The token is malformed.") from error
    old = call.store.now() - told > call.store.behaviour().delta_token_seconds
    if old or generation != call.store.setting("delta_generation", 0):
        raise resync(
            call, ("resyncRequired", "resyncChangesApplyDifferences", "resyncChangesUploadDifferences")[generation % 3]
        )
    return {"start": 0, **asked}


def _changed(call: Call, since: int | None, upto: int) -> list[dict[str, Any]]:
    """Return the latest state of each item that changed, in the order of its last change, its parents before it."""
    store, scope = call.store, call.item()
    sql = "SELECT item, MAX(seq) AS seq FROM change WHERE drive = ? AND seq > ? AND seq <= ? GROUP BY item ORDER BY seq"
    rows = store.all(sql, call.drive["id"], since or 0, upto)
    found: dict[str, sqlite3.Row] = {}
    for row in rows:
        item = store.one("SELECT * FROM item WHERE id = ?", row["item"])
        if since is None and item["deleted"]:
            continue
        if items.is_visible(item, call.actor) and _is_below(store, item, scope):
            found.update((above["id"], above) for above in _with_parents(store, item, scope))
    root = {scope["id"]: scope}  # told first, with or without a change below it
    return [_entry(store, item) for item in (root | found).values()] if found or since is None else []


def _with_parents(store: Store, item: sqlite3.Row, scope: sqlite3.Row) -> list[sqlite3.Row]:
    chain = [item]
    while chain[0]["parent"] is not None and chain[0]["id"] != scope["id"]:
        chain.insert(0, store.one("SELECT * FROM item WHERE id = ?", chain[0]["parent"]))
    return chain


def _is_below(store: Store, item: sqlite3.Row, scope: sqlite3.Row) -> bool:
    return scope["parent"] is None or (
        item["id"] != scope["id"] and _with_parents(store, item, scope)[0]["id"] == scope["id"]
    )


def _entry(store: Store, item: sqlite3.Row) -> dict[str, Any]:
    """Return an entry: of a deleted item the id alone, of others no cTag and no path of their parent."""
    if item["deleted"]:
        return {"id": item["id"], "deleted": {"state": "deleted"}, "parentReference": {"driveId": item["drive"]}}
    shown = shapes.drive_item(store, item)
    shown.pop("cTag", None)
    shown["parentReference"].pop("path", None)
    for part in ("name", "createdBy", "lastModifiedBy") if store.behaviour().delta_sparse else ():
        shown.pop(part)
    if not store.behaviour().hashes and "file" in shown:
        shown["file"].pop("hashes", None)
    return shown


def _page(call: Call, found: list[dict[str, Any]], start: int, since: int | None, upto: int) -> dict[str, Any]:
    behaviour = call.store.behaviour()
    size = min(behaviour.delta_page, int(call.request.params.get("$top", behaviour.delta_page)))
    shown = found[start : start + size]
    if behaviour.delta_duplicates and shown:
        # the same item twice, the older state first; and the last of the page before once more
        stale = {**shown[-1], "eTag": shown[-1].get("eTag", "").rpartition(",")[0] + ',0"'}
        shown = [*found[max(0, start - 1) : start], stale, *shown]
    if start + size < len(found):
        more = link(call, since=since, start=start + size, upto=upto)
        return {"value": shown, "@odata.nextLink": more}
    return {"value": shown, "@odata.deltaLink": link(call, since=upto)}
