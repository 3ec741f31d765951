"""What the office must see first: what waits for whom, since when, how late it is and what happens next. Pure.

The words for what waits are `dossier.standing`'s, as far as they fit in a list. Who answered what is not told here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from jaarcyclus.dossier.planning import missing_submissions
from jaarcyclus.dossier.records import Dossier, Gate
from jaarcyclus.dossier.route import RoutePosition, walk
from jaarcyclus.dossier.standing import name_stranded
from jaarcyclus.dossier.tally import name_role
from jaarcyclus.pages.standings import Standing
from jaarcyclus.pages.year_words import (
    act_path,
    after_silence,
    dossier_path,
    first_day_after,
    tell_days,
    tell_step,
    tell_when,
)
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.formats import format_day, join_names
from jaarcyclus.terms.products import name_product
from jaarcyclus.terms.text import on_one_line

NEAR = timedelta(days=14)
"""From when a missing workbook is something to do (chosen: time to ring somebody up, twice)."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """One thing that waits for people. `waits_for`: who; `since`, `after`: sentences; `act`: where to settle it."""

    title: str
    product: str
    path: str
    waits_for: tuple[str, ...]
    since: str
    after: str
    tag: str
    late: bool = False
    deadline: str | None = None
    act: str | None = None


def list_tasks(standings: Iterable[Standing], today: date) -> tuple[Task, ...]:
    """Return all that waits: what is late first and the latest on top, then what has no day, then what is soonest."""
    found = [task for standing in standings for task in tasks_of(standing, today)]
    return tuple(sorted(found, key=lambda task: (not task.late, task.deadline or "", task.product)))


def tasks_of(standing: Standing, today: date) -> Iterator[Task]:
    """Yield what waits for people in one dossier."""
    state = standing.state
    if state.is_closed:
        yield from _receipts(standing)
    elif state.active_version is None:
        yield from _submissions(standing, today)
    else:
        yield from _route(standing, today)


def _receipts(standing: Standing) -> Iterator[Task]:
    state, profile = standing.state, standing.profile
    confirmed = {code for code, _ in state.receipts}
    asked = {code for step in profile.routes[state.product] if step.ontvangst_vereist for code in step.gremia}
    if state.in_force is None or asked <= confirmed:  # the walk costs more than the rest of the list
        return
    if waiting := walk(state, profile).waits_for_receipt:
        names = tuple(profile.gremium(code).naam for code in waiting)
        yield Task(
            title="Ontvangst nog niet bevestigd",
            product=_product(state),
            path=dossier_path(state),
            waits_for=names,
            since=f"Gepubliceerd op {format_day(state.in_force.klok)}.",
            after="Tot ieder heeft bevestigd, geldt het product niet als geleverd.",
            tag="wacht op ontvangst",
        )


def _submissions(standing: Standing, today: date) -> Iterator[Task]:
    state = standing.state
    yield from (_stranded(state, words) for words in name_stranded(state))
    missing, closing = missing_submissions(state), state.closing_day
    again = bool(state.reopenings)
    if not missing or not (again or today >= closing - NEAR):
        return
    duties = [duty for duty in state.opened.inzendplichten if duty.code in missing]
    yield Task(
        title="1 werkboek ontbreekt" if len(missing) == 1 else f"{len(missing)} werkboeken ontbreken",
        product=_product(state),
        path=dossier_path(state),
        waits_for=tuple(f"{duty.naam} ({standing.profile.name_person(duty.indiener)})" for duty in duties),
        since=_asked_since(standing, today),
        after="Zolang er een ontbreekt, maakt het programma geen versie. Een werkboek dat te laat komt, telt mee.",
        tag="opnieuw gevraagd" if again else tell_days(closing, today),
        late=not again and today > closing,
        deadline=None if again else closing.isoformat(),
    )


def _asked_since(standing: Standing, today: date) -> str:
    """Return since when; what is asked anew keeps the day of the round, also when that is over already."""
    state = standing.state
    if not state.reopenings:
        return f"Gevraagd op {format_day(standing.opened_at.get(1, state.opened.deadlines.opent))}."
    last = state.reopenings[-1]
    when = standing.opened_at.get(last.seq) or next((item.klok for item in state.corrections), "")
    told = f"Opnieuw gevraagd{f' op {format_day(when)}' if when else ''}: {on_one_line(last.reden).rstrip('.')}."
    day, holds = format_day(state.opened.deadlines.indienen), "is voorbij" if today > state.closing_day else "geldt"
    return f"{told} Een eigen termijn is er niet; de dag van deze ronde, {day}, {holds}."


def _stranded(state: Dossier, words: str) -> Task:
    return Task(
        title="Er is een nieuw werkboek nodig",
        product=_product(state),
        path=dossier_path(state),
        waits_for=(words,),
        since="",
        after="Zodra het er is, gaat het programma verder.",
        tag="staat stil",
    )


def _route(standing: Standing, today: date) -> Iterator[Task]:
    state, profile = standing.state, standing.profile
    version, position = state.active_version, walk(standing.state, standing.profile)
    for gate in state.gates_of(version.versie) if version else ():
        if gate.is_open and gate.withheld:
            yield _within(state, gate, profile)
        elif gate.is_open and gate.silent_zetels():
            yield _silence(state, gate, profile, today)
    yield from _conditions(state, profile, today)
    yield from _advice(state, profile, position)


def _within(state: Dossier, gate: Gate, profile: Profile) -> Task:
    """A confidential question: that there is one is all that the office is told."""
    body = profile.gremium(gate.gremium).naam
    return Task(
        title=f"{body}: besloten stap",
        product=_product(state),
        path=dossier_path(state),
        waits_for=(body,),
        since="",
        after="De controller volgt deze stap.",
        tag="besloten",
    )


def _silence(state: Dossier, gate: Gate, profile: Profile, today: date) -> Task:
    silent = [zetel for zetel in gate.zetels if zetel.zetel in gate.silent_zetels()]
    deadline, climbs = date.fromisoformat(gate.deadline), first_day_after(gate, profile)
    when, becomes = tell_when(climbs, today), after_silence(state, gate, profile)
    must = "moet" if len(silent) == 1 else "moeten"
    return Task(
        title=f"{profile.gremium(gate.gremium).naam}: {join_names([zetel.naam for zetel in silent])} {must} nog "
        "antwoorden",
        product=_product(state),
        path=dossier_path(state),
        waits_for=tuple(f"{zetel.naam} ({profile.name_person(zetel.houder)})" for zetel in silent),
        since=f"Gevraagd op {format_day(gate.geopend_klok)}, {_place(state, gate, profile)}.",
        after=f"Antwoorden kan niet meer: {when} {becomes}."
        if today > deadline
        else f"Antwoordt niet iedereen, dan {becomes.split(' ', 1)[0]} {_rest(becomes, when)}.",
        tag=tell_days(deadline, today),
        late=today > deadline,
        deadline=gate.deadline,
    )


def _rest(becomes: str, when: str) -> str:
    """Return the sentence with the day where Dutch has it: `klimt op 5 juni deze vraag naar ...`."""
    return f"{when} {becomes.split(' ', 1)[1]}"


def _place(state: Dossier, gate: Gate, profile: Profile) -> str:
    step = tell_step(state, profile, gate.stap)
    return f"{f'{step}, ' if step else ''}{name_role(gate.rol, gate.soort)}, versie {gate.versie}"


def _conditions(state: Dossier, profile: Profile, today: date) -> Iterator[Task]:
    version = state.active_version
    for gate, vote in state.open_voorwaarden(version.versie) if version else ():
        asked = vote.voorwaarde
        if asked is None or gate.withheld:
            continue
        deadline = date.fromisoformat(asked.datum)
        zetel = next(item.naam for item in gate.zetels if item.zetel == vote.zetel)
        yield Task(
            title=f"Voorwaarde van {zetel}: {on_one_line(asked.tekst)}",
            product=_product(state),
            path=dossier_path(state),
            waits_for=(profile.name_person(asked.eigenaar),),
            since=f"Gesteld op {format_day(vote.klok)} in {profile.gremium(gate.gremium).naam}.",
            after="Tot is gemeld dat eraan is voldaan, gaat de volgende stap niet open.",
            tag=tell_days(deadline, today),
            late=today > deadline,
            deadline=asked.datum,
        )


def _advice(state: Dossier, profile: Profile, position: RoutePosition) -> Iterator[Task]:
    office = tuple(profile.name_person(key) for key in (profile.controller, profile.ambtelijk_secretaris))
    for gate in position.held_up:
        if gate.withheld:
            continue
        yield Task(
            title=f"Bindend advies nodig over het antwoord van {profile.gremium(gate.gremium).naam}",
            product=_product(state),
            path=dossier_path(state),
            waits_for=(f"een externe deskundige; {' of '.join(office)} legt het advies vast",),
            since=f"Aangehouden sinds {format_day(_held_since(state, gate))}, {_place(state, gate, profile)}.",
            after=profile.ladder.toelichting_top.strip(),
            tag="aangehouden",
            act=act_path(state.dossier, "advies", gate.gate),
        )


def _held_since(state: Dossier, gate: Gate) -> str:
    closed = [
        item.gesloten_klok for item in (gate, *state.gates) if item.gate == gate.gate or item.betwist == gate.gate
    ]
    return max(filter(None, closed))


def _product(state: Dossier) -> str:
    return name_product(state.product, state.boekjaar)
