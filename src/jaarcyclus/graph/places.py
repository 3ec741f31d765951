"""From the address in a profile to a folder: site, library, and one folder below another, made where it is missing.

Sites are never searched and granted ones cannot be listed: an app with Sites.Selected may do neither. A folder is made
with `fail`: `replace` has meant other things over time, and `rename` makes "2027 1".
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar
from urllib.parse import unquote

from jaarcyclus.graph import answers, names
from jaarcyclus.graph.client import Client
from jaarcyclus.graph.items import look, placed
from jaarcyclus.graph.outcomes import Asked, Done, NeedsPerson, TryLater, is_status, with_value
from jaarcyclus.graph.reasons import Reason
from jaarcyclus.graph.records import Folder, Item, read_item, text

T = TypeVar("T")


def resolve(client: Client, folders: Sequence[str] = (), *, make: bool = True) -> Asked[Folder]:
    """Return the folder below the library of the client's place; of `()` the library itself.

    What is missing is made, one folder at a time, so that doing it twice has the effect of once; without `make` it is a
    `NeedsPerson` (GONE).
    """
    return _tell_lock(client, _resolve(client, folders, make=make))


def enter(client: Client, above: Folder, name: str) -> Asked[Folder]:
    """Return the folder of this name in another one that is not the library itself, made where it is missing."""
    return _tell_lock(client, _enter(client, above, name, at_root=False, make=True))


def _tell_lock(client: Client, found: Asked[T]) -> Asked[T]:
    """Say of a lock on what nobody opens in Office that it is one of the site (corso 4464, dust 20377)."""
    locked = isinstance(found, TryLater) and found.reason is Reason.LOCKED
    return client.refuse(Reason.SITE_LOCKED, f"de site {client.place.site}") if locked else found


def _resolve(client: Client, folders: Sequence[str], *, make: bool) -> Asked[Folder]:
    found = _find_library(client)
    for position, name in enumerate(folders):
        if not isinstance(found, Done):
            return found
        found = _enter(client, found.value, name, at_root=position == 0, make=make)
    return found


def find_site(client: Client) -> Asked[str]:
    """Return the id of the site."""
    about = f"de site {client.place.site}"
    segments = (names.in_address(unquote(part)) for part in client.place.path.split("/") if part)
    path = "/".join(segments)
    asked = client.ask("GET", f"/sites/{client.place.host}" + (f":/{path}" if path else ""), about=about)
    if isinstance(asked, NeedsPerson) and is_status(asked, 400, 404):  # 400: of another tenant (graph-docs 3745)
        return client.refuse(Reason.SITE_UNKNOWN, about)
    if isinstance(asked, NeedsPerson) and asked.reason is Reason.RIGHT_MISSING and is_status(asked, 403):
        # Who was granted no site by that address hears not whether there is one: never 404 (Sites.Selected).
        return replace(client.refuse(Reason.SITE_REFUSED, about), trace=asked.trace)
    if not isinstance(asked, Done):
        return _tell_lock(client, asked)
    site_id = text(answers.read_json(asked.value).get("id"))
    return with_value(asked, site_id) if site_id else client.problem_of(asked.value, about=about)


def find_library(client: Client) -> Asked[Folder]:
    """Return the library itself as a folder: by its name on screen, or else by the end of its address."""
    return _tell_lock(client, _find_library(client))


def _find_library(client: Client) -> Asked[Folder]:
    site = find_site(client)
    if not isinstance(site, Done):
        return site
    about = f"de bibliotheek {client.place.library}"
    first = client.ask("GET", f"/sites/{names.in_address(site.value)}/drives", about=about)
    drives = client.follow_pages(first, about=about)
    if not isinstance(drives, Done):
        return drives
    by_name = {names.key(text(drive.get("name"))): text(drive.get("id")) for drive in drives.value}
    by_address = {_last_segment(text(drive.get("webUrl"))): text(drive.get("id")) for drive in drives.value}
    drive_id = {**by_address, **by_name}.get(names.key(client.place.library))
    if drive_id:
        return _root(client, site.value, drive_id, about)
    # A standard library is called after the language of its site (onyx 6539): whoever typed it sees what was meant.
    there = sorted({text(drive.get("name")) for drive in drives.value} - {""})
    return client.refuse(Reason.LIBRARY_UNKNOWN, about, code=", ".join(there[:10]) or "geen die de app mag zien")


def _last_segment(address: str) -> str:
    return names.key(unquote(address.rstrip("/").rpartition("/")[2]))


def _root(client: Client, site_id: str, drive_id: str, about: str) -> Asked[Folder]:
    asked = client.ask("GET", f"/drives/{names.in_address(drive_id)}/root", about=about)
    if not isinstance(asked, Done):
        return asked
    root = read_item(answers.read_json(asked.value), drive_id)
    if root is None:
        return client.problem_of(asked.value, about=about)
    return with_value(asked, Folder(site_id=site_id, drive_id=drive_id, id=root.id, web_url=root.web_url))


def _enter(client: Client, above: Folder, name: str, *, at_root: bool, make: bool) -> Asked[Folder]:
    about = f"de map {name}"
    fault = names.find_fault(name, is_folder=True, at_root=at_root) or names.find_path_fault(above.web_url, name)
    if fault:
        return client.refuse(Reason.NAME_FORBIDDEN, about, code=fault)
    found = look(client, above, name)
    if isinstance(found, Done) and found.value is None:
        found = _make(client, above, name, about) if make else client.refuse(Reason.GONE, about)
    if not isinstance(found, Done):
        return found
    if found.value is None:
        return client.later(Reason.SETTLING, about)  # taken a moment ago, and gone now
    if not found.value.is_folder:
        return client.refuse(Reason.FOLDER_IS_FILE, about)
    return with_value(found, _folder(above, found.value))


def _folder(above: Folder, item: Item) -> Folder:
    return Folder(site_id=above.site_id, drive_id=above.drive_id, id=item.id, web_url=item.web_url)


def _make(client: Client, above: Folder, name: str, about: str) -> Asked[Item | None]:
    """Make a folder; when somebody was first, it is theirs and ours."""
    path = f"/drives/{names.in_address(above.drive_id)}/items/{names.in_address(above.id)}/children"
    order = {"name": name, "folder": {}, "@microsoft.graph.conflictBehavior": "fail"}
    asked = client.ask("POST", path, about=about, good=(201, 409), json=order)
    if not isinstance(asked, Done):
        return asked
    if asked.value.status == 409:
        return look(client, above, name)
    return placed(client, asked, above, name)


def list_id(client: Client, folder: Folder) -> Asked[str]:
    """Return the id of the list behind a library: its columns hang there."""
    about = f"de bibliotheek {client.place.library}"
    asked = client.ask("GET", f"/drives/{names.in_address(folder.drive_id)}/list?$select=id", about=about)
    if not isinstance(asked, Done):
        return asked
    found = text(answers.read_json(asked.value).get("id"))
    return with_value(asked, found) if found else client.problem_of(asked.value, about=about)
