"""What one person must hand in, by when, and whether it is in; with the workbook to begin with."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jaarcyclus.dossier.inzending import Inzending
from jaarcyclus.dossier.planning import missing_submissions, pause_until
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.pages.decisions import tell_left
from jaarcyclus.pages.reader import SUBMISSIONS
from jaarcyclus.pages.reopened import may_hand_in_anew, tell_open_to_all
from jaarcyclus.pages.standings import Standing
from jaarcyclus.profile.of_round import opening_day
from jaarcyclus.profile.records import Profile
from jaarcyclus.steps import rejections
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.formats import format_day
from jaarcyclus.terms.products import PRODUCTS, name_in_sentence, name_product

MOST, MOST_DONE = 50, 20
"""How many rounds a list shows, and how many closed ones (chosen: five years of one perceel)."""
SOON_DAYS = 5
"""How many days before the closing day it is marked (chosen: a working week)."""
NO_PRODUCT = (
    "Uw werkboek sluit niet aan op dat van een ander perceel. Zolang dat zo is, komt er geen product. Open uw "
    "laatste inzending om te zien wat er verschilt."
)
Contradicts = Callable[[Dossier, str], bool]
"""Whether the last workbook of a perceel contradicts that of another; asked only when something was rejected."""


class Group(StrEnum):
    """What is to be done for a round."""

    OWED = "owed"
    MAY = "may"
    IN = "in"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class Owed:
    """One workbook of one round. `accepted` counts now, None when nothing does; `first_year` may be None too.

    `anew`: it was asked again after a reopening, which gives it no day; then the closing day says nothing. `revised`:
    the day (ISO) on which the known figures became other ones, "" when they did not.
    """

    dossier: str
    title: str
    perceel: str
    name: str
    group: Group
    deadline: str
    tag: str
    urgent: bool
    anew: bool
    told: str
    accepted: Inzending | None
    form: str
    first_year: str | None
    revised: str

    @property
    def receipt(self) -> str | None:
        """Return where the workbook that counts is told of."""
        return attempt_path(self.accepted.ontvangst) if self.accepted else None


def reads_rejections(workspace: Workspace) -> Contradicts:
    """Return who knows it from the workbooks that lie there now."""
    return lambda state, perceel: bool(rejections.of_perceel(workspace, state, perceel))


def attempt_path(number: int) -> str:
    """Return where one received file is told of."""
    return f"{SUBMISSIONS}/{number}"


def list_owed(
    standings: Iterable[Standing], person: str, today: date, contradicts: Contradicts
) -> dict[Group, tuple[Owed, ...]]:
    """Return by group what this person hands in: the most urgent first, what is closed newest first."""
    own = [
        (standing, perceel)
        for standing in standings
        for perceel, indiener in standing.state.indieners().items()
        if indiener == person
    ]
    soonest = sorted(own, key=lambda duty: (duty[0].state.opened.deadlines.indienen, duty[0].state.dossier, duty[1]))
    open_, shut = ([duty for duty in soonest if bool(tell_shut(duty[0].state)) == is_shut] for is_shut in (False, True))
    found = [_owed(*duty, today, contradicts) for duty in (*open_[:MOST], *shut[::-1][:MOST_DONE])]
    return {group: tuple(item for item in found if item.group == group) for group in Group}


def next_opening(profile: Profile, today: date) -> tuple[str, str] | None:
    """Return which round opens next, as in a sentence, and its day (ISO); None when the profile has none."""
    days = [
        (opening_day(profile, product, boekjaar), product, boekjaar)
        for product in profile.kalender.producten
        if product in profile.routes
        for boekjaar in range(today.year - 1, today.year + 3)
    ]
    ahead = sorted(item for item in days if item[0] > today)
    return (name_in_sentence(ahead[0][1], ahead[0][2]), ahead[0][0].isoformat()) if ahead else None


def _owed(standing: Standing, perceel: str, today: date, contradicts: Contradicts) -> Owed:
    state, profile = standing.state, standing.profile
    group, tag, told = _standing_of(state, profile, perceel, today, contradicts)
    accepted = state.current.get(perceel)
    soon = (state.closing_day - today).days <= SOON_DAYS
    form = f"{SUBMISSIONS}/werkboek/{state.dossier}/{perceel}"
    return Owed(
        dossier=state.dossier,
        title=name_product(state.product, state.boekjaar),
        perceel=perceel,
        name=profile.inzendplicht(perceel).naam,
        group=group,
        deadline=state.opened.deadlines.indienen,
        tag=tag,
        urgent=group == Group.OWED and (soon or perceel in state.current),
        anew=group == Group.OWED and _is_anew(state, perceel),
        told=told,
        accepted=None if accepted and accepted.overgenomen else accepted,
        form=form,
        first_year=f"{form}?eerste_jaar=true" if may_be_first_year(state, perceel) else None,
        revised=state.revised_on,
    )


def may_be_first_year(state: Dossier, perceel: str) -> bool:
    """Return whether a workbook without history makes sense: the product has history, and none of it is known."""
    known = state.known.kolommen if state.known else {}
    history = PRODUCTS[state.product].history
    return bool(history) and not any(perceel in known[column].cijfers for column in history if column in known)


def _standing_of(
    state: Dossier, profile: Profile, perceel: str, today: date, contradicts: Contradicts
) -> tuple[Group, str, str]:
    if refusal := tell_shut(state):
        return Group.CLOSED, "ronde gesloten", refusal
    if perceel in missing_submissions(state):
        anew = _is_anew(state, perceel)
        tag = "opnieuw gevraagd" if anew else _tell_days(state.closing_day, today)
        return Group.OWED, tag, _tell_asked_anew(state) if anew else ""
    if perceel in state.carried:
        return Group.OWED, "ontbreekt", _tell_carried(state.carried[perceel])
    if state.rejection_in_force and contradicts(state, perceel):
        return Group.OWED, "sluit niet aan", NO_PRODUCT
    if reopening := may_hand_in_anew(state):
        return Group.MAY, "mag opnieuw", tell_open_to_all(state, profile, reopening)
    return Group.IN, "ingeleverd", _tell_kept(state.current[perceel]) + _tell_replace(state, profile)


def tell_shut(state: Dossier) -> str | None:
    """Return why the round takes no workbook now, and what to do; None when it does."""
    if state.is_closed:
        return "Dit product is gepubliceerd. U hoeft niets te doen."
    if state.active_version is not None:
        return (
            f"Van deze ronde is versie {state.active_version.versie} op haar besluitroute. Moet uw werkboek nog "
            "anders, vraag dan de controller om de ronde voor uw perceel te heropenen."
        )
    return None


def _tell_days(closing: date, today: date) -> str:
    days = (today - closing).days
    return tell_left(closing, today) if days <= 0 else f"{days} {'dag' if days == 1 else 'dagen'} te laat"


def _is_anew(state: Dossier, perceel: str) -> bool:
    return perceel in state.current and perceel in missing_submissions(state)


def _tell_asked_anew(state: Dossier) -> str:
    last = state.reopenings[-1]
    kind = (
        "De ronde is heropend" if last.corrects is None else f"Gepubliceerde versie {last.corrects} wordt gecorrigeerd"
    )
    return (
        f"{kind}. Lever uw werkboek opnieuw in, zo snel als u kunt; een eigen termijn is er niet. Reden: {last.reden}"
    )


def _tell_kept(item: Inzending) -> str:
    if not item.kept_because:
        return ""
    return f"De controller liet uw eerdere werkboek weer tellen op {format_day(item.kept_klok)}: {item.kept_because} "


def _tell_carried(item: Inzending) -> str:
    reason = item.overgenomen.reden if item.overgenomen else ""
    return (
        f"Van uw perceel is geen werkboek aanvaard. De controller nam op {format_day(item.klok)} de laatst "
        "vastgestelde cijfers van uw perceel over; die tellen nu mee. Levert u uw werkboek in voordat er een versie "
        f"is, dan tellen uw eigen cijfers. Reden: {reason}"
    )


def _tell_replace(state: Dossier, profile: Profile) -> str:
    until = None if missing_submissions(state) else pause_until(state, profile)
    when = f" Dat gebeurt op zijn vroegst op {format_day(until.isoformat())}." if until else ""
    return f"Uw werkboek telt mee. U kunt het vervangen tot er een versie van het product wordt gemaakt.{when}"
