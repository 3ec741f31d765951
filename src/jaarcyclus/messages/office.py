"""What needs the controller: what climbs tomorrow, who is late, what stands still. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from jaarcyclus.dossier.planning import climb_day, missing_submissions
from jaarcyclus.dossier.route import walk
from jaarcyclus.messages.ladder import cannot_wait, rung_on
from jaarcyclus.messages.links import year_link
from jaarcyclus.messages.occasion import Occasion
from jaarcyclus.messages.subject import Subject
from jaarcyclus.profile.messages import MessagePlan
from jaarcyclus.terms.formats import join_names

_Found: TypeAlias = tuple[str, str, str, bool]  # key, subject, sentence, whether it cannot wait


@dataclass(frozen=True, kw_only=True)
class Stopped:
    """A publication that only a person can set going again; `number` is the seq of the event that says so."""

    dossier: str
    number: int
    versie: int


def office_in(
    subject: Subject, stopped: tuple[Stopped, ...], plan: MessagePlan, day: date, controller: str
) -> Iterator[Occasion]:
    """Yield what needs the controller of today in one dossier."""
    state = subject.state
    if state.ronde is None:
        return
    found = [*_late(subject, plan, day), *_climbing(subject, day), *_held(subject), *_rejected(subject)]
    found += [
        (
            f"publicatie-gestuit-{item.number}",
            "de publicatie staat stil",
            f"De publicatie van versie {item.versie} wacht op een mens.",
            False,
        )
        for item in stopped
        if item.dossier == state.dossier
    ]
    for key, what, told, at_once in found:
        yield subject.occasion(
            key,
            controller,
            subject=what,
            told=told,
            link=year_link(state.boekjaar, state.dossier),
            action="Bekijk wat er nodig is",
            at_once=at_once,
        )


def _late(subject: Subject, plan: MessagePlan, day: date) -> Iterator[_Found]:
    state, missing = subject.state, missing_submissions(subject.state)
    if state.is_closed or state.active_version is not None or state.reopenings or not missing:
        return
    rung = rung_on(day, state.closing_day, plan)
    if day > state.closing_day and rung and cannot_wait(rung):
        names = join_names([duty.naam for duty in state.opened.inzendplichten if duty.code in missing])
        told = f"Te laat is het werkboek van {names}. Zonder dat komt er geen versie."
        yield f"te-laat/{rung}", "werkboeken te laat", told, False


def _climbing(subject: Subject, day: date) -> Iterator[_Found]:
    state, version = subject.state, subject.state.active_version
    for gate in state.gates_of(version.versie) if version and not state.is_closed else ():
        if gate.is_open and gate.silent_zetels() and climb_day(gate, subject.profile) == day:
            body = subject.profile.gremium(gate.gremium).naam
            silent = join_names([item.naam for item in gate.zetels if item.zetel in gate.silent_zetels()])
            told = f"{body} heeft geen antwoord van {silent}. Morgen gaat deze vraag zonder dat antwoord verder."
            yield f"{gate.gate}/klimt", "morgen sluit een vraag zonder antwoord", told, True


def _held(subject: Subject) -> Iterator[_Found]:
    for gate in () if subject.state.is_closed else walk(subject.state, subject.profile).held_up:
        body = subject.profile.gremium(gate.gremium).naam
        told = f"Over het antwoord van {body} is bindend advies nodig. Tot dan staat het product stil."
        yield f"{gate.gate}/aangehouden", "aangehouden", told, False


def _rejected(subject: Subject) -> Iterator[_Found]:
    if subject.state.rejection_in_force:
        told = "De werkboeken sluiten niet op elkaar aan. Er is een verbeterd werkboek nodig."
        yield f"afgekeurd-{max(subject.state.rejections)}", "de werkboeken sluiten niet aan", told, False
