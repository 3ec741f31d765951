"""What changed in a library since a link: all pages of a delta, the last word on each item.

Delivery is late, twice and in any order, and a deletion may be missed (concepts/delta-query-overview): whoever takes
files in knows them by item id and own SHA-256, and asks for everything now and then.
"""

from collections.abc import Iterable

from jaarcyclus.graph import answers, names
from jaarcyclus.graph.answers import Answer
from jaarcyclus.graph.client import Client
from jaarcyclus.graph.outcomes import Asked, Done, with_value
from jaarcyclus.graph.reasons import Reason
from jaarcyclus.graph.records import Changes, Folder, Item, read_item, text

_MAX_PAGES = 10_000  # chosen: as for any list
_NO_LONGER = (400, 404, 410)  # 410 is documented; of a link that it gave itself, the others mean the same


def delta(client: Client, folder: Folder, link: str = "") -> Asked[Changes]:
    """Return what changed in the whole library of a folder since `link`; without it, all that is there.

    A link that Graph no longer takes, at once or half-way, gives all that is there too: `full` says so.
    """
    page = _follow(client, link) if link else _ask(client, folder)
    full, restarted = not link, False
    collected: list[Item] = []
    links = {link}
    for _ in range(_MAX_PAGES):
        if not isinstance(page, Done):
            return page
        if page.value.status in _NO_LONGER:
            if restarted:
                return client.later(Reason.SETTLING, _about(client), page.value)
            full, restarted = True, True
            collected.clear()
            page = _ask(client, folder)  # not where a 410 says: that was seen to fail (onedrive-api-docs 249)
            continue
        body = answers.read_json(page.value)
        entries, more, end = body.get("value"), text(body.get("@odata.nextLink")), text(body.get("@odata.deltaLink"))
        if not isinstance(entries, list) or not (more or end):
            return client.problem_of(page.value, about=_about(client))
        collected += [item for entry in entries if (item := read_item(entry, folder.drive_id))]
        if not more:
            return with_value(page, Changes(items=collapse(collected), link=end, full=full))
        if more in links:  # it goes round: onedrive-api-docs 1431, microsoft-graph-docs 2749
            break
        links.add(more)
        page = _follow(client, more)
    return client.later(Reason.ODD_ANSWER, _about(client))


def start_now(client: Client, folder: Folder) -> Asked[str]:
    """Return a link that tells what changes from now on: what is there already is not listed."""
    path = f"/drives/{names.in_address(folder.drive_id)}/root/delta?token=latest"
    asked = client.ask("GET", path, about=_about(client))
    if not isinstance(asked, Done):
        return asked
    link = text(answers.read_json(asked.value).get("@odata.deltaLink"))
    return with_value(asked, link) if link else client.problem_of(asked.value, about=_about(client))


def _ask(client: Client, folder: Folder) -> Asked[Answer]:
    path = f"/drives/{names.in_address(folder.drive_id)}/root/delta"
    return client.ask("GET", path, about=_about(client), good=(200, 410))


def _follow(client: Client, link: str) -> Asked[Answer]:
    return client.follow(link, about=_about(client), good=(200, *_NO_LONGER))


def collapse(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return the last word on each item, in the order in which those came."""
    last: dict[str, Item] = {}
    for item in items:
        last.pop(item.id, None)
        last[item.id] = item
    return tuple(last.values())


def _about(client: Client) -> str:
    return f"de bibliotheek {client.place.library}"
