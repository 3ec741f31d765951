"""Which thing a path means: each segment decoded by itself, a colon behind one opens and closes a path of names."""

from dataclasses import dataclass
from urllib.parse import unquote

from graph.wire import GraphError


@dataclass(frozen=True, kw_only=True)
class Address:
    """An item by the id it starts from (None is the root of the drive) and the names below it; and what is asked."""

    item: str | None
    names: tuple[str, ...] = ()
    action: str = ""


def split(path: str) -> list[str]:
    """Return the segments behind /v1.0, still encoded. Raises GraphError on an empty one."""
    parts = path.strip("/").split("/")
    if parts[0] not in ("v1.0", "beta"):
        raise GraphError(404, "BadRequest", "Resource not found for the segment.")
    if "" in parts:
        raise GraphError(400, "BadRequest", "Empty Path segment is not allowed.")
    return parts[1:]


def decode(segment: str) -> str:
    """Return one decoded segment; + is a plus. Raises GraphError when it is no UTF-8."""
    try:
        return unquote(segment, errors="strict")
    except UnicodeDecodeError as error:
        raise GraphError(400, "invalidRequest", "The path is malformed.", inner="invalidPath") from error


def parse(segments: list[str]) -> Address:
    """Return the address in what follows a drive: root, root:/a/b:/action, items/{id}, items/{id}:/a:/action."""
    match segments:
        case ["root" | "root:" as head, *rest]:
            item = None
        case ["items", head, *rest]:
            item = decode(head.removesuffix(":"))
        case _:
            raise GraphError(400, "BadRequest", "Resource not found for the segment.")
    names, action = _names(rest) if head.endswith(":") else ((), rest)
    return Address(item=item, names=names, action="/".join(map(decode, action)))


def _names(rest: list[str]) -> tuple[tuple[str, ...], list[str]]:
    for place, segment in enumerate(rest):
        if segment.endswith(":"):
            return tuple(map(decode, [*rest[:place], segment.removesuffix(":")])), rest[place + 1 :]
    return tuple(map(decode, rest)), []
