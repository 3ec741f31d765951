"""Runs the three hosts on the state in a folder: `python -m graph FOLDER`, with tests/ on the path.

Each host has a loopback address of its own, so that a client that compares hosts and one that compares ports both see
a stranger. The ports are chosen at the first start and kept.
"""

import asyncio
import os
import socket
import sys
import threading
from pathlib import Path

import uvicorn

from graph.server import ADDRESSES, Server
from graph.state import Store


def listen(store: Store, host: str) -> socket.socket:
    """Open the socket of a host and write down where it is."""
    # without the protocol asyncio leaves Nagle's algorithm on, and each answer waits 40 ms
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    opened.bind((ADDRESSES[host], store.setting(f"{host}_port", 0)))
    opened.listen(128)
    port = opened.getsockname()[1]
    store.set(f"{host}_port", port)
    store.set(host, f"https://{ADDRESSES[host]}:{port}")
    return opened


async def serve(folder: Path) -> None:
    """Serve until the process is ended; `ready` in the state is the id of the process once it listens."""
    store = Store(folder)
    server, running = Server(store=store), []
    for host in ADDRESSES:
        config = uvicorn.Config(
            server.host(host), lifespan="off", log_level="critical", access_log=False, proxy_headers=False,
            server_header=False, timeout_keep_alive=75, ssl_certfile=folder / "server.pem",
        )  # fmt: skip
        running.append(uvicorn.Server(config).serve(sockets=[listen(store, host)]))
    store.set("ready", os.getpid())
    await asyncio.gather(*running)


def end_with_parent() -> None:
    """End the process when nobody holds its standard input any more: a test that is killed leaves no server behind."""
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=end_with_parent, daemon=True).start()
    asyncio.run(serve(Path(sys.argv[1])))
