"""The columns of a library: see that they are there, and fill them for one file.

All ours hold a line of text, a date too: what SharePoint makes of a date depends on the time zone of the site. Names
are the internal ones, which a column keeps when people rename it. Filling writes only what differs, for each write
makes a version.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jaarcyclus.graph import answers, names, places
from jaarcyclus.graph.answers import Answer
from jaarcyclus.graph.client import Client
from jaarcyclus.graph.items import address_of_item
from jaarcyclus.graph.outcomes import Asked, Done, NeedsPerson, is_status, with_value
from jaarcyclus.graph.reasons import Reason
from jaarcyclus.graph.records import Folder, Item, mapping, text

MAX_TEXT = 255
"""Signs that fit in a line of text: v1.0/resources/textcolumn."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A line of text: `name` is internal and plain ASCII, `label` what people read."""

    name: str
    label: str


def ensure_columns(client: Client, folder: Folder, columns: Sequence[Column]) -> Asked[tuple[Column, ...]]:
    """Make the columns that the library of a folder lacks; return those that were made.

    Making one needs more than Sites.Selected often gives: then a `NeedsPerson` names them all.
    """
    missing = find_missing(client, folder, columns)
    if not isinstance(missing, Done) or not missing.value:
        return missing
    list_of = places.list_id(client, folder)
    if not isinstance(list_of, Done):
        return list_of
    for column in missing.value:
        made = _make(client, _path(folder, list_of.value), column)
        if isinstance(made, NeedsPerson) and made.reason is Reason.RIGHT_MISSING:  # a 403 may be a lock too
            wanted = ", ".join(column.name for column in missing.value)
            return client.refuse(Reason.COLUMNS_MISSING, _about(client), code=wanted)
        if not isinstance(made, Done):
            return made
    return missing


def find_missing(client: Client, folder: Folder, columns: Sequence[Column]) -> Asked[tuple[Column, ...]]:
    """Return those that are not there. A `NeedsPerson` is one of another kind, which would keep something else, and one
    that SharePoint gave a number behind its name (sp-dev-docs 7549): at each attempt there would be one more.
    """
    list_of = places.list_id(client, folder)
    if not isinstance(list_of, Done):
        return list_of
    # hidden ones are listed only to who asks whether they are
    first = client.ask("GET", f"{_path(folder, list_of.value)}?$select=id,name,hidden,text", about=_about(client))
    found = client.follow_pages(first, about=_about(client))
    if not isinstance(found, Done):
        return found
    by_name = {text(column.get("name")): column for column in found.value}
    other = [column.name for column in columns if _is_other(by_name.get(column.name))]
    if other:
        return client.refuse(Reason.COLUMN_DIFFERS, _about(client), code=", ".join(other))
    missing = tuple(column for column in columns if column.name not in by_name)
    if renamed := [name for column in missing for name in by_name if re.fullmatch(rf"{column.name}[0-9]+", name)]:
        return client.refuse(Reason.COLUMN_RENAMED, _about(client), code=", ".join(renamed))
    return with_value(found, missing)


def _is_other(found: Mapping[str, Any] | None) -> bool:
    return found is not None and (not isinstance(found.get("text"), dict) or found.get("hidden") is True)


def _path(folder: Folder, list_id: str) -> str:
    return f"/sites/{names.in_address(folder.site_id)}/lists/{names.in_address(list_id)}/columns"


def _about(client: Client) -> str:
    return f"de bibliotheek {client.place.library}"


def _make(client: Client, path: str, column: Column) -> Asked[None]:
    order = {
        "name": column.name,
        "displayName": column.label,
        "description": "Gevuld door Jaarcyclus",
        "enforceUniqueValues": False,
        "hidden": False,
        "indexed": False,
        "text": {"allowMultipleLines": False, "maxLength": MAX_TEXT},
    }
    asked = client.ask("POST", path, about=f"de kolom {column.name}", good=(201,), json=order)
    return require_made(client, asked, column) if isinstance(asked, Done) else asked


def require_made(client: Client, asked: Done[Answer], column: Column) -> Asked[None]:
    """Hold an answer to the column that was asked: SharePoint gives another name where one was taken before."""
    made = text(answers.read_json(asked.value).get("name"))
    if made != column.name:
        return client.refuse(Reason.COLUMN_RENAMED, _about(client), code=made)
    return with_value(asked, None)


@dataclass(frozen=True, kw_only=True)
class Fields:
    """The columns of a file as they were read, by internal name, and the eTag of its entry in the list then."""

    values: Mapping[str, Any]
    etag: str


def read_fields(client: Client, item: Item) -> Asked[Fields]:
    """Read the columns of a file; the eTag of a list is spelled otherwise than that of the drive, and is its own."""
    about = f"de rij kolommen van '{item.name}'"
    read = client.ask("GET", f"{address_of_item(item)}/listItem?$expand=fields", about=about)
    if not isinstance(read, Done):
        return read
    body = answers.read_json(read.value)
    etag = text(body.get("eTag")) or text(body.get("@odata.etag"))
    if "fields" not in body or not etag:
        return client.problem_of(read.value, about=about)
    return with_value(read, Fields(values=mapping(body["fields"]), etag=etag))


def patch_fields(
    client: Client, item: Item, wanted: Mapping[str, str], seen: Done[Fields] | None = None
) -> Asked[bool]:
    """Fill columns of a file as it was `seen`, or as it is now; return whether anything had to be written.

    `Ambiguous` (CHANGED) when somebody changed it since. Right after an upload SharePoint is busy with the file: then
    `TryLater` (SETTLING), and the same again is harmless.
    """
    found = seen or read_fields(client, item)
    if not isinstance(found, Done):
        return found
    differing = _differing(found.value.values, wanted)
    if not differing:
        return with_value(found, False)
    about, headers = f"de kolommen van '{item.name}'", {"if-match": found.value.etag}
    asked = client.ask(
        "PATCH", f"{address_of_item(item)}/listItem/fields", about=about, json=differing, headers=headers
    )
    if is_status(asked, 404):  # it was there just now: onedrive-api-docs 1132, 1668
        return client.later(Reason.SETTLING, about)
    if isinstance(asked, NeedsPerson) and asked.reason is Reason.MISUSED:
        # not among those of its content type, or with a rule of its own: msgraph-sdk-java 2054
        return client.refuse(Reason.COLUMN_DIFFERS, f"'{item.name}'", code=", ".join(differing))
    return require_kept(client, asked, item, differing) if isinstance(asked, Done) else asked


def require_kept(client: Client, asked: Done[Answer], item: Item, differing: Mapping[str, str]) -> Asked[bool]:
    """Hold an answer to what was written: a column that keeps something else would be written for ever."""
    kept = answers.read_json(asked.value)
    if not differing.keys() <= kept.keys():
        return client.problem_of(asked.value, about=f"de kolommen van '{item.name}'", writes=True)
    if lost := _differing(kept, differing):
        return client.refuse(Reason.COLUMN_DIFFERS, f"'{item.name}'", code=", ".join(lost), answer=asked.value)
    return with_value(asked, True)


def _differing(found: Mapping[str, Any], wanted: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in wanted.items() if found.get(name) != value}
