"""An identity provider that answers whatever a test wants: the hostile ones too. On loopback, in a thread."""

import base64
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "jaarcyclus-proef", "geheim-van-de-proef"


class FakeProvider:
    """What it tells of itself, its key, and the ID token that it answers next."""

    def __init__(self, address: str) -> None:
        self.issuer = address
        self.key = RSAKey.generate_key(2048, parameters={"kid": "k1"})
        self.metadata: dict[str, Any] = {
            "issuer": address,
            "authorization_endpoint": f"{address}/authorize",
            "token_endpoint": f"{address}/token",
            "jwks_uri": f"{address}/keys",
            "end_session_endpoint": f"{address}/logout",
            "id_token_signing_alg_values_supported": ["RS256"],
        }
        self.answer: dict[str, Any] = {}
        self.asked: list[Mapping[str, Any]] = []  # what came to the token endpoint

    def claims(self, nonce: str, /, **other: Any) -> dict[str, Any]:
        """Return sound claims but for what is named otherwise; None takes one out."""
        now = int(time.time())
        told = {"iss": self.issuer, "sub": "a1", "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce} | other
        return {name: value for name, value in told.items() if value is not None}

    def sign(self, claims: Mapping[str, Any], key: RSAKey | None = None) -> str:
        return jwt.encode({"alg": "RS256", "kid": "k1"}, dict(claims), key or self.key)

    def give(self, id_token: str | None) -> None:
        """Let the next code be worth this token."""
        self.answer = {"access_token": "toegang", "token_type": "Bearer", "expires_in": 60}
        self.answer |= {"id_token": id_token} if id_token else {}

    def page(self, path: str) -> Any:
        keys = KeySet([self.key]).as_dict(private=False)
        return {"/.well-known/openid-configuration": self.metadata, "/keys": keys}.get(path)


def unsigned(claims: Mapping[str, Any]) -> str:
    """Return a token that says it needs no signature."""
    parts = ({"alg": "none"}, claims)
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts) + "."


@contextmanager
def provider_running() -> Iterator[FakeProvider]:
    """Serve one until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send(provider.page(self.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            provider.asked.append({name: values[0] for name, values in parse_qs(body).items()} | dict(self.headers))
            self._send(provider.answer)

        def _send(self, content: Any) -> None:
            body = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(404 if content is None else 200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = FakeProvider(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
