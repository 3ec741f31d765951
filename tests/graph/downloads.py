"""Pre-authenticated downloads: a URL at another host, right for a while, for whoever holds it exactly as given."""

import re
import secrets
import sqlite3
from urllib.parse import quote

from graph.state import Store
from graph.wire import GraphError, Request, Response


def make_url(store: Store, item: sqlite3.Row) -> str:
    """Return a new URL to the bytes as they are now."""
    query = f"UniqueId={item['guid']}&Translate=false&tempauth=v1.{secrets.token_urlsafe(32)}&ApiVersion=2.0"
    expires = store.now() + store.behaviour().download_seconds
    store.insert("download", query=query, item=item["id"], blob=item["blob"], name=item["name"], expires=expires)
    return f"{store.setting('files')}/sites/_layouts/15/download.aspx?{query}"


def serve(store: Store, request: Request) -> Response:
    """Answer a download, whole or a range. Raises GraphError 401 for another query, an old one, or Authorization."""
    known = store.one("SELECT * FROM download WHERE query = ?", request.query)
    uses = store.behaviour().download_uses
    refused = (
        "authorization" in request.headers
        or known is None
        or known["expires"] <= store.now()
        or (uses is not None and known["uses"] >= uses)
    )
    if refused or known is None:
        raise GraphError(401, "unauthenticated", "The caller is not authenticated.")
    store.run("UPDATE download SET uses = uses + 1 WHERE query = ?", known["query"])
    file = store.blobs / known["blob"]
    size = file.stat().st_size
    name = quote(known["name"])
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
        "Accept-Ranges": "bytes",
        "ETag": f'"{known["blob"]}"',  # of these bytes: who goes on half-way must see whether they are the same
    }
    first, last = _range(request.headers.get("range"), size)
    if (first, last) == (0, size - 1):
        return Response(status=200, file=file, first=0, last=last, headers=headers)
    told = headers | {"Content-Range": f"bytes {first}-{last}/{size}"}
    return Response(status=206, file=file, first=first, last=last, headers=told)


def _range(asked: str | None, size: int) -> tuple[int, int]:
    """Return first and last byte; what cannot be read is no range. Raises GraphError 416."""
    found = re.fullmatch(r"bytes=(\d*)-(\d*)", asked or "")
    if found is None or found.groups() == ("", ""):
        return 0, size - 1
    if not found[1]:
        first, last = max(0, size - int(found[2])), size - 1
    else:
        first, last = int(found[1]), min(int(found[2] or size - 1), size - 1)
    if first >= size or last < first:
        raise GraphError(
            416, "invalidRange", "The range cannot be given.", headers={"Content-Range": f"bytes */{size}"}
        )
    return first, last
