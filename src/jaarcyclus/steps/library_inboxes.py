"""Which cooperations have an inbox on SharePoint, and what people hear of it: what waits, and for what or whom.

Who has none is not named, whatever was kept of one that the profile let go of.
"""

import logging
from collections.abc import Iterator

from jaarcyclus.clock import AMSTERDAM
from jaarcyclus.errors import InvalidProfile
from jaarcyclus.graph.reasons import tell_repeats
from jaarcyclus.profile.records import InboxPlace, load_profile
from jaarcyclus.settings import Settings
from jaarcyclus.steps import library_cursor
from jaarcyclus.steps.library_cursor import Cursor
from jaarcyclus.steps.workspace import profile_names, profile_path
from jaarcyclus.terms.formats import format_moment
from jaarcyclus.terms.text import make_readable

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
        yield from ((name, line) for line in (tell(kept) if kept else ()))


def tell(cursor: Cursor) -> Iterator[str]:
    """Yield in Dutch what waits, and for what: the whole inbox first."""
    for _, hindrance in sorted(cursor.hindrances.items()):
        moment = hindrance.not_before.astimezone(AMSTERDAM)
        until = f" Niet voor {format_moment(moment.isoformat())}.{tell_repeats(hindrance.times)}"
        yield f"{hindrance.sentence}{'' if hindrance.needs_person else until}"
    if cursor.strays:
        named = ", ".join(map(make_readable, cursor.strays[:3])) + (
            f" en {len(cursor.strays) - 3} andere" if cursor.strays[3:] else ""
        )
        yield (
            f"In de map boven die van de percelen ligt {named}; daar kijkt niemand. Verplaats het naar de map van zijn "
            "perceel, of haal het weg."
        )
