"""One call on its way to its handler: who asks what of which place."""

import sqlite3
from dataclasses import dataclass

from graph import items
from graph.addressing import Address
from graph.state import Store
from graph.wire import GraphError, Request


@dataclass(frozen=True, kw_only=True)
class Call:
    """An authenticated request on a drive; `address` says which item and what is asked of it."""

    store: Store
    request: Request
    actor: str
    drive: sqlite3.Row
    address: Address

    def start(self) -> sqlite3.Row:
        """Return the item that the path of names starts from. Raises GraphError 404."""
        if self.address.item is None or self.address.item == "root":
            return items.root(self.store, self.drive["id"])
        found = items.by_id(self.store, self.address.item)
        if found["drive"] != self.drive["id"] or not items.is_visible(found, self.actor):
            raise items.not_found()
        return found

    def item(self) -> sqlite3.Row:
        """Return the item itself. Raises GraphError 404 when this identity sees none there."""
        return items.walk(self.store, self.start(), self.address.names, self.actor)

    def file(self) -> sqlite3.Row:
        """Return the item, which must be a file. Raises GraphError 400."""
        found = self.item()
        if found["folder"]:
            raise GraphError(400, "notSupported", "A folder has no content.")
        return found

    def place(self) -> tuple[sqlite3.Row, str]:
        """Return the folder and the name that something is to be put at, whether it is there or not."""
        if not self.address.names:
            there = self.item()
            if there["folder"]:
                raise GraphError(400, "invalidRequest", "A valid path must be provided.")
            return items.by_id(self.store, there["parent"]), there["name"]
        folder = items.walk(self.store, self.start(), self.address.names[:-1], self.actor)
        if not folder["folder"]:
            raise GraphError(400, "invalidRequest", "The parent is no folder.")
        return folder, self.address.names[-1]


def page(found: list[dict], request: Request, size: int, here: str) -> dict:
    """Return one page of a list and, when there is more, the link to the next."""
    params = request.params
    size = min(size, int(params.get("$top", size)))
    start = int(params.get("$skiptoken", "0"))
    shown = {"value": found[start : start + size]}
    if start + size >= len(found):
        return shown
    kept = "".join(f"&{name}={params[name]}" for name in ("$top", "$select", "$expand") if name in params)
    return shown | {"@odata.nextLink": f"{here}?$skiptoken={start + size}{kept}"}
