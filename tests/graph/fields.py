"""Columns of a library: their making, what a write of them must look like, what a check-in asks."""

import json
import re
import sqlite3
import uuid
from typing import Any

from graph import shapes
from graph.state import Store
from graph.wire import GraphError, Request, Response, answer

FACETS = ("text", "number", "dateTime", "boolean", "choice", "personOrGroup", "lookup", "hyperlinkOrPicture")
TYPES: dict[str, tuple[type, ...]] = {
    "text": (str,), "number": (int, float), "dateTime": (str,), "boolean": (bool,), "choice": (str,),
    "hyperlinkOrPicture": (dict,),
}  # fmt: skip


def invalid(text: str) -> GraphError:
    return GraphError(400, "invalidRequest", text)


def columns(store: Store, listing: str) -> list[sqlite3.Row]:
    return store.all("SELECT * FROM list_column WHERE list = ? ORDER BY rowid", listing)


def read_columns(store: Store, listing: str, request: Request) -> Response:
    """Answer GET columns: hidden ones to who selects that they are hidden."""
    wanted = request.params.get("$select", "").split(",")
    shown = [row for row in columns(store, listing) if "hidden" in wanted or not row["hidden"]]
    return answer(200, {"value": [shapes.select(shapes.column(row), wanted) for row in shown]})


def make_column(store: Store, listing: str, request: Request, actor: str) -> Response:
    """Answer POST columns. Raises GraphError 409 when its name is taken, 400 without a type."""
    body = request.json()
    facets = [facet for facet in FACETS if facet in body]
    if not isinstance(body.get("name"), str) or len(facets) != 1:
        raise invalid("A column needs a name and one type.")
    display = body.get("displayName") or body["name"]
    name = body["name"]
    while store.setting("bin") and name in store.setting("bin"):  # the name of a column that lies in the recycle bin
        name += str(len(name) - len(body["name"]))
    made = add_column(store, listing, name, {facets[0]: body[facets[0]]}, display, bool(body.get("required")))
    store.effect("column-created", actor, name=made["name"], facet=facets[0])
    return answer(201, shapes.column(made))


def add_column(
    store: Store, listing: str, name: str, facet: dict[str, Any], display: str = "", required: bool = False
) -> sqlite3.Row:
    """Add a column; its internal name has _x0020_ for a blank, and stays when the shown one changes."""
    internal = re.sub(r"\W", lambda found: f"_x{ord(found[0]):04x}_", name)[:32]
    if store.one("SELECT 1 FROM list_column WHERE list = ? AND name = ? COLLATE NOCASE", listing, internal):
        raise GraphError(409, "nameAlreadyExists", "A column with this name already exists.")
    identifier = str(uuid.uuid4())
    store.insert(
        "list_column", id=identifier, list=listing, name=internal, display=display or name, required=int(required),
        read_only=0, facet=json.dumps(facet),
    )  # fmt: skip
    found = store.one("SELECT * FROM list_column WHERE id = ?", identifier)
    assert found is not None
    return found


def check(store: Store, listing: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return what is to be kept of a write. Raises GraphError 400 for a column that is not called this inside."""
    known = {row["name"]: row for row in columns(store, listing)} | {"Title": None}
    given = {name: value for name, value in values.items() if not name.startswith("@odata")}
    notes = {name.partition("@")[0]: value for name, value in given.items() if name.endswith("@odata.type")}
    kept = {}
    for name, value in given.items():
        if name.endswith("@odata.type"):
            continue
        person = name.removesuffix("LookupId")
        column = known.get(name) if name in known else known.get(person)
        if name not in known and (column is None or not _is_person(column)):
            raise invalid(f"Field '{name}' is not recognized")
        if column is not None and name in known:
            _check_value(column, value, notes.get(name))
        kept[name] = value
    return kept


def _is_person(column: sqlite3.Row) -> bool:
    return bool({"personOrGroup", "lookup"} & json.loads(column["facet"]).keys())


def _check_value(column: sqlite3.Row, value: Any, note: str | None) -> None:
    facet, about = next(iter(json.loads(column["facet"]).items()))
    if column["read_only"]:
        raise invalid(f"Field '{column['name']}' is read-only")
    if facet in ("personOrGroup", "lookup"):
        raise invalid("General exception while processing")
    if isinstance(value, list):
        if facet != "choice" or note != "Collection(Edm.String)":
            raise invalid("A 'StartArray' node was found where a 'PrimitiveValue' was expected.")
        return
    if value is not None and (not isinstance(value, TYPES[facet]) or (facet == "number" and isinstance(value, bool))):
        raise invalid("General exception while processing")
    _check_within(facet, about or {}, value)


def _check_within(facet: str, about: dict[str, Any], value: Any) -> None:
    if (
        facet == "dateTime"
        and value is not None
        and not re.match(r"\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$", value)
    ):
        raise invalid("The value is no date.")
    lines = about.get("allowMultipleLines")
    if (
        facet == "text"
        and value is not None
        and not lines
        and (len(value) > about.get("maxLength", 255) or "\n" in value)
    ):
        raise invalid("The text is too long for this column.")


def check_required(store: Store, listing: str, item: sqlite3.Row) -> None:
    """Raises GraphError 400 while a required column is empty: it stays checked out."""
    kept = json.loads(item["fields"])
    empty = [row["name"] for row in columns(store, listing) if row["required"] and kept.get(row["name"]) in (None, "")]
    if empty:
        raise invalid("The file is missing required properties and could not be checked in.")
