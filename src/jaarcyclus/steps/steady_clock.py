"""A clock that jumps ahead does nothing by itself: one tick ten years later would close every gate as over tijd.

The moment of the last tick lies in a file per cooperation. Only the machine's own clock is held; a simulated one is
meant to jump. Until the controller says that the day is right, nothing that is due is done.
"""

from datetime import datetime, timedelta
from pathlib import Path

from jaarcyclus import clock, disk
from jaarcyclus.dossier.round import postbus_id
from jaarcyclus.errors import InvalidProfile, Refused
from jaarcyclus.ledger.chain import latest
from jaarcyclus.ledger.postbus_events import KlokBevestigd
from jaarcyclus.ledger.wire import new_event
from jaarcyclus.profile.calendar import Calendar
from jaarcyclus.steps.acts import require_controllers_words
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.formats import format_moment

_FIRST_TICK = timedelta(days=366)  # chosen: an installation of before this file may have been quiet for a season


def require_steady(workspace: Workspace, profiel: str) -> None:
    """Raise Refused when the clock is further ahead of the last tick than the profile allows."""
    last, now = _last_moment(workspace, profiel), workspace.now()
    if last is not None and not clock.is_simulated(workspace.settings) and now - last > _allowed(workspace, profiel):
        raise Refused(
            "KLOK_VOORUIT",
            f"De klok van deze machine zegt {format_moment(now.isoformat())}; de kalender keek voor het laatst op "
            f"{format_moment(last.isoformat())}. Er is niets gedaan. Controleer de klok; klopt de dag, laat de "
            f"controller dat dan bevestigen met: jaarcyclus handeling klok {profiel}",
        )


def note_tick(workspace: Workspace, profiel: str) -> None:
    """Remember that the calendar looked now."""
    disk.write(_path(workspace, profiel), workspace.now().isoformat().encode())


def confirm(workspace: Workspace, profiel: str, person: str, *, reden: str) -> None:
    """Record that the controller finds the clock right. Raises Refused for anyone else, or without a reason."""
    words = require_controllers_words(
        workspace, profiel, person, reden, "Zet erbij waarom de kalender zo lang niet keek."
    )
    content = KlokBevestigd(dag=workspace.today().isoformat(), reden=words)
    workspace.record_postbus(postbus_id(profiel), [new_event(person, content)])
    note_tick(workspace, profiel)


def _allowed(workspace: Workspace, profiel: str) -> timedelta:
    if not _path(workspace, profiel).exists():
        return _FIRST_TICK
    try:
        return timedelta(days=workspace.profile(profiel).kalender.klok_sprong_dagen)
    except InvalidProfile:
        # A typing error in the profile stops nothing that runs.
        return timedelta(days=Calendar.model_fields["klok_sprong_dagen"].default)


def _last_moment(workspace: Workspace, profiel: str) -> datetime | None:
    """Return the last tick; before the first one, the last thing that was recorded; None when nothing was."""
    path = _path(workspace, profiel)
    if path.exists():
        return datetime.fromisoformat(path.read_text().strip())
    held = {found.chain for found in workspace.rollbacks(profiel)}
    chains = {*workspace.dossiers(profiel), postbus_id(profiel)} - held
    moments = [event.klok for name in chains for event in workspace.ledger.events(name)[-1:]]
    return datetime.fromisoformat(latest(moments)) if moments else None


def _path(workspace: Workspace, profiel: str) -> Path:
    return workspace.settings.var / "tik" / profiel
