"""The three hosts as ASGI applications: a request is logged, counted, answered, and spoiled where the plan says so."""

import asyncio
import os
import signal
import sys
import traceback
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any

from graph import injection, rewriting, rights, routes, sessions, throttling
from graph.plan import Fault
from graph.state import Store, moment
from graph.wire import GraphError, Request, Response, error_answer

ADDRESSES = {"login": "127.0.0.1", "api": "127.0.0.2", "files": "127.0.0.3"}
PIECE = 1024 * 1024
DIAGNOSTIC = '{"ServerInfo":{"DataCenter":"West Europe","Slice":"E","Ring":"5","ScaleUnit":"002","RoleInstance":"AM1"}}'
COOKIE = "affinity=machine-7; path=/; secure; HttpOnly"
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass(kw_only=True)
class Pending:
    """A call whose caller was told it failed, and which takes effect some calls later."""

    calls: int
    request: Request
    route: routes.Route


@dataclass(kw_only=True)
class Arrival:
    """One request on its way: what it is, what will happen to it, and its place in the log."""

    request: Request
    route: routes.Route | GraphError
    fault: Fault | None
    seq: int
    actor: str = ""
    limits: dict[str, str] = field(default_factory=dict)  # headers that tell what is left to spend

    @property
    def step(self) -> str:
        return self.route.step if isinstance(self.route, routes.Route) else "unknown"

    @property
    def kind(self) -> str:
        return self.fault.kind if self.fault is not None else ""


@dataclass(kw_only=True)
class Server:
    """What the three hosts share."""

    store: Store
    pending: list[Pending] = field(default_factory=list)

    def host(self, name: str) -> Callable[[dict[str, Any], Receive, Send], Awaitable[None]]:
        """Return the application of one host: login, api or files."""

        async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
            try:
                await self._handle(name, scope, receive, send)
            except Exception:
                # a fault of this server must not pass for one of SharePoint's: tests look for this entry
                with self.store.transaction():
                    self.store.effect("server-error", "service", traceback=traceback.format_exc())
                raise

        return application

    async def _handle(self, host: str, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        arrival = self._arrive(_head(host, scope))
        if arrival.kind in injection.BEFORE_READING:
            return await _abort(receive, send)
        body = await _read(receive)
        if body is None:
            return None
        arrival.request = replace(arrival.request, body=body)
        if arrival.kind in injection.WAITING and not arrival.kind.endswith("-after"):
            gone = await self._wait(arrival, receive)
            if gone:
                return None
            if arrival.kind == "stall":
                return await _abort(receive, send)
        self._maybe_die(arrival, "restart", "die")
        response = self._answer(arrival)
        self._maybe_die(arrival, "restart-after", "die-after")
        if arrival.kind.endswith("-after") and await self._wait(arrival, receive):
            return None
        if arrival.kind in ("lost", "partial", "stall-after"):
            return await _abort(receive, send)
        await _respond(response, send, truncated=arrival.kind == "truncated")
        return None

    def _arrive(self, request: Request) -> Arrival:
        """Log the request before anything else, with what is going to happen to it."""
        store = self.store
        try:
            route: routes.Route | GraphError = routes.find(request)
        except GraphError as error:
            route = error
        with store.transaction():
            rewriting.settle(store)
            step = route.step if isinstance(route, routes.Route) else "unknown"
            nth, fault = injection.next_fault(store, step)
            seq = store.insert(
                "request", at=store.now(), host=request.host, method=request.method, path=request.path,
                query=request.query, step=step, nth=nth, authorization="authorization" in request.headers,
                cookie="cookie" in request.headers,
                fault=fault.kind if fault is not None else None,
            )  # fmt: skip
        return Arrival(request=request, route=route, fault=fault, seq=seq)

    def _answer(self, arrival: Arrival) -> Response:
        """Do what is asked, in one transaction, and return the answer as it goes over the wire."""
        self._let_pending_take_effect()
        outcome = self._outcome(arrival)
        shown = self._dress(arrival, outcome)
        with self.store.transaction():
            sql = "UPDATE request SET actor = ?, status = ? WHERE seq = ?"
            self.store.run(sql, arrival.actor, shown.status, arrival.seq)
        return shown

    def _outcome(self, arrival: Arrival) -> Response | GraphError:
        store = self.store
        if not isinstance(arrival.route, routes.Route):
            return arrival.route
        store.request = arrival.seq
        try:
            roles = self._admit(arrival, arrival.route)
            if arrival.kind == "late-effect":
                calls = int(arrival.fault.about["after"]) if arrival.fault is not None else 1
                self.pending.append(Pending(calls=calls, request=arrival.request, route=arrival.route))
                return GraphError(504, "generalException", "Gateway timeout.")
            request: Any = arrival.request
            if arrival.fault is not None:
                with store.transaction():
                    request = injection.before(store, arrival.fault, request, arrival.actor)
            if not isinstance(request, Request):
                return request
            with store.transaction():
                response = arrival.route.serve(store, request, arrival.actor, roles)
            if arrival.fault is not None:
                with store.transaction():
                    response = injection.after(arrival.fault, response, store)
        except GraphError as error:
            return error if arrival.fault is None else injection.after(arrival.fault, error, store)
        return response

    def _admit(self, arrival: Arrival, route: routes.Route) -> list[str]:
        """Find out who asks and book the call; return the roles it has. Raises GraphError 401 and 429."""
        roles: list[str] = []
        if route.public:
            arrival.actor = sessions.owner(self.store, arrival.request)
        else:
            arrival.actor, roles = rights.authenticate(self.store, arrival.request)
        if arrival.actor:
            self._account(arrival)
        return roles

    def _account(self, arrival: Arrival) -> None:
        """Book the call; what it books stands, also when it is refused. Raises GraphError 429."""
        refused = None
        with self.store.transaction():
            try:
                arrival.limits = throttling.account(self.store, arrival.actor, arrival.step)
            except GraphError as error:
                refused = error
        if refused is not None:
            raise refused

    def _let_pending_take_effect(self) -> None:
        for call in self.pending:
            call.calls -= 1
        due, self.pending = [c for c in self.pending if c.calls <= 0], [c for c in self.pending if c.calls > 0]
        for call in due:
            try:
                with self.store.transaction():
                    actor, roles = ("", []) if call.route.public else rights.authenticate(self.store, call.request)
                    call.route.serve(self.store, call.request, actor, roles)
            except GraphError:
                pass  # as it would have been refused

    def _dress(self, arrival: Arrival, outcome: Response | GraphError) -> Response:
        """Put on what every answer of Graph carries; its two spellings of innerError take turns."""
        request_id = str(uuid.uuid4())
        identity = {
            "date": moment(self.store.now()).rstrip("Z"),
            "request-id": request_id,
            "client-request-id": arrival.request.headers.get("client-request-id", request_id),
        }
        if isinstance(outcome, GraphError):
            outcome = error_answer(outcome, identity, lower=bool(arrival.seq % 2))
        carried = {name: value for name, value in identity.items() if name != "date"}
        return replace(
            outcome,
            headers={
                **carried,
                "x-ms-ags-diagnostic": DIAGNOSTIC,
                "Set-Cookie": COOKIE,
                **arrival.limits,
                **outcome.headers,
            },
        )

    async def _wait(self, arrival: Arrival, receive: Receive) -> bool:
        """Leave the caller without an answer, until time or a test ends it; tell whether the caller gave up before."""
        if arrival.kind not in injection.WAITING:
            return False
        seconds = float(arrival.fault.about.get("seconds", 300)) if arrival.fault is not None else 0
        gone = asyncio.ensure_future(receive())
        for _ in range(int(seconds * 20)):
            await asyncio.wait([gone], timeout=0.05)
            if gone.done() or self.store.setting("released", 0) >= arrival.seq:
                break
        return not gone.cancel()

    def _maybe_die(self, arrival: Arrival, restart: str, die: str) -> None:
        if arrival.kind == die:
            os.kill(os.getpid(), signal.SIGKILL)
        if arrival.kind == restart:
            self.store.set("ready", 0)
            self.store.close()
            os.execv(sys.executable, sys.orig_argv)  # the sockets close with it; what is in no file is forgotten


def _head(host: str, scope: dict[str, Any]) -> Request:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    path, query = scope["raw_path"].decode("latin-1"), scope["query_string"].decode("latin-1")
    return Request(host=host, method=scope["method"], path=path, query=query, headers=headers)


async def _read(receive: Receive) -> bytes | None:
    """Return the whole body, or None when the client went away while sending it."""
    pieces = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        pieces.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(pieces)


async def _abort(receive: Receive, send: Send) -> None:
    """Cut the connection without a word; ASGI has no message for that, so uvicorn's own transport is asked."""
    send.__self__.transport.abort()  # type: ignore[attr-defined]
    while (await receive())["type"] != "http.disconnect":
        pass


async def _respond(response: Response, send: Send, *, truncated: bool) -> None:
    headers = {**response.headers, "Content-Length": str(response.length)}
    raw = [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
    if response.status in (204, 304):
        raw = [(name, value) for name, value in raw if name != b"Content-Length"]
    await send({"type": "http.response.start", "status": response.status, "headers": raw})
    if truncated and response.length > 1:
        piece = response.content if response.file is None else response.file.read_bytes()[response.first :]
        # returning with more announced has the connection closed before its end
        await send({"type": "http.response.body", "body": piece[: response.length // 2], "more_body": True})
        return
    if response.file is None:
        await send({"type": "http.response.body", "body": response.content})
        return
    left = response.length
    with response.file.open("rb") as source:
        source.seek(response.first)
        while left > 0:
            piece = source.read(min(PIECE, left))
            left -= len(piece)
            await send({"type": "http.response.body", "body": piece, "more_body": left > 0})
    if not response.length:
        await send({"type": "http.response.body", "body": b""})
