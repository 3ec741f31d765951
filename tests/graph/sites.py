"""Sites, their libraries and who was granted what on them."""

import sqlite3

from graph import rights, shapes
from graph.call import page
from graph.state import Store
from graph.wire import GraphError, Request, Response, answer


def _not_found() -> GraphError:
    return GraphError(404, "itemNotFound", "Requested site could not be found")


def _site(store: Store, site: str, actor: str, roles: list[str], needed: int) -> sqlite3.Row:
    """Return the site. Without a grant nobody hears whether it is there: 403, never 404. Raises GraphError."""
    found = store.one("SELECT * FROM site WHERE id = ? OR ? = host", site, site)
    if found is None and max(rights.OF_ROLE.get(role, 0) for role in [*roles, ""]):
        raise _not_found()
    if found is None or rights.level(store, found["id"], actor, roles) < needed:
        raise rights.denied()
    return found


def allow(store: Store, drive: sqlite3.Row, actor: str, roles: list[str], needed: int) -> sqlite3.Row:
    """Return the drive when this actor may do this much on its site. Raises GraphError 403."""
    _site(store, drive["site"], actor, roles, needed)
    return drive


def drive_of(store: Store, drive: str) -> sqlite3.Row:
    found = store.one("SELECT * FROM drive WHERE id = ?", drive)
    if found is None:
        raise GraphError(404, "itemNotFound", "The drive was not found.")
    return found


def drive_of_list(store: Store, site: str, listing: str) -> sqlite3.Row:
    sql = "SELECT * FROM drive WHERE site = ? AND (list = ? OR name = ?)"
    found = store.one(sql, site, listing, listing)
    if found is None:
        raise GraphError(404, "itemNotFound", "The list was not found.")
    return found


def default_drive(store: Store, site: str) -> sqlite3.Row:
    found = store.one("SELECT * FROM drive WHERE site = ? ORDER BY rowid LIMIT 1", site)
    if found is None:
        raise GraphError(404, "itemNotFound", "The drive was not found.")
    return found


def item_of_list(store: Store, drive: sqlite3.Row, number: str) -> sqlite3.Row:
    found = store.one("SELECT * FROM item WHERE drive = ? AND number = ? AND deleted = 0", drive["id"], number)
    if found is None:
        raise GraphError(404, "itemNotFound", "The list item was not found.")
    return found


def search(_store: Store, _request: Request, _actor: str, _roles: list[str]) -> Response:
    """Refuse: who was granted single sites may not look for others."""
    raise rights.denied()


def read_site_at(store: Store, _request: Request, actor: str, roles: list[str], host: str, path: str) -> Response:
    found = store.one("SELECT * FROM site WHERE host = ? AND path = ? COLLATE NOCASE", host, path)
    known = _site(store, found["id"] if found is not None else "", actor, roles, rights.READ)
    return answer(200, shapes.site(known))


def read_site(store: Store, _request: Request, actor: str, roles: list[str], site: str) -> Response:
    return answer(200, shapes.site(_site(store, site, actor, roles, rights.READ)))


def read_part(store: Store, request: Request, actor: str, roles: list[str], site: str, what: str) -> Response:
    """Answer GET drives, drive, lists or permissions of a site."""
    known = _site(store, site, actor, roles, rights.CONTROL if what == "permissions" else rights.READ)
    drives = store.all("SELECT * FROM drive WHERE site = ? ORDER BY rowid", known["id"])
    here = f"{store.setting('api')}{request.path}"
    if what == "drive":
        return answer(200, shapes.drive(store, drives[0]))
    if what == "permissions":
        rows = store.all("SELECT * FROM site_grant WHERE site = ?", known["id"])
        return answer(200, {"value": [_permission(row["app"], row["role"]) for row in rows]})
    shape = shapes.drive if what == "drives" else shapes.library
    return answer(200, page([shape(store, row) for row in drives], request, store.behaviour().page_size, here))


def read_list(store: Store, _request: Request, actor: str, roles: list[str], site: str, listing: str) -> Response:
    known = _site(store, site, actor, roles, rights.READ)
    return answer(200, shapes.library(store, drive_of_list(store, known["id"], listing)))


def read_drive(store: Store, _request: Request, actor: str, roles: list[str], drive: str) -> Response:
    return answer(200, shapes.drive(store, allow(store, drive_of(store, drive), actor, roles, rights.READ)))


def read_library(store: Store, _request: Request, actor: str, roles: list[str], drive: str) -> Response:
    return answer(200, shapes.library(store, allow(store, drive_of(store, drive), actor, roles, rights.READ)))


def make_grant(store: Store, request: Request, actor: str, roles: list[str], site: str) -> Response:
    """Answer POST permissions: give an app a role on this site. Raises GraphError 403 without full control."""
    known = _site(store, site, actor, roles, rights.CONTROL)
    body = request.json()
    apps = [who.get("application", {}).get("id") for who in body.get("grantedToIdentities", [])]
    given = [role for role in body.get("roles", []) if role in rights.OF_GRANT]
    if not apps or not given or None in apps:
        raise GraphError(400, "invalidRequest", "Roles and an application are needed.")
    for app in apps:
        rights.grant(store, known["id"], app, given[0])
    return answer(201, _permission(apps[0], given[0]))


def _permission(app: str, role: str) -> dict[str, object]:
    return {"id": f"aTowaS50{app}", "roles": [role], "grantedToIdentities": [{"application": {"id": app}}]}
