"""Asking Airflow within this process, as whoever asks us: through the door for votes, so by the same rules as anybody.

A page of ours has no account of its own and no way around the door.
"""

import json
from urllib.parse import urlencode

from jaarcyclus_airflow.asgi import ask

_PASSED_ON = (b"cookie", b"authorization", b"host", b"origin")
_KEPT = ("type", "asgi", "http_version", "scheme", "server", "client")


class Inner:
    """Pure ASGI middleware around the door for votes: everything passes, and it remembers who serves what passes."""

    def __init__(self) -> None:
        self.app = None
        self._server = None

    async def __call__(self, scope, receive, send) -> None:
        """Pass everything on."""
        self._server = scope.get("app", self._server)
        await self.app(scope, receive, send)

    async def ask(self, request, method: str, path: str, *, query=None, content=None, headers=()):
        """Return status and content of Airflow's answer to this person; `content` goes as JSON, with `headers`."""
        body = b"" if content is None else json.dumps(content).encode()
        scope = {**_scope(request, method, path, query or {}, headers), "app": self._server}
        status, _, answer = await ask(self.app, scope, _once(body))
        return status, _read(answer)


INNER = Inner()


def _scope(request, method: str, path: str, query, headers):
    passed = [(name, value) for name, value in request.scope["headers"] if name in _PASSED_ON]
    own = [(b"accept", b"application/json"), (b"content-type", b"application/json")]
    return {
        **{name: request.scope[name] for name in _KEPT if name in request.scope},
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": urlencode(query).encode(),
        "headers": [*passed, *own, *((name.encode(), text.encode()) for name, text in headers)],
        "state": dict(request.scope.get("state") or {}),
        "extensions": {},
    }


def _once(body: bytes):
    given = False

    async def receive():
        nonlocal given
        if given:
            return {"type": "http.disconnect"}
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _read(answer: bytes):
    try:
        return json.loads(answer)
    except ValueError:
        return {}
