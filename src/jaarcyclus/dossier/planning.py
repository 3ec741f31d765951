"""What is due in a dossier: the steps that follow from where it stands. Pure.

`next_steps` looks at the ledger's fold only. Whether a run of Airflow is already doing a step is the shell's
business; a step stays due until the ledger shows its effect, so green never means yes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from jaarcyclus.dossier.records import Dossier, Gate, Version
from jaarcyclus.dossier.route import Place, Position, rung, walk
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.days import add_working_days


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that is due. `sleutel` is stable: the run that does it is named after it.

    kind: `product`, `besluit`, `publicatie` (a version, or what is withdrawn) are runs; `info`, `herinneren`,
    `over_tijd` are done on the spot.
    """

    kind: str
    sleutel: str
    dossier: str
    data: Mapping[str, Any] = field(default_factory=dict)


def next_steps(dossier: Dossier, profile: Profile, now: datetime) -> tuple[Step, ...]:
    """Return what is due, in the order in which it should be done; () when the dossier waits for people."""
    if dossier.ronde is None:
        return ()
    return (*_withdrawal_steps(dossier), *(() if dossier.is_closed else _round_steps(dossier, profile, now.date())))


def _withdrawal_steps(dossier: Dossier) -> Iterator[Step]:
    for item in dossier.publications:
        if item.waits_for_withdrawal:
            yield _step("publicatie", dossier, f"v{item.versie}-intrekking", versie=item.versie)


def _round_steps(dossier: Dossier, profile: Profile, today: date) -> tuple[Step, ...]:
    version = dossier.active_version
    if version is None:
        return _product_step(dossier, profile, today)
    return (*_deadline_steps(dossier, version, profile, today), *_route_steps(dossier, version, profile))


def climb_day(gate: Gate, profile: Profile) -> date:
    """Return the last day before an unanswered gate climbs: its deadline plus the rung's working days."""
    trede = rung(profile, gate.gremium)
    return add_working_days(date.fromisoformat(gate.deadline), trede.na_werkdagen if trede else 0)


def reminders_due(gate: Gate, profile: Profile, today: date) -> tuple[str, ...]:
    """Return the moments (`voor`, `over_tijd`) at which silent seats are due to be recorded, and are not yet.

    None when every seat has answered: what nobody got is no evidence.
    """
    if not gate.silent_zetels():
        return ()
    deadline = date.fromisoformat(gate.deadline)
    moments = []
    if today >= add_working_days(deadline, -profile.kalender.herinnering_werkdagen):
        moments.append("voor")
    if today > deadline:
        moments.append("over_tijd")
    return tuple(moment for moment in moments[-1:] if moment not in gate.reminders)


def missing_submissions(dossier: Dossier) -> tuple[str, ...]:
    """Return the submissions the next version still waits for; a reopening asks for new ones."""
    if dossier.ronde is None:
        return ()
    current = dossier.current
    codes = [duty.code for duty in dossier.ronde.inzendplichten]
    since = max((heropening.seq for heropening in dossier.reopenings), default=0)
    asked = {code for h in dossier.reopenings if h.seq == since for code in h.percelen}
    return tuple(code for code in codes if code not in current or (code in asked and current[code].seq < since))


def has_news(dossier: Dossier) -> bool:
    """Return whether a workbook came in since the version was sent back or its consolidation failed."""
    newest = dossier.newest_inzending()
    ended = max((*(item.seq for item in dossier.reopenings), *dossier.rejections), default=0)
    return newest is not None and newest.seq > ended


def pause_until(dossier: Dossier, profile: Profile) -> date | None:
    """Return the first day on which a version may be made of what was handed in; None when nothing has to wait.

    Counted from the last workbook, also one that replaces another; no pause under rules 1.
    """
    newest = dossier.newest_inzending()
    if newest is None or dossier.opened.regels == 1 or dossier.pause_skipped > newest.seq:
        return None
    return add_working_days(date.fromisoformat(newest.counts_since[:10]), profile.kalender.bedenktijd_werkdagen)


MAX_DAYS_OF_ANNEX = 31  # chosen: a publication that failed is tried again for a month with the same annex


def annex_holds(dossier: Dossier, today: date) -> bool:
    """Return whether there is an annex with which may still be published; an older one is made anew."""
    made = dossier.bijlage_event
    if made is None or dossier.opened.regels == 1:
        return made is not None
    return today <= date.fromisoformat(made.klok[:10]) + timedelta(days=MAX_DAYS_OF_ANNEX)


def waits_for_pause(dossier: Dossier, profile: Profile, today: date) -> bool:
    """Return whether percelen may still replace the workbooks, all of which are in."""
    until = pause_until(dossier, profile)
    complete = dossier.active_version is None and not missing_submissions(dossier) and has_news(dossier)
    return complete and until is not None and today < until


def _product_step(dossier: Dossier, profile: Profile, today: date) -> tuple[Step, ...]:
    if missing_submissions(dossier) or not has_news(dossier) or waits_for_pause(dossier, profile, today):
        return ()
    newest, version = max(item.seq for item in dossier.current.values()), len(dossier.versions) + 1
    # The submissions are in the key: after a rejected consolidation a new workbook makes a new step.
    return (Step(kind="product", sleutel=f"{dossier.dossier}-v{version}-i{newest}", dossier=dossier.dossier),)


def _deadline_steps(dossier: Dossier, version: Version, profile: Profile, today: date) -> Iterator[Step]:
    for gate in dossier.gates_of(version.versie):
        if not gate.is_open:
            continue
        if today > climb_day(gate, profile) and gate.silent_zetels():
            yield _step("over_tijd", dossier, gate.gate, gate=gate.gate)
            continue
        for moment in reminders_due(gate, profile, today):
            yield _step("herinneren", dossier, f"{gate.gate}-{moment}", gate=gate.gate, moment=moment)


def _route_steps(dossier: Dossier, version: Version, profile: Profile) -> Iterator[Step]:
    position = walk(dossier, profile)
    for number, _ in position.due_information:
        yield _step("info", dossier, f"v{version.versie}-s{number}", stap=number)
    for place in position.reached:
        yield from _gate_steps(dossier, place)
    if position.is_adopted:
        yield _step("publicatie", dossier, f"v{version.versie}-publicatie", versie=version.versie)


def _gate_steps(dossier: Dossier, place: Place) -> Iterator[Step]:
    if place.position == Position.RUNNING and place.gate is not None:
        yield _step("besluit", dossier, place.gate.gate, gate=place.gate.gate, gremium=place.gate.gremium)
    if place.proposal is not None:
        due = place.proposal
        yield _step("besluit", dossier, due.gate, gate=due.gate, gremium=due.gremium)


def _step(kind: str, dossier: Dossier, suffix: str, **data: Any) -> Step:
    return Step(kind=kind, sleutel=f"{dossier.dossier}-{suffix}", dossier=dossier.dossier, data=data)
