"""Reading a request's body before anything else happens, and showing it again to what comes after."""


class TeGroot(Exception):
    """Raised when a body is larger than allowed."""


async def read_body(receive, maximum: int) -> bytes:
    """Return the whole body, at most `maximum` bytes. Raises TeGroot."""
    delen, gelezen = [], 0
    while True:
        bericht = await receive()
        delen.append(bericht.get("body", b""))
        gelezen += len(delen[-1])
        if gelezen > maximum:
            raise TeGroot
        if not bericht.get("more_body", False):
            return b"".join(delen)


def replay(body: bytes, receive):
    """Return a `receive` that gives `body` first and then what the client does."""
    gegeven = False

    async def again():
        nonlocal gegeven
        if gegeven:
            return await receive()
        gegeven = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
