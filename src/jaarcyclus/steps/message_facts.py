"""What messages are made of, read from the ledger: every dossier, and what only the chains beside them tell.

A chain that was put back to an older copy tells nothing and holds up no other.
"""

from collections.abc import Iterator
from datetime import date

from jaarcyclus.dossier.fold import fold
from jaarcyclus.dossier.placing import read_placings
from jaarcyclus.dossier.round import plaatsing_id, postbus_id
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.correction_events import CorrectieBesloten
from jaarcyclus.ledger.events import Heropend
from jaarcyclus.ledger.placing_events import PlaatsingGestuit
from jaarcyclus.ledger.postbus_events import BestandBeoordeeld, BestandOntvangen
from jaarcyclus.ledger.wire import kind_of, of_kind
from jaarcyclus.messages.news import FRESH, Refusal
from jaarcyclus.messages.occasions import Facts
from jaarcyclus.messages.office import Stopped
from jaarcyclus.messages.subject import Subject
from jaarcyclus.steps.workspace import Workspace

_REOPENS = (kind_of(Heropend), kind_of(CorrectieBesloten))


def read_facts(workspace: Workspace, profiel: str) -> Facts:
    """Return all that holds now for one cooperation."""
    return Facts(
        subjects=tuple(_subjects(workspace, profiel)),
        refusals=tuple(_refusals(_events(workspace, postbus_id(profiel)), postbus_id(profiel), workspace.today())),
        stopped=tuple(_stopped(_events(workspace, plaatsing_id(profiel)))),
    )


def _events(workspace: Workspace, chain: str) -> tuple[Event, ...]:
    try:
        return workspace.ledger.events(chain)
    except Refused:
        return ()


def _subjects(workspace: Workspace, profiel: str) -> Iterator[Subject]:
    for name in workspace.dossiers(profiel):
        events = _events(workspace, name)
        state = fold(events, name)
        if state.ronde is not None:
            reopened = {event.seq: event.klok for event in events if event.soort in _REOPENS}
            yield Subject(state=state, profile=workspace.profile_of(state), reopened_at=reopened)


def _refusals(events: tuple[Event, ...], postbus: str, today: date) -> Iterator[Refusal]:
    """Yield what was lately refused, unless a workbook of the same perceel that came after it was not."""
    since = (today - FRESH).isoformat()
    received = {event.seq: content for event, content in of_kind(events, BestandOntvangen)}
    judged = list(of_kind(events, BestandBeoordeeld))
    accepted = {content.perceel: content.ontvangst for _, content in judged if content.geaccepteerd}
    for event, content in judged:
        receipt = received.get(content.ontvangst)
        mended = accepted.get(content.perceel, 0) > content.ontvangst
        if content.geaccepteerd or receipt is None or mended or event.klok < since:
            continue
        yield Refusal(
            postbus=postbus,
            receipt=content.ontvangst,
            person=receipt.inzender,
            name=f"voor {content.perceel}" if content.perceel else "",
            day=event.klok,
            exercise=event.gesimuleerd,
        )


def _stopped(events: tuple[Event, ...]) -> Iterator[Stopped]:
    """Yield each publication that stands still; the number is that of the event since when, so it is told once."""
    since = {content.sleutel: event.seq for event, content in of_kind(events, PlaatsingGestuit)}
    for placing in read_placings(events).values():
        if isinstance(placing.hindrance, PlaatsingGestuit) and placing.confirmed is None:
            content = placing.content
            yield Stopped(dossier=content.dossier, number=since[content.sleutel], versie=content.versie)
