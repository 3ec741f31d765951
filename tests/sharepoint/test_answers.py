"""What each answer of Graph means, and when to ask again. No network: an answer is a value."""

import json
import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaarcyclus.graph.answers import (
    MAX_WAIT,
    Answer,
    NoAnswer,
    judge,
    next_moment,
    read_code,
    read_retry_after,
    trace_of,
)
from jaarcyclus.graph.outcomes import Ambiguous, NeedsPerson, TryLater
from jaarcyclus.graph.reasons import Reason, tell

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)


def answer(status: int, code: str = "", inner: str = "", spelling: str = "innerError", **headers: str) -> Answer:
    error = {"code": code, "message": "Access denied", spelling: {"code": inner}} if inner else {"code": code}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status=status, headers=named, body=json.dumps({"error": error}).encode())


# The table of what a status means: of a write, and of a read where that differs.
TABLE = [
    (answer(400, "invalidRequest"), NeedsPerson, Reason.MISUSED),
    (answer(400, "invalidRequest", "invalidPath"), NeedsPerson, Reason.NAME_FORBIDDEN),
    (answer(400, "invalidRequest", "pathIsTooLong"), NeedsPerson, Reason.NAME_FORBIDDEN),
    (answer(400, "invalidRequest", "nameContainsInvalidCharacters"), NeedsPerson, Reason.NAME_FORBIDDEN),
    (answer(400, "UnknownError"), Ambiguous, Reason.UNAVAILABLE),
    (answer(400, "malformedEntityTag"), NeedsPerson, Reason.MISUSED),
    (answer(401, "InvalidAuthenticationToken"), NeedsPerson, Reason.TOKEN_REFUSED),
    (answer(401, "generalException"), NeedsPerson, Reason.TOKEN_REFUSED),
    (answer(403, "UnknownError"), NeedsPerson, Reason.RIGHT_MISSING),
    (answer(403, "accessDenied"), NeedsPerson, Reason.RIGHT_MISSING),
    (answer(403, "accessDenied", "resourceLocked"), TryLater, Reason.LOCKED),
    (answer(403, "accessDenied", "malwareDetected"), NeedsPerson, Reason.MALWARE),
    (answer(404, "itemNotFound"), NeedsPerson, Reason.GONE),
    (answer(408), Ambiguous, Reason.UNAVAILABLE),
    (answer(409, "nameAlreadyExists"), Ambiguous, Reason.NAME_TAKEN),
    (answer(409, "resourceModified"), TryLater, Reason.SETTLING),
    (answer(410, "resyncRequired"), NeedsPerson, Reason.GONE),
    (answer(411), NeedsPerson, Reason.MISUSED),
    (answer(412, "resourceModified"), Ambiguous, Reason.CHANGED),
    (answer(413), NeedsPerson, Reason.MISUSED),
    (answer(415), NeedsPerson, Reason.MISUSED),
    (answer(416, "invalidRange"), NeedsPerson, Reason.MISUSED),
    (answer(423, "notAllowed", "resourceLocked"), TryLater, Reason.LOCKED),
    (answer(423, "notAllowed", "resourceLocked", spelling="innererror"), TryLater, Reason.LOCKED),
    (answer(429, "activityLimitReached"), TryLater, Reason.THROTTLED),
    (answer(500, "generalException"), Ambiguous, Reason.UNAVAILABLE),
    (answer(500, "generalException", "resourceLocked"), Ambiguous, Reason.UNAVAILABLE),
    (answer(502), Ambiguous, Reason.UNAVAILABLE),
    (answer(503, "serviceNotAvailable"), TryLater, Reason.BUSY),
    (answer(503, "activityLimitReached"), TryLater, Reason.THROTTLED),
    (answer(504), Ambiguous, Reason.UNAVAILABLE),
    (answer(507, "quotaLimitReached"), NeedsPerson, Reason.QUOTA),
    (answer(507, "quotaLimitReached", "insufficientStorage"), NeedsPerson, Reason.QUOTA),
    (answer(509), Ambiguous, Reason.UNAVAILABLE),
    (answer(302), Ambiguous, Reason.ODD_ANSWER),
    (Answer(status=200, body=b"<html>"), Ambiguous, Reason.ODD_ANSWER),
    (NoAnswer(sent=False), TryLater, Reason.UNREACHABLE),
    (NoAnswer(sent=True), Ambiguous, Reason.UNREACHABLE),
    (NoAnswer(sent=False, untrusted=True), NeedsPerson, Reason.TLS_UNTRUSTED),
]


@pytest.mark.parametrize(("found", "kind", "reason"), TABLE, ids=lambda value: repr(value)[:60])
def test_an_answer_to_a_write_means(found, kind, reason):
    assert judge(found, writes=True) == (kind, reason)


@pytest.mark.parametrize(("found", "kind", "reason"), TABLE, ids=lambda value: repr(value)[:60])
def test_a_read_is_never_ambiguous(found, kind, reason):
    assert judge(found, writes=False) == (TryLater if kind is Ambiguous else kind, reason)


@given(status=st.integers(100, 599), body=st.binary(max_size=200), writes=st.booleans())
def test_any_status_with_any_body_means_something(status, body, writes):
    kind, reason = judge(Answer(status=status, body=body), writes=writes)

    assert kind in (TryLater, NeedsPerson, *([Ambiguous] if writes else []))
    assert tell(reason, about="het bestand x")


def test_the_deepest_known_code_counts():
    """Codes nest as deep as Microsoft likes, in two spellings; what nobody knows says less than what is known."""
    nested = {"code": "resourceLocked", "innererror": {"code": "x-unknown-7", "innerError": {}}}
    body = {"error": {"code": "notAllowed", "message": "…", "innerError": nested}}

    assert read_code(Answer(status=423, body=json.dumps(body).encode())) == "resourceLocked"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<html>502</html>", b"[]", b"null", b'{"error": "x"}', b'{"error": {"code": 7}}', b"\xff\xfe",
        b'{"error": {"code": "two\\nlines"}}', b'{"error": {"innerError": []}}', b"[" * 100_000,
    ],
)  # fmt: skip
def test_a_body_that_is_no_error_has_no_code(body):
    assert read_code(Answer(status=502, body=body)) == ""


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120), (" 7 ", 7), ("2.5", 3), ("17.0", 17), ("30, 60", 60),
        ("Sun, 29 Nov 2026 12:05:00 GMT", 300),
        ("0", None), ("-5", None), ("soon", None), ("", None), ("nan", None), ("inf", None), ("1e3", None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", None), ("99999999999999999999", None),
        ("Sun, 31 Feb 2026 99:99:99 GMT", None), ("120s", None), ("٣", None),
    ],
)  # fmt: skip
def test_retry_after_is_read_or_absent(value, seconds):
    found = read_retry_after(value, date="", now=NOW)

    assert found == (None if seconds is None else timedelta(seconds=seconds))


def test_a_moment_is_by_the_clock_of_who_sent_it():
    """This machine is an hour behind: the wait is still five minutes."""
    found = read_retry_after("Sun, 29 Nov 2026 13:05:00 GMT", date="Sun, 29 Nov 2026 13:00:00 GMT", now=NOW)

    assert found == timedelta(minutes=5)


@given(value=st.text(max_size=40), attempt=st.integers(0, 10_000), seed=st.integers())
def test_the_next_moment_is_never_now_and_never_beyond_a_day(value, attempt, seed):
    found = next_moment(
        answer(429, retry_after=value), Reason.THROTTLED, now=NOW, attempt=attempt, chance=random.Random(seed)
    )

    assert NOW < found <= NOW + MAX_WAIT


@given(seconds=st.integers(1, 86_400), seed=st.integers())
def test_it_waits_at_least_as_long_as_asked(seconds, seed):
    found = next_moment(
        answer(429, retry_after=str(seconds)), Reason.THROTTLED, now=NOW, attempt=0, chance=random.Random(seed)
    )

    assert found >= NOW + timedelta(seconds=seconds)


def test_without_retry_after_the_wait_grows_and_two_runs_differ():
    def wait(attempt: int, seed: int) -> timedelta:
        return next_moment(answer(504), Reason.UNAVAILABLE, now=NOW, attempt=attempt, chance=random.Random(seed)) - NOW

    assert wait(0, 1) < wait(3, 1) < wait(6, 1)
    assert wait(3, 1) != wait(3, 2)


def test_a_trace_keeps_by_what_the_call_is_found_again():
    found = trace_of(
        Answer(status=503, headers={"request-id": "r-1", "date": "Sun"}, body=b"", client_request_id="c-1")
    )

    assert (found.status, found.request_id, found.client_request_id, found.date) == (503, "r-1", "c-1", "Sun")


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_says_in_dutch_who_does_what(reason):
    sentence = tell(reason, about="het bestand x", code="c", app="a", tenant="t")

    assert sentence.endswith(".")
    assert any(
        word in sentence.rsplit(". ", 1)[-1].lower()
        for word in (
            "laat ", "zet ", "controleer ", "kies ", "vraag ", "geef ", "sluit ", "hoeft niets", "open het niet"
        )
    ), sentence  # fmt: skip
    assert "{" not in sentence


def test_what_a_stranger_wrote_stays_words():
    sentence = tell(Reason.NAME_CHANGED, about="'x'", code="y\x1b[31m\n{app}")

    assert "\x1b" not in sentence
    assert "\n" not in sentence
    assert "{app}" in sentence
