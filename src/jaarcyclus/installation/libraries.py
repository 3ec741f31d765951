"""The inboxes on SharePoint of this installation: who asks, and when.

It runs as a process of its own now and then (`installation.supervisor`), so that its memory is given back, and so that
a slow library keeps no file of a folder here waiting. What one look does is `steps.library_intake`.
"""

import logging
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, partial
from itertools import chain

from jaarcyclus import clock
from jaarcyclus.errors import JaarcyclusError, ProgramError, tell
from jaarcyclus.graph.client import Client
from jaarcyclus.graph.connection import Connection
from jaarcyclus.graph.items import look_around
from jaarcyclus.graph.names import key
from jaarcyclus.graph.outcomes import Done
from jaarcyclus.graph.places import resolve
from jaarcyclus.graph.probe import ProbeLine, probe
from jaarcyclus.installation import inbox
from jaarcyclus.installation.graph_app import app_of, open_client
from jaarcyclus.installation.publishing import name_lines, place_of, tell_place
from jaarcyclus.profile.records import InboxPlace
from jaarcyclus.settings import Settings
from jaarcyclus.steps import library_cursor
from jaarcyclus.steps.library_inboxes import inboxes, tell_waiting
from jaarcyclus.steps.library_intake import InboxLibrary, look_once
from jaarcyclus.steps.perceel_folder import GIVEN
from jaarcyclus.steps.receipts import Receipt
from jaarcyclus.steps.workspace import Workspace, open_workspace
from jaarcyclus.terms.text import make_readable

log = logging.getLogger(__name__)

_AGAIN = timedelta(minutes=1)  # chosen: after a fault of this installation


def collect(settings: Settings, *, now: Callable[[], datetime] = clock.real_time) -> None:
    """Look once into the library of each profile that has one. What holds one up holds up no other.

    Unless Graph told the app to wait (`graph.shared_wait`): that is one for all of them.
    """
    workspace = open_workspace(settings)
    app = cache(partial(app_of, settings))
    for name, wanted in inboxes(settings):
        _look_or_note(workspace, name, wanted, app, now)


def _look_or_note(
    workspace: Workspace, name: str, wanted: InboxPlace, app: Callable[[], Connection], now: Callable[[], datetime]
) -> None:
    """Look, or keep for `status` why that cannot be."""
    try:
        _look(workspace, name, wanted, app, now)
    except Exception as fault:
        log.exception("could not look into the library of %s", name)
        library_cursor.note(workspace.settings, name, _tell(fault), now() + _AGAIN)


def _tell(fault: Exception) -> str:
    if isinstance(fault, JaarcyclusError) and not isinstance(fault, ProgramError):
        return tell(fault)
    return (
        "Jaarcyclus liep vast bij het kijken in deze map en probeert het elke minuut opnieuw. Laat de beheerder "
        "libraries.log bekijken."
    )


def _look(
    workspace: Workspace, name: str, wanted: InboxPlace, app: Callable[[], Connection], now: Callable[[], datetime]
) -> None:
    kept = library_cursor.read(workspace.settings, name)
    attempt = kept.attempt if kept else 0
    with open_client(workspace.settings, app(), place_of(wanted), attempt=attempt, now=now) as client:
        library = InboxLibrary(client=client, above=wanted.folders, plek=tell_place(wanted), now=now)
        look_once(workspace, name, library, start_check=partial(_start_check, workspace.settings, name))


def _start_check(settings: Settings, profiel: str, received: Receipt) -> None:
    try:
        inbox.start_check(settings, profiel, received)
    except Exception:
        log.exception("the check of receipt %s of %s waits for the calendar", received.number, profiel)


def probe_inboxes(settings: Settings, app: Callable[[], Connection]) -> Iterator[ProbeLine]:
    """Give what waits in each of them, and what the app may do there; it lays a trial above the folders of percelen."""
    for name, told in tell_waiting(settings):
        yield ProbeLine(subject=f"Inbox op SharePoint van {name}", severity="waarschuwing", text=told)
    for name, wanted in inboxes(settings):
        percelen = {duty.code for duty in open_workspace(settings).profile(name).inzendplichten()}
        with open_client(settings, app(), place_of(wanted)) as client:
            lines = probe(client, wanted.folders, (), clock.real_time())
            folders = _probe_folders(client, wanted, percelen)
            yield from name_lines(f"Inbox op SharePoint van {name}", chain(lines, folders))


def _probe_folders(client: Client, wanted: InboxPlace, percelen: Collection[str]) -> Iterator[ProbeLine]:
    """Name the folders below those of percelen: a delta tells of what is in them, and nobody is answered there."""
    top = resolve(client, wanted.folders, make=False)
    there = look_around(client, top.value) if isinstance(top, Done) else top
    if not (isinstance(top, Done) and isinstance(there, Done)):
        return
    for perceel in (item for item in there.value if item.is_folder and key(item.name) in percelen):
        inner = look_around(client, replace(top.value, id=perceel.id, web_url=perceel.web_url))
        if not isinstance(inner, Done):
            yield ProbeLine(subject="Mappen", severity="fout", text=inner.sentence)
            continue
        folders = (item.name for item in inner.value if item.is_folder and key(item.name) != GIVEN)
        for name in map(make_readable, folders):
            text = f"in {key(perceel.name)} staat een map {name}, en daar kijkt niemand; zet een werkboek erboven"
            yield ProbeLine(subject="Mappen", severity="waarschuwing", text=text)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    collect(Settings.from_env())
