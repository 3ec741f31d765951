"""Upload sessions: made at the API, filled at another host, where the URL itself is the right to it."""

import secrets
import sqlite3
import uuid
from urllib.parse import quote

from graph import items, names, shapes
from graph.state import Store, moment
from graph.wire import GraphError, Request, Response, answer

FRAGMENT_LIMIT = 60 * 1024 * 1024


def invalid(text: str, inner: str = "", status: int = 400) -> GraphError:
    return GraphError(status, "invalidRequest" if status == 400 else "invalidRange", text, inner=inner)


def check_unoccupied(store: Store, folder: sqlite3.Row, name: str) -> None:
    """Raises GraphError 409 while a session that was neither ended nor expired holds this name."""
    sql = "SELECT 1 FROM session WHERE parent = ? AND name_key = ? AND expires > ?"
    if store.one(sql, folder["id"], names.key(name), store.now()):
        raise GraphError(409, "nameAlreadyExists", "An upload session already exists for this name.")


def create(store: Store, request: Request, folder: sqlite3.Row, name: str, actor: str) -> Response:
    """Answer createUploadSession. What to do about a name that is taken counts only inside `item`."""
    body = request.json()
    wanted = body.get("item") or {}
    if wanted.get("name", name) != name:
        raise invalid("The name in the body is not that of the path.")
    conflict = wanted.get("@microsoft.graph.conflictBehavior", "replace")
    items.check_name(store, folder, name, folder=False)
    existing = items.child(store, folder, name)
    items.check_conditions(existing, request.headers)
    check_unoccupied(store, folder, name)
    if existing is not None:
        _check_existing(store, existing, conflict, actor)
    items.check_quota(store, int(wanted.get("fileSize") or 0))
    made = _insert(
        store, folder, name, actor, conflict=conflict, existing=existing, defer=bool(body.get("deferCommit"))
    )
    store.effect("session-created", actor, name=name, session=made["guid"])
    return answer(200, {"uploadUrl": url(store, made), **status(store, made)})


def _check_existing(store: Store, existing: sqlite3.Row, conflict: str, actor: str) -> None:
    if existing["folder"] or (conflict == "fail" and not store.behaviour().session_ignores_fail):
        raise items.taken()
    if not items.is_visible(existing, actor) or (existing["locked_until"] or 0) > store.now():
        raise GraphError(409, "nameAlreadyExists", "The file is in use.")
    items.check_free(store, existing, actor)


def _insert(
    store: Store,
    folder: sqlite3.Row,
    name: str,
    actor: str,
    *,
    conflict: str,
    existing: sqlite3.Row | None,
    defer: bool,
) -> sqlite3.Row:
    guid = str(uuid.uuid4())
    store.insert(
        "session", guid=guid, auth=secrets.token_urlsafe(32), drive=folder["drive"], parent=folder["id"], name=name,
        name_key=names.key(name), conflict=conflict, item=existing["id"] if existing is not None else None,
        defer=int(defer), expires=store.now() + store.behaviour().session_seconds, actor=actor,
    )  # fmt: skip
    (store.blobs / f"session-{guid}").touch()
    return store.one("SELECT * FROM session WHERE guid = ?", guid)


def url(store: Store, session: sqlite3.Row) -> str:
    drive = quote(session["drive"], safe="!")
    query = f"guid='{session['guid']}'&overwrite={session['conflict'] == 'replace'}&tempauth=v1.{session['auth']}"
    return f"{store.setting('files')}/sites/_api/v2.0/drives/{drive}/uploadSession?{query}"


def status(store: Store, session: sqlite3.Row) -> dict[str, object]:
    """Return what the session still expects; on how that is told no two reports agree."""
    total, received, style = session["total"], session["received"], store.behaviour().ranges
    shown = {"expirationDateTime": moment(session["expires"])}
    if style == "missing" and total is not None:
        return shown
    end = total - 1 if style == "closed" and total is not None else ""
    return shown | {"nextExpectedRanges": [] if received == total else [f"{received}-{end}"]}


def find(store: Store, request: Request) -> sqlite3.Row:
    """Return the session that the URL gives the right to. Raises GraphError 401 with Authorization, 404 when gone."""
    if "authorization" in request.headers:
        raise GraphError(401, "unauthenticated", "The caller is not authenticated.")
    guid = request.params.get("guid", "").strip("'")
    found = store.one("SELECT * FROM session WHERE guid = ? AND expires > ?", guid, store.now())
    if found is None or request.params.get("tempauth") != f"v1.{found['auth']}":
        raise GraphError(404, "itemNotFound", "The upload session was not found.")
    return found


def owner(store: Store, request: Request) -> str:
    """Return the app whose session is asked for, as its fragments are booked on it; nothing for other requests."""
    guid = request.params.get("guid", "").strip("'")
    return store.value("SELECT actor FROM session WHERE guid = ?", guid) or ""


def serve(store: Store, request: Request) -> Response | GraphError:
    """Answer what is asked of an upload URL: a fragment, its status, its end, its commit."""
    session = find(store, request)
    match request.method:
        case "GET":
            return answer(200, status(store, session))
        case "DELETE":
            _drop(store, session)
            store.effect("session-cancelled", session["actor"], name=session["name"], session=session["guid"])
            return answer(204)
        case "POST" if not request.body:
            return _commit(store, session)
        case "PUT":
            return _receive(store, session, request)
    raise invalid("The upload session knows no such request.")


def _receive(store: Store, session: sqlite3.Row, request: Request) -> Response | GraphError:
    first, last, total = _range(request)
    multiple = None if request.cut else store.behaviour().fragment_multiple
    _check_fragment(session, (first, last, total), len(request.body), multiple)
    items.check_quota(store, total)
    path = store.blobs / f"session-{session['guid']}"
    with path.open("r+b") as file:
        # a fragment that was written and not booked, by a server that died in between, is written again
        file.truncate(first)
        file.seek(first)
        file.write(request.body)
    store.run("UPDATE session SET received = ?, total = ? WHERE guid = ?", last + 1, total, session["guid"])
    store.effect(
        "session-bytes", session["actor"], name=session["name"], size=last + 1 - first, session=session["guid"]
    )
    now = store.one("SELECT * FROM session WHERE guid = ?", session["guid"])
    assert now is not None
    if last + 1 < total or now["defer"]:
        return answer(202, status(store, now))
    try:
        return _commit(store, now)
    except GraphError as error:
        return error  # returned, not raised: the bytes that were received stay


def _range(request: Request) -> tuple[int, int, int]:
    """Return first, last and total of Content-Range. Raises GraphError 400."""
    unit, _, rest = request.headers.get("content-range", "").partition(" ")
    span, _, total = rest.partition("/")
    first, _, last = span.partition("-")
    if unit != "bytes" or not (first.isdigit() and last.isdigit() and total.isdigit()):
        raise invalid("Content-Range header must include a total length.")
    return int(first), int(last), int(total)


def _check_fragment(session: sqlite3.Row, span: tuple[int, int, int], length: int, multiple: int | None) -> None:
    first, last, total = span
    if last - first + 1 != length or last >= total:
        raise invalid("The range is not that of the content.")
    if session["total"] not in (None, total):
        raise invalid("The total length is not that of the fragments before.")
    if length > FRAGMENT_LIMIT:
        raise GraphError(413, "requestEntityTooLarge", "The fragment is too large.")
    if first != session["received"]:
        inner = "fragmentOverlap" if first < session["received"] else "fragmentOutOfOrder"
        raise invalid("The uploaded fragment does not follow what was received.", inner, 416)
    if multiple and last + 1 < total and length % multiple:
        raise invalid("The fragment is no multiple of 320 KiB.", "fragmentNotAligned")


def _commit(store: Store, session: sqlite3.Row) -> Response:
    """Make the file of what was received. Raises GraphError 409 when the name was taken meanwhile; the bytes stay."""
    if session["total"] is None or session["received"] < session["total"]:
        raise invalid("The upload is not complete.", "invalidRange", 416)
    folder = items.by_id(store, session["parent"])
    kept = store.new_blob()
    source = store.blobs / f"session-{session['guid']}"
    (store.blobs / kept).unlink()
    (store.blobs / kept).hardlink_to(source)
    conflict = "replace" if store.behaviour().session_ignores_fail else session["conflict"]
    item, new = items.put(store, folder, session["name"], kept, session["actor"], conflict=conflict, if_match={})
    _drop(store, session)
    return answer(201 if new else 200, shapes.drive_item(store, item))


def _drop(store: Store, session: sqlite3.Row) -> None:
    """Forget the session; a file of bytes that nobody knows any more may lie, as it would after a kill."""
    store.run("DELETE FROM session WHERE guid = ?", session["guid"])
