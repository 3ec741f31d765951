"""The inboxes on SharePoint of this installation: who asks, when, and what people hear of it.

`has_work` is cheap and runs for ever in the supervisor; `collect` runs as a process of its own, so that its memory is
given back, and so that a slow library keeps no file of a folder here waiting. What one look does is
`steps.library_intake`.
"""

import logging
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from jaarcyclus import clock
from jaarcyclus.settings import Settings

if TYPE_CHECKING:
    from jaarcyclus.graph.probe import ProbeLine
    from jaarcyclus.profile.records import InboxPlace
    from jaarcyclus.steps.receipts import Receipt
    from jaarcyclus.steps.workspace import Workspace

log = logging.getLogger(__name__)

_LOOKS = 3  # chosen: a file that came is looked at twice; then the next process goes on
_AGAIN = timedelta(minutes=1)  # chosen: after a fault of this installation


def has_work(settings: Settings) -> bool:
    """Return whether a profile may name an inbox on SharePoint; it is not read for that, which takes memory."""
    return any(b"inbox" in path.read_bytes() for path in settings.profielen.glob("*.yaml"))


def collect(
    settings: Settings,
    *,
    now: Callable[[], datetime] = clock.real_time,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Look into each library until nothing is left that only has to lie still, a few times at most."""
    from jaarcyclus.steps.library_intake import STABLE
    from jaarcyclus.steps.workspace import open_workspace

    workspace = open_workspace(settings)
    for number in range(_LOOKS):
        if number:
            sleep(STABLE.total_seconds())
        names = _look_at_all(workspace, now)
        if not any(_is_settling(workspace, name, now) for name in names):
            return


def _look_at_all(workspace: "Workspace", now: Callable[[], datetime]) -> tuple[str, ...]:
    """Look into the library of each profile; return those that have one. What holds one up holds up no other.

    Unless Graph told the app to wait: that is one for all of them, and asking sooner makes the wait longer.
    """
    from jaarcyclus.steps import library_cursor

    found = dict(inboxes(workspace.settings))
    for name, wanted in found.items():
        cursors = (library_cursor.read(workspace.settings, each) for each in found)
        if not library_cursor.waits_for_app((cursor for cursor in cursors if cursor), now()):
            _look_or_note(workspace, name, wanted, now)
    return tuple(found)


def inboxes(settings: Settings) -> Iterator[tuple[str, "InboxPlace"]]:
    """Yield each profile with an inbox on SharePoint, and where that is. One that cannot be read is logged."""
    from jaarcyclus.errors import InvalidProfile
    from jaarcyclus.profile.records import load_profile
    from jaarcyclus.steps.workspace import profile_names, profile_path

    for name in profile_names(settings):
        try:
            wanted = load_profile(profile_path(settings, name)).inbox
        except InvalidProfile:
            log.exception("nobody looks into the library of %s while its profile has a fault", name)
            continue
        if wanted is not None and wanted.bron == "sharepoint":
            yield name, wanted


def _look_or_note(workspace: "Workspace", name: str, wanted: "InboxPlace", now: Callable[[], datetime]) -> None:
    """Look, or keep for `status` why that cannot be."""
    from jaarcyclus.errors import JaarcyclusError, tell
    from jaarcyclus.steps import library_cursor

    try:
        _look(workspace, name, wanted, now)
    except JaarcyclusError as fault:
        log.exception("could not look into the library of %s", name)
        library_cursor.note(workspace.settings, name, tell(fault), now() + _AGAIN)
    except Exception:
        log.exception("could not look into the library of %s", name)


def _look(workspace: "Workspace", name: str, wanted: "InboxPlace", now: Callable[[], datetime]) -> None:
    from jaarcyclus.graph.client import Client
    from jaarcyclus.graph.connection import connect
    from jaarcyclus.installation.publishing import place_of, tell_place
    from jaarcyclus.steps import library_cursor
    from jaarcyclus.steps.library_intake import InboxLibrary, look_once

    kept = library_cursor.read(workspace.settings, name)
    attempt = kept.attempt if kept else 0
    with Client(connect(workspace.settings.graph), place_of(wanted), attempt=attempt, now=now) as client:
        library = InboxLibrary(client=client, above=wanted.folders, plek=tell_place(wanted), now=now)
        look_once(workspace, name, library, start_check=partial(_start_check, workspace.settings, name))


def _start_check(settings: Settings, profiel: str, received: "Receipt") -> None:
    from jaarcyclus.installation.inbox import start_check

    try:
        start_check(settings, profiel, received)
    except Exception:
        log.exception("the check of receipt %s of %s waits for the calendar", received.number, profiel)


def _is_settling(workspace: "Workspace", name: str, now: Callable[[], datetime]) -> bool:
    """Return whether a file is there of which nothing is wrong but that it came a moment ago."""
    from jaarcyclus.steps import library_cursor

    kept = library_cursor.read(workspace.settings, name)
    return kept is not None and kept.wait(now()) is None and bool(kept.waiting.keys() - kept.hindrances.keys())


def tell_waiting(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield for each inbox on SharePoint that waits of which profile it is and, in Dutch, for what."""
    from jaarcyclus.steps import library_cursor

    for name, _ in inboxes(settings):
        kept = library_cursor.read(settings, name)
        yield from ((name, line) for line in (library_cursor.tell(kept) if kept else ()))


def probe_inboxes(settings: Settings) -> Iterator["ProbeLine"]:
    """Give what waits in each of them, and what the app may do there; it lays a trial above the folders of percelen."""
    from jaarcyclus.graph.client import Client
    from jaarcyclus.graph.connection import connect
    from jaarcyclus.graph.probe import ProbeLine, probe
    from jaarcyclus.installation.publishing import name_lines, place_of

    for name, told in tell_waiting(settings):
        yield ProbeLine(subject=f"Inbox op SharePoint van {name}", severity="waarschuwing", text=told)
    for name, wanted in inboxes(settings):
        with Client(connect(settings.graph), place_of(wanted)) as client:
            lines = probe(client, wanted.folders, (), clock.real_time())
            yield from name_lines(f"Inbox op SharePoint van {name}", lines)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    collect(Settings.from_env())
