"""Where a dossier stands and whom it waits for, in one set of words: overview and verifier say the same of one dossier.

Imports no ledger and no settings, since the verifier has neither.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from jaarcyclus.dossier.confidential import WITHHELD
from jaarcyclus.dossier.inzending import Inzending
from jaarcyclus.dossier.planning import has_news, missing_submissions, pause_until
from jaarcyclus.dossier.records import Dossier, Gate
from jaarcyclus.dossier.route import walk
from jaarcyclus.dossier.tally import name_outcome, name_role
from jaarcyclus.dossier.warnings import Warned, warnings_of
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.days import format_date
from jaarcyclus.terms.formats import format_day
from jaarcyclus.terms.text import on_one_line


def name_standing(dossier: Dossier, profile: Profile) -> str:
    """Return where it stands, without a full stop; `profile` is that of its round."""
    standing = _name_publication(dossier, profile) if dossier.is_closed else _name_round(dossier, profile)
    return "; ".join([standing, *_name_changes(dossier)])


def _name_publication(dossier: Dossier, profile: Profile) -> str:
    if dossier.in_force is None and not dossier.publications[-1].waits_for_withdrawal:
        return "niet meer gepubliceerd"
    return "gepubliceerd, wacht op ontvangst" if walk(dossier, profile).waits_for_receipt else "gepubliceerd"


def _name_changes(dossier: Dossier) -> Iterator[str]:
    """Yield what was decided about each publication since, and the correction that is under way."""
    for item in dossier.publications:
        if item.replaces is not None:
            yield f"versie {item.versie} vervangt versie {item.replaces}"
        if item.withdrawal is not None:
            decided = format_day(item.withdrawal.klok)
            yield (
                f"de intrekking van versie {item.versie} is besloten op {decided} en nog niet uitgevoerd"
                if item.waits_for_withdrawal
                else f"versie {item.versie} is ingetrokken op {decided}"
            )
    if dossier.correction is not None:
        stays = " (die blijft tot dan gepubliceerd)" if dossier.in_force else ""
        yield f"een correctie van versie {dossier.correction.versie}{stays} is onderweg"


def _name_round(dossier: Dossier, profile: Profile) -> str:
    version, position = dossier.active_version, walk(dossier, profile)
    if version is None:
        if missing_submissions(dossier):
            return "inzendingen gevraagd"
        waits = bool(name_stranded(dossier))
        return "wacht op een nieuw werkboek" if waits else "versie wordt gemaakt of wacht op herstel"
    if position.is_adopted:
        return "vastgesteld, nog niet gepubliceerd"
    if any(not gate.withheld for gate in position.held_up):
        return f"aangehouden. {profile.ladder.toelichting_top.strip().removesuffix('.')}"
    return f"versie {version.versie} op de besluitroute"


def name_code(gate: Gate) -> str:
    """Return a gate as commands know it."""
    return gate.gate


def name_waits(state: Dossier, profile: Profile, name: Callable[[Gate], str] = name_code) -> list[str]:
    """Return a line per person or perceel that is to act; `name` says what a reader calls a gate."""
    gone = [
        f"het programma: de documenten van versie {item.versie} moeten nog weg (intrekking)"
        for item in state.publications
        if item.waits_for_withdrawal
    ]
    return [*gone, *(_of_publication(state, profile) if state.is_closed else _of_round(state, profile, name))]


def _of_publication(state: Dossier, profile: Profile) -> list[str]:
    if state.in_force is None:
        return []
    return [f"ontvangst door {profile.gremium(code).naam}" for code in walk(state, profile).waits_for_receipt]


def _of_round(state: Dossier, profile: Profile, name: Callable[[Gate], str]) -> list[str]:
    position = walk(state, profile)
    if state.active_version is None:
        return [*_missing(state, profile), *name_stranded(state), *_pause(state, profile)]
    open_gates = [gate for gate in state.gates_of(state.active_version.versie) if gate.is_open]
    conditions = state.open_voorwaarden(state.active_version.versie)
    return [
        *(_withheld(gate, profile) for gate in open_gates if gate.withheld),
        *(_seat(gate, seat, name) for gate in open_gates if not gate.withheld for seat in gate.silent_zetels()),
        *(
            # Who must meet it is as confidential as its words, and a name that stands in for him would be untrue.
            f"{on_one_line(vote.voorwaarde.tekst)}; vraag de controller"
            if gate.withheld
            else f"{profile.person(vote.voorwaarde.eigenaar).functie}: {on_one_line(vote.voorwaarde.tekst)}"
            f" (uiterlijk {format_date(date.fromisoformat(vote.voorwaarde.datum))})"
            for gate, vote in conditions
            if vote.voorwaarde
        ),
        *(_advice(gate, profile, name) for gate in position.held_up if not gate.withheld),
    ]


def _missing(state: Dossier, profile: Profile) -> list[str]:
    missing = missing_submissions(state)
    return [
        f"het werkboek van {duty.naam} ({profile.person(duty.indiener).functie})"
        for duty in state.opened.inzendplichten
        if duty.code in missing
    ]


def name_stranded(state: Dossier) -> list[str]:
    """Return what a round waits for in which nobody by name must hand in, and yet no version can be made."""
    newest = max((inzending.seq for inzending in state.current.values()), default=0)
    last = state.reopenings[-1] if state.reopenings else None
    if last and last.seq > newest and not last.percelen:
        return [f"een nieuw werkboek van ten minste één perceel: de ronde is heropend ({on_one_line(last.reden)})"]
    if state.rejection_in_force:
        return [
            f"een verbeterd werkboek: de consolidatie is afgekeurd ({on_one_line(' '.join(state.rejection_reasons))})"
        ]
    return []


def _pause(state: Dossier, profile: Profile) -> list[str]:
    """Return until when workbooks may be replaced, once all are in; whether that is over the next tick sees."""
    until = pause_until(state, profile)
    if until is None or missing_submissions(state) or not has_news(state):
        return []
    return [f"de bedenktijd: tot {format_date(until)} mag een perceel zijn werkboek nog vervangen"]


def name_warnings(state: Dossier, profile: Profile, person: str | None) -> Iterator[str]:
    """Yield what is to be said of the workbooks that count: to who runs the cycle all, to a sender of the own.

    `person` is None for the owner of the machine.
    """
    reads_all = person in (None, profile.controller, profile.ambtelijk_secretaris)
    for duty in state.opened.inzendplichten:
        inzending = state.current.get(duty.code)
        if inzending is not None and (reads_all or person == inzending.inzender):
            told = (*_came(inzending, state.closing_day), *_told(warnings_of(state, duty.code), numbered=reads_all))
            yield from (f"werkboek van {duty.naam}: {text}" for text in told)


def _came(inzending: Inzending, closing_day: date) -> Iterator[str]:
    if inzending.overgenomen:
        yield f"ontbreekt; op {format_day(inzending.klok)} zijn de laatst vastgestelde cijfers overgenomen"
    if inzending.te_laat:
        yield f"te laat, op {format_day(inzending.klok)}; de sluitdag was {format_date(closing_day)}"


def _told(warned: Iterable[Warned], *, numbered: bool) -> Iterator[str]:
    """Yield the warnings, open ones first; `numbered`: with the number by which the controller lets one pass."""
    ordered = sorted(warned, key=lambda item: item.passed is not None)
    for item in ordered[:_MOST_WARNINGS]:
        place = f" ({on_one_line(item.place)})" if item.place else ""
        if item.passed is not None:
            became = f", afgedaan op {format_day(item.passed.klok)} ({on_one_line(item.passed.content.reden)})"
        else:
            became = f", nummer {item.number}" if numbered else ""
        yield f"waarschuwing {item.first.code}{place}{became}: {on_one_line(item.first.melding)}"
    if (rest := len(ordered) - _MOST_WARNINGS) > 0:
        yield f"en nog {rest} waarschuwingen; de inzender heeft ze alle"


_MOST_WARNINGS = 10  # chosen: an overview that nobody reads to its end tells nothing


def _advice(gate: Gate, profile: Profile, name: Callable[[Gate], str]) -> str:
    people = " of ".join(profile.person(key).functie for key in (profile.controller, profile.ambtelijk_secretaris))
    return f"het bindend advies over {name(gate)}; {people} legt het vast"


def _withheld(gate: Gate, profile: Profile) -> str:
    return f"een besloten stap van {profile.gremium(gate.gremium).naam}"


def _seat(gate: Gate, zetel: str, name: Callable[[Gate], str]) -> str:
    seat = next(item.naam for item in gate.zetels if item.zetel == zetel)
    return f"{seat} ({name(gate)}, uiterlijk {format_date(date.fromisoformat(gate.deadline))})"


def describe_gate(gate: Gate, profile: Profile) -> str:
    """Return `v1-s2-bvr-r1: Bestuurlijk overleg ter instemming, open (1 van 3 zetels)`."""
    if gate.withheld:
        return f"{gate.gate}: {profile.gremium(gate.gremium).naam}. {WITHHELD}"
    outcome = name_outcome(gate.uitslag) if gate.uitslag else "vervallen" if gate.vervallen else "open"
    answered = f"{len(gate.votes)} van {len(gate.zetels)} zetels"
    asked = f"{profile.gremium(gate.gremium).naam} {name_role(gate.rol, gate.soort)}"
    return f"{gate.gate}: {asked}, {outcome} ({answered})"
