"""How a row of the state looks as JSON of Graph: driveItem, listItem, drive, site, column, version."""

import json
import mimetypes
import sqlite3
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_OID, uuid5

from graph import items
from graph.state import Store, moment


def identity(store: Store, actor: str) -> dict[str, Any]:
    """Return who did it; an app is told beside the account SharePoint acts under for it."""
    kind, _, name = actor.partition(":")
    if kind == "user":
        return {"user": {"id": str(uuid5(NAMESPACE_OID, name)), "displayName": name}}
    if kind != "app":
        return {"user": {"displayName": kind}}
    if store.setting("anonymous_apps"):
        return {"user": {"displayName": "SharePoint App"}}
    known = store.value("SELECT name FROM app WHERE id = ?", name)
    return {"application": {"id": name, "displayName": known}, "user": {"displayName": "SharePoint App"}}


def web_url(store: Store, item: sqlite3.Row) -> str:
    place = store.one(
        "SELECT host, path, url_name FROM drive JOIN site ON site.id = site WHERE drive.id = ?", item["drive"]
    )
    path = "/".join(quote(part) for part in [place["path"], place["url_name"], *items.path_of(store, item)])
    return f"https://{place['host']}/{path}"


def drive_item(store: Store, item: sqlite3.Row) -> dict[str, Any]:
    """Return a driveItem without what must be asked for (publication, listItem) and without its download URL."""
    shown = {
        "id": item["id"],
        "name": item["name"],
        "size": item["size"],
        "eTag": items.etag(item),
        "webUrl": web_url(store, item),
        "createdDateTime": moment(item["created"]),
        "lastModifiedDateTime": moment(item["modified"]),
        "createdBy": identity(store, item["created_by"]),
        "lastModifiedBy": identity(store, item["modified_by"]),
        "parentReference": parent_reference(store, item),
        "fileSystemInfo": {
            "createdDateTime": moment(item["created"]),
            "lastModifiedDateTime": moment(item["modified"]),
        },
    }
    if not item["folder"]:
        found = {"malware": {"description": "Eicar-test"}} if item["malware"] else {}
        return shown | {"cTag": items.ctag(item), "file": file_facet(item)} | found
    if item["package"]:
        return shown | {"package": {"type": item["package"]}}
    count = store.value("SELECT COUNT(*) FROM item WHERE parent = ? AND deleted = 0", item["id"])
    return shown | {"folder": {"childCount": count}} | ({"root": {}} if item["parent"] is None else {})


def file_facet(item: sqlite3.Row) -> dict[str, Any]:
    mime = mimetypes.guess_type(item["name"])[0] or "application/octet-stream"
    return {"mimeType": mime, "hashes": {"quickXorHash": item["hash"]} if item["hash"] else {}}


def parent_reference(store: Store, item: sqlite3.Row) -> dict[str, Any]:
    drive = store.one("SELECT * FROM drive WHERE id = ?", item["drive"])
    about = {"driveId": drive["id"], "driveType": "documentLibrary", "siteId": drive["site"]}
    if item["parent"] is None:
        return about
    above = "/".join(items.path_of(store, item)[:-1])
    path = f"/drives/{drive['id']}/root:" + (f"/{quote(above)}" if above else "")
    return about | {"id": item["parent"], "path": path, "name": above.rpartition("/")[2]}


def publication(store: Store, item: sqlite3.Row) -> dict[str, Any]:
    """Return the publication facet; it is told only to who selects it."""
    number = store.value("SELECT COALESCE(MAX(number), 1) FROM version WHERE item = ?", item["id"])
    if item["checked_out_by"] is None:
        # docs-contrib 312, 8943: a level that is not documented
        return {"level": "draft" if item["draft"] else "published", "versionId": f"{number}.0"}
    by = {"checkedOutBy": identity(store, item["checked_out_by"])} if store.behaviour().names_holder else {}
    return {"level": "checkout", "versionId": f"{number}.0", **by}


def fields(item: sqlite3.Row) -> dict[str, Any]:
    own = {"@odata.etag": items.etag(item), "id": str(item["number"]), "FileLeafRef": item["name"]}
    return own | {"ContentType": "Folder" if item["folder"] else "Document"} | json.loads(item["fields"])


def list_item(store: Store, item: sqlite3.Row, *, with_fields: bool) -> dict[str, Any]:
    shown = {
        "@odata.etag": items.etag(item),
        "id": str(item["number"]),
        "eTag": items.etag(item),
        "webUrl": web_url(store, item),
        "createdDateTime": moment(item["created"]),
        "lastModifiedDateTime": moment(item["modified"]),
        "contentType": {"name": "Document"},
    }
    return shown | ({"fields": fields(item)} if with_fields else {})


def version(row: sqlite3.Row) -> dict[str, Any]:
    return {"id": f"{row['number']}.0", "size": row["size"], "lastModifiedDateTime": moment(row["at"])}


def site(row: sqlite3.Row) -> dict[str, Any]:
    url = f"https://{row['host']}/{row['path']}"
    return {"id": row["id"], "name": row["path"].rpartition("/")[2], "displayName": row["name"], "webUrl": url}


def drive(store: Store, row: sqlite3.Row) -> dict[str, Any]:
    place = store.one("SELECT * FROM site WHERE id = ?", row["site"])
    url = f"https://{place['host']}/{place['path']}/{quote(row['url_name'])}"
    quota, used = store.behaviour().quota, store.value("SELECT COALESCE(SUM(size), 0) FROM item WHERE deleted = 0")
    told = {} if quota is None else {"quota": {"total": quota, "used": used, "remaining": max(0, quota - used)}}
    return {"id": row["id"], "name": row["name"], "driveType": "documentLibrary", "webUrl": url} | told


def library(store: Store, row: sqlite3.Row) -> dict[str, Any]:
    """Return the list that a drive is."""
    shown = {"id": row["list"], "name": row["url_name"], "displayName": row["name"]}
    return shown | {"webUrl": drive(store, row)["webUrl"], "list": {"template": "documentLibrary"}}


def column(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "name": row["name"],
        "displayName": row["display"],
        "required": bool(row["required"]),
        "readOnly": bool(row["read_only"]),
        "hidden": bool(row["hidden"]),
        "indexed": False,
        **json.loads(row["facet"]),
    }


def select(shown: dict[str, Any], wanted: Iterable[str]) -> dict[str, Any]:
    """Keep what $select names, and what begins with @; everything when nothing is named."""
    names = {name.strip() for name in wanted if name.strip()}
    return {key: value for key, value in shown.items() if not names or key in names or key.startswith("@odata")}
