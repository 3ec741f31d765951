"""Calls an ASGI application as a program over the network would, without a network."""

import asyncio
from typing import Any

import httpx


def call(app: Any, method: str, path: str, **content: Any) -> httpx.Response:
    """Send one request and return the answer; what breaks in the application is an answer too."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.request(method, path, **content)

    return asyncio.run(send())
