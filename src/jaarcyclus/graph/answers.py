"""What one answer of Graph means, read from status and code alone; and when to ask again.

The body is a stranger's: it may be empty, a page of a gateway, or JSON of any depth, under any status. A message is
never read, for it changes without notice. The table is that of Graph's error pages (concepts/errors,
concepts/throttling); where they leave open whether a write was done, it counts as perhaps done.
"""

import json
import math
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from jaarcyclus.graph.outcomes import Ambiguous, NeedsPerson, Problem, Trace, TryLater
from jaarcyclus.graph.reasons import Reason
from jaarcyclus.graph.records import mapping, text

MAX_WAIT = timedelta(days=1)
"""Chosen: a day. Who is told to wait longer asks once a day."""

_FIRST_WAIT_S, _LONGEST_WAIT_S = 5.0, 900.0  # chosen: without Retry-After from seconds to a quarter of an hour
_FIRST_WAITS_S = {
    Reason.SETTLING: 1.0,  # chosen: work behind an upload takes seconds (onedrive-api-docs 1414)
    Reason.LOCKED: 120.0,  # chosen: a file that was closed in Office stays locked for up to half an hour
    Reason.NAME_HELD: 120.0,
}
_SECONDS = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_MAX_ID = 100

Meaning = tuple[type[Problem], Reason]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One HTTP answer; names of headers are in small letters, and `headers` and `body` hold secrets now and then."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    client_request_id: str = ""


@dataclass(frozen=True, kw_only=True)
class NoAnswer:
    """None came: the request was never `sent`, or nobody knows what became of it."""

    sent: bool
    untrusted: bool = False
    client_request_id: str = ""


_BY_CODE: Mapping[str, Meaning] = {
    "resourceLocked": (TryLater, Reason.LOCKED),
    "activityLimitReached": (TryLater, Reason.THROTTLED),
    "throttledRequest": (TryLater, Reason.THROTTLED),
    "tooManyRequests": (TryLater, Reason.THROTTLED),
    "serviceNotAvailable": (TryLater, Reason.BUSY),
    "quotaLimitReached": (NeedsPerson, Reason.QUOTA),
    "insufficientStorage": (NeedsPerson, Reason.QUOTA),
    "malwareDetected": (NeedsPerson, Reason.MALWARE),
    "invalidPath": (NeedsPerson, Reason.NAME_FORBIDDEN),
    "nameContainsInvalidCharacters": (NeedsPerson, Reason.NAME_FORBIDDEN),  # onedrive-api-docs 1446
    "pathIsTooLong": (NeedsPerson, Reason.NAME_FORBIDDEN),
    "nameAlreadyExists": (Ambiguous, Reason.NAME_TAKEN),
    # with 400 too, of a call that is right and succeeds the next time: microsoft-graph-docs 10696
    "generalException": (Ambiguous, Reason.UNAVAILABLE),
    "unknownError": (Ambiguous, Reason.UNAVAILABLE),
    "UnknownError": (Ambiguous, Reason.UNAVAILABLE),
}
_BY_STATUS: Mapping[int, Meaning] = {
    401: (NeedsPerson, Reason.TOKEN_REFUSED),
    403: (NeedsPerson, Reason.RIGHT_MISSING),
    404: (NeedsPerson, Reason.GONE),
    409: (TryLater, Reason.SETTLING),
    410: (NeedsPerson, Reason.GONE),
    412: (Ambiguous, Reason.CHANGED),
    423: (TryLater, Reason.LOCKED),
    429: (TryLater, Reason.THROTTLED),
    503: (TryLater, Reason.BUSY),
    507: (NeedsPerson, Reason.QUOTA),
}
_REFUSED = (401, 403)
"""What is refused stays so, whatever Graph says it does not know of it: microsoft-graph-docs 14888."""

# What says more than the code around it; others may stand deeper and say less.
_TELLING = frozenset(_BY_CODE) | {
    "accessDenied", "invalidRequest", "itemNotFound", "resourceModified", "notAllowed", "unauthenticated",
    "InvalidAuthenticationToken", "invalidRange", "fragmentOverlap", "fragmentOutOfOrder", "malformedEntityTag",
    "resyncRequired", "resyncChangesApplyDifferences", "resyncChangesUploadDifferences", "syncStateNotFound",
}  # fmt: skip


def read_json(answer: Answer) -> Mapping[str, Any]:
    """Return the object in the body; an empty one when there is none, whatever else there is."""
    try:
        return mapping(json.loads(answer.body))
    except (ValueError, RecursionError):
        return {}


def read_code(answer: Answer) -> str:
    """Return the deepest code that is known, or the deepest at all; empty when there is none."""
    codes = list(_codes(mapping(read_json(answer).get("error"))))
    known = [code for code in codes if code in _TELLING]
    return (known or codes or [""])[-1]


def _codes(error: Mapping[str, Any]) -> Iterator[str]:
    while error:
        code = text(error.get("code"))
        if _CODE.fullmatch(code):
            yield code
        error = mapping(error.get("innerError")) or mapping(error.get("innererror"))


def trace_of(answer: Answer | NoAnswer) -> Trace:
    """Return by what the call can be found again."""
    if isinstance(answer, NoAnswer):
        return Trace(client_request_id=answer.client_request_id)
    return Trace(
        status=answer.status,
        code=read_code(answer) if answer.status >= 400 else "",
        request_id=answer.headers.get("request-id", "")[:_MAX_ID],
        client_request_id=answer.client_request_id,
        date=answer.headers.get("date", "")[:_MAX_ID],
    )


def judge(answer: Answer | NoAnswer, *, writes: bool) -> Meaning:
    """Return what an answer means that is not the one asked for. `writes`: it may have had an effect."""
    unclear = Ambiguous if writes else TryLater
    if isinstance(answer, NoAnswer):
        return _judge_silence(answer, unclear)
    if answer.status < 400:
        return unclear, Reason.ODD_ANSWER
    if answer.status < 500 or answer.status in _BY_STATUS:
        known = _BY_CODE.get(read_code(answer))
        if known is None or (known[1] is Reason.UNAVAILABLE and answer.status in _REFUSED):
            known = _BY_STATUS.get(answer.status)
        if known:
            return known if writes or known[0] is not Ambiguous else (TryLater, known[1])
        return (unclear, Reason.UNAVAILABLE) if answer.status == 408 else (NeedsPerson, Reason.MISUSED)
    return unclear, Reason.UNAVAILABLE


def _judge_silence(silence: NoAnswer, unclear: type[Problem]) -> Meaning:
    if silence.untrusted:
        return NeedsPerson, Reason.TLS_UNTRUSTED
    return (unclear if silence.sent else TryLater), Reason.UNREACHABLE


def next_moment(
    answer: Answer | NoAnswer, reason: Reason, *, now: datetime, attempt: int, chance: random.Random
) -> datetime:
    """Return from when to ask again: what Retry-After says, or longer for each attempt (from 0), never the same."""
    headers = answer.headers if isinstance(answer, Answer) else {}
    asked = read_retry_after(headers.get("retry-after", ""), date=headers.get("date", ""), now=now)
    first = _FIRST_WAITS_S.get(reason, _FIRST_WAIT_S)
    own = min(_LONGEST_WAIT_S, first * 2.0 ** min(attempt, 20)) * (0.5 + chance.random() / 2)
    return now + min(MAX_WAIT, asked if asked is not None else timedelta(seconds=own))


def read_retry_after(value: str, *, date: str, now: datetime) -> timedelta | None:
    """Return what the header asks: whole or broken seconds, or a moment by the sender's own clock (`date`).

    None for what is absent, nought, in the past or no such thing. Of several numbers the largest.
    """
    numbers = [part.strip() for part in value.split(",")]
    if all(_SECONDS.fullmatch(number) for number in numbers):
        wait = timedelta(seconds=math.ceil(max(map(float, numbers))))
    else:
        until = _moment(value)
        wait = until - (_moment(date) or now) if until else timedelta()
    return wait if wait > timedelta() else None


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
