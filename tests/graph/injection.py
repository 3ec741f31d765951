"""Plays one fault of a plan: what it does to the state before the call, and to the answer after it.

What it does to the connection or the process is the server's (`server`), which asks here which faults those are.
"""

import json
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from graph import human, items, names, rewriting, throttling
from graph.addressing import parse, split
from graph.plan import Fault, Plan
from graph.rights import unauthenticated
from graph.state import Store
from graph.wire import GraphError, Request, Response

PAGE = (
    b"<html><head><title>Sign in to your account</title></head><body>We're sorry, something went wrong.</body></html>"
)
SECOND = (
    "app:00000000-0000-4000-8000-00000000abcd"  # another publisher of the same program, with an identity of its own
)

# of the connection or the process
BEFORE_READING = {"refuse"}
WAITING = {"stall", "hold", "stall-after", "hold-after"}
DYING = {"restart", "restart-after", "die", "die-after"}


def set_plan(store: Store, plan: Plan) -> None:
    """Have this plan played from now on; calls are counted from here."""
    store.run("DELETE FROM plan")
    store.run("DELETE FROM calls")
    for planned in plan.planned:
        fault = json.dumps({"kind": planned.fault.kind, "about": planned.fault.about})
        store.insert("plan", step=planned.step, nth=planned.nth, fault=fault)


def next_fault(store: Store, step: str) -> tuple[int, Fault | None]:
    """Count this call of the step, which survives a restart; return the count, and what is planned for it."""
    store.run("INSERT INTO calls VALUES (?, 1) ON CONFLICT (step) DO UPDATE SET n = n + 1", step)
    nth = store.value("SELECT n FROM calls WHERE step = ?", step)
    row = store.one("SELECT rowid, fault FROM plan WHERE step = ? AND nth = ?", step, nth)
    if row is None:
        return nth, None
    store.run("UPDATE plan SET played = 1 WHERE rowid = ?", row["rowid"])
    return nth, Fault(**json.loads(row["fault"]))


def before(store: Store, fault: Fault, request: Request, actor: str) -> Request | Response | GraphError:
    """Do what comes before the effect: return the request to go on with, or the answer instead of it."""
    about = fault.about
    match fault.kind:
        case "unauthorized":
            store.set("token_generation", store.setting("token_generation", 0) + 1)
            return unauthenticated("Continuous access evaluation: the token was revoked.")
        case "throttle":
            return _throttle(store, about, actor)
        case "status":
            return _failure(about)
        case "partial":  # of an aborted PUT the first half is kept, as a file (OneDrive/onedrive-api-docs#1366)
            return replace(request, body=request.body[: len(request.body) // 2])
        case "half":
            return _half(store, request, aligned=bool(about.get("aligned", True)))
        case "human":
            _act(store, request, **about)
        case "delta-410":
            store.set("delta_generation", store.setting("delta_generation", 0) + 1)
        case kind:
            _STATE.get(kind, lambda *_: None)(store, request)
    return request


def after(fault: Fault, response: Response | GraphError, store: Store) -> Response | GraphError:
    """Return the answer that is given in place of the right one, once the effect is done."""
    match fault.kind:
        case "status-after":
            return _failure(fault.about)
        case "html-200":
            return Response(status=200, content=PAGE, headers={"Content-Type": "text/html; charset=utf-8"})
        case "redirect":
            location = f"{store.setting('files')}/sites/elders"
            return Response(status=307, headers={"Location": location})
        case "ok-status" if isinstance(response, Response):
            return replace(response, status=200)
        case "foreign-link" | "same-link" if isinstance(response, Response):
            return (_with_foreign_link if fault.kind == "foreign-link" else _with_same_link)(store, response)
        case "expired-url":
            store.run(
                "UPDATE download SET expires = ? WHERE rowid = (SELECT MAX(rowid) FROM download)", store.now() - 1
            )
        case "wrong-size" | "delta-duplicates" | "delta-no-hash" if isinstance(response, Response):
            return _changed(fault.kind, response)
    return response


def _throttle(store: Store, about: dict[str, Any], actor: str) -> Response | GraphError:
    wait = about.get("retry_after")
    seconds = _seconds(wait)
    if seconds > 0:
        throttling.hold_off(store, actor, seconds)
    error = throttling.throttled(wait, about.get("header", "Retry-After"))
    return (
        error
        if about.get("status", 429) == 429
        else GraphError(503, "serviceNotAvailable", "Busy.", headers=error.headers)
    )


def _seconds(wait: str | None) -> float:
    """Return how long a client can know it must wait: a number or a date, nothing else."""
    try:
        return float(wait or 0)
    except ValueError:
        pass
    try:
        return (parsedate_to_datetime(str(wait)) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError):
        return 0


def _failure(about: dict[str, Any]) -> Response | GraphError:
    status, body = int(about["status"]), about.get("body", "json")
    if body == "json":
        code = about.get("code") or {503: "serviceNotAvailable"}.get(status, "generalException")
        return GraphError(status, code, "An error occurred.", inner=about.get("inner", ""))
    content = PAGE if body == "html" else str(body).encode() if str(body).startswith("{") else b""
    return Response(status=status, content=content, headers={"Content-Type": "text/html"} if content else {})


def _half(store: Store, request: Request, *, aligned: bool) -> Request:
    """Have only the first part of a fragment arrive: the answer says where to go on, which is not after its end.

    What was accepted need not be a multiple of 320 KiB (OneDrive/onedrive-api-docs#75).
    """
    unit = (store.behaviour().fragment_multiple or 1) if aligned else 1000
    kept = len(request.body) // 2 // unit * unit
    span, _, total = request.headers.get("content-range", "").partition("/")
    first = span.removeprefix("bytes ").partition("-")[0]
    if not kept or not first.isdigit():
        return request
    headers = {**request.headers, "content-range": f"bytes {first}-{int(first) + kept - 1}/{total}"}
    return replace(request, body=request.body[:kept], headers=headers, cut=True)


def _target(store: Store, request: Request) -> sqlite3.Row | None:
    """Return the file that the call is about; else the one an app wrote last."""
    segments = split(request.path) if request.host == "api" else []
    if segments[:1] == ["drives"] and len(segments) > 2:
        try:
            address = parse(segments[2:])
            start = items.by_id(store, address.item) if address.item else items.root(store, segments[1])
            found = items.walk(store, start, address.names, human.HUMAN)
        except GraphError:
            found = None
        if found is not None and not found["folder"]:
            return found
    sql = (
        "SELECT * FROM item WHERE folder = 0 AND deleted = 0 AND created_by LIKE 'app:%' ORDER BY modified DESC LIMIT 1"
    )
    return store.one(sql)


def _act(store: Store, request: Request, act: str, **values: Any) -> None:
    item = _target(store, request)
    try:
        if item is not None and items.is_visible(item, human.HUMAN):
            human.ACTS[act](store, item, **values)
    except GraphError:
        pass  # a person who may not, at that moment, does nothing


def _rewrite(store: Store, request: Request) -> None:
    item = _target(store, request)
    if item is not None:
        rewriting.rewrite(store, item)


def _place(store: Store, request: Request) -> tuple[sqlite3.Row, str] | None:
    """Return folder and name a write is about, whether it goes by the path or through a session."""
    if request.host == "files":
        guid = request.params.get("guid", "").strip("'")
        session = store.one("SELECT * FROM session WHERE guid = ?", guid)
        return None if session is None else (items.by_id(store, session["parent"]), session["name"])
    try:
        segments = split(request.path)
        address = parse(segments[2:])
        start = items.by_id(store, address.item) if address.item else items.root(store, segments[1])
        return (items.walk(store, start, address.names[:-1], human.HUMAN), address.names[-1]) if address.names else None
    except GraphError:
        return None


def _publish(store: Store, request: Request) -> None:
    """Have a second publisher place a file of that very name first."""
    place = _place(store, request)
    if place is not None and items.child(store, *place) is None:
        made = items.create(store, *place, SECOND, folder=False)
        items.write(store, made, store.new_blob(b"van een andere publicatie"), SECOND, new=True)


def _lock_name(store: Store, request: Request) -> None:
    """Have a session that nobody has the URL of hold the name, for a quarter of an hour."""
    place = _place(store, request)
    if place is not None:
        folder, name = place
        store.insert(
            "session", guid=f"lost-{store.new_blob()}", auth="", drive=folder["drive"], parent=folder["id"], name=name,
            name_key=names.key(name), conflict="fail", item=None, defer=0, expires=store.now() + 900, actor=SECOND,
        )  # fmt: skip


def _end_session(store: Store, request: Request) -> None:
    store.run("DELETE FROM session WHERE guid = ?", request.params.get("guid", "").strip("'"))


def _tell_late(store: Store, _request: Request) -> None:
    newest = store.value("SELECT MAX(seq) FROM change")
    store.run("UPDATE change SET seq = NULL, ready = ? WHERE seq = ?", store.now() + 3600, newest)


_STATE = {
    "session-gone": _end_session,
    "name-lock": _lock_name,
    "rewrite": _rewrite,
    "second-publisher": _publish,
    "delta-late": _tell_late,
}


def _with_foreign_link(store: Store, response: Response) -> Response:
    """Have the next page lie at another host: who follows it with a token gives that away."""
    body = _parsed(response)
    if "value" not in body:
        return response
    link = body.pop("@odata.nextLink", None) or body.pop("@odata.deltaLink", f"{store.setting('api')}/v1.0/next")
    body["@odata.nextLink"] = str(link).replace(store.setting("api"), store.setting("files"))
    return replace(response, content=json.dumps(body).encode()) if body else response


def _with_same_link(store: Store, response: Response) -> Response:
    """Have each page name the second as the next one."""
    body = _parsed(response)
    link = store.setting("round") or body.get("@odata.nextLink")
    store.set("round", link)
    body.pop("@odata.deltaLink", None)
    return replace(response, content=json.dumps({**body, "@odata.nextLink": link}).encode())


def _parsed(response: Response) -> dict[str, Any]:
    """Return the object an answer holds; none for an answer without one."""
    try:
        return dict(json.loads(response.content))
    except ValueError:
        return {}


def _changed(kind: str, response: Response) -> Response:
    body = _parsed(response)
    if kind == "wrong-size" and "size" in body:
        body["size"] += 4096
    for entry in body.get("value", []) if kind == "delta-no-hash" else []:
        entry.get("file", {}).pop("hashes", None)
    if kind == "delta-duplicates" and "value" in body:
        body["value"] = [*body["value"], *body["value"]]
    return replace(response, content=json.dumps(body).encode()) if body else response
