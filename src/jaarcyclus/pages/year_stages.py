"""The way of one product through its year: each stage with the day that was planned and the day that it was. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from jaarcyclus.dossier.planning import missing_submissions
from jaarcyclus.dossier.records import Dossier, Gate
from jaarcyclus.dossier.round import round_content
from jaarcyclus.dossier.route import Place, Position, applicable_steps, percelen_of, walk
from jaarcyclus.dossier.standing import name_stranded
from jaarcyclus.dossier.tally import GESCHIL, name_outcome, name_role
from jaarcyclus.ledger.parts import Deadlines
from jaarcyclus.pages.standings import Standing
from jaarcyclus.profile.gremium import Rol, Routestap
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.formats import format_day, join_names
from jaarcyclus.terms.text import on_one_line


class Progress(StrEnum):
    """How far a stage is, as it is read."""

    DONE = "gedaan"
    BUSY = "bezig"
    LATE = "te laat"
    WAITS = "wacht"
    AHEAD = "komt nog"
    WITHDRAWN = "ingetrokken"


_DAYLESS = (Progress.DONE, Progress.WAITS, Progress.WITHDRAWN)
"""How far a stage is that is never late: it is over, or what it waits for has no day."""


class Column(StrEnum):
    """The columns of the table of all products; every step of a route is in one."""

    OPEN = "Ronde open"
    SUBMISSIONS = "Werkboeken"
    VERSION = "Versie"
    ROUTE = "Besluitroute"
    PUBLISHED = "Gepubliceerd"


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One stage; days are ISO, None when nobody planned it or it is not there yet. `told` says what there is to it.

    `term`: the last day of a question that is open, which counts before the planned one.
    """

    column: Column
    name: str
    planned: str | None = None
    real: str | None = None
    term: str | None = None
    told: str = ""
    progress: Progress = Progress.AHEAD


@dataclass(frozen=True, kw_only=True)
class Cell:
    """The stages of one column of one product, in a word and a day."""

    progress: Progress
    told: str
    day: str | None


def stages_of(standing: Standing, today: date) -> tuple[Stage, ...]:
    """Return the stages of a product whose round is open, with what is late on `today`."""
    state, profile = standing.state, standing.profile
    days = state.opened.deadlines
    stages = [
        Stage(
            column=Column.OPEN,
            name="Ronde open",
            planned=days.opent,
            real=_day(standing.opened_at.get(1)) or days.opent,
            progress=Progress.DONE,
        ),
        _submissions(state),
        _version(standing),
        *_route(state, profile),
        _published(state, profile),
    ]
    return tuple(_judged(_asked_anew(stage) if state.reopenings else stage, today) for stage in stages)


def planned_stages(profile: Profile, product: str, boekjaar: int, today: date) -> tuple[Stage, ...]:
    """Return the stages of a product whose round is not open yet: all that is known is when they should be."""
    days = round_content(profile, product, boekjaar, "").deadlines
    route = [step for step in profile.routes[product] if step.als is None]
    stages = (
        Stage(column=Column.OPEN, name="Ronde open", planned=days.opent),
        Stage(column=Column.SUBMISSIONS, name="Werkboeken binnen", planned=days.indienen),
        *(
            Stage(
                column=Column.ROUTE,
                name=_name(number, len(route), profile, step, (body,)),
                planned=_planned(days, body),
            )
            for number, step in enumerate(route, 1)
            for body in step.gremia
        ),
        Stage(column=Column.PUBLISHED, name="Gepubliceerd", planned=days.publicatie),
    )
    return tuple(_judged(stage, today) for stage in stages)


def cells_of(stages: Sequence[Stage]) -> dict[str, Cell]:
    """Return one cell per column: the first stage in it that is not done, or the last one."""
    cells = {}
    for column in Column:
        found = [stage for stage in stages if stage.column == column]
        if found:
            shown = next((stage for stage in found if stage.progress != Progress.DONE), found[-1])
            cells[str(column)] = Cell(
                progress=shown.progress, told=_short(found, shown), day=shown.real or shown.planned
            )
    return cells


def _short(found: Sequence[Stage], shown: Stage) -> str:
    if shown.column != Column.ROUTE or shown.progress == Progress.DONE:
        return str(shown.progress)
    return f"{shown.progress}: {shown.name.split(':')[0].lower()}"


def _asked_anew(stage: Stage) -> Stage:
    """Return it without the day of the first time: the plan knows no reopening. That of publication stays."""
    passed = stage.progress == Progress.DONE or stage.column == Column.PUBLISHED
    return stage if passed else replace(stage, planned=None)


def _judged(stage: Stage, today: date) -> Stage:
    """Return it as late when its day is over and it is not done."""
    day = stage.term or stage.planned
    over = day is not None and today > date.fromisoformat(day)
    return replace(stage, progress=Progress.LATE) if over and stage.progress not in _DAYLESS else stage


def _submissions(state: Dossier) -> Stage:
    duties, missing = state.opened.inzendplichten, missing_submissions(state)
    late = [item for item in state.current.values() if item.te_laat]
    newest = state.newest_inzending()
    carried = len(state.carried)
    told = f"{len(duties) - len(missing) - carried} van {len(duties)} binnen"
    told += f", {carried} overgenomen van eerder" if carried else ""
    told += f", waarvan {len(late)} te laat" if late else ""
    if stranded := _stranded(state):
        return Stage(
            column=Column.SUBMISSIONS, name="Werkboeken binnen", told=f"{told}; {stranded}", progress=Progress.WAITS
        )
    return Stage(
        column=Column.SUBMISSIONS,
        name="Werkboeken binnen",
        planned=state.opened.deadlines.indienen,
        real=_day(newest.klok) if newest and not missing else None,
        told=told,
        progress=Progress.BUSY if missing else Progress.DONE,
    )


def _stranded(state: Dossier) -> str:
    """Return what is waited for that nobody by name must hand in; empty for nothing."""
    return f"wacht op {join_names(waits)}" if (waits := name_stranded(state)) else ""


def _version(standing: Standing) -> Stage:
    state, version = standing.state, standing.state.active_version
    if version is not None:
        name, real, progress = f"Versie {version.versie} gemaakt", _day(version.klok), Progress.DONE
        return Stage(column=Column.VERSION, name=name, real=real, progress=progress)
    number = len(state.versions) + 1
    last = state.reopenings[-1] if state.reopenings else None
    corrects = last is not None and last.corrects is not None  # what is published stays until this is
    before = f"correctie van versie {number - 1}" if corrects else f"versie {number - 1} is teruggenomen"
    told = f"{before}: {on_one_line(last.reden)}" if last else ""
    busy = Progress.AHEAD if missing_submissions(state) or name_stranded(state) else Progress.BUSY
    return Stage(column=Column.VERSION, name=f"Versie {number} maken", told=told, progress=busy)


def _route(state: Dossier, profile: Profile) -> Iterator[Stage]:
    steps = tuple(applicable_steps(state, profile))
    places = {(place.step, place.gremium): place for place in walk(state, profile).places}
    for order, (number, step) in enumerate(steps, 1):
        bodies = tuple(code for code in step.gremia if percelen_of(state, step, code))
        if step.rol == Rol.INFO:
            yield _information(state, profile, number, step, _name(order, len(steps), profile, step, bodies))
            continue
        for body in bodies:
            stage = Stage(
                column=Column.ROUTE,
                name=_name(order, len(steps), profile, step, (body,)),
                planned=_planned(state.opened.deadlines, body),
            )
            place = places.get((number, body))
            yield stage if place is None else _at(stage, state, profile, place)


def _name(order: int, count: int, profile: Profile, step: Routestap, bodies: Iterable[str]) -> str:
    names = join_names([profile.gremium(code).naam for code in bodies])
    return f"Stap {order} van {count}: {names}, {name_role(step.rol, '')}"


def _information(state: Dossier, profile: Profile, number: int, step: Routestap, name: str) -> Stage:
    version = state.active_version
    sent = next((s for s in state.sendings if version and (s.stap, s.versie) == (number, version.versie)), None)
    if sent is None:
        return Stage(column=Column.ROUTE, name=name)
    told = "klaargezet"
    if step.ontvangst_vereist:
        confirmed = [profile.gremium(code).naam for code, _ in state.receipts if code in step.gremia]
        told += f"; ontvangst bevestigd door {join_names(confirmed) or 'nog niemand'}"
    return Stage(column=Column.ROUTE, name=name, real=_day(sent.klok), told=told, progress=Progress.DONE)


def _at(stage: Stage, state: Dossier, profile: Profile, place: Place) -> Stage:
    """Return the stage as the walk along the route finds this gremium."""
    gates = [g for g in state.gates if g.versie == _version_number(state) and g.stap == place.step]
    own = [gate for gate in gates if gate.soort != GESCHIL and gate.gremium == place.gremium]
    if not own:
        return stage
    last = own[-1]
    shown = own[:1] if last.withheld else own
    advised = (
        f"bindend advies: {name_outcome(gate.advice.advies)}" for gate in shown if gate.advice and not gate.withheld
    )
    told = "; ".join([*(_told(gate, profile) for gate in shown), *_disputes(gates, own, profile), *advised])
    if place.position == Position.AKKOORD:
        return replace(
            stage, told=told, real=None if last.withheld else _day(last.gesloten_klok), progress=Progress.DONE
        )
    if last.withheld:
        return replace(stage, told=told, progress=Progress.BUSY)
    if place.position == Position.AANGEHOUDEN:
        return replace(stage, told=f"{told}; aangehouden tot er een bindend advies is", progress=Progress.WAITS)
    return replace(stage, told=told, term=last.deadline if last.is_open else None, progress=Progress.BUSY)


def _version_number(state: Dossier) -> int:
    return state.active_version.versie if state.active_version else 0


def _told(gate: Gate, profile: Profile) -> str:
    if gate.withheld:
        return "besloten stap"
    again = f"ronde {gate.ronde}: " if gate.ronde > 1 else ""
    answered = f"{len(gate.votes)} van {len(gate.zetels)} antwoordden"
    if gate.uitslag is None:
        return f"{again}gevraagd op {format_day(gate.geopend_klok)}, uiterlijk {format_day(gate.deadline)}; {answered}"
    return f"{again}{name_outcome(gate.uitslag)} ({answered})"


def _disputes(gates: Sequence[Gate], own: Sequence[Gate], profile: Profile) -> Iterator[str]:
    ids = {gate.gate for gate in own}
    for gate in gates:
        if gate.betwist in ids and not gate.withheld:
            yield f"geschil bij {profile.gremium(gate.gremium).naam}: {_told(gate, profile)}"


def _published(state: Dossier, profile: Profile) -> Stage:
    stage = Stage(column=Column.PUBLISHED, name="Gepubliceerd", planned=state.opened.deadlines.publicatie)
    last = state.publications[-1] if state.publications else None
    if last is None:
        adopted = walk(state, profile).is_adopted
        return replace(
            stage, told="vastgesteld" if adopted else "", progress=Progress.BUSY if adopted else Progress.AHEAD
        )
    told = [
        f"de intrekking van versie {item.versie} is besloten op {format_day(item.withdrawal.klok)}; de documenten gaan "
        "nog weg"
        if item.waits_for_withdrawal
        else f"versie {item.versie} is ingetrokken op {format_day(item.withdrawal.klok)}"
        for item in state.publications
        if item.withdrawal
    ]
    told += ["een correctie is onderweg"] if state.correction else []
    gone = last.withdrawal is not None and not last.waits_for_withdrawal
    progress = Progress.WITHDRAWN if gone else Progress.DONE
    return replace(stage, real=_day(last.klok), told="; ".join(told), progress=progress)


def _planned(days: Deadlines, gremium: str) -> str | None:
    return days.gremia.get(gremium)


def _day(moment: str | None) -> str | None:
    return moment[:10] if moment else None
