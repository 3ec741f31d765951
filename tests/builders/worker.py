"""A worker as a process of its own, which a test kills or stops for good at a moment it draws: before or after a call
to SharePoint, in the middle of what it sends, before or after a record in the ledger.

A child of the test itself, so that nothing is imported anew. What it did stands in the ledger and in the log of the
server; what it had in its head is gone.
"""

import os
import signal
import sys
import traceback
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import httpcore  # noqa: F401 (httpx imports it with its first connection: each child would, anew)

from builders.placing import Desk
from graph.state import Store
from jaarcyclus.graph.transport import Request, Transport
from jaarcyclus.ledger import store as ledger_store
from jaarcyclus.steps.workspace import Workspace

WHERE = ("before-call", "after-call", "while-sending", "before-record", "after-record")


@dataclass(frozen=True, kw_only=True)
class Blow:
    """What happens to a worker at the `nth` time (from 1) that it comes to this point of `WHERE`."""

    where: str
    nth: int
    signal: int = signal.SIGKILL

    def strike(self) -> None:
        os.kill(os.getpid(), self.signal)


@dataclass(kw_only=True)
class Worker:
    """One attempt at work in a child process."""

    process: int
    faults: Path

    @classmethod
    def start(cls, desk: Desk, number: int = 0, blow: Blow | None = None) -> "Worker":
        faults = desk.workspace.settings.var / f"werker-{uuid.uuid4()}.fout"
        sys.stdout.flush()
        if process := os.fork():
            return cls(process=process, faults=faults)
        code = 3
        try:
            _work(desk, number, blow)
            code = 0
        except BaseException:
            faults.write_text(traceback.format_exc())
        finally:
            os._exit(code)

    def wait(self) -> str:
        """Return how it came to rest: `done`, `killed` or `stopped`. Raises AssertionError when it failed by itself."""
        _, status = os.waitpid(self.process, os.WUNTRACED)
        if os.WIFSTOPPED(status):
            return "stopped"
        if os.WIFSIGNALED(status):
            return "killed"
        assert os.WEXITSTATUS(status) == 0, self.faults.read_text()
        return "done"

    def go_on(self) -> str:
        """Let a stopped worker live on; return how it comes to rest then."""
        os.kill(self.process, signal.SIGCONT)
        return self.wait()

    def end(self) -> None:
        """Kill it when it is still there."""
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)


def _work(desk: Desk, number: int, blow: Blow | None) -> None:
    store = Store(desk.graph.folder)  # a connection of SQLite does not survive a fork
    desk = replace(desk, graph=replace(desk.graph, store=store))
    ledger_store.real_time = lambda: datetime.fromtimestamp(store.now(), UTC)  # type: ignore[assignment]
    if blow is not None:
        _lay(blow)
    desk.attempt(number)


def _lay(blow: Blow) -> None:
    """Have the blow fall in this process."""
    if blow.where == "while-sending":
        Transport.send = _sending(Transport.send, blow)  # type: ignore[method-assign]
        return
    owner, name = (Transport, "send") if blow.where.endswith("call") else (Workspace, "record_plaatsing")
    setattr(owner, name, _struck(getattr(owner, name), blow))


def _struck(act: Callable[..., Any], blow: Blow) -> Callable[..., Any]:
    times = count(1)

    def acting(*arguments: Any) -> Any:
        due = next(times) == blow.nth
        if due and blow.where.startswith("before"):
            blow.strike()
        done = act(*arguments)
        if due and blow.where.startswith("after"):
            blow.strike()
        return done

    return acting


def _sending(send: Callable[..., Any], blow: Blow) -> Callable[..., Any]:
    times = count(1)

    def pieces(content: Any) -> Iterator[bytes]:
        for piece in content:
            yield piece
            if next(times) == blow.nth:
                blow.strike()

    def sending(transport: Transport, request: Request) -> Any:
        content = request.content if isinstance(request.content, bytes) else pieces(request.content)
        return send(transport, replace(request, content=content))

    return sending
