"""A file from SharePoint onto the disk: whole, or not at all.

Graph answers with an address elsewhere that is itself the right: it is asked without the token, never kept, and asked
anew when it expired or the connection broke. What lies there may be anything: it is bounded, counted and hashed.
"""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from jaarcyclus import disk
from jaarcyclus.graph.answers import Answer, NoAnswer
from jaarcyclus.graph.client import Client
from jaarcyclus.graph.items import address_of_item
from jaarcyclus.graph.outcomes import Asked, Done, Problem, with_value
from jaarcyclus.graph.reasons import Reason
from jaarcyclus.graph.records import Item
from jaarcyclus.graph.transport import Stream

_TRIES = 3  # chosen: of one call; the next is the caller's
_RANGE = re.compile(r"bytes ([0-9]{1,15})-([0-9]{1,15})/([0-9]{1,15})")
_PAGES = ("text/html", "application/json")
_STALE = (401, 403, 404, 410, 416)  # the address expired, or what was there changed
_UNTOLD = -1  # no Content-Length: the end of the answer is the end of the file


@dataclass(frozen=True, kw_only=True)
class Downloaded:
    """What now lies on the disk."""

    path: Path
    size: int
    sha256: str


@dataclass
class _Part:
    """What came of a file until now, and by which eTag of the bytes."""

    file: BinaryIO
    hashing: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    size: int = 0
    etag: str = ""

    def restart(self) -> None:
        self.file.seek(0)
        self.file.truncate()
        self.hashing, self.size, self.etag = hashlib.sha256(), 0, ""


def download(client: Client, item: Item, path: Path, *, limit: int) -> Asked[Downloaded]:
    """Write the file of an item to `path`; more than `limit` bytes are refused.

    Raises StoreFailed when the disk does not take it. Without `Done` nothing lies there that did not before.
    """
    with disk.writing(path) as draft:
        part = _Part(file=draft.file)
        outcome = _fetch(client, item, part, limit)
        if not isinstance(outcome, Done):
            draft.discard()
            return outcome
    return with_value(outcome, Downloaded(path=path, size=part.size, sha256=part.hashing.hexdigest()))


def _fetch(client: Client, item: Item, part: _Part, limit: int) -> Asked[None]:
    """Ask where the file lies and read it there, going on where a connection broke."""
    about = f"'{item.name}'"
    refused: Answer | None = None
    for _ in range(_TRIES):
        asked = client.ask("GET", f"{address_of_item(item)}/content", about=about, good=(302,))
        if not isinstance(asked, Done):
            return asked
        location = asked.value.headers.get("location", "")
        if not client.is_content_host(location):
            return client.refuse_host(location, about)
        # Without an eTag nobody knows that the rest is of the same file.
        wanted = {"range": f"bytes={part.size}-"} if part.size and part.etag else {}
        with client.read_elsewhere(location, wanted) as stream:
            problem = _unusable(client, stream, item)
            if problem is not None:
                return problem
            refused = stream.answer if isinstance(stream, Stream) and stream.answer.status in _STALE else None
            if isinstance(stream, Stream) and _take(part, stream, limit, item.size):
                return with_value(asked, None)
        if part.size > limit:
            return client.refuse(Reason.TOO_LARGE, about, code=str(limit))
    if refused is not None and refused.status in (401, 403):  # of a fresh address: onedrive-api-docs 1447
        return client.refuse(Reason.RIGHT_MISSING, about, answer=refused)
    return client.later(Reason.ODD_ANSWER if refused else Reason.UNREACHABLE, about, refused)


def _unusable(client: Client, stream: Stream | NoAnswer, item: Item) -> Problem | None:
    """Say why an answer is no file. What another address may mend is no problem yet."""
    about = f"'{item.name}'"
    if isinstance(stream, NoAnswer):
        return client.problem_of(stream, about=about) if stream.untrusted else None
    answer = stream.answer
    if answer.status in _STALE:
        return None
    if answer.status not in (200, 206) or "content-encoding" in answer.headers or _is_a_page(answer, item):
        return client.problem_of(answer, about=about)
    return None


def _is_a_page(answer: Answer, item: Item) -> bool:
    """Return whether something in between answered: else its error would be kept as the file."""
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind in _PAGES and item.mime_type.lower() not in (kind, "")


def _take(part: _Part, stream: Stream, limit: int, size: int | None) -> bool:
    """Write what comes; return whether the file is then whole. More than `limit` bytes are not read."""
    total = _begin(part, stream.answer, size)
    if total is None:
        return False
    for piece in stream.pieces():
        part.size += len(piece)
        if part.size > limit:
            return False
        part.file.write(piece)
        part.hashing.update(piece)
    return not stream.is_broken and total in (part.size, _UNTOLD)


def _begin(part: _Part, answer: Answer, size: int | None) -> int | None:
    """Put the part where the answer begins; return how long the file is, or None when the answer does not fit.

    One that only the end of the connection ends may be half of it: then it is as long as the library says (`size`).
    """
    etag = answer.headers.get("etag", "")
    if answer.status == 200:
        part.restart()
        part.etag = etag
        length = answer.headers.get("content-length", "")
        if re.fullmatch("[0-9]{1,15}", length):
            return int(length)
        return _UNTOLD if size is None or "transfer-encoding" in answer.headers else size
    found = _RANGE.fullmatch(answer.headers.get("content-range", ""))
    if answer.status == 206 and found and part.size and int(found[1]) == part.size and etag and etag == part.etag:
        return int(found[3])
    part.restart()
    return None
