"""Which requests wait for each other on SQLite: every change, and signing in and out, which write too."""

import asyncio

import pytest

from jaarcyclus_airflow.turns import Turns

HEARTBEAT = ("PUT", "/execution/task-instances/1/heartbeat")


class Server:
    """Keeps the first request until it is let go, and tells which came in meanwhile."""

    def __init__(self) -> None:
        self.let_go = asyncio.Event()
        self.came: list[str] = []

    async def __call__(self, scope, receive, send) -> None:
        self.came.append(scope["path"])
        if len(self.came) == 1:
            await self.let_go.wait()


async def ask(app: Turns, method: str, path: str) -> None:
    async def receive():
        assert method not in ("GET", "HEAD"), "nothing follows: a server waits here until the caller leaves"
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_):
        return None

    await app({"type": "http", "method": method, "path": path}, receive, send)


async def both(method: str, path: str, *, needed: bool = True) -> list[str]:
    """Return what the server saw while a heartbeat of a task was not done yet."""
    server = Server()
    app = Turns(server)
    app._nodig = needed
    first = asyncio.create_task(ask(app, *HEARTBEAT))
    await asyncio.sleep(0)
    second = asyncio.create_task(ask(app, method, path))
    for _ in range(10):
        await asyncio.sleep(0)
    seen = [*server.came]
    server.let_go.set()
    await asyncio.gather(first, second)
    assert server.came == [HEARTBEAT[1], path]
    return seen


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/v2/dags/dowr_kalender/dagRuns"),
        ("POST", "/auth/token"),
        ("POST", "/auth/login/"),
        ("GET", "/api/v2/auth/logout"),
        ("GET", "/auth/logout/"),
    ],
)
def test_what_writes_waits_for_its_turn(method: str, path: str) -> None:
    assert asyncio.run(both(method, path)) == [HEARTBEAT[1]]


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/api/v2/dags"), ("GET", "/auth/login/"), ("POST", "/jaarcyclus/besluiten/d/g/z/antwoord")],
)
def test_who_reads_waits_for_nobody_and_our_pages_ask_airflow_themselves(method: str, path: str) -> None:
    assert asyncio.run(both(method, path)) == [HEARTBEAT[1], path]


def test_postgresql_needs_no_turns() -> None:
    assert asyncio.run(both("POST", "/auth/token", needed=False)) == [HEARTBEAT[1], "/auth/token"]
