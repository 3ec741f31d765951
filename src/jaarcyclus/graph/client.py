"""One conversation with Graph: signs in, asks, and says of every answer which outcome it is.

The token goes to the host of the base address and nowhere else; an address that an answer gives is followed only when
its host is that one, or, without the token, one of the tenant's own. Nothing sleeps: who must wait is told until when.
"""

import logging
import random
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from importlib.metadata import version
from json import dumps
from typing import Any, Self

from jaarcyclus import clock
from jaarcyclus.graph import answers, tokens
from jaarcyclus.graph.answers import Answer, NoAnswer
from jaarcyclus.graph.connection import Connection, SharePoint, host_of
from jaarcyclus.graph.outcomes import Ambiguous, Asked, Done, NeedsPerson, Problem, TryLater
from jaarcyclus.graph.reasons import Reason, tell
from jaarcyclus.graph.records import mapping, text
from jaarcyclus.graph.shared_wait import SharedWait
from jaarcyclus.graph.transport import PATIENCE_S, Request, Stream, Transport

_LOG = logging.getLogger(__name__)
_MAX_PAGES = 10_000  # chosen: an answer that always names a next page is ended
_VERSION = version("jaarcyclus")
_JSON = {"content-type": "application/json"}


class Client:
    """Whose calls they are, and on which site. Use it in a `with`, in one thread: it holds connections and a token.

    Told to wait, it asks nothing more until then and says so to each caller; so does every other that has the same
    `shared`. `attempt` is how often the caller was sent
    away before (from 0): without Retry-After the wait grows with it.
    """

    def __init__(
        self,
        connection: Connection,
        place: SharePoint,
        *,
        attempt: int = 0,
        now: Callable[[], datetime] = clock.real_time,
        chance: random.Random | None = None,
        patience_s: float = PATIENCE_S,
        shared: SharedWait | None = None,
    ) -> None:
        """Send nothing yet. Raises InvalidSetting when the certificates to trust cannot be read."""
        self.connection, self.place = connection, place
        self._attempt, self._now = attempt, now
        self._chance = chance or random.SystemRandom()
        self._transport = Transport(connection.ca_file, patience_s)
        self._token: tokens.Token | None = None
        self._held_off: TryLater | None = None
        self._shared = shared

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the conversation."""
        self._transport.close()

    def ask(
        self,
        method: str,
        path: str,
        *,
        about: str,
        good: Collection[int] = (200,),
        json: Mapping[str, Any] | None = None,
        content: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Asked[Answer]:
        """Ask Graph, signed in. `path` comes after the base address, encoded; `about` says in Dutch what it is."""
        body = dumps(json).encode() if json is not None else content
        extra = {**(headers or {}), **(_JSON if json is not None else {})}
        return self._ask(method, f"{self.connection.base_url}{path}", about, good, extra, body)

    def follow(self, address: str, *, about: str, good: Collection[int] = (200,)) -> Asked[Answer]:
        """Read an address that Graph gave, signed in: of the same host, or it is refused."""
        if host_of(address) != self.connection.host:
            return self.refuse_host(address, about)
        return self._ask("GET", address, about, good, {}, b"")

    def follow_pages(self, first: Asked[Answer], *, about: str) -> Asked[tuple[Mapping[str, Any], ...]]:
        """Return all entries of a list whose first page was asked."""
        found: list[Mapping[str, Any]] = []
        page, links = first, set[str]()
        for _ in range(_MAX_PAGES):
            if not isinstance(page, Done):
                return page
            body = answers.read_json(page.value)
            entries, link = body.get("value"), text(body.get("@odata.nextLink"))
            if not isinstance(entries, list):
                return self.problem_of(page.value, about=about)
            found += map(mapping, entries)
            if not link:
                return Done(value=tuple(found), trace=page.trace)
            if link in links:
                break
            links.add(link)
            page = self.follow(link, about=about)
        return self.later(Reason.ODD_ANSWER, about)

    def is_content_host(self, address: str) -> bool:
        """Return whether files may be sent to or read from this address, without the token."""
        return host_of(address) in {self.place.host, *self.connection.content_hosts}

    def ask_elsewhere(
        self,
        method: str,
        address: str,
        *,
        about: str,
        good: Collection[int],
        headers: Mapping[str, str] | None = None,
        content: bytes | Iterable[bytes] = b"",
    ) -> Asked[Answer]:
        """Ask an address that is itself the right: never with the token."""
        if not self.is_content_host(address):
            return self.refuse_host(address, about)
        if held_off := self._wait():
            return held_off
        sent = Request(method=method, address=address, headers=self._own_headers(headers), content=content)
        return self._outcome(sent, self._transport.send(sent), about, good)

    @contextmanager
    def read_elsewhere(self, address: str, headers: Mapping[str, str]) -> Iterator[Stream | NoAnswer]:
        """Read such an address in pieces; its host was checked."""
        assert self.is_content_host(address), "the host is checked first, for a sentence about it"
        sent = Request(method="GET", address=address, headers=self._own_headers(headers))
        with self._transport.stream(sent) as stream:
            yield stream

    def authorize(self) -> Asked[tokens.Token]:
        """Return a token that still holds. Raises InvalidSetting when the certificate cannot be used."""
        if held_off := self._wait():
            return held_off
        if self._token is not None and self._token.is_fresh(self._now()):
            return Done(value=self._token)
        signed = self._sign_in()
        if isinstance(signed, Done):
            return signed
        # Its status is Microsoft's word on the app, and none on what is asked with it.
        return replace(signed, trace=replace(signed.trace, status=None))

    def _sign_in(self) -> Asked[tokens.Token]:
        sent = Request(
            method="POST",
            address=tokens.token_address(self.connection),
            headers=self._own_headers({"content-type": "application/x-www-form-urlencoded"}),
            content=tokens.token_form(self.connection, self._now()),
        )
        about = "de aanmelding bij Microsoft"
        outcome = self._outcome(sent, self._transport.send(sent), about, (200, 400, 401), writes=False)
        if not isinstance(outcome, Done):
            return outcome
        self._token = tokens.read_token(outcome.value, self._now())
        if self._token is None:
            return self._sign_in_problem(outcome.value, about)
        return Done(value=self._token, trace=outcome.trace)

    def _sign_in_problem(self, answer: Answer, about: str) -> Problem:
        if tokens.is_transient(answer):
            return self.later(Reason.UNAVAILABLE, about, answer)
        reason, code = tokens.read_refusal(answer)
        if answer.status == 200 or not code:  # the page of something in between
            return self.later(Reason.ODD_ANSWER, about, answer)
        return self.refuse(reason, about, code=code, answer=answer)

    def problem_of(self, answer: Answer | NoAnswer, *, about: str, writes: bool = False) -> Problem:
        """Return what an answer means that is not the one asked for."""
        kind, reason = answers.judge(answer, writes=writes)
        if kind is NeedsPerson:
            return self.refuse(reason, about, answer=answer)
        if kind is Ambiguous:
            return self.unclear(reason, about, answer)
        later = self.later(reason, about, answer)
        if reason in (Reason.THROTTLED, Reason.BUSY):
            self._held_off = later
            if self._shared:
                self._shared.tell(later.not_before, self._now())
        return later

    def later(self, reason: Reason, about: str, answer: Answer | NoAnswer | None = None) -> TryLater:
        """Say that it was not done, and when to try."""
        return TryLater(**self._told(reason, about, answer))

    def unclear(self, reason: Reason, about: str, answer: Answer | NoAnswer | None = None) -> Ambiguous:
        """Say that it may have been done, and when to look."""
        return Ambiguous(**self._told(reason, about, answer))

    def refuse(
        self, reason: Reason, about: str, *, code: str = "", answer: Answer | NoAnswer | None = None
    ) -> NeedsPerson:
        """Say that somebody must do something."""
        trace = answers.trace_of(answer or NoAnswer(sent=False))
        trace = trace if trace.code or not code else replace(trace, code=code)
        sentence = tell(reason, about=about, code=code or trace.code, **self._names())
        return NeedsPerson(reason=reason, sentence=sentence, trace=trace)

    def refuse_host(self, address: str, about: str) -> NeedsPerson:
        """Say that an answer named a host that nobody allowed."""
        return self.refuse(Reason.HOST_FOREIGN, about, code=host_of(address) or "een ander soort adres")

    def _told(self, reason: Reason, about: str, answer: Answer | NoAnswer | None) -> dict[str, Any]:
        found = answer or NoAnswer(sent=False)
        trace = answers.trace_of(found)
        code = trace.code or (f"status {trace.status}" if trace.status else "")
        moment = answers.next_moment(found, reason, now=self._now(), attempt=self._attempt, chance=self._chance)
        sentence = tell(reason, about=about, code=code, **self._names())
        return {"reason": reason, "sentence": sentence, "not_before": moment, "trace": trace}

    def _names(self) -> dict[str, str]:
        made = self.connection
        words = {"app_place": "APP", "tenant_place": "TENANT", "secret_place": made.credential}
        return {"app": made.app, "tenant": made.tenant, **{name: made.place_of(word) for name, word in words.items()}}

    def _ask(
        self,
        method: str,
        address: str,
        about: str,
        good: Collection[int],
        headers: Mapping[str, str],
        content: bytes,
    ) -> Asked[Answer]:
        """Ask with the token; one that was refused is renewed once (concepts/errors: 401)."""
        assert host_of(address) == self.connection.host, "the token is for this host only"
        for _ in range(2):
            authorized = self.authorize()
            if not isinstance(authorized, Done):
                return authorized
            bearer = {"authorization": f"Bearer {authorized.value.bearer}"}
            own = self._own_headers({**headers, **bearer})
            sent = Request(method=method, address=address, headers=own, content=content)
            answer = self._transport.send(sent)
            if not isinstance(answer, Answer) or answer.status != 401:
                break
            self._token = None
        return self._outcome(sent, answer, about, good)

    def _outcome(
        self,
        sent: Request,
        answer: Answer | NoAnswer,
        about: str,
        good: Collection[int],
        *,
        writes: bool | None = None,
    ) -> Asked[Answer]:
        trace = answers.trace_of(answer)
        _LOG.info(
            "%s %s: %s %s request-id=%s client-request-id=%s date=%s",
            sent.method, host_of(sent.address), trace.status, trace.code, trace.request_id, trace.client_request_id,
            trace.date,
        )  # fmt: skip
        if isinstance(answer, Answer) and answer.status in good:
            return Done(value=answer, trace=trace)
        if not isinstance(answer, Answer) or answer.status == 503:
            self._transport.close()  # a new connection may reach another machine of theirs
        return self.problem_of(answer, about=about, writes=sent.method != "GET" if writes is None else writes)

    def _wait(self) -> TryLater | None:
        """Return the wait that was told, while it lasts: a call within it counts against the app, and prolongs it."""
        if self._held_off is not None and self._now() >= self._held_off.not_before:
            self._held_off = None
        moment = self._shared.until(self._now()) if self._shared else None
        if moment and (self._held_off is None or self._held_off.not_before < moment):
            sentence = tell(Reason.THROTTLED, about="SharePoint")
            self._held_off = TryLater(reason=Reason.THROTTLED, sentence=sentence, not_before=moment)
        return self._held_off

    def _own_headers(self, extra: Mapping[str, str] | None) -> dict[str, str]:
        agent = f"NONISV|{self.connection.organisation}|Jaarcyclus/{_VERSION}"
        own = {"client-request-id": str(uuid.uuid4()), "accept": "application/json", "user-agent": agent}
        return {**own, **(extra or {})}
