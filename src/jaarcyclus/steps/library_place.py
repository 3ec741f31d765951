"""The folders of an inbox on SharePoint: one for each perceel, below one of the profile; what is missing is made.

A folder that somebody renamed or moved is not made anew beside it: what senders lay in the old one would be seen by
nobody. It is known by what the library called it before, and waits for who must put it back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from jaarcyclus.graph.client import Client
from jaarcyclus.graph.items import look_again, look_around
from jaarcyclus.graph.names import is_same, key
from jaarcyclus.graph.outcomes import Asked, Done, NeedsPerson, Problem, with_value
from jaarcyclus.graph.places import find_library, resolve
from jaarcyclus.graph.reasons import Reason
from jaarcyclus.graph.records import Folder, Item

WHOLE = ""
"""Stands for the inbox as a whole where a perceel or a file might stand."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where to look. `folders` are those at hand by perceel; of one in `held` something is in the way.

    `ids` is what the library calls each of them and the one above, those that are held too. `strays` lie in that one.
    """

    library: str
    folders: Mapping[str, Folder]
    ids: Mapping[str, str]
    held: Mapping[str, Problem] = field(default_factory=dict)
    strays: tuple[str, ...] = ()

    @property
    def perceel_of(self) -> Mapping[str, str]:
        """Return the perceel of each folder, by what the library calls it."""
        return {item: perceel for perceel, item in self.ids.items() if perceel != WHOLE}


def find_place(
    client: Client, above: tuple[str, ...], percelen: Iterable[str], known: Mapping[str, str]
) -> Asked[Place]:
    """Return the folders of these percelen; `known` is what was known of them before (`Place.ids`)."""
    top = _find_top(client, above, known.get(WHOLE))
    if not isinstance(top, Done):
        return top
    children = look_around(client, top.value)
    if not isinstance(children, Done):
        return children
    place = Place(library=top.value.drive_id, folders={}, ids={WHOLE: top.value.id})
    there = {key(item.name): item for item in children.value}
    for perceel in percelen:
        place = _with_folder(client, place, top.value, above, perceel, there.pop(perceel, None), known.get(perceel))
    beside = (item for item in there.values() if item.id not in place.perceel_of)
    names = (item.name for item in beside if item.is_folder or item.created_by_app != client.connection.app)
    return with_value(top, replace(place, strays=tuple(sorted(names))))


def _find_top(client: Client, above: tuple[str, ...], known: str | None) -> Asked[Folder]:
    found = resolve(client, above, make=False)
    if not (isinstance(found, NeedsPerson) and found.reason is Reason.GONE):
        return found
    if known is not None:
        library = find_library(client)
        if not isinstance(library, Done):
            return library
        elsewhere = _find_elsewhere(client, library.value.drive_id, known, above[-1])
        if elsewhere is not None:
            return elsewhere
    return resolve(client, above)


def _with_folder(
    client: Client,
    place: Place,
    top: Folder,
    above: tuple[str, ...],
    perceel: str,
    seen: Item | None,
    known: str | None,
) -> Place:
    """Add the folder of one perceel, which was `seen` in the folder above or was not."""
    if seen is not None and seen.is_folder:
        folder = replace(top, id=seen.id, web_url=seen.web_url)
        return _add(place, perceel, folder)
    problem: Problem | None = client.refuse(Reason.FOLDER_IS_FILE, f"de map {perceel}") if seen is not None else None
    if problem is None and known is not None:
        problem = _find_elsewhere(client, top.drive_id, known, perceel)
    if problem is None:
        made = resolve(client, (*above, perceel))
        if isinstance(made, Done):
            return _add(place, perceel, made.value)
        problem = made
    ids = {**place.ids, perceel: known} if known else place.ids
    return replace(place, ids=ids, held={**place.held, perceel: problem})


def _add(place: Place, perceel: str, folder: Folder) -> Place:
    return replace(place, folders={**place.folders, perceel: folder}, ids={**place.ids, perceel: folder.id})


def _find_elsewhere(client: Client, drive_id: str, known: str, name: str) -> Problem | None:
    """Say that a folder of before is somewhere else by now; None when it is gone, and may be made anew."""
    about = f"de map {name}"
    found = look_again(client, Item(drive_id=drive_id, id=known, name=name))
    if not isinstance(found, Done):
        return found
    if found.value is None:
        return None
    if is_same(found.value.name, name):
        # Moved, or not shown for a moment: where it then is, its page says.
        return client.refuse(Reason.FOLDER_MOVED, about, code=found.value.web_url)
    return client.refuse(Reason.FOLDER_MOVED, about, code=found.value.name)
