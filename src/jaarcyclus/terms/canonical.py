"""One way to write a value as bytes, so that a hash means the same thing everywhere and for ever.

Do not put floats in here: two machines may print them differently, and money never is one.
"""

import hashlib
import json
from typing import Any

from jaarcyclus.errors import NotCanonical

MAX_DEPTH = 50  # chosen: ours go eight deep; a forger's may not exhaust the stack


def dumps(value: Any) -> bytes:
    """Return `value` as UTF-8 JSON with sorted keys and no spaces. Raises NotCanonical."""
    _refuse_uncanonical(value, "$")
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical(f"half a character (surrogate) at {error.start} cannot be written") from error


def loads(content: bytes) -> Any:
    """Read what `dumps` wrote. Raises NotCanonical on any other spelling: spaces, key order, doubled keys."""
    try:
        value = json.loads(content.decode())
        spelling = dumps(value)
    except (ValueError, RecursionError) as error:
        raise NotCanonical(f"not JSON in UTF-8: {error}") from error
    if spelling != content:
        raise NotCanonical("JSON, but not in its canonical spelling")
    return value


def sha256(content: bytes) -> str:
    """Return the SHA-256 of `content`, 64 lower-case hex digits."""
    return hashlib.sha256(content).hexdigest()


def _refuse_uncanonical(value: Any, place: str, depth: int = 0) -> None:
    if depth > MAX_DEPTH:
        raise NotCanonical(f"deeper than {MAX_DEPTH} levels")
    if value is None or isinstance(value, str | int | bool):
        return
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise NotCanonical(f"{place}: key {key!r} is not text")
            _refuse_uncanonical(item, f"{place}.{key}", depth + 1)
        return
    if isinstance(value, list | tuple):
        for number, item in enumerate(value):
            _refuse_uncanonical(item, f"{place}[{number}]", depth + 1)
        return
    raise NotCanonical(f"{place}: {type(value).__name__} has no canonical form")
