"""Reading a request's body before anything else happens, and showing it again to what comes after."""


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
