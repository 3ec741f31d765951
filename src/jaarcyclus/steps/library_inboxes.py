"""Which cooperations have an inbox on SharePoint, and what people hear of it: what waits, and for what or whom.

Who has none is not named, whatever was kept of one that the profile let go of.
"""

import logging
from collections.abc import Iterator

from jaarcyclus.errors import InvalidProfile
from jaarcyclus.profile.records import InboxPlace, load_profile
from jaarcyclus.settings import Settings
from jaarcyclus.steps import library_cursor
from jaarcyclus.steps.workspace import profile_names, profile_path

log = logging.getLogger(__name__)


def inboxes(settings: Settings) -> Iterator[tuple[str, InboxPlace]]:
    """Yield each profile with an inbox on SharePoint, and where that is. One that cannot be read is logged."""
    for name in profile_names(settings):
        try:
            wanted = load_profile(profile_path(settings, name)).inbox
        except InvalidProfile:
            log.exception("nobody looks into the library of %s while its profile has a fault", name)
            continue
        if wanted is not None and wanted.bron == "sharepoint":
            yield name, wanted


def tell_waiting(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield for each inbox that waits of which profile it is and, in Dutch, for what."""
    for name, _ in inboxes(settings):
        kept = library_cursor.read(settings, name)
        yield from ((name, line) for line in (library_cursor.tell(kept) if kept else ()))
