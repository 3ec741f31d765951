"""What the program will do by itself, and on which day: before it happens, so that somebody can still prevent it. Pure.

Each day is computed as `dossier.planning` does when it comes; on the day itself an hour may pass before the calendar
looks.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from jaarcyclus.dossier.planning import has_news, missing_submissions, pause_until
from jaarcyclus.dossier.records import Dossier, Gate
from jaarcyclus.dossier.round import dossier_id
from jaarcyclus.dossier.route import GateProposal, walk
from jaarcyclus.pages.reader import YEAR
from jaarcyclus.pages.standings import Standing
from jaarcyclus.pages.year_words import after_silence, dossier_path, first_day_after, tell_when
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.days import add_working_days, to_working_day
from jaarcyclus.terms.formats import join_names
from jaarcyclus.terms.products import name_product

HORIZON = timedelta(days=120)
"""How far ahead a round that opens is told (chosen: the next one or two products)."""
_NEXT_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Coming:
    """One thing that the program will do; `when` in words, `what` a sentence without its day."""

    day: str
    when: str
    product: str
    boekjaar: int
    path: str
    what: str


def list_coming(standings: Iterable[Standing], profile: Profile, today: date) -> tuple[Coming, ...]:
    """Return what will happen by itself, soonest first; `profile` is that of today, for the rounds to open."""
    known = list(standings)
    found = [item for standing in known for item in coming_of(standing, today)]
    found += _openings(profile, {standing.state.dossier for standing in known}, today)
    return tuple(sorted(found, key=lambda item: (item.day, item.product)))


def coming_of(standing: Standing, today: date) -> Iterator[Coming]:
    """Yield what will happen by itself in one dossier."""
    state = standing.state

    def coming(day: date, what: str) -> Coming:
        day = max(day, today)
        title = name_product(state.product, state.boekjaar)
        return Coming(
            day=day.isoformat(),
            when=tell_when(day, today),
            product=title,
            boekjaar=state.boekjaar,
            path=dossier_path(state),
            what=what,
        )

    for item in state.publications:
        if item.waits_for_withdrawal:
            yield coming(today, f"haalt het programma de documenten van versie {item.versie} weg (intrekking)")
    if state.is_closed:
        return
    events = _before_version(standing, today) if state.active_version is None else _on_route(standing, today)
    yield from (coming(day, what) for day, what in events)


def _before_version(standing: Standing, today: date) -> Iterator[tuple[date, str]]:
    state, missing = standing.state, missing_submissions(standing.state)
    if missing and not state.reopenings and today <= state.closing_day:
        yield state.closing_day + _NEXT_DAY, "is een werkboek dat nog binnenkomt te laat"
    if not missing and has_news(state):
        until = pause_until(state, standing.profile)
        number = len(state.versions) + 1
        yield until or today, f"eindigt de bedenktijd en maakt het programma versie {number} van de werkboeken"


def _on_route(standing: Standing, today: date) -> Iterator[tuple[date, str]]:
    state, profile = standing.state, standing.profile
    version, position = state.active_version, walk(state, profile)
    if position.is_adopted:
        yield today, "publiceert het programma dit product"
    for place in position.reached:
        if place.proposal is not None and not _is_withheld(state, place.proposal):
            body = profile.gremium(place.proposal.gremium).naam
            yield today, f"legt het programma versie {version.versie if version else ''} voor aan {body}"
    for gate in state.gates_of(version.versie) if version else ():
        if gate.is_open and not gate.withheld:
            yield from _of_gate(state, gate, profile, today)


def _is_withheld(state: Dossier, proposal: GateProposal) -> bool:
    """Return whether this would tell of a dispute within a confidential step."""
    again = proposal.betwist is not None or proposal.ronde > 1
    return again and any(gate.withheld and gate.stap == proposal.step for gate in state.gates)


def _of_gate(state: Dossier, gate: Gate, profile: Profile, today: date) -> Iterator[tuple[date, str]]:
    body, silent = profile.gremium(gate.gremium).naam, gate.silent_zetels()
    if not silent:
        yield today, f"telt het programma de antwoorden van {body}"
        return
    names = join_names([zetel.naam for zetel in gate.zetels if zetel.zetel in silent])
    deadline = date.fromisoformat(gate.deadline)
    noted = add_working_days(deadline, -profile.kalender.herinnering_werkdagen)
    if today < noted and "voor" not in gate.reminders:
        yield noted, f"legt het programma vast wie van {body} nog zwijgt: nu {names}"
    if today <= deadline:
        can = "kan" if len(silent) == 1 else "kunnen"
        yield deadline + _NEXT_DAY, f"is de termijn van {body} voorbij en {can} {names} niet meer antwoorden"
    yield (
        first_day_after(gate, profile),
        f"{after_silence(state, gate, profile)}: {body}, nu zonder antwoord van {names}",
    )


def _openings(profile: Profile, known: set[str], today: date) -> Iterator[Coming]:
    """Yield the next round of each product that is not open yet."""
    for product, calendar in profile.kalender.producten.items():
        if product not in profile.routes:
            continue
        for boekjaar in range(today.year - 2, today.year + 4):
            opens = to_working_day(calendar.opent.in_boekjaar(boekjaar))
            ends = to_working_day(calendar.publicatie.in_boekjaar(boekjaar))
            if dossier_id(profile.profiel, boekjaar, product) in known or today >= ends or opens > today + HORIZON:
                continue
            yield Coming(
                day=max(opens, today).isoformat(),
                when=tell_when(opens, today),
                product=name_product(product, boekjaar),
                boekjaar=boekjaar,
                path=f"{YEAR}/{boekjaar}",
                what="opent het programma de ronde en vraagt het de werkboeken",
            )
