"""Reading a request before anything else happens, and an answer before it is passed on."""

READING_METHODS = ("GET", "HEAD", "OPTIONS")


class TooLarge(Exception):
    """Raised when a body is larger than allowed."""


async def read_body(receive, maximum: int) -> bytes:
    """Return the whole body, at most `maximum` bytes. Raises TooLarge."""
    parts, reading = [], 0
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        reading += len(parts[-1])
        if reading > maximum:
            raise TooLarge
        if not message.get("more_body", False):
            return b"".join(parts)


def replay(body: bytes, receive):
    """Return a `receive` that gives `body` first and then what the client does."""
    given = False

    async def again():
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def ask(app, scope, receive):
    """Let `app` answer, without showing it to the client yet. Return status, headers and body."""
    pieces, begin = [], {}

    async def keep(message) -> None:
        if message["type"] == "http.response.start":
            begin.update(message)
        else:
            pieces.append(message.get("body", b""))

    await app(scope, receive, keep)
    return begin["status"], begin["headers"], b"".join(pieces)


def uncompressed(scope):
    """Return the request without its wish for a compressed answer: the answer is to be read here."""
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]}


class Reply:
    """An answer that was read with `ask`; its body may be another by now."""

    def __init__(self, status: int, headers, content: bytes) -> None:
        self.status, self.content = status, content
        rest = [(name, value) for name, value in headers if name != b"content-length"]
        self.headers = [*rest, (b"content-length", str(len(content)).encode())]

    async def __call__(self, scope, receive, send) -> None:
        """Send it."""
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": self.content})
