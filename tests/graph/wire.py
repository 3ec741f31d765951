"""One request as it came and one answer as it goes, and the errors of Graph as exceptions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

JSON = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"

HALF = "\ue000"
"""Stands in the state for half of a sign that UTF-16 writes in two, which a name in SharePoint may hold."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the client sent; `host` is which of the three identities it spoke to, header names are lower case."""

    host: str
    method: str
    path: str  # still percent-encoded
    query: str
    headers: Mapping[str, str]
    body: bytes = b""
    cut: bool = False  # a fault let only the first part of a fragment through

    @property
    def params(self) -> dict[str, str]:
        return dict(parse_qsl(self.query, keep_blank_values=True))

    def json(self) -> dict[str, Any]:
        """Return the body as an object, empty when there is none. Raises GraphError on anything else."""
        try:
            value = json.loads(self.body or b"{}")
        except ValueError as error:
            raise GraphError(400, "invalidRequest", "Unable to read JSON request payload.") from error
        if not isinstance(value, dict):
            raise GraphError(400, "invalidRequest", "The payload is no JSON object.")
        return value


@dataclass(frozen=True, kw_only=True)
class Response:
    """What the client gets: `content`, or the bytes `first` up to and including `last` of `file`."""

    status: int
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    file: Path | None = None
    first: int = 0
    last: int = -1

    @property
    def length(self) -> int:
        return len(self.content) if self.file is None else self.last - self.first + 1


class GraphError(Exception):
    """An answer that is an error: status, outer code, message, and where there is one the inner code.

    Raised, it undoes what the handler did; returned by the handler, that stays.
    """

    def __init__(
        self, status: int, code: str, message: str, *, inner: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status, self.code, self.message, self.inner = status, code, message, inner
        self.headers = dict(headers or {})


def answer(status: int, value: Any = None, **headers: str) -> Response:
    """Return `value` as JSON, or an empty body; underscores in names of headers become hyphens."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    if value is None:
        return Response(status=status, headers=named)
    content = json.dumps(value, ensure_ascii=False).replace(HALF, r"\ud83d").encode()
    return Response(status=status, content=content, headers={"Content-Type": JSON, "odata-version": "4.0", **named})


def error_answer(error: GraphError, identity: Mapping[str, str], *, lower: bool) -> Response:
    """Return the error as Graph words it; `lower` picks the spelling innererror, which is seen as often."""
    inner = {"code": error.inner} if error.inner else {}
    body = {
        "error": {
            "code": error.code,
            "message": error.message,
            "innererror" if lower else "innerError": {**inner, **identity},
        }
    }
    plain = answer(error.status, body)
    return Response(status=plain.status, content=plain.content, headers={**plain.headers, **error.headers})
