"""What lies on a site, as frozen values read from Graph's JSON: a folder, an item, what changed.

Every field comes from outside. What is missing or of another type reads as empty, never as an error: whoever needs it
says what its absence means.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PUBLISHED, CHECKED_OUT, DRAFT = "published", "checkout", "draft"
"""The levels of a publication: v1.0/resources/publicationfacet, and docs-contrib 8943 for one that it lacks."""


@dataclass(frozen=True, kw_only=True)
class Folder:
    """A folder of a library: everything that a call below it needs. `web_url` is for people, and for its length."""

    site_id: str
    drive_id: str
    id: str
    web_url: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """A file or folder, or neither (a notebook). `size` in bytes or None; `etag` with its quotes; `level` may be empty.

    `modified_by` is the id of an app, or of a person where no app is told, and empty for SharePoint's own account.
    Of `fields` the names are the internal ones of the columns. A deleted entry of a delta has an id and often no name.
    Size, hash and eTag may differ from what was uploaded: SharePoint rewrites Office files, PDF and HTML afterwards.
    """

    drive_id: str
    id: str
    name: str = ""
    parent_id: str = ""
    size: int | None = None
    etag: str = ""
    ctag: str = ""
    web_url: str = ""
    mime_type: str = ""
    quick_xor_hash: str = ""
    created_by_app: str = ""
    modified_by: str = ""
    level: str = ""
    checked_out_by: str = ""
    checked_out_by_app: str = ""
    is_file: bool = False
    is_folder: bool = False
    is_deleted: bool = False
    fields: Mapping[str, Any] = field(default_factory=dict)

    def is_only_of(self, app: str) -> bool:
        """Return whether it is a file that this app made, and nobody else wrote in it since."""
        return self.is_file and self.created_by_app == app and self.modified_by in (app, "")


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What changed since a link, the last word on each item only; `link` asks for what comes after.

    With `full` everything that is there was listed: what is not in it is gone. Keep `link` in the same transaction as
    what was made of `items`, or something is missed.
    """

    items: tuple[Item, ...]
    link: str = field(repr=False)
    full: bool


def read_item(body: object, drive_id: str) -> Item | None:
    """Return the item of a driveItem in JSON; None when it has no id."""
    whole = mapping(body)
    file, publication = mapping(whole.get("file")), mapping(whole.get("publication"))
    holder, modified = mapping(publication.get("checkedOutBy")), whole.get("lastModifiedBy")
    item_id = text(whole.get("id"))
    if not item_id:
        return None
    return Item(
        drive_id=drive_id,
        id=item_id,
        name=text(whole.get("name")),
        parent_id=text(mapping(whole.get("parentReference")).get("id")),
        size=number(whole.get("size")),
        etag=text(whole.get("eTag")),
        ctag=text(whole.get("cTag")),
        web_url=text(whole.get("webUrl")),
        mime_type=text(file.get("mimeType")),
        quick_xor_hash=text(mapping(file.get("hashes")).get("quickXorHash")),
        created_by_app=_identity(whole.get("createdBy"), "application", "id"),
        modified_by=_identity(modified, "application", "id")
        or next(filter(None, (_identity(modified, "user", part) for part in ("id", "email"))), ""),
        level=text(publication.get("level")),
        checked_out_by=_identity(holder, "user", "displayName") or _identity(holder, "application", "displayName"),
        checked_out_by_app=_identity(holder, "application", "id"),
        is_file="file" in whole,
        is_folder="folder" in whole or "root" in whole,
        is_deleted="deleted" in whole,
        fields=mapping(mapping(whole.get("listItem")).get("fields")),
    )


def _identity(identities: object, kind: str, part: str) -> str:
    return text(mapping(mapping(identities).get(kind)).get(part))


def mapping(value: object) -> Mapping[str, Any]:
    """Return an object of JSON, or an empty one."""
    return value if isinstance(value, dict) else {}


def text(value: object) -> str:
    """Return a text of JSON, or an empty one; half a sign of UTF-16, which nothing here can write, is replaced."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else ""


def number(value: object) -> int | None:
    """Return a whole number of JSON from nought up, or None."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
