"""How large a file of a library may be: one above that is not fetched, and its sender reads so beside it, once.

Nothing of it is recorded, for nothing of it was received: what was said is kept with the link (`steps.library_cursor`).
When that is lost its sender may read it a second time. When the file is read after all, what was said goes.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jaarcyclus.graph.client import Client
from jaarcyclus.graph.downloads import download
from jaarcyclus.graph.outcomes import Asked, Done
from jaarcyclus.graph.reasons import Reason
from jaarcyclus.graph.records import Folder, Item
from jaarcyclus.steps.library_shelf import lay_text, name_text, take_text
from jaarcyclus.steps.shelf import tell_too_large
from jaarcyclus.terms.canonical import sha256


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """A file of which its sender read that it is larger than `limit` bytes, as it was then: `tag` is of its bytes.

    `text` is the name of what he read, in the folder of the perceel.
    """

    perceel: str
    tag: str
    limit: int
    text: str

    def holds(self, item: Item, perceel: str, limit: int) -> bool:
        """Return whether that is all there is to say of a file: it is as it was, and no larger one may be handed in."""
        return (self.perceel, self.tag) == (perceel, tag_of(item)) and limit <= self.limit


def tag_of(item: Item) -> str:
    """Return the library's tag of the bytes of a file, or of all of it where it has none of those."""
    return item.ctag or item.etag


def fetch(client: Client, item: Item, limit: int, folders: Mapping[str, Folder], said: SetAside | None) -> Asked[bytes]:
    """Return the bytes of a file, of which more than `limit` are not read; what was `said` of its size then goes."""
    if item.size is not None and item.size > limit:
        return client.refuse(Reason.TOO_LARGE, f"'{item.name}'", code=str(limit))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bestand")
        read = download(client, item, path, limit=limit)
        taken_back = _take_back(client, folders, said) if isinstance(read, Done) else read
        return Done(value=path.read_bytes()) if isinstance(taken_back, Done) else taken_back


def set_aside(client: Client, folder: Folder, item: Item, perceel: str, limit: int) -> Asked[SetAside]:
    """Say beside a file that it was not read."""
    stem = name_text(client, folder, item.name, "antwoord", otherwise=sha256(item.id.encode())[:8])
    laid = lay_text(client, folder, stem, _write(limit))
    if not isinstance(laid, Done):
        return laid
    return Done(value=SetAside(perceel=perceel, tag=tag_of(item), limit=limit, text=laid.value.name))


def _take_back(client: Client, folders: Mapping[str, Folder], said: SetAside | None) -> Asked[bool]:
    """Take away what was said of a file, unless something else lies there by now."""
    folder = folders.get(said.perceel) if said else None
    return take_text(client, folder, said.text, _write(said.limit)) if said and folder else Done(value=False)


def _write(limit: int) -> str:
    return f"{tell_too_large(limit)}\n"
