"""The server says that it listens once nothing is left that its first visitor would wait for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from jaarcyclus_airflow import ready
from jaarcyclus_airflow.ready import OF_TASKS, STARTED, Ready


class Server:
    """An application that begins and ends as Airflow's does; `done` is what happened, in order."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, broken: bool = False) -> None:
        self.done: list[str] = []
        self.broken = broken
        monkeypatch.setattr(ready.reading, "warm", self._warm)
        route = Route(OF_TASKS, self._answer)
        self.app = Starlette(routes=[route], lifespan=self._lifespan, middleware=[Middleware(Ready)])

    def start(self) -> list[str]:
        """Return what was done up to and including what the server says of its start."""
        asyncio.run(self._start())
        return self.done

    async def _start(self) -> None:
        messages = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]

        async def receive() -> dict[str, str]:
            return messages.pop(0)

        async def send(message: Any) -> None:
            if message["type"].startswith("lifespan.startup"):
                self.done.append(message["type"])

        await self.app({"type": "lifespan", "asgi": {"version": "3.0"}}, receive, send)

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        self.done.append("begun")
        yield

    async def _answer(self, _: Request) -> PlainTextResponse:
        self.done.append("asked")
        if self.broken:
            raise RuntimeError
        return PlainTextResponse("healthy")

    def _warm(self) -> None:
        self.done.append("read")
        if self.broken:
            raise OSError


def test_all_is_read_and_built_before_it_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Server(monkeypatch).start() == ["begun", "asked", "read", STARTED]


def test_what_fails_then_refuses_no_start(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Server(monkeypatch, broken=True).start() == ["begun", "asked", "read", STARTED]
