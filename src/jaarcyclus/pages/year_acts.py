"""Which acts on a dossier make sense now for one person, and what each will do, in words. Pure.

What is offered is no right: `rules` refuses whoever may not, and what cannot be. Nothing sealed is told.
"""

from collections.abc import Iterator
from datetime import date

from jaarcyclus.dossier.planning import pause_until, waits_for_pause
from jaarcyclus.dossier.records import Dossier, Gate
from jaarcyclus.dossier.route import gremia_of, walk
from jaarcyclus.dossier.tally import Uitslag
from jaarcyclus.pages.act import Act, Choice, Kind
from jaarcyclus.pages.elsewhere import Elsewhere
from jaarcyclus.pages.late_acts import extensions, late_submissions
from jaarcyclus.pages.request_acts import kenmerken_of, openings
from jaarcyclus.pages.standings import Standing
from jaarcyclus.pages.warning_acts import list_passings
from jaarcyclus.profile.gremium import Rol
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.days import format_date
from jaarcyclus.terms.formats import join_names
from jaarcyclus.terms.products import name_in_sentence


def list_acts(standing: Standing, person: str, today: date, elsewhere: Elsewhere) -> tuple[Act, ...]:
    """Return the acts that make sense for this person on this dossier now."""
    state, profile = standing.state, standing.profile
    found: list[Act] = []
    if person == profile.controller:
        found += _of_round(state, profile, today)
        found += late_submissions(state, today, elsewhere)
        found += _of_publication(state)
        found += extensions(state, profile, today)
        found += openings(state, profile, today, elsewhere)
    if person in (profile.controller, profile.ambtelijk_secretaris):
        found += _advices(state, profile)
    return tuple(found)


def find_act(standing: Standing, person: str, today: date, kind: str, about: str, elsewhere: Elsewhere) -> Act | None:
    """Return this act, None when it makes no sense now for this person."""
    # A workbook has up to hundreds of warnings: those are offered beside each of them, and not among the others.
    if kind == Kind.PASS:
        acts = list_passings(standing) if person == standing.profile.controller else ()
    else:
        acts = list_acts(standing, person, today, elsewhere)
    return next((act for act in acts if (act.kind, act.about) == (kind, about)), None)


def _of_round(state: Dossier, profile: Profile, today: date) -> Iterator[Act]:
    if state.is_closed:
        return
    if state.active_version is not None:
        yield _reopening(state, profile)
        return
    if waits_for_pause(state, profile, today):
        yield _pause(state, profile)
    if known := kenmerken_of(profile, state.product):
        yield _kenmerken(state, profile, known)


def _reopening(state: Dossier, profile: Profile) -> Act:
    number = len(state.versions)
    gates = [gate for gate in state.gates_of(number) if gate.is_open]
    bodies = join_names([profile.gremium(gate.gremium).naam for gate in gates])
    answered = sum(len(gate.votes) for gate in gates)
    return Act(
        kind=Kind.REOPEN,
        dossier=state.dossier,
        title="Heropen de ronde",
        effects=(
            f"Versie {number} van {_name(state)} vervalt en gaat niet verder op de besluitroute.",
            *([f"De open vraag aan {bodies} vervalt{_lost(answered)}."] if gates else []),
            "De percelen die u kiest, dienen opnieuw in. Kiest u er geen, dan wacht het programma op een nieuw "
            "werkboek van een perceel dat zelf wil.",
            f"Daarna komt er een versie {number + 1}. Die gaat de hele besluitroute opnieuw langs.",
        ),
        about=str(number),
        percelen=_percelen(state),
    )


def _lost(answered: int) -> str:
    if not answered:
        return ""
    return ", met 1 antwoord dat al is gegeven" if answered == 1 else f", met {answered} antwoorden die al zijn gegeven"


def _pause(state: Dossier, profile: Profile) -> Act:
    until = pause_until(state, profile)
    return Act(
        kind=Kind.SKIP_PAUSE,
        dossier=state.dossier,
        title="Sla de bedenktijd over",
        effects=(
            f"De bedenktijd loopt tot {format_date(until)} en eindigt dan nu."
            if until
            else "De bedenktijd eindigt nu.",
            f"Het programma maakt daarna versie {len(state.versions) + 1} van {_name(state)}, van de werkboeken die er "
            "zijn.",
            "Een perceel kan zijn werkboek daarna alleen nog vervangen als u de ronde heropent.",
        ),
    )


def _kenmerken(state: Dossier, profile: Profile, known: list[str]) -> Act:
    steps = profile.routes[state.product]

    def bodies(kenmerken: set[str], kenmerk: str) -> str:
        found = [
            f"{profile.gremium(code).naam} ({step.rol})"
            for step in steps
            if step.kenmerk == kenmerk and step.applies_to(kenmerken)
            for code in gremia_of(state, step)
        ]
        return join_names(found) or "niemand"

    def told(kenmerk: str) -> str:
        return f"Aangekruist: {bodies({kenmerk}, kenmerk)}. Niet aangekruist: {bodies(set(), kenmerk)}."

    doubts = [
        item.melding
        for submission in state.current.values()
        for item in submission.bevindingen
        if item.code == "TOETS_PAST_NIET"
    ]
    return Act(
        kind=Kind.KENMERKEN,
        dossier=state.dossier,
        title="Leg de kenmerken vast",
        effects=(
            f"Hiermee bepaalt u langs welke gremia {_name(state)} gaat.",
            *doubts,
            "Wat u niet aankruist, geldt niet.",
            "Zodra er een versie op de besluitroute is, kunt u dit alleen veranderen door de ronde te heropenen.",
        ),
        kenmerken=tuple(
            Choice(value=code, text=code.replace("_", " "), effect=told(code), chosen=code in state.kenmerken)
            for code in known
        ),
    )


def _advices(state: Dossier, profile: Profile) -> Iterator[Act]:
    for gate in () if state.is_closed else walk(state, profile).held_up:
        if gate.withheld:  # only who reads it can settle it
            continue
        body = profile.gremium(gate.gremium).naam
        yield Act(
            kind=Kind.ADVIES,
            dossier=state.dossier,
            title=f"Leg het bindend advies vast over {body}",
            effects=(
                f"{_name(state).capitalize()} is aangehouden omdat er geen overeenstemming is. Het advies beslist.",
                "Het advies met de naam van de deskundige staat daarna bij de besluiten, voor elk gremium van de "
                "route.",
                "Dit kan niet worden teruggedraaid.",
            ),
            about=gate.gate,
            outcomes=(
                Choice(value=str(Uitslag.DOORGANG), text="doorgang", effect=_goes_on(gate, body)),
                Choice(
                    value=str(Uitslag.TERUG),
                    text="terug",
                    effect=f"versie {gate.versie} vervalt en percelen dienen opnieuw in.",
                ),
            ),
        )


def _goes_on(gate: Gate, body: str) -> str:
    if gate.rol == Rol.AFSTEMMING:
        return "het document gaat door naar de volgende stap."
    return f"{body} antwoordt nog een keer."


def _of_publication(state: Dossier) -> Iterator[Act]:
    for item in state.publications:
        if item.withdrawal is None:
            yield Act(
                kind=Kind.WITHDRAW,
                dossier=state.dossier,
                title=f"Trek versie {item.versie} in",
                effects=(
                    f"Het programma haalt de documenten van versie {item.versie} van {_name(state)} weg van de plaats "
                    "van publicatie.",
                    "Er komt een pagina in de plaats die zegt dat zij is ingetrokken, wanneer, door wie en waarom.",
                    "In het dossier blijft alles bewaard. Intrekken kan niet worden teruggedraaid.",
                    "Komt er een verbeterde versie? Begin dan een correctie: deze blijft staan tot die er is.",
                ),
                about=str(item.versie),
            )
    if state.publications and state.correction is None and state.opened.regels > 1:
        last = state.publications[-1]
        stays = f"Versie {last.versie} blijft gepubliceerd tot de correctie er is." if state.in_force else ""
        yield Act(
            kind=Kind.CORRECT,
            dossier=state.dossier,
            title="Begin een correctie",
            effects=(
                f"De ronde van {_name(state)} gaat weer open. De percelen die u kiest, dienen opnieuw in.",
                *([stays] if stays else []),
                f"Er komt een versie {len(state.versions) + 1}. Die gaat de hele besluitroute langs en vervangt versie "
                f"{last.versie}.",
            ),
            about=str(last.versie),
            percelen=_percelen(state),
        )


def _percelen(state: Dossier) -> tuple[Choice, ...]:
    return tuple(Choice(value=duty.code, text=duty.naam) for duty in state.opened.inzendplichten)


def _name(state: Dossier) -> str:
    return name_in_sentence(state.product, state.boekjaar)
