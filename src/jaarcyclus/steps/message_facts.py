"""What messages are made of, read from the ledger: every dossier, and what only the chains beside them tell.

A chain that was put back to an older copy tells nothing and holds up no other.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from jaarcyclus.dossier.fold import fold
from jaarcyclus.dossier.placing import read_placings
from jaarcyclus.dossier.planning import missing_submissions
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
from jaarcyclus.terms.findings import is_of_round
from jaarcyclus.terms.text import on_one_line

_LONGEST_NAME = 80  # chosen: more of the name of a file is no help
_REOPENS = (kind_of(Heropend), kind_of(CorrectieBesloten))


def read_facts(workspace: Workspace, profiel: str) -> Facts:
    """Return all that holds now for one cooperation."""
    subjects, postbus = tuple(_subjects(workspace, profiel)), postbus_id(profiel)
    duties = workspace.profile(profiel).on(workspace.today()).inzendplichten()
    known = _Known(
        subjects={subject.state.dossier: subject for subject in subjects},
        percelen={duty.code: duty.naam for duty in duties},
    )
    return Facts(
        subjects=subjects,
        refusals=tuple(_refusals(_events(workspace, postbus), postbus, workspace.today(), known)),
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


@dataclass(frozen=True, kw_only=True)
class _Known:
    """By what a refusal is told in words: the dossiers by their name, and the percelen of today by their code."""

    subjects: Mapping[str, Subject]
    percelen: Mapping[str, str]


def _refusals(events: tuple[Event, ...], postbus: str, today: date, known: _Known) -> Iterator[Refusal]:
    """Yield what was lately refused, unless a workbook of the same perceel and round that came after it was not.

    One that was accepted before and came again is none: there is nothing to do.
    """
    since = (today - FRESH).isoformat()
    received = {event.seq: content for event, content in of_kind(events, BestandOntvangen)}
    judged = list(of_kind(events, BestandBeoordeeld))
    accepted = {(item.dossier, item.perceel): item.ontvangst for _, item in judged if item.geaccepteerd}
    for event, content in judged:
        receipt = received.get(content.ontvangst)
        mended = accepted.get((content.dossier, content.perceel), 0) > content.ontvangst
        faults = [item for item in content.bevindingen if item.ernst == "fout"]
        again = any(item.code == "AL_ONTVANGEN" for item in faults)
        if content.geaccepteerd or receipt is None or mended or again or event.klok < since:
            continue
        subject, perceel = known.subjects.get(content.dossier or ""), content.perceel or receipt.perceel or ""
        names = {duty.code: duty.naam for duty in subject.state.opened.inzendplichten} if subject else known.percelen
        yield Refusal(
            postbus=postbus,
            receipt=content.ontvangst,
            person=receipt.inzender,
            file=on_one_line(receipt.bestandsnaam)[:_LONGEST_NAME],
            day=event.klok,
            perceel=names.get(perceel, ""),
            product=subject.title if subject else "",
            of_round=bool(faults) and all(map(is_of_round, faults)),
            counts=subject is not None and _counts(subject, perceel),
            exercise=event.gesimuleerd,
        )


def _counts(subject: Subject, perceel: str) -> bool:
    """Return whether an accepted workbook of this perceel counts; one that is asked anew does not."""
    state = subject.state
    return perceel in state.current and perceel not in (*missing_submissions(state), *state.carried)


def _stopped(events: tuple[Event, ...]) -> Iterator[Stopped]:
    """Yield each publication that stands still; the number is that of the event since when, so it is told once."""
    since = {content.sleutel: event.seq for event, content in of_kind(events, PlaatsingGestuit)}
    for placing in read_placings(events).values():
        if isinstance(placing.hindrance, PlaatsingGestuit) and placing.confirmed is None:
            content = placing.content
            yield Stopped(dossier=content.dossier, number=since[content.sleutel], versie=content.versie)
