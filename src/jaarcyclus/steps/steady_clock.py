"""A clock that jumps ahead records nothing: one tick or workbook of ten years later could never be undone.

A tick would close every gate as over tijd, and after a workbook of 2036 the chain takes nothing of today. Nor does a
tick under a clock that fell back do anything: it would open the rounds of a year that is over. The moment of the last
tick lies in a file per cooperation. Only the machine's own clock is held; a simulated one is meant to jump.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from jaarcyclus import disk
from jaarcyclus.errors import InvalidProfile, Refused
from jaarcyclus.ledger.chain import latest
from jaarcyclus.profile.calendar import Calendar
from jaarcyclus.profile.records import Profile
from jaarcyclus.rules.transitions import MAX_CLOCK_SKEW
from jaarcyclus.settings import Settings
from jaarcyclus.terms.formats import format_moment

log = logging.getLogger(__name__)

_FIRST_TICK = timedelta(days=366)  # chosen: an installation of before this file may have been quiet for a season
_ALWAYS = timedelta(days=1)  # the least that a profile may say: within it nobody needs to read the profile


def require_steady(
    settings: Settings,
    profiel: str,
    now: datetime,
    *,
    recorded: Callable[[], list[str]],
    load: Callable[[str], Profile],
) -> None:
    """Raise Refused when `now`, of the machine's own clock, is further ahead of the last tick than the profile allows.

    Before the first tick the last thing that was recorded counts: `recorded` gives the last moment (ISO) of each chain.
    `load` gives a profile by its name.
    """
    ticked = last_tick(settings, profiel)
    last = ticked or _latest(recorded())
    if last is None or now - last <= _ALWAYS or now - last <= (_allowed(load, profiel) if ticked else _FIRST_TICK):
        return
    raise Refused(
        "KLOK_VOORUIT",
        f"De klok van deze machine zegt {format_moment(now.isoformat())}; de kalender keek voor het laatst op "
        f"{format_moment(last.isoformat())}. Er is niets gedaan. Controleer de klok; klopt de dag, laat de "
        f"controller dat dan bevestigen met: jaarcyclus handeling klok {profiel}",
    )


def require_not_behind(settings: Settings, profiel: str, now: datetime) -> None:
    """Raise Refused when `now`, of the machine's own clock, lies before the last tick: a chain that is not there yet
    has no last event that would hold it.
    """
    ticked = last_tick(settings, profiel)
    if ticked is None or now >= ticked - MAX_CLOCK_SKEW:
        return
    raise Refused(
        "KLOK_TERUG",
        f"De klok van deze machine zegt {format_moment(now.isoformat())}, en dat is voordat de kalender voor het "
        f"laatst keek ({format_moment(ticked.isoformat())}). Er is niets gedaan. Controleer de klok; klopt de dag, "
        f"laat de controller dat dan bevestigen met: jaarcyclus handeling klok {profiel}",
    )


def note_tick(settings: Settings, profiel: str, now: datetime) -> None:
    """Remember that the calendar looked now."""
    disk.write(_path(settings, profiel), now.isoformat().encode())


def last_tick(settings: Settings, profiel: str) -> datetime | None:
    """Return when the calendar last looked; None before it did, or when the file of it was damaged."""
    path = _path(settings, profiel)
    try:
        found = datetime.fromisoformat(path.read_text("ascii").strip())
    except FileNotFoundError:
        return None
    except ValueError:
        log.warning("%s holds no moment; the last thing that was recorded counts", path)
        return None
    return found if found.tzinfo else None


def _allowed(load: Callable[[str], Profile], profiel: str) -> timedelta:
    try:
        return timedelta(days=load(profiel).kalender.klok_sprong_dagen)
    except InvalidProfile:
        # A typing error in the profile stops nothing that runs.
        return timedelta(days=Calendar.model_fields["klok_sprong_dagen"].default)


def _latest(moments: list[str]) -> datetime | None:
    return datetime.fromisoformat(latest(moments)) if moments else None


def _path(settings: Settings, profiel: str) -> Path:
    return settings.var / "tik" / profiel
