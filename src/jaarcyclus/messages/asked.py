"""What is asked of people and not done yet: an answer, a workbook, a condition, the word that a product came. Pure.

Whoever has done it is in none of these: so nobody is reminded after the answer.
"""

from collections.abc import Iterator
from datetime import date

from jaarcyclus.dossier.planning import missing_submissions
from jaarcyclus.dossier.records import Gate, Reopening
from jaarcyclus.dossier.route import walk
from jaarcyclus.ledger.parts import Gatezetel
from jaarcyclus.messages.ladder import cannot_wait, is_near, rung_on
from jaarcyclus.messages.links import condition_link, owed_link, receipt_link, seat_link
from jaarcyclus.messages.occasion import Occasion
from jaarcyclus.messages.subject import Subject
from jaarcyclus.profile.messages import MessagePlan
from jaarcyclus.terms.days import format_date


def asked_in(subject: Subject, plan: MessagePlan, day: date) -> Iterator[Occasion]:
    """Yield what is asked in one dossier on this day, on the rung that holds then."""
    state = subject.state
    if state.ronde is None:
        return
    if state.is_closed:
        yield from _receipts(subject)
    elif state.active_version is None:
        yield from _submissions(subject, plan, day)
    else:
        for gate in state.gates_of(state.active_version.versie):
            yield from _seats(subject, gate, plan, day)
        yield from _conditions(subject, plan, day)


def _seats(subject: Subject, gate: Gate, plan: MessagePlan, day: date) -> Iterator[Occasion]:
    """Ask the holder of each silent seat, and its deputy when the term is near."""
    rung = rung_on(day, date.fromisoformat(gate.deadline), plan)
    if not gate.is_open or rung is None:
        return
    silent = gate.silent_zetels()
    for zetel in gate.zetels:
        deputy = zetel.plaatsvervanger if is_near(rung, plan) else None
        for person in filter(None, (zetel.houder, deputy)):
            if zetel.zetel in silent and person not in zetel.uitgesloten:
                yield _seat(subject, gate, zetel, person, rung, day)


def _seat(subject: Subject, gate: Gate, zetel: Gatezetel, person: str, rung: str, day: date) -> Occasion:
    body, deadline = subject.profile.gremium(gate.gremium).naam, date.fromisoformat(gate.deadline)
    seat = zetel.naam if person == zetel.houder else f"{zetel.naam} (u vervangt de {subject.name(zetel.houder)})"
    over = day > deadline
    return subject.occasion(
        f"{gate.gate}/{zetel.zetel}/{rung}{f'-{gate.deadline}' if gate.extensions else ''}",  # extra time is told anew
        person,
        subject="uw termijn om te antwoorden is voorbij"
        if over
        else f"uw antwoord, {_by(deadline)}{' (de termijn is verlengd)' if gate.extensions else ''}",
        told=f"{body} heeft voor {seat} geen antwoord van u. De termijn liep tot en met {format_date(deadline)}; "
        f"antwoorden kan niet meer. Geef uw standpunt door aan de {subject.office}."
        if over
        else f"De termijn is verlengd tot en met {_day(deadline, day)}. {body} vraagt nog uw antwoord voor {seat}."
        if gate.extensions
        else f"{body} vraagt uw antwoord voor {seat}. Dat kan tot en met {_day(deadline, day)}.",
        link=seat_link(subject.state.dossier, gate.gate, zetel.zetel),
        action="Bekijk de vraag" if over else "Lees het stuk en geef uw antwoord",
        deadline=gate.deadline,
        at_once=cannot_wait(rung),
    )


def _submissions(subject: Subject, plan: MessagePlan, day: date) -> Iterator[Occasion]:
    state, missing = subject.state, missing_submissions(subject.state)
    last = state.reopenings[-1] if state.reopenings else None
    rung = f"heropend-{last.seq}" if last else rung_on(day, state.closing_day, plan)
    for duty in state.opened.inzendplichten if rung else ():
        if duty.code in missing:
            yield subject.occasion(
                f"inzending/{duty.code}/{rung}",
                duty.indiener,
                subject="uw werkboek, opnieuw" if last else _by_or_late("uw werkboek", state.closing_day, day),
                told=f"{_name_reopening(last)} Lever het werkboek van {duty.naam} opnieuw in."
                if last
                else _tell_owed(duty.naam, state.closing_day, day),
                link=owed_link(),
                action="Lever uw werkboek in",
                deadline=None if last else state.opened.deadlines.indienen,
                at_once=not last and cannot_wait(rung or ""),
            )


def _name_reopening(item: Reopening) -> str:
    if item.corrects is None:
        return "De ronde is heropend."
    return f"Gepubliceerde versie {item.corrects} wordt gecorrigeerd."


def _tell_owed(name: str, closing: date, day: date) -> str:
    if day > closing:
        return f"Het werkboek van {name} had er op {format_date(closing)} moeten zijn. Lever het vandaag nog in."
    return (
        f"Lever het werkboek van {name} in. Dat kan tot en met {_day(closing, day)}. Het werkboek om mee te beginnen "
        "staat voor u klaar; wat de samenwerking al weet, staat erin."
    )


def _conditions(subject: Subject, plan: MessagePlan, day: date) -> Iterator[Occasion]:
    """Of passed gates only: while a gate is open its conditions are as sealed as its answers (`dossier.sight`)."""
    state, version = subject.state, subject.state.active_version
    for gate, vote in state.open_voorwaarden(version.versie) if version else ():
        asked = vote.voorwaarde
        rung = rung_on(day, date.fromisoformat(asked.datum), plan) if asked else None
        if asked is None or rung is None:
            continue
        deadline = date.fromisoformat(asked.datum)
        when = f"had op {format_date(deadline)} klaar moeten zijn" if day > deadline else f"moet {_day(deadline, day)}"
        told = f"{subject.profile.gremium(gate.gremium).naam} stelde een voorwaarde die bij u ligt. Die {when}"
        yield subject.occasion(
            f"{gate.gate}/{vote.zetel}/voorwaarde/{rung}",
            asked.eigenaar,
            subject=_by_or_late("een voorwaarde die bij u ligt", deadline, day),
            told=f"{told}." if day > deadline else f"{told} klaar zijn.",
            link=condition_link(state.dossier, gate.gate, vote.zetel),
            action="Lees de voorwaarde en meld wat u deed",
            deadline=asked.datum,
            at_once=cannot_wait(rung),
        )


def _receipts(subject: Subject) -> Iterator[Occasion]:
    """Ask each body that must say that the product came."""
    state = subject.state
    if state.in_force is None:
        return
    for code in walk(state, subject.profile).waits_for_receipt:
        body = subject.profile.gremium(code)
        for person in dict.fromkeys(zetel.houder for zetel in body.zetels):
            yield subject.occasion(
                f"v{state.in_force.versie}/ontvangst/{code}",
                person,
                subject="bevestig de ontvangst",
                told=f"Het product is gepubliceerd. Bevestig dat {body.naam} het heeft ontvangen.",
                link=receipt_link(state.dossier, code),
                action="Bevestig de ontvangst",
            )


def _by(deadline: date) -> str:
    return f"uiterlijk {format_date(deadline)}"


def _by_or_late(what: str, deadline: date, day: date) -> str:
    return f"{what} is te laat" if day > deadline else f"{what}, {_by(deadline)}"


def _day(deadline: date, day: date) -> str:
    return f"vandaag, {format_date(deadline)}" if deadline == day else format_date(deadline)
