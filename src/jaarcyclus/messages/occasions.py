"""What each person of a cooperation is to be told on a day: of all its dossiers, in one list. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jaarcyclus.messages.asked import asked_in
from jaarcyclus.messages.news import Refusal, news_in, refused
from jaarcyclus.messages.occasion import Occasion
from jaarcyclus.messages.office import Stopped, office_in
from jaarcyclus.messages.subject import Subject
from jaarcyclus.profile.records import Profile


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that is looked at: the dossiers, and what only other chains of the cooperation tell."""

    subjects: tuple[Subject, ...]
    refusals: tuple[Refusal, ...] = ()
    stopped: tuple[Stopped, ...] = ()


def list_occasions(facts: Facts, profile: Profile, day: date) -> tuple[Occasion, ...]:
    """Return what holds on this day, each key at most once a person; `profile` is that of today."""
    found = [item for subject in facts.subjects for item in _of_dossier(subject, facts, profile, day)]
    found += refused(facts.refusals, day)
    return tuple({(item.person, item.key): item for item in found if item.person}.values())


def _of_dossier(subject: Subject, facts: Facts, profile: Profile, day: date) -> Iterator[Occasion]:
    plan = profile.berichten
    yield from asked_in(subject, plan, day)
    yield from office_in(subject, facts.stopped, plan, day, profile.controller)
    yield from news_in(subject, day)
