"""What SharePoint does to a file by itself after an upload: properties written in, so other bytes, size, hash.

Lazily: before each request all whose time has come are rewritten, so that a test needs no waiting and a killed server
forgets none.
"""

import io
import sqlite3
import uuid
import zipfile

from graph import items
from graph.state import Store

SERVICE = "service"


def settle(store: Store) -> None:
    """Do what is due at this moment: rewritings, and changes that were told late."""
    for item in store.all("SELECT * FROM item WHERE deleted = 0 AND rewrite_at <= ?", store.now()):
        rewrite(store, item)
    items.settle_changes(store)


def rewrite(store: Store, item: sqlite3.Row) -> None:
    """Promote properties into one file; no version, as SharePoint shows none, but both tags go up."""
    extension = item["name_key"].rpartition(".")[2]
    content = promote((store.blobs / item["blob"]).read_bytes(), extension)
    blob = store.new_blob(content)
    store.run(
        "UPDATE item SET blob = ?, size = ?, sha256 = ?, hash = ?, ctag = ctag + 1, rewrite_at = NULL WHERE id = ?",
        blob, len(content), items.hash_file(store.blobs / blob),
        items.quickxor.hash_bytes(content) if store.behaviour().hashes else None, item["id"],
    )  # fmt: skip
    changed = items.touch(store, item, item["modified_by"])
    store.effect("rewritten", SERVICE, changed, before=item["sha256"])


def promote(content: bytes, extension: str) -> bytes:
    """Return the bytes with a property in them: still a file of its kind, as far as it was one."""
    mark = f"xd_ProgID {uuid.uuid4()}"
    if extension == "pdf":
        return content + f"\n% {mark}\n".encode()
    if extension in ("html", "htm", "aspx") or not zipfile.is_zipfile(io.BytesIO(content)):
        return content + f"\n<!-- {mark} -->\n".encode()
    packed = io.BytesIO(content)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr(f"customXml/{uuid.uuid4().hex}.xml", f"<p>{mark}</p>")
    return packed.getvalue()
