"""Which call is meant by a method and a path, and by which name plans and logs know its step."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from graph import addressing, authority, delta, downloads, drive_calls, fields, rights, sessions, sites
from graph.call import Call
from graph.state import Store
from graph.wire import GraphError, Request, Response

Handler = Callable[[Call], Response | GraphError]

OF_ITEM: dict[tuple[str, str], tuple[str, int, Handler]] = {
    ("GET", ""): ("look", rights.READ, drive_calls.look),
    ("PATCH", ""): ("update", rights.WRITE, drive_calls.update),
    ("DELETE", ""): ("delete", rights.WRITE, drive_calls.delete),
    ("GET", "children"): ("children", rights.READ, drive_calls.children),
    ("POST", "children"): ("folder", rights.WRITE, drive_calls.make_folder),
    ("GET", "content"): ("content", rights.READ, drive_calls.content),
    ("PUT", "content"): ("put", rights.WRITE, drive_calls.put),
    ("POST", "createUploadSession"): ("session", rights.WRITE, drive_calls.create_session),
    ("GET", "listItem"): ("fields-read", rights.READ, drive_calls.list_item),
    ("GET", "listItem/fields"): ("fields-read", rights.READ, drive_calls.read_fields),
    ("PATCH", "listItem/fields"): ("fields", rights.WRITE, drive_calls.write_fields),
    ("POST", "checkout"): ("checkout", rights.WRITE, drive_calls.checkout),
    ("POST", "discardCheckout"): ("discard", rights.WRITE, drive_calls.discard),
    ("POST", "checkin"): ("checkin", rights.WRITE, drive_calls.checkin),
    ("GET", "versions"): ("versions", rights.READ, drive_calls.versions),
    ("GET", "delta"): ("delta", rights.READ, delta.serve),
}
OF_SESSION = {"PUT": "chunk", "GET": "session-status", "DELETE": "session-cancel", "POST": "session-commit"}


@dataclass(frozen=True, kw_only=True)
class Route:
    """The step, and who answers it once it is known who asks."""

    step: str
    serve: Callable[[Store, Request, str, list[str]], Response | GraphError]
    public: bool = False  # no token of Graph is asked: the login authority, and the host of pre-authenticated URLs


def find(request: Request) -> Route:
    """Return the route of a request. Raises GraphError for a path that is none."""
    if request.host == "login":
        discovery = request.path.endswith("/.well-known/openid-configuration")
        step, serve = ("discovery", authority.discovery) if discovery else ("token", authority.token)
        return Route(step=step, serve=lambda store, asked, *_: serve(store, asked), public=True)
    if request.host == "files":
        return _of_files(request)
    return _of_api(request.method, addressing.split(request.path))


def _of_files(request: Request) -> Route:
    if request.path.endswith("/uploadSession") and request.method in OF_SESSION:
        step = OF_SESSION[request.method]
        return Route(step=step, serve=lambda store, asked, *_: sessions.serve(store, asked), public=True)
    if request.path.endswith("/download.aspx") and request.method == "GET":
        return Route(step="download", serve=lambda store, asked, *_: downloads.serve(store, asked), public=True)
    raise GraphError(404, "itemNotFound", "Not found.")


def _of_api(method: str, segments: list[str]) -> Route:
    match segments:
        case ["drives", drive, *rest]:
            return _of_drive(method, addressing.decode(drive), rest)
        case ["sites", site, "drive", *rest] if rest:
            return _of_item(method, rest, lambda store: sites.default_drive(store, addressing.decode(site)))
        case ["sites", site, "lists", listing, "columns"]:
            return _of_columns(
                method, lambda store: sites.drive_of_list(store, *map(addressing.decode, (site, listing)))
            )
        case ["sites", site, "lists", listing, "items", number, *rest]:
            return _of_list_item(method, *map(addressing.decode, (site, listing, number)), rest)
        case ["sites", *rest]:
            return _of_site(method, rest)
    raise GraphError(400, "BadRequest", "Resource not found for the segment.")


def _of_drive(method: str, drive: str, rest: list[str]) -> Route:
    match rest:
        case []:
            return Route(step="drive", serve=lambda *call: sites.read_drive(*call, drive))
        case ["list"]:
            return Route(step="drive", serve=lambda *call: sites.read_library(*call, drive))
        case ["list", "columns"]:
            return _of_columns(method, lambda store: sites.drive_of(store, drive))
    return _of_item(method, rest, lambda store: sites.drive_of(store, drive))


def _of_item(method: str, rest: list[str], drive: Callable[[Store], sqlite3.Row]) -> Route:
    address = addressing.parse(rest)
    if (method, address.action) not in OF_ITEM:
        raise GraphError(400, "invalidRequest", "API not found")
    step, needed, handler = OF_ITEM[method, address.action]

    def serve(store: Store, request: Request, actor: str, roles: list[str]) -> Response | GraphError:
        where = sites.allow(store, drive(store), actor, roles, needed)
        return handler(Call(store=store, request=request, actor=actor, drive=where, address=address))

    return Route(step=step, serve=serve)


def _of_list_item(method: str, site: str, listing: str, number: str, rest: list[str]) -> Route:
    action = "/".join(["listItem", *rest])
    if (method, action) not in OF_ITEM:
        raise GraphError(400, "invalidRequest", "API not found")
    step, needed, handler = OF_ITEM[method, action]

    def serve(store: Store, request: Request, actor: str, roles: list[str]) -> Response | GraphError:
        where = sites.allow(store, sites.drive_of_list(store, site, listing), actor, roles, needed)
        item = sites.item_of_list(store, where, number)
        address = addressing.Address(item=item["id"], action=action)
        return handler(Call(store=store, request=request, actor=actor, drive=where, address=address))

    return Route(step=step, serve=serve)


def _of_columns(method: str, drive: Callable[[Store], sqlite3.Row]) -> Route:
    if method not in ("GET", "POST"):
        raise GraphError(405, "BadRequest", "The method is not allowed.")

    def serve(store: Store, request: Request, actor: str, roles: list[str]) -> Response | GraphError:
        where = sites.allow(store, drive(store), actor, roles, rights.READ if method == "GET" else rights.MANAGE)
        if method == "GET":
            return fields.read_columns(store, where["list"], request)
        return fields.make_column(store, where["list"], request, actor)

    return Route(step="columns" if method == "GET" else "column", serve=serve)


def _of_site(method: str, rest: list[str]) -> Route:
    if method == "POST" and rest[1:] == ["permissions"]:
        site = addressing.decode(rest[0])
        return Route(step="grant", serve=lambda *call: sites.make_grant(*call, site))
    if method != "GET":
        raise GraphError(405, "BadRequest", "The method is not allowed.")
    match rest:
        case [] | [""]:
            return Route(step="search", serve=sites.search)
        case [host, *path] if host.endswith(":"):
            names = "/".join(addressing.decode(part.removesuffix(":")) for part in path)
            return Route(step="site", serve=lambda *call: sites.read_site_at(*call, host.removesuffix(":"), names))
        case [site]:
            return Route(step="site", serve=lambda *call: sites.read_site(*call, addressing.decode(site)))
        case [site, "drives" | "lists" | "drive" | "permissions" as what]:
            return Route(step=what, serve=lambda *call: sites.read_part(*call, addressing.decode(site), what))
        case [site, "lists", listing]:
            return Route(
                step="lists", serve=lambda *call: sites.read_list(*call, *map(addressing.decode, (site, listing)))
            )
    raise GraphError(400, "BadRequest", "Resource not found for the segment.")
