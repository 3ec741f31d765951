"""What happened that people are told of: decisions, publications, what was taken back or asked anew, refusals. Pure.

A decision is told as a fact, without its outcome: who may read that follows from the page behind the link. Only the
last fortnight is news (chosen): an installation that begins to tell does not tell of years.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from jaarcyclus.dossier.confidential import sees_gate
from jaarcyclus.dossier.planning import missing_submissions
from jaarcyclus.dossier.records import Gate, Reopening, Sending
from jaarcyclus.dossier.route import applicable_steps, route_gremia
from jaarcyclus.dossier.sight import may_read
from jaarcyclus.dossier.tally import GESCHIL, name_role
from jaarcyclus.messages.links import attempt_link, dossier_link, owed_link
from jaarcyclus.messages.occasion import Occasion
from jaarcyclus.messages.subject import Subject
from jaarcyclus.terms.formats import join_names

FRESH = timedelta(days=14)
_READ = "Lees het dossier"


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """One workbook that was refused and not followed by one that counts; `receipt` is its seq in the postbus.

    `file` is its name on one line; `perceel` and `product` are in words, empty when nobody could tell. `of_round`: the
    workbook has no fault, its round or its sender stands in the way. `counts`: an accepted one of before still does.
    """

    postbus: str
    receipt: int
    person: str
    file: str
    day: str
    perceel: str = ""
    product: str = ""
    of_round: bool = False
    counts: bool = False
    exercise: bool = False


def news_in(subject: Subject, day: date) -> Iterator[Occasion]:
    """Yield what lately happened in one dossier, to each person who may read it."""
    state = subject.state
    if state.ronde is None:
        return
    found = (
        *_sendings(subject, day),
        *_publications(subject, day),
        *_reopenings(subject, day),
        *_carried(subject, day),
        *_revised(subject, day),
    )
    yield from (item for item in found if may_read(state, subject.profile, item.person))


def refused(refusals: Iterable[Refusal], day: date) -> Iterator[Occasion]:
    """Yield each refused workbook, to who sent it: an answer to an act of today cannot wait."""
    for item in refusals:
        if _is_fresh(item.day, day):
            yield Occasion(
                key=f"{item.postbus}/{item.receipt}/geweigerd",
                person=item.person,
                title=item.product or "Uw werkboek",
                subject="uw werkboek is niet geaccepteerd" if item.product else "niet geaccepteerd",
                told=_tell_refusal(item),
                link=attempt_link(item.receipt),
                action="Bekijk waarom",
                at_once=True,
                exercise=item.exercise,
            )


def _tell_refusal(item: Refusal) -> str:
    of = f" van {item.perceel}" if item.perceel else ""
    what = f"Het werkboek{of}{f' voor {item.product}' if item.product else ''} (bestand ‘{item.file}’)"
    told = f"{what} is niet geaccepteerd. "
    if item.of_round:
        told += "Aan het werkboek zelf ligt het niet: op de pagina staat waarom, en wat u kunt doen."
    else:
        told += "Op de pagina staat per cel wat er moet veranderen. Verbeter het en lever het opnieuw in."
    return f"{told} Het werkboek dat eerder is geaccepteerd, blijft gelden." if item.counts else told


def _sendings(subject: Subject, day: date) -> Iterator[Occasion]:
    for sent in subject.state.sendings:
        if _is_fresh(sent.klok, day):
            key, what, told = _tell_sending(subject, sent)
            people = [zetel.houder for code in sent.gremia for zetel in subject.profile.gremium(code).zetels]
            for person in dict.fromkeys((*people, *_office(subject))):
                if _may_hear(subject, sent, person):
                    yield _news(subject, key, person, what, told)


def _may_hear(subject: Subject, sent: Sending, person: str) -> bool:
    """Of a confidential step nobody outside hears that it was decided, nor where its dispute went."""
    gate = subject.state.gate(sent.gate) if sent.gate else None
    return gate is None or sees_gate(subject.state, subject.profile, gate, person)


def _tell_sending(subject: Subject, sent: Sending) -> tuple[str, str, str]:
    def name(code: str) -> str:
        return subject.profile.gremium(code).naam

    if sent.gate is None:
        told = f"Versie {sent.versie} staat ter informatie klaar voor {join_names([*map(name, sent.gremia)])}."
        return f"v{sent.versie}/{sent.rol}/{sent.stap}", "ter informatie", told
    gate = subject.state.gate(sent.gate)
    body = name(gate.gremium) if gate else "Het gremium"
    what = "bindend advies" if sent.rol == "advies" else "uitslag"
    question, place = _name_question(subject, gate) if gate else ("een vraag", "")
    told = f"{body}: er is {'' if sent.rol == 'advies' else 'een '}{what} over {question}{place}, versie {sent.versie}."
    return f"{sent.gate}/{sent.rol}", f"{what} {body}, {question}", told


def _name_question(subject: Subject, gate: Gate) -> tuple[str, str]:
    """Return `de vraag ter instemming` or what a dispute is about, and ` (stap 2 van 4, ronde 2)`."""
    state, profile = subject.state, subject.profile
    disputed = state.gate(gate.betwist) if gate.betwist else None
    steps = [number for number, _ in applicable_steps(state, profile)]
    place = [f"stap {steps.index(gate.stap) + 1} van {len(steps)}"] if gate.stap in steps else []
    place += [f"ronde {gate.ronde}"] if gate.ronde > 1 else []
    about = f" over het antwoord van {profile.gremium(disputed.gremium).naam}" if disputed else ""
    question = f"het geschil{about}" if gate.soort == GESCHIL else f"de vraag {name_role(gate.rol, gate.soort)}"
    return question, f" ({', '.join(place)})" if place else ""


def _publications(subject: Subject, day: date) -> Iterator[Occasion]:
    for item in subject.state.publications:
        if _is_fresh(item.klok, day):
            what = "gepubliceerd" if item.replaces is None else "opnieuw gepubliceerd, na een correctie"
            yield from _to_all(subject, f"v{item.versie}/gepubliceerd", what, f"Versie {item.versie} is {what}.")
        if item.withdrawal and _is_fresh(item.withdrawal.klok, day):
            told = f"Er is besloten om de publicatie van versie {item.versie} in te trekken."
            yield from _to_all(subject, f"v{item.versie}/ingetrokken", "ingetrokken", told)


def _reopenings(subject: Subject, day: date) -> Iterator[Occasion]:
    for item in subject.state.reopenings:
        if _is_fresh(subject.reopened_at.get(item.seq, ""), day):
            what = "heropend" if item.corrects is None else "correctie"
            yield from _to_all(subject, f"heropend-{item.seq}", what, _tell_reopening(item))


def _tell_reopening(item: Reopening) -> str:
    told = "De ronde is heropend. Wat over de vorige versie is gevraagd, is vervallen."
    if item.corrects is not None:
        told = f"Er is besloten om gepubliceerde versie {item.corrects} te corrigeren."
    if not item.percelen:
        told += (
            " Elk perceel mag opnieuw inleveren; pas als ten minste één perceel dat doet, komt er een nieuwe versie."
        )
    return f"{told} U hoort het als er een nieuwe versie is."


def _carried(subject: Subject, day: date) -> Iterator[Occasion]:
    """Tell who should have handed in that other figures count now, and that the own ones still can."""
    for duty in subject.state.opened.inzendplichten:
        item = subject.state.carried.get(duty.code)
        if item is not None and _is_fresh(item.klok, day):
            told = (
                f"Van {duty.naam} is geen werkboek aanvaard. De controller nam de laatst vastgestelde cijfers over; "
                "die tellen nu mee. Levert u uw werkboek in voordat er een versie is, dan tellen uw eigen cijfers."
            )
            yield subject.occasion(
                f"overgenomen-{item.seq}",
                duty.indiener,
                subject=f"cijfers van {duty.naam} overgenomen",
                told=told,
                link=owed_link(),
                action="Lever uw werkboek in",
            )


def _revised(subject: Subject, day: date) -> Iterator[Occasion]:
    """Tell who still fills in a workbook that it was prefilled by figures which are others now."""
    state = subject.state
    if not state.revised_on or state.active_version is not None or not _is_fresh(state.revised_on, day):
        return
    begins = missing_submissions(state) - state.current.keys()  # who handed in before is asked anew
    for duty in state.opened.inzendplichten:
        if duty.code in begins:
            yield subject.occasion(
                f"werkboek/{duty.code}/stand-{state.known_seq}",
                duty.indiener,
                subject=f"een nieuw werkboek voor {duty.naam}",
                told=f"De bekende cijfers zijn herzien. Voor {duty.naam} staat een nieuw werkboek klaar. Hebt u er "
                "al een, neem dan in het nieuwe over wat u had ingevuld.",
                link=owed_link(),
                action="Haal het nieuwe werkboek op",
            )


def _to_all(subject: Subject, key: str, what: str, told: str) -> Iterator[Occasion]:
    """Tell every seat of the route, who hands in and who runs the cycle."""
    seats = (
        zetel.houder
        for code in route_gremia(subject.state, subject.profile)
        for zetel in subject.profile.gremium(code).zetels
    )
    senders = (duty.indiener for duty in subject.state.opened.inzendplichten)
    for person in dict.fromkeys((*seats, *senders, *_office(subject))):
        yield _news(subject, key, person, what, told)


def _office(subject: Subject) -> tuple[str, str]:
    return subject.profile.controller, subject.profile.ambtelijk_secretaris


def _news(subject: Subject, key: str, person: str, what: str, told: str) -> Occasion:
    link = dossier_link(subject.state.dossier)
    return subject.occasion(key, person, subject=what, told=told, link=link, action=_READ)


def _is_fresh(moment: str, day: date) -> bool:
    return bool(moment) and day - FRESH <= date.fromisoformat(moment[:10]) <= day
