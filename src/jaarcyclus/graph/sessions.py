"""A large file in chunks: open a session, send what it still wants, ask how far it is, give it up.

The address of a session is a right by itself, and holds the name until it is used, cancelled or expired: keep it,
encrypted, before the first byte. How far it is says the session and nobody else. A chunk is read from the disk while
it is sent, so a file of any size costs the memory of one piece.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import SEEK_END
from typing import BinaryIO

from jaarcyclus.graph import answers
from jaarcyclus.graph.answers import Answer
from jaarcyclus.graph.client import Client
from jaarcyclus.graph.items import address_of, find_name_fault, hindered, look, placed
from jaarcyclus.graph.outcomes import Asked, Done, Exists, Outcome, is_status, with_value
from jaarcyclus.graph.reasons import Reason
from jaarcyclus.graph.records import Folder, Item, text

UNIT = 320 * 1024
CHUNK = 32 * UNIT
"""Bytes (10 MiB): a multiple of UNIT below 60 MiB, v1.0/api/driveitem-createuploadsession. Chosen: seconds of work."""

_PIECE = 256 * 1024
_GONE = (400, 401, 403, 404, 410)  # 404 is documented; 400: onedrive-api-docs 698
_RANGE = re.compile(r"([0-9]{1,15})-([0-9]{1,15})?")


@dataclass(frozen=True, kw_only=True)
class Session:
    """An upload that is under way: `total` bytes, of which it wants those from `start` on; `expires` as Graph says."""

    folder: Folder
    name: str
    total: int
    address: str = field(repr=False)
    expires: str = ""
    start: int = 0


def open_session(client: Client, folder: Folder, name: str, total: int) -> Outcome[Session]:
    """Open a session for a new file of `total` bytes (from 1). It looks first: `fail` was seen ignored.

    `Exists` when the name is taken; `TryLater` (NAME_HELD) when an earlier session or an open document holds it.
    """
    assert total > 0, "an empty file goes by graph.items.put_small"
    if refused := find_name_fault(client, folder, name):
        return refused
    before = look(client, folder, name)
    if not isinstance(before, Done):
        return before
    if before.value is not None:
        return Exists(item=before.value, trace=before.trace)
    order = {"item": {"@microsoft.graph.conflictBehavior": "fail", "name": name}}
    path = f"{address_of(folder, name)}:/createUploadSession"
    asked = client.ask("POST", path, about=f"'{name}'", good=(200, 404, 409), json=order)
    if not isinstance(asked, Done):
        return asked
    if asked.value.status != 200:
        return hindered(client, folder, name, asked.value)
    return _opened(client, asked, Session(folder=folder, name=name, total=total, address=""))


def _opened(client: Client, asked: Done[Answer], session: Session) -> Asked[Session]:
    body = answers.read_json(asked.value)
    address = text(body.get("uploadUrl"))
    if not address:
        return client.problem_of(asked.value, about=f"'{session.name}'", writes=True)
    if not client.is_content_host(address):
        return client.refuse_host(address, f"'{session.name}'")
    return with_value(asked, replace(session, address=address, expires=text(body.get("expirationDateTime"))))


def session_status(client: Client, session: Session) -> Asked[Session | None]:
    """Return the session with what it still wants; None when it is gone, wants nothing more or does not say.

    After None, look whether the file is there; if not, `cancel` it, for it may hold the name, and open another.
    """
    asked = client.ask_elsewhere("GET", session.address, about=f"'{session.name}'", good=(200, *_GONE))
    if not isinstance(asked, Done):
        return asked
    if asked.value.status != 200 or not _ranges(asked.value):
        return with_value(asked, None)
    return _advance(client, asked, session)


def cancel(client: Client, session: Session) -> Asked[None]:
    """Give a session up, so that the name is free; done when it is gone already."""
    asked = client.ask_elsewhere("DELETE", session.address, about=f"'{session.name}'", good=(204, *_GONE))
    return with_value(asked, None) if isinstance(asked, Done) else asked


def send_chunks(client: Client, session: Session, source: BinaryIO) -> Iterator[Outcome[Session | Item]]:
    """Send the file, one chunk a step: each gives the session as it then stands, the last step the item or a problem.

    `source` can seek and holds `total` bytes. Whoever was away asks `session_status` first.
    """
    longest = 2 * (session.total // UNIT + 2)  # a session that forgets what it took is not fed for ever
    for _ in range(longest):
        step = send_next(client, session, source)
        yield step
        if not isinstance(step, Done) or isinstance(step.value, Item):
            return
        session = step.value
    yield client.later(Reason.ODD_ANSWER, f"'{session.name}'")


def send_next(client: Client, session: Session, source: BinaryIO) -> Outcome[Session | Item]:
    """Send the next chunk, once. A refused range makes it ask how far the session is, a taken name who has it."""
    assert source.seek(0, SEEK_END) == session.total, "this is another file than the session was opened for"
    end = min(session.start + CHUNK, session.total)
    about = f"'{session.name}'"
    headers = {
        "content-length": str(end - session.start),
        "content-range": f"bytes {session.start}-{end - 1}/{session.total}",
    }
    asked = client.ask_elsewhere(
        "PUT",
        session.address,
        about=about,
        good=(200, 201, 202, 409, 416),
        headers=headers,
        content=read_pieces(source, session.start, end),
    )
    if is_status(asked, *_GONE):
        return client.unclear(Reason.SESSION_GONE, about)
    if not isinstance(asked, Done):
        return asked
    match asked.value.status:
        case 202 if _ranges(asked.value) is None and end < session.total:
            return with_value(asked, replace(session, start=end))  # taken, and no word on what comes next
        case 202:
            return _advance(client, asked, session)
        case 200 if _ranges(asked.value):  # said so of a chunk that is not the last: inbox-zero 3256
            return _advance(client, asked, session)
        case 416:
            return _catch_up(client, session)
        case 409:
            return hindered(client, session.folder, session.name, asked.value)
        case _:
            return placed(client, asked, session.folder, session.name)


def _catch_up(client: Client, session: Session) -> Asked[Session]:
    """Go on where the session says, after it refused a range: it had those bytes already."""
    found = session_status(client, session)
    if not isinstance(found, Done):
        return found
    if found.value is None:
        return client.unclear(Reason.SESSION_GONE, f"'{session.name}'")
    if found.value.start == session.start:
        return client.later(Reason.ODD_ANSWER, f"'{session.name}'")
    return with_value(found, found.value)


def _advance(client: Client, asked: Done[Answer], session: Session) -> Asked[Session]:
    start = next_start(_ranges(asked.value), session.total)
    if start is None:  # it may have all it wants
        return client.unclear(Reason.ODD_ANSWER, f"'{session.name}'", asked.value)
    expires = text(answers.read_json(asked.value).get("expirationDateTime"))
    return with_value(asked, replace(session, start=start, expires=expires or session.expires))


def _ranges(answer: Answer) -> object:
    return answers.read_json(answer).get("nextExpectedRanges")


def next_start(ranges: object, total: int) -> int | None:
    """Return the first byte that a session wants, of `nextExpectedRanges`; None when that is no byte of the file."""
    listed: Sequence[object] = ranges if isinstance(ranges, list) else ()
    found = [_RANGE.fullmatch(part) for part in listed if isinstance(part, str)]
    starts = [int(match[1]) for match in found if match]
    return min(starts) if starts and len(starts) == len(listed) and min(starts) < total else None


def read_pieces(source: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    """Give the bytes from `start` up to `end`, a piece at a time."""
    source.seek(start)
    left = end - start
    while left and (piece := source.read(min(_PIECE, left))):
        left -= len(piece)
        yield piece
